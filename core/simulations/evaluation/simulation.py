"""How good is a trained model? It is asked about samples that it has not seen, and what it says is held against them.

The knobs of a training are knobs here, and some of its own: which model, which samples, which threshold. Turning the
threshold or a price does not train again. Instead of a training, `predictions` may be given with their `targets`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import numpy as np

from ...arrays import Value
from ...errors import SpecError
from ...learning.layers import LOSSES
from ..graph import number
from ..network.knobs import NO_YES, SHAPES
from ..protocol import Knob
from ..score import Score, ScoredSimulation
from .classes import ClassesScore, Prices
from .judged import MODELS, TRAINING, judged
from .numbers import NumbersScore

MOST_PAIRS = 10_000
MOST_UPDATES = 20_000
"""A judgement comes at the end of a training, and nobody waits longer for it."""
OF_CLOUDS = ("count", "noise", "signs")
OF_A_SET = ("data", "classes", *OF_CLOUDS)
"""The knobs of sets with a name, and of those that are drawn."""


def _predictions(given: Any) -> Value | None:
    """Numbers, one a sample, as a column; None for a model that is trained. Raises SpecError."""
    if given is None:
        return None
    array = np.asarray(number(given, "predictions"))
    array = array[:, None] if array.ndim == 1 else array
    if array.ndim != 2 or array.shape[1] != 1 or not 1 <= len(array) <= MOST_PAIRS:
        raise SpecError("evaluation.predictions", got=str(given)[:60])
    return array


def _is_trained(settings: Mapping[str, Any]) -> bool:
    return settings["predictions"] is None


def _has_classes(settings: Mapping[str, Any]) -> bool:
    """Is a class predicted, as far as knobs tell?"""
    if _is_trained(settings) or settings["targets"] is None:
        return LOSSES[settings["loss"]].targets != "numbers"
    return set(np.unique(settings["targets"])) <= {0.0, 1.0}


def _has_inputs(settings: Mapping[str, Any]) -> bool:
    """Is a number predicted from inputs?"""
    return _is_trained(settings) and not _has_classes(settings)


def _of_training(knob: Knob) -> Knob:
    """A knob of the training, which acts from the start here, and not where predictions are given."""
    own = knob.matters

    def matters(settings: Mapping[str, Any]) -> bool:
        if knob.name in OF_A_SET and settings["inputs"] is not None:
            return False
        if knob.name in OF_CLOUDS and settings["data"] not in SHAPES:
            return False
        return (_is_trained(settings) or knob.name == "targets") and (own is None or own(settings))

    high = MOST_UPDATES if knob.name == "updates" else knob.high
    return replace(knob, effect="start", matters=matters, high=high)


def _knob(name: str, default: Any, en: str, es: str, **rest: Any) -> Knob:
    return Knob(name, default, {"en": en, "es": es}, **rest)


class Evaluation(ScoredSimulation):
    """A model, judged on samples."""

    described = {
        "en": "How good a trained model is: confusion matrix and its measures at a threshold, or residuals and R².",
        "es": "Qué tan bueno es un modelo entrenado: matriz de confusión y sus medidas con un umbral, o residuos y R².",
    }
    example = MappingProxyType({
        "data": "generated_cancer", "positive": 0, "scaled": True, "held_every": 5, "hidden": [], "loss": "bce",
        "rate": 0.1, "updates": 500,
    })  # fmt: skip
    knobs = (
        _knob("threshold", 0.5, "score from which on a sample is called positive",
              "puntaje desde el que una muestra se llama positiva", low=0, high=1, step=0.05, matters=_has_classes),
        _knob("miss", 1, "price of a missed positive", "precio de un positivo que se escapa",
              low=0, high=1000, step=1.0, matters=_has_classes),
        _knob("alarm", 1, "price of a false alarm", "precio de una falsa alarma", low=0, high=1000, step=1.0,
              matters=_has_classes),
        _knob("positive", 1, "which class is the positive one", "qué clase es la positiva", choices=(1, 0),
              matters=_has_classes),
        _knob("part", "held", "the samples that are judged", "las muestras que se juzgan", choices=("held", "training"),
              matters=_is_trained),
        _knob("model", "network", "the model", "el modelo", choices=MODELS, matters=_is_trained),
        _knob("against", 0, "input over which residuals are drawn (0: the prediction)",
              "entrada sobre la que se dibujan los residuos (0: la predicción)", low=0, high=100, step=1,
              matters=_has_inputs),
        _knob("stepped", True, "one count or measure a frame, or all at once",
              "una cuenta o medida por cuadro, o todo junto", choices=NO_YES),
        _knob("predictions", None, "own predictions, one a sample (none: a model is trained)",
              "predicciones propias, una por muestra (vacío: se entrena un modelo)", read=_predictions),
        *map(_of_training, TRAINING),
    )  # fmt: skip

    def make_score(self) -> Score:
        settings = self.settings
        found, is_stepped = judged(settings, self.spec.knobs), bool(settings["stepped"])
        makers: Mapping[bool, Callable[[], Score]] = {
            True: lambda: ClassesScore(
                found,
                float(settings["threshold"]),
                Prices(float(settings["miss"]), float(settings["alarm"])),
                is_stepped,
            ),
            False: lambda: NumbersScore(found, int(settings["against"]), is_stepped),
        }
        return makers[found.are_classes]()
