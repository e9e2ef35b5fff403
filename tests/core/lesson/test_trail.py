"""Coming back takes as few acts after a thousand looks as after one, and leads to the same place."""

import random
from dataclasses import replace

import pytest
from gradstep.core.lesson.actions import Action
from gradstep.core.lesson.kept_line import MOST_TRAIL
from gradstep.core.lesson.load import parse_lesson
from gradstep.core.lesson.progress import LessonProgress, Recorder, read_progress
from gradstep.core.lesson.resuming import line_of, resume
from gradstep.core.lesson.script import Script
from gradstep.core.lesson.session import Session
from gradstep.core.simulations.kinds import KINDS
from gradstep.tui.commands.explore import exploration, explored
from gradstep.tui.face import read_face
from gradstep.tui.options import read_call

SHOWN = """format: 1
id: tiny
title: {en: Tiny, es: Chica}
objectives: [{en: a, es: b}]
simulations:
  one: {kind: graph, formula: "m = a*b; f = m + a", at: {a: 2, b: 3}}
steps:
  - {id: go, kind: show, simulation: one, until: end}
"""


def explore(kind):
    face = read_face(read_call([]), {"LANG": "C.UTF-8"}, lambda: 0.0, "utf-8")
    return lambda: Session(Script(exploration(explored(kind), kind, face)))


def shown():
    return Session(Script(parse_lesson(SHOWN, "tiny.yaml"))).act(Action("next"))


PLACES = {"a lesson": shown, "a graph": explore("a*b + exp(a)"), "descent": explore("descent"),
          "a perceptron": explore("perceptron")}  # fmt: skip


def seen(session):
    """What a learner sees away from the script: each level with its frame, its timelines and their settings."""
    if session.view is None:
        return None
    return [
        (
            level.cursor,
            level.active,
            level.opened,
            [timeline(branch.simulation, level.cursor) for branch in level.branches],
        )
        for level in session.view.levels
    ]


def timeline(simulation, cursor):
    settings = [simulation.settings_at(place) for place in range(9)]
    return simulation.spec.knobs, settings, repr(dict(simulation.frame(simulation.reach(cursor)).quantities))


def turn(session, draw):
    """A text that turns one dial of what is seen a little."""
    steps = [dial for dial in session.dials if dial.knob.step is not None and dial.path]
    steps += [dial for dial in session.dials if dial.knob.step is not None and not dial.path]
    if not steps:
        return ""
    dial = draw.choice(steps)
    return f"{dial.name} = {draw.choice([0.25, 0.5, 1, 2])}"


def looks(session, draw, count):
    """A learner who looks around at random: the session and the lines that were kept of it."""
    lines = []
    while len(lines) < count:
        do = draw.choice(["next", "next", "back", "zoom", "zoom", "out", "find", "change", "branch", "turn", "join"])
        text = ""
        frame = session.frame
        if do == "zoom" and frame is not None and frame.zooms:
            text = draw.choice(list(frame.zooms))
        elif do == "find":
            text = str(draw.randrange(4))
        elif do in ("change", "branch"):
            text = turn(session, draw)
        if do in ("next", "back") and session.away is None:
            do = "explore"
        after = session.act(Action(do, text))
        if after.at != session.at or after.finished:
            continue
        session = after
        lines.append(line_of(session, Action(do, text), float(len(lines))))
    return session, lines


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("seed", range(12))
def test_the_trail_leads_to_what_was_seen(place, seed, tmp_path):
    start = PLACES[place]()
    session, lines = looks(start, random.Random(seed), 30)
    recorder = Recorder(tmp_path, "a")
    for line in lines:
        recorder.write(line)
    again = resume(start.script, read_progress(tmp_path)[start.script.lesson.file.id])
    assert seen(again) == seen(session)


def acts_to_resume(start, lines, monkeypatch, folder):
    recorder = Recorder(folder, "a")
    for line in lines:
        recorder.write(line)
    progress = read_progress(folder)[start.script.lesson.file.id]
    acts = []
    for name in ("look", "step_by"):
        real = getattr(Session, name)
        monkeypatch.setattr(Session, name, lambda self, *given, real=real: acts.append(given) or real(self, *given))
    resume(start.script, progress)
    return len(acts)


@pytest.mark.parametrize("place", ["a lesson", "descent"])
def test_a_thousand_looks_are_not_done_again(place, tmp_path, monkeypatch):
    start = PLACES[place]()
    _, lines = looks(start, random.Random(1), 1000)
    assert acts_to_resume(start, lines, monkeypatch, tmp_path) <= MOST_TRAIL


def test_steps_dials_and_levels_that_were_left_leave_nothing():
    session = explore("descent")()
    for count in range(120):
        session = session.act(Action("change", f"rate = {0.1 + count / 1000}"))
        session = session.act(Action("next")).act(Action("zoom", "x")).act(Action("out")).act(Action("back"))
    assert len(session.trail) <= 3


def test_lines_of_an_older_version_are_followed_as_far_as_is_bearable(tmp_path, monkeypatch):
    start = shown()
    looks = [line_of(start, Action("find", "1"), float(n)) for n in range(1600)]
    progress = LessonProgress(tuple(replace(line, trail=(), order=0) for line in looks))
    acts = []
    real = Session.look
    monkeypatch.setattr(Session, "look", lambda self, *given: acts.append(given) or real(self, *given))
    resume(start.script, progress)
    assert 0 < len(acts) <= MOST_TRAIL


@pytest.mark.parametrize("text", ["w = 1e999", "\x00", "9" * 400, "rate = ²", "x = " + "9" * 400, "limit = 1e300"])
@pytest.mark.parametrize("do", ["change", "branch", "find", "zoom", "join"])
def test_kept_looks_that_make_no_sense_end_nothing(do, text):
    for kind in ("descent", "graph", "convolution", *list(KINDS)[:2]):
        start = explore(kind)()
        line = line_of(start, Action(do, text), 1.0)
        damaged = replace(line, order=1, trail=({"do": do, "text": text},))
        assert resume(start.script, LessonProgress((damaged,))).at == (0, 0)
