"""A class of two hundred: right, wrong, guessing, wandering and forging students, each reported as she was."""

import json
from collections import Counter
from functools import lru_cache

import pytest
from gradstep.core.lesson.progress import LessonProgress
from gradstep.core.lesson.standing import standing
from gradstep.core.teaching.assessing import assess
from gradstep.core.teaching.hand_in import sealed
from gradstep.core.teaching.library import Library
from gradstep.core.teaching.tally import class_slips, without_doubles

from .students import LESSONS, VERSION, Student, always_right, guessing, learning, settled

IDS = ("chain-rule-paths", "gate-patterns", "perceptron-01-labels", "sigmoid-neuron-graph", "gradient-descent",
       "softmax-cross-entropy")  # fmt: skip
HOWS = {"right": always_right, "learning": learning, "guessing": guessing, "wandering": settled, "forging": learning}
LIBRARY = Library(LESSONS)


def forged(data, number):
    """A file in which wrong answers are called right; some forgers seal it again, and some do not know of the seal."""
    rows = [json.loads(row) for row in data.splitlines()]
    for row in rows[1:-1]:
        if row.get("verdict") == "wrong":
            row |= {"verdict": "right", "outcome": "right"}
            row.pop("diagnosis", None)
    body = b"".join(json.dumps(row).encode() + b"\n" for row in rows[:-1])
    return sealed(body) if number % 2 else body + data.splitlines(keepends=True)[-1]


@lru_cache
def the_class():
    """(how, student, file) for two hundred students."""
    found = []
    for number in range(200):
        how = list(HOWS)[number % len(HOWS)]
        student = Student(f"Student {number}", f"s{number}@uni.edu", number)
        for place in range(2):
            student.open(IDS[(number + place) % len(IDS)], seed=None if number % 3 else 0)
            student.walk(HOWS[how], most=12)
        if how == "forging":
            while not any(line.verdict == "wrong" for line in student.lines):
                student.open("gate-patterns", seed=0)
                student.walk(guessing, most=12)
        data = student.file()
        found.append((how, student, forged(data, number) if how == "forging" else data))
    return found


@lru_cache
def reported():
    return [assess(student.id, data, LIBRARY, VERSION) for _, student, data in the_class()]


def test_forgers_are_named_and_everybody_else_counts():
    for (how, student, _), found in zip(the_class(), reported(), strict=True):
        if how == "forging":
            assert found.status == ("forged" if int(student.name.split()[1]) % 2 else "changed"), found.said
        else:
            assert found.status == "ok", (how, student.name, found.said)
            assert found.student == student.name and not found.notes


@pytest.mark.parametrize("how", [how for how in HOWS if how != "forging"])
def test_counts_are_those_of_the_record(how):
    """What is re-executed says the same as what an honest program wrote down while it happened."""
    for (kind, student, _), found in zip(the_class(), reported(), strict=True):
        if kind != how:
            continue
        for work in found.lessons:
            lines = [line for line in student.lines if line.lesson == work.lesson]
            known = standing(LessonProgress(tuple(lines)))
            slips = Counter(line.diagnosis for line in lines if line.diagnosis and line.action["do"] == "answer")
            if any(line.action["do"] in ("vary", "again") for line in lines):
                assert work.total("right") <= known.first + known.later
                continue
            assert work.total("right") == known.first + known.later
            assert work.total("first") == known.first
            assert work.total("revealed") == known.revealed
            assert work.total("hints") == known.hints
            assert sum((Counter(step.slips) for step in work.steps), Counter()) == slips
            assert work.finished == known.finished
            spent = lines[-1].time - lines[0].time
            assert work.total("seconds") == pytest.approx(spent, abs=0.1 * len(work.steps) + 0.1)


def test_whoever_answers_everything_right_has_the_full_score():
    for how, found in zip((how for how, _, _ in the_class()), reported(), strict=True):
        done = [work for work in found.lessons if work.finished]
        if how == "right":
            assert all(work.score() == work.score("first") == 100 for work in done)
        elif how == "guessing":
            assert all(work.score() < 100 for work in done)


def test_the_commonest_slips_are_those_that_were_made_most():
    counting = [one for one in reported() if one.counts]
    slips = class_slips(counting)
    assert len(slips) > 20 and sorted(slips, key=lambda one: (-one.students, -one.count)) == sorted(
        slips, key=lambda one: (-one.students, -one.count, one.where, one.slip)
    )
    first = slips[0]
    made = [
        step.slips[first.slip]
        for one in counting
        for work in one.lessons
        for step in work.steps
        if (work.lesson, step.step) == first.where and first.slip in step.slips
    ]
    assert (first.students, first.count) == (len(made), sum(made))


def test_of_two_files_the_later_counts_and_a_copy_is_noted():
    one, two = Student("Ana", "", 3), Student("Ana", "", 3)
    for student, many in ((one, 5), (two, 9)):
        student.open("gate-patterns")
        student.walk(always_right, most=many)
    copied = Student("Eva", "", 3)
    copied.opened, copied.lines, copied.time = two.opened, two.lines, two.time
    files = [("early", one.file()), ("late", two.file()), ("copy", copied.file())]
    found = without_doubles([assess(path, data, LIBRARY, VERSION) for path, data in files])
    assert [done.status for done in found] == ["older", "ok", "ok"]
    assert [note.id for note in found[2].notes] == ["handin.copy"] and found[1].notes[-1].arguments["other"] == "copy"
    assert found[0].said.arguments["other"] == "late"


def test_visits_that_overlap_are_replayed_as_well_as_one():
    morning, evening = Student("Ana", "", 4), Student("Ana", "", 4)
    for student, how in ((morning, learning), (evening, guessing)):
        student.open("perceptron-01-labels")
        student.walk(how)
    lines = sorted(morning.lines + evening.lines, key=lambda line: line.place)
    morning.lines = lines
    assert assess("both", morning.file(), LIBRARY, VERSION).status == "ok"


@pytest.mark.parametrize("path", [path for path in sorted(LESSONS.glob("*.yaml")) if path.stem != "course"],
                         ids=lambda path: path.stem)  # fmt: skip
def test_whatever_is_done_in_any_lesson_can_be_done_once_more(path):
    """Every kind of step, every action that a session knows: an honest file contradicts the engine nowhere."""
    for number, how in enumerate((always_right, (learning, settled)[len(path.stem) % 2])):
        student = Student("Ana", "", number)
        student.open(path.stem)
        student.walk(how)
        found = assess("file", student.file(), LIBRARY, VERSION)
        assert found.status == "ok" and not found.notes and not any(work.notes for work in found.lessons), found.said
        if how is always_right:
            assert found.lessons[0].score("first") in (100, 0) and found.lessons[0].finished
