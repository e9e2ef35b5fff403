"""How can we ask for algebra and never wait for ever? Through a process that may be killed at any time.

It starts with the first question, answers one question at a time, and is killed if an answer takes longer than it may;
the next question starts another. A failure is an AlgebraError, which says nothing about a formula, only that we do not
know. `ask` blocks, so a face calls it from a thread.
"""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Mapping
from threading import Lock
from types import TracebackType
from typing import Any, Self

from ..errors import AlgebraError
from ..words.reasons import system_reason

START_SECONDS = 20.0
"""How long the process may take to get ready: it has to import sympy."""


class Algebra:
    """The algebra process of one visit, or none as long as nothing was asked."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = Lock()
        self._read = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def ask(self, request: Mapping[str, object], seconds: float = 5.0) -> dict[str, Any]:
        """The answer to one of the requests in requests.py, within `seconds` on the clock.

        Raises AlgebraError if the process cannot be started, takes too long, dies, or refuses.
        """
        with self._lock:
            process = self._running()
            line = json.dumps({**request, "seconds": seconds}).encode() + b"\n"
            try:
                assert process.stdin is not None
                process.stdin.write(line)
                process.stdin.flush()
            except OSError:
                process = self._restarted()
                assert process.stdin is not None
                process.stdin.write(line)
                process.stdin.flush()
            answer = self._answer(process, seconds)
        if not answer.pop("ok", False):
            raise AlgebraError("algebra.refused", why=str(answer.get("why", "")))
        return answer

    def close(self) -> None:
        """Ends the process, if there is one."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        return self._restarted()

    def _restarted(self) -> subprocess.Popen[bytes]:
        self.close()
        self._read = b""
        package = (__package__ or "").rpartition(".")[0]
        command = [sys.executable, "-m", f"{package}.algebra.worker"]
        try:
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=os.environ
            )
        except OSError as error:
            raise AlgebraError("algebra.cannot-start", why=system_reason(error)) from None
        self._answer(self._process, START_SECONDS)
        return self._process

    def _answer(self, process: subprocess.Popen[bytes], seconds: float) -> dict[str, object]:
        """The next line from the process. Raises AlgebraError after `seconds`, or if the process has died."""
        assert process.stdout is not None
        handle, end = process.stdout.fileno(), time.monotonic() + seconds
        while b"\n" not in self._read:
            left = end - time.monotonic()
            is_ready = left > 0 and bool(select.select([handle], [], [], left)[0])
            chunk = os.read(handle, 1 << 16) if is_ready else b""
            if not chunk:
                self.close()
                raise AlgebraError("algebra.no-answer", seconds=seconds)
            self._read += chunk
        line, _, self._read = self._read.partition(b"\n")
        answer: dict[str, object] = json.loads(line)
        return answer
