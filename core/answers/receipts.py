"""Why is this number what it is? A receipt shows the arithmetic of one quantity, and what confirms it.

What travels along an edge has three confirmations: the symbolic derivative (once the algebra process has found it), the
same with numbers put in, and a finite difference, which knows no rule. A receipt holds numbers and formulas as data,
and the faces write them out. Whatever a frame does not show yet is None.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..arrays import Value
from ..differences import Difference
from ..words import Message


@dataclass(frozen=True)
class ValueReceipt:
    """How a node got its value."""

    node: str
    formula: str
    """In the names of the parents: `w0*x0`."""
    numbers: str
    """The same with their values: `2.00*(-1.00)`."""
    value: Value


@dataclass(frozen=True, eq=False)
class EdgeReceipt:
    """upstream × local = downstream, along one edge."""

    child: str
    parent: str
    slot: int
    output: str
    upstream: Value
    local: Value | None
    """The local gradient as numbers; None if that is too much to write out, and then `recipe` says what it is."""
    downstream: Value
    recipe: Message
    difference: Difference | None
    terms: tuple[Term, ...]
    """What has arrived at the parent so far, in order, from this edge last; a single term means there is no fork."""
    waiting: int
    """How many contributions the parent is still waiting for."""
    convention: Message | None = None
    """What has to be said about the slope: at a kink which one the engine takes, of a NaN what makes it so."""

    @property
    def total(self) -> Value:
        """The sum of the terms: the gradient of the parent so far."""
        total = self.terms[0].value
        for term in self.terms[1:]:
            total = total + term.value
        return total


@dataclass(frozen=True, eq=False)
class Term:
    """One contribution at a fork."""

    child: str
    slot: int
    value: Value


@dataclass(frozen=True)
class Line:
    """A line of a receipt in free form: what it is about, and the arithmetic as text."""

    label: Message
    text: str
    note: Message | None = None
    """What has to be said about it, such as the convention at a kink."""
    of: str = ""
    """The quantity that the line makes, where a receipt goes on to others; of that one alone it ends here."""


@dataclass(frozen=True)
class LinesReceipt:
    """The arithmetic of a topic that is not a graph: an update, a row, a step."""

    lines: tuple[Line, ...]

    def about(self, quantity: str) -> LinesReceipt:
        """The lines that make a quantity; what is made of it stands behind them, and is another question."""
        last = max((place for place, line in enumerate(self.lines, 1) if line.of == quantity), default=0)
        return LinesReceipt(self.lines[:last]) if last else self


Receipt = ValueReceipt | EdgeReceipt | LinesReceipt
"""The closed set of receipts."""
