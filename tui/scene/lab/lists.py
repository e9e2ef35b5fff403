"""From what does one choose over the laboratory? Challenges with one's own best, and what the detective found."""

from __future__ import annotations

from ....core.laboratory.challenges import CHALLENGES
from ....core.simulations.detective import trail
from ....core.simulations.naming import called
from ....core.words import message
from ..cells import Row, Run, wrapped
from ..look import Look
from ..page import shortened, windowed
from .desk import LabDesk


def challenge_rows(desk: LabDesk, look: Look, room: int) -> list[Row]:
    """Every challenge, with the best that was reached."""
    rows: list[Row] = []
    at = 0
    for place, challenge in enumerate(CHALLENGES.values()):
        is_picked = place == desk.picked
        mark = look.glyph("►") if is_picked else " "
        at = len(rows) + 2 if is_picked else at
        best = desk.best.get(challenge.id, ())
        told = (
            look.say(f"screen.lab-best-{challenge.counts}", count=best[0].score)
            if best
            else look.say("screen.lab-no-best")
        )
        lines = wrapped(look.say(f"lab.challenge-{challenge.id}"), min(look.width, 100) - 6)
        for part, line in enumerate(lines):
            rows.append((Run(f" {mark if part == 0 else ' '} ", "accent"), Run(line, "title" if is_picked else "text")))
        rows.append((Run(f"     {told}", "value" if best else "dim"),))
    head: Row = (Run(f" {look.say('screen.lab-challenges')}", "title"),)
    return [head, (), *windowed(rows, min(at, len(rows) - 1), room - 2, look)]


def finding_rows(desk: LabDesk, look: Look, room: int) -> list[Row]:
    """What went wrong, and for what is chosen the way to its cause."""
    run = desk.lab.run
    rows: list[Row] = [(Run(f" {look.say('screen.lab-findings')}", "title"),), ()]
    for place, finding in enumerate(desk.findings):
        is_picked = place == desk.picked
        mark = look.glyph("►") if is_picked else " "
        kind = look.say(f"detective.{finding.kind}")
        subject = look.named(called(run, finding.subject))
        said = look.say("plain.finding", kind=kind, subject=subject, cursor=finding.first, count=len(finding.now))
        rows.append((Run(f" {mark} ", "accent"), Run(said, "title" if is_picked else "text")))
    rows.append(())
    for clue in trail(run, desk.findings[desk.picked]):
        lines = wrapped(look.word(message("plain.because", clue=clue.said)), min(look.width, 100) - 6)
        rows += [(Run(f"     {line}"),) for line in lines]
    return shortened(rows, room, look)
