"""Where are the well-known sets? With scikit-learn, offline, when the extra `datasets` is installed."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import numpy as np

from ...errors import SpecError, UnknownNameError
from .dataset import DataSet, one_hot_rows
from .gates import GATES
from .stand_ins import GENERATED

CLASSES = ("breast_cancer", "digits", "iris", "wine")
NUMBERS = ("diabetes",)
OWN = (*GATES, "moons", "circles", "blobs", "spirals", "line", "digits 8×8", *GENERATED)


def sklearn_set(name: str) -> DataSet:
    """A set of scikit-learn, classes as one-hot targets. Raises UnknownNameError, or SpecError without the extra.

    The import takes seconds, so it happens here and nowhere else.
    """
    if name not in CLASSES + NUMBERS:
        raise UnknownNameError("learning.no-such-set", name, CLASSES + NUMBERS)
    try:
        bunch: Any = getattr(import_module("sklearn.datasets"), f"load_{name}")()
    except ImportError:
        raise SpecError("learning.no-extra", name=name, known=list(OWN)) from None
    inputs, features = np.asarray(bunch.data, dtype=float), tuple(str(each) for each in bunch.feature_names)
    if name in NUMBERS:
        return DataSet(inputs, np.asarray(bunch.target, dtype=float)[:, None], features)
    classes = tuple(str(each) for each in bunch.target_names)
    return DataSet(inputs, one_hot_rows(bunch.target, len(classes)), features, classes)
