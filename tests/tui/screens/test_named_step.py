"""The step that a receipt names is the one that the finite difference was made with."""

import pytest
from gradstep.core.lesson.load import parse_lesson
from gradstep.core.lesson.script import Script
from gradstep.core.lesson.session import Session
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
