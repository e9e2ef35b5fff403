"""How does a tangent look in character cells? A short straight stroke through its point, as long at every slope."""

from __future__ import annotations

from math import copysign, hypot, isfinite, isnan, log

from ...core.pictures import Tangent
from ...core.words import message
from ...core.words.numbers import box
from .chart import Chart
from .dots import ACROSS, BLANK, DOWN, letter, strokes
from .graph.canvas import Canvas
from .labels import Words

PART, SHORTEST, LONGEST = 0.28, 10.0, 60.0
"""Which part of the width it takes to each side; and how many dots, at least and at most."""
LEVEL, STEEP = 0.4, 2.4
"""Dots down a dot across, below and above which a stroke is a level one or an upright one in ASCII."""


def draw_tangent(canvas: Canvas, chart: Chart, tangent: Tangent, ascii: bool) -> None:
    """A stroke through the point where a tangent touches its curve; nothing where that is outside, or no slope is."""
    inside = chart.across[0] <= tangent.x <= chart.across[1] and chart.up[0] <= tangent.y <= chart.up[1]
    if isnan(tangent.slope) or not inside:
        return
    x, y = chart.column(tangent.x), chart.row(tangent.y)
    right, down = direction(chart, tangent)
    length = min(LONGEST, max(SHORTEST, PART * chart.width * ACROSS))
    right, down = right * length / ACROSS, down * length / DOWN
    if ascii:
        _signs(canvas, chart, (x, y), (right, down))
        return
    ends = ((x - right + 0.5, y - down + 0.5), (x + right + 0.5, y + down + 0.5))
    if right < 1e-9:
        ends = (ends[0], (ends[0][0] + 1e-6, ends[1][1]))
    for (column, row), bits in strokes(ends, 0, chart.width, chart.height).items():
        under = ord(canvas.letter(chart.x + column, chart.y + row)) - BLANK
        canvas.put(chart.x + column, chart.y + row, letter(bits | (under if 0 <= under < 256 else 0)), "accent")


def slope_told(tangent: Tangent, room: int, words: Words) -> str:
    """What is told of the slope in a row of the heading, where it has room; no row is added, so nothing jumps."""
    name, number = words(tangent.name), box(tangent.slope)
    texts = (f"{words(message('picture.tangent', slope=tangent.name))} = {number}", f"{name} = {number}", f"= {number}")
    return next((text for text in texts if len(text) <= room), "")


def direction(chart: Chart, tangent: Tangent) -> tuple[float, float]:
    """To the right and down, in dots, of length 1: dots lie as close across as down."""
    low, high = chart.across
    right = (chart.width - 1) * ACROSS / (high - low)
    if chart.log:
        # On a logarithmic axis a slope counts relative to the value.
        span, slope = log(chart.up[1] / chart.up[0]), tangent.slope / tangent.y
    else:
        span, slope = chart.up[1] - chart.up[0], tangent.slope
    down = -slope * (chart.height - 1) * DOWN / span
    size = hypot(right, down)
    # A root at 0 has an upright tangent.
    return (right / size, down / size) if isfinite(size) else (0.0, copysign(1.0, -slope))


def _signs(canvas: Canvas, chart: Chart, at: tuple[float, float], half: tuple[float, float]) -> None:
    """In ASCII every cell on the way has the sign of the direction."""
    right, down = half
    steep = abs(down * DOWN) / max(1e-9, right * ACROSS)
    sign = "-" if steep < LEVEL else "|" if steep > STEEP else "\\" if down > 0 else "/"
    steps = max(2, round(2 * max(right, abs(down))))
    for step in range(-steps, steps + 1):
        column, row = round(at[0] + right * step / steps), round(at[1] + down * step / steps)
        if 0 <= column < chart.width and 0 <= row < chart.height:
            canvas.put(chart.x + column, chart.y + row, sign, "accent")
