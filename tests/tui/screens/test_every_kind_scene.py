"""Every topic on every size of screen: signs that common fonts have, pictures that grow, texts that can be read."""

import unicodedata

import pytest
from gradstep.core.lesson.script import Script
from gradstep.core.lesson.session import Session
from gradstep.core.simulations.kinds import PLACES
from gradstep.tui.commands.explore import exploration, explored
from gradstep.tui.scene.desk.desk import sit_down
from gradstep.tui.scene.look import Look
from gradstep.tui.scene.zones.lesson import lesson_page

KINDS = sorted(set(PLACES) - {"update", "zoomed"})
"""Those that stand alone; the others are levels below them."""
SIZES = [(80, 24), (120, 40), (200, 50)]
FRAMES = (0, 1, 4, 9)
COMMON = set(
    "─│┌┐└┘├┤┬┴┼╭╮╰╯━┃┏┓┗┛┣┫┳┻╋┝┞┟┠┡┢┥┦┧┨┩┪┭┮┯┰┱┲┵┶┷┸┹┺╃╄╅╆╇╈╉╊╀╁╂╽╿╼╾╴╵╶╷╸╹╺╻┊"
    "▔▁▏▕╲╱█▆░▒▓•▲●■◆△○□◇►◄▸◂✓✗…·"
    "←↑→↓↖↗↘↙"
    "∂∇Σσμηξκβδλπφ∞≥≤≠≈±×÷√ŷ·⊙⊗‖½⅓ᵀ²³⁺⁻¹₀₁«»º°"
    "áéíóúüñÁÉÍÓÚÑ¿¡"
)
"""All of them are in DejaVu Sans Mono, and each takes one cell."""
BRAILLE = {chr(0x2800 + dots) for dots in range(1, 256)}
"""Terminals draw these themselves or take them from DejaVu Sans; those of one dot or eight take one cell alike."""


@pytest.fixture
def frames(face, do):
    """The desks of a topic as it is explored, at several frames."""

    def explore(kind):
        start = sit_down(Session(Script(exploration(explored(kind), kind, face("es")))))
        return [do(start, f"next*{count}") if count else start for count in FRAMES]

    return explore


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_sign_is_in_the_common_fonts_and_takes_one_cell(kind, size, frames, lines):
    shown = {sign for at in frames(kind) for row in lines(at, size=size) for sign in row}
    assert {sign for sign in shown if not sign.isascii()} <= COMMON | BRAILLE
    assert not {sign for sign in shown if unicodedata.combining(sign) or unicodedata.east_asian_width(sign) in "WF"}


@pytest.mark.parametrize("kind", KINDS)
def test_a_large_screen_shows_more_of_the_picture(kind, frames, lines):
    """At least as many cells of the picture zone are written on, and nothing in it is cut off for want of room."""
    at = frames(kind)[1]
    zones = {size: lines(at, size=size)[1 : size[1] - 15] for size in SIZES}
    written = {size: sum(len(row.split()) for row in rows) for size, rows in zones.items()}
    assert written[200, 50] >= written[80, 24]
    assert not any("…" in row for row in zones[200, 50])


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", KINDS)
def test_texts_are_never_wider_than_a_line_of_reading(kind, size, frames, lines):
    for at in frames(kind):
        rows = lines(at, size=size)
        rule = max(place for place, row in enumerate(rows) if row.startswith("─ exploras"))
        assert all(len(row.rstrip()) <= max(79, 77) for row in rows[rule + 1 : -2])


def test_a_single_step_is_not_counted(frames, lines):
    assert "paso" not in lines(frames("gates")[1])[0]


def test_whole_numbers_of_an_exact_run_have_no_decimals_and_others_keep_theirs(frames, lines):
    rows = [row.split() for row in lines(frames("gates")[2])]
    assert any(row[-6:] == ["►", "1", "1", "5", "1", "1"] for row in rows)
    table = "\n".join(lines(frames("perceptron")[2]))
    assert "-0.5" in table and " 0.0" in table


def test_tables_of_wide_screens_have_more_decimals(frames, lines):
    at = frames("descent")[1]
    assert "37.2550" in "\n".join(lines(at, size=(120, 40))[1:20])
    assert "37.26" in "\n".join(lines(at)[1:13]) and "37.2550" not in "\n".join(lines(at)[1:13])


def test_what_is_written_as_lines_can_be_read(frames, face):
    """Lines of text are content: they never have the colour of borders."""
    rows = lesson_page(frames("text")[1], Look(face("es"), 80, 24)).rows[1:13]
    roles = {run.role for cells in rows for run in cells if "película" in run.text}
    assert roles and not roles & {"idle", "wire", "rule"}
