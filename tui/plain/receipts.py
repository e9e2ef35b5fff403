"""How does a receipt look in plain lines? One fact a line: what arrives, the local gradient, what leaves, checks."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from ...core.algebra.symbols import NO_SYMBOLS, Symbols
from ...core.answers.receipts import EdgeReceipt, LinesReceipt, Receipt, ValueReceipt
from ...core.formula.printer import write
from ...core.formula.tree import Tree
from ...core.graph import Graph
from ...core.lesson.session import Session
from ...core.simulations.tracing.view import PassView
from ...core.words import message
from ..face import Face
from .numbers import long

Derive = Callable[[Graph], Symbols]


def no_symbols(_graph: Graph) -> Symbols:
    """The symbolic forms when there is no algebra."""
    return NO_SYMBOLS


def shown_receipt(session: Session) -> Receipt | None:
    """The receipt of what a stop is about; nothing while something is asked."""
    quantity = session.beat.asks or _news(session)
    simulation = session.simulation
    if simulation is None or quantity is None or session.is_hidden:
        return None
    return simulation.receipt(session.beat.cursor, quantity)


def receipt_lines(session: Session, face: Face, symbols: Derive = no_symbols) -> Iterator[str]:
    """The arithmetic of what this stop is about; `symbols` answers the symbolic forms of a graph."""
    quantity = session.beat.asks or _news(session)
    simulation = session.simulation
    if simulation is None or quantity is None:
        yield face.say(message("plain.no-receipt"))
        return
    if session.is_hidden:
        yield face.say(message("plain.receipt-later"))
        return
    found = shown_receipt(session)
    match found:
        case None:
            yield face.say(message("plain.no-receipt"))
        case ValueReceipt(node, formula, numbers, value):
            yield f"  {node} = {formula} = {numbers} = {long(value)}"
        case EdgeReceipt():
            forms = symbols(simulation.trace.record.graph) if isinstance(simulation, PassView) else NO_SYMBOLS
            yield from _edge(found, forms, face)
        case LinesReceipt(lines):
            for line in lines:
                yield f"  {face.say(line.label)}: {line.text}"
                if line.note is not None:
                    yield f"  {face.say(line.note)}"


def _edge(found: EdgeReceipt, symbols: Symbols, face: Face) -> Iterator[str]:
    output, child, parent = found.output, found.child, found.parent
    local = long(found.local) if found.local is not None and np.size(found.local) <= 9 else face.say(found.recipe)
    rows = (
        ("plain.upstream", f"d{output}/d{child}", long(found.upstream), symbols.gradients.get(child)),
        ("plain.local", f"d{child}/d{parent}", local, symbols.edges.get((child, found.slot))),
        ("plain.downstream", f"d{output}/d{parent}", long(found.downstream), _sent(found, symbols)),
    )
    for id, of, value, tree in rows:
        formula = face.say(message("plain.formula", formula=write(tree, "ascii"))) if tree is not None else ""
        yield "  " + face.say(message(id, of=of, value=value)) + formula
    if len(found.terms) > 1:
        terms = " + ".join(long(term.value) for term in found.terms)
        yield "  " + face.say(message("plain.sum", terms=terms, total=long(found.total)))
    if found.waiting:
        yield "  " + face.say(message("plain.waiting", count=found.waiting))
    if found.difference is not None:
        agrees = found.difference.agrees(found.downstream)
        id = "plain.difference" if agrees else "plain.difference-differs"
        yield "  " + face.say(message(id, value=long(found.difference.central)))
    if found.convention is not None:
        yield "  " + face.say(found.convention)


def _sent(found: EdgeReceipt, symbols: Symbols) -> Tree | None:
    """The symbolic form of what travels on an edge, where the parent gets nothing else."""
    return symbols.gradients.get(found.parent) if len(found.terms) == 1 and not found.waiting else None


def _news(session: Session) -> str | None:
    """The most telling quantity that the event of this frame brought."""
    frame = session.frame
    if frame is None or frame.event is None or not frame.event.news:
        return None
    news = frame.event.news
    return next((name for name in news if name.startswith(("contribution.", "value."))), news[0])
