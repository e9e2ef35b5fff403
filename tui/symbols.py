"""Who asks the algebra, and when does it rest? A thread that nobody waits for; a timer ends the process.

The first paint never waits for a proof, and thirty learners on one host do not keep thirty algebra processes: after
five minutes without a question the process is ended, and the next question starts another.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread, Timer
from typing import TYPE_CHECKING, TypeAlias

from ..core.algebra.client import Algebra
from ..core.errors import AlgebraError

if TYPE_CHECKING:
    from ..core.algebra.symbols import Symbols
    from ..core.graph import Graph

REST_AFTER = 300.0
"""Seconds without a question."""
Derive: TypeAlias = "Callable[[Graph], Symbols]"
"""Gives the symbolic forms of a graph; blocks, and raises AlgebraError."""


class Prover:
    """Derives symbolic forms, and lets the algebra process go when nobody asks."""

    def __init__(self, algebra: Algebra, rest_after: float = REST_AFTER) -> None:
        self.algebra = algebra
        self.rest_after = rest_after
        self._timer: Timer | None = None

    def derive(self, graph: Graph) -> Symbols:
        """The symbolic forms of a graph. Raises AlgebraError."""
        from ..core.algebra.symbols import derive_symbols

        if self._timer is not None:
            self._timer.cancel()
        try:
            return derive_symbols(self.algebra, graph)
        finally:
            self._timer = Timer(self.rest_after, self.algebra.close)
            self._timer.daemon = True
            self._timer.start()


def ask(derive: Derive, graph: Graph, tell: Callable[[Symbols | None], object]) -> Thread:
    """Asks in a thread and tells the answer from there: the forms, or None when there are none."""

    def work() -> None:
        try:
            symbols = derive(graph)
        except (AlgebraError, OSError, ValueError):
            symbols = None
        tell(symbols)

    thread = Thread(target=work, name="symbols", daemon=True)
    thread.start()
    return thread
