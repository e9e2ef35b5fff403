"""Which class does an output mean, and how many are right? One rule for a whole training, from its loss and targets.

A class is the largest of several scores, or the side of a threshold: one half for chances, 0 for signs, the middle for
two numbers. An output on the threshold itself counts for the upper class.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...arrays import Value
from ...learning.layers import LOSSES


@dataclass(frozen=True)
class Decision:
    """How predictions N × outputs become classes."""

    threshold: float | None
    """None where the largest score decides."""
    reach: float = 1.0
    """How far a sure output is from the threshold."""

    def wrong(self, predictions: Value, targets: Value) -> Value:
        """For each sample: is it taken for another class than its own?"""
        if self.threshold is None:
            return np.argmax(predictions, axis=1) != np.argmax(targets, axis=1)
        return np.any((predictions >= self.threshold) != (targets >= self.threshold), axis=1)

    def sides(self, predictions: Value) -> Value:
        """One number a sample whose sign is the class: by how much the output is beyond the threshold.

        Of several scores it is the lead of the second class over the first; of more than two classes, by how much the
        best one leads, so that only the borders are near 0.
        """
        if self.threshold is not None:
            return predictions[:, 0] - self.threshold
        if predictions.shape[1] == 2:
            return predictions[:, 1] - predictions[:, 0]
        ordered = np.sort(predictions, axis=1)
        return ordered[:, -1] - ordered[:, -2]


def decision(loss: str, targets: Value) -> Decision | None:
    """The rule for this loss and these targets; None where they are no classes."""
    kind, width = LOSSES[loss].targets, targets.shape[1]
    if kind == "one-hot":
        return Decision(None)
    if kind == "chances":
        return Decision(0.5, 0.5)
    if kind == "signs":
        return Decision(0.0)
    values = set(np.unique(targets))
    if values == {0.0, 1.0}:
        is_one_hot = width > 1 and bool(np.all(targets.sum(axis=1) == 1.0))
        return Decision(None) if is_one_hot else Decision(0.5, 0.5)
    return Decision(0.0) if values == {-1.0, 1.0} else None
