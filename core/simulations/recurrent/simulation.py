"""How does a network read a sequence, and how does its gradient come back through time? Step by step, gate by gate.

A plain cell, an LSTM or a GRU, unrolled over a short sequence; or the sketch of an encoder and a decoder, in which the
state is a number whose digits are the tokens.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from ...arrays import Array
from ...errors import SpecError
from ...passes import Pass
from ..knobs import Knobs, knob
from ..reading import array, number, optional, short, values, whole, whole_between
from ..score import Score, ScoredSimulation
from .cells import ACTIVATIONS, CELLS, WEIGHTS
from .network import Network
from .score import NetworkScore
from .sketch import SKETCH, SketchScore

MOST_STEPS = 500
MOST_WIDTH = 64
Weights = Array | dict[str, Array]
"""One array, or one for each gate."""
_SIZE = re.compile(r"(\d{1,3})x(\d{1,3})")


def read_sequence(given: object) -> Array:
    """A sequence: a number or a row of numbers for each step, or a size such as `500x32`. Raises SpecError."""
    if isinstance(given, str):
        size = _SIZE.fullmatch(given.strip())
        steps = np.zeros(tuple(map(int, size.groups())) if size else (0, 0))
    else:
        steps = array(given)
        steps = steps[:, None] if steps.ndim == 1 else steps
    if steps.ndim != 2 or not 1 <= len(steps) <= MOST_STEPS or not 1 <= steps.shape[1] <= MOST_WIDTH:
        raise SpecError("recurrent.sequence", got=short(given), steps=MOST_STEPS, width=MOST_WIDTH)
    return steps


def weights(given: object) -> Weights:
    """A number, an array, or one of them for each gate: `{f: 0.8, i: 0.6}`. Raises SpecError."""
    if isinstance(given, Mapping):
        return {gate: np.asarray(found) for gate, found in values(given).items()}
    return array(given)


def read_target(given: object) -> float:
    """A single number. Raises SpecError."""
    found = number(given)
    if np.ndim(found):
        raise SpecError("recurrent.target", got=short(given))
    return float(found)


def is_sketched(settings: RecurrentKnobs) -> bool:
    """Is it the sketch of an encoder and a decoder?"""
    return settings.cell == SKETCH


class RecurrentKnobs(Knobs, frozen=True):
    """The settings of a recurrent network and its sequence."""

    # fmt: off
    cell: str = knob("rnn", "kind of cell", "tipo de celda", choices=(*CELLS, SKETCH))
    x: Array = knob((1, 0.5, -1), "sequence: a number or a row a step, or a size such as 500x32",
        "secuencia: un número o una fila por paso, o un tamaño como 500x32", read=read_sequence)
    y: float | None = knob(0.5, "target of the last output (empty: no loss)",
        "objetivo de la última salida (vacío: sin pérdida)", read=optional(read_target))
    w: Weights = knob(0.5, "weights of the input", "pesos de la entrada", read=weights)
    u: Weights = knob(0.8, "weights of the state before", "pesos del estado anterior", read=weights)
    b: Weights = knob(0, "biases of the cell", "sesgos de la celda", read=weights)
    beta: Weights = knob(1, "weights of the output", "pesos de la salida", read=weights)
    beta0: Weights = knob(0, "bias of the output", "sesgo de la salida", read=weights)
    state: Weights = knob(0, "state before the first step", "estado antes del primer paso", read=weights)
    memory: Weights = knob(0, "memory c of an LSTM before the first step",
        "memoria c de una LSTM antes del primer paso", read=weights)
    activation: str = knob("tanh", "activation of a plain cell", "activación de una celda simple",
        choices=tuple(ACTIVATIONS))
    units: int | None = knob(None, "units of the state (empty: as the weights say)",
        "unidades del estado (vacío: las que digan los pesos)", read=optional(whole_between(1, MOST_WIDTH)))
    watch: str = knob("u", "weight whose contributions are drawn", "peso cuyos aportes se dibujan")
    base: int = knob(4, "tokens of the sketch are digits of this base",
        "en el esbozo, los tokens son dígitos de esta base", read=whole, low=2, high=10, step=1,
        matters=is_sketched)


class Recurrent(ScoredSimulation[RecurrentKnobs]):
    """A recurrent network over one sequence."""

    described = {
        "en": "A recurrent network (RNN, LSTM, GRU) over a sequence: one frame a step or gate, there and back.",
        "es": "Una red recurrente (RNN, LSTM, GRU) sobre una secuencia: un cuadro por paso o compuerta, ida y vuelta.",
    }
    example = MappingProxyType({"x": (1, 0.5, -1), "w": 0.5, "u": 0.8, "y": 0.5})

    @property
    def recorded(self) -> Pass | None:
        return self.score.network.record if isinstance(self.score, NetworkScore) else None

    def make_score(self) -> Score:
        if self.settings.cell == SKETCH:
            return SketchScore(_tokens(self.settings), self.settings.base)
        network = read_network(self.settings)
        watch = self.settings.watch
        if watch == "u" and watch not in network.weights:
            watch = network.cell.weights[1]
        if watch not in network.weights:
            raise SpecError("spec.choice", knob="watch", got=str(watch), wanted=list(network.weights))
        return NetworkScore(network, watch)


def read_network(settings: RecurrentKnobs) -> Network:
    """The network of checked settings; a single number fills a whole matrix. Raises SpecError."""
    kind, sequence = settings.cell, settings.x
    cell, inputs = CELLS[kind], sequence.shape[1]
    units = settings.units or _found_units(settings)
    shapes = {"w": (inputs, units), "u": (units, units), "b": (units,)}
    weights = {
        f"{letter}{gate}": _filled(
            f"{letter}{gate}", _of_gate(getattr(settings, letter), letter, gate, cell.gates), shapes[letter]
        )
        for gate in cell.gates
        for letter in WEIGHTS
    }
    weights["beta"] = _filled("beta", settings.beta, (units,))
    weights["beta0"] = _filled("beta0", settings.beta0, ())
    starts = {f"{cell.state}0": _filled("state", settings.state, (units,))}
    if "c" in cell.memories:
        starts["c0"] = _filled("memory", settings.memory, (units,))
    return Network(kind, settings.activation, sequence, weights, starts, settings.y, units)


def _found_units(settings: RecurrentKnobs) -> int:
    """As many units as the given arrays have columns; 1 where all are numbers."""
    found = [1]
    for given in (settings.w, settings.u, settings.b, settings.beta, settings.state, settings.memory):
        parts = given.values() if isinstance(given, dict) else (given,)
        found += [part.shape[-1] for part in parts if part.ndim]
    if max(found) > MOST_WIDTH:
        raise SpecError("spec.whole", knob="units", got=max(found), low=1, high=MOST_WIDTH)
    return max(found)


def _of_gate(given: Weights, letter: str, gate: str, gates: tuple[str, ...]) -> Array:
    """The part of a knob that is meant for a gate."""
    if not isinstance(given, dict):
        return given
    if set(given) != set(gates):
        raise SpecError("recurrent.gates", knob=letter, got=sorted(given), wanted=[each or "-" for each in gates])
    return given[gate]


def _filled(name: str, given: Weights, shape: tuple[int, ...]) -> Array:
    if isinstance(given, dict) or given.shape not in ((), shape):
        got = str(sorted(given)) if isinstance(given, dict) else "x".join(map(str, given.shape))
        raise SpecError("recurrent.shape", knob=name, got=got, wanted="x".join(map(str, shape)) or "1")
    return np.array(np.broadcast_to(given, shape), dtype=float)


def _tokens(settings: RecurrentKnobs) -> tuple[int, ...]:
    """The sequence as digits of the base. Raises SpecError."""
    sequence, base = settings.x, settings.base
    tokens = sequence.ravel()
    if sequence.shape[1] != 1 or len(tokens) > 12 or any(t != int(t) or not 0 <= t < base for t in tokens):
        raise SpecError("recurrent.tokens", got=str(tokens.tolist())[:60], base=base, most=12)
    return tuple(int(token) for token in tokens)
