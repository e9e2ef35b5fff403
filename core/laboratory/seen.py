"""What is to be seen in the laboratory? What every unit puts out over the plane, weights, histograms, confusion.

Units are seen over the plane of the samples, over a line, or, where samples have more numbers than two, by classes: one
column for each. Everything is computed from one moment of a training, at the grain at which it will be drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from ..arrays import Value
from ..learning.data.glyphs import SIDE
from ..simulations.network.drawn import plane_grid, plane_range, values_name
from ..simulations.network.moment import Moment

Over = Literal["plane", "line", "classes"]
MOST_CLASSES = 10
QUARTERS = 4
"""Groups of samples where targets are numbers and samples have no plane."""
BINS = 24


@dataclass(frozen=True, eq=False)
class Seen:
    """What every unit of a network puts out, for drawing."""

    over: Over
    units: tuple[Value, ...]
    """For each column of the network units × rows × columns, from -1 to 1; 0 is the middle of what a unit can say."""
    weights: tuple[Value, ...]
    """Later × earlier, for each pair of neighbouring columns."""
    biases: tuple[Value | None, ...]
    """For each column behind the inputs; None where there are none."""


def over(moment: Moment) -> Over:
    """Over what units can be seen here."""
    wide = moment.setup.where.inputs.shape[1]
    return "plane" if wide == 2 else "line" if wide == 1 else "classes"


def seen(moment: Moment, rows: int, columns: int) -> Seen:
    """Every unit at so many rows and columns."""
    network, kind = moment.network, over(moment)
    inputs = _inputs(moment, kind, rows, columns)
    values = moment.values_for(inputs)
    outputs = [inputs, *(values[values_name(moment, k)] for k in range(1, network.layers))]
    outputs.append(network.predicted(values[network.last]))
    found: list[Value] = []
    for k, out in enumerate(outputs):
        level = _centred(moment, out, k)
        if kind == "classes":
            level = _by_class(moment, level)
        found.append(_arranged(level, kind, rows, columns))
    if kind == "classes":
        _as_images(moment, found, rows, columns)
    parameters = moment.parameters
    weights = tuple(values[f"W{k}"].T for k in range(1, network.layers + 1))
    biases = tuple(parameters.get(f"b{k}") for k in range(1, network.layers + 1))
    return Seen(kind, tuple(found), weights, biases)


def _inputs(moment: Moment, kind: Over, rows: int, columns: int) -> Value:
    where = moment.setup.where.inputs
    if kind == "classes":
        return moment.setup.data.inputs
    if kind == "line":
        return moment.setup.inputs_at(np.linspace(*plane_range(where), columns)[:, None])
    across, up = (plane_range(where[:, axis]) for axis in (0, 1))
    return moment.setup.inputs_at(plane_grid(across, up, rows, columns))


def _centred(moment: Moment, out: Value, k: int) -> Value:
    """Outputs of a column from -1 to 1: against the middle of what can be said, and no stronger than 1."""
    network = moment.network
    with np.errstate(all="ignore"):
        if k == 0:
            low, high = out.min(axis=0), out.max(axis=0)
            level = (out - (low + high) / 2) / np.maximum((high - low) / 2, 1e-12)
        elif k < network.layers:
            level = 2.0 * out - 1.0 if network.activation_of(k) == "sigmoid" else out
            level = level / np.maximum(1.0, np.abs(level).max(axis=0))
        elif moment.setup.decision is not None and out.shape[1] == 1:
            rule = moment.setup.decision
            level = rule.sides(out)[:, None] / rule.reach
        elif moment.setup.decision is not None:
            level = 2.0 * out - 1.0 if moment.setup.settings.loss == "softmax" else out
        else:
            low, high = moment.setup.data.targets.min(axis=0), moment.setup.data.targets.max(axis=0)
            level = (out - (low + high) / 2) / np.maximum((high - low) / 2, 1e-12)
        return np.clip(np.nan_to_num(level, nan=0.0), -1.0, 1.0)


def _arranged(level: Value, kind: Over, rows: int, columns: int) -> Value:
    """Units × rows × columns."""
    units = level.shape[1]
    if kind == "plane":
        return level.T.reshape(units, rows, columns)
    places = np.minimum(np.arange(columns) * len(level) // columns, len(level) - 1)
    return np.repeat(level.T[:, None, places], rows, axis=1)


def _by_class(moment: Moment, level: Value) -> Value:
    """The mean output for every class of samples, or for every quarter of the targets."""
    targets = moment.setup.data.targets
    if targets.shape[1] > 1:
        labels = np.argmax(targets, axis=1)
    elif moment.setup.decision is not None:
        labels = (targets[:, 0] >= (moment.setup.decision.threshold or 0.0)).astype(int)
    else:
        labels = np.minimum(np.argsort(np.argsort(targets[:, 0])) * QUARTERS // len(targets), QUARTERS - 1)
    return np.array([level[labels == one].mean(axis=0) for one in np.unique(labels)[:MOST_CLASSES]])


def _as_images(moment: Moment, found: list[Value], rows: int, columns: int) -> None:
    """Of samples that are images, an input is its place in it, and a unit of the first layer is what it looks for."""
    if moment.setup.data.inputs.shape[1] != SIDE**2:
        return
    across = np.minimum(np.arange(columns) * SIDE // columns, SIDE - 1)
    down = np.minimum(np.arange(rows) * SIDE // rows, SIDE - 1)
    weights = moment.parameters["W1"].T.reshape(-1, SIDE, SIDE)
    full = np.maximum(np.abs(weights).max(axis=(1, 2), keepdims=True), 1e-12)
    found[1] = (weights / full)[:, down][:, :, across]


@dataclass(frozen=True)
class Histogram:
    """How many of some numbers lie where."""

    name: str
    low: float
    high: float
    counts: tuple[int, ...]


def histograms(moment: Moment, bins: int = BINS) -> tuple[tuple[Histogram, Histogram], ...]:
    """For each matrix of weights: its weights, and their gradients in the next update."""
    found: list[tuple[Histogram, Histogram]] = []
    for k in range(1, moment.network.layers + 1):
        name = f"W{k}"
        if name in moment.parameters:
            slopes = moment.record.gradients[name]
            found.append((_histogram(name, moment.parameters[name], bins), _histogram(f"∂L/∂{name}", slopes, bins)))
    return tuple(found)


def _histogram(name: str, numbers: Value, bins: int) -> Histogram:
    """Counts over a range around 0 whose ends are powers of two, so that it seldom changes."""
    finite = numbers[np.isfinite(numbers)]
    largest = float(np.abs(finite).max()) if finite.size else 1.0
    end = 2.0 ** np.ceil(np.log2(max(largest, 2.0**-20)))
    counts, _ = np.histogram(finite, bins=bins, range=(-end, end))
    return Histogram(name, -float(end), float(end), tuple(int(count) for count in counts))


@dataclass(frozen=True, eq=False)
class Confusion:
    """How often each class was taken for each: real class by row, what the network says by column."""

    classes: tuple[str, ...]
    training: Value
    held: Value | None


def confusion(moment: Moment) -> Confusion | None:
    """The confusion of a moment; None where nothing is classified."""
    rule, setup = moment.setup.decision, moment.setup
    if rule is None:
        return None
    count = 2 if rule.threshold is not None else setup.data.targets.shape[1]
    names = setup.data.classes if len(setup.data.classes) == count else tuple(map(str, range(count)))

    def labels(outputs: Value) -> Value:
        if rule.threshold is None:
            return np.argmax(outputs, axis=1)
        return (outputs[:, 0] >= rule.threshold).astype(int)

    def counted(targets: Value, outputs: Value) -> Value:
        table = np.zeros((count, count), dtype=int)
        np.add.at(table, (labels(targets), labels(outputs)), 1)
        return table

    held = moment.training.held_out
    told = None if held is None else counted(held.targets, moment.predict(held.inputs))
    return Confusion(names, counted(setup.data.targets, moment.output), told)
