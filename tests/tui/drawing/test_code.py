"""Code: the current line is marked and always seen, the variables stand beside it or below it."""

import hypothesis.strategies as st
import pytest
from gradstep.core.pictures import CodePicture
from gradstep.core.words import message
from gradstep.tui.drawing.code import code_size, draw_code
from hypothesis import given

LINES = ("for epoch in 1..50:", "  for x, y in data:", "    z = w·x + b", "    o = [z >= 0]")
VALUES = (("z", 0.5), ("o", 1), ("w", (0.5, -1.0)), ("name", "cat"))


def lines(current=2, size=(60, 6), values=VALUES, ascii=False, code=LINES):
    drawing = draw_code(CodePicture(code, current, values), *size, ascii=ascii)
    assert [sum(len(run.text) for run in row) for row in drawing.rows] == [size[0]] * size[1]
    return drawing.lines()


@pytest.mark.parametrize(("ascii", "mark"), [(False, "►"), (True, ">")])
def test_the_current_line_is_marked_and_indents_are_kept(ascii, mark):
    rows = lines(ascii=ascii)
    assert [row[1:3].strip() for row in rows[:4]] == ["", "", mark, ""]
    assert [row[3:].index(row[3:].strip()) for row in rows[:4]] == [0, 2, 4, 4]


def test_variables_stand_at_the_right_or_below():
    rows = lines()
    assert rows[0].endswith("z    = 0.5000") and rows[2].endswith("w    = (0.5000; -1.0000)")
    below = lines(size=(30, 8))
    assert [row.strip() for row in below[4:]] == ["z    = 0.5000", "o    = 1", "w    = (0.5000; -1.0000)", "name = cat"]


def test_a_step_moves_the_mark_alone():
    before, after = lines(1), lines(2)
    assert [row.replace("►", " ") for row in before] == [row.replace("►", " ") for row in after]


def test_a_message_is_worded_by_whoever_draws():
    picture = CodePicture((message("code.loop"),), 0)
    assert "para cada dato" in draw_code(picture, 40, 2, words=lambda label: "para cada dato").lines()[0]


@given(st.integers(0, 29), st.integers(2, 12), st.integers(4, 60), st.booleans())
def test_the_current_line_is_always_seen_and_cuts_are_marked(current, height, width, ascii):
    code = tuple(f"step {place} of a long program" for place in range(30))
    rows = lines(current, (width, height), (), ascii, code)
    marked = [row for row in rows if row[1:2] == (">" if ascii else "►")]
    assert len(marked) == 1
    cut = "~" if ascii else "…"
    assert marked[0][3:].strip() == code[current] or marked[0].endswith(cut)
    assert code_size(CodePicture(code), bare_words)[0] == 3 + max(map(len, code))
    assert any(row[1:2] == cut for row in rows) or height == 2 or height >= 30


def bare_words(label):
    return label
