"""Graphs: immutable, in topological order, with names as the formulas of the literature have them."""

import pytest
from gradstep.core.errors import GraphError, ShapeError, UnknownNameError
from gradstep.core.formula.build import build, read_pass, tree_of
from gradstep.core.formula.parser import parse
from gradstep.core.formula.printer import write
from gradstep.core.graph import Edge, GraphBuilder


def test_a_product_of_one_leaf_with_itself_has_two_edges():
    builder = GraphBuilder()
    a = builder.leaf("a")
    f = builder.apply("mul", a, a, name="f")
    graph = builder.graph()
    assert graph.node(f).parents == ("a", "a")
    assert graph.children["a"] == (Edge("a", "f", 0), Edge("a", "f", 1))


def test_order_is_leaves_constants_operations_and_the_output_is_last():
    built = build(parse("q = w*x + 1; f = 2*q"), {"w": (), "x": ()})
    assert [node.id for node in built.graph.nodes] == ["w", "x", "c1", "c2", "v1", "q", "f"]
    assert built.graph.output == "f"


def test_unnamed_nodes_skip_names_that_are_taken_or_will_be():
    built = build(parse("v2*v2 + v1*3"), {"v1": (), "v2": ()})
    assert [node.id for node in built.graph.operations] == ["v3", "v4", "v5"]


def test_identical_subexpressions_are_not_merged():
    built = build(parse("exp(a) + exp(a)"), {"a": ()})
    assert [node.op for node in built.graph.operations] == ["exp", "exp", "add"]


def test_a_definition_that_only_renames_keeps_the_older_name():
    built, record = read_pass("q = a*b; f = q", {"a": 2.0, "b": 3.0})
    assert built.graph.output == "q"
    assert record.gradients["a"] == 3.0


def test_a_leaf_alone_is_a_graph():
    built, record = read_pass("a", {"a": 2.0})
    assert built.graph.output == "a"
    assert record.gradients == {"a": 1.0}


@pytest.mark.parametrize(
    ("make", "error", "says"),
    [
        (lambda b: b.apply("mul", "a", "zz"), UnknownNameError, "zz"),
        (lambda b: b.apply("mull", "a", "a"), UnknownNameError, "mul"),
        (lambda b: b.apply("mul", "a"), GraphError, "2 inputs and got 1"),
        (lambda b: b.leaf("a"), GraphError, "taken"),
        (lambda b: b.apply("add", "a", b.apply("add", "x", "y")), ShapeError, "shapes 2, 3"),
    ],
)
def test_what_cannot_be_built_says_why(make, error, says):
    builder = GraphBuilder()
    builder.leaf("a")
    builder.leaf("x", (2,))
    builder.leaf("y", (3,))
    with pytest.raises(error) as caught:
        make(builder)
    assert says in str(caught.value)


def test_an_empty_graph_is_refused():
    with pytest.raises(GraphError):
        GraphBuilder().graph()


def test_a_node_is_written_over_the_names_of_its_parents():
    built = build(parse("1/(1 + exp(-x))"), {"x": ()})
    texts = [write(tree_of(built.graph, node.id), "unicode") for node in built.graph.operations]
    assert texts == ["-x", "exp(v1)", "1 + v2", "1/v3"]


@pytest.mark.parametrize(
    ("formula", "at", "column", "says"),
    [
        ("1 + x/(y - y)", {"x": 1.0, "y": 2.0}, 5, "zero"),
        ("2*log(x)", {"x": -1.0}, 3, "log"),
        ("a @ b", {"a": [[1.0, 2.0]], "b": [[1.0, 2.0]]}, 1, "inner sizes"),
    ],
)
def test_what_cannot_be_computed_points_at_the_formula(formula, at, column, says):
    from gradstep.core.errors import FormulaError
    from gradstep.core.simulations.graph import values

    with pytest.raises(FormulaError) as caught:
        read_pass(formula, values(at))
    assert caught.value.column == column
    assert says in str(caught.value)
