"""How large is the window? As the terminal itself says; a variable that was exported once is older than the window."""

from __future__ import annotations

import os

USUAL = (80, 24)
LARGEST = (1_000, 500)
"""Columns and rows of the largest window that is drawn."""


def window_size() -> tuple[int, int]:
    """Columns and rows of the first of our streams that is a terminal; the usual ones where none of them says."""
    for stream in (2, 0, 1):
        try:
            columns, rows = os.get_terminal_size(stream)
        except (OSError, ValueError):
            continue
        if columns > 0 and rows > 0:
            return (min(columns, LARGEST[0]), min(rows, LARGEST[1]))
    return USUAL
