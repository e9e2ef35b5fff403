"""Which classes are held on this machine, and how does one get in? By the account of the teacher, or by a path."""

from __future__ import annotations

import os
import socket
import stat
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from ...core.errors import GradstepError
from ...core.words.controls import shortened, visible
from ...core.words.reasons import system_reason
from .peers import Peer, checked_system, login, peer_of
from .places import LONGEST_PATH, OURS, SHARED, SOCKET, USUAL_NAME, USUAL_PLACE, expanded


def knock(path: Path) -> tuple[socket.socket, Peer]:
    """A connection to the class at a path, and whose it is. Raises GradstepError: nobody there, or no way in.

    The presenter has to be the owner of the folder: whoever took the place of a socket would be found out.
    """
    checked_system()
    shown = shortened(visible(str(path)))
    if len(os.fsencode(path)) > LONGEST_PATH:
        raise GradstepError("present.long-path", path=shown, most=LONGEST_PATH)
    door = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        door.settimeout(2.0)
        door.connect(str(path))
        peer = peer_of(door)
        owner = path.parent.stat().st_uid
    except OSError as error:
        door.close()
        if isinstance(error, FileNotFoundError | ConnectionRefusedError):
            raise GradstepError("present.nobody-there", path=shown) from None
        raise GradstepError("present.no-way-in", path=shown, reason=system_reason(error)) from None
    except ValueError:
        door.close()
        raise GradstepError("present.nobody-there", path=shown) from None
    if peer.user != owner:
        door.close()
        raise GradstepError("present.imitated", path=shown, owner=login(owner), other=login(peer.user))
    door.setblocking(False)
    return door, peer


def classes(environment: Mapping[str, str]) -> dict[str, Path]:
    """The classes on this machine into which we may come, by `login` or `login/name`."""
    shared = environment.get(SHARED, "")
    place = expanded(shared) if shared else USUAL_PLACE
    found: dict[str, Path] = {}
    with suppress(OSError):
        folders = sorted(place.iterdir() if shared else place.glob(f"{OURS}*"))
        for folder in folders:
            with suppress(OSError):
                found |= _held_in(folder)
    return found


def _held_in(folder: Path) -> dict[str, Path]:
    """The sockets in the folder of a teacher, by her account and their names. Raises OSError."""
    kind = folder.lstat()
    if not stat.S_ISDIR(kind.st_mode) or kind.st_mode & 0o022:
        return {}
    owner, found = login(kind.st_uid), dict[str, Path]()
    for path in sorted(folder.glob(f"*{SOCKET}")):
        if stat.S_ISSOCK(path.lstat().st_mode) and os.access(path, os.R_OK | os.W_OK):
            found[owner if path.stem == USUAL_NAME else f"{owner}/{path.stem}"] = path
    return found


def class_meant(who: str, environment: Mapping[str, str]) -> Path:
    """The socket of the class that was meant: a path, an account, or `account/name`. Raises GradstepError."""
    if "/" in who and (who.startswith(("/", ".", "~")) or os.path.lexists(who)):
        return expanded(who).absolute()
    known = {name: path for name, path in classes(environment).items() if _is_held(path)}
    fitting = {name: path for name, path in known.items() if not who or name == who or name.partition("/")[0] == who}
    if who in fitting:
        return fitting[who]
    if len(fitting) == 1:
        return next(iter(fitting.values()))
    if fitting:
        raise GradstepError("present.several", names=sorted(fitting))
    if known:
        raise GradstepError("present.not-them", got=shortened(visible(who)), names=sorted(known))
    raise GradstepError("present.nobody")


def _is_held(path: Path) -> bool:
    """Is somebody presenting there?"""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as door:
        door.settimeout(1.0)
        try:
            door.connect(str(path))
        except OSError:
            return False
    return True
