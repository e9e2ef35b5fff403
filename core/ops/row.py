"""What is an operation? One row: everything that is known about it stands together.

An `Op` states its forward computation, its local gradients (as recipes), the same in symbols (as text in our own
formula language), where it is defined, where it has kinks, and which inputs prove it. Nothing else in the program
knows a derivative: adding an operation is adding a row, and tests/core/test_every_op.py walks all rows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from ..arrays import Shape, Value
from ..local import Recipe
from ..words import Message
from .shaping import elementwise


def _none() -> dict[str, Any]:
    return {}


@dataclass(frozen=True, eq=False)
class Sample:
    """Inputs on which a row proves itself, away from its kinks."""

    inputs: tuple[Value, ...]
    attributes: Mapping[str, Any] = field(default_factory=_none)


@dataclass(frozen=True, eq=False)
class BadInput:
    """Inputs that must be refused, and the id of the sentence that refuses them."""

    inputs: tuple[Value, ...]
    says: str
    attributes: Mapping[str, Any] = field(default_factory=_none)


ShapeRule = Callable[..., Shape]
"""(name of the op, shapes of the inputs, **attributes) to the shape of the output; raises ShapeError."""

Scope = Literal["array", "slice", "row-mean"]
"""What `Op.symbolic` speaks of: the inputs as they are; one slice along the attribute `axis` (the whole array where
that is None), every other slice being treated alike; or one row, the op being the mean over the rows of a batch."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Op:
    """One operation; see the module docstring. Names of `inputs` are the letters that `symbolic` uses.

    The functions of a row take every attribute by name: whoever calls them has filled in the defaults
    (`complete`). They check nothing; `calls.apply` does.
    """

    name: str
    inputs: tuple[str, ...]
    """The letters of the inputs; a last one that starts with `*` stands for one or more inputs."""
    forward: Callable[..., Value]
    """forward(*inputs, **attributes) to the value: a Python float where the shape is ()."""
    local: Callable[..., tuple[Recipe, ...]]
    """local(out, *inputs, **attributes) to one recipe an input."""
    symbolic: str | None
    """The value as a formula of the inputs and attributes, in elementary operations: also how the op is opened
    into its elementary graph. None where no formula says it (a look-up, a change of shape)."""
    scope: Scope = "array"
    attributes: Mapping[str, Any] = field(default_factory=_none)
    """Names and defaults of what is fixed when a node is made, such as a slope or an axis."""
    shape: ShapeRule = elementwise
    domain: Callable[..., Message | None] | None = None
    """domain(*inputs, **attributes) to the sentence that refuses inputs outside the domain; None accepts all."""
    kinks: tuple[str, ...] = ()
    """Formulas of the inputs that are zero exactly where the op has no derivative."""
    convention: str | None = None
    """The id of the sentence that says which slope is taken at a kink."""
    samples: tuple[Sample, ...] = ()
    errors: tuple[BadInput, ...] = ()
    sign: str = ""
    """What the operation is called in the title of a box, when that is not its name: `+`, `*`, `1/x`."""
    commutative: bool = False
    vjp: Callable[..., Value] | None = None
    """vjp(slot, upstream, out, *inputs, **attributes): a faster way than the recipe's, with the same result."""
    source: str | None = None
    """The forward computation as a NumPy expression for generated code, for numbers and arrays alike; `{a}`, `{out}`
    and `{slope}` stand for inputs, output and attributes. Operators raise ArithmeticError on Python floats where NumPy
    would answer inf: who compiles for floats catches that. None where the op is no single expression."""
    slopes: tuple[str, ...] | None = None
    """The local slopes of an elementwise op, likewise, one an input."""

    @property
    def title(self) -> str:
        """How the operation is written in a box."""
        return self.sign or self.name

    def takes(self, count: int) -> bool:
        """Does the operation take this many inputs?"""
        if self.inputs and self.inputs[-1].startswith("*"):
            return count >= len(self.inputs)
        return count == len(self.inputs)

    def complete(self, attributes: Mapping[str, Any]) -> dict[str, Any]:
        """`attributes` with the defaults of those that are missing."""
        return {**self.attributes, **attributes}
