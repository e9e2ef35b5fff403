"""The code at a stop has no line that has not been carried out yet: what is asked is in none of them."""

from pathlib import Path

import pytest
from gradstep.core.lesson.coded import code_at
from gradstep.core.lesson.load import load_lesson
from gradstep.core.lesson.script import Script
from gradstep.core.lesson.session import Session
from gradstep.core.simulations.code import code_of

from ... import course

LESSONS = [path for path in sorted((Path(__file__).parents[3] / "lessons").glob("*.yaml")) if path.stem != "course"]


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_what_is_asked_is_in_no_line(path):
    script = course.script(path)
    for index in range(len(script.lesson.steps)):
        for place, beat in enumerate(script.beats(index)):
            if beat.asks is None:
                continue
            found = code_at(Session(script, (index, place), (index, place)))
            whole = code_of(script.simulation(beat.simulation), beat.cursor)
            if found is None or whole is None or whole.current is None:
                continue
            assert len(found.lines) <= whole.current, (path.stem, index, beat.asks)
            assert found.lines == whole.lines[: len(found.lines)]


def test_exploring_shows_the_whole_listing_and_a_settled_question_its_line():
    from gradstep.core.lesson.actions import Action
    from gradstep.core.lesson.solved import answered

    script = Script(load_lesson(next(path for path in LESSONS if path.stem == "sigmoid-neuron-graph")))
    stop = next((index, 0) for index in range(len(script.lesson.steps)) if script.beats(index)[0].asks == "value.s")
    asking = Session(script, stop, stop)
    settled = answered(asking)
    assert len(code_at(settled).lines) == len(code_at(asking).lines) + 1
    assert code_at(settled).lines[-1] == "s = m0 + m1"
    free = settled.act(Action("explore"))
    assert len(code_at(free).lines) > 20 and code_at(free).lines[-1].startswith("d_")
