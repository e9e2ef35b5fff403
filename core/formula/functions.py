"""Which functions may be typed, under which names, and which operation does each mean?

One closed table: a word followed by a parenthesis is a function only if it is in here, and tests/core/formula compares
every row with the op table. Spanish and English words and the usual abbreviations lead to the same row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..ops import OPS


@dataclass(frozen=True)
class Function:
    """How a function is called: first its inputs, then attributes that must be numbers, such as a slope."""

    name: str
    op: str
    inputs: tuple[str, ...] = ("x",)
    """Letters for the signature; a last one that starts with `*` stands for one or more inputs."""
    attributes: tuple[str, ...] = ()
    required: bool = False
    """Must the attributes be given? Otherwise those of the op are the default."""
    whole: bool = False
    """Must the attributes be whole numbers, as an axis is?"""
    pairwise: str = ""
    """The op that a call with two or more arguments means, nested from the left; with one argument it means `op`."""
    expansion: str = ""
    """For a function without an op: how it is written out, with `x` for its argument."""

    @property
    def least(self) -> int:
        """The smallest number of arguments that it takes."""
        return len(self.inputs) + (len(self.attributes) if self.required else 0)

    @property
    def most(self) -> int | None:
        """The largest number of arguments that it takes by place; None if there may be any number."""
        if self.pairwise or self.inputs[-1].startswith("*"):
            return None
        return len(self.inputs) + len(self.attributes)

    @property
    def signature(self) -> str:
        """How it is written: `clip(x, lo, hi)`."""
        letters = ", ".join(letter.replace("*", "…") for letter in self.inputs)
        extra = "".join(f", {name}" for name in self.attributes)
        if self.pairwise:
            return f"{self.name}(x) | {self.name}(a, b, …)"
        return f"{self.name}({letters}{extra if self.required or not extra else f'[{extra}]'})"


def _written_out(name: str, expansion: str) -> Function:
    return Function(name, "", expansion=expansion)


_AXIS = ("axis",)

_WITH_MORE: tuple[Function, ...] = (
    Function("abs", "abs"),
    Function("prelu", "prelu", ("x", "s")),
    Function("clip", "clip", attributes=("lo", "hi"), required=True),
    Function("pow", "pow", ("x", "n")),
    Function("maximum", "maximum", ("a", "b")),
    Function("minimum", "minimum", ("a", "b")),
    Function("maxout", "maxout", ("a", "*b")),
    Function("max", "max", attributes=_AXIS, whole=True, pairwise="maximum"),
    Function("min", "min", attributes=_AXIS, whole=True, pairwise="minimum"),
    Function("sum", "sum", attributes=_AXIS, whole=True),
    Function("mean", "mean", attributes=_AXIS, whole=True),
    Function("prod", "prod", attributes=_AXIS, whole=True),
    Function("var", "var", attributes=_AXIS, whole=True),
    Function("norm2", "norm2"),
    Function("softmax", "softmax", attributes=_AXIS, whole=True),
    Function("log_softmax", "log_softmax", attributes=_AXIS, whole=True),
    Function("logsumexp", "logsumexp", attributes=_AXIS, whole=True),
    Function("dot", "dot", ("a", "b")),
    Function("matmul", "matmul", ("A", "B")),
    Function("outer", "outer", ("a", "b")),
    Function("affine", "affine", ("x", "W", "b")),
    Function("transpose", "transpose", ("A",)),
    _written_out("norm", "sqrt(norm2(x))"),
    _written_out("sinh", "(exp(x) - exp(-x))/2"),
    _written_out("cosh", "(exp(x) + exp(-x))/2"),
    _written_out("sech", "2/(exp(x) + exp(-x))"),
    _written_out("coth", "(exp(x) + exp(-x))/(exp(x) - exp(-x))"),
    _written_out("cot", "cos(x)/sin(x)"),
    _written_out("sec", "1/cos(x)"),
    _written_out("csc", "1/sin(x)"),
    _written_out("asinh", "log(x + sqrt(x^2 + 1))"),
    _written_out("acosh", "log(x + sqrt(x^2 - 1))"),
    _written_out("atanh", "log((1 + x)/(1 - x))/2"),
    _written_out("log2", "log(x)/log(2)"),
    _written_out("log10", "log(x)/log(10)"),
    _written_out("log1p", "log(1 + x)"),
    _written_out("expm1", "exp(x) - 1"),
    _written_out("square", "x^2"),
)

_ROWS = (
    *(Function(name, name, attributes=tuple(op.attributes)) for name, op in OPS.items()
      if op.is_function and name not in {row.name for row in _WITH_MORE}),
    *_WITH_MORE,
)  # fmt: skip
"""What makes one number of one is a function because its row says so; the others need more to be said."""
FUNCTIONS: Mapping[str, Function] = {row.name: row for row in _ROWS}
WHERE = "where"

ALIASES: Mapping[str, str] = {
    "ln": "log",
    "sen": "sin",
    "tg": "tan",
    "tgh": "tanh",
    "th": "tanh",
    "ch": "cosh",
    "sh": "sinh",
    "senh": "sinh",
    "raiz": "sqrt",
    "raíz": "sqrt",
    "loge": "log",
    "log_e": "log",
    "log_2": "log2",
    "log_10": "log10",
    "ctg": "cot",
    "cotg": "cot",
    "cotan": "cot",
    "cosec": "csc",
    "senoh": "sinh",
    "raizcuadrada": "sqrt",
    "expit": "sigmoid",
    "power": "pow",
    "absolute": "abs",
    "fabs": "abs",
    "arcsinh": "asinh",
    "arccosh": "acosh",
    "arctanh": "atanh",
    "arcsin": "asin",
    "arccos": "acos",
    "arctan": "atan",
    "arcsen": "asin",
    "asen": "asin",
    "arctg": "atan",
    "atg": "atan",
    "sgn": "sign",
    "signo": "sign",
    "escalón": "step",
    "escalon": "step",
    "heaviside": "step",
    "H": "step",
    "σ": "sigmoid",
    "sigma": "sigmoid",
    "logistic": "sigmoid",
    "sigmoide": "sigmoid",
    "ReLU": "relu",
    "ELU": "elu",
    "SELU": "selu",
    "GELU": "gelu",
    "silu": "swish",
    "media": "mean",
    "suma": "sum",
    "máx": "max",
    "mín": "min",
}

ALSO_NAMES = frozenset({"σ", "sigma", "ch", "sh", "th", "media", "suma", "signo", "H"})
"""Words that mean functions before a parenthesis, and may be names anywhere else."""

CONSTANTS: Mapping[str, str] = {"e": "e", "pi": "pi", "π": "pi"}
"""Every spelling of the constants; a given name of the same spelling wins."""

SPELLED: Mapping[str, str] = {
    **{row.op: row.name for row in _ROWS if row.op},
    **{row.pairwise: row.name for row in _ROWS if row.pairwise},
}
"""The name under which an op is written."""


def function_named(word: str) -> Function | None:
    """The function that a word means before a parenthesis."""
    return FUNCTIONS.get(ALIASES.get(word, word))


def function_words() -> tuple[str, ...]:
    """Every word that may stand before a parenthesis, for suggestions."""
    return (*FUNCTIONS, WHERE, *ALIASES)
