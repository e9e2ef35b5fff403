"""Where is a class held, and who may come in? A socket in a folder that only the teacher can write to.

Whoever may connect is decided by the system: by the rights of the folder and of the socket, for the teacher alone or
for one group. Nothing is ever writable for everybody.
"""

from __future__ import annotations

import grp
import os
import re
import socket
import stat
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ...core.errors import GradstepError
from ...core.words.controls import shortened, visible
from ...core.words.reasons import system_reason
from .peers import checked_system, login

SHARED = "GRADSTEP_CLASS"
"""The variable that names the folder in which an administrator wants classes to be."""
USUAL_PLACE, OURS = Path("/tmp"), "gradstep-class-"
"""Where classes are otherwise, in a folder for each teacher."""
MOST_TRIED = 20
"""Folders with the usual name that may be somebody else's before we give up."""
LONGEST_PATH = 100
"""Bytes of the path of a socket; the system takes a few more."""
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,29}")
USUAL_NAME, SOCKET = "class", ".sock"
ALONE, GROUP = (0o700, 0o600), (0o750, 0o660)
"""Rights of folder and socket: for the teacher alone, and for a group."""
WAITING = 64
"""Followers that may knock at the same moment."""


@dataclass(frozen=True)
class Place:
    """Where a class is held."""

    socket: Path
    group: int | None = None
    """The group that may come in; None for the teacher's account alone."""


def place_for(path: str, name: str, group: str, environment: Mapping[str, str]) -> Place:
    """The place of a class that is about to begin, its folder made. Raises GradstepError with what to do."""
    if not NAME.fullmatch(name or USUAL_NAME):
        raise GradstepError("present.bad-name", got=shortened(visible(name)))
    wanted = _group(group) if group else None
    if path:
        file = expanded(path).absolute()
        folder = _ours(file.parent)
    else:
        folder = _folder(environment, closed=wanted is None)
        file = folder / f"{name or USUAL_NAME}{SOCKET}"
    if len(os.fsencode(file)) > LONGEST_PATH:
        raise GradstepError("present.long-path", path=shortened(visible(str(file))), most=LONGEST_PATH)
    return Place(file, _opened_to(folder, wanted))


def expanded(path: str) -> Path:
    """A path as it was given, with the home in the place of `~` where there is one."""
    try:
        return Path(path).expanduser()
    except RuntimeError:
        return Path(path)


def _folder(environment: Mapping[str, str], *, closed: bool) -> Path:
    """The teacher's folder in the place of the administrator, or in the usual one; made where it is missing.

    The usual one is ours alone to open: left open by a class that was killed, it is closed again.
    """
    shared, user = environment.get(SHARED, ""), os.geteuid()
    if shared:
        folder = expanded(shared) / login(user)
        with _told(folder):
            if not os.path.lexists(folder):
                folder.mkdir(mode=ALONE[0])
                # A umask may have taken the rights of the owner too.
                folder.chmod(ALONE[0])
        return _ours(folder)
    for turn in range(MOST_TRIED):
        # Somebody may have taken the name before us; whoever follows goes by the owner and not by the name.
        folder = USUAL_PLACE / f"{OURS}{user}{f'-{turn}' if turn else ''}"
        with suppress(FileExistsError), _told(folder):
            folder.mkdir(mode=ALONE[0])
        with suppress(GradstepError):
            ours = _ours(folder)
            if closed:
                ours.chmod(ALONE[0])
            return ours
    raise GradstepError("present.no-folder", path=str(USUAL_PLACE))


def _ours(folder: Path) -> Path:
    """The folder, which has to be a real one of ours that nobody else can write to. Raises GradstepError."""
    with _told(folder):
        found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        raise GradstepError("present.not-your-folder", path=shortened(visible(str(folder))))
    if found.st_mode & 0o022:
        raise GradstepError("present.open-folder", path=shortened(visible(str(folder))))
    return folder


def _opened_to(folder: Path, group: int | None) -> int | None:
    """Opens the folder to a group; without one it stays as whoever made it wants it. Answers who may come in."""
    if group is not None:
        try:
            os.chown(folder, -1, group)
        except PermissionError:
            raise GradstepError("present.not-member", group=grp.getgrgid(group).gr_name) from None
    with _told(folder):
        if group is not None:
            folder.chmod(GROUP[0])
        found = folder.stat()
    return found.st_gid if found.st_mode & 0o050 == 0o050 else None


def _group(name: str) -> int:
    """The number of a group. Raises GradstepError."""
    try:
        return grp.getgrnam(name).gr_gid
    except (KeyError, ValueError):
        raise GradstepError("present.no-group", got=shortened(visible(name))) from None


class _told:
    """Turns what the system refuses into a sentence with the path."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> None:
        return

    def __exit__(self, _kind: object, error: object, _where: object) -> None:
        if isinstance(error, FileExistsError):
            return
        if isinstance(error, OSError | ValueError):
            reason = system_reason(error) if isinstance(error, OSError) else str(error)
            raise GradstepError("present.system", path=shortened(visible(str(self.path))), reason=reason) from None


def listen(place: Place) -> socket.socket:
    """The socket of a class, which waits for followers. Raises GradstepError: somebody is presenting there already.

    What a presenter left who was killed is taken away if it is ours; anything else stays.
    """
    checked_system()
    path = place.socket
    with _told(path):
        if os.path.lexists(path):
            _clear(path)
        door = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        mask = os.umask(0o177)
        try:
            door.bind(str(path))
        except OSError:
            door.close()
            raise
        finally:
            os.umask(mask)
        if place.group is not None:
            os.chown(path, -1, place.group)
            path.chmod(GROUP[1])
        door.listen(WAITING)
        door.setblocking(False)
    return door


def _clear(path: Path) -> None:
    """Takes away the socket of a class that is over. Raises GradstepError, OSError."""
    found = path.lstat()
    if not stat.S_ISSOCK(found.st_mode) or found.st_uid != os.geteuid():
        raise GradstepError("present.something-there", path=shortened(visible(str(path))))
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as knock:
        knock.settimeout(1.0)
        try:
            knock.connect(str(path))
        except ConnectionRefusedError:
            path.unlink()
        except OSError:
            raise GradstepError("present.already", path=shortened(visible(str(path)))) from None
        else:
            raise GradstepError("present.already", path=shortened(visible(str(path))))


def leave(place: Place) -> None:
    """Takes away the socket of a class that is over, and the folder in the usual place if nothing else is in it."""
    folder = place.socket.parent
    with suppress(OSError):
        place.socket.unlink()
    if folder.parent == USUAL_PLACE and folder.name.startswith(OURS):
        with suppress(OSError):
            folder.rmdir()
