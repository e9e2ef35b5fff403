"""Why is this number of a training what it is? The arithmetic of an update, of a gradient, of a value of the pass.

Numbers that follow from others are shown with those; a gradient has a finite difference beside it, which knows no rule.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import numpy as np

from ...answers.receipts import Line, LinesReceipt, Receipt
from ...answers.rounding import Within
from ...answers.working import working
from ...arrays import Index, Value, shape_of, size_of
from ...differences import node_difference
from ...errors import GraphError
from ...formula.entries import added
from ...formula.tree import Apply, Name, Number
from ...passes import Pass
from ...words import message
from ...words.numbers import receipt as written
from ..tracing.formulas import formula_of, within_of
from .grids import LETTERS
from .moment import Moment, split
from .rows import SUMS, update_rows

MOST_LINES = 10
MOST_TERMS = 6
MOST_DIFFERENCED = 40
"""Entries of a parameter that gets a finite difference: two forward passes each."""


def receipt(moment: Moment, before: Moment | None, quantity: str) -> Receipt | None:
    """The receipt of a quantity, or of one entry of it; None where there is nothing to add, as to a start weight."""
    name, index = split(quantity)
    kind, _, rest = name.partition(".")
    target = name if name in moment.parameters else rest if kind == "step" else ""
    lines: Iterator[Line] = iter(())
    if target in moment.parameters and before is not None:
        lines = update_lines(before, moment.parameters[target], target, index)
    elif kind == "grad" and rest in moment.record.gradients:
        lines = gradient_lines(moment, rest, index)
    elif name in ("loss", "loss.train", "loss.held", "errors", "accuracy", "accuracy.held", "X", "T", "output"):
        lines = _told(moment, before)
    elif name in moment.record.values:
        lines = _value_lines(moment, name, index)
    found = tuple(islice(lines, MOST_LINES))
    return LinesReceipt(found) if found else None


def within_moment(moment: Moment, before: Moment | None, quantity: str) -> Within | None:
    """What follows for a quantity, or one entry of it, from the rounded numbers on the screen."""
    name, index = split(quantity)
    kind, _, rest = name.partition(".")
    if name in moment.parameters:
        return None if before is None else within_update(before, name, index)
    if kind == "grad" and rest in moment.record.gradients:
        return within_of(moment.record, name, index)
    return within_of(moment.record, f"value.{name}", index) if name in moment.record.values else None


def update_lines(before: Moment, after: Value, name: str, index: Index = ()) -> Iterator[Line]:
    """old - η·gradient = new, entry by entry; of an optimiser with moments of its own the step that it makes."""
    for at in [index] if index else np.ndindex(shape_of(after)):
        yield _line("network.receipt-entry", name, at, update_rows(before, after, name, at).working(name).text)


def within_update(before: Moment, name: str, index: Index = ()) -> Within | None:
    """What follows for an updated parameter from the rounded numbers on the screen."""
    after = before.network.views(before.training.following(before.cursor))[name]
    return update_rows(before, after, name, index).within(name)


def gradient_lines(moment: Moment, node: str, index: Index = ()) -> Iterator[Line]:
    """The entries of a gradient: how each comes about where that is short, and what a finite difference says."""
    record = moment.record
    gradient = record.gradients[node]
    size = size_of(shape_of(gradient))
    difference = node_difference(record, node) if size <= MOST_DIFFERENCED else None
    name = LETTERS.get(node, node)
    for at in [index] if index else np.ndindex(shape_of(gradient)):
        yield _line("network.receipt-slope", name, at, _worked(record, f"grad.{node}", gradient, at))
        if index and difference is not None:
            yield Line(message("network.receipt-difference"), _long(np.asarray(difference.central)[at]))


def _value_lines(moment: Moment, node: str, index: Index) -> Iterator[Line]:
    """The entries of a value of the pass, with the numbers that they are made of."""
    value = moment.record.values[node]
    for at in [index] if index else np.ndindex(shape_of(value)):
        yield _line("network.receipt-entry", node, at, _worked(moment.record, f"value.{node}", value, at))


def _line(id: str, name: str, at: Index, text: str) -> Line:
    return Line(message(id, name=f"{name}[{','.join(map(str, at))}]" if at else name), text)


def _worked(record: Pass, quantity: str, value: Value, at: Index) -> str:
    """The arithmetic of one entry, or the entry alone where it has no formula."""
    found = formula_of(record, quantity)
    try:
        return working(found.tree, found.values, at).text if found is not None else _long(np.asarray(value)[at])
    except GraphError:
        return _long(np.asarray(value)[at])


def _told(moment: Moment, before: Moment | None) -> Iterator[Line]:
    """The loss and what it consists of, then and now; how many are right."""
    shown, data = moment.quantities, moment.training.data
    now = _long(moment.loss)
    change = f"{_long(before.loss)} → {now}" if before is not None else now
    yield Line(message("network.receipt-loss"), change)
    yield from loss_lines(moment)
    if "data_loss" in moment.record.values:
        part = float(moment.record.values["data_loss"])
        terms = {"data_loss": part, "penalty": moment.loss - part}
        tree = Apply("add", (Name("data_loss"), Name("penalty")))
        yield Line(message("network.receipt-penalty"), working(tree, terms).text)
    if not moment.is_plain:
        yield Line(message("network.receipt-train"), _long(shown["loss.train"]))
    if "loss.held" in shown:
        yield Line(message("network.receipt-held"), _long(shown["loss.held"]))
    if "errors" in shown:
        terms = {"right": float(len(data) - shown["errors"])}
        tree = Apply("div", (Name("right"), Number(float(len(data)))))
        yield Line(message("network.receipt-right"), working(tree, terms, digits=4).text)
    yield Line(message("network.receipt-norm"), _long(shown["norm.grad"]))


def loss_lines(moment: Moment) -> Iterator[Line]:
    """The loss of each sample, and how they become one number, where they are few and nothing else is in it."""
    data, network = moment.training.data, moment.network
    if len(data) > MOST_TERMS or not moment.is_plain or len(data) < 2:
        return
    terms = {f"l{place}": moment.loss_of(data.rows(slice(place, place + 1))) for place in range(len(data))}
    total = added([Name(name) for name in terms])
    tree = total if network.loss in SUMS else Apply("div", (total, Number(float(len(terms)))))
    yield Line(message("network.receipt-samples"), working(tree, terms).text)


def value_lines(moment: Moment, node: str, index: Index = ()) -> Iterator[Line]:
    """A value of the pass: its entries with the numbers that they are made of; of the loss, that of every sample."""
    return loss_lines(moment) if node == "loss" else _value_lines(moment, node, index)


def _long(number: float) -> str:
    return written(float(number), 6)
