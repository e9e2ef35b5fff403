"""A defect of the program: one sentence, the details in a file, the terminal as it was."""

import asyncio

import pytest
from gradstep.core.algebra.symbols import NO_SYMBOLS
from gradstep.core.lesson.course import Course
from gradstep.tui.app import GradstepApp
from gradstep.tui.defects import tell_defect
from gradstep.tui.visit import Opening, Visit


def test_the_sentence_names_the_file_with_the_details(tmp_path, face):
    try:
        raise KeyError("w9")
    except KeyError as error:
        said = tell_defect(face(state=tmp_path / "state"), error)
    path = tmp_path / "state" / "defect-v.txt"
    assert "KeyError" in said and str(path) in said and said.count("\n") == 0
    assert "raise KeyError" in path.read_text(encoding="utf-8")


def test_without_a_folder_it_is_still_one_sentence(tmp_path, face):
    (tmp_path / "file").write_text("")
    for state in (None, tmp_path / "file"):
        said = tell_defect(face("es", state=state), ValueError("odd"))
        assert "ValueError" in said and "directory" not in said


def test_a_defect_ends_the_program_without_printing_its_variables(face, monkeypatch, capsys):
    own = face()
    app = GradstepApp(own, Opening(Course(()), Visit(own), lambda graph: NO_SYMBOLS))

    async def run():
        async with app.run_test() as pilot:
            await pilot.pause()
            secret = {"answer": "secret-local"}
            monkeypatch.setattr(app.catalogue, "press", lambda key: secret[key])
            await pilot.press("up")
            await pilot.pause()

    with pytest.raises(KeyError):
        asyncio.run(run())
    assert isinstance(app.defect, KeyError) and app.return_code == 1
    assert "secret-local" not in "".join(capsys.readouterr())
