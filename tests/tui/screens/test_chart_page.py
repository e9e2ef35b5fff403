"""The page of charts: opened by its key over lessons, explorations and the laboratory; what is typed there is drawn."""

import asyncio
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from gradstep.core.laboratory.state import BEGINNING, begin
from gradstep.core.lesson.drawable import Drawable
from gradstep.core.lesson.load import load_lesson
from gradstep.core.lesson.script import Script
from gradstep.core.lesson.session import Session
from gradstep.core.lesson.solved import walk
from gradstep.core.simulations.kinds import simulate
from gradstep.core.simulations.protocol import Spec
from gradstep.core.simulations.watches import read_watch
from gradstep.tui.drawn_lines import drawing_lines
from gradstep.tui.plain.charts import told_chart
from gradstep.tui.plain.looking import watch_lines
from gradstep.tui.scene.cells import plain
from gradstep.tui.scene.desk.chart import found_on, opened_chart, press_chart, typed_chart
from gradstep.tui.scene.desk.desk import sit_down
from gradstep.tui.scene.look import Look
from gradstep.tui.scene.pages.chart import chart_page
from gradstep.tui.scene.zones.trying import trying_rows
from gradstep.tui.screens.wishes import OpenLab

COURSE = Path(__file__).parents[3] / "lessons"
NETWORK = simulate(Spec("network", {"updates": 60, "held": 0.25}))


def charted(*keys, last=40):
    """The page after keys; `=loss` is typed; all frames are found."""
    chart = opened_chart(Drawable(NETWORK, last))
    for key in keys:
        chart = typed_chart(chart, key[1:]) if key.startswith("=") else press_chart(chart, key)
        chart = found_on(chart, lambda: False) if chart.wanted else chart
    return found_on(chart, lambda: False) if chart.wanted else chart


def rows(chart, face, size=(80, 24), **changed):
    page = [plain(cells) for cells in chart_page(chart, Look(face(**changed), *size)).rows]
    assert len(page) == size[1] and {len(line) for line in page} == {size[0]}
    return page


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("ascii", [False, True])
@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40), (200, 50)])
def test_the_page_fills_every_screen_with_both_losses(face, language, ascii, size):
    page = rows(charted(), face, size, language=language, ascii=ascii)
    text = "\n".join(page)
    assert "loss.held" in page[1] and "40" in page[0] and "loss, loss.held" in page[-2]
    assert text.isascii() or not ascii
    drawn = [line for line in page[2:-3] if any(sign in line for sign in ("*+" if ascii else "⠉⠒⠤⣀⡀⢄⠢⠑"))]
    assert len(drawn) > size[1] // 3


def test_arrows_offer_other_quantities_tab_turns_the_axis_and_a_complaint_names_its_place(face):
    first, other = charted(), charted("down")
    assert other.line.text != first.line.text and other.series[0].name == other.line.text
    assert charted("down", "up").line.text == first.line.text
    assert "logarítmica" in rows(charted("write"), face)[0] and not charted("write", "write").log
    wrong = charted("=loss, zwei")
    assert press_chart(wrong, "enter").line.fault == len("loss, ")
    assert "columna 7" in "\n".join(rows(press_chart(wrong, "enter"), face))
    for said, typed in (("comparación", "=loss < 1"), ("Di qué dibujar", "= , "), ("nombres cercanos", "=A7")):
        assert said in "\n".join(rows(charted(typed, "enter"), face)), typed
    assert "Esc cierra" in "\n".join(rows(press_chart(first, "help"), face))


def test_a_long_run_is_found_piece_by_piece_and_says_how_far(face):
    begun = found_on(opened_chart(Drawable(NETWORK, 60)), lambda: True)
    assert len(begun.rows) == 1 and not begun.is_found
    assert "cuadro 1 de 60" in rows(begun, face)[0]
    assert found_on(begun, lambda: False).is_found


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_plain_face_tells_the_same_numbers_and_draws_them_where_asked(face, language):
    told = told_chart("", Drawable(NETWORK, 40), face(language))
    series = charted().series
    assert len(told) == 4 and all(one.name in line for one, line in zip(series, told[1:], strict=False))
    for one, line in zip(series, told[1:], strict=False):
        assert f"{one.values[0]:.4f}" in line and f"{one.values[40]:.4f}" in line and f"{one.values.min():.4f}" in line
    drawn = told_chart("loss; loss.held", Drawable(NETWORK, 40), face(language), drawing_lines)
    assert "\n".join(drawn).isascii() and max(map(len, drawn)) <= 78 and len(drawn) == 18
    assert "column" in told_chart("loss, (", Drawable(NETWORK, 40), face(language))[0]
    assert told_chart("", None, face(language)) and told_chart("", Drawable(NETWORK, -1), face())


def text(app):
    return "\n".join(plain(cells) for cells in app.screen.page.rows)


async def _pressed(pilot, *keys):
    for key in keys:
        await pilot.press(key)
        await pilot.pause()
    return text(pilot.app)


def test_the_key_opens_it_over_a_lesson_even_while_writing_and_escape_leads_back_to_what_was_typed(app):
    async def run():
        program = app("tiny-neuron")
        async with program.run_test(size=(80, 24)) as pilot:
            before = await _pressed(pilot, "right", "right")
            assert "gráfica" in await _pressed(pilot, "f12")
            assert await _pressed(pilot, "escape") == before
            asked = await _pressed(pilot, "full_stop", "full_stop", "4")
            assert "gráfica" in await _pressed(pilot, "f12")
            secret = program.lesson.desk.session.beat.asks
            for letter in secret:
                await pilot.press({".": "full_stop", "_": "underscore"}.get(letter, letter))
            assert "hayas respondido" in " ".join((await _pressed(pilot, "enter")).split())
            assert await _pressed(pilot, "f12") == asked

    asyncio.run(run())


def test_the_key_opens_it_over_the_laboratory_which_rests_meanwhile(app):
    async def run():
        program = app()
        async with program.run_test(size=(80, 24)) as pilot:
            program.on_open_lab(OpenLab(begin(BEGINNING)))
            await _pressed(pilot, "right", "right", "right")
            shown = await _pressed(pilot, "f12")
            assert "loss.held" in shown and "cuadros 0 a 3" in shown
            assert not program.lab.desk.running
            assert "laboratorio" in await _pressed(pilot, "escape")

    asyncio.run(run())


def test_plotext_is_imported_when_a_chart_is_drawn_and_not_with_the_screens():
    code = (
        "import sys; import gradstep.tui.app, gradstep.tui.screens.lesson, gradstep.tui.screens.lab, "
        "gradstep.tui.screens.chart, gradstep.tui.plain.lab; sys.exit('plotext' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_watch_says_nothing_of_what_is_asked_at_the_start(face):
    script = Script(load_lesson(COURSE / "rnn-forward-bptt.yaml"))
    stops = (one for one in walk(Session(script)) if not one.finished and one.is_asking)
    session = next(one for one in stops if one.beat.asks == "size.parameters" and one.beat.cursor == 0)
    watches = tuple(read_watch(text, session.simulation) for text in ("size.parameters", "size.parameters > 1"))
    desk = replace(sit_down(session), watches=watches)
    (row,) = (plain(row) for row in trying_rows(desk, Look(face())) if "size.parameters" in plain(row))
    assert row.count("…") == 2
    assert all("todavía no se ve" in line for line in watch_lines(watches, session, face()))
