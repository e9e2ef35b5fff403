"""When is it enough? Early stopping: when the held-out loss has not improved for some number of epochs.

The weights to keep are those of the best epoch, not the last ones. Prechelt 1998, "Early stopping – but when?".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Stop(NamedTuple):
    """What a curve of held-out losses says."""

    best: int
    """The place of the lowest loss so far; at a tie, of the first one."""
    at: int | None
    """The place at which the rule stops; None as long as it goes on."""


def waited_enough(best: int, at: int, patience: int) -> bool:
    """Does the best of the losses lie `patience` places back? Never, with a patience of 0."""
    return 0 < patience <= at - best


def early_stop(losses: Sequence[float], patience: int) -> Stop:
    """The rule over a whole curve of held-out losses, in their order."""
    best = 0
    for at, loss in enumerate(losses):
        if loss < losses[best]:
            best = at
        elif waited_enough(best, at, patience):
            return Stop(best, at)
    return Stop(best, None)
