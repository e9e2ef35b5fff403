"""The real program in a real terminal: a lesson to its end, a lost line, and going on."""

import os
import signal
from pathlib import Path

import pytest

pytestmark = pytest.mark.pty
LESSON = Path(__file__).parent / "lessons" / "tiny-neuron.yaml"


def lines_kept(folder):
    return "".join(path.read_text() for path in (folder / "gradstep" / "visits").glob("*.jsonl"))


def test_a_lesson_by_keyboard_to_its_end(terminal, tmp_path):
    run = terminal(str(LESSON), "--lang", "es")
    run.wait("paso 1 de 6")
    run.press("→")
    run.wait("cuadro 1 de 21")
    run.press(".", ".")
    run.wait("cuadro 18 de 21")
    run.press("-0,59", "enter")
    run.wait("todavía no; intento 1")
    run.press("-0,39", "enter")
    run.wait("✓ correcto")
    run.press("→")
    run.wait("opción =")
    run.press("1", "enter")
    run.wait("✓ correcto")
    run.press("→")
    run.wait("0 de 3")
    for expected in ("1 de 3", "2 de 3", "cuadro 21 de 21"):
        run.press("f3")
        run.wait("¿Ver la solución?")
        run.press("enter")
        run.wait("solución ─")
        run.press("→")
        run.wait(expected)
    run.press("→")
    run.wait("terminada")
    run.press("q")
    assert run.ended() == 0
    assert b"\x1b[?1049l" in run.raw and b"\x1b[?1004h" not in run.raw and b"\x1b[?1003h" not in run.raw
    assert lines_kept(tmp_path).count('"finished": true') >= 1


def test_a_lost_line_is_saved_and_the_next_start_goes_on(terminal, tmp_path):
    run = terminal(str(LESSON), "--lang", "en")
    run.wait("step 1 of 6")
    run.press("→", "→", "→")
    run.wait("frame 3 of 21")
    run.press(".", ".")
    run.wait("frame 18 of 21")
    run.press("-0.3")
    run.wait("∂f/∂w1 = -0.3")
    run.process.send_signal(signal.SIGHUP)
    assert run.ended() == 128 + signal.SIGHUP
    assert b"\x1b[?1049l" in run.raw
    again = terminal(str(LESSON), "--lang", "es")
    assert any("cuadro 18 de 21" in line for line in again.wait("∂f/∂w1 = -0.3"))
    again.press("^c")
    assert again.ended() == 0


def test_a_terminal_that_is_gone_ends_the_program(terminal):
    run = terminal(str(LESSON))
    run.wait("sigm")
    os.close(run.master)
    run.master = os.open(os.devnull, os.O_RDONLY)
    assert run.process.wait(timeout=10) != 0


def test_a_terminal_that_can_show_nothing_gets_the_plain_twin(terminal):
    run = terminal(str(LESSON), "--lang", "es", TERM="dumb")
    run.press("enter", "q", "u", "i", "t", "enter")
    assert run.ended() == 0
    said = run.raw.decode()
    assert "TERM=dumb no puede mostrar una pantalla completa" in said
    assert "gradstep, línea por línea" in said
    assert b"\x1b[" not in run.raw


def test_keys_that_arrive_together_are_taken_in_their_order(terminal):
    run = terminal(str(LESSON), "--lang", "es")
    run.wait("paso 1 de 6")
    run.press("→", ".", ".")
    run.wait("cuadro 18 de 21")
    run.press("hola(" + "\x7f" * 5 + "-0,59\r-0,39")
    run.wait("todavía no; intento 1")
    run.wait("= -0,39")
