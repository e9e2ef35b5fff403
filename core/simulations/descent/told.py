"""What is said about an update of a descent? Its caption, its arithmetic, and what people get wrong."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from typing import Any

from ...answers.receipts import Line, LinesReceipt
from ...words import Message, message
from ...words.numbers import receipt as written
from ...words.numbers import sentence
from ..surface import Surface
from .walk import DescentState, Walk, all_rates, pulled


def caption(surface: Surface, state: DescentState, settings: Mapping[str, Any]) -> Message:
    """Where the walk is, and whether f fell; of several walks where each of them is."""
    rates, name, walk = all_rates(settings), surface.name, state.first
    if len(state.walks) > 1:
        pairs = zip(rates, state.walks, strict=True)
        said = "; ".join(f"η {rate:g}: {_point(surface, one)}, {name} = {sentence(one.f)}" for rate, one in pairs)
        if not state.t:
            rates_said = ", ".join(f"{rate:g}" for rate in rates)
            told = {"point": _point(surface, walk), "f": name, "now": sentence(walk.f)}
            return message("descent.start-several", rates=rates_said, **told)
        return message("descent.several", t=state.t, walks=said)
    told = {"point": _point(surface, walk), "f": name, "now": sentence(walk.f), "before": sentence(walk.f_before)}
    if walk.before is None:
        return message("descent.start", rate=f"{settings['rate']:g}", **told)
    return message(f"descent.{walk.kind}", t=state.t, **told)


def _point(surface: Surface, walk: Walk) -> str:
    pairs = zip(surface.variables, walk.point, strict=True)
    return ", ".join(f"{name} = {sentence(number)}" for name, number in pairs)


def receipt(surface: Surface, before: Walk | None, walk: Walk, method: str, eta: float) -> LinesReceipt:
    """The update of every variable with its numbers, the change of f, and the limit 2/L of plain descent.

    `before` is the walk one update earlier; None at the start, and where it stood still.
    """
    name, own = surface.name, surface.variables
    limit = _limit(surface, walk, method, eta)
    if before is None or walk.before is None:
        slopes = zip(own, walk.gradient, strict=True)
        given = [Line(message("descent.receipt-slope", f=name, name=v), _long(slope)) for v, slope in slopes]
        return LinesReceipt((*given, *limit))
    lines: list[Line] = []
    for place, (v, old, new) in enumerate(zip(own, walk.before, walk.point, strict=True)):
        if method == "gd":
            again = f"   × {_long(new / old)}" if _shrinks_evenly(walk, place, eta) else ""
            slope = _wrapped(before.gradient[place])
            if walk.noise:
                slope = f"({_long(before.gradient[place])} + {_wrapped(walk.noise[place])})"
            moved = f"{_long(old)} - {eta:g}·{slope} = {_long(new)}{'' if walk.noise else again}"
            id = "descent.receipt-noisy" if walk.noise else "descent.receipt-update"
            lines.append(Line(message(id, f=name, name=v), moved))
        else:
            moved = f"{_long(old)} + {_wrapped(new - old)} = {_long(new)}"
            lines.append(Line(message("descent.receipt-step", name=v), moved))
    change = walk.f - walk.f_before
    fall = f"{_long(walk.f_before)} → {_long(walk.f)}   ({'+' if change > 0 else ''}{_long(change)})"
    return LinesReceipt((*lines, Line(message("descent.receipt-value", f=name), fall), *limit))


def _limit(surface: Surface, walk: Walk, method: str, eta: float) -> tuple[Line, ...]:
    """Below which rate plain descent falls, by the largest curvature at the point; L-smooth: f falls if η < 2/L."""
    steepest = surface.curvature(walk.before or walk.point) if walk.is_finite else 0.0
    if method != "gd" or not steepest > 1e-9:
        return ()
    limit = 2.0 / steepest
    close = abs(eta - limit) <= 1e-6 * limit
    sign = "=" if close else "<" if eta < limit else ">"
    text = f"2/{_long(steepest)} = {_long(limit)}   η = {eta:g} {sign} 2/L"
    return (Line(message("descent.receipt-limit"), text),)


def mistakes(surface: Surface, before: Walk | None, walk: Walk, method: str, eta: float, name: str) -> dict[str, float]:
    """Misconception id to its answer for a quantity of one walk, named as that of the first."""
    found: dict[str, float] = {}
    kind, _, variable = name.partition(".")
    if kind == "grad" and variable in surface.variables:
        place = surface.variables.index(variable)
        found = {"sign": -walk.gradient[place], "not-differentiated": walk.f}
        for other in _others(walk.gradient, place):
            found["another-variable"] = other
    elif before is not None and method == "gd":
        found = _moved_wrongly(surface, before, walk, eta, name)
    return {id: value for id, value in found.items() if isfinite(value)}


def _moved_wrongly(surface: Surface, before: Walk, walk: Walk, eta: float, quantity: str) -> dict[str, float]:
    """What a coordinate, or its step, would be if something else were subtracted than η times its own slope."""
    name = quantity.removeprefix("step.")
    if name not in surface.variables:
        return {}
    place = surface.variables.index(name)
    x, pull = before.point[place], pulled(before, walk.noise)
    slope = pull[place]
    taken = {"climbed": -eta * slope, "rate-forgotten": slope, "value-for-slope": eta * before.f}
    taken |= {"input-for-slope": eta * x}
    taken["gradient-ahead"] = eta * walk.gradient[place]
    for other in _others(pull, place):
        taken["another-variable"] = eta * other
    start = 0.0 if quantity.startswith("step.") else x
    return {id: start - wrong for id, wrong in taken.items()}


def _shrinks_evenly(walk: Walk, place: int, eta: float) -> bool:
    """Will the next update multiply this variable by the same factor again, as in a bowl around 0?"""
    old, new = (walk.before or walk.point)[place], walk.point[place]
    if not walk.is_finite or old == 0.0 or new == 0.0:
        return False
    return abs((new - eta * walk.gradient[place]) / new - new / old) <= 1e-9 * abs(new / old)


def _others(gradient: tuple[float, ...], place: int) -> tuple[float, ...]:
    """The slopes by the other variable, if there is one."""
    return (*gradient[:place], *gradient[place + 1 :])


def _long(number: float) -> str:
    return written(number, 4)


def _wrapped(number: float) -> str:
    """A negative number in parentheses, as it stands behind an operator."""
    return _long(number) if number >= 0 else f"({_long(number)})"
