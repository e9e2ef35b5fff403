"""Which rectangle of cells? The place of a box, the room for a label, the window on a drawing."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Area:
    """A rectangle of cells of a layout."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """The first column behind it."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """The first row below it."""
        return self.y + self.height

    def touches(self, other: Area) -> bool:
        """Whether the two have a cell in common."""
        across = self.x < other.right and other.x < self.right
        return across and self.y < other.bottom and other.y < self.bottom

    def spans(self, other: Area) -> bool:
        """Whether the columns of the other are all among those of this one."""
        return self.x <= other.x and other.right <= self.right
