"""How fast is the engine, side by side with its peers? `python -m bench`; see docs/performance.md.

Everything runs on one thread, which has to be said before NumPy is imported: that is why it is said here. And the C
library keeps freed memory, for everybody alike, as it does while a large network is trained (learning/training.py).
"""

import os

for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"

import numpy as np  # noqa: E402  only after the threads are said

np.empty(30_000_000, dtype=np.uint8)
