"""Zoom into one number: the scalar graph has the numbers of the record, and its gradients add up to the record's."""

from collections import defaultdict

import numpy as np
import pytest
from gradstep.core.errors import GraphError, UnknownNameError
from gradstep.core.expand import MOST_NODES, MOVES, expand
from gradstep.core.formula.build import read_pass
from gradstep.core.graph import GraphBuilder
from gradstep.core.ops import OPS
from gradstep.core.passes import run_pass

CHOICES = {"abs", "relu", "leaky_relu", "prelu", "elu", "selu", "shifted_relu", "maximum", "minimum", "clip", "sign",
           "step", "maxout", "where"}  # fmt: skip
"""What has no graph of arithmetic between numbers."""
ELEMENTARY = {"add", "sub", "mul", "div", "neg", "pow", "exp", "log", "sqrt", "sin", "cos", "tan", "tanh", "erf",
              "asin", "acos", "atan"}  # fmt: skip
SAMPLES = [(name, number) for name, row in OPS.items() for number in range(len(row.samples))]


def recorded(name, sample):
    """A pass over one operation, with an irregular upstream gradient."""
    builder = GraphBuilder()
    leaves = {f"x{slot}": value for slot, value in enumerate(sample.inputs)}
    for leaf, value in leaves.items():
        builder.leaf(leaf, np.shape(value))
    node = builder.apply(name, *leaves, name="y", **sample.attributes)
    shape = builder.shape(node)
    upstream = (np.cos(1.0 + 2.3 * np.arange(np.prod(shape, dtype=int))) + 0.2).reshape(shape)
    return run_pass(builder.graph(), leaves, upstream if shape else 0.7)


def check_entry(record, node, index):
    """One entry against the row of the recorded local gradients; answers the pass below."""
    below = expand(record, node, index)
    name = below.graph.output
    assert below.values[name] == np.asarray(record.values[node])[index]
    assert below.upstream == np.asarray(record.gradients[node])[index]
    wanted = defaultdict(float)
    for parent, recipe in zip(record.graph.node(node).parents, record.locals[node], strict=True):
        if parent not in record.graph.fixed:
            row = np.asarray(recipe.row(index))
            for at in np.ndindex(row.shape):
                wanted[f"{parent}[{','.join(map(str, at))}]" if at else parent] += float(row[at]) * below.upstream
    for leaf in below.graph.leaves:
        assert below.gradients[leaf.id] == pytest.approx(wanted.pop(leaf.id), rel=1e-9, abs=1e-12)
    assert not [at for at, rest in wanted.items() if abs(rest) > 1e-12], "a gradient that does not go through the graph"
    return below


@pytest.mark.parametrize(("name", "number"), SAMPLES)
def test_every_entry_of_every_operation_opens_or_says_why(name, number):
    sample = OPS[name].samples[number]
    record = recorded(name, sample)
    shape = np.shape(record.values["y"])
    closed = name in MOVES or (not shape and name in CHOICES | ELEMENTARY) or (
        not shape and not np.ndim(sample.inputs[0]) and name in ("sum", "mean", "max", "min", "prod")
    )  # fmt: skip
    for index in list(np.ndindex(shape))[:40]:
        if closed or (name == "cumsum" and not index[record.graph.node("y").attributes["axis"]]):
            with pytest.raises(GraphError, match=r"copy|nothing inside|cases|single operation"):
                expand(record, "y", index)
        elif name.startswith("conv") and not np.any(record.locals["y"][0].row(index)):
            with pytest.raises(GraphError, match="padding"):
                expand(record, "y", index)
        else:
            below = check_entry(record, "y", index)
            assert all(node.shape == () for node in below.graph.nodes)


@pytest.mark.parametrize("seed", range(15))
@pytest.mark.parametrize(
    ("formula", "names"),
    [("X @ W", "XW"), ("affine(X, W, b)", "XWb"), ("softmax(X)", "X"), ("X*c", "Xc"), ("logsumexp(X, 0)", "X"),
     ("X @ c", "Xc")],
)  # fmt: skip
def test_the_parts_of_all_entries_add_up_to_the_recorded_gradient(formula, names, seed):
    draw = np.random.default_rng(seed)
    n, k, m = draw.integers(1, 5, 3)
    shapes = {"X": (n, k), "W": (k, m), "b": (m,), "c": (k,)}
    used = {name: draw.normal(size=shapes[name]) for name in names}
    record = read_pass(f"z = {formula}; f = sum(z*sin(z))", used)[1]
    totals = defaultdict(float)
    for index in np.ndindex(record.graph.node("z").shape):
        below = expand(record, "z", index)
        assert below.upstream == record.gradients["z"][index]
        for leaf in below.graph.leaves:
            totals[leaf.id] += below.gradients[leaf.id]
    for name, value in used.items():
        for index in np.ndindex(value.shape):
            wanted = record.gradients[name][index]
            assert totals[f"{name}[{','.join(map(str, index))}]"] == pytest.approx(wanted, rel=1e-9, abs=1e-12)


def test_an_entry_of_a_product_is_the_row_times_the_column():
    record = read_pass("z = X @ W", {"X": np.array([[1.0, 2.0]]), "W": np.array([[3.0, 4.0], [5.0, 6.0]])})[1]
    below = expand(record, "z", (0, 1))
    assert [(node.id, node.op, node.parents) for node in below.graph.operations] == [
        ("v1", "mul", ("X[0,0]", "W[0,1]")), ("v2", "mul", ("X[0,1]", "W[1,1]")), ("z[0,1]", "add", ("v1", "v2")),
    ]  # fmt: skip
    assert below.values["z[0,1]"] == 16.0


def test_a_sigmoid_opens_into_its_formula_and_shares_nothing_it_should_not():
    record = read_pass("s = sigmoid(q)", {"q": 0.7})[1]
    below = expand(record, "s")
    assert [node.op for node in below.graph.operations] == ["neg", "exp", "add", "div"]
    assert below.gradients["q"] == pytest.approx(record.gradients["q"])


def test_what_a_softmax_uses_twice_is_one_node_with_two_edges():
    record = read_pass("softmax(z)", {"z": np.array([0.1, 0.2, 0.3])})[1]
    below = expand(record, record.graph.output, (1,))
    assert [node.op for node in below.graph.operations].count("exp") == 3
    power = next(node.id for node in below.graph.operations if node.parents == ("z[1]",))
    assert len(below.graph.children[power]) == 2


def test_a_square_of_an_array_has_both_edges():
    record = read_pass("z = X*X", {"X": np.array([2.0, 3.0])})[1]
    assert check_entry(record, "z", (1,)).contributions == {("z[1]", 0): 3.0, ("z[1]", 1): 3.0}


def test_what_gets_no_gradient_above_gets_none_below():
    builder = GraphBuilder()
    builder.data("X", (2, 2))
    builder.leaf("W", (2, 2))
    builder.apply("matmul", "X", "W", name="z")
    builder.apply("mul", "z", builder.constant(np.array([[1.0, 2.0], [3.0, 4.0]])), name="y")
    record = run_pass(builder.graph(), {"X": np.eye(2), "W": np.ones((2, 2))})
    assert set(expand(record, "z", (0, 0)).gradients) == {"W[0,0]", "W[1,0]", "v1", "v2", "z[0,0]"}
    assert set(expand(record, "y", (1, 0)).gradients) == {"z[1,0]", "y[1,0]"}


@pytest.mark.parametrize(
    ("formula", "node", "index", "says"),
    [("z = X @ W", "X", (0, 0), "given"), ("z = X @ W", "z", (0, 9), "one index for each axis"),
     ("z = X @ W", "z", (), "one index"), ("z = transpose(X) @ W", "v1", (1, 0), r"copy of `X\[0,1\]`"),
     ("z = relu(sum(X)) + sum(W)", "v2", (), "cases"), ("z = exp(sum(X)) + sum(W)", "v2", (), "nothing inside")],
)  # fmt: skip
def test_what_cannot_be_opened_says_why(formula, node, index, says):
    record = read_pass(formula, {"X": np.ones((2, 2)), "W": np.ones((2, 2))})[1]
    with pytest.raises(GraphError, match=says):
        expand(record, node, index)
    with pytest.raises(UnknownNameError):
        expand(record, "nothing")


def test_numbers_at_which_the_steps_overflow_are_not_opened():
    record = read_pass("softmax(z)", {"z": np.array([800.0, 0.0])})[1]
    with pytest.raises(GraphError, match="overflow"):
        expand(record, record.graph.output, (0,))


def test_more_than_anybody_could_follow_is_refused():
    many = np.ones(MOST_NODES)
    record = read_pass("dot(a, b)", {"a": many, "b": many})[1]
    with pytest.raises(GraphError, match="too many"):
        expand(record, record.graph.output)
