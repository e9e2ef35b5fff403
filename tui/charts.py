"""What do quantities look like over a whole run? Charts of a page of their own, drawn by plotext.

Screens on which one steps keep charts of their own, which do not move (tui/drawing/curves.py). Only this file imports
plotext; it gives text with colours, which becomes rows with roles here, so that every theme and face can show it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from ..core.arrays import Value
from ..core.errors import SpecError
from ..core.simulations.series import Series, enveloped, stretches
from ..core.words.numbers import box, receipt
from .drawing.axes import Range, Tick, log_ticks, ticks
from .scene.cells import Role, Row, Run, row

if TYPE_CHECKING:
    from types import ModuleType

ROLES: tuple[Role, ...] = ("value", "gradient", "local", "accent", "title", "wrong", "text", "dim")
"""The roles of series, in order; further ones begin anew with another marker."""
_FIRST = 100
"""The colour numbers by which a series is found again in what plotext wrote."""
_LETTERS = tuple("abcdefghijklmnpqrstuvwyz")
"""Without those that are signs already."""
MARKERS = ("braille", "•", "+", "x", "o", "*", "#", "%", *_LETTERS)
ASCII_MARKERS = ("*", "+", "x", "o", "#", "%", "@", "=", *_LETTERS)
SHADES, ASCII_SHADES = "·░▒▓█", ".:-=+*#%@"
"""From the smallest to the largest number of a heat map, where there are no colours."""
VISIBLE = 0.03
"""A dense series strays at least that far, as a share of the axis, before its lowest and highest values are drawn."""
_NUMBER = 9
"""Cells of a number beside its shade, in a heat map with room for it."""
_ASCII_FRAME = str.maketrans({**dict.fromkeys("┌┐└┘├┤┬┴┼", "+"), "─": "-", "│": "|"})
_CODE = re.compile(r"\x1b\[([\d;]*)m")


@dataclass(frozen=True)
class Paper:
    """What a chart is drawn on."""

    width: int
    height: int
    ascii: bool = False
    color: bool = True
    log: bool = False


def lines(found: Sequence[Series], frames: Sequence[int], paper: Paper, along: str, strays: str) -> list[Row]:
    """Series over the frames: a heading that names them, and the chart.

    A dense series is drawn as its mean, between dots at its lowest and highest values; `strays` says so. Raises
    SpecError without any finite number.
    """
    heading = _legend([series.name for series in found], paper)
    plot = _empty(replaced_height(paper, len(heading)))
    shown = [_masked(series.values, paper.log) for series in found]
    ends = _ends(shown, paper.log)
    envelopes = [enveloped(frames, values, max(8, paper.width - 12)) for values in shown]
    dot = "." if paper.ascii else "·"
    for place, dense in enumerate(envelopes):
        wide = 0.0 if dense is None else float(np.mean(np.nan_to_num(dense.high - dense.low)))
        if dense is not None and wide > VISIBLE * (ends[1] - ends[0]):
            said = row((f"{dot} {strays}", "dim"))
            heading += [said] if said not in heading else []
            for edge in (dense.low, dense.high):
                _scatter(plot, dense.frames, edge, dot, _FIRST + place % len(ROLES))
    for place, (values, dense) in enumerate(zip(shown, envelopes, strict=True)):
        color, marker = _FIRST + place % len(ROLES), _marker(place, len(found), paper)
        x, y = (np.asarray(frames, dtype=float), values) if dense is None else (dense.frames, dense.mean)
        for part_x, part_y in _parts(x, y):
            plot.plot(part_x, part_y, marker=marker, color=color)
    _scales(plot, (float(frames[0]), float(frames[-1])), ends, paper)
    plot.xlabel(along)
    return [*heading, *_rows(plot.build(), paper)]


def histogram(values: Value, name: str, paper: Paper) -> list[Row]:
    """How the entries of an array are spread: as many bins as the square root of their number, at most 24."""
    kept = np.ravel(values)[np.isfinite(np.ravel(values))]
    if not kept.size:
        raise SpecError("series.nothing-finite", hint="")
    bins = int(min(24, max(4, np.ceil(np.sqrt(kept.size)))))
    counts, edges = np.histogram(kept, bins=bins)
    heading = [row((f"{name}: {kept.size}", "title"))]
    plot = _empty(replaced_height(paper, len(heading)))
    middles = ((edges[:-1] + edges[1:]) / 2).tolist()
    plot.bar(middles, counts.tolist(), color=_FIRST, width=0.9, marker="#" if paper.ascii else "sd")
    most = [Tick(each.value, each.text) for each in ticks((0.0, float(max(1, counts.max()))), paper.height // 3)]
    _put(plot.yticks, most)
    _put(plot.xticks, ticks((float(edges[0]), float(edges[-1])), max(2, paper.width // 12)))
    return [*heading, *_rows(plot.build(), paper)]


def heat(values: Value, name: str, paper: Paper) -> list[Row]:
    """A matrix as a map from its smallest number to its largest, by signs that grow darker; both ends are written."""
    matrix = np.atleast_2d(values) if np.ndim(values) < 2 else np.reshape(values, (-1, np.shape(values)[-1]))
    kept = matrix[np.isfinite(matrix)]
    if not kept.size:
        raise SpecError("series.nothing-finite", hint="")
    low, high = float(kept.min()), float(kept.max())
    has_numbers = matrix.shape[1] * (_NUMBER + 3) <= paper.width
    wide = 2 if has_numbers else max(1, min(3, paper.width // max(1, matrix.shape[1])))
    shades = ASCII_SHADES if paper.ascii else SHADES
    found = [row((f"{name}: {'×'.join(map(str, np.shape(values)))}", "title"))]
    for line in matrix[: paper.height - 2, : paper.width // wide]:
        runs: list[Run] = []
        for value in line.tolist():
            runs.append(Run(_shade(value, low, high, shades) * wide, "value" if value >= 0 else "gradient"))
            runs += [Run(f" {receipt(value, 4):<{_NUMBER}}", "dim")] if has_numbers else []
        found.append(tuple(runs))
    found.append(row((f"{shades[0]!r} {box(low)}   {shades[-1]!r} {box(high)}", "dim")))
    return found


def table(counts: Value, corner: str) -> list[Row]:
    """A matrix of counts with its classes: a row a true class, a column a predicted one."""
    classes = range(len(counts))
    head, wide = len(corner) + 1, max(len(str(int(count))) for count in np.ravel(counts)) + 3
    found = [row((f"{corner:<{head}}" + "".join(f"{each:>{wide}}" for each in classes), "dim"))]
    for true, line in enumerate(counts):
        cells: list[Run] = [Run(f"{true:<{head}}", "dim")]
        cells += [Run(f"{int(n):>{wide}}", "value" if true == at else "wrong") for at, n in enumerate(line)]
        found.append(tuple(cells))
    return found


def replaced_height(paper: Paper, taken: int) -> Paper:
    """The paper that is left under `taken` rows."""
    return Paper(paper.width, max(6, paper.height - taken), paper.ascii, paper.color, paper.log)


def _shade(value: float, low: float, high: float, shades: str) -> str:
    if not np.isfinite(value):
        return "?"
    share = (value - low) / (high - low) if high > low else 0.5
    return shades[min(len(shades) - 1, int(share * len(shades)))]


def _empty(paper: Paper) -> Any:
    """A clean plotext figure of the size of the paper; plotext keeps one for the whole program."""
    import plotext

    plot: ModuleType = plotext
    made = cast("Any", plot)
    made.clear_figure()
    made.limit_size(False, False)
    made.plotsize(paper.width, paper.height)
    made.theme("clear")
    return made


def _marker(place: int, count: int, paper: Paper) -> str:
    if paper.ascii:
        return ASCII_MARKERS[place % len(ASCII_MARKERS)]
    if (paper.color and place < len(ROLES)) or count == 1:
        return MARKERS[0]
    return MARKERS[place % len(MARKERS)]


def _legend(names: Sequence[str], paper: Paper) -> list[Row]:
    """The names of series with the signs they are drawn with, in as many rows as it takes."""
    found: list[list[Run]] = [[]]
    room = paper.width
    for place, name in enumerate(names):
        sign = _marker(place, len(names), paper)
        text = f"{'⠒⠒' if sign == 'braille' else sign} {name}"[: paper.width]
        if found[-1] and len(text) + 3 > room:
            found.append([])
            room = paper.width
        found[-1] += [Run("   ")] if found[-1] else []
        found[-1].append(Run(text, ROLES[place % len(ROLES)]))
        room -= len(text) + 3
    return [tuple(each) for each in found]


def _masked(values: Value, log: bool) -> Value:
    """The values as they are drawn, powers of ten on a logarithmic axis; NaN for what has no place on it."""
    kept = np.isfinite(values) & ((values > 0) if log else True)
    drawn = np.where(kept, values, np.nan)
    return np.log10(drawn) if log else drawn


def _ends(shown: Iterable[Value], log: bool) -> Range:
    whole = np.concatenate([np.ravel(values) for values in shown])
    kept = whole[np.isfinite(whole)]
    if not kept.size:
        raise SpecError("series.nothing-finite", hint=" > 0" if log else "")
    low, high = float(kept.min()), float(kept.max())
    if low == high:
        around = 0.3 if log else 0.5 * (abs(low) or 1.0)
        return low - around, high + around
    return low, high


def _parts(x: Value, y: Value) -> Iterable[tuple[list[float], list[float]]]:
    """The stretches between gaps."""
    for part in stretches(y):
        yield x[part].tolist(), y[part].tolist()


def _scatter(plot: Any, x: Value, y: Value, marker: str, color: int) -> None:
    kept = np.isfinite(y)
    if kept.any():
        plot.scatter(x[kept].tolist(), y[kept].tolist(), marker=marker, color=color)


def _scales(plot: Any, along: Range, ends: Range, paper: Paper) -> None:
    plot.ylim(*ends)
    if along[0] < along[1]:
        plot.xlim(*along)
    _put(
        plot.xticks, ticks(along, max(2, paper.width // 12)) if along[0] < along[1] else [Tick(along[0], box(along[0]))]
    )
    most = max(2, paper.height // 3)
    if paper.log:
        powers = log_ticks((10.0 ** ends[0], 10.0 ** ends[1]), most)
        _put(plot.yticks, [Tick(float(np.log10(tick.value)), tick.text) for tick in powers])
    else:
        _put(plot.yticks, ticks(ends, most))


def _put(setter: Any, found: Sequence[Tick]) -> None:
    setter([tick.value for tick in found], [tick.text for tick in found])


def _rows(built: str, paper: Paper) -> list[Row]:
    """What plotext wrote, as rows with the roles of the series."""
    found: list[Row] = []
    for line in built.rstrip("\n").split("\n"):
        role: Role = "dim"
        runs: list[Run] = []
        for at, part in enumerate(_CODE.split(line)):
            if at % 2:
                number = re.fullmatch(r"38;5;(\d+)", part)
                role = ROLES[(int(number[1]) - _FIRST) % len(ROLES)] if number else "dim"
            elif part:
                text = part.translate(_ASCII_FRAME) if paper.ascii else part
                runs.append(Run(text, role))
        found.append(tuple(runs))
    return [each for each in found if each]
