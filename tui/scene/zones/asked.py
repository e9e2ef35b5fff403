"""What may be seen of a quantity that is asked for? What arrives, what is wanted, and what was answered so far."""

from __future__ import annotations

from ....core.formula.build import tree_of
from ....core.formula.printer import write, write_formula
from ....core.lesson.schema import AskFormula
from ....core.lesson.session import Session
from ....core.simulations.protocol import Simulation
from ....core.simulations.tracing.view import PassView
from ....core.words.numbers import sentence
from ..cells import Row, Run, wrapped
from ..desk.desk import Desk
from ..look import Look
from ..pages.tally import blanks
from .columns import free, room_for_free, titled
from .edges import Known, asked_edge_rows
from .names import edge_of


def asked_rows(session: Session, look: Look, known: Known) -> list[Row]:
    """What is known of a quantity that is asked for."""
    simulation, asks = session.simulation, session.beat.asks or ""
    if not isinstance(simulation, PassView):
        return [free(look.named(session.label), look.say("receipt.after-answer"), look, "dim")]
    record = simulation.trace.record
    edge = edge_of(asks)
    kind, _, node = asks.partition(".")
    if edge is None and kind in ("grad", "partial"):
        arrivals = [e for e in simulation.trace.times.arrivals[node]
                    if simulation.trace.times.flowed[e.child, e.slot] <= session.beat.cursor]  # fmt: skip
        if not arrivals:
            return [free(look.named(session.label), (Run("?", "asked"),), look)]
        edge = (arrivals[-1].child, arrivals[-1].slot)
        rows = asked_edge_rows(record, *edge, known, look)
        if len(simulation.trace.times.arrivals[node]) > 1:
            rows[3] = free(look.say("receipt.accumulates"), _so_far(simulation, session.beat.cursor, node), look)
        return rows
    if edge is not None:
        return asked_edge_rows(record, *edge, known, look)
    formula = write(tree_of(record.graph, node), "unicode")
    parents = ", ".join(dict.fromkeys(record.graph.node(node).parents))
    return [
        titled(f"{parents} {look.glyph('►')} {node}", look.say("receipt.formula"), f"{node} = {formula}", look),
        titled(look.say("receipt.value"), look.say("receipt.numbers"), f"{node} = ?", look),
    ]


def _so_far(simulation: PassView, cursor: int, node: str) -> str:
    """`3.00 + ? = ?`: what a node had before, and the contribution that is asked for."""
    before = simulation.trace.partial(node, cursor - 1)
    return "?" if before is None else f"{sentence(before)}  +  ?  =  ?"


def wrong_rows(session: Session, look: Look) -> list[Row]:
    """The receipt of the learner's own number; nothing when the last answer was not a wrong one."""
    last, simulation, asks = session.question.last, session.simulation, session.beat.asks
    if last is None or last.verdict.kind != "wrong" or simulation is None or asks is None:
        return []
    got = last.verdict.reading or last.text
    rows = [free(look.say("receipt.your-number"), got, look, "wrong"), _wanted(simulation, asks, look)]
    names = [look.say(f"mistake.{id}-name") for id in last.verdict.candidates]
    if last.verdict.diagnosis is not None:
        name = look.say(f"mistake.{last.verdict.diagnosis}-name")
        said = look.say("receipt.only-slip", name=name, got=got)
    else:
        said = " · ".join(names) if names else look.say("receipt.no-slip", got=got)
    return [row for row in (*rows, free(look.say("receipt.diagnosis"), said, look)) if row]


def _wanted(simulation: Simulation, asks: str, look: Look) -> Row:
    """What the question wants, in the words of upstream × local."""
    label = look.say("receipt.wanted")
    if not isinstance(simulation, PassView):
        return free(label, look.named(simulation.label(asks)), look)
    graph, edge = simulation.trace.record.graph, edge_of(asks)
    kind, _, node = asks.partition(".")
    if kind == "value":
        formula = write(tree_of(graph, node), "unicode")
        return free(label, look.say("receipt.wanted-value", node=node, formula=formula), look)
    if edge is None:
        arrivals = simulation.trace.times.arrivals[node]
        if len(arrivals) > 1:
            return free(label, look.say("receipt.wanted-sum", count=len(arrivals), node=node), look)
        if not arrivals:
            return ()
        edge = (arrivals[0].child, arrivals[0].slot)
    parent = graph.node(edge[0]).parents[edge[1]]
    return free(label, look.say("receipt.wanted-edge", child=edge[0], parent=parent), look)


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
    if last is not None and last.verdict.kind == "wrong" and last.verdict.diagnosis is not None:
        name = look.say(f"mistake.{last.verdict.diagnosis}-name")
        rows.append(free(look.say("receipt.diagnosis"), name, look))
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
    found = blanks(session)
    if not found:
        return []
    is_pass = isinstance(session.simulation, PassView)

    def names(state: str) -> tuple[str, ...]:
        return tuple(blank.quantity.partition(".")[2] for blank in found if blank.state == state)

    def told(word: str, quantities: tuple[str, ...]) -> str:
        if not is_pass or not quantities:
            return look.say(f"receipt.{word}-count", count=len(quantities))
        return look.say(f"receipt.{word}-so-far", count=len(quantities), names="  ".join(quantities))

    right, wrong, shown, blank = (names(state) for state in ("right", "wrong", "revealed", "blank"))
    parts = [look.say("receipt.right-so-far", count=len(right))]
    if wrong:
        parts.append(told("wrong", wrong))
    if shown:
        parts.append(look.say("receipt.shown-so-far", count=len(shown)))
    parts.append(told("blank", blank))
    return [free(look.say("receipt.your-pass" if is_pass else "receipt.your-answers"), "   ".join(parts), look)]
