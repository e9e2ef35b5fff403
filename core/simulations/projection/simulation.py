"""How is data described with fewer numbers? PCA and kernel PCA step by step, beside a linear autoencoder.

One frame a step: centre, covariance, one direction after another, project, reconstruct; then the updates of an
autoencoder that finds the same subspace by descent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

from ...errors import SpecError
from ..exact import fraction
from ..protocol import Knob
from ..score import Score, ScoredSimulation
from .cloud import MOST_SAMPLES, labelled, read_labels, read_points
from .kernel_score import KernelScore
from .kernelled import Kernelled
from .linear import DIVISORS, Linear
from .linear_score import LinearScore
from .tied import Tied

METHODS = ("pca", "kernel")
CENTRES = ("centred", "as-given")


def _whole(name: str, low: int, high: int) -> Callable[[Any], int]:
    """A reader of whole numbers."""

    def read(given: Any) -> int:
        if isinstance(given, bool) or not isinstance(given, int) or not low <= given <= high:
            raise SpecError("projection.whole", knob=name, got=str(given), low=low, high=high)
        return given

    return read


def _size(given: Any) -> float:
    return float(fraction(given))


class Projection(ScoredSimulation):
    """Data, described by its first few components."""

    described = {
        "en": "PCA and kernel PCA: centre, covariance, directions, codes, reconstruction; beside a linear autoencoder.",
        "es": "PCA y kernel PCA: centrar, covarianza, direcciones, códigos, reconstrucción; con un autoencoder lineal.",
    }
    example = MappingProxyType({"points": "slanted"})
    knobs = (
        Knob("points", "slanted", {"en": "samples: `slanted`, `rings`, or rows of numbers",
             "es": "muestras: `slanted`, `rings` o filas de números"}, read=read_points),
        Knob("labels", None, {"en": "class 0 or 1 of each sample", "es": "clase 0 o 1 de cada muestra"},
             read=read_labels),
        Knob("method", "pca", {"en": "straight directions, or those of a kernel",
             "es": "direcciones rectas, o las de un kernel"}, choices=METHODS),
        Knob("components", 1, {"en": "components that are kept", "es": "componentes que se conservan"},
             read=_whole("components", 1, MOST_SAMPLES), low=1, high=MOST_SAMPLES, step=1),
        Knob("centre", "centred", {"en": "is the mean subtracted first?", "es": "¿se resta primero la media?"},
             choices=CENTRES),
        Knob("divisor", "scatter", {"en": "what the sums of products are divided by: nothing, n, n-1",
             "es": "entre qué se dividen las sumas de productos: nada, n, n-1"}, choices=DIVISORS),
        Knob("gamma", 0.25, {"en": "γ of the kernel exp(-γ‖x-y‖²)", "es": "γ del kernel exp(-γ‖x-y‖²)"}, low=1e-4,
             high=100, step=0.05, read=_size),
        Knob("rate", 0.05, {"en": "rate η of the autoencoder", "es": "tasa η del autoencoder"}, low=0, high=10,
             step=0.01, read=_size),
        Knob("updates", 20, {"en": "updates of the autoencoder (0: none)",
             "es": "actualizaciones del autoencoder (0: ninguna)"}, read=_whole("updates", 0, 500), low=0, high=500,
             step=1),
    )  # fmt: skip

    def make_score(self) -> Score:
        settings = self.settings
        cloud = labelled(settings["points"], settings["labels"])
        n, d = cloud.points.shape
        if cloud.labels and len(set(cloud.labels)) < 2:
            raise SpecError("projection.one-class")
        if not np.any(np.ptp(cloud.points, axis=0)):
            raise SpecError("projection.flat")
        kept, most = settings["components"], d if settings["method"] == "pca" else n
        if kept > most:
            raise SpecError("projection.components", got=kept, most=most)
        is_centred = settings["centre"] == "centred"
        if settings["method"] == "kernel":
            return KernelScore(Kernelled(cloud, kept, settings["gamma"], is_centred))
        linear = Linear(cloud, kept, settings["divisor"], is_centred)
        return LinearScore(linear, Tied(linear.centred, kept, settings["rate"], settings["updates"]))

    @property
    def marks(self) -> Mapping[str, int]:
        """The last frame of every phase by its name, besides `start` and `end`."""
        phases = {moment.phase: at for at, moment in enumerate(self.score.moments) if moment.phase}
        return {"start": 0, **phases, "end": self.last}
