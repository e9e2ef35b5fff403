"""How good is a trained model? It is asked about samples that it has not seen, and what it says is held against them.

The knobs of a training are knobs here, and some of its own: which model, which samples, which threshold. Turning the
threshold or a price does not train again. Instead of a training, `predictions` may be given with their `targets`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from ..score import Score, ScoredSimulation
from .classes import ClassesScore, Prices
from .judged import judged
from .knobs import EvaluationKnobs
from .numbers import NumbersScore


class Evaluation(ScoredSimulation[EvaluationKnobs]):
    """A model, judged on samples."""

    described = {
        "en": "How good a trained model is: confusion matrix and its measures at a threshold, or residuals and R².",
        "es": "Qué tan bueno es un modelo entrenado: matriz de confusión y sus medidas con un umbral, o residuos y R².",
    }
    example = MappingProxyType({
        "data": "generated_cancer", "positive": 0, "scaled": True, "held_every": 5, "hidden": [], "loss": "bce",
        "rate": 0.1, "updates": 500,
    })  # fmt: skip

    def make_score(self) -> Score:
        settings = self.settings
        found, is_stepped = judged(settings, self.spec.knobs), bool(settings.stepped)
        makers: Mapping[bool, Callable[[], Score]] = {
            True: lambda: ClassesScore(
                found,
                float(settings.threshold),
                Prices(float(settings.miss), float(settings.alarm)),
                is_stepped,
            ),
            False: lambda: NumbersScore(found, int(settings.against), is_stepped),
        }
        return makers[found.are_classes]()
