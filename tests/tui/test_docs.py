"""What the pages for authors and teachers say is true: lessons verify, commands exist, both languages agree."""

import re
from pathlib import Path

import pytest
from gradstep.core.lesson.load import load_lesson
from gradstep.core.lesson.script import Script
from gradstep.core.lesson.session import Session
from gradstep.core.lesson.solved import walk
from gradstep.core.lesson.verify import verify_file
from gradstep.tui.options import COMMANDS, GLOBAL, OPEN, read_call

DOCS = Path(__file__).parents[2] / "docs"
PAIRS = [("authoring.md", "autoria.md")]
COMMAND = re.compile(r"gradstep ((?:[a-z][a-z-]*|--[a-z]+)[^`\n#]*)")


def text(name):
    return (DOCS / name).read_text(encoding="utf-8")


def lessons(name):
    return re.findall(r"```yaml\n(format: 1\n.*?)```", text(name), re.DOTALL)


@pytest.mark.parametrize("name", [name for pair in PAIRS[:1] for name in pair])
def test_every_stage_of_the_lesson_verifies_and_can_be_played(name, tmp_path):
    stages = lessons(name)
    assert len(stages) == 5
    for stage in stages:
        path = tmp_path / "slope-of-a-square.yaml"
        path.write_text(stage, encoding="utf-8")
        assert verify_file(path).faults == ()
        assert list(walk(Session(Script(load_lesson(path)))))[-1].finished


@pytest.mark.parametrize(("english", "spanish"), PAIRS)
def test_both_languages_show_the_same(english, spanish):
    assert lessons(english) == lessons(spanish)
    for pattern in (r"^#+ ", r"^```", r"--[a-z]+"):
        found = [re.findall(pattern, text(name), re.MULTILINE) for name in (english, spanish)]
        assert found[0] == found[1], pattern


def test_both_halves_of_the_page_for_a_class_say_the_same():
    english, spanish = text("class.md").split("\n---\n")
    for pattern in (r"^#+ ", r"^```", r"^\d\. ", r"(?<![\w-])--[a-z]+", r"^gradstep [^#\n]*?(?= *#|$)"):
        found = [re.findall(pattern, half, re.MULTILINE) for half in (english, spanish)]
        assert found[0] == found[1] and found[0], pattern


@pytest.mark.parametrize("name", [*(name for pair in PAIRS for name in pair), "class.md"])
def test_every_command_and_option_exists(name):
    names = {command.name: command for command in (OPEN, *COMMANDS)}
    told = COMMAND.findall(text(name))
    assert len(told) > 5
    for line in told:
        words = line.split()
        command = names.get(words[0], OPEN)
        known = {option.name for option in (*GLOBAL, *command.options)}
        for option in re.findall(r"--([a-z][a-z-]*)", line):
            assert option in known, line
    assert read_call(["verify", "--watch"]).has("watch")
