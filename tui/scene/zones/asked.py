"""What may be seen of a quantity that is asked for? What it is made of, what arrives, and what was answered so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ....core.formula.printer import write, write_formula
from ....core.lesson.needed import Needed
from ....core.lesson.passing import asked_edge, is_pass, partial_before, record_of
from ....core.lesson.schema import AskFormula
from ....core.lesson.session import Session
from ....core.lesson.shown import comes_to, made_of, neighbour_shown, shown
from ....core.simulations.tracing.wording import made_from, told_tree
from ....core.words.numbers import sentence
from ...plain.numbers import whole
from ..cells import Row, Run, wrapped
from ..desk.desk import Desk
from ..look import Look
from .columns import free, room_for_free, titled
from .edges import Known, asked_edge_rows


@dataclass(frozen=True)
class Ranked:
    """A row of the receipt zone, and how soon it gives way where there is no room."""

    cells: Row
    rank: int


NEEDED, NUMBERS, NAMES, HINT, TALLY, FORMULA = range(6)


def fitting(rows: Sequence[Ranked], room: int) -> list[Row]:
    """The rows that fit, in their order; what is needed for the answer stays longest."""
    kept = sorted(sorted(range(len(rows)), key=lambda at: (rows[at].rank, at))[: max(0, room)])
    return [rows[at].cells for at in kept]


def asked_rows(session: Session, look: Look, known: Known) -> list[Ranked]:
    """What is known of a quantity that is asked for, and everything it is made of."""
    simulation, asks, cursor = session.simulation, session.beat.asks or "", session.beat.cursor
    needs = [Ranked(cells, NEEDED) for cells in needed_rows(session, look)]
    record, edge = record_of(simulation), asked_edge(simulation, asks, cursor)
    if record is None:
        later = free(look.named(session.label), look.say("receipt.after-answer"), look, "dim")
        return needs or [Ranked(later, NEEDED)]
    node = asks.partition(".")[2]
    if edge is not None:
        rows = asked_edge_rows(record, *edge, known, look)
        ranked = [Ranked(cells, rank) for cells, rank in zip(rows, (NAMES, FORMULA, NUMBERS), strict=True)]
        before = partial_before(simulation, record.graph.node(edge[0]).parents[edge[1]], cursor)
        if before is not None:
            said = f"{sentence(before)}  +  ?  =  ?"
            ranked[1] = Ranked(free(look.say("receipt.accumulates"), said, look), TALLY)
            return [ranked[0], ranked[2], *needs, ranked[1]]
        return [*ranked, *needs]
    if not asks.startswith("value."):
        return [Ranked(free(look.named(session.label), (Run("?", "asked"),), look), NEEDED)]
    formula = write(told_tree(record.graph, node), "unicode")
    parents = ", ".join(made_from(record.graph, node))
    title = titled(f"{parents} {look.glyph('►')} {node}", look.say("receipt.formula"), f"{node} = {formula}", look)
    return [Ranked(title, NAMES), *needs]


def needed_rows(session: Session, look: Look) -> list[Row]:
    """Every quantity that the answer is made of, by name, in as few rows as they take."""
    told = [_needed(one, look) for one in shown(session).needed]
    lines: list[str] = []
    for one in told:
        longer = f"{lines[-1]}   {one}" if lines else one
        fits = lines and len(longer) <= room_for_free(look)
        lines = [*lines[:-1], longer] if fits else [*lines, one]
    head = look.say("receipt.needed")
    # A matrix that is wider than its row goes on in the next one.
    parts = [part for line in lines for part in wrapped(line, room_for_free(look))]
    return [free("" if at else head, part, look, "value") for at, part in enumerate(parts)]


def neighbour_row(session: Session, look: Look) -> list[Row]:
    """What is given in the same question with other numbers, and what it comes to there."""
    other = neighbour_shown(session)
    if other is None:
        return []
    told = "   ".join(_needed(one, look) for one in made_of(other.session))
    room = room_for_free(look)
    value = f"{look.named(other.session.label)} = {whole(comes_to(other.session))}"
    rows = [free(look.say("receipt.neighbour-given"), look.cut(told, room), look, "value")] if told else []
    role = "value" if (other.session.beat.asks or "").startswith("value.") else "gradient"
    return [*rows, free(look.say("receipt.neighbour-value"), look.cut(value, room), look, role)]


def _needed(one: Needed, look: Look) -> str:
    name = look.named(one.label)
    name = look.say("receipt.before", name=name) if one.before else name
    return f"{name} = {whole(one.value)}"


def formula_rows(desk: Desk, step: AskFormula, look: Look) -> list[Row]:
    """What a derivative is asked of, what was typed, and in the end the answer."""
    session = desk.session
    question, asked = session.script.judge(session.at[0]).question, session.question
    rows = [
        free(look.say("receipt.asked-formula"), write_formula(question.formula, "unicode"), look, "value"),
        free(look.say("receipt.may-use"), ", ".join(question.known), look),
    ]
    last = asked.last
    if last is not None and last.verdict.reading:
        rows.append(free(look.say("receipt.your-formula"), look.face.echo(last.verdict.reading), look))
    if asked.outcome == "revealed":
        return [*rows[:2], free(look.say("receipt.as-solved"), f"{session.label} = {step.answer}", look, "gradient")]
    return rows


def hint_rows(desk: Desk, look: Look) -> list[Row]:
    """The hints that were read; the newest one stands in the narration while it is new."""
    session = desk.session
    read = session.question.hints - (desk.shows == "hint")
    texts = [session.text(hint, look.face.language) for hint in session.hints[: max(0, read)]]
    rows = [free(look.say("receipt.hint", place=place), text, look) for place, text in enumerate(texts, 1)][-2:]
    lines = wrapped(look.text(texts[0]), room_for_free(look)) if len(texts) == 1 and desk.shows == "hint" else []
    if len(lines) == 2:
        rows = [free(look.say("receipt.hint", place=1), lines[0], look), free("", lines[1], look)]
    return rows


def tally_rows(session: Session, look: Look) -> list[Row]:
    """How far the learner's own pass has come; a pass over a graph names the nodes."""
    found = shown(session).blanks
    if not found:
        return []
    goes_by_nodes = is_pass(session.simulation)

    def names(state: str) -> tuple[str, ...]:
        return tuple(blank.quantity.partition(".")[2] for blank in found if blank.state == state)

    def told(word: str, quantities: tuple[str, ...]) -> str:
        if not goes_by_nodes or not quantities:
            return look.say(f"receipt.{word}-count", count=len(quantities))
        return look.say(f"receipt.{word}-so-far", count=len(quantities), names="  ".join(quantities))

    right, wrong, revealed, blank = (names(state) for state in ("right", "wrong", "revealed", "blank"))
    parts = [look.say("receipt.right-so-far", count=len(right))]
    if wrong:
        parts.append(told("wrong", wrong))
    if revealed:
        parts.append(look.say("receipt.shown-so-far", count=len(revealed)))
    parts.append(told("blank", blank))
    return [free(look.say("receipt.your-pass" if goes_by_nodes else "receipt.your-answers"), "   ".join(parts), look)]
