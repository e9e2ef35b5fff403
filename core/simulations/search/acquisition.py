"""How promising is a place not measured yet? Acquisition rules: each makes one number of a mean and a spread.

EI = (μ - y⁺ - ξ)Φ(z) + σφ(z) and PI = Φ(z) with z = (μ - y⁺ - ξ)/σ, UCB = μ + κσ, where y⁺ is the best measurement
(Jones, Schonlau & Welch 1998; Kushner 1964; Srinivas et al. 2010). The mean alone only exploits, the spread alone only
explores. The largest number wins; at a tie the first place.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from ...arrays import Value


@dataclass(frozen=True)
class Outlook:
    """What is expected at one place, next to the best measurement so far."""

    u: float
    mean: float
    spread: float
    best: float
    xi: float
    kappa: float

    @property
    def gain(self) -> float:
        """μ - y⁺ - ξ: what the mean alone would gain."""
        return self.mean - self.best - self.xi

    @property
    def z(self) -> float:
        """The gain in units of the spread."""
        if self.spread > 0.0:
            return self.gain / self.spread
        return math.inf if self.gain > 0.0 else -math.inf if self.gain < 0.0 else 0.0

    @property
    def exploit(self) -> float:
        """(μ - y⁺ - ξ)Φ(z): the part of EI that comes from the mean."""
        return self.gain * below(self.z)

    @property
    def explore(self) -> float:
        """σφ(z): the part of EI that comes from not knowing."""
        return self.spread * density(self.z)

    @property
    def ei(self) -> float:
        """The expected improvement; without spread it is the gain or 0."""
        return self.exploit + self.explore

    @property
    def pi(self) -> float:
        """The probability of an improvement."""
        return below(self.z)

    @property
    def ucb(self) -> float:
        """The upper confidence bound."""
        return self.mean + self.kappa * self.spread


RULES: Mapping[str, Callable[[Outlook], float]] = MappingProxyType(
    {
        "ei": lambda outlook: outlook.ei,
        "pi": lambda outlook: outlook.pi,
        "ucb": lambda outlook: outlook.ucb,
        "mean": lambda outlook: outlook.mean,
        "sd": lambda outlook: outlook.spread,
    }
)
"""Rule to what it makes as large as possible."""
WRITTEN: Mapping[str, str] = MappingProxyType({"ei": "EI", "pi": "PI", "ucb": "UCB", "mean": "μ", "sd": "σ"})
"""How each is written in formulas."""


def below(z: float) -> float:
    """Φ: how likely a standard normal number lies below z; exact in both tails."""
    return 0.5 * math.erfc(-z / math.sqrt(2.0))


def density(z: float) -> float:
    """φ: the density of the standard normal distribution; 0 at the infinities."""
    return math.exp(-0.5 * z * z) / math.sqrt(2.0 * math.pi)


def scores(rule: str, outlooks: tuple[Outlook, ...]) -> Value:
    """What a rule gives every place."""
    return np.array([RULES[rule](outlook) for outlook in outlooks])
