"""What is a formula with cases? Several formulas without any, each with the conditions under which it holds.

`where(x > 0, x, x/2)` is x where x > 0, and x/2 elsewhere. Each piece is differentiated as a formula of its own, and
compared at points where its conditions hold, on both sides of every border.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..formula.tree import Apply, Definition, Formula, Logic, Name, Number, Tree, Where, given_names, replaced, walk

MOST = 32
"""Pieces that are looked at; a formula with more is refused."""
Piece = tuple[tuple[Tree, ...], Formula]


def pieces_of(formula: Formula) -> list[Piece]:
    """The pieces of a formula; just the formula itself, without conditions, if it has no `where`.

    Every piece has all variables of the formula. There may be one more piece than `MOST`, and then there are too many.
    """
    names = given_names(formula)
    found: list[Piece] = []
    for conditions, piece in _split(formula, ()):
        missing = [name for name in names if name not in given_names(piece)]
        found.append((conditions, _with(piece, missing)))
        if len(found) > MOST:
            break
    return found


def _split(formula: Formula, conditions: tuple[Tree, ...]) -> Iterator[Piece]:
    for place, definition in enumerate(formula.definitions):
        choice = next((part for part in walk(definition.tree) if isinstance(part, Where)), None)
        if choice is None:
            continue
        for condition, tree in ((choice.condition, choice.chosen), (_not(choice.condition), choice.otherwise)):
            one = replace(definition, tree=_put(definition.tree, choice, tree))
            chosen = replace(
                formula, definitions=(*formula.definitions[:place], one, *formula.definitions[place + 1 :])
            )
            yield from _split(chosen, (*conditions, condition))
        return
    yield conditions, formula


def _put(tree: Tree, choice: Where, piece: Tree) -> Tree:
    return replaced(tree, lambda part: piece if part == choice else part)


def _not(condition: Tree) -> Tree:
    return Logic("not", (condition,))


def _with(formula: Formula, names: list[str]) -> Formula:
    """The same formula, with 0 times each of these names added, so that it has them too."""
    last = formula.definitions[-1]
    tree = last.tree
    for name in names:
        tree = Apply("add", (tree, Apply("mul", (Number(0.0, "0"), Name(name)))))
    return replace(formula, definitions=(*formula.definitions[:-1], Definition(last.name, tree, last.span)))
