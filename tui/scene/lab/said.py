"""What stands on the last row above the footer? What is typed, what was said, a command, or the next update."""

from __future__ import annotations

from ....core.laboratory.told import update_line
from ....core.simulations.watches import example
from ..cells import Row, Run, ends, wrapped
from ..look import Look
from ..zones.line import typing_row
from .desk import TYPED, LabDesk

MOST = 4
"""Rows that something said may take, from the curves above; all that is said is to be read whole."""


def bottom_rows(desk: LabDesk, look: Look) -> list[Row]:
    """The rows of this moment: one, or as many as it takes to say what there is to say."""
    said = look.word(desk.said) if desk.said is not None else ""
    lines = [(Run(f" {line}"),) for line in wrapped(said, look.width - 2)] if said else []
    if desk.mode in TYPED:
        return [*lines[:MOST], typing_row(f"{_prompt(desk, look)} ", desk.line, "", look)]
    if desk.command is not None:
        told = f"{desk.command}   {look.say('screen.lab-copied')}"
        return [(Run(f" {line}", "accent"),) for line in wrapped(look.text(told), look.width - 2)][:MOST]
    return lines[:MOST] or [_update(desk, look)]


def _update(desk: LabDesk, look: Look) -> Row:
    """The next update of the chosen weight."""
    line = update_line(desk.lab)
    hint = look.say("screen.lab-opens")
    if line is None:
        return ends((Run(f" {look.say('screen.lab-unit')}", "dim"),), (), look.width)
    shown = look.text(line)
    if len(shown) + len(hint) + 5 > look.width:
        hint = ""
    return ends((Run(f" {look.cut(shown, look.width - 2)}", "text"),), (Run(f"{hint} ", "dim"),), look.width)


def _prompt(desk: LabDesk, look: Look) -> str:
    if desk.mode == "turn":
        return look.say("screen.lab-turn", knob=desk.current.shown_names)
    if desk.mode == "watch":
        return look.say("screen.lab-watch", example=example(desk.lab.run, desk.lab.at, look.face.language))
    return look.say(f"screen.lab-{desk.mode}")
