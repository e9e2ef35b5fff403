"""Curves as text: two kinds of dots, bands, the place of the frame, marked points, ASCII, fixed ranges."""

import math
from itertools import pairwise

import hypothesis.strategies as st
import pytest
from gradstep.core.pictures import Band, Curve, CurvesPicture, PlanePicture, PlanePoint
from gradstep.core.words import message
from gradstep.tui.drawing.curves import draw_curves
from gradstep.tui.drawing.plane import draw_plane
from hypothesis import given

XS = [x / 10 for x in range(-40, 41)]
BRAILLE = {chr(0x2800 + dots) for dots in range(1, 256)}
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
    assert "⠤⠤⠤ f" in text and "⠄⠄⠄ slope" in text
    assert "slope" in text
    assert "slope" not in "\n".join(lines(RISING))


def dots(*curves, size=(60, 14), **more):
    """The dots that are set: (column of dots, row of dots), counted from the first column and row of the chart."""
    ranges = {"x_range": (0.0, 10.0), "y_range": (0.0, 8.0)}
    rows = draw_curves(CurvesPicture("x", "f", curves, **ranges, **more), *size).lines()
    left, rows = rows[-2].index("│") + 1, [row for row in rows if "│" in row]
    places = [[(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (0, 3), (1, 3)][bit] for bit in range(8)]
    return {
        (2 * x + across, 4 * y + down)
        for y, row in enumerate(rows) for x, letter in enumerate(row[left:]) if letter in BRAILLE
        for bit, (across, down) in enumerate(places) if (ord(letter) - 0x2800) >> bit & 1
    }, (size[0] - left, len(rows))  # fmt: skip


HEIGHTS = st.lists(st.floats(0, 8), min_size=2, max_size=12)


@given(HEIGHTS)
def test_a_solid_curve_has_a_dot_in_every_column_within_a_dot_of_its_place(heights):
    points = tuple((10.0 * at / (len(heights) - 1), y) for at, y in enumerate(heights))
    found, (wide, high) = dots(Curve("f", points))
    assert {x for x, _ in found} >= set(range(1, 2 * wide - 1))
    for at, down in found:
        x = ((at + 0.5) / 2 - 0.5) / (wide - 1) * 10.0
        near = [min(max(x + move * 5.0 / (wide - 1), 0.0), 10.0) for move in (-0.5, -0.25, 0.0, 0.25, 0.5)]
        inner = [a for a, _ in points if near[0] <= a <= near[-1]]
        heights = [height(points, place) for place in (*near, *inner)]
        rows = [((8.0 - y) / 8.0 * (high - 1) + 0.5) * 4 for y in heights]
        assert min(rows) - 1.5 <= down + 0.5 <= max(rows) + 1.5


def height(points, x):
    (a, b), (c, d) = next(pair for pair in pairwise(points) if pair[0][0] <= x <= pair[1][0] + 1e-9)
    return b + (x - a) / (c - a) * (d - b)


def test_a_second_curve_is_dotted_and_both_are_seen_where_they_meet():
    line = ((0.0, 1.0), (10.0, 7.0))
    alone, _ = dots(Curve("f", line))
    beside, _ = dots(Curve("g", ((0.0, 20.0), (10.0, 20.0))), Curve("f", line))
    assert beside < alone and len(beside) < 0.5 * len(alone)
    crossing, _ = dots(Curve("f", line), Curve("g", ((0.0, 7.0), (10.0, 1.0))))
    assert alone <= crossing and len(crossing) > len(alone)


def test_thousands_of_noisy_points_are_an_envelope_with_their_mean():
    count = 4_000
    noise = [4.0 + (3.0 if place % 2 else -3.0) * (place % 7) / 6 for place in range(count)]
    found, (wide, high) = dots(Curve("f", tuple((10.0 * at / (count - 1), y) for at, y in enumerate(noise))))
    by_column = {}
    for x, y in found:
        by_column.setdefault(x, set()).add(y)
    middle = round(((8.0 - 4.0) / 8.0 * (high - 1) + 0.5) * 4)
    for x in range(2, 2 * wide - 2):
        rows = by_column[x]
        assert any(abs(y - middle) <= 2 for y in rows)
        # beside the mean nearly from the lowest to the highest point, and sparse enough for the mean to stand out
        assert x % 2 or (min(rows) <= high and max(rows) >= 4 * high * 3 // 4 - 4)
        assert len(rows) <= (max(rows) - min(rows) + 1) * 0.35 + 2


@pytest.mark.parametrize("size", [(38, 12), (60, 14), (30, 8)])
@pytest.mark.parametrize("upto", [3, 60, 199])
def test_the_newest_values_stand_at_the_ends_and_cover_nothing(size, upto):
    falling, other = ([(float(t), start * math.exp(-t / 60)) for t in range(upto + 1)] for start in (1.0, 1.4))
    ended = tuple(Curve(name, tuple(points), has_end=True) for name, points in (("one", falling), ("two", other)))
    bare = tuple(Curve(curve.name, curve.points) for curve in ended)
    ranges = {"x_range": (0.0, 200.0), "y_range": (0.0, 1.5), "now": float(upto)}
    with_ends, without = (draw_curves(CurvesPicture("t", "L", each, **ranges), *size).lines() for each in (ended, bare))
    for told, plain in zip(with_ends, without, strict=True):
        assert all(new == old for new, old in zip(told, plain, strict=False) if old != " ")
    text = "".join(with_ends)
    assert f"{falling[-1][1]:.2f}" in text and f"{other[-1][1]:.2f}" in text


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
    drawn = lines(decay, log=True)
    assert drawn[1].split("│")[0].strip() == "1" and any("1e-6" in line for line in drawn)
    below = [line.index("│") for line in drawn[1:-1]]
    assert len(set(below)) == 1
    steps = [max(at for at, letter in enumerate(line) if letter in BRAILLE) for line in drawn[1:-1]]
    rises = [after - before for before, after in pairwise(steps)]
    assert max(rises[:-1]) - min(rises[:-1]) <= 2


def test_what_is_not_a_number_leaves_a_gap():
    holes = Curve("f", ((0.0, math.nan), (1.0, 1.0), (2.0, math.inf), (3.0, 1e300), (4.0, 2.0)))
    drawn = lines(holes)
    assert any(line.lstrip().startswith("2│") for line in drawn)
    assert sum(letter == "•" for line in drawn for letter in line) == 2
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


def loss(upto):
    return Curve(message("picture.loss"), tuple((float(t), 1.5 * math.exp(-t / 40)) for t in range(upto + 1)))


def growing(upto, **more):
    settings = {"x_range": (0.0, 200.0), "y_range": (0.0, 1.5), "now": float(upto), "title": "loss", **more}
    return draw_curves(CurvesPicture("t", "L", (loss(upto),), **settings), 46, 12).lines()


def test_a_curve_that_grows_moves_nothing_that_was_there():
    early, late = growing(50), growing(51)
    for row, (before, after) in enumerate(zip(early, late, strict=True)):
        axis = before.index("│") if "│" in before else 0
        assert before[: axis + 10] == after[: axis + 10], row


def test_the_place_of_the_frame_is_a_line_with_its_number():
    drawn = growing(50)
    columns = {line.index("┊") for line in drawn if "┊" in line}
    axis = drawn[1].index("│")
    assert columns == {axis + 1 + round(50 / 200 * (46 - axis - 2))}
    assert "t=50" in drawn[-1] and "200" in drawn[-1] and drawn[0].strip() == "loss"


def test_a_band_lies_between_its_edges_and_is_named():
    band = Band("two sigma", tuple((x, math.sin(x) - 0.5, math.sin(x) + 0.5) for x in XS))
    picture = CurvesPicture("u", "y", (Curve("mean", tuple((x, math.sin(x)) for x in XS)),), bands=(band,))
    for ascii, sign in ((False, "░"), (True, ":")):
        drawn = draw_curves(picture, 60, 14, ascii=ascii).lines()
        assert "two sigma" in drawn[0] and "mean" in drawn[0]
        assert sum(line[6:].count(sign) for line in drawn[1:]) > 60
        assert ascii is all(line.isascii() for line in drawn)


def test_points_outside_fixed_ranges_are_left_out():
    points = (PlanePoint(5.0, 0.5, "A"), PlanePoint(1.0, 9.0, "B"), PlanePoint(1.0, 0.5, "C"))
    picture = CurvesPicture("x", "y", (RISING,), points, x_range=(-2.0, 2.0), y_range=(0.0, 1.0))
    text = "".join(draw_curves(picture, 44, 11).lines())
    assert "C" in text and "A" not in text and "B" not in text


@given(
    st.lists(st.tuples(st.floats(width=32), st.floats(width=32)), max_size=12),
    st.integers(1, 70), st.integers(1, 16), st.booleans(), st.booleans(),
)  # fmt: skip
def test_whatever_the_numbers_are_the_rows_are_as_wide_as_asked(points, width, height, log, ascii):
    marks = tuple(PlanePoint(x, y, "12", True) for x, y in points)
    picture = CurvesPicture("x", "y", (Curve("f", tuple(points)), RISING), marks, log, title="a title")
    drawing = draw_curves(picture, width, height, ascii=ascii)
    assert [sum(len(run.text) for run in row) for row in drawing.rows] == [width] * height
    assert not ascii or "".join(drawing.lines()).isascii()
