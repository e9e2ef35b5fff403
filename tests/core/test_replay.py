"""Replay: the bits of a pass from generated code, for every operation, every example, and outside every domain."""

import ast
import math
import random

import numpy as np
import pytest
from gradstep.core.errors import GraphError, ShapeError, UnknownNameError
from gradstep.core.formula.build import read_pass
from gradstep.core.graph import Graph, GraphBuilder
from gradstep.core.ops import OPS
from gradstep.core.passes import Pass, run_pass
from gradstep.core.replay import Replay

UNARY = ("tanh", "sin", "sigmoid", "neg", "softplus", "exp", "relu", "leaky_relu", "abs", "gelu", "elu", "swish")
BINARY = ("add", "sub", "mul", "div", "maximum", "pow")
SAMPLES = [(name, number) for name, row in OPS.items() for number in range(len(row.samples))]


def random_graph(seed: int, size: int | None = None) -> tuple[Graph, dict[str, float]]:
    """A graph of 5 to 60 nodes with constants, data, repeated edges and nodes that the output ignores."""
    draw = random.Random(seed)
    builder = GraphBuilder()
    known = [builder.leaf(f"x{i}") for i in range(draw.randint(1, 6))]
    known += [builder.data(f"t{i}") for i in range(draw.randint(0, 2))]
    leaves = {name: draw.uniform(-1.5, 1.5) for name in known}
    known += [builder.constant(draw.uniform(-2.0, 2.0)) for _ in range(draw.randint(0, 3))]
    for _ in range((size or draw.randint(5, 60)) - len(known)):
        op = draw.choice(UNARY if draw.random() < 0.4 else BINARY)
        first = draw.choice(known[-8:])
        second = first if draw.random() < 0.2 else draw.choice(known)
        known.append(builder.apply(op, *((first,) if op in UNARY else (first, second))))
    return builder.graph(known[-1]), leaves


def same_bits(found, wanted):
    """Equal to the last bit, nan like nan, 0 like -0 apart; floats stay floats."""
    assert type(found) is type(wanted)
    assert np.array_equal(np.asarray(found), np.asarray(wanted), equal_nan=True)


def check_records(found: Pass, wanted: Pass) -> None:
    for kind in ("values", "contributions", "gradients"):
        mine, theirs = getattr(found, kind), getattr(wanted, kind)
        assert set(mine) == set(theirs)
        for key, value in theirs.items():
            same_bits(mine[key], value)
    for id, recipes in wanted.locals.items():
        for mine, theirs in zip(found.locals[id], recipes, strict=True):
            assert type(mine) is type(theirs)
            assert (mine.in_shape, mine.out_shape) == (theirs.in_shape, theirs.out_shape)
            if theirs.name == "diagonal":
                same_bits(mine.slope, theirs.slope)
    same_bits(found.upstream, wanted.upstream)


@pytest.mark.parametrize("seed", range(60))
def test_a_replay_has_the_bits_of_the_pass(seed):
    graph, leaves = random_graph(seed)
    check_records(Replay(graph).record(leaves), run_pass(graph, leaves, strict=False))


@pytest.mark.parametrize(("name", "number"), SAMPLES)
def test_every_operation_replays(name, number):
    sample = OPS[name].samples[number]
    builder = GraphBuilder()
    leaves = {f"x{slot}": value for slot, value in enumerate(sample.inputs)}
    for leaf, value in leaves.items():
        builder.leaf(leaf, np.shape(value))
    node = builder.apply(name, *leaves, **sample.attributes)
    graph = builder.graph()
    upstream = np.cos(1.0 + np.arange(np.prod(builder.shape(node), dtype=int))).reshape(builder.shape(node))
    check_records(Replay(graph).record(leaves, upstream), run_pass(graph, leaves, upstream, strict=False))


@pytest.mark.parametrize("seed", range(12))
def test_a_batch_has_every_example_as_its_own_pass_has_it(seed):
    graph, leaves = random_graph(seed)
    draw = np.random.default_rng(seed)
    given = {
        name: draw.uniform(-1.5, 1.5, 7) if place % 2 else value for place, (name, value) in enumerate(leaves.items())
    }
    batch = Replay(graph).batch(given, upstream=0.5)
    for example in range(batch.count):
        own = {name: float(value[example]) if np.ndim(value) else value for name, value in given.items()}
        wanted = run_pass(graph, own, 0.5, strict=False)
        found = batch.record(example)
        for kind in ("values", "contributions", "gradients"):
            mine, theirs = getattr(found, kind), getattr(wanted, kind)
            assert set(mine) == set(theirs)
            for key, value in theirs.items():
                # NumPy's loops over vectors may differ from its loops over numbers in the last bits of a function
                assert mine[key] == pytest.approx(value, rel=1e-9, abs=1e-12, nan_ok=True), (kind, key)


def test_the_total_of_a_shared_leaf_is_the_gradient_over_all_examples():
    graph = read_pass("f = (w*x + b)^2", {"w": 2.0, "x": 1.0, "b": 0.0})[0].graph
    points = np.array([1.0, -2.0, 0.5])
    batch = Replay(graph).batch({"w": 2.0, "x": points, "b": 1.0})
    assert batch.total("w") == pytest.approx(np.sum(2 * (2 * points + 1) * points))
    assert batch.gradient("x").tolist() == pytest.approx((2 * (2 * points + 1) * 2).tolist())
    assert batch.local("v1", 0).tolist() == points.tolist()
    assert batch.contribution("v1", 0).tolist() == batch.gradient("w").tolist()


@pytest.mark.parametrize(
    ("formula", "at"),
    [("a/b", {"a": 1.0, "b": 0.0}), ("1/tanh(a)", {"a": 0.0}), ("log(a)*2", {"a": 0.0}), ("sqrt(a)", {"a": -1.0}),
     ("exp(a) - exp(a)", {"a": 800.0}), ("a*b*b", {"a": 1e200, "b": 1e200}), ("a^b", {"a": -8.0, "b": 0.5}),
     ("gelu(a)/a", {"a": 0.0})],
)  # fmt: skip
def test_outside_a_domain_there_are_infinities_and_no_complaints(formula, at):
    graph = read_pass(formula, dict.fromkeys(at, 0.5))[0].graph
    wanted = run_pass(graph, at, strict=False)
    assert not all(math.isfinite(number) for number in (*wanted.values.values(), *wanted.gradients.values()))
    check_records(Replay(graph).record(at), wanted)
    assert Replay(graph).cells(*at.values())
    vectors = Replay(graph).batch({name: np.array([value, 0.5]) for name, value in at.items()})
    same_bits(vectors.record(0).values[graph.output], wanted.values[graph.output])


def test_rows_stand_as_their_layout_says():
    graph, leaves = random_graph(4)
    replay = Replay(graph)
    row, record = replay.row(*leaves.values()), run_pass(graph, leaves, strict=False)
    for id, place in replay.source.layout.values.items():
        same_bits(row[place], record.values[id])
    for edge, place in replay.source.layout.contributions.items():
        same_bits(row[place], record.contributions[edge])


def test_the_source_is_made_of_positions_numbers_and_table_entries():
    builder = GraphBuilder()
    builder.leaf("__import__('os').getcwd()")
    builder.apply("leaky_relu", "__import__('os').getcwd()", slope=-0.25, name="lambda: 0")
    source = Replay(builder.graph()).source.text
    names = {node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)}
    assert names <= {"v0", "v1", "s1_0", "d1_0", "seed", "upstream", "slowly", "float", "ArithmeticError",
                     "np_maximum", "np_minimum", "np_sign"}  # fmt: skip


def test_attributes_that_are_no_plain_numbers_never_become_text():
    builder = GraphBuilder()
    builder.leaf("a")
    builder.apply("clip", "a", lo=float("-inf"), hi=2.0)
    graph = builder.graph()
    assert "inf" not in Replay(graph).source.text
    check_records(Replay(graph).record({"a": -3.0}), run_pass(graph, {"a": -3.0}))


@pytest.mark.parametrize(
    ("formula", "at"), [("a", {"a": 2.0}), ("a + b - b", {"a": 1.0, "b": np.ones((2, 3))}), ("2/3", {})]
)
def test_small_graphs_replay_too(formula, at):
    graph = read_pass(formula, at)[0].graph
    check_records(Replay(graph).record(at), run_pass(graph, at))


def test_a_chain_of_ten_thousand_nodes_is_compiled():
    builder = GraphBuilder()
    node = builder.leaf("x")
    for _ in range(10_000):
        node = builder.apply("neg", node)
    assert Replay(builder.graph()).record({"x": 2.0}).gradients["x"] == 1.0


def test_leaves_and_upstream_are_checked_like_those_of_a_pass():
    graph = read_pass("a*b", {"a": 1.0, "b": 2.0})[0].graph
    replay = Replay(graph)
    for leaves, error in (({"a": 1.0}, GraphError), ({"a": 1.0, "b": 1.0, "c": 1.0}, UnknownNameError)):
        with pytest.raises(error):
            replay.record(leaves)
        with pytest.raises(error):
            replay.batch(leaves)
    with pytest.raises(ShapeError):
        replay.record({"a": 1.0, "b": 2.0}, np.ones(2))
    with pytest.raises(ShapeError, match="one length"):
        replay.batch({"a": np.ones(2), "b": np.ones(3)})


def test_a_sum_over_examples_is_no_scalar_graph():
    graph = read_pass("mean(a)", {"a": 1.0})[0].graph
    with pytest.raises(GraphError, match="mean"):
        Replay(graph).batch({"a": np.ones(3)})


def test_a_leaf_may_be_used_ten_thousand_times():
    builder = GraphBuilder()
    x = builder.leaf("x")
    total = builder.apply("mul", x, x)
    for _ in range(5_000):
        total = builder.apply("add", total, x)
    graph = builder.graph()
    record = run_pass(graph, {"x": 0.3})
    assert Replay(graph).record({"x": 0.3}).gradients["x"] == record.gradients["x"]
