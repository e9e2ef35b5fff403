"""How long does it take to be anywhere in a run of 100,000 updates, and is it the same to the last bit?"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from time import perf_counter

import numpy as np
from gradstep.core.learning.data.shapes import moons
from gradstep.core.learning.settings import Settings
from gradstep.core.learning.training import Training

from .cases import Measured

UPDATES, SEEKS = 100_000, 400


def measure() -> Mapping[str, tuple[float, str, float | None]]:
    """A run of the 2-8-8-1 network with batches of 10; then places at random, far from each other."""
    settings = Settings((2, 8, 8, 1), output="tanh", seed=1, batch=10, updates=UPDATES)
    training = Training(settings, moons(300, seed=1))
    places = np.random.Generator(np.random.Philox(key=3)).integers(0, UPDATES + 1, SEEKS)
    # a state is copied when it is made for the first time, update after update
    stepped = {int(place): training.state(int(place)).copy() for place in np.sort(places)}
    training.reach(UPDATES)
    seconds, different = [], 0
    for place in map(int, places):
        # forgets what was visited last, so that every seek starts from a checkpoint
        training._history.recent.clear()
        start = perf_counter()
        found = training.state(place)
        seconds.append(perf_counter() - start)
        different += not np.array_equal(found.view(np.int64), stepped[place].view(np.int64))
    return {
        "seek, median": (1e3 * float(np.median(seconds)), "ms", None),
        "seek, 95 of 100": (1e3 * float(np.percentile(seconds, 95)), "ms", 10.0),
        "memory of the checkpoints": (_bytes(training) / 1e6, "MB", 1.0),
        "loss curve": (sys.getsizeof(training.losses) / 1e6, "MB", None),
        "states with other bits": (float(different), f"of {SEEKS}", 0.0),
    }


def _bytes(training: Training) -> int:
    """Arrays, their Python objects, the cursors and the dictionary."""
    kept = training._history.checkpoints.kept
    return sys.getsizeof(kept) + sum(sys.getsizeof(at) + _whole(vector) for at, vector in kept.items())


def _whole(vector: np.ndarray) -> int:
    return sys.getsizeof(vector) if vector.base is None else vector.nbytes + 112


CASES = (Measured("100,000 updates of 2-8-8-1, batch 10", measure),)
