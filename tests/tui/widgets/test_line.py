"""A line sends few codes, and what the terminal then shows is what every run would have shown alone."""

import pyte
import pytest
from gradstep.tui.drawing.graph.canvas import on_shade, shade
from gradstep.tui.scene.cells import row
from gradstep.tui.theme import THEMES, styles
from gradstep.tui.widgets.line import line
from hypothesis import given
from hypothesis import strategies as st
from rich.color import ColorSystem
from rich.console import Console

SHADES = (shade(4, -4), shade(4, 4), shade(0, 2), on_shade("title", -3), on_shade("dim", 0))
ROLES = (*SHADES, "text", "title", "dim", "rule", "value", "gradient", "local", "accent", "asked", "caret")
WIDTH = 24
RUNS = st.lists(st.tuples(st.text(" ab┃─∂", min_size=1, max_size=5), st.sampled_from(ROLES)), max_size=8)
LOOKS = st.sampled_from([(theme, colors) for theme in THEMES for colors in (0, 16, 256)])
CONSOLE = Console(color_system="256", force_terminal=True)


def shown(sent):
    """The cells of a terminal after a text: letter and look; the colour of a blank cannot be seen."""
    screen = pyte.Screen(WIDTH * 2, 1)
    pyte.Stream(screen).feed(sent)
    cells = [screen.buffer[0][x] for x in range(WIDTH * 2)]
    return [
        (cell.data, cell.bg, None if cell.data == " " else (cell.fg, cell.bold), cell.underscore, cell.reverse)
        for cell in cells
    ]


def in_blocks(text, role, look):
    """What a shade shows: where it has two colours a half block a cell, where both are the same its ground alone."""
    if role not in SHADES[:3] or look[role].bgcolor is None:
        return text
    return (" " if look[role].color == look[role].bgcolor else "▀") * len(text)


@given(RUNS, LOOKS)
def test_the_terminal_shows_what_every_run_alone_would_show(runs, looks):
    look = styles(*looks)
    parts = [(in_blocks(text, role, look), look[role]) for text, role in runs]
    alone = "".join(style.render(text, color_system=ColorSystem.EIGHT_BIT) for text, style in parts)
    made = line(row(*runs), look, WIDTH)
    assert shown(made.render(CONSOLE)) == shown(alone)


@given(RUNS, st.integers(0, 40), st.integers(0, 40))
def test_a_crop_is_a_slice_of_the_cells(runs, start, length):
    whole = line(row(*runs), styles("dark", 256), WIDTH)
    part = whole.crop(start, start + length)
    assert part.text == whole.text[start : start + length]
    assert part.cell_length == len(part.text)
    assert shown(part.render(CONSOLE))[: len(part.text)] == shown(whole.render(CONSOLE))[start:][: len(part.text)]


def test_blanks_take_the_look_of_their_neighbour_unless_it_would_be_seen():
    cells = row(("a", "value"), ("   ", "rule"), ("b", "value"))
    assert line(cells, styles("dark", 256), 5).render(CONSOLE).count("\x1b[") == 2
    underlined = row(("a", "local"), ("   ", "rule"), ("b", "local"))
    assert [segment.text for segment in line(underlined, styles("mono", 256), 5)] == ["a", "   ", "b"]


def test_a_mark_above_a_letter_takes_no_cell():
    made = line(row("y\u0302 = 1"), styles("dark", 256), 8)
    assert made.cell_length == 8 and made.text == "y\u0302 = 1   "
    assert made.crop(0, 3).text == "y\u0302 ="


@pytest.mark.parametrize("width", [0, 3, 10])
def test_a_line_is_filled_to_its_width(width):
    assert line(row("abc"), styles("dark", 256), width).cell_length == max(3, width)
