"""What can be set in a judgement? The knobs of a training, and some of its own: which model, samples and threshold."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ...arrays import Array
from ...errors import SpecError
from ...learning.layers import LOSSES
from ..knobs import Knob, knob, known
from ..network.knobs import NO_YES, SHAPES, TrainingKnobs
from ..reading import array, optional, short, whole

MODELS = ("network", "average", "least-squares")
MOST_PAIRS = 10_000
MOST_UPDATES = 20_000
"""A judgement comes at the end of a training, and nobody waits longer for it."""
OF_CLOUDS = ("count", "noise", "signs")
OF_A_SET = ("data", "classes", *OF_CLOUDS)
"""The knobs of sets with a name, and of those that are drawn."""


def read_predictions(given: object) -> Array:
    """Numbers, one a sample, as a column. Raises SpecError."""
    found = array(given)
    found = found[:, None] if found.ndim == 1 else found
    if found.ndim != 2 or found.shape[1] != 1 or not 1 <= len(found) <= MOST_PAIRS:
        raise SpecError("evaluation.predictions", got=short(given))
    return found


def is_trained(settings: EvaluationKnobs) -> bool:
    return settings.predictions is None


def has_classes(settings: EvaluationKnobs) -> bool:
    """Is a class predicted, as far as knobs tell?"""
    if is_trained(settings) or settings.targets is None:
        return LOSSES[settings.loss].targets != "numbers"
    return set(np.unique(settings.targets)) <= {0.0, 1.0}


def has_inputs(settings: EvaluationKnobs) -> bool:
    """Is a number predicted from inputs?"""
    return is_trained(settings) and not has_classes(settings)


def _of_training(row: Knob) -> Knob:
    """A knob of the training, which acts from the start here, and not where predictions are given."""

    def matters(settings: EvaluationKnobs) -> bool:
        if row.name in OF_A_SET and settings.inputs is not None:
            return False
        if row.name in OF_CLOUDS and settings.data not in SHAPES:
            return False
        return (is_trained(settings) or row.name == "targets") and row.is_offered(settings)

    high = MOST_UPDATES if row.name == "updates" else row.high
    return replace(row, effect="start", matters=matters, high=high)


class EvaluationKnobs(TrainingKnobs, frozen=True):
    """The settings of a judgement, and of the training that is judged."""

    left_out = frozenset({"sample", "shows", "autoencoder", "tied"})

    # fmt: off
    threshold: float = knob(0.5, "score from which on a sample is called positive",
        "puntaje desde el que una muestra se llama positiva", low=0, high=1, step=0.05, matters=has_classes)
    miss: float = knob(1, "price of a missed positive", "precio de un positivo que se escapa", low=0, high=1000, step=1,
        matters=has_classes)
    alarm: float = knob(1, "price of a false alarm", "precio de una falsa alarma", low=0, high=1000, step=1,
        matters=has_classes)
    positive: int = knob(1, "which class is the positive one", "qué clase es la positiva", choices=(1, 0),
        matters=has_classes)
    part: str = knob("held", "the samples that are judged", "las muestras que se juzgan", choices=("held", "training"),
        matters=is_trained)
    model: str = knob("network", "the model", "el modelo", choices=MODELS, matters=is_trained)
    against: int = knob(0, "input over which residuals are drawn (0: the prediction)",
        "entrada sobre la que se dibujan los residuos (0: la predicción)", read=whole, low=0, high=100, step=1,
        matters=has_inputs)
    stepped: bool = knob(True, "one count or measure a frame, or all at once",
        "una cuenta o medida por cuadro, o todo junto", choices=NO_YES)
    predictions: Array | None = knob(None, "own predictions, one a sample (none: a model is trained)",
        "predicciones propias, una por muestra (vacío: se entrena un modelo)", read=optional(read_predictions))
    # fmt: on

    @classmethod
    def rows(cls) -> tuple[Knob, ...]:
        """First what belongs to the judgement, then what belongs to the training."""
        training = known(TrainingKnobs)
        own = [row for row in super().rows() if row.name not in training]
        return (*own, *(_of_training(row) for row in training.values() if row.name not in cls.left_out))
