"""What does a linear autoencoder learn? One matrix that both writes and reads the code, moved by gradient descent.

x' = W·Wᵀx, L = mean ‖x - x'‖² and ∂L/∂W = -2/n·(RᵀXW + XᵀRW) with the residuals R = X - XWWᵀ. Its best loss is what
PCA drops, over n (Baldi & Hornik 1989); its columns span the same subspace and need not be the same directions.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ...arrays import Value


@dataclass(frozen=True, eq=False)
class Tied:
    """Training on centred samples (n, d), from the first k axes."""

    centred: Value
    kept: int
    rate: float
    updates: int

    def loss(self, weights: Value) -> float:
        """The mean squared residual of `weights`, (d, k)."""
        return float(np.mean(np.sum(self._residuals(weights) ** 2, axis=1)))

    def gradient(self, weights: Value) -> Value:
        """∂L/∂W, (d, k)."""
        rest = self._residuals(weights)
        return -2.0 / len(rest) * (rest.T @ self.centred @ weights + self.centred.T @ rest @ weights)

    def _residuals(self, weights: Value) -> Value:
        return self.centred - self.centred @ weights @ weights.T

    @cached_property
    def weights(self) -> tuple[Value, ...]:
        """The weights after 0, 1, 2, … updates; they end before numbers leave the finite ones."""
        found = [np.eye(self.centred.shape[1])[:, : self.kept]]
        for _ in range(self.updates):
            with np.errstate(all="ignore"):
                following = found[-1] - self.rate * self.gradient(found[-1])
                if not np.isfinite(self.loss(following)):
                    break
            found.append(following)
        return tuple(found)
