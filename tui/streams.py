"""Can we read, write and complain? The three streams of a program may be closed, full, or in another encoding.

Whoever starts the program without a stream (`>&-`) would get the next file that is opened in its place: so each of them
is opened, on nothing. What is typed in another encoding is read as some sign, and what cannot be shown is a `?`.
"""

from __future__ import annotations

import os
import sys
from typing import IO, Any

COMPLAINTS = 2


def open_streams() -> None:
    """Opens what is closed, and makes every stream take any letter."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        stream: IO[Any] | None = getattr(sys, name)
        if stream is None:
            stream = _nothing(number)
            setattr(sys, name, stream)
            setattr(sys, f"__{name}__", stream)
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def _nothing(number: int) -> IO[str]:
    """A stream in the place of one that is closed: nothing is read from it, and output to it fails (not complaints)."""
    handle = os.open(os.devnull, os.O_WRONLY if number == COMPLAINTS else os.O_RDONLY)
    if handle != number:
        os.dup2(handle, number, inheritable=True)
        os.close(handle)
    return open(number, "r" if number == 0 else "w", encoding="utf-8", closefd=False)


def lose_output() -> None:
    """From here on what is written goes nowhere: the end of the program would complain about it otherwise."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
