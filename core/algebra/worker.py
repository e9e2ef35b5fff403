"""What runs in the algebra process? A loop: a line with a JSON request comes in, a line with a JSON answer goes out.

The process sets its own limits: on memory; on processor time for each request, so that it can never burn a core once
its parent is gone; and on its life, if nobody asks anything for a while. It ends when its standard input is closed.
"""

from __future__ import annotations

import json
import os
import select
import sys
from typing import Any

IDLE_SECONDS = 300.0
MEMORY_BYTES = 1 << 30
"""Of address space, not of memory in use: Python and sympy alone reserve a few hundred megabytes of it."""


def main() -> None:
    """Serves until the input is closed, or nobody has asked anything for IDLE_SECONDS."""
    _be_modest()
    from .requests import answer

    print(json.dumps({"ready": True}), flush=True)  # noqa: T201  this is the protocol
    while select.select([sys.stdin], [], [], IDLE_SECONDS)[0]:
        line = sys.stdin.readline()
        if not line:
            return
        request: dict[str, Any] = json.loads(line)
        _allow_seconds(float(request.get("seconds", 5.0)))
        print(json.dumps(answer(request)), flush=True)  # noqa: T201  this is the protocol


def _be_modest() -> None:
    """Takes a low priority and limits its memory, where the system lets it."""
    try:
        import resource

        os.nice(10)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    except (ImportError, OSError, ValueError):
        pass


def _allow_seconds(seconds: float) -> None:
    """Lets the kernel end this process after its processor time so far and twice `seconds` more."""
    try:
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        limit = int(used.ru_utime + used.ru_stime + 2.0 * seconds) + 2
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (limit, hard))
    except (ImportError, OSError, ValueError):
        pass


if __name__ == "__main__":
    main()
