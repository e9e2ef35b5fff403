"""How is the laboratory's screen divided? By its size alone, so that nothing moves while it trains."""

from __future__ import annotations

from dataclasses import dataclass

from ..look import Look

BESIDE = 160
"""Cells from which on two timelines stand side by side, whole."""
THREE = 150
"""Cells from which on curves, histograms and confusion stand beside each other; from `TWO` on the first two."""
TWO = 110
KNOBS = 2
"""Rows of the knobs before a whole room."""


@dataclass(frozen=True)
class Zones:
    """Rows and columns of everything."""

    knobs: int
    network: int
    below: int
    """Rows of the knobs, of the network with its titles, of the curves."""
    side: int
    """Columns of the plane at the right, which stands beside knobs and network."""
    left: int
    """Columns of what is at its left."""
    told: int
    """Rows of losses below the plane."""

    @property
    def middle(self) -> int:
        """Rows beside which the plane stands."""
        return self.knobs + self.network


def zones(look: Look) -> Zones:
    """The rows and columns of a screen."""
    if look.face.projector:
        return _projected(look)
    spare = max(0, look.height - 24)
    knobs = 2 + (spare >= 6)
    below = max(3, min(12, 6 + spare // 5 + min(0, look.height - 24)))
    network = look.height - 4 - knobs - below
    side = 28 if look.width < 100 else 16 + look.width // 4
    side = min(side, look.width - 34)
    return Zones(knobs, network, below, side, look.width - side - 1, 3)


def _projected(look: Look) -> Zones:
    """For a whole room: what is turned, the network and the plane, as large as they get, and the losses as numbers."""
    side = min(max(28, look.width * 2 // 5), look.width - 34)
    return Zones(KNOBS, look.height - 4 - KNOBS, 0, side, look.width - side - 1, 3)
