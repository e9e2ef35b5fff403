"""How long ago was something? In words that are exact enough and need no calendar: minutes, hours, days, months."""

from __future__ import annotations

from ..look import Look

UNITS = (("months", 30 * 86400), ("days", 86400), ("hours", 3600), ("minutes", 60))


def ago(then: float, now: float, look: Look) -> str:
    """How long before `now` it was `then`, both in seconds since 1970; a clock that was set back makes it just now."""
    for unit, seconds in UNITS:
        count = int((now - then) // seconds)
        if count >= 1:
            return look.say(f"screen.ago-{unit}", count=count)
    return look.say("screen.ago-moment")
