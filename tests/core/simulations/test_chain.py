"""Chains of slopes: products that vanish, that explode, and that the engine's own graph confirms."""

from itertools import pairwise

import pytest
from gradstep.core.errors import SpecError
from gradstep.core.simulations.detective import examine
from gradstep.core.simulations.kinds import simulate
from gradstep.core.simulations.protocol import Spec


def chain(**knobs):
    return simulate(Spec("chain", knobs))


def last(run):
    return run.frame(run.reach(10**6)).quantities


def test_a_quarter_is_the_most_that_a_sigmoid_lets_through():
    run = chain(of="sigmoid", x=0, layers=10, b=-0.5)
    products = [run.frame(k).quantities["product"] for k in range(run.reach(99) + 1)]
    assert all(now <= before * 0.25 + 1e-18 for before, now in pairwise(products))
    assert products[-1] < 0.25**10 * 1.0001


SIGMOID = {1: (0.622459, 0.235004), 2: (0.650778, 0.0534084), 3: (0.657186, 0.0120325), 5: (0.658952, 0.000607986),
           10: (0.659046, 3.48312e-07), 20: (0.659046, 1.1431e-13)}  # fmt: skip
TANH = {1: (0.462117, 0.786448), 2: (0.431808, 0.639808), 3: (0.406831, 0.533912), 5: (0.367716, 0.393004),
        10: (0.304758, 0.22276), 20: (0.239167, 0.107274)}  # fmt: skip


@pytest.mark.parametrize(("of", "table"), [("sigmoid", SIGMOID), ("tanh", TANH)])
def test_the_printed_tables_of_vanishing(of, table):
    run = chain(of=of, x=0.5, layers=20)
    for layer, (value, product) in table.items():
        shown = run.frame(layer).quantities
        assert shown["a"] == pytest.approx(value, rel=1e-5)
        assert shown["product"] == pytest.approx(product, rel=1e-5)
    assert last(chain(of="relu", x=0.5, layers=20))["product"] == 1
    assert last(chain(of="relu", x=0.5, w=5, layers=10))["product"] == 9765625


@pytest.mark.parametrize(("w", "layers", "product"), [(0.9, 50, 0.00515378), (1.2, 50, 9100.44), (1, 7, 1)])
def test_a_line_multiplies_by_its_weight(w, layers, product):
    assert last(chain(of="z", x=1, w=w, layers=layers))["product"] == pytest.approx(product, rel=1e-5)


@pytest.mark.parametrize("of", ["sigmoid", "tanh", "relu", "u^2/4 + sin(u)"])
def test_the_product_is_the_gradient_of_the_whole_composition(of):
    run = chain(of=of, x=0.4, w=0.8, b=0.1, layers=4)
    formula = "x"
    for _ in range(4):
        inner = f"(0.8*({formula}) + 0.1)"
        formula = of.replace("u", inner) if "u^" in of else f"{of}{inner}"
    graph = simulate(Spec("graph", {"formula": formula, "at": {"x": 0.4}}))
    wanted = graph.frame(graph.reach(10**6)).quantities["grad.x"]
    assert last(run)["product"] == pytest.approx(wanted, rel=1e-12)


def test_a_dead_relu_lets_nothing_through_and_the_detective_says_where():
    run = chain(of="relu", x=1, w=-1, layers=3)
    assert last(run)["product"] == 0


def test_an_explosion_ends_the_chain_with_a_sentence():
    run = chain(of="z^3", x=100, w=100, layers=1000)
    end = run.frame(run.reach(10**6))
    assert end.event.kind == "diverged" and end.caption.id == "chain.diverged"
    assert "not-finite" in {finding.kind for finding in examine(run, end.cursor)}


def test_a_layer_opens_as_a_graph_with_its_own_numbers():
    for of in ("tanh", "w^2/2"):
        run = chain(of=of, x=0.5, w=1.5, layers=5)
        below = run.zoom(3, "a")
        end = below.frame(below.reach(99)).quantities
        assert end[f"value.{below.trace.record.graph.output}"] == pytest.approx(run.frame(3).quantities["a"])


def test_the_weight_can_be_turned_on_the_way():
    run = chain(of="z", x=1, w=2, layers=6)
    assert last(run.branch(3, w=0.5))["product"] == pytest.approx(1.0)


def test_a_formula_of_two_variables_is_refused():
    with pytest.raises(SpecError):
        chain(of="a*b").frame(0)
