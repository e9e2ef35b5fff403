"""How often was each class taken for each? A table: what samples are by row, what the network says by column."""

from __future__ import annotations

import numpy as np

from ....core.laboratory.seen import confusion
from ....core.simulations.network.moment import Moment
from ..cells import Row, Run
from ..look import Look


def confusion_rows(moment: Moment, look: Look, width: int, height: int) -> list[Row]:
    """The confusion of training samples, and of held-out ones behind it where there is room."""
    found = confusion(moment)
    if found is None:
        return []
    tables = [(look.say("screen.lab-training"), found.training)]
    if found.held is not None:
        tables.append((look.say("screen.lab-held"), found.held))
    wide = max(len(str(int(table.max()))) for _, table in tables) + 1
    wide = max(wide, *(len(look.text(name)[:4]) + 1 for name in found.classes), 3)
    each = 6 + wide * len(found.classes)
    if len(tables) * each > width and height < 2 * (len(found.classes) + 2):
        tables = tables[-1:]
    beside = len(tables) * each <= width
    blocks = [_table(name, table, found.classes, wide, look) for name, table in tables]
    if not beside:
        return [row for block in blocks for row in block]
    blank: Row = (Run(" " * each),)
    tall = max(map(len, blocks))
    return [tuple(run for block in blocks for run in (block[y] if y < len(block) else blank)) for y in range(tall)]


def _table(name: str, table: object, classes: tuple[str, ...], wide: int, look: Look) -> list[Row]:
    numbers = np.asarray(table)
    heads = "".join(look.text(one)[:4].rjust(wide) for one in classes)
    each = 6 + wide * len(classes)
    rows: list[Row] = [(Run(f" {name}"[:each].ljust(each), "title"),), (Run(f"{'':5}{heads} ", "dim"),)]
    for at, one in enumerate(classes):
        cells: list[Run] = [Run(f" {look.text(one)[:4]:4}", "dim")]
        for other in range(len(classes)):
            count = int(numbers[at, other])
            role = "value" if at == other else "wrong" if count else "dim"
            cells.append(Run((str(count) if count else look.glyph("·")).rjust(wide), role))
        rows.append((*cells, Run(" ")))
    return rows
