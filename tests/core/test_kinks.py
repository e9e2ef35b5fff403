"""Where there is no derivative the convention is said, a NaN names the edge that made it, and nothing "differs"."""

import math

import numpy as np
import pytest
from gradstep.core.differences import node_difference
from gradstep.core.errors import GradstepError
from gradstep.core.formula.build import build_pass
from gradstep.core.formula.parser import parse
from gradstep.core.graph import GraphBuilder
from gradstep.core.kinks import confirmed, remarks_behind
from gradstep.core.ops import OPS
from gradstep.core.passes import Pass, run_pass
from gradstep.core.words import LANGUAGES, core_words
from hypothesis import given
from hypothesis import strategies as st

AT_ZERO = sorted(name for name, row in OPS.items() if row.kinks == ("a",) and len(row.inputs) == 1)
TIES = ("max(a, b)", "min(a, b)", "max(a, b)*3 + a", "relu(a - b)", "abs(a - b)^3", "max(a, b, 1)")
MADE_OF_NOTHING = (
    ("norm(x)", {"x": [0.0, 0.0]}),
    ("norm(x)^2", {"x": [0.0, 0.0]}),
    ("sqrt(x^2)", {"x": 0.0}),
    ("exp(x)/(1 + exp(x))", {"x": 1000.0}),
    ("sqrt(x)*sqrt(x)*0", {"x": 0.0}),
)


def record_of(formula: str, at: dict) -> Pass:
    return build_pass(parse(formula, known=tuple(at)), at, None)[1]


def found(record, leaf):
    return confirmed(node_difference(record, leaf), record.gradients[leaf], remarks_behind(record, leaf))


@pytest.mark.parametrize("op", AT_ZERO)
def test_at_the_kink_of_an_operation_its_convention_is_said_and_nothing_differs(op):
    builder = GraphBuilder()
    builder.apply(op, builder.leaf("x"))
    record = run_pass(builder.graph(), {"x": 0.0})
    assert remarks_behind(record, "x")
    assert found(record, "x") != "differs"


@pytest.mark.parametrize("formula", TIES)
def test_at_a_tie_too(formula):
    names = [name for name in ("a", "b") if name in formula]
    record = record_of(formula, dict.fromkeys(names, 1.0))
    for leaf in names:
        assert found(record, leaf) != "differs"
        assert any(found(record, each) == "by-convention" for each in names) or remarks_behind(record, leaf)


@pytest.mark.parametrize(("formula", "at"), MADE_OF_NOTHING)
def test_a_gradient_that_is_no_number_names_the_edge_that_made_it(formula, at):
    record = record_of(formula, at)
    said = remarks_behind(record, "x")
    assert any(one.id in ("local.undefined", "local.zero-times-infinity", "local.infinities-cancel") for one in said)
    assert found(record, "x") == "none"
    for one in said:
        assert all(core_words().word(one, language) for language in LANGUAGES)


def test_a_wrong_gradient_still_differs_even_at_a_kink():
    record = record_of("relu(x)", {"x": 0.0})
    assert confirmed(node_difference(record, "x"), 1.5, remarks_behind(record, "x")) == "differs"
    smooth = record_of("x^2", {"x": 3.0})
    assert confirmed(node_difference(smooth, "x"), 6.1, ()) == "differs"


@pytest.mark.parametrize("a", [-800.0, -746.0, -740.0, -709.5, -1e308])
def test_the_sigmoid_has_no_floor(a):
    assert OPS["sigmoid"].forward(a) == pytest.approx(math.exp(a), rel=1e-9, abs=0.0)


def _entries(value):
    return np.array(value, dtype=float)


TIED = (
    ("max(v)", {"v": _entries([2, 2, 1])}, "op.kink-first"),
    ("min(v)", {"v": _entries([3, 1, 1])}, "op.kink-first"),
    ("sum(max(v, axis=1))", {"v": _entries([[2, 2], [0, 1]])}, "op.kink-first"),
    ("maxout(a, b)", {"a": 1.0, "b": 1.0}, "op.kink-first"),
    ("maxout(a, b)", {"a": _entries([0, 1]), "b": _entries([0, 0])}, "op.kink-first"),
    ("x^n", {"x": -2.0, "n": 3.0}, "op.slope-of-exponent"),
    ("x^0.5", {"x": 0.0}, "op.kink-infinite"),
    ("acos(x)", {"x": 1.0}, "op.kink-infinite"),
)


@pytest.mark.parametrize(("formula", "at", "says"), TIED)
def test_a_tie_within_an_array_and_a_convention_of_one_input_are_said(formula, at, says):
    record = record_of(formula, at)
    said = {leaf: [one.id for one in remarks_behind(record, leaf)] for leaf in at}
    assert any(says in ids for ids in said.values()), said
    assert not [leaf for leaf in at if found(record, leaf) == "differs"]


def test_what_a_kink_does_not_touch_has_no_convention():
    record = record_of("prelu(x, s)", {"x": 0.0, "s": 0.1})
    assert remarks_behind(record, "x") and not remarks_behind(record, "s")
    powers = record_of("x^n", {"x": -2.0, "n": 3.0})
    assert remarks_behind(powers, "n") and not remarks_behind(powers, "x")
    assert not remarks_behind(record_of("max(v)", {"v": _entries([2, 1, 1])}), "v")


def test_the_winner_of_a_window_with_equal_entries_is_said():
    builder = GraphBuilder()
    builder.apply("max_pool", builder.leaf("x", (1, 2, 2, 1)))
    for image, is_tied in ((np.ones((1, 2, 2, 1)), True), (np.arange(4.0).reshape(1, 2, 2, 1), False)):
        record = run_pass(builder.graph(), {"x": image}, upstream=np.ones((1, 1, 1, 1)))
        assert bool(remarks_behind(record, "x")) == is_tied
        assert found(record, "x") == ("by-convention" if is_tied else "agrees")


NEAR = (
    ("relu(x)", (1e-12, -1e-12, 1e-9)),
    ("relu(x)/x", (1e-12,)),
    ("elu(x)", (0.0,)),
    ("relu(x)^2", (0.0,)),
    ("x*abs(x)", (0.0,)),
    ("1/x", (1e-7, -1e-7, 1e-9)),
    ("sin(1/x)", (1e-3, 1e-4)),
    ("tan(x)", (1.5707963,)),
    ("sin(x)", (1e9, 1e6)),
    ("cos(x^2)", (1e3, 3e4)),
    ("tanh(1000000000*x)", (1e-9, 1e-8)),
    ("abs(x - 0.3)", (0.1 + 0.2,)),
    ("log(x)", (1e-12,)),
    ("max(x, 1e-11)", (0.0, 2e-11)),
)


@pytest.mark.parametrize(("formula", "places"), NEAR)
def test_a_right_gradient_never_differs_however_near_a_kink_or_a_pole_lies(formula, places):
    for place in places:
        assert found(record_of(formula, {"x": place}), "x") != "differs", place


@given(
    st.sampled_from([name for name, row in OPS.items() if row.is_function]),
    st.floats(-4, 4, allow_nan=False),
    st.sampled_from([1e-12, 1e-9, 1e-6, 1e-3, 0.1, 1.0, 1e3, 1e6]),
)
def test_no_function_of_a_number_differs_at_any_scale(op, inside, scale):
    builder = GraphBuilder()
    scaled = builder.apply("mul", builder.leaf("x"), builder.constant(scale))
    builder.apply(op, scaled)
    try:
        record = run_pass(builder.graph(), {"x": inside / scale})
    except GradstepError:
        return
    assert found(record, "x") != "differs"
