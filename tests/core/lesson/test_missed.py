"""Every question of the course that was missed is asked once more by itself, can be answered, and names its slip."""

from pathlib import Path

import pytest
from gradstep.core.answers.verdict import Verdict
from gradstep.core.lesson.asked import Asked, Attempt
from gradstep.core.lesson.counted import questions
from gradstep.core.lesson.due import questions as due_questions
from gradstep.core.lesson.load import load_lesson
from gradstep.core.lesson.missed import MOST_ASKED, missed, missed_lesson
from gradstep.core.lesson.neighbour import neighbour
from gradstep.core.lesson.progress import LessonProgress
from gradstep.core.lesson.resuming import line_of
from gradstep.core.lesson.schema import Challenge
from gradstep.core.lesson.script import Script
from gradstep.core.lesson.session import Session
from gradstep.core.lesson.solved import walk
from gradstep.core.simulations.protocol import same
from gradstep.core.words import core_words, message

from ... import course

LESSONS = [path for path in sorted((Path(__file__).parents[3] / "lessons").glob("*.yaml")) if path.stem != "course"]
SIGN = Attempt("1", Verdict("wrong", message("mistake.sign"), "1", "sign"))


def with_missed(script, stops):
    return Session(script, asked={stop: Asked((SIGN,)) for stop in stops})


@pytest.mark.parametrize("path", LESSONS[::2], ids=lambda path: path.stem)
def test_every_question_that_was_missed_is_asked_once_more(path):
    script = course.script(path)
    stops = [
        one.stop for one in questions(Session(script)) if not isinstance(script.lesson.steps[one.stop[0]], Challenge)
    ]
    for start in range(0, len(stops), MOST_ASKED):
        some = stops[start : start + MOST_ASKED]
        session = with_missed(script, some)
        assert [one.stop for one in missed(session)] == some
        lesson = missed_lesson(session, "x")
        assert lesson is not None and not lesson.faults and len(lesson.steps) == len({*lesson.ids})
        assert {id.partition("-again-")[2].partition("-part-")[0] for id in lesson.ids} == {
            script.lesson.ids[stop[0]] for stop in some
        }
        name = {language: core_words().word(message("mistake.sign-name"), language) for language in ("en", "es")}
        assert all(name["en"] in step.prompt.en and name["es"] in step.prompt.es for step in lesson.steps)
        last = list(walk(Session(Script(lesson))))[-1]
        assert last.finished, (path.stem, last.at, lesson.ids[last.at[0]])


@pytest.mark.parametrize("path", LESSONS[::5], ids=lambda path: path.stem)
def test_where_a_number_has_a_neighbour_it_is_asked_with_other_numbers(path):
    script = course.script(path)
    for stop in [one.stop for one in questions(Session(script)) if script.beats(one.stop[0])[one.stop[1]].asks]:
        beat, other = script.beats(stop[0])[stop[1]], neighbour(script, *stop)
        again = Script(missed_lesson(with_missed(script, [stop]), "x"))
        (there,) = again.beats(0)
        old = script.simulation(beat.simulation).frame(beat.cursor).quantities[beat.asks]
        new = again.simulation(there.simulation).frame(there.cursor).quantities[there.asks]
        assert there.asks == beat.asks and same(old, new) == (other is None)


def test_nothing_missed_makes_no_lesson():
    script = Script(load_lesson(LESSONS[0]))
    assert not missed(Session(script)) and missed_lesson(Session(script), "x") is None


def test_what_is_answered_there_counts_for_the_question_it_came_from():
    pytest.importorskip("fsrs")
    script = Script(load_lesson(next(path for path in LESSONS if path.stem == "sigmoid-neuron-graph")))
    stops = [one.stop for one in questions(Session(script)) if one.kind == "Play"][:2]
    lesson = missed_lesson(with_missed(script, stops), "7")
    lines = [
        line_of(session, session.log[-1], 1_790_000_000.0)
        for session in walk(Session(Script(lesson))) if session.log and session.log[-1].do == "answer"
    ]  # fmt: skip
    found = due_questions({lesson.file.id: LessonProgress(tuple(lines))}, 1_790_000_000.0)
    assert {(one.lesson, one.step) for one in found} == {("sigmoid-neuron-graph", script.lesson.ids[stops[0][0]])}
