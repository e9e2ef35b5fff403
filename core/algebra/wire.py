"""How does a formula travel to the algebra process and back? As nested lists, which JSON holds.

A tree is `["name", "w0"]`, `["number", 2.0, "2"]`, `["apply", op, [arguments], [[attribute, value], …]]`,
`["compare", operator, left, right]` or `["where", condition, chosen, otherwise]`. No text is parsed on the way, so a
name may be anything, and nothing that anybody typed can become code.
"""

from __future__ import annotations

from typing import Any, cast

from ..formula.tree import Apply, Compare, Comparison, Name, Number, Tree, Where


def to_wire(tree: Tree) -> list[object]:
    """A tree as nested lists. Raises TypeError for parts without a symbolic form, such as bracket literals."""
    match tree:
        case Name(name):
            return ["name", name]
        case Number(value, text):
            return ["number", value, text]
        case Apply(op, arguments, attributes):
            return ["apply", op, [to_wire(argument) for argument in arguments], [list(pair) for pair in attributes]]
        case Compare(operator, left, right):
            return ["compare", operator, to_wire(left), to_wire(right)]
        case Where(condition, chosen, otherwise):
            return ["where", to_wire(condition), to_wire(chosen), to_wire(otherwise)]
        case _:
            raise TypeError(f"{type(tree).__name__} has no symbolic form")


def from_wire(data: list[Any]) -> Tree:
    """The tree that `to_wire` made into these nested lists."""
    match data:
        case ["name", str(name)]:
            return Name(name)
        case ["number", float(value) | int(value), str(text)]:
            return Number(float(value), text)
        case ["apply", str(op), list(arguments), list(attributes)]:
            pairs = tuple((str(key), value) for key, value in cast("list[tuple[str, Any]]", attributes))
            return Apply(op, tuple(from_wire(argument) for argument in cast("list[list[Any]]", arguments)), pairs)
        case ["compare", str(operator), list(left), list(right)]:
            return Compare(cast("Comparison", operator), from_wire(left), from_wire(right))
        case ["where", list(condition), list(chosen), list(otherwise)]:
            return Where(from_wire(condition), from_wire(chosen), from_wire(otherwise))
        case _:
            raise ValueError(f"not a tree: {data!r:.60}")
