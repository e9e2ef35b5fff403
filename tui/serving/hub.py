"""How does gradstep become a tile on JupyterHub? The entry point that jupyter-server-proxy asks for its servers."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any


def setup() -> dict[str, Any]:
    """The server of one student: reached through the proxy only, with the progress that lies in her home."""
    return {
        "command": [
            sys.executable,
            "-m",
            "gradstep.tui",
            "serve",
            "--port",
            "{port}",
            "--own-state",
            "--sessions",
            "5",
        ],
        "timeout": 30,
        "launcher_entry": {"title": "gradstep", "icon_path": str(Path(__file__).with_name("tile.svg"))},
    }
