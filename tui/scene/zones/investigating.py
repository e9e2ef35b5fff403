"""What does the detective show? Findings above, the way to the cause of the chosen one below."""

from __future__ import annotations

from ....core.simulations.naming import called
from ..cells import Row, Run, row, wrapped
from ..desk.desk import Desk
from ..desk.looks import clues
from ..look import Look

WORDS = 50


def finding_rows(desk: Desk, look: Look) -> list[Row]:
    """The findings, one a row, with the frame of the first one and how many show it now."""
    findings, simulation = desk.findings or (), desk.session.simulation
    head = look.say("screen.detective-scanned", cursor=desk.scanned)
    columns = f"{look.say('screen.detective-first'):>14}{look.say('screen.detective-now'):>8}"
    rows: list[Row] = [(), row((f"  {head:<{WORDS}}{columns}", "dim"))]
    for place, finding in enumerate(findings):
        is_here = place == desk.finding
        sign = look.glyph("►") if is_here else " "
        subject = look.named(called(simulation, finding.subject))
        said = look.cut(f"{look.say(f'detective.{finding.kind}')}: {subject}", WORDS - 1)
        text = f"{sign} {said:<{WORDS}}{finding.first:>14}{len(finding.now):>8}"
        rows.append(row((text, "accent" if is_here else "text")))
    return rows


def clue_rows(desk: Desk, look: Look, height: int) -> list[Row]:
    """The clues of the chosen finding, each the cause of the one above it."""
    because = look.say("screen.detective-because")
    rows: list[Row] = []
    for place, said in enumerate(clues(desk)):
        sign = look.glyph("◄") if place else " "
        lines = wrapped(look.word(said), look.width - len(because) - 6)
        label = because if place else " " * len(because)
        rows.append((Run(f" {label} {sign} ", "dim"), Run(lines[0] if lines else "")))
        rows += [(Run(" " * (len(because) + 4)), Run(line)) for line in lines[1:]]
    return rows[:height]


def conclusion(desk: Desk, look: Look) -> str:
    """What the narration says about it."""
    id = "screen.detective-said" if desk.findings else "screen.detective-none"
    return look.say(id, cursor=desk.scanned)
