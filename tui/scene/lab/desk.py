"""What does the laboratory's screen remember besides the laboratory? What is typed, what runs, what lies on top.

A desk is a value: a key makes another one. What must be done outside of it (a command copied, an update opened) is a
wish that the screen grants.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Literal

from ....core.errors import GradstepError
from ....core.laboratory.best import Best
from ....core.laboratory.command import command_of
from ....core.laboratory.moving import ran, stepped
from ....core.laboratory.state import Lab
from ....core.laboratory.turning import shown_dials
from ....core.simulations.detective import Finding
from ....core.simulations.dials import Dial
from ....core.words import Message, message
from ..desk.typed_line import Line

Mode = Literal["look", "turn", "go", "watch", "csv", "inputs", "challenge", "detective"]
Below = Literal["curves", "histograms", "confusion"]
Wish = Literal["open", "you", "copy", "save", "map", "help", "chart"]
SPEEDS = (1, 5, 20, 100, 500, 0)
"""Updates a second; 0 for as many as the machine makes."""
USUAL = 3
TICKS = 10
"""Pages a second while it runs."""
TYPED: frozenset[Mode] = frozenset({"turn", "go", "watch", "csv"})
"""Modes in which letters are text."""


@dataclass(frozen=True, eq=False)
class LabDesk:
    """Everything that the laboratory's screen shows, except how."""

    lab: Lab
    mode: Mode = "look"
    line: Line = field(default_factory=Line)
    running: bool = False
    speed: int = USUAL
    """A place in `SPEEDS`."""
    target: int | None = None
    """The update at which it stops by itself, because somebody asked to go there."""
    dial: str | None = None
    """The knob that `+` and `-` turn; None for the first one that acts from here on."""
    below: Below = "curves"
    findings: tuple[Finding, ...] = ()
    picked: int = 0
    """The finding or the challenge that is chosen."""
    best: Best = field(default_factory=dict)
    wish: Wish | None = None
    command: str | None = None
    """The command of this state, after it was asked for and until the next key."""

    @property
    def said(self) -> Message | None:
        """What the last key has to say."""
        return self.lab.said

    @property
    def left(self) -> str | None:
        """The command that leads back here; None where nothing was done."""
        return command_of(self.lab) if self.lab.cursor or self.lab.run.spec.changes else None

    @property
    def current(self) -> Dial:
        """The knob that `+` and `-` turn."""
        known = shown_dials(self.lab)
        return next((dial for dial in known if dial.is_called(self.dial or "rate")), known[0])


def done(desk: LabDesk, act: Callable[[Lab], Lab]) -> LabDesk:
    """The desk after something was done in the laboratory; what cannot be done is said."""
    try:
        return replace(desk, lab=act(desk.lab), wish=None)
    except GradstepError as error:
        return saying(desk, error.message)


def saying(desk: LabDesk, said: Message | None) -> LabDesk:
    """The desk with something to say."""
    return replace(desk, lab=desk.lab.saying(said))


def closed(desk: LabDesk) -> LabDesk:
    """The desk with nothing on top of it."""
    return saying(replace(desk, mode="look", line=Line(), findings=()), None)


def paused(desk: LabDesk) -> LabDesk:
    """The desk at rest."""
    return replace(desk, running=False, target=None)


def moved(desk: LabDesk, by: int) -> LabDesk:
    """Some updates further or back by hand: it no longer runs."""
    return done(paused(desk), lambda lab: stepped(lab, by))


def run_on(desk: LabDesk, updates: int, stop: Callable[[], bool] | None = None) -> LabDesk:
    """At most so many updates further by itself; an end, a watch or the place it was to go to stops it."""
    lab = desk.lab
    wanted = updates if desk.target is None else min(updates, desk.target - lab.cursor)
    after = done(
        desk, lambda lab: ran(replace(lab, said=lab.said if desk.target is None else None), max(0, wanted), stop)
    )
    is_there = desk.target is not None and after.lab.cursor >= desk.target
    if is_there:
        return paused(saying(after, None))
    if after.lab.cursor == lab.cursor and wanted > 0 and after.lab.has_ended:
        return paused(saying(after, message("lab.ended", cursor=after.lab.cursor)))
    watched = after.lab.said is not None and after.lab.said.id == "lab.watch-holds" and after.lab.said is not lab.said
    return paused(after) if watched else after


def updates_of(desk: LabDesk, tick: int) -> int | None:
    """How many updates belong to a tick; None for as many as there is time for."""
    speed = SPEEDS[desk.speed]
    if not speed or desk.target is not None:
        return None
    return (tick + 1) * speed // TICKS - tick * speed // TICKS
