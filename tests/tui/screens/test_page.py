"""Rows that do not fit say so, and a window that is too small says what to do."""

import pytest
from gradstep.tui.scene.cells import plain, row
from gradstep.tui.scene.look import Look
from gradstep.tui.scene.page import shortened, too_small, windowed
from gradstep.tui.scene.pages.elapsed import ago

ROWS = [row(f"row {number}") for number in range(20)]


def seen(at, room, face, **settings):
    return [plain(cells).strip() for cells in windowed(ROWS, at, room, Look(face(language="en", **settings)))]


@pytest.mark.parametrize("at", range(20))
@pytest.mark.parametrize("room", [3, 4, 7, 19])
def test_the_chosen_row_is_always_there_and_what_is_missing_is_counted(at, room, face):
    rows = seen(at, room, face)
    assert len(rows) == room
    assert f"row {at}" in rows
    shown = [text for text in rows if text.startswith("row")]
    missing = [int(text.split()[1]) for text in rows if text.startswith("…")]
    assert sum(missing) + len(shown) == 20
    first = int(shown[0].split()[1])
    assert shown == [f"row {number}" for number in range(first, first + len(shown))]


def test_a_window_moves_by_pages_and_not_by_rows(face):
    assert len({tuple(seen(at, 8, face)) for at in range(20)}) <= 4


def test_what_fits_is_shown_whole(face):
    assert seen(5, 20, face) == [f"row {number}" for number in range(20)]
    assert shortened(ROWS, 20, Look(face())) == ROWS


def test_the_end_of_a_shortened_list_has_a_sign(face):
    assert [plain(cells) for cells in shortened(ROWS, 3, Look(face()))] == ["row 0", "row 1", "…"]
    assert [plain(cells) for cells in shortened(ROWS, 1, Look(face(ascii=True)))] == ["..."]
    assert shortened(ROWS, 0, Look(face())) == []


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("ascii", [False, True])
@pytest.mark.parametrize("size", [(59, 24), (80, 19), (40, 6), (30, 4), (20, 3), (14, 1), (1, 1)])
def test_a_small_window_says_as_much_as_it_can(size, ascii, language, face):
    page = too_small(Look(face(language=language, ascii=ascii), *size))
    rows = [plain(cells) for cells in page.rows]
    assert len(rows) == size[1] and {len(text) for text in rows} == {size[0]}
    assert all(text.isascii() for text in rows) or not ascii
    if size[0] >= 14:
        assert any("60" in text for text in rows)
    if size[1] >= 6:
        assert "plain" in " ".join(rows) and "Ctrl+C" in " ".join(rows)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(-5, "hace un momento"), (59, "hace un momento"), (60, "hace 1 minuto"), (7199, "hace 1 hora"),
     (3 * 86400, "hace 3 días"), (65 * 86400, "hace 2 meses")],
)  # fmt: skip
def test_how_long_ago_in_words(seconds, said, face):
    assert ago(1000.0, 1000.0 + seconds, Look(face())) == said
