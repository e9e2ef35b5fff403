"""`gradstep lab`: the laboratory, from its beginning or at the state that the options name."""

from __future__ import annotations

import os

from ...core.laboratory.challenges import challenge_named
from ...core.laboratory.command import Asked, command_of, state_of
from ...core.laboratory.state import Lab, OwnTable
from ...core.words import message
from ..face import Face, terminal_problem
from ..lessons import course_or_none
from ..options import Call, UsageError
from .open import show


def run(call: Call, face: Face) -> int:
    """Shows the laboratory; complaints about what was asked for come before the screen."""
    lab = asked_for(call, face.language)
    if call.has("plain") or terminal_problem(os.environ) is not None:
        from ..drawn_lines import drawing_lines
        from ..plain.lab import LabConversation
        from .plain import read_line, write_line

        return LabConversation(lab, face, read_line, write_line, drawing_lines).hold()
    return show(face, course_or_none(face), None, lab=lab, again=command_of(lab))


def asked_for(call: Call, language: str) -> Lab:
    """The laboratory that the options name. Raises UsageError and what reading a state raises."""
    challenge = challenge_named(call.get("challenge"), language) if call.get("challenge") else ""
    if call.has("target") and not call.has("csv"):
        raise UsageError("cli.target-needs-csv")
    table = OwnTable(call.get("csv"), call.get("target")) if call.has("csv") else None
    frame = call.number("frame", 0)
    asked = Asked(
        call.get("set"), call.get("turn"), frame, call.get("choose"), table, call.get("beside"), call.has("first"),
        challenge,
    )  # fmt: skip
    said = message(f"lab.challenge-{challenge}") if challenge and not frame else None
    return state_of(asked).saying(said)
