"""What can be set in the training of a network? Its knobs, and how their values are read.

Knobs that are settings of a training have the names of those settings. Texts of knobs are read here one by one; whether
they fit each other is decided in setup.py and by the settings themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, cast

import numpy as np

from ...arrays import Value
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
from ..descent.knobs import rate
from ..graph import number
from ..protocol import Knob

SHAPES = ("moons", "circles", "blobs", "spirals", "line", "wave", "glyphs", "digits")
DATA = tuple(dict.fromkeys((*GATES, *SHAPES, *GENERATED, *CLASSES, *NUMBERS)))
"""Names of data sets."""
MOST_LAYERS, MOST_UNITS = 8, 1_024
MOST_SAMPLES = 10_000
SHOWS = ("samples", "updates", "loss", "accuracy", "regions", "fit", "network", "weights", "latent", "images")
"""Names of pictures."""
NO_YES = (False, True)


def _whole(name: str) -> Callable[[Any], Any]:
    def read(given: Any) -> int:
        if isinstance(given, bool) or not isinstance(given, int):
            raise SpecError("learning.whole", setting=name, got=str(given))
        return given

    return read


def _optional(name: str, low: float, high: float) -> Callable[[Any], Any]:
    """A number of a range, or None for what the training takes by itself."""

    def read(given: Any) -> float | None:
        if given is None:
            return None
        if isinstance(given, bool) or not isinstance(given, int | float):
            raise SpecError("spec.number", knob=name, got=str(given))
        if not low <= given <= high:
            raise SpecError("spec.range", knob=name, got=str(given), low=low, high=high)
        return float(given)

    return read


def rows(name: str) -> Callable[[Any], Any]:
    """Rows of numbers as an array N × width; a plain list is one column; None stays."""

    def read(given: Any) -> Value | None:
        if given is None:
            return None
        array = np.asarray(number(given, name))
        array = array[:, None] if array.ndim == 1 else array
        if array.ndim != 2 or len(array) > MOST_SAMPLES:
            raise SpecError("spec.points", knob=name, got=str(given)[:60])
        return array

    return read


def widths(given: Any) -> tuple[int, ...]:
    """Widths of the hidden layers: `[8, 8]`, a single `8`, or `[]` for none. Raises SpecError."""
    found = (given,) if isinstance(given, int) else tuple(given) if isinstance(given, list | tuple) else None
    if found is None or len(found) > MOST_LAYERS or any(
        isinstance(width, bool) or not isinstance(width, int) or not 1 <= width <= MOST_UNITS for width in found
    ):  # fmt: skip
        raise SpecError("network.hidden", got=str(given), layers=MOST_LAYERS, units=MOST_UNITS)
    return found


def names(knob: str, known: Sequence[str] = ()) -> Callable[[Any], Any]:
    """A list of names; of `known` ones where those are given."""

    def read(given: Any) -> tuple[str, ...]:
        found = (given,) if isinstance(given, str) else given
        if not isinstance(found, list | tuple) or not all(isinstance(name, str) for name in found):
            raise SpecError("network.names", knob=knob, got=str(given))
        found = [contract_choice(name, known) for name in found]
        wrong = next((name for name in found if known and name not in known), None)
        if wrong is not None:
            raise SpecError("spec.choice", knob=knob, got=wrong, wanted=choice_words(known))
        return tuple(found)

    return read


def one_or_each(given: Any) -> str | tuple[str, ...]:
    """An activation for all hidden layers, or a list with one for each."""
    found = names("activation", tuple(ACTIVATIONS))(given)
    return found[0] if isinstance(given, str) else found


def by_name(knob: str) -> Callable[[Any], Any]:
    """Numbers and rows of numbers by name, as plain lists."""

    def read(given: Any) -> dict[str, Any]:
        if not isinstance(given, Mapping):
            raise SpecError("spec.values", knob=knob, got=str(given))
        pairs = cast("Mapping[str, Any]", given).items()
        return {str(name): np.atleast_1d(number(value, str(name))).tolist() for name, value in pairs}

    return read


def _read_by(name: str) -> Callable[[Mapping[str, Any]], bool]:
    """Is it a knob of the optimiser that is chosen?"""
    return lambda settings: name in OPTIMISERS[settings["optimiser"]].knobs


MATTERS: Mapping[str, Callable[[Mapping[str, Any]], bool]] = MappingProxyType({
    **{name: _read_by(name) for name in ("momentum", "rho", "beta1", "beta2", "epsilon", "decay")},
    "classes": lambda settings: settings["data"] in ("blobs", "spirals"),
    "shuffle": lambda settings: bool(settings["batch"]),
    "penalise_biases": lambda settings: bool(settings["l1"] or settings["l2"]),
    "final_rate": lambda settings: settings["final_rate"] is not None,
    "scaled_targets": lambda settings: LOSSES[settings["loss"]].targets == "numbers",
})  # fmt: skip
"""When a knob has an effect; those that are not here always have."""


def _knob(name: str, default: Any, en: str, es: str, **rest: Any) -> Knob:
    """A knob; those that a training may change on the way act from the cursor on."""
    effect = "next" if name in LATE or name == "sample" else "start"
    return Knob(name, default, {"en": en, "es": es}, effect=effect, matters=MATTERS.get(name), **rest)


def _share(name: str, default: float, en: str, es: str, high: float = 1.0, step: float = 0.05) -> Knob:
    return _knob(name, default, en, es, low=0, high=high, step=step)


def _switch(name: str, default: bool, en: str, es: str) -> Knob:
    return _knob(name, default, en, es, choices=NO_YES)


KNOBS = (
    _knob("data", "xor", "data set", "conjunto de datos", choices=DATA),
    _knob("count", 100, "samples of a drawn set", "muestras de un conjunto generado", read=_whole("count"), low=2,
          high=MOST_SAMPLES, step=10),
    _knob("classes", 2, "classes of blobs and spirals", "clases de blobs y spirals", read=_whole("classes"), low=2,
          high=10, step=1),
    _knob("noise", None, "noise of a drawn set", "ruido de un conjunto generado", read=_optional("noise", 0, 5)),
    _knob("inputs", None, "own samples, one row each", "muestras propias, una fila cada una", read=rows("inputs")),
    _knob("targets", None, "target of each own sample", "objetivo de cada muestra propia", read=rows("targets")),
    _knob("features", (), "names of the inputs", "nombres de las entradas", read=names("features")),
    _knob("terms", (), "inputs made of x1 and x2; none takes the samples as they are",
          "entradas hechas de x1 y x2; ninguna toma las muestras tal cual", read=names("terms", tuple(TERMS)),
          words=tuple(TERMS)),
    _switch("autoencoder", False, "targets are the inputs", "los objetivos son las entradas"),
    _switch("signs", False, "classes as -1 and 1", "clases como -1 y 1"),
    _switch("scaled", False, "inputs with mean 0 and deviation 1", "entradas con media 0 y desviación 1"),
    _switch("scaled_targets", False, "targets with mean 0 and deviation 1", "objetivos con media 0 y desviación 1"),
    _share("held", 0.0, "part that is held out", "parte que se reserva", 0.9),
    _knob("held_every", 0, "every so many-th sample is held out, from the first on (0: none)",
          "cada cuántas muestras se reserva una, desde la primera (0: ninguna)", read=_whole("held_every"), low=0,
          high=1000, step=1),
    _knob("held_inputs", None, "own held-out samples", "muestras propias reservadas", read=rows("held_inputs")),
    _knob("held_targets", None, "targets of those", "objetivos de esas", read=rows("held_targets")),
    _knob("hidden", (2,), "units of each hidden layer", "unidades de cada capa oculta", read=widths),
    _knob("activation", "tanh", "activation of the hidden layers", "activación de las capas ocultas", read=one_or_each,
          words=tuple(ACTIVATIONS)),
    _knob("output", "identity", "activation of the output", "activación de la salida", choices=ACTIVATIONS),
    _knob("loss", "bce", "loss", "pérdida", choices=tuple(LOSSES)),
    _switch("bias", True, "biases", "sesgos"),
    _switch("tied", False, "decoder weights are the encoder's, transposed",
            "los pesos del decodificador son los del codificador, transpuestos"),
    _knob("initialiser", "xavier", "how weights start", "cómo empiezan los pesos", choices=tuple(INITIALISERS)),
    _knob("initial", MappingProxyType({}), "weights that start as given", "pesos que empiezan como se indica",
          read=by_name("initial"), entries=True, step=0.1),
    _knob("seed", 0, "seed of chance", "semilla del azar", read=_whole("seed"), low=0, high=10**9, step=1),
    _knob("optimiser", "sgd", "update rule", "regla de actualización", choices=tuple(OPTIMISERS)),
    _knob("rate", 0.5, "rate η", "tasa η", read=rate, low=0, high=1000, step=0.05),
    _knob("final_rate", None, "rate at the last update", "tasa en la última actualización",
          read=_optional("final_rate", 0, 1000)),
    _share("momentum", 0.9, "β of momentum and nesterov", "β de momentum y nesterov"),
    _share("rho", 0.9, "ρ of rmsprop", "ρ de rmsprop"),
    _share("beta1", 0.9, "β1 of adam", "β1 de adam", LARGEST_BETA),
    _share("beta2", 0.999, "β2 of adam", "β2 de adam", LARGEST_BETA, 0.001),
    _share("epsilon", 1e-8, "ε below the quotient", "ε en el denominador", step=1e-8),
    _share("decay", 0.01, "λ of adamw, beside its moments", "λ de adamw, aparte de sus momentos", 1000, 0.01),
    _knob("batch", 0, "samples an update; 0 takes all", "muestras por actualización; 0 las toma todas",
          read=_whole("batch"), low=0, high=MOST_SAMPLES, step=1),
    _switch("shuffle", True, "a new order every epoch", "un orden nuevo en cada época"),
    _share("l1", 0.0, "λ: weight of the penalty λΣ|w|", "λ: peso de la penalización λΣ|w|", 1000, 0.01),
    _share("l2", 0.0, "λ: weight of the penalty λΣw²", "λ: peso de la penalización λΣw²", 1000, 0.01),
    _switch("penalise_biases", False, "penalties on biases, too", "penalización también de los sesgos"),
    _share("dropout", 0.0, "φ, chance of leaving a hidden unit out", "φ, probabilidad de apagar una unidad oculta",
           0.99),
    _knob("masks", MappingProxyType({}), "dropout masks that stay the same", "máscaras de dropout fijas",
          read=by_name("masks")),
    _knob("updates", 200, "limit of updates", "límite de actualizaciones", read=_whole("updates"), low=1,
          high=1_000_000, step=10),
    _knob("patience", 0, "epochs to wait for a better held-out loss; 0 never stops",
          "épocas de espera por una mejor pérdida reservada; 0 nunca para", read=_whole("patience"), low=0,
          high=100_000, step=1),
    _knob("sample", 0, "sample that the network picture shows", "muestra que enseña el dibujo de la red",
          read=_whole("sample"), low=0, high=MOST_SAMPLES - 1, step=1),
    _knob("shows", (), "pictures, the most important first", "dibujos, el más importante primero",
          read=names("shows", SHOWS), words=SHOWS),
)  # fmt: skip
