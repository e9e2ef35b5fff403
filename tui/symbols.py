"""Who asks the algebra, and when does it rest? A thread that nobody waits for; a timer ends the process.

The first paint never waits for a proof, and thirty learners on one host do not keep thirty algebra processes: after
five minutes without a question the process is ended, and the next question starts another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread, Timer
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from ..core.algebra.client import Algebra
from ..core.errors import AlgebraError

if TYPE_CHECKING:
    from ..core.algebra.symbols import Symbols
    from ..core.answers.derivative import DerivativeQuestion
    from ..core.formula.tree import Tree
    from ..core.graph import Graph

REST_AFTER = 300.0
"""Seconds without a question."""
Derive: TypeAlias = "Callable[[Graph], Symbols]"
"""Gives the symbolic forms of a graph; blocks, and raises AlgebraError."""
Claim: TypeAlias = "tuple[DerivativeQuestion, Tree]"
"""A question and an answer that agrees with its truth at every point."""
Prove: TypeAlias = "Callable[[Claim], bool]"
"""Tries to prove a claim; blocks. False says nothing about it."""


class Prover:
    """Derives symbolic forms, and lets the algebra process go when nobody asks."""

    def __init__(self, algebra: Algebra, rest_after: float = REST_AFTER) -> None:
        self.algebra = algebra
        self.rest_after = rest_after
        self._timer: Timer | None = None

    def derive(self, graph: Graph) -> Symbols:
        """The symbolic forms of a graph. Raises AlgebraError."""
        from ..core.algebra.symbols import derive_symbols

        with self._awake():
            return derive_symbols(self.algebra, graph)

    def prove(self, claim: Claim) -> bool:
        """Is the claim proved? False when there was no proof in time."""
        from ..core.answers.proof import is_proved

        with self._awake():
            return is_proved(self.algebra, *claim)

    @contextmanager
    def _awake(self) -> Iterator[None]:
        """No rest while a question is open; the time until the next one begins with its end."""
        if self._timer is not None:
            self._timer.cancel()
        try:
            yield
        finally:
            self._timer = Timer(self.rest_after, self.algebra.close)
            self._timer.daemon = True
            self._timer.start()


Question = TypeVar("Question")
Answer = TypeVar("Answer")


def ask(answer: Callable[[Question], Answer], question: Question, tell: Callable[[Answer | None], object]) -> Thread:
    """Asks in a thread and tells the answer from there, or None when there is none."""

    def work() -> None:
        try:
            found = answer(question)
        except (AlgebraError, OSError, ValueError):
            found = None
        tell(found)

    thread = Thread(target=work, name="algebra", daemon=True)
    thread.start()
    return thread
