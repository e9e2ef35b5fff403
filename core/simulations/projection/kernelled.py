"""What does kernel PCA compute? The similarities of all pairs, centred, and the directions of that matrix.

K = exp(-γ‖x - y‖²); Kᶜ = HKH with H = I - 1/n is what centring means where nobody can see the features; the code of
sample i on component j is √λⱼ·αᵢⱼ (Schölkopf, Smola & Müller 1998). There is no way back to x in general, but what is
lost among the features is still the sum of the dropped eigenvalues.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ...arrays import Value
from .cloud import Cloud
from .spectrum import Spectrum, gap, spectrum


@dataclass(frozen=True, eq=False)
class Kernelled:
    """Kernel PCA of a cloud with `kept` components."""

    cloud: Cloud
    kept: int
    gamma: float
    is_centred: bool

    @cached_property
    def kernel(self) -> Value:
        """K, (n, n): 1 for the same place, towards 0 far away."""
        points = self.cloud.points
        apart = points[:, None, :] - points[None, :, :]
        return np.exp(-self.gamma * np.sum(apart**2, axis=2))

    @cached_property
    def centred(self) -> Value:
        """Kᶜ: the mean of every row and column is 0."""
        if not self.is_centred:
            return self.kernel
        rows = self.kernel.mean(axis=0)
        return self.kernel - rows - rows[:, None] + rows.mean()

    @cached_property
    def spectrum(self) -> Spectrum:
        """The eigenvalues and eigenvectors of Kᶜ."""
        return spectrum(self.centred)

    @cached_property
    def all_codes(self) -> Value:
        """Coordinates along every component, (n, n)."""
        return self.spectrum.vectors * np.sqrt(self.spectrum.values)

    @property
    def codes(self) -> Value:
        """Coordinates along the components that are kept, (n, k)."""
        return self.all_codes[:, : self.kept]

    @property
    def residual(self) -> float:
        """The sum of the dropped eigenvalues."""
        return float(np.sum(self.spectrum.values[self.kept :]))

    def gap(self, component: int) -> float:
        """How far apart the classes lie along a component, from 0."""
        return gap(self.all_codes[:, component], self.cloud.labels)
