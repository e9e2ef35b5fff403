"""What stands in for two well-known tables where they are not at hand? Generated samples of the same shape.

Nothing here was measured. Both tables are made of a rule and of noise from one seed, so they are the same everywhere,
and whoever shows them says so. The real ones are `breast_cancer` of scikit-learn (W. Wolberg et al., 1995: 569 × 30)
and "Concrete compressive strength" of the UCI repository (I.-C. Yeh, 1998: 1030 × 8), which is a CSV file.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from ...arrays import Value
from ..randomness import generator
from .dataset import DataSet, one_hot_rows

SEED = 44
GENERATED = ("generated_cancer", "generated_concrete")
"""The names of the sets, as knobs have them."""
MALIGNANT, BENIGN = 212, 357
MEASURED: Mapping[str, tuple[float, float, tuple[float, float, float]]] = MappingProxyType({
    "radius": (13.7, 0.24, (0.95, 0.0, 0.0)),
    "texture": (18.9, 0.22, (0.0, 0.0, 0.9)),
    "perimeter": (89.0, 0.25, (0.96, 0.1, 0.0)),
    "area": (590.0, 0.48, (0.95, 0.0, 0.0)),
    "smoothness": (0.096, 0.15, (0.0, 0.5, -0.2)),
    "compactness": (0.09, 0.45, (0.3, 0.8, 0.0)),
    "concavity": (0.06, 0.8, (0.35, 0.85, 0.0)),
    "concave points": (0.04, 0.7, (0.6, 0.7, 0.0)),
    "symmetry": (0.18, 0.15, (0.0, 0.5, 0.0)),
    "fractal dimension": (0.062, 0.11, (-0.4, 0.5, 0.0)),
})  # fmt: skip
"""Of each measurement of a cell nucleus its middle, its spread, and what it has of size, shape and texture."""
PARTS: Mapping[str, tuple[float, float, float]] = MappingProxyType({
    "mean": (1.0, 1.0, 0.35), "error": (0.07, 1.3, 0.8), "worst": (1.2, 1.15, 0.3),
})  # fmt: skip
"""Over all nuclei of a sample: how large against the mean, how much wider spread, how much noise."""
CENTRES = ((-0.8, -0.7, -0.4), (1.35, 1.15, 0.6))
"""Size, shape and texture in the middle of each class, benign first."""
MIXES = 1030
AGES = (1, 3, 7, 14, 28, 56, 90, 180, 365)
SHARES = (0.01, 0.13, 0.13, 0.06, 0.41, 0.09, 0.11, 0.03, 0.03)
"""Days after which strength was measured, and in which share of the samples."""
INGREDIENTS = ("cement", "slag", "ash", "water", "plasticiser", "gravel", "sand", "age")


def generated_cancer() -> DataSet:
    """569 × 30, 212 malignant and 357 benign, one-hot in the order of the real set; nobody's measurements.

    Each sample has a size, a shape and a texture, normal around the centre of its class; from them come ten
    measurements, each as mean, error and worst value, positive and skewed as such numbers are.
    """
    random = generator(SEED, "data")
    labels = random.permutation(np.repeat([0, 1], [MALIGNANT, BENIGN]))
    factors = np.array(CENTRES)[1 - labels] + random.standard_normal((len(labels), 3)) * (0.75, 0.75, 0.9)
    columns, names = list[Value](), list[str]()
    for part, (scale, width, noise) in PARTS.items():
        for name, (middle, spread, loads) in MEASURED.items():
            level = factors @ np.array(loads) + noise * random.standard_normal(len(labels))
            columns.append(scale * middle * np.exp(spread * width * 0.8 * level))
            names.append(f"{name} error" if part == "error" else f"{part} {name}")
    return DataSet(np.column_stack(columns), one_hot_rows(labels, 2), tuple(names), ("malignant", "benign"))


def generated_concrete() -> DataSet:
    """1030 × 8, kilograms a cubic metre and days, with the strength in MPa; nobody's measurements.

    strength = 97/7^w · t/(4 + 0.85·t) + noise: D. Abrams' law of 1918 with w = water/(cement + 0.9·slag + 0.4·ash), and
    the growth with age t of the committee ACI 209.
    """
    random = generator(SEED, "data", 1)

    def some(share: float, low: float, high: float) -> Value:
        """An ingredient that only a share of the mixes has."""
        return np.where(random.random(MIXES) < share, random.uniform(low, high, MIXES), 0.0)

    slag, ash, plasticiser = some(0.54, 20.0, 290.0), some(0.45, 60.0, 180.0), some(0.63, 2.0, 20.0)
    cement = np.clip(random.normal(352.0, 105.0, MIXES) - 0.5 * slag - 0.55 * ash, 102.0, 540.0)
    water = np.clip(random.normal(196.0, 14.0, MIXES) - 2.2 * plasticiser, 122.0, 247.0)
    gravel = np.clip(random.normal(1075.0, 70.0, MIXES) - 0.2 * cement - 0.5 * slag, 801.0, 1145.0)
    sand = np.clip(random.normal(1010.0, 65.0, MIXES) - 0.4 * cement - 0.65 * water, 594.0, 992.0)
    age = random.choice(AGES, MIXES, p=SHARES).astype(float)
    inputs = np.round(np.column_stack([cement, slag, ash, water, plasticiser, gravel, sand, age]), 1)
    strength = strength_of(inputs) + random.normal(0.0, 4.0, MIXES)
    return DataSet(inputs, np.round(np.maximum(strength, 2.3), 2)[:, None], INGREDIENTS)


def strength_of(inputs: Value) -> Value:
    """The rule of the generated concrete, without its noise, in MPa."""
    cement, slag, ash, water, _, _, _, age = inputs.T
    ratio = water / (cement + 0.9 * slag + 0.4 * ash)
    return 97.0 / 7.0**ratio * age / (4.0 + 0.85 * age)
