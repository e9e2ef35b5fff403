"""A state folder in which everything is damaged that can be: every face starts, counts what is sound, says the rest."""

import asyncio
import io
import json
import os
import re
import stat
import sys

import pytest
from gradstep.core.lesson.course import load_course
from gradstep.core.words import message
from gradstep.tui.app import GradstepApp
from gradstep.tui.cli import main
from gradstep.tui.commands import doctor
from gradstep.tui.face import read_face
from gradstep.tui.options import read_call
from gradstep.tui.remembered import FILE, read_options
from gradstep.tui.visit import Opening, Visit
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

LESSON = "sigmoid-neuron-graph"
CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]")
GOOD = {
    "format": 1, "time": 1796013150.4, "lesson": LESSON, "step": "predict-s", "fingerprint": "1bc8a225033d", "beat": 0,
    "action": {"do": "answer", "text": "0.5"}, "verdict": "wrong", "outcome": "open",
}  # fmt: skip
BAD = [
    b"[" * 100_000, b'{"a":' * 100_000, b"\x00" * 999, b"\xff\xfe\x00", b"1e999", b"{}", b"null", b"x" * 3_000_000,
    *(json.dumps({**GOOD, **part}).encode() for part in (
        {"beat": 10**400}, {"time": 10**400}, {"time": -1}, {"hints": 1e999}, {"beat": 1e999}, {"time": 1e999},
        {"lesson": "\x1b]0;title\x07\x1b[31m"}, {"lesson": "a\x9bb"}, {"action": {"do": "fly"}}, {"action": []},
        {"format": 7}, {"trail": [{"do": "zoom"}] * 99}, {"outcome": 5}, {"verdict": []}, {"lesson": ["x"]},
    )),
]  # fmt: skip
ODD_LINES = [
    {"diagnosis": "not-in-this-version"}, {"outcome": "foreign"}, {"verdict": "foreign"}, {"step": "gone"},
    {"action": {"do": "answer", "text": "\x1b[2J\u2028\ud800"}}, {"lesson": "gone-lesson"}, {"beat": 10**6},
    {"trail": [{"do": "change", "text": "rate = 1e999"}], "order": 1796013150400},
    {"action": {"do": "change", "text": "w = \x00"}}, {"action": {"do": "find", "text": "9" * 999}},
]  # fmt: skip


@pytest.fixture
def state(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    visits = tmp_path / "gradstep" / "visits"
    visits.mkdir(parents=True)
    (visits / "0001-1.jsonl").write_bytes(b"\n".join([*BAD, json.dumps(GOOD).encode(), *BAD]))
    odd = [json.dumps({**GOOD, **part}).encode() for part in ODD_LINES]
    (visits / "0002-1.jsonl").write_bytes(b"\n".join([*odd, json.dumps(GOOD).encode()]))
    os.mkfifo(visits / "0003-1.jsonl")
    (visits / "0004-1.jsonl").symlink_to("/dev/zero")
    (visits / "0005-1.jsonl").mkdir()
    (visits / "\udcff\x1b[31m.jsonl").write_bytes(b"junk\n")
    return tmp_path / "gradstep"


def told(capsys, monkeypatch, *call, typed=""):
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
    # Its process takes a second, and has nothing to do with what is kept.
    monkeypatch.setattr(doctor, "_algebra", lambda: doctor.Finding("algebra", "good", message("doctor.algebra")))
    code = main([*call])
    captured = capsys.readouterr()
    assert "Traceback" not in captured.err and "defect" not in captured.err
    return code, captured.out


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_command_counts_what_is_sound_and_steers_no_terminal(state, capsys, monkeypatch, language):
    for call in (["lessons"], ["progress"], ["progress", "--json"], ["plain", LESSON], ["plain", "explore"][:0]):
        code, out = told(capsys, monkeypatch, *(call or ["lessons", "--json"]), "--lang", language, typed="quit\n")
        assert code == 0 and not CONTROLS.search(out), call
    code, out = told(capsys, monkeypatch, "progress", "--json")
    assert json.loads(out)["lessons"][LESSON]["asked"] >= 1


def test_doctor_names_every_file_that_does_not_count(state, capsys, monkeypatch):
    (state / FILE).write_text("{")
    _, out = told(capsys, monkeypatch, "doctor")
    for name in ("0001-1", "0002-1", "0003-1", "0004-1", "0005-1", "\\udcff", FILE):
        assert name in out, name
    assert f"{2 * len(BAD)} lines" in out and not CONTROLS.search(out)
    assert not list(state.rglob(".probe*"))


def test_the_full_screen_starts_with_it(state):
    face = read_face(read_call([]), {"XDG_STATE_HOME": str(state.parent), "LANG": "C.UTF-8"}, lambda: 1.0, "utf-8")
    course, visit = load_course(face.lessons), Visit(face)
    app = GradstepApp(face, Opening(course, visit, lambda graph: None))

    async def run():
        async with app.run_test(size=(80, 24)) as pilot:
            for key in ("t", "down", "left", "escape", "enter"):
                await pilot.press(key)
                await pilot.pause()

    asyncio.run(run())
    assert app.defect is None


OPTIONS = [b"[" * 100_000, b'{"a":' * 100_000, b"\x00", b"{", b"[]", b'{"language": 1e999}', b"9" * 9000, b"\xff\xfe"]


@pytest.mark.parametrize("data", OPTIONS, ids=lambda data: repr(data[:12]))
def test_damaged_options_are_as_good_as_none(tmp_path, data):
    (tmp_path / FILE).write_bytes(data)
    assert read_options(tmp_path) == {}


@given(st.binary(max_size=200))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100)
def test_any_bytes_as_options_are_options_or_none(tmp_path, data):
    (tmp_path / FILE).write_bytes(data)
    assert set(read_options(tmp_path)) <= {"language", "theme", "ascii"}


@pytest.mark.parametrize("make", [os.mkfifo, lambda path: path.symlink_to("/dev/zero"), lambda path: path.mkdir()])
def test_options_that_are_no_plain_file_are_as_good_as_none(tmp_path, make):
    make(tmp_path / FILE)
    assert read_options(tmp_path) == {}


@pytest.mark.parametrize("umask", [0o000, 0o002, 0o022])
def test_what_a_visit_leaves_is_private(tmp_path, capsys, monkeypatch, umask):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    before = os.umask(umask)
    try:
        told(capsys, monkeypatch, "plain", LESSON, typed="\n\nquit\n")
        told(capsys, monkeypatch, "doctor", "--json")
        told(capsys, monkeypatch, "progress", "--reset", LESSON)
    finally:
        os.umask(before)
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "gradstep").rglob("*") if path.is_file()}
    assert modes == {0o600}
    for folder in (tmp_path / "gradstep", tmp_path / "gradstep" / "visits"):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_doctor_names_what_others_can_read(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    (tmp_path / "gradstep").mkdir(mode=0o755)
    assert "chmod" in told(capsys, monkeypatch, "doctor", "--lang", "en")[1]
    (tmp_path / "gradstep").chmod(0o700)
    assert "chmod" not in told(capsys, monkeypatch, "doctor", "--lang", "en")[1]
    (tmp_path / "gradstep" / FILE).write_text("{}")
    (tmp_path / "gradstep" / FILE).chmod(0o644)
    assert FILE in told(capsys, monkeypatch, "doctor", "--lang", "en")[1]


def test_a_disk_that_fills_up_leaves_nothing_of_doctors(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))

    def full(path, data):
        path.touch()
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr("gradstep.tui.commands.doctor.append_private", full)
    code, out = told(capsys, monkeypatch, "doctor", "--lang", "en")
    assert code == 1 and "the disk is full" in out
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
