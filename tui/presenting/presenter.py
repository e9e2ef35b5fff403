"""What does a teacher who presents tell, and what does she hear? Her stop, polls, and votes that are judged here.

Nothing of this draws. Votes are judged one at a time, between the keys of the teacher, and equal texts only once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from ...core.lesson.session import Session
from ...core.teaching.poll import Poll, Tally
from ...core.teaching.stand import Stand, stand_of
from ...core.words import Message, message
from .places import Place, leave, listen
from .protocol import FORMAT, Said, Told, poll_told, write
from .server import Identify, Server, by_user

NOTHING: Tally = Tally()


class Presenter:
    """A class that is held at a place. The door is open from the beginning; it answers once `start` has been called."""

    def __init__(self, place: Place, version: str, identify: Identify = by_user, most_of_one: int = 6) -> None:
        self.place = place
        self.door = listen(place)
        self.server: Server | None = None
        self.poll: Poll | None = None
        self._version = version
        self._identify = identify
        self._most_of_one = most_of_one
        self.stand: Stand | None = None
        """Where the class is."""
        self._said = b""
        self._polls = 0
        self._changed: Callable[[], None] = lambda: None
        self._is_judging = False

    def start(self, changed: Callable[[], None]) -> None:
        """Lets followers in, inside the running loop; `changed` is called when there is something new to see."""
        self._changed = changed
        self.server = Server(self.door, self._vote, changed, self._identify, self._most_of_one)
        self._tell()

    def close(self) -> None:
        """Says that the class is over, and leaves nothing behind."""
        if self.server is not None:
            with suppress(RuntimeError):
                # The loop may be over already; the sockets are not.
                self.server.close(write(Told(FORMAT, self._version)))
        self.door.close()
        leave(self.place)

    @property
    def count(self) -> int:
        """How many follow."""
        return self.server.count if self.server is not None else 0

    @property
    def dropped(self) -> int:
        """How many were sent away for what they said."""
        return self.server.dropped if self.server is not None else 0

    def show(self, session: Session, attention: str | None = None, dial: str | None = None) -> None:
        """The class is where this session is; a poll about another stop is over."""
        self.stand = stand_of(session, attention, dial)
        if self.poll is not None and (self.poll.at != session.key or self.poll.session.script is not session.script):
            self.poll = None
        if self.poll is not None and self.poll.is_open and not session.is_asking:
            self.poll = replace(self.poll, is_open=False)
        self._tell()

    def ask(self, session: Session) -> Message:
        """Asks the class what is asked here, or ends that; answers what there is to say."""
        if self.poll is not None and self.poll.is_open:
            self.poll = replace(self.poll, is_open=False)
            said = message("present.poll-closed", count=len(self.poll.votes))
        elif not session.is_asking or session.beat.task == "goal" or session.question.probe is not None:
            return message("present.nothing-to-poll")
        else:
            self._polls += 1
            self.poll = Poll(self._polls, session)
            if self.server is not None:
                self.server.allow()
            said = message("present.poll-open")
        self._tell()
        return said

    def reveal(self) -> Message | None:
        """Shows everybody how the class answered, or takes it away again; answers what there is to say."""
        if self.poll is None:
            return message("present.no-poll")
        shown = not self.poll.is_shown
        self.poll = replace(self.poll, is_shown=shown, is_open=self.poll.is_open and not shown)
        self._tell()
        return message("present.shown") if shown else None

    @property
    def tally(self) -> Tally:
        """How the class answered, as far as it is judged: for the eyes of the teacher."""
        return self.poll.tally if self.poll is not None else NOTHING

    @property
    def public(self) -> Tally | None:
        """What everybody may see of it: counts once they are shown, and verdicts once the question is settled."""
        if self.poll is None or not self.poll.is_shown or self.stand is None:
            return None
        return self.poll.tally if self.stand.outcome in ("right", "revealed") else self.poll.tally.without_verdicts

    def _tell(self) -> None:
        """Says what has changed, if anything has."""
        poll = None if self.poll is None else poll_told(self.poll.number, self.poll.is_open, self.public)
        line = write(Told(FORMAT, self._version, self.stand, poll)) if self.stand is not None else b""
        if self.server is not None and line and line != self._said:
            self._said = line
            self.server.publish(line)

    def _vote(self, voter: str, said: Said) -> None:
        if self.poll is None or said.poll != self.poll.number:
            return
        self.poll = self.poll.voted(voter, said.text)
        if not self._is_judging and self.poll.unjudged is not None:
            self._is_judging = True
            asyncio.get_running_loop().call_soon(self._judge)
        self._changed()

    def _judge(self) -> None:
        """Judges one text; the next one when the loop comes round again, so that keys get their turn."""
        self._is_judging = False
        text = self.poll.unjudged if self.poll is not None else None
        if self.poll is None or text is None:
            return
        self.poll = self.poll.judge(text)
        if self.poll.unjudged is not None:
            self._is_judging = True
            asyncio.get_running_loop().call_soon(self._judge)
        self._tell()
        self._changed()
