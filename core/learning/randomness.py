"""Where does chance come from? From a key: (seed, purpose, number) always gives the same numbers, whoever asks when.

No generator is carried from one update to the next. So a checkpoint need not hold one, and an epoch can be shuffled or
a mask drawn without going through all those before it. Philox is made for this: Salmon et al. 2011, "Parallel random
numbers: as easy as 1, 2, 3".
"""

from __future__ import annotations

from typing import Literal

import numpy as np

Purpose = Literal["shuffle", "initial", "dropout", "data", "noise", "split"]
PURPOSES: tuple[Purpose, ...] = ("shuffle", "initial", "dropout", "data", "noise", "split")
"""Recorded runs depend on this order, so new purposes are added at the end."""
WORD = 2**64
NUMBERS = 2**56
"""How many generators a purpose has; the eight bits above are the purpose."""


def generator(seed: int, purpose: Purpose, number: int = 0) -> np.random.Generator:
    """The generator for a key; what `number` counts depends on the purpose: epochs, updates, layers."""
    key = [seed % WORD, PURPOSES.index(purpose) * NUMBERS + number]
    return np.random.Generator(np.random.Philox(key=np.array(key, dtype=np.uint64)))
