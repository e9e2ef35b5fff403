"""Faults of a question stand at the key that is at fault, not at the step around it."""

import pytest
from gradstep.core.lesson.verify import verify_file

TEXT = """\
format: 1
id: placed
title: {en: Placed, es: Con lugar}
objectives: [{en: Places are found., es: Los lugares se encuentran.}]
simulations:
  chain: {kind: graph, formula: "f = (a + b)*c", at: {a: 1, b: 2, c: 3}}
steps:
  - {id: seen, kind: show, simulation: chain, until: forward}
  - id: sum
    kind: ask-number
    simulation: chain
    quantity: grad.a
    prompt: {en: How much?, es: ¿Cuánto?}
    hints: [{en: Upstream times local., es: Lo que llega por lo local.}]
  - id: rule
    kind: ask-formula
    of: u^2
    wrt: u
    answer: 2u
    prompt: {en: Which?, es: ¿Cuál?}
    hints: [{en: A power., es: Una potencia.}]
  - {id: mine, kind: play, simulation: chain, quantities: ["grad.*"], until: end,
     prompt: {en: You., es: Tú.}, hints: [{en: Go., es: Va.}]}
"""


def faults(text, folder):
    path = folder / "placed.yaml"
    path.write_text(text, encoding="utf-8")
    return [(fault.line, fault.column, fault.message.id) for fault in verify_file(path).faults]


def test_the_lesson_itself_has_no_fault(tmp_path):
    assert faults(TEXT, tmp_path) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "column", "id"),
    [
        ("until: forward}", "until: forwards}", 8, 47, "place.unknown"),
        ("until: forward}", "until: 99}", 8, 47, "place.beyond-end"),
        ("until: forward}", "until: when f <}", 8, 47, None),
        ("quantity: grad.a", "quantity: grad.z", 12, 5, "place.no-such-quantity"),
        ("quantity: grad.a", "quantity: grad.a\n    at: 1", 12, 5, "script.not-there"),
        ("quantity: grad.a", "quantity: grad.a\n    at: backwards", 13, 5, "place.unknown"),
        ("simulation: chain\n", "simulation: chains\n", 11, 5, "template.no-such-simulation"),
        ("of: u^2", "of: u^", 17, 5, None),
        ("wrt: u", "wrt: v", 18, 5, "question.no-such-variable"),
        ('["grad.*"]', '["gard.*"]', 22, 47, "script.nothing-to-play"),
    ],
)
def test_a_fault_stands_at_its_key(tmp_path, old, new, line, column, id):
    found = faults(TEXT.replace(old, new, 1), tmp_path)
    assert [(line, column)] == [(at, where) for at, where, _ in found], found
    assert id is None or found[0][2] == id
