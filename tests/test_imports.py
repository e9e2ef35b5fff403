"""What is loaded when? Each part in a fresh interpreter: the static import contracts cannot see late imports."""

import json
import subprocess
import sys

import pytest

HEAVY = ("textual", "rich", "sympy")


def loaded_by(statement: str) -> set[str]:
    """The heavy packages in memory after a statement."""
    code = f"import sys\n{statement}\nimport json\nprint(json.dumps([m for m in {HEAVY!r} if m in sys.modules]))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.parametrize(
    "module",
    [
        "gradstep.core.simulations.kinds",
        "gradstep.core.lesson.progress",
        "gradstep.core.lesson.verify",
        "gradstep.core.solution",
        "gradstep.core.algebra.client",
        "gradstep.tui.cli",
        "gradstep.tui.plain.conversation",
        "gradstep.tui.drawing.graph.render",
        "gradstep.tui.commands.frames",
        "gradstep.tui.commands.verify",
        "gradstep.tui.commands.doctor",
    ],
)
def test_the_engine_and_the_plain_commands_load_nothing_heavy(module):
    assert loaded_by(f"import {module}") == set()


def test_the_full_screen_never_loads_sympy():
    assert "sympy" not in loaded_by("import gradstep.tui.app")


def test_the_command_line_is_ready_before_numpy():
    code = "import sys, gradstep.tui.cli, os\nprint('numpy' in sys.modules, os.environ['OPENBLAS_NUM_THREADS'])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split()[1] == "1"
