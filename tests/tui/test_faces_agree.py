"""Two faces, one stop: line by line and on the full screen the same is asked, hidden, needed, shown and counted."""

import re
from pathlib import Path

import pytest
from gradstep.core.answers.receipts import LinesReceipt
from gradstep.core.lesson.counted import counts
from gradstep.core.lesson.session import Session
from gradstep.core.lesson.shown import shown, stop_at
from gradstep.core.lesson.timeline import last_frame
from gradstep.core.simulations.kinds import KINDS, simulate
from gradstep.core.simulations.protocol import Spec
from gradstep.tui.face import Face, spelled
from gradstep.tui.plain.conversation import Conversation
from gradstep.tui.plain.looking import place_of
from gradstep.tui.plain.numbers import whole
from gradstep.tui.scene.cells import plain
from gradstep.tui.scene.desk.desk import go_to, sit_down
from gradstep.tui.scene.desk.typed_line import Line
from gradstep.tui.scene.look import Look
from gradstep.tui.scene.zones.lesson import lesson_page

from .. import course

LESSONS = Path(__file__).parents[2] / "lessons"
PATHS = sorted(path for path in LESSONS.glob("*.yaml") if path.stem != "course")
WALL = (200, 60)


def face(language):
    return Face(language, False, True, "dark", LESSONS, None, lambda: 0.0, "test")


def told(session, language):
    """What the plain face says at a stop, with picture and receipt."""
    written = []
    Conversation(session, face(language), None, lambda prompt: None, written.append, detail="full").show()
    return " ".join(" ".join(written).split())


def drawn(session, language):
    rows = [plain(cells) for cells in lesson_page(sit_down(session), Look(face(language), *WALL)).rows]
    return " ".join("\n".join(rows).split())


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_both_faces_show_the_same_of_every_stop(path):
    language = "en" if len(path.stem) % 2 else "es"
    for session in course.stops(path):
        if session.finished:
            continue
        here, line, screen = shown(session), told(session, language), drawn(session, language)
        where = (path.stem, session.at, session.is_asking)
        if here.timeline is not None:
            end = re.search(r"(?:frame|cuadro) (\d+)(?: (?:of|de) (\d+))?", face(language).say(place_of(session)))
            assert end is not None and (int(end[1]), end[2] and int(end[2])) == (
                here.timeline.cursor,
                here.timeline.last,
            )
            words = {"en": "frame {} of {}", "es": "cuadro {} de {}"}[language]
            if here.timeline.last is not None and not (session.is_asking and here.blanks):
                assert words.format(here.timeline.cursor, here.timeline.last) in screen, where
        for one in here.needed:
            value = whole(one.value)
            assert f"= {value}" in screen and f"= {spelled(value, face(language))}" in line, (*where, one.name, value)
            name = face(language).named(one.label)
            assert name in screen and spelled(name, face(language)) in line, (*where, name)
        assert bool(here.needed) == (({"en": "You have:", "es": "Tienes:"}[language]) in line), where
        if here.asked is not None:
            assert "?" in screen
        if isinstance(here.receipt, LinesReceipt) and session.beat.asks is not None:
            first = " ".join(here.receipt.lines[0].text.split())
            assert first[:24] in screen and spelled(first, face(language))[:24] in line, (*where, first)


@pytest.mark.parametrize("path", PATHS[::3], ids=lambda path: path.stem)
def test_a_frame_that_is_typed_leads_to_one_place(path):
    """`g N` and `go N`, from every stop of a lesson that was seen to its end."""
    stops = [session for session in course.stops(path) if not session.finished]
    far = stops[-1].farthest
    for session in stops[::4]:
        seen = Session(session.script, session.at, far, session.asked)
        for cursor in range(0, 12, 3):
            stop = stop_at(seen, cursor)
            desk = go_to(sit_down(seen).__class__(seen, goal=Line(str(cursor))))
            talk = Conversation(seen, face("en"), None, lambda prompt: None, lambda line: None)
            talk.go(cursor)
            assert talk.session.at == (stop or session.at)
            if seen.view is None and str(cursor) not in desk.nodes:
                assert desk.session.at == (stop or session.at)


@pytest.mark.parametrize("path", PATHS[::4], ids=lambda path: path.stem)
def test_both_faces_count_the_same_in_the_end(path):
    end = list(course.stops(path))[-1]
    written = []
    Conversation(end, face("en"), None, lambda prompt: None, written.append).summary()
    found = list(counts(end))
    total, first = sum(one.total for one in found), sum(one.first for one in found)
    assert str(total) in " ".join(written) and str(first) in " ".join(written)
    screen = drawn(end, "en")
    for one in found:
        assert f"{one.first} {one.later} {one.revealed} {one.left} {one.total}" in screen


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_end_of_a_run_does_not_depend_on_what_was_looked_at(kind):
    fresh, looked = (simulate(Spec(kind, dict(KINDS[kind].example))) for _ in range(2))
    before = last_frame(looked)
    looked.reach(10**4)
    assert last_frame(looked) == before == last_frame(fresh)
    assert before is None or looked.reach(before + 1) == before


def test_no_face_asks_which_kind_of_simulation_it_has():
    """What is to be said of a pass, the core says; a face reaches into no trace."""
    for path in (Path(__file__).parents[2] / "tui").rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        assert "PassView" not in source and not re.search(r"\.trace\.", source), path
