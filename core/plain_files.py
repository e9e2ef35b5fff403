"""How is a file read or written that may be anything at all? Only plain files are opened, and read up to a bound.

A name may turn out to be a pipe that nobody writes to, a link to a device without an end, a folder, or a file of any
size. Whoever asks here waits for nothing and reads no more than a bound; the reason is an `OSError` like any other.
What is written is for its owner alone, whatever the umask says.
"""

from __future__ import annotations

import errno
import json
import os
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import cast

OWNER_ONLY = 0o077
"""The rights of everybody else."""
FOLDER = "gradstep"
"""The folder under the state folder of the system; it and what is in it are ours to mend."""


class NoPlainFileError(OSError):
    """A pipe, a device, a folder: something that cannot be read like a file."""

    def __init__(self, path: Path, mode: int) -> None:
        kind = errno.EISDIR if stat.S_ISDIR(mode) else errno.ENXIO
        super().__init__(kind, os.strerror(kind), str(path))


def open_plain(path: Path, flags: int = os.O_RDONLY, mode: int = 0o600) -> int:
    """A descriptor of a plain file. Raises NoPlainFileError, OSError; opening waits for nothing.

    What is there is looked at before it is opened, because opening alone may already do something to a device.
    """
    try:
        found = path.stat().st_mode
    except FileNotFoundError:
        if not flags & os.O_CREAT:
            raise
    else:
        if not stat.S_ISREG(found):
            raise NoPlainFileError(path, found)
    handle = os.open(path, flags | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC, mode)
    found = os.fstat(handle).st_mode
    if not stat.S_ISREG(found):
        os.close(handle)
        raise NoPlainFileError(path, found)
    return handle


def read_plain(path: Path, most: int) -> bytes:
    """The bytes of a plain file, and no more than one above `most` of them. Raises OSError."""
    with os.fdopen(open_plain(path), "rb") as file:
        return file.read(most + 1)


def append_private(path: Path, data: bytes) -> None:
    """Adds all of the data to a file of its owner, or nothing of it. Raises OSError."""
    handle = open_plain(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW)
    try:
        status = os.fstat(handle)
        if stat.S_IMODE(status.st_mode) != 0o600:
            os.fchmod(handle, 0o600)
        if os.write(handle, data) < len(data):
            os.ftruncate(handle, status.st_size)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    finally:
        os.close(handle)


def read_kept(path: Path, most: int) -> Mapping[str, object]:
    """What a small JSON file of ours has by name; nothing where it is missing, damaged or something else."""
    try:
        data = json.loads(read_plain(path, most))
    except (OSError, ValueError, RecursionError):
        return {}
    return cast("Mapping[str, object]", data) if isinstance(data, Mapping) else {}


def write_private(path: Path, data: bytes) -> None:
    """Makes a new file of its owner, which must not be there yet; a full disk leaves none. Raises OSError."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            os.fchmod(handle, 0o600)
            file.write(data)
    except OSError:
        path.unlink(missing_ok=True)
        raise


def replace_private(path: Path, data: bytes, writer: str) -> None:
    """Puts a file of its owner in the place of an old one, as a whole: a full disk or a lost line leaves the old one.

    `writer` is a name that no other running program has. Raises OSError.
    """
    private_folder(path.parent)
    fresh = path.with_name(f"{path.name}.{writer}")
    fresh.unlink(missing_ok=True)
    write_private(fresh, data)
    fresh.replace(path)


def private_folder(path: Path) -> None:
    """Makes a folder that only its owner can look into, and every folder above it that is missing. Raises OSError.

    Folders of ours that are open to others are closed: this one, and the one called `gradstep` around it.
    """
    missing = [path]
    while not missing[-1].parent.exists():
        missing.append(missing[-1].parent)
    for folder in reversed(missing):
        try:
            folder.mkdir(mode=0o700)
        except FileExistsError:
            if not folder.is_dir():
                raise
        else:
            # A umask may have taken the rights of the owner too.
            folder.chmod(0o700)
    for folder in (path, path.parent):
        if (folder == path or folder.name == FOLDER) and is_open_to_others(folder):
            folder.chmod(0o700)


def is_open_to_others(path: Path) -> bool:
    """May anybody but the owner do anything with a file or folder of ours? Raises OSError."""
    status = path.stat()
    return status.st_uid == os.geteuid() and bool(status.st_mode & OWNER_ONLY)
