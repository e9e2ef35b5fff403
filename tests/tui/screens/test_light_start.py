"""The catalogue starts without the engine: what a lesson needs is imported when one is opened."""

import subprocess
import sys

LATE = (
    "numpy",
    "sympy",
    "msgspec",
    "importlib.metadata",
    "xml.sax",
    "urllib.request",
    "gradstep.core.simulations",
    "gradstep.core.lesson.load",
    "gradstep.tui.screens.lesson",
)
PROGRAM = f"""
import sys
import gradstep.tui.cli, gradstep.tui.commands.open, gradstep.tui.app, gradstep.tui.guard
print([name for name in {LATE} if name in sys.modules])
"""


def test_nothing_heavy_is_imported_for_the_catalogue():
    run = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
