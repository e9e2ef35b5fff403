"""Which files can be made from others? The index of the lessons and the schema for editors, by `make generate`.

tests/test_house.py compares them with what they should be, so a stale one is found, together with its mend.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import msgspec

from .course import make_index
from .schema import LessonFile


def make_schema() -> str:
    """The JSON Schema of lesson files."""
    schema = msgspec.json.schema(LessonFile)
    return json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def main(folder: Path) -> None:
    """Writes the generated files of a folder of lessons."""
    (folder / "index.json").write_text(make_index(folder), encoding="utf-8")
    (folder / "lesson.schema.json").write_text(make_schema(), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
