"""The running application, driven by keys."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
from gradstep.core.algebra.symbols import NO_SYMBOLS
from gradstep.core.errors import AlgebraError
from gradstep.core.lesson.actions import Action
from gradstep.core.lesson.load import load_lesson
from gradstep.tui.commands.explore import exploration_of
from gradstep.tui.scene.cells import plain
from gradstep.tui.scene.desk.desk import act
from gradstep.tui.screens.lesson import LessonScreen
from gradstep.tui.visit import Opening

LESSONS = Path(__file__).parents[1] / "lessons"


def text(app):
    return "\n".join(plain(cells) for cells in app.screen.page.rows)


def drive(app, *keys, size=(80, 24)):
    """Presses keys and answers the texts of the screen after each."""

    async def run():
        seen = []
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            seen.append(text(app))
            for key in keys:
                await pilot.press(*key.split())
                await pilot.pause()
                seen.append(text(app) if app.is_running else "")
        return seen

    return asyncio.run(run())


def test_from_the_catalogue_into_a_lesson_and_back(app):
    program = app()
    seen = drive(program, "enter", "right", "m", "down", "enter")
    assert "0 de 2 lecciones" in seen[0]
    assert "paso 1 de 6" in seen[1] and "paso 2 de 6" in seen[2]
    assert "Sigues en la lección 01, paso 2 de 6." in seen[3] and "~·" in seen[3]
    assert "La regla del perceptrón" in seen[5]
    assert isinstance(program.screen_stack[-1] if program.is_running else program.lesson, LessonScreen)


def test_stepping_answering_language_and_digits(app):
    program = app("tiny-neuron")
    seen = drive(program, "full_stop full_stop full_stop", "minus 0 comma 5 9 enter", "tab L", "l N", "tab", "minus",
                 "0 full_stop 3 9 enter", "enter")  # fmt: skip
    assert "pregunta" in seen[1] and "cuadro 18 de 21" in seen[1]
    assert "todavía no; intento 1" in seen[2]
    assert "not yet; attempt 1" in seen[3]
    assert "9 decimales" in seen[4]
    assert "∂f/∂w1 = -█" in seen[6]
    assert "✓ correcto" in seen[7]
    assert "paso 5 de 6" in seen[8]


def test_help_and_options_lie_on_top_and_close(app):
    program = app("tiny-neuron")
    seen = drive(program, "right", "f1", "escape", "o", "right down right", "escape", "question_mark", "l", "q")
    assert "teclas" in seen[2] and "→ ← Espacio siguiente" in seen[2]
    assert seen[3] == seen[1]
    assert "opciones" in seen[4]
    assert "solo ASCII" in seen[5] and program.face.theme == "light"
    assert seen[6].isascii() and "cuadro 1 de 21" in seen[6]
    assert "next frame" in seen[8]
    assert program.return_code == 0


def test_symbols_come_later_and_failing_is_said(app):
    asked = []

    def derive(graph):
        asked.append(graph)
        raise AlgebraError("algebra.no-answer", seconds=1)

    program = app("tiny-neuron", derive)

    async def run():
        async with program.run_test(size=(80, 24)) as pilot:
            await pilot.press(*["right"] * 12)
            for _ in range(100):
                await pilot.pause(0.02)
                if "no demostrada" in text(program):
                    break
            return text(program)

    assert "no demostrada" in asyncio.run(run())
    assert len(asked) == 1


@pytest.mark.parametrize(("proved", "said"), [(True, "demostrado"), (False, "coincide con la derivada")])
def test_a_right_formula_is_proved_when_algebra_can(app, proved, said):
    claims = []

    def prove(claim):
        claims.append(claim)
        return proved

    program = app("tiny-formula", prove=prove)
    answer = program.opening.desk.session.step.answer

    async def run():
        async with program.run_test(size=(80, 24)) as pilot:
            await pilot.press(*answer)
            await pilot.press("enter")
            for _ in range(100):
                await pilot.pause(0.02)
                if claims and said in text(program):
                    break
            return text(program)

    assert said in asyncio.run(run())
    assert len(claims) == 1


def test_resizing_paints_the_page_anew(app):
    program = app("tiny-neuron")

    async def run():
        async with program.run_test(size=(80, 24)) as pilot:
            await pilot.press("right")
            sizes = []
            for size in ((120, 40), (50, 10), (60, 20)):
                await pilot.resize_terminal(*size)
                await pilot.pause()
                rows = program.screen.page.rows
                sizes.append((len(plain(rows[0])), len(rows)))
        return sizes

    assert asyncio.run(run()) == [(120, 40), (50, 10), (60, 20)]


def test_a_click_on_a_box_and_on_the_footer(app):
    program = app("tiny-neuron")

    async def run():
        async with program.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            await pilot.click(offset=(12, 4))
            await pilot.pause()
            looked = program.lesson.desk.attention
            await pilot.click(offset=(3, 23))
            await pilot.pause()
            return looked, program.lesson.desk.session.at

    assert asyncio.run(run()) == ("m0", (1, 0))


def test_pasted_text_is_typed_without_control_characters(app):
    from textual import events

    program = app("tiny-neuron")

    async def run():
        async with program.run_test(size=(80, 24)) as pilot:
            await pilot.press("full_stop", "full_stop", "full_stop")
            program.screen.post_message(events.Paste("-0.3\x1b[31m\n9"))
            await pilot.pause()
            return program.lesson.desk.line.text

    assert asyncio.run(run()) == "-0.3[31m 9"


def test_many_steps_and_overlays_leave_no_widgets_behind(app):
    import gc

    from textual.widget import Widget

    program = app("tiny-neuron")

    def widgets():
        gc.collect()
        return sum(isinstance(each, Widget) for each in gc.get_objects())

    async def run():
        async with program.run_test(size=(80, 24)) as pilot:
            await pilot.press("f1", "escape", "o", "escape", "m", "enter")
            before = widgets()
            for _ in range(6):
                await pilot.press("right", "left", "f1", "escape", "o", "escape", "m", "enter")
            return before, widgets()

    before, after = asyncio.run(run())
    assert before == after


def test_a_step_is_painted_only_where_it_changed(app):
    from gradstep.tui.widgets.sheet import Sheet

    program = app("tiny-neuron")

    async def run():
        async with program.run_test(size=(80, 24)) as pilot:
            await pilot.press("right", "right")
            await pilot.pause()
            sheet = program.screen.query_one(Sheet)
            painted = []
            refresh = sheet.refresh
            sheet.refresh = lambda *regions, **settings: (painted.extend(regions), refresh(*regions, **settings))[1]
            await pilot.press("right")
            await pilot.pause()
            return sum(region.area for region in painted)

    assert 0 < asyncio.run(run()) < 80 * 24 / 2


def test_any_key_can_be_found_and_pressed_from_the_page_of_keys(app):
    program = app("tiny-neuron")
    seen = drive(program, "right", "f1", "down down down", "enter")
    assert "►" in seen[3]
    chosen = program.help.chosen
    assert chosen is not None and "teclas" not in seen[4].splitlines()[0]
    again = drive(app("tiny-neuron"), "right", "f1", "down", "enter")
    assert "paso 2 de 6" in again[4] and again[4] != again[1]


def test_a_first_start_asks_for_the_language_once(app, face, tmp_path):
    program = app()
    program.opening = Opening(program.opening.course, program.opening.visit, lambda graph: NO_SYMBOLS, first=True)
    seen = drive(program, "right", "escape")
    assert "Elige tu idioma" in seen[0] and "Choose language" in seen[0]
    assert "Enter opens the course" in seen[1].splitlines()[0]
    assert "0 of 2 lessons" in seen[2]
    assert (tmp_path / "state" / "options.json").exists()


def test_frames_go_on_by_themselves_until_a_key(app):
    program = app("tiny-neuron")

    async def run():
        async with program.run_test(size=(80, 24)) as pilot:
            await pilot.press("right", "a", "a", "a")
            await pilot.pause(0.5)
            at = program.lesson.desk.session.cursor
            await pilot.press("x")
            stopped = program.lesson.desk.session.cursor
            await pilot.pause(0.3)
            return at, stopped, program.lesson.desk

    at, stopped, desk = asyncio.run(run())
    assert at >= 2 and desk.speed == 0 and desk.session.cursor == stopped


def test_the_last_page_asks_what_was_missed_once_more_and_comes_back(app):
    program = app("tiny-neuron")
    seen = drive(
        program, "full_stop full_stop full_stop", "7 enter", "minus 0 full_stop 3 9 enter",
        *["escape", "j", "full_stop"] * 8, "u", "escape", "escape",
    )  # fmt: skip
    last = next(place for place, page in enumerate(seen) if "u hace otra vez la pregunta que falló" in page)
    assert "u fallos" in seen[last]
    again = next(page for page in seen[last + 1 :] if "Otra vez: " in page)
    assert "con otros números" in again or "Otra vez: ¿cuánto" in again
    assert seen[-1] == seen[last]


def test_an_explored_training_opens_in_the_laboratory_at_its_knobs_and_esc_comes_back(app, face):
    program = app()
    lesson = exploration_of("network", face("es"), turned="rate = 0.07; hidden = [3]")
    program.opening = replace(program.opening, desk=program.opening.visit.open(lesson, None))
    seen = drive(program, "right right right", "f8", "escape", "f1", size=(120, 40))
    assert "F8 laboratorio" in seen[1]
    assert "laboratorio" in seen[2].splitlines()[0] and "tasa 0.07" in seen[2] and "actualización 3" in seen[2]
    assert seen[3] == seen[1]
    assert "explorar; laboratorio" in seen[4]


@pytest.mark.parametrize("size, beside", [((80, 24), False), ((120, 40), True), ((200, 50), True)])
def test_the_code_stands_beside_the_picture_where_there_is_room_and_else_in_its_place(app, size, beside):
    seen = drive(app("tiny-neuron"), "right right", "f9", "right", "f9", size=size)
    above = [rows.partition(" vuelta ")[0] for rows in seen]
    assert "NumPy" not in above[1] and "► m1 = w1*x1" in above[2] and "► s = m0 + m1" in above[3]
    assert "s = m0 + m1" not in seen[2] and "NumPy" not in above[4]
    assert ("den" in seen[2]) == beside
    # What is wide enough has it beside the receipt as well, and once only.
    assert ["NumPy" in rows for rows in seen[1:]] == [beside, True, True, beside]
    assert all(rows.count("NumPy") <= 1 for rows in seen)


def test_questions_of_earlier_lessons_are_offered_asked_and_left_again(app):
    program, ours = app(), Path(__file__).parents[3] / "lessons"
    visit = program.opening.visit
    program.opening = replace(program.opening, desk=visit.open(load_lesson(ours / "step-sigmoid-tanh.yaml"), None))
    seen = drive(program, "right", "u", "m")
    assert "u repasa" in seen[1] and "todavía no respondiste" in seen[2]
    lesson = load_lesson(Path(__file__).parents[1] / "lessons" / "tiny-neuron.yaml")
    asked = visit.open(lesson, None)
    while not asked.session.is_asking:
        asked = act(asked, Action("next"))
    visit.keep(asked, act(asked, Action("answer", text="7")))
    again = app()
    again.opening = replace(again.opening, desk=visit.open(load_lesson(ours / "step-sigmoid-tanh.yaml"), None))
    seen = drive(again, "u", "escape escape")
    assert "u repasa" in seen[0] and "pregunta" in seen[1] and seen[2] == seen[0]
