"""Which variables may reach the toolkit of the full screen? Those that cannot break it; the window says its size."""

from __future__ import annotations

from collections.abc import MutableMapping

from ..core.whole import whole

COLORS = frozenset({"auto", "standard", "256", "truecolor"})
KNOWN = frozenset({"TEXTUAL_COLOR_SYSTEM", "TEXTUAL_DISABLE_KITTY_KEY", "TEXTUAL_ANIMATIONS"})
LONGEST_ESCAPE = 1_000
"""Milliseconds in which an Escape may still become an arrow."""


def harmless(environment: MutableMapping[str, str]) -> None:
    """Takes out what would end the full screen or draw it for another window.

    Textual takes a colour system that does not exist for a defect, and a size that a shell has exported for the
    window's, whatever became of the window since.
    """
    for name in ("COLUMNS", "LINES", *[name for name in environment if name.startswith("TEXTUAL_")]):
        if name not in KNOWN:
            environment.pop(name, None)
    if environment.get("TEXTUAL_COLOR_SYSTEM", "auto") not in COLORS:
        del environment["TEXTUAL_COLOR_SYSTEM"]
    delay = whole(environment.get("ESCDELAY", ""))
    if delay is None or delay > LONGEST_ESCAPE:
        environment.pop("ESCDELAY", None)
