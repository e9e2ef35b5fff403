"""A worked neighbour asks for the same, comes to something else, holds as it is written, and gives nothing away."""

import re
from fractions import Fraction
from pathlib import Path

import numpy as np
from gradstep.core.answers.judge_number import judge_number
from gradstep.core.answers.receipts import EdgeReceipt, LinesReceipt, ValueReceipt
from gradstep.core.lesson.actions import Action
from gradstep.core.lesson.asked import Asked
from gradstep.core.lesson.kept_line import read_line, write_line
from gradstep.core.lesson.load import load_lesson
from gradstep.core.lesson.neighbour import neighbour, offers_neighbour
from gradstep.core.lesson.progress import LessonProgress
from gradstep.core.lesson.resuming import line_of, resume
from gradstep.core.lesson.script import Script
from gradstep.core.lesson.session import Session
from gradstep.core.lesson.shown import comes_to, neighbour_shown, shown
from gradstep.core.lesson.standing import standing
from gradstep.core.simulations.protocol import same
from gradstep.core.teaching.library import Library
from gradstep.core.teaching.replaying import replay
from gradstep.tui.face import Face
from gradstep.tui.plain.receipts import neighbour_lines
from gradstep.tui.scene.desk.desk import sit_down
from gradstep.tui.scene.desk.press import press

from .. import course
from ..core.simulations.test_every_receipt import holds, sides

FOLDER = Path(__file__).parents[2] / "lessons"
LESSONS = [path for path in sorted(FOLDER.glob("*.yaml")) if path.stem != "course"]
LEAST = 0.75
"""Of all questions for a number in the course, at least so many have a neighbour."""
WRONG = "987654.5"


def face(language):
    return Face(language, False, True, "dark", FOLDER, None, lambda: 0.0, "test")


def questions(script):
    for index in range(len(script.lesson.steps)):
        for place, beat in enumerate(script.beats(index)):
            if beat.asks is not None:
                yield (index, place), beat


def is_taken_for_the_answer(text, wanted):
    return judge_number(text, wanted.truth, {}, is_slope=wanted.is_slope, within=wanted.within).kind == "right"


def numbers_told(line):
    """The numbers of a line behind what it is about."""
    _, _, text = line.rpartition(":") if "=" not in line.partition(":")[0] else ("", "", line)
    return re.findall(r"(?<![\w.])-?\d+(?:\.\d+)?(?:e-?\d+)?(?![\w.]*/)", text)


def check_arithmetic(other, where):
    found, simulation = other.receipt, other.simulation
    assert same(
        comes_to(other.session), simulation.frame(other.session.beat.cursor).quantities[other.session.beat.asks]
    ), where
    if isinstance(found, LinesReceipt):
        assert all(holds(*pair) for line in found.lines for pair in sides(line.text)), where
    if isinstance(found, ValueReceipt):
        assert same(found.value, comes_to(other.session)), where
    if isinstance(found, EdgeReceipt) and other.session.beat.asks.startswith("grad."):
        assert np.allclose(found.total, comes_to(other.session)), where


def numbers_of(held):
    """Every number inside a knob, in order."""
    if isinstance(held, dict):
        return [number for part in held.values() for number in numbers_of(part)]
    if isinstance(held, list | tuple | np.ndarray):
        return [number for part in held for number in numbers_of(part)]
    is_number = isinstance(held, int | float | Fraction | np.number) and not isinstance(held, bool)
    return [float(held)] if is_number else []


def check_kinds(ours, theirs, where):
    """Turned numbers stay what they are: of one sign, shares of one, counts, zeros and ones that say yes or no."""
    known = {knob.name: ours.held(knob) for knob in ours.knobs}
    for knob in theirs.knobs:
        for old, new in zip(numbers_of(known[knob.name]), numbers_of(theirs.held(knob)), strict=True):
            assert {old, new} <= {0.0, 1.0} or (old * new >= 0 and (not old or new)), (where, knob.name, old, new)
            assert not 0 < abs(old) < 1 or abs(new) < 1, (where, knob.name, old, new)
        marks = numbers_of(known[knob.name])
        if isinstance(known[knob.name], list | tuple) and set(marks) == {0.0, 1.0}:
            assert sorted(numbers_of(theirs.held(knob))) == sorted(marks), (where, knob.name)


def test_every_neighbour_in_the_course_holds_and_gives_nothing_away():
    asked = offered = 0
    for path in LESSONS[::2]:
        script = course.script(path)
        for stop, beat in questions(script):
            asked += 1
            if neighbour(script, *stop) is None:
                continue
            offered += 1
            where = f"{path.stem} {stop} {beat.asks}"
            session = Session(script, stop, stop, {stop: Asked(neighbour=True)})
            other, wanted = neighbour_shown(session), script.wanted(beat.simulation, beat.cursor, beat.asks)
            assert other.session.beat.asks == beat.asks and other.receipt is not None, where
            assert not same(comes_to(other.session), wanted.truth), where
            check_arithmetic(other, where)
            if neighbour(script, *stop).lesson is script.lesson:
                check_kinds(script.simulation(beat.simulation), other.simulation, where)
            if np.size(wanted.truth) == 1:
                told = [
                    number
                    for line in neighbour_lines(session, face("es"))
                    if "=" in line
                    for number in numbers_told(line)
                ]
                assert not [number for number in told if is_taken_for_the_answer(number, wanted)], where
    assert offered >= LEAST * asked, (offered, asked)


def missed(script, stop, times):
    session = Session(script, stop, stop)
    for _ in range(times):
        session = session.act(Action("answer", WRONG))
    return session


def test_it_comes_after_the_third_miss_and_is_kept_resumed_and_handed_in_as_one_more_help():
    script = Script(load_lesson(FOLDER / "sigmoid-neuron-graph.yaml"))
    stop = next(stop for stop, _ in questions(script) if neighbour(script, *stop) is not None)
    early = missed(script, stop, 2)
    assert not offers_neighbour(early) and early.act(Action("neighbour")).notice.id == "session.neighbour-later"
    session, lines = Session(script, stop, stop), []
    for action in (*[Action("answer", WRONG)] * 3, Action("neighbour")):
        session = session.act(action)
        lines.append(read_line(write_line(line_of(session, action, 1.0 + len(lines))))[0])
    assert session.question.neighbour and session.question.helps == 1 and not offers_neighbour(session)
    progress = LessonProgress(tuple(lines))
    again = resume(Script(script.lesson), progress)
    assert again.question.neighbour and not again.question.hints and neighbour_shown(again) is not None
    assert standing(progress).hints == 1
    library = Library(FOLDER)
    assert replay(library, script.lesson, lines).questions[stop].hints == 1


def test_a_question_without_one_goes_on_to_the_solution():
    script = Script(load_lesson(FOLDER / "logic-gates.yaml"))
    stop = next(stop for stop, _ in questions(script) if neighbour(script, *stop) is None)
    session = missed(script, stop, 3)
    assert (
        "neighbour" not in shown(session).may and session.act(Action("neighbour")).notice.id == "session.no-neighbour"
    )
    assert session.act(Action("reveal")).question.outcome == "revealed"


def test_the_key_of_hints_shows_it_and_then_the_hints_that_are_left():
    script = Script(load_lesson(FOLDER / "sigmoid-neuron-graph.yaml"))
    stop = next(
        stop for stop, _ in questions(script)
        if neighbour(script, *stop) is not None and Session(script, stop, stop).hints
    )  # fmt: skip
    desk = sit_down(missed(script, stop, 3))
    shows = []
    for _ in range(2):
        desk = press(desk, "hint")
        shows.append(desk.shows)
    assert shows == ["neighbour", "hint"] and desk.session.question.helps == 2
    assert press(desk, "leave").shows == "prompt"
