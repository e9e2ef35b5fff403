"""What is said at a moment of PCA or of kernel PCA?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from ...words import Message, message
from ...words.numbers import sentence
from ..score import entries, short
from .labels import alone

if TYPE_CHECKING:
    from .kernel_score import KernelScore
    from .linear_score import LinearScore


def linear(score: LinearScore, cursor: int) -> Message:
    """The caption of a moment of PCA."""
    linear, moment = score.linear, score.moments[cursor]
    n, d = linear.points.shape
    told: dict[str, object] = {"n": n, "d": d, "kept": linear.kept}
    if moment.at:
        told |= {"number": moment.at[0] + 1}
    match moment.kind:
        case "start":
            return message("projection.start", **told)
        case "averaged":
            return message("projection.averaged", mean=entries(linear.mean), **told)
        case "centred":
            return message("projection.centred", **told)
        case "covaried":
            i, j = moment.at
            told |= {"value": _tidy(linear.covariance[i, j]), "i": i + 1, "j": j + 1}
            told |= {"added": message(f"projection.added-{linear.divisor}")}
            return message("projection.varied" if i == j else "projection.covaried", **told)
        case "decomposed":
            return _direction(score, moment.at[0], told)
        case "projected":
            return message("projection.projected", code=entries(alone(linear.codes[moment.at[0]])), **told)
        case "rebuilt":
            return _rebuilt(score, moment.at[0], told)
        case _:
            return _trained(score, moment.at[0])


def _direction(score: LinearScore, j: int, told: Mapping[str, object]) -> Message:
    found, labels = score.linear.spectrum, score.linear.cloud.labels
    said = {"vector": entries(found.vectors[:, j]), "value": _tidy(found.values[j])}
    said |= {"share": sentence(100 * found.shares[j], 1)}
    if not labels:
        return message("projection.decomposed", **said, **told)
    id = "projection.decomposed-apart" if score.linear.gap(j) > 0 else "projection.decomposed-mixed"
    return message(id, **said, **told)


def _rebuilt(score: LinearScore, i: int, told: Mapping[str, object]) -> Message:
    linear = score.linear
    said = {"rebuilt": entries(linear.rebuilt[i]), "error": short(linear.errors[i])}
    if i < len(linear.points) - 1:
        return message("projection.rebuilt", **said, **told)
    return message("projection.rebuilt-last", total=short(np.sum(linear.errors)), **said, **told)


def _trained(score: LinearScore, t: int) -> Message:
    weights, loss = score.trained("w", t), score.trained("loss", t)
    best = float(np.mean(score.linear.errors))
    said = {"w": entries(weights), "loss": short(loss), "best": short(best), "count": t}
    is_there = loss - best < 1e-6 * max(1.0, best)
    return message("projection.trained-there" if is_there else "projection.trained", **said)


def _tidy(number: float) -> str:
    """A number in a sentence, without what rounding left behind: 40, not 40.0000."""
    return short(round(float(number), 12))


def kernel(score: KernelScore, cursor: int) -> Message:
    """The caption of a moment of kernel PCA."""
    kernelled, moment = score.kernelled, score.moments[cursor]
    n, d = kernelled.cloud.points.shape
    told: dict[str, object] = {"n": n, "d": d, "gamma": f"{kernelled.gamma:g}"}
    match moment.kind:
        case "start":
            return message("projection.start-kernel", **told)
        case "compared":
            return message("projection.compared", **told)
        case "centred":
            return message("projection.centred-kernel", **told)
        case "decomposed":
            return _component(score, moment.at[0])
        case _:
            said = {"number": moment.at[0] + 1, "code": entries(alone(kernelled.codes[moment.at[0]]))}
            if moment.at[0] < n - 1:
                return message("projection.projected-kernel", **said)
            return message("projection.projected-last", residual=short(kernelled.residual), **said)


def _component(score: KernelScore, j: int) -> Message:
    found = score.kernelled.spectrum
    said = {"number": j + 1, "value": short(found.values[j]), "share": sentence(100 * found.shares[j], 1)}
    if not score.kernelled.cloud.labels:
        return message("projection.component", **said)
    id = "projection.component-apart" if score.kernelled.gap(j) > 0 else "projection.component-mixed"
    return message(id, **said)
