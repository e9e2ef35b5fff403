"""What stands in the receipt zone? The arithmetic of the chosen thing, and nothing of what is being asked.

Wrong answers get a receipt of their own: what was typed, what is wanted, and which known slip gives that number. Hints
that were read gather in the last rows.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ....core.answers.receipts import EdgeReceipt, Line, LinesReceipt, Receipt, ValueReceipt
from ....core.lesson.schema import AskFormula, Choose, Order, Play
from ....core.simulations.protocol import Simulation
from ....core.simulations.tracing.receipts import local_numbers
from ....core.simulations.tracing.view import PassView
from ....core.trace import Flowed, Seeded
from ....core.words.numbers import sentence
from ..cells import Row, column, row, wrapped
from ..desk.desk import Desk
from ..look import Look
from .asked import asked_rows, formula_rows, hint_rows, tally_rows, wrong_rows
from .choices import option_rows
from .columns import free, room_for_free, titled
from .edges import Known, Told, edge_rows
from .picture import attended_edge
from .trying import order_rows

EMPTY = Told(())
LONGEST_GIVEN = 24
"""Cells that the entries of a given array may take."""


def receipt(desk: Desk, look: Look, known: Known, height: int) -> Told:
    """The receipt of this stop in at most `height` rows."""
    session = desk.session
    if height <= 0:
        return EMPTY
    if isinstance(session.step, Order) and desk.attention is None and session.away is None:
        return Told(tuple(order_rows(session, look)))
    if session.simulation is None and not isinstance(session.step, Choose | AskFormula):
        return EMPTY
    if isinstance(session.step, Choose) and desk.attention is None and session.away is None:
        return Told(tuple(option_rows(session, look)))
    if isinstance(session.step, AskFormula) and desk.attention is None and session.away is None:
        hints = hint_rows(desk, look)
        return Told((*formula_rows(desk, session.step, look)[: height - len(hints)], *hints)[:height])
    asking = session.is_hidden and session.beat.asks is not None and desk.attention is None
    if not asking:
        return _seen(desk, look, known, height)
    rows = asked_rows(session, look, known)
    wrong = wrong_rows(session, look) if desk.shows == "verdict" else []
    if wrong:
        rows = [*rows[:1], *wrong]
    elif isinstance(session.step, Play):
        # The formula of an edge gives way to the count of the whole pass.
        rows = [*rows[:1], *(rows[2:3] or rows[1:2]), *tally_rows(session, look)]
    hints = hint_rows(desk, look)
    if not wrong and len(rows) > 3 and height - len(hints) < 3:
        # Names and numbers stay; the formula and the note below them give way.
        rows = [rows[0], rows[2]]
    return Told((*rows[: height - len(hints)], *hints)[:height])


def _seen(desk: Desk, look: Look, known: Known, height: int) -> Told:
    """The receipt of what the frame shows: of the event, or of the node that the attention rests on."""
    session, simulation = desk.session, desk.session.simulation
    if simulation is None:
        return EMPTY
    cursor = max(0, session.cursor)
    if not isinstance(simulation, PassView):
        found = _of_topic(simulation, cursor)
        return _written(simulation, found, look, known, height)
    trace, node = simulation.trace, desk.attention
    if node is not None:
        edge = attended_edge(desk, node)
        quantity = f"contribution.{edge[0]}.{edge[1]}" if edge is not None else f"value.{node}"
        if edge is None and (node == trace.record.graph.output and cursor > trace.times.turn):
            return _seed(simulation, node, look)
    else:
        match trace.event(cursor):
            case None:
                return _inputs(simulation, look, height)
            case Seeded(output):
                return _seed(simulation, output, look)
            case Flowed(child, slot, _):
                quantity = f"contribution.{child}.{slot}"
            case event:
                quantity = f"value.{event.node}"
    found = simulation.receipt(cursor, quantity)
    if found is None:
        return Told((_without_receipt(simulation, quantity.partition(".")[2], cursor, look),))
    return _written(simulation, found, look, known, height)


def _of_topic(simulation: Simulation, cursor: int) -> Receipt | None:
    frame = simulation.frame(cursor)
    news = frame.event.news if frame.event is not None else ()
    quantity = next(iter(news), next(iter(frame.quantities), None))
    return None if quantity is None else simulation.receipt(cursor, quantity)


def _written(simulation: Simulation, found: Receipt | None, look: Look, known: Known, height: int) -> Told:
    match found:
        case EdgeReceipt() if isinstance(simulation, PassView):
            return edge_rows(simulation, found, known, look, height)
        case ValueReceipt() if isinstance(simulation, PassView):
            return Told(tuple(_value_rows(simulation, found, known, look)[:height]))
        case LinesReceipt(lines):
            return Told(
                tuple(_line_rows([(look.word(line.label), _noted(line, look)) for line in lines], look, height))
            )
        case _:
            return EMPTY


def _noted(line: Line, look: Look) -> str:
    """The arithmetic of a line, and behind it what has to be said about it."""
    return line.text if line.note is None else f"{line.text}   {look.word(line.note)}"


def _line_rows(lines: list[tuple[str, str]], look: Look, height: int) -> list[Row]:
    """Free lines; those for which there are no rows stand beside the shortest ones, at one column."""
    told = _broken([(look.text(label), look.text(text)) for label, text in lines], look, height)
    if len(told) <= height:
        wide = look.width >= 78
        return [free(label, text, look) for label, text in told] if wide else [
            _line(line, told, look.width, look) for line in _labelled(told)
        ]  # fmt: skip
    left, right = told[:height], told[height : 2 * height]
    rows, others = _labelled(left), _labelled(right)
    beside = sorted(sorted(range(height), key=lambda at: len(rows[at]))[: len(right)])
    taken = max(len(rows[at]) for at in beside) + 1
    start = max(taken, min(look.width // 2, look.width - max(len(other) for other in others)))
    told_rows: list[Row] = []
    for at, text in enumerate(rows):
        parts = [(0, _line(text, left, look.width, look))]
        if at in beside:
            parts.append((start, _line(others[beside.index(at)], right, look.width - start, look)))
        told_rows.append(column(parts, look.width))
    return told_rows


def _broken(lines: list[tuple[str, str]], look: Look, height: int) -> list[tuple[str, str]]:
    """The lines, long texts going on in the rows that are free."""
    free_rows, room, broken = height - len(lines), room_for_free(look), list[tuple[str, str]]()
    for label, text in lines:
        parts = wrapped(text, room) if len(text) > room and free_rows > 0 else [text]
        taken = min(len(parts), 1 + max(0, free_rows))
        free_rows -= taken - 1
        rows = [*parts[: taken - 1], " ".join(parts[taken - 1 :])]
        broken += [(label if not place else "", part) for place, part in enumerate(rows)]
    return broken


def _labelled(lines: list[tuple[str, str]]) -> list[str]:
    """Labels and texts as lines, the texts under each other."""
    width = max(len(label) for label, _ in lines)
    return [f" {label.ljust(width)}  {text}" for label, text in lines]


def _line(text: str, lines: list[tuple[str, str]], width: int, look: Look) -> Row:
    """A labelled line; where it has no room a sign says that there is more."""
    label = max(len(label) for label, _ in lines) + 3
    shown = look.cut(text, width)
    return row((shown[:label], "dim"), shown[label:])


def _inputs(simulation: PassView, look: Look, height: int) -> Told:
    """What is given, before anything is computed."""
    record = simulation.trace.record
    given = [f"{leaf.id} = {_given(record.values[leaf.id], look)}" for leaf in record.graph.leaves]
    lines = [""]
    for one in given:
        longer = f"{lines[-1]}   {one}" if lines[-1] else one
        lines = [*lines[:-1], longer] if len(longer) <= room_for_free(look) else [*lines, one]
    if len(lines) > height:
        lines[height - 1] = f"{look.cut(lines[height - 1], room_for_free(look) - 2)} {look.glyph('…')}"
    head = look.say("receipt.inputs")
    return Told(tuple(free("" if at else head, line, look, "value") for at, line in enumerate(lines[:height])))


def _given(value: Any, look: Look) -> str:
    """A number that is given; a small array entry by entry, a larger one as its shape in brackets."""
    if getattr(value, "size", 1) == 1:
        return sentence(value)
    shown = replace(look, digits=2).number(value, LONGEST_GIVEN)
    return shown if shown.startswith("[") else f"[{shown}]"


def _value_rows(simulation: PassView, found: ValueReceipt, known: Known, look: Look) -> list[Row]:
    """How a value came about, and the slopes that are noted for the backward pass."""
    record = simulation.trace.record
    node = record.graph.node(found.node)
    parents = [parent for parent in dict.fromkeys(node.parents) if record.graph.node(parent).op != "constant"]
    head = f"{', '.join(parents)} {look.glyph('►')} {found.node}"
    value = look.number(found.value) if look.digits > 6 else sentence(found.value)
    numbers = f"{found.node} = {found.numbers}  =  {value}"
    rows = [
        titled(head, look.say("receipt.formula"), f"{found.node} = {found.formula}", look),
        titled(look.say("receipt.value"), look.say("receipt.numbers"), numbers, look),
    ]
    slopes = [_slope(simulation, found.node, slot, known, look) for slot in range(len(node.parents))]
    slopes = [slope for slope in slopes if slope]
    if slopes:
        rows.append(free(look.say("receipt.slopes"), "    ".join(slopes), look, "local"))
        note = "receipt.kept-note" if len(slopes) == 1 else "receipt.kept-notes"
        rows.append(free(look.say("receipt.kept"), look.say(note), look, "dim"))
    return rows


def _slope(simulation: PassView, child: str, slot: int, known: Known, look: Look) -> str:
    """`∂m0/∂w0 = x0 = -1.00`, or nothing for constants and for what is no single number."""
    record = simulation.trace.record
    if (child, slot) not in simulation.trace.times.flowed:
        return ""
    number = local_numbers(record, child, slot)
    if not isinstance(number, float):
        return ""
    parent = record.graph.node(child).parents[slot]
    tree = known.symbols.edges.get((child, slot))
    formula = f" = {look.formula(tree)}" if tree is not None and look.formula(tree) != sentence(number) else ""
    plain = formula.strip(" =")
    shown = "" if plain.lstrip("-").isdecimal() else f" = {sentence(number)}"
    return f"∂{child}/∂{parent}{formula}{shown}"


def _seed(simulation: PassView, output: str, look: Look) -> Told:
    note = look.say("receipt.seed-note", node=output, upstream=sentence(simulation.trace.record.upstream))
    return Told((free(look.say("receipt.seed"), note, look),))


def _without_receipt(simulation: PassView, node: str, cursor: int, look: Look) -> Row:
    value = simulation.trace.value(node, cursor)
    if value is None:
        return free(look.say("receipt.not-yet"), look.say("receipt.not-yet-note", node=node), look, "dim")
    return free(look.say("receipt.given"), look.say("receipt.given-note", node=node, value=look.number(value)), look)
