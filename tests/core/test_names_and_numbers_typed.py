"""What is typed for a name or a count: the nearest names first, whole numbers that are numbers, signs that are seen."""

import sys
import unicodedata

import pytest
from gradstep.core.near import near_names
from gradstep.core.whole import whole
from gradstep.core.words import core_words, message
from gradstep.core.words.controls import BLANKS, shortened, visible
from hypothesis import given
from hypothesis import strategies as st

DIGITS = [chr(code) for code in range(sys.maxunicode) if chr(code).isdigit() or chr(code).isnumeric()]


def test_only_plain_digits_are_a_whole_number():
    assert [sign for sign in DIGITS if whole(sign) is not None] == list("0123456789")
    assert whole(" 042 ") == 42 and whole("9" * 9) == 999_999_999


@pytest.mark.parametrize("text", ["", "-1", "+1", "1.0", "1_0", "²", "9" * 5000, "0x1", "1e3", "\x00", "½"])
def test_everything_else_is_none_and_no_error(text):
    assert whole(text) is None


@given(st.text())
def test_any_text_is_a_whole_number_or_none(text):
    assert whole(text) is None or whole(text) == int(text)


def test_the_nearest_name_stands_first():
    names = ["explore", "solve", "doctor", "chain-rule-paths", "gradient-descent", "sigmoid-neuron-graph"]
    for typed, wanted in (("explor", "explore"), ("EXPLORE", "explore"), ("docter", "doctor"), ("sigmoid", names[-1])):
        assert near_names(typed, names)[0] == wanted


def test_where_nothing_is_like_it_all_are_named_those_with_most_in_common_first():
    found = near_names("zzb", ["aa", "cc", "zz-is-much-longer-than-that", "bb"], rest=2)
    assert len(found) == 2 and found != ["aa", "bb"]


@given(st.text(max_size=3000), st.lists(st.text(min_size=1, max_size=9), max_size=6))
def test_near_names_are_names_that_exist(typed, names):
    found = near_names(typed, names)
    assert set(found) <= set(names) and len(found) == len(set(found)) and bool(found) == bool(names)


@given(st.text(alphabet=st.characters()))
def test_no_sign_that_steers_a_terminal_is_left(text):
    for sign in visible(text):
        assert sign.isprintable() or sign in BLANKS
    assert visible(visible(text)) == visible(text)


def test_every_control_sign_has_a_code_that_is_seen():
    for code in range(0x110000):
        if unicodedata.category(chr(code)) in ("Cc", "Cf", "Cs", "Zl", "Zp"):
            assert visible(chr(code)).isascii() and visible(chr(code)).startswith("\\")


def test_a_sentence_quotes_controls_by_their_code():
    said = core_words().word(message("source.repeated", key="a\x1b[31m\x07\u2028\ud800b"), "en")
    assert "a\\x1b[31m\\x07\\u2028\\ud800b" in said


def test_a_long_text_is_quoted_in_part():
    assert shortened("x" * 5000) == "x" * 59 + "…" and shortened("short") == "short"
