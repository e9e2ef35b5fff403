"""Lines in cells: every piece touches the next one, every sign is in the common fonts, and slopes are seen."""

import hypothesis.strategies as st
import pytest
from gradstep.tui.drawing.strokes import graph, in_ascii, segment
from hypothesis import given

SIGNS = set("▔─▁▏│▕╲╱•")
PLACES = st.tuples(st.floats(0, 60), st.floats(0, 20))


@given(PLACES, PLACES)
def test_a_segment_is_whole_and_between_its_ends(start, stop):
    cells = segment(start, stop)
    assert cells and set(cells.values()) <= SIGNS
    columns, rows = {x for x, _ in cells}, {y for _, y in cells}
    assert columns == set(range(min(columns), max(columns) + 1)) and rows == set(range(min(rows), max(rows) + 1))
    assert min(start[0], stop[0]) - 1 <= min(columns) and max(columns) <= max(start[0], stop[0]) + 1
    assert min(start[1], stop[1]) - 1 <= min(rows) and max(rows) <= max(start[1], stop[1]) + 1


@given(st.lists(st.tuples(st.floats(0, 40), st.floats(-5, 25)), min_size=1, max_size=12))
def test_a_line_through_points_has_a_piece_in_every_column(points):
    cells = graph(sorted(points))
    columns = {x for x, _ in cells}
    assert columns == set(range(min(columns), max(columns) + 1)) and set(cells.values()) <= SIGNS


@pytest.mark.parametrize(
    ("stop", "drawn"),
    [
        ((9.0, 0.5), {"─"}),
        ((9.0, 1.5), {"▔", "─", "▁"}),
        ((9.0, 8.5), {"╲", "▁", "▔"}),
        ((0.5, 9.0), {"│"}),
        ((1.9, 9.0), {"▏", "│", "▕"}),
    ],
)
def test_the_slope_decides_the_signs(stop, drawn):
    assert set(segment((0.5, 0.5), stop).values()) <= drawn


def test_up_and_down_differ():
    assert "╱" in segment((0, 9), (9, 0)).values() and "╲" not in segment((0, 9), (9, 0)).values()
    assert "╲" in segment((0, 0), (9, 9)).values()


def test_one_point_is_a_dot():
    assert graph([(3.2, 4.7)]) == {(3, 4): "•"}


def test_heights_follow_a_gentle_line():
    heights = [graph([(0.0, y), (4.0, y)]) for y in (2.1, 2.5, 2.9)]
    assert [set(cells.values()) for cells in heights] == [{"▔"}, {"─"}, {"▁"}]
    assert all({row for _, row in cells} == {2} for cells in heights)


def test_ascii_is_ascii():
    assert all(in_ascii(sign).isascii() for sign in SIGNS)
    assert all(sign.isascii() for sign in segment((0, 0), (30, 9), ascii=True).values())
    assert all(sign.isascii() for sign in segment((0, 0), (3, 19), ascii=True).values())
