"""What gradient of arrays would somebody with a known misconception find? One mistake on one edge of the backward pass.

On the edge from a node to one of its inputs the contribution C = local × upstream travels. A slip sends something else
there, W, and all that comes after is done right: what reaches the variable is truth + (W - C carried on to it). The
rows of `EDGE_SLIPS` say what W is; a W that does not have the shape of C is no answer that fits and is left out, except
on an edge to the variable itself, where its shape gives it away.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ..arrays import Value, scalar, shape_of, unbroadcast
from ..formula.tree import Apply, Formula, Tree, replaced
from ..graph import Node
from ..local import Diagonal, Recipe
from ..passes import Pass
from .derivative import DerivativeQuestion, Trial
from .places import Place
from .slips import NODE_SLIPS, Slip, differing

POINTS = 3
"""Points at which the slips of arrays are worked out."""
LINEAR = frozenset({"add", "sub", "neg"})
NOT_HERE = frozenset({"inner-derivative", "path-forgotten", "constant-to-one"})
"""Slips of numbers that have rows of their own here, or cannot be told from one edge."""


@dataclass(frozen=True, eq=False)
class Edge:
    """What is known on the edge from a node to its input `slot`."""

    node: Node
    slot: int
    upstream: Value
    out: Value
    inputs: Sequence[Value]
    recipe: Recipe
    sent: Value
    """The right contribution."""

    @property
    def own(self) -> Value:
        """The input at the end of this edge."""
        return self.inputs[self.slot]

    @property
    def other(self) -> Value:
        """The other one of two inputs."""
        return self.inputs[1 - self.slot] if len(self.inputs) > 1 else self.own


Sent = Iterator[tuple[str, Value]]
"""(misconception, what it sends along the edge)."""


def _any(edge: Edge) -> Sent:
    """What can go wrong on every edge."""
    if not np.all(np.abs(edge.upstream) == 1.0):  # of a term of a sum, nothing but a sign can be lost
        yield "lost-upstream", edge.recipe.vjp(np.ones_like(edge.upstream) if shape_of(edge.upstream) else 1.0)
    if edge.node.op not in LINEAR:
        yield "lost-local", edge.upstream
    yield "sign", -edge.sent
    if np.ndim(edge.sent) == 2:
        yield "transposed", np.transpose(edge.sent)


def _entrywise(edge: Edge) -> Sent:
    """The slips of numbers, entry by entry."""
    recipe = edge.recipe
    if not isinstance(recipe, Diagonal):
        return
    moves = [slot == edge.slot for slot in range(len(edge.inputs))]
    tangents = [1.0 if here else 0.0 for here in moves]
    slopes = [recipe.slope if here else 0.0 for here in moves]
    place = Place(edge.node, edge.out, edge.inputs, tangents, slopes, moves, moves, edge.own, ())
    for id, wrong in NODE_SLIPS:
        slope = None if id in NOT_HERE else wrong(place)
        if slope is not None:
            wide = np.broadcast_to(edge.upstream * slope, recipe.out_shape)
            yield id, unbroadcast(wide, recipe.in_shape)


def _broadcast(edge: Edge) -> Sent:
    """An input that was repeated: its gradient is a sum, over the axes along which it was."""
    recipe = edge.recipe
    if not isinstance(recipe, Diagonal) or recipe.in_shape == recipe.out_shape or not recipe.out_shape:
        return
    wide = np.broadcast_to(edge.upstream * recipe.slope, recipe.out_shape)
    yield "broadcast-not-summed", wide
    yield "one-over-n", edge.sent * (max(1, np.size(edge.sent)) / np.size(wide))
    if np.ndim(wide) == 2:
        yield "broadcast-not-summed", wide[0]
        yield "wrong-axis", wide.sum(axis=1)


def _sums(edge: Edge) -> Sent:
    if edge.node.op not in ("sum", "mean"):
        return
    count = np.size(edge.own) / max(1, np.size(edge.out))
    yield "one-over-n", edge.sent * count if edge.node.op == "mean" else edge.sent / count
    for length in shape_of(edge.own) if np.ndim(edge.own) > 1 else ():
        yield "one-over-n", edge.sent * length if edge.node.op == "mean" else edge.sent / length
    if np.ndim(edge.upstream) == 1 and np.ndim(edge.own) == 2 and len(set(np.shape(edge.own))) == 1:
        yield "wrong-axis", np.transpose(edge.sent)


def _squares(edge: Edge) -> Sent:
    if edge.node.op == "norm2":
        yield "factor-two", edge.sent / 2.0
        yield "value-for-slope", edge.upstream * edge.own * edge.own
    if edge.node.op == "dot":
        yield "own-input", edge.upstream * edge.own
        yield "product-of-derivatives", edge.upstream * np.ones_like(edge.own)


def _softmax(edge: Edge) -> Sent:
    """Softmax taken entry by entry, or without its sum below."""
    if edge.node.op not in ("softmax", "log_softmax", "logsumexp"):
        return
    axis = int(edge.node.attributes.get("axis", -1))
    power = np.exp(edge.own)
    share = power / power.sum(axis=axis, keepdims=True)
    up = np.expand_dims(edge.upstream, axis) if edge.node.op == "logsumexp" else edge.upstream
    total = np.sum(up, axis=axis, keepdims=True)
    if edge.node.op == "softmax":
        yield "softmax-diagonal", up * share * (1.0 - share)
        yield "softmax-diagonal", up * share
        yield "exp-for-softmax", power * (up - np.sum(up * power, axis=axis, keepdims=True))
        yield "exp-for-softmax", up * power
    elif edge.node.op == "log_softmax":
        yield "softmax-diagonal", up * (1.0 - share)
        yield "softmax-diagonal", up + 0.0
        yield "exp-for-softmax", up - power * total
        yield "reciprocal-sign", up + share * total
    else:
        yield "exp-for-softmax", up * power
        yield "reciprocal-square", up / power.sum(axis=axis, keepdims=True)
        yield "softmax-diagonal", up * share * (1.0 - share)


def _products(edge: Edge) -> Sent:
    """A matrix product: the transpose forgotten, the order reversed, the own factor instead of the other."""
    if edge.node.op not in ("matmul", "affine", "outer") or edge.slot > 1:
        return
    up, other, wanted = np.asarray(edge.upstream), np.asarray(edge.other), shape_of(edge.sent)
    for id, factor in (("transpose-forgotten", other), ("own-input", np.asarray(edge.own))):
        for left, right in _arrangements(up, factor):
            product = _product(left, right, wanted)
            if product is not None:
                yield id, product
    if np.ndim(up) == np.ndim(other) == 1 and edge.node.op != "outer":
        yield "transposed", np.outer(other, up) if edge.slot == 0 else np.outer(up, other)


def _arrangements(up: np.ndarray, factor: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    for one in (False, True):
        for two in (False, True):
            left, right = (up.T if one else up), (factor.T if two else factor)
            yield left, right
            yield right, left


def _product(left: np.ndarray, right: np.ndarray, wanted: tuple[int, ...]) -> Value | None:
    try:
        product = left @ right
    except ValueError:
        return None
    return scalar(product) if shape_of(product) == wanted else None


def _transposes(edge: Edge) -> Sent:
    if edge.node.op == "transpose":
        yield "transpose-forgotten", edge.upstream


EDGE_SLIPS: Sequence[Callable[[Edge], Sent]] = (
    _any, _entrywise, _broadcast, _sums, _squares, _softmax, _products, _transposes,
)  # fmt: skip


def array_slips(question: DerivativeQuestion) -> list[Slip]:
    """Every wrong gradient that one mistake on one edge leads to, at the first few points."""
    trials = question.trials[:POINTS]
    if not trials:
        return []
    with np.errstate(all="ignore"):
        found = _on_every_edge(question.wrt, trials)
        joined = _with_log_softmax(question)
        if joined is not None:
            found += _on_every_edge(question.wrt, [joined.trial(trial.at) for trial in trials])
    return differing(found, question)


def _on_every_edge(wrt: str, trials: Sequence[Trial]) -> list[Slip]:
    """The slips that can be made at all of these points; which one is which is told by its edge and its turn there."""
    tables: list[dict[tuple[str, str, int], Value]] = []
    for trial in trials:
        table: dict[tuple[str, str, int], Value] = {}
        turns: Counter[tuple[str, str]] = Counter()
        for edge, id, value in _at_one_point(wrt, trial):
            turns[edge, id] += 1
            table[edge, id, turns[edge, id]] = value
        tables.append(table)
    shared = [key for key in tables[0] if all(key in table for table in tables)]
    return [(key[1], tuple(table[key] for table in tables)) for key in shared]


def _with_log_softmax(question: DerivativeQuestion) -> DerivativeQuestion | None:
    """The same question with the logarithm of softmax as one operation, as people see it; None without one."""
    definitions = tuple(replace(each, tree=replaced(each.tree, _joined)) for each in question.formula.definitions)
    if definitions == question.formula.definitions:
        return None
    return DerivativeQuestion(Formula(question.formula.text, definitions), question.wrt, question.shapes)


def _joined(tree: Tree) -> Tree:
    if isinstance(tree, Apply) and tree.op == "log":
        inside = tree.arguments[0]
        if isinstance(inside, Apply) and inside.op == "softmax":
            return Apply("log_softmax", inside.arguments, inside.attributes)
    return tree


def _at_one_point(wrt: str, trial: Trial) -> Iterator[tuple[str, str, Value]]:
    """(edge, misconception, the gradient it leads to)."""
    record = trial.record
    depends = _depends(record, wrt)
    truth = record.gradients[wrt]
    for (child, slot), sent in record.contributions.items():
        node = record.graph.node(child)
        parent = node.parents[slot]
        if parent not in depends:
            continue
        values = [record.values[each] for each in node.parents]
        recipe = record.locals[child][slot]
        edge = Edge(node, slot, record.gradients[child], record.values[child], values, recipe, sent)
        for id, wrong in (row for rule in EDGE_SLIPS for row in rule(edge)):
            # at the variable itself, all has arrived but for the innermost slope
            name = "inner-derivative" if id == "lost-local" and parent == wrt else id
            if shape_of(wrong) == shape_of(sent):
                yield f"{child}.{slot}", name, truth + carried(record, wrt, parent, wrong - sent)
            elif parent == wrt:
                yield f"{child}.{slot}", name, wrong
        if parent != wrt and shape_of(sent) == shape_of(truth) and node.op not in LINEAR:
            yield f"{child}.{slot}", "inner-derivative", truth - carried(record, wrt, parent, sent) + sent
    for id, value in _forks(record, wrt, depends):
        yield "", id, value


def _forks(record: Pass, wrt: str, depends: set[str]) -> Iterator[tuple[str, Value]]:
    """One of several contributions to a node forgotten, or all but one."""
    truth = record.gradients[wrt]
    arriving: dict[str, list[Value]] = {}
    for (child, slot), sent in record.contributions.items():
        arriving.setdefault(record.graph.node(child).parents[slot], []).append(sent)
    moving = [node for node in record.graph.operations if sum(parent in depends for parent in node.parents) > 1]
    for parent, sent in arriving.items():
        for value in sent if parent in depends and len(sent) > 1 else ():
            yield "path-forgotten", truth - carried(record, wrt, parent, value)
            yield "path-forgotten", truth - carried(record, wrt, parent, record.gradients[parent] - value)
    for node in moving:
        for slot, parent in enumerate(node.parents):
            yield "path-forgotten", truth - carried(record, wrt, parent, record.contributions[node.id, slot])


def _depends(record: Pass, wrt: str) -> set[str]:
    found = {wrt}
    for node in record.graph.operations:
        if not found.isdisjoint(node.parents):
            found.add(node.id)
    return found


def carried(record: Pass, wrt: str, start: str, sent: Value) -> Value:
    """What reaches the variable of something sent to the node `start`, with the right local gradients from there on."""
    gradients: dict[str, Value] = {start: sent}
    for node in reversed(record.graph.operations):
        upstream = gradients.get(node.id)
        if upstream is None:
            continue
        for recipe, parent in zip(record.locals[node.id], node.parents, strict=True):
            downstream = recipe.vjp(upstream)
            gradients[parent] = gradients[parent] + downstream if parent in gradients else downstream
    return gradients.get(wrt, np.zeros_like(record.gradients[wrt]))
