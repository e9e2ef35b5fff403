"""Whatever a kept file holds, reading ends with what is ours, in its order, and with a count of the rest."""

import json
import math
import os

import pytest
from gradstep.core.lesson.actions import DOES
from gradstep.core.lesson.kept_line import LAST_TIME, LONGEST_LINE, Line, read_line, write_line
from gradstep.core.lesson.progress import Recorder, read_progress, read_records
from gradstep.core.lesson.standing import standing, standing_to_json
from gradstep.core.words.controls import BLANKS
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

GOOD = {
    "format": 1, "time": 5.0, "lesson": "tiny", "step": "ask", "fingerprint": "f", "beat": 0,
    "action": {"do": "answer", "text": "7"}, "verdict": "wrong", "outcome": "open", "order": 5000,
}  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.integers(10**400, 10**401) | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)
ODD = [
    None, True, -1, 0.5, 1e300, math.inf, -math.inf, math.nan, 10**400, -(10**400), 2**63, "", "x" * 70_000, "\x1b[31m",
    "a\nb", "\u2028", "\ud800", [], {}, [[]], {"do": {}}, [{"do": "zoom"}] * 100, {"do": "answer", "text": 5},
    {"do": "not-in-this-version"}, {"do": ["zoom"]}, {"do": "seek", "step": -1}, {"do": "seek", "beat": 1e999},
]  # fmt: skip


def kept(folder, *rows, name="a"):
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.jsonl").write_bytes(b"".join(row + b"\n" for row in rows))
    return read_records(folder)


def row(**parts):
    return json.dumps({**GOOD, **parts}).encode()


def is_sound(line: Line):
    """Are all parts such that nothing behind can stumble over them?"""
    assert type(line.time) is float and 0 <= line.time <= LAST_TIME
    assert all(type(part) is int and 0 <= part < 2**62 for part in (line.beat, line.hints, line.order))
    assert line.action["do"] in DOES | {"reset"}
    for text in (line.lesson, line.step, line.fingerprint, line.verdict, line.diagnosis, line.outcome):
        assert text.isprintable()
    assert all(sign.isprintable() or sign in BLANKS for sign in str(line.action.get("text", "")))
    json.dumps(standing_to_json(standing(read_one(line))), allow_nan=False)
    return True


def read_one(line):
    from gradstep.core.lesson.progress import LessonProgress

    return LessonProgress((line,))


@pytest.mark.parametrize("key", GOOD)
@pytest.mark.parametrize("value", ODD, ids=lambda value: repr(value)[:20])
def test_a_line_with_any_part_damaged_is_sound_or_skipped(key, value):
    line, _ = read_line(row(**{key: value}))
    assert line is None or is_sound(line)


@given(JSON)
def test_any_json_value_as_a_line_is_sound_or_skipped(value):
    line, whole = read_line(json.dumps(value).encode())
    assert (line is None and not whole) or is_sound(line)


@given(st.dictionaries(st.sampled_from([*GOOD, "trail", "diagnosis", "hints", "finished", "new"]), JSON, max_size=3))
def test_any_json_value_in_the_place_of_any_part_is_sound_or_skipped(parts):
    line, _ = read_line(json.dumps({**GOOD, **parts}).encode())
    assert line is None or is_sound(line)


@given(st.binary(max_size=300))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
def test_any_bytes_among_good_lines_cost_only_themselves(tmp_path, data):
    found = kept(tmp_path, row(), b"\n" + data, row(order=6000))
    assert [line.order for line in found.lessons["tiny"].lines][:1] == [5000]
    assert found.lessons["tiny"].lines[-1].order == 6000


@pytest.mark.parametrize(
    "bad",
    [
        b"[" * 100_000, b'{"format":' * 100_000, b"{" * 60_000, b"x" * 3_000_000, b"\x00" * 100, b"\xff\xfe{\x00}\x00",
        b'{"format": 1, "time": 99, "lesson": "tiny", "st', b"1e999", b"NaN", row(time=10**400), row(beat=math.inf),
        row(format=2), row(format=True), row(action={"do": "fly"}), "\ufeff".encode() + row()[:-1],
    ],
    ids=lambda bad: repr(bad[:24]),
)  # fmt: skip
def test_a_bad_line_is_skipped_counted_and_named(tmp_path, bad):
    found = kept(tmp_path, row(), bad, row(order=6000))
    assert len(found.lessons["tiny"].lines) == 2
    assert [(one.path.name, one.lines, one.reason) for one in found.skipped] == [("a.jsonl", 1, None)]


def test_a_mistake_that_another_version_names_counts_as_an_answer(tmp_path):
    found = kept(tmp_path, row(diagnosis="not-in-this-version"), row(diagnosis="sign", order=6000))
    assert [line.diagnosis for line in found.lessons["tiny"].lines] == ["", "sign"]
    assert found.skipped[0].lines == 1


def test_files_with_a_mark_of_bytes_or_other_line_ends_are_read(tmp_path):
    found = kept(tmp_path, "\ufeff".encode() + row() + b"\r", b"", row(order=6000) + b"\r")
    assert len(found.lessons["tiny"].lines) == 2 and not found.skipped


ANSWERS = [
    "6\u2028x",
    "6\u2029x",
    "6\x85x",
    "6\x0bx",
    "6\x0cx",
    "6\x1cx",
    "\udce9",
    "\x00",
    "\x1b[2J",
    "é",
    "σ²",
    "\ud800",
]


def test_answers_with_any_sign_are_read_back_one_by_one(tmp_path):
    recorder = Recorder(tmp_path, "a")
    for text in ANSWERS:
        recorder.write(Line(1.0, "tiny", "ask", "f", 0, {"do": "answer", "text": text}))
    assert recorder.problem is None
    found = read_records(tmp_path)
    assert len(found.lessons["tiny"].lines) == len(ANSWERS) and not found.skipped
    assert [line.action["text"] for line in found.lessons["tiny"].lines][-3:-1] == ["é", "σ²"]


@given(st.text(alphabet=st.characters(), max_size=60), st.floats(0, LAST_TIME), st.integers(0, 9))
def test_what_is_written_is_read_again(text, time, hints):
    line = Line(time, "tiny", "ask", "f", 3, {"do": "answer", "text": text}, "wrong", "sign", hints, "open", True, 7)
    read, whole = read_line(write_line(line)[:-1])
    assert whole and read is not None
    assert (read.time, read.beat, read.hints, read.order, read.diagnosis) == (time, 3, hints, 7, "sign")


def test_the_longest_answer_with_the_longest_trail_still_fits_a_line():
    looks = tuple({"do": "change", "text": "\U0001f600" * 2000} for _ in range(60))
    line = Line(1.0, "t" * 60, "s", "f", 0, {"do": "answer", "text": "\U0001f600" * 9000}, order=1, trail=looks)
    written = write_line(line)
    assert len(written) <= LONGEST_LINE and read_line(written[:-1])[1]


def test_a_file_without_an_end_is_not_read_to_it(tmp_path, monkeypatch):
    monkeypatch.setattr("gradstep.core.lesson.progress.MOST_OF_A_FILE", 100_000)
    found = kept(tmp_path, row(), *[row(order=6000 + n) for n in range(2000)])
    assert 0 < len(found.lessons["tiny"].lines) < 2000 and found.skipped[0].lines == 1
    with (tmp_path / "b.jsonl").open("wb") as file:
        file.truncate(10**12)
    assert {one.path.name for one in read_records(tmp_path).skipped} == {"a.jsonl", "b.jsonl"}


def test_what_is_no_plain_file_is_skipped_with_its_reason(tmp_path):
    kept(tmp_path, row(), name="good")
    os.mkfifo(tmp_path / "pipe.jsonl")
    (tmp_path / "zero.jsonl").symlink_to("/dev/zero")
    (tmp_path / "folder.jsonl").mkdir()
    (tmp_path / "gone.jsonl").symlink_to("nothing")
    found = read_records(tmp_path)
    assert len(found.lessons["tiny"].lines) == 1
    reasons = {one.path.stem: one.reason.id for one in found.skipped}
    assert reasons == {
        "pipe": "system.ENXIO", "zero": "system.ENXIO", "folder": "system.EISDIR", "gone": "system.ENOENT",
    }  # fmt: skip


def test_a_folder_that_is_none_is_no_progress(tmp_path):
    (tmp_path / "file").touch()
    os.mkfifo(tmp_path / "pipe")
    for folder in (tmp_path / "file", tmp_path / "pipe", tmp_path / ("x" * 300), tmp_path / "none"):
        assert read_progress(folder) == {}
