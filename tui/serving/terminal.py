"""How does a program run for somebody who is elsewhere? In a pseudo-terminal of its own, which ends with the visit.

The program at its other end is the same that runs over SSH: it sees a window with a size, keeps what was typed when the
line is cut, and needs to know nothing of browsers.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import pty
import signal
import struct
import termios
from collections.abc import Mapping, Sequence
from contextlib import suppress
from multiprocessing.process import BaseProcess

from ..window import LARGEST
from .nursery import born, ended

PORTION = 65_536
"""Bytes that are read at once."""
GRACE = 4.0
"""Seconds in which the program may end in order before it is killed."""
MOST_WAITING = 1_000_000
"""Bytes of input that may wait for a program that does not read; more is dropped."""


class ProgramTerminal:
    """One program in one pseudo-terminal; it must be made and used inside a running event loop."""

    def __init__(self, arguments: Sequence[str], environment: Mapping[str, str]) -> None:
        self.arguments = tuple(arguments)
        self.environment = dict(environment)
        self._master = -1
        self._process: BaseProcess | None = None
        self._end: asyncio.Future[None] | None = None
        self._waiting = bytearray()

    @property
    def pid(self) -> int | None:
        """The process, once it runs."""
        return None if self._process is None else self._process.pid

    async def start(self, columns: int, rows: int) -> None:
        """Starts the program in a window of this size. Raises OSError."""
        self._master, slave = pty.openpty()
        try:
            self.resize(columns, rows)
            os.set_blocking(self._master, False)
            self._process = await born(self.arguments, self.environment, slave)
        except BaseException:
            os.close(self._master)
            self._master = -1
            raise
        finally:
            os.close(slave)

    def resize(self, columns: int, rows: int) -> None:
        """Tells the program how large its window is, within what can be drawn."""
        if self._master >= 0:
            size = (min(max(rows, 1), LARGEST[1]), min(max(columns, 1), LARGEST[0]))
            fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", *size, 0, 0))

    async def read(self) -> bytes:
        """What the program writes next; nothing once it has ended."""
        while self._master >= 0:
            try:
                return os.read(self._master, PORTION)
            except BlockingIOError:
                await self._readable()
            except OSError:
                break
        return b""

    async def _readable(self) -> None:
        loop = asyncio.get_running_loop()
        ready = loop.create_future()
        loop.add_reader(self._master, lambda: ready.done() or ready.set_result(None))
        try:
            await ready
        finally:
            loop.remove_reader(self._master)

    def write(self, data: bytes) -> None:
        """Types for the visitor."""
        if self._master < 0 or len(self._waiting) + len(data) > MOST_WAITING:
            return
        self._waiting += data
        self._type()

    def _type(self) -> None:
        """Hands over what the program takes; the rest goes when it reads again."""
        loop = asyncio.get_running_loop()
        while self._waiting and self._master >= 0:
            try:
                del self._waiting[: os.write(self._master, self._waiting[:PORTION])]
            except BlockingIOError:
                loop.add_writer(self._master, self._type)
                return
            except OSError:
                self._waiting.clear()
        if self._master >= 0:
            loop.remove_writer(self._master)

    async def stop(self) -> None:
        """Hangs up, as a cut line does, and waits until the program is gone; asked twice, it waits for the same end."""
        if self._end is None:
            self._end = asyncio.ensure_future(self._stop())
        await asyncio.shield(self._end)

    async def _stop(self) -> None:
        if self._master >= 0:
            loop = asyncio.get_running_loop()
            loop.remove_reader(self._master)
            loop.remove_writer(self._master)
            os.close(self._master)
            self._master = -1
        process = self._process
        if process is None or process.pid is None:
            return
        for sign, seconds in ((signal.SIGHUP, GRACE), (signal.SIGKILL, GRACE)):
            if process.exitcode is not None:
                return
            with suppress(ProcessLookupError):
                os.killpg(process.pid, sign)
            if await ended(process, seconds):
                return
