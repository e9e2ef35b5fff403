"""A frame that is saved: three files of one name, nothing overwritten, nothing given away."""

from pathlib import Path
from xml.etree import ElementTree

import pytest
from gradstep.core.lesson.actions import Action
from gradstep.core.lesson.load import load_lesson
from gradstep.core.lesson.script import Script
from gradstep.core.lesson.session import Session
from gradstep.tui.drawing.svg import hex_of, svg
from gradstep.tui.exporting import export
from gradstep.tui.face import Face
from gradstep.tui.scene.cells import plain
from gradstep.tui.scene.desk.desk import sit_down
from gradstep.tui.scene.look import Look
from gradstep.tui.scene.zones.lesson import lesson_page

LESSON = Path(__file__).parent / "lessons" / "tiny-neuron.yaml"


@pytest.fixture
def face(tmp_path) -> Face:
    return Face("es", False, True, "dark", LESSON.parent, tmp_path / "state", lambda: 0.0, "v")


def at(steps: int) -> Session:
    session = Session(Script(load_lesson(LESSON)))
    for _ in range(steps):
        session = session.act(Action("next"))
    return session


def saved(session, face, folder):
    rows = lesson_page(sit_down(session), Look(face)).rows
    return rows, export(session, rows, face, folder)


def test_the_text_is_the_screen_and_the_image_has_every_letter_of_it(face, tmp_path):
    rows, done = saved(at(12), face, tmp_path / "here")
    text, image, notes = (path.read_text(encoding="utf-8") for path in done.paths)
    assert text.splitlines() == [plain(row).rstrip() for row in rows]
    shown = "".join(element.text for element in ElementTree.fromstring(image).iter() if element.tag.endswith("text"))
    assert "".join(shown.split()) == "".join(text.split())
    assert "http" not in image.replace("http://www.w3.org/2000/svg", "")
    assert "-0.196612" in notes and notes.startswith("# ")
    assert {path.stat().st_mode & 0o777 for path in done.paths} == {0o600}


def test_what_is_asked_is_in_no_file(face, tmp_path):
    session = at(18)
    assert session.is_asking
    truth = session.simulation.frame(session.beat.cursor).quantities[session.beat.asks]
    _, done = saved(session, face, tmp_path)
    for path in done.paths:
        assert f"{truth:.4f}" not in path.read_text(encoding="utf-8")


def test_a_second_export_of_the_same_frame_overwrites_nothing(face, tmp_path):
    first, second = (saved(at(3), face, tmp_path)[1] for _ in range(2))
    assert not set(first.paths) & set(second.paths)
    assert all(path.exists() for path in (*first.paths, *second.paths))


def test_a_folder_that_cannot_be_written_is_replaced_or_said(face, tmp_path):
    (tmp_path / "file").write_text("")
    _, done = saved(at(3), face, tmp_path / "file" / "x")
    assert done.paths[0].parent == face.state / "exports"
    (tmp_path / "state").rename(tmp_path / "old")
    (tmp_path / "state").write_text("")
    assert saved(at(3), face, tmp_path / "file" / "x")[1].said.id == "screen.not-exported"


def test_colours_are_those_of_the_terminal():
    assert [hex_of(number) for number in (9, 16, 86, 196, 232, 255)] == [
        "#ff0000", "#000000", "#5fffd7", "#ff0000", "#080808", "#eeeeee",
    ]  # fmt: skip


def test_what_is_markup_in_an_image_is_escaped():
    assert "a &lt; b &amp; c" in svg([[("a < b & c", "text")]], {}, light=True)
