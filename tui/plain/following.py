"""How is a class followed line by line? Its stops are told as they come; in between one may look, answer, go away.

What waits is either the keyboard or the class, so both are waited for at once, and nothing is asked again and again.
"""

from __future__ import annotations

import os
import select
import sys
from dataclasses import replace

from ...core.lesson.kept_line import is_known
from ...core.lesson.session import Session
from ...core.teaching.poll import Tally
from ...core.words import Message, message
from ..face import Face, spelled
from ..presenting.following import Following
from .conversation import Conversation
from .words import COMMANDS

ALONE = frozenset({"alone", "aparte"})
CLASS = frozenset({"class", "clase"})
LOOKS = frozenset({"picture", "receipt"})
LONGEST = 100_000
"""Bytes of a line that are taken; nobody types so many."""


class Keyboard:
    """Lines of standard input as they come, without waiting for one."""

    def __init__(self, handle: int) -> None:
        self.handle = handle
        self._rest = b""

    def read(self) -> tuple[list[str], bool]:
        """The lines that are complete, and whether the input is over."""
        try:
            data = os.read(self.handle, LONGEST)
        except OSError:
            data = b""
        *whole, self._rest = (self._rest + data).split(b"\n")
        self._rest = self._rest[-LONGEST:]
        encoding = sys.stdin.encoding or "utf-8"
        return [row.decode(encoding, "replace").rstrip("\r") for row in whole], not data


class PlainFollower:
    """A class, followed line by line."""

    def __init__(self, following: Following, session: Session, face: Face) -> None:
        self.following = following
        self.talk = Conversation(session, face, None, _nothing, self.write, keeps=False)
        self._is_prompted = False
        """Does the place to type stand at the end of what was written?"""
        self._tally: Tally | None = None
        self._polled = 0
        self._step = 0

    def hold(self) -> int:
        """Follows until the input ends or somebody leaves; answers the exit code."""
        following, keyboard = self.following, Keyboard(sys.stdin.fileno())
        self.talk.tell(message("present.with", name=following.name))
        self.talk.tell(message("present.plain-words"))
        self.show()
        while True:
            self.prompt()
            ears = [keyboard.handle, *([following.link] if following.state == "with" else [])]
            ready = select.select(ears, [], [])[0]
            if following.link in ready and following.hear():
                self.heard()
            if keyboard.handle in ready:
                typed, is_over = keyboard.read()
                self._is_prompted = False
                if any(self.turn(line.strip()) for line in typed) or is_over:
                    return 0

    def prompt(self) -> None:
        """What stands before the place to type."""
        if (self.following.is_polled or self.following.is_away) and not self._is_prompted:
            sys.stdout.write(self.talk.prompt())
            self._is_prompted = True
        sys.stdout.flush()

    def write(self, line: str) -> None:
        """A line on standard output, below a place to type that is still empty."""
        sys.stdout.write(f"\n{line}\n" if self._is_prompted else f"{line}\n")
        self._is_prompted = False

    def heard(self) -> None:
        """Tells what is new: where the class is, that it is asked, how it answered, that it is over."""
        following, talk = self.following, self.talk
        if following.state != "with":
            talk.tell(following.problem or message(f"present.plain-{following.state}", name=following.name))
            following.is_away = True
            return
        if following.is_away:
            if following.step != self._step:
                self._step = following.step
                talk.tell(message("present.plain-step", step=following.step))
            return
        self.show()

    def show(self) -> None:
        """The stop of the class, if it is another one, and what there is to say of a poll."""
        following, talk = self.following, self.talk
        if following.problem is not None or following.session is None:
            if following.problem is not None:
                talk.tell(following.problem)
            return
        before, session = talk.session, replace(following.session, learner=None)
        is_new = not self._step or _seen(session) != _seen(before)
        talk.session, self._step = session, following.step
        if is_new and session.question.attempts != before.question.attempts and session.at == before.at:
            talk.judged()
        elif is_new and session.finished:
            talk.summary()
        elif is_new:
            talk.show()
        self.polled()

    def polled(self) -> None:
        """What is to be said of a poll: that the class is asked, the counts, what became of the own answer."""
        following, talk = self.following, self.talk
        if following.is_polled and following.poll is not None and following.poll.number != self._polled:
            self._polled = following.poll.number
            talk.tell(message("present.asked"))
        tally = following.tally
        if tally is not None and tally != self._tally:
            talk.lines(tally_lines(tally, talk.face))
        self._tally = tally
        judged = following.judged()
        if judged is not None:
            talk.tell(judged)

    def turn(self, typed: str) -> bool:
        """Does what a line says; answers whether she leaves."""
        following, talk = self.following, self.talk
        word = COMMANDS.get(typed.lower())
        if word == "leave":
            return True
        if typed.lower() in CLASS:
            self.catch_up()
        elif typed.lower() in ALONE:
            following.is_away = True
            talk.tell(message("present.plain-alone"))
        elif following.is_away:
            talk.turn(typed)
        elif word in LOOKS:
            talk.look(word)
        elif word in ("question", "language"):
            talk.turn(typed)
        elif following.is_polled and typed:
            self.vote(typed)
        elif typed:
            talk.tell(message("present.plain-with"))
        return False

    def catch_up(self) -> None:
        """Back to the class, or to whoever presents there again."""
        if self.following.state != "with":
            if not self.following.rejoin():
                self.talk.tell(message("present.not-back"))
                return
            self.talk.tell(message("present.back", name=self.following.name))
        self.following.is_away, self._step, self._polled = False, 0, 0
        self.show()

    def vote(self, typed: str) -> None:
        """Answers the poll; what cannot be read is said, and everything else with the result."""
        following, talk = self.following, self.talk
        refused = following.vote(talk.session.kept(typed))
        if refused is not None:
            talk.tell(refused.message)
        elif following.poll is not None and following.poll.number in following.votes:
            talk.tell(message("present.sent", text=typed))
        else:
            talk.tell(message("present.not-sent"))


def hold(following: Following, face: Face) -> int:
    """Follows a class line by line; answers the exit code."""
    session = following.session
    return 1 if session is None else PlainFollower(following, session, face).hold()


def tally_lines(tally: Tally, face: Face) -> list[str]:
    """How the class answered, a line an answer."""
    rows = [face.say(_counted(tally))]
    for heap in tally.heaps:
        note: Message | None = None
        if heap.slip is not None and is_known(heap.slip):
            note = message(f"mistake.{heap.slip}-name")
        elif heap.kind is not None:
            note = message(f"present.{heap.kind}" if heap.kind in ("right", "wrong") else "present.neither")
        told = {"answer": spelled(heap.answer, face), "count": heap.count}
        said = message("present.plain-heap", **told)
        rows.append("  " + face.say(said if note is None else message("present.plain-heap-judged", note=note, **told)))
    return rows


def _counted(tally: Tally) -> Message:
    return message("present.answered", count=tally.votes) if tally.votes else message("present.none-answered")


def _seen(session: Session) -> tuple[object, ...]:
    """What makes one stop another one, for whoever is told about it."""
    view = session.view
    return (session.script, session.at, session.finished, session.question.outcome, session.question.hints,
            session.question.attempts, None if view is None else (len(view.levels), view.cursor))  # fmt: skip


def _nothing(_prompt: str) -> str | None:
    return None
