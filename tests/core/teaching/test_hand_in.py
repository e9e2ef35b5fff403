"""What is handed in: whole, sealed, and named for what it is when it is anything else."""

import json
import os
from pathlib import Path

import pytest
from gradstep.core.teaching.assessing import assess, assess_file
from gradstep.core.teaching.hand_in import MOST_BYTES, HandInError, read_hand_in, sealed, write_hand_in
from gradstep.core.teaching.library import Library
from gradstep.core.words import LANGUAGES, core_words
from hypothesis import given
from hypothesis import strategies as st

from .students import LESSONS, VERSION, Student, always_right, learning

LIBRARY = Library(LESSONS)


def student(name="Ana Pérez", lesson="gate-patterns", how=learning):
    one = Student(name, "ana@uni.edu", 5)
    one.open(lesson)
    one.walk(how)
    return one


GOOD = student().file()


def resealed(data, change):
    """The rows after `change`, with a seal that fits them."""
    rows = [json.loads(row) for row in data.splitlines()[:-1]]
    change(rows)
    return sealed(b"".join(json.dumps(row).encode() + b"\n" for row in rows))


def first(rows, **wanted):
    return next(row for row in rows[1:] if all(row.get(key) == value for key, value in wanted.items()))


def lie(rows):
    first(rows, verdict="wrong")["verdict"] = "right"


def other_answer(rows):
    first(rows, verdict="right")["action"]["text"] = "123.456"


def other_numbers(rows):
    for row in rows[1:]:
        row["seed"] = row["seed"] % 1000 + 1


HOSTILE = {
    "no-hand-in": [b"", b"\n", b"hello", b"{}", b"[" * 100_000, b'{"kind": "gradstep-hand-in"' + b" " * 200_000,
                   b'{"a":' * 50_000, GOOD[1:], b'{"format": 1, "kind": "other"}\n', b"\xef\xbb\xbf\n" + GOOD],
    "nul": [b"\0", GOOD.replace(b"Ana", b"A\0a", 1), b"\0" * 100_000],
    "not-utf-8": [b"\xff\xfe\x00x".replace(b"\0", b""), GOOD.replace(b"\n", b"\n\xff", 1), b"\xc3\x28"],
    "truncated": [GOOD[:-1 - len(GOOD.splitlines()[-1])], GOOD[: len(GOOD) // 2], GOOD.splitlines()[0] + b"\n",
                  GOOD[:-3], GOOD + b"more\n"],
    "changed": [GOOD.replace(b'"hints": 1', b'"hints": 0', 1), GOOD.replace(b"ana@uni.edu", b"eva@uni.edu"),
                b"".join(row for at, row in enumerate(GOOD.splitlines(keepends=True)) if at != 3),
                GOOD.replace(b'"do": "answer"', b'"do": "next"  ', 1)],
    "foreign-format": [resealed(GOOD, lambda rows: rows[0].update(format=2)),
                       resealed(GOOD, lambda rows: rows[0].update(format="1")),
                       resealed(GOOD, lambda rows: rows[0].update(format=True))],
    "bad-line": [resealed(GOOD, lambda rows: rows[0].update(student=7)),
                 resealed(GOOD, lambda rows: rows[0].update(made="x")),
                 resealed(GOOD, lambda rows: rows[0].update(made=1e300)),
                 resealed(GOOD, lambda rows: rows[0].update(lessons=["a"])),
                 resealed(GOOD, lambda rows: rows[0].update(student="a\u001b[2J")),
                 resealed(GOOD, lambda rows: rows[2].update(beat=-1)),
                 resealed(GOOD, lambda rows: rows[2].update(time="now")),
                 resealed(GOOD, lambda rows: rows[2].update(lesson="xor-impossible")),
                 resealed(GOOD, lambda rows: rows[2].update(seed=10**12)),
                 resealed(GOOD, lambda rows: rows.insert(2, {"do": "next"}))],
    "forged": [resealed(GOOD, lie), resealed(GOOD, other_answer)],
    "other-lesson": [resealed(GOOD, lambda rows: [row.update(fingerprint="000000000000") for row in rows[1:]]),
                     resealed(GOOD, lambda rows: [rows[0].update(lessons={"../../etc/passwd": ""}),
                                                  *[row.update(lesson="../../etc/passwd") for row in rows[1:]]])],
    "foreign-version": [resealed(GOOD, lambda rows: [rows[0].update(gradstep="9.9"), lie(rows)])],
}  # fmt: skip


@pytest.mark.parametrize(("status", "data"), [(status, data) for status, many in HOSTILE.items() for data in many])
def test_what_is_not_a_whole_and_true_hand_in_is_named_as_such(status, data):
    found = assess("file", data, LIBRARY, VERSION)
    assert found.status == status
    for language in LANGUAGES:
        said = core_words().word(found.said, language)
        assert 20 < len(said) < 400 and "{" not in said and said.isprintable()


def test_files_that_are_no_files_are_named_too(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "good").write_bytes(GOOD)
    (tmp_path / "link").symlink_to(tmp_path / "good")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    with (tmp_path / "huge").open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    (tmp_path / "folder").mkdir()
    wanted = {"pipe": "no-file", "link": "link", "loop": "link", "huge": "too-large", "folder": "no-file",
              "missing": "unreadable", "x" * 5000: "unreadable", "a\0b": "no-file", "good": "ok"}  # fmt: skip
    for name, status in wanted.items():
        assert assess_file(str(tmp_path / name), LIBRARY, VERSION).status == status, name
    assert assess_file("/dev/zero", LIBRARY, VERSION).status == "no-file"


def test_a_good_file_survives_the_way():
    handed = student().handed()
    again = read_hand_in(write_hand_in(handed))
    assert again.lines == handed.lines and again.digests == handed.digests
    assert (again.student, again.id, again.version) == (handed.student, handed.id, handed.version)
    assert read_hand_in(GOOD.replace(b"\n", b"\r\n")).student == "Ana Pérez"
    assert assess("file", GOOD, LIBRARY, VERSION).status == "ok"


@given(st.binary(max_size=300), st.integers(0, len(GOOD)), st.integers(0, 200))
def test_no_bytes_make_it_raise(noise, at, gone):
    data = GOOD[:at] + noise + GOOD[at + gone :]
    found = assess("file", data, LIBRARY, VERSION)
    assert found.counts == (guarded(data) == guarded(GOOD)) or found.said is not None


@pytest.mark.parametrize("data", [GOOD[:-1], GOOD.replace(b"\n", b"\r\n"), b"\xef\xbb\xbf" + GOOD], ids=len)
def test_what_editors_do_to_a_file_changes_nothing(data):
    assert guarded(data) == guarded(GOOD) and assess("file", data, LIBRARY, VERSION).status == "ok"


def guarded(data):
    """The rows byte by byte, and what the seal says; a mark at the beginning and the way lines end are an editor's."""
    *rows, seal = data.replace(b"\r\n", b"\n").removeprefix(b"\xef\xbb\xbf").splitlines(keepends=True) or [b""]
    try:
        return b"".join(rows), json.loads(seal)
    except ValueError:
        return b"".join(rows), None


@given(st.data())
def test_no_sealed_nonsense_makes_it_raise(data):
    rows = [json.loads(row) for row in GOOD.splitlines()[:-1]]
    for _ in range(data.draw(st.integers(1, 4))):
        row = data.draw(st.sampled_from(rows[1:]))
        key = data.draw(
            st.sampled_from(["step", "beat", "action", "verdict", "seed", "trail", "hints", "outcome", "time"])
        )
        other = data.draw(st.sampled_from(rows[1:]))
        row[key] = data.draw(st.sampled_from([other.get(key), 0, 1, "", "right", {"do": "zoom", "text": "grad.x"},
                                              {"do": "find", "text": "when"}, {"do": "vary"}, {"do": "play"},
                                              {"do": "seek", "step": 900, "beat": 3}]))  # fmt: skip
    found = assess("file", sealed(b"".join(json.dumps(row).encode() + b"\n" for row in rows)), LIBRARY, VERSION)
    assert found.status in ("ok", "bad-line", "forged", "other-lesson")


def test_another_edition_of_a_lesson_counts_as_far_as_it_is_the_same(tmp_path):
    text = (LESSONS / "gate-patterns.yaml").read_text(encoding="utf-8")
    (tmp_path / "gate-patterns.yaml").write_text(
        text.replace("And w, which did not win?", "And w, the loser?"), "utf-8"
    )
    found = assess("file", student(how=always_right).file(), Library(tmp_path), VERSION)
    (work,) = found.lessons
    assert found.status == "ok" and [note.id for note in work.notes] == ["handin.edited"]
    right = {step.step: step.right for step in work.steps if step.questions}
    assert right["loser"] == 0 and right["scale"] == 1


def test_numbers_that_were_never_drawn_do_not_count():
    (work,) = assess("file", resealed(GOOD, other_numbers), LIBRARY, VERSION).lessons
    assert "handin.edited" in [note.id for note in work.notes]
    lesson = LIBRARY.lesson("gate-patterns")
    same = {
        id
        for id, usual, drawn in zip(lesson.ids, lesson.hashes, lesson.variant(1).hashes, strict=True)
        if usual == drawn
    }
    assert {step.step for step in work.steps if step.right} <= same < set(lesson.ids)


def test_a_version_that_judges_alike_counts_and_is_named():
    data = resealed(GOOD, lambda rows: rows[0].update(gradstep="0.0.9"))
    found = assess("file", data, LIBRARY, VERSION)
    assert found.status == "ok" and [note.id for note in found.notes] == ["handin.version"]


def test_numbers_of_somebody_else_are_noted():
    data = resealed(GOOD, lambda rows: rows[0].update(student="Eva Luna"))
    (work,) = assess("file", data, LIBRARY, VERSION).lessons
    assert [note.id for note in work.notes] == ["handin.other-numbers"]


def test_hand_ins_name_errors_by_one_word():
    with pytest.raises(HandInError) as caught:
        read_hand_in(b"x")
    assert caught.value.status == "no-hand-in" and Path(LESSONS).is_dir()
