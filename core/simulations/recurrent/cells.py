"""What happens in one time step of a recurrent network? A table of cells: their stages, equations and weights.

x is a row: z = x@w + A@u + b, with w of inputs × units and u of units × units. LSTM: S. Hochreiter and J. Schmidhuber,
1997, with the forget gate of 2000. GRU: K. Cho et al., 2014; its candidate looks at r*h before the product with un. In
`gru` z is the share of the old state that stays, in `gru-z-new` that of the new one: papers and libraries have both.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ...learning import layers

WEIGHTS = ("w", "u", "b")


@dataclass(frozen=True)
class Stage:
    """Some quantities of a time step that belong together: the plain cell, a gate, the new memory."""

    key: str
    equations: tuple[tuple[str, str], ...]
    """Letter and formula; `{t}` is this step, `{p}` the one before."""
    gate: str | None = None
    """The suffix of its weights, or None where it has none."""

    @property
    def letters(self) -> tuple[str, ...]:
        """The quantities of the stage, in the order of computation."""
        return tuple(letter for letter, _ in self.equations)

    @property
    def weights(self) -> tuple[str, ...]:
        """The names of its weights: `w`, `u`, `b`, or `wf`, `uf`, `bf`."""
        return () if self.gate is None else tuple(f"{letter}{self.gate}" for letter in WEIGHTS)


@dataclass(frozen=True)
class Cell:
    """One kind of recurrent cell."""

    state: str
    """What goes on to the next step and to the output."""
    memories: tuple[str, ...]
    """All that goes on to the next step."""
    stages: tuple[Stage, ...]

    @property
    def gates(self) -> tuple[str, ...]:
        """The suffixes of the weights, in order."""
        return tuple(stage.gate for stage in self.stages if stage.gate is not None)

    @property
    def weights(self) -> tuple[str, ...]:
        """The names of all weights of the cell."""
        return tuple(name for stage in self.stages for name in stage.weights)


def _gate(letter: str, squash: str, state: str = "h{p}") -> Stage:
    """A gate or a candidate: its own weights over input and state, and a function that bounds it."""
    before = f"x{{t}} @ w{letter} + {state} @ u{letter} + b{letter}"
    return Stage(letter, ((f"z{letter}", before), (letter, f"{squash}(z{letter}{{t}})")), letter)


CELLS: Mapping[str, Cell] = MappingProxyType(
    {
        "rnn": Cell("A", ("A",), (Stage("cell", (("z", "x{t} @ w + A{p} @ u + b"), ("A", "{g}(z{t})")), ""),)),
        "lstm": Cell("h", ("h", "c"), (
            _gate("f", "sigmoid"), _gate("i", "sigmoid"), _gate("g", "tanh"),
            Stage("c", (("c", "f{t}*c{p} + i{t}*g{t}"),)),
            _gate("o", "sigmoid"), Stage("h", (("h", "o{t}*tanh(c{t})"),)),
        )),
        "gru": Cell("h", ("h",), (
            _gate("z", "sigmoid"), _gate("r", "sigmoid"), _gate("n", "tanh", "(r{t}*h{p})"),
            Stage("h", (("h", "(1 - z{t})*n{t} + z{t}*h{p}"),)),
        )),
        "gru-z-new": Cell("h", ("h",), (
            _gate("z", "sigmoid"), _gate("r", "sigmoid"), _gate("n", "tanh", "(r{t}*h{p})"),
            Stage("h", (("h", "z{t}*n{t} + (1 - z{t})*h{p}"),)),
        )),
    }
)  # fmt: skip
ACTIVATIONS: Mapping[str, str] = MappingProxyType(
    {name: name for name in layers.ACTIVATIONS if name != "identity"} | {"linear": "1*"}
)


def written(formula: str, step: int, activation: str, scalar: bool) -> str:
    """An equation of a step as a formula: names with their numbers, `*` between numbers and `@` between arrays."""
    text = formula.format(t=step, p=step - 1, g=ACTIVATIONS[activation])
    return text.replace(" @ ", "*") if scalar else text


GREEK: Mapping[str, str] = MappingProxyType({"beta0": "β0", "beta": "β"})
NAME = re.compile(r"[A-Za-z]\w*")
