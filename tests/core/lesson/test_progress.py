"""Progress: survives torn lines, two visits at once, edited lessons and folders that cannot be written."""

import json
import stat
from pathlib import Path

import pytest
from gradstep.core.lesson.actions import Action
from gradstep.core.lesson.load import parse_lesson
from gradstep.core.lesson.progress import LessonProgress, Recorder, read_progress
from gradstep.core.lesson.resuming import line_of, resume
from gradstep.core.lesson.script import Script
from gradstep.core.lesson.session import Session

TEXT = """format: 1
id: tiny
title: {en: Tiny, es: Chica}
objectives: [{en: a, es: b}]
simulations:
  one: {kind: graph, formula: "m = a*b; f = m + a", at: {a: 2, b: 3}}
steps:
  - {id: go, kind: show, simulation: one, until: forward}
  - {id: ask, kind: ask-number, simulation: one, quantity: grad.m, prompt: {en: p, es: p}, hints: [{en: h, es: h}]}
  - {id: rest, kind: show, simulation: one, until: end}
"""


def visit(folder, name, actions, text=TEXT, start=0.0, session=None):
    session = session or Session(Script(parse_lesson(text, "tiny.yaml")))
    recorder = Recorder(folder, name)
    for place, action in enumerate(actions):
        session = session.act(action)
        recorder.write(line_of(session, action, start + place))
    return session, recorder


def resumed(folder, text=TEXT):
    script = Script(parse_lesson(text, "tiny.yaml"))
    return resume(script, read_progress(folder).get("tiny", LessonProgress()))


ANSWERED = [Action("next"), Action("next"), Action("answer", text="7"), Action("hint"), Action("answer", text="1")]


def test_a_visit_is_resumed_at_the_same_stop_with_its_answers(tmp_path):
    session, _ = visit(tmp_path, "a", ANSWERED)
    again = resumed(tmp_path)
    assert (again.at, again.farthest) == (session.at, session.farthest)
    question = again.question
    assert question.outcome == "right"
    assert [attempt.verdict.kind for attempt in question.attempts] == ["wrong", "right"]
    assert question.hints == 1


def test_files_are_private(tmp_path):
    folder = tmp_path / "state" / "visits"
    visit(folder, "a", [Action("next")])
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "a.jsonl").stat().st_mode) == 0o600


def test_two_visits_at_once_are_merged_by_time(tmp_path):
    visit(tmp_path, "a", [Action("next")], start=10.0)
    visit(tmp_path, "b", ANSWERED, start=20.0)
    assert resumed(tmp_path).at == (1, 0)
    assert len(read_progress(tmp_path)["tiny"].lines) == 6


def test_torn_and_foreign_lines_are_skipped(tmp_path):
    visit(tmp_path, "a", ANSWERED)
    with (tmp_path / "a.jsonl").open("ab") as file:
        file.write(b'{"format": 1, "time": 99, "lesson": "tiny", "st')
    (tmp_path / "b.jsonl").write_bytes(b'\xff\xfe\n[]\n{"format": 9}\n{"format": 1, "time": "x"}\nnull\n')
    assert resumed(tmp_path).question.outcome == "right"


def test_an_edited_step_is_asked_again_and_the_others_are_not(tmp_path):
    visit(tmp_path, "a", [*ANSWERED, Action("next")])
    edited = TEXT.replace("prompt: {en: p, es: p}", "prompt: {en: q, es: q}")
    again = resumed(tmp_path, edited)
    assert again.at == (2, 0)
    assert not again.asked


def test_an_edited_simulation_starts_its_steps_anew(tmp_path):
    visit(tmp_path, "a", ANSWERED)
    assert resumed(tmp_path, TEXT.replace("a: 2", "a: 5")).at == (0, 0)


def test_a_finished_lesson_is_known(tmp_path):
    session, _ = visit(tmp_path, "a", [*ANSWERED, *[Action("next")] * 4])
    assert session.finished
    assert read_progress(tmp_path)["tiny"].is_finished
    again = resumed(tmp_path)
    assert (again.at, again.farthest, again.finished) == ((0, 0), session.farthest, False)
    assert again.asked[1, 0].outcome == "right"


def test_a_folder_that_cannot_be_written_is_said_and_nothing_is_lost(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    session, recorder = visit(blocked, "a", ANSWERED)
    assert recorder.problem.id == "progress.not-kept"
    assert len(recorder.unsaved) == len(ANSWERED)
    blocked.unlink()
    recorder.write(line_of(session, Action("next"), 9.0))
    assert recorder.problem is None
    assert len(read_progress(blocked)["tiny"].lines) == len(ANSWERED) + 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_said(tmp_path):
    (tmp_path / "a.jsonl").symlink_to("/dev/full")
    _, recorder = visit(tmp_path, "a", [Action("next")])
    assert recorder.problem is not None


def test_no_folder_means_no_progress(tmp_path):
    assert read_progress(tmp_path / "none") == {}


def test_lines_are_plain_json(tmp_path):
    visit(tmp_path, "a", ANSWERED)
    rows = [json.loads(row) for row in (tmp_path / "a.jsonl").read_text().splitlines()]
    assert rows[2]["action"] == {"do": "answer", "text": "7"}
    assert rows[2]["verdict"] == "wrong"
    assert all(row["format"] == 1 for row in rows)
