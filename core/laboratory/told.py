"""Which numbers does the laboratory always show? Losses and their gap, hits, curves, the next update of a weight."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, isfinite, log10

import numpy as np

from ..answers.receipts import Receipt
from ..pictures import Curve, CurvesPicture, Label
from ..simulations.network.curves import falls_far, widened
from ..simulations.network.moment import Moment, split
from ..simulations.network.receipts import update_lines
from ..simulations.network.simulation import NetworkTraining
from ..words import Message, message
from .names import quantity
from .state import Lab

MOST_POINTS = 256
"""Points of a curve; more than that are too many for any screen."""
SHORTEST_AXIS = 100


@dataclass(frozen=True)
class Losses:
    """How well it goes."""

    training: float
    held: float | None
    hits: float | None
    """The part of the training samples that is classified right; None where nothing is classified."""
    held_hits: float | None

    @property
    def gap(self) -> float | None:
        """By which part the held-out loss is larger than that of training."""
        if self.held is None or not isfinite(self.training) or self.training == 0.0:
            return None
        return (self.held - self.training) / self.training


TENFOLD, FARTHEST = 9.0, 999.0
"""A gap that is told in times, and one of which only that it is larger is told."""


def gap_told(gap: float) -> Message:
    """By how much the held-out loss is larger, in words: in percent, or from tenfold on how many times."""
    if gap < TENFOLD:
        return message("lab.gap-percent", percent=f"{100.0 * gap:+.0f}")
    return message("lab.gap-times" if gap < FARTHEST else "lab.gap-far", times=f"{min(gap, FARTHEST) + 1.0:.0f}")


def losses(moment: Moment) -> Losses:
    """The losses of a moment, without penalties and dropout."""
    held, rule = moment.training.held_out, moment.setup.decision
    training = moment.loss if moment.is_plain else moment.loss_of(moment.training.data)
    hits = held_hits = None
    if rule is not None:
        hits = 1.0 - float(rule.wrong(moment.output, moment.training.data.targets).mean())
        if held is not None:
            held_hits = 1.0 - float(rule.wrong(moment.predict(held.inputs), held.targets).mean())
    return Losses(training, None if held is None else moment.loss_of(held), hits, held_hits)


def update_line(lab: Lab) -> str | None:
    """The arithmetic of the next update of the chosen weight: `w = 1.42 - 0.3·0.0121 = 1.4164`; None for a unit."""
    wanted = quantity(lab.chosen)
    moment = lab.moment
    if wanted is None or not isfinite(moment.loss):
        return None
    name, index = split(wanted)
    after = moment.network.views(moment.training.following(moment.cursor))[name]
    line = next(iter(update_lines(moment, after, name, index)))
    return f"{wanted} = {line.text}"


def unit_receipt(lab: Lab) -> Receipt | None:
    """How the chosen weight came to be what it is."""
    wanted = quantity(lab.chosen)
    return None if wanted is None else lab.run.receipt(lab.at, wanted)


def loss_curves(lab: Lab) -> CurvesPicture:
    """The loss of every batch so far and the held-out loss of every epoch; of two timelines those of both.

    Once they have fallen far the scale is logarithmic, as in a training that is explored.
    """
    curves: list[Curve] = []
    for letter, run in zip("AB", lab.runs, strict=False):
        curves += _of_run(run, run.reach(lab.cursor), letter if len(lab.runs) > 1 else "")
    seen = [y for curve in curves for _, y in curve.points if isfinite(y)]
    low, high = min(seen, default=1.0), max([*(_first_loss(run) for run in lab.runs), *seen], default=1.0)
    log, across = falls_far(low, high), (0.0, float(axis_end(lab.cursor)))
    return CurvesPicture(
        message("network.updates"), message("network.loss"), tuple(curves), now=float(lab.cursor),
        x_range=across, y_range=widened(True, low, high) if log else (0.0, _rounded_up(high)), log=log,
    )  # fmt: skip


def axis_end(cursor: int) -> int:
    """Where the axis of updates ends: 100, 200, 500, 1000 …, so that it seldom changes."""
    end = SHORTEST_AXIS
    while end < cursor:
        tens = 10 ** floor(log10(end))
        end = {1: 2, 2: 5, 5: 10}[end // tens] * tens
    return end


def _of_run(run: NetworkTraining, cursor: int, letter: str) -> list[Curve]:
    """The curves of a timeline; of an epoch with several batches the mean of their losses."""
    training, each = run.training, run.training.batches.per_epoch
    whole = cursor // each
    stride = _stride(whole + 1)
    batches = np.frombuffer(training.losses, dtype=float)[: whole * each].reshape(whole, each).mean(axis=1)
    points = [(0.0, _first_loss(run))]
    points += [(float((epoch + 1) * each), float(batches[epoch])) for epoch in range(stride - 1, whole, stride)]
    named = _name("network.loss-train" if training.held_out is not None else "network.loss", letter)
    found = [Curve(named, tuple(points))]
    if training.held_out is not None:
        known = training.held_out_losses
        held = tuple((float(epoch * each), float(known[epoch])) for epoch in range(0, whole + 1, stride))
        found.append(Curve(_name("network.loss-held", letter), held))
    return found


def _stride(count: int) -> int:
    """Every how many points are enough: a power of two, so that the points that stay are the same."""
    return 1 << max(0, ceil(count / MOST_POINTS) - 1).bit_length()


def _name(id: str, letter: str) -> Label:
    return message("lab.of-timeline", letter=letter, name=message(id)) if letter else message(id)


def _first_loss(run: NetworkTraining) -> float:
    loss = run.moment(0).loss
    return loss if isfinite(loss) else 1.0


def _rounded_up(high: float) -> float:
    """A round end of the axis at or above the highest loss."""
    if not high > 0.0:
        return 1.0
    tens = 10.0 ** floor(log10(high))
    return next(step * tens for step in (1.0, 2.0, 3.0, 5.0, 10.0) if step * tens >= high)
