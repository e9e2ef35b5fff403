"""Sessions: a fold of actions; nothing asked is passed over, nothing shown is lost, and everything can be replayed."""

from pathlib import Path

import pytest
from gradstep.core.lesson.actions import Action
from gradstep.core.lesson.load import load_lesson, parse_lesson
from gradstep.core.lesson.script import Script
from gradstep.core.lesson.session import Session
from gradstep.core.lesson.solved import walk

LESSONS = Path(__file__).parents[3] / "lessons"
TEXT = """format: 1
id: tiny
title: {en: Tiny, es: Chica}
objectives: [{en: a, es: b}]
simulations:
  one: {kind: graph, formula: "m = a*b; f = m + a", at: {a: 2, b: 3}}
steps:
  - {id: intro, kind: say, text: {en: "f = {one.value.f@end:.0f}", es: "f vale {one.value.f@end:.0f}"}}
  - {id: go, kind: show, simulation: one, until: forward}
  - id: ask
    kind: ask-number
    simulation: one
    quantity: grad.m
    prompt: {en: p, es: p}
    hints: [{en: h1, es: h1}, {en: h2, es: h2}]
  - id: pick
    kind: choose
    prompt: {en: p, es: p}
    options:
      - {text: {en: a, es: a}, why: {en: "m is {one.value.m@end:.0f}", es: "m vale {one.value.m@end:.0f}"}}
      - {text: {en: b, es: b}, why: {en: yes, es: sí}, right: true}
    hints: [{en: h, es: h}]
  - id: you
    kind: play
    simulation: one
    quantities: [grad.*]
    until: end
    prompt: {en: p, es: p}
    hints: [{en: h, es: h}]
"""


@pytest.fixture
def start() -> Session:
    return Session(Script(parse_lesson(TEXT, "tiny.yaml")))


def run(session: Session, *actions: str | tuple[str, str]) -> Session:
    for action in actions:
        session = session.act(Action(*action) if isinstance(action, tuple) else Action(action))
    return session


def test_the_script_has_a_beat_for_every_stop(start):
    beats = [len(start.script.beats(step)) for step in range(5)]
    assert beats == [1, 2, 1, 1, 2]
    assert [beat.asks for beat in start.script.beats(4)] == ["grad.a", "grad.b"]


def test_numbers_in_texts_come_from_the_engine(start):
    assert start.text(start.step.text, "es") == "f vale 8"


def test_next_goes_frame_by_frame_and_step_by_step(start):
    cursors = []
    session = start
    for _ in range(3):
        session = session.act(Action("next"))
        cursors.append((session.at, session.cursor))
    assert cursors == [((1, 0), 1), ((1, 1), 2), ((2, 0), 3)]


def test_a_question_hides_what_it_asks(start):
    session = run(start, "next", "next", "next")
    assert session.is_asking
    assert "grad.m" not in session.frame.quantities
    assert session.beat.cursor == session.cursor + 1


def test_an_open_question_is_not_passed_over(start):
    session = run(start, "next", "next", "next", "next")
    assert session.at == (2, 0)
    assert session.notice.id == "session.answer-first"


def test_a_right_answer_shows_the_frame_and_lets_the_lesson_go_on(start):
    session = run(start, "next", "next", "next", ("answer", "1"))
    assert session.question.outcome == "right"
    assert session.frame.quantities["grad.m"] == 1.0
    assert run(session, "next").at == (3, 0)


def test_a_wrong_answer_is_kept_and_the_question_stays_open(start):
    session = run(start, "next", "next", "next", ("answer", "5"), ("answer", "nonsense("))
    kinds = [attempt.verdict.kind for attempt in session.question.attempts]
    assert kinds == ["wrong", "unreadable"]
    assert session.is_asking


def test_hints_come_one_by_one_and_end(start):
    session = run(start, "next", "next", "next", "hint", "hint")
    assert session.question.hints == 2
    assert run(session, "hint").notice.id == "session.no-more-hints"


@pytest.mark.parametrize(("action", "outcome"), [("reveal", "revealed"), ("skip", "skipped")])
def test_giving_up_lets_the_lesson_go_on(start, action, outcome):
    session = run(start, "next", "next", "next", action)
    assert session.question.outcome == outcome
    assert run(session, "next").at == (3, 0)


def test_choices_are_numbers_and_explain_themselves(start):
    session = run(start, "next", "next", "next", ("answer", "1"), "next", ("answer", "1"))
    assert session.question.last.verdict.message.arguments["why"]["es"] == "m vale 6"
    assert run(session, ("answer", "9")).question.last.verdict.kind == "unreadable"
    assert run(session, ("answer", "2")).question.outcome == "right"


def test_going_back_shows_what_was_shown_and_seeking_stays_inside_it(start):
    session = run(start, "next", "next", "back", "back")
    assert session.at == (0, 0)
    assert run(session, "back").notice.id == "session.at-start"
    assert session.act(Action("seek", step=1, beat=1)).at == (1, 1)
    assert session.act(Action("seek", step=4, beat=0)).notice.id == "session.not-seen"
    assert session.act(Action("seek", step=1, beat=7)).notice.id == "session.not-seen"


def test_answering_where_nothing_is_asked_says_so(start):
    assert run(start, ("answer", "1")).notice.id == "session.nothing-asked"


def test_the_whole_lesson_can_be_played_and_replayed(start):
    *_, session = walk(start)
    assert session.finished
    again = start
    for action in session.log:
        again = again.act(action)
    assert (again.at, again.asked, again.finished) == (session.at, session.asked, True)
    assert run(session, "back").finished is False


@pytest.mark.parametrize(
    "path", sorted(set(LESSONS.glob("*.yaml")) - {LESSONS / "course.yaml"}), ids=lambda path: path.stem
)
def test_every_lesson_of_the_course_can_be_finished(path):
    *_, session = walk(Session(Script(load_lesson(path))))
    assert all(asked.outcome == "right" for asked in session.asked.values())


def test_a_probe_stands_between_two_attempts_and_names_the_mistake():
    text = TEXT.replace(
        "steps:\n",
        "steps:\n  - {id: f, kind: ask-formula, of: x^2*sin(x), wrt: x, answer: 2x sin(x) + x^2 cos(x),"
        " prompt: {en: p, es: p}, hints: [{en: h, es: h}]}\n",
    )
    session = Session(Script(parse_lesson(text, "tiny.yaml"))).act(Action("answer", text="2x sin(x) - x^2 cos(x)"))
    assert session.question.probe is not None
    assert session.label == session.question.probe.label
    session = session.act(Action("answer", text="-sin(x)" if "cos" in session.label else "exp(x) - x exp(x)"))
    assert session.question.probe is None
    assert session.question.last.verdict.diagnosis == "product-rule-sign"
    assert session.is_asking
    again = session.act(Action("answer", text="-sin(x)" if "cos" in session.label else "exp(x) - x exp(x)"))
    assert not again.is_repeated, "an answer to the short question in between is none to the question itself"
    assert session.act(Action("answer", text="2x sin(x) - x^2 cos(x)")).is_repeated
    assert session.act(Action("answer", text="2x sin(x) + x^2 cos(x)")).question.outcome == "right"
