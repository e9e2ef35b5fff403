"""Where does a number of a projection come from? PCA, kernel PCA and the linear autoencoder as rows, with their slips.

Directions and eigenvalues are given: no formula finds them. All else follows from them and the samples.
"""

from __future__ import annotations

import numpy as np

from ...arrays import Value
from ..rows import Row, Rows
from .kernelled import Kernelled
from .labels import alone, label
from .linear import DIVISORS, Linear
from .tied import Tied

MOST_NUMBERS = 15
"""Seven products and what they are divided by are still written out."""
RATIO = Row("ratio", "n/d", {"ratio-inverted": "d/n"}, any_formula=False)
EXPLAINED = Row("explained", "eigenvalue/sum(eigenvalue)", {
    "share-not-divided": "eigenvalue", "share-of-deviations": "sqrt(eigenvalue)/sum(sqrt(eigenvalue))",
    "column-for-direction": "own/sum(own)", "eigenvalues-reversed": "backwards/sum(backwards)",
}, any_formula=False)  # fmt: skip
GAP = "max(min(ones) - max(zeros); min(zeros) - max(ones))"


def linear(pca: Linear) -> Rows:
    """What PCA says of all samples together: mean, covariance, directions, codes, and what is lost."""
    (n, d), found = pca.points.shape, pca.spectrum
    given: dict[str, object] = {"x": pca.points, "n": n, "d": d, "c": pca.divided_by, "mean": pca.mean}
    given |= {"eigenvalue": found.values, "backwards": found.values[::-1], "own": np.diag(pca.covariance)}
    given |= {"vector": found.vectors.T, "axes": np.eye(d), "v": pca.directions, "errors": pca.errors}
    given |= {"last": pca.all_codes[:, ::-1][:, : pca.kept], "spread": np.where(np.eye(d) > 0, pca.covariance, np.nan)}
    given |= {"dropped": np.sum(found.values[pca.kept :]), "held": np.sum(found.values[: pca.kept]) * pca.divided_by}
    given |= {"columns": pca.centred[:, : pca.kept], **{f"c{at}": pca.parts(name) for at, name in enumerate(DIVISORS)}}
    by = "" if pca.divided_by == 1 else "/c"
    divisors = {f"other-divisor:{name}": f"c/c{at}" for at, name in enumerate(DIVISORS)}
    rows = [
        RATIO,
        EXPLAINED,
        Row("centred", "x - mean", {"centring-forgotten": "x"}, entries=0),
        Row("covariance", f"(transpose(centred) @ centred){by}", {
            "centring-forgotten": f"(transpose(x) @ x){by}", "deviation-for-variance": "sqrt(spread)",
            **{id: f"covariance*{factor}" for id, factor in divisors.items()},
        }, most=MOST_NUMBERS, entries=0),
        Row("eigenvalue", slips={
            "column-for-direction": "own", "eigenvalues-reversed": "backwards",
            "deviation-for-variance": "sqrt(eigenvalue)",
            **{id: f"eigenvalue*{factor}" for id, factor in divisors.items()},
        }, any_formula=False),
        Row("vector", slips={"eigenvector-sign": "-vector", "column-for-direction": "axes",
                             "eigenvalues-reversed": found.vectors.T[::-1]}, any_formula=False),
        Row("codes", "centred @ v", {"eigenvector-sign": "-codes", "centring-forgotten": "x @ v",
                                     "column-for-direction": "columns", "eigenvalues-reversed": "last"}, entries=0),
        Row("residual", "sum(errors)", {"kept-for-dropped": "held", "one-over-n": "residual/n",
                                        "other-divisor": "dropped"}, any_formula=False),
        Row("residual.mean", "residual/n", {"kept-for-dropped": "held/n", "one-over-n": "residual",
                                            "other-divisor": "dropped/n"}, any_formula=False),
    ]  # fmt: skip
    if pca.is_centred:
        rows.append(
            Row("mean", "sum(x; axis=0)/n", {"summed-for-mean": "sum(x; axis=0)"}, most=MOST_NUMBERS, entries=2)
        )
    return Rows(given, rows, _written, first=1)


def sample(pca: Linear, i: int) -> Rows:
    """Code, reconstruction and error of one sample: `here` is its row of the table that the quantity `x` is."""
    number, k, one = i + 1, pca.kept, pca.kept == 1
    inside = np.arange(pca.points.shape[1]) < k
    given = {"here": pca.points[i], "mean": pca.mean, "v": pca.directions[:, 0] if one else pca.directions}
    given |= {"columns": alone(pca.centred[i, :k]), "last": alone(pca.all_codes[i, ::-1][:k])}
    given |= {"along": np.where(inside, pca.centred[i], 0.0), "off": np.where(inside, 0.0, pca.centred[i])}
    code, rebuilt, error = f"code.{number}", f"rebuilt.{number}", f"error.{number}"
    projected, back = ("dot({}; v)", f"{code}*v") if one else ("({}) @ v", f"{code} @ transpose(v)")
    return Rows(given, [
        Row(code, projected.format("here - mean"), {"eigenvector-sign": f"-{code}", "column-for-direction": "columns",
            "centring-forgotten": projected.format("here"), "eigenvalues-reversed": "last"}, most=MOST_NUMBERS,
            entries=2),
        Row(rebuilt, f"mean + {back}", {"mean-not-added": back, "column-for-direction": "mean + along"}, entries=0),
        Row(error, f"sum((here - {rebuilt})^2)", {"root-for-square": f"sqrt({error})",
            "column-for-direction": "norm2(off)"},
            most=MOST_NUMBERS, any_formula=False),
    ], _written, first=1)  # fmt: skip


def gap(quantity: str, codes: Value, labels: tuple[int, ...]) -> Rows:
    """How far apart two classes lie along a component."""
    chosen = np.array(labels, dtype=bool)
    return Rows({"ones": codes[chosen], "zeros": codes[~chosen]}, [Row(quantity, GAP)])


def autoencoder(tied: Tied, t: int, best: float) -> Rows:
    """The newest update of the linear autoencoder, its loss, and what PCA does better."""
    weights = tied.weights[t]
    given: dict[str, object] = {
        "x": tied.centred,
        "w": weights,
        "n": len(tied.centred),
        "best": best,
        "rate": tied.rate,
    }
    rows = [Row("ae.loss", "sum((x - x @ w @ transpose(w))^2)/n", {"one-over-n": "ae.loss*n"}, any_formula=False),
            Row("ae.gap", "ae.loss - best")]  # fmt: skip
    if t:
        before = tied.weights[t - 1]
        shown = [each[:, 0] if tied.kept == 1 else each for each in (before, tied.gradient(before))]
        given |= {"before": shown[0], "slope": shown[1]}
        rows.append(Row("ae.w", "before - rate*slope", {"climbed": "before + rate*slope",
                        "rate-forgotten": "before - slope", "not-updated": "before"}, entries=2))  # fmt: skip
    return Rows(given, rows, _written)


def kernel(pca: Kernelled, quantity: str) -> Rows:
    """What kernel PCA says of all samples, and the code of one of them."""
    points, found = pca.cloud.points, pca.spectrum
    n, d = points.shape
    given: dict[str, object] = {"n": n, "d": d, "gamma": pca.gamma, "eigenvalue": found.values, "own": found.values}
    given |= {"apart": np.sum((points[:, None] - points[None]) ** 2, axis=2), "h": np.eye(n) - 1 / n}
    given |= {"uncentred": np.linalg.eigvalsh(pca.kernel)[::-1], "kept": found.values[: pca.kept]}
    given |= {"diagonal": np.diag(pca.centred), "backwards": found.values, "vectors": found.vectors[:, : pca.kept]}
    rows = [
        RATIO, EXPLAINED,
        Row("kernel", "exp(-gamma*apart)", {"root-for-square": "exp(-gamma*sqrt(apart))"}, any_formula=False,
            entries=0),
        Row("kernel.centred", "h @ kernel @ h", {"centring-forgotten": "kernel"}, entries=0),
        Row("eigenvalue", slips={"deviation-for-variance": "sqrt(eigenvalue)", "one-over-n": "eigenvalue/n",
                                 "centring-forgotten": "uncentred"}, any_formula=False),
        Row("codes", "sqrt(kept)*vectors", {"eigenvector-sign": "-codes", "root-of-eigenvalue-forgotten": "vectors"},
            entries=0),
        Row("residual", "sum(diagonal) - sum(codes^2)", {"kept-for-dropped": "sum(kept)"}, any_formula=False),
    ]  # fmt: skip
    if quantity.startswith("code."):
        given |= {"kept": alone(given["kept"]), "vectors": alone(found.vectors[int(quantity[5:]) - 1, : pca.kept])}
        slips = {"eigenvector-sign": f"-{quantity}", "root-of-eigenvalue-forgotten": "vectors"}
        rows.append(Row(quantity, "sqrt(kept)*vectors", slips, entries=3))
    return Rows(given, rows, _written, first=1)


def _written(name: str) -> str:
    own = {"centred": "Xc", "kernel": "K", "kernel.centred": "Kc", "gamma": "γ", "apart": "‖x-y‖²", "rate": "η",
           "h": "H", "w": "W", "kept": "λ", "vectors": "α", "slope": "∂L/∂W", "before": "W", "best": "PCA",
           "errors": "e", "diagonal": "Kᵢᵢ", "here": "x"}  # fmt: skip
    return own.get(name, label(name))
