"""What does a formula mean? A tree: frozen data that knows where in the text each of its parts was.

Two trees are equal if they mean the same computation, wherever they were typed and however their numbers were written:
`x(1-x)` and `x*(1 - x)` are one tree. Every `op` is a name in the op table; nothing here computes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias


class Span(NamedTuple):
    """Columns of the typed text, counted from 1: the first one, and the one after the last."""

    start: int
    end: int

    def until(self, other: Span) -> Span:
        """From the start of this one to the end of the other."""
        return Span(self.start, other.end)


NOWHERE = Span(1, 2)
"""The span of a tree that nobody typed."""


@dataclass(frozen=True, slots=True)
class Number:
    """A literal, or one of the constants `e` and `pi`; `text` is how it was written, but with a decimal point."""

    value: float
    text: str = field(default="", compare=False)
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Name:
    """A given quantity, or one that an earlier definition made."""

    name: str
    span: Span = field(default=NOWHERE, compare=False, repr=False)


Attributes: TypeAlias = tuple[tuple[str, float | int], ...]


@dataclass(frozen=True, slots=True)
class Apply:
    """An operation applied to its arguments; `attributes` are what was fixed beside them, such as a slope."""

    op: str
    arguments: tuple[Tree, ...]
    attributes: Attributes = ()
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Matrix:
    """A bracket literal: a vector of entries, or a matrix as a vector of rows, all equally long."""

    items: tuple[Tree, ...]
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of an array, `X[0,1]`; indices count from 0."""

    tree: Name
    index: tuple[int, ...]
    span: Span = field(default=NOWHERE, compare=False, repr=False)


Comparison = Literal["<", "<=", ">", ">=", "==", "!="]


@dataclass(frozen=True, slots=True)
class Compare:
    """Two quantities compared."""

    operator: Comparison
    left: Tree
    right: Tree
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Logic:
    """Conditions combined: both of them, either of them, or not the one."""

    operator: Literal["and", "or", "not"]
    arguments: tuple[Tree, ...]
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Where:
    """A choice entry by entry: `chosen` where the condition holds, `otherwise` elsewhere."""

    condition: Tree
    chosen: Tree
    otherwise: Tree
    span: Span = field(default=NOWHERE, compare=False, repr=False)


Tree: TypeAlias = Number | Name | Apply | Matrix | Entry | Compare | Logic | Where


@dataclass(frozen=True, slots=True)
class Definition:
    """`name = tree`; only the last definition of a formula may lack the name."""

    name: str | None
    tree: Tree
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Formula:
    """Definitions in order, each using given names and those defined before it; the last one is the output."""

    text: str = field(compare=False)
    definitions: tuple[Definition, ...]

    @property
    def output(self) -> Definition:
        """The definition whose value is the value of the formula."""
        return self.definitions[-1]


def parts(tree: Tree) -> tuple[Tree, ...]:
    """The trees directly below this one, in reading order."""
    match tree:
        case Apply() | Logic():
            return tree.arguments
        case Matrix():
            return tree.items
        case Entry():
            return (tree.tree,)
        case Compare():
            return tree.left, tree.right
        case Where():
            return tree.condition, tree.chosen, tree.otherwise
        case Number() | Name():
            return ()


def walk(tree: Tree) -> Iterator[Tree]:
    """This tree and every tree inside it, in reading order."""
    waiting = [tree]
    while waiting:
        current = waiting.pop()
        yield current
        waiting.extend(reversed(parts(current)))


def names_of(tree: Tree) -> tuple[str, ...]:
    """The names in a tree, each once, by first appearance."""
    return tuple(dict.fromkeys(part.name for part in walk(tree) if isinstance(part, Name)))


def given_names(formula: Formula) -> tuple[str, ...]:
    """The names that a formula uses without defining them, by first appearance."""
    found: dict[str, None] = {}
    defined: set[str] = set()
    for definition in formula.definitions:
        found.update(dict.fromkeys(name for name in names_of(definition.tree) if name not in defined))
        if definition.name is not None:
            defined.add(definition.name)
    return tuple(found)


def height(tree: Tree) -> int:
    """How many levels a tree has: 1 for a name or a number."""
    tallest, waiting = 0, [(tree, 1)]
    while waiting:
        current, level = waiting.pop()
        tallest = max(tallest, level)
        waiting.extend((part, level + 1) for part in parts(current))
    return tallest


def is_constant(tree: Tree) -> bool:
    """Is it a tree without names?"""
    return not any(isinstance(part, Name) for part in walk(tree))


def is_condition(tree: Tree) -> bool:
    """Is it true or false, rather than a quantity?"""
    return isinstance(tree, Compare | Logic)


def replaced(tree: Tree, rule: Callable[[Tree], Tree]) -> Tree:
    """`tree` with the rule applied to each of its parts, the innermost first."""
    match tree:
        case Number() | Name() | Entry():
            pass
        case Apply():
            tree = Apply(tree.op, tuple([replaced(part, rule) for part in tree.arguments]), tree.attributes, tree.span)
        case Logic():
            tree = Logic(tree.operator, tuple([replaced(part, rule) for part in tree.arguments]), tree.span)
        case Matrix():
            tree = Matrix(tuple([replaced(part, rule) for part in tree.items]), tree.span)
        case Compare():
            tree = Compare(tree.operator, replaced(tree.left, rule), replaced(tree.right, rule), tree.span)
        case Where():
            condition, chosen, otherwise = [replaced(part, rule) for part in parts(tree)]
            tree = Where(condition, chosen, otherwise, tree.span)
    return rule(tree)


def substitute(tree: Tree, trees: Mapping[str, Tree]) -> Tree:
    """`tree` with each name of `trees` replaced by its tree; a product of many such steps can grow large."""
    return with_leaves(tree, lambda leaf: trees.get(leaf.name, leaf) if isinstance(leaf, Name) else leaf)


Leaf: TypeAlias = Number | Name | Entry


def with_leaves(tree: Tree, change: Callable[[Leaf], Tree]) -> Tree:
    """`tree` with each number, name and entry replaced by what `change` makes of it."""
    return replaced(tree, lambda part: change(part) if isinstance(part, Number | Name | Entry) else part)


def leaves_of(tree: Tree) -> tuple[Leaf, ...]:
    """Every number, name and entry in a tree, in reading order; the name of an entry is part of it."""
    found: list[Leaf] = []
    waiting: list[Tree] = [tree]
    while waiting:
        current = waiting.pop()
        if isinstance(current, Number | Name | Entry):
            found.append(current)
        else:
            waiting.extend(reversed(parts(current)))
    return tuple(found)
