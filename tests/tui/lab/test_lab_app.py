"""The running application with the laboratory: it runs, rests, is left and found again as it was."""

import asyncio
import json
from pathlib import Path

import pytest
from gradstep.core.lesson.course import load_course
from gradstep.tui.app import GradstepApp
from gradstep.tui.scene.cells import plain
from gradstep.tui.visit import Opening, Visit, no_proof

LESSONS = Path(__file__).parents[1] / "lessons"


@pytest.fixture
def program(a_face, tmp_path):
    face = a_face("es", lessons=LESSONS, state=tmp_path / "gradstep")
    return GradstepApp(face, Opening(load_course(LESSONS), Visit(face), lambda _graph: None, no_proof))


def text(app):
    return "\n".join(plain(cells) for cells in app.screen.page.rows)


def drive(app, steps, size=(80, 24)):
    """Does the steps in turn: keys, or a text to wait for behind `:`; answers what is shown at the end of each."""

    async def run():
        seen = []
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            for step in steps:
                if step.startswith(":"):
                    for _ in range(200):
                        if step[1:] in text(app):
                            break
                        await pilot.pause(0.05)
                    assert step[1:] in text(app), f"{step[1:]!r} is not shown:\n{text(app)}"
                else:
                    await pilot.press(*step.split())
                    await pilot.pause()
                seen.append(text(app) if app.is_running else "")
        return seen

    return asyncio.run(run())


def test_it_is_reached_by_a_key_runs_rests_and_is_found_again_as_it_was(program):
    seen = drive(program, ["k", ":actualización 0", "space", ":época 1", "space", ":Espacio corre", "right right",
                           "m", ":lecciones", "k", ":laboratorio"])  # fmt: skip
    assert "k lab" in seen[0] or "laboratorio" in seen[0]
    assert seen[-1] == seen[6]
    assert program.lab_command is not None and "--frame" in program.lab_command


def test_language_options_and_the_page_of_keys_lie_on_top_and_nothing_is_lost(program):
    seen = drive(program, ["k", "right right right", "l", "f1", "escape", "l", "o", "escape"])
    assert "update 3" in seen[2] and "run, pause" in seen[3]
    assert seen[4] == seen[2] and "actualización 3" in seen[5] and seen[7] == seen[5]


def test_an_update_opens_goes_deeper_and_comes_back_to_the_same_state(program):
    seen = drive(program, ["k", "right right right", "down tab", "enter", "enter", "escape", "escape"])
    assert "actualización 3 → 4" in seen[3] and "Z1[0,1]" in seen[4] and "W1[1,1]" in seen[4]
    assert "actualización 3 → 4" in seen[5] and seen[6] == seen[2]
    seen = drive_again(program, ["y"])
    assert "= █" in seen[0]


def drive_again(program, steps):
    """The same program once more, with the laboratory open."""
    fresh = GradstepApp(program.face, program.opening)
    return drive(fresh, ["k", "right", *steps])[2:]


def test_a_state_is_saved_and_copied(program, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    copied = []
    monkeypatch.setattr(program, "copy_to_clipboard", copied.append)
    seen = drive(program, ["k", "right", "x", "c"])
    assert "guardado" in seen[2] and sorted(path.suffix for path in tmp_path.glob("gradstep-lab*")) == [".svg", ".txt"]
    assert copied == ["gradstep lab --frame 1"] and "gradstep lab --frame 1" in seen[3]


def test_a_challenge_that_is_done_is_kept_privately_among_the_best(program, tmp_path):
    keys = " ".join({"=": "equals_sign", " ": "space", "[": "left_square_bracket", "]": "right_square_bracket",
                     ";": "semicolon", ",": "comma"}.get(letter, letter)
                    for letter in "hidden = []; terms = [x1x1, x2x2]; rate = 1")  # fmt: skip
    seen = drive(program, ["k", "r", "down", "enter", "e", keys, "enter", "space", ":Logrado con 3 números", "r"])
    assert "tu mejor: 3 números" in seen[-1]
    kept = json.loads((tmp_path / "gradstep" / "laboratory.json").read_text())
    assert kept["circles"][0]["score"] == 3 and "--challenge circles" in kept["circles"][0]["command"]
    assert not program.lab.desk.running
