"""What does a chart look like as an image? SVG with strokes and axes, without fonts or files from elsewhere."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from html import escape

import numpy as np

from ..core.arrays import Value
from ..core.errors import SpecError
from ..core.simulations.series import Series, stretches
from .drawing.axes import Range, Tick, log_ticks, ticks
from .drawing.svg import FONTS

SIZE = (900, 420)
"""Width and height, in pixels."""
ROOM = (80, 20, 46, 46)
"""Left, right, above and below the axes; a heading of several lines makes more room above."""
STROKES = ("", "9 4", "3 3", "12 3 3 3", "2 6", "16 6")
"""Dashes, so that series can be told apart on paper without colours."""
INKS = ("#0a6b74", "#b3400e", "#5b4b00", "#20559b", "#7a1fa2", "#333333")


def lines_svg(found: Sequence[Series], frames: Sequence[int], *, log: bool, along: str) -> str:
    """Series over the frames as an image. Raises SpecError without any number that can be drawn."""
    shown = [
        np.where(np.isfinite(each.values) & ((each.values > 0) | (not log)), each.values, np.nan) for each in found
    ]
    kept = np.concatenate([each[np.isfinite(each)] for each in shown])
    if not kept.size:
        raise SpecError("series.nothing-finite", hint=" > 0" if log else "")
    low, high = float(kept.min()), float(kept.max())
    if low == high:
        low, high = (low / 2, high * 2) if log else (low - 0.5 * (abs(low) or 1), high + 0.5 * (abs(high) or 1))
    x_ends, y_ends = (float(frames[0]), float(max(frames[-1], frames[0] + 1))), (low, high)
    width, height = SIZE
    left, right, above, below = ROOM
    above += 18 * ((len(found) - 1) // 3)

    def at(x: float, y: float) -> tuple[float, float]:
        share = _share(y, y_ends, log)
        return (left + (x - x_ends[0]) / (x_ends[1] - x_ends[0]) * (width - left - right),
                height - below - share * (height - above - below))  # fmt: skip

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="{FONTS}" font-size="13">',
        '<rect width="100%" height="100%" fill="#ffffff"/>',
        f'<path d="M{left} {above}V{height - below}H{width - right}" fill="none" stroke="#444"/>',
        *_axis(((at(tick.value, low)[0], tick.text) for tick in ticks(x_ends, 9)), height - below, across=True),
        *_axis(((at(x_ends[0], tick.value)[1], tick.text) for tick in _y_ticks(y_ends, log)), left, across=False),
        f'<text x="{width - right}" y="{height - 8}" text-anchor="end" fill="#444">{escape(along)}</text>',
    ]
    for place, (series, values) in enumerate(zip(found, shown, strict=True)):
        parts += _stroke(place, series.name, [at(x, y) for x, y in zip(frames, values.tolist(), strict=True)])
    return "\n".join([*parts, "</svg>"]) + "\n"


def _share(value: float, ends: Range, log: bool) -> float:
    low, high, value = (math.log10(each) for each in (*ends, value)) if log and value > 0 else (*ends, value)
    return (value - low) / (high - low)


def _y_ticks(ends: Range, log: bool) -> list[Tick]:
    return (log_ticks if log else ticks)(ends, 8)


def _axis(found: Iterable[tuple[float, str]], edge: int, *, across: bool) -> list[str]:
    """The numbers of an axis, each beside a short stroke."""
    parts: list[str] = []
    for place, text in found:
        x, y, dash = (
            (place, edge + 18, f"M{place:.1f} {edge}v5") if across else (edge - 8, place + 4, f"M{edge} {place:.1f}h-5")
        )
        anchor = "middle" if across else "end"
        parts.append(f'<path d="{dash}" stroke="#444"/>')
        parts.append(f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="#222">{escape(text)}</text>')
    return parts


def _stroke(place: int, name: str, points: Sequence[tuple[float, float]]) -> list[str]:
    """A series as strokes between its gaps, single values as dots, and its name in the heading."""
    ink, dashes = INKS[place % len(INKS)], STROKES[(place + place // len(INKS)) % len(STROKES)]
    x, y = 90 + 270 * (place % 3), 20 + 18 * (place // 3)
    parts = [
        f'<path d="M{x} {y - 4}h28" stroke="{ink}" stroke-width="2" stroke-dasharray="{dashes}"/>',
        f'<text x="{x + 34}" y="{y}" fill="#222">{escape(name)}</text>',
    ]
    for part in _stretches(np.array(points)):
        if len(part) == 1:
            parts.append(f'<circle cx="{part[0, 0]:.1f}" cy="{part[0, 1]:.1f}" r="2.5" fill="{ink}"/>')
        else:
            path = "L".join(f"{at[0]:.1f} {at[1]:.1f}" for at in part)
            parts.append(
                f'<path d="M{path}" fill="none" stroke="{ink}" stroke-width="1.6" stroke-dasharray="{dashes}"/>'
            )
    return parts


def _stretches(points: Value) -> list[Value]:
    return [points[part] for part in stretches(points[:, 1])]
