"""What do curves look like as text? Charts with axes by plotext, as rows of runs like every other drawing.

The first curve is drawn in Braille dots and the second in single dots (`*` and `.` in ASCII), so no meaning needs a
colour; with more than one curve a legend names them. Marked points are their own texts, the current one in brackets.
plotext has one global figure: it is cleared before every drawing, and told not to look at the size of the terminal.
"""

from __future__ import annotations

import re

from ...core.pictures import Curve, CurvesPicture
from .graph.area import Area
from .graph.canvas import Canvas, Drawing, Role

MARKERS = ("braille", "·", "+", "x")
ASCII_MARKERS = ("*", ".", "+", "x")
AXES = str.maketrans("┌┐└┘├┤┬┴┼─│", "+++++++++-|")
LEGEND = str.maketrans("⢕·", "*.")
MARGIN = 2
"""Cells left of the frame that are free in its first and last row, whatever the numbers are."""
LARGEST = 1e12
"""What is further away would leave no room beside the numbers of its axis."""
_PARTS: tuple[tuple[Role, str], ...] = (("accent", r"\[[^\]\s]+\]"), ("gradient", r"[⠁-⣿*]+"), ("value", r"[·]+"))
_RUNS = re.compile("|".join(f"(?P<{role}>{pattern})" for role, pattern in _PARTS))


def draw_curves(picture: CurvesPicture, width: int, height: int, *, ascii: bool = False) -> Drawing:
    """The picture in a window of `width` times `height` cells."""
    canvas = Canvas(Area(0, 0, width, height))
    for y, line in enumerate(_chart(picture, width, height, ascii).splitlines()[:height]):
        canvas.put(0, y, line, "dim")
        for found in _RUNS.finditer(line):
            canvas.put(found.start(), y, found.group(), _role(found.lastgroup))
    # The corners left of the axes are free: the frame begins at the width of the numbers.
    canvas.put(0, 0, picture.y_name[:MARGIN], "dim")
    canvas.put(0, height - 1, picture.x_name[:MARGIN], "dim")
    return canvas.drawing()


def _role(name: str | None) -> Role:
    return next(role for role, _ in _PARTS if role == name)


def _chart(picture: CurvesPicture, width: int, height: int, ascii: bool) -> str:
    """The chart as text without colours."""
    # Imported when a curve is drawn: the other pictures do without, and a lesson opens sooner.
    import plotext

    plotext.clear_figure()
    plotext.limit_size(False, False)
    plotext.plotsize(width, height)
    plotext.theme("clear")
    drawn = [(curve, *_drawable(curve, picture.log)) for curve in picture.curves]
    for place, (curve, xs, ys) in enumerate(drawn):
        marker = (ASCII_MARKERS if ascii else MARKERS)[place % len(MARKERS)]
        if xs:
            label = curve.name if len(picture.curves) > 1 else None
            plotext.plot(xs, ys, marker=marker, label=label)
    if picture.log and any(ys for _, _, ys in drawn):
        plotext.yscale("log")
    for point in picture.points:
        if _fits(point.x, point.y) and (point.y > 0 or not picture.log):
            text = f"[{point.text}]" if point.current else point.text
            plotext.text(text, point.x, point.y, alignment="center")
    text = plotext.uncolorize(plotext.build())
    plotext.clear_figure()
    return text.translate(AXES | LEGEND) if ascii else text


def _drawable(curve: Curve, log: bool) -> tuple[list[float], list[float]]:
    """The coordinates that have a place on the axes."""
    kept = [(x, y) for x, y in curve.points if _fits(x, y) and (y > 0 or not log)]
    return [x for x, _ in kept], [y for _, y in kept]


def _fits(x: float, y: float) -> bool:
    """NaN and infinities do not."""
    return abs(x) <= LARGEST and abs(y) <= LARGEST
