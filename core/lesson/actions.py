"""What can a learner do in a session? A small closed set of actions, plain data that JSON can hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, get_args

Look = Literal["explore", "zoom", "out", "find", "change", "branch", "turn", "join"]
"""Looking away from the script: at what is below a frame, at another value, at another timeline."""
LOOKS: frozenset[str] = frozenset(get_args(Look))
Do = Literal["next", "back", "seek", "answer", "hint", "reveal", "skip", "again", "play", "on", "leave"] | Look


@dataclass(frozen=True)
class Action:
    """Something that a learner does."""

    do: Do
    text: str = ""
    """The answer, as typed; the quantity to open, the place to go to, the dials to turn."""
    step: int = 0
    """The stop to seek: a lesson step and a beat of it."""
    beat: int = 0


def action_to_json(action: Action) -> dict[str, Any]:
    """An action as plain data, without its empty fields."""
    data: dict[str, Any] = {"do": action.do}
    if action.text:
        data["text"] = action.text
    if action.do == "seek":
        data |= {"step": action.step, "beat": action.beat}
    return data
