"""What is hidden of a frame, and may a number of it be seen? Decided by the quantity to which the number belongs."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ..pictures import Picture
from ..simulations.protocol import Simulation, same

ASKED = "?"
MOST_VALUES = 400
"""Larger arrays are not looked through for a number that is asked."""


@lru_cache(maxsize=8)
def pictures_at(simulation: Simulation, cursor: int) -> tuple[Picture, ...]:
    """The pictures of a frame; kept, because every letter of an answer shows the same ones."""
    return simulation.pictures(cursor)


@dataclass(frozen=True, eq=False)
class Mask:
    """What is hidden of a frame, and what of its news is known already."""

    simulation: Simulation
    cursor: int
    hidden: tuple[str, ...]
    known: frozenset[str] = frozenset()
    """News of the frame that were answered."""
    whole: bool = False
    """Was the frame shown before, so that only what is asked is hidden?"""

    @property
    def is_start(self) -> bool:
        """Does the frame have no event, so that what is asked was there from the beginning?"""
        return self.cursor == 0

    def values(self, names: Collection[str]) -> Iterator[float]:
        """The numbers of quantities of this frame, entry by entry."""
        quantities = self.simulation.frame(self.cursor).quantities
        for name in names:
            yield from numbers(quantities.get(name))

    def holds(self, value: object) -> bool:
        """Is this number one that is asked, with nothing else that could explain it?"""
        return _is_among(value, self._secret)

    def is_known(self, value: object) -> bool:
        """Is it a number that was answered?"""
        return _is_among(value, self._answered)

    def may_show(self, old: object, new: object) -> bool:
        """May a number be seen of which nobody says what it is, where `old` stood before?"""
        if new is None or (isinstance(new, str) and not new):
            return True
        if self.is_start:
            return not self.holds(new)
        if same(old, new):
            return True
        if self.holds(new):
            return False
        return self.whole or self.is_known(new)

    def may_show_named(self, names: Collection[str], old: object, new: object) -> bool:
        """May a number be seen that belongs to one of these quantities?"""
        if any(covers(asked, name) for asked in self.hidden for name in names):
            return False
        if any(name in self.known for name in names) or (self.whole and names):
            return True
        return self.may_show(old, new)

    @property
    def _secret(self) -> tuple[float, ...]:
        return _secret_values(self)

    @property
    def _answered(self) -> tuple[float, ...]:
        return tuple(self.values(sorted(self.known)))


@lru_cache(maxsize=8)
def _secret_values(mask: Mask) -> tuple[float, ...]:
    """The numbers that are asked, without those parts of an array that were answered one by one."""
    quantities = mask.simulation.frame(mask.cursor).quantities
    found: list[float] = []
    for asked in mask.hidden:
        seen = [name for name in quantities if name != asked and name.startswith((f"{asked}.", f"{asked}["))
                and (name in mask.known or mask.whole or not _is_news(mask, name))]  # fmt: skip
        parts = tuple(mask.values(seen))
        found += [value for value in numbers(quantities.get(asked)) if not _is_among(value, parts)]
    return tuple(found)


def _is_news(mask: Mask, name: str) -> bool:
    event = mask.simulation.frame(mask.cursor).event
    return event is not None and name in event.news


def numbers(value: object) -> tuple[float, ...]:
    """The entries of a quantity as numbers; nothing for what is none, and for what is very large."""
    if value is None or isinstance(value, str):
        return ()
    try:
        array = np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        return ()
    return tuple(float(entry) for entry in array.ravel()) if array.size <= MOST_VALUES else ()


def _is_among(value: object, known: tuple[float, ...]) -> bool:
    own = numbers(value)
    return any(abs(one - other) <= 1e-9 * max(1.0, abs(other)) for one in own for other in known)


def covers(asked: str, name: str) -> bool:
    """Does whoever sees `name` see what is asked: the same quantity, its array, or the sum that it completes?"""
    asked_kind, _, asked_rest = asked.partition(".")
    kind, _, rest = name.partition(".")
    stem = asked_rest.partition("[")[0]
    if {asked_kind, kind} <= {"grad", "partial"} and rest.partition("[")[0] == stem:
        return True
    return name == asked or name.startswith(f"{asked}[") or asked.startswith(f"{name}[")
