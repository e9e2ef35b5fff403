"""What stands in the receipt zone? The arithmetic of the chosen thing, and nothing of what is being asked.

What is needed for an answer stays as long as it is asked, behind wrong answers too. Hints that were read gather in the
last rows.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ....core.answers.receipts import EdgeReceipt, Line, LinesReceipt, Receipt, ValueReceipt
from ....core.lesson.attended import attended_paths, goes_back, is_secret, subject_at
from ....core.lesson.passing import graph_of, record_of, slopes, turn_of
from ....core.lesson.schema import AskFormula, Choose, Code, Match, Order, Play
from ....core.lesson.session import Session
from ....core.lesson.shown import is_slope_secret, neighbour_shown, shown, subject_of
from ....core.passes import Pass
from ....core.simulations.protocol import Simulation
from ....core.simulations.tracing.wording import UNNAMED, made_from
from ....core.words.numbers import sentence
from ..cells import Row, column, cut_sum, row, wrapped
from ..desk.desk import Desk
from ..look import Look
from .asked import HINT, NUMBERS, TALLY, Ranked, asked_rows, fitting, formula_rows, hint_rows, neighbour_row, tally_rows
from .columns import free, room_for_free, room_for_titled, titled
from .edges import NOTHING_YET, Known, Told, edge_rows
from .tasks import task_rows

EMPTY = Told(())
LONGEST_GIVEN = 24
"""Cells that the entries of a given array may take."""


def receipt(desk: Desk, look: Look, known: Known, height: int) -> Told:
    """The receipt of this stop in at most `height` rows."""
    session = desk.session
    if height <= 0:
        return EMPTY
    is_task = isinstance(session.step, Choose | Order | Match | Code)
    if is_task and desk.attention is None and session.away is None:
        return Told(tuple(task_rows(session, look, desk.line.text)))
    if session.simulation is None and not isinstance(session.step, AskFormula):
        return EMPTY
    if isinstance(session.step, AskFormula) and desk.attention is None and session.away is None:
        hints = hint_rows(desk, look)
        return Told((*formula_rows(desk, session.step, look)[: height - len(hints)], *hints)[:height])
    other = neighbour_shown(session) if desk.shows == "neighbour" and desk.attention is None else None
    if other is not None:
        rows = neighbour_row(session, look)
        same = other.session.script.lesson is session.script.lesson
        told = _written(other.session, other.receipt, look, known if same else NOTHING_YET, height - len(rows))
        return Told((*rows[:-1], *told.rows, *rows[-1:])[:height])
    asking = session.is_hidden and session.beat.asks is not None and desk.attention is None
    if not asking:
        return _seen(desk, look, known, height)
    rows = asked_rows(session, look, known)
    if isinstance(session.step, Play):
        rows += [Ranked(cells, TALLY) for cells in tally_rows(session, look)]
    rows += [Ranked(cells, HINT) for cells in hint_rows(desk, look)]
    return Told(tuple(fitting(rows, height)))


def least_receipt(desk: Desk, look: Look, known: Known) -> int:
    """The rows that a long text leaves: those without which nobody can answer."""
    session = desk.session
    if session.is_hidden and session.beat.asks is not None and desk.attention is None:
        return max(1, sum(row.rank <= NUMBERS for row in asked_rows(session, look, known)))
    return 2 if isinstance(session.step, AskFormula) and session.is_asking else 1


def _seen(desk: Desk, look: Look, known: Known, height: int) -> Told:
    """The receipt of what the frame shows: of the event, or of the node that the attention rests on."""
    session, simulation, node = desk.session, desk.session.simulation, desk.attention
    if simulation is None:
        return EMPTY
    cursor, turn, graph = max(0, session.cursor), turn_of(simulation), graph_of(simulation)
    if turn is None or graph is None:
        return _written(session, _of_topic(session, cursor), look, known, height)
    if node is None:
        if not cursor:
            return _inputs(simulation, look, height)
        if cursor == turn + 1:
            return _seed(simulation, graph.output, look)
        quantity = subject_of(simulation, cursor) or ""
    else:
        quantity = subject_at(session, node)
        if quantity == f"value.{graph.output}" and cursor > turn:
            return _seed(simulation, node, look)
        if is_secret(session, node):
            return Told((free(node, look.say("receipt.after-answer"), look, "dim"),))
    found = simulation.receipt(cursor, quantity)
    if found is None:
        return Told((_without_receipt(simulation, quantity.partition(".")[2], cursor, look),))
    record, paths = record_of(simulation), attended_paths(session, node)
    if paths is not None and record is not None and isinstance(found, EdgeReceipt):
        return edge_rows(record, found, known, look, height, paths)
    return _written(session, found, look, known, height)


def _of_topic(session: Session, cursor: int) -> Receipt | None:
    """The receipt of what the frame is about; while something of it is asked, that of the frame before."""
    simulation, here = session.simulation, shown(session)
    if here.asked is None:
        return here.receipt
    quantity = None if simulation is None else subject_of(simulation, cursor)
    return None if simulation is None or quantity is None else here.kept(simulation.receipt(cursor, quantity))


def _written(session: Session, found: Receipt | None, look: Look, known: Known, height: int) -> Told:
    record = record_of(session.simulation)
    match found:
        case EdgeReceipt() if record is not None:
            return edge_rows(record, found, known, look, height)
        case ValueReceipt() if record is not None:
            return Told(tuple(_value_rows(session, record, found, known, look)[:height]))
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
    """Free lines; those for which there are no rows stand beside the shortest ones, at one column.

    What has no room there either is left out whole, never cut: the receipt on the whole page has it.
    """
    told = _broken([(look.text(label), look.text(text)) for label, text in lines], look, height)
    if len(told) <= height:
        wide = look.width >= 78
        room, sign = room_for_free(look), look.glyph("…")
        return [free(label, cut_sum(text, room, sign), look) for label, text in told] if wide else [
            _line(line, told, look.width, look) for line in _labelled(told)
        ]  # fmt: skip
    left, right = told[:height], told[height : 2 * height]
    rows = _labelled(left)
    right, beside, start = _beside(rows, right, look.width)
    others = _labelled(right) if right else []
    told_rows: list[Row] = []
    for at, text in enumerate(rows):
        parts = [(0, _line(text, left, look.width, look))]
        if at in beside:
            parts.append((start, _line(others[beside.index(at)], right, look.width - start, look)))
        told_rows.append(column(parts, look.width))
    return told_rows


def _beside(rows: list[str], lines: list[tuple[str, str]], width: int) -> tuple[list[tuple[str, str]], list[int], int]:
    """The further lines that fit whole, the rows beside which they stand, and the column where they begin."""
    while lines:
        others = _labelled(lines)
        beside = sorted(sorted(range(len(rows)), key=lambda at: len(rows[at]))[: len(lines)])
        taken = max(len(rows[at]) for at in beside) + 1
        longest = max(len(other) for other in others)
        if taken + longest <= width:
            return lines, beside, max(taken, min(width // 2, width - longest))
        lines = [line for line, other in zip(lines, others, strict=True) if len(other) < longest]
    return [], [], width


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
    shown = cut_sum(look.text(text), width, look.glyph("…"))
    return row((shown[:label], "dim"), shown[label:])


def _inputs(simulation: Simulation, look: Look, height: int) -> Told:
    """What is given, before anything is computed."""
    record = simulation.recorded
    if record is None:
        return EMPTY
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


def _value_rows(session: Session, record: Pass, found: ValueReceipt, known: Known, look: Look) -> list[Row]:
    """How a value came about, and the slopes that the backward pass will use."""
    parents = made_from(record.graph, found.node)
    head = f"{', '.join(parents)} {look.glyph('►')} {found.node}"
    value = look.number(found.value) if look.digits > 6 else sentence(found.value)
    # Of whole arrays no numbers were put in: the formula stands above already.
    numbers = f"{found.node} = {found.numbers}  =  {value}" if found.numbers else f"{found.node} = {value}"
    # What the calculation comes to is never cut off: it goes on in a row of its own.
    parts = [numbers] if len(numbers) <= room_for_titled(look) else numbers.rsplit("  =  ", 1)
    rows = [titled(head, look.say("receipt.formula"), f"{found.node} = {found.formula}", look)]
    rows += [
        titled("" if at else look.say("receipt.value"), "" if at else look.say("receipt.numbers"), part, look)
        for at, part in enumerate([*parts[:1], *(f"= {part}" for part in parts[1:])])
    ]
    wanted = slopes(session.simulation, found.node) if goes_back(session) else ()
    if any(UNNAMED.fullmatch(parent) for _, parent, _, _ in wanted):
        # The formula above was told over the steps without a name: their slopes would speak of what is not there.
        wanted = ()
    told = [_slope(session, *one, known, look) for one in wanted]
    if told:
        rows.append(free(look.say("receipt.slopes"), "    ".join(told), look, "local"))
        note = "receipt.kept-note" if len(told) == 1 else "receipt.kept-notes"
        rows.append(free(look.say("receipt.kept"), look.say(note), look, "dim"))
    return rows


def _slope(session: Session, child: str, parent: str, slot: int, number: float, known: Known, look: Look) -> str:
    """`∂m0/∂w0 = x0 = -1.00`; where it will be asked for, `?` in the place of the number."""
    tree = known.symbols.edges.get((child, slot))
    if is_slope_secret(session, child, slot):
        return f"∂{child}/∂{parent} = ?"
    formula = f" = {look.formula(tree)}" if tree is not None and look.formula(tree) != sentence(number) else ""
    plain = formula.strip(" =")
    told = "" if plain.lstrip("-").isdecimal() else f" = {sentence(number)}"
    return f"∂{child}/∂{parent}{formula}{told}"


def _seed(simulation: Simulation, output: str, look: Look) -> Told:
    record = simulation.recorded
    upstream = sentence(record.upstream) if record is not None else ""
    note = look.say("receipt.seed-note", node=output, upstream=upstream)
    return Told((free(look.say("receipt.seed"), note, look),))


def _without_receipt(simulation: Simulation, node: str, cursor: int, look: Look) -> Row:
    value = simulation.frame(cursor).quantities.get(f"value.{node}")
    if value is None:
        return free(look.say("receipt.not-yet"), look.say("receipt.not-yet-note", node=node), look, "dim")
    return free(look.say("receipt.given"), look.say("receipt.given-note", node=node, value=look.number(value)), look)
