"""What stands below the network? Losses as curves; histograms of weights and gradients; the confusion of classes."""

from __future__ import annotations

from ....core.laboratory.seen import Histogram, confusion, histograms
from ....core.laboratory.told import loss_curves
from ....core.words.numbers import box
from ...drawing.curves import draw_curves
from ..cells import Role, Row, Run, fit
from ..look import Look
from ..page import filled
from .confusion import confusion_rows
from .desk import LabDesk
from .plan import THREE, TWO

BARS, ASCII_BARS = " ▁▂▃▄▅▆▇█", " .:-=+*#@"
"""Nothing, then eight heights."""
APART = 2
"""Blank cells between the curves and what stands beside them."""


def below_rows(desk: LabDesk, look: Look, height: int) -> list[Row]:
    """What was asked for, or on a wide screen all of it side by side."""
    parts = [_curves, _histograms]
    if desk.lab.run.setup.decision is not None:
        parts.append(_confusion)
    if look.width >= THREE and len(parts) == 3:
        widths = [look.width // 2, look.width - look.width // 2 - 44, 44]
    elif look.width >= TWO:
        parts, widths = parts[:2], [look.width * 3 // 5, look.width - look.width * 3 // 5]
        if desk.below == "confusion":
            parts[1] = _confusion
    else:
        only = {"curves": _curves, "histograms": _histograms, "confusion": _confusion}[desk.below]
        parts, widths = [only], [look.width]
    blocks = [filled(part(desk, look, wide, height), height, wide) for part, wide in zip(parts, widths, strict=True)]
    return [tuple(run for block in blocks for run in block[y]) for y in range(height)]


def _curves(desk: LabDesk, look: Look, width: int, height: int) -> list[Row]:
    # Beside something else the last number of the axis must not touch it.
    room = width - 1 - (APART if width < look.width else 0)
    drawing = draw_curves(loss_curves(desk.lab), room, height, ascii=look.face.ascii, words=look.label)
    return [(Run(" "), *(Run(*run) for run in cells)) for cells in drawing.rows]


def _confusion(desk: LabDesk, look: Look, width: int, height: int) -> list[Row]:
    return confusion_rows(desk.lab.moment, look, width, height) if confusion(desk.lab.moment) is not None else []


def _histograms(desk: LabDesk, look: Look, width: int, height: int) -> list[Row]:
    """For each matrix its weights, then the gradients of the next update, as tall as there is room for."""
    # Of both: what it is, a bracket at each end, and how far from 0 the range goes.
    bins = max(6, min(48, (width - 24) // 2))
    found = histograms(desk.lab.moment, bins)
    chosen, room = desk.lab.chosen.layer, height - 1
    shown = max(1, min(len(found), room))
    first = max(0, min(chosen - 1 - shown // 2, len(found) - shown))
    tall = max(1, min(4, (room + 1) // shown - (room > shown)))
    rows: list[Row] = [fit((Run(f" {look.say('screen.lab-histograms')}", "title"),), width)]
    for layer, (weights, slopes) in list(enumerate(found, 1))[first : first + shown]:
        is_chosen = layer == chosen
        mark = look.glyph("►") if is_chosen else " "
        both = zip(_bars(weights, look, "value", tall), _bars(slopes, look, "gradient", tall), strict=True)
        for at, (left, right) in enumerate(both):
            head = f"{mark}{weights.name:3}" if at == tall - 1 else " " * 4
            sign = look.text("∂") if at == tall - 1 else " "
            rows.append((Run(head, "accent" if is_chosen else "title"), *left, Run(f" {sign[:1]}", "dim"), *right))
        if tall > 1 and len(rows) < height:
            rows.append(())
    return rows


def _bars(histogram: Histogram, look: Look, role: Role, tall: int) -> list[Row]:
    """The counts as heights between the two ends, in so many rows; the number is how far from 0 the ends are."""
    signs = ASCII_BARS if look.face.ascii else BARS
    most = max(1, *histogram.counts)
    heights = [-(-count * 8 * tall // most) for count in histogram.counts]
    rows: list[Row] = []
    for level in range(tall - 1, -1, -1):
        text = "".join(signs[max(0, min(8, height - 8 * level))] for height in heights)
        end = f"{look.text('±')}{box(histogram.high)}"[:6].ljust(6) if level == 0 else " " * 6
        rows.append((Run("[", "rule"), Run(text, role), Run("]", "rule"), Run(end, "dim")))
    return rows
