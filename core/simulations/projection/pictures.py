"""What does a projection look like? The cloud with its directions, and beside it what the frame is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...arrays import Array, Value
from ...pictures import (
    Bar,
    BarsPicture,
    Grid,
    GridPicture,
    Picture,
    PlaneArrow,
    PlanePicture,
    PlanePoint,
    TablePicture,
    Window,
)
from ...words import message
from .cloud import Cloud

if TYPE_CHECKING:
    from .kernel_score import KernelScore
    from .linear_score import LinearScore

AIR = 0.12
STICK = 12
"""Dots of a stick from a sample to its reconstruction."""
MOST_NUMBERS = 6
"""Rows of a matrix that are written as numbers; a larger one is drawn in shades."""


def linear(record: LinearScore, cursor: int) -> tuple[Picture, ...]:
    """The pictures of a moment of PCA."""
    moment = record.moments[cursor]
    match moment.phase:
        case "covariance":
            beside: Picture = _covariance(record, cursor)
        case "directions":
            shares = record.linear.spectrum.shares
            beside = _shares(
                shares, [record.known(f"explained.{j + 1}", cursor) for j in range(len(shares))], moment.at
            )
        case "autoencoder":
            beside = _training(record, moment.at[0])
        case _:
            beside = _samples(record, cursor)
    return (_plane(record, cursor), beside) if record.linear.points.shape[1] == 2 else (beside,)


def _plane(record: LinearScore, cursor: int) -> PlanePicture:
    """The cloud as it was given, with what is known of its directions, sticks to the reconstructions, and W."""
    pca, moment = record.linear, record.moments[cursor]
    current = moment.at[0] if moment.phase in ("codes", "rebuilt") else None
    arrows = [_arrow(pca.mean, pca.spectrum.vectors[:, j] * _reach(record, j), f"v{j + 1}")
              for j in range(2) if record.known(f"vector.{j + 1}", cursor)]  # fmt: skip
    if moment.phase == "autoencoder":
        longest = _reach(record, 0)
        columns = record.tied.weights[moment.at[0]].T[:1]
        arrows = [*arrows[:1], *(_arrow(pca.mean, column * longest, "w") for column in columns)]
    sticks: list[tuple[float, float]] = []
    for i in range(len(pca.points)):
        if pca.kept == 1 and record.known(f"rebuilt.{i + 1}", cursor):
            way = np.linspace(pca.points[i], pca.rebuilt[i], STICK)
            sticks += [(float(x), float(y)) for x, y in way]
    across, up = _ranges(pca.points)
    return PlanePicture("x1", "x2", across, up, _points(pca.cloud, pca.points, current), dots=tuple(sticks),
                        arrows=tuple(arrows))  # fmt: skip


def _reach(record: LinearScore, j: int) -> float:
    """As far as the samples lie along a direction, and never too short to be seen."""
    far = np.abs(record.linear.all_codes).max(axis=0)
    return float(max(far[j], 0.2 * far.max()))


def _arrow(start: Value, way: Value, name: str) -> PlaneArrow:
    end = start + way
    return PlaneArrow((float(start[0]), float(start[1])), (float(end[0]), float(end[1])), name)


def _points(cloud: Cloud, points: Value, current: int | None = None) -> tuple[PlanePoint, ...]:
    """Samples by their class where there are classes, otherwise by their number."""
    texts = [str(each) for each in cloud.labels] or [str(at + 1) for at in range(len(points))]
    return tuple(
        PlanePoint(float(point[0]), float(point[1]), text, at == current)
        for at, (point, text) in enumerate(zip(points, texts, strict=True))
    )


def _ranges(points: Value) -> tuple[tuple[float, float], tuple[float, float]]:
    low, high = points.min(axis=0), points.max(axis=0)
    air = AIR * np.maximum(high - low, 1e-3 + 0.5 * float(np.max(high - low)))
    first, second = ((float(a - pad), float(b + pad)) for a, b, pad in zip(low[:2], high[:2], air[:2], strict=True))
    return first, second


def _covariance(record: LinearScore, cursor: int) -> GridPicture:
    """S entry by entry; what lies below the diagonal is known with what lies above it."""
    pca, d = record.linear, record.linear.points.shape[1]
    at = record.moments[cursor].at

    def entry(i: int, j: int) -> float | None:
        known = record.known(f"covariance.{min(i, j) + 1}.{max(i, j) + 1}", cursor)
        return float(pca.covariance[i, j]) if known else None

    cells = tuple(tuple(entry(i, j) for j in range(d)) for i in range(d))
    names = tuple(f"x{j + 1}" for j in range(d))
    widest = float(pca.covariance.flat[int(np.argmax([len(f"{x:.4f}") for x in pca.covariance.flat]))])
    note = message(f"projection.divisor-{pca.divisor}", count=pca.divided_by)
    window = Window(at[0], at[1]) if len(at) == 2 else None
    name = message("projection.covariance")
    grid = Grid(name, cells, window, row_names=names, column_names=names, widest=widest, note=note)
    return GridPicture((grid,))


def _shares(shares: Value, known: list[bool], at: tuple[int, ...]) -> BarsPicture:
    bars = [
        Bar(message("projection.component-name", number=j + 1), float(share) if seen else None, at == (j,))
        for j, (share, seen) in enumerate(zip(shares, known, strict=True))
    ]
    return BarsPicture(message("projection.explained"), tuple(bars), 1.0)


def _samples(record: LinearScore, cursor: int) -> TablePicture:
    """One row a sample: what is given, and its code and error once they are known."""
    pca, moment = record.linear, record.moments[cursor]
    shows_centred = record.known("centred", cursor) if pca.is_centred else False
    given = pca.centred if shows_centred else pca.points
    names = [f"x{j + 1}{'-m' if shows_centred else ''}" for j in range(given.shape[1])]
    codes = [f"z{j + 1}" for j in range(pca.kept)]
    rows: list[tuple[object, ...]] = []
    for i in range(len(given)):
        code = pca.codes[i].tolist() if record.known(f"code.{i + 1}", cursor) else [None] * pca.kept
        error = float(pca.errors[i]) if record.known(f"error.{i + 1}", cursor) else None
        rows.append((i + 1, *given[i].tolist(), *code, error))
    current = moment.at[0] if moment.phase in ("codes", "rebuilt") else None
    columns = (message("projection.sample"), *names, *codes, message("projection.error"))
    return TablePicture(columns, tuple(rows), current, _widest(pca.points, pca.codes, pca.errors))


def _widest(points: Value, codes: Value, errors: Value) -> tuple[object, ...]:
    def longest(column: Array) -> float:
        return max((float(x) for x in column), key=lambda x: len(f"{x:.2f}"))

    everything = [*points.T, *codes.T, errors]
    return (len(points), *(longest(column) for column in everything))


def _training(record: LinearScore, t: int) -> TablePicture:
    tied = record.tied
    width = min(3, tied.centred.shape[1])
    rows = [(at, *weights[:width, 0].tolist(), tied.loss(weights)) for at, weights in enumerate(tied.weights[: t + 1])]
    columns = ("t", *(f"w{j + 1}" for j in range(width)), "L")
    return TablePicture(columns, tuple(rows), t)


def kernel(record: KernelScore, cursor: int) -> tuple[Picture, ...]:
    """The pictures of a moment of kernel PCA: the cloud before, and what becomes of it."""
    pca, moment = record.kernelled, record.moments[cursor]
    if moment.phase == "directions":
        count = min(pca.kept, len(pca.spectrum.values))
        known = [record.known(f"explained.{j + 1}", cursor) for j in range(count)]
        beside: Picture = _shares(pca.spectrum.shares[:count], known, moment.at)
    elif moment.phase == "codes":
        beside = _coded(record, moment.at[0])
    else:
        beside = _similarities(record, cursor)
    if pca.cloud.points.shape[1] != 2:
        return (beside,)
    across, up = _ranges(pca.cloud.points)
    current = moment.at[0] if moment.phase == "codes" else None
    return PlanePicture("x1", "x2", across, up, _points(pca.cloud, pca.cloud.points, current)), beside


def _coded(record: KernelScore, last: int) -> PlanePicture:
    """Samples by their first two codes, as far as they are known."""
    pca = record.kernelled
    codes = pca.all_codes[:, :2] if pca.kept > 1 else np.column_stack([pca.codes[:, 0], np.zeros(len(pca.codes))])
    across, up = _ranges(codes)
    points = _points(pca.cloud, codes, last)[: last + 1]
    return PlanePicture("z1", "z2" if pca.kept > 1 else "", across, up, points)


def _similarities(record: KernelScore, cursor: int) -> GridPicture:
    pca = record.kernelled
    is_centred = record.known("kernel.centred", cursor)
    matrix = pca.centred if is_centred else pca.kernel
    known = record.known("kernel", cursor)
    shades = len(matrix) > MOST_NUMBERS
    low, high = float(matrix.min()), float(matrix.max())
    cells = tuple(tuple(row if known else [None] * len(row)) for row in matrix.tolist())
    return GridPicture((Grid("Kc" if is_centred else "K", cells, shades=shades, low=low, high=high),))
