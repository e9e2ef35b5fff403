"""Is an answer proved, rather than just in agreement with the numbers? We ask the algebra process; silence means no."""

from __future__ import annotations

from ..algebra.client import Algebra
from ..algebra.wire import to_wire
from ..errors import AlgebraError
from ..formula.tree import Tree
from .derivative import DerivativeQuestion

SECONDS = 2.0


def is_proved(algebra: Algebra, question: DerivativeQuestion, answer: Tree, seconds: float = SECONDS) -> bool:
    """Does algebra prove that `answer` is the derivative? False after `seconds`, or if it cannot say."""
    try:
        of = [[definition.name, to_wire(definition.tree)] for definition in question.formula.definitions]
        request = {"do": "prove", "of": of, "wrt": question.wrt, "answer": to_wire(answer)}
        return bool(algebra.ask(request, seconds)["proved"])
    except (AlgebraError, TypeError):
        return False
