"""Receipts in LaTeX: balanced, escaped, and with the numbers of the receipt."""

import pytest
from gradstep.core.answers.receipts import Line, LinesReceipt
from gradstep.core.simulations.kinds import simulate
from gradstep.core.simulations.protocol import Spec
from gradstep.core.words import message
from gradstep.tui.latex_receipts import latex_receipt

FORK = simulate(Spec("graph", {"formula": "f = x^2 + sin(x)", "at": {"x": 2.0}}))
ARRAY = simulate(Spec("graph", {"formula": "sum(W@x)", "at": {"W": [[1, 2], [3, 4]], "x": [1, -1]}}))


def receipts(simulation):
    for cursor in range(1, simulation.reach(99) + 1):
        for quantity in simulation.frame(cursor).event.news:
            found = simulation.receipt(cursor, quantity)
            if found is not None:
                yield found


@pytest.mark.parametrize("simulation", [FORK, ARRAY], ids=["fork", "array"])
def test_every_receipt_of_a_pass_is_balanced(simulation):
    for found in receipts(simulation):
        text = latex_receipt(found)
        assert text.startswith(r"\begin{align*}") and text.endswith(r"\end{align*}")
        assert text.count("{") - text.count(r"\{") == text.count("}") - text.count(r"\}")
        assert text.count(r"\begin") == text.count(r"\end")


def test_the_sum_at_a_fork_and_the_difference_are_there():
    end = FORK.reach(99)
    text = latex_receipt(FORK.receipt(end, "grad.x"))
    assert r"\frac{\partial f}{\partial x}" in text
    assert "= 3.583853" in text and r"&\approx 4.000000" in text
    assert "4.000000 + (-0.416147)" in text or "(-0.416147) + 4.000000" in text


def test_free_lines_are_escaped():
    found = LinesReceipt((Line(message("plain.no-receipt"), "w_1 × 50% → {a}"),))
    assert r"\texttt{w\_1 $\times$ 50\% $\to$ \{a\}}" in latex_receipt(found)
