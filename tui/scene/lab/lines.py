"""What becomes of what is typed in the laboratory? Values of knobs, a place to go to, a watch, the name of a file.

A complaint leaves the line open, with what was typed selected and the letter marked that it is about.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from ....core.errors import GradstepError
from ....core.laboratory import moving, turning
from ....core.laboratory.names import choice_of
from ....core.laboratory.state import OwnTable
from ....core.laboratory.table import with_table
from ....core.words import message
from ..desk.desk import fault_in
from ..desk.typed_line import EDITS, Line
from .desk import LabDesk, Mode, closed, moved, paused, saying

Press = Callable[[LabDesk], LabDesk]
NEAR = 300
"""Updates that are made at once when somebody goes to a place; to one farther away it runs."""


def in_line(desk: LabDesk, key: str) -> LabDesk:
    if key == "enter":
        return TAKING[desk.mode](desk)
    if key in EDITS:
        return replace(saying(desk, None), line=EDITS[key](desk.line))
    return closed(desk)


def _take(
    act: Callable[[LabDesk, str], LabDesk], prefix: Callable[[LabDesk, str], str] = lambda _, text: text
) -> Press:
    """Does what was typed; a complaint leaves the line open, so that it can be mended."""

    def pressed(desk: LabDesk) -> LabDesk:
        text = desk.line.text.strip()
        if not text:
            return closed(desk)
        whole = prefix(desk, text)
        try:
            return act(replace(desk, mode="look", line=Line()), whole)
        except GradstepError as error:
            lead = len(desk.line.text) - len(desk.line.text.lstrip()) - (len(whole) - len(text))
            return replace(saying(desk, error.message), line=desk.line.refused(fault_in(error.message, lead)))

    return pressed


def _with_name(desk: LabDesk, text: str) -> str:
    """A bare value belongs to the knob that is chosen."""
    return text if "=" in text else f"{desk.current.name} = {text}"


def _went(desk: LabDesk, text: str) -> LabDesk:
    """To a place: at once where it is near, otherwise it runs there, and keys are answered meanwhile."""
    chosen = choice_of(desk.lab, text)
    if chosen is not None:
        return replace(saying(desk, None), lab=replace(desk.lab, chosen=chosen, said=None))
    cursor = moving.place_of(desk.lab, text)
    farthest = max(run.training.far for run in desk.lab.runs)
    if cursor <= farthest + NEAR:
        return moved(paused(desk), cursor - desk.lab.cursor) if cursor != desk.lab.cursor else paused(desk)
    there = replace(desk, lab=replace(desk.lab, cursor=farthest), running=True, target=cursor)
    return saying(there, message("screen.lab-goes", cursor=cursor))


def _watched(desk: LabDesk, text: str) -> LabDesk:
    return replace(desk, lab=moving.watching(desk.lab, text).saying(None))


def _unwatched(desk: LabDesk) -> LabDesk:
    """An empty line takes the newest watch away."""
    watches = desk.lab.watches
    if not watches:
        return closed(desk)
    without = replace(closed(desk), lab=replace(desk.lab, watches=watches[:-1]))
    return saying(without, message("screen.watch-gone", text=watches[-1].text))


def _turned(desk: LabDesk, text: str) -> LabDesk:
    """Any knobs; the first of them is the one that `+` turns from now on."""
    return replace(desk, lab=turning.typed(desk.lab, text), dial=text.partition("=")[0].strip())


TAKING: Mapping[Mode, Press] = MappingProxyType({
    "turn": _take(_turned, _with_name),
    "go": _take(_went),
    "watch": lambda desk: _take(_watched)(desk) if desk.line.text.strip() else _unwatched(desk),
    "csv": _take(lambda desk, text: replace(desk, lab=with_table(desk.lab, OwnTable(str(Path(text).expanduser()))))),
})  # fmt: skip
"""What Enter does with what was typed."""
