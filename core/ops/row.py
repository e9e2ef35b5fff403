"""What is an operation? One row of a table, with everything there is to know about it in one place.

An `Op` states how its value is computed, its local gradients (as recipes), the value in symbols (as text in our own
formula language), where it is defined, where it has kinks, and inputs to prove all that with. Nothing else in the
program knows a derivative. Adding an operation means adding a row, and tests/core/test_every_op.py checks every row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from ..arrays import Shape, Value
from ..local import Recipe
from ..words import Message
from .shaping import elementwise


def _none() -> dict[str, object]:
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
"""What `Op.symbolic` is about: the inputs as they are; one slice along the attribute `axis` (the whole array if that is
None), all slices being treated alike; or one row of a batch, the op being the mean over all rows."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Op:
    """One operation; see the module docstring. The names of `inputs` are the letters used in `symbolic`.

    The functions of a row take every attribute by name, and expect the caller to have filled in the defaults
    (`complete`). They check nothing; `calls.apply` does.
    """

    name: str
    inputs: tuple[str, ...]
    """A letter for each input; a last one that starts with `*` stands for one or more."""
    forward: Callable[..., Value]
    """forward(*inputs, **attributes) is the value: a Python float if the shape is ()."""
    local: Callable[..., tuple[Recipe, ...]]
    """local(out, *inputs, **attributes) is a tuple of recipes, one for each input."""
    symbolic: str | None
    """The value as a formula of inputs and attributes, in elementary operations; the graph inside an op is made of it.
    None where no formula can say it (a look-up, a change of shape)."""
    scope: Scope = "array"
    attributes: Mapping[str, Any] = field(default_factory=_none)
    """What is fixed when a node is made, such as a slope or an axis: names and defaults."""
    shape: ShapeRule = elementwise
    domain: Callable[..., Message | None] | None = None
    """domain(*inputs, **attributes) is the sentence that refuses these inputs, or None if the op is defined there. An
    op whose `domain` is None is defined everywhere."""
    kinks: tuple[str, ...] = ()
    """Formulas over inputs and attributes that are zero exactly where the op has no derivative by the inputs named."""
    convention: str | None = None
    """The id of the sentence that says which slope is taken at a kink."""
    kinked: Callable[..., str | None] | None = None
    """kinked(slot, *inputs, **attributes): that sentence where no formula can name the kink, as at a tie among the
    entries of an array; None away from it."""
    samples: tuple[Sample, ...] = ()
    errors: tuple[BadInput, ...] = ()
    sign: str = ""
    """What a box shows as its title, if not the name: `+`, `*`, `1/x`."""
    commutative: bool = False
    steepest: float | None = None
    """The largest slope that it can have, of an operation through which neurons answer; None for any other."""
    activates: bool = False
    """May it be chosen as the activation of a layer?"""
    dies: bool = False
    """Is it exactly flat somewhere, so that a neuron can stop learning?"""
    vjp: Callable[..., Value] | None = None
    """vjp(slot, upstream, out, *inputs, **attributes): the same result as the recipe's, found faster."""
    source: str | None = None
    """The forward computation as a NumPy expression for generated code, good for numbers and arrays alike. `{a}`,
    `{out}` and `{slope}` stand for an input, the output, an attribute. On Python floats an operator raises
    ArithmeticError where NumPy would give inf; the generated code catches that. None if one expression will not do."""
    slopes: tuple[str, ...] | None = None
    """The local slopes of an elementwise op in the same form, one for each input."""

    @property
    def title(self) -> str:
        """How the operation is written in a box."""
        return self.sign or self.name

    @property
    def is_function(self) -> bool:
        """Does it make one number of one, entry by entry, and is it written as a call?"""
        return self.inputs == ("a",) and self.shape is elementwise and not self.sign

    def takes(self, count: int) -> bool:
        """Does the operation take this many inputs?"""
        if self.inputs and self.inputs[-1].startswith("*"):
            return count >= len(self.inputs)
        return count == len(self.inputs)

    def complete(self, attributes: Mapping[str, object]) -> dict[str, Any]:
        """`attributes` with the defaults of those that are missing."""
        return {**self.attributes, **attributes}
