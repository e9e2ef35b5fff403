"""Folding: groups as boxes, with the numbers of the node that leaves them."""

import pytest
from gradstep.core.errors import GraphError
from gradstep.core.folding import fold, fold_picture, groups_of
from gradstep.core.graph import GraphBuilder
from gradstep.core.passes import run_pass
from gradstep.core.simulations.tracing.drawn import diagram, picture
from gradstep.core.trace import Trace


def network():
    """Two neurons in a layer, and one that uses both."""
    builder = GraphBuilder()
    for name in ("x", "w1", "w2"):
        builder.leaf(name)
    for place, weight in ((1, "w1"), (2, "w2")):
        group = ("layer1", f"neuron{place}")
        product = builder.apply("mul", weight, "x", name=f"z{place}", group=group)
        builder.apply("tanh", product, name=f"a{place}", group=group)
    builder.apply("add", "a1", "a2", name="f")
    return builder.graph()


LEAVES = {"x": 0.5, "w1": 2.0, "w2": -1.0}


def test_the_groups_of_a_diagram_are_listed_outermost_first():
    assert groups_of(diagram(network())) == (("layer1",), ("layer1", "neuron1"), ("layer1", "neuron2"))


def test_a_folded_neuron_is_one_box_with_its_inputs_and_its_output():
    folding = fold(diagram(network()), {("layer1", "neuron1")})
    boxes = {box.id: box.title for box in folding.diagram.boxes}
    assert set(boxes) == {"x", "w1", "w2", "a1", "z2", "a2", "f"}
    assert boxes["a1"] == "layer1/neuron1"
    wires = {(wire.parent, wire.child, wire.slot) for wire in folding.diagram.wires}
    assert {("w1", "a1", 0), ("x", "a1", 1), ("a1", "f", 0)} <= wires
    assert (folding.box["z1"], folding.edge["z1", 1]) == ("a1", ("a1", 1))
    assert ("a1", 0) not in folding.edge


def test_of_nested_groups_the_outermost_counts_and_unfolding_is_folding_nothing():
    graph = diagram(network())
    folding = fold(graph, {("layer1",), ("layer1", "neuron1")})
    assert [box.id for box in folding.diagram.boxes] == ["x", "w1", "w2", "a2", "f"]
    assert [(wire.parent, wire.child) for wire in folding.diagram.wires if wire.child == "f"] == [("a2", "f")] * 2
    assert fold(graph, ()).diagram == graph


def test_a_folded_picture_keeps_the_numbers_of_what_leaves_the_fold():
    record = run_pass(network(), LEAVES)
    trace = Trace(record)
    shown = fold_picture(picture(trace, trace.last), {("layer1", "neuron2")})
    assert shown.values["a2"] == record.values["a2"]
    assert shown.gradients["a2"] == record.gradients["a2"]
    assert "z2" not in shown.values
    for cursor in range(trace.last + 1):
        moment = fold_picture(picture(trace, cursor), {("layer1", "neuron2")})
        drawn = {box.id for box in moment.diagram.boxes}
        assert moment.focus is None or moment.focus in drawn
        assert moment.active is None or moment.active in {(wire.child, wire.slot) for wire in moment.diagram.wires}


def test_a_group_that_is_left_and_entered_again_stays_open():
    builder = GraphBuilder()
    builder.leaf("x")
    builder.apply("exp", "x", name="a", group=("g",))
    builder.apply("neg", "a", name="b")
    builder.apply("exp", "b", name="c", group=("g",))
    with pytest.raises(GraphError, match="folded"):
        fold(diagram(builder.graph()), {("g",)})
