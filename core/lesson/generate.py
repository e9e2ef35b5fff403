"""Which files can be made from others? The index of the lessons and the schema for editors, by `make generate`.

tests/test_house.py compares them with what they should be, so a stale one is found, together with its mend.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import msgspec

from ..json_numbers import plain_number
from ..simulations.kinds import KINDS
from .course import make_index
from .schema import LessonFile

ZOOMED = "zoomed"
"""A kind that a zoom makes, and no lesson names."""


def make_schema() -> str:
    """The JSON Schema of lesson files: what the models say, and for each kind of simulation its knobs."""
    schema = msgspec.json.schema(LessonFile)
    schema["$defs"]["LessonFile"]["properties"]["simulations"]["additionalProperties"] = _simulations()
    places = {"description": "A frame number, a mark (start, forward, backward, end, next), or `when CONDITION`."}
    for part in schema["$defs"].values():
        for key in ("at", "until"):
            if key in part.get("properties", {}) and "Parameter" not in part.get("title", ""):
                part["properties"][key] = {**part["properties"][key], **places}
    return json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _simulations() -> dict[str, object]:
    """What may stand in a simulation: its kind, and the knobs of that kind; a knob may be drawn, `"{=w}"`."""
    kinds = sorted(kind for kind in KINDS if kind != ZOOMED)
    rules: list[dict[str, object]] = []
    for kind in kinds:
        knobs = {
            knob.name: {"description": f"{knob.label['en']} · {knob.label['es']}"}
            | ({"examples": [plain_number(choice) for choice in knob.choices]} if knob.choices else {})
            for knob in KINDS[kind].knobs
        }
        then = {"properties": {"kind": {}, **knobs}, "additionalProperties": False}
        rules.append({"if": {"properties": {"kind": {"const": kind}}}, "then": then})
    return {"type": "object", "required": ["kind"], "properties": {"kind": {"enum": kinds}}, "allOf": rules}


def main(folder: Path) -> None:
    """Writes the generated files of a folder of lessons."""
    (folder / "index.json").write_text(make_index(folder), encoding="utf-8")
    (folder / "lesson.schema.json").write_text(make_schema(), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
