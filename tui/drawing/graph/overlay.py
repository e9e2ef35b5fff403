"""What does the learner's work add to a graph picture? Marks, questions and typed answers.

They come from the session and not from the simulation, hence apart from `GraphPicture`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

FieldKind = Literal["value", "gradient", "local", "contribution"]
Mark = Literal["right", "wrong", "revealed"]


class Field(NamedTuple):
    """A place in the picture that can be asked for.

    `value` and `gradient` belong to a node. `local` and `contribution` belong to the edge into input `slot`
    of `node`: a local is written on the wire, a contribution arrives at the parent, whose corner then shows
    `?`.
    """

    kind: FieldKind
    node: str
    slot: int = 0


@dataclass(frozen=True, eq=False)
class Overlay:
    """Marks, questions and typed answers of one moment."""

    marks: Mapping[str, Mark] = field(default_factory=lambda: MappingProxyType({}))
    """Node to the mark in its bottom right corner."""
    asked: frozenset[Field] = frozenset()
    """Places that show `?` instead of their number, whether the picture knows it or not."""
    written: Mapping[Field, Any] = field(default_factory=lambda: MappingProxyType({}))
    """What the learner wrote there, a number or a text; it stays visible, right or wrong."""


NO_OVERLAY = Overlay()
