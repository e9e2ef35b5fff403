"""How does a receipt look in plain lines? One fact a line: what arrives, the local gradient, what leaves, checks."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from ...core.algebra.symbols import NO_SYMBOLS, Symbols
from ...core.answers.confirmed import confirmed, forms
from ...core.answers.receipts import EdgeReceipt, LinesReceipt, Receipt, ValueReceipt
from ...core.differences import Difference
from ...core.errors import UnknownNameError
from ...core.formula.printer import write
from ...core.graph import Graph
from ...core.lesson.attended import attended_paths, attended_receipt, is_secret
from ...core.lesson.needed import Needed
from ...core.lesson.passing import graph_of, record_of
from ...core.lesson.session import Session
from ...core.lesson.shown import Shown, comes_to, made_of, neighbour_shown, shown
from ...core.simulations.naming import node_meant
from ...core.words import Message, message
from ..face import Face
from .numbers import long, short, whole

Derive = Callable[[Graph], Symbols]


def no_symbols(_graph: Graph) -> Symbols:
    """The symbolic forms when there is no algebra."""
    return NO_SYMBOLS


def needed_lines(session: Session, face: Face) -> Iterator[str]:
    """Everything that the answer is made of, by name; nothing where nothing is asked."""
    told = [f"{_named(one, face)} = {whole(one.value)}" for one in shown(session).needed]
    if told:
        yield face.say(message("plain.needed", needed="; ".join(told)))


def neighbour_lines(session: Session, face: Face) -> Iterator[str]:
    """The same question with other numbers: what is given there, how it is worked out, and what it comes to."""
    other = neighbour_shown(session)
    if other is None:
        return
    yield face.say(message("plain.neighbour"))
    told = [f"{_named(one, face)} = {whole(one.value)}" for one in made_of(other.session)]
    if told:
        yield face.say(message("plain.neighbour-given", needed="; ".join(told)))
    yield from receipt_lines(other.session, face)
    yield f"  {face.named(other.session.label)} = {whole(comes_to(other.session))}"


def _named(one: Needed, face: Face) -> str:
    name = face.named(one.label)
    return face.words.word(message("receipt.before", name=name), face.language) if one.before else name


def receipt_lines(session: Session, face: Face, symbols: Derive = no_symbols) -> Iterator[str]:
    """The arithmetic of what this stop is about; `symbols` answers the symbolic forms of a graph."""
    here = shown(session)
    if here.asked is not None:
        yield face.say(message("plain.receipt-later"))
        return
    if here.receipt is None:
        yield from _given(here, face)
    else:
        yield from _told(session, here.receipt, symbols, face)


def node_lines(session: Session, typed: str, face: Face, symbols: Derive = no_symbols) -> Iterator[str]:
    """The arithmetic of a node of the graph, and the gradient of a parameter path by path."""
    graph, cursor = graph_of(session.simulation), max(0, session.cursor)
    if session.simulation is None or graph is None:
        yield face.say(message("plain.no-graph"))
        return
    node = typed if typed in graph.position else node_meant(session.simulation, typed)
    if node not in graph.position:
        yield face.say(UnknownNameError("place.no-such-quantity", typed, graph.position).message)
    elif is_secret(session, node):
        yield face.say(message("plain.receipt-later"))
    elif (found := attended_receipt(session, node)) is not None:
        yield from _told(session, found, symbols, face)
        yield from path_lines(session, node, face)
    else:
        value = session.simulation.frame(cursor).quantities.get(f"value.{node}")
        id = "receipt.not-yet-note" if value is None else "receipt.given-note"
        told = {} if value is None else {"value": whole(value)}
        yield f"  {face.say(message(id, node=node, **told))}"


def path_lines(session: Session, node: str, face: Face) -> Iterator[str]:
    """The gradient of a parameter path by path."""
    found = attended_paths(session, node)
    lines = () if found is None else (*found.lines, *((found.total,) if found.paths.count > 1 else ()))
    for line in lines:
        yield f"  {face.say(line.label)}: {line.text}"


def _told(session: Session, found: Receipt, symbols: Derive, face: Face) -> Iterator[str]:
    graph = graph_of(session.simulation)
    match found:
        case ValueReceipt(node, formula, numbers, value):
            yield "  " + " = ".join(part for part in (node, formula, numbers, long(value)) if part)
        case EdgeReceipt():
            yield from _edge(session, found, symbols(graph) if graph is not None else NO_SYMBOLS, face)
        case LinesReceipt(lines):
            for line in lines:
                yield f"  {face.say(line.label)}: {line.text}"
                if line.note is not None:
                    yield f"  {face.say(line.note)}"


def has_receipt(session: Session) -> bool:
    """Is there arithmetic to show behind the number that was asked here?"""
    here = shown(session)
    return session.beat.asks is not None and (here.receipt is not None or record_of(here.simulation) is not None)


def _given(here: Shown, face: Face) -> Iterator[str]:
    """Without a receipt: at the start of a pass what is given, at its turn where it starts from."""
    record, time = record_of(here.simulation), here.timeline
    if record is None or time is None or time.turn is None or here.cursor not in (0, time.turn + 1):
        yield face.say(message("plain.no-receipt"))
    elif here.cursor:
        told = {"node": record.graph.output, "upstream": short(record.upstream)}
        yield "  " + face.say(message("receipt.seed-note", **told))
    else:
        given = "; ".join(f"{leaf.id} = {whole(record.values[leaf.id])}" for leaf in record.graph.leaves)
        yield f"  {face.say(message('receipt.inputs'))}: {given}"


def _edge(session: Session, found: EdgeReceipt, symbols: Symbols, face: Face) -> Iterator[str]:
    output, child, parent = found.output, found.child, found.parent
    local = long(found.local) if found.local is not None and np.size(found.local) <= 9 else face.say(found.recipe)
    upstream, own, downstream = forms(found, symbols)
    rows = (
        ("plain.upstream", f"d{output}/d{child}", long(found.upstream), upstream),
        ("plain.local", f"d{child}/d{parent}", local, own),
        ("plain.downstream", f"d{output}/d{parent}", long(found.downstream), downstream),
    )
    for id, of, value, tree in rows:
        formula = face.say(message("plain.formula", formula=write(tree, "ascii"))) if tree is not None else ""
        yield "  " + face.say(message(id, of=of, value=value)) + formula
    record = record_of(session.simulation)
    agrees = None if record is None else confirmed(record, found, symbols)
    if agrees is not None and agrees.formula is False:
        yield "  " + face.say(message("plain.formula-differs"))
    if len(found.terms) > 1:
        first, *others = (long(term.value) for term in found.terms)
        terms = " + ".join((first, *(f"({each})" if _is_negative(each) else each for each in others)))
        yield "  " + face.say(message("plain.sum", terms=terms, total=long(found.total)))
    if found.waiting:
        yield "  " + face.say(message("plain.waiting", count=found.waiting))
    if found.difference is not None:
        same = found.difference.confirms(found.downstream) if agrees is None else agrees.difference
        yield "  " + face.say(_difference(found.difference, same))
    if found.convention is not None:
        yield "  " + face.say(found.convention)
    if agrees is not None:
        count, of = agrees.count
        yield "  " + face.say(message("receipt.confirmations", count=count, of=of))


def _difference(found: Difference, same: bool | None) -> Message:
    """What a difference says; both sides where they do not meet."""
    if same is not None:
        return message("plain.difference" if same else "plain.difference-differs", value=long(found.central))
    if np.all(np.isfinite(found.left)) and np.all(np.isfinite(found.right)):
        return message("plain.difference-sides", left=long(found.left), right=long(found.right))
    return message("plain.difference-none")


def _is_negative(number: str) -> bool:
    """Is it one number, and does it begin with a minus, which nothing but a parenthesis keeps apart from a plus?"""
    return number.startswith("-") and " " not in number
