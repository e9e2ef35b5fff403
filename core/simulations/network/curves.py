"""How has a training gone so far? Loss and accuracy over the updates, and the updates as a table.

Curves show nothing beyond the cursor: what comes is for the learner to predict. Their ranges are those of the whole
beginning of the run, and the same in its branches, so that the curve grows inside fixed axes.
"""

from __future__ import annotations

from math import ceil, floor, isfinite, log10

import numpy as np

from ...pictures import Curve, CurvesPicture, Label, TablePicture
from ...words import message
from .moment import Moment, entry_names
from .timeline import Timeline

MOST_CURVE_POINTS = 2_048
MOST_SCORED = 32
"""Points of an accuracy curve: each needs all predictions."""
TABLE_ROWS = 60
MOST_PARAMETERS = 4
LOOKED_AT = 400
"""Updates that decide the range of the loss; fewer for large networks."""
LOOKED_WORK = 4_000_000
"""Numbers times samples up to which updates are looked ahead."""
SPAN = 8.0
"""A loss that falls by more than this is shown on a logarithmic scale."""


def loss_curves(timeline: Timeline, cursor: int) -> CurvesPicture:
    """The loss of every update so far, and after every epoch the one on held-out data."""
    training, limit = timeline.training, timeline.settings_at(cursor).updates
    here = timeline.moment(cursor).loss
    losses = training.losses
    stride = _stride(cursor + 1, MOST_CURVE_POINTS)
    places = [at for at in range(0, cursor, stride) if at < len(losses)]
    points = tuple((float(at), float(losses[at])) for at in places)
    name = "network.loss-train" if training.held_out is not None else "network.loss"
    curves = [Curve(message(name), (*points, (float(cursor), here)), has_end=True)]
    each = training.batches.per_epoch
    if training.held_out is not None:
        known = training.held_out_losses[: cursor // each + 1]
        held = tuple((float(epoch * each), float(loss)) for epoch, loss in enumerate(known))
        curves.append(Curve(message("network.loss-held"), held[:: _stride(len(held), MOST_CURVE_POINTS)], has_end=True))
    log, low, high = _loss_range(timeline)
    shown = [y for curve in curves for _, y in curve.points if isfinite(y) and (y > 0.0 or not log)]
    up = widened(log, min([low, *shown]), max([high, *shown]))
    across, title = (0.0, float(max(limit, 1))), message("network.loss")
    return CurvesPicture(
        message("network.updates"), title, tuple(curves), log=log, now=float(cursor), x_range=across, y_range=up
    )


def _stride(count: int, most: int) -> int:
    """Every how many points are enough: a power of two, so that the points that stay are the same."""
    return 1 << max(0, ceil(count / most) - 1).bit_length()


def _loss_range(timeline: Timeline) -> tuple[bool, float, float]:
    """Is the scale logarithmic, and from where to where? From the beginning of the run without changes."""
    training = timeline.unturned
    work = training.settings.network.size * max(1, len(training.batches.of(0).inputs))
    ahead = training.reach(min(LOOKED_AT, max(10, LOOKED_WORK // work)))
    seen = [*training.losses[: ahead + 1], *training.held_out_losses[: ahead // training.batches.per_epoch + 1]]
    finite = [loss for loss in seen if isfinite(loss)] or [1.0]
    low, high = min(finite), max(finite)
    return falls_far(low, high), low, high


def falls_far(low: float, high: float) -> bool:
    """Do losses between these lie so far apart that only a logarithmic scale shows the small ones?"""
    return low > 0.0 and high > SPAN * low


def widened(log: bool, low: float, high: float) -> tuple[float, float]:
    """Round ends, so that a range that has to grow grows seldom."""
    if log:
        return 10.0 ** floor(log10(low)), 10.0 ** ceil(log10(high))
    step = 10.0 ** floor(log10(max(abs(high), 1e-12)))
    return min(0.0, floor(low / step) * step), ceil(high / step) * step or 1.0


def accuracy_curves(timeline: Timeline, cursor: int) -> CurvesPicture | None:
    """The part of all samples that is classified right, for training and held-out data."""
    if timeline.setup.decision is None:
        return None
    places = [*range(0, cursor, _stride(cursor + 1, MOST_SCORED)), cursor]
    scored = [(at, score_at(timeline, at)) for at in places]
    curves = [
        Curve(message("network.loss-train"), tuple((float(at), scores[0]) for at, scores in scored), has_end=True)
    ]
    if timeline.training.held_out is not None:
        held = tuple((float(at), scores[1]) for at, scores in scored)
        curves.append(Curve(message("network.loss-held"), held, has_end=True))
    limit = timeline.settings_at(cursor).updates
    return CurvesPicture(
        message("network.updates"), message("network.accuracy"), tuple(curves), now=float(cursor),
        x_range=(0.0, float(max(limit, 1))), y_range=(0.0, 1.0),
    )  # fmt: skip


def score_at(timeline: Timeline, cursor: int) -> tuple[float, ...]:
    """The accuracy on training data and, where there are any, on held-out data."""
    rule, training = timeline.setup.decision, timeline.training
    moment = Moment(timeline.setup, training, cursor)
    sets = [training.data] if training.held_out is None else [training.data, training.held_out]
    if rule is None:
        return tuple(np.nan for _ in sets)
    return tuple(1.0 - float(rule.wrong(moment.predict(data.inputs), data.targets).mean()) for data in sets)


def updates_table(timeline: Timeline, cursor: int) -> TablePicture:
    """The newest updates: the loss, the number of errors, and the parameters where they are few."""
    rule, training, data = timeline.setup.decision, timeline.training, timeline.training.data
    names = training.settings.network.parameters
    entries = [entry for p in names for entry in entry_names(p.name, p.shape)]
    few = training.settings.network.size <= MOST_PARAMETERS
    columns: list[Label] = ["t", *(entries if few else ()), message("network.loss")]
    columns += [message("network.errors")] if rule is not None else []
    rows: list[tuple[object, ...]] = []
    for at in range(max(0, cursor - TABLE_ROWS + 1), cursor + 1):
        moment = Moment(timeline.setup, training, at)
        loss = training.losses[at] if at < len(training.losses) else moment.loss
        own = [float(number) for number in moment.vector[: training.settings.network.size]] if few else []
        wrong = [] if rule is None else [int(rule.wrong(moment.predict(data.inputs), data.targets).sum())]
        rows.append((at, *own, float(loss), *wrong))
    return TablePicture(tuple(columns), tuple(rows), len(rows) - 1)
