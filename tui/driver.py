"""How do keys come in and rows go out? The terminal driver; it asks for no report that is not needed, and sleeps.

Textual's own looks for keys ten times a second for as long as the program runs. This one sleeps until a key comes, and
looks again only for the moment in which an Escape may still become an arrow, or a paste may still go on. The thread
that reads ends when it is told to or when the terminal is gone, and for nothing that a terminal sends.
"""

from __future__ import annotations

import os
import select
from codecs import getincrementaldecoder
from collections.abc import Iterable
from contextlib import suppress

from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from .key_reader import KeyReader
from .window import window_size

UNWANTED = ("\x1b[?1004h", "\x1b[?1003h", "\x1b[?2048$p")
"""Reports of focus and of every mouse movement: both would repaint for nothing, on every alt-tab and every move. The
size of the window is asked of the system, which no line noise can change."""
TICK = 0.1
"""Seconds between two looks while an Escape may still become something else."""
TICKS = 10
"""Looks after the last byte: a second, which is longer than any delay of an Escape that people set."""
PASTE_TICKS = 6
"""Looks without a byte after which the end of a paste is lost."""


class QuietDriver(LinuxDriver):
    """The terminal driver of a program that does nothing while nobody does anything."""

    def __init__(
        self, app: App[object], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size or window_size())
        self._wakes, self._waker = os.pipe()

    def write(self, data: str) -> None:
        """Sends what is wanted."""
        if data not in UNWANTED:
            super().write(data)

    def disable_input(self) -> None:
        """Ends the thread that reads keys, which may be asleep."""
        os.write(self._waker, b"\0")
        super().disable_input()

    def _get_terminal_size(self) -> tuple[int, int]:
        return window_size()

    def _run_input_thread(self) -> None:
        try:
            self.run_input_thread()
        except Exception as error:
            # Textual would draw a traceback and end with 0; this is a defect like any other.
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._app._handle_exception, error)

    def run_input_thread(self) -> None:
        """Reads keys until told to stop, or until the terminal is closed at its other end; sleeps in between."""
        reader = KeyReader()
        decode = getincrementaldecoder("utf-8")("replace").decode
        ticks = silent = 0
        while not self.exit_event.is_set():
            waits = ticks or reader.is_pasting
            ready, _, _ = select.select([self.fileno, self._wakes], [], [], TICK if waits else None)
            ticks, silent = max(0, ticks - 1), silent + 1
            if self._wakes in ready:
                # The byte is sent a moment before the event is set.
                self.exit_event.wait(1)
                os.read(self._wakes, 1)
            if self.fileno in ready:
                data = self._arrived()
                if data is None:
                    return
                ticks, silent = TICKS, 0
                self._pass_on(reader.feed(decode(data)))
            elif silent >= PASTE_TICKS:
                self._pass_on(reader.give_up_paste())
            self._pass_on(reader.tick())

    def _arrived(self) -> bytes | None:
        """What the terminal has sent; None when it is gone."""
        try:
            return os.read(self.fileno, 4096) or None
        except BlockingIOError:
            # Another program has read it, or left the terminal not waiting for anything.
            return b""
        except OSError:
            return None

    def _pass_on(self, found: Iterable[Message]) -> None:
        """Gives events to the application, unless it is ending."""
        for event in found:
            with suppress(RuntimeError):
                self.process_message(event)
