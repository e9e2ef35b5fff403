"""What is a quantity? A row: its formula over other quantities, from which everything that is said about it follows.

The value is the formula evaluated; the receipt is the formula with its numbers; what is needed to find it are its
names; what may be answered with rounded numbers follows from moving them; what people get wrong are formulas too, the
row's own and those that a general slip makes of its tree. So none of these can contradict another.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from typing import Any

import numpy as np

from ..answers.receipts import Line, LinesReceipt
from ..answers.rounding import Moves, Reach, Within, reach_of_tree, within
from ..answers.working import MOST_NUMBERS, Working, exactly, working
from ..arrays import Index, Value, scalar, shape_of, size_of
from ..differences import Difference, slope_of
from ..errors import GraphError
from ..formula.entries import entry_of
from ..formula.evaluator import evaluate
from ..formula.exact import evaluate_exact
from ..formula.limits import FORMULA_LIMITS
from ..formula.parser import parse_expression
from ..formula.printer import write
from ..formula.tree import Apply, Leaf, Name, Number, Tree, leaves_of, names_of, replaced, with_leaves
from ..words import Message, message
from ..words.names import told
from ..words.numbers import brief
from .slips import inner_slips, same

MOST_LINES = 9
"""Entries of an array whose arithmetic is written out."""
MOST_NEEDED = 2
"""Of what a quantity needs, so many come with their arithmetic."""
LONGEST_LINE = 60
FEWER_DIGITS = (6, 4, 3)
"""Decimals of a result, as many as fit."""
FOR_NUMBERS = frozenset({"added-for-product", "product-for-sum"})
"""Slips that nobody makes with arrays, where a sum and a product look nothing alike."""


@dataclass(frozen=True)
class Row:
    """One quantity. `formula` is in the language that people type, over the names of other quantities.

    Without one, the value is given (a search, a draw, a derivative that the engine took), and the row has its slips.
    """

    name: str
    formula: str | Tree = ""
    slips: Mapping[str, str | Tree | Value] = field(default_factory=dict[str, object])
    """Misconception to the formula that somebody with it would work out, or what it leads to where none says that."""
    slope: tuple[str, str] | None = None
    """(of, by): it is the gradient of the one by the other, and a finite difference can confirm it."""
    also: tuple[str, ...] = ()
    """Other formulas that come to the same: what follows from rounded numbers may be found along any of them."""
    most: int = MOST_NUMBERS
    """Numbers that a line of its arithmetic may have."""
    entries: int = MOST_LINES
    """Of an array with no more entries than this, each has a line of its own."""
    any_formula: bool = True
    """Do the slips of any formula apply? Nobody loses the sign of a size, a count or a maximum."""


class Rows(Mapping[str, Value]):
    """Quantities worked out from rows over given values; each is evaluated once, when somebody asks.

    `out.0.1` is an entry of the row `out`, unless a row or something given is called so; entries count from `first`.
    `written` says how a name appears in a receipt, `called` what a letter stands for where that is said nowhere else.
    Who knows what stands in `aside` knows the answer.
    `exact` is how fractions are written, where all numbers are fractions or rows of them.
    """

    def __init__(
        self, given: Mapping[str, Value], rows: Sequence[Row], written: Callable[[str], str] = str, first: int = 0,
        exact: Callable[[Any], str] | None = None, called: Mapping[str, Message] | None = None,
        aside: Collection[str] = (),
    ) -> None:  # fmt: skip
        self.given: Mapping[str, object] = given
        self.called: Mapping[str, Message] = called or {}
        self.aside: Collection[str] = aside
        self.first: int = first
        self.rows: Mapping[str, Row] = {row.name: row for row in rows}
        self.written: Callable[[str], str] = written
        self.exact: Callable[[Any], str] | None = exact
        self._names: tuple[str, ...] = tuple(dict.fromkeys((*given, *self.rows)))
        self._trees: dict[str, Tree] = {}
        self._values: dict[str, Value] = {}

    def find(self, quantity: str) -> tuple[str, Index]:
        """The row of a quantity, and the place of its entry in that row."""
        name, index = quantity, ()
        while name not in self._names and (rest := name.rpartition("."))[2].isdecimal():
            name, index = rest[0], (int(rest[2]) - self.first, *index)
        return name, index

    def __getitem__(self, name: str) -> Value:
        row, index = self.find(name)
        if index:
            return scalar(np.asarray(self[row])[index])
        if name not in self._values:
            known = self.has_formula(name)
            value = self.evaluate(self.tree(name)) if known else self.given[name]
            self._values[name] = value if self.exact else scalar(np.asarray(value, dtype=float))
        return self._values[name]

    def evaluate(self, tree: Tree) -> Value:
        """The value of any formula over these quantities."""
        inputs = {need: self[need] for need in names_of(tree)}
        return evaluate_exact(tree, inputs) if self.exact else evaluate(tree, inputs)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def tree(self, name: str) -> Tree:
        """The formula of a quantity, read. Raises KeyError for what is given."""
        if name not in self._trees:
            self._trees[name] = self.read(self.rows[name].formula)
        return self._trees[name]

    def read(self, formula: str | Tree) -> Tree:
        """A formula over these quantities. Raises FormulaError."""
        if not isinstance(formula, str):
            return formula
        return parse_expression(formula, self._names, conditions=True, limits=FORMULA_LIMITS)

    def needs(self, name: str) -> tuple[str, ...]:
        """The quantities that one has to know to work this one out."""
        return names_of(self.tree(name)) if self.has_formula(name) else ()

    def has_formula(self, name: str) -> bool:
        """Is it worked out from others, rather than given?"""
        return name in self.rows and bool(self.rows[name].formula)

    def inputs(self, name: str) -> Mapping[str, Value]:
        """The values of what a quantity needs."""
        return {need: self[need] for need in self.needs(name)}

    def working(self, name: str, index: Index = ()) -> Working:
        """The arithmetic of a quantity, or of one entry of it, with fewer digits where they would not fit a line.

        Raises GraphError where an entry has no formula.
        """
        tree, inputs, most = self.tree(name), self.inputs(name), self.rows[name].most
        if self.exact:
            return exactly(tree, inputs, index, self.exact, name=self.written)

        def written(digits: int) -> Working:
            return working(tree, inputs, index, digits=digits, most=most, name=self.written, first=self.first)

        tries = (written(digits) for digits in FEWER_DIGITS)
        return next((found for found in tries if len(found.text) <= LONGEST_LINE), written(FEWER_DIGITS[-1]))

    def receipt(self, quantity: str) -> LinesReceipt | None:
        """The arithmetic of a quantity, what a finite difference says, and how what it needs came about."""
        name, index = self.find(quantity)
        if not self.has_formula(name):
            return None
        needed = [need for need in self.needs(name) if self.has_formula(need) and shape_of(self[need]) == ()]
        more = [line for need in needed[:MOST_NEEDED] for line in self._single(need, ())]
        return LinesReceipt((*self._own(name, index), *self._difference(name, index), *more))

    def _own(self, name: str, index: Index) -> Iterator[Line]:
        """A number in one line or two; an array as its formula and, where they are few, its entries."""
        shape = shape_of(self[name])
        if index or not shape:
            yield from self._single(name, index)
            return
        yield self._line(name, (), write(with_leaves(self.tree(name), self._renamed)))
        for at in np.ndindex(shape) if size_of(shape) <= self.rows[name].entries else ():
            yield self._line(name, at, self.worked(name, at).text)

    def _single(self, name: str, index: Index) -> Iterator[Line]:
        found = self.worked(name, index)
        if len(found.symbols) > LONGEST_LINE:
            found = replace(found, symbols=self._symbols(name))
        # A quantity that is called by its formula is not told twice.
        symbols = "" if found.symbols == self.written(name) else found.symbols
        parts = [part for part in (symbols, found.numbers, found.result) if part]
        if len(text := " = ".join(dict.fromkeys(parts))) <= LONGEST_LINE or not found.numbers:
            yield self._line(name, index, text)
        else:
            if symbols:
                yield self._line(name, index, symbols)
            yield self._line(name, index, found.text)

    def worked(self, name: str, index: Index) -> Working:
        """The same; where an entry has no formula of its own, its value alone."""
        try:
            return self.working(name, index)
        except GraphError:
            return Working(self._symbols(name), "", brief(float(np.asarray(self[name])[index]), 6))

    def _line(self, name: str, index: Index, text: str) -> Line:
        entry = ",".join(str(place + self.first) for place in index)
        label = f"{self.written(name)}[{entry}]" if index else self.written(name)
        return Line(message("row.named", name=told(label)), text)

    def _symbols(self, name: str) -> str:
        """The formula of a whole quantity, for a line about one entry of it."""
        return write(_over_all(with_leaves(self.tree(name), self._renamed)))

    def _renamed(self, leaf: Leaf) -> Tree:
        return Name(self.written(leaf.name)) if isinstance(leaf, Name) else leaf

    def _difference(self, name: str, index: Index) -> Iterator[Line]:
        found = self.difference(name)
        shape = shape_of(self[name])
        if found is None or (shape and not index and size_of(shape) > MOST_LINES):
            return
        text = found.marked(self[name], lambda value: _entries(np.asarray(value)[index] if index else value))
        yield Line(message("row.difference"), text)

    def difference(self, name: str) -> Difference | None:
        """The finite difference that confirms a gradient; None where the row is none."""
        slope = self.rows[name].slope if name in self.rows else None
        if slope is None:
            return None
        of, by = slope
        return slope_of(lambda moved: self.with_value(by, moved)[of], self[by], self[name])

    def with_value(self, name: str, value: Value) -> Rows:
        """The same rows with another value for one quantity, whatever its formula says."""
        rows = [row for row in self.rows.values() if row.name != name]
        return Rows({**self.given, name: value}, rows, self.written, self.first, self.exact, self.called, self.aside)

    def mistakes(self, quantity: str) -> dict[str, Value]:
        """Misconception to the answer it leads to: the row's own slips, then those of any formula that say more."""
        name, index = self.find(quantity)
        if index:
            whole = {id: np.asarray(value, dtype=float) for id, value in self.mistakes(name).items()}
            shape = shape_of(self[name])
            return {id: scalar(value[index]) for id, value in whole.items() if value.shape == shape}
        if name not in self.rows:
            return {}
        row = self.rows[name]
        found: dict[str, Value] = {id: self._slipped(slip) for id, slip in row.slips.items()}
        tree = self.tree(name) if self.has_formula(name) else Name(name)
        for id, slip in (*general_slips(tree).items(), *inner_slips(tree)) if row.any_formula else ():
            value = self.evaluate(slip)
            if not any(same(value, each) for each in found.values()) and (
                id not in FOR_NUMBERS or shape_of(value) == ()
            ):
                found.setdefault(id, value)
        return found

    def _slipped(self, slip: str | Tree | Value) -> Value:
        return slip if isinstance(slip, float | int | np.ndarray) else self.evaluate(self.read(slip))

    def within(self, quantity: str) -> Within | None:
        """What follows for a quantity from the rounded numbers on the screen."""
        name, index = self.find(quantity)
        if not self.has_formula(name):
            return None
        if self.exact:
            stays = Reach(np.asarray(self[name], dtype=float), np.asarray(self[name], dtype=float))
            return Within(stays, stays)
        trees = [self.tree(name), *(self.read(formula) for formula in self.rows[name].also)]
        ways = [(tree, {need: self[need] for need in names_of(tree)}) for tree in trees]
        try:
            ways = [single_entry(tree, inputs, index) for tree, inputs in ways] if index else ways
        except GraphError:
            return None

        def reached(moves: Moves) -> Reach | None:
            first, *others = [reach_of_tree(tree, inputs, moves) for tree, inputs in ways]
            return None if first is None else reduce(Reach.joined, others, first)

        return within(reached)


def single_entry(tree: Tree, inputs: Mapping[str, Value], index: Index) -> tuple[Tree, Mapping[str, Value]]:
    """The formula of one entry over the entries that it reads, each as a name. Raises GraphError where it has none."""
    single = entry_of(tree, index, {name: shape_of(value) for name, value in inputs.items()})
    read = {write(leaf): evaluate(leaf, inputs) for leaf in leaves_of(single) if not isinstance(leaf, Number)}
    return with_leaves(single, lambda leaf: leaf if isinstance(leaf, Number) else Name(write(leaf))), read


def _over_all(tree: Tree) -> Tree:
    """A formula without the axes of its folds, which a reader of one entry need not know."""

    def without(part: Tree) -> Tree:
        if not isinstance(part, Apply):
            return part
        return replace(part, attributes=tuple(pair for pair in part.attributes if pair[0] != "axis"))

    return replaced(tree, without)


def general_slips(tree: Tree) -> dict[str, Tree]:
    """Misconception to what it makes of a formula as a whole: a sign lost, a sum for a product."""
    found: dict[str, Tree] = {"sign": Apply("neg", (tree,))}
    match tree:
        case Apply("step"):
            del found["sign"]  # 0 and 1 have none
        case Apply("mul", (left, right)):
            found["added-for-product"] = Apply("add", (left, right))
        case Apply("add", (left, right)):
            found["product-for-sum"] = Apply("mul", (left, right))
        case Apply("dot", (left, right)):
            found["added-for-product"] = Apply("sum", (Apply("add", (left, right)),))
        case _:
            pass
    return found


def _entries(value: Value) -> str:
    """A number or a small array as it could be typed."""
    array = np.asarray(value, dtype=float)
    if not array.ndim:
        return brief(float(array), 6)
    rows = array.reshape(-1, array.shape[-1])
    return f"[{'; '.join(' '.join(brief(float(entry), 6) for entry in row) for row in rows)}]"
