"""What gives answers away is remarked: right options in one place, or always the longest; anything else is not."""

from pathlib import Path

import pytest
import yaml
from gradstep.core.lesson.remarks import remarks_of_file

LESSONS = Path(__file__).parents[3] / "lessons"


def both(text):
    return {"en": text, "es": text}


def written(tmp_path, rights, lengths):
    steps = []
    for number, (right, length) in enumerate(zip(rights, lengths, strict=True)):
        options = [
            {"text": both("x" * (length if at == right else 5 + at)), "why": both("w"), "right": at == right}
            for at in range(3)
        ]
        steps.append({"id": f"q{number}", "kind": "choose", "prompt": both("p"), "options": options,
                      "hints": [both("h")]})  # fmt: skip
    lesson = {"format": 1, "id": "t", "title": both("t"), "objectives": [both("o")], "steps": steps}
    path = tmp_path / "t.yaml"
    path.write_text(yaml.safe_dump(lesson), encoding="utf-8")
    return {fault.message.id for fault in remarks_of_file(path)}


@pytest.mark.parametrize(
    ("rights", "lengths", "ids"),
    [
        ([1, 1, 1, 1], [3, 3, 3, 3], {"verify.one-place"}),
        ([1, 1, 1], [3, 3, 3], set()),
        ([1, 0, 2, 1], [3, 3, 3, 3], set()),
        ([1, 0, 2, 1], [9, 9, 9, 9], {"verify.always-longest-en", "verify.always-longest-es"}),
        ([1, 0, 2, 1], [9, 9, 9, 3], set()),
    ],
)
def test_a_pattern_is_remarked(tmp_path, rights, lengths, ids):
    assert written(tmp_path, rights, lengths) == ids


def test_no_lesson_of_the_course_gives_its_answers_away():
    for path in sorted(LESSONS.glob("*.yaml")):
        assert path.stem == "course" or not remarks_of_file(path), path.stem
