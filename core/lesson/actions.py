"""What can a learner do in a session? A small closed set of actions, plain data that JSON can hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

Look = Literal["explore", "zoom", "out", "find", "change", "branch", "turn", "join"]
"""Looking away from the script: at what is below a frame, at another value, at another timeline."""
LOOKS: frozenset[str] = frozenset(get_args(Look))
Deed = Literal[
    "next", "back", "seek", "answer", "hint", "neighbour", "reveal", "skip", "again", "vary", "play", "on", "leave",
]  # fmt: skip
Do = Deed | Look
DOES: frozenset[str] = frozenset(get_args(Deed)) | LOOKS
"""Everything that can be done; a newer version may know more."""


@dataclass(frozen=True)
class Action:
    """Something that a learner does."""

    do: Do
    text: str = ""
    """The answer, as typed; the quantity to open, the place to go to, the dials to turn; the seed."""
    step: int = 0
    """The stop to seek: a lesson step and a beat of it."""
    beat: int = 0


def action_to_json(action: Action) -> dict[str, object]:
    """An action as plain data, without its empty fields."""
    data: dict[str, object] = {"do": action.do}
    if action.text:
        data["text"] = action.text
    if action.do == "seek":
        data |= {"step": action.step, "beat": action.beat}
    return data


def action_from_json(data: Mapping[str, Any]) -> Action:
    """The action that plain data say, once they are known to be one."""
    return Action(data["do"], data.get("text", ""), data.get("step", 0), data.get("beat", 0))
