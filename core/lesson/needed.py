"""What does a learner need to answer? Every quantity from which the one that is asked is made, with its name.

Of a pass these are the inputs of the operation, or what arrives and the values that the local gradient is made of; of
an update the parameter, its gradient and the rate; everywhere else the quantities that the receipt names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from ..answers.receipts import LinesReceipt
from ..arrays import Numbers, Value
from ..errors import GradstepError
from ..ops import OPS
from ..passes import Pass
from ..pictures import Label
from ..simulations.knobs import named
from ..simulations.protocol import Simulation, same
from ..simulations.tracing.wording import made_from
from ..words import core_words
from ..words.names import told
from .mask import covers, numbers
from .passing import Edge, asked_edge, inputs_of, partial_before, pass_of

MOST_NEEDED = 8
BEFORE = "_before"
"""Behind the name of a row that stands for what a quantity was before the frame."""
SUMS = frozenset({"add", "sub", "neg", "sum", "mean"})
"""Operations whose local gradient is the same whatever goes in."""
PRODUCTS = frozenset({"affine", "matmul"})
"""The local gradient of one factor is the other factor: which of them it is, is the question, so both are told. A bias
is only added."""
GREEK: Mapping[str, str] = {"η": "rate", "β": "beta", "β0": "beta0"}
"""Letters of receipts, and the names that they stand for."""
_NAME = re.compile(r"∂[^\s·×+=()]+/∂[\w\[\],.]+|[^\W\d_∂][\w.]*(?:\[[\d,]+\])?")
_BARE = re.compile(r"\{\w+\}")
"""A slope that is one value as it is, like the other factor of a product."""
_NUMBER = re.compile(r"\d+(?:\.\d+)?(?:e-?\d+)?")


@dataclass(frozen=True, eq=False)
class Needed:
    """A quantity that is needed for an answer."""

    name: str
    """Its name that never changes; that of a knob where it is one."""
    label: Label
    value: object
    before: bool = False
    """Is it what a quantity was before the frame?"""


def needed(simulation: Simulation, cursor: int, quantity: str) -> tuple[Needed, ...]:
    """What is needed for a quantity that frame `cursor` brings, in the order in which it is used."""
    ways = (_told, _of_rows, _opened, _of_update, _of_pass, _of_receipt)
    found = next((told for way in ways if (told := list(way(simulation, cursor, quantity)))), [])
    kept: dict[str, Needed] = {}
    for one in found:
        is_older = covers(quantity, one.name) and _is_older(simulation, cursor, one)
        if is_older or not covers(quantity, one.name):
            kept.setdefault(one.name, replace(one, before=is_older or one.before))
    return tuple(kept.values())[:MOST_NEEDED]


def _is_older(simulation: Simulation, cursor: int, one: Needed) -> bool:
    """Is it what the quantity was before the frame?"""
    before = simulation.frame(max(0, cursor - 1)).quantities
    return cursor > 0 and one.name in before and same(before[one.name], one.value)


def _named(simulation: Simulation, name: str, value: object) -> Needed:
    return Needed(name, simulation.label(name) if name in simulation.names else told(name), value)


def _told(simulation: Simulation, cursor: int, quantity: str) -> Iterator[Needed]:
    """What the topic says itself."""
    for name, value in simulation.needs(cursor, quantity).items():
        yield _named(simulation, name, value)


def _of_rows(simulation: Simulation, cursor: int, quantity: str) -> Iterator[Needed]:
    """The quantities that its formula names, where it is a row."""
    rows = simulation.rows(cursor, quantity)
    if rows is None or quantity not in rows or not rows.has_formula(quantity):
        return
    for name, value in rows.inputs(quantity).items():
        stem = name.removesuffix(BEFORE)
        if name in rows.aside:
            continue
        if numbers(value) and stem in simulation.names:
            shown = _in_its_shape(value, simulation.frame(cursor).quantities.get(stem))
            yield replace(_named(simulation, stem, shown), before=stem != name)
        elif numbers(value):
            yield Needed(name, rows.called.get(name, told(rows.written(name))), value)


def _in_its_shape(value: Value, shown: Value) -> object:
    """A quantity as the frame shows it, where a row has laid the same numbers out in another way."""
    if not numbers(shown) or np.shape(shown) == np.shape(value) or np.size(shown) != np.size(value):
        return value
    return shown if np.array_equal(np.sort(shown, axis=None), np.sort(value, axis=None)) else value


def _opened(simulation: Simulation, cursor: int, quantity: str) -> Iterator[Needed]:
    """The entries that one entry of a tensor is made of: the leaves of its scalar graph."""
    if "[" not in quantity or not quantity.startswith("value."):
        return
    try:
        below = pass_of(simulation.zoom(max(0, cursor - 1), quantity))
    except GradstepError:
        return
    if below is None:
        return
    record = below.recorded
    leaves = [leaf.id for leaf in record.graph.leaves if record.graph.children[leaf.id]]
    for leaf in leaves if len(leaves) <= MOST_NEEDED else ():
        yield Needed(f"value.{leaf}", leaf, record.values[leaf])


def _of_update(simulation: Simulation, cursor: int, quantity: str) -> Iterator[Needed]:
    """A parameter before its step, its gradient and the rate, where a frame has them."""
    stem = quantity.removeprefix("new.")
    old = f"value.{stem}" if quantity.startswith("new.") else stem
    before = simulation.frame(max(0, cursor - 1)).quantities
    if cursor == 0 or old not in before or f"grad.{stem}" not in before:
        return
    for name in (old, f"grad.{stem}"):
        yield Needed(name, simulation.label(name), before[name])
    rate = simulation.needs(cursor, "rate").get("rate", named(simulation.settings_at(cursor)).get("rate"))
    if numbers(rate):
        yield Needed("rate", "η", rate)


def _of_pass(simulation: Simulation, cursor: int, quantity: str) -> Iterator[Needed]:
    """The inputs of a node, or upstream and what its local gradient is made of, along the edge that the frame used."""
    kind, _, rest = quantity.partition(".")
    # What counts sizes is made of no node, and a long record is not made for it.
    record = simulation.recorded if kind != "size" else None
    if record is None:
        return
    node, index = rest.partition("[")[0], _index(rest)
    if kind == "value" and node in record.values:
        yield from _values(simulation, record, made_from(record.graph, node), node, index)
        return
    parts = [] if pass_of(simulation) is not None else _parts(simulation, cursor, node)
    if kind == "grad" and parts:
        yield from reversed(parts)
        return
    edge = _edge(simulation, record, quantity, cursor)
    if edge is not None:
        yield from _along(simulation, record, edge, kind, index)
        before = None if kind in ("local", "contribution") else partial_before(simulation, node, cursor)
        if before is not None:
            yield _named(simulation, f"partial.{node}", before)


def _parts(simulation: Simulation, cursor: int, node: str) -> list[Needed]:
    """What each use of a shared weight brought, where that has a name."""
    known = simulation.frame(cursor).quantities
    found = [name for name in known if re.fullmatch(rf"contribution\.{re.escape(node)}\.\d+", name)]
    return [
        _named(simulation, name, known[name]) for name in sorted(found, key=lambda name: int(name.rpartition(".")[2]))
    ]


def _edge(simulation: Simulation, record: Pass, quantity: str, cursor: int) -> Edge | None:
    """The edge of a quantity, in a pass or in a network that has one inside."""
    if pass_of(simulation) is not None:
        return asked_edge(simulation, quantity, cursor)
    edges = _edges(record, quantity)
    if edges:
        return edges[0]
    kind, _, rest = quantity.partition(".")
    name, _, place = rest.partition(".")
    if kind == "contribution" and place.isdecimal() and name in record.graph.position:
        used = record.graph.children[name]
        return (used[int(place) - 1].child, used[int(place) - 1].slot) if int(place) <= len(used) else None
    return None


def _edges(record: Pass, quantity: str) -> list[Edge]:
    """The edges that bring a node its gradient, where the quantity is one."""
    kind, _, node = quantity.partition(".")
    if kind != "grad" or node not in record.graph.position:
        return []
    uses = record.graph.children[node]
    return [(edge.child, edge.slot) for edge in uses if (edge.child, edge.slot) in record.contributions]


def _along(
    simulation: Simulation, record: Pass, edge: Edge, kind: str, index: tuple[int, ...] = ()
) -> Iterator[Needed]:
    """What arrives on an edge, and what its local gradient is made of; a node without a name by what it is made of."""
    child, slot = edge
    node = record.graph.node(child).parents[slot]
    if kind != "local":
        if f"grad.{child}" in simulation.names:
            yield _entry(simulation, f"grad.{child}", record.gradients[child], record.values[node], index)
        else:
            for above in _edges(record, f"grad.{child}")[:1]:
                yield from _along(simulation, record, above, kind)
    yield from _values(simulation, record, _for_local(record, child, slot), node, index)


def _values(
    simulation: Simulation, record: Pass, nodes: tuple[str, ...], like: str, index: tuple[int, ...]
) -> Iterator[Needed]:
    for node in nodes:
        name = next((one for one in (f"value.{node}", node) if one in simulation.names), None)
        if name is not None:
            yield _entry(simulation, name, record.values[node], record.values[like], index)
        else:
            yield from _values(simulation, record, inputs_of(record.graph, node), like, index)


def _entry(simulation: Simulation, name: str, value: Value, like: Numbers, index: tuple[int, ...]) -> Needed:
    """A quantity; of an array of the same shape as the one of which an entry is asked, that entry."""
    entry = f"{name}[{','.join(map(str, index))}]"
    if index and np.shape(value) == np.shape(like) and entry in simulation.names:
        return _named(simulation, entry, value[index])
    return _named(simulation, name, value)


def _index(name: str) -> tuple[int, ...]:
    """The entry that a name means: (0, 1) of `Z1[0,1]`; nothing of a whole array."""
    _, bracket, inside = name.partition("[")
    return tuple(int(number) for number in inside.rstrip("]").split(",")) if bracket else ()


def _for_local(record: Pass, child: str, slot: int) -> tuple[str, ...]:
    """The nodes that a local gradient is made of: those that the formula of its operation names, its own included.

    Where that is one value as it is, all inputs are told, for alone it would be the answer: which one it is, is the
    question.
    """
    node = record.graph.node(child)
    op, known = OPS.get(node.op), inputs_of(record.graph, child)
    if node.op in SUMS or op is None:
        return ()
    if node.op in PRODUCTS:
        return tuple(parent for parent in node.parents[:2] if parent in known)[: 2 if slot < 2 else 0]
    if op.slopes is None or slot >= len(op.slopes):
        return known
    slope = op.slopes[slot]
    is_bare = _BARE.fullmatch(slope) is not None
    used = [
        p for name, p in zip(op.inputs, node.parents, strict=False) if f"{{{name}}}" in slope or op.kinks or is_bare
    ]
    own = [child] if "{out}" in slope else []
    return tuple(one for one in dict.fromkeys((*used, *own)) if one in known or one == child)


def _of_receipt(simulation: Simulation, cursor: int, quantity: str) -> Iterator[Needed]:
    """The quantities that the receipt names, each as it was used."""
    found = simulation.receipt(cursor, quantity)
    if not isinstance(found, LinesReceipt):
        return
    now = simulation.frame(cursor).quantities
    before = simulation.frame(max(0, cursor - 1)).quantities
    settings = named(simulation.settings_at(cursor))
    spelled = {simulation.written(name): name for name in now} | {name: name for name in now}
    lines = [(core_words().word(line.label, "en"), line.text) for line in found.lines]
    about = _about(simulation, quantity, lines, spelled)
    whole = " ".join(about)
    for text in about:
        for word in _NAME.findall(text):
            name = spelled.get(GREEK.get(word, word), GREEK.get(word, word))
            stem, place = name.rstrip("0123456789"), name[len(name.rstrip("0123456789")) :]
            if name in now and not covers(quantity, name):
                yield Needed(name, simulation.label(name), _used(name, whole, now, before))
            elif stem in now and place and 0 < int(place) <= np.size(now[stem]) and stem != quantity:
                yield Needed(name, told(word), _used(stem, whole, now, before)[int(place) - 1])
            elif stem in now and place and stem == quantity and stem in before and np.size(before[stem]) > 0:
                yield Needed(stem, simulation.label(stem), before[stem])
            elif name in settings and numbers(settings[name]):
                yield Needed(name, "η" if name == "rate" else told(name), settings[name])


def _about(
    simulation: Simulation, quantity: str, lines: list[tuple[str, str]], spelled: Mapping[str, str]
) -> list[str]:
    """The lines that make the quantity, without what stands behind their last `=`.

    Where none says so, it is made as the single quantity is that the lines are about.
    """
    names = (simulation.written(quantity), quantity)
    own = [
        (head, text) for head, text in lines
        if any(re.match(rf"{re.escape(name)}(?!\w*\.)\d*(?![\w\[.])", head) for name in names)
    ]  # fmt: skip
    others = {spelled[word] for head, _ in lines for word in _NAME.findall(head)[:1] if word in spelled}
    kept = own or (lines[:1] if len(others) < 2 and quantity not in ("size", "count") else [])
    return [f"{head} : {text.rpartition('=')[0] or text}" for head, text in kept]


def _used(name: str, text: str, now: Mapping[str, object], before: Mapping[str, object]) -> Value:
    """The value of a quantity that stands in a line: that of the frame, or the one before it."""
    if name not in before or same(before[name], now[name]):
        return now[name]
    written = {float(number) for number in _NUMBER.findall(text)}

    def stands(value: object) -> int:
        return sum(any(abs(abs(one) - other) <= 5e-5 for other in written) for one in numbers(value))

    return before[name] if stands(before[name]) > stands(now[name]) else now[name]
