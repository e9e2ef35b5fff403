"""Lines between a presenter and her followers: what is written is read again, and anything else is refused whole."""

import json
from pathlib import Path

import msgspec
import pytest
from gradstep.core.lesson.load import load_lesson
from gradstep.core.lesson.script import Script
from gradstep.core.lesson.session import Session
from gradstep.core.teaching.poll import Heap, Tally
from gradstep.core.teaching.stand import Looked, Settled, stand_of
from gradstep.tui.presenting.protocol import (
    FORMAT,
    LONGEST_SAID,
    Lines,
    ProtocolError,
    Said,
    Told,
    poll_told,
    read_said,
    read_told,
    write,
)
from gradstep.tui.words import face_words
from hypothesis import given
from hypothesis import strategies as st

LESSON = Path(__file__).parents[1] / "lessons" / "tiny-neuron.yaml"
STAND = stand_of(Session(Script(load_lesson(LESSON))))
plain = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=40)
stands = st.builds(
    lambda answers, attention, trail, settled: msgspec.structs.replace(
        STAND, answers=answers, attention=attention, trail=trail, settled=settled
    ),
    st.tuples(plain, plain), plain,
    st.lists(st.builds(Looked, st.sampled_from(["explore", "zoom", "next"]), plain), max_size=4).map(tuple),
    st.lists(st.builds(Settled, st.integers(-3, 9), st.integers(0, 9), st.just("right")), max_size=4).map(tuple),
)  # fmt: skip
tallies = st.builds(
    lambda rows: Tally(tuple(Heap(text, count, "wrong", "sign") for text, count in rows), (("sign", 3),)),
    st.lists(st.tuples(plain, st.integers(0, 99)), max_size=60),
)


@given(st.none() | stands, st.none() | tallies, st.booleans())
def test_what_is_told_is_read_again(stand, tally, is_open):
    told = Told(FORMAT, "1.0", stand, poll_told(3, is_open, tally))
    row = write(told)
    assert row.endswith(b"\n") and row.count(b"\n") == 1
    assert read_told(row[:-1], "1.0") == told


@given(st.integers(0, 9), st.text(max_size=400))
def test_a_vote_is_read_again_without_a_sign_that_steers_a_terminal(number, text):
    try:
        said = read_said(write(Said(number, text))[:-1])
    except UnicodeEncodeError:
        return
    assert said.poll == number and all(sign.isprintable() or sign.isspace() for sign in said.text)
    assert not {"\x1b", "\n", "\r", "\t", "\u2028"} & set(said.text)


@given(st.binary(max_size=300) | st.text(max_size=80).map(str.encode))
def test_any_other_bytes_are_refused(row):
    for read in (read_said, lambda data: read_told(data, "1.0")):
        try:
            read(row)
        except ProtocolError as error:
            assert all(sign.isprintable() for sign in face_words().word(error.message, "es"))


DEEP = b'{"poll":1,"text":' + b"[" * 4000
WRONG = [b"", b"null", b"[]", b'{"poll":-1,"text":""}', b'{"poll":1e400,"text":""}', b'{"poll":1}', DEEP,
         b'{"poll":1,"text":"' + b"x" * 401 + b'"}', b'{"poll":1,"text":"\xff"}',
         b'{"poll":true,"text":"1"}']  # fmt: skip


@pytest.mark.parametrize("row", WRONG)
def test_what_no_follower_says_is_refused(row):
    with pytest.raises(ProtocolError):
        read_said(row)


def test_a_presenter_cannot_steer_a_terminal_either():
    for key in ("lesson", "attention"):
        data = json.loads(write(Told(FORMAT, "1.0", STAND))[:-1])
        data["stand"][key] = "a\x1b[2Jb"
        with pytest.raises(ProtocolError) as error:
            read_told(json.dumps(data).encode(), "1.0")
        assert "\x1b" not in face_words().word(error.value.message, "en")


def test_another_version_is_named():
    with pytest.raises(ProtocolError) as error:
        read_told(b'{"format":2,"version":"9.9","stand":{"new":1}}', "1.0")
    assert error.value.message.id == "present.other-version" and error.value.message.arguments["theirs"] == "9.9"
    told = json.loads(write(Told(FORMAT, "1.1", STAND))[:-1])
    told["stand"]["of_a_later_version"] = [1]
    assert read_told(json.dumps(told).encode(), "1.0").stand == STAND


@given(st.lists(st.binary(max_size=40).filter(lambda row: b"\n" not in row), max_size=6), st.integers(1, 7))
def test_lines_come_whole_however_they_are_cut(rows, size):
    data, lines, found = b"".join(row + b"\n" for row in rows), Lines(100), []
    for at in range(0, len(data), size):
        found += lines.feed(data[at : at + size])
    assert found == rows


def test_a_line_without_an_end_is_not_kept():
    lines = Lines(LONGEST_SAID)
    with pytest.raises(ProtocolError):
        for _ in range(10):
            lines.feed(b"x" * 1000)
