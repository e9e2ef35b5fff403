"""Is the house as its papers say? Packages, the tree in docs/architecture.md, and the generated files."""

import sys
import tomllib
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from gradstep.core.lesson.course import load_course, make_index
from gradstep.core.lesson.generate import make_schema

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_every_folder_with_python_is_a_package_of_the_distribution():
    found = {"gradstep.lessons"}
    for folder in ("core", "tui"):
        for path in (ROOT / folder).rglob("__init__.py"):
            found.add("gradstep." + path.parent.relative_to(ROOT).as_posix().replace("/", "."))
    assert set(PROJECT["tool"]["setuptools"]["packages"]) == found


def test_the_tree_of_the_architecture_is_fresh():
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    assert text == script("make_tree").page(text), "run `make generate`"


def test_the_table_of_the_course_is_fresh():
    assert (ROOT / "docs" / "course.md").read_text(encoding="utf-8") == script("make_course").page(), "`make generate`"


def script(name):
    """A script that writes a page."""
    spec = spec_from_file_location(name, ROOT / "docs" / f"{name}.py")
    module = module_from_spec(spec)
    sys.modules[name] = module  # its dataclasses look for their module
    spec.loader.exec_module(module)
    return module


def test_the_generated_files_are_fresh():
    lessons = ROOT / "lessons"
    assert (lessons / "index.json").read_text(encoding="utf-8") == make_index(lessons), "run `make generate`"
    assert (lessons / "lesson.schema.json").read_text(encoding="utf-8") == make_schema(), "run `make generate`"


def test_the_course_names_the_files_that_exist():
    entries = load_course(ROOT / "lessons").entries
    files = {path.stem for path in (ROOT / "lessons").glob("*.yaml")} - {"course"}
    assert {entry.id for entry in entries} == files
    assert not [entry.id for entry in entries if entry.problem]


def test_the_name_of_every_block_fits_beside_its_marks_at_80_columns():
    titles = [title for block in load_course(ROOT / "lessons").blocks for title in block.title.values()]
    assert not [title for title in titles if len(title) > 25]


def test_nobody_only_watches_for_longer_than_eight_stops():
    """In no lesson are there more than eight passes in a row without an answer or a goal."""
    rows = [line.split("|") for line in (ROOT / "docs" / "course.md").read_text(encoding="utf-8").splitlines()]
    longest = {row[2].strip(): int(row[6]) for row in rows if len(row) == 8 and row[1].strip().isdecimal()}
    assert len(longest) >= 37 and {name: run for name, run in longest.items() if run > 8} == {}
