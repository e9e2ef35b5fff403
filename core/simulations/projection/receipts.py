"""Why is a number of a projection what it is? Its arithmetic, confirmed in a second way."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...answers.receipts import Line, LinesReceipt, Receipt
from ...answers.working import worked
from ...words import message
from ...words.numbers import receipt as written
from ..score import entries, operand
from .kernelled import Kernelled
from .linear import Linear
from .linear_record import LinearRecord

MOST_TERMS = 7


def _line(label: str, text: str) -> Line:
    return Line(message(f"projection.label-{label}"), text)


def _sum(terms: list[str]) -> str:
    return " + ".join(terms if len(terms) <= MOST_TERMS else [*terms[: MOST_TERMS - 2], "…", terms[-1]])


def _total(terms: Any) -> str:
    """A sum with its terms, where they are few."""
    if len(terms) > MOST_TERMS:
        return f"{_sum([operand(term) for term in terms])} = {written(float(np.sum(terms)))}"
    return worked("sum(t)", most=MOST_TERMS, t=np.asarray(terms))


def _agrees(left: Any, right: Any) -> str:
    return "✓" if np.allclose(left, right, rtol=1e-8, atol=1e-10) else "≠"


def linear(record: LinearRecord, cursor: int, quantity: str) -> Receipt | None:
    """The receipt of a quantity of PCA; None for what is given."""
    pca, (kind, *rest) = record.linear, quantity.split(".")
    at = [int(part) - 1 for part in rest if part.isdecimal()]
    match kind:
        case "ratio":
            return LinesReceipt((_ratio(pca.points),))
        case "mean" | "centred":
            return LinesReceipt(_mean(pca))
        case "covariance":
            return LinesReceipt(_covariance(pca, at) if at else (_line("matrix", entries(pca.covariance)),))
        case "eigenvalue" | "vector" | "explained" | "gap":
            return LinesReceipt(_direction(pca, at[0]))
        case "code" | "rebuilt" | "error":
            return LinesReceipt(_sample(pca, at[0]))
        case "codes" | "residual":
            return LinesReceipt(_lost(pca))
        case "ae":
            return LinesReceipt(_trained(record, cursor))
        case _:
            return None


def _ratio(points: Any) -> Line:
    n, d = points.shape
    return _line("ratio", worked("n/d", digits=4, n=float(n), d=float(d)))


def _mean(pca: Linear) -> tuple[Line, ...]:
    lines = [
        Line(message("projection.column", number=j + 1),
             worked("mean(x)", digits=4, most=MOST_TERMS, x=column))
        for j, column in enumerate(pca.points.T[:3])
    ]  # fmt: skip
    first = f"{entries(pca.points[0])} - {entries(pca.mean)} = {entries(pca.centred[0])}"
    return (*lines, _line("first", first))


def _covariance(pca: Linear, at: list[int]) -> tuple[Line, ...]:
    i, j = at
    left, right = pca.centred[:, i], pca.centred[:, j]
    products = _sum([f"{operand(a)}·{operand(b)}" for a, b in zip(left, right, strict=True)])
    total = float(left @ right)
    lines = [_line("products", products), _line("sum", _total(left * right))]
    if pca.divided_by != 1:
        lines.append(_line("quotient", worked("t/n", t=total, n=float(pca.divided_by))))
    return (*lines, _line("divisor", pca.divisor))


def _direction(pca: Linear, j: int) -> tuple[Line, ...]:
    """S·v = λ·v, the share, and the same eigenvalue from the singular values of the data."""
    vector, value = pca.spectrum.vectors[:, j], pca.spectrum.values[j]
    singular = np.linalg.svd(pca.centred, compute_uv=False)
    other = singular[j] ** 2 / pca.divided_by if j < len(singular) else 0.0
    lines = [
        _line("direction", f"S·v = {entries(pca.covariance @ vector)}; λ = {written(value)}, v = {entries(vector)}"),
        _line("share", worked("v/sum(s)", most=MOST_TERMS, v=float(value), s=pca.spectrum.values)),
        _line("svd", f"{worked('s^2/n', s=float(singular[j]) if j < len(singular) else 0.0, n=float(pca.divided_by))}"
                     f" {_agrees(other, value)}"),
    ]  # fmt: skip
    return (*lines, _line("gap", written(pca.gap(j)))) if pca.cloud.labels else tuple(lines)


def _sample(pca: Linear, i: int) -> tuple[Line, ...]:
    row, codes = pca.centred[i], pca.codes[i]
    products = worked("dot(x; v)", most=2 * MOST_TERMS, x=row, v=pca.directions[:, 0])
    parts = " + ".join([entries(pca.mean), *(f"{operand(z)}·v{j + 1}" for j, z in enumerate(codes[:4]))])
    rest = pca.points[i] - pca.rebuilt[i]
    return (
        _line("code", f"(x - m)·v1 = {products}"),
        _line("rebuilt", f"{parts} = {entries(pca.rebuilt[i])}"),
        _line("error", worked("sum(r^2)", most=MOST_TERMS, r=rest)),
    )


def _lost(pca: Linear) -> tuple[Line, ...]:
    """The residual, and the dropped eigenvalues that it is equal to."""
    total = float(np.sum(pca.errors))
    dropped = pca.spectrum.values[pca.kept :] if pca.kept < len(pca.spectrum.values) else np.zeros(1)
    other = float(np.sum(dropped)) * pca.divided_by
    left = worked("n*sum(d)", most=MOST_TERMS, n=float(pca.divided_by), d=dropped)
    return (
        _line("residual", _total(pca.errors)),
        _line("dropped", f"{left} {_agrees(total, other)}"),
        _line("mean", worked("t/n", t=total, n=float(len(pca.points)))),
    )


def _trained(record: LinearRecord, cursor: int) -> tuple[Line, ...]:
    tied, pca = record.tied, record.linear
    t = record.updates(cursor)
    weights, best = tied.weights[t], float(np.mean(pca.errors))
    lines = [_line("loss", f"mean ‖x - W·Wᵀx‖² = {written(tied.loss(weights))}")]
    lines += [_line("pca", f"{written(best)}; L - PCA = {written(tied.loss(weights) - best)}")]
    if t:
        before = tied.weights[t - 1]
        moved = worked("b - r*g", digits=4, b=_alone(before), r=tied.rate, g=_alone(tied.gradient(before)))
        lines.insert(0, _line("update", moved))
    along = np.linalg.norm(pca.directions.T @ weights) / max(np.linalg.norm(weights), 1e-300)
    return (*lines, _line("along", written(along)))


def _alone(weights: Any) -> Any:
    return weights[:, 0] if weights.shape[1] == 1 else weights


def kernel(pca: Kernelled, quantity: str) -> Receipt | None:
    """The receipt of a quantity of kernel PCA; None for what is given."""
    kind, *rest = quantity.split(".")
    at = [int(part) - 1 for part in rest if part.isdecimal()]
    points = pca.cloud.points
    match kind:
        case "ratio":
            return LinesReceipt((_ratio(points),))
        case "kernel":
            apart = float(np.sum((points[0] - points[1]) ** 2))
            first = worked("exp(-(g*a))", g=pca.gamma, a=apart)
            centred = f"K - … = {written(pca.centred[0, 1])}"
            lines = (_line("pair", first), *((_line("pair-centred", centred),) if rest else ()))
            return LinesReceipt(lines)
        case "eigenvalue" | "explained" | "gap":
            value, total = pca.spectrum.values[at[0]], float(np.trace(pca.centred))
            lines = [_line("share", worked("v/t", v=float(value), t=total))]
            lines += [_line("gap", written(pca.gap(at[0])))] if pca.cloud.labels else []
            return LinesReceipt(tuple(lines))
        case "code":
            first, value = pca.spectrum.vectors[at[0], 0], pca.spectrum.values[0]
            return LinesReceipt((_line("code", worked("sqrt(v)*f", v=float(value), f=float(first))),))
        case "codes" | "residual":
            other = float(np.trace(pca.centred) - np.sum(pca.codes**2))
            left = f"Σ Kᵢᵢ - Σ z² = {written(other)}"
            told = f"{written(pca.residual)} {_agrees(pca.residual, other)}"
            return LinesReceipt((_line("residual", left), _line("dropped", told)))
        case _:
            return None
