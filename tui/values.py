"""Which values does a formula still need? On the command line they stand behind `--at`, and a complaint says so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from ..core.errors import GradstepError, GraphError

MISSING = "graph.missing-leaf"


def missing_names(error: GraphError) -> Sequence[str]:
    """The names for which no value was given; nothing for other errors."""
    return cast("Sequence[str]", error.message.arguments["names"]) if error.message.id == MISSING else ()


def values_needed(error: GraphError) -> GradstepError:
    """The complaint with the option that mends it; other errors as they are."""
    if error.message.id != MISSING:
        return error
    arguments = error.message.arguments
    return GradstepError("cli.values-needed", names=arguments["names"], example=arguments["example"])
