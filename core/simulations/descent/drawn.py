"""What does a descent look like? Its table, and its way over the curve or the level curves.

Points of a single walk carry the number of their update; where several walks go side by side, they carry the number of
their walk. Ranges are those of the first updates, and the same in branches.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...kinks import remarks_behind
from ...pictures import Curve, CurvesPicture, Picture, PlanePicture, PlanePoint, TablePicture, Tangent
from ..surface import Range, Surface
from .walk import DescentState, named

PATH_POINTS = 20
"""How many of the newest points the pictures show of each walk."""


def table(surface: Surface, states: Sequence[DescentState]) -> TablePicture:
    """One row an update; of several walks a column each, with x where it is the only variable, otherwise with f."""
    own, lone, count = surface.variables, len(surface.variables) == 1, len(states[0].walks)
    if count > 1:
        columns = tuple(named(own[0] if lone else surface.name, number) for number in range(count))
        rows = tuple((s.t, *(walk.point[0] if lone else walk.f for walk in s.walks)) for s in states)
        return TablePicture(("t", *columns), rows, len(rows) - 1)
    slopes = tuple(f"grad.{name}" for name in own) if lone else ()
    rows = tuple((s.t, *s.first.point, s.first.f, *(s.first.gradient if lone else ())) for s in states)
    return TablePicture(("t", *own, surface.name, *slopes), rows, len(rows) - 1)


def marks(surface: Surface, states: Sequence[DescentState]) -> tuple[PlanePoint, ...]:
    """The newest points of every walk, those of now current; a walk that left the numbers has none any more."""
    lone, newest, found = len(surface.variables) == 1, states[-1].t, list[PlanePoint]()
    count = len(states[0].walks)
    for state in states[-PATH_POINTS:]:
        for number, walk in enumerate(state.walks):
            if walk.is_finite:
                text = str(state.t) if count == 1 else str(number)
                height = walk.f if lone else walk.point[1]
                found.append(PlanePoint(walk.point[0], height, text, state.t == newest))
    return tuple(found)


def over_curve(
    surface: Surface, curve: Curve, across: Range, points: Sequence[PlanePoint], state: DescentState
) -> Picture:
    """The way over the curve of a single variable; of a single walk with the tangent where it is now."""
    inside = tuple(mark for mark in points if across[0] <= mark.x <= across[1])
    return CurvesPicture(surface.variables[0], surface.name, (curve,), inside, tangent=_tangent(surface, state))


def _tangent(surface: Surface, state: DescentState) -> Tangent | None:
    """The gradient as a slope; none at a kink, where there are two slopes."""
    walk, name = state.first, surface.variables[0]
    if len(state.walks) > 1 or not walk.is_finite or remarks_behind(surface.visit(walk.point), name):
        return None
    written = f"∂{surface.name}/∂{name}"
    return Tangent(walk.point[0], walk.f, walk.gradient[0], written, f"grad.{name}")


def over_plane(
    surface: Surface, view: tuple[Range, ...], dots: tuple[tuple[float, float], ...], points: tuple[PlanePoint, ...]
) -> Picture:
    """The way over the level curves of two variables."""
    (across, up), (x, y) = view, surface.variables
    return PlanePicture(x, y, across, up, (), (), points, dots)


def view_of(surface: Surface, states: Sequence[DescentState], wanted: Mapping[str, Range]) -> tuple[Range, ...]:
    """What is drawn of each variable: as asked for, otherwise where these states are, within three times the start."""
    visited = [walk.point for state in states for walk in state.walks]
    largest = 3.0 * max(1.0, *(abs(number) for number in visited[0]))
    near = [point for point in visited if all(abs(number) <= largest for number in point)]
    view: list[Range] = []
    for place, name in enumerate(surface.variables):
        low, high = min(point[place] for point in near), max(point[place] for point in near)
        air = 0.1 * (high - low) or 1.0
        view.append(wanted.get(name, (low - air, high + air)))
    return tuple(view)
