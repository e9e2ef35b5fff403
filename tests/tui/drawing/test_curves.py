"""Curves as text: two kinds of dots, marked points, ASCII, and nothing left over from the drawing before."""

import math

import pytest
from gradstep.core.pictures import Curve, CurvesPicture, PlanePicture, PlanePoint
from gradstep.tui.drawing.curves import draw_curves
from gradstep.tui.drawing.plane import draw_plane

XS = [x / 10 for x in range(-40, 41)]
RISING = Curve("f", tuple((x, 1 / (1 + math.exp(-x))) for x in XS))
BELL = Curve("slope", tuple((x, math.exp(-x) / (1 + math.exp(-x)) ** 2) for x in XS))
POINTS = (PlanePoint(-2.0, 0.119, "1"), PlanePoint(1.0, 0.731, "2", current=True))


def lines(*curves, points=(), log=False, ascii=False, size=(44, 11)):
    return draw_curves(CurvesPicture("x", "f", curves, points, log), *size, ascii=ascii).lines()


@pytest.mark.parametrize("size", [(24, 6), (44, 11), (120, 30)])
@pytest.mark.parametrize("ascii", [False, True])
def test_every_row_is_as_wide_as_the_window(size, ascii):
    drawing = draw_curves(CurvesPicture("x", "f", (RISING, BELL), POINTS), *size, ascii=ascii)
    assert len(drawing.rows) == size[1]
    assert {sum(len(run.text) for run in row) for row in drawing.rows} == {size[0]}


def test_curves_differ_without_a_colour_and_have_a_legend():
    text = "\n".join(lines(RISING, BELL))
    assert any("⠀" < letter <= "⣿" for letter in text)
    assert "····" in text
    assert "slope" in text
    assert "slope" not in "\n".join(lines(RISING))


def test_the_current_point_is_in_brackets_and_has_its_role():
    drawing = draw_curves(CurvesPicture("x", "f", (RISING,), POINTS), 44, 11)
    marks = [run.text for row in drawing.rows for run in row if run.role == "accent"]
    assert marks == ["[2]"]
    assert "1" in "".join(line[5:] for line in drawing.lines()[1:-2])


def test_a_rising_curve_rises():
    drawn = [line[5:-1] for line in lines(RISING)[1:-2]]
    first = [len(line) - len(line.lstrip()) for line in drawn if line.strip()]
    assert first == sorted(first, reverse=True)


def test_ascii_is_ascii():
    assert "\n".join(lines(RISING, BELL, points=POINTS, ascii=True)).isascii()


def test_a_logarithmic_axis_makes_a_line_of_a_decay_and_leaves_out_what_is_not_positive():
    decay = Curve("loss", ((-1.0, 0.0), *((float(t), 10.0**-t) for t in range(9))))
    text = lines(decay, log=True)
    assert text[0].lstrip("f").lstrip().startswith("┌")
    assert any("0.00000001" in line for line in text)


def test_what_is_not_a_number_leaves_a_gap():
    holes = Curve("f", ((0.0, math.nan), (1.0, 1.0), (2.0, math.inf), (3.0, 1e300), (4.0, 2.0)))
    assert any("2.0" in line for line in lines(holes))
    assert lines(Curve("f", ((0.0, math.nan),)))


def test_nothing_is_left_over_from_the_drawing_before():
    alone = lines(RISING)
    lines(BELL, points=POINTS, log=True, size=(60, 20))
    assert lines(RISING) == alone


def test_a_path_and_level_curves_in_a_plane():
    path = (PlanePoint(8.0, 1.0, "0"), PlanePoint(-4.0, -1.0, "1", True), PlanePoint(50.0, 0.0, "2"))
    picture = PlanePicture("x", "y", (-11.0, 11.0), (-3.0, 3.0), (), (), path, ((0.0, 2.0), (0.0, -2.0)))
    rows = draw_plane(picture, 52, 12).lines()
    assert "[1]" in "".join(rows)
    assert sum(row.count("·") for row in rows) == 2
    assert not any("2" in row[3:] for row in rows[:-1])
    assert rows[-1].split() == ["-10", "-5", "0", "x", "5", "10"]
