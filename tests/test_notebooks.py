"""The example notebooks: their cells run in order, and what they show is what the files have."""

import json
import re
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
_NUMBER = re.compile(r"-?\d+\.\d{7,}")


def _maker():
    spec = spec_from_file_location("make_notebooks", ROOT / "docs" / "make_notebooks.py")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


MAKER = _maker()


def steady(text):
    """Without the last digits, in which two machines may differ."""
    return _NUMBER.sub(lambda found: f"{float(found[0]):.9f}", text)


def cells(name):
    return json.loads((ROOT / "examples" / name).read_text(encoding="utf-8"))["cells"]


def outputs(cell):
    return [{key: one[key] for key in one if key not in ("execution_count", "metadata")} for one in cell]


@pytest.mark.parametrize("name", MAKER.NAMES.values())
def test_every_cell_runs_and_answers_what_its_file_shows(name):
    names = {}
    codes = [cell for cell in cells(name) if cell["cell_type"] == "code"]
    for place, cell in enumerate(codes):
        found = outputs(MAKER.answered("".join(cell["source"]), names))
        wanted = outputs(cell["outputs"])
        assert steady(json.dumps(found)) == steady(json.dumps(wanted)), f"cell {place}: make generate"
    kinds = {kind for cell in codes for output in cell["outputs"] for kind in output.get("data", {})}
    assert kinds == {"text/plain", "text/html", "text/latex"} and len(codes) > 8


@pytest.mark.parametrize(("language", "name"), MAKER.NAMES.items())
def test_the_files_are_those_that_are_generated(language, name):
    assert steady((ROOT / "examples" / name).read_text(encoding="utf-8")) == steady(MAKER.notebook(language))


def test_both_languages_show_the_same_numbers():
    english, spanish = (cells(name) for name in MAKER.NAMES.values())
    assert [cell["cell_type"] for cell in english] == [cell["cell_type"] for cell in spanish]
    for one, other in zip(english, spanish, strict=True):
        if one["cell_type"] == "code" and one["source"] == other["source"]:
            assert one["outputs"] == other["outputs"]
    told = [sum(cell["cell_type"] == "markdown" for cell in each) for each in (english, spanish)]
    assert told[0] == told[1] > 6
