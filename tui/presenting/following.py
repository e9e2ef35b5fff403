"""Where is the class, and where is a follower of it? What was heard, made into a session of one's own installation.

Nothing of this draws: the full screen and the plain face follow with the same thing.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal

from ...core.answers.verdict import Verdict
from ...core.errors import GradstepError
from ...core.lesson.load import Lesson
from ...core.lesson.script import Script
from ...core.lesson.session import Session
from ...core.teaching.poll import Heap, Tally
from ...core.teaching.stand import script_for, session_at
from ...core.words import Message, message
from .finding import knock
from .link import Link, LinkLostError
from .protocol import PollTold, ProtocolError, Said, Told

State = Literal["with", "lost", "over"]
FindLesson = Callable[[str], Lesson]
"""The lesson of an id, in this installation. Raises GradstepError."""


class Following:
    """A class that is followed."""

    def __init__(self, path: Path, find: FindLesson, version: str) -> None:
        """Knocks at a class. Raises GradstepError: nobody there, or no way in."""
        self.path = path
        self.told: Told | None = None
        self.session: Session | None = None
        """Where the class is, as far as this installation can show it."""
        self.problem: Message | None = None
        """Why it cannot."""
        self.state: State = "with"
        self.is_away = False
        """Does she look around by herself?"""
        self.votes: dict[int, str] = {}
        """What was voted, by poll."""
        self._find = find
        self._version = version
        self._script: Script | None = None
        self._asked: tuple[int, Session] | None = None
        self._told_of = 0
        self.link = Link(*knock(path), version)

    @property
    def name(self) -> str:
        """Who presents."""
        return self.link.peer.name

    @property
    def poll(self) -> PollTold | None:
        """What is known of the poll of this moment."""
        return self.told.poll if self.told is not None and self.state == "with" else None

    @property
    def is_polled(self) -> bool:
        """Is she asked right now?"""
        return bool(self.poll and self.poll.is_open) and self.session is not None and self.session.is_asking

    @property
    def tally(self) -> Tally | None:
        """How the class answered, once that is shown."""
        if self.poll is None or self.poll.heaps is None:
            return None
        heaps = tuple(Heap(one.answer, one.count, one.kind, one.slip) for one in self.poll.heaps)
        slips = tuple((one.slip, one.count) for one in self.poll.slips)
        return Tally(heaps, slips, sum(heap.count for heap in heaps))

    @property
    def step(self) -> int:
        """The step of the class, from 1."""
        return self.told.stand.step + 1 if self.told is not None and self.told.stand is not None else 1

    def hear(self) -> bool:
        """Takes what was said; answers whether anything is new."""
        if self.state != "with":
            return False
        try:
            told = self.link.newest()
        except LinkLostError:
            self._lose("lost")
            return True
        except ProtocolError as error:
            self.problem = error.message
            self._lose("lost")
            return True
        if told is None:
            return False
        if told.stand is None:
            self._lose("over")
            return True
        self.told = told
        self._stand()
        return True

    def rejoin(self) -> bool:
        """Knocks once more where the class was; answers whether somebody is there."""
        if self.state == "with":
            return True
        try:
            link = Link(*knock(self.path), self._version)
        except GradstepError:
            return False
        self.link.close()
        self.link, self.state, self.problem = link, "with", None
        # Another presentation counts its polls from the beginning.
        self.votes, self._asked, self._told_of = {}, None, 0
        return True

    def vote(self, text: str) -> Verdict | None:
        """Answers the poll; a verdict only for what cannot be read, which is not sent."""
        if self.poll is None or self.session is None:
            return None
        verdict = self.session.judge(text)
        if verdict.kind == "unreadable":
            return verdict
        if self.link.say(Said(self.poll.number, text)):
            self.votes[self.poll.number] = text
        return None

    def judged(self) -> Message | None:
        """What became of the own answer, once the question is settled; said once for each poll."""
        poll, session = self.poll, self.session
        if poll is None or session is None or session.is_asking or self._asked is None:
            return None
        number, asked = self._asked
        if number != poll.number or number not in self.votes or number == self._told_of:
            return None
        self._told_of = number
        return message("present.your-answer", text=asked.shown(self.votes[number]),
                       verdict=asked.judge(self.votes[number]).message)  # fmt: skip

    def close(self) -> None:
        """Leaves the class."""
        self.link.close()

    def _lose(self, state: State) -> None:
        self.state = state
        self.link.close()

    def _stand(self) -> None:
        """Makes the session of what was told, or says why it cannot be made."""
        stand = self.told.stand if self.told is not None else None
        if stand is None:
            return
        try:
            script = self._script
            if script is None or script.lesson.file.id != stand.lesson:
                script = Script(self._find(stand.lesson))
            try:
                self._script = script_for(stand, script)
            except GradstepError:
                # The file may have been saved since it was read.
                self._script = script_for(stand, Script(self._find(stand.lesson)))
            self.session, self.problem = session_at(stand, self._script), None
        except GradstepError as error:
            self.problem = error.message
            return
        poll = self.poll
        if poll is not None and poll.is_open and self.session.is_asking:
            self._asked = (poll.number, self.session)
