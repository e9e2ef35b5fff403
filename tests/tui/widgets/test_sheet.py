"""The sheet paints rows, and only what has changed."""

from gradstep.tui.scene.cells import column, cut, ends, fit, plain, row, wrapped
from gradstep.tui.theme import styles
from gradstep.tui.widgets.sheet import Sheet, _changed


def test_only_the_span_that_differs_is_painted():
    before, now = row("abcdef"), row("abXYef")
    region = _changed(before, now, 7)
    assert (region.x, region.y, region.width) == (2, 7, 2)
    assert _changed(before, row("abcdef"), 0) is None
    assert _changed(before, row("abc", ("d", "value"), "ef"), 0).x == 3
    assert _changed(row(), row("ab"), 0).width == 2


def test_neighbours_that_look_the_same_are_one_segment():
    sheet = Sheet()
    sheet._rows, sheet._styles = (row(("a", "wire"), ("b", "idle"), ("c", "value")),), styles("dark", 256)
    strip = sheet.render_line(0)
    assert strip.text == "abc"
    assert [segment.text for segment in strip] == ["ab", "c"]


def test_rows_are_cut_and_filled():
    assert plain(fit(row("abc", "def"), 4)) == "abcd"
    assert plain(ends(row("left"), row("right"), 8)) == "lefright"
    assert plain(column([(0, row("abcdef")), (3, row("x"))], 6)) == "abcx  "
    assert cut("abcdef", 4) == "abc…" and cut("abc", 4) == "abc"
    assert wrapped("una sola línea", 8) == ["una sola", "línea"]
