"""Is an operation one row and nothing beside it? With a row more, a copy of the product knows hardtanh everywhere."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROW = """
    activation("hardtanh", lambda a: np.minimum(np.maximum(a, -1.0), 1.0), lambda out, a: 1.0 * (np.abs(a) < 1.0),
          steepest=1.0, dies=True, symbolic="where(a > 1, 1, where(a > -1, a, -1))",
          kinks=("a - 1", "a + 1"), convention="op.kink-flat"),
"""
ABOVE = '    activation("relu"'


@pytest.fixture(scope="module")
def with_a_row_more(tmp_path_factory):
    """Runs Python over a copy of the product whose table of activations has one row more."""
    folder = tmp_path_factory.mktemp("copy")
    left_out = shutil.ignore_patterns("__pycache__")
    for part in ("core", "tui", "lessons"):
        shutil.copytree(ROOT / part, folder / "gradstep" / part, ignore=left_out)
    shutil.copytree(ROOT / "tests" / "core", folder / "tests" / "core", ignore=left_out)
    table = folder / "gradstep" / "core" / "ops" / "activations.py"
    text = table.read_text(encoding="utf-8")
    assert text.count(ABOVE) == 1
    table.write_text(text.replace(ABOVE, ROW.strip("\n") + "\n" + ABOVE), encoding="utf-8")
    docstring = folder / "gradstep" / "core" / "ops" / "__init__.py"
    docstring.write_text(docstring.read_text(encoding="utf-8").replace("sigmoid relu", "sigmoid hardtanh relu"))

    def run(*words, typed=""):
        known = {**os.environ, "PYTHONPATH": str(folder), "XDG_STATE_HOME": str(folder / "state"), "LANG": "C.UTF-8"}
        done = subprocess.run(
            [sys.executable, *words], capture_output=True, text=True, env=known, cwd=folder, timeout=240, input=typed
        )
        return done.returncode, done.stdout + done.stderr

    return run


def gradstep(run, *words, typed=""):
    code, said = run("-m", "gradstep.tui", *words, typed=typed)
    return code, " ".join(said.split())


def test_it_is_proved(with_a_row_more):
    code, said = with_a_row_more("-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/core/test_every_op.py", "-k",
                                 "hardtanh or table")  # fmt: skip
    assert code == 0, said
    assert int(said.split(" passed")[0].split()[-1]) > 8, said


def test_it_can_be_typed_and_is_judged_and_diagnosed(with_a_row_more):
    asked = ("--of", "hardtanh(w*x)", "--wrt", "x", "--lang", "en")
    code, said = gradstep(with_a_row_more, "judge", *asked, "w*where(abs(w*x) < 1, 1, 0)")
    assert code == 0 and "Correct" in said, said
    code, said = gradstep(with_a_row_more, "judge", *asked, "w")
    assert code == 1 and "on one side of the kink only" in said, said
    code, said = gradstep(with_a_row_more, "solve", "hardtanh(w*x)", "--at", "w=2, x=0.2", "--lang", "en")
    assert code == 0 and "agrees" in said and "DIFFERS" not in said, said


def test_it_can_be_trained_drawn_and_looked_at(with_a_row_more):
    knobs = "data = xor; hidden = 3; activation = hardtanh"
    code, said = gradstep(with_a_row_more, "explore", "network", "--set", knobs, "--lang", "en")
    assert code == 0 and "hardtanh" in said, said
    code, said = gradstep(
        with_a_row_more, "lab", "--set", "activation = hardtanh", "--plain", "--lang", "es", typed="perillas\n"
    )
    assert code == 0 and "hardtanh" in said, said
    for kind in ("recurrent", "chain", "function"):
        knob = "activation" if kind == "recurrent" else "of"
        code, said = gradstep(with_a_row_more, "explore", kind, "--set", f"{knob} = hardtanh", "--lang", "en")
        assert code == 0, said
    code, said = gradstep(with_a_row_more, "solve", "hardtanh(a*b + c)", "--at", "a=2,b=-1,c=0.5", "--lang", "es")
    assert code == 0 and "hardtanh" in said, said
