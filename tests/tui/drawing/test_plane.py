"""Planes: every point at its place, whatever the lines do; lines where their equation says."""

import hypothesis.strategies as st
import numpy as np
import pytest
from gradstep.core.pictures import PlaneArrow, PlaneField, PlaneLine, PlanePicture, PlanePoint
from gradstep.tui.drawing.plane import draw_plane
from hypothesis import given

CORNERS = tuple(PlanePoint(x, y, f"{x:.0f}", current=(x, y) == (1.0, 0.0)) for x in (0.0, 1.0) for y in (0.0, 1.0))


def lines(*drawn, ascii=False):
    picture = PlanePicture("x1", "x2", (-0.5, 1.5), (-0.5, 1.5), CORNERS, drawn)
    return draw_plane(picture, 38, 12, ascii=ascii).lines()


def test_points_are_their_labels_and_the_current_one_is_in_brackets():
    rows = lines()
    assert rows[2][11] == "0"
    assert "[1]" in rows[8]
    assert "[1]" not in rows[2]


@pytest.mark.parametrize(
    ("line", "glyph"),
    [((1.0, 0.0, -0.5), "│"), ((0.0, 1.0, -0.5), "─"), ((1.0, 1.0, -1.5), "\\"), ((1.0, -1.0, 0.0), "/")],
)
def test_strokes_run_along_the_line(line, glyph):
    assert glyph in "".join(lines(PlaneLine(*line)))


def test_a_vertical_line_stands_at_its_place():
    rows = lines(PlaneLine(1.0, 0.0, -0.5))
    columns = {row.index("│") for row in rows if "│" in row}
    assert columns == {20}


def test_the_line_before_is_dotted():
    assert "·" in "".join(lines(PlaneLine(1.0, 1.0, -1.0, before=True)))


def test_no_line_at_all_while_the_weights_are_zero():
    assert lines(PlaneLine(0.0, 0.0, 0.0)) == lines()


def test_ascii_is_ascii():
    drawn = (PlaneLine(1.0, 1.0, -1.0, before=True), PlaneLine(1.0, 0.0, -0.5), PlaneLine(0.0, 1.0, -0.5))
    assert "".join(lines(*drawn, ascii=True)).isascii()


def test_points_do_not_move_when_lines_do():
    one, two = lines(PlaneLine(1.0, 1.0, -1.5)), lines(PlaneLine(1.0, -2.0, 0.5))
    for row in (2, 8):
        for mark in ("0", "1"):
            assert (mark in one[row]) == (mark in two[row])


def region(ascii=False, **more):
    x, y = np.meshgrid(np.linspace(-2, 2, 41), np.linspace(2, -2, 41))
    points = tuple(PlanePoint(a, b, "+" if a * b < 0 else "-", (a, b) == (1, 1)) for a in (-1, 1) for b in (-1, 1))
    picture = PlanePicture("a", "b", (-2, 2), (-2, 2), points, field=PlaneField(-x * y, 0.15), title="output", **more)
    return draw_plane(picture, 40, 13, ascii=ascii).lines()


@pytest.mark.parametrize("ascii", [False, True])
def test_regions_are_signs_with_an_empty_channel_and_points_stand_out(ascii):
    rows = region(ascii)
    assert rows[0].strip() == "output"
    assert rows[2][5] == "+" and rows[2][-1] == "-" and rows[10][5] == "-" and rows[10][-1] == "+"
    middle = rows[6][4:]
    assert "+" not in middle and "-" not in middle
    text = "".join(rows)
    assert text.count("(+)") == 2 and text.count("(-)") == 1 and text.count("[-]") == 1


@pytest.mark.parametrize(("end", "head", "plain"), [((2, 0), "→", ">"), ((0, 2), "↑", "^"), ((-2, 0), "←", "<")])
def test_arrows_have_heads_and_names(end, head, plain):
    picture = PlanePicture("a", "b", (-3, 3), (-3, 3), (), arrows=(PlaneArrow((0, 0), end, "w"),))
    for ascii, sign in ((False, head), (True, plain)):
        text = "".join(draw_plane(picture, 41, 13, ascii=ascii).lines())
        assert sign in text and "w" in text


NUMBER = st.floats(-5, 5)


@given(
    st.lists(st.tuples(NUMBER, NUMBER, st.text("ab1", min_size=1, max_size=3)), max_size=6),
    st.integers(8, 60), st.integers(3, 20), st.booleans(),
)  # fmt: skip
def test_every_point_inside_is_whole_at_its_place(points, width, height, ascii):
    marks = tuple(PlanePoint(x, y, text) for x, y, text in points)
    picture = PlanePicture("x1", "x2", (-5, 5), (-5, 5), marks, (PlaneLine(1, 1, 0),))
    drawing = draw_plane(picture, width, height, ascii=ascii)
    assert [sum(len(run.text) for run in row) for row in drawing.rows] == [width] * height
    if marks and height > 4:
        assert any(marks[-1].text in line for line in drawing.lines())
