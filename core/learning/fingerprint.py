"""Will a replay give the same bits here? That depends on what decides the last bit of a sum: it is named, and tried.

Another version of NumPy, another BLAS kernel (chosen to suit the processor), another number of threads, other vector
instructions: all of these may round differently. Names can lie about that. So `arithmetic` is a hash of what this
machine really computes for a few products, sums and functions, which changes whenever bits would.
"""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Mapping
from functools import cache

import numpy as np

from ..arrays import Value

THREADS = "OPENBLAS_NUM_THREADS"


def state_hash(vector: Value) -> str:
    """A short hash of a state: the same bits give the same hash on every machine."""
    return hashlib.blake2b(vector.astype(vector.dtype.newbyteorder("<")).tobytes(), digest_size=8).hexdigest()


def fingerprint(environment: Mapping[str, str]) -> dict[str, str]:
    """What the bits of a run depend on besides its settings; `environment` has the variables of the process."""
    return {
        "numpy": np.__version__,
        "machine": platform.machine(),
        "threads": environment.get(THREADS, "unset"),
        "arithmetic": _arithmetic(),
    }


@cache
def _arithmetic() -> str:
    """A hash of small and large products, sums along both axes and elementary functions, in both precisions."""
    found = hashlib.blake2b(digest_size=8)
    for kind in (np.float64, np.float32):
        wave = np.sin(np.arange(128.0 * 784.0) ** 1.1).astype(kind)
        for shape in ((10, 8), (300, 8), (128, 784)):
            left = wave[: shape[0] * shape[1]].reshape(shape)
            product = left @ left[: min(shape[0], 100)].T
            for part in (product, left.T @ product, left.sum(axis=0), left.sum(axis=1)):
                found.update(part.tobytes())
        for function in (np.tanh, np.exp, np.sqrt, np.log1p):
            found.update(function(np.abs(wave[:1000])).tobytes())
    return found.hexdigest()
