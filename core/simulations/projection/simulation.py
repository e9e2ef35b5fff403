"""How is data described with fewer numbers? PCA and kernel PCA step by step, beside a linear autoencoder.

One frame a step: centre, covariance, one direction after another, project, reconstruct; then the updates of an
autoencoder that finds the same subspace by descent.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from ...errors import SpecError
from ..knobs import Knobs, knob
from ..reading import real, whole
from ..score import Score, ScoredSimulation
from .cloud import MOST_SAMPLES, Cloud, labelled, read_labels, read_points
from .kernel_score import KernelScore
from .kernelled import Kernelled
from .linear import DIVISORS, Linear
from .linear_score import LinearScore
from .tied import Tied

METHODS = ("pca", "kernel")
CENTRES = ("centred", "as-given")


class ProjectionKnobs(Knobs, frozen=True):
    """The settings of a description by few numbers."""

    # fmt: off
    points: Cloud = knob("slanted", "samples: `slanted`, `rings`, or rows of numbers",
        "muestras: `slanted`, `rings` o filas de números", read=read_points)
    labels: tuple[int, ...] | None = knob(None, "class 0 or 1 of each sample", "clase 0 o 1 de cada muestra",
        read=read_labels)
    method: str = knob("pca", "straight directions, or those of a kernel", "direcciones rectas, o las de un kernel",
        choices=METHODS)
    components: int = knob(1, "components that are kept", "componentes que se conservan", read=whole, low=1,
        high=MOST_SAMPLES, step=1)
    centre: str = knob("centred", "is the mean subtracted first?", "¿se resta primero la media?", choices=CENTRES)
    divisor: str = knob("scatter", "what the sums of products are divided by: nothing, n, n-1",
        "entre qué se dividen las sumas de productos: nada, n, n-1", choices=DIVISORS)
    gamma: float = knob(0.25, "γ of the kernel exp(-γ‖x-y‖²)", "γ del kernel exp(-γ‖x-y‖²)", read=real, low=1e-4,
        high=100, step=0.05)
    rate: float = knob(0.05, "rate η of the autoencoder", "tasa η del autoencoder", read=real, low=0, high=10,
        step=0.01)
    updates: int = knob(20, "updates of the autoencoder (0: none)", "actualizaciones del autoencoder (0: ninguna)",
        read=whole, low=0, high=500, step=1)


class Projection(ScoredSimulation[ProjectionKnobs]):
    """Data, described by its first few components."""

    described = {
        "en": "PCA and kernel PCA: centre, covariance, directions, codes, reconstruction; beside a linear autoencoder.",
        "es": "PCA y kernel PCA: centrar, covarianza, direcciones, códigos, reconstrucción; con un autoencoder lineal.",
    }
    example = MappingProxyType({"points": "slanted"})

    def make_score(self) -> Score:
        settings = self.settings
        cloud = labelled(settings.points, settings.labels)
        n, d = cloud.points.shape
        if cloud.labels and len(set(cloud.labels)) < 2:
            raise SpecError("projection.one-class")
        if not np.any(np.ptp(cloud.points, axis=0)):
            raise SpecError("projection.flat")
        kept, most = settings.components, d if settings.method == "pca" else n
        if kept > most:
            raise SpecError("projection.components", got=kept, most=most)
        is_centred = settings.centre == "centred"
        if settings.method == "kernel":
            return KernelScore(Kernelled(cloud, kept, settings.gamma, is_centred))
        linear = Linear(cloud, kept, settings.divisor, is_centred)
        return LinearScore(linear, Tied(linear.centred, kept, settings.rate, settings.updates))

    @property
    def marks(self) -> Mapping[str, int]:
        """The last frame of every phase by its name, besides `start` and `end`."""
        phases = {moment.phase: at for at, moment in enumerate(self.score.moments) if moment.phase}
        return {"start": 0, **phases, "end": self.last}
