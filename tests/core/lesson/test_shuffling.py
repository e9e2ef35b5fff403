"""Options in an order of each learner's own: the same every time, and kept by their place in the file."""

from collections import Counter

import pytest
from gradstep.core.lesson.schema import BothLanguages, Choose, Option
from gradstep.core.lesson.shuffling import kept_number, shown_number, shown_options
from hypothesis import given
from hypothesis import strategies as st


def both(text):
    return BothLanguages(en=text, es=text)


def choose(count, name="q"):
    options = [Option(text=both(str(at)), why=both("w"), right=at == 1) for at in range(count)]
    return Choose(id=name, prompt=both("p"), options=options)


@given(st.integers(2, 5), st.text(max_size=20), st.from_regex(r"[a-z]{1,9}", fullmatch=True))
def test_what_is_shown_is_kept_by_its_place_in_the_file_and_comes_back(count, learner, name):
    step = choose(count, name)
    assert sorted(shown_options(step, learner)) == list(range(count))
    assert shown_options(step, learner) == shown_options(choose(count, name), learner)
    for number in range(1, count + 1):
        kept = kept_number(step, f" {number}) ", learner)
        assert int(kept) == shown_options(step, learner)[number - 1] + 1
        assert shown_number(step, kept, learner) == str(number)


@pytest.mark.parametrize("typed", ["0", "9", "x", "", "1.5", "-1", "the text of an option"])
def test_what_is_no_number_of_an_option_stays_as_it_is(typed):
    assert kept_number(choose(3), typed, "ana") == shown_number(choose(3), typed, "ana") == typed


def test_nobody_finds_the_right_one_by_its_place():
    places = Counter(shown_options(choose(3), f"learner {at}").index(1) for at in range(600))
    assert all(150 <= count <= 250 for count in places.values()) and len(places) == 3


def test_without_a_learner_they_stand_as_in_the_file():
    assert shown_options(choose(4), None) == (0, 1, 2, 3)
