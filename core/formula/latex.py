r"""How does a tree look in LaTeX? With `\frac`, `\sqrt`, `\sigma`, indices below and exponents above.

What is written here can be read back (from_latex.py) to an equal tree. So a product of matrices, which looks like any
other, has an empty sign of its own, and a power of ten that was typed as one keeps its braces.
"""

from __future__ import annotations

import re

from .names import GREEK
from .tree import Apply, Compare, Entry, Logic, Matrix, Name, Number, Tree, Where

SUM, PRODUCT, SIGN, POWER, ATOM = 10, 20, 30, 40, 50
_COMPARISONS = {"<=": r"\le", ">=": r"\ge", "!=": r"\ne", "==": "=", "<": "<", ">": ">"}
_LOGIC = {"and": r"\land", "or": r"\lor"}
_BUILT_IN = frozenset({"exp", "log", "sin", "cos", "tan", "tanh"})
_MANY_LETTERS = re.compile(r"^([^\W\d_]+?)_?([0-9]*)$")
_GREEK_WORDS = frozenset(GREEK.values())
Written = tuple[str, int]


def shortest(value: float) -> str:
    """A number in the fewest digits that say it exactly: `3`, `0.1`, `-2.5e-07`."""
    if abs(value) < 1e15 and value == int(value):
        return str(int(value))
    return repr(float(value))


def write_latex(tree: Tree) -> str:
    """The LaTeX of a tree, without dollar signs."""
    return _written(tree)[0]


def latex_name(name: str) -> str:
    r"""A name with its index below: `w1` → `w_{1}`, `alpha` → `\alpha`, `loss` → `\mathrm{loss}`."""
    found = _MANY_LETTERS.match(name)
    if found is None:
        return rf"\mathrm{{{_escaped(name)}}}"
    head, index = found.groups()
    head = GREEK.get(head, head)
    if head in _GREEK_WORDS:
        head = rf"\{head}"
    elif len(head) > 1:
        head = rf"\mathrm{{{head}}}"
    return f"{head}_{{{index}}}" if index else head


def _escaped(text: str) -> str:
    return re.sub(r"([_#$%&{}])", r"\\\1", text)


def _group(tree: Tree, strength: int, *, right: bool = False) -> str:
    text, own = _written(tree)
    return rf"\left({text}\right)" if own < strength or (right and own == SIGN) else text


def _written(tree: Tree) -> Written:
    match tree:
        case Number():
            return _number(tree)
        case Name():
            return latex_name(tree.name), ATOM
        case Apply():
            return _apply(tree)
        case Matrix():
            return _matrix(tree), ATOM
        case Entry():
            return f"{latex_name(tree.tree.name)}_{{{','.join(map(str, tree.index))}}}", ATOM
        case Compare():
            return f"{_group(tree.left, SUM)} {_COMPARISONS[tree.operator]} {_group(tree.right, SUM)}", 4
        case Logic():
            if tree.operator == "not":
                return rf"\lnot {_group(tree.arguments[0], ATOM)}", 3
            return f" {_LOGIC[tree.operator]} ".join(_group(part, 3) for part in tree.arguments), 1
        case Where():
            chosen, condition, otherwise = map(write_latex, (tree.chosen, tree.condition, tree.otherwise))
            cases = rf"{chosen} & {condition} \\ {otherwise} & \text{{otherwise}}"
            return rf"\begin{{cases}} {cases} \end{{cases}}", ATOM


def _number(tree: Number) -> Written:
    if tree.text in ("pi", "e"):
        return (r"\pi" if tree.text == "pi" else "e"), ATOM
    digits, _, exponent = (tree.text or shortest(tree.value)).lower().partition("e")
    strength = SIGN if digits.startswith("-") else ATOM
    if exponent:
        shown = {"1": "", "-1": "-"}.get(digits, rf"{digits} \cdot ")
        return f"{shown}10^{{{int(exponent)}}}", min(strength, PRODUCT)
    return digits, strength


def _matrix(tree: Matrix) -> str:
    rows = [part.items if isinstance(part, Matrix) else (part,) for part in tree.items]
    if not isinstance(tree.items[0], Matrix):
        rows = [tree.items]
    body = r" \\ ".join(" & ".join(write_latex(entry) for entry in row) for row in rows)
    if len(rows) == 1 and isinstance(tree.items[0], Matrix):
        body += r" \\"  # a matrix of one row, and not a vector
    return rf"\begin{{pmatrix}} {body} \end{{pmatrix}}"


def _apply(tree: Apply) -> Written:
    arguments = tree.arguments
    match tree.op:
        case "add" | "sub":
            sign = "+" if tree.op == "add" else "-"
            return f"{_group(arguments[0], SUM)} {sign} {_group(arguments[1], PRODUCT, right=True)}", SUM
        case "mul":
            sign = r"\cdot" if isinstance(arguments[1], Number) else r"\,"
            return f"{_group(arguments[0], PRODUCT)} {sign} {_group(arguments[1], SIGN, right=True)}", PRODUCT
        case "matmul":
            return rf"{_group(arguments[0], PRODUCT)} \mathbin{{}} {_group(arguments[1], SIGN, right=True)}", PRODUCT
        case "div":
            return rf"\frac{{{write_latex(arguments[0])}}}{{{write_latex(arguments[1])}}}", ATOM
        case "neg":
            return _negation(arguments[0]), SIGN
        case "pow":
            if isinstance(arguments[0], Number) and arguments[0].text == "e":
                return _call(tree)  # `e^{x}` is exp(x)
            return f"{{{_group(arguments[0], ATOM)}}}^{{{write_latex(arguments[1])}}}", POWER
        case "transpose":
            return rf"{{{_group(arguments[0], ATOM)}}}^{{\top}}", POWER
        case _:
            return _call(tree)


def _negation(tree: Tree) -> str:
    """A minus before a term; a product after it would lose its first factor to it, and a number would be negative."""
    text, own = _written(tree)
    needs = own < POWER or (isinstance(tree, Number) and text[0].isdecimal())
    return rf"-\left({text}\right)" if needs else f"-{text}"


def _call(tree: Apply) -> Written:
    inside = write_latex(tree.arguments[0]) if len(tree.arguments) == 1 else ""
    has_bars = inside.startswith((r"\left|", r"\left\|"))
    if inside and not tree.attributes and not (has_bars and tree.op in ("abs", "norm2")):
        match tree.op:
            case "sqrt":
                return rf"\sqrt{{{inside}}}", ATOM
            case "abs":
                return rf"\left|{inside}\right|", ATOM
            case "norm2":
                return rf"\left\|{inside}\right\|^{{2}}", POWER
            case "sigmoid":
                return rf"\sigma\left({inside}\right)", ATOM
            case "exp":
                return f"e^{{{inside}}}", POWER
            case _:
                pass
    name = rf"\{tree.op}" if tree.op in _BUILT_IN else rf"\operatorname{{{_escaped(tree.op)}}}"
    if tree.op in ("maximum", "minimum", "max", "min"):
        name = rf"\{tree.op[:3]}"
    fixed = [f"{key}={shortest(value)}" for key, value in tree.attributes if value is not None]
    listed = ", ".join([*map(write_latex, tree.arguments), *fixed])
    return rf"{name}\left({listed}\right)", ATOM
