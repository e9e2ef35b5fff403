"""What may be seen in pictures while something in them is asked? Everything but that, quantity by quantity.

A number in a picture belongs to a quantity: by its place in a graph, by the name of its column or its grid, or because
a quantity has that very value. What is asked is `?` wherever it stands. What the event of the frame brings besides is
`?` as well, as long as it was neither answered nor shown; what was, stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import zip_longest
from typing import Any

from ..pictures import (
    Bar,
    BarsPicture,
    CodePicture,
    CurvesPicture,
    GraphPicture,
    GridPicture,
    Label,
    NetworkPicture,
    Picture,
    PlanePicture,
    TablePicture,
)
from ..simulations.protocol import same
from ..words import Message
from .mask import ASKED, Mask, covers, pictures_at
from .masked_curves import masked_curves
from .masked_grids import masked_grids


def masked_pictures(mask: Mask, is_judging: bool = False) -> tuple[Picture, ...]:
    """The pictures of the frame, with `?` for what is hidden; while a question is open no mark tells what is wrong."""
    shown = _masked_pictures(mask)
    if not is_judging:
        return shown
    return tuple(_unmarked(picture) if isinstance(picture, PlanePicture) else picture for picture in shown)


def _unmarked(picture: PlanePicture) -> PlanePicture:
    """Marked points could be counted, and the next one would be known to be right or wrong."""
    return replace(picture, points=tuple(replace(point, is_wrong=False) for point in picture.points))


def _masked_pictures(mask: Mask) -> tuple[Picture, ...]:
    after = pictures_at(mask.simulation, mask.cursor)
    if not mask.hidden:
        return after
    before = list(pictures_at(mask.simulation, max(0, mask.cursor - 1)))
    found: list[Picture] = []
    for picture in after:
        old = _of_before(before, picture)
        if old is not None:
            before.remove(old)
        shown = masked(mask, old, picture)
        found += [] if shown is None else [shown]
    return tuple(found)


def _of_before(before: list[Picture], picture: Picture) -> Picture | None:
    """The same picture in the frame before: a table is known by its columns, wherever it stood."""
    alike = [one for one in before if type(one) is type(picture)]
    if isinstance(picture, TablePicture):
        twins = [one for one in alike if isinstance(one, TablePicture) and one.columns == picture.columns]
        alike = [*twins, *alike]
    return alike[0] if alike else None


def masked(mask: Mask, old: Picture | None, new: Picture) -> Picture | None:
    """One picture with what is hidden left out; None where nothing of it may be seen."""
    match new:
        case GraphPicture():
            return _graph(mask, new)
        case TablePicture():
            return _table(mask, old if isinstance(old, TablePicture) else None, new)
        case PlanePicture():
            return _plane(mask, old if isinstance(old, PlanePicture) else None, new)
        case CurvesPicture():
            return masked_curves(mask, old if isinstance(old, CurvesPicture) else None, new)
        case GridPicture():
            return masked_grids(mask, old if isinstance(old, GridPicture) else None, new)
        case BarsPicture():
            return _bars(mask, old if isinstance(old, BarsPicture) else None, new)
        case NetworkPicture():
            return _network(mask, old if isinstance(old, NetworkPicture) else None, new)
        case CodePicture():
            return _code(mask, old if isinstance(old, CodePicture) else None, new)


def _graph(mask: Mask, new: GraphPicture) -> GraphPicture:
    """Every box and wire says which quantity it holds."""
    simulation, here = mask.simulation, mask.cursor
    known = simulation.frame(max(0, here - 1)).quantities

    def seen(*names: str) -> bool:
        own = [name for name in names if name in simulation.names]
        if any(covers(asked, name) for asked in mask.hidden for name in own):
            return False
        return not own or mask.whole or mask.is_start or any(name in known or name in mask.known for name in own)

    values = {box: value for box, value in new.values.items() if seen(f"value.{box}", box)}
    gradients = {
        box: total for box, total in new.gradients.items()
        if seen(f"grad.{box}", f"partial.{box}") and not _is_brought(mask, box)
    }  # fmt: skip
    locals_ = {(child, slot): slope for (child, slot), slope in new.locals.items() if seen(f"local.{child}.{slot}")}
    before = _total_before(mask, new)
    partial = frozenset(box for box in new.partial if box in gradients) | frozenset(before)
    return replace(new, values=values, gradients=gradients | before, locals=locals_, partial=partial)


def _is_brought(mask: Mask, box: str) -> bool:
    """Does a contribution that is asked make the gradient of a box? Then the sum would tell it."""
    wires = [asked.rpartition(".") for asked in mask.hidden if asked.startswith("contribution.")]
    edges = {(child.partition(".")[2], int(slot)) for child, _, slot in wires if slot.isdecimal()}
    pictures = pictures_at(mask.simulation, mask.cursor)
    drawn = next((one for one in pictures if isinstance(one, GraphPicture)), None)
    return drawn is not None and any(
        wire.parent == box and (wire.child, wire.slot) in edges for wire in drawn.diagram.wires
    )


def _total_before(mask: Mask, new: GraphPicture) -> dict[str, object]:
    """What had arrived at a box before the frame, where the sum of now is asked."""
    if mask.is_start:
        return {}
    before = pictures_at(mask.simulation, mask.cursor - 1)
    old = next((one for one in before if isinstance(one, GraphPicture)), None)
    if old is None or old.diagram != new.diagram:
        return {}
    asked = {name.partition(".")[2].partition("[")[0] for name in mask.hidden if name.startswith(("grad.", "partial."))}
    open_ = [box for box in old.partial if box in asked or _is_brought(mask, box)]
    return {box: old.gradients[box] for box in open_ if box in old.gradients}


def _table(mask: Mask, old: TablePicture | None, new: TablePicture) -> TablePicture:
    """In the row of the event, the columns before the one that is asked lead to it, and may be seen."""
    rows = [list(cells) for cells in new.rows]
    before = () if old is None else old.rows
    row = new.current
    named = [at for at, name in enumerate(new.columns) if _asks_for(mask, name)]
    scrolled = len(before) == len(rows) > 1 and all(map(_same_row, before[1:], new.rows[:-1]))
    fixed = len(before) == len(rows) and not (
        scrolled and old is not None and row == len(rows) - 1 and row == old.current
    )
    for place, cells in enumerate(rows):
        if not fixed and place == row and not mask.is_start:
            first = min(named, default=0)
            rows[place] = [
                cell if at < first or _is_name(at, cell) or _shows(mask, name, None, cell) else ASKED
                for at, (name, cell) in enumerate(zip(new.columns, cells, strict=True))
            ]
        elif fixed or mask.is_start:
            was = before[place] if place < len(before) else (None,) * len(cells)
            here = place == row
            rows[place] = [
                cell if _kept(mask, (name, place, here), was[at], cell) else ASKED
                for at, (name, cell) in enumerate(zip(new.columns, cells, strict=True))
            ]
    return replace(new, rows=tuple(tuple(cells) for cells in rows))


def _is_name(at: int, cell: object) -> bool:
    """Is it what a row is called, in its first column?"""
    return at == 0 and isinstance(cell, str | Message)


def _kept(mask: Mask, column: tuple[Label, int, bool], old: object, new: object) -> bool:
    """May a cell of a row be seen that was there before? `column`: its name, its row, and is this the row of now?"""
    name, row, here = column
    if here and _asks_for(mask, name):
        return False
    if not here and same(old, new) and not mask.is_start:
        return True
    return _shows(mask, name, old, new, row)


def _shows(mask: Mask, column: Label, old: object, new: object, row: int | None = None) -> bool:
    if not isinstance(column, str):
        return mask.may_show(old, new)
    if _asks_for(mask, column) and not same(old, new):
        return False
    stem = column.rstrip("0123456789")
    names = [name for name in (column, stem) if name in mask.simulation.names]
    if row is not None:
        names += [name for name in _of_row(column, row + 1) if name in mask.simulation.names]
    return mask.may_show_named(names, old, new)


def _of_row(column: str, row: int) -> tuple[str, ...]:
    """The names that a column for one letter at many times may stand for: `z`, `∂L/∂z` in row 2 hold z2, grad.z2."""
    letter = column.rpartition("∂")[2]
    return (f"grad.{letter}{row}",) if letter != column else (f"{column}{row}", f"{column}.{row}")


def _asks_for(mask: Mask, column: Label) -> bool:
    """Does a column hold a quantity that is asked? `w1` and `w2` hold `w`."""
    if not isinstance(column, str):
        return False
    return any(column == asked or column.rstrip("0123456789") == asked for asked in mask.hidden)


def _same_row(old: tuple[object, ...], new: tuple[object, ...]) -> bool:
    return len(old) == len(new) and all(map(same, old, new))


def _plane(mask: Mask, old: PlanePicture | None, new: PlanePicture) -> PlanePicture | None:
    """The plane of before, the points of the event marked; one that was shown, or the first, without what is asked."""
    if mask.whole or mask.is_start or old is None:
        known = {(point.x, point.y) for point in (*old.points, *old.path)} if old is not None else set[object]()

        def stays(x: float, y: float) -> bool:
            return (x, y) in known or (not mask.holds(x) and not mask.holds(y))

        return replace(
            new,
            points=tuple(point for point in new.points if stays(point.x, point.y)),
            path=tuple(point for point in new.path if stays(point.x, point.y)),
            arrows=tuple(arrow for arrow in new.arrows if stays(*arrow.end)),
            lines=tuple(line for line in new.lines if not (mask.holds(line.a) and mask.holds(line.b))),
        )
    here = {(point.x, point.y) for point in new.points if point.current}
    known = {(point.x, point.y) for point in old.points}
    if not here <= known:
        return old
    points = tuple(replace(point, current=(point.x, point.y) in here) for point in old.points)
    return replace(old, points=points)


def _bars(mask: Mask, old: BarsPicture | None, new: BarsPicture) -> BarsPicture:
    """Bars that the event changes are asked for: they have no length and no note."""
    bars: list[Bar] = []
    for was, now in zip_longest(() if old is None else old.bars, new.bars):
        if now is None:
            bars += [] if mask.whole else [was]
        elif (mask.is_start and not mask.holds(now.value)) or _same_bar(was, now):
            bars.append(now)
        elif now.value is not None and mask.may_show(None, now.value):
            bars.append(now if mask.whole else replace(now, note=""))
        else:
            bars.append(replace(now, value=None, note="", asked=True))
    return replace(new, bars=tuple(bars))


def _same_bar(old: Bar | None, new: Bar) -> bool:
    return old is not None and old.name == new.name and old.note == new.note and same(old.value, new.value)


def _network(mask: Mask, old: NetworkPicture | None, new: NetworkPicture) -> NetworkPicture | None:
    """The network of before in the place of now; what the event changes is not known."""
    if mask.whole or mask.is_start:
        hidden = tuple(
            replace(layer, values=_open(mask, layer.values), gradients=_open(mask, layer.gradients))
            for layer in new.layers
        )
        return replace(new, layers=hidden)
    if old is None or len(old.layers) != len(new.layers):
        return old
    layers = tuple(
        replace(was, values=_stayed(was.values, now.values), gradients=_stayed(was.gradients, now.gradients))
        for was, now in zip(old.layers, new.layers, strict=True)
    )
    return replace(old, layers=layers, focus=new.focus, direction=new.direction)


def _open(mask: Mask, values: tuple[float | None, ...]) -> tuple[float | None, ...]:
    return tuple(None if value is None or mask.holds(value) else value for value in values)


def _stayed(old: tuple[float | None, ...], new: tuple[float | None, ...]) -> tuple[float | None, ...]:
    """The values that stay."""
    return tuple(was if same(was, now) else None for was, now in zip_longest(old, new[: len(old)]))


def _code(mask: Mask, old: CodePicture | None, new: CodePicture) -> CodePicture:
    """The line of the event, and of the variables those that may be seen."""
    before: Mapping[str, Any] = {} if old is None else dict(old.values)
    values = tuple(
        (name, value if mask.may_show_named([name], before.get(name), value) else ASKED) for name, value in new.values
    )
    return replace(new, values=values)
