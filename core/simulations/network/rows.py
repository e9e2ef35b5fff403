"""What is an update of a training made of, and what would somebody with a known misconception answer?

A parameter's update is rows. Of the pass, every rule is a wrong procedure carried out on the same numbers. What comes
to the right answer after all, or to no finite number, is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import log

import numpy as np

from ...arrays import Index, Numbers, Value
from ...learning.layers import LOSSES
from ...local import Diagonal
from ...passes import Pass
from ..rows import Row, Rows
from ..slips import same
from .moment import Moment, split

SQUARES = ("mse", "sse", "mean_sse")
"""Losses whose gradient has a factor 2."""
PER_ROW = ("softmax", "hinge", "mean_sse")
"""Means over samples; the others are means over all entries, save the sums."""
SUMS = ("sse", "half_sse")


def mistakes(moment: Moment, before: Moment | None, quantity: str) -> Mapping[str, Value]:
    """Misconception id to its answer for a quantity, or for one entry of it."""
    name, index = split(quantity)
    truth = moment.quantities.get(name)
    if truth is None:
        return {}
    kind, _, rest = name.partition(".")
    if before is not None and (name in moment.parameters or kind == "step"):
        parameter = rest or name
        rows = update_rows(before, moment.parameters[parameter], parameter, index, moment.record.gradients[parameter])
        return told_apart(rows.mistakes(name), rows[name])
    return told_apart(gradient_mistakes(moment, rest) if kind == "grad" else value_mistakes(moment, name), truth, index)


def told_apart(found: Mapping[str, Value], truth: Value, index: Index = ()) -> dict[str, Value]:
    """The wrong answers that can be told from the right one; of an entry those that are wrong there."""
    told = {id: value for id, value in found.items() if _tells(value, truth)}
    if not index:
        return told
    entries = {id: float(value[index]) for id, value in told.items()}
    if {"minus-lost", "sign"} <= entries.keys() and same(entries["minus-lost"], entries["sign"]):
        del entries["minus-lost"]  # in this entry nothing but the sign is lost
    return {id: value for id, value in entries.items() if _tells(value, float(truth[index]))}


def _tells(value: Value, truth: Value) -> bool:
    return np.shape(value) == np.shape(truth) and bool(np.isfinite(value).all()) and not np.allclose(value, truth)


def update_rows(before: Moment, after: Value, name: str, index: Index = (), ahead: Value | None = None) -> Rows:
    """The update of a parameter, or of one entry of it, and its step; `ahead` is the gradient behind the update."""
    old, grad = before.parameters[name], before.record.gradients[name]
    given: dict[str, Numbers] = {"old": old, "grad": grad, "made": after - old, "rate": before.rate}
    taken = {"climbed": "-rate*grad", "rate-forgotten": "grad"}
    if ahead is not None:
        given["ahead"], taken["gradient-ahead"] = ahead, "rate*ahead"
    for place, (id, share) in enumerate(_penalty_slips(before, name).items()):
        given[f"share.{place}"], taken[id] = share, f"rate*(grad - share.{place})"
    given = {key: np.asarray(value)[index] if np.ndim(value) else value for key, value in given.items()}
    step, wrong = "-rate*grad", {id: f"-({each})" for id, each in taken.items()}
    if before.training.settings_at(before.cursor + 1).optimiser != "sgd":
        step, wrong = "made", {"climbed": "-made"}
    moved = "old - rate*grad" if step != "made" else "old + made"
    made = (Row(name, moved, {id: f"old + ({each})" for id, each in wrong.items()}, any_formula=False),
            Row(f"step.{name}", step, wrong, any_formula=False))  # fmt: skip
    return Rows(given, made, lambda each: {"old": name, "grad": f"∂L/∂{name}", "rate": "η"}.get(each, each))


def _penalty_slips(moment: Moment, name: str) -> dict[str, Value]:
    """What is missing in the gradient when a penalty is forgotten, or its factor 2."""
    network, weights = moment.network, moment.parameters[name]
    if not (network.l1 or network.l2) or (name.startswith("b") and not network.penalise_biases):
        return {}
    found = {"penalty-forgotten": network.l1 * np.sign(weights) + 2.0 * network.l2 * weights}
    return found | ({"penalty-half": network.l2 * weights} if network.l2 else {})


def gradient_mistakes(moment: Moment, node: str) -> Mapping[str, Value]:
    """Wrong gradients of a node of the pass."""
    record, loss = moment.record, moment.network.loss
    if node not in record.gradients:
        return {}
    slope = record.gradients[node]
    found: dict[str, Value] = {"sign": -slope}
    count = _averaged(record, moment)
    found["one-over-n"] = slope / len(record.values["X"]) if loss in SUMS else slope * count
    if loss in SQUARES:
        found["factor-two"] = slope / 2.0
    elif loss == "half_sse":
        found["factor-two"] = slope * 2.0
    if np.ndim(slope) == 2 and slope.shape[0] == slope.shape[1]:
        found["transposed"] = slope.T
    if node in moment.parameters:
        found |= {id: slope - share for id, share in _penalty_slips(moment, node).items()}
    if not moment.network.tied:
        found |= _sent_wrongly(moment, node)
    return found


def _averaged(record: Pass, moment: Moment) -> int:
    """Over how many numbers the loss is a mean."""
    rows = len(record.values["X"])
    return rows if moment.network.loss in PER_ROW else rows * moment.network.sizes[-1]


def _sent_wrongly(moment: Moment, node: str) -> dict[str, Value]:
    """Gradients of a layer when the way back to it was walked wrongly."""
    record, network = moment.record, moment.network
    found: dict[str, Value] = {}
    updated = network.views(moment.training.following(moment.cursor))
    wrong = {"weights-updated-first": _walked(moment, updated, True)}
    if node[0] in "Wb":
        wrong["slope-forgotten"] = _walked(moment, moment.parameters, False)
    for id, gradients in wrong.items():
        if node in gradients:
            found[id] = gradients[node]
    activation = f"A{node[1:]}"
    if node.startswith("Z") and activation in record.gradients:
        arrived, z = record.gradients[activation], record.values[node]
        found["lost-local"] = arrived
        op = record.graph.node(activation).op
        if op in ("tanh", "sigmoid"):
            found["pre-activation"] = arrived * (1.0 - z * z if op == "tanh" else z * (1.0 - z))
            id = "only-complement" if op == "sigmoid" else "square-forgotten"
            found[id] = arrived * (1.0 - record.values[activation])
    return found


def _walked(moment: Moment, weights: Mapping[str, Value], with_slopes: bool) -> dict[str, Value]:
    """Back-propagation by hand from the last pre-activation, with these weights, with or without the hidden slopes."""
    record, network = moment.record, moment.network
    found: dict[str, Value] = {}
    arrived = record.gradients[f"Z{network.layers}"]
    for k in range(network.layers, 0, -1):
        inputs = record.values[record.graph.node(f"Z{k}").parents[0]]
        found |= {f"Z{k}": arrived, f"W{k}": inputs.T @ arrived, f"b{k}": arrived.sum(axis=0)}
        if f"W{k}" in moment.parameters:
            found[f"W{k}"] = found[f"W{k}"] + _penalty_slips(moment, f"W{k}").get("penalty-forgotten", 0.0)
        if k == 1:
            break
        arrived = arrived @ weights[f"W{k}"].T
        if network.dropout:
            arrived = arrived * record.values[f"mask{k - 1}"]
        activation = f"A{k - 1}"
        if activation in record.gradients:
            found[activation] = arrived
            recipe = record.locals[activation][0]
            if with_slopes and isinstance(recipe, Diagonal):
                arrived = arrived * recipe.slope
    return found


def value_mistakes(moment: Moment, name: str) -> Mapping[str, Value]:
    """Wrong values of a node of the pass, or of a number about the training."""
    record, network, count = moment.record, moment.network, len(moment.training.data)
    shown = moment.quantities
    if name in ("loss", "loss.train"):
        return _losses(moment, shown[name])
    if name == "errors":
        return {"counted-right": count - shown[name]}
    if name == "accuracy":
        return {"counted-right": 1.0 - shown[name]}
    if name == "output" and LOSSES[network.loss].predict is not None:
        return {"activation-forgotten": network.scores(moment.vector, moment.training.data.inputs)}
    if name.startswith("Z") and f"b{name[1:]}" in moment.parameters:
        return {"bias-forgotten": record.values[name] - moment.parameters[f"b{name[1:]}"]}
    if name.startswith("A") and f"Z{name[1:]}" in record.values:
        return {"activation-forgotten": record.values[f"Z{name[1:]}"]}
    return {}


def _losses(moment: Moment, loss: Value) -> dict[str, Numbers]:
    record, name = moment.record, moment.network.loss
    found: dict[str, Value] = {}
    if name not in SUMS:
        found["one-over-n"] = loss * _averaged(record, moment)
    if name in SQUARES:
        found["factor-two"] = loss / 2.0
    elif name == "half_sse":
        found["factor-two"] = loss * 2.0
    if name in ("bce", "softmax"):
        found["log-base-ten"] = loss / log(10.0)
    if "data_loss" in record.values and loss == moment.loss:
        found["penalty-forgotten"] = float(record.values["data_loss"])
    return found
