"""Every lesson of the course proves itself."""

from collections import Counter
from pathlib import Path

import pytest
from gradstep.core.lesson.load import load_lesson
from gradstep.core.lesson.schema import Choose
from gradstep.core.lesson.verify import verify_file
from gradstep.core.words import core_words
from gradstep.tui.options import COMMANDS

LESSONS = Path(__file__).parents[1] / "lessons"
FILES = sorted(path for path in LESSONS.glob("*.yaml") if path.stem != "course")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_lesson_proves_itself(path):
    result = verify_file(path, {command.name for command in COMMANDS}, {file.stem for file in FILES})
    assert [f"{f.line}:{f.column}: {core_words().word(f.message, 'en')}" for f in result.faults] == []


def test_the_proof_can_fail(tmp_path):
    text = (LESSONS / "gate-patterns.yaml").read_text(encoding="utf-8")
    broken = {
        "{gates.grad.s@end:.0f}": "{gates.grad.zz@end:.0f}",
        "diagnosis: lost-upstream": "diagnosis: sign",
        "until: forward": "until: nowhere",
        "{answer: \"1\", diagnosis: lost-local}": "{answer: \"2\"}",
    }  # fmt: skip
    for old, new in broken.items():
        assert old in text
        path = tmp_path / "gate-patterns.yaml"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        result = verify_file(path)
        assert result.faults, new
        line = next(number for number, row in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if new in row)
        assert any(abs(fault.line - line) <= 12 for fault in result.faults), new


def test_the_place_of_an_option_does_not_tell_which_is_right():
    places = Counter()
    for path in FILES:
        own = [
            next(at for at, option in enumerate(step.options) if option.right)
            for step in load_lesson(path).file.steps
            if isinstance(step, Choose) and len(step.options) == 3
        ]
        places.update(own)
        assert len(own) < 4 or len(set(own)) > 1, f"{path.stem}: always option {own[0] + 1}"
    assert max(places.values()) < 0.42 * sum(places.values())
