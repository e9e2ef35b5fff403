"""What the keys of the catalogue choose, and what a search finds."""

from pathlib import Path

import pytest
from gradstep.core.lesson.course import Block, Course, Entry
from gradstep.core.words import message
from gradstep.tui.scene.pages.shelf import following, found, move, open_shelf, typed


def entry(number, id, title, objective="", problem=None):
    objectives = ({"en": objective, "es": objective},) if objective else ()
    return Entry(number, id, Path(f"{id}.yaml"), {"en": title, "es": title}, objectives, (), ("a:1", "b:2"), problem)


NEURON = entry(1, "neuron", "The neuron", "gradients of a sum")
BROKEN = entry(2, "broken", "broken", problem=message("screen.cannot-open"))
RULES = entry(5, "rules", "Rules and Gradientes")
LAST = entry(8, "last", "Máquinas", "gradients again")
COURSE = Course((
    Block("A", {"en": "Neurons", "es": "Neuronas"}, (NEURON, BROKEN)),
    Block("B", {"en": "Nothing yet", "es": "Nada aún"}, ()),
    Block("C", {"en": "Rules", "es": "Reglas"}, (RULES, LAST)),
))  # fmt: skip


def pressed(shelf, *keys):
    for key in keys:
        shelf = typed(shelf, key[1:]) if key.startswith("=") else move(shelf, key)
    return shelf


@pytest.fixture
def shelf():
    return open_shelf(COURSE, {})


def test_down_and_up_go_through_the_whole_course(shelf):
    seen = [shelf.entry]
    for _ in range(5):
        shelf = move(shelf, "down")
        seen.append(shelf.entry)
    assert seen == [NEURON, BROKEN, RULES, LAST, LAST, LAST]
    assert pressed(shelf, *["up"] * 9).entry == NEURON


def test_left_goes_to_the_blocks_and_right_into_one(shelf):
    blocks = move(shelf, "back")
    assert not blocks.in_lessons and blocks.block == 0
    assert pressed(blocks, "down", "down", "next").entry == RULES
    assert pressed(blocks, "down", "down", "enter").in_lessons
    assert not pressed(blocks, "down", "next").in_lessons, "a block without lessons has nothing to go into"
    assert not move(shelf, "out").in_lessons
    assert move(blocks, "up") is not None and move(blocks, "up").block == 0


def test_jumps_go_from_block_to_block_and_to_the_ends(shelf):
    assert pressed(shelf, "onward", "onward").entry == RULES
    assert pressed(shelf, "onward", "onward", "backward", "backward").entry == NEURON
    assert pressed(shelf, "last").entry == LAST and pressed(shelf, "last", "first").entry == NEURON


def test_a_key_without_sense_says_so_until_the_next_key(shelf):
    assert move(shelf, "hint").said.id == "screen.no-sense"
    assert pressed(shelf, "hint", "down").said is None


def test_titles_are_found_before_what_lessons_teach():
    assert found(COURSE, "gradient") == (RULES, NEURON, LAST)
    assert found(COURSE, "maquina") == (LAST,)
    assert found(COURSE, "05") == (RULES,) and found(COURSE, "7") == ()
    assert found(COURSE, "  ") == ()


def test_arrows_go_from_one_found_lesson_to_the_other(shelf):
    searching = pressed(shelf, "go", "=gradient")
    assert searching.entry == RULES
    assert pressed(searching, "down").entry == NEURON
    assert pressed(searching, "down", "down", "down").entry == RULES
    assert pressed(searching, "up", "enter").entry == LAST
    assert pressed(searching, "up", "enter").search is None


def test_escape_goes_back_to_what_was_chosen_before(shelf):
    assert pressed(shelf, "down", "go", "=8", "leave").entry == BROKEN
    assert not pressed(shelf, "back", "go", "=8", "leave").in_lessons
    assert pressed(shelf, "go", "=8", "leave").search is None


def test_what_is_not_found_moves_nothing_and_is_said(shelf):
    nowhere = pressed(shelf, "down", "go", "=zzz", "enter")
    assert nowhere.entry == BROKEN and nowhere.said.id == "screen.no-such-lesson" and nowhere.search is None
    assert pressed(shelf, "go", "=zzz", "down").search is not None


def test_erasing_searches_again(shelf):
    assert pressed(shelf, "go", "=58").entry == NEURON
    assert pressed(shelf, "go", "=58", "out").entry == RULES


def test_the_lesson_behind_one_leaves_out_what_cannot_be_opened():
    assert following(COURSE, "neuron") == RULES
    assert following(COURSE, "last") is None and following(COURSE, "unknown") is None


@pytest.mark.parametrize("key", ["up", "down", "back", "next", "onward", "backward", "first", "last", "enter", "go"])
def test_without_any_block_every_key_leaves_things_alone(key):
    assert move(open_shelf(Course(()), {}), key).entry is None
