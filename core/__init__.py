"""What does `from gradstep.core import leaf, backward` bring? The engine as it is used from Python, loaded when asked.

`leaf`, `data`, `constant` and `backward`, and every operation of the op table by its name: docs/python.md. Nothing is
imported before it is named, so that importing a part of the engine stays as light as that part.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any


def __getattr__(name: str) -> Any:
    # `from gradstep.core import graph` asks here first, and means the module
    if not name.startswith("_") and find_spec(f"{__name__}.{name}") is None:
        for module in ("notebook.composed", "notebook.expressions", "notebook.gradients", "notebook.runs"):
            offered = import_module(f".{module}", __name__).OFFERED
            if name in offered:
                return offered[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
