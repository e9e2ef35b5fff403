"""What can be set in the training of a network? Its knobs, and how their values are read.

Knobs that are settings of a training have the names of those settings. Texts of knobs are read here one by one; whether
they fit each other is decided in setup.py and by the settings themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import cast

import numpy as np

from ...arrays import Array
from ...errors import SpecError
from ...learning.data.bundled import CLASSES, NUMBERS
from ...learning.data.gates import GATES
from ...learning.data.stand_ins import GENERATED
from ...learning.data.terms import TERMS
from ...learning.initialisers import INITIALISERS
from ...learning.layers import ACTIVATIONS, LOSSES
from ...learning.optimisers import LARGEST_BETA, OPTIMISERS
from ...learning.settings import LATE
from ...words.names import choice_words, contract_choice
from ..knobs import Knob, Knobs, knob
from ..reading import array, optional, real, short, values, whole

SHAPES = ("moons", "circles", "blobs", "spirals", "line", "wave", "glyphs", "digits")
DATA = tuple(dict.fromkeys((*GATES, *SHAPES, *GENERATED, *CLASSES, *NUMBERS)))
"""Names of data sets."""
MOST_LAYERS, MOST_UNITS = 8, 1_024
MOST_SAMPLES = 10_000
SHOWS = ("samples", "updates", "loss", "accuracy", "regions", "fit", "network", "weights", "latent", "images")
"""Names of pictures."""
NO_YES = (False, True)


def samples(given: object) -> Array:
    """Rows of numbers as an array N × width; a plain list is one column. Raises SpecError."""
    found = array(given)
    found = found[:, None] if found.ndim == 1 else found
    if found.ndim != 2 or len(found) > MOST_SAMPLES:
        raise SpecError("spec.points", got=short(given))
    return found


def widths(given: object) -> tuple[int, ...]:
    """Widths of the hidden layers: `[8, 8]`, a single `8`, or `[]` for none. Raises SpecError."""
    found = (given,) if isinstance(given, int) else tuple(given) if isinstance(given, list | tuple) else None
    if found is None or len(found) > MOST_LAYERS or any(
        isinstance(width, bool) or not isinstance(width, int) or not 1 <= width <= MOST_UNITS for width in found
    ):  # fmt: skip
        raise SpecError("network.hidden", got=str(given), layers=MOST_LAYERS, units=MOST_UNITS)
    return found


def names(known: Sequence[str] = ()) -> Callable[[object], tuple[str, ...]]:
    """A reader of a list of names; of `known` ones where those are given."""

    def read(given: object) -> tuple[str, ...]:
        found = cast("Sequence[object]", given) if isinstance(given, list | tuple) else (given,)
        typed = [contract_choice(name, known) for name in found if isinstance(name, str)]
        if len(typed) < len(found):
            raise SpecError("network.names", got=str(given))
        wrong = next((name for name in typed if known and name not in known), None)
        if wrong is not None:
            raise SpecError("spec.choice", got=wrong, wanted=choice_words(known))
        return tuple(typed)

    return read


def one_or_each(given: object) -> str | tuple[str, ...]:
    """An activation for all hidden layers, or a list with one for each."""
    found = names(tuple(ACTIVATIONS))(given)
    return found[0] if isinstance(given, str) else found


def by_name(given: object) -> dict[str, list[float]]:
    """Numbers and rows of numbers by name, as plain lists. Raises SpecError."""
    return {name: np.atleast_1d(value).tolist() for name, value in values(given).items()}


def between(low: float, high: float) -> Callable[[object], float]:
    """A reader of a number of a range, for what has no range otherwise, since it may be left open."""

    def read(given: object) -> float:
        if isinstance(given, bool) or not isinstance(given, int | float):
            raise SpecError("spec.number", got=str(given))
        if not low <= given <= high:
            raise SpecError("spec.range", got=str(given), low=low, high=high)
        return float(given)

    return read


def of_optimiser(name: str) -> Callable[[TrainingKnobs], bool]:
    """Is it a knob of the optimiser that is chosen?"""
    return lambda settings: name in OPTIMISERS[settings.optimiser].knobs


def has_drawn_classes(settings: TrainingKnobs) -> bool:
    """Is it a set that is drawn with as many classes as one likes?"""
    return settings.data in ("blobs", "spirals")


def is_batched(settings: TrainingKnobs) -> bool:
    """Does an update see a part of the samples?"""
    return settings.batch > 0


def is_penalised(settings: TrainingKnobs) -> bool:
    """Do weights cost anything?"""
    return bool(settings.l1 or settings.l2)


def is_scheduled(settings: TrainingKnobs) -> bool:
    """Does the rate change on the way?"""
    return settings.final_rate is not None


def has_numbers(settings: TrainingKnobs) -> bool:
    """Are targets numbers, instead of classes?"""
    return LOSSES[settings.loss].targets == "numbers"


class TrainingKnobs(Knobs, frozen=True):
    """The settings of a training and of its pictures."""

    # fmt: off
    data: str = knob("xor", "data set", "conjunto de datos", choices=DATA)
    count: int = knob(100, "samples of a drawn set", "muestras de un conjunto generado", read=whole, low=2,
        high=MOST_SAMPLES, step=10)
    classes: int = knob(2, "classes of blobs and spirals", "clases de blobs y spirals", read=whole, low=2, high=10,
        step=1, matters=has_drawn_classes)
    noise: float | None = knob(None, "noise of a drawn set", "ruido de un conjunto generado",
        read=optional(between(0, 5)))
    inputs: Array | None = knob(None, "own samples, one row each", "muestras propias, una fila cada una",
        read=optional(samples))
    targets: Array | None = knob(None, "target of each own sample", "objetivo de cada muestra propia",
        read=optional(samples))
    features: tuple[str, ...] = knob((), "names of the inputs", "nombres de las entradas", read=names())
    terms: tuple[str, ...] = knob((), "inputs made of x1 and x2; none takes the samples as they are",
        "entradas hechas de x1 y x2; ninguna toma las muestras tal cual", read=names(tuple(TERMS)), words=tuple(TERMS))
    autoencoder: bool = knob(False, "targets are the inputs", "los objetivos son las entradas", choices=NO_YES)
    signs: bool = knob(False, "classes as -1 and 1", "clases como -1 y 1", choices=NO_YES)
    scaled: bool = knob(False, "inputs with mean 0 and deviation 1", "entradas con media 0 y desviación 1",
        choices=NO_YES)
    scaled_targets: bool = knob(False, "targets with mean 0 and deviation 1", "objetivos con media 0 y desviación 1",
        choices=NO_YES, matters=has_numbers)
    held: float = knob(0.0, "part that is held out", "parte que se reserva", low=0, high=0.9, step=0.05)
    held_every: int = knob(0, "every so many-th sample is held out, from the first on (0: none)",
        "cada cuántas muestras se reserva una, desde la primera (0: ninguna)", read=whole, low=0, high=1000, step=1)
    held_inputs: Array | None = knob(None, "own held-out samples", "muestras propias reservadas",
        read=optional(samples))
    held_targets: Array | None = knob(None, "targets of those", "objetivos de esas", read=optional(samples))
    hidden: tuple[int, ...] = knob((2,), "units of each hidden layer", "unidades de cada capa oculta", read=widths)
    activation: str | tuple[str, ...] = knob("tanh", "activation of the hidden layers",
        "activación de las capas ocultas", read=one_or_each, words=tuple(ACTIVATIONS))
    output: str = knob("identity", "activation of the output", "activación de la salida", choices=tuple(ACTIVATIONS))
    loss: str = knob("bce", "loss", "pérdida", choices=tuple(LOSSES))
    bias: bool = knob(True, "biases", "sesgos", choices=NO_YES)
    tied: bool = knob(False, "decoder weights are the encoder's, transposed",
        "los pesos del decodificador son los del codificador, transpuestos", choices=NO_YES)
    initialiser: str = knob("xavier", "how weights start", "cómo empiezan los pesos", choices=tuple(INITIALISERS))
    initial: dict[str, list[float]] = knob(MappingProxyType({}), "weights that start as given",
        "pesos que empiezan como se indica", read=by_name, entries=True, step=0.1)
    seed: int = knob(0, "seed of chance", "semilla del azar", read=whole, low=0, high=10**9, step=1)
    optimiser: str = knob("sgd", "update rule", "regla de actualización", choices=tuple(OPTIMISERS))
    rate: float = knob(0.5, "rate η", "tasa η", read=real, low=0, high=1000, step=0.05)
    final_rate: float | None = knob(None, "rate at the last update", "tasa en la última actualización",
        read=optional(between(0, 1000)), matters=is_scheduled)
    momentum: float = knob(0.9, "β of momentum and nesterov", "β de momentum y nesterov", low=0, high=1.0, step=0.05,
        matters=of_optimiser("momentum"))
    rho: float = knob(0.9, "ρ of rmsprop", "ρ de rmsprop", low=0, high=1.0, step=0.05, matters=of_optimiser("rho"))
    beta1: float = knob(0.9, "β1 of adam", "β1 de adam", low=0, high=LARGEST_BETA, step=0.05,
        matters=of_optimiser("beta1"))
    beta2: float = knob(0.999, "β2 of adam", "β2 de adam", low=0, high=LARGEST_BETA, step=0.001,
        matters=of_optimiser("beta2"))
    epsilon: float = knob(1e-8, "ε below the quotient", "ε en el denominador", low=0, high=1.0, step=1e-8,
        matters=of_optimiser("epsilon"))
    decay: float = knob(0.01, "λ of adamw, beside its moments", "λ de adamw, aparte de sus momentos", low=0, high=1000,
        step=0.01, matters=of_optimiser("decay"))
    batch: int = knob(0, "samples an update; 0 takes all", "muestras por actualización; 0 las toma todas", read=whole,
        low=0, high=MOST_SAMPLES, step=1)
    shuffle: bool = knob(True, "a new order every epoch", "un orden nuevo en cada época", choices=NO_YES,
        matters=is_batched)
    l1: float = knob(0.0, "λ: weight of the penalty λΣ|w|", "λ: peso de la penalización λΣ|w|", low=0, high=1000,
        step=0.01)
    l2: float = knob(0.0, "λ: weight of the penalty λΣw²", "λ: peso de la penalización λΣw²", low=0, high=1000,
        step=0.01)
    penalise_biases: bool = knob(False, "penalties on biases, too", "penalización también de los sesgos",
        choices=NO_YES, matters=is_penalised)
    dropout: float = knob(0.0, "φ, chance of leaving a hidden unit out", "φ, probabilidad de apagar una unidad oculta",
        low=0, high=0.99, step=0.05)
    masks: dict[str, list[float]] = knob(MappingProxyType({}), "dropout masks that stay the same",
        "máscaras de dropout fijas", read=by_name)
    updates: int = knob(200, "limit of updates", "límite de actualizaciones", read=whole, low=1, high=1_000_000,
        step=10)
    patience: int = knob(0, "epochs to wait for a better held-out loss; 0 never stops",
        "épocas de espera por una mejor pérdida reservada; 0 nunca para", read=whole, low=0, high=100_000, step=1)
    sample: int = knob(0, "sample that the network picture shows", "muestra que enseña el dibujo de la red", read=whole,
        effect="next", low=0, high=MOST_SAMPLES - 1, step=1)
    shows: tuple[str, ...] = knob((), "pictures, the most important first", "dibujos, el más importante primero",
        read=names(SHOWS), words=SHOWS)
    # fmt: on

    @classmethod
    def rows(cls) -> tuple[Knob, ...]:
        """Those that a training may change on the way act from the cursor on."""
        return tuple(replace(row, effect="next") if row.name in LATE else row for row in super().rows())
