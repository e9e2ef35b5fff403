"""The table of what lecture notes contain is whole: every row is covered, or says which lesson will, none is stale."""

from collections import Counter
from pathlib import Path

import pytest
import yaml
from gradstep.core.lesson.course import load_course
from gradstep.core.lesson.load import load_lesson

FOLDER = Path(__file__).parents[3] / "lessons"
ROWS = yaml.safe_load((FOLDER / "tables" / "coverage.yaml").read_text(encoding="utf-8"))["rows"]
COURSE = load_course(FOLDER)
STEPS = {f"{entry.id}/{id}" for entry in COURSE.entries for id in load_lesson(entry.path).ids}
KEYS = {"notes", "item", "steps", "planned", "lacks", "none"}


def test_every_item_of_the_five_notes_has_a_row():
    assert Counter(row["notes"] for row in ROWS) == {"A": 37, "B": 28, "C": 26, "D": 28, "E": 37}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['notes']} {row['item'][:40]}")
def test_a_row_is_covered_or_says_by_which_lesson_it_will_be(row):
    assert set(row) <= KEYS and row["item"].strip()
    assert any(row.get(key) for key in ("steps", "planned", "none"))
    assert set(row.get("steps", ())) <= STEPS
    numbers = {entry.number for entry in COURSE.entries}
    assert not numbers & set(row.get("planned", ())), "the lesson is there now: name its steps"


def test_most_rows_are_covered_by_something_to_do():
    """A step that only says or shows something covers nothing by itself."""
    passive = {
        f"{entry.id}/{step.id}"
        for entry in COURSE.entries
        for step in load_lesson(entry.path).steps
        if type(step).__name__ in ("Say", "Show")
    }
    covered = [row for row in ROWS if set(row.get("steps", ())) - passive]
    assert len(covered) >= 0.85 * len(ROWS), [row["item"] for row in ROWS if row not in covered]
