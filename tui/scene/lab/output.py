"""What stands at the right of the laboratory? What the network says over the plane, with the samples, and how well."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ....core.laboratory.told import FARTHEST, TENFOLD, Losses, losses
from ....core.pictures import CurvesPicture, PlanePicture
from ....core.simulations.network.drawn import fitted_curve, regions
from ....core.simulations.network.moment import Moment
from ....core.words import message
from ....core.words.numbers import receipt
from ...drawing.curves import draw_curves
from ...drawing.plane import draw_plane
from ..cells import Row, Run, ends
from ..look import Look
from ..page import filled
from .confusion import confusion_rows
from .desk import LabDesk

LOWEST = 9
"""Rows of a plane that can be read."""


def output_rows(desk: LabDesk, look: Look, width: int, height: int, told: int) -> list[Row]:
    """The plane of the output, of two timelines one below the other, and the losses."""
    lab = desk.lab
    if len(lab.runs) > 1:
        # Where two planes would be too low to be read, that of the timeline on which keys act is there alone.
        places = [0, 1] if height - told >= 2 * LOWEST else [lab.active]
        each, rows = (height - told) // len(places), list[Row]()
        for place in places:
            run = lab.runs[place]
            rows += filled(_plane(run.moment(run.reach(lab.cursor)), look, width, each, "AB"[place]), each, width)
        both = [losses(run.moment(run.reach(lab.cursor))) for run in lab.runs]
        return [*rows, *_two(both, look, width)]
    plane = filled(_plane(lab.moment, look, width, height - told, ""), height - told, width)
    return [*plane, *_one(losses(lab.moment), look, width)]


def _plane(moment: Moment, look: Look, width: int, height: int, letter: str) -> list[Row]:
    picture: PlanePicture | CurvesPicture | None = regions(moment) or fitted_curve(moment)
    if isinstance(picture, PlanePicture):
        title = message("lab.of-timeline", letter=letter, name=picture.title) if letter else picture.title
        drawing = draw_plane(replace(picture, title=title if letter else ""), width, height, ascii=look.face.ascii,
                             words=look.label)  # fmt: skip
    elif picture is not None:
        drawing = draw_curves(picture, width, height, ascii=look.face.ascii, words=look.label)
    else:
        return confusion_rows(moment, look, width, height)
    return [tuple(Run(*run) for run in cells) for cells in drawing.rows]


def _one(now: Losses, look: Look, width: int) -> list[Row]:
    """The losses of one timeline: training, held out, the gap; the hits of both."""
    gap = _gap(now.gap)
    rows = [_row(look.say("screen.lab-loss"), _number(now.training), "", look, width)]
    if now.held is not None:
        rows.append(_row(look.say("screen.lab-held"), _number(now.held), look.text(gap), look, width))
    if now.hits is not None:
        held = "" if now.held_hits is None else f"{100.0 * now.held_hits:.0f} %"
        rows.append(_row(look.say("screen.lab-hits"), f"{100.0 * now.hits:.0f} %", held, look, width))
    return rows


def _gap(gap: float | None) -> str:
    """By how much the held-out loss is larger: in percent, or from tenfold on how many times."""
    if gap is None:
        return ""
    return (
        f"{100.0 * gap:+.0f} %"
        if gap < TENFOLD
        else f"×{gap + 1.0:.0f}"
        if gap < FARTHEST
        else f">×{FARTHEST + 1.0:.0f}"
    )


def _two(both: Sequence[Losses], look: Look, width: int) -> list[Row]:
    """The losses of two timelines, beside each other, each with its letter."""
    first, second = both
    rows = [
        _row(look.say("screen.lab-loss"), *_lettered(_number(first.training), _number(second.training)), look, width)
    ]
    if first.held is not None or second.held is not None:
        rows.append(
            _row(look.say("screen.lab-held"), *_lettered(_number(first.held), _number(second.held)), look, width)
        )
    if first.hits is not None or second.hits is not None:
        left, right = ("" if one.hits is None else f"{100.0 * one.hits:.0f} %" for one in both)
        rows.append(_row(look.say("screen.lab-hits"), *_lettered(left, right), look, width))
    return rows


def _lettered(first: str, second: str) -> tuple[str, str]:
    return f"A {first:>6}", f"B {second:>6}"


def _row(name: str, first: str, second: str, look: Look, width: int) -> Row:
    """A name and two numbers, in columns that never move."""
    room = max(6, (width - 11) // 2)
    wide = min(room, 8)
    head = Run(f" {look.cut(name, 9):9} ", "dim")
    cells: Row = (head, Run(first.rjust(wide), "value"), Run(f" {second}".rjust(wide), "text"))
    return ends(cells, (), width)


def _number(value: float | None) -> str:
    return "" if value is None else receipt(value, 4)
