"""What is a data set? Inputs and targets, one row a sample; it never changes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ...arrays import Value, write_shape
from ...errors import SpecError
from ..randomness import generator


@dataclass(frozen=True, eq=False)
class DataSet:
    """N samples: `inputs` N × features, `targets` N × outputs."""

    inputs: Value
    targets: Value
    features: tuple[str, ...] = ()
    """Names of the columns of `inputs`, where they have names."""
    classes: tuple[str, ...] = ()
    """Names of the classes, where the targets are classes."""

    def __len__(self) -> int:
        return len(self.inputs)

    def rows(self, chosen: object) -> DataSet:
        """The samples at these places, in this order."""
        return replace(self, inputs=self.inputs[chosen], targets=self.targets[chosen])

    def split(self, fraction: float, seed: int) -> tuple[DataSet, DataSet]:
        """(the rest, a random part of `fraction` that is held out), the same for the same seed."""
        order = generator(seed, "split").permutation(len(self))
        held = math.floor(fraction * len(self) + 0.5)
        return self.rows(order[held:]), self.rows(order[:held])

    def scaled(self, by: DataSet | None = None) -> DataSet:
        """Every input column with mean 0 and standard deviation 1; constant columns become 0.

        With `by` the mean and the deviation are those of another set: held-out samples are scaled by the training ones.
        """
        return replace(self, inputs=_standard(self.inputs, (by or self).inputs))

    def with_scaled_targets(self, by: DataSet | None = None) -> DataSet:
        """The same for the targets."""
        return replace(self, targets=_standard(self.targets, (by or self).targets))


def _standard(columns: Value, known: Value) -> Value:
    """Columns in deviations from the mean, both taken from those of `known`; constant ones become 0."""
    deviation = known.std(axis=0)
    return (columns - known.mean(axis=0)) / np.where(deviation > 0.0, deviation, 1.0)


def data_set(inputs: object, targets: object) -> DataSet:
    """A data set from rows of numbers; a plain list of targets is one column. Raises SpecError."""
    try:
        x, t = np.asarray(inputs, dtype=float), np.asarray(targets, dtype=float)
    except (TypeError, ValueError):
        raise SpecError("learning.data-numbers") from None
    t = t[:, None] if t.ndim == 1 else t
    if x.ndim != 2 or t.ndim != 2 or len(x) != len(t) or not x.size:
        raise SpecError("learning.data-shapes", inputs=write_shape(x.shape), targets=write_shape(t.shape))
    return DataSet(x, t)


def one_hot_rows(labels: Sequence[int] | Value, count: int) -> Value:
    """Row i is 1 at labels[i] and 0 elsewhere."""
    return np.eye(count)[np.asarray(labels)]


def signs(classes: Value) -> Value:
    """Targets 0 and 1 as −1 and 1."""
    return 2.0 * classes - 1.0
