"""The mouse does what keys do: it chooses, goes in and comes out, moves in time, turns knobs."""

import asyncio
from pathlib import Path

import pytest
from gradstep.core.lesson.script import Script
from gradstep.core.lesson.session import Session
from gradstep.tui.commands.explore import exploration, explored
from gradstep.tui.scene.cells import plain
from gradstep.tui.scene.desk.desk import sit_down
from gradstep.tui.scene.look import Look
from gradstep.tui.scene.zones.lesson import lesson_page
from gradstep.tui.scene.zones.pointing import clicked, out, wheeled

LESSONS = Path(__file__).parents[1] / "lessons"


@pytest.fixture
def mouse(face):
    """Points at a text on the screen of a desk."""
    look = Look(face(language="en"), 80, 24)

    class Mouse:
        def at(self, desk, text, beside=0):
            page = lesson_page(desk, look)
            y = next(y for y, cells in enumerate(page.rows) if text in plain(cells))
            return page, look, plain(page.rows[y]).index(text) + beside, y

        def click(self, desk, text, beside=0, twice=False):
            return clicked(desk, *self.at(desk, text, beside), twice=twice)

        def wheel(self, desk, text, by, beside=0):
            return wheeled(desk, *self.at(desk, text, beside), by)

    return Mouse()


@pytest.fixture
def free(desk, do):
    """A descent with its knobs, three updates on."""
    return do(desk("tiny-trying", 7), "next*3")


def test_a_box_is_chosen_and_chosen_no_more(desk, do, mouse):
    begun = do(desk(), "next*5")
    chosen = mouse.click(begun, "den +1")
    assert chosen.attention == "den"
    assert mouse.click(chosen, "den +1").attention is None


def test_a_second_click_goes_in_and_the_right_button_comes_out(desk, do, face, mouse):
    lesson = exploration(explored("y = W@x; L = norm2(y)", "W=[[1,2],[3,4]]; x=[1,2]"), "W@x", face())
    graph = do(sit_down(Session(Script(lesson))), "next")
    inside = mouse.click(graph, "y @", twice=True)
    assert len(inside.session.view.levels) == 2
    assert len(out(inside).session.view.levels) == 1
    assert out(desk()) is None


def test_a_click_on_the_timeline_goes_there(desk, do, free, mouse):
    begun = do(desk(), "next*9")
    assert begun.session.cursor > 3
    assert mouse.click(begun, "▸▸▸▸", beside=2).session.cursor == 3
    assert mouse.click(free, "▸▸▸", beside=6).session.cursor == 7
    far = mouse.click(do(desk(), "next*3"), "▸▸▸", beside=15)
    assert far.session.cursor == 3 and far.said.id == "session.not-seen"


def test_beside_the_timeline_there_is_nothing(desk, do, mouse):
    begun = do(desk(), "next*5")
    assert mouse.click(begun, "forward ▸") is None
    assert mouse.click(begun, "frame 5") is None


def test_the_wheel_over_the_timeline_is_time(free, mouse):
    assert mouse.wheel(free, "▸▸▸", 1).session.cursor == 4
    assert mouse.wheel(free, "▸▸▸", -1).session.cursor == 2


def test_a_knob_is_chosen_typed_and_turned(free, mouse):
    chosen = mouse.click(free, "method gd", beside=1)
    assert chosen.dial == "method"
    assert mouse.click(chosen, "method gd", beside=8).mode == "turn"
    turned = mouse.wheel(free, "rate 0.1", -1, beside=5)
    assert turned.session.view.simulation.settings_at(4).rate == pytest.approx(0.11)
    assert mouse.wheel(turned, "rate 0.11", 1).session.view.simulation.settings_at(4).rate == pytest.approx(0.1)


def test_the_wheel_elsewhere_moves_the_attention(desk, do, mouse):
    begun = do(desk(), "next*5")
    assert mouse.wheel(begun, "den +1", 1).attention == "w0"


def test_an_option_is_written_and_not_handed_in(desk, do, mouse):
    asked = do(desk(), "onward*3", "write", "later", "next")
    assert asked.session.is_asking
    chosen = mouse.click(asked, "its own factor")
    assert (chosen.line.text, chosen.mode, chosen.session.question.attempts) == ("2", "write", ())
    assert mouse.click(chosen, "the other factor").line.text == "1"
    assert do(chosen, "enter").session.question.outcome != "right"


def test_a_click_on_the_line_begins_to_write(desk, do, mouse):
    looking = do(desk(), "onward*3", "write")
    assert looking.mode == "look"
    page, look, _, _ = mouse.at(looking, "forward")
    assert clicked(looking, page, look, 5, 22).mode == "write"


def test_what_is_typed_is_never_lost_to_a_click(desk, do, mouse):
    typing = do(desk(), "onward*3", "=-0.3")
    chosen = mouse.click(typing, "den +1")
    assert (chosen.line.text, chosen.mode) == ("-0.3", "write")


def test_the_program_takes_clicks(app):
    async def run():
        program = app("tiny-neuron")
        async with program.run_test(size=(80, 24)) as pilot:
            await pilot.press("right", "right", "right")
            await pilot.pause()
            rows = [plain(cells) for cells in program.screen.page.rows]
            y = next(y for y, text in enumerate(rows) if "den +1" in text)
            await pilot.click(offset=(rows[y].index("den +1"), y))
            await pilot.pause()
            return program.lesson.desk.attention

    assert asyncio.run(run()) == "den"


@pytest.mark.pty
def test_a_terminal_sends_the_wheel(terminal):
    run = terminal(str(LESSONS / "tiny-neuron.yaml"), "--lang", "es")
    run.wait("paso 1 de 6")
    run.press("→")
    run.wait("cuadro 1 de 21")
    for _ in range(2):
        run.press("\x1b[<65;10;14M")
    run.wait("cuadro 3 de 21")
    run.press("\x1b[<64;10;14M")
    run.wait("cuadro 2 de 21")
    run.press("q")
    assert run.ended() == 0


def test_the_wheel_over_the_timeline_steps_through_frames_while_an_answer_is_typed(desk, do, face):
    at = do(desk(), "next*18", "=-0,5")
    look = Look(face())
    page = lesson_page(at, look)
    back = wheeled(at, page, look, 20, page.timeline_row, -1)
    assert back.session.cursor == 17 and back.session.at != at.session.at
    again = wheeled(back, lesson_page(back, look), look, 20, page.timeline_row, 1)
    assert again.session.at == at.session.at and again.line.text == "-0,5"
