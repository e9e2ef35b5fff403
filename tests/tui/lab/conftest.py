"""Desks of the laboratory, and what its screen shows of them as text."""

from pathlib import Path

import pytest
from gradstep.core.laboratory import turning
from gradstep.core.laboratory.state import BEGINNING, begin
from gradstep.tui.face import Face
from gradstep.tui.scene.cells import plain
from gradstep.tui.scene.lab.desk import LabDesk
from gradstep.tui.scene.lab.page import lab_page
from gradstep.tui.scene.lab.press import press, typed
from gradstep.tui.scene.look import Look

LESSONS = Path(__file__).parents[3] / "lessons"


def make_face(language="es", **changed):
    settings = {"ascii": False, "color": True, "theme": "dark", "lessons": LESSONS, "state": None}
    settings |= {"clock": lambda: 0.0, "visit": "v"}
    return Face(language=language, **{**settings, **changed})


def make_lab_desk(**knobs):
    lab = begin(BEGINNING)
    return LabDesk(turning.turned(lab, knobs).saying(None) if knobs else lab)


def do_keys(desk, *keys):
    """Keys by id; `next*5` five times; `=0.1` is typed."""
    for key in keys:
        if key.startswith("="):
            for letter in key[1:]:
                desk = typed(desk, letter)
                assert desk is not None, f"{letter} is a command here"
            continue
        id, _, times = key.partition("*")
        for _ in range(int(times or 1)):
            desk = press(desk, id)
    return desk


def lab_lines(desk, size=(80, 24), face=None):
    page = lab_page(desk, Look(face or make_face(), *size))
    shown = [plain(cells) for cells in page.rows]
    assert len(shown) == size[1], len(shown)
    assert {len(line) for line in shown} == {size[0]}
    return shown


@pytest.fixture
def a_face():
    return make_face


@pytest.fixture
def lab_desk():
    return make_lab_desk


@pytest.fixture
def do():
    return do_keys


@pytest.fixture
def lines():
    return lab_lines


@pytest.fixture
def a_quiet_lab(monkeypatch, tmp_path):
    """No records of anybody else, and a locale that is the same everywhere."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
