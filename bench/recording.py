"""What does the record cost? The same engine with and without keeping what it computes."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from gradstep.core.arrays import Value
from gradstep.core.graph import Graph
from gradstep.core.passes import given_values, run_pass

from .cases import Case, Contender, Peer, at_most
from .training import SMALL, Task, _images


def recorded(task: Task) -> Callable[[], Contender]:
    """A pass that keeps all values, contributions and gradients."""

    def prepare() -> Contender:
        graph, leaves = _pass_of(task)
        return Contender(lambda: run_pass(graph, leaves, strict=False), run_pass(graph, leaves).gradients)

    return prepare


def forgetful(task: Task) -> Callable[[], Contender]:
    """The same steps, but a gradient is dropped once it has travelled on, and a value once backward is past it."""

    def prepare() -> Contender:
        graph, leaves = _pass_of(task)
        return Contender(lambda: _forgetting(graph, leaves), _forgetting(graph, leaves))

    return prepare


def _pass_of(task: Task) -> tuple[Graph, dict[str, Value]]:
    data = task.training.data
    leaves = {"X": data.inputs, "T": data.targets, **task.training.parameters(0)}
    return task.settings.network.graph(len(data)), leaves


def _forgetting(graph: Graph, leaves: dict[str, Value]) -> dict[str, Value]:
    values, gradients = given_values(graph, leaves), {graph.output: 1.0}
    with np.errstate(all="ignore"):
        for step in graph.steps:
            values[step.id] = step.forward(*[values[parent] for parent in step.parents])
        for step in reversed(graph.steps):
            upstream, out = gradients.pop(step.id), values.pop(step.id)
            inputs = [values[parent] for parent in step.parents]
            recipes = () if step.vjp else step.local(out, *inputs)
            for _, slot, parent in step.receivers:
                downstream = step.vjp(slot, upstream, out, *inputs) if step.vjp else recipes[slot].vjp(upstream)
                gradients[parent] = gradients[parent] + downstream if parent in gradients else downstream
    return gradients


def _case(name: str, task: Task) -> Case:
    return Case(name, recorded(task), (Peer("keeping nothing", forgetful(task), at_most(1.1)),), rounds=41)


CASES = (
    _case("record, 2-8-8-1, 300 points", SMALL),
    _case("record, 784-256-128-10, batch 128", _images("float64")),
)
