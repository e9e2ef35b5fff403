"""The numbers of the course's own lessons, for tests that hold them against what was computed apart from the engine."""

from functools import cache
from pathlib import Path

import pytest
from gradstep.core.lesson.load import load_lesson
from gradstep.core.lesson.script import Script

LESSONS = Path(__file__).parents[3] / "lessons"


class Numbers:
    """What the simulations of a lesson show."""

    def __init__(self):
        self.lesson = cache(lambda id: Script(load_lesson(LESSONS / f"{id}.yaml")))

    def run(self, id, name):
        return self.lesson(id).simulation(name)

    def shown(self, id, name, cursor):
        return self.run(id, name).frame(cursor).quantities

    def ended(self, id, name):
        return self.shown(id, name, self.run(id, name).reach(10**4))

    def column(self, id, name, quantity):
        """A quantity in every frame that has it."""
        simulation = self.run(id, name)
        frames = (simulation.frame(cursor).quantities for cursor in range(simulation.reach(10**4) + 1))
        return [frame[quantity] for frame in frames if quantity in frame]


@pytest.fixture(scope="session")
def numbers():
    return Numbers()
