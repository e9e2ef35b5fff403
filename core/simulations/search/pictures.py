"""What does a search look like? Mean and band with the acquisition below them, or points in the plane."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...pictures import Band, Curve, CurvesPicture, Label, Picture, PlanePicture, PlanePoint, TablePicture
from ...words import message
from ..surface import Range
from .acquisition import RULES, WRITTEN
from .state import SearchState

if TYPE_CHECKING:
    from .simulation import Search

AIR = 0.06
"""Room around the ranges, in parts of them, so that points at the edge are seen whole."""
TABLE_ROWS = 200


def pictures(search: Search, state: SearchState) -> tuple[Picture, ...]:
    """The pictures of a state, the most important first."""
    if search.is_modelled:
        return _belief(search, state), _acquisition(search, state), _rules(search, state), _table(search, state)
    if len(search.field.variables) == 1:
        curve = (Curve(search.field.surface.name, search.field.curve),)
        own, name = search.field.variables[0], search.field.surface.name
        points, across = _measured(search, state), search.field.ranges[0]
        return CurvesPicture(own, name, curve, points, x_range=across), _table(search, state)
    return _plane(search, state), _table(search, state)


def _table(search: Search, state: SearchState) -> TablePicture:
    number: Label = message("search.number")
    columns = (number, *search.field.variables, search.field.surface.name)
    everything = enumerate(zip(state.points, state.values, strict=True), 1)
    rows = [(at, *point, value) for at, (point, value) in everything][-TABLE_ROWS:]
    widest = (
        search.plan.planned,
        *(max(ends, key=lambda end: len(f"{end:.2f}")) for ends in search.field.ranges),
        None,
    )
    return TablePicture(columns, tuple(rows), len(rows) - 1 if rows else None, widest)


def _measured(search: Search, state: SearchState) -> tuple[PlanePoint, ...]:
    """Measurements by their number; the best one is current."""
    newest = state.kind == "measured"
    return tuple(
        PlanePoint(point[0], value, str(at + 1), newest and at == len(state.points) - 1)
        for at, (point, value) in enumerate(zip(state.points, state.values, strict=True))
    )


def _belief(search: Search, state: SearchState) -> CurvesPicture:
    across, name = search.field.ranges[0], search.field.variables[0]
    places = search.plan.candidates.tolist()
    curves, bands = [Curve(message("search.mean"), ())], [Band("±2σ", ())]
    if state.posterior is not None:
        means, spreads = state.posterior.mean(search.plan.candidates), state.posterior.spread(search.plan.candidates)
        low, high = (means - 2 * spreads).tolist(), (means + 2 * spreads).tolist()
        curves = [Curve(message("search.mean"), tuple(zip(places, means.tolist(), strict=True)))]
        bands = [Band("±2σ", tuple(zip(places, low, high, strict=True)))]
    if is_over(search, state):
        curves.append(Curve(message("search.truth"), search.field.curve))
    return CurvesPicture(
        name, search.field.surface.name, tuple(curves), _measured(search, state), bands=tuple(bands), now=_now(state),
        x_range=across, y_range=_heights(search), title=message("search.score"),
    )  # fmt: skip


def is_over(search: Search, state: SearchState) -> bool:
    """Is this the last frame? Then the score itself may be shown."""
    return state.kind == "enough" or (state.kind == "fitted" and len(state.points) >= search.plan.planned)


def _heights(search: Search) -> Range:
    """Room for the score and for what is believed of it before anything is measured; the same in all frames."""
    settings = search.settings
    low, high = search.field.heights
    return (
        min(low, settings["prior"] - 2 * settings["amplitude"]),
        max(high, settings["prior"] + 2 * settings["amplitude"]),
    )


def _now(state: SearchState) -> float | None:
    return state.choice.at.u if state.choice is not None and state.kind == "chosen" else None


def _acquisition(search: Search, state: SearchState) -> CurvesPicture:
    """What the rule gives every candidate; empty until it is asked again."""
    rule = state.choice.rule if state.choice else search.settings["acquisition"]
    points: tuple[tuple[float, float], ...] = ()
    if state.choice is not None and state.kind != "measured":
        points = tuple(zip(search.plan.candidates.tolist(), state.choice.scores.tolist(), strict=True))
    title = message("search.acquisition", rule=WRITTEN[rule])
    across = search.field.ranges[0]
    heights = None if points else (0.0, 1.0)
    curves = (Curve(WRITTEN[rule], points),)
    return CurvesPicture(
        search.field.variables[0], WRITTEN[rule], curves, now=_now(state), x_range=across, y_range=heights, title=title
    )


def _rules(search: Search, state: SearchState) -> TablePicture:
    """Where each rule would measure next."""
    choice = state.choice if state.kind != "measured" else None
    rows = [(WRITTEN[rule], choice.others[rule].u if choice is not None else None) for rule in RULES]
    current = list(RULES).index(choice.rule) if choice is not None else None
    ends = max(search.field.ranges[0], key=lambda end: len(f"{end:.2f}"))
    return TablePicture((message("search.next"), search.field.variables[0]), tuple(rows), current, (None, ends))


def _plane(search: Search, state: SearchState) -> PlanePicture:
    (x_name, y_name), (across, up) = search.field.variables[:2], search.field.ranges[:2]
    newest = len(state.points) - 1
    points = [PlanePoint(point[0], point[1], str(at + 1), at == newest) for at, point in enumerate(state.points)]
    return PlanePicture(x_name, y_name, _with_air(across), _with_air(up), tuple(points), dots=search.field.levels)


def _with_air(ends: Range) -> Range:
    air = AIR * (ends[1] - ends[0])
    return ends[0] - air, ends[1] + air
