"""What was done last is what was written last: no clock, however wrong, hides work or gives it back after a reset."""

import json
from itertools import permutations

import pytest
from gradstep.core.lesson.actions import Action
from gradstep.core.lesson.kept_line import RESET, Line
from gradstep.core.lesson.load import parse_lesson
from gradstep.core.lesson.progress import LessonProgress, Recorder, read_records
from gradstep.core.lesson.resuming import line_of, resume
from gradstep.core.lesson.script import Script

from .test_progress import TEXT

DAY, YEAR = 86_400.0, 31_536_000.0
NOW = 1_796_000_000.0
CLOCKS = [NOW, NOW + YEAR, NOW - DAY, NOW + 1]


def visit(folder, name, clock, *actions):
    """One visit with a clock of its own; it goes on where the one before was."""
    records = read_records(folder)
    session = resume(Script(parse_lesson(TEXT, "tiny.yaml")), records.lessons.get("tiny", LessonProgress()))
    recorder = Recorder(folder, name, records.last)
    for place, action in enumerate(actions):
        session = session.act(action)
        recorder.write(line_of(session, action, clock + place))
    return session


@pytest.mark.parametrize("clocks", [*permutations(CLOCKS)], ids=str)
def test_the_next_start_is_where_the_last_visit_ended(tmp_path, clocks):
    for place, clock in enumerate(clocks):
        last = visit(tmp_path, f"{place}", clock, Action("next"))
        visited = read_records(tmp_path)
        again = resume(last.script, visited.lessons["tiny"])
        assert (again.at, again.farthest) == (last.at, last.farthest)
    assert len(visited.lessons["tiny"].lines) == len(clocks)


@pytest.mark.parametrize("clocks", [*permutations(CLOCKS)], ids=str)
def test_after_a_reset_new_work_counts_and_old_work_does_not(tmp_path, clocks):
    before, early, reset, after = clocks
    visit(tmp_path, "a", before, Action("next"), Action("next"))
    visit(tmp_path, "b", early, Action("next"))
    recorder = Recorder(tmp_path, "r", read_records(tmp_path).last)
    recorder.write(Line(reset, "tiny", "", "", 0, {"do": RESET}))
    assert "tiny" not in read_records(tmp_path).lessons
    visit(tmp_path, "c", after, Action("next"))
    assert [line.time for line in read_records(tmp_path).lessons["tiny"].lines] == [after]


def test_a_clock_that_jumps_during_a_visit_changes_no_order(tmp_path):
    recorder = Recorder(tmp_path, "a")
    times = [NOW, NOW + YEAR, NOW - DAY, 0.0, NOW]
    for place, time in enumerate(times):
        recorder.write(Line(time, "tiny", "go", "f", place, {"do": "next"}))
    assert [line.beat for line in read_records(tmp_path).lessons["tiny"].lines] == [0, 1, 2, 3, 4]


def test_files_of_older_versions_come_in_the_order_of_their_times_before_new_ones(tmp_path):
    for name, time in (("old", NOW), ("older", NOW - DAY), ("ahead", NOW + YEAR)):
        line = {"format": 1, "time": time, "lesson": "tiny", "step": name, "fingerprint": "f", "beat": 0,
                "action": {"do": "next"}}  # fmt: skip
        (tmp_path / f"{name}.jsonl").write_text(json.dumps(line) + "\n")
    Recorder(tmp_path, "new", None).write(Line(NOW + 1, "tiny", "new", "f", 0, {"do": "next"}))
    assert [line.step for line in read_records(tmp_path).lessons["tiny"].lines] == ["older", "old", "ahead", "new"]


def test_two_visits_at_once_are_merged_as_they_went_on(tmp_path):
    one, two = (Recorder(tmp_path, name, read_records(tmp_path).last) for name in "ab")
    for place, recorder in enumerate([one, two, two, one, one, two]):
        recorder.write(Line(NOW + place, "tiny", "go", "f", place, {"do": "next"}))
    assert [line.beat for line in read_records(tmp_path).lessons["tiny"].lines] == [0, 1, 2, 3, 4, 5]


def test_a_line_written_twice_counts_once(tmp_path):
    Recorder(tmp_path, "a").write(Line(NOW, "tiny", "go", "f", 0, {"do": "next"}))
    path = tmp_path / "a.jsonl"
    path.write_bytes(path.read_bytes() * 2)
    assert len(read_records(tmp_path).lessons["tiny"].lines) == 1


def test_what_waited_is_written_in_its_order_when_there_is_room(tmp_path):
    folder = tmp_path / "visits"
    folder.write_text("in the way")
    recorder = Recorder(folder, "a")
    for place in range(3):
        recorder.write(Line(NOW + place, "tiny", "go", "f", place, {"do": "next"}))
    assert recorder.lost is not None and recorder.lost.arguments["count"] == 3
    folder.unlink()
    assert recorder.flush() and recorder.lost is None
    assert [line.beat for line in read_records(folder).lessons["tiny"].lines] == [0, 1, 2]


def test_the_latest_lesson_is_the_one_of_the_last_line_whatever_its_date(tmp_path):
    for name, clock in (("first", NOW + YEAR), ("second", NOW), ("third", NOW - DAY)):
        recorder = Recorder(tmp_path, name, read_records(tmp_path).last)
        recorder.write(Line(clock, name, "go", "f", 0, {"do": "next"}))
    lessons = read_records(tmp_path).lessons
    assert sorted(lessons, key=lambda name: lessons[name].place) == ["first", "second", "third"]
