"""How do keys come in and rows go out? The terminal driver; it asks for no report that is not needed, and sleeps.

Textual's own looks for keys ten times a second for as long as the program runs. This one sleeps until a key comes, and
looks again only for the moment in which an Escape may still become an arrow.
"""

from __future__ import annotations

import os
import select
from codecs import getincrementaldecoder

from textual._xterm_parser import XTermParser
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver

UNWANTED = ("\x1b[?1004h", "\x1b[?1003h")
"""Reports of focus and of every mouse movement: both would repaint for nothing, on every alt-tab and every move."""
TICK = 0.1
"""Seconds between two looks while an Escape may still become something else."""
TICKS = 10
"""Looks after the last byte: a second, which is longer than any delay of an Escape that people set."""


class QuietDriver(LinuxDriver):
    """The terminal driver of a program that does nothing while nobody does anything."""

    def __init__(
        self, app: App[object], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._wakes, self._waker = os.pipe()

    def write(self, data: str) -> None:
        """Sends what is wanted."""
        if data not in UNWANTED:
            super().write(data)

    def disable_input(self) -> None:
        """Ends the thread that reads keys, which may be asleep."""
        os.write(self._waker, b"\0")
        super().disable_input()

    def run_input_thread(self) -> None:
        """Reads keys until told to stop, or until the terminal is closed at its other end; sleeps in between."""
        parser = XTermParser(self._debug)
        decode = getincrementaldecoder("utf-8")("replace").decode
        ticks = 0
        while not self.exit_event.is_set():
            ready, _, _ = select.select([self.fileno, self._wakes], [], [], TICK if ticks else None)
            ticks = max(0, ticks - 1)
            if self._wakes in ready:
                # The byte is sent a moment before the event is set.
                self.exit_event.wait(1)
                os.read(self._wakes, 1)
            if self.fileno in ready:
                data = os.read(self.fileno, 4096)
                if not data:
                    return
                ticks = TICKS
                text = decode(data)
                # Half a letter decodes to nothing, which the parser would take for the end.
                for event in parser.feed(text) if text else ():
                    self.process_message(event)
            for event in parser.tick():
                self.process_message(event)
