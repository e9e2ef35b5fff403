"""What would somebody with a known misconception answer for a quantity of a projection?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from .kernelled import Kernelled
from .linear import DIVISORS, Linear
from .linear_record import LinearRecord
from .spectrum import Spectrum


def linear(record: LinearRecord, cursor: int, quantity: str) -> Mapping[str, Any]:
    """Misconception id to answer, for PCA; some may be equal to the truth."""
    pca, (kind, *rest) = record.linear, quantity.split(".")
    at = [int(part) - 1 for part in rest if part.isdecimal()]
    match kind:
        case "ratio":
            return {"ratio-inverted": pca.points.shape[1] / pca.points.shape[0]}
        case "mean":
            return {"summed-for-mean": pca.points.sum(axis=0)}
        case "covariance":
            return _covariance(pca, at)
        case "eigenvalue" | "explained":
            return _of_direction(pca, kind, at[0])
        case "vector":
            vectors, d = pca.spectrum.vectors, len(pca.spectrum.values)
            return {"eigenvector-sign": -vectors[:, at[0]], "column-for-direction": np.eye(d)[at[0]],
                    "eigenvalues-reversed": vectors[:, d - 1 - at[0]]}  # fmt: skip
        case "code" | "codes":
            return {id: _row(codes, at) for id, codes in _codes(pca).items()}
        case "rebuilt":
            kept_columns = np.where(np.arange(pca.points.shape[1]) < pca.kept, pca.centred[at[0]], 0.0)
            return {"mean-not-added": pca.rebuilt[at[0]] - pca.mean, "column-for-direction": pca.mean + kept_columns}
        case "error":
            lost = float(np.sum(pca.centred[at[0], pca.kept :] ** 2))
            return {"root-for-square": float(np.sqrt(pca.errors[at[0]])), "column-for-direction": lost}
        case "residual":
            return _residual(pca, bool(rest))
        case "ae":
            return _trained(record, cursor, rest[0])
        case _:
            return {}


def _covariance(pca: Linear, at: list[int]) -> dict[str, Any]:
    found: dict[str, Any] = {"centring-forgotten": pca.points.T @ pca.points / pca.divided_by}
    total = pca.covariance * pca.divided_by
    found |= {f"other-divisor:{name}": total / pca.parts(name) for name in DIVISORS}
    if not at:
        return found
    if at[0] == at[1]:
        found["deviation-for-variance"] = np.sqrt(np.maximum(0.0, pca.covariance))
    return {id: float(matrix[at[0], at[1]]) for id, matrix in found.items()}


def _of_direction(pca: Linear, kind: str, j: int) -> dict[str, Any]:
    values, own = pca.spectrum.values, np.diag(pca.covariance)
    last = len(values) - 1 - j
    if kind == "explained":
        return {**_share(pca.spectrum, j), "column-for-direction": float(own[j] / own.sum()),
                "eigenvalues-reversed": float(pca.spectrum.shares[last])}  # fmt: skip
    found = {"column-for-direction": float(own[j]), "eigenvalues-reversed": float(values[last])}
    found["deviation-for-variance"] = float(np.sqrt(values[j]))
    total = float(values[j]) * pca.divided_by
    return found | {f"other-divisor:{name}": total / pca.parts(name) for name in DIVISORS}


def _share(found: Spectrum, j: int) -> dict[str, Any]:
    deviations = np.sqrt(found.values)
    return {"share-not-divided": float(found.values[j]),
            "share-of-deviations": float(deviations[j] / deviations.sum())}  # fmt: skip


def _codes(pca: Linear) -> dict[str, Any]:
    return {
        "eigenvector-sign": -pca.codes,
        "centring-forgotten": pca.points @ pca.directions,
        "column-for-direction": pca.centred[:, : pca.kept],
        "eigenvalues-reversed": pca.all_codes[:, ::-1][:, : pca.kept],
    }


def _row(codes: Any, at: list[int]) -> Any:
    """A row of codes, or its only number; all of them where no row is meant."""
    if not at:
        return codes
    return float(codes[at[0], 0]) if codes.shape[1] == 1 else codes[at[0]]


def _residual(pca: Linear, is_mean: bool) -> dict[str, Any]:
    n, total, values = len(pca.points), float(np.sum(pca.errors)), pca.spectrum.values
    by = n if is_mean else 1
    kept = float(np.sum(values[: pca.kept])) * pca.divided_by / by
    return {"kept-for-dropped": kept, "one-over-n": total if is_mean else total / n,
            "other-divisor": float(np.sum(values[pca.kept :])) / by}  # fmt: skip


def _trained(record: LinearRecord, cursor: int, what: str) -> dict[str, Any]:
    t, tied = record.updates(cursor), record.tied
    if what == "loss":
        return {"one-over-n": tied.loss(tied.weights[t]) * len(tied.centred)}
    if what != "w" or not t:
        return {}
    before = tied.weights[t - 1]
    slope = tied.gradient(before)
    moved = {"climbed": before + tied.rate * slope, "rate-forgotten": before - slope, "not-updated": before}
    return {id: weights[:, 0] if tied.kept == 1 else weights for id, weights in moved.items()}


def kernel(pca: Kernelled, quantity: str) -> Mapping[str, Any]:
    """Misconception id to answer, for kernel PCA; some may be equal to the truth."""
    kind, *rest = quantity.split(".")
    at = [int(part) - 1 for part in rest if part.isdecimal()]
    match kind:
        case "ratio":
            return {"ratio-inverted": pca.cloud.points.shape[1] / pca.cloud.points.shape[0]}
        case "kernel":
            if rest:
                return {"centring-forgotten": pca.kernel}
            return {"root-for-square": np.exp(-np.sqrt(-np.log(pca.kernel) * pca.gamma))}
        case "eigenvalue":
            values = pca.spectrum.values
            return {"deviation-for-variance": float(np.sqrt(values[at[0]])), "one-over-n": values[at[0]] / len(values),
                    "centring-forgotten": float(np.linalg.eigvalsh(pca.kernel)[::-1][at[0]])}  # fmt: skip
        case "explained":
            return _share(pca.spectrum, at[0])
        case "code" | "codes":
            unscaled = pca.spectrum.vectors[:, : pca.kept]
            return {"eigenvector-sign": _row(-pca.codes, at), "root-of-eigenvalue-forgotten": _row(unscaled, at)}
        case "residual":
            return {"kept-for-dropped": float(np.sum(pca.spectrum.values[: pca.kept]))}
        case _:
            return {}
