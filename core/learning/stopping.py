"""When is it enough? Early stopping: when the held-out loss has not improved for a number of epochs.

The weights to keep are those of the best epoch, not the last ones. Prechelt 1998, "Early stopping – but when?".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Stop(NamedTuple):
    """What a held-out curve says."""

    best: int
    """The place of the lowest loss so far, the first one at a tie."""
    at: int | None
    """The place at which the rule stops; None while it goes on."""


def early_stop(losses: Sequence[float], patience: int) -> Stop:
    """The rule over held-out losses in their order: stop once the best is `patience` places back (0: never)."""
    best = 0
    for at, loss in enumerate(losses):
        if loss < losses[best]:
            best = at
        elif patience and at - best >= patience:
            return Stop(best, at)
    return Stop(best, None)
