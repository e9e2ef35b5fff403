"""What is said about an update of a descent? Its caption, its arithmetic, and what people get wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...answers.receipts import Line, LinesReceipt
from ...answers.working import working
from ...formula.tree import Apply, Name, Number
from ...words import Message, message
from ...words.numbers import apart, sentence
from ...words.numbers import receipt as written
from ..rows import Row, Rows
from ..surface import Surface
from .knobs import DescentKnobs
from .walk import DescentState, Walk, all_rates

LIMIT = Apply("div", (Number(2.0), Name("L")))
"""Below which rate f falls for sure."""
RATIO = Apply("div", (Name("new"), Name("old")))


def caption(surface: Surface, state: DescentState, settings: DescentKnobs) -> Message:
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
    before, now = apart(walk.f_before, walk.f, sentence)
    told = {"point": _point(surface, walk), "f": name, "now": now, "before": before}
    if walk.before is None:
        return message("descent.start", rate=f"{settings.rate:g}", **told)
    return message(f"descent.{walk.kind}", t=state.t, **told)


def _point(surface: Surface, walk: Walk) -> str:
    pairs = zip(surface.variables, walk.point, strict=True)
    return ", ".join(f"{name} = {sentence(number)}" for name, number in pairs)


def rows(surface: Surface, before: Walk | None, walk: Walk, method: str, eta: float) -> Rows:
    """What a walk consists of, as rows; `before` is the walk one update earlier, None where it stood still."""
    own, f = surface.variables, surface.name
    given: dict[str, object] = {f"grad.{v}": slope for v, slope in zip(own, walk.gradient, strict=True)}
    given |= {**dict(zip(own, walk.point, strict=True)), f: walk.f, "rate": eta}
    made = [*_slopes(own, f)]
    if before is not None and walk.before is not None:
        given |= {f"old.{v}": x for v, x in zip(own, walk.before, strict=True)}
        given |= {f"old_grad.{v}": slope for v, slope in zip(own, before.gradient, strict=True)}
        given |= {f"noise.{v}": more for v, more in zip(own, walk.noise, strict=False)}
        given |= {f"made.{v}": new - old for v, new, old in zip(own, walk.point, walk.before, strict=True)}
        given["old_f"] = walk.f_before
        made += _moves(own, bool(walk.noise)) if method == "gd" else _steps(own)
    return Rows(given, made, lambda name: _written(name, f))


def _slopes(own: Sequence[str], f: str) -> Iterator[Row]:
    """The gradient, which the engine takes, and how people get it wrong."""
    for v in own:
        others = {id: f"grad.{w}" for id, w in _others(own, v)}
        yield Row(f"grad.{v}", slips={"not-differentiated": f, **others})


def _others(own: Sequence[str], v: str) -> list[tuple[str, str]]:
    """The other variable, if there is one, with the misconception that takes it for this one."""
    return [("another-variable", w) for w in own if w != v]


def _moves(own: Sequence[str], noisy: bool) -> Iterator[Row]:
    """x - η·slope for every variable, and the step by itself; what would be subtracted by mistake."""
    for v in own:
        slope = f"(old_grad.{v} + noise.{v})" if noisy else f"old_grad.{v}"
        others = {id: f"rate*old_grad.{w}" for id, w in _others(own, v)}
        taken = {"climbed": f"-rate*{slope}", "rate-forgotten": slope, "value-for-slope": "rate*old_f",
                 "input-for-slope": f"rate*old.{v}", "gradient-ahead": f"rate*grad.{v}", **others}  # fmt: skip
        yield Row(v, f"old.{v} - rate*{slope}", {id: f"old.{v} - ({wrong})" for id, wrong in taken.items()})
        yield Row(f"step.{v}", f"-rate*{slope}", {id: f"-({wrong})" for id, wrong in taken.items()})


def _steps(own: Sequence[str]) -> Iterator[Row]:
    """Of an optimiser with moments of its own: the step that it made, added."""
    for v in own:
        yield Row(v, f"old.{v} + made.{v}")


def _written(name: str, f: str) -> str:
    kind, _, v = name.partition(".")
    if name in ("rate", "old_f"):
        return {"rate": "η", "old_f": f}[name]
    slope = f"∂{f}/∂{v}"
    signs = {"grad": slope, "old_grad": slope, "old": v, "noise": f"ν{v}", "step": f"Δ{v}", "made": f"Δ{v}"}
    return signs.get(kind, name) if v else name


def receipt(surface: Surface, before: Walk | None, walk: Walk, method: str, eta: float, quantity: str) -> LinesReceipt:
    """The update of every variable with its numbers, the change of f, and the limit 2/L of plain descent."""
    name, own = surface.name, surface.variables
    limit = _limit(surface, walk, method, eta)
    if before is None or walk.before is None:
        slopes = zip(own, walk.gradient, strict=True)
        given = [Line(message("descent.receipt-slope", f=name, name=v), _long(slope)) for v, slope in slopes]
        return LinesReceipt((*given, *limit))
    known = rows(surface, before, walk, method, eta)
    asked = quantity if quantity.startswith("step.") and known.has_formula(quantity) else ""
    lines: list[Line] = []
    for v in dict.fromkeys((asked, *own)):
        if v:
            found = known.working(v)
            label = message("descent.receipt-noisy" if walk.noise else "row.named", name=_written(v, name))
            lines.append(Line(label, f"{found.symbols} = {found.text}"))
    change = walk.f - walk.f_before
    fall = f"{_long(walk.f_before)} → {_long(walk.f)}   ({'+' if change > 0 else ''}{_long(change)})"
    ratios = [] if method != "gd" or walk.noise else list(_ratios(own, walk, eta))
    return LinesReceipt((*lines, Line(message("descent.receipt-value", f=name), fall), *ratios, *limit))


def _ratios(own: Sequence[str], walk: Walk, eta: float) -> Iterator[Line]:
    """By what each variable was multiplied, where the next update will do the same: a bowl around 0."""
    for place, (v, new) in enumerate(zip(own, walk.point, strict=True)):
        old = (walk.before or walk.point)[place]
        if walk.is_finite and old and new and new != old:
            again = (new - eta * walk.gradient[place]) / new
            if abs(again - new / old) <= 1e-9 * abs(new / old):
                found = working(RATIO, {"new": new, "old": old}, digits=4)
                yield Line(message("descent.receipt-ratio", name=v), found.text)


def _limit(surface: Surface, walk: Walk, method: str, eta: float) -> tuple[Line, ...]:
    """Below which rate plain descent falls, by the largest curvature at the point; L-smooth: f falls if η < 2/L."""
    steepest = surface.curvature(walk.before or walk.point) if walk.is_finite else 0.0
    if method != "gd" or not steepest > 1e-9:
        return ()
    limit = 2.0 / steepest
    close = abs(eta - limit) <= 1e-6 * limit
    sign = "=" if close else "<" if eta < limit else ">"
    found = working(LIMIT, {"L": steepest}, digits=4)
    note = message("descent.receipt-rate", eta=f"{eta:g}", sign=sign)
    return (Line(message("descent.receipt-limit"), found.text, note),)


def _long(number: float) -> str:
    return written(number, 4)
