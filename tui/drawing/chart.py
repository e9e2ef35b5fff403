"""Where does a pair of numbers lie in a chart? A part of a window with two axes, one of which may be logarithmic."""

from __future__ import annotations

import math
from dataclasses import dataclass

from .axes import Range


@dataclass(frozen=True)
class Chart:
    """The part of a window in which curves are drawn, and its ranges."""

    x: int
    y: int
    width: int
    height: int
    across: Range
    up: Range
    log: bool = False

    def column(self, x: float) -> float:
        """Where x lies, in cells from the left; a whole number is the middle of a cell."""
        low, high = self.across
        return (x - low) / (high - low) * (self.width - 1)

    def row(self, y: float) -> float:
        """Where y lies, from the top."""
        low, high = (math.log10(end) for end in self.up) if self.log else self.up
        place = (high - (math.log10(y) if self.log else y)) / (high - low) * (self.height - 1)
        return max(-2.0 * self.height, min(3.0 * self.height, place))

    def x_at(self, column: int) -> float:
        """What lies below a column."""
        low, high = self.across
        return low + column / max(1, self.width - 1) * (high - low)
