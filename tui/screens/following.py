"""How is a class followed on the full screen? The desk is that of the teacher, until one looks around by oneself."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from textual.timer import Timer

from ...core.words import Message, message
from ..face import Face
from ..presenting.following import Following
from ..scene.desk.company import Company
from ..scene.desk.desk import Desk, fault_in, sit_down
from ..scene.desk.press import WRITING, is_way_out, press
from ..visit import Opening
from .lesson import LessonScreen
from .wishes import ShowHelp

BETWEEN_KNOCKS = 3.0
"""Seconds between two looks for a presenter who is gone; there is no clock while one is there."""
LOOKING_ON = frozenset({"table", "digits", "receipt", "fold", "up", "down", "leave", "export"})
"""Keys that show the stop of the class in another way, and leave it where it is."""
NOT_HERE = frozenset({"map"})


class FollowScreen(LessonScreen):
    """A desk that the teacher moves."""

    def __init__(self, face: Face, opening: Opening, following: Following) -> None:
        super().__init__(face, opening)
        self.following = following
        self._knocks: Timer | None = None
        self._polled = 0
        """The poll for which the line was opened."""

    def on_mount(self) -> None:
        """Begins to listen."""
        self._listen()
        self._follow(message("present.greeting", name=self.following.name))

    def _listen(self) -> None:
        asyncio.get_running_loop().add_reader(self.following.link.fileno(), self._heard)

    def _heard(self) -> None:
        """The presenter has said something, or is gone."""
        handle = self.following.link.fileno()
        if not self.following.hear():
            return
        if self.following.state != "with":
            asyncio.get_running_loop().remove_reader(handle)
            self._part()
        elif not self.following.is_away:
            self._follow()
        self._show()

    def _part(self) -> None:
        """The presenter is gone: everything stays, and one looks now and then whether she is back."""
        name = self.following.name
        said = self.following.problem or message(f"present.now-{self.following.state}", name=name)
        self.following.is_away = True
        if self.desk is not None:
            self.desk = replace(self.desk, said=said)
        if self._knocks is None:
            self._knocks = self.set_interval(BETWEEN_KNOCKS, self._knock)

    def _knock(self) -> bool:
        """Is somebody presenting there again? Then she is heard, and followed where one was not looking around."""
        if not self.following.rejoin():
            return False
        if self._knocks is not None:
            self._knocks.stop()
            self._knocks = None
        self._listen()
        if self.desk is not None:
            self.desk = replace(self.desk, said=message("present.back", name=self.following.name))
        self._show()
        return True

    def _follow(self, said: Message | None = None) -> None:
        """To the stop of the class, with what is only looked at as it was."""
        following, old = self.following, self.desk
        if following.problem is not None or following.session is None:
            self.desk = replace(old, said=following.problem) if old is not None else None
            return
        session = following.session
        stand = following.told.stand if following.told is not None else None
        desk = sit_down(replace(session, learner=None), self._number(session.script.lesson.file.id), "",
                        self.opening.course)  # fmt: skip
        attention = stand.attention if stand is not None and stand.attention in desk.nodes else None
        dial = stand.dial or None if stand is not None else None
        desk = replace(desk, mode="look", attention=attention, dial=dial, said=following.judged() or said)
        if old is not None:
            desk = replace(desk, table=old.table, digits=old.digits, folded=old.folded)
        if following.is_polled and following.poll is not None:
            is_new = following.poll.number != self._polled
            self._polled = following.poll.number
            line = desk.line if is_new or old is None else old.line
            told = message("present.asked") if is_new else (old.said if old is not None else None)
            desk = replace(desk, mode="write", line=line, said=told)
        if old is None or old.session.script is not session.script:
            self.sit(desk)
        else:
            self.take(desk)

    def _number(self, id: str) -> int | None:
        entry = self.opening.course.entry(id)
        return entry.number if entry is not None else None

    def press(self, key: str) -> None:
        desk = self.desk
        if desk is None:
            self.everywhere(key)
        elif key == "class":
            self._turn(desk)
        elif key in NOT_HERE or (desk.mode == "look" and is_way_out(desk, key)):
            self.take(replace(desk, said=message("present.only-this")))
        elif self.following.is_away:
            if key == "enter" and desk.session.finished:
                self.take(replace(desk, said=message("present.only-this")))
            else:
                super().press(key)
        elif desk.mode == "write":
            self._write(desk, key)
        elif key == "write" and self.following.is_polled:
            self.take(replace(desk, mode="write", said=None))
        elif key in LOOKING_ON:
            super().press(key)
        elif key == "help":
            self.post_message(ShowHelp(LOOKING_ON | {"quit", "language", "options", "glossary", "projector"}))
        elif not self.everywhere(key):
            self.take(replace(desk, said=message("present.with-class")))

    def typed(self, letters: str) -> bool:
        desk = self.desk
        if desk is None or self.following.is_away or desk.mode == "write":
            return super().typed(letters)
        return False

    def _write(self, desk: Desk, key: str) -> None:
        """While the class is asked: the line is edited, and Enter sends it."""
        if key == "enter":
            self._vote(desk)
        elif key in ("hint", "solution", "onward", "backward"):
            self.take(replace(desk, said=message("present.with-class")))
        elif key in WRITING:
            self.take(press(desk, key))
        else:
            self.everywhere(key)

    def _vote(self, desk: Desk) -> None:
        """Sends what was typed; what cannot be read is said at once, and anything else only with the result."""
        text = desk.line.text.strip()
        if not text:
            self.take(replace(desk, said=message("screen.type-first")))
            return
        lead = len(desk.line.text) - len(desk.line.text.lstrip())
        refused = self.following.vote(desk.session.kept(text))
        if refused is not None:
            line = desk.line.refused(fault_in(refused.message, lead))
            self.take(replace(desk, said=refused.message, line=line))
            return
        poll = self.following.poll
        is_sent = poll is not None and poll.number in self.following.votes
        self.take(replace(desk, said=message("present.sent", text=text) if is_sent else message("present.not-sent")))

    def _turn(self, desk: Desk) -> None:
        """Away from the class, or back to it."""
        following = self.following
        if following.state != "with" and not self._knock():
            self.take(replace(desk, said=message("present.not-back")))
        elif following.is_away:
            following.is_away = False
            self._polled = 0
            self._follow(message("present.caught-up"))
            self._show()
        else:
            following.is_away = True
            fresh = sit_down(desk.session, desk.number, "", desk.course)
            kept = replace(fresh, table=desk.table, digits=desk.digits, folded=desk.folded)
            self.take(replace(kept, mode="look", said=message("present.now-alone")))

    def company(self) -> Company:
        """Whom one follows, or where the class is meanwhile; how it answered, once that is shown."""
        following = self.following
        if following.state != "with":
            return Company(message(f"present.{following.state}"))
        if following.is_away:
            return Company(message("present.alone", step=following.step))
        situation = "follow-poll" if self.desk is not None and self.desk.mode == "write" else "follow"
        tally = following.tally
        said = message("present.with", name=following.name)
        return Company(said, situation, tally, is_whole=tally is not None, is_guided=True)

    def _show(self) -> None:
        if self.is_current:
            self.paint()
