"""A lesson as an asciicast: what a terminal is sent makes the very pages, with a marker at every step."""

import json
from pathlib import Path

import pyte
import pytest
from gradstep.core.lesson.load import load_lesson
from gradstep.tui.commands.cast import cast, shots
from gradstep.tui.face import Face
from gradstep.tui.scene.cells import plain
from gradstep.tui.scene.look import Look
from gradstep.tui.scene.zones.lesson import lesson_page

from .conftest import run

pytestmark = pytest.mark.usefixtures("a_quiet_place")
LESSONS = Path(__file__).parents[2] / "lessons"


def look(language="es", size=(80, 24), ascii=False, color=True):
    return Look(Face(language, ascii, color, "dark", LESSONS, None, lambda: 0.0, "v"), *size)


@pytest.mark.parametrize(("name", "eyes"), [
    ("gate-patterns", look()), ("perceptron-01-labels", look("en", (100, 30), color=False)),
    ("history-and-when-to-use", look("en")), ("build-a-graph-engine", look(ascii=True)),
    ("gradient-descent", look("es", (120, 40))),
])  # fmt: skip
def test_a_player_shows_the_pages_of_the_lesson(name, eyes):
    lesson = load_lesson(LESSONS / f"{name}.yaml")
    heading, *events = cast(lesson, eyes)
    assert heading["version"] == 2 and (heading["width"], heading["height"]) == (eyes.width, eyes.height)
    times = [time for time, _, _ in events]
    assert times == sorted(times) and 20 < times[-1] < 3_000
    assert [label for _, kind, label in events if kind == "m"] == [
        f"{number} {id}" for number, id in enumerate(lesson.ids, 1)
    ]
    screen = pyte.Screen(eyes.width, eyes.height)
    stream = pyte.Stream(screen)
    written = [data for _, kind, data in events if kind == "o"]
    for number, (shot, data) in enumerate(zip(shots(lesson), written, strict=False)):
        stream.feed(data)
        if number % 9 == 0:
            rows = [plain(row).rstrip() for row in lesson_page(shot.desk, eyes).rows]
            assert [row.rstrip() for row in screen.display] == rows
    assert shot.desk.session.finished
    # What changed is sent, and not every page anew.
    assert sum(map(len, written)) < max(1_500, eyes.width * eyes.height / 2) * len(written)


def test_it_is_printed_or_written_once(capsys, tmp_path):
    code, out, _ = run(capsys, "cast", "26", "--lang", "es")
    rows = [json.loads(row) for row in out.splitlines()]
    assert code == 0 and rows[0]["title"] == "Patrones de compuertas" and len(rows) > 50
    path = tmp_path / "gates.cast"
    code, out, _ = run(capsys, "cast", "26", "--seed", "4", "--size", "100x30", "--to", str(path), "--lang", "en")
    assert code == 0 and "asciinema" in out and json.loads(path.read_text().splitlines()[0])["width"] == 100
    code, _, err = run(capsys, "cast", "26", "--to", str(path), "--lang", "en")
    assert code == 1 and "already" in err


@pytest.mark.parametrize("size", ["", "80", "80x", "x24", "10x10", "9999x24", "80x24x3", "axb", "-80x24"])
def test_a_size_that_cannot_be_is_said(capsys, size):
    said = set()
    for language in ("es", "en"):
        code, out, err = run(capsys, "cast", "26", f"--size={size}", "--lang", language)
        assert code == 2 and err.count("\n") == 1 and not out
        said.add(err)
    assert len(said) == 2
