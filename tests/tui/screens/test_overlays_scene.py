"""The page of keys and the page of options, at every size and from every place."""

import pytest
from gradstep.core.words import LANGUAGES
from gradstep.tui.keys import KEY
from gradstep.tui.scene.cells import plain
from gradstep.tui.scene.footer import spelled
from gradstep.tui.scene.look import Look
from gradstep.tui.scene.pages.help import OTHERWISE, choosable, help_page
from gradstep.tui.scene.pages.options import ROWS, Choice, changed, options_page

SIZES = [(60, 20), (80, 24), (120, 40), (200, 50)]
ALL = frozenset(KEY)


def shown(page, size):
    rows = [plain(cells) for cells in page.rows]
    assert len(rows) == size[1] and {len(row) for row in rows} == {size[0]}
    return rows


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("ascii", [False, True])
def test_every_key_can_be_chosen_and_is_seen_when_it_is(size, ascii, face):
    look = Look(face(ascii=ascii), *size)
    for id in choosable(ALL):
        rows = shown(help_page(look, ALL, id), size)
        assert any(look.glyph("►") + spelled(KEY[id].shown[0], look) in row for row in rows), id
        assert all(row.isascii() for row in rows) or not ascii


@pytest.mark.parametrize("size", [(120, 40), (200, 50)])
def test_a_large_page_says_what_the_signs_mean(size, face):
    text = "\n".join(shown(help_page(Look(face(), *size), ALL), size))
    assert "signos en la pantalla" in text and "►   lo elegido" in text and "│   empieza la vuelta" in text


def test_a_small_page_has_whole_words_and_says_how_much_more_there_is(face):
    rows = shown(help_page(Look(face(), 60, 20), ALL), (60, 20))
    assert any("siguiente, anterior" in row for row in rows) and rows[-2].strip().startswith("… ")


@pytest.mark.parametrize("place", OTHERWISE)
@pytest.mark.parametrize("language", LANGUAGES)
def test_keys_are_told_as_they_are_where_the_page_was_called(place, language, face):
    look = Look(face(language))
    rows = shown(help_page(look, ALL, None, place), (80, 24))
    text = "\n".join(rows)
    assert "…" not in text
    for id in OTHERWISE[place]:
        assert look.say(f"key.{id}-{place}") in text
    assert (look.say("key.table-long") in text) == (place == "lesson")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("first", [False, True])
@pytest.mark.parametrize("ascii", [False, True])
def test_choosing_an_option_moves_nothing_and_cuts_nothing(size, language, first, ascii, face):
    look = Look(face(language, ascii=ascii), *size)
    pages = [shown(options_page(look, Choice(at), first), size) for at in range(len(ROWS))]
    mark = look.glyph("►")
    for rows in pages:
        assert sum(row.startswith(f" {mark} ") for row in rows) == 1
        assert all(row.isascii() for row in rows) or not ascii
    starts = [[at for at, row in enumerate(rows) if look.say("screen.sample") in row] for rows in pages]
    assert starts[0] == starts[1] == starts[2]
    for at, name in enumerate(ROWS):
        told = " ".join(" ".join(pages[at]).split())
        assert " ".join(look.say(f"screen.told-{name}").split()) in told


def test_at_a_first_start_both_languages_stand_in_one_order(face):
    for language in LANGUAGES:
        rows = shown(options_page(Look(face(language)), Choice(), first=True), (80, 24))
        assert rows[2].strip().startswith("Te damos la bienvenida") and rows[5].strip().startswith("Welcome")
        assert any("gradiente" in row or "gradient" in row for row in rows)


def test_the_sample_is_true_arithmetic(face):
    text = "\n".join(shown(options_page(Look(face()), Choice()), (80, 24)))
    x, value, local, arrives, leaves = 3.0, 9.0, 6.0, 1.0, 6.0
    assert value == x**2 and local == 2 * x and leaves == arrives * local
    for number in (x, value, local, arrives, leaves):
        assert f"{number:.2f}" in text


def test_options_go_round_and_come_back(face):
    start = face()
    for at in range(len(ROWS)):
        assert changed(changed(start, Choice(at), 1), Choice(at), -1) == start
    assert changed(start, Choice(2), 1).language == "en"


@pytest.mark.parametrize("size", [(59, 30), (100, 19)])
def test_pages_on_top_also_say_that_a_window_is_too_small(size, face):
    look = Look(face(), *size)
    assert "60×20" in " ".join(shown(help_page(look, ALL), size))
    assert "60×20" in " ".join(shown(options_page(look, Choice()), size))
