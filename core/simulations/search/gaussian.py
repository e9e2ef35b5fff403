"""What do a few measurements say about all other places? The posterior of a Gaussian process: a mean and a spread.

Two places have the covariance k(u, u') = σ_f²·exp(-(u - u')²/2ℓ²); then μ(u) = m + k*ᵀK⁻¹(y - m) and
σ²(u) = σ_f² - k*ᵀK⁻¹k*, where K is the covariance of the measured places, with the variance of the noise on its
diagonal (Rasmussen & Williams 2006, Gaussian Processes for Machine Learning, algorithm 2.1). σ is that of the function
itself, without the noise of a further measurement.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ...arrays import Value

FLOOR = 1e-10
"""The least variance on the diagonal, in parts of σ_f²: without any, a place measured twice has no inverse."""


@dataclass(frozen=True)
class Belief:
    """What is believed before anything is measured, and how exact a measurement is."""

    mean: float
    amplitude: float
    """σ_f: how far the function strays from the mean."""
    length: float
    """ℓ: how far away a measurement still says something."""
    noise: float
    """Standard deviation of a measurement."""

    def covariance(self, left: Value, right: Value) -> Value:
        """k(u, u') for every pair: a matrix (left, right)."""
        apart = np.subtract.outer(left, right) / self.length
        return self.amplitude**2 * np.exp(-0.5 * apart**2)


@dataclass(frozen=True, eq=False)
class Posterior:
    """A belief after measurements: `values[i]` was measured at `places[i]`."""

    belief: Belief
    places: Value
    values: Value

    @cached_property
    def kernel(self) -> Value:
        """K, with the noise on its diagonal."""
        variance = max(self.belief.noise**2, FLOOR * self.belief.amplitude**2)
        return self.belief.covariance(self.places, self.places) + variance * np.eye(len(self.places))

    @cached_property
    def factor(self) -> Value:
        """The lower triangular L of K = L·Lᵀ."""
        return np.linalg.cholesky(self.kernel)

    @cached_property
    def weights(self) -> Value:
        """K⁻¹(y - m): how much each measured place pulls at the mean."""
        forward = np.linalg.solve(self.factor, self.values - self.belief.mean)
        return np.linalg.solve(self.factor.T, forward)

    def near(self, places: Value) -> Value:
        """k*: the covariance of each of `places` with every measured place, (places, measured)."""
        return self.belief.covariance(places, self.places)

    def mean(self, places: Value) -> Value:
        """μ at each of `places`."""
        return self.belief.mean + self.near(places) @ self.weights

    def explained(self, places: Value) -> Value:
        """k*ᵀK⁻¹k*: the variance that the measurements take away at each of `places`."""
        return np.sum(np.linalg.solve(self.factor, self.near(places).T) ** 2, axis=0)

    def spread(self, places: Value) -> Value:
        """σ at each of `places`."""
        return np.sqrt(np.maximum(0.0, self.belief.amplitude**2 - self.explained(places)))
