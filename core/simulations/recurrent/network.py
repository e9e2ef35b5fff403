"""What are the numbers of an unrolled recurrent network? One engine graph over all time steps, and its pass.

Every step uses the same leaves `w`, `u`, `b`, so the engine's contributions to such a leaf, edge by edge, are the
contributions of the time steps: back-propagation through time needs no rule of its own. Only the last output has a
loss, L = (y - O)²/2.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ...arrays import Numbers, Value, scalar
from ...formula.build import build_pass
from ...formula.limits import Limits
from ...formula.parser import parse
from ...passes import Pass
from .cells import CELLS, Cell, written

UNROLLED_LIMITS = Limits(characters=2_000_000, tokens=1_000_000, depth=30, size=1_000_000)
"""The formula is our own; what bounds it is the number of time steps."""


@dataclass(frozen=True, eq=False)
class Network:
    """A cell, its weights, a sequence and what its last output should be."""

    kind: str
    activation: str
    sequence: Value
    """Time steps × inputs."""
    weights: Mapping[str, Value]
    """Name to array, those of the output, `beta` and `beta0`, included."""
    starts: Mapping[str, Value]
    """`A0`, or `h0` and `c0`."""
    target: float | None
    units: int

    @property
    def cell(self) -> Cell:
        """The row of the table."""
        return CELLS[self.kind]

    @property
    def steps(self) -> int:
        """Time steps."""
        return len(self.sequence)

    @property
    def inputs(self) -> int:
        """Numbers that come in at each step."""
        return self.sequence.shape[1]

    @property
    def is_scalar(self) -> bool:
        """One input and one unit: every quantity is a number."""
        return self.inputs == self.units == 1

    @property
    def size(self) -> int:
        """Parameters of the cell: gates · (inputs·units + units² + units), whatever the length of the sequence."""
        return len(self.cell.gates) * (self.inputs * self.units + self.units**2 + self.units)

    @property
    def output(self) -> str:
        """The last output."""
        return f"O{self.steps}"

    @cached_property
    def given(self) -> Mapping[str, Value]:
        """The leaves of the unrolled graph."""
        rows = {f"x{t}": self.fitted(row) for t, row in enumerate(self.sequence, 1)}
        target = {} if self.target is None else {"y": float(self.target)}
        return (
            rows | {name: self.fitted(value) for name, value in (*self.starts.items(), *self.weights.items())} | target
        )

    def fitted(self, value: object) -> Numbers:
        """A number where the network is scalar, otherwise the array."""
        array = np.asarray(value, dtype=float)
        return float(array.ravel()[0]) if self.is_scalar else scalar(array)

    def equation(self, letter: str, step: int) -> str:
        """What `letter` of a step computes, over the names of that step."""
        if letter == "O":
            formula = f"{self.cell.state}{{t}} @ beta + beta0"
        else:
            formula = next(f for stage in self.cell.stages for own, f in stage.equations if own == letter)
        return written(formula, step, self.activation, self.is_scalar)

    def definitions(self, step: int) -> str:
        """All equations of a step."""
        letters = [*(letter for stage in self.cell.stages for letter in stage.letters), "O"]
        return "; ".join(f"{letter}{step} = {self.equation(letter, step)}" for letter in letters)

    @cached_property
    def formula(self) -> str:
        """The whole network, unrolled."""
        told = "; ".join(self.definitions(step) for step in range(1, self.steps + 1))
        return told if self.target is None else f"{told}; loss = (y - {self.output})^2/2"

    @cached_property
    def record(self) -> Pass:
        """The engine's pass over the unrolled graph."""
        parsed = parse(self.formula, known=tuple(self.given), limits=UNROLLED_LIMITS)
        return build_pass(parsed, self.given, None)[1]

    def contribution(self, weight: str, step: int) -> Value:
        """What one time step brings to the gradient of a shared weight."""
        edge = self.record.graph.children[weight][step - 1]
        return self.record.contributions[edge.child, edge.slot]

    def partial(self, weight: str, step: int) -> Value:
        """The sum of the contributions of the last time step, the one before, … down to `step`."""
        total = self.contribution(weight, self.steps)
        for earlier in range(self.steps - 1, step - 1, -1):
            total = total + self.contribution(weight, earlier)
        return total
