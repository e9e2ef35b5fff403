"""How is a tree written? In Unicode for the eye, in ASCII for the keyboard, in LaTeX for papers.

All three can be read back to an equal tree (tests/core/formula/test_printer.py). Unicode and ASCII have parentheses
only where the parser would go wrong without them, or people would (`a - (-b)`, `a^(b^c)`).
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from .functions import FUNCTIONS, SPELLED
from .latex import shortest, write_latex
from .names import GREEK
from .tree import Apply, Compare, Entry, Formula, Logic, Matrix, Name, Number, Tree, Where, walk

Style = Literal["unicode", "ascii", "latex"]

OR, AND, NOT, COMPARISON, SUM, PRODUCT, SIGN, POWER, ATOM = 1, 2, 3, 4, 10, 20, 30, 40, 50
_SUPERSCRIPTS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_COMPARISONS = {"<=": "≤", ">=": "≥", "!=": "≠"}
_FUNCTION_LETTERS = {"sigmoid": "σ"}


class Written(NamedTuple):
    """A text and how strongly its outermost sign binds."""

    text: str
    strength: int


def write(tree: Tree, style: Style = "unicode", *, grouped: bool = False) -> str:
    """The text of a tree; it can be read back to an equal tree if the same names are known.

    With `grouped`, parentheses show what binds first wherever that is often misread: `(1/2)·x`, `(x⁻¹)/2`, `(a/b)/c`.
    """
    if style == "latex":
        return write_latex(tree)
    return _Writer(is_plain=style == "ascii", is_grouped=grouped).written(tree).text


def write_formula(formula: Formula, style: Style = "unicode") -> str:
    """The text of all definitions, in order."""
    return "; ".join(
        write(each.tree, style) if each.name is None else f"{_name(each.name, style)} = {write(each.tree, style)}"
        for each in formula.definitions
    )


def _name(name: str, style: Style) -> str:
    return write(Name(name), style)


class _Writer:
    """Writes in one of the two styles that can be read back."""

    def __init__(self, is_plain: bool, is_grouped: bool = False) -> None:
        self.is_plain: bool = is_plain
        self.is_grouped: bool = is_grouped

    def written(self, tree: Tree) -> Written:
        match tree:
            case Number():
                return self._number(tree)
            case Name():
                return Written(self._word(tree.name), ATOM)
            case Apply():
                return self._apply(tree)
            case Matrix():
                return Written(f"[{self._list(tree.items)}]", ATOM)
            case Entry():
                return Written(f"{self._word(tree.tree.name)}[{','.join(map(str, tree.index))}]", ATOM)
            case Compare():
                sign = tree.operator if self.is_plain else _COMPARISONS.get(tree.operator, tree.operator)
                left, right = (self._at_least(part, SUM) for part in (tree.left, tree.right))
                return Written(f"{left} {sign} {right}", COMPARISON)
            case Logic():
                return self._logic(tree)
            case Where():
                return Written(f"where({self._list((tree.condition, tree.chosen, tree.otherwise))})", ATOM)

    def _at_least(self, tree: Tree, strength: int, *, right: bool = False) -> str:
        """The text of `tree`, in parentheses if it binds less; on the right a sign gets them too, for the eye."""
        text, own = self.written(tree)
        return f"({text})" if own < strength or (right and own == SIGN) else text

    def _list(self, trees: tuple[Tree, ...]) -> str:
        return ", ".join(self.written(tree).text for tree in trees)

    def _word(self, name: str) -> str:
        if not self.is_plain:
            return name
        return "".join(GREEK.get(letter, letter) for letter in name)

    def _number(self, tree: Number) -> Written:
        if tree.text == "pi" and not self.is_plain:
            return Written("π", ATOM)
        text = tree.text or shortest(tree.value)
        return Written(text, SIGN if text.startswith("-") else ATOM)

    def _logic(self, tree: Logic) -> Written:
        if tree.operator == "not":
            return Written(f"not ({self.written(tree.arguments[0]).text})", NOT)
        strength = AND if tree.operator == "and" else OR
        left, right = tree.arguments
        text = f"{self._at_least(left, strength)} {tree.operator} {self._at_least(right, strength + 1)}"
        return Written(text, strength)

    def _apply(self, tree: Apply) -> Written:
        arguments = tree.arguments
        match tree.op:
            case "add" | "sub":
                sign = "+" if tree.op == "add" else "-"
                left, right = self._at_least(arguments[0], SUM), self._at_least(arguments[1], PRODUCT, right=True)
                right = f"({right})" if right.startswith("-") else right  # `a + (-2·b)`, never `a + -2·b`
                return Written(f"{left} {sign} {right}", SUM)
            case "mul" | "div" | "matmul":
                sign = {"mul": "*" if self.is_plain else "·", "div": "/", "matmul": " @ "}[tree.op]
                needed = ATOM if self.is_grouped and _is_misread(arguments[0], before=tree.op) else PRODUCT
                left, right = self._at_least(arguments[0], needed), self._at_least(arguments[1], SIGN, right=True)
                return Written(f"{left}{sign}{right}", PRODUCT)
            case "neg":
                return self._negation(arguments[0])
            case "pow":
                return self._power(*arguments)
            case _:
                return self._call(tree)

    def _negation(self, tree: Tree) -> Written:
        text, strength = self.written(tree)
        # `-1` would be read back as a literal, `-2²` would not.
        needs = strength < POWER or (isinstance(tree, Number) and text[0].isdecimal())
        return Written(f"-({text})" if needs else f"-{text}", SIGN)

    def _power(self, base: Tree, exponent: Tree) -> Written:
        if isinstance(base, Number) and base.text == "e":
            return Written(f"pow({self._list((base, exponent))})", ATOM)  # `e^x` is read as exp(x)
        below = self._at_least(base, ATOM)
        if isinstance(exponent, Number):
            digits = exponent.text or shortest(exponent.value)
            if not self.is_plain and digits.lstrip("-").isdecimal():
                return Written(f"{below}{digits.translate(_SUPERSCRIPTS)}", POWER)
            return Written(f"{below}^{self.written(exponent).text}", POWER)
        return Written(f"{below}^{self._at_least(exponent, ATOM)}", POWER)

    def _call(self, tree: Apply) -> Written:
        inside = tree.arguments[0] if len(tree.arguments) == 1 and not tree.attributes else None
        if inside is not None and not self.is_plain:
            if tree.op == "sqrt":
                text, strength = self.written(inside)
                is_short = strength == ATOM and isinstance(inside, Name | Number)
                return Written(f"√{text}" if is_short else f"√({text})", SIGN)
            if tree.op == "transpose":
                return Written(f"{self._at_least(inside, ATOM)}ᵀ", POWER)
            if tree.op == "abs" and not any(isinstance(part, Apply) and part.op == "abs" for part in walk(inside)):
                return Written(f"|{self.written(inside).text}|", ATOM)
        spelled = SPELLED.get(tree.op, tree.op)
        shown = spelled if self.is_plain else _FUNCTION_LETTERS.get(tree.op, spelled)
        return Written(f"{shown}({self._list(_side_by_side(tree))}{_attributes(tree)})", ATOM)


def _is_misread(left: Tree, before: str) -> bool:
    """Do people often take the right side of this for a part of what comes after it: `1/2` in `1/2·x`?"""
    if not isinstance(left, Apply):
        return False
    if left.op == "pow" and before == "div":
        exponent = left.arguments[1]
        return not (isinstance(exponent, Number) and exponent.value >= 2.0 and exponent.value == round(exponent.value))
    if left.op == "mul" and before == "div":
        return (
            isinstance(left.arguments[1], Apply)
            and left.arguments[1].op == "pow"
            and _is_misread(left.arguments[1], before)
        )
    return left.op == "div" or (left.op == "neg" and _is_misread(left.arguments[0], before))


def _side_by_side(tree: Apply) -> tuple[Tree, ...]:
    """The arguments of a call; those of `max(max(a; b); c)` as they may be typed, side by side."""
    first = tree.arguments[0] if tree.arguments else None
    if tree.op in ("maximum", "minimum") and isinstance(first, Apply) and first.op == tree.op:
        return (*_side_by_side(first), *tree.arguments[1:])
    return tree.arguments


def _attributes(tree: Apply) -> str:
    """The attributes, behind the arguments: by position if they can be typed that way, otherwise by name."""
    function = FUNCTIONS.get(SPELLED.get(tree.op, ""))
    fixed = [(name, value) for name, value in tree.attributes if value is not None]
    given = tuple(name for name, _ in fixed)
    by_place = function is not None and not function.whole and given == function.attributes[: len(given)]
    return "".join(f", {'' if by_place else f'{name}='}{shortest(value)}" for name, value in fixed)
