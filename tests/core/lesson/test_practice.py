"""Generated exercises hold like those of a lesson, for every topic, level and seed, and lead up and down."""

from types import SimpleNamespace

import msgspec
import pytest
from gradstep.core.errors import UnknownNameError
from gradstep.core.lesson import practice
from gradstep.core.lesson.actions import Action
from gradstep.core.lesson.practice import COUNT, LEVELS, TOPICS, level_of, practice_id, practice_lesson
from gradstep.core.lesson.script import Script
from gradstep.core.lesson.session import Session
from gradstep.core.lesson.solved import walk
from gradstep.core.lesson.standing import Standing
from gradstep.core.lesson.verify import verify_file


@pytest.mark.parametrize("topic", TOPICS)
@pytest.mark.parametrize("level", LEVELS)
def test_every_set_proves_itself_and_is_the_same_again(topic, level, tmp_path):
    for seed in range(4):
        lesson = practice_lesson(topic, level, seed)
        assert lesson.hashes == practice_lesson(topic, level, seed).hashes
        assert len(lesson.steps) == COUNT and not lesson.faults
        path = tmp_path / f"{lesson.file.id}.yaml"
        path.write_bytes(msgspec.json.encode(lesson.file))
        assert not verify_file(path).faults
        *_, last = walk(Session(Script(lesson)))
        assert last.finished
    assert practice_lesson(topic, level, 1).hashes != practice_lesson(topic, level, 2).hashes


def test_slips_are_named_in_generated_exercises_too():
    lesson = practice_lesson("parameters", 1, 3)
    first = lesson.steps[0]
    session = Session(Script(lesson)).act(Action("answer", text=first.blanks[0].slips[0].answer))
    assert session.question.last.verdict.diagnosis == "biases-not-counted"


def test_a_probability_may_be_rounded_only_so_far():
    lesson = next(
        practice_lesson("softmax", 2, seed)
        for seed in range(50)
        if practice_lesson("softmax", 2, seed).steps[0].blanks[0].answer == "2/7"
    )
    session = Session(Script(lesson))
    kinds = [session.act(Action("answer", text=typed)).question.last.verdict.kind for typed in ("0.286", "0.3", "4/14")]
    assert kinds == ["rounded", "wrong", "right"]


def test_no_such_topic_names_those_that_are():
    with pytest.raises(UnknownNameError):
        practice_lesson("origami", 1, 1)


@pytest.mark.parametrize(
    ("level", "first", "of", "finished", "next"),
    [(1, 6, 6, True, 2), (2, 5, 6, True, 3), (3, 6, 6, True, 3), (2, 3, 6, True, 2), (2, 1, 6, True, 1),
     (1, 0, 6, True, 1), (2, 0, 6, False, 2)],
)  # fmt: skip
def test_the_level_follows_the_last_set(monkeypatch, level, first, of, finished, next):
    monkeypatch.setattr(practice, "standing", lambda _: Standing(finished, first=first, open=of - first))
    known = {
        practice_id("softmax", level, 7): SimpleNamespace(time=2.0),
        practice_id("softmax", 3 if level == 1 else 1, 8): SimpleNamespace(time=1.0),
        practice_id("backprop", 3, 9): SimpleNamespace(time=9.0),
    }
    assert level_of("softmax", known) == next
    assert level_of("jacobian", known) == 1
