"""Grids: every number can be read back, windows are where they are, and too large a grid says which part is shown."""

import re

import hypothesis.strategies as st
import numpy as np
import pytest
from gradstep.core.pictures import Grid, GridPicture, Window
from gradstep.tui.drawing.grids import draw_grids, grids_size
from gradstep.tui.drawing.matrix import RAMP
from hypothesis import given

IMAGE = tuple(tuple(3 * row + column + 1 for column in range(3)) for row in range(4))
NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")


def sliding(row=1, column=0, out=((37, 47), (67, None), (None, None)), **more):
    return GridPicture((
        Grid("image", IMAGE, Window(row, column, 2, 2), sign="*"),
        Grid("filter", ((1, 2), (3, 4)), sign="="),
        Grid("product", ((4, 10), (21, 32)), note="sum 67", sign="→"),
        Grid("output", out, Window(row, column), widest=111, **more),
    ))  # fmt: skip


def lines(picture, width=80, height=12, ascii=False):
    drawing = draw_grids(picture, width, height, ascii=ascii)
    assert [sum(len(run.text) for run in row) for row in drawing.rows] == [width] * height
    return drawing.lines()


def numbers(rows):
    return [float(text) for row in rows for text in NUMBER.findall(re.sub(r"\d[×x]\d", "", row))]


@pytest.mark.parametrize("ascii", [False, True])
@pytest.mark.parametrize("size", [(80, 12), (60, 8), (60, 6), (30, 12), (120, 30)])
def test_every_number_can_be_read_back(size, ascii):
    text = lines(sliding(), *size, ascii=ascii)
    wanted = [*range(1, 13), 1, 2, 3, 4, 4, 10, 21, 32, 37, 47, 67, 67]
    assert sorted(numbers(text)) == sorted(wanted)
    assert all(f"{name} " in "".join(text) for name in ("image", "filter", "product", "output"))
    assert "4x3" in "".join(text) if ascii else "4×3" in "".join(text)


def test_the_window_is_a_heavy_frame_around_its_cells():
    rows = lines(sliding())
    top = next(at for at, row in enumerate(rows) if "┏━━━━━━━━━┓" in row)
    left = rows[top].index("┏")
    inside = [row[left + 1 : left + 10] for row in rows[top + 1 : top + 4]]
    assert numbers(inside) == [4, 5, 7, 8]
    assert [row[left] + row[left + 10] for row in rows[top + 1 : top + 4]] == ["┃┃"] * 3
    assert any("┃  67 ┃" in row for row in rows)


def test_the_window_in_ascii_and_without_frames():
    rows = "\n".join(lines(sliding(), ascii=True))
    assert "#  4 |  5 #" in rows
    tight = "\n".join(lines(sliding(), 80, 6))
    assert "[ 4  5]" in tight and "[ 7  8]" in tight and "[ 67]" in tight


def test_a_step_moves_the_window_and_nothing_else():
    def places(rows):
        return [[at for at, letter in enumerate(row) if letter in "│┃0123456789"] for row in rows[3:]]

    before, after = lines(sliding(1, 0)), lines(sliding(0, 1, ((37, 47), (None, None), (None, None))))
    for row in (1, 2):
        assert [found.start() for found in re.finditer(r"[a-z]+", before[row])] == [
            found.start() for found in re.finditer(r"[a-z]+", after[row])
        ]
    assert before[11:] == after[11:]
    assert len(places(before)) == len(places(after))
    empty = lines(sliding(0, 0, ((None, None),) * 3))
    assert empty[1] == before[1]


def test_decimal_points_are_under_each_other():
    grid = Grid("W", ((0.5, -12.25), (100.125, 0.0)))
    for height in (12, 3):
        rows = [row for row in lines(GridPicture((grid,)), 60, height) if NUMBER.search(re.sub("2×2", "", row))]
        points = [[found.start() for found in re.finditer(r"\.", row)] for row in rows]
        assert points[0][0] == points[1][0] and len(points[0]) == 2
        assert numbers(rows) == [0.5, -12.25, 100.125, 0.0]


def test_frames_are_given_up_before_digits_and_digits_before_numbers():
    grid = Grid("W", tuple(tuple(np.round(np.random.default_rng(0).normal(size=6), 6)) for _ in range(3)))
    roomy, tight, narrow = (lines(GridPicture((grid,)), *size) for size in ((80, 9), (80, 5), (48, 4)))
    assert any("├" in row for row in roomy) and not any("├" in row for row in tight)
    assert numbers(roomy) == numbers(tight) and len(numbers(narrow)) == 18
    assert numbers(narrow) == pytest.approx(numbers(tight), abs=0.006)


def test_a_large_grid_shows_the_part_around_its_window_and_says_which():
    values = tuple(tuple(100 * row + column for column in range(40)) for row in range(40))
    text = lines(GridPicture((Grid("M", values, Window(30, 20, 2, 2)),)), 60, 12)
    shown = numbers([row for row in text if "M" not in row and ":" not in row])
    assert {3020, 3021, 3120, 3121} <= set(shown)
    part = re.search(r"\[(\d+):(\d+), (\d+):(\d+)\]", "".join(text))
    assert part is not None
    top, bottom, left, right = map(int, part.groups())
    assert shown == [100 * row + column for row in range(top, bottom) for column in range(left, right)]
    assert "40×40" in "".join(text) and "…" in "".join(text)


def test_the_part_stays_while_the_window_moves_inside_it():
    values = tuple(tuple(range(40)) for _ in range(4))

    def part(column):
        text = "".join(lines(GridPicture((Grid("M", values, Window(0, column, 2, 2)),)), 40, 8))
        return re.search(r"\[\d+:\d+, \d+:\d+\]", text).group()

    parts = [part(column) for column in range(12)]
    assert len(set(parts)) < 4 and parts[0] == parts[1] == parts[2]


def test_shades_are_glyphs_of_a_ramp_with_brackets_for_the_window():
    cells = tuple(tuple(row / 9 for _ in range(6)) for row in range(10))
    text = lines(GridPicture((Grid("img", cells, Window(2, 1, 2, 3), shades=True),)), 40, 12)
    rows = [row for row in text if row.strip() and row.strip()[0] in "┌│└"]
    assert len(rows) == 10
    for glyph, row in zip(RAMP, rows, strict=True):
        assert set(row[3:-1]) - set("[]│┌┐└┘ ") <= {glyph}
    assert [row.count("[") for row in rows] == [0, 0, 1, 1, 0, 0, 0, 0, 0, 0]


def test_rows_and_columns_have_names_and_questions_a_role():
    grid = Grid("T", ((1, "?"), (3, 4)), row_names=("dog", "cat"), column_names=("x", "y"))
    drawing = draw_grids(GridPicture((grid,)), 40, 12)
    text = drawing.lines()
    assert [row.split()[0] for row in text if "dog" in row or "cat" in row] == ["dog", "cat"]
    assert next(row for row in text if "x" in row and "y" in row).split() == ["x", "y"]
    assert [run.text.strip() for row in drawing.rows for run in row if run.role == "asked"] == ["?"]


ENTRY = st.one_of(st.none(), st.integers(-999, 999), st.floats(-100, 100).map(lambda x: round(x, 2)), st.just("?"))


@st.composite
def pictures(draw):
    grids = []
    for place in range(draw(st.integers(1, 4))):
        rows, columns = draw(st.integers(1, 7)), draw(st.integers(1, 7))
        cells = tuple(tuple(draw(ENTRY) for _ in range(columns)) for _ in range(rows))
        at = draw(st.integers(0, rows - 1)), draw(st.integers(0, columns - 1))
        window = draw(st.one_of(st.none(), st.builds(Window, st.just(at[0]), st.just(at[1]), st.just(1), st.just(2))))
        sign = draw(st.sampled_from(["", "*", "="]))
        grids.append(Grid("ABCD"[place], cells, window, sign=sign, note=draw(st.sampled_from(["", "total"]))))
    return GridPicture(tuple(grids))


@given(pictures(), st.integers(5, 110), st.integers(2, 30), st.booleans())
def test_rows_are_as_wide_as_asked_and_numbers_that_fit_are_all_there(picture, width, height, ascii):
    text = lines(picture, width, height, ascii)
    assert not ascii or "".join(text).isascii()
    if grids_size(picture, width, height) is None:
        return
    body = [re.sub(r"\d[×x]\d", "", row) for row in text]
    wanted = [cell for grid in picture.grids for row in grid.cells for cell in row if isinstance(cell, int | float)]
    assert sorted(numbers(body)) == pytest.approx(sorted(map(float, wanted)), abs=0.0051)


@pytest.mark.parametrize("ascii", [False, True])
def test_large_windows_give_cells_air_and_the_window_keeps_its_place(ascii):
    small, large = lines(sliding(), 100, 12, ascii), lines(sliding(), 130, 24, ascii)
    assert max(len(row.rstrip()) for row in large) > max(len(row.rstrip()) for row in small) + 12
    heavy = "#" if ascii else "┏"
    rows = [y for y, row in enumerate(large) if heavy in row]
    assert rows and [row for row in large if re.search(r"\b4 .*\b5 .*\b6 ", row)]
    four = next(y for y, row in enumerate(large) if re.search(r"\b4 .*\b5 ", row))
    assert four - rows[0] == 2, "a blank row, then the number"
