"""What is not kept stays on the screen; the first step is prepared and nothing of that is to be seen."""

import asyncio
from pathlib import Path

import pytest
from gradstep.core.lesson.load import load_lesson
from gradstep.core.words import message
from gradstep.tui.scene.cells import plain
from gradstep.tui.screens import lesson as screen
from gradstep.tui.visit import Visit

LESSON = Path(__file__).parents[1] / "lessons" / "tiny-neuron.yaml"


def shown(program):
    return [plain(cells) for cells in program.lesson.page.rows]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("size", [(80, 24), (60, 20), (120, 40)])
def test_it_stays_on_the_first_row_while_it_is_so_and_is_said_when_it_is_over(app, tmp_path, language, size):
    blocked = tmp_path / "state"
    blocked.write_text("in the way")
    program = app("tiny-neuron", language=language)
    said = {"en": "not being kept", "es": "sin guardar"}[language]

    async def run():
        async with program.run_test(size=size) as pilot:
            assert said not in shown(program)[0]
            for key in ("right", "right", "left", "t", "up", "right", "n", "r", "escape"):
                await pilot.press(key)
                await pilot.pause()
                assert said in shown(program)[0], key
                assert len(shown(program)[0]) == size[0]
            blocked.unlink()
            await pilot.press("right")
            await pilot.pause()
            assert said not in shown(program)[0]
            assert program.lesson.look().word(message("screen.kept-again")) in shown(program)[-2]
        assert program.opening.visit.lost() is None

    asyncio.run(run())


@pytest.mark.parametrize("state", ["blocked", None])
def test_how_much_is_lost_is_known_at_the_end(tmp_path, face, do, state):
    if state is not None:
        (tmp_path / "blocked").write_text("")
    visit = Visit(face(state=tmp_path / "blocked" if state else None))
    assert visit.lost() is None and visit.unkept is None
    desk = visit.open(load_lesson(LESSON), 25)
    for count in range(1, 4):
        after = do(desk, "next")
        visit.keep(desk, after)
        desk = after
        assert visit.unkept.arguments["count"] == count
    lost = visit.lost()
    assert lost.id == ("cli.lost" if state else "progress.lost-no-folder")
    if state:
        assert lost.arguments["said"].arguments["count"] == 3
        (tmp_path / "blocked").unlink()
        assert visit.lost() is None and visit.unkept is None


def steps_made(program, monkeypatch, *keys, after=0.01, wait=0.2):
    """The desks that were pressed, and the rows before and behind."""
    pressed = []
    real = screen.press
    monkeypatch.setattr(screen, "press", lambda desk, key: pressed.append((desk, key)) or real(desk, key))
    monkeypatch.setattr(screen, "WHILE_READING", after)

    async def run():
        async with program.run_test(size=(80, 24)) as pilot:
            before = shown(program)
            for key in keys:
                await pilot.press(key)
            await pilot.pause(wait)
            return before, shown(program), program.lesson.desk

    return pressed, *asyncio.run(run())


def test_the_first_step_is_prepared_while_the_text_is_read_and_changes_nothing(app, monkeypatch, tmp_path):
    pressed, before, after, desk = steps_made(app("tiny-neuron"), monkeypatch)
    assert [key for _, key in pressed] == ["next"]
    assert before == after and not desk.session.log and desk.session.at == (0, 0)
    assert not list(tmp_path.rglob("*.jsonl"))


def test_a_key_that_comes_first_leaves_nothing_to_prepare(app, monkeypatch):
    pressed, _, _, desk = steps_made(app("tiny-neuron"), monkeypatch, "right", after=0.8, wait=1.2)
    assert len(pressed) == 1 and len(desk.session.log) == 1


def test_a_step_that_cannot_be_prepared_is_no_defect(app, monkeypatch):
    def refuse(desk, key):
        raise ValueError("odd")

    program = app("tiny-neuron")
    monkeypatch.setattr(screen, "press", refuse)
    monkeypatch.setattr(screen, "WHILE_READING", 0.01)

    async def run():
        async with program.run_test(size=(80, 24)) as pilot:
            await pilot.pause(0.1)

    asyncio.run(run())
    assert program.defect is None


@pytest.mark.parametrize("state", ["blocked", None])
def test_what_waits_is_not_forgotten_by_the_visit_itself(tmp_path, face, do, state):
    (tmp_path / "blocked").write_text("")
    visit = Visit(face(state=tmp_path / "blocked" if state else None))
    desk = visit.open(load_lesson(LESSON), 25)
    for _ in range(3):
        after = do(desk, "next")
        visit.keep(desk, after)
        desk = after
    again = visit.open(load_lesson(LESSON), 25)
    assert again.session.at == desk.session.at != (0, 0)
    assert visit.progress()["tiny-neuron"].lines
