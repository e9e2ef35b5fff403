"""Questions come back when they are nearly forgotten, and every one of them can be asked again by itself."""

from pathlib import Path

import pytest
from gradstep.core.lesson.actions import Action
from gradstep.core.lesson.due import APART, Question, due, questions
from gradstep.core.lesson.kept_line import Line
from gradstep.core.lesson.load import load_lesson
from gradstep.core.lesson.progress import LessonProgress
from gradstep.core.lesson.reviewing import ASKED, earlier_lesson, earlier_offered, review_lesson
from gradstep.core.lesson.schema import Review
from gradstep.core.lesson.script import Script
from gradstep.core.lesson.session import Session
from gradstep.core.lesson.solved import walk
from gradstep.core.words import Message
from hypothesis import given
from hypothesis import strategies as st

LESSONS = Path(__file__).parents[3] / "lessons"
KNOWN = {path.stem: load_lesson(path) for path in sorted(LESSONS.glob("*.yaml")) if path.stem != "course"}
ALL = [
    (id, step) for id, lesson in KNOWN.items() for step, one in zip(lesson.ids, lesson.steps, strict=True)
    if not isinstance(one, Message) and isinstance(one, ASKED)
]  # fmt: skip
DAY = 86_400.0
START = 1_790_000_000.0


def answered(step, day, verdict="right", outcome="right", hints=0, lesson="gate-patterns"):
    action = {"do": "answer", "text": "1"} if outcome != "revealed" else {"do": "solve"}
    return Line(START + day * DAY, lesson, step, "x", 0, action, verdict, "", hints, outcome)


def progress(*lines):
    return {lesson: LessonProgress(tuple(line for line in lines if line.lesson == lesson))
            for lesson in {line.lesson for line in lines}}  # fmt: skip


@pytest.mark.parametrize("id", KNOWN)
def test_every_question_can_be_asked_again_by_itself(id):
    for step in (step for lesson, step in ALL if lesson == id):
        again = review_lesson([Question(id, step, 0.0, 0.0)], KNOWN.__getitem__, 1, 5, "x")
        assert again is not None and not again.faults, (step, again and again.faults)
        sessions = list(walk(Session(Script(again))))
        assert sessions[-1].finished and any(session.is_asking for session in sessions), step


def test_questions_of_several_lessons_stand_beside_each_other_with_their_own_numbers():
    found = [Question(id, step, 0.0, 0.0) for id, step in ALL[::60]]
    lesson = review_lesson(found, KNOWN.__getitem__, 4, 0, "x")
    assert lesson is not None and len(lesson.steps) == 4
    assert [one.partition(APART)[0] for one in lesson.ids] == [question.lesson for question in found[:4]]


def test_what_is_gone_is_passed_over():
    found = [Question("gate-patterns", "nowhere", 0, 0), Question("gate-patterns", "intro", 0, 0)]
    assert review_lesson(found, KNOWN.__getitem__, 3, 0, "x") is None


def test_what_was_hard_comes_back_sooner():
    lines = [answered("easy", 0), answered("hinted", 0, hints=1), answered("shown", 0, "", "revealed")]
    when = {one.step: one.when for one in questions(progress(*lines), START)}
    assert when["shown"] <= when["hinted"] <= when["easy"] and when["shown"] < when["easy"]
    assert due(progress(*lines), START) == ()
    assert due(progress(*lines), START + 400 * DAY)[0].step == "shown"


def test_a_right_answer_in_a_review_puts_it_off_and_a_wrong_one_brings_it_back():
    first = answered("scale", 0)
    again = f"gate-patterns{APART}scale"
    right = answered(again, 10, lesson="review-1")
    wrong = answered(again, 10, "wrong", "open", lesson="review-1")
    (plain,), (put_off,), (back,) = (
        questions(progress(*lines), START + 10 * DAY) for lines in ((first,), (first, right), (first, wrong))
    )
    assert put_off.step == back.step == "scale"
    assert put_off.when > plain.when and back.when < put_off.when


def test_misses_and_hints_of_one_sitting_are_one_grade():
    lines = [answered("scale", 0, "wrong", "open"), answered("scale", 0.001, "right", "right")]
    apart = [answered("scale", 0, "wrong", "open"), answered("scale", 3, "right", "right")]
    (one,), (two,) = questions(progress(*lines), START + DAY), questions(progress(*apart), START + 4 * DAY)
    assert one.when < two.when


@given(st.lists(st.tuples(st.floats(-1e12, 1e18), st.sampled_from(["right", "wrong", ""]),
                          st.sampled_from(["right", "open", "revealed", "skipped", ""])), max_size=12),
       st.floats(0, 1e12))  # fmt: skip
def test_no_clock_makes_it_fail(events, now):
    lines = tuple(Line(time, "gate-patterns", "scale", "x", 0, {"do": "answer"}, verdict, "", 0, outcome)
                  for time, verdict, outcome in events)  # fmt: skip
    for one in questions({"gate-patterns": LessonProgress(lines)}, now):
        assert 0.0 <= one.recalled <= 1.0


REVIEWS = [id for id, lesson in KNOWN.items() if any(isinstance(step, Review) for step in lesson.steps)]


def at_review(id):
    stops = (session for session in walk(Session(Script(KNOWN[id]))))
    return next(session for session in stops if isinstance(session.step, Review))


@pytest.mark.parametrize("id", REVIEWS)
def test_a_step_offers_what_is_most_likely_forgotten_of_other_lessons(id):
    here = at_review(id)
    assert earlier_offered(here) == 3 and earlier_lesson(here, {}, KNOWN.__getitem__, START) is None
    mine = [answered(step, 0, "wrong", "revealed", lesson=id) for lesson, step in ALL if lesson == id][:5]
    other = [answered(step, day, lesson=lesson) for day, (lesson, step) in enumerate(ALL[:6]) if lesson != id]
    found = earlier_lesson(here, progress(*mine, *other), KNOWN.__getitem__, START + 40 * DAY)
    assert found is not None and len(found.steps) == 3
    assert {one.partition(APART)[0] for one in found.ids}.isdisjoint({id})
    assert [one.partition(APART)[2] for one in found.ids] == [line.step for line in other[:3]]


def test_it_is_offered_at_every_new_block_and_nowhere_else():
    assert len(REVIEWS) == 7
    here = at_review(REVIEWS[0])
    assert earlier_offered(here.act(Action("next"))) == 0
