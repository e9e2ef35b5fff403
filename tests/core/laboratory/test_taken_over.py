"""Every training of the course opens in the laboratory as it is, and its command leads to the same bits."""

import shlex
from pathlib import Path

import numpy as np
import pytest
from gradstep.core.laboratory.command import command_of
from gradstep.core.laboratory.taken_over import laboratory_of
from gradstep.core.simulations.kinds import KINDS, simulate
from gradstep.core.simulations.protocol import Spec
from gradstep.tui.commands.explore import explored
from gradstep.tui.commands.lab import asked_for
from gradstep.tui.options import read_call

from ... import course

LESSONS = [path for path in sorted((Path(__file__).parents[3] / "lessons").glob("*.yaml")) if path.stem != "course"]
TYPED = (
    "", "data = moons; rate = 0.1", "hidden = [3, 2]; activation = relu",
    "data = xor; hidden = [2]; loss = bce; batch = 0",
    "data = wave; loss = mse; held = 0.25", "optimiser = adam; l2 = 0.01; dropout = 0.2", "seed = 5; noise = 0.2",
)  # fmt: skip


def trainings():
    found = {f"explored: {text}": explored("network", turned=text) for text in TYPED}
    for path in LESSONS:
        script = course.script(path)
        for name, spec in script.lesson.file.simulations.items():
            if spec["kind"] == "network":
                found[f"{path.stem}: {name}"] = script.simulation(name)
    return found


FOUND = trainings()


@pytest.mark.parametrize("name", FOUND)
def test_the_command_of_a_training_that_was_taken_over_leads_to_the_same_bits(name):
    run = FOUND[name]
    lab = laboratory_of((run,), 3)
    again = asked_for(read_call(shlex.split(command_of(lab))[1:]), "en")
    assert again.at == lab.at == run.reach(3)
    assert np.array_equal(again.run.training.state(again.at), run.training.state(lab.at))
    assert again.run.struct is run.struct


def test_two_timelines_are_two_there_and_anything_else_is_none():
    run = explored("network")
    other = run.branch(4, rate=0.01)
    lab = laboratory_of((run, other), 9, 1)
    again = asked_for(read_call(shlex.split(command_of(lab))[1:]), "en")
    assert again.active == 1 and len(again.runs) == 2
    for one, two in zip(again.runs, (run, other), strict=True):
        assert np.array_equal(one.training.state(9), two.training.state(9))
    assert laboratory_of((simulate(Spec("chain", dict(KINDS["chain"].example))),), 0) is None
