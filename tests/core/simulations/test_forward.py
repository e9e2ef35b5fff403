"""Forward mode: tangents are the gradients of the backward pass, linear in the direction, and every frame says why."""

import numpy as np
import pytest
from gradstep.core.errors import GradstepError
from gradstep.core.simulations.kinds import simulate
from gradstep.core.simulations.places import appears, find
from gradstep.core.simulations.protocol import Spec
from gradstep.core.words import core_words
from hypothesis import given, settings
from hypothesis import strategies as st

LEAVES = ("a", "b", "c")
BENT = ("sin", "tanh", "sigmoid", "softplus")
POINTS = st.fixed_dictionaries({name: st.floats(-2, 2).map(lambda x: round(x, 3)) for name in LEAVES})
DIRECTIONS = st.fixed_dictionaries({name: st.floats(-2, 2).map(lambda x: round(x, 3)) for name in LEAVES})


def _larger(inner):
    pair = st.tuples(inner, inner)
    return st.one_of(
        pair.map(lambda two: f"({two[0]} + {two[1]})"),
        pair.map(lambda two: f"({two[0]} - {two[1]})"),
        pair.map(lambda two: f"({two[0]})*({two[1]})"),
        pair.map(lambda two: f"({two[0]})/(2 + tanh({two[1]}))"),
        st.tuples(st.sampled_from(BENT), inner).map(lambda two: f"{two[0]}({two[1]})"),
        inner.map(lambda one: f"tanh(a + {one})^2"),
    )


FORMULAS = st.recursive(st.sampled_from((*LEAVES, "3", "0.5")), _larger, max_leaves=8).map(
    lambda text: f"f = {text} + a*b*c"
)


def forward(formula, at, wrt=""):
    return simulate(Spec("forward", {"formula": formula, "at": at, "wrt": wrt}))


def output(run):
    return run.frame(run.last).quantities["tangent.f"]


@settings(max_examples=60, deadline=None)
@given(FORMULAS, POINTS)
def test_the_tangent_along_a_leaf_is_the_gradient_of_the_backward_pass(formula, at):
    backward = simulate(Spec("graph", {"formula": formula, "at": at}))
    gradients = backward.frame(find(backward, "end")).quantities
    for leaf in LEAVES:
        assert output(forward(formula, at, leaf)) == pytest.approx(gradients[f"grad.{leaf}"], rel=1e-9, abs=1e-12)


@settings(max_examples=40, deadline=None)
@given(FORMULAS, POINTS, DIRECTIONS, DIRECTIONS)
def test_tangents_are_linear_in_the_direction(formula, at, one, other):
    both = {name: 2 * one[name] - other[name] for name in LEAVES}
    first, second, whole = (forward(formula, at, wrt) for wrt in (one, other, both))
    end = whole.frame(whole.last).quantities
    left, right = first.frame(first.last).quantities, second.frame(second.last).quantities
    for name in end:
        if name.startswith("tangent."):
            assert end[name] == pytest.approx(2 * left[name] - right[name], rel=1e-9, abs=1e-9)


def test_a_product_and_a_sine_step_by_step():
    run = forward("f = a*b + sin(a)", {"a": 2, "b": 3}, "a")
    assert [run.frame(k).event.kind for k in range(1, run.last + 1)] == ["computed", "moved"] * 3
    start = run.frame(0).quantities
    assert (start["tangent.a"], start["tangent.b"]) == (1, 0)
    assert "tangent.v1" not in run.frame(1).quantities
    moved = run.frame(2)
    assert moved.quantities["tangent.v1"] == 3
    assert moved.event.news == (
        "local.v1.0", "local.v1.1", "contribution.v1.0", "contribution.v1.1", "tangent.v1",
    )  # fmt: skip
    assert output(run) == pytest.approx(3 + np.cos(2))
    assert find(run, "when tangent.f > 2") == run.last == run.marks["forward"] == run.marks["end"]
    assert appears(run, "tangent.v2") == 4


def test_a_direction_that_moves_several_leaves():
    run = forward("f = x^2*y", {"x": 3, "y": 2}, {"x": 1, "y": -2})
    assert output(run) == 12 * 1 + 9 * -2
    assert run.label("tangent.f") == "D f"
    assert forward("f = x^2*y", {"x": 3, "y": 2}).label("tangent.f") == "∂f/∂x"


def test_arrays_carry_tangents_of_their_shape():
    """y = W·x, f = ‖y‖² with W = [[0.1, 0.5], [-0.3, 0.8]], x = (0.2, 0.4): ∂f/∂x is (-0.112, 0.636)."""
    at = {"W": [[0.1, 0.5], [-0.3, 0.8]], "x": [0.2, 0.4]}
    for along, wanted in (([1, 0], -0.112), ([0, 1], 0.636), ([2, 1], 0.412)):
        run = forward("y = W@x; f = norm2(y)", at, {"x": along})
        assert output(run) == pytest.approx(wanted)
        assert run.frame(run.last).quantities["tangent.y"] == pytest.approx(np.array(at["W"]) @ along)
        assert "✓" in run.receipt(run.last, "tangent.y").lines[-1].text


def test_the_receipt_has_every_term_the_sum_and_a_difference():
    run = forward("f = a*b", {"a": 2, "b": 3}, {"a": 1, "b": 0.5})
    texts = [line.text for line in run.receipt(2, "tangent.f").lines]
    assert texts == ["3 × 1 = 3.000000", "2 × 0.5 = 1.000000", "3 + 1 = 4.000000", "4.000000 ✓"]
    assert run.receipt(1, "tangent.f") is None
    assert run.receipt(0, "tangent.a") is None


def test_wrong_tangents_have_names():
    run = forward("q = w*x; f = sin(q)", {"w": 2, "x": -3}, "w")
    assert run.mistakes(2, "tangent.q") == {
        "sign": 3, "tangent-unchanged": 1, "own-input": 2,
    }  # fmt: skip
    wrong = run.mistakes(4, "tangent.f")
    assert wrong["tangent-forgotten"] == pytest.approx(np.cos(-6))
    assert wrong["tangent-unchanged"] == -3
    both = forward("f = a*b", {"a": 2, "b": 3}, {"a": 1, "b": 0.5}).mistakes(2, "tangent.f")
    assert (both["one-input-only"], both["one-input-only:1"]) == (3, 1)
    assert all(f"mistake.{id.partition(':')[0]}-name" in core_words().texts for id in (*wrong, *both))


def test_tangents_stand_where_gradients_stand_and_every_frame_is_worded():
    run = forward("f = a*b + 2*c", {"a": 2, "b": 3, "c": 1}, "c")
    (picture,) = run.pictures(0)
    assert picture.gradients == {"a": 0.0, "b": 0.0, "c": 1.0}
    (picture,) = run.pictures(run.last)
    assert picture.gradients["f"] == 2 and picture.direction == "forward"
    for cursor in range(run.last + 1):
        assert all(core_words().both(run.frame(cursor).caption).values())
    assert "stand still" in core_words().both(run.frame(0).caption)["en"]
    assert "none of its inputs moves" in core_words().both(run.frame(2).caption)["en"]


@pytest.mark.parametrize(
    "knobs",
    [
        {"formula": "a*b", "at": {"a": 1, "b": 2}, "wrt": "z"},
        {"formula": "norm2(x)", "at": {"x": [1, 2]}, "wrt": "x"},
        {"formula": "norm2(x)", "at": {"x": [1, 2]}, "wrt": {"x": [1, 2, 3]}},
        {"formula": "a*b", "at": {"a": 1, "b": 2}, "wrt": 3},
        {"formula": "3", "at": {}},
    ],
)
def test_what_cannot_move_says_why(knobs):
    with pytest.raises(GradstepError) as caught:
        simulate(Spec("forward", knobs)).frame(0)
    assert all(core_words().both(caught.value.message).values())
