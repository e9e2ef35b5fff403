"""What does a training look like? Samples, planes, matrices and neurons at one cursor; its curves are in curves.py.

Ranges depend on the data alone, or grow by doubling, so that nothing jumps from frame to frame.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from ...arrays import Value
from ...learning.data.dataset import DataSet
from ...learning.data.glyphs import SIDE
from ...pictures import (
    Curve,
    CurvesPicture,
    Grid,
    GridPicture,
    Label,
    NetworkPicture,
    NeuronLayer,
    Picture,
    PlaneField,
    PlaneLine,
    PlanePicture,
    PlanePoint,
    TablePicture,
)
from ...words import message
from .curves import accuracy_curves, loss_curves, updates_table
from .grids import matrix
from .moment import Moment
from .scoring import Decision
from .timeline import Timeline

MOST_ROWS = 12
MOST_COLUMNS = 3
"""Inputs or outputs that have a column each."""
MOST_NEURONS = 24
MOST_POINTS = 200
FIELD = (33, 61)
"""Rows and columns in which the output is computed over a plane."""
CHANNEL = 0.15
"""The part of a sure output up to which a point of the plane belongs to no region."""
WIDEST = 8
"""Longer sides of a matrix are not shown."""


Column = tuple[Label, Value]
TRAINED, HELD = "o", "x"  # samples beside a curve


def pictures(timeline: Timeline, cursor: int, shows: tuple[str, ...], sample: int) -> tuple[Picture, ...]:
    """The pictures that are asked for, or those that this training can have, the most important first."""
    moment = timeline.moment(cursor)
    place = min(sample, len(moment.training.data) - 1)
    drawn: Mapping[str, Callable[[], Picture | None]] = {
        "samples": lambda: samples_table(moment),
        "updates": lambda: updates_table(timeline, cursor),
        "loss": lambda: loss_curves(timeline, cursor),
        "accuracy": lambda: accuracy_curves(timeline, cursor),
        "regions": lambda: regions(moment),
        "fit": lambda: fitted_curve(moment),
        "network": lambda: neurons(moment, place),
        "weights": lambda: weights(moment),
        "latent": lambda: latent(moment),
        "images": lambda: images(moment, place),
    }
    found = (drawn[name]() for name in shows or _usual(timeline))
    return tuple(picture for picture in found if picture is not None)


def _usual(timeline: Timeline) -> tuple[str, ...]:
    """What is shown when nothing is asked for."""
    if timeline.settings.autoencoder:
        return ("samples", "images", "latent", "loss", "network")
    # an accuracy curve needs the predictions of many updates; beside held-out data it is worth them
    scores = ("accuracy",) if timeline.training.held_out is not None else ()
    return ("samples", "regions", "fit", "loss", "network", "latent", *scores)


def input_names(data: DataSet) -> tuple[str, ...]:
    """Names of the inputs: their own, or x1, x2, …"""
    return data.features or tuple(f"x{place}" for place in range(1, data.inputs.shape[1] + 1))


def samples_table(moment: Moment) -> TablePicture | None:
    """Input, target, output and loss of every sample, where they are few and narrow."""
    data = moment.training.data
    wide = data.inputs.shape[1]
    if len(data) > MOST_ROWS or wide > MOST_COLUMNS:
        return None
    targets, outputs = _targets_columns(moment), _outputs_columns(moment)
    columns = (*input_names(data), *(name for name, _ in (*targets, *outputs)), message("network.loss"))
    rows: list[tuple[object, ...]] = []
    for place in range(len(data)):
        one = data.rows(slice(place, place + 1))
        cells = (column[place] for _, column in (*targets, *outputs))
        rows.append((*map(_cell, data.inputs[place]), *map(_cell, cells), moment.loss_of(one)))
    return TablePicture(columns, tuple(rows))


def _cell(value: Value) -> object:
    """Whole numbers of the data are written without decimals."""
    if isinstance(value, str):
        return value
    return int(value) if float(value).is_integer() else float(value)


def _targets_columns(moment: Moment) -> list[Column]:
    data = moment.training.data
    if moment.setup.settings.loss in ("softmax", "hinge"):
        return [(message("network.target"), [_class(data, place) for place in np.argmax(data.targets, axis=1)])]
    if moment.training.data.targets is moment.training.data.inputs or data.targets.shape[1] > MOST_COLUMNS:
        return []
    if data.targets.shape[1] == 1:
        return [(message("network.target"), data.targets[:, 0])]
    return [(f"t{place + 1}", data.targets[:, place]) for place in range(data.targets.shape[1])]


def _outputs_columns(moment: Moment) -> list[Column]:
    output = moment.output
    if output.shape[1] == 1:
        return [(message("network.output"), output[:, 0])]
    if output.shape[1] > MOST_COLUMNS:
        best = np.argmax(output, axis=1)
        return [(message("network.output"), [_class(moment.training.data, at) for at in best])]
    return [(f"ŷ{place + 1}", output[:, place]) for place in range(output.shape[1])]


def _class(data: DataSet, place: int) -> str:
    return data.classes[place] if place < len(data.classes) else str(place)


def regions(moment: Moment) -> PlanePicture | None:
    """The output over the plane of two inputs, with the samples: + and - where it is sure, empty where it is not."""
    setup, data, rule = moment.setup, moment.training.data, moment.setup.decision
    where = setup.where.inputs
    if where.shape[1] != 2 or rule is None:
        return None
    across, up = (plane_range(where[:, axis]) for axis in (0, 1))
    high, wide = FIELD
    sides = rule.sides(moment.predict(setup.inputs_at(plane_grid(across, up, high, wide))))
    field = PlaneField(sides.reshape(high, wide), CHANNEL * rule.reach, rule.reach)
    names = input_names(setup.where)
    title = message("network.regions")
    held, most = moment.training.held_out, MOST_POINTS // 2
    points = _points(moment, data, where)
    if held is not None and setup.held_where is not None:
        others = (replace(point, is_held=True) for point in _points(moment, held, setup.held_where.inputs)[:most])
        points = (*points, *others)
    return PlanePicture(names[0], names[1], across, up, points, field=field, title=title, classes=_classes(data, rule))


def plane_grid(across: tuple[float, float], up: tuple[float, float], rows: int, columns: int) -> Value:
    """Evenly spaced places of a plane, row by row from the top."""
    x, y = np.meshgrid(np.linspace(*across, columns), np.linspace(up[1], up[0], rows))
    return np.column_stack([x.ravel(), y.ravel()])


def _classes(data: DataSet, rule: Decision | None) -> tuple[Label, ...]:
    """The names of the classes, the lower side of a threshold first."""
    if rule is None:
        return ()
    if rule.threshold is None:
        return tuple(_class(data, place) for place in range(data.targets.shape[1]))
    sides = sorted(set(data.targets[:, 0].tolist()))
    return tuple(f"{side:g}" for side in sides) if len(sides) == 2 else ()


def _points(moment: Moment, data: DataSet, places: Value) -> tuple[PlanePoint, ...]:
    """Samples at places of a plane, each with its class, or its number where there are no classes."""
    rule = moment.setup.decision
    kinds: list[int | None] = [None] * min(len(data), MOST_POINTS)
    wrong = [False] * len(kinds)
    if rule is not None:
        wrong = rule.wrong(moment.predict(data.inputs[:MOST_POINTS]), data.targets[:MOST_POINTS]).tolist()
    texts: list[str] = []
    for place, target in enumerate(data.targets[:MOST_POINTS]):
        if rule is None:
            texts.append(str(place) if len(data) <= 10 else "•")
        elif rule.threshold is None:
            kinds[place] = int(np.argmax(target))
            texts.append(_class(data, int(np.argmax(target))))
        else:
            kinds[place] = int(target[0] >= rule.threshold)
            texts.append("+" if target[0] >= rule.threshold else "-")
    rows = zip(places[:MOST_POINTS].tolist(), texts, kinds, wrong, strict=True)
    return tuple(PlanePoint(x, y, text, kind=kind, is_wrong=is_wrong) for (x, y), text, kind, is_wrong in rows)


def plane_range(values: Value) -> tuple[float, float]:
    """From the smallest to the largest, with a quarter of air on both sides."""
    low, high = float(values.min()), float(values.max())
    air = 0.25 * (high - low) or 1.0
    return low - air, high + air


def fitted_curve(moment: Moment) -> CurvesPicture | None:
    """The output over a single input, with the samples as points."""
    data = moment.training.data
    where = moment.setup.where.inputs
    if where.shape[1] != 1 or data.targets.shape[1] != 1:
        return None
    across, up = plane_range(where), plane_range(data.targets)
    x = np.linspace(*across, 81)
    y = moment.predict(moment.setup.inputs_at(x[:, None]))[:, 0]
    curve = Curve(message("network.output"), tuple(zip(x.tolist(), y.tolist(), strict=True)))
    pairs = zip(where[:MOST_POINTS, 0], data.targets[:MOST_POINTS, 0], strict=True)
    points = tuple(PlanePoint(float(a), float(b), TRAINED) for a, b in pairs)
    title, held, place = message("network.fit"), moment.training.held_out, moment.setup.held_where
    if held is not None and place is not None:
        others = list(zip(place.inputs[:, 0], held.targets[:, 0], strict=True))[: MOST_POINTS // 2]
        points += tuple(PlanePoint(float(a), float(b), HELD, is_held=True) for a, b in others)
        title = message("network.fit-held", trained=TRAINED, held=HELD)
    name = input_names(moment.setup.where)[0]
    return CurvesPicture(name, message("network.target"), (curve,), points, x_range=across, y_range=up, title=title)


def neurons(moment: Moment, place: int) -> NetworkPicture | None:
    """The neurons with what they put out for one sample, and the weights between them."""
    network, data = moment.network, moment.training.data
    if sum(network.sizes) > MOST_NEURONS:
        return None
    values = moment.values_for(data.inputs[place : place + 1])
    layers = [NeuronLayer(message("network.inputs"), input_names(data), _row(data.inputs[place]))]
    for k in range(1, network.layers + 1):
        is_last = k == network.layers
        out = network.predicted(values[network.last]) if is_last else values[values_name(moment, k)]
        name = message("network.output") if is_last else message("network.layer", k=k)
        units = tuple(f"{'ŷ' if is_last else f'a{k},'}{unit + 1}" for unit in range(network.sizes[k]))
        biases = _row(values[f"b{k}"]) if f"b{k}" in values else ()
        layers.append(NeuronLayer(name, units, _row(out[0]), biases=biases))
    return NetworkPicture(tuple(layers), tuple(values[f"W{k}"].T for k in range(1, network.layers + 1)))


def values_name(moment: Moment, k: int) -> str:
    """The node of what layer k puts out."""
    return f"Z{k}" if moment.network.activation_of(k) == "identity" else f"A{k}"


def _row(numbers: Value) -> tuple[float, ...]:
    return tuple(float(number) for number in numbers)


def weights(moment: Moment) -> GridPicture | None:
    """All parameters as matrices, while they are small."""
    arrays = {name: np.atleast_2d(value) for name, value in moment.parameters.items()}
    if any(max(array.shape) > WIDEST for array in arrays.values()):
        return None
    return GridPicture(tuple(Grid(name, matrix(array)) for name, array in arrays.items()))


def latent(moment: Moment) -> PlanePicture | None:
    """The samples as a hidden layer of one or two units sees them; a line where the unit after it decides."""
    network, data = moment.network, moment.training.data
    small = [k for k in range(1, network.layers) if network.sizes[k] <= 2]
    if not small:
        return None
    k = min(small, key=lambda k: (network.sizes[k], -k))
    values = moment.values_for(data.inputs)
    codes = values[values_name(moment, k)]
    flat = codes.shape[1] == 1
    places = np.column_stack([codes[:, 0], np.zeros(len(codes))]) if flat else codes
    across = _doubling(places[:, 0])
    up = (-1.0, 1.0) if flat else _doubling(places[:, 1])
    lines: tuple[PlaneLine, ...] = ()
    if not flat and k == network.layers - 1 and network.sizes[-1] == 1 and moment.setup.decision is not None:
        a, b = values[f"W{k + 1}"][:, 0]
        bias = moment.parameters[f"b{k + 1}"][0] if network.bias else 0.0
        lines = (PlaneLine(float(a), float(b), float(bias), has_sides=True),)
    names, rule, points = (f"a{k},1", "" if flat else f"a{k},2"), moment.setup.decision, _points(moment, data, places)
    return PlanePicture(
        *names, across, up, points, lines, title=message("network.latent", k=k), classes=_classes(data, rule)
    )


def _doubling(values: Value) -> tuple[float, float]:
    """A range around 0 that holds all values: a power of two, so that it seldom changes."""
    with np.errstate(all="ignore"):
        largest = float(np.max(np.abs(values)))
    if not np.isfinite(largest):
        return -1.0, 1.0
    side = 2.0 ** np.ceil(np.log2(max(largest * 1.05, 2.0**-10)))
    return -side, side


def images(moment: Moment, place: int) -> GridPicture | None:
    """A sample that is an image, and what the network makes of it."""
    data = moment.training.data
    if data.inputs.shape[1] != SIDE**2:
        return None
    shown = {"x": data.inputs[place]}
    if data.targets.shape[1] == SIDE**2:
        shown["x̂"] = moment.output[place]
    grids = [Grid(name, matrix(values.reshape(SIDE, SIDE)), shades=True) for name, values in shown.items()]
    return GridPicture(tuple(grids))
