"""What does a follower hear? A connection that never blocks: all that waits is read, and the newest line counts."""

from __future__ import annotations

import socket
from contextlib import suppress

from .peers import Peer
from .protocol import LONGEST_TOLD, Lines, Said, Told, arrived, read_told, write

PORTION = 65_536


class LinkLostError(Exception):
    """The presenter is gone, without having said so."""


class Link:
    """A connection to a presenter."""

    def __init__(self, connection: socket.socket, peer: Peer, version: str) -> None:
        self.peer = peer
        self._socket = connection
        self._version = version
        self._lines = Lines(LONGEST_TOLD)
        connection.setblocking(False)

    def fileno(self) -> int:
        """For whoever waits until something is heard; -1 once it is closed."""
        return self._socket.fileno()

    def newest(self) -> Told | None:
        """The newest thing that was said, of all that waits; None when nothing does.

        Raises LinkLostError, and ProtocolError for what cannot be understood.
        """
        rows: list[bytes] = []
        is_over = False
        while True:
            data = arrived(self._socket, PORTION)
            if not data:
                is_over = data is not None
                break
            rows = self._lines.feed(data)[-1:] or rows
        if rows:
            # What was said last is heard, even if the line is cut now; that is found the next time.
            return read_told(rows[-1], self._version)
        if is_over:
            raise LinkLostError
        return None

    def say(self, said: Said) -> bool:
        """Says something; False when the presenter does not listen. A vote is short: it goes whole or not at all."""
        try:
            row = write(said)
            return self._socket.send(row) == len(row)
        except OSError:
            return False

    def close(self) -> None:
        """Leaves."""
        with suppress(OSError):
            self._socket.close()
