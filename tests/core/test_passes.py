"""Passes: every gradient is the true one, in the order that the specification fixes."""

import random

import numpy as np
import pytest
from gradstep.core.differences import edge_difference, node_difference
from gradstep.core.errors import DomainError, GraphError, ShapeError, UnknownNameError
from gradstep.core.formula.build import read_pass
from gradstep.core.graph import Graph, GraphBuilder
from gradstep.core.passes import backward, forward, run_pass, tangents

NEURON = "1/(1+exp(-(w0*x0+w1*x1+w2)))"
AT = {"w0": 2.0, "x0": -1.0, "w1": -3.0, "x1": -2.0, "w2": -3.0}


def random_graph(seed: int) -> tuple[Graph, dict[str, float]]:
    """A graph of 5 to 60 nodes over smooth operations, all of it reaching the output."""
    draw = random.Random(seed)
    builder = GraphBuilder()
    leaves = {builder.leaf(f"x{i}"): draw.uniform(-1.0, 1.0) for i in range(draw.randint(2, 6))}
    known, unused = list(leaves), list(leaves)
    for _ in range(draw.randint(3, 40)):
        op = draw.choice(["add", "sub", "mul", "tanh", "sin", "sigmoid", "neg", "softplus"])
        count = 2 if op in ("add", "sub", "mul") else 1
        chosen = [draw.choice(unused if unused and draw.random() < 0.6 else known) for _ in range(count)]
        node = builder.apply(op, *chosen)
        unused = [name for name in unused if name not in chosen] + [node]
        known.append(node)
    while len(unused) > 1:
        node = builder.apply("add", unused.pop(0), unused.pop(0))
        unused.append(node)
    return builder.graph(), leaves


def test_the_sigmoid_neuron_has_the_numbers_of_the_literature():
    built, record = read_pass(NEURON, AT)
    assert record.values[built.graph.output] == pytest.approx(0.731058578630005, rel=1e-14)
    wanted = {"w0": -0.196611933, "x0": 0.393223866, "w1": -0.393223866, "x1": -0.589835800, "w2": 0.196611933}
    for leaf, gradient in wanted.items():
        assert record.gradients[leaf] == pytest.approx(gradient, abs=1e-9)


@pytest.mark.parametrize("seed", range(40))
def test_random_graphs_agree_with_finite_differences(seed):
    graph, leaves = random_graph(seed)
    record = run_pass(graph, leaves)
    for leaf in leaves:
        assert node_difference(record, leaf).agrees(record.gradients[leaf]), leaf
    for edge in record.contributions:
        assert edge_difference(record, *edge).agrees(record.contributions[edge]), edge


@pytest.mark.parametrize("seed", range(10))
def test_forward_mode_and_reverse_mode_agree(seed):
    graph, leaves = random_graph(seed)
    record = run_pass(graph, leaves)
    for leaf in leaves:
        assert tangents(record, {leaf: 1.0})[graph.output] == pytest.approx(
            record.gradients[leaf], rel=1e-12, abs=1e-14
        )


def test_gradients_are_the_sums_of_their_contributions():
    graph, leaves = random_graph(3)
    record = run_pass(graph, leaves)
    for node in graph.nodes:
        parts = [record.contributions[edge.child, edge.slot] for edge in graph.children[node.id] if graph.flows(edge)]
        if parts:
            assert sum(parts) == pytest.approx(record.gradients[node.id], rel=1e-12)


def test_two_backward_passes_over_one_forward_are_equal():
    graph, leaves = random_graph(5)
    values = forward(graph, leaves)
    assert backward(graph, values).gradients == backward(graph, values).gradients


def test_a_square_by_product_sends_two_contributions():
    _, record = read_pass("a*a", {"a": 3.0})
    assert record.contributions == {("v1", 0): 3.0, ("v1", 1): 3.0}
    assert record.gradients["a"] == 6.0


def test_a_chain_of_ten_thousand_nodes_needs_no_recursion():
    builder = GraphBuilder()
    node = builder.leaf("x")
    for _ in range(10_000):
        node = builder.apply("neg", node)
    assert run_pass(builder.graph(), {"x": 2.0}).gradients["x"] == 1.0


def test_leaves_that_the_output_ignores_have_gradient_zero():
    _, record = read_pass("q = a*b; f = c + 1", {"a": 1.0, "b": 2.0, "c": 3.0})
    assert record.gradients["a"] == 0.0
    assert record.gradients["c"] == 1.0
    assert ("q", 0) not in record.contributions


def test_constants_receive_nothing():
    _, record = read_pass("2*a", {"a": 1.0})
    assert set(record.gradients) == {"a", "v1"}
    assert set(record.contributions) == {("v1", 1)}


def test_an_array_output_starts_from_ones_or_from_the_upstream_given():
    at = {"x": np.array([1.0, 2.0])}
    _, ones = read_pass("x*x", at)
    assert ones.gradients["x"].tolist() == [2.0, 4.0]
    _, given = read_pass("x*x", at, np.array([1.0, 0.5]))
    assert given.gradients["x"].tolist() == [2.0, 2.0]
    with pytest.raises(ShapeError):
        read_pass("x*x", at, 1.0)


def test_broadcast_inputs_get_the_sum_back():
    _, record = read_pass("sum(X + b)", {"X": np.ones((3, 2)), "b": np.zeros(2)})
    assert record.gradients["b"].tolist() == [3.0, 3.0]


def test_a_strict_pass_refuses_what_a_lenient_one_lets_through():
    builder = GraphBuilder()
    builder.leaf("a")
    builder.apply("div", builder.constant(1.0), "a", name="f")
    graph = builder.graph()
    with pytest.raises(DomainError) as caught:
        run_pass(graph, {"a": 0.0})
    assert caught.value.node == "f"
    assert run_pass(graph, {"a": 0.0}, strict=False).values["f"] == float("inf")


@pytest.mark.parametrize(
    ("leaves", "error"),
    [({}, GraphError), ({"a": 1.0, "zz": 1.0}, UnknownNameError), ({"a": [1.0, 2.0]}, ShapeError)],
)
def test_leaves_must_be_the_ones_of_the_graph(leaves, error):
    builder = GraphBuilder()
    builder.leaf("a")
    builder.apply("neg", "a")
    with pytest.raises(error):
        run_pass(builder.graph(), leaves)
