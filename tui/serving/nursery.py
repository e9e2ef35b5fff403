"""How does a visitor's program begin at once? As a copy of a process that has read the whole program already.

Thirty visitors who come together would read the same thousand modules thirty times, and hold them thirty times in
memory. Here one process without threads reads them once (the fork server of the standard library); each program is
forked from it, and what nobody changes is there once.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from multiprocessing import forkserver, get_context
from multiprocessing.process import BaseProcess
from multiprocessing.reduction import DupFd
from typing import Any

READ = (
    "gradstep.tui.cli", "gradstep.tui.commands.open", "gradstep.tui.app", "gradstep.tui.driver", "gradstep.tui.guard",
    "gradstep.tui.screens.catalogue", "gradstep.tui.screens.lesson", "gradstep.tui.screens.lab",
    "textual.drivers.linux_driver", "textual.layouts.factory", "textual.scrollbar", "textual.pilot",
)  # fmt: skip
"""What every visit needs, and reads by itself only when it is needed."""
STREAMS = (("stdin", "r"), ("stdout", "w"), ("stderr", "w"))


def open_nursery() -> None:
    """Starts the process from which programs are forked; it reads while others go on. Raises OSError."""
    forkserver.set_forkserver_preload([f"{__package__}.ready"])
    forkserver.ensure_running()


def read_everything() -> None:
    """Imports what a visit needs, every kind of simulation and all words included."""
    from ...core.simulations.kinds import KINDS
    from ..words import face_words

    for name in READ:
        import_module(name)
    tuple(KINDS.values())
    face_words()


async def born(arguments: Sequence[str], environment: Mapping[str, str], terminal: int) -> BaseProcess:
    """A program of its own at a terminal (a descriptor, which stays the caller's). Raises OSError.

    The first one may have to wait until everything is read.
    """
    # The caller may be gone and its descriptor closed before the program is there.
    own = os.dup(terminal)

    def start() -> BaseProcess:
        try:
            # A descriptor can be handed over only while the process is being started: its argument knows how.
            given = (_Handed(own), tuple(arguments), dict(environment))
            process = get_context("forkserver").Process(target=_live, args=given)
            process.start()
            return process
        finally:
            os.close(own)

    return await asyncio.to_thread(start)


async def ended(process: BaseProcess, seconds: float) -> bool:
    """Is a program over within so many seconds?"""
    if process.exitcode is not None:
        return True
    loop = asyncio.get_running_loop()
    over = loop.create_future()
    loop.add_reader(process.sentinel, lambda: over.done() or over.set_result(None))
    try:
        await asyncio.wait_for(over, seconds)
    except TimeoutError:
        return False
    finally:
        loop.remove_reader(process.sentinel)
    process.join()
    return True


class _Handed:
    """A descriptor on its way to another process."""

    def __init__(self, number: int) -> None:
        self.number = number

    def __reduce__(self) -> tuple[Any, ...]:
        return _received, (DupFd(self.number),)


def _received(handed: Any) -> int:
    return int(handed.detach())


def _live(terminal: int, arguments: Sequence[str], environment: Mapping[str, str]) -> None:
    """What a program does from its birth on: a session, a terminal and an environment of its own, and then its work."""
    os.login_tty(terminal)
    os.environ.clear()
    os.environ.update(environment)
    for number, (name, mode) in enumerate(STREAMS):
        stream = os.fdopen(number, mode, encoding="utf-8", closefd=False)
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)
    sys.exit(import_module("gradstep.tui.cli").main(arguments))
