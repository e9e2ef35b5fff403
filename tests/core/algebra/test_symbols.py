"""Symbolic derivatives: right at numbers, in our own language, and from a process that may die at any time."""

import os
import signal

import pytest
from gradstep.core.algebra.client import Algebra
from gradstep.core.algebra.symbols import derive_symbols
from gradstep.core.algebra.wire import from_wire, to_wire
from gradstep.core.errors import AlgebraError
from gradstep.core.formula.build import read_pass
from gradstep.core.formula.evaluator import evaluate
from gradstep.core.formula.parser import parse_expression
from gradstep.core.formula.printer import write


@pytest.fixture(scope="module")
def algebra():
    with Algebra() as process:
        yield process


NEURON = ("1/(1+exp(-(w0*x0+w1*x1+w2)))", {"w0": 2.0, "x0": -1.0, "w1": -3.0, "x1": -2.0, "w2": -3.0})
GRAPHS = [
    NEURON,
    ("(w*x - y)^2", {"w": 2.0, "x": 3.0, "y": 5.0}),
    ("a*a + 3*a", {"a": 4.0}),
    ("sigmoid(tanh(x)) + softplus(x*y)", {"x": 0.3, "y": -1.2}),
    ("relu(x) + abs(y) + leaky_relu(x*y, 0.1)", {"x": 0.7, "y": -2.0}),
    ("max(x, y)*min(x, y)", {"x": 0.7, "y": -2.0}),
    ("x^y + log(x)/sqrt(x) - e^(-x)*pi", {"x": 1.7, "y": 2.5}),
    ("sin(x)*cos(y) + tan(x/y)", {"x": 0.4, "y": 2.0}),
    ("gelu(x) + swish(y) + elu(x) + selu(y)", {"x": -0.4, "y": 0.8}),
]


@pytest.mark.parametrize(("formula", "at"), GRAPHS, ids=[formula for formula, _ in GRAPHS])
def test_every_symbolic_form_has_the_value_of_the_engine(algebra, formula, at):
    _, record = read_pass(formula, at)
    symbols = derive_symbols(algebra, record.graph)
    assert set(symbols.edges) >= set(record.contributions)
    for (child, slot), tree in symbols.edges.items():
        local = record.locals[child][slot].slope
        assert evaluate(tree, record.values) == pytest.approx(local, rel=1e-9, abs=1e-12), write(tree, "ascii")
    for node, tree in symbols.gradients.items():
        if node in record.gradients:
            assert evaluate(tree, record.values) == pytest.approx(record.gradients[node], rel=1e-9, abs=1e-12)
    for leaf, tree in symbols.leaves.items():
        assert evaluate(tree, at) == pytest.approx(record.gradients[leaf], rel=1e-9, abs=1e-12)


def test_small_graphs_have_their_gradients_in_the_letters_of_the_leaves(algebra):
    _, record = read_pass(*NEURON)
    assert set(derive_symbols(algebra, record.graph).leaves) == set(NEURON[1])


def test_derivatives_read_as_people_write_them(algebra):
    _, record = read_pass("f = 1/den", {"den": 1.4})
    symbols = derive_symbols(algebra, record.graph)
    assert write(symbols.edges["f", 1], "unicode").replace("(", "").replace(")", "") == "-1/den²"


def test_arrays_have_no_symbolic_form_and_that_is_no_failure(algebra):
    import numpy as np

    _, record = read_pass("sum(x @ W)", {"x": np.ones(2), "W": np.ones((2, 2))})
    symbols = derive_symbols(algebra, record.graph)
    assert symbols.edges == {}


def test_a_long_chain_stays_linear(algebra):
    formula = "; ".join([f"a{i} = tanh({'x' if i == 0 else f'a{i - 1}'} * 1.01)" for i in range(100)])
    _, record = read_pass(formula, {"x": 0.5})
    symbols = derive_symbols(algebra, record.graph)
    assert len(symbols.edges) == len(record.contributions)
    assert not symbols.leaves


def test_a_killed_process_is_replaced():
    with Algebra() as algebra:
        assert algebra.ask({"do": "echo", "echo": 1}) == {"echo": 1}
        process = algebra._process
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        assert algebra.ask({"do": "echo", "echo": 2}) == {"echo": 2}
        assert algebra._process.pid != process.pid


def test_an_answer_that_takes_too_long_is_an_error_and_not_a_verdict():
    with Algebra() as algebra:
        algebra.ask({"do": "echo"})
        with pytest.raises(AlgebraError):
            algebra.ask({"do": "echo"}, seconds=-1.0)
        assert algebra.ask({"do": "echo", "echo": 3}) == {"echo": 3}


def test_a_refused_question_leaves_the_process_alive(algebra):
    algebra.ask({"do": "echo"})
    before = algebra._process.pid
    with pytest.raises(AlgebraError):
        algebra.ask({"do": "nothing"})
    assert algebra._process.pid == before


def test_the_process_ends_when_its_input_closes():
    algebra = Algebra()
    algebra.ask({"do": "echo"})
    process = algebra._process
    process.stdin.close()
    assert process.wait(timeout=10) == 0
    process.stdout.close()


@pytest.mark.parametrize("text", ["a*b + 1.5", "where(x > 0, x, 0)", "leaky_relu(x, 0.1)", "-x^2/3", "sin(pi*x)"])
def test_trees_travel_unchanged(text):
    tree = parse_expression(text)
    assert from_wire(to_wire(tree)) == tree


def test_what_is_no_tree_is_refused():
    with pytest.raises(ValueError, match="not a tree"):
        from_wire(["import", "os"])
