"""The last page and the lines of progress count alike, whatever was done: shown, asked again, left, resumed."""

from collections import Counter
from pathlib import Path

from gradstep.core.lesson.actions import Action
from gradstep.core.lesson.counted import misconceptions, questions
from gradstep.core.lesson.load import load_lesson
from gradstep.core.lesson.progress import LessonProgress
from gradstep.core.lesson.resuming import line_of, resume
from gradstep.core.lesson.script import Script
from gradstep.core.lesson.session import Session
from gradstep.core.lesson.solved import right_answer
from gradstep.core.lesson.standing import standing
from hypothesis import given, settings
from hypothesis import strategies as st

LESSONS = Path(__file__).parents[3] / "lessons"
SCRIPT = Script(load_lesson(LESSONS / "gate-patterns.yaml"))
DEEDS = st.sampled_from([
    "next", "next", "right", "right", "wrong", "wrong", "hint", "neighbour", "reveal", "skip", "again", "again", "back",
    "on",
])  # fmt: skip


def action(deed, session):
    if deed == "right":
        return Action("answer", right_answer(session) or "1")
    return Action("answer", "77.25") if deed == "wrong" else Action(deed)


def ways(session):
    """How often each way was gone, of the questions that she has come across."""
    return Counter(one.way for one in questions(session) if one.way != "open")


def kept(progress):
    found = standing(progress)
    return Counter({"first": found.first, "later": found.later, "revealed": found.revealed}) + Counter()


@settings(max_examples=150, deadline=None)
@given(st.lists(DEEDS, max_size=60))
def test_the_last_page_counts_as_the_lines_do(deeds):
    session, lines = Session(SCRIPT), []
    for deed in deeds:
        done = action(deed, session)
        session = session.act(done)
        lines.append(line_of(session, done, float(len(lines))))
    progress = LessonProgress(tuple(lines))
    assert ways(session) == kept(progress)
    assert dict(misconceptions(session)) == dict(standing(progress).slips)
    again = resume(Script(SCRIPT.lesson), progress)
    assert ways(again) == kept(progress)
    assert sum(one.hints for one in questions(session)) == standing(progress).hints


def test_right_after_the_solution_was_seen_is_right_later():
    session = Session(SCRIPT)
    while not session.is_asking:
        session = session.act(Action("next"))
    for done in (Action("reveal"), Action("again")):
        session = session.act(done)
    assert ways(session)["revealed"] == 1
    session = session.act(Action("answer", right_answer(session)))
    assert ways(session) == Counter({"later": 1})
