"""How is a tree written as one line of NumPy? From the templates of the op table, and a few that only arrays need.

None where an operation has no such line. Whoever runs the line has `np`, and the names that it uses.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from keyword import iskeyword
from types import MappingProxyType

from ..ops import OPS
from .latex import shortest
from .tree import Apply, Compare, Entry, Logic, Matrix, Name, Number, Tree, Where

LINES: Mapping[str, str] = MappingProxyType({
    "affine": "{x} @ {W} + {b}", "matmul": "{a} @ {b}", "dot": "np.sum({a}*{b})", "norm2": "np.sum({a}**2)",
    "transpose": "{a}.T", "sum": "np.sum({a}{along})", "mean": "np.mean({a}{along})",
    "softmax": "np.exp({a})/np.sum(np.exp({a}), axis={axis}, keepdims=True)",
    "mse": "np.mean(({a} - {t})**2)", "bce_with_logits": "np.mean(np.logaddexp(0, {z}) - {t}*{z})",
    "softmax_cross_entropy":
        "np.mean(np.sum({t}, axis=-1)*np.log(np.sum(np.exp({z}), axis=-1)) - np.sum({t}*{z}, axis=-1))",
    "l2": "{weight}*np.sum({a}**2)", "l1": "{weight}*np.sum(np.abs({a}))",
    "max": "np.max({a}{along})", "min": "np.min({a}{along})", "pow": "{a}**{b}",
})  # fmt: skip
"""Operations whose row has no template for arrays."""
STRENGTH: Mapping[str, int] = MappingProxyType({
    **dict.fromkeys(("mul", "div", "matmul", "l1", "l2"), 1),
    **dict.fromkeys(("add", "sub", "affine", "neg", "softmax", "sigmoid", "swish", "softplus", "prelu"), 0),
    **dict.fromkeys(("leaky_relu", "elu", "bce_with_logits"), 0),
})  # fmt: skip
"""How strongly the line of an operation binds: as a sum, as a product; all others as a name."""
PLAIN = re.compile(r"[^\W\d]\w*(?:\[[\d, ]+\])?|\d+(?:\.\d+)?|np\.\w+\([^()]*\)")
"""What needs no parentheses inside a template."""


def identifier(name: str) -> str:
    """A name as Python can have it: `W1[0,1]` as `W1_0_1`."""
    plain = re.sub(r"\W+", "_", name).strip("_") or "it"
    return f"_{plain}" if not plain.isidentifier() or iskeyword(plain) or plain == "np" else plain


def write_numpy(tree: Tree, named: Callable[[str], str] = identifier) -> str | None:
    """The line of a tree; None where some operation has none."""
    match tree:
        case Number():
            return repr(tree.value)
        case Name():
            return named(tree.name)
        case Entry():
            return f"{named(tree.tree.name)}[{', '.join(map(str, tree.index))}]"
        case Apply(("add" | "sub" | "mul" | "div") as op, (left, right)):
            return _signed(op, left, right, named)
        case Apply():
            parts = [write_numpy(part, named) for part in tree.arguments]
            return None if None in parts else written_op(tree.op, [p or "" for p in parts], dict(tree.attributes))
        case Matrix():
            items = [write_numpy(item, named) for item in tree.items]
            return None if None in items else f"np.array([{', '.join(item or '' for item in items)}])"
        case Compare():
            left, right = write_numpy(tree.left, named), write_numpy(tree.right, named)
            return None if left is None or right is None else f"({left} {tree.operator} {right})"
        case Where():
            parts = [write_numpy(part, named) for part in (tree.condition, tree.chosen, tree.otherwise)]
            return None if None in parts else f"np.where({', '.join(part or '' for part in parts)})"
        case Logic():
            return None


def _signed(op: str, left: Tree, right: Tree, named: Callable[[str], str]) -> str | None:
    """Two parts with a sign of arithmetic between them, in as few parentheses as it takes."""
    texts = [write_numpy(part, named) for part in (left, right)]
    if texts[0] is None or texts[1] is None:
        return None
    own, (one, other) = STRENGTH[op], (_strength(part) for part in (left, right))
    first = f"({texts[0]})" if one < own else texts[0]
    second = (
        f"({texts[1]})" if other < own or (other == own and op in ("sub", "div")) or texts[1][0] == "-" else texts[1]
    )
    sign = {"add": " + ", "sub": " - ", "mul": "*", "div": "/"}[op]
    return unwrapped(f"{first}{sign}{second}")


def _strength(tree: Tree) -> int:
    """How strongly the outermost sign of a part binds."""
    return STRENGTH.get(tree.op, 2) if isinstance(tree, Apply) else 2


def written_op(op: str, parts: list[str], attributes: Mapping[str, object]) -> str | None:
    """An operation on parts that are written already; None where it has no line."""
    row = OPS[op]
    template = LINES.get(op) or row.source
    held = {**row.attributes, **attributes}
    if template is None or len(row.inputs) != len(parts) or row.inputs[-1].startswith("*"):
        return None
    if op == "transpose" and held.get("axes") is not None:
        return None
    along = "".join(f", {key}={held[key]!r}" for key in ("axis", "keepdims") if held.get(key) not in (None, False))
    names = {letter: in_parentheses(part) for letter, part in zip(row.inputs, parts, strict=True)}
    numbers = {name: shortest(value) if isinstance(value, float) else repr(value) for name, value in held.items()}
    return unwrapped(template.format_map({**numbers, **names, "along": along}))


def in_parentheses(text: str) -> str:
    """A part, in parentheses where something may bind more strongly than what is inside."""
    return text if PLAIN.fullmatch(text) else f"({text})"


def unwrapped(text: str) -> str:
    """Without numbers that a reader would not write: `1.0*x`, `x**2.0`."""
    text = re.sub(r"(?<![\w.])(\d+)\.0(?![\d\w])", r"\1", text)
    return re.sub(r"(?<![\w.*/-])1\*(?=[\w(])", "", text)
