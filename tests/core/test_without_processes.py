"""The engine without processes and threads, as in a browser: it computes, trains, teaches, and says so."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BARE = """
import builtins, os, sys
sys.platform = "emscripten"  # so that `subprocess` itself refuses, as it does there

ABSENT = {"_posixsubprocess", "_multiprocessing", "_posixshmem", "fcntl", "termios", "tty", "pty", "resource", "pwd",
          "grp", "curses", "readline", "textual", "rich"}
usual = builtins.__import__

def without(name, *rest, **more):
    if name.partition(".")[0] in ABSENT:
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)
    return usual(name, *rest, **more)

builtins.__import__ = without
import threading

def refused(*_, **__):
    raise RuntimeError("can't start new thread")

threading.Thread.start = refused
for name in ("fork", "forkpty", "posix_spawn", "posix_spawnp", "_exit", "system", "popen", "kill"):
    if hasattr(os, name):
        setattr(os, name, refused)
"""
TASKS = {
    "every module is imported": """
import gradstep.core
from importlib import import_module
from pkgutil import walk_packages
found = [one.name for one in walk_packages(gradstep.core.__path__, "gradstep.core.")]
assert len(found) > 200
for name in found:
    import_module(name)
""",
    "a pass": """
from gradstep.core import backward, gradient, leaf
x = leaf("x", 0.5)
run = backward((x*x).tanh())
assert abs(run.gradient(x) - (1 - run.value(run.output)**2)) < 1e-12
assert len(run.frames) == 7 and run.sentences("es") and run._repr_html_() and run._repr_latex_()
assert gradient(gradient(x**3, x), x).value == 3.0
""",
    "a training": """
from gradstep.core.simulations.kinds import simulate
from gradstep.core.simulations.protocol import Spec
run = simulate(Spec("network", {"updates": 40}))
first, last = (run.frame(at).quantities["loss"] for at in (0, 40))
assert last < first and run.reach(100) == 40 and run.frame(7).quantities["loss"] == run.frame(7).quantities["loss"]
""",
    "every lesson of a few kinds, to its end": """
from pathlib import Path
from gradstep.core.lesson.load import load_lesson
from gradstep.core.lesson.script import Script
from gradstep.core.lesson.session import Session
from gradstep.core.lesson.shown import shown
from gradstep.core.lesson.solved import walk
for name in ("sigmoid-neuron-graph", "perceptron-01-labels", "xor-two-layers", "step-sigmoid-tanh"):
    path = Path(sys.argv[1]) / "lessons" / f"{name}.yaml"
    for session in walk(Session(Script(load_lesson(path)))):
        if not session.finished:
            shown(session).pictures, shown(session).receipt
    assert session.finished and session.question.outcome != "wrong"
""",
    "a derivative that is typed, and its proof": """
from gradstep.core.algebra.client import Algebra
from gradstep.core.answers.derivative import DerivativeQuestion
from gradstep.core.answers.judge_formula import FormulaJudge
from gradstep.core.answers.proof import is_proved
judge = FormulaJudge(DerivativeQuestion("f = 1/(1+exp(-x))", "x"))
assert judge.judge("f*(1-f)").kind == "right" and judge.judge("f*(1+f)").kind == "wrong"
with Algebra() as algebra:
    assert is_proved(algebra, judge.question, judge.read("f*(1-f)").tree) is False
""",
    "the whole solution, without symbols, which one sentence says": """
import json
from gradstep.core.algebra.client import Algebra
from gradstep.core.algebra.symbols import derive_symbols, symbols_if_any
from gradstep.core.errors import AlgebraError
from gradstep.core.formula.build import build_pass
from gradstep.core.formula.parser import parse
from gradstep.core.solution import solution
built, record = build_pass(parse("tanh(w*x)"), {"w": 2.0, "x": 0.25})
with Algebra() as algebra:
    told = solution(built, record, symbols_if_any(algebra, built.graph))
    try:
        derive_symbols(algebra, built.graph)
    except AlgebraError as error:
        assert error.message.id == "algebra.cannot-start", error.message
        assert "emscripten" in str(error), str(error)
    else:
        raise AssertionError("a process was started")
assert set(told["gradients"]) == {"w", "x"} and json.dumps(told)
""",
}  # fmt: skip


@pytest.mark.parametrize("task", TASKS)
def test_it_works_where_there_are_no_processes_and_no_threads(task):
    done = subprocess.run(
        [sys.executable, "-c", BARE + TASKS[task], str(ROOT)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]


def test_the_place_without_them_is_one():
    tried = "import subprocess, threading\nfor begin in (lambda: subprocess.run(['true']), threading.Thread().start):\n"
    tried += "    try:\n        begin()\n    except (OSError, RuntimeError):\n        continue\n    sys.exit(1)\n"
    done = subprocess.run([sys.executable, "-c", BARE + tried], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
