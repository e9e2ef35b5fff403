"""Whole screens, letter for letter: every kind of picture and situation, in both languages.

The texts in `snapshots/` were looked at one by one. After a change that is meant to change them, write them anew with
`GRADSTEP_SNAPSHOTS=write pytest tests/tui/test_snapshots.py` and look at what `git diff` shows.
"""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from gradstep.core.laboratory.state import BEGINNING, begin
from gradstep.core.lesson.actions import Action
from gradstep.core.lesson.course import load_course
from gradstep.core.lesson.load import load_lesson
from gradstep.core.lesson.progress import LessonProgress, Line
from gradstep.core.lesson.script import Script
from gradstep.core.lesson.session import Session
from gradstep.tui.face import Face
from gradstep.tui.keys import KEYS, LAB_KEYS
from gradstep.tui.scene.cells import plain
from gradstep.tui.scene.desk.desk import sit_down
from gradstep.tui.scene.desk.press import press, typed
from gradstep.tui.scene.lab.desk import LabDesk
from gradstep.tui.scene.lab.page import lab_page
from gradstep.tui.scene.lab.press import press as press_in_lab
from gradstep.tui.scene.lab.press import typed as typed_in_lab
from gradstep.tui.scene.look import Look
from gradstep.tui.scene.pages.catalogue import catalogue_page
from gradstep.tui.scene.pages.help import help_page
from gradstep.tui.scene.pages.options import Choice, options_page
from gradstep.tui.scene.pages.shelf import chosen, open_shelf
from gradstep.tui.scene.pages.standing import standing_page
from gradstep.tui.scene.zones.lesson import lesson_page

HERE = Path(__file__).parent
SNAPSHOTS = HERE / "snapshots"
WRITING = os.environ.get("GRADSTEP_SNAPSHOTS") == "write"
SMALL, LARGE, WALL = (80, 24), (120, 40), (200, 50)
LESSONS = HERE / "lessons"


def look(language="es", size=SMALL, ascii=False, accents=False, projector=False):
    face = Face(language, ascii, True, "dark", LESSONS, None, lambda: 0.0, "v", accents, projector=projector)
    return Look(face, *size)


def screen(lesson, keys="", stop=(0, 0), **eyes):
    """A stop of a lesson after some keys: ids, `id*3` three times, `=text` typed."""
    desk = sit_down(Session(Script(load_lesson(LESSONS / f"{lesson}.yaml")), stop, stop), 7)
    for key in keys.split():
        id, _, times = key.partition("*")
        for letter in key[1:] if key.startswith("=") else ():
            desk = typed(desk, letter) or desk
        for _ in range(0 if key.startswith("=") else int(times or 1)):
            desk = press(desk, id)
    return lesson_page(desk, look(**eyes))


def picture(step, keys="", **eyes):
    return screen("tiny-pictures", keys, (step, 0), **eyes)


def shelf():
    """A course of the lessons here, in two blocks."""
    return open_shelf(load_course(LESSONS), {})


def begun():
    """The same course, an hour after a learner took some of it: slips, hints, one lesson done."""
    course = load_course(LESSONS)

    def taken(entry, time, *answers, finished=False):
        lines = [
            Line(time + at, entry.id, step.partition(":")[0], "", at, {"do": "answer"}, *answer, finished=finished)
            for at, (step, answer) in enumerate(zip(entry.steps, answers, strict=False))
        ]
        return LessonProgress(tuple(lines))

    right, slip = ("right", "", 0, "right"), ("wrong", "sign", 0, "open")
    neuron, pictures, perceptron = course.entries[:3]
    progress = {
        neuron.id: taken(neuron, 90_000.0, right, slip, ("wrong", "overwritten", 1, "open"), right),
        pictures.id: taken(pictures, 10.0, ("", "", 0, "revealed"), right, slip),
        perceptron.id: taken(perceptron, 5.0, right, right, right, finished=True),
    }
    shelf = replace(open_shelf(course, progress), now=93_700.0)
    return replace(chosen(shelf, neuron), now=93_700.0)


def last_page(language, size):
    """A lesson gone through: a slip and the answer, then everything shown, and one question left."""
    session = Session(Script(load_lesson(LESSONS / "tiny-neuron.yaml")))
    answers = iter((Action("answer", text="-0.59"), Action("answer", text=")("), Action("answer", text="-0.39")))
    while not session.finished:
        if session.is_asking:
            asked = next(answers, None)
            last = Action("skip") if session.at[0] == 4 else Action("reveal")
            session = session.act(asked or last)
        else:
            session = session.act(Action("on"))
    return lesson_page(sit_down(session, 1, course=load_course(LESSONS)), look(language, size))


def laboratory(keys="next*200", language="es", size=SMALL, **changed):
    """The laboratory after some keys."""
    desk = LabDesk(begin(BEGINNING))
    for key in keys.split():
        if key.startswith("="):
            for letter in key[1:]:
                desk = typed_in_lab(desk, letter) or desk
            continue
        id, _, times = key.partition("*")
        for _ in range(int(times or 1)):
            desk = press_in_lab(desk, id)
    return lab_page(desk, look(language, size, **changed))


PAGES = {
    "edge-es": lambda: screen("tiny-neuron", "next*12"),
    "edge-large-en": lambda: screen("tiny-neuron", "next*12", language="en", size=LARGE),
    "edge-ascii-es": lambda: screen("tiny-neuron", "next*12", ascii=True),
    "edge-ascii-with-accents-es": lambda: screen("tiny-neuron", "next*12", ascii=True, accents=True),
    "question-wrong-es": lambda: screen("tiny-neuron", "next*18 =-0,59 enter"),
    "question-hint-en": lambda: screen("tiny-neuron", "next*18 hint", language="en"),
    "choice-en": lambda: screen("tiny-neuron", stop=(4, 0), language="en"),
    "play-es": lambda: screen("tiny-neuron", stop=(5, 1)),
    "way-of-a-value-en": lambda: screen("tiny-neuron", "next*12 down*3", language="en"),
    "left-for-later-es": lambda: picture(8, "leave later"),
    "plane-en": lambda: picture(0, language="en"),
    "plane-large-es": lambda: picture(0, size=LARGE),
    "network-large-en": lambda: picture(1, language="en", size=LARGE),
    "graph-and-table-es": lambda: picture(2),
    "curves-and-band-en": lambda: picture(3, language="en"),
    "lines-of-text-es": lambda: picture(4),
    "grids-en": lambda: picture(5, language="en"),
    "grids-small-ascii-es": lambda: picture(5, size=(60, 20), ascii=True),
    "bars-large-es": lambda: picture(6, size=LARGE),
    "perceptron-small-es": lambda: picture(6, size=(60, 20)),
    "folded-es": lambda: picture(7, "fold"),
    "branches-es": lambda: picture(0, "branch =rate=0.1 enter next*2"),
    "projected-es": lambda: screen("tiny-neuron", "next*3 onward", projector=True),
    "projected-plane-en": lambda: picture(6, "next", language="en", projector=True),
    "projected-large-es": lambda: screen("tiny-neuron", "next*3 onward", size=LARGE, projector=True),
    "knobs-en": lambda: screen("tiny-trying", "more*2 next", language="en"),
    "challenge-es": lambda: screen("tiny-trying", "more", (1, 0)),
    "order-en": lambda: screen("tiny-trying", stop=(2, 0), language="en"),
    "catalogue-es": lambda: catalogue_page(shelf(), look()),
    "catalogue-begun-small-en": lambda: catalogue_page(begun(), look("en", (60, 20), ascii=True)),
    "catalogue-large-es": lambda: catalogue_page(begun(), look(size=WALL)),
    "progress-es": lambda: standing_page(begun(), look()),
    "progress-large-en": lambda: standing_page(replace(begun(), whole=True), look("en", LARGE)),
    "last-page-en": lambda: last_page("en", SMALL),
    "last-page-large-es": lambda: last_page("es", LARGE),
    "help-en": lambda: help_page(look("en"), frozenset(key.id for key in KEYS), "fold"),
    "help-large-es": lambda: help_page(look(size=LARGE), frozenset(key.id for key in KEYS), "fold"),
    "help-lab-en": lambda: help_page(look("en"), frozenset(key.id for key in LAB_KEYS), "run", "lab"),
    "lab-es": lambda: laboratory(),
    "lab-projected-es": lambda: laboratory("next*100 knob", projector=True),
    "lab-large-en": lambda: laboratory("next*300", "en", LARGE),
    "lab-ascii-en": lambda: laboratory("next*120 down*5", "en", ascii=True),
    "lab-wall-two-es": lambda: laboratory("next*50 branch more*2 next*60", size=WALL),
    "lab-folded-es": lambda: laboratory("set =hidden=[16,8] enter next*80 down*9"),
    "lab-histograms-en": lambda: laboratory("next*200 histograms", "en"),
    "first-start-es": lambda: options_page(look(), Choice(2), first=True),
    "too-small-es": lambda: catalogue_page(shelf(), look(size=(50, 10))),
}


@pytest.mark.parametrize("name", PAGES)
def test_the_screen_is_as_it_was_looked_at(name):
    shown = "\n".join(plain(cells).rstrip() for cells in PAGES[name]().rows) + "\n"
    path = SNAPSHOTS / f"{name}.txt"
    if WRITING:
        path.write_text(shown, encoding="utf-8")
    assert shown == path.read_text(encoding="utf-8")
