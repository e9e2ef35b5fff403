"""The full pages in the running application: the catalogue, progress, keys and options, driven by keys."""

import asyncio

import pytest
from gradstep.core.algebra.symbols import NO_SYMBOLS
from gradstep.tui.scene.cells import plain
from gradstep.tui.visit import Opening


def drive(app, *keys, size=(80, 24)):
    """Presses keys and answers the texts of the screen after each."""

    async def run():
        seen = []
        async with app.run_test(size=size) as pilot:
            for key in ("", *keys):
                await pilot.press(*key.split())
                await pilot.pause()
                rows = [plain(cells) for cells in app.screen.page.rows] if app.is_running else []
                assert {len(row) for row in rows} <= {size[0]}
                seen.append("\n".join(rows))
        return seen

    return asyncio.run(run())


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40), (200, 50)])
def test_blocks_and_lessons_are_walked_through(app, size):
    program = app()
    seen = drive(program, "down", "left", "enter", size=size)
    assert [page.count("►") for page in seen] == [1, 1, 1, 1]
    assert seen[2] not in (seen[1], seen[3]) and program.catalogue.shelf.in_lessons
    assert not program.is_lesson_made, "Enter on a block goes into it and opens nothing"


def test_enter_opens_the_found_lesson_and_escape_forgets_the_search(app):
    program = app()
    seen = drive(program, "g p e r c e p", "escape", "g p e r c e p enter", "enter")
    assert "una lección" in seen[1] and "► 01" in seen[2]
    assert "La regla del perceptrón" in seen[4].splitlines()[0]


def test_progress_is_shown_over_the_catalogue_and_a_lesson_opened_from_it(app):
    program = app("tiny-neuron")
    seen = drive(program, "right", "m", "t", "up", "enter", "down enter")
    assert "tu avance" in seen[3] and "todo el curso" in seen[3] and "hace un momento" not in seen[3]
    assert "► todo el curso" in seen[4] and "aquí no hay lección que abrir" in seen[5]
    assert "paso 2 de 6" in seen[6]


def test_the_time_of_the_clock_is_told_on_large_screens(app):
    program = app("tiny-neuron", clock=lambda: 1000.0)
    seen = drive(program, "right", "m", "t", size=(120, 40))
    assert "hace un momento" in seen[2] and "hace un momento" in seen[3]


def test_the_keys_of_the_catalogue_are_told_as_they_are_there(app):
    program = app()
    seen = drive(program, "f1", "escape", "t", "f1", "escape", "escape", "f1 down down down down", "enter")
    assert "buscar una lección" in seen[1] and "la figura como tabla" not in seen[1]
    assert "volver al curso" in seen[4]
    assert "tu avance" in seen[5] and "gradstep" in seen[6].splitlines()[0]
    assert "busca una lección" in seen[8].splitlines()[-2], "Enter pressed the chosen key"


@pytest.mark.parametrize("key", ["enter", "escape"])
def test_the_first_start_is_left_with_enter_or_escape(app, key):
    program = app()
    program.opening = Opening(program.opening.course, program.opening.visit, lambda graph: NO_SYMBOLS, first=True)
    seen = drive(program, "right", key)
    assert "Welcome" in seen[0] and "Enter abre el curso" in seen[0] and "Enter opens the course" in seen[1]
    assert "0 of 2 lessons" in seen[2]


def test_enter_closes_the_options_and_changes_nothing(app):
    program = app()
    seen = drive(program, "o", "right", "enter")
    assert program.face.theme == "light" and "lecciones" in seen[3]


def test_a_window_made_small_says_so_and_comes_back(app):
    program = app()

    async def run():
        async with program.run_test(size=(80, 24)) as pilot:
            before = [plain(cells) for cells in program.screen.page.rows]
            await pilot.resize_terminal(50, 12)
            await pilot.pause()
            small = " ".join(plain(cells) for cells in program.screen.page.rows)
            await pilot.resize_terminal(80, 24)
            await pilot.pause()
            return before, small, [plain(cells) for cells in program.screen.page.rows]

    before, small, after = asyncio.run(run())
    assert "60×20" in small and before == after


def clicked(app, *places, size=(80, 24)):
    """Clicks on texts of the screen (twice where the text ends in `!`) and answers what is shown at the end."""

    async def run():
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            for place in places:
                text, twice = place.rstrip("!"), place.endswith("!")
                rows = [plain(cells) for cells in app.screen.page.rows]
                y = next(y for y, row in enumerate(rows) if text in row)
                await pilot.click(offset=(rows[y].index(text) + 1, y), times=2 if twice else 1)
                await pilot.pause()
            return "\n".join(plain(cells) for cells in app.screen.page.rows)

    return asyncio.run(run())


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50)])
def test_a_lesson_is_clicked_and_a_second_click_opens_it(app, size):
    program = app()
    assert "► 02" in clicked(program, "La regla del perceptrón", size=size)
    assert program.catalogue.shelf.in_lessons and not program.is_lesson_made
    opened = clicked(app(), "La regla del perceptrón!", size=size)
    assert "La regla del perceptrón" in opened.splitlines()[0]


def test_a_block_and_a_word_of_the_footer_are_clicked(app):
    program = app()
    clicked(program, "A Todo")
    assert not program.catalogue.shelf.in_lessons
    assert "paso 1" not in clicked(app(), "Elige una lección")
    assert "idioma" in clicked(app(), "opciones")


def test_an_option_is_clicked_and_the_next_click_changes_it(app):
    program = app()
    clicked(program, "opciones", "idioma", "idioma")
    assert program.face.language == "en"
