"""What does PCA compute? Centre, covariance, eigenvectors, codes and reconstructions, in one place.

S = XᶜᵀXᶜ/c with c = 1 (the scatter matrix), n or n - 1; v₁, v₂, … are its unit eigenvectors, the largest eigenvalue
first; the code of a sample is its centred row times the first k of them, and the reconstruction is the mean plus the
code times them again. What is lost, Σ‖x - x'‖², is c times the sum of the dropped eigenvalues (Pearson 1901; Hotelling
1933).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ...arrays import Value
from .cloud import Cloud
from .spectrum import Spectrum, gap, spectrum

ROUNDING = 1e-15
DIVISORS = ("scatter", "n", "n-1")


@dataclass(frozen=True, eq=False)
class Linear:
    """PCA of a cloud with `kept` components."""

    cloud: Cloud
    kept: int
    divisor: str
    is_centred: bool

    @property
    def points(self) -> Value:
        """(n, d), as given."""
        return self.cloud.points

    @cached_property
    def mean(self) -> Value:
        """The mean of every column; zeros where nothing is centred."""
        found = self.points.mean(axis=0) if self.is_centred else np.zeros(self.points.shape[1])
        # What is left of numbers that cancel each other is rounding, and no mean.
        return np.where(np.abs(found) < ROUNDING * np.max(np.abs(self.points)), 0.0, found)

    @cached_property
    def centred(self) -> Value:
        """What enters the covariance."""
        return self.points - self.mean

    @property
    def divided_by(self) -> int:
        """c, by which the sums of products are divided."""
        return self.parts(self.divisor)

    def parts(self, divisor: str) -> int:
        """What a sum is divided by under the name of a divisor."""
        return {"scatter": 1, "n": len(self.points), "n-1": len(self.points) - 1}[divisor]

    @cached_property
    def covariance(self) -> Value:
        """S, (d, d)."""
        return self.centred.T @ self.centred / self.divided_by

    @cached_property
    def spectrum(self) -> Spectrum:
        """Its eigenvalues and directions."""
        return spectrum(self.covariance)

    @property
    def directions(self) -> Value:
        """The directions that are kept, (d, k)."""
        return self.spectrum.vectors[:, : self.kept]

    @cached_property
    def all_codes(self) -> Value:
        """Coordinates along every direction, (n, d)."""
        return self.centred @ self.spectrum.vectors

    @property
    def codes(self) -> Value:
        """Coordinates along the directions that are kept, (n, k)."""
        return self.all_codes[:, : self.kept]

    @cached_property
    def rebuilt(self) -> Value:
        """Every sample, from its code alone."""
        return self.mean + self.codes @ self.directions.T

    @cached_property
    def errors(self) -> Value:
        """‖x - x'‖² of every sample."""
        return np.sum((self.points - self.rebuilt) ** 2, axis=1)

    def gap(self, component: int) -> float:
        """How far apart the classes lie along a component, from 0."""
        return gap(self.all_codes[:, component], self.cloud.labels)
