"""Planes: every point at its place, whatever the lines do; lines where their equation says."""

import pytest
from gradstep.core.pictures import PlaneLine, PlanePicture, PlanePoint
from gradstep.tui.drawing.plane import draw_plane

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
