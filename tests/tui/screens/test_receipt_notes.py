"""What a receipt says beside its numbers: the step of the finite difference, the convention at a kink."""

import pytest
from gradstep.core.lesson.load import parse_lesson
from gradstep.core.lesson.script import Script
from gradstep.core.lesson.session import Session
from gradstep.tui.commands.explore import exploration, explored
from gradstep.tui.scene.desk.desk import sit_down

LESSON = """
format: 1
id: one-log
title: {{en: Log, es: Log}}
objectives: [{{en: a, es: a}}]
simulations:
  g: {{kind: graph, formula: "f = log(x)", at: {{x: {x}}}}}
steps:
  - {{id: s, kind: show, simulation: g, until: end, text: {{en: a, es: a}}}}
"""


@pytest.mark.parametrize(("x", "step"), [("0.5", "h=1e-5"), ("0.001", "h=1e-7")])
def test_the_receipt_names_the_step_that_was_made(x, step, do, lines):
    desk = do(sit_down(Session(Script(parse_lesson(LESSON.format(x=x), "one-log.yaml"))), 1), "next*2")
    assert any(step in line and "✓" in line for line in lines(desk))


def test_the_convention_at_a_kink_stands_behind_the_slopes_of_its_sides(do, lines, face):
    desk = sit_down(Session(Script(exploration(explored("function"), "function", face()))))
    shown = " ".join(" ".join(lines(do(desk, "next*2"))).split())
    assert "izq. | der. 0 | 1.000000 en el quiebre no hay derivada; se toma la pendiente 0" in shown
