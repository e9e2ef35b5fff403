"""Whatever a terminal or a line sends, the reader goes on, and the next key is a key."""

import re
from time import monotonic

import pytest
from gradstep.tui.key_reader import FARTHEST, LONGEST_PASTE, KeyReader
from hypothesis import given, settings
from hypothesis import strategies as st
from textual import events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS

SEQUENCES = [sequence for sequence in ANSI_SEQUENCES_KEYS if len(sequence) > 1]
PIECES = st.one_of(
    st.sampled_from(["\x1b", "\x1b[", "\x1bO", "\x1b]", "\x1bP", "\x9b", "\x1b[200~", "\x1b[201~", "\x1b[<", "\x1b[?"]),
    st.sampled_from(SEQUENCES),
    st.integers(0, 10**14).map(str),
    st.sampled_from(list(";:~uABCDEFHPQRSMmtctyIO$<>?²٣é\x00\x03\x7f\ufffd\ud800")),
    st.text(alphabet=st.characters(), max_size=3),
)


def settled(reader, text):
    """The events of a text, and of the silence behind it."""
    found = list(reader.feed(text))
    reader._parser._timeout_time = 0 if reader._parser._timeout_time is not None else None
    return [*found, *reader.give_up_paste(), *reader.tick()]


def keys(text, reader=None):
    return [event.key for event in settled(reader or KeyReader(), text) if isinstance(event, events.Key)]


def is_alive(reader):
    return keys("x", reader)[-1:] == ["x"] and keys("\x1b[C", reader)[-1:] == ["right"]


@given(st.lists(PIECES, max_size=12).map("".join))
@settings(max_examples=400)
def test_no_mixture_of_pieces_ends_or_deafens_it(text):
    reader = KeyReader()
    for event in settled(reader, text):
        assert not isinstance(event, events.Resize)
        if isinstance(event, events.MouseEvent):
            assert 0 <= event.x < FARTHEST and 0 <= event.y < FARTHEST
    assert is_alive(reader)


@given(st.text(alphabet=st.characters(), max_size=40))
def test_no_text_ends_or_deafens_it(text):
    reader = KeyReader()
    settled(reader, text)
    assert is_alive(reader)


@given(st.sampled_from(SEQUENCES), st.integers(0, 20), st.sampled_from(list("0123456789;:~uAR[\x1b")))
def test_no_key_with_one_sign_changed_ends_it(sequence, place, sign):
    reader = KeyReader()
    settled(reader, sequence[:place] + sign + sequence[place + 1 :])
    assert is_alive(reader)


@pytest.mark.parametrize(
    "sequence",
    ["\x1b[97;1:3u", "\x1b[12;1:3u", "\x1b[999999999999A", "\x1b[99999999999~", "\x1b[27;5;9999999999~",
     "\x1b[1114112u", "\x1b[1;1:3C", "\x1b[57441;2:3u",
      "\x1b[I", "\x1b[O", "\x1b[48;99999;99999;0;0t", "\x1b[?2048;1$y", "\x1b[10;20R"],
)  # fmt: skip
def test_what_is_no_key_is_nothing(sequence):
    assert settled(KeyReader(), sequence) == []


@pytest.mark.parametrize(
    ("sequence", "key"),
    [("\x1b[1;1:1C", "right"), ("\x1b[1;1:2C", "right"), ("\x1b[97;1:1u", "a"), ("\x1b[97:65;1:2;97u", "a"),
     ("\x1b[13;1:1u", "enter"), ("\x1b[27;1:1u", "escape"), ("\x1b[97;5u", "ctrl+a"), ("\x1b[57420;1:1u", "down")],
)  # fmt: skip
def test_a_key_with_an_event_type_is_that_key(sequence, key):
    assert keys(sequence) == [key]


@pytest.mark.parametrize("sequence", SEQUENCES, ids=repr)
def test_keys_are_what_they_always_were(sequence):
    from textual._xterm_parser import XTermParser

    parser = XTermParser()
    wanted = [event.key for event in parser.feed(sequence) if isinstance(event, events.Key)]
    assert [event.key for event in KeyReader().feed(sequence) if isinstance(event, events.Key)] == wanted


def pasted(*texts, reader=None):
    reader = reader or KeyReader()
    found = [event for text in texts for event in reader.feed(text)]
    return [event.text if isinstance(event, events.Paste) else event.key for event in found]


@given(st.text(alphabet=st.characters(blacklist_characters="\x1b\x03\x00"), max_size=40), st.data())
def test_a_paste_is_one_event_however_it_is_cut(text, data):
    whole = f"\x1b[200~{text}\x1b[201~z"
    at = data.draw(st.integers(0, len(whole)))
    assert pasted(whole[:at], whole[at:]) == [text, "z"]


def test_a_paste_whose_end_is_lost_ends_with_silence_or_with_ctrl_c():
    reader = KeyReader()
    assert pasted("\x1b[200~12", reader=reader) == [] and reader.is_pasting
    assert [event.text for event in reader.give_up_paste()] == ["12"] and not reader.is_pasting
    assert pasted("\x1b[200~12\x03x") == ["12", "ctrl+c", "x"]


def test_a_paste_without_an_end_takes_no_more_room_than_it_may():
    reader = KeyReader()
    begun = monotonic()
    for _ in range(5):
        assert pasted("\x1b[200~" + "x" * LONGEST_PASTE, reader=reader) == []
    assert len(next(iter(reader.give_up_paste())).text) <= LONGEST_PASTE
    assert monotonic() - begun < 20


def test_no_digit_is_asked_of_anything_but_plain_digits():
    from pathlib import Path

    root = Path(__file__).parents[2]
    for path in [*(root / "core").rglob("*.py"), *(root / "tui").rglob("*.py")]:
        if path.name != "whole.py":
            assert not re.search(r"\.isdigit\(|\.isnumeric\(", path.read_text(encoding="utf-8")), path
