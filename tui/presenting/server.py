"""How does one presenter reach thirty followers, and wait for none? Sockets that never block, and one line for each.

A follower who does not read gets the newest line once she reads again, and no backlog: at most one line is on its way
to her and one waits. Whoever is gone, says too much, or says what nobody of ours says is dropped and counted. Nothing
runs while nobody does anything: the loop of the program sleeps on the sockets.
"""

from __future__ import annotations

import asyncio
import socket
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from .peers import Peer, peer_of
from .protocol import LONGEST_SAID, Lines, ProtocolError, Said, arrived, read_said

MOST_FOLLOWERS = 200
MOST_OF_ONE = 6
"""Connections of one user, so that nobody takes the places of all."""
MOST_SAID = 60
"""Lines of one follower between two lines of the presenter that open a poll; more is no answering."""
PORTION = 4_096
"""Bytes of one follower that are read at once: then it is somebody else's turn."""
Identify = Callable[[Peer, int], str]
"""The voter behind a connection: of whom it is, and the number of the connection."""


def by_user(peer: Peer, _number: int) -> str:
    """One vote a user."""
    return str(peer.user)


def by_screen(peer: Peer, number: int) -> str:
    """One vote a screen, where students share an account."""
    return f"{peer.user}.{number}"


@dataclass(eq=False)
class Follower:
    """One connection."""

    socket: socket.socket
    peer: Peer
    voter: str
    lines: Lines = field(default_factory=lambda: Lines(LONGEST_SAID))
    going: memoryview = field(default_factory=lambda: memoryview(b""))
    """What is left of the line that is on its way."""
    newest: bytes | None = None
    """The line that goes next; a newer one takes its place."""
    said: int = 0


class Server:
    """The door of a class; it must be made and used inside a running event loop."""

    def __init__(
        self, door: socket.socket, told: Callable[[str, Said], None], changed: Callable[[], None],
        identify: Identify = by_user, most_of_one: int = MOST_OF_ONE,
    ) -> None:  # fmt: skip
        self.door = door
        self.followers: list[Follower] = []
        self.dropped = 0
        """Followers who were sent away for what they said."""
        self.refused = 0
        """Those for whom there was no place."""
        self._told = told
        self._changed = changed
        self._identify = identify
        self._most_of_one = most_of_one
        self._line = b""
        self._numbers = 0
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(door, self._come_in)

    @property
    def count(self) -> int:
        """How many follow: voters, however many screens each has."""
        return len({follower.voter for follower in self.followers})

    def publish(self, line: bytes) -> None:
        """Says a line to everybody, now and to whoever comes later; the last one before is not said any more."""
        self._line = line
        for follower in list(self.followers):
            follower.newest = line
            self._send(follower)

    def allow(self) -> None:
        """Everybody may say something again: a question was put to the class."""
        for follower in self.followers:
            follower.said = 0

    def close(self, last: bytes) -> None:
        """Says a last line to whoever listens, and closes the door. May be called twice."""
        if self.door.fileno() < 0:
            return
        self.publish(last)
        self._loop.remove_reader(self.door)
        self.door.close()
        for follower in list(self.followers):
            self._leave(follower)

    def _come_in(self) -> None:
        """Lets in whoever knocks, unless there are too many."""
        try:
            connection, _ = self.door.accept()
        except OSError:
            return
        connection.setblocking(False)
        try:
            peer = peer_of(connection)
        except OSError:
            connection.close()
            return
        self._numbers += 1
        count = Counter(follower.peer.user for follower in self.followers)
        if len(self.followers) >= MOST_FOLLOWERS or count[peer.user] >= self._most_of_one:
            connection.close()
            self.refused += 1
            return
        follower = Follower(connection, peer, self._identify(peer, self._numbers), newest=self._line or None)
        self.followers.append(follower)
        self._loop.add_reader(connection, self._read, follower)
        self._send(follower)
        self._changed()

    def _read(self, follower: Follower) -> None:
        """Takes what a follower says."""
        data = arrived(follower.socket, PORTION)
        if data is None:
            return
        if not data:
            self._leave(follower)
            return
        try:
            for row in follower.lines.feed(data):
                follower.said += 1
                if follower.said > MOST_SAID:
                    raise ProtocolError("present.too-much", most=MOST_SAID)
                self._told(follower.voter, read_said(row))
        except ProtocolError:
            self.dropped += 1
            self._leave(follower)

    def _send(self, follower: Follower) -> None:
        """Sends what the system takes; the rest goes when it takes more."""
        try:
            while follower.going or follower.newest is not None:
                if not follower.going:
                    follower.going, follower.newest = memoryview(follower.newest or b""), None
                follower.going = follower.going[follower.socket.send(follower.going) :]
        except BlockingIOError:
            self._loop.add_writer(follower.socket, self._send, follower)
            return
        except OSError:
            self._leave(follower)
            return
        self._loop.remove_writer(follower.socket)

    def _leave(self, follower: Follower) -> None:
        if follower not in self.followers:
            return
        self.followers.remove(follower)
        self._loop.remove_reader(follower.socket)
        self._loop.remove_writer(follower.socket)
        with suppress(OSError):
            follower.socket.close()
        self._changed()
