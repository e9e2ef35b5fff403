"""Where does chance come from? From a key: (seed, purpose, number) always gives the same numbers, in any order.

Nothing random is ever carried from one update to the next, so a checkpoint holds no generator, and an epoch can be
shuffled, or a mask drawn, without drawing those before it. Philox is made for this: Salmon et al. 2011, "Parallel
random numbers: as easy as 1, 2, 3".
"""

from __future__ import annotations

from typing import Literal

import numpy as np

Purpose = Literal["shuffle", "initial", "dropout", "data", "noise", "split"]
PURPOSES: tuple[Purpose, ...] = ("shuffle", "initial", "dropout", "data", "noise", "split")
"""The order is part of every recorded run: new purposes are added behind."""
WORD = 2**64
NUMBERS = 2**56
"""How many generators a purpose has; the purpose stands in the eight bits above."""


def generator(seed: int, purpose: Purpose, number: int = 0) -> np.random.Generator:
    """The generator of this key; `number` counts within a purpose: an epoch, an update, a layer."""
    key = [seed % WORD, PURPOSES.index(purpose) * NUMBERS + number]
    return np.random.Generator(np.random.Philox(key=np.array(key, dtype=np.uint64)))
