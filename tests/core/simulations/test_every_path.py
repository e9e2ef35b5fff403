"""The chain rule path by path: over every recorded pass the paths add up to the gradient, and every line holds."""

from math import isfinite

import numpy as np
import pytest
from gradstep.core.graph import LEAF
from gradstep.core.paths import MOST_PATHS, edges_on, path_counts, paths_of
from gradstep.core.simulations.kinds import simulate
from gradstep.core.simulations.protocol import Spec
from gradstep.core.simulations.tracing.pathwise import pathwise
from gradstep.core.simulations.tracing.view import PassView
from hypothesis import given, settings
from hypothesis import strategies as st

from .test_every_receipt import holds, sides, specs

MOST_WALKED = 2000
FORMULAS = (
    "f = (a + b)*(b + 1)", "f = a*a*a*a*a", "f = relu(a - 3)*a + a*a", "f = sin(a*b)/(1 + exp(-(a + b)))",
    "f = max(a, b)*b - a", "p = a*b; q = p + a; f = p*q*b",
)  # fmt: skip


def parameters(record):
    return [node.id for node in record.graph.nodes if node.op == LEAF]


ROUND = st.floats(-3, 3).map(lambda number: round(number, 4))


def checked(record):
    """How many parameters have paths that are told; each of them holds."""
    told = 0
    for leaf in parameters(record):
        few = paths_of(record, leaf)
        if few is None:
            continue
        gradient = float(record.gradients[leaf])
        if few.count <= MOST_WALKED:
            every = paths_of(record, leaf, most=MOST_WALKED)
            total = every.upstream * sum(path.product for path in every.told)
            size = sum(abs(every.upstream * path.product) for path in every.told)
            assert abs(total - gradient) <= 1e-12 * max(1.0, size), leaf
            assert len({path.edges for path in every.told}) == every.count and few.told == every.told[:MOST_PATHS]
            assert {edge for path in every.told for edge in path.edges} == edges_on(record.graph, leaf)
        written = pathwise(few)
        assert len(written.lines) == min(few.count, MOST_PATHS + 1)
        for line in (*written.lines, written.total):
            assert all(holds(*pair) for pair in sides(line.text)), line.text
        result = float(written.total.text.rpartition("= ")[2])
        assert abs(result - gradient) <= max(5.1e-7, 1e-5 * abs(gradient)), written.total.text
        told += 1
    return told


@pytest.mark.parametrize("name", [name for name, spec in specs().items() if spec.kind == "graph"])
def test_over_every_pass_the_paths_add_up_and_every_line_holds(name):
    simulation = simulate(specs()[name])
    assert isinstance(simulation, PassView)
    record = simulation.recorded
    scalars = all(np.ndim(value) == 0 and isfinite(value) for value in record.values.values())
    told, reach = checked(record), path_counts(record.graph)
    wanted = [leaf for leaf in parameters(record) if reach[leaf] and leaf not in record.graph.fixed]
    assert not scalars or told > 0 or not wanted


@given(st.sampled_from(FORMULAS), ROUND, ROUND, st.sampled_from([None, -2.0, 0.5]))
@settings(max_examples=60, deadline=None)
def test_at_any_numbers_and_with_any_upstream(formula, a, b, upstream):
    at = {"a": a, "b": b} if "b" in formula else {"a": a}
    simulation = simulate(Spec("graph", {"formula": formula, "at": at, "upstream": upstream}))
    assert checked(simulation.recorded) == len(at)


def test_more_paths_than_anybody_reads_are_counted_and_not_walked():
    doublings = "; ".join(f"v{n + 1} = v{n} + v{n}" for n in range(1, 9))
    simulation = simulate(Spec("graph", {"formula": f"v1 = a + a; {doublings}", "at": {"a": 1.0}}))
    found = paths_of(simulation.recorded, "a")
    assert found.count == 512 and len(found.told) == MOST_PATHS and found.rest == 512 - MOST_PATHS
    assert pathwise(found).total.text.endswith(f"+ {512 - MOST_PATHS} = 512")


def test_of_arrays_and_of_what_has_no_gradient_nothing_is_said():
    vectors = simulate(Spec("graph", {"formula": "f = sum(x*x)", "at": {"x": [1.0, 2.0]}})).recorded
    assert paths_of(vectors, "x") is None
    numbers = simulate(Spec("graph", {"formula": "f = log(a)*a", "at": {"a": 2.0}})).recorded
    assert paths_of(numbers, "f") is None and paths_of(numbers, "a").count == 2
