"""What would somebody with a known misconception answer for a quantity of a recurrent network?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from .network import Network
from .record import NetworkRecord


def mistakes(record: NetworkRecord, cursor: int, quantity: str) -> Mapping[str, Any]:
    """Misconception id to answer; some may be equal to the truth."""
    network = record.network
    kind, _, rest = quantity.partition(".")
    name, _, step = rest.partition(".")
    match kind:
        case "size":
            return _sizes(network, rest)
        case "loss":
            error = network.given["y"] - network.record.values[network.output]
            return {"factor-two": error**2, "square-dropped": error / 2}
        case "contribution":
            return _contribution(network, name, int(step))
        case "partial":
            t = record.step(quantity, cursor)
            return _sum(network, name, t)
        case "grad" if name in network.cell.weights:
            return _sum(network, name, 1)
        case "grad":
            return _gradient(network, name)
        case _:
            letter = quantity.rstrip("0123456789")
            is_given = quantity in record.moments[0].news
            return {} if is_given else _forward(network, letter, int(quantity[len(letter) :]))


def _sizes(network: Network, which: str) -> dict[str, Any]:
    units, gates = network.units, len(network.cell.gates)
    rest = units + 1 if which == "parameters" else 0
    total = network.size + rest
    return {
        "weights-per-step": network.size * network.steps + rest,
        "biases-not-counted": total - gates * units - (1 if rest else 0),
        "recurrent-weights-forgotten": total - gates * units**2,
    }


def _forward(network: Network, letter: str, t: int) -> dict[str, Any]:
    """A value without its memory, its bias or its activation, or with the gates exchanged."""
    values = {**network.given, **network.record.values}
    state = network.cell.state
    stage = next((stage for stage in network.cell.stages if letter in stage.letters), None)
    if letter == "O":
        return {"bias-forgotten": values[f"O{t}"] - values["beta0"]}
    if stage is None:
        return {}
    if stage.gate is None:
        return _combined(network, letter, t, values)
    here, weights = values[f"{letter}{t}"], stage.weights
    if letter == stage.letters[0]:
        reset = values[f"r{t}"] if stage.key == "n" else 1.0
        remembered = _times(network, reset * values[f"{state}{t - 1}"], values[weights[1]])
        found = {"memory-forgotten": here - remembered, "bias-forgotten": here - values[weights[2]]}
        if stage.key != "n":
            found["start-again"] = here - remembered + _times(network, values[f"{state}0"], values[weights[1]])
        return found
    before = values[f"{stage.letters[0]}{t}"]
    found = {"activation-forgotten": before}
    if "sigmoid" in stage.equations[-1][1]:
        found["other-squash"] = np.tanh(before)
    elif "tanh" in stage.equations[-1][1] or network.activation == "tanh":
        found["other-squash"] = 1 / (1 + np.exp(-before))
    return found


def _combined(network: Network, letter: str, t: int, values: Mapping[str, Any]) -> dict[str, Any]:
    """The memory or the state put together from the wrong parts."""

    def at(name: str, step: int = t) -> Any:
        return values[f"{name}{step}"]

    if letter == "c":
        kept, new = at("f") * at("c", t - 1), at("i") * at("g")
        swapped = at("i") * at("c", t - 1) + at("f") * at("g")
        return {"gates-swapped": swapped, "memory-overwritten": new, "memory-only-kept": kept}
    if network.kind == "lstm":
        return {"activation-forgotten": at("o") * at("c")}
    z, n, before = at("z"), at("n"), at("h", t - 1)
    return {"other-convention": z * n + (1 - z) * before, "memory-overwritten": (1 - z) * n}


def _times(network: Network, row: Any, matrix: Any) -> Any:
    return row * matrix if network.is_scalar else row @ matrix


def _gradient(network: Network, name: str) -> dict[str, Any]:
    """A gradient that was passed on without its local slope, or with another number in its place."""
    record = network.record
    gradient = record.gradients[name]
    found: dict[str, Any] = {"sign": -gradient}
    edges = [edge for edge in record.graph.children[name] if (edge.child, edge.slot) in record.contributions]
    if (
        len(edges) == 1
        and not name.startswith("O")
        and np.shape(record.gradients[edges[0].child]) == np.shape(gradient)
    ):
        found["lost-local"] = record.gradients[edges[0].child]
    letter = name.rstrip("0123456789")
    stage = next((stage for stage in network.cell.stages if letter in stage.letters[:-1]), None)
    if stage is not None:
        step = name[len(letter) :]
        upstream = record.gradients[f"{stage.letters[-1]}{step}"]
        before, after = record.values[name], record.values[f"{stage.letters[-1]}{step}"]
        found["value-for-slope"] = upstream * after
        if "tanh" in stage.equations[-1][1] or (network.activation == "tanh" and stage.key == "cell"):
            found |= {"square-forgotten": upstream * (1 - after), "pre-activation": upstream * (1 - before**2)}
        elif "sigmoid" in stage.equations[-1][1]:
            found["only-complement"] = upstream * (1 - after)
    return found


def _contribution(network: Network, weight: str, t: int) -> dict[str, Any]:
    """What a time step would bring with the wrong factor: the weight itself, this step's state, no δ."""
    stage = next(stage for stage in network.cell.stages if weight in stage.weights)
    truth = network.contribution(weight, t)
    found: dict[str, Any] = {"sign": -truth}
    if not network.is_scalar:
        return found | {"transposed": truth.T} if np.ndim(truth) == 2 else found
    values = {**network.given, **network.record.values}
    delta = network.record.gradients[f"{stage.letters[0]}{t}"]
    found["own-input"] = delta * values[weight]
    if weight.startswith("u"):
        found["wrong-step"] = delta * values[f"{network.cell.state}{t}"]
    if delta:
        found["lost-upstream"] = truth / delta
        found["slope-forgotten"] = truth / delta * network.record.gradients[f"{stage.letters[-1]}{t}"]
    return found


def _sum(network: Network, weight: str, t: int) -> dict[str, Any]:
    """A sum over time steps of which only one was taken, or that was divided by their number."""
    total, count = network.partial(weight, t), network.steps - t + 1
    found: dict[str, Any] = {"sign": -total}
    if count > 1:
        found |= {"only-last-step": network.contribution(weight, network.steps), "one-over-n": total / count}
        found["overwritten"] = network.contribution(weight, t)
    return found
