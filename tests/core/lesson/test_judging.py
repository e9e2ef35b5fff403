"""What is said of a wrong order: where it stops being right, and nothing that only fits one kind of order."""

from pathlib import Path

import pytest
from gradstep.core.lesson.judging import judge_order, right_order
from gradstep.core.lesson.load import load_lesson, parse_lesson
from gradstep.core.lesson.schema import Order
from gradstep.core.lesson.script import Script
from gradstep.core.lesson.session import Session
from gradstep.core.words import core_words

LESSON = Path(__file__).parents[3] / "lessons" / "xor-two-layers.yaml"


def order():
    return next(step for step in load_lesson(LESSON).steps if isinstance(step, Order))


def test_a_wrong_first_part_is_told_with_a_sentence_that_fits_any_order():
    step = order()
    typed = " ".join(reversed(right_order(step).split()))
    verdict = judge_order(step, typed)
    assert (verdict.kind, verdict.message.id) == ("wrong", "verdict.order-wrong-first")
    said = core_words().both(verdict.message)
    assert said["en"] == f"{typed[0]} is not the first one. Ask which of the others has to stand before it."
    assert "conocer" not in said["es"]


def test_the_right_order_is_right():
    assert judge_order(order(), right_order(order())).is_right


ASKED = """
format: 1
id: zeros
title: {en: "Zeros", es: "Ceros"}
objectives: [{en: "Know a zero.", es: "Reconocer un cero."}]
simulations: {unit: {kind: function, of: relu, points: [-2]}}
steps:
  - {id: value, kind: ask-number, simulation: unit, quantity: QUANTITY, at: 1,
     prompt: {en: "How much?", es: "¿Cuánto?"}, hints: [{en: "Look.", es: "Mira."}]}
"""


@pytest.mark.parametrize(("quantity", "id"), [("value", "verdict.value-is-zero"), ("slope", "verdict.is-zero")])
def test_a_lesson_asks_of_a_slope_alone_whether_anything_changes(quantity, id):
    session = Session(Script(parse_lesson(ASKED.replace("QUANTITY", quantity), "zeros.yaml")))
    assert session.judge("3").message.id == id
