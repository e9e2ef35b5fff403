"""What is remembered of a start: what was chosen, less than what is asked for, and never a reason to fail."""

from dataclasses import replace

import pytest
from gradstep.tui.face import read_face
from gradstep.tui.options import read_call
from gradstep.tui.remembered import FILE, keep_options, read_options, with_options


@pytest.fixture
def face(tmp_path):
    return read_face(read_call([]), {"XDG_STATE_HOME": str(tmp_path), "LANG": "es_AR.UTF-8"}, lambda: 1.0, "utf-8")


def test_what_was_chosen_is_there_the_next_time(face):
    assert keep_options(face, replace(face, language="en", theme="light", ascii=True))
    again = with_options(face, read_call([]))
    assert (again.language, again.theme, again.ascii) == ("en", "light", True)


def test_what_the_call_asks_for_counts_more(face):
    keep_options(face, replace(face, language="en", theme="light"))
    again = with_options(face, read_call(["--lang", "es", "--theme", "mono"]))
    assert again.language == "es"
    assert read_options(face.state)["theme"] == "light"


def test_what_only_follows_from_the_terminal_is_not_remembered(face):
    keep_options(replace(face, ascii=True), replace(face, ascii=True, theme="light"))
    assert "ascii" not in read_options(face.state)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"language": 3, "theme": "quux", "ascii": "yes"}', "\x00"])
def test_a_broken_file_is_as_good_as_none(face, text):
    face.state.mkdir(parents=True)
    (face.state / FILE).write_text(text)
    assert with_options(face, read_call([])) == face


def test_a_folder_that_cannot_be_made_is_no_fault(face, tmp_path):
    (tmp_path / "file").write_text("")
    assert not keep_options(face, replace(face, state=tmp_path / "file" / "gradstep"))


def test_without_a_home_nothing_is_kept(face):
    assert not keep_options(face, replace(face, state=None))
    assert read_options(None) == {}
