"""Every misconception that can be named has a lesson that teaches it, and nothing else is in the table."""

from pathlib import Path

import yaml
from gradstep.core.answers.taught import TAUGHT_BY

WORDS = Path(__file__).parents[3] / "core" / "words" / "mistake.yaml"


def test_every_misconception_is_taught_somewhere():
    words = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    named = {id for id in words if f"{id}-name" in words}
    assert named == set(TAUGHT_BY)
