"""Zoom into a pass: the numbers below are those of the frame, and the spec alone gives the same simulation."""

import json

import numpy as np
import pytest
from gradstep.core.errors import PlaceError, SpecError, UnknownNameError
from gradstep.core.simulations.kinds import simulate
from gradstep.core.simulations.protocol import Spec
from gradstep.core.simulations.tracing.zoomed import ZoomedPass

AT = {"X": [[1, 2], [3, 4]], "W": [[0.1, 0.2], [0.3, 0.4]], "b": [1, -2]}


@pytest.fixture(scope="module")
def layer():
    return simulate(Spec("graph", {"formula": "z = X @ W; y = z + b; s = sigmoid(y); f = sum(s)", "at": AT}))


def test_what_is_visible_or_next_can_be_opened(layer):
    assert layer.frame(0).zooms == ("value.z",)
    assert layer.frame(2).zooms == ("value.z", "value.y", "value.s")
    assert layer.frame(layer.trace.last).zooms == ("value.z", "value.y", "value.s", "value.f")


def test_numbers_below_are_the_numbers_of_the_frame(layer):
    last = layer.frame(layer.trace.last).quantities
    for name in ("z", "y", "s"):
        for index in np.ndindex(2, 2):
            entry = f"{name}[{index[0]},{index[1]}]"
            below = layer.zoom(layer.trace.last, f"value.{entry}")
            shown = below.frame(below.trace.last).quantities
            assert shown[f"value.{entry}"] == last[f"value.{name}"][index]
            assert shown[f"grad.{entry}"] == last[f"grad.{name}"][index]
            for leaf in below.trace.record.graph.leaves:
                node, _, rest = leaf.id.partition("[")
                at = tuple(int(part) for part in rest.rstrip("]").split(","))
                assert shown[f"value.{leaf.id}"] == last[f"value.{node}"][at]


def test_an_array_without_an_index_opens_at_its_first_entry(layer):
    assert layer.zoom(1, "value.z").trace.record.graph.output == "z[0,0]"
    assert layer.zoom(3, "value.f").trace.record.graph.output == "f"


def test_levels_nest_and_a_path_is_json(layer):
    entry = layer.zoom(3, "value.s[1,0]")
    inside = entry.zoom(1, "value.s[1,0]")
    assert [node.op for node in inside.trace.record.graph.operations] == ["neg", "exp", "add", "div"]
    again = simulate(Spec("zoomed", json.loads(json.dumps(inside.spec.knobs))))
    for cursor in range(inside.trace.last + 1):
        assert dict(again.frame(cursor).quantities) == dict(inside.frame(cursor).quantities)
    assert inside.label("grad.y[1,0]") == again.label("grad.y[1,0]") == "∂f/∂y[1,0]"
    assert inside.label("local.s[1,0].1") == "∂s[1,0]/∂v3"
    assert inside.receipt(inside.trace.last, "grad.y[1,0]").difference.agrees(inside.trace.record.gradients["y[1,0]"])


def test_a_branch_of_the_level_below_belongs_to_it(layer):
    below = layer.zoom(1, "value.z")
    other = below.branch(0, quantity="value.z[1,1]")
    assert other.trace.record.graph.output == "z[1,1]"
    assert below.trace.record.graph.output == "z[0,0]"


@pytest.mark.parametrize(
    ("cursor", "quantity", "says"),
    [(0, "value.s", "not known yet"), (9, "value.X", "given"), (9, "value.z[5,0]", "axis"), (9, "grad.X", "cannot be"),
     (9, "value.q[0]", "cannot be"), (9, "value.z[0]", "axis"), (9, "nonsense", "cannot be")],
)  # fmt: skip
def test_what_cannot_be_opened_says_why(layer, cursor, quantity, says):
    with pytest.raises(PlaceError, match=says):
        layer.zoom(cursor, quantity)


@pytest.mark.parametrize("above", [3, {"kind": "graph"}, {"kind": "perceptron", "knobs": {}}])
def test_a_path_must_lead_through_graphs(above):
    with pytest.raises(SpecError):
        simulate(Spec("zoomed", {"above": above}))
    with pytest.raises(UnknownNameError):
        simulate(Spec("zoomed", {"above": {"kind": "grap", "knobs": {}}}))


def test_the_example_of_the_kind_is_the_formula_of_the_sigmoid():
    example = simulate(Spec("zoomed", ZoomedPass.example))
    assert example.frame(example.trace.last).quantities["value.s"] == pytest.approx(0.1192029220221)
