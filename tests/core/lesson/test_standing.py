"""How a learner stands, from her recorded lines alone; and that it is the same as what the session itself counts."""

import pytest
from gradstep.core.lesson.actions import Action
from gradstep.core.lesson.load import parse_lesson
from gradstep.core.lesson.progress import LessonProgress, Line
from gradstep.core.lesson.resuming import line_of
from gradstep.core.lesson.script import Script
from gradstep.core.lesson.session import Session
from gradstep.core.lesson.standing import altogether, standing, standing_to_json, way

TEXT = """format: 1
id: tiny
title: {en: Tiny, es: Chica}
objectives: [{en: a, es: b}]
simulations:
  one: {kind: graph, formula: "m = a*b; f = m + a", at: {a: 2, b: 3}}
steps:
  - {id: q1, kind: ask-number, simulation: one, quantity: value.m, prompt: {en: p, es: p}, hints: [{en: h, es: h}]}
  - {id: q2, kind: ask-number, simulation: one, quantity: value.f, prompt: {en: p, es: p}, hints: [{en: h, es: h}]}
  - {id: q3, kind: ask-number, simulation: one, quantity: grad.a, prompt: {en: p, es: p}, hints: [{en: h, es: h}]}
  - {id: q4, kind: ask-number, simulation: one, quantity: grad.b, prompt: {en: p, es: p}, hints: [{en: h, es: h}]}
"""


def lines(*actions: tuple[str, str]) -> LessonProgress:
    session = Session(Script(parse_lesson(TEXT, "tiny.yaml")))
    found: list[Line] = []
    for time, (do, text) in enumerate(actions):
        action = Action(do, text=text)
        session = session.act(action)
        found.append(line_of(session, action, float(time)))
    return LessonProgress(tuple(found))


ALL = [
    ("answer", "6"), ("next", ""),
    ("answer", "12"), ("answer", "8"), ("next", ""),
    ("reveal", ""), ("next", ""), ("skip", ""),
]  # fmt: skip


def test_every_question_counts_once_as_it_ended():
    found = standing(lines(*ALL))
    assert (found.first, found.later, found.revealed, found.asked) == (1, 1, 1, 3 + found.open)
    assert found.finished is False and found.time == 7.0
    assert sum(found.slips.values()) == 1


def test_a_hint_makes_a_right_answer_a_later_one():
    found = standing(lines(("hint", ""), ("answer", "6")))
    assert (found.first, found.later, found.hints) == (0, 1, 1)


def test_coming_back_to_a_settled_question_changes_nothing():
    assert standing(lines(*ALL)).first == standing(lines(*ALL, ("back", ""), ("back", ""))).first


@pytest.mark.parametrize("count", range(len(ALL) + 1))
def test_a_question_is_never_counted_twice(count):
    found = standing(lines(*ALL[:count]))
    assert found.asked <= 4
    assert standing_to_json(found)["asked"] == found.asked


def test_nothing_recorded_is_nothing_counted():
    assert standing(LessonProgress()).asked == 0


def test_an_answer_that_cannot_be_read_is_no_try():
    found = standing(lines(("answer", ")("), ("answer", "6")))
    assert (found.first, found.later) == (1, 0)
    assert {way("right", 1, 0), way("right", 0, 0)} == {"first"} and way("right", 1, 1) == way("right", 2, 0) == "later"


@pytest.mark.parametrize("again", [("answer", "6"), ("answer", "5"), ("reveal", "")])
def test_what_was_right_stays_as_it_became_so_when_it_is_asked_again(again):
    once = standing(lines(("answer", "6")))
    twice = standing(lines(("answer", "6"), ("again", ""), again))
    assert (twice.first, twice.later, twice.revealed, twice.open) == (once.first, once.later, 0, 0) == (1, 0, 0, 0)


def test_right_after_the_solution_was_seen_is_right_later():
    found = standing(lines(("reveal", ""), ("again", ""), ("answer", "6")))
    assert (found.first, found.later, found.revealed) == (0, 1, 0)


def test_several_lessons_add_up():
    one, two = standing(lines(*ALL)), standing(lines(("answer", "5")))
    both = altogether([one, two])
    assert both.asked == one.asked + two.asked and both.open == one.open + two.open
    assert both.slips == {id: one.slips.get(id, 0) + two.slips.get(id, 0) for id in both.slips}
    assert both.time == 7.0 and not both.finished
    assert altogether([]) == standing(LessonProgress())
