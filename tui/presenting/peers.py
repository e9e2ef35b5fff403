"""Who is at the other end of a socket? The account that the system names: nobody can vote or present as another."""

from __future__ import annotations

import pwd
import socket
import struct
from dataclasses import dataclass

from ...core.errors import GradstepError
from ...core.words.controls import shortened, visible


@dataclass(frozen=True)
class Peer:
    """Who is at the other end, as the system says."""

    user: int
    process: int

    @property
    def name(self) -> str:
        """What people call that user."""
        return user_name(self.user)


def checked_system() -> None:
    """Raises GradstepError on a system that does not say who is at the other end."""
    if not hasattr(socket, "SO_PEERCRED"):
        raise GradstepError("present.no-system")


def peer_of(connection: socket.socket) -> Peer:
    """Who is at the other end. Raises OSError."""
    process, user, _ = struct.unpack("3i", connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))
    return Peer(user, process)


def login(user: int) -> str:
    """The name of an account."""
    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return str(user)


def user_name(user: int) -> str:
    """The full name of a user where the system has one, otherwise that of the account; one line of no great length."""
    try:
        entry = pwd.getpwuid(user)
    except KeyError:
        return str(user)
    full = entry.pw_gecos.partition(",")[0].strip()
    return shortened(visible(full or entry.pw_name), 30)
