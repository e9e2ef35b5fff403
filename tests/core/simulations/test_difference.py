"""A slope by finite differences: errors as they were computed apart from the engine, falling and rising again."""

import pytest
from gradstep.core.errors import GradstepError
from gradstep.core.simulations.kinds import simulate
from gradstep.core.simulations.protocol import Spec

NEURON = {
    "formula": "1/(1+exp(-(w0*x0+w1*x1+w2)))",
    "at": {"w0": 2, "x0": -1, "w1": -3, "x1": -2, "w2": -3},
    "wrt": "w0",
}
ERRORS = {1: (0.0222727, 0.000299668), 2: (0.00230225, 2.99455e-06), 3: (0.000230975, 2.99459e-08),
          4: (2.3105e-05, 2.96942e-10), 5: (2.31056e-06, None), 6: (2.31198e-07, None)}  # fmt: skip
"""k to the relative error of the forward and the central difference; further digits are those of the platform."""


def sweep(**knobs):
    return simulate(Spec("difference", {**NEURON, **knobs}))


@pytest.mark.parametrize("k", ERRORS)
def test_the_errors_are_those_of_the_table(k):
    shown = sweep().frame(k).quantities
    forward, central = ERRORS[k]
    assert shown["forward_error"] == pytest.approx(forward, rel=1e-4)
    assert central is None or shown["central_error"] == pytest.approx(central, rel=1e-2)


def test_the_error_falls_and_rises_again():
    run = sweep()
    last = run.frame(run.reach(99)).quantities
    assert 1e-9 <= last["best_forward"] <= 1e-7
    assert 1e-7 <= last["best_central"] <= 1e-4
    best = min(run.frame(k).quantities["central_error"] for k in range(1, 13))
    assert last["central_error"] > 1e4 * best


@pytest.mark.parametrize(
    "knobs",
    [
        {"wrt": "q"},
        {"formula": "(w0 - 2)^2*x0*w1*x1*w2"},
        {"formula": "x0*w1*x1*w2"},
        {"at": {"w0": [1, 2], "x0": -1, "w1": -3, "x1": -2, "w2": -3}, "formula": "sum(w0)*x0*w1*x1*w2"},
        {"steps": 0},
    ],
)
def test_what_cannot_be_differenced_gets_a_sentence(knobs):
    with pytest.raises(GradstepError):
        sweep(**knobs).frame(0)


def test_outside_of_the_domain_there_is_no_difference_and_no_end():
    run = simulate(Spec("difference", {"formula": "log(x)", "at": {"x": 0.05}, "wrt": "x"}))
    assert run.frame(1).quantities["forward_error"] > 0
    assert run.frame(run.reach(99)).quantities["best_central"] < 1e-3
