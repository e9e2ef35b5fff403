"""What would somebody with a known misconception answer for a quantity of a recurrent network?

What comes from a formula has its slips in rows.py; on the way back a wrong number stands in the place of the local
slope, of the state or of δ.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from .network import Network
from .record import NetworkRecord


def mistakes(record: NetworkRecord, quantity: str, cursor: int) -> Mapping[str, object]:
    """Misconception id to answer; some may be equal to the truth."""
    network = record.network
    kind, _, rest = quantity.partition(".")
    name, _, step = rest.partition(".")
    match kind:
        case "contribution":
            return _contribution(network, name, int(step))
        case "partial":
            return _sum(network, name, record.step(quantity, cursor))
        case "grad" if name in network.cell.weights:
            return _sum(network, name, 1)
        case "grad":
            return _gradient(network, name)
        case _:
            return (record.sizes if kind == "size" else record.rows).mistakes(quantity)


def _gradient(network: Network, name: str) -> dict[str, object]:
    """A gradient that was passed on without its local slope, or with another number in its place."""
    record = network.record
    gradient = record.gradients[name]
    found: dict[str, object] = {"sign": -gradient}
    edges = [edge for edge in record.graph.children[name] if (edge.child, edge.slot) in record.contributions]
    if (
        len(edges) == 1
        and not name.startswith("O")
        and np.shape(record.gradients[edges[0].child]) == np.shape(gradient)
    ):
        found["lost-local"] = record.gradients[edges[0].child]
    if name == network.output:
        found |= {"factor-two": 2 * gradient, "not-differentiated": record.values["loss"]}
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


def _contribution(network: Network, weight: str, t: int) -> dict[str, object]:
    """What a time step would bring with the wrong factor: the weight itself, this step's state, no δ."""
    stage = next(stage for stage in network.cell.stages if weight in stage.weights)
    truth = network.contribution(weight, t)
    found: dict[str, object] = {"sign": -truth}
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


def _sum(network: Network, weight: str, t: int) -> dict[str, object]:
    """A sum over time steps of which only one was taken, or that was divided by their number."""
    total, count = network.partial(weight, t), network.steps - t + 1
    found: dict[str, object] = {"sign": -total}
    if count > 1:
        found |= {"only-last-step": network.contribution(weight, network.steps), "one-over-n": total / count}
        found["overwritten"] = network.contribution(weight, t)
    return found
