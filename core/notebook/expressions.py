"""How is the engine used from Python? Write expressions as with numbers; `backward` answers the whole record.

    a, b = leaf("a", 2.0), leaf("b", -3.0)
    f = (a*b + 10).tanh().named("f")
    run = backward(f)
    run.gradient(a)

An expression is immutable: an operation, the expressions it was applied to, and its value, computed at once, so that a
bad shape or a division by zero is an error in the line that wrote it. Nothing is counted or collected behind the
scenes, so any two expressions can be joined; `backward` walks from the output (without recursion) and makes the graph:
leaves by appearance, operations in post-order, `v1`, `v2`, … where nothing was `named`. Comparisons are left to Python:
`a == b` asks whether both are the same expression.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ..arrays import Shape, Value, scalar, shape_of, write_shape
from ..errors import GraphError, UnknownNameError
from ..graph import CONSTANT, DATA, LEAF, NO_ATTRIBUTES
from ..ops import OPS, Op
from ..ops import apply as apply_op


class Made(NamedTuple):
    """What was computed: renaming an expression makes another handle on the same computation."""

    op: str
    parents: tuple[Expression, ...]
    attributes: Mapping[str, Any]
    value: Value


def _both(op: str) -> tuple[Callable[[Any, Any], Expression], Callable[[Any, Any], Expression]]:
    """An operator with the expression on its left, and with the expression on its right."""

    def straight(self: Expression, other: Any) -> Expression:
        return applied(op, self, other)

    def turned(self: Expression, other: Any) -> Expression:
        return applied(op, other, self)

    return straight, turned


class Expression:
    """A value that remembers how it was computed; made by `leaf`, `data`, `constant` and operations."""

    __slots__ = ("made", "name")
    __array_ufunc__ = None
    """NumPy leaves `array * expression` to the expression."""
    made: Made
    name: str

    def __init__(self, made: Made, name: str = "") -> None:
        object.__setattr__(self, "made", made)
        object.__setattr__(self, "name", name)

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"an expression is immutable: make a new one instead of setting {name!r}")

    @property
    def value(self) -> Value:
        """A float, or a read-only array."""
        return self.made.value

    @property
    def shape(self) -> Shape:
        """`()` for a number."""
        return shape_of(self.made.value)

    @property
    def T(self) -> Expression:
        """The transposed array."""
        return applied("transpose", self)

    def named(self, name: str) -> Expression:
        """The same computation under a name of its own."""
        return Expression(self.made, name)

    __add__, __radd__ = _both("add")
    __sub__, __rsub__ = _both("sub")
    __mul__, __rmul__ = _both("mul")
    __truediv__, __rtruediv__ = _both("div")
    __pow__, __rpow__ = _both("pow")
    __matmul__, __rmatmul__ = _both("matmul")

    def __neg__(self) -> Expression:
        return applied("neg", self)

    def __abs__(self) -> Expression:
        return applied("abs", self)

    def __getitem__(self, index: Any) -> Expression:
        places = index if isinstance(index, tuple) else (index,)
        return applied("slice", self, index=tuple(_place(at) for at in places))

    def __repr__(self) -> str:
        return f"{self.name} = {_written(self)}" if self.name else _written(self)

    if TYPE_CHECKING:

        def __getattr__(self, op: str) -> Callable[..., Expression]: ...

    else:
        # an expression is no sequence: without this, Python would ask for entry after entry
        __iter__ = None


def leaf(name: str, value: Any) -> Expression:
    """A number or an array whose gradient is wanted."""
    return Expression(Made(LEAF, (), NO_ATTRIBUTES, _frozen(value, name)), name)


def data(name: str, value: Any) -> Expression:
    """A number or an array of which nobody wants the gradient: inputs, targets, masks."""
    return Expression(Made(DATA, (), NO_ATTRIBUTES, _frozen(value, name)), name)


def constant(value: Any) -> Expression:
    """A number or an array that belongs to the computation; plain numbers become constants by themselves."""
    return Expression(Made(CONSTANT, (), NO_ATTRIBUTES, _frozen(value, "constant")))


def as_expression(given: Any) -> Expression:
    """`given` itself, or a constant. Raises GraphError for what is neither."""
    return given if isinstance(given, Expression) else constant(given)


def applied(op: str, *parents: Any, **attributes: Any) -> Expression:
    """An operation of the op table on expressions, numbers, arrays and lists.

    Raises UnknownNameError for an operation that does not exist, GraphError for a wrong number of inputs, ShapeError
    for shapes that do not fit, DomainError for numbers outside its domain.
    """
    row = OPS.get(op)
    if row is None:
        raise UnknownNameError("graph.no-such-op", op, OPS)
    given = tuple([as_expression(parent) for parent in parents])
    value = apply_op(row, *[parent.made.value for parent in given], **attributes)
    if type(value) is np.ndarray:
        value.flags.writeable = False
    return Expression(Made(op, given, row.complete(attributes) or NO_ATTRIBUTES, value))


def _frozen(value: Any, name: str) -> Value:
    """A float, or a read-only copy of an array of floats. Raises GraphError."""
    try:
        if isinstance(value, bool | str | Expression) or value is None:
            raise ValueError
        array = np.array(value, dtype=float)
        if not array.size:
            raise ValueError
    except (TypeError, ValueError):
        raise GraphError("notebook.not-a-number", node=name, got=repr(value)) from None
    array.flags.writeable = False
    return scalar(array)


def _place(at: Any) -> Any:
    """An index as the op `slice` has it: a whole number, or (start, stop, step). Raises GraphError."""
    if isinstance(at, slice):
        return (at.start, at.stop, at.step)
    if isinstance(at, int | np.integer) and not isinstance(at, bool):
        return int(at)
    raise GraphError("notebook.index", got=repr(at))


def _written(expression: Expression) -> str:
    """`mul(a, b) = -6.0`; parents by their names, or by their operations."""
    op, parents, _, value = expression.made
    if op in (LEAF, DATA, CONSTANT):
        return written_value(value)
    inputs = ", ".join(_called(parent) for parent in parents)
    return f"{op}({inputs}) = {written_value(value)}"


def _called(parent: Expression) -> str:
    if parent.name or parent.made.op == CONSTANT:
        return parent.name or written_value(parent.made.value)
    return f"{parent.made.op}(…)"


def written_value(value: Value) -> str:
    """A number as Python writes it; a small array on one line, a larger one by its shape."""
    if type(value) is float:
        return repr(value)
    if value.size > 12:
        return f"array {write_shape(value.shape)}"
    return np.array2string(value, precision=6, separator=", ", max_line_width=200).replace("\n", "")


def _function(row: Op) -> Callable[..., Expression]:
    """An operation as a function of expressions."""

    def call(*inputs: Any, **attributes: Any) -> Expression:
        return applied(row.name, *inputs, **attributes)

    letters = ", ".join(row.inputs)
    fixed = "".join(f", {name}={value!r}" for name, value in row.attributes.items())
    call.__name__ = call.__qualname__ = row.name
    call.__doc__ = f"{row.name}({letters}{fixed})" + (f" = {row.symbolic}" if row.symbolic else "")
    return call


FUNCTIONS: Mapping[str, Callable[..., Expression]] = {name: _function(row) for name, row in OPS.items()}
"""Every operation of the op table as a function; those that take one input are methods too."""

OFFERED: Mapping[str, Any] = {
    **FUNCTIONS, "Expression": Expression, "constant": constant, "data": data, "leaf": leaf,
}  # fmt: skip
"""What `from gradstep.core import …` finds here."""

for _name, _row in OPS.items():
    if _row.takes(1):
        setattr(Expression, _name, FUNCTIONS[_name])
