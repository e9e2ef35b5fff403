"""The lines of NumPy that stand beside a frame run as they stand, and make what the engine made, there and back."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from gradstep.core.simulations.code import code_of
from gradstep.core.simulations.kinds import KINDS, simulate
from gradstep.core.simulations.protocol import Spec

from ... import course

LESSONS = [path for path in sorted((Path(__file__).parents[3] / "lessons").glob("*.yaml")) if path.stem != "course"]
FRAMES = 5


@cache
def simulations():
    found = {kind: simulate(Spec(kind, dict(KINDS[kind].example))) for kind in sorted(KINDS) if KINDS[kind].example}
    for path in LESSONS:
        script = course.script(path)
        found |= {f"{path.stem}: {name}": script.simulation(name) for name in script.lesson.file.simulations}
    found["an update"] = found["network"].zoom(3, "loss")
    return found


def run(code):
    variables = {"np": np, **code.given}
    with np.errstate(all="ignore"):
        exec("\n".join(code.lines), variables)  # noqa: S102 - lines that the engine wrote
    return variables


def engine_value(simulation, cursor, quantity):
    kind, _, node = quantity.partition(".")
    record = simulation.recorded
    if (
        record is not None
        and kind in ("value", "grad")
        and node in (record.values if kind == "value" else record.gradients)
    ):
        return record.values[node] if kind == "value" else record.gradients[node]
    return simulation.frame(cursor).quantities[quantity]


@pytest.mark.parametrize("name", simulations())
def test_the_lines_make_what_the_engine_made(name):
    simulation = simulations()[name]
    last = simulation.reach(40)
    for cursor in sorted({round(last * part / (FRAMES - 1)) for part in range(FRAMES)}):
        code = code_of(simulation, cursor)
        if code is None:
            continue
        made, compared = run(code), 0
        for quantity, variable in code.names.items():
            if variable not in made:
                assert quantity.startswith(("value.c", "grad.")), quantity
                continue
            wanted = np.asarray(engine_value(simulation, cursor, quantity), dtype=float)
            got = np.asarray(made[variable], dtype=float)
            compared += 1
            assert np.allclose(got.reshape(wanted.shape), wanted, rtol=1e-12, atol=1e-12, equal_nan=True), (
                cursor,
                quantity,
            )
        assert compared == len(set(code.names.values()) & made.keys()) and (compared or not code.names)


def test_a_line_that_is_off_is_seen():
    code = code_of(simulations()["sigmoid-neuron-graph: neuron"], 5)
    wrong = replace(code, lines=tuple(line.replace("d_s = d_q", "d_s = -d_q") for line in code.lines))
    assert wrong.lines != code.lines and run(wrong)["d_w1"] == -run(code)["d_w1"] != 0.0


def test_passes_have_a_listing_with_a_current_line_in_both_directions():
    offered = dict.fromkeys(("graph", "update", "recurrent"), 0)
    for simulation in simulations().values():
        record, code = simulation.recorded, code_of(simulation, min(1, simulation.reach(1)))
        if simulation.spec.kind in offered and record is not None and code is not None and len(code.names) > 2:
            offered[simulation.spec.kind] += 1
    assert offered["graph"] > 100 and offered["update"] >= 1 and offered["recurrent"] >= 1, offered
    neuron = simulations()["sigmoid-neuron-graph: neuron"]
    lines = [code_of(neuron, cursor) for cursor in range(1, neuron.reach(100) + 1)]
    current = [code.lines[code.current] for code in lines]
    assert len(set(current)) == len(current)
    assert current[0].startswith("m0 = w0*x0") and current[-1].startswith("d_")
