"""How is the engine used from Python? Write expressions as with numbers; `backward` answers the whole record.

    a, b = leaf("a", 2.0), leaf("b", -3.0)
    f = (a*b + 10).tanh().named("f")
    run = backward(f)
    run.gradient(a)

An expression is immutable: an operation, the expressions it was applied to, and its value, computed at once, so that a
bad shape or a division by zero is an error in the line that wrote it. Nothing is counted or collected behind the
scenes, so any two expressions can be joined; `backward` walks from the output (without recursion) and makes the graph:
leaves by appearance, operations in post-order, `v1`, `v2`, … where nothing was `named`. It reads as NumPy does:
`np.exp(x)`, `x.sum(0)`, `x[..., 1:]`. `a > b` is an array of truths, for masks; `a == b` asks whether both are the same
expression.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ..arrays import Numbers, Shape, Value, scalar, shape_of, size_of, write_shape
from ..errors import GraphError, UnknownNameError
from ..graph import CONSTANT, DATA, LEAF, NO_ATTRIBUTES
from ..ops import OPS, Op
from ..ops import apply as apply_op
from .indices import read_index, reduced_axes


class Made(NamedTuple):
    """What was computed: renaming an expression makes another handle on the same computation."""

    op: str
    parents: tuple[Expression, ...]
    attributes: Mapping[str, Any]
    value: Value


def _both(op: str) -> tuple[Callable[[Any, Any], Expression], Callable[[Any, Any], Expression]]:
    """An operator with the expression on its left, and with the expression on its right."""

    def straight(self: Expression, other: object) -> Expression:
        return applied(op, self, other)

    def turned(self: Expression, other: object) -> Expression:
        return applied(op, other, self)

    return straight, turned


class Expression:
    """A value that remembers how it was computed; made by `leaf`, `data`, `constant` and operations."""

    __slots__ = ("made", "name")
    made: Made
    name: str

    def __init__(self, made: Made, name: str = "") -> None:
        object.__setattr__(self, "made", made)
        object.__setattr__(self, "name", name)

    def __setattr__(self, name: str, value: object) -> None:
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
        """Whatever NumPy's index chooses: numbers, slices, `...`, `None`, lists, masks."""
        wanted = read_index(index, self.shape)
        if wanted.positions is None:
            chosen = applied("slice", self, index=wanted.parts) if wanted.parts else self
            return chosen if chosen.shape == wanted.shape else chosen.reshape(wanted.shape)
        if wanted.rows:
            return applied("gather", self, indices=wanted.positions)
        flat = self if len(self.shape) == 1 else self.reshape(-1)
        return applied("gather", flat, indices=wanted.positions)

    def __len__(self) -> int:
        return len(np.asarray(self.made.value))

    def __float__(self) -> float:
        return float(self.made.value)

    def __gt__(self, other: object) -> object:
        return np.greater(self.made.value, _number(other))

    def __ge__(self, other: object) -> object:
        return np.greater_equal(self.made.value, _number(other))

    def __lt__(self, other: object) -> object:
        return np.less(self.made.value, _number(other))

    def __le__(self, other: object) -> object:
        return np.less_equal(self.made.value, _number(other))

    @property
    def ndim(self) -> int:
        """How many axes it has."""
        return len(self.shape)

    @property
    def size(self) -> int:
        """How many numbers it has."""
        return size_of(self.shape)

    def reshape(self, *lengths: object, shape: object = None) -> Expression:
        """The same numbers in another shape, given as numbers or as a tuple; one length may be -1."""
        given = lengths if shape is None else (shape,)
        return applied("reshape", self, shape=_whole_numbers(given) if given else (-1,))

    def transpose(self, *order: object, axes: object = None) -> Expression:
        """The axes in another order, given as numbers or as a tuple; reversed without any."""
        given = _whole_numbers(order if axes is None else (axes,))
        return applied("transpose", self, axes=given or None)

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: object, **options: object) -> object:
        """NumPy's functions of single entries, `np.exp(x)`, and `array * x`."""
        call = ENTRYWISE.get(ufunc.__name__)
        if call is None or method != "__call__" or options:
            raise GraphError("notebook.no-such-function", got=f"np.{ufunc.__name__}")
        return call(*inputs)

    def __array_function__(self, function: Any, types: object, inputs: Any, options: Any) -> object:
        """NumPy's functions of whole arrays, `np.sum(x, axis=0)`."""
        call = WHOLE.get(function.__name__)
        if call is None:
            raise GraphError("notebook.no-such-function", got=f"np.{function.__name__}")
        return call(*inputs, **options)

    def __repr__(self) -> str:
        return f"{self.name} = {_written(self)}" if self.name else _written(self)

    if TYPE_CHECKING:

        def __getattr__(self, op: str) -> Callable[..., Expression]: ...

    else:
        # an expression is no sequence: without this, Python would ask for entry after entry
        __iter__ = None


def leaf(name: str, value: Value) -> Expression:
    """A number or an array whose gradient is wanted."""
    return Expression(Made(LEAF, (), NO_ATTRIBUTES, _frozen(value, name)), name)


def data(name: str, value: object) -> Expression:
    """A number or an array of which nobody wants the gradient: inputs, targets, masks."""
    return Expression(Made(DATA, (), NO_ATTRIBUTES, _frozen(value, name)), name)


def constant(value: object) -> Expression:
    """A number or an array that belongs to the computation; plain numbers become constants by themselves."""
    return Expression(Made(CONSTANT, (), NO_ATTRIBUTES, _frozen(value, "constant")))


def as_expression(given: object) -> Expression:
    """`given` itself, or a constant. Raises GraphError for what is neither."""
    return given if isinstance(given, Expression) else constant(given)


def applied(op: str, *parents: object, **attributes: object) -> Expression:
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


def _frozen(value: object, name: str) -> Numbers:
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


def _whole_numbers(given: tuple[object, ...]) -> object:
    """Whole numbers that follow each other, or one tuple of them; what is neither is left for the op to refuse."""
    only = given[0] if len(given) == 1 and isinstance(given[0], tuple | list) else given
    return tuple(int(each) if isinstance(each, np.integer) else each for each in only)


def _number(given: object) -> Any:
    """A number or an array, of an expression its value."""
    return given.made.value if isinstance(given, Expression) else given


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
    """An operation as a function of expressions; attributes may follow by place, as in `softmax(x, 0)`."""
    count, is_open = len(row.inputs), any(letter.startswith("*") for letter in row.inputs)

    def call(*inputs: object, **attributes: object) -> Expression:
        if is_open or len(inputs) <= count:
            return applied(row.name, *inputs, **attributes)
        extra = inputs[count:]
        if len(extra) > len(row.attributes):
            return applied(row.name, *inputs, **attributes)
        return applied(row.name, *inputs[:count], **dict(zip(row.attributes, extra, strict=False)), **attributes)

    letters = ", ".join(row.inputs)
    fixed = "".join(f", {name}={value!r}" for name, value in row.attributes.items())
    call.__name__ = call.__qualname__ = row.name
    call.__doc__ = f"{row.name}({letters}{fixed})" + (f" = {row.symbolic}" if row.symbolic else "")
    return call


def _reducer(op: str) -> Callable[..., Expression]:
    """An operation that turns slices into single numbers, along no, one or several axes, which may be kept."""

    def call(a: object, axis: object = None, keepdims: bool = False) -> Expression:
        given = as_expression(a)
        axes, line = reduced_axes(axis, given.shape)
        if line is None:
            out = applied(op, given, axis=axes[0] if axis is not None and len(axes) == 1 else None)
        else:
            out = applied(op, given.transpose(line.order).reshape(line.shape), axis=-1)
        kept = tuple(1 if at in axes else length for at, length in enumerate(given.shape))
        return out.reshape(kept) if keepdims and given.shape else out

    call.__name__ = call.__qualname__ = op
    call.__doc__ = f"{op}(a, axis=None, keepdims=False); `axis` is a number, several of them, or None for all."
    return call


REDUCERS = ("sum", "mean", "max", "min", "prod", "var")
FUNCTIONS: Mapping[str, Callable[..., Expression]] = {
    **{name: _function(row) for name, row in OPS.items()}, **{name: _reducer(name) for name in REDUCERS},
}  # fmt: skip
"""Every operation of the op table as a function; those that take one input are methods too."""


def stack(arrays: Sequence[object], axis: int = 0) -> Expression:
    """Arrays of one shape side by side along a new axis. Raises ShapeError for other shapes."""
    given = [as_expression(array) for array in arrays]
    wide = len(given[0].shape) + 1
    at = axis % wide if given else 0
    lifted = [each.reshape((*each.shape[:at], 1, *each.shape[at:])) for each in given]
    return applied("concat", *lifted, axis=at)


def std(a: object, axis: object = None, keepdims: bool = False) -> Expression:
    """The standard deviation: the root of the variance."""
    return applied("sqrt", FUNCTIONS["var"](a, axis=axis, keepdims=keepdims))


def where(chosen: object, a: object, b: object) -> Expression:
    """`a` where the mask is 1 (or true), `b` where it is 0; whatever the mask depends on, its slope is 0."""
    return applied("where", chosen if isinstance(chosen, Expression) else np.asarray(chosen, dtype=float), a, b)


def _applied(op: str, **attributes: object) -> Callable[..., Expression]:
    return lambda *inputs: applied(op, *inputs, **attributes)


ENTRYWISE: Mapping[str, Callable[..., object]] = MappingProxyType({
    **{name: _applied(name) for name in ("exp", "log", "sqrt", "sin", "cos", "tan", "tanh", "sign", "maximum",
                                         "minimum", "matmul")},
    "add": _applied("add"), "subtract": _applied("sub"), "multiply": _applied("mul"), "divide": _applied("div"),
    "power": _applied("pow"), "float_power": _applied("pow"), "negative": _applied("neg"), "absolute": _applied("abs"),
    "fabs": _applied("abs"), "arcsin": _applied("asin"), "arccos": _applied("acos"), "arctan": _applied("atan"),
    "positive": as_expression, "square": lambda a: as_expression(a) ** 2,
    "reciprocal": lambda a: 1.0 / as_expression(a),
    "log1p": lambda a: (1.0 + as_expression(a)).log(), "expm1": lambda a: as_expression(a).exp() - 1.0,
    "log2": lambda a: as_expression(a).log() / np.log(2.0), "log10": lambda a: as_expression(a).log() / np.log(10.0),
    "exp2": lambda a: 2.0 ** as_expression(a), "sinh": lambda a: (_exp(a) - _exp(-a)) / 2.0,
    "cosh": lambda a: (_exp(a) + _exp(-a)) / 2.0, "logaddexp": lambda a, b: (_exp(a) + _exp(b)).log(),
    "greater": lambda a, b: np.greater(_number(a), _number(b)), "less": lambda a, b: np.less(_number(a), _number(b)),
    "greater_equal": lambda a, b: np.greater_equal(_number(a), _number(b)),
    "less_equal": lambda a, b: np.less_equal(_number(a), _number(b)),
})  # fmt: skip
"""NumPy's functions of single entries, by name."""


def _exp(a: object) -> Expression:
    return applied("exp", a)


def _expanded(a: Expression, axis: int) -> Expression:
    at = axis % (len(a.shape) + 1)
    return a.reshape((*a.shape[:at], 1, *a.shape[at:]))


def _squeezed(a: Expression, axis: int | None = None) -> Expression:
    gone = {at for at, length in enumerate(a.shape) if length == 1 and axis in (None, at, at - len(a.shape))}
    return a.reshape(tuple(length for at, length in enumerate(a.shape) if at not in gone))


def _dotted(a: object, b: object) -> Expression:
    is_scaled = not as_expression(a).shape or not as_expression(b).shape
    return applied("mul" if is_scaled else "matmul", a, b)


WHOLE: Mapping[str, Callable[..., object]] = MappingProxyType({
    **{name: FUNCTIONS[name] for name in (*REDUCERS, "cumsum", "outer")}, "amax": FUNCTIONS["max"],
    "amin": FUNCTIONS["min"], "std": std, "dot": _dotted, "where": where, "stack": stack,
    "concatenate": lambda arrays, axis=0: applied("concat", *arrays, axis=axis),
    "hstack": lambda arrays: applied("concat", *arrays, axis=-1 if as_expression(arrays[0]).ndim > 1 else 0),
    "vstack": lambda arrays: applied("concat", *[each if as_expression(each).ndim > 1 else as_expression(each)[None]
                                                 for each in arrays], axis=0),
    "transpose": lambda a, axes=None: a.transpose(*(axes or ())), "reshape": lambda a, shape: a.reshape(shape),
    "ravel": lambda a: a.reshape(-1), "expand_dims": _expanded, "squeeze": _squeezed,
    "broadcast_to": lambda a, shape: applied("broadcast", a, shape=shape),
    "clip": lambda a, lo, hi: applied("clip", a, lo=float(lo), hi=float(hi)),
    "shape": lambda a: a.shape, "ndim": lambda a: a.ndim, "size": lambda a: a.size,
})  # fmt: skip
"""NumPy's functions of whole arrays, by name."""

OFFERED: Mapping[str, object] = {
    **FUNCTIONS, "Expression": Expression, "constant": constant, "data": data, "leaf": leaf, "stack": stack, "std": std,
    "where": where,
}  # fmt: skip
"""What `from gradstep.core import …` finds here."""

for _name, _row in OPS.items():
    if _row.takes(1) and _name not in ("reshape", "transpose"):
        setattr(Expression, _name, FUNCTIONS[_name])
for _name, _method in {"std": std, "flatten": WHOLE["ravel"], "ravel": WHOLE["ravel"], "squeeze": _squeezed}.items():
    setattr(Expression, _name, _method)
