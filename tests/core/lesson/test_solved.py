"""Whoever answers right gets to the end; and a lesson in which that is not so is named."""

from pathlib import Path

import numpy as np
import pytest
from gradstep.core.lesson.load import load_lesson
from gradstep.core.lesson.script import Script
from gradstep.core.lesson.session import Session
from gradstep.core.lesson.solved import answered, as_typed, onward, right_answer, walk
from gradstep.core.lesson.verify import verify_file

TINY = Path(__file__).parents[2] / "tui" / "lessons"
TOO_LARGE = """
format: 1
id: too-large
title: {en: Too large, es: Muy grande}
objectives: [{en: see, es: ver}]
simulations:
  cell: {kind: graph, formula: "f = exp(x)", at: {x: X}}
steps:
  - id: you
    kind: play
    simulation: cell
    quantities: ["value.f"]
    until: forward
    prompt: {en: What is f?, es: ¿Cuánto es f?}
    hints: [{en: think, es: piensa}]
"""


@pytest.mark.parametrize("name", ["tiny-neuron", "tiny-trying", "tiny-pictures", "tiny-perceptron", "tiny-formula"])
def test_every_stop_is_walked_over_and_every_question_answered_right(name):
    *before, last = walk(Session(Script(load_lesson(TINY / f"{name}.yaml"))))
    assert last.finished
    asked = {session.at for session in before if session.is_asking}
    assert asked and all(last.asked[at].outcome == "right" for at in asked)


def test_where_nothing_is_asked_there_is_nothing_to_answer():
    session = Session(Script(load_lesson(TINY / "tiny-neuron.yaml")))
    assert right_answer(session) == "" and answered(session) is session
    assert onward(session).at != session.at


@pytest.mark.parametrize(
    ("truth", "text"), [(-0.5898360, "-0.589836"), ([1, 2], "1 2"), ([[1, 2], [3, 4]], "1 2; 3 4")]
)
def test_a_quantity_is_written_as_it_can_be_typed(truth, text):
    assert as_typed(np.array(truth)).replace(".000000", "") == text


@pytest.mark.parametrize(("x", "count"), [("2", 0), ("1000", 1)])
def test_a_question_that_no_answer_closes_is_a_fault_of_the_lesson(tmp_path, x, count):
    path = tmp_path / "too-large.yaml"
    path.write_text(TOO_LARGE.replace("X}", f"{x}}}"), encoding="utf-8")
    faults = verify_file(path).faults
    assert [fault.line for fault in faults] == [9] * count, faults
    assert all(fault.message.id == "verify.end-not-reached" for fault in faults)


def test_a_mark_that_is_a_character_of_its_own_is_named(tmp_path):
    path = tmp_path / "too-large.yaml"
    path.write_text(TOO_LARGE.replace("X}", "2}").replace("What is f?", "What is x\u0302?"), encoding="utf-8")
    assert [(fault.line, fault.message.id) for fault in verify_file(path).faults] == [(14, "verify.mark-apart")]
