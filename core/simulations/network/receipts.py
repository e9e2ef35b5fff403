"""Why is this number of a training what it is? The arithmetic of an update, of a gradient, of a value of the pass.

Numbers that follow from others are shown with those; a gradient has a finite difference beside it, which knows no rule.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import numpy as np

from ...answers.receipts import Line, LinesReceipt, Receipt
from ...arrays import Index, Value, shape_of, size_of
from ...differences import node_difference
from ...local import Diagonal
from ...words import message
from ...words.numbers import receipt as written
from .grids import LETTERS
from .mistaken import SUMS
from .moment import Moment, split

MOST_LINES = 10
MOST_TERMS = 6
MOST_PRODUCTS = 4
"""Products that fit a line of 80 columns."""
MOST_DIFFERENCED = 40
"""Entries of a parameter that gets a finite difference: two forward passes each."""


def receipt(moment: Moment, before: Moment | None, quantity: str) -> Receipt | None:
    """The receipt of a quantity, or of one entry of it; None where there is nothing to add."""
    name, index = split(quantity)
    kind, _, rest = name.partition(".")
    target = name if name in moment.parameters else rest if kind == "step" else ""
    lines: Iterator[Line] = iter(())
    if target in moment.parameters and before is not None:
        lines = update_lines(before, moment.parameters[target], target, index)
    elif target in moment.parameters:
        lines = gradient_lines(moment, target, index)
    elif kind == "grad" and rest in moment.record.gradients:
        lines = gradient_lines(moment, rest, index)
    elif name in ("loss", "loss.train", "loss.held", "errors", "accuracy", "accuracy.held", "X", "T", "output"):
        lines = _told(moment, before)
    elif name in moment.record.values:
        lines = _value_lines(moment, name, index)
    found = tuple(islice(lines, MOST_LINES))
    return LinesReceipt(found) if found else None


def update_lines(before: Moment, after: Value, name: str, index: Index = ()) -> Iterator[Line]:
    """old - η·gradient = new, entry by entry; of an optimiser with moments its step."""
    old, slope, eta = before.parameters[name], before.record.gradients[name], before.rate
    is_plain = before.training.settings_at(before.cursor + 1).optimiser == "sgd"
    for at in [index] if index else np.ndindex(shape_of(old)):
        start, end = float(old[at]), float(after[at])
        how = f"- {eta:g}·{_wrapped(slope[at])}" if is_plain else f"+ {_wrapped(end - start)}"
        yield Line(message("network.receipt-entry", name=_entry(name, at)), f"{_long(start)} {how} = {_long(end)}")


def gradient_lines(moment: Moment, node: str, index: Index = ()) -> Iterator[Line]:
    """The entries of a gradient: how each comes about where that is short, and what a finite difference says."""
    record = moment.record
    gradient = record.gradients[node]
    size = size_of(shape_of(gradient))
    difference = node_difference(record, node) if size <= MOST_DIFFERENCED else None
    name = LETTERS.get(node, node)
    for at in [index] if index else np.ndindex(shape_of(gradient)):
        made = _made_of(moment, node, at)
        value = _long(np.asarray(gradient)[at])
        yield Line(message("network.receipt-slope", name=_entry(name, at)), f"{made} = {value}" if made else value)
        if index and difference is not None:
            yield Line(message("network.receipt-difference"), _long(np.asarray(difference.central)[at]))


def _made_of(moment: Moment, node: str, at: Index) -> str:
    """The sum of products behind an entry of a gradient; nothing where it would be long, or is another kind of sum."""
    record, k = moment.record, node[1:]
    below = f"Z{k}"
    if below not in record.gradients or len(record.graph.children[node]) != 1:
        return ""
    if node.startswith("W"):
        inputs = record.values[record.graph.node(below).parents[0]]
        return _sum(inputs[:, at[0]], record.gradients[below][:, at[1]])
    if node.startswith("b"):
        arrived = record.gradients[below][:, at[0]]
        return " + ".join(_wrapped(each, 3) for each in arrived) if len(arrived) <= MOST_TERMS else ""
    above = f"A{k}"
    if node.startswith("Z") and above in record.gradients:
        recipe = record.locals[above][0]
        if isinstance(recipe, Diagonal):
            return f"{_long(record.gradients[above][at])}·{_wrapped(np.asarray(recipe.slope)[at])}"
    return ""


def _value_lines(moment: Moment, node: str, index: Index) -> Iterator[Line]:
    """An entry of a pre-activation or an activation, with the numbers that it is made of."""
    record, value = moment.record, moment.record.values[node]
    operation = record.graph.node(node)
    for at in [index] if index else np.ndindex(shape_of(value)):
        said, made = message("network.receipt-entry", name=_entry(node, at)), ""
        if operation.op in ("affine", "matmul"):
            inputs, weights, *biases = (record.values[parent] for parent in operation.parents)
            made = _sum(inputs[at[0]], weights[:, at[1]])
            if made and biases:
                made += f" + {_wrapped(biases[0][at[1]])}"
        elif len(operation.parents) == 1 and shape_of(value) == shape_of(record.values[operation.parents[0]]) != ():
            made = f"{operation.op}({_long(record.values[operation.parents[0]][at])})"
        shown = _long(np.asarray(value)[at])
        yield Line(said, f"{made} = {shown}" if made else shown)


def _told(moment: Moment, before: Moment | None) -> Iterator[Line]:
    """The loss and what it consists of, then and now; how many are right."""
    shown, data = moment.quantities, moment.training.data
    now = _long(moment.loss)
    change = f"{_long(before.loss)} → {now}" if before is not None else now
    yield Line(message("network.receipt-loss"), change)
    yield from loss_lines(moment)
    if "data_loss" in moment.record.values:
        part = float(moment.record.values["data_loss"])
        parts = f"{_long(part)} + {_long(moment.loss - part)} = {now}"
        yield Line(message("network.receipt-penalty"), parts)
    if not moment.is_plain:
        yield Line(message("network.receipt-train"), _long(shown["loss.train"]))
    if "loss.held" in shown:
        yield Line(message("network.receipt-held"), _long(shown["loss.held"]))
    if "errors" in shown:
        right = f"{len(data) - shown['errors']}/{len(data)} = {shown['accuracy']:.4g}"
        yield Line(message("network.receipt-right"), right)
    yield Line(message("network.receipt-norm"), _long(shown["norm.grad"]))


def loss_lines(moment: Moment) -> Iterator[Line]:
    """The loss of each sample, and how they become one number, where they are few and nothing else is in it."""
    data, network = moment.training.data, moment.network
    if len(data) > MOST_TERMS or not moment.is_plain or len(data) < 2:
        return
    terms = [moment.loss_of(data.rows(slice(place, place + 1))) for place in range(len(data))]
    total = " + ".join(_wrapped(term, 3) for term in terms)
    made = total if network.loss in SUMS else f"({total})/{len(terms)}"
    yield Line(message("network.receipt-samples"), f"{made} = {_long(moment.loss)}")


def value_lines(moment: Moment, node: str, index: Index = ()) -> Iterator[Line]:
    """A value of the pass: its entries with the numbers that they are made of; of the loss, that of every sample."""
    return loss_lines(moment) if node == "loss" else _value_lines(moment, node, index)


def _sum(left: Value, right: Value) -> str:
    """Products that are added, without those of a zero, where they are few."""
    pairs = [(float(a), float(b)) for a, b in zip(left, right, strict=True) if a != 0.0]
    if not 1 <= len(pairs) <= MOST_PRODUCTS:
        return ""
    digits = 4 if len(pairs) < 3 else 3
    return " + ".join(f"{_bracketed(f'{a:.4g}')}·{_wrapped(b, digits)}" for a, b in pairs)


def _entry(name: str, at: Index) -> str:
    return f"{name}[{','.join(map(str, at))}]" if at else name


def _long(number: float) -> str:
    return written(float(number), 6)


def _wrapped(number: float, digits: int = 4) -> str:
    """A number as it stands behind an operator."""
    return _bracketed(written(float(number), digits))


def _bracketed(text: str) -> str:
    """A negative number in parentheses."""
    return f"({text})" if text.startswith("-") else text
