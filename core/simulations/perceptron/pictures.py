"""What does a perceptron look like? The table of visits, the plane with its line, the errors of each epoch."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from ...pictures import Bar, BarsPicture, Picture, PlaneArrow, PlaneLine, PlanePicture, PlanePoint, TablePicture
from ...words import message
from ..exact import write
from ..run import Run
from .knobs import PerceptronKnobs
from .rule import Row, data, judge
from .state import PerceptronState, Visit

TABLE_ROWS = 200
"""How many visits the table shows, the newest last."""
BARS = 8
"""How many epochs have bars, the newest last."""


def pictures(run: Run[PerceptronState, PerceptronKnobs], cursor: int) -> tuple[Picture, ...]:
    """The table, for two inputs the plane, and the errors of the newest epochs."""
    width = len(run.state(cursor).w)
    table = _table(run, cursor, width)
    return (table, _plane(run, cursor), _bars(run, cursor)) if width == 2 else (table, _bars(run, cursor))


def _table(run: Run[PerceptronState, PerceptronKnobs], cursor: int, width: int) -> TablePicture:
    is_01 = run.settings.rule == "01"
    sides = ("z", "o", "e") if is_01 else ("z", "margin")
    bias = ("b",) if run.settings.bias else ()
    inputs = (f"x{place}" for place in range(1, width + 1))
    weights = (f"w{place}" for place in range(1, width + 1))
    columns = ("epoch", *inputs, "y", *sides, *weights, *bias)
    given = _given(run)
    visits = [run.state(at).visit for at in range(max(1, cursor - TABLE_ROWS + 1), cursor + 1)]
    rows = tuple(
        (v.epoch, *given(v), *((v.z, v.o, int(v.e)) if is_01 else (v.z, v.margin)), *v.w, *((v.b,) if bias else ()))
        for v in visits
        if v is not None
    )
    return TablePicture(columns, rows, len(rows) - 1 if rows else None, _widest(run, is_01))


def _widest(run: Run[PerceptronState, PerceptronKnobs], is_01: bool) -> tuple[object, ...]:
    """The widest cells of the columns whose numbers are given; sums and weights can become anything."""
    points, labels = data(run.settings)
    columns = [_whole(column) for column in (*zip(*points, strict=True), labels)]
    given = [max(column, key=lambda number: len(write(Fraction(number)))) for column in columns]
    return (run.settings.epochs, *given, *((None, 1, -1) if is_01 else (None, None)))


def _given(run: Run[PerceptronState, PerceptronKnobs]) -> Callable[[Visit], tuple[object, ...]]:
    """Of a visit its point and its label, written as whole numbers in columns that have no others."""
    points, labels = data(run.settings)
    whole = [all(number.denominator == 1 for number in column) for column in (*zip(*points, strict=True), labels)]

    def given(visit: Visit) -> tuple[object, ...]:
        numbers = (*visit.x, visit.y)
        return tuple(int(number) if is_whole else number for number, is_whole in zip(numbers, whole, strict=True))

    return given


def _whole(column: Sequence[Fraction]) -> Sequence[Fraction | int]:
    """A column of whole numbers as such."""
    return [int(number) for number in column] if all(number.denominator == 1 for number in column) else column


def _plane(run: Run[PerceptronState, PerceptronKnobs], cursor: int) -> PlanePicture:
    """The data, the line w·x + b = 0 before and after the event, its sides, and the weights as an arrow."""
    state = run.state(cursor)
    points, labels = data(run.settings)
    here = state.visit.datum if state.visit is not None else None
    marks = {Fraction(1): "1" if run.settings.rule == "01" else "+", Fraction(-1): "-", Fraction(0): "0"}

    def is_wrong(x: Fraction, y: Fraction, label: Fraction) -> bool:
        return judge(run.settings, state.w, state.b, (x, y), label).is_wrong

    drawn = tuple(
        PlanePoint(float(x), float(y), marks[label], place == here, int(label > 0), is_wrong(x, y, label))
        for place, ((x, y), label) in enumerate(zip(points, labels, strict=True))
    )
    lines = [_line(state)]
    before = run.state(max(0, cursor - 1))
    if (*before.w, before.b) != (*state.w, state.b):
        lines.insert(0, _line(before, before=True))
    across, up = _range(points, 0), _range(points, 1)
    names = ("0" if run.settings.rule == "01" else "-1", "1")
    return PlanePicture("x1", "x2", across, up, drawn, tuple(lines), arrows=_arrow(state), classes=names)


def _arrow(state: PerceptronState) -> tuple[PlaneArrow, ...]:
    """The weights are a direction among the data: it points to the side of class 1."""
    if not any(state.w):
        return ()
    return (PlaneArrow((0.0, 0.0), (float(state.w[0]), float(state.w[1])), "w"),)


def _bars(run: Run[PerceptronState, PerceptronKnobs], cursor: int) -> BarsPicture:
    """Errors per epoch."""
    errors = run.state(cursor).errors
    first = max(0, len(errors) - BARS)
    bars = tuple(
        Bar(str(epoch + 1), float(errors[epoch]) if epoch < len(errors) else None, epoch == len(errors) - 1)
        for epoch in range(first, first + BARS)
    )
    return BarsPicture(message("perceptron.errors"), bars, float(len(run.settings.points)))


def _line(state: PerceptronState, *, before: bool = False) -> PlaneLine:
    """w·x + b = 0."""
    return PlaneLine(float(state.w[0]), float(state.w[1]), float(state.b), before, has_sides=True)


def _range(points: Sequence[Row], axis: int) -> tuple[float, float]:
    """From the smallest to the largest coordinate, with half a unit of air."""
    values = [float(point[axis]) for point in points]
    return min(values) - 0.5, max(values) + 0.5
