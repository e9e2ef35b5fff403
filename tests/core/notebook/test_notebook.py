"""The engine from Python: expressions that feel like numbers, and records that say everything."""

import ast
import doctest
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from gradstep.core import backward, constant, data, leaf, relu, softmax
from gradstep.core.errors import DomainError, GraphError, ShapeError, UnknownNameError
from gradstep.core.ops import OPS
from gradstep.core.passes import run_pass

ROOT = Path(__file__).parents[3]


def test_the_readme_of_micrograd_comes_out():
    """The first example of micrograd's README: g = 24.7041, ∂g/∂a = 138.8338, ∂g/∂b = 645.5773."""
    a, b = leaf("a", -4.0), leaf("b", 2.0)
    c = a + b
    d = a * b + b**3
    c = c + c + 1
    c = c + 1 + c + (-a)
    d = d + d * 2 + (b + a).relu()
    d = d + 3 * d + (b - a).relu()
    e = c - d
    f = e**2
    g = f / 2.0
    g = g + 10.0 / f
    run = backward(g)
    assert g.value == pytest.approx(24.7041, abs=5e-5)
    assert run.gradient(a) == pytest.approx(138.8338, abs=5e-5)
    assert run.gradient(b) == pytest.approx(645.5773, abs=5e-5)


@pytest.mark.parametrize(
    ("make", "value", "gradient"),
    [
        (lambda x: 3 + x, 5.0, 1.0), (lambda x: x + 3, 5.0, 1.0), (lambda x: 3 - x, 1.0, -1.0),
        (lambda x: 3 * x, 6.0, 3.0), (lambda x: 8 / x, 4.0, -2.0), (lambda x: x / 8, 0.25, 0.125),
        (lambda x: 3**x, 9.0, 9 * np.log(3)), (lambda x: x**3, 8.0, 12.0), (lambda x: abs(-x), 2.0, 1.0),
        (lambda x: np.float64(3) * x, 6.0, 3.0), (lambda x: x.exp().log(), 2.0, 1.0), (lambda x: relu(x), 2.0, 1.0),
    ],
)  # fmt: skip
def test_operators_on_either_side(make, value, gradient):
    x = leaf("x", 2.0)
    assert make(x).value == pytest.approx(value)
    assert backward(make(x)).gradient(x) == pytest.approx(gradient)


def test_arrays_keep_their_side_too():
    W, x = leaf("W", np.arange(6.0).reshape(2, 3)), np.array([1.0, -1.0])
    assert (x @ W).value.tolist() == [-3.0, -3.0, -3.0]
    assert (np.ones(3) * W).value.tolist() == W.value.tolist()
    assert ([1.0, 2.0, 3.0] - W).shape == (2, 3)
    assert (W.T @ x).value.tolist() == (x @ W).value.tolist()
    assert W[1, 0].value == 3.0
    assert W[:, 1:3].shape == (2, 2)
    assert backward(W[1].sum()).gradient(W).tolist() == [[0, 0, 0], [1, 1, 1]]


@pytest.mark.parametrize("name", [name for name, row in OPS.items() if row.samples])
def test_every_operation_is_a_function_and_those_of_one_input_are_methods(name):
    import gradstep.core

    sample = OPS[name].samples[0]
    inputs = [leaf(f"x{at}", value) for at, value in enumerate(sample.inputs)]
    result = getattr(gradstep.core, name)(*inputs, **sample.attributes)
    run = backward(result)
    wanted = run_pass(run.graph, {x.name: x.value for x in inputs})
    assert np.array_equal(result.value, wanted.values[run.graph.output])
    for x in inputs:
        assert np.array_equal(run.gradient(x), wanted.gradients[x.name])
    if len(inputs) == 1:
        assert np.array_equal(getattr(inputs[0], name)(**sample.attributes).value, result.value)


def test_an_expression_used_twice_is_one_node_and_two_edges():
    a = leaf("a", 3.0)
    double = a + a
    run = backward(double * double)
    assert [row.node for row in run.table()] == ["a", "v1", "v2"]
    assert run.record.contributions[("v2", 0)] == run.record.contributions[("v2", 1)] == 6.0
    assert run.gradient(a) == 24.0


def test_renaming_names_the_same_computation():
    a, b = leaf("a", 2.0), leaf("b", 5.0)
    product = a * b
    q = product.named("q")
    run = backward(q + product)
    assert [row.node for row in run.table()] == ["a", "b", "q", "v1"]
    assert run.gradient(product) == run.gradient(q) == run.gradient("q") == 2.0
    assert product.name == ""


def test_any_two_expressions_can_be_joined_unless_names_clash():
    first, second = leaf("a", 1.0) * 2, leaf("b", 3.0) * 4
    assert backward(first + second).graph.output == "v3"
    with pytest.raises(GraphError, match="`a` is taken"):
        backward(first + leaf("a", 5.0))


def test_a_chain_of_ten_thousand_works():
    x = leaf("x", 2.0)
    y = x
    for _ in range(10_000):
        y = y + 1
    assert backward(y).gradient(x) == 1.0
    assert repr(y) == "add(add(…), 1.0) = 10002.0"


def test_equality_is_identity_and_an_order_is_that_of_the_values():
    a, same = leaf("a", 1.0), leaf("a", 1.0)
    assert a != same
    assert len({a, same}) == 2
    assert not a < same and a <= same and a > 0.5
    with pytest.raises(TypeError):
        list(leaf("x", [1.0, 2.0]))


def test_expressions_and_their_arrays_do_not_change():
    given = np.array([1.0, 2.0])
    x = leaf("x", given)
    given[0] = 9.0
    assert x.value.tolist() == [1.0, 2.0]
    for array in (x.value, (x * 2).value):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 5.0
    with pytest.raises(AttributeError, match="immutable"):
        x.name = "y"


def test_data_and_constants_have_no_gradient():
    x, w = data("x", 2.0), leaf("w", 3.0)
    run = backward(w * x + constant(1.0))
    assert run["x"].gradient is None
    assert run["c1"].gradient is None
    with pytest.raises(UnknownNameError, match="no gradient"):
        run.gradient(x)
    with pytest.raises(UnknownNameError):
        run.gradient(leaf("z", 1.0))
    with pytest.raises(UnknownNameError):
        run.value("zz")


@pytest.mark.parametrize(
    ("make", "error", "says"),
    [
        (lambda x: x / 0, DomainError, "division by zero"), (lambda x: x.log(), DomainError, "above 0"),
        (lambda x: x @ x, ShapeError, "matrix product"), (lambda x: x + "1", GraphError, "array of numbers"),
        (lambda x: x + None, GraphError, "number"), (lambda x: x["a"], GraphError, "no index"),
        (lambda x: softmax(x), ShapeError, "axis"), (lambda x: leaf("y", [[1], [1, 2]]), GraphError, "number"),
        (lambda x: leaf("y", x), GraphError, "number"),
        (lambda x: leaf("y", []).mean(), GraphError, "number"), (lambda x: x.leaky_relu(slop=1), GraphError, "slop"),
        (lambda x: backward(x, [1.0, 2.0]), ShapeError, "upstream"),
    ],
)  # fmt: skip
def test_bad_input_is_a_sentence_where_it_was_written(make, error, says):
    with pytest.raises(error, match=says):
        make(leaf("x", -1.0))


def test_frames_are_those_of_the_lessons():
    a = leaf("a", 2.0)
    frames = list(backward(a * a).frames)
    assert [frame.event and frame.event.kind for frame in frames] == [None, "computed", "seeded", "flowed", "flowed"]
    assert frames[-1].quantities["grad.a"] == 4.0
    assert "grad.a" not in frames[-2].quantities


def test_a_table_is_aligned_and_arrays_stay_short():
    run = backward((leaf("W", np.ones((20, 20))) * leaf("b", 2.0)).sum())
    lines = repr(run).splitlines()
    assert lines[0].split() == ["node", "op", "value", "gradient"]
    assert "array 20×20" in lines[1]
    assert len({line.index(cell) for line, cell in zip(lines, ("op", "leaf", "leaf", "mul", "sum"), strict=True)}) == 1


@pytest.mark.parametrize("name", ["words", "errors", "lesson", "simulations"])
def test_importing_a_part_stays_as_light_as_the_part(name):
    code = f"import sys\nfrom gradstep.core import {name}\nprint('gradstep.core.notebook' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_what_does_not_exist_is_an_import_error():
    with pytest.raises(ImportError):
        exec(compile(ast.parse("from gradstep.core import tahn"), "<test>", "exec"))  # noqa: S102  an import that fails, as a person types it


def test_the_page_for_python_runs():
    text = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
    examples = doctest.DocTestParser().get_doctest(text.replace("```", ""), {}, "python.md", None, 0)
    report: list[str] = []
    results = doctest.DocTestRunner(verbose=False).run(examples, out=report.append)
    assert len(examples.examples) > 25
    assert not results.failed, "".join(report)
