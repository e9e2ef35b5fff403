"""How do a person's own data come into the laboratory? A CSV file: its columns as inputs, the last one as target.

What is wrong with the file is said with its line and its column (core/learning/data/csv_table.py).
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from ..learning.data.csv_table import read_csv
from .state import Lab, OwnTable
from .turning import turned

MOST_BATCHED = 40
"""A table with fewer rows is taken at once."""


def with_table(lab: Lab, table: OwnTable) -> Lab:
    """The laboratory with the samples of a CSV file. Raises SpecError, UnknownNameError."""
    return turned(replace(lab, table=table), knobs_of(table))


def knobs_of(table: OwnTable) -> dict[str, Any]:
    """The knobs of a training on a CSV file: inputs are scaled, two classes are one number. Raises SpecError."""
    data = read_csv(Path(table.path), table.target)
    targets = data.targets[:, 1:] if len(data.classes) == data.targets.shape[1] == 2 else data.targets
    loss = "softmax" if targets.shape[1] > 1 else "bce" if set(targets[:, 0]) <= {0.0, 1.0} else "mse"
    return {
        "inputs": data.inputs.tolist(), "targets": targets.tolist(), "features": data.features, "scaled": True,
        "loss": loss, "output": "identity", "terms": (), "batch": 10 if len(data) >= MOST_BATCHED else 0,
    }  # fmt: skip
