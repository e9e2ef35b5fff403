"""How is a number of a projection confirmed in a second way? Singular values, what is dropped, a trace."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from ...answers.receipts import Line, LinesReceipt, Receipt
from ...answers.working import worked
from ...arrays import Numbers, Value
from ...words import message
from ...words.numbers import receipt as written
from ..score import entries, operand
from .kernelled import Kernelled
from .linear import Linear

if TYPE_CHECKING:
    from .linear_score import LinearScore

MOST_TERMS = 7


def joined(own: Receipt | None, more: Iterator[Line]) -> Receipt | None:
    """The formula of a quantity with its numbers, and what else there is to say."""
    lines = (*(own.lines if isinstance(own, LinesReceipt) else ()), *more)
    return LinesReceipt(lines) if lines else None


def _line(label: str, text: str) -> Line:
    return Line(message(f"projection.label-{label}"), text)


def _agrees(left: Numbers, right: Value) -> str:
    return "✓" if np.allclose(left, right, rtol=1e-8, atol=1e-10) else "≠"


def linear(score: LinearScore, cursor: int, quantity: str) -> Iterator[Line]:
    """What a receipt of PCA says besides the formula of a quantity."""
    pca, (kind, *rest) = score.linear, quantity.split(".")
    at = [int(part) - 1 for part in rest if part.isdecimal()]
    match kind:
        case "mean" | "centred":
            first = f"{entries(pca.points[0])} - {entries(pca.mean)} = {entries(pca.centred[0])}"
            yield _line("first", first)
        case "covariance" if not at:
            yield _line("matrix", entries(pca.covariance))
        case "covariance":
            terms = pca.centred[:, at[0]] * pca.centred[:, at[1]]
            if len(terms) <= MOST_TERMS:
                yield _line("sum", worked("sum(t)", most=MOST_TERMS, t=terms))
            yield _line("divisor", pca.divisor)
        case "eigenvalue" | "vector" | "explained":
            yield from _direction(pca, at[0], kind)
        case "code" | "rebuilt" | "error":
            codes = [f"{operand(z)}·v{j + 1}" for j, z in enumerate(pca.codes[at[0]][:4])]
            yield _line("rebuilt", f"{' + '.join([entries(pca.mean), *codes])} = {entries(pca.rebuilt[at[0]])}")
        case "codes" | "residual":
            yield from _lost(pca)
        case "ae":
            weights = score.tied.weights[score.updates(cursor)]
            along = np.linalg.norm(pca.directions.T @ weights) / max(np.linalg.norm(weights), 1e-300)
            yield _line("along", written(along))
        case _:
            pass


def _direction(pca: Linear, j: int, kind: str) -> Iterator[Line]:
    """S·v = λ·v, and the same eigenvalue from the singular values of the data."""
    vector, value = pca.spectrum.vectors[:, j], pca.spectrum.values[j]
    singular = np.linalg.svd(pca.centred, compute_uv=False)
    known = float(singular[j]) if j < len(singular) else 0.0
    yield _line("direction", f"S·v = {entries(pca.covariance @ vector)}; λ = {written(value)}, v = {entries(vector)}")
    if kind != "explained":
        yield _line("share", worked("v/sum(s)", most=MOST_TERMS, v=float(value), s=pca.spectrum.values))
    found = worked("s^2/n", s=known, n=float(pca.divided_by))
    yield _line("svd", f"{found} {_agrees(known**2 / pca.divided_by, value)}")


def _lost(pca: Linear) -> Iterator[Line]:
    """The dropped eigenvalues, which the residual is equal to."""
    total = float(np.sum(pca.errors))
    dropped = pca.spectrum.values[pca.kept :] if pca.kept < len(pca.spectrum.values) else np.zeros(1)
    left = worked("n*sum(d)", most=MOST_TERMS, n=float(pca.divided_by), d=dropped)
    yield _line("dropped", f"{left} {_agrees(total, float(np.sum(dropped)) * pca.divided_by)}")


def kernel(pca: Kernelled, quantity: str) -> Iterator[Line]:
    """What a receipt of kernel PCA says besides the formula of a quantity."""
    kind, *rest = quantity.split(".")
    points = pca.cloud.points
    if kind == "kernel":
        apart = float(np.sum((points[0] - points[1]) ** 2))
        yield _line("pair", worked("exp(-(g*a))", g=pca.gamma, a=apart))
        if rest:
            yield _line("pair-centred", f"Kc[1,2] = {written(pca.centred[0, 1])}")
    elif kind in ("eigenvalue", "explained"):
        value, total = float(pca.spectrum.values[int(rest[0]) - 1]), float(np.trace(pca.centred))
        yield _line("share", worked("v/t", v=value, t=total))
    elif kind in ("codes", "residual"):
        other = float(np.trace(pca.centred) - np.sum(pca.codes**2))
        yield _line("dropped", f"{written(pca.residual)} {_agrees(pca.residual, other)}")
