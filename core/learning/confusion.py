"""Which class was taken for which? Counts of true classes by predicted ones."""

from __future__ import annotations

import numpy as np

from ..arrays import Value
from ..errors import SpecError


def confusion(outputs: Value, targets: Value, threshold: float | None = None) -> Value:
    """The confusion matrix: a row a true class, a column a predicted one, each entry a count of samples.

    `outputs` and `targets` have a row a sample. One column is a score of two classes, told apart at `threshold`, by
    itself half-way between the two targets; of several columns the largest counts, the first of equals. Raises
    SpecError for other shapes.
    """
    scores, truth = (np.atleast_2d(np.asarray(each, dtype=float)) for each in (outputs, targets))
    if scores.shape != truth.shape or scores.ndim != 2 or not scores.size:
        raise SpecError("learning.no-confusion", outputs=str(scores.shape), targets=str(truth.shape))
    if scores.shape[1] == 1:
        middle = (truth.min() + truth.max()) / 2 if threshold is None else threshold
        low = truth.min() if np.ptp(truth) else min(0.0, float(truth.min()))
        predicted, true = (scores[:, 0] >= middle).astype(int), (truth[:, 0] > low).astype(int)
    else:
        predicted, true = scores.argmax(axis=1), truth.argmax(axis=1)
    classes = max(2, scores.shape[1])
    counts = np.zeros((classes, classes), dtype=int)
    np.add.at(counts, (true, predicted), 1)
    return counts
