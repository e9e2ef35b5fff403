"""What does a search look like? Mean and band with the acquisition below them, or points in the plane."""

from __future__ import annotations

from ...pictures import Band, Curve, CurvesPicture, Label, Picture, PlanePicture, PlanePoint, TablePicture
from ...words import message
from ..surface import Range
from .acquisition import RULES, WRITTEN
from .plan import Plan
from .state import SearchState

AIR = 0.06
"""Room around the ranges, in parts of them, so that points at the edge are seen whole."""
TABLE_ROWS = 200


def pictures(plan: Plan, state: SearchState) -> tuple[Picture, ...]:
    """The pictures of a state, the most important first."""
    if plan.is_modelled:
        return _belief(plan, state), _acquisition(plan, state), _rules(plan, state), _table(plan, state)
    if len(plan.field.variables) == 1:
        curve = (Curve(plan.field.surface.name, plan.field.curve),)
        own, name = plan.field.variables[0], plan.field.surface.name
        points, across = _measured(plan, state), plan.field.ranges[0]
        return CurvesPicture(own, name, curve, points, x_range=across), _table(plan, state)
    return _plane(plan, state), _table(plan, state)


def _table(plan: Plan, state: SearchState) -> TablePicture:
    number: Label = message("search.number")
    columns = (number, *plan.field.variables, plan.field.surface.name)
    everything = enumerate(zip(state.points, state.values, strict=True), 1)
    rows = [(at, *point, value) for at, (point, value) in everything][-TABLE_ROWS:]
    widest = (
        plan.planned,
        *(max(ends, key=lambda end: len(f"{end:.2f}")) for ends in plan.field.ranges),
        None,
    )
    return TablePicture(columns, tuple(rows), len(rows) - 1 if rows else None, widest)


def _measured(plan: Plan, state: SearchState) -> tuple[PlanePoint, ...]:
    """Measurements by their number; the best one is current."""
    newest = state.kind == "measured"
    return tuple(
        PlanePoint(point[0], value, str(at + 1), newest and at == len(state.points) - 1)
        for at, (point, value) in enumerate(zip(state.points, state.values, strict=True))
    )


def _belief(plan: Plan, state: SearchState) -> CurvesPicture:
    across, name = plan.field.ranges[0], plan.field.variables[0]
    places = plan.candidates.tolist()
    curves, bands = [Curve(message("search.mean"), ())], [Band("±2σ", ())]
    if state.posterior is not None:
        means, spreads = state.posterior.mean(plan.candidates), state.posterior.spread(plan.candidates)
        low, high = (means - 2 * spreads).tolist(), (means + 2 * spreads).tolist()
        curves = [Curve(message("search.mean"), tuple(zip(places, means.tolist(), strict=True)))]
        bands = [Band("±2σ", tuple(zip(places, low, high, strict=True)))]
    if is_over(plan, state):
        curves.append(Curve(message("search.truth"), plan.field.curve))
    return CurvesPicture(
        name, plan.field.surface.name, tuple(curves), _measured(plan, state), bands=tuple(bands), now=_now(state),
        x_range=across, y_range=_heights(plan), title=message("search.score"),
    )  # fmt: skip


def is_over(plan: Plan, state: SearchState) -> bool:
    """Is this the last frame? Then the score itself may be shown."""
    return state.kind == "enough" or (state.kind == "fitted" and len(state.points) >= plan.planned)


def _heights(plan: Plan) -> Range:
    """Room for the score and for what is believed of it before anything is measured; the same in all frames."""
    settings = plan.settings
    low, high = plan.field.heights
    return (
        min(low, settings.prior - 2 * settings.amplitude),
        max(high, settings.prior + 2 * settings.amplitude),
    )


def _now(state: SearchState) -> float | None:
    return state.choice.at.u if state.choice is not None and state.kind == "chosen" else None


def _acquisition(plan: Plan, state: SearchState) -> CurvesPicture:
    """What the rule gives every candidate; empty until it is asked again."""
    rule = state.choice.rule if state.choice else plan.settings.acquisition
    points: tuple[tuple[float, float], ...] = ()
    if state.choice is not None and state.kind != "measured":
        points = tuple(zip(plan.candidates.tolist(), state.choice.scores.tolist(), strict=True))
    title = message("search.acquisition", rule=WRITTEN[rule])
    across = plan.field.ranges[0]
    heights = None if points else (0.0, 1.0)
    curves = (Curve(WRITTEN[rule], points),)
    return CurvesPicture(
        plan.field.variables[0], WRITTEN[rule], curves, now=_now(state), x_range=across, y_range=heights, title=title
    )


def _rules(plan: Plan, state: SearchState) -> TablePicture:
    """Where each rule would measure next."""
    choice = state.choice if state.kind != "measured" else None
    rows = [(WRITTEN[rule], choice.others[rule].u if choice is not None else None) for rule in RULES]
    current = list(RULES).index(choice.rule) if choice is not None else None
    ends = max(plan.field.ranges[0], key=lambda end: len(f"{end:.2f}"))
    return TablePicture((message("search.next"), plan.field.variables[0]), tuple(rows), current, (None, ends))


def _plane(plan: Plan, state: SearchState) -> PlanePicture:
    (x_name, y_name), (across, up) = plan.field.variables[:2], plan.field.ranges[:2]
    newest = len(state.points) - 1
    points = [PlanePoint(point[0], point[1], str(at + 1), at == newest) for at, point in enumerate(state.points)]
    return PlanePicture(x_name, y_name, _with_air(across), _with_air(up), tuple(points), dots=plan.field.levels)


def _with_air(ends: Range) -> Range:
    air = AIR * (ends[1] - ends[0])
    return ends[0] - air, ends[1] + air
