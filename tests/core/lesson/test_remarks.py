"""What gives answers away is remarked: right options in one place, or always the longest; anything else is not."""

from pathlib import Path

import pytest
import yaml
from gradstep.core.lesson.remarks import remarks_of_file
from gradstep.core.lesson.vocabulary import vocabulary

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


def test_no_lesson_of_the_course_gives_its_answers_away_or_uses_a_word_before_it_is_introduced():
    known = vocabulary(LESSONS)
    assert known is not None and len(known.glossary.terms) > 50
    for path in sorted(LESSONS.glob("*.yaml")):
        assert path.stem == "course" or not remarks_of_file(path, known), path.stem


def test_a_word_is_remarked_before_its_lesson_and_nowhere_else(tmp_path):
    """In `first` and not in `second`, which introduces it, nor in `third`; nor where it is part of another word."""
    (tmp_path / "tables").mkdir()
    term = {"term": {"en": "gate (of a cell)", "es": "compuerta"}, "everyday": both("a tap"), "symbols": ["–"] * 5}
    glossary = tmp_path / "tables" / "glossary.yaml"
    blocks = [{"letter": "A", "title": both("t"), "lessons": {1: "first", 2: "second", 3: "third"}}]
    (tmp_path / "course.yaml").write_text(yaml.safe_dump({"blocks": blocks}), encoding="utf-8")
    said = {"en": "Gates: a Gate opens.", "es": "Las compuertas: nada más."}
    for id in ("first", "second", "third"):
        step = {"id": "s", "kind": "say", "text": said}
        lesson = {"format": 1, "id": id, "title": both("t"), "objectives": [both("o")], "steps": [step]}
        (tmp_path / f"{id}.yaml").write_text(yaml.safe_dump(lesson), encoding="utf-8")
    for early, wanted in ([], ["verify.term-too-early"]), (["first"], []):
        glossary.write_text(
            yaml.safe_dump({"entries": [{**term, "lesson": "second", "early": early}]}), encoding="utf-8"
        )
        found = {
            id: remarks_of_file(tmp_path / f"{id}.yaml", vocabulary(tmp_path)) for id in ("first", "second", "third")
        }
        assert [fault.message.id for fault in found["first"]] == wanted
        assert found["second"] == found["third"] == ()
        text = (tmp_path / "first.yaml").read_text(encoding="utf-8").splitlines()
        assert all("Gates: a Gate" in text[fault.line - 1] for fault in found["first"])
