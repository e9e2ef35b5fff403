"""What may be seen of curves while something in them is asked? Those of before, and no tangent whose slope is asked."""

from __future__ import annotations

from dataclasses import replace

from ..pictures import CurvesPicture, Tangent
from .mask import Mask, covers


def masked_curves(mask: Mask, old: CurvesPicture | None, new: CurvesPicture) -> CurvesPicture | None:
    """The curves of before; those that were shown, without the places where they have the number that is asked."""
    if not (mask.whole or mask.is_start):
        return old
    before = {point for curve in old.curves for point in curve.points} if old is not None else set[object]()
    marks = old.points if old is not None else ()

    def stays(point: tuple[float, float]) -> bool:
        return point in before or not mask.holds(point[1])

    curves = tuple(replace(curve, points=tuple(filter(stays, curve.points))) for curve in new.curves)
    points = tuple(p for p in new.points if p in marks or (not mask.holds(p.y) and not mask.holds(p.x)))
    return replace(new, curves=curves, points=points, tangent=_tangent(mask, new.tangent))


def _tangent(mask: Mask, new: Tangent | None) -> Tangent | None:
    """A tangent tells its slope and where it touches."""
    if new is None or any(covers(asked, new.quantity) for asked in mask.hidden):
        return None
    return None if any(map(mask.holds, (new.x, new.y, new.slope))) else new
