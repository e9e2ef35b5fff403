"""Which directions does a symmetric matrix have? Its eigenvectors, the largest eigenvalue first.

An eigenvector times -1 is one as well. So that a computation gives the same everywhere, the first entry that is not 0
is made positive.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...arrays import Value

ZERO = 1e-9
"""An entry this much smaller than the largest one counts as 0 for the sign."""


@dataclass(frozen=True, eq=False)
class Spectrum:
    """Eigenvalues in falling order, and the unit vector of each as a column."""

    values: Value
    vectors: Value

    @property
    def shares(self) -> Value:
        """Each eigenvalue in parts of their sum: the variance explained."""
        return self.values / np.sum(self.values)


def spectrum(matrix: Value) -> Spectrum:
    """The spectrum of a symmetric matrix without negative eigenvalues; what rounding made negative is 0."""
    values, vectors = np.linalg.eigh(matrix)
    values, vectors = np.maximum(0.0, values[::-1]), vectors[:, ::-1]
    signs = [np.sign(column[np.argmax(np.abs(column) > ZERO * np.max(np.abs(column)))]) for column in vectors.T]
    return Spectrum(values, vectors * np.array(signs))


def gap(codes: Value, labels: tuple[int, ...]) -> float:
    """How far apart two classes lie along one component; negative when they overlap."""
    chosen = np.array(labels, dtype=bool)
    ones, zeros = codes[chosen], codes[~chosen]
    return float(max(np.min(ones) - np.max(zeros), np.min(zeros) - np.max(ones)))
