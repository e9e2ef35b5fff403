"""A person's own table is judged like any other data: `explore evaluation --csv`, and what cannot be is a sentence."""

import io

import pytest
from gradstep.core.laboratory.state import OwnTable
from gradstep.core.learning.data.stand_ins import generated_concrete
from gradstep.core.simulations.kinds import simulate
from gradstep.core.simulations.protocol import Spec
from gradstep.core.words import LANGUAGES
from gradstep.tui.cli import main
from gradstep.tui.commands.explore import explored

KNOBS = "hidden = [4]; rate = 0.3; updates = 100"


@pytest.fixture(autouse=True)
def a_quiet_terminal(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setattr("sys.stdin", io.StringIO(""))


def written(path, names, rows):
    path.write_text("\n".join([",".join(names), *(",".join(f"{cell:g}" for cell in row) for row in rows)]) + "\n")
    return path


@pytest.fixture
def concrete(tmp_path):
    data = generated_concrete()
    rows = [(*x, *t) for x, t in zip(data.inputs, data.targets, strict=True)]
    return written(tmp_path / "concrete.csv", (*data.features, "strength"), rows)


def test_a_table_is_judged_as_the_same_samples_are_by_their_name(concrete):
    own = explored("evaluation", turned=KNOBS, table=OwnTable(str(concrete), ""))
    knobs = {"data": "generated_concrete", "scaled": True, "scaled_targets": True, "held_every": 5, "loss": "mse",
             "hidden": [4], "rate": 0.3, "updates": 100}  # fmt: skip
    named = simulate(Spec("evaluation", knobs))
    here, there = own.frame(own.last).quantities, named.frame(named.last).quantities
    assert here["samples"] == 206 and here["r2"] == pytest.approx(there["r2"], abs=1e-3)
    assert here["r2.ols"] == pytest.approx(there["r2.ols"], abs=1e-3)


def test_of_two_classes_the_second_is_the_positive_one(tmp_path):
    rows = "".join(f"{n % 7},{n % 3},{'ill' if n % 2 else 'healthy'}\n" for n in range(40))
    (tmp_path / "own.csv").write_text("a,b,c\n" + rows)
    own = explored("evaluation", table=OwnTable(str(tmp_path / "own.csv"), ""))
    assert own.frame(0).quantities["positives"] == sum(n % 2 for n in range(0, 40, 5))


@pytest.mark.parametrize("kind", ["evaluation", "network"])
def test_it_is_explored_line_by_line(kind, concrete, capsys):
    assert main(["explore", kind, "--lang", "en", "--csv", str(concrete), "--set", KNOBS]) == 0
    assert "plasticiser" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["explore", "graph", "--csv", "x.csv"], 2, "--csv"),
        (["explore", "evaluation", "--target", "y"], 2, "--csv"),
        (["explore", "evaluation", "--csv", "/nowhere/data.csv"], 1, "data.csv"),
    ],
)
def test_what_cannot_be_is_one_sentence(arguments, code, told, capsys):
    for language in LANGUAGES:
        assert main([*arguments, "--lang", language]) == code
        captured = capsys.readouterr().err
        assert told in captured and "Traceback" not in captured
