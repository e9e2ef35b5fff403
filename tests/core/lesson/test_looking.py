"""Looking away from the script, and the steps that leave a simulation to the learner: challenge, order, explore."""

from itertools import permutations
from pathlib import Path

import pytest
from gradstep.core.lesson.actions import Action
from gradstep.core.lesson.judging import judge_order, right_order, shuffled
from gradstep.core.lesson.load import parse_lesson
from gradstep.core.lesson.progress import LessonProgress
from gradstep.core.lesson.resuming import line_of, resume
from gradstep.core.lesson.script import Script
from gradstep.core.lesson.session import Session
from gradstep.core.lesson.verify import verify_file

TEXT = """format: 1
id: tiny
title: {en: Tiny, es: Chica}
objectives: [{en: a, es: b}]
simulations:
  bowl: {kind: descent, formula: "x^2", at: {x: 3.0}, rate: 0.1, updates: 10}
  hill: {kind: descent, formula: "x^2", at: {x: 3.0}}
  one: {kind: graph, formula: "m = a*b; f = m + a", at: {a: 2, b: 3}}
steps:
  - {id: go, kind: show, simulation: hill, until: 2}
  - {id: ask, kind: ask-number, simulation: one, quantity: grad.m, prompt: {en: p, es: p}, hints: [{en: h, es: h}]}
  - id: tune
    kind: challenge
    simulation: bowl
    goal: f < 0.01
    knobs: [rate]
    answer: rate = 0.4
    prompt: {en: p, es: p}
    hints: [{en: h, es: h}]
  - id: sort
    kind: order
    prompt: {en: p, es: p}
    items: [{en: a, es: a}, {en: b, es: b}, {en: c, es: c}, {en: d, es: d}]
    hints: [{en: h, es: h}]
  - {id: free, kind: explore, simulation: bowl, text: {en: t, es: t}}
  - {id: bye, kind: say, text: {en: t, es: t}}
"""


def run(session: Session, *actions: str | tuple[str, str]) -> Session:
    for action in actions:
        session = session.act(Action(*action) if isinstance(action, tuple) else Action(action))
    return session


@pytest.fixture
def start() -> Session:
    return Session(Script(parse_lesson(TEXT, "tiny.yaml")))


@pytest.fixture
def challenge(start) -> Session:
    return run(start, "next", "next", ("answer", "1"), "next")


@pytest.fixture
def explore(challenge) -> Session:
    order = run(challenge, "skip", "on")
    return run(order, ("answer", right_order(order.step)), "next")


def test_a_frame_is_opened_stepped_and_left_again(start):
    inside = run(start, "next", ("zoom", "grad.x"))
    assert inside.notice is None
    assert inside.simulation is not start.simulation
    stepped = run(inside, "next", "next")
    assert stepped.cursor == 2
    assert stepped.at == inside.at
    out = run(stepped, "out")
    assert (out.simulation, out.cursor) == (run(start, "next").simulation, 2)


def test_moving_on_in_the_script_ends_the_excursion(start):
    session = run(start, ("branch", "x = 5"))
    assert session.away is not None
    assert run(session, "on").away is None


def test_nothing_is_opened_while_it_could_give_an_answer_away(start):
    asking = run(start, "next", "next")
    assert asking.is_asking
    for look in (("zoom", "value.f"), ("branch", "a = 5"), ("explore", "")):
        refused = run(asking, look)
        assert refused.away is None
        assert refused.notice.id == "session.answer-before-looking"


def test_a_challenge_is_won_by_turning_what_may_be_turned(challenge):
    assert [dial.name for dial in challenge.dials] == ["rate"]
    missed = run(challenge, "answer")
    assert missed.question.last.verdict.message.arguments["now"]["en"] == "f = 0.1038"
    refused = run(missed, ("change", "x = 0"))
    assert refused.notice.id == "session.not-turnable"
    turned = run(missed, ("change", "rate = 0,4"), "next")
    assert (turned.cursor, turned.frame.quantities["x"]) == (1, pytest.approx(0.6))
    won = run(turned, "answer")
    assert won.question.outcome == "right"
    assert won.question.last.verdict.reading == "rate = 0.4"
    assert run(won, "on").step.id == "sort"


def test_an_open_challenge_is_not_passed_over_but_may_be_left(challenge):
    assert run(challenge, "on").notice.id == "session.answer-first"
    assert run(challenge, "skip", "on").step.id == "sort"


def test_the_solution_of_a_challenge_turns_the_knobs(challenge):
    shown = run(challenge, "reveal")
    assert shown.question.outcome == "revealed"
    assert shown.simulation.settings_at(1).rate == 0.4


def test_going_on_from_the_end_of_an_exploration_goes_on_in_the_lesson(explore):
    assert explore.step.id == "free"
    assert run(explore, *["next"] * 11).step.id == "bye"
    assert run(explore, "back").step.id == "sort"
    assert run(explore, ("zoom", "grad.x"), "out", "out").notice.id == "session.outermost"


def test_what_was_looked_at_is_there_again_after_leaving(explore):
    lines = []
    session = explore
    for action in (Action("change", text="rate = 0.3"), Action("next"), Action("next"), Action("zoom", text="grad.x")):
        session = session.act(action)
        lines.append(line_of(session, action, 0.0))
    again = resume(explore.script, LessonProgress(tuple(lines)))
    assert [level.opened for level in again.view.levels] == ["", "grad.x"]
    assert again.view.levels[0].cursor == 2
    assert dict(again.view.levels[0].simulation.frame(2).quantities) == dict(
        session.view.levels[0].simulation.frame(2).quantities
    )


def test_every_order_but_one_is_wrong(start):
    step = start.script.lesson.steps[3]
    assert list(shuffled(step)) != sorted(shuffled(step))
    right = [order for order in permutations("1234") if judge_order(step, " ".join(order)).is_right]
    assert [" ".join(right[0])] == [right_order(step)]
    assert len(right) == 1


@pytest.mark.parametrize("typed", ["", "1 2", "1 1 2 3", "1 2 3 5", "a b c d", "1234x"])
def test_what_is_no_order_is_said(start, typed):
    assert judge_order(start.script.lesson.steps[3], typed).kind == "unreadable"


def faults(text: str, folder: Path) -> list[str]:
    path = folder / "tiny.yaml"
    path.write_text(text, encoding="utf-8")
    return [fault.message.id for fault in verify_file(path).faults]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [("rate = 0.4", "rate = 0.11", "verify.truth-fails"), ("rate = 0.4", "x = 0", "session.not-turnable"),
     ("f < 0.01", "f < 100", "verify.goal-at-once"), ("knobs: [rate]", "knobs: [rat]", "verify.no-such-dial"),
     ("f < 0.01", "g < 1", "formula.unknown-quantity")],
)  # fmt: skip
def test_a_lesson_with_an_impossible_challenge_is_refused(tmp_path, old, new, fault):
    assert faults(TEXT, tmp_path) == []
    assert fault in faults(TEXT.replace(old, new), tmp_path)


def test_answers_given_while_playing_belong_to_no_question_of_the_lesson(explore):
    playing = run(explore, "play")
    assert playing.is_asking and playing.beat.cursor == 1
    answered = run(playing, ("answer", "99"))
    assert answered.question.last.verdict.kind == "wrong"
    assert {stop for stop in answered.asked if stop >= (0, 0)} == {stop for stop in explore.asked if stop >= (0, 0)}
    assert line_of(answered, Action("answer", text="99"), 0.0).outcome == ""
    assert run(answered, "next").notice.id == "session.answer-first"
    stopped = run(answered, "play")
    assert not stopped.playing and not stopped.is_asking
    assert run(stopped, "play").question.attempts == ()


def test_what_was_turned_too_late_for_a_goal_is_said_to_be_late(challenge):
    from_start = run(challenge, ("change", "rate = 0.11"), "answer")
    assert from_start.question.last.verdict.message.id == "verdict.goal-missed"
    late = run(challenge, "next", "next", ("change", "rate = 0.11"), "answer")
    said = late.question.last.verdict.message
    assert (said.id, said.arguments["since"]) == ("verdict.goal-missed-late", 2)
