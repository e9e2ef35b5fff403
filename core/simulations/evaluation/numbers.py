"""How good is a regression? Residuals, their squares, and which part of the spread they leave over.

A residual is truth minus prediction. Quantities: `samples`; `correlation.k` of the target with input k of the training
samples; `y.k`, `p.k`, `residual.k` of few samples, `worst`, `y.worst`, `p.worst`, `residual.worst` of many; `sse`,
`y.mean`, `sst`, `r2`, `rmse`, `rmse.mean` (what always saying the mean would give) and `r2.ols` of least squares.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

import numpy as np

from ...answers.receipts import Receipt
from ...arrays import Value
from ...pictures import Label, Picture
from ...words import Message, message
from ...words.names import told
from ..rows import Row, Rows
from ..score import Moment, RowScore, short
from .drawn import correlation_bars, few, measures, numbers_table, predicted_plane, residual_plane
from .judged import Judged, worded

MOST_INPUTS = 12
"""With more inputs than this nobody reads their correlations one by one."""
MEASURES = ("sse", "sst", "r2", "rmse", "rmse.mean", "r2.ols")
NAMES: Mapping[str, str] = {"sse": "SSE", "sst": "SST", "r2": "R²", "rmse": "RMSE", "samples": "n", "y.mean": "ȳ"}
SIGNS: Mapping[str, str] = {"sse.ols": "SSE_ols", "r2.ols": "R²_ols", "rmse.mean": "RMSE_ȳ"}
"""How names stand in formulas, where words would be of one language."""
WORDS: Mapping[str, str] = {sign: name for name, sign in SIGNS.items() if name != "sse.ols"}
LARGE = 100
"""From here on two decimals are enough."""
SIGN_LOST = "residual-turned"
ROWS = (
    Row("sst", "sum((y - y.mean)^2)", {"centring-forgotten": "sum(y^2)", "residuals-for-spread": "sse"}, most=24),
    Row("r2", "1 - sse/sst", {"unexplained-part": "sse/sst", "no-quotient": "sst - sse"}),
    Row("rmse", "sqrt(sse/samples)", {"mean-square": "sse/samples", "one-over-n": "sqrt(sse)"}),
    Row("rmse.mean", "sqrt(sst/samples)", {"mean-square": "sst/samples", "one-over-n": "sqrt(sst)"}),
    Row("r2.ols", "1 - sse.ols/sst", {"unexplained-part": "sse.ols/sst"}),
)


class NumbersScore(RowScore):
    """A regression on its samples."""

    def __init__(self, judged: Judged, against: int, is_stepped: bool = True) -> None:
        self.judged: Judged = judged
        self.is_stepped: bool = is_stepped
        """Does every measure have a moment of its own? Otherwise one moment has all of it."""
        self.against: int = against
        """Over which input residuals are drawn; 0 for the predictions."""

    @property
    def is_small(self) -> bool:
        """Does each sample have a moment of its own?"""
        return few(self.judged)

    def make_moments(self) -> tuple[Moment, ...]:
        if not self.is_stepped:
            return (Moment("whole", news=("samples", *(name for moment in self._moments() for name in moment.news))),)
        return (Moment("start", news=("samples",)), *self._moments())

    def _moments(self) -> Iterator[Moment]:
        if self.correlations:
            names = tuple(f"correlation.{k}" for k in range(1, len(self.correlations) + 1))
            yield Moment("correlated", "measured", names[0], names)
        if self.is_small:
            for k in range(1, len(self.judged.truths) + 1):
                yield Moment("residual", "measured", f"residual.{k}", (f"residual.{k}",), (k,))
        else:
            yield Moment("predicted", "measured", "worst", ("worst", "y.worst", "p.worst"))
            yield Moment("worst", "measured", "residual.worst", ("residual.worst",))
        yield Moment("sse", "measured", "sse", ("sse",))
        yield Moment("sst", "measured", "sst", ("y.mean", "sst"))
        for name in ("r2", "rmse", "rmse.mean"):
            yield Moment(name.replace(".", "-"), "measured", name, (name,))
        if self.judged.rival is not None:
            yield Moment("r2-ols", "measured", "r2.ols", ("r2.ols",))

    @cached_property
    def correlations(self) -> tuple[float, ...]:
        """Of the target with every input, over the training samples; none where there are too many inputs."""
        data = self.judged.training
        if data is None or data.inputs.shape[1] > MOST_INPUTS or len(data) < 2:
            return ()
        inputs, target = (each - each.mean(axis=0) for each in (data.inputs, data.targets[:, 0]))
        spread = np.sqrt((inputs**2).sum(axis=0) * (target**2).sum())
        return tuple(float(each) for each in inputs.T @ target / np.where(spread > 0.0, spread, 1.0))

    @property
    def features(self) -> tuple[Label, ...]:
        """Names of the inputs: ours are worded, a person's stay."""
        data = self.judged.training
        if data is None:
            return ()
        names = data.features or tuple(f"x{k + 1}" for k in range(data.inputs.shape[1]))
        return tuple(told(name) if self.judged.is_generated else name for name in names)

    @cached_property
    def residuals(self) -> Value:
        """Truth minus prediction."""
        return self.judged.truths - self.judged.predictions

    @cached_property
    def worst(self) -> int:
        """The place of the sample with the largest residual, from 1."""
        return int(np.argmax(np.abs(np.nan_to_num(self.residuals, nan=np.inf)))) + 1

    def make_rows(self) -> Rows:
        truths, said = self.judged.truths, self.judged.predictions
        given: dict[str, object] = {"samples": len(truths), "y": truths, "p": said, "worst": self.worst}
        given |= {f"correlation.{k}": value for k, value in enumerate(self.correlations, 1)}
        if self.judged.rival is not None:
            given["sse.ols"] = float(((truths - self.judged.rival) ** 2).sum())
        places: dict[str, int] = {"worst": self.worst}
        if self.is_small:
            places = {str(k): k for k in range(1, len(truths) + 1)}
        for name, k in places.items():
            given |= {f"y.{name}": float(truths[k - 1]), f"p.{name}": float(said[k - 1])}
        rows = [Row(f"residual.{name}", f"y.{name} - p.{name}", {SIGN_LOST: f"p.{name} - y.{name}"}) for name in places]
        rivals = ROWS if self.judged.rival is not None else ROWS[:-1]
        called = {"sse.ols": message("evaluation.sse-ols")}
        return Rows(given, (*rows, self._sse, self._mean, *rivals), self._sign, first=1, called=called,
                    aside=() if self.is_small else ("y", "p"))  # fmt: skip

    @property
    def _sse(self) -> Row:
        names = [f"residual.{k}" for k in range(1, len(self.judged.truths) + 1)]
        if not self.is_small:
            return Row("sse", "sum((y - p)^2)")
        slips = {
            "squares-forgotten": " + ".join(f"abs({name})" for name in names),
            "residuals-added": " + ".join(names),
        }
        return Row("sse", " + ".join(f"{name}^2" for name in names), slips)

    @property
    def _mean(self) -> Row:
        return Row("y.mean", "mean(y)", {"summed-for-mean": "sum(y)"})

    def value(self, name: str, cursor: int) -> Value:
        found = super().value(name, cursor)
        return int(found) if name in ("samples", "worst") else found

    def label(self, quantity: str) -> str:
        kind, _, rest = quantity.partition(".")
        if kind in ("y", "p", "residual") and rest not in ("", "mean"):
            letter = {"y": "y", "p": "ŷ", "residual": "e"}[kind]
            return letter + rest if rest != "worst" else letter
        return NAMES.get(quantity, {"p": "ŷ"}.get(quantity, quantity))

    def _sign(self, quantity: str) -> str:
        return SIGNS.get(quantity) or self.label(quantity)

    def receipt(self, cursor: int, quantity: str) -> Receipt | None:
        found = self.rows.receipt(quantity)
        return None if found is None else worded(found, WORDS)

    def say(self, cursor: int) -> Message:
        moment = self.moments[cursor]
        match moment.kind:
            case "start" | "whole":
                part = message(f"evaluation.part-{self.judged.part}")
                id = "evaluation.numbers" + ("" if moment.kind == "start" else "-whole")
                id += "-generated" if self.judged.is_generated else ""
                return message(id, count=len(self.judged.truths), part=part)
            case "correlated":
                return message("evaluation.correlated")
            case "residual" | "worst":
                k = moment.at[0] if moment.at else self.worst
                told = {"truth": self.judged.truths, "said": self.judged.predictions, "value": self.residuals}
                digits = 4 if self.is_small else 2
                numbers = {name: short(values[k - 1], digits) for name, values in told.items()}
                return message(f"evaluation.{moment.kind}", number=k, **numbers)
            case "predicted":
                return message("evaluation.predicted", number=self.worst)
            case _:
                value = self.value(moment.subject, cursor)
                if value != value or value in (np.inf, -np.inf):
                    return message("evaluation.numbers-undefined")
                return message(f"evaluation.{moment.kind}", value=short(value, 2 if abs(value) >= LARGE else 4))

    def pictures(self, cursor: int) -> tuple[Picture, ...]:
        """Truths over predictions or residuals, and what is known of the measures."""
        moment = self.moments[cursor]
        found = {name: self.value(name, cursor) for name in MEASURES if self.known(name, cursor)}
        if moment.kind == "correlated":
            return (correlation_bars(self.features, self.correlations),)
        tables = (measures(found, MEASURES, moment.subject, self.label),) if found else ()
        if self.is_small:
            seen = [self.known(f"residual.{k}", cursor) for k in range(1, len(self.judged.truths) + 1)]
            samples = numbers_table(self.judged, seen, moment.at[0] - 1 if moment.at else None)
            return (samples, *tables, predicted_plane(self.judged, self.worst, numbered=True))
        plane = predicted_plane(self.judged, self.worst if self.known("worst", cursor) else None)
        if not self.known("residual.worst", cursor):
            return (*tables, plane)
        return (*tables, residual_plane(self.judged, self.against, self.features), plane)
