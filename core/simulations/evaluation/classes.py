"""How good is a classifier? Four counts at a threshold, and what follows from them.

A sample is called positive from the threshold on. Quantities: `samples`, `positives`, `negatives`, `threshold`; `tp`,
`fp`, `fn`, `tn`; `accuracy` and `accuracy.majority`, what always saying the larger class would give; `precision`,
`recall`, `specificity`, `f1`; `cost`; `sweep.recall`, `sweep.precision` over nine thresholds. What has nothing to
divide by is not a number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ...answers.receipts import Line, LinesReceipt, Receipt
from ...arrays import Value
from ...learning.confusion import confusion
from ...pictures import Picture
from ...words import Message, message
from ..rows import Row, Rows
from ..score import Moment, RowScore, short
from .drawn import confusion_table, few, measures, samples_table, scores_plane, sweep_table, together
from .judged import Judged, worded

COUNTS = ("tp", "fn", "fp", "tn")
THRESHOLDS = tuple(round(0.1 * step, 1) for step in range(1, 10))
MEASURES = ("accuracy", "accuracy.majority", "precision", "recall", "specificity", "f1", "cost")
TOGETHER = (("tp", "accuracy"), ("fn", "recall"), ("fp", "precision"), ("tn", "specificity"), ("cost", "f1"))
"""What is shown beside the scores where everything is shown at once, a row a pair."""
MOST_LISTED = 12
"""Samples that a receipt names."""
NAMES: Mapping[str, str] = {
    "tp": "TP", "fn": "FN", "fp": "FP", "tn": "TN", "f1": "F1", "samples": "n",
}  # fmt: skip
SIGNS: Mapping[str, str] = {
    **NAMES, "positives": "N1", "negatives": "N0", "precision": "P", "recall": "R", "miss": "c_FN", "alarm": "c_FP",
}  # fmt: skip
"""How names stand in formulas, where words would be of one language."""
WORDS: Mapping[str, str] = {sign: NAMES.get(name, name) for name, sign in SIGNS.items()}
MOMENTS = (
    *(Moment(name, "counted", name, (name,)) for name in ("tp", "fn", "fp", "tn")),
    Moment("accuracy", "measured", "accuracy", ("accuracy",)),
    Moment("majority", "measured", "accuracy.majority", ("accuracy.majority",)),
    *(Moment(name, "measured", name, (name,)) for name in ("recall", "precision", "specificity", "f1", "cost")),
    Moment("swept", "swept", "sweep.recall", ("sweep.recall", "sweep.precision")),
)
ROWS = (
    Row("fn", "positives - tp", {"called-for-found": "fp", "everybody-ill": "positives"}, any_formula=False),
    Row("tn", "negatives - fp", {"called-for-found": "fn", "everybody-healthy": "negatives"}, any_formula=False),
    Row("accuracy", "(tp + tn)/samples", {"only-the-ill": "tp/samples", "errors-for-hits": "(fp + fn)/samples"},
        also=("(tp + tn)/(tp + fn + fp + tn)",)),
    Row("accuracy.majority", "max(positives; negatives)/samples",
        {"smaller-class": "min(positives; negatives)/samples"}),
    Row("precision", "tp/(tp + fp)", {"recall-for-precision": "tp/(tp + fn)", "share-of-all": "tp/samples"}),
    Row("recall", "tp/(tp + fn)", {
        "precision-for-recall": "tp/(tp + fp)", "share-of-all": "tp/samples", "missed-for-found": "fn/(tp + fn)",
    }, also=("tp/positives",)),
    Row("specificity", "tn/(tn + fp)", {
        "recall-for-specificity": "tp/(tp + fn)", "alarms-for-peace": "fp/(tn + fp)", "share-of-all": "tn/samples",
    }, also=("tn/negatives",)),
    Row("f1", "2*precision*recall/(precision + recall)", {
        "mean-for-harmonic": "(precision + recall)/2", "two-forgotten": "precision*recall/(precision + recall)",
        "only-multiplied": "precision*recall",
    }, also=("2*tp/(2*tp + fp + fn)",)),
    Row("cost", "miss*fn + alarm*fp", {
        "costs-exchanged": "alarm*fn + miss*fp", "costs-forgotten": "fn + fp", "misses-only": "miss*fn",
    }),
)  # fmt: skip


@dataclass(frozen=True)
class Prices:
    """What a missed positive and a false alarm cost."""

    miss: float
    alarm: float


class ClassesScore(RowScore):
    """A classifier on its samples, at one threshold."""

    def __init__(self, judged: Judged, threshold: float, prices: Prices, is_stepped: bool = True) -> None:
        self.judged: Judged = judged
        self.is_stepped: bool = is_stepped
        """Does every count have a moment of its own? Otherwise one moment has all of it."""
        self.threshold: float = threshold
        self.prices: Prices = prices

    def make_moments(self) -> tuple[Moment, ...]:
        start = ("samples", "positives", "negatives", "threshold")
        if not self.is_stepped:
            return (Moment("whole", news=(*start, *(name for moment in MOMENTS for name in moment.news))),)
        return (Moment("start", news=start), *MOMENTS)

    def counts_at(self, threshold: float) -> Mapping[str, int]:
        """The four counts at a threshold."""
        pairs = (each[:, None] for each in (self.judged.predictions, self.judged.truths))
        (tn, fp), (fn, tp) = confusion(*pairs, threshold=threshold).tolist() if self._both else self._single(threshold)
        return {"tp": tp, "fn": fn, "fp": fp, "tn": tn}

    @property
    def _both(self) -> bool:
        return 0.0 < self.judged.truths.mean() < 1.0

    def _single(self, threshold: float) -> tuple[tuple[int, int], tuple[int, int]]:
        """The same where all samples are of one class."""
        called = int((self.judged.predictions >= threshold).sum())
        line = (len(self.judged.truths) - called, called)
        return ((0, 0), line) if self.judged.truths[0] else (line, (0, 0))

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """The four counts."""
        return self.counts_at(self.threshold)

    def make_rows(self) -> Rows:
        counts, truths = self.counts, self.judged.truths
        given: dict[str, object] = {
            "samples": len(truths), "positives": int(truths.sum()), "negatives": int((1 - truths).sum()),
            "threshold": self.threshold, "tp": counts["tp"], "fp": counts["fp"], **vars(self.prices), **self._swept,
        }  # fmt: skip
        called = {"miss": message("evaluation.price-miss"), "alarm": message("evaluation.price-alarm")}
        return Rows(given, (*self._counted(), *ROWS), self._sign, called=called)

    def _counted(self) -> tuple[Row, Row]:
        """What is counted sample by sample has no formula; its slips are other counts."""
        counts, after = self.counts, self.judged.predictions > self.threshold
        is_positive = self.judged.truths == 1.0
        found = (
            ("tp", {"all-called": counts["tp"] + counts["fp"], "everybody-ill": int(is_positive.sum()),
                    "missed-for-found": counts["fn"], "strict-threshold": int((after & is_positive).sum())}),
            ("fp", {"all-called": counts["tp"] + counts["fp"], "missed-for-alarms": counts["fn"],
                    "strict-threshold": int((after & ~is_positive).sum())}),
        )  # fmt: skip
        tp, fp = (Row(name, "", {id: float(slip) for id, slip in slips.items()}, any_formula=False)
                  for name, slips in found)  # fmt: skip
        return tp, fp

    @cached_property
    def _swept(self) -> Mapping[str, Value]:
        tables = [self.counts_at(one) for one in THRESHOLDS]
        recall = [_part(one["tp"], one["fn"]) for one in tables]
        return {
            "sweep.recall": np.array(recall),
            "sweep.precision": np.array([_part(t["tp"], t["fp"]) for t in tables]),
        }

    def value(self, name: str, cursor: int) -> Value:
        found = super().value(name, cursor)
        is_count = name in (*COUNTS, "samples", "positives", "negatives")
        return int(found) if is_count or (name == "cost" and float(found).is_integer()) else found

    def label(self, quantity: str) -> str:
        return NAMES.get(quantity, quantity)

    def _sign(self, quantity: str) -> str:
        return SIGNS.get(quantity, quantity)

    def say(self, cursor: int) -> Message:
        moment, truths = self.moments[cursor], self.judged.truths
        if moment.kind in ("start", "whole"):
            told = {"count": len(truths), "positives": int(truths.sum()), "part": self._part}
            made = "-generated" if self.judged.is_generated else ""
            return message(f"evaluation.{moment.kind}{made}", threshold=short(self.threshold), **told)
        if moment.kind == "swept":
            return message("evaluation.swept")
        value = self.value(moment.subject, cursor)
        if value != value:
            return message(f"evaluation.{moment.kind}-undefined")
        numbers = {name: self.counts[name] for name in COUNTS} if moment.phase == "counted" else {}
        return message(f"evaluation.{moment.kind}", value=short(value), threshold=short(self.threshold), **numbers)

    @property
    def _part(self) -> Message:
        return message(f"evaluation.part-{self.judged.part}")

    def receipt(self, cursor: int, quantity: str) -> Receipt | None:
        """The arithmetic; of what was counted the samples, and where nothing is to divide by the formula alone."""
        if quantity in MEASURES and not np.isfinite(self.rows[quantity]):
            symbols = self.rows.working(quantity).symbols
            return worded(LinesReceipt((Line(message("row.named", name=quantity), symbols),)), WORDS)
        if quantity not in ("tp", "fp"):
            found = self.rows.receipt(quantity)
            return None if found is None else worded(found, WORDS)
        said = self.judged.predictions
        places = np.flatnonzero((said >= self.threshold) & (self.judged.truths == (quantity == "tp")))
        name = message("evaluation.these" if len(places) <= MOST_LISTED else "evaluation.some-of-these")
        listed = "; ".join(f"{at + 1} ({short(said[at], 2)})" for at in places[:MOST_LISTED]) or "–"
        return LinesReceipt((Line(name, listed),))

    def needs(self, cursor: int, quantity: str) -> Mapping[str, object]:
        return {"threshold": self.threshold} if quantity in ("tp", "fp") else {}

    def pictures(self, cursor: int) -> tuple[Picture, ...]:
        """The samples by their scores, the confusion matrix, and what is known of its measures."""
        moment = self.moments[cursor]
        known = {name: self.value(name, cursor) for name in (*COUNTS, *MEASURES) if self.known(name, cursor)}
        if moment.kind == "whole":
            return together(known, TOGETHER, self.label), scores_plane(self.judged, self.threshold)
        samples = samples_table(self.judged) if few(self.judged) else scores_plane(self.judged, self.threshold)
        if moment.kind == "swept":
            lines = [(one, self.counts_at(one)) for one in THRESHOLDS]
            return (sweep_table(lines, self._swept),)
        table = confusion_table(known, moment.subject)
        if moment.phase == "measured":
            worked_out = measures(known, MEASURES, moment.subject, self.label)
            return (table, worked_out) if few(self.judged) else (table, worked_out, samples)
        return (samples, table) if few(self.judged) else (table, samples)


def _part(one: int, other: int) -> float:
    return one / (one + other) if one + other else float("nan")
