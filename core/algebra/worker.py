"""What runs in the algebra process? A loop: one JSON request a line in, one JSON answer a line out.

The process bounds itself: memory, processor seconds for each request (so that it can never burn a core after its
parent has gone), and its own life when nobody asks for a while. A closed standard input ends it.
"""

from __future__ import annotations

import json
import os
import select
import sys
from typing import Any

IDLE_SECONDS = 300.0
MEMORY_BYTES = 1 << 30
"""Address space, not memory in use: Python and sympy alone reserve a few hundred megabytes of it."""


def main() -> None:
    """Serves until the input closes or nobody asks for IDLE_SECONDS."""
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
    """Lowest priority and bounded memory, where the system has such bounds."""
    try:
        import resource

        os.nice(10)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    except (ImportError, OSError, ValueError):
        pass


def _allow_seconds(seconds: float) -> None:
    """The processor time until the kernel ends this process: what it used so far, and twice what was asked for."""
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
