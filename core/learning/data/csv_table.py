"""What is in a person's own table? Samples from CSV text, and for every fault its line, its column and the mend.

The first line names the columns. Commas, semicolons and tabs separate; where semicolons or tabs do, a comma may be the
decimal sign. Every column but the target must hold numbers; a target of words is a class, and becomes one-hot.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from ...arrays import Value
from ...errors import SpecError, UnknownNameError
from ...plain_files import read_plain
from ...words.controls import shortened, visible
from .dataset import DataSet, one_hot_rows

SEPARATORS = (",", ";", "\t")
MOST_BYTES = 200_000_000
WRITTEN = {",": ",", ";": ";", "\t": "Tab"}


class Line(NamedTuple):
    """A line of the table that is not blank."""

    number: int
    """In the file, from 1."""
    cells: list[str]


class Table(NamedTuple):
    """Names and lines, every line as long as the names."""

    file: str
    separator: str
    names: tuple[str, ...]
    lines: tuple[Line, ...]

    def fault(self, id: str, line: Line, column: int, **arguments: object) -> SpecError:
        """What is wrong with a cell; `column` counts from 0 here and from 1 in the sentence."""
        cell, name = line.cells[column].strip(), self.names[column]
        place = {"file": self.file, "line": line.number, "column": column + 1, "name": _short(name)}
        return SpecError(id, **place, got=_short(cell), **arguments)


def read_csv(path: Path, target: str = "") -> DataSet:
    """The samples of a CSV file, as `parse_csv` reads them. Raises SpecError also for a file that is no text."""
    try:
        text = read_plain(path, MOST_BYTES).decode("utf-8-sig")
    except OSError:
        raise SpecError("learning.csv-unreadable", file=path.name) from None
    except UnicodeDecodeError:
        raise SpecError("learning.csv-encoding", file=path.name) from None
    return parse_csv(text, target, path.name)


def parse_csv(text: str, target: str = "", file: str = "CSV") -> DataSet:
    """The samples of a CSV text, with `target` as the column to predict: the last one when it is not named.

    Raises SpecError with line and column for the first fault, UnknownNameError for a target that is no column.
    """
    table = _table(text, file)
    target = target or table.names[-1]
    if target not in table.names:
        raise UnknownNameError("learning.csv-target", target, table.names, file=file)
    at = table.names.index(target)
    columns = [column for column in range(len(table.names)) if column != at]
    inputs = np.array([[_number(table, line, column) for column in columns] for line in table.lines])
    targets, classes = _targets(table, at)
    return DataSet(inputs, targets, tuple(table.names[column] for column in columns), classes)


def _table(text: str, file: str) -> Table:
    first = next((line for line in io.StringIO(text, newline="") if line.strip()), "")
    separator = max(SEPARATORS, key=first.count)
    lines = list(_lines(text, separator, file))
    if len(lines) < 2:
        raise SpecError("learning.csv-empty", file=file)
    header = lines[0]
    names = tuple(name.strip() for name in header.cells)
    table = Table(file, separator, names, tuple(lines[1:]))
    _check_names(table, header)
    for line in table.lines:
        if len(line.cells) != len(names):
            column = min(len(line.cells), len(names)) + 1
            place = {"file": file, "line": line.number, "column": column, "separator": WRITTEN[separator]}
            raise SpecError("learning.csv-ragged", **place, got=len(line.cells), wanted=len(names))
    return table


def _lines(text: str, separator: str, file: str) -> Iterator[Line]:
    """The lines that are not blank. Raises SpecError for a cell that is longer than any that is read."""
    # Newlines stay as they are: the reader joins cells in quotation marks that go over several lines.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=True)
    while True:
        begun = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            column, length = _longest(text, begun, separator)
            raise SpecError("learning.csv-cell-long", file=file, line=begun, column=column, got=length,
                            wanted=csv.field_size_limit()) from None  # fmt: skip
        if any(cell.strip() for cell in cells):
            yield Line(reader.line_num, cells)


def _longest(text: str, number: int, separator: str) -> tuple[int, int]:
    """The column of the longest cell of a line, from 1, and its length; a quoted one goes on over several lines."""
    rest = next(iter(list(io.StringIO(text, newline=""))[number - 1 :]), "")
    cells = rest.split(separator)
    column = max(range(len(cells)), key=lambda at: len(cells[at]))
    return column + 1, max(len(cells[column].strip()), csv.field_size_limit() + 1)


def _check_names(table: Table, header: Line) -> None:
    if len(table.names) < 2:
        raise table.fault("learning.csv-one-column", header, 0)
    for column, name in enumerate(table.names):
        if not name:
            raise table.fault("learning.csv-header-empty", header, column)
        if _read(table, name) is not None:
            raise table.fault("learning.csv-header", header, column)
        if name in table.names[:column]:
            raise table.fault("learning.csv-header-twice", header, column)


def _number(table: Table, line: Line, column: int, wrong: str = "learning.csv-cell-text") -> float:
    """The number in a cell. Raises SpecError."""
    cell = line.cells[column].strip()
    if not cell:
        raise table.fault("learning.csv-cell-empty", line, column)
    number = _read(table, cell)
    if number is None:
        raise table.fault(wrong, line, column)
    if not math.isfinite(number):
        raise table.fault("learning.csv-cell-infinite", line, column)
    return number


def _targets(table: Table, at: int) -> tuple[Value, tuple[str, ...]]:
    """Numbers as one column, or classes as one-hot rows with their names in order."""
    cells = [line.cells[at].strip() for line in table.lines]
    readable = sum(_read(table, cell) is not None for cell in cells)
    if 2 * readable > len(cells):
        numbers = [[_number(table, line, at, "learning.csv-cell-target")] for line in table.lines]
        return np.array(numbers), ()
    empty = next((line for line, cell in zip(table.lines, cells, strict=True) if not cell), None)
    if empty is not None:
        raise table.fault("learning.csv-cell-empty", empty, at)
    classes = _in_order(cells)
    return one_hot_rows([classes.index(cell) for cell in cells], len(classes)), classes


def _in_order(cells: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted(set(cells)))


def _read(table: Table, cell: str) -> float | None:
    """The number that a cell means, or None."""
    if table.separator != "," and cell.count(",") == 1 and "." not in cell:
        cell = cell.replace(",", ".")
    if "_" in cell:
        return None
    try:
        return float(cell)
    except ValueError:
        return None


def _short(cell: str) -> str:
    return visible(shortened(cell, 40))
