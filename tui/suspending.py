"""What does Ctrl+Z do? The program sleeps and the shell is there, as for every other program, if there is a shell."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from textual.app import App


def suspend(app: App[None]) -> None:
    """Sends the program to sleep until the shell wakes it; does nothing where nobody could wake it."""
    if has_shell():
        # The whole group, as the terminal itself would: `make run` sleeps too, and so does the algebra.
        app.app_suspend_signal.publish(app)
        os.killpg(os.getpgrp(), signal.SIGTSTP)


def has_shell() -> bool:
    """Is there, above our group of processes, one of our session that may wake it?"""
    group, session = os.getpgrp(), os.getsid(0)
    parent = os.getppid()
    try:
        while parent > 1 and os.getsid(parent) == session:
            if os.getpgid(parent) != group:
                return True
            parent = _parent(parent)
    except (OSError, ValueError, IndexError):
        pass
    return False


def _parent(process: int) -> int:
    """The parent of another process. Raises OSError where the system does not say, ValueError, IndexError."""
    # The name of the program stands in parentheses and may hold anything.
    told = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
    return int(told.rpartition(")")[2].split()[1])
