"""What is filled into the blanks of a listing: any right form passes, every slip gets its own words, nothing runs."""

import pytest
from gradstep.core.lesson.actions import Action
from gradstep.core.lesson.listing import judge_blank, label_of, parts_of
from gradstep.core.lesson.load import parse_lesson
from gradstep.core.lesson.script import Script
from gradstep.core.lesson.session import Session
from gradstep.core.lesson.shown import shown
from gradstep.core.lesson.solved import right_answer, walk

LESSON = """
format: 1
id: t
title: {en: t, es: t}
objectives: [{en: o, es: o}]
steps:
  - id: code
    kind: code
    prompt: {en: Fill it in., es: Complétalo.}
    listing: |
      def backward(self, dz):
          dx = ▁
          grad[x] ▁ dx
          dW = ▁
    blanks:
      - answer: y * dz
        slips:
          - {answer: x * dz, diagnosis: own-input, why: {en: swapped, es: cambiadas}}
          - {answer: y, diagnosis: lost-upstream, why: {en: lost, es: falta}}
      - answer: +=
        among: ["=", "+=", "-="]
        slips:
          - {answer: "=", diagnosis: overwritten, why: {en: forgets, es: olvida}}
          - {answer: "-=", why: {en: subtracts, es: resta}}
      - answer: X^T @ dZ
        slips: [{answer: dZ^T @ X, why: {en: turned, es: girada}}]
    shapes: {X: [3, 2], dZ: [3, 4]}
    hints: [{en: h, es: h}]
    solution: {en: done, es: hecho}
"""


@pytest.fixture
def step():
    return parse_lesson(LESSON, "t.yaml").steps[0]


def judged(step, number, typed):
    return judge_blank(step, number, typed, lambda texts, language: texts[language])


@pytest.mark.parametrize(
    ("number", "typed", "kind", "diagnosis", "said"),
    [
        (0, "y*dz", "right", None, None),
        (0, "dz * self.y", "right", None, None),
        (0, "dx = dz y", "right", None, None),
        (0, "y*dz + 0*x", "right", None, None),
        (0, "np.abs(y)*dz", "wrong", None, None),
        (0, "dz*x", "wrong", "own-input", "swapped"),
        (0, "self.y", "wrong", "lost-upstream", "lost"),
        (0, "-y*dz", "wrong", "sign", None),
        (0, "dz", "wrong", None, None),
        (0, "", "unreadable", None, None),
        (0, "dy = y*dz", "unreadable", None, None),
        (0, "__import__('os').system('true')", "unreadable", None, None),
        (0, "open('/etc/passwd')", "unreadable", None, None),
        (1, "+=", "right", None, None),
        (1, " + = ", "right", None, None),
        (1, "2", "right", None, None),
        (1, "=", "wrong", "overwritten", "forgets"),
        (1, "3", "wrong", None, "subtracts"),
        (1, "4", "unreadable", None, None),
        (1, "*=", "unreadable", None, None),
        (2, "X.T @ dZ", "right", None, None),
        (2, "transpose(self.X) @ dZ", "right", None, None),
        (2, "dZ.T @ X", "wrong", None, "turned"),
        (2, "X @ dZ", "unreadable", None, None),
        (2, "sum(X)", "wrong", None, None),
    ],
)
def test_a_blank_is_judged_as_a_formula_or_a_sign(step, number, typed, kind, diagnosis, said):
    verdict = judged(step, number, typed)
    assert (verdict.kind, verdict.diagnosis) == (kind, diagnosis)
    if said is not None:
        assert verdict.message.arguments["why"]["en"] == said


def test_blanks_are_filled_one_after_the_other_and_keep_what_was_typed(step):
    session = Session(Script(parse_lesson(LESSON, "t.yaml")))
    assert [session.label, session.beat.task] == ["dx", "blank"]
    session = session.act(Action("answer", text="dz*self.y"))
    assert session.has_next_blank
    session = session.act(Action("next"))
    assert session.label == "▁"
    session = session.act(Action("reveal"))
    assert shown(session).behind == ("+=",)
    session = session.act(Action("next")).act(Action("answer", text="X.T @ dZ"))
    assert shown(session).behind[-1].en == "done"
    assert label_of(step, 2) == "dW"


def test_the_listing_shows_what_is_settled_and_where_the_blanks_are(step):
    lines = ["".join(part.text for part in line) for line in parts_of(step, {0: "dz*y", 1: "+="})]
    assert lines == ["def backward(self, dz):", "    dx = dz*y", "    grad[x] += dx", "    dW = ▁▁▁"]


def test_who_knows_it_all_gets_through(step):
    session = Session(Script(parse_lesson(LESSON, "t.yaml")))
    *_, last = walk(session)
    assert last.finished
    assert right_answer(session) == "y * dz"
