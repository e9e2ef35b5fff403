"""How does one move in the laboratory? By updates and epochs, to the ends, to a place, from unit to unit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ..errors import PlaceError
from ..formula.tree import Name, substitute
from ..simulations.watches import read_watch, seen
from ..whole import whole
from ..words import message
from ..words.names import bare
from .state import BIAS, Choice, Lab

EPOCHS, BEST, START = ("epoch", "epoca"), ("best", "mejor"), ("start", "inicio")
"""Words for places; accents are left out before they are compared."""


def stepped(lab: Lab, by: int) -> Lab:
    """Some updates further or back, on every timeline."""
    target = max(0, lab.cursor + by)
    last = max(run.reach(target) for run in lab.runs)
    if by > 0 and last <= lab.cursor:
        return lab.saying(message("lab.ended", cursor=lab.cursor))
    if by < 0 and lab.cursor == 0:
        return lab.saying(message("lab.at-start"))
    return replace(lab, cursor=min(target, last), said=None)


def ran(lab: Lab, by: int, stop: Callable[[], bool] | None = None) -> Lab:
    """At most so many updates further; to the first one after which a watch holds, or until `stop` says so."""
    watches = [watch for watch in lab.watches if watch.stops]
    if not watches:
        target = max(run.reach(lab.cursor + by, stop) for run in lab.runs)
        return replace(lab, cursor=max(lab.cursor, target))
    for _ in range(by):
        following = stepped(lab, 1)
        if following.cursor == lab.cursor:
            return following
        lab = following
        for watch in watches:
            if seen(watch, lab.run, lab.at):
                return lab.saying(message("lab.watch-holds", text=watch.text, cursor=lab.cursor))
        if stop is not None and stop():
            break
    return lab


def epoch(lab: Lab, by: int) -> Lab:
    """To the end of this epoch, or the end of the one before."""
    each = lab.per_epoch
    here = lab.cursor // each
    target = (here + by) * each if by > 0 or lab.cursor % each == 0 else here * each
    return stepped(lab, target - lab.cursor)


def to_edge(lab: Lab, forwards: bool) -> Lab:
    """Back to the start; on to the farthest update that was made so far."""
    farthest = max(run.training.far for run in lab.runs)
    return replace(lab, cursor=farthest if forwards else 0, said=None)


def place_of(lab: Lab, typed: str) -> int:
    """The update that was typed: its number, `epoch 5`, or `best`, the one with the lowest held-out loss so far.

    Raises PlaceError.
    """
    first, _, rest = bare(typed.strip().lower()).partition(" ")
    number = whole(rest if first in EPOCHS else first)
    if number is not None and number >= 0 and not (rest and first not in EPOCHS):
        return number * lab.per_epoch if first in EPOCHS else number
    if first in BEST and lab.run.training.held_out is not None:
        return lab.run.training.best_epoch * lab.per_epoch
    if first in START:
        return 0
    raise PlaceError("lab.no-such-place", got=typed.strip()[:20])


def next_unit(lab: Lab, by: int) -> Lab:
    """The unit after the chosen one, from column to column; round at the ends."""
    units = [(layer, unit) for layer, count in enumerate(lab.sizes) for unit in range(count)]
    here = units.index((lab.chosen.layer, lab.chosen.unit))
    layer, unit = units[(here + by) % len(units)]
    return replace(lab, chosen=Choice(layer, unit, None if layer == 0 else 0), said=None)


def next_layer(lab: Lab, by: int = 1) -> Lab:
    """The first unit of the next column."""
    layer = (lab.chosen.layer + by) % len(lab.sizes)
    return replace(lab, chosen=Choice(layer, 0, None if layer == 0 else 0), said=None)


def next_weight(lab: Lab, by: int = 1) -> Lab:
    """The next weight into the chosen unit: from each unit before it, the bias, then the unit itself."""
    chosen = lab.chosen
    if chosen.layer == 0:
        return lab.saying(message("lab.no-weights"))
    biases = (BIAS,) if lab.run.setup.settings.bias else ()
    sources = (None, *range(lab.sizes[chosen.layer - 1]), *biases)
    source = sources[(sources.index(chosen.source) + by) % len(sources)]
    return replace(lab, chosen=replace(chosen, source=source), said=None)


def watching(lab: Lab, text: str) -> Lab:
    """One watch more. Raises as `read_watch` does.

    `loss` is the loss that the laboratory shows, over all training samples, and not that of one batch.
    """
    watch = read_watch(text, lab.run)
    tree = substitute(watch.tree, {"loss": Name("loss.train")})
    return replace(lab, watches=(*lab.watches, replace(watch, tree=tree)))
