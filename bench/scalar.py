"""What does a scalar graph cost, with every value, local gradient and contribution kept, against micrograd?

micrograd builds its graph anew for every pass and keeps no record. Ours is built once and replayed (the sigmoid neuron
of CS231n, 15 nodes), built and run for the first time, and, for micrograd's own demo, built for one example and
replayed on all of them, one vector a node.
"""

from __future__ import annotations

import itertools
import math
import random
from functools import partial
from typing import Any

import numpy as np
from gradstep.core.graph import Graph, GraphBuilder
from gradstep.core.learning.data.shapes import moons
from gradstep.core.passes import run_pass
from gradstep.core.replay import Replay

from .cases import Case, Contender, Peer, at_least, at_most

NEURON = {"w0": 2.0, "x0": -1.0, "w1": -3.0, "x1": -2.0, "w2": -3.0}
SIZES = (2, 16, 16, 1)
POINTS = 100
PENALTY = 1e-4


def neuron_graph() -> Graph:
    """1/(1 + exp(-(w0*x0 + w1*x1 + w2))), as it is read from the formula."""
    builder = GraphBuilder()
    for name in NEURON:
        builder.leaf(name)
    products = builder.apply("mul", "w0", "x0"), builder.apply("mul", "w1", "x1")
    z = builder.apply("add", builder.apply("add", *products), "w2")
    one, other = builder.constant(1.0), builder.constant(1.0)
    power = builder.apply("exp", builder.apply("neg", z))
    builder.apply("div", one, builder.apply("add", other, power))
    return builder.graph()


def _answers(gradients: Any) -> dict[str, Any]:
    return {name: gradients[name] for name in NEURON}


def replayed() -> Contender:
    """Every value, local gradient and contribution of the neuron, from generated code."""
    replay = Replay(neuron_graph())
    return Contender(partial(replay.cells, *NEURON.values()), _answers(replay.record(NEURON).gradients))


def recorded() -> Contender:
    """The same as a `Pass`: by name, with its recipes."""
    replay = Replay(neuron_graph())
    return Contender(partial(replay.record, NEURON), _answers(replay.record(NEURON).gradients))


def first_built() -> Contender:
    """Builder, graph and pass, from nothing."""
    return Contender(lambda: run_pass(neuron_graph(), NEURON), _answers(run_pass(neuron_graph(), NEURON).gradients))


def micrograd_neuron() -> Contender:
    """micrograd, given the exponential function that it lacks."""
    from micrograd.engine import Value

    def exp(given: Value) -> Value:
        out = Value(math.exp(given.data), (given,), "exp")

        def backward() -> None:
            given.grad += out.data * out.grad

        out._backward = backward
        return out

    def run() -> dict[str, Any]:
        leaves = {name: Value(number) for name, number in NEURON.items()}
        w0, x0, w1, x1, w2 = leaves.values()
        (1 / (1 + exp(-(w0 * x0 + w1 * x1 + w2)))).backward()
        return {name: leaf.grad for name, leaf in leaves.items()}

    return Contender(run, run())


def demo() -> tuple[dict[str, float], Any, Any]:
    """Parameters by name, points and labels of micrograd's demo: W1[i,j] is the weight from input i to neuron j."""
    draw = random.Random(1337)
    weights: dict[str, float] = {}
    for layer, (fan_in, fan_out) in enumerate(itertools.pairwise(SIZES), 1):
        for j in range(fan_out):
            weights |= {f"W{layer}[{i},{j}]": draw.uniform(-1.0, 1.0) for i in range(fan_in)}
            weights[f"b{layer}[{j}]"] = 0.0
    found = moons(POINTS, 0.1, 1)
    return weights, np.asarray(found.inputs), 2.0 * np.ravel(found.targets) - 1.0


def example_graph(weights: dict[str, float]) -> Graph:
    """The hinge loss of one example, neuron by neuron: max(0, 1 − t·score)."""
    builder = GraphBuilder()
    for name in weights:
        builder.leaf(name)
    outputs = [builder.data("x0"), builder.data("x1")]
    target = builder.data("t")
    for layer, fan_out in enumerate(SIZES[1:], 1):
        sums: list[str] = []
        for j in range(fan_out):
            total = f"b{layer}[{j}]"
            for i, given in enumerate(outputs):
                total = builder.apply("add", total, builder.apply("mul", f"W{layer}[{i},{j}]", given))
            sums.append(total)
        outputs = sums if layer == len(SIZES) - 1 else [builder.apply("relu", total) for total in sums]
    margin = builder.apply("sub", builder.constant(1.0), builder.apply("mul", target, outputs[0]))
    builder.apply("relu", margin)
    return builder.graph()


def batch_replayed() -> Contender:
    """Loss and gradients of the demo: the scalar graph of one example, one vector of 100 numbers a node."""
    weights, points, targets = demo()
    replay = Replay(example_graph(weights))
    leaves = {**weights, "x0": points[:, 0], "x1": points[:, 1], "t": targets}

    def run() -> dict[str, Any]:
        batch = replay.batch(leaves, 1.0 / POINTS)
        gradients = {name: batch.total(name) + 2.0 * PENALTY * weight for name, weight in weights.items()}
        loss = batch.value(replay.graph.output).mean() + PENALTY * sum(weight**2 for weight in weights.values())
        return {"loss": loss, **gradients}

    return Contender(run, run())


def micrograd_demo() -> Contender:
    """The same loss, as micrograd's demo writes it."""
    from micrograd.engine import Value
    from micrograd.nn import MLP

    weights, points, targets = demo()
    model = MLP(SIZES[0], list(SIZES[1:]))
    named: dict[str, Value] = {}
    for layer, part in enumerate(model.layers, 1):
        for j, neuron in enumerate(part.neurons):
            named |= {f"W{layer}[{i},{j}]": weight for i, weight in enumerate(neuron.w)}
            named[f"b{layer}[{j}]"] = neuron.b
    for name, parameter in named.items():
        parameter.data = weights[name]
    labels = targets.tolist()
    rows = points.tolist()

    def run() -> dict[str, Any]:
        scores = [model([Value(number) for number in row]) for row in rows]
        losses = [(1 + -label * score).relu() for label, score in zip(labels, scores, strict=True)]
        penalty = PENALTY * sum(parameter * parameter for parameter in model.parameters())
        total = sum(losses) * (1.0 / POINTS) + penalty
        model.zero_grad()
        total.backward()
        return {"loss": total.data, **{name: parameter.grad for name, parameter in named.items()}}

    return Contender(run, run())


CASES = (
    Case("sigmoid neuron, every number, replayed", replayed, (Peer("micrograd", micrograd_neuron, at_least(20)),)),
    Case("the same as a named record", recorded, (Peer("micrograd", micrograd_neuron),)),
    Case("sigmoid neuron, first build and pass", first_built, (Peer("micrograd", micrograd_neuron, at_most(1.5)),)),
    Case("2-16-16-1, one scalar graph on 100 points", batch_replayed, (Peer("micrograd", micrograd_demo),), rounds=7),
)
