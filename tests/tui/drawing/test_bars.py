"""Bars: the length is the size, the sign stands behind it, the number is there whatever the room."""

import re

import hypothesis.strategies as st
import pytest
from gradstep.core.pictures import Bar, BarsPicture
from gradstep.tui.drawing.bars import bars_width, draw_bars
from hypothesis import given

PICTURE = BarsPicture(
    "contributions",
    (Bar("t = 3", -0.3070, note="-0.3070"), Bar("t = 2", 0.1535, True, note="-0.1535"), Bar("t = 1", None, asked=True)),
    0.3070,
)


def lines(picture=PICTURE, width=60, height=6, ascii=False):
    drawing = draw_bars(picture, width, height, ascii=ascii)
    assert [sum(len(run.text) for run in row) for row in drawing.rows] == [width] * height
    return drawing.lines()


@pytest.mark.parametrize(("ascii", "full", "mark"), [(False, "▆", "►"), (True, "#", ">")])
def test_lengths_signs_and_the_current_one(ascii, full, mark):
    title, first, second, third, *_ = lines(ascii=ascii)
    assert title.strip() == "contributions"
    assert first.count(full) == pytest.approx(2 * second.count(full), abs=1)
    assert re.search(rf"{full} - ", first) and re.search(r"[▆#] \+ ", second)
    assert second.split()[0] == mark and "-0.3070" in first and "0.1535" in second
    assert third.split() == ["t", "=", "1", "?"]


def test_notes_stand_under_each_other():
    _, first, second, *_ = lines()
    assert first.rindex("-0.3070") == second.rindex("-0.1535")


def test_numbers_keep_their_width_while_values_grow():
    def at(value):
        return lines(BarsPicture("", (Bar("a", value), Bar("b", 0.25)), 100.0))[1].index("0.25")

    assert at(0.0) == at(-99.75) == at(None)


def test_the_current_bar_is_always_among_those_shown():
    for current in range(20):
        bars = tuple(Bar(f"n{place}", float(place), place == current) for place in range(20))
        shown = [line for line in lines(BarsPicture("", bars, 20.0), height=5) if line.strip()]
        assert sum(f"n{current} " in line for line in shown) == 1 and len(shown) == 5
        assert "…" in "".join(shown)


def test_what_is_larger_than_the_scale_says_so():
    assert "…" in lines(BarsPicture("", (Bar("a", 5.0),), 1.0))[0]
    assert "inf" in lines(BarsPicture("", (Bar("a", float("inf")),), 1.0))[0]


VALUES = st.one_of(st.none(), st.floats(-9, 9).map(lambda x: round(x, 3)))


@given(
    st.lists(st.tuples(st.text("abc", min_size=1, max_size=24), VALUES), max_size=8), st.integers(1, 90), st.booleans()
)
def test_every_number_is_there_where_there_is_room(rows, width, ascii):
    bars = tuple(Bar(name, value, asked=len(name) % 2 == 0) for name, value in rows)
    picture = BarsPicture("", bars, 9.0)
    text = lines(picture, width, 8, ascii)
    assert not ascii or "".join(text).isascii()
    if width >= bars_width(picture):
        for line, bar in zip(text, bars, strict=False):
            number = re.search(r"\?|-?\d+(\.\d+)?(e-\d+)?|$", line).group()
            if bar.value is None:
                assert number == ("?" if bar.asked else "")
            else:
                assert float(number) == pytest.approx(bar.value, abs=0.0006)
