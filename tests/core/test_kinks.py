"""Where there is no derivative the convention is said, a NaN names the edge that made it, and nothing "differs"."""

import math

import pytest
from gradstep.core.differences import node_difference
from gradstep.core.formula.build import build_pass
from gradstep.core.formula.parser import parse
from gradstep.core.graph import GraphBuilder
from gradstep.core.kinks import confirmed, remarks_behind
from gradstep.core.ops import OPS
from gradstep.core.passes import Pass, run_pass
from gradstep.core.words import LANGUAGES, core_words

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
