"""How is the laboratory run on the full screen? Keys make another desk; while it trains, ten pages a second follow.

Training is done in slices of a few milliseconds between which keys are answered, so no key waits for it. Nothing is
done while it is paused.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import ClassVar

from textual import events
from textual.worker import Worker

from ...core.laboratory.best import Result, keep_best, read_best, with_result
from ...core.laboratory.challenges import CHALLENGES, score
from ...core.laboratory.command import command_of
from ...core.laboratory.inside import Inside, inside
from ...core.laboratory.state import Lab
from ...core.lesson.drawable import Drawable
from ...core.words import Message, message
from ..exporting import export_rows
from ..face import Face
from ..keys import LAB_ID_OF, LAB_KEYS
from ..scene.desk.desk import Desk
from ..scene.desk.press import is_way_out
from ..scene.lab.desk import TICKS, LabDesk, paused, run_on, saying, updates_of
from ..scene.lab.opening import deeper, opened_desk
from ..scene.lab.page import lab_page
from ..scene.lab.pointing import clicked
from ..scene.lab.press import press, typed
from ..scene.look import Look
from ..scene.page import Page
from ..visit import Opening
from .base import SheetScreen, useful_keys
from .lesson import LessonScreen
from .wishes import BackToLab, LeaveLab, OpenUpdate, ShowChart, ShowHelp

SLICE, REST = 0.003, 0.0005
"""Seconds of training after which whatever waits gets its turn, and for how long: the threads that read keys and write
pages need the interpreter as well, which is theirs only while this one sleeps."""
BUSY = 0.4
"""The part of a tick that training may take; the rest is for the page and for keys."""
SAID_FOR = 6
"""Seconds for which a sentence stays while it runs."""
MOST_WAITING = 50
"""Turns that what waits may take before the next page."""
AT_ONCE = 4
"""Updates that are made before the clock is looked at again, at most."""


class LabScreen(SheetScreen):
    """A laboratory, shown."""

    ID_OF: ClassVar = LAB_ID_OF

    def __init__(self, face: Face, opening: Opening) -> None:
        super().__init__(face, "lab")
        self.opening = opening
        self.desk: LabDesk | None = None
        self._training: Worker[None] | None = None
        self._ticks = 0
        self._spoken = 0
        """The tick at which nothing was being said."""
        self._is_asked = False
        """Has a key come? Then training rests until what it did is shown."""

    def sit(self, lab: Lab) -> None:
        """Shows a laboratory."""
        self.desk = LabDesk(lab, best=read_best(self.face.state))
        if self.is_mounted:
            self.paint()

    def take(self, desk: LabDesk) -> None:
        """Shows what has become of the desk, grants its wish, and lets it run or rest."""
        self._spoken = self._ticks
        wish, self.desk, self._is_asked = desk.wish, self._judged(desk), True
        match wish:
            case "open" | "you":
                self._open(play=wish == "you")
            case "copy":
                self.app.copy_to_clipboard(desk.command or "")
            case "save":
                self.desk = saying(self.desk, self._saved())
            case "map":
                self.desk = paused(self.desk)
                self.post_message(LeaveLab())
            case "help":
                self.post_message(ShowHelp(useful_keys(key.id for key in LAB_KEYS), "lab"))
            case "chart":
                self.desk = paused(self.desk)
                self.post_message(ShowChart(Drawable(self.desk.lab.run, self.desk.lab.at)))
            case None:
                pass
        self.paint()
        self._keep_running()

    def make_page(self, look: Look) -> Page:
        return Page((), "look") if self.desk is None else lab_page(self.desk, look)

    def press(self, key: str) -> None:
        if self.desk is None or (self.desk.mode == "look" and self.everywhere(key)):
            return
        self.take(press(self.desk, key))

    def typed(self, letters: str) -> bool:
        desk = typed(self.desk, letters) if self.desk is not None and letters else None
        if desk is not None:
            self.take(desk)
        return desk is not None

    def on_click(self, event: events.Click) -> None:
        # Textual calls the handler of the base class, which knows the footer, by itself.
        after = clicked(self.desk, self.look(), event.x, event.y) if self.desk is not None else None
        if after is not None:
            self.take(after)

    def _keep_running(self) -> None:
        """One worker as long as it runs, none otherwise."""
        is_running = self.desk is not None and self.desk.running
        if is_running and (self._training is None or self._training.is_finished):
            self._training = self.run_worker(self._run(), exclusive=True, group="training")

    async def _run(self) -> None:
        """Trains and shows what has become of it, ten times a second, until somebody or something stops it."""
        while self.desk is not None and self.desk.running and self.is_attached:
            began = perf_counter()
            self._is_asked = False
            if self.is_current:
                await self._trained(began + BUSY / TICKS)
                self._ticks += 1
                await self._answered()
            if self.is_current and not self._is_asked:
                self.desk = self._judged(self._quieter(self.desk))
                self.paint()
            await asyncio.sleep(max(0.001, 1.0 / TICKS - (perf_counter() - began)))

    def _quieter(self, desk: LabDesk) -> LabDesk:
        """What was said gives its place back to the arithmetic after some seconds of running."""
        if desk.said is None or not desk.running or desk.target is not None:
            self._spoken = self._ticks
        elif self._ticks - self._spoken > SAID_FOR * TICKS:
            return saying(desk, None)
        return desk

    async def _trained(self, until: float) -> None:
        """The updates of this tick, as far as there is time."""
        wanted = updates_of(self.desk, self._ticks) if self.desk is not None else 0
        made = 0
        while self.desk is not None and self.desk.running and (wanted is None or made < wanted):
            end = min(until, perf_counter() + SLICE)
            while self.desk.running and perf_counter() < end and (wanted is None or made < wanted):
                by = AT_ONCE if wanted is None else min(AT_ONCE, wanted - made)
                self.desk = run_on(self.desk, by, lambda end=end: perf_counter() > end)
                made += by
            # Whatever was typed meanwhile is answered here, and training rests until it is shown.
            await asyncio.sleep(REST)
            if self._is_asked or self._is_waiting or perf_counter() >= until:
                return

    @property
    def _is_waiting(self) -> bool:
        """Is there a key or anything else that nobody has looked at yet?"""
        return bool(self.app.message_queue_size or self.message_queue_size)

    async def _answered(self) -> None:
        """Lets what waits be done before another page is made."""
        for _ in range(MOST_WAITING):
            if not self._is_waiting:
                return
            await asyncio.sleep(0)

    def _judged(self, desk: LabDesk) -> LabDesk:
        """A challenge whose goal holds is done: said, and kept among the best."""
        reached = score(desk.lab) if desk.lab.challenge is not None else None
        if reached is None or desk.lab.challenge is None:
            return desk
        id = desk.lab.challenge
        result = Result(reached, command_of(desk.lab))
        before = desk.best.get(id, ())
        best = with_result(desk.best, id, result)
        kept = keep_best(self.face.state, best, self.face.visit)
        is_best = not before or reached < before[0].score
        told = message("screen.lab-is-best") if is_best else message("screen.lab-not-best", count=before[0].score)
        told = told if kept else message("screen.lab-not-kept")
        said = message(f"screen.lab-done-{CHALLENGES[id].counts}", count=reached, best=told)
        return saying(replace(desk, best=best, running=False, target=None, lab=replace(desk.lab, challenge=None)), said)

    def _open(self, play: bool) -> None:
        if self.desk is None:
            return
        opened = opened_desk(self.desk.lab, self.face, play=play)
        if isinstance(opened, Message):
            self.desk = saying(self.desk, opened)
        else:
            self.desk = paused(self.desk)
            self.post_message(OpenUpdate(opened, inside(self.desk.lab)))

    def _saved(self) -> Message:
        name = f"gradstep-laboratory-update{self.desk.lab.at}" if self.desk is not None else "gradstep-laboratory"
        rows = self.page.rows if self.page is not None else ()
        return export_rows(rows, name, self.face, Path.cwd()).said


class OpenedScreen(LessonScreen):
    """An update of the laboratory, opened: a lesson screen whose way out leads back there, and which keeps nothing."""

    def __init__(self, face: Face, opening: Opening) -> None:
        super().__init__(face, opening)
        self.chosen: Inside | None = None
        """Where in the update the unit is made that was chosen in the laboratory."""

    def press(self, key: str) -> None:
        desk = self.desk
        if desk is not None and desk.mode == "look" and not desk.speed and _leads_back(desk, key):
            self.post_message(BackToLab())
            return
        below = deeper(desk, self.chosen) if desk and self.chosen and key == "enter" else None
        if below is not None:
            self.take(below)
        else:
            super().press(key)


def _leads_back(desk: Desk, key: str) -> bool:
    """Is there nothing nearer to leave than the opened update?"""
    return key == "map" or is_way_out(desk, key)
