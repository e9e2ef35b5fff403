"""How does a full screen end when the terminal is lost? Everything kept, no process left behind, no core burnt.

Textual runs its loop on the main thread, and that thread may be stuck writing to a terminal that is gone. So signals
are taken with `signal.signal`, which needs no loop; a thread looks every two seconds whether the terminal has hung up
or the parent is gone; and a timer ends the process for good if the orderly end takes too long.
"""

from __future__ import annotations

import os
import select
import signal
import sys
from collections.abc import Callable
from threading import Event, Lock, Thread, Timer
from types import FrameType

from textual.app import App

from . import garbage

GRACE = 3.0
"""Seconds for an orderly end."""
POLL = 2.0
"""Seconds between two looks at the terminal."""
ENDING = tuple(
    getattr(signal, name)
    for name in ("SIGHUP", "SIGINT", "SIGTERM", "SIGQUIT", "SIGUSR1", "SIGUSR2", "SIGALRM", "SIGVTALRM", "SIGPROF",
                 "SIGXCPU", "SIGPOLL", "SIGPWR", "SIGSTKFLT")
    if hasattr(signal, name)
)  # fmt: skip
"""Signals that end a program by default and say nothing about a defect of it."""


class Guard:
    """Watches over one application while it runs."""

    def __init__(self, app: App[None], save: Callable[[], None], grace: float = GRACE, poll: float = POLL) -> None:
        self.app = app
        self.save = save
        self.grace = grace
        self.poll = poll
        self._once = Lock()
        self._over = Event()

    def run(self) -> int:
        """Runs the application to its end, however that comes; answers the exit code."""
        for stream in (sys.__stderr__, sys.__stdout__):
            if stream is not None:
                # Textual draws on standard error; any other encoding would get escapes for its signs.
                stream.reconfigure(encoding="utf-8", errors="replace")  # pyright: ignore[reportAttributeAccessIssue]
        parent = os.getppid()
        before = {number: signal.signal(number, self._on_signal) for number in ENDING}
        Thread(target=self._watch, args=(parent,), name="terminal-watch", daemon=True).start()
        try:
            self.app.run()
        finally:
            self._over.set()
            for number, handler in before.items():
                # None: whoever set it did so outside of Python.
                signal.signal(number, signal.SIG_DFL if handler is None else handler)
        return self.app.return_code or 0

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self.end(128 + number)

    def end(self, code: int) -> None:
        """Saves, asks the application to end, and makes sure that the process does."""
        if not self._once.acquire(blocking=False):
            return
        timer = Timer(self.grace, os._exit, (code,))
        timer.daemon = True
        timer.start()
        try:
            self.save()
        finally:
            loop = getattr(self.app, "_loop", None)
            if loop is None:
                os._exit(code)
            try:
                loop.call_soon_threadsafe(self.app.exit, None, code)
            except RuntimeError:
                os._exit(code)

    def _watch(self, parent: int) -> None:
        """Ends the program when the terminal has hung up or the shell is gone."""
        terminal = select.poll()
        terminal.register(0, 0)
        is_starting = True
        while not self._over.wait(self.poll):
            if is_starting:
                garbage.resume()
                is_starting = False
            gone = any(event & (select.POLLHUP | select.POLLERR | select.POLLNVAL) for _, event in terminal.poll(0))
            if gone or (os.getppid() == 1 and parent != 1):
                self.end(129)
                return
