"""Which keys do something at this moment? They are tried: a desk is a value, and what a key makes of it tells."""

from __future__ import annotations

from .desk import Desk
from .press import LOOKING, WRITING

REFUSALS = frozenset({
    "screen.no-sense", "screen.nothing-inside", "screen.nothing-to-choose", "screen.no-knobs", "screen.no-branches",
    "screen.no-formula", "screen.no-code",
    "screen.no-groups", "screen.explore-first", "screen.no-hints", "session.nothing-asked",
    "session.nothing-to-see", "session.chart-nothing-yet",
    "session.outermost", "session.answer-before-looking", "session.answer-first",
    "session.nothing-asked-yet", "session.nothing-to-supply", "session.no-more-hints", "session.at-start",
    "screen.answer-first", "session.no-other-numbers", "screen.no-more-hints", "place.nothing-below",
})  # fmt: skip
"""What is said of a key that does nothing here."""
FAR_REACHING = frozenset({"detective", "first", "last", "onward", "backward", "auto", "solution", "go", "digits"})
"""Keys that always do something, or too much to be tried."""


def useful(desk: Desk) -> frozenset[str]:
    """The keys of the table that do something at this moment: tried, and not refused."""
    table = WRITING if desk.mode == "write" else LOOKING
    return frozenset(key for key, pressed in table.items() if key in FAR_REACHING or not is_refused(pressed(desk)))


def is_refused(desk: Desk) -> bool:
    """Was the last key one that does nothing here?"""
    return desk.said is not None and desk.said.id in REFUSALS
