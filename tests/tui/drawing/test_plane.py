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
    assert rows[2][12] == "0"
    assert "[1]" in rows[8]
    assert "[1]" not in rows[2]


def drawn_by(line):
    """The cells that a line adds to the picture, a list of (row, column, sign)."""
    pairs = zip(lines(), lines(line), strict=True)
    return [
        (y, x, sign)
        for y, (old, new) in enumerate(pairs)
        for x, sign in enumerate(new.ljust(38))
        if sign != old.ljust(38)[x]
    ]


@pytest.mark.parametrize(
    ("line", "signs"),
    [
        ((1.0, 0.0, -0.5), "▏│▕"),
        ((0.0, 1.0, -0.5), "▔─▁"),
        ((1.0, 1.0, -1.5), "▔─▁"),
        ((3.0, 1.0, -2.0), "╲▁▔"),
        ((3.0, -1.0, -1.0), "╱▁▔"),
        ((20.0, 1.0, -10.5), "▏│▕╲"),
    ],
)
def test_strokes_run_along_the_line(line, signs):
    drawn = drawn_by(PlaneLine(*line))
    assert {sign for _, _, sign in drawn} <= set(signs) and len(drawn) > 8


def test_a_line_has_no_hole():
    for slope in (0.1, 0.5, 1.0, 2.0, 4.0, 9.0):
        picture = PlanePicture("x", "y", (-1.0, 1.0), (-1.0, 1.0), (), (PlaneLine(slope, -1.0, 0.0),))
        rows = [line.partition("│")[2] for line in draw_plane(picture, 44, 12).lines()[:-1]]
        places = [(y, x) for y, line in enumerate(rows) for x, sign in enumerate(line) if sign.strip()]
        assert all(any(0 < max(abs(y - v), abs(x - w)) <= 1 for v, w in places) for y, x in places)
        assert {x for _, x in places} == set(range(40)) or {y for y, _ in places} == set(range(11))


def test_a_vertical_line_stands_at_its_place():
    assert {column for _, column, _ in drawn_by(PlaneLine(1.0, 0.0, -0.5))} == {21}


def test_steps_that_would_read_as_one_number_are_not_written_together():
    path = tuple(PlanePoint(x, 0.0, text) for x, text in ((0.0, "8"), (0.06, "10"), (0.5, "3"), (0.53, "4")))
    picture = PlanePicture("x", "y", (-1.0, 1.0), (-1.0, 1.0), (), path=path)
    text = "\n".join(draw_plane(picture, 44, 11).lines())
    assert "10" in text and "108" not in text and "810" not in text and "8" not in text and "34" in text


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


@pytest.mark.parametrize(("ascii", "above", "below"), [(False, "░▒▓+", "·-"), (True, ":+", ".-")])
def test_regions_are_shades_with_an_empty_channel_and_points_stand_out(ascii, above, below):
    rows = region(ascii)
    assert rows[0].strip() == "output"
    assert rows[1][5] in above and rows[1][-1] in below and rows[11][5] in below and rows[11][-1] in above
    middle = rows[6][4:]
    assert not set(middle) & {*above, *below}
    text = "".join(rows)
    assert text.count("(+)") == 2 and text.count("(-)") == 1 and text.count("[-]") == 1


def cells(drawing):
    """Every cell as its letter and its role."""
    return [[(letter, run.role) for run in row for letter in run.text] for row in drawing.rows]


def halves(role):
    """The two shades of a cell that nothing stands on."""
    return tuple(int(part) for part in role.split()[1:]) if role.startswith("shade") else None


@given(st.floats(-3, 3), st.floats(-3, 3), st.floats(-4, 4), st.integers(12, 70), st.integers(5, 24), st.booleans())
def test_each_half_of_a_cell_has_the_side_of_its_place(a, b, c, width, height, ascii):
    field = PlanePicture("x", "y", (-2, 2), (-2, 2), (), field=PlaneField(plane_of(a, b, c), 0.0, 5.0))
    sided = PlanePicture("x", "y", (-2, 2), (-2, 2), (), (PlaneLine(a, b, c, has_sides=True),))
    for picture in (field, sided):
        drawn = cells(draw_plane(picture, width, height, ascii=ascii))[: height - 1]
        left = next(at for at, (letter, _) in enumerate(drawn[0]) if letter in "│|") + 1
        xs, ys = np.linspace(-2, 2, width - left), np.linspace(2, -2, 2 * (height - 1))
        for row, line in enumerate(drawn):
            for x, (_, role) in zip(xs, line[left:], strict=True):
                for half, level in enumerate(halves(role) or ()):
                    value = a * x + b * ys[2 * row + half] + c
                    assert np.sign(level) == np.sign(value) or abs(value) < 1e-6
                    assert (
                        picture is sided
                        or abs(level) == min(4, int(np.ceil(abs(value) / 5.0 * 4 - 1e-6)))
                        or (abs(abs(value) / 5.0 * 4 - round(abs(value) / 5.0 * 4)) < 1e-6)
                    )


def plane_of(a, b, c):
    x, y = np.meshgrid(np.linspace(-2, 2, 7), np.linspace(2, -2, 5))
    return a * x + b * y + c


def test_what_is_no_number_has_no_shade():
    values = np.array([[np.nan, np.inf], [-np.inf, 1e300]])
    drawing = draw_plane(PlanePicture("x", "y", (0, 1), (0, 1), (), field=PlaneField(values)), 30, 8)
    assert {sum(len(run.text) for run in row) for row in drawing.rows} == {30}


CLOUD = tuple(
    PlanePoint(0.4 * (place % 9) - 1.6, 0.4 * (place // 9) - 1.6, "+-"[place % 2], kind=place % 4,
               is_wrong=place % 5 == 0, is_held=place % 3 == 0)
    for place in range(81)
)  # fmt: skip


@pytest.mark.parametrize(("ascii", "solid", "hollow"), [(False, "▲●■◆", "△○□◇"), (True, "XOVH", "xovh")])
@pytest.mark.parametrize("field", [None, PlaneField(plane_of(1, 1, 0), 0.1, 2.0)])
def test_classes_have_shapes_hollow_where_held_out_and_marked_where_wrong(ascii, solid, hollow, field):
    picture = PlanePicture("a", "b", (-2, 2), (-2, 2), CLOUD, field=field, classes=("A", "B", "C", "D"))
    drawn = cells(draw_plane(picture, 84, 30, ascii=ascii))
    told = "".join(letter for letter, _ in drawn[0])
    assert all(f"{shape} {name}" in told for shape, name in zip(solid, "ABCD", strict=True))
    inside = [row[4:] for row in drawn[1:-1]]
    for kind in range(4):
        for shapes, is_held in ((solid, False), (hollow, True)):
            count = sum(letter == shapes[kind] for row in inside for letter, _ in row)
            assert count == sum(point.kind == kind and point.is_held == is_held for point in CLOUD)
    marks = [(row, at) for row, line in enumerate(inside) for at, (letter, _) in enumerate(line) if letter == "!"]
    assert len(marks) == sum(point.is_wrong for point in CLOUD)
    # nothing beside a point but its mark, so that it can be read without colours
    for line in inside:
        for at, (letter, _) in enumerate(line[1:-1], 1):
            if letter in (*solid, *hollow):
                assert line[at - 1][0] == " " and line[at + 1][0] in " !"


def test_a_step_moves_no_point_and_no_axis():
    def drawn(bias):
        field = PlaneField(plane_of(1, -1, bias), 0.1, 2.0)
        return cells(draw_plane(PlanePicture("a", "b", (-2, 2), (-2, 2), CLOUD, field=field), 60, 20))

    signs = {*"▲●■◆△○□◇!│012ab-"}
    one, other = (
        {(x, y, letter) for y, row in enumerate(drawn(bias)) for x, (letter, role) in enumerate(row)
         if letter in signs and halves(role) is None}
        for bias in (-1.0, 1.5)
    )  # fmt: skip
    assert one == other and one


@pytest.mark.parametrize(
    ("line", "row", "head"),
    [((1, 1, -9), 0, "↗"), ((-1, -1, 9), 0, "↗"), ((1, 1, 9), 10, "↙"), ((0, 1, -9), 0, "↑"), ((1, 0, 9), 10, "←")],
)
def test_a_line_that_left_the_plane_is_told_at_the_border(line, row, head):
    drawn = lines(PlaneLine(*line))
    assert head in drawn[row] and "picture.line-outside" in drawn[row]
    assert "\n".join(lines(PlaneLine(*line), ascii=True)).isascii()
    assert lines(PlaneLine(*line, before=True)) == lines()


@pytest.mark.parametrize(("end", "head"), [((9, 0), "→"), ((0, 40), "↑"), ((-9, 0.5), "←"), ((9, -9), "↘")])
def test_an_arrow_that_leaves_the_plane_has_its_head_at_the_border(end, head):
    picture = PlanePicture("a", "b", (-3, 3), (-3, 3), (), arrows=(PlaneArrow((0, 0), end, "w"),))
    text = "".join(draw_plane(picture, 41, 13).lines())
    assert head in text and "w" in text


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


@pytest.mark.parametrize(
    ("x", "y", "shown", "row"),
    [(9.0, 9.0, "[7]↗", 0), (0.5, 9.0, "[7]↑", 0), (-9.0, 0.5, "[7]←", 5), (0.5, -9.0, "[7]↓", 10)],
)
def test_a_current_point_that_left_the_plane_is_told_at_the_border(x, y, shown, row):
    def drawn(*path, ascii=False):
        picture = PlanePicture("x1", "x2", (-0.5, 1.5), (-0.5, 1.5), CORNERS, (), path)
        return draw_plane(picture, 38, 12, ascii=ascii).lines()

    assert shown in drawn(PlanePoint(x, y, "7", current=True))[row]
    assert drawn(PlanePoint(x, y, "7")) == drawn()
    assert drawn(PlanePoint(float("inf"), y, "7", current=True)) == drawn()
    assert "\n".join(drawn(PlanePoint(x, y, "7", current=True), ascii=True)).isascii()
