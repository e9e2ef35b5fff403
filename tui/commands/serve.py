"""`gradstep serve`: the program in a browser, each visitor apart. Needs the extra `web`."""

from __future__ import annotations

import errno
import os
import socket
import sys
from importlib.util import find_spec

from ...core.errors import GradstepError
from ...core.words import message
from ...core.words.reasons import system_reason
from ..face import Face
from ..lessons import open_lesson
from ..options import Call

PORT_ERRORS = frozenset({errno.EADDRINUSE, errno.EACCES})
"""Another port helps; against everything else another address does."""
EVERYWHERE = frozenset({"0.0.0.0", "::", ""})
"""Addresses that mean all of this machine; nobody else can open them, so its name is told."""
LIMITS = {"port": (0, 65_535), "sessions": (1, 10_000), "idle": (1, 10_000_000)}


def run(call: Call, face: Face) -> int:
    """Serves until it is told to end."""
    if find_spec("textual_serve") is None:
        raise GradstepError("serve.needs-extra")
    from ..serving.server import GradstepServer, Serving

    for name in call.given:
        open_lesson(face, name)
    host = call.get("host", "127.0.0.1")
    port = _free_port(host, _within(call, "port", 8000))
    passed = [f"--{name}={call.get(name)}" for name in ("lang", "theme") if call.has(name)]
    serving = Serving(
        arguments=(*call.given, *passed),
        environment=os.environ,
        state=face.state,
        host=host,
        port=port,
        most=_within(call, "sessions", 30),
        idle=float(_within(call, "idle", 3600)),
        is_shared=not call.has("own-state"),
    )
    shown = socket.gethostname() if host in EVERYWHERE else f"[{host}]" if ":" in host else host
    sys.stdout.write(face.say(message("serve.serving", address=f"http://{shown}:{port}/")) + "\n")
    sys.stdout.flush()
    GradstepServer(serving).serve()
    return 0


def _within(call: Call, option: str, usual: int) -> int:
    """A number within its limits. Raises UsageError."""
    return call.number(option, usual, *LIMITS[option])


def _free_port(host: str, port: int) -> int:
    """The port, or a free one for 0. Raises GradstepError where it cannot be opened, before anything starts."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind(address)
            return int(tried.getsockname()[1])
    except (OSError, UnicodeError) as error:
        reason = system_reason(error) if isinstance(error, OSError) else str(error)
        id = "serve.no-port" if getattr(error, "errno", None) in PORT_ERRORS else "serve.no-host"
        raise GradstepError(id, address=f"{host}:{port}", reason=reason) from None
