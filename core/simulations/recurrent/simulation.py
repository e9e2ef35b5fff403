"""How does a network read a sequence, and how does its gradient come back through time? Step by step, gate by gate.

A plain cell, an LSTM or a GRU, unrolled over a short sequence; or the sketch of an encoder and a decoder, in which the
state is a number whose digits are the tokens.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, cast

import numpy as np

from ...arrays import Value
from ...errors import SpecError
from ...passes import Pass
from ..graph import number
from ..protocol import Knob
from ..score import Score, ScoredSimulation
from .cells import ACTIVATIONS, CELLS, WEIGHTS
from .network import Network
from .score import NetworkScore
from .sketch import SKETCH, SketchScore

MOST_STEPS = 500
MOST_WIDTH = 64
_SIZE = re.compile(r"(\d{1,3})x(\d{1,3})")


def read_sequence(given: Any) -> Value:
    """A sequence: a number or a row of numbers for each step, or a size such as `500x32`. Raises SpecError."""
    if isinstance(given, str):
        found = _SIZE.fullmatch(given.strip())
        array = np.zeros(tuple(map(int, found.groups()))) if found else np.zeros((0, 0))
    else:
        array = np.asarray(number(given, "x"))
        array = array[:, None] if array.ndim == 1 else array
    if array.ndim != 2 or not 1 <= len(array) <= MOST_STEPS or not 1 <= array.shape[1] <= MOST_WIDTH:
        raise SpecError("recurrent.sequence", got=str(given)[:60], steps=MOST_STEPS, width=MOST_WIDTH)
    return array


def _weight(name: str) -> Any:
    """A reader of a number, an array, or one of them for each gate: `{f: 0.8, i: 0.6}`."""

    def read(given: Any) -> Any:
        if isinstance(given, Mapping):
            found = cast("Mapping[Any, Any]", given)
            return {str(gate): np.asarray(number(value, f"{name}.{gate}")) for gate, value in found.items()}
        return np.asarray(number(given, name))

    return read


def _units(given: Any) -> int | None:
    if given is None:
        return None
    if isinstance(given, bool) or not isinstance(given, int) or not 1 <= given <= MOST_WIDTH:
        raise SpecError("convolution.whole", knob="units", got=str(given), low=1, high=MOST_WIDTH)
    return given


def _target(given: Any) -> float | None:
    if given is None:
        return None
    found = number(given, "y")
    if np.ndim(found):
        raise SpecError("recurrent.target", got=str(given)[:60])
    return float(found)


class Recurrent(ScoredSimulation):
    """A recurrent network over one sequence."""

    described = {
        "en": "A recurrent network (RNN, LSTM, GRU) over a sequence: one frame a step or gate, there and back.",
        "es": "Una red recurrente (RNN, LSTM, GRU) sobre una secuencia: un cuadro por paso o compuerta, ida y vuelta.",
    }
    example = MappingProxyType({"x": (1, 0.5, -1), "w": 0.5, "u": 0.8, "y": 0.5})
    knobs = (
        Knob("cell", "rnn", {"en": "kind of cell", "es": "tipo de celda"}, choices=(*CELLS, SKETCH)),
        Knob("x", (1, 0.5, -1), {"en": "sequence: a number or a row a step, or a size such as 500x32",
             "es": "secuencia: un número o una fila por paso, o un tamaño como 500x32"}, read=read_sequence),
        Knob("y", 0.5, {"en": "target of the last output (empty: no loss)",
             "es": "objetivo de la última salida (vacío: sin pérdida)"}, read=_target),
        Knob("w", 0.5, {"en": "weights of the input", "es": "pesos de la entrada"}, read=_weight("w")),
        Knob("u", 0.8, {"en": "weights of the state before", "es": "pesos del estado anterior"}, read=_weight("u")),
        Knob("b", 0, {"en": "biases of the cell", "es": "sesgos de la celda"}, read=_weight("b")),
        Knob("beta", 1, {"en": "weights of the output", "es": "pesos de la salida"}, read=_weight("beta")),
        Knob("beta0", 0, {"en": "bias of the output", "es": "sesgo de la salida"}, read=_weight("beta0")),
        Knob("state", 0, {"en": "state before the first step", "es": "estado antes del primer paso"},
             read=_weight("state")),
        Knob("memory", 0, {"en": "memory c of an LSTM before the first step",
             "es": "memoria c de una LSTM antes del primer paso"}, read=_weight("memory")),
        Knob("activation", "tanh", {"en": "activation of a plain cell", "es": "activación de una celda simple"},
             choices=tuple(ACTIVATIONS)),
        Knob("units", None, {"en": "units of the state (empty: as the weights say)",
             "es": "unidades del estado (vacío: las que digan los pesos)"}, read=_units),
        Knob("watch", "u", {"en": "weight whose contributions are drawn", "es": "peso cuyos aportes se dibujan"}),
        Knob("base", 4, {"en": "tokens of the sketch are digits of this base",
             "es": "en el esbozo, los tokens son dígitos de esta base"}, low=2, high=10, step=1,
             matters=lambda settings: settings["cell"] == SKETCH),
    )  # fmt: skip

    @property
    def recorded(self) -> Pass | None:
        return self.score.network.record if isinstance(self.score, NetworkScore) else None

    def make_score(self) -> Score:
        if self.settings["cell"] == SKETCH:
            return SketchScore(_tokens(self.settings), int(self.settings["base"]))
        network = read_network(self.settings)
        watch = self.settings["watch"]
        if watch == "u" and watch not in network.weights:
            watch = network.cell.weights[1]
        if watch not in network.weights:
            raise SpecError("spec.choice", knob="watch", got=str(watch), wanted=list(network.weights))
        return NetworkScore(network, watch)


def read_network(settings: Mapping[str, Any]) -> Network:
    """The network of checked settings; a single number fills a whole matrix. Raises SpecError."""
    kind, sequence = settings["cell"], settings["x"]
    cell, inputs = CELLS[kind], sequence.shape[1]
    units = settings["units"] or _found_units(settings)
    shapes = {"w": (inputs, units), "u": (units, units), "b": (units,)}
    weights = {
        f"{letter}{gate}": _filled(
            f"{letter}{gate}", _of_gate(settings[letter], letter, gate, cell.gates), shapes[letter]
        )
        for gate in cell.gates
        for letter in WEIGHTS
    }
    weights["beta"] = _filled("beta", settings["beta"], (units,))
    weights["beta0"] = _filled("beta0", settings["beta0"], ())
    starts = {f"{cell.state}0": _filled("state", settings["state"], (units,))}
    if "c" in cell.memories:
        starts["c0"] = _filled("memory", settings["memory"], (units,))
    return Network(kind, settings["activation"], sequence, weights, starts, settings["y"], units)


def _found_units(settings: Mapping[str, Any]) -> int:
    """As many units as the given arrays have columns; 1 where all are numbers."""
    found = [1]
    for name in (*WEIGHTS, "beta", "state", "memory"):
        value = settings[name]
        for array in value.values() if isinstance(value, Mapping) else (value,):
            if np.ndim(array):
                found.append(np.shape(array)[-1])
    if max(found) > MOST_WIDTH:
        raise SpecError("convolution.whole", knob="units", got=max(found), low=1, high=MOST_WIDTH)
    return max(found)


def _of_gate(given: Any, letter: str, gate: str, gates: tuple[str, ...]) -> Value:
    """The part of a knob that is meant for a gate."""
    if not isinstance(given, Mapping):
        return given
    found = cast("Mapping[str, Value]", given)
    if set(found) != set(gates):
        raise SpecError("recurrent.gates", knob=letter, got=sorted(found), wanted=[each or "-" for each in gates])
    return found[gate]


def _filled(name: str, given: Any, shape: tuple[int, ...]) -> Value:
    if isinstance(given, Mapping) or np.shape(given) not in ((), shape):
        got = "x".join(map(str, np.shape(given))) if not isinstance(given, Mapping) else str(sorted(given))
        raise SpecError("recurrent.shape", knob=name, got=got, wanted="x".join(map(str, shape)) or "1")
    return np.array(np.broadcast_to(given, shape), dtype=float)


def _tokens(settings: Mapping[str, Any]) -> tuple[int, ...]:
    """The sequence as digits of the base. Raises SpecError."""
    sequence, base = settings["x"], settings["base"]
    tokens = sequence.ravel()
    if base != int(base):
        raise SpecError("convolution.whole", knob="base", got=base, low=2, high=10)
    if sequence.shape[1] != 1 or len(tokens) > 12 or any(t != int(t) or not 0 <= t < base for t in tokens):
        raise SpecError("recurrent.tokens", got=str(tokens.tolist())[:60], base=int(base), most=12)
    return tuple(int(token) for token in tokens)
