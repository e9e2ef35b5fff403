"""What can the algebra process be asked? A closed set of requests; every answer says `ok`, or why not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from ..errors import AlgebraError
from .derivatives import derive
from .proofs import prove


def _echo(request: Mapping[str, object]) -> dict[str, object]:
    """Shows that the process is alive."""
    return {"echo": request.get("echo")}


REQUESTS: Mapping[str, Callable[[Mapping[str, object]], dict[str, object]]] = MappingProxyType(
    {"echo": _echo, "derive": derive, "prove": prove}
)


def answer(request: Mapping[str, Any]) -> dict[str, Any]:
    """The answer to a request; a failure is an answer too, so the process lives on."""
    try:
        return {"ok": True, **REQUESTS[request["do"]](request)}
    except (AlgebraError, ArithmeticError, KeyError, MemoryError, RecursionError, TypeError, ValueError) as error:
        return {"ok": False, "why": f"{type(error).__name__}: {error}"[:300]}
