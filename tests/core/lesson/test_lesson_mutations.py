"""A slip of an author, anywhere in a lesson, is a fault with its place, and never the end of the program."""

import os
import random
from pathlib import Path

import pytest
import yaml
from gradstep.core.errors import GradstepError, LessonError
from gradstep.core.lesson.actions import Action
from gradstep.core.lesson.load import parse_lesson
from gradstep.core.lesson.script import Script
from gradstep.core.lesson.session import Session
from gradstep.core.lesson.verify import verify_file

LESSONS = sorted(path for path in (Path(__file__).parents[3] / "lessons").glob("*.yaml") if path.stem != "course")
MANY = "as many digits as no number has"
ODD = [
    None, True, False, 0, -1, 3, 10**14, 10**18, 10**400, MANY, 1e308, float("inf"), float("-inf"),
    float("nan"), 0.5, "", " ", "no", "²", "x" * 3000, "9" * 5000, "{n.q@end}", "{", "}", "1e999", "\x1b[31m",
    "a: b", "when", "when x >", [], [[]],
    {}, {"kind": []}, {"en": 1, "es": 2}, {"a": {"b": []}}, ["say"], "grad.*", "*", "kind", "end", "forward",
    "local.x.²",
]  # fmt: skip
EXAMPLES = int(os.environ.get("MUTATED_LESSONS", "40"))


def places(data, path=()):
    """The way to every part of plain data."""
    yield path
    inside = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, part in inside:
        yield from places(part, (*path, key))


def part_of(data, path):
    for key in path:
        data = data[key]
    return data


def mutated(draw, path):
    """The text of a lesson with one part replaced, taken out, doubled or renamed; or with some signs changed."""
    text = path.read_text(encoding="utf-8")
    if draw.random() < 0.25:
        at = draw.randrange(len(text))
        sign = draw.choice([*"{}[]:,-#&*!|>'\"%@`\t\n 0", "\x00", "\x1b", "\u2028", "é", "9" * 20])
        return text[:at] + sign + text[at + draw.choice([0, 0, 1, 3]) :]
    data = yaml.safe_load(text)
    *way, key = draw.choice([place for place in places(data) if place])
    around = part_of(data, way)
    change = draw.random()
    if change < 0.7:
        around[key] = draw.choice(ODD)
    elif change < 0.85:
        del around[key]
    elif isinstance(around, list):
        around.insert(key, around[key])
    else:
        around[draw.choice(["new", "kind", "id", "simulation", 5])] = around.pop(key)
    written = yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=10**9)
    return written.replace(MANY, "1" + "0" * 5000)


def walk(text):
    """The lesson as a learner would take it who looks at every solution; a refused lesson has faults with places."""
    try:
        lesson = parse_lesson(text, "lesson.yaml")
    except LessonError as error:
        assert all(line >= 1 and column >= 1 and str(said.id) for line, column, said in error.faults)
        assert str(error)
        return
    session = Session(Script(lesson))
    for _ in range(12):
        for action in (Action("answer", "²"), Action("zoom", "x.²"), Action("reveal"), Action("next"), Action("on")):
            session = session.act(action)
            _ = session.text
            if session.frame is not None:
                _ = session.frame.caption
        if session.finished:
            return


@pytest.mark.parametrize("seed", range(8))
def test_no_slip_ends_the_program(seed, tmp_path):
    draw = random.Random(seed)
    for count in range(EXAMPLES // 8):
        path = draw.choice(LESSONS)
        text = mutated(draw, path)
        try:
            walk(text)
        except GradstepError:
            pass
        except Exception as error:
            (tmp_path / "lesson.yaml").write_text(text, encoding="utf-8", errors="replace")
            raise AssertionError(f"{path.stem}, seed {seed}, number {count}: {tmp_path}") from error


BROKEN = {
    "kind: say": ["kind: [say]", "kind: {say: 1}", "kind: 5", "kind: ~", "kind: [[]]", "kind: " + "x" * 9000],
    "format: 1": [
        "format: " + "9" * 5000,
        "format: -" + "1" * 4301,
        "format: 1e999",
        "format: [1]",
        "format: 0" + "7" * 5000,
    ],
    "id: tiny": ["id: [tiny]", "id: {}", "id: " + "a" * 9000, 'id: "\\e[31m"', "id: 5"],
}
TINY = """format: 1
id: tiny
title: {en: A, es: B}
objectives: [{en: a, es: b}]
steps:
  - {id: a, kind: say, text: {en: a, es: b}}
"""


@pytest.mark.parametrize(("good", "bad"), [(good, bad) for good, bads in BROKEN.items() for bad in bads])
def test_a_part_of_any_shape_is_a_fault_in_its_line(tmp_path, good, bad):
    path = tmp_path / "tiny.yaml"
    path.write_text(TINY.replace(good, bad), encoding="utf-8")
    faults = verify_file(path).faults
    assert faults
    line = 1 + TINY[: TINY.index(good)].count("\n")
    assert any(fault.line == line for fault in faults)
    assert all(len(str(fault.message.arguments)) < 2000 for fault in faults)
