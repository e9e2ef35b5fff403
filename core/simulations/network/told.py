"""What happened in this update? Its event, and one sentence for it."""

from __future__ import annotations

from math import isfinite

from ...words import Message, message
from ...words.numbers import apart, sentence
from ..protocol import Event
from .moment import Moment
from .timeline import Timeline

UNSEEN = 1e-6
"""A loss that moves by a smaller part of itself stays where it is, for whoever reads."""


def event_of(timeline: Timeline, moment: Moment) -> Event:
    """What led to a moment: `updated`, `epoch` at the last batch of one, `stopped` early, or `diverged`."""
    cursor, each = moment.cursor, timeline.training.batches.per_epoch
    epoch, number = divmod(cursor - 1, each)
    where = f"update {cursor}" if each == 1 else f"batch {number + 1} of {each}"
    kind = "epoch" if each > 1 and number + 1 == each else "updated"
    if not isfinite(moment.loss):
        kind = "diverged"
    elif _stops_early(timeline, cursor):
        kind = "stopped"
    return Event(kind, where, f"epoch {epoch + 1}")


def _stops_early(timeline: Timeline, cursor: int) -> bool:
    """Did patience end the run here? It is over before its limit, with finite numbers."""
    settings = timeline.settings_at(cursor + 1)
    return bool(settings.patience) and cursor < settings.updates and timeline.reach(cursor + 1) == cursor


def start_caption(moment: Moment) -> Message:
    """The sentence of the start."""
    told = {"count": len(moment.training.data), "loss": written(moment.loss), "size": moment.network.size}
    return message("network.start", rate=f"{moment.rate:g}", **told)


def caption(moment: Moment, before: Moment, event: Event) -> Message:
    """The sentence of an update."""
    fell = apart(before.loss, moment.loss, written)
    shown = moment.quantities
    held = shown.get("loss.held")
    heard = message("network.heard", held=written(held)) if held is not None else ""
    told = {"t": moment.cursor, "before": fell[0], "now": fell[1]}
    told |= {"epoch": moment.epoch, "rate": f"{before.rate:g}"}
    if event.kind in ("epoch", "stopped"):
        best = shown.get("epoch.best", 0)
        return message(f"network.{event.kind}", train=written(shown["loss.train"]), heard=heard, best=best, **told)
    if event.kind == "diverged":
        return message("network.diverged", **told)
    if moment.training.settings.batch:
        return message("network.batch", **told)
    if abs(moment.loss - before.loss) <= UNSEEN * abs(before.loss):
        return message("network.stayed", heard=heard, **(told | {"now": written(moment.loss)}))
    return message("network.fell" if moment.loss < before.loss else "network.rose", heard=heard, **told)


def written(loss: float) -> str:
    """A loss in a sentence; a small one with more digits, so that it is seen to move."""
    return sentence(loss, 4 if abs(loss) >= 0.1 else 6)
