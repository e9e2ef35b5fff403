"""What is there to see of a judgement? Scores beside a threshold, four counts, truths over predictions, residuals."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from ...arrays import Value
from ...pictures import Bar, BarsPicture, Label, PlaneLine, PlanePicture, PlanePoint, TablePicture
from ...words import message
from ...words.names import told
from .judged import Judged

FEW = 12
"""So many samples are shown one by one."""
GOLDEN = 0.6180339887
"""Turning by this part of a circle, neighbours never fall on each other."""
BAND = 0.34


def few(judged: Judged) -> bool:
    """Are the samples shown one by one?"""
    return len(judged.truths) <= FEW


def samples_table(judged: Judged) -> TablePicture:
    """Each sample with its score and its class, the highest score first, so that a threshold is a line in the table."""
    order = np.argsort(-judged.predictions, kind="stable")
    names = {0: message("evaluation.negative"), 1: message("evaluation.positive")}
    rows = tuple((str(at + 1), float(judged.predictions[at]), names[int(judged.truths[at])]) for at in order)
    sample, score, truth = (message(f"evaluation.column-{name}") for name in ("sample", "score", "truth"))
    return TablePicture((sample, score, truth), rows)


def scores_plane(judged: Judged, threshold: float) -> PlanePicture:
    """Scores from left to right, positives above negatives, and the threshold as an upright line."""
    points: list[PlanePoint] = []
    for at, (score, truth) in enumerate(zip(judged.predictions, judged.truths, strict=True)):
        height = 0.25 + 0.5 * truth + BAND * ((at * GOLDEN) % 1.0 - 0.5)
        points.append(
            PlanePoint(
                round(float(np.clip(score, 0.0, 1.0)), 4), round(float(height), 3), str(int(truth)), kind=int(truth)
            )
        )
    line = PlaneLine(1.0, 0.0, -threshold)
    names = (message("evaluation.negative"), message("evaluation.positive"))
    return PlanePicture(message("evaluation.column-score"), "", (-0.04, 1.04), (0.0, 1.0), tuple(points), (line,),
                        classes=names)  # fmt: skip


def confusion_table(known: Mapping[str, object], subject: str) -> TablePicture:
    """The four counts: a row a true class, a column what it was called."""
    called = [message(f"evaluation.called-{name}") for name in ("positive", "negative")]
    rows = tuple(
        (message(f"evaluation.really-{name}"), told(left.upper()), known.get(left), told(right.upper()),
         known.get(right))
        for name, left, right in (("positive", "tp", "fn"), ("negative", "fp", "tn"))
    )  # fmt: skip
    current = {"tp": 0, "fn": 0, "fp": 1, "tn": 1}.get(subject)
    return TablePicture(("", "", called[0], " ", called[1]), rows, current, widest=(None, None, 999, None, 999))


def measures(
    known: Mapping[str, object], names: Sequence[str], subject: str, written: Callable[[str], str]
) -> TablePicture:
    """What was worked out from the counts or the residuals."""
    rows = tuple((told(written(name)), known.get(name)) for name in names)
    current = names.index(subject) if subject in names else None
    return TablePicture((message("evaluation.column-measure"), message("evaluation.column-value")), rows, current,
                        widest=(None, 0.8888))  # fmt: skip


def together(
    known: Mapping[str, object], pairs: Sequence[tuple[str, str]], written: Callable[[str], str]
) -> TablePicture:
    """Counts at the left and measures at the right, all at once."""
    rows = tuple(
        (told(written(count)), known.get(count), told(written(measure)), known.get(measure)) for count, measure in pairs
    )
    count, value = (message(f"evaluation.column-{name}") for name in ("count", "value"))
    return TablePicture(("", count, " ", value), rows, widest=(None, 999, None, 0.8888))


def sweep_table(lines: Sequence[tuple[float, Mapping[str, int]]], swept: Mapping[str, Value]) -> TablePicture:
    """The same at nine thresholds."""
    names = ("tp", "fn", "fp", "tn")
    rows = tuple(
        (
            f"{at:g}",
            *(counts[name] for name in names),
            float(swept["sweep.recall"][k]),
            float(swept["sweep.precision"][k]),
        )
        for k, (at, counts) in enumerate(lines)
    )
    heads: tuple[Label, ...] = (told("threshold"), *(told(name.upper()) for name in names))
    return TablePicture((*heads, told("recall"), told("precision")), rows)


def correlation_bars(features: Sequence[Label], values: Sequence[float]) -> BarsPicture:
    """How each input goes along with the target."""
    bars = tuple(Bar(name, value) for name, value in zip(features, values, strict=True))
    return BarsPicture(message("evaluation.correlations"), bars, 1.0)


def numbers_table(judged: Judged, seen: Sequence[bool], current: int | None) -> TablePicture:
    """Each sample with truth, prediction and residual."""
    rows = tuple(
        (str(at + 1), float(y), float(said), float(y - said) if seen[at] else None)
        for at, (y, said) in enumerate(zip(judged.truths, judged.predictions, strict=True))
    )
    return TablePicture((message("evaluation.column-sample"), "y", "ŷ", "e"), rows, current)


def predicted_plane(judged: Judged, current: int | None, numbered: bool = False) -> PlanePicture:
    """Truths over predictions; on the diagonal every prediction is true."""
    ends = _ends(np.concatenate([judged.truths, judged.predictions]))
    points = tuple(
        PlanePoint(float(said), float(y), str(at + 1) if numbered else "·", current == at + 1 and not numbered)
        for at, (y, said) in enumerate(zip(judged.truths, judged.predictions, strict=True)) if np.isfinite(said)
    )  # fmt: skip
    return PlanePicture(
        "ŷ", "y", ends, ends, points, (PlaneLine(1.0, -1.0, 0.0),), title=message("evaluation.diagonal")
    )


def residual_plane(judged: Judged, against: int, features: Sequence[Label]) -> PlanePicture:
    """Residuals over the predictions, or over one input: a pattern in them is something that could still be learned."""
    is_input = judged.inputs is not None and 1 <= against <= judged.inputs.shape[1]
    across = judged.inputs[:, against - 1] if is_input and judged.inputs is not None else judged.predictions
    name = features[against - 1] if is_input else "ŷ"
    residuals = judged.truths - judged.predictions
    high = float(np.abs(residuals[np.isfinite(residuals)]).max(initial=1e-9)) * 1.05
    points = tuple(
        PlanePoint(float(x), float(e), "·") for x, e in zip(across, residuals, strict=True) if np.isfinite(e)
    )
    return PlanePicture(name, "e", _ends(across), (-high, high), points, (PlaneLine(0.0, 1.0, 0.0),),
                        title=message("evaluation.residuals", name=name))  # fmt: skip


def _ends(values: Value) -> tuple[float, float]:
    """A range around the finite numbers, with some air."""
    finite = values[np.isfinite(values)]
    if not finite.size:
        return (0.0, 1.0)
    low, high = float(finite.min()), float(finite.max())
    air = 0.04 * (high - low) or 1.0
    return low - air, high + air
