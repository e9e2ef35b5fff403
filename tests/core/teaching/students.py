"""Simulated students: what they do in a lesson is a session like anybody's, and becomes lines like anybody's."""

import random
from functools import lru_cache
from pathlib import Path

from gradstep.core.lesson.actions import Action
from gradstep.core.lesson.load import load_lesson
from gradstep.core.lesson.resuming import line_of
from gradstep.core.lesson.schema import Challenge, Choose, Order
from gradstep.core.lesson.script import Script
from gradstep.core.lesson.seeds import seed_of
from gradstep.core.lesson.session import Session
from gradstep.core.lesson.solved import onward, right_answer
from gradstep.core.teaching.hand_in import HandIn, digest_of, write_hand_in

LESSONS = Path(__file__).parents[3] / "lessons"
VERSION = "0.1.0"


@lru_cache
def lesson(id):
    return load_lesson(LESSONS / f"{id}.yaml")


class Student:
    """Somebody with a clock of her own, who keeps lines of what she does."""

    def __init__(self, name, id="", seed=1):
        self.name, self.id = name, id
        self.chance = random.Random(seed)
        self.time = 1_700_000_000.0 + seed * 1000
        self.lines = []
        self.opened = {}

    def open(self, id, seed=None):
        variant = lesson(id).variant(seed_of(self.name, id) if seed is None else seed)
        self.opened[id] = digest_of(lesson(id))
        self.session = Session(Script(variant))

    def do(self, *actions):
        for action in actions:
            self.session = self.session.act(action)
            self.time += 1 + self.chance.random() * 20
            line = line_of(self.session, action, self.time)
            self.lines.append(type(line)(**{**vars(line), "order": int(self.time * 1000)}))

    def right(self):
        """Answers right, whatever is asked."""
        text = right_answer(self.session)
        if isinstance(self.session.step, Challenge):
            self.do(Action("change", text), Action("answer"))
        else:
            self.do(Action("answer", text))

    def wrong(self):
        """An answer that is wrong: a listed or known mistake, another option, or any number."""
        session, step = self.session, self.session.step
        if isinstance(step, Challenge):
            self.do(Action("answer"))
            return
        if isinstance(step, Choose):
            options = [str(n) for n, option in enumerate(step.options, 1) if not option.right]
        elif isinstance(step, Order):
            options = [" ".join(map(str, range(len(step.items), 0, -1)))]
        else:
            options = [one.answer for one in getattr(step, "wrong", []) if "{" not in one.answer] or ["123.25", "-7.75"]
        self.do(Action("answer", self.chance.choice(options)))
        assert self.session.at == session.at

    def walk(self, how, most=10_000):
        """To the end of the lesson, with `how(student)` at every question until it is settled."""
        answers = 0
        while not self.session.finished and answers < most:
            if self.session.is_asking:
                before = len(self.lines)
                how(self)
                answers += sum(line.action["do"] == "answer" for line in self.lines[before:])
                if self.session.is_asking:
                    self.do(Action("reveal"))
            before = self.session.at
            self.do(Action("next" if self.session.view is None else "on"))
            if self.session.at == before and not self.session.finished and not self.session.is_asking:
                self.session = onward(self.session)

    def handed(self, version=VERSION):
        return HandIn(self.name, self.id, self.time + 60, version, dict(self.opened), tuple(self.lines))

    def file(self):
        return write_hand_in(self.handed())


def always_right(student):
    student.right()


def learning(student):
    """One or two wrong answers, perhaps a hint, then the right one."""
    for _ in range(student.chance.randint(0, 2)):
        student.wrong()
    if student.chance.random() < 0.4:
        student.do(Action("hint"))
    if student.session.question.probe is not None:
        student.do(Action("answer", "1"))
    if student.session.is_asking:
        student.right()


def guessing(student):
    """Anything, a few times; what is not hit is looked up."""
    for _ in range(3):
        step = student.session.step
        if not student.session.is_asking:
            return
        if isinstance(step, Choose):
            student.do(Action("answer", str(student.chance.randint(1, len(step.options)))))
        elif isinstance(step, Challenge):
            student.do(Action("answer"))
        else:
            student.do(Action("answer", student.chance.choice(["0", "1", "2", "-1", "x", "0.5", "1 1", "2 1 3"])))


def settled(student):
    """Skips, comes back, asks again, goes home and tries other numbers: everything that a session can do."""
    student.do(Action("skip"), Action("next"), Action("back"))
    if student.session.is_asking and student.session.question.probe is None:
        student.right()
    if student.chance.random() < 0.3:
        student.do(Action("again"))
        student.right()
    if student.session.script.lesson.varies and student.chance.random() < 0.2:
        student.do(Action("vary"))
        if student.session.is_asking:
            student.right()
