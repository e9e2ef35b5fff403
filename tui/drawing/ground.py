"""What is everything of a plane drawn on? Its cells: where a place lies among them, and how they are shaded."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ...core.pictures import PlanePicture
from .graph.area import Area
from .graph.canvas import Canvas, Named, Role, on_shade
from .shades import cell_shades, sign_of


class Scale:
    """From coordinates to cells."""

    def __init__(self, picture: PlanePicture, area: Area) -> None:
        self.x, self.y = picture.x_range, picture.y_range
        self.area, self.width, self.height = area, max(2, area.width), max(2, area.height)

    def holds(self, x: float, y: float) -> bool:
        """Does this point lie in the picture?"""
        return self.x[0] <= x <= self.x[1] and self.y[0] <= y <= self.y[1]

    def misses(self, x: float, y: float) -> bool:
        """Is this a point, and outside?"""
        return math.isfinite(x) and math.isfinite(y) and not self.holds(x, y)

    def column(self, x: float) -> int:
        return round((x - self.x[0]) / (self.x[1] - self.x[0]) * (self.width - 1))

    def row(self, y: float) -> int:
        return round((self.y[1] - y) / (self.y[1] - self.y[0]) * (self.height - 1))

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Where a point lies, in cells; the middle of a cell is half a cell from its corner."""
        across, up = (x - self.x[0]) / (self.x[1] - self.x[0]), (self.y[1] - y) / (self.y[1] - self.y[0])
        far = 3.0 * max(self.width, self.height)
        column, row = across * (self.width - 1) + 0.5, up * (self.height - 1) + 0.5
        return max(-far, min(far, column)), max(-far, min(far, row))


@dataclass(frozen=True, eq=False)
class Ground:
    """What everything of a plane is drawn on: cells, shaded where there is a field."""

    canvas: Canvas
    scale: Scale
    levels: npt.NDArray[np.int_] | None
    ascii: bool

    def paint(self) -> None:
        """The shades, and their signs."""
        if self.levels is None:
            return
        area = self.scale.area
        for row, roles in enumerate(cell_shades(self.levels)):
            for column, role in enumerate(roles):
                sign = sign_of(self.level(column, row), column, row, self.ascii)
                self.canvas.put(area.x + column, area.y + row, sign, role)

    def level(self, column: int, row: int) -> int:
        """The shade of a cell as a whole: that of its weaker half, or of none between two sides."""
        if self.levels is None:
            return 0
        upper, lower = int(self.levels[2 * row, column]), int(self.levels[2 * row + 1, column])
        return min(upper, lower, key=abs) if upper * lower > 0 else 0

    def role(self, column: int, row: int, role: Named) -> Role:
        """A role on the shade of a cell."""
        if self.levels is None:
            return role
        halves = (int(self.levels[2 * row + 1, column]), int(self.levels[2 * row, column]))
        return on_shade(role, max(halves, key=abs))

    def dot(self, column: int, row: int, text: str, role: Named) -> None:
        """A text whose cells lie in the plane; what lies outside is left out."""
        area = self.scale.area
        for at, letter in enumerate(text, column):
            if 0 <= at < self.scale.width and 0 <= row < self.scale.height:
                self.canvas.put(area.x + at, area.y + row, letter, self.role(at, row, role))

    def clear(self, column: int, row: int) -> None:
        """No sign beside a point, so that it can be read without colours; the shade stays."""
        if 0 <= column < self.scale.width and 0 <= row < self.scale.height:
            x, y = self.scale.area.x + column, self.scale.area.y + row
            self.canvas.put(x, y, " ", self.canvas.roles[y - self.canvas.window.y][x - self.canvas.window.x])
