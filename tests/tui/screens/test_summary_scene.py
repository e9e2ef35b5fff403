"""The last page: the same counts as the page of progress, slips with their lessons, what is open, what comes next."""

from dataclasses import replace
from pathlib import Path

import pytest
from gradstep.core.lesson.actions import Action
from gradstep.core.lesson.counted import counts, questions
from gradstep.core.lesson.course import Block, Course, Entry
from gradstep.core.lesson.progress import LessonProgress
from gradstep.core.lesson.resuming import line_of
from gradstep.core.lesson.standing import standing
from gradstep.tui.scene.cells import plain
from gradstep.tui.scene.look import Look
from gradstep.tui.scene.pages.summary import summary_rows

SIZES = [(60, 20), (80, 24), (120, 40), (200, 50)]


def entry(number, id):
    return Entry(number, id, Path(f"{id}.yaml"), {"en": f"Title {id}", "es": f"Título {id}"}, (), (), ("a:1",))


PATTERNS = entry(26, "gate-patterns")
COURSE = Course((Block("F", {"en": "F", "es": "F"}, (entry(25, "tiny-neuron"), PATTERNS, entry(30, "after"))),))


def taken(desk, *answers):
    """A lesson gone through: each question gets its answers, what is then still open is left; and all lines of it."""
    session, lines, waiting = desk.session, [], list(answers)
    while not session.finished:
        todo = [Action("on")]
        if session.is_asking and session.at >= session.farthest:
            todo = [*(waiting.pop(0) if waiting else []), Action("skip"), Action("on")]
        for action in todo:
            if action.do == "skip" and not session.is_asking:
                continue
            session = session.act(action)
            lines.append(line_of(session, action, float(len(lines))))
    return replace(desk, session=session, course=COURSE), lines


def answer(text):
    return Action("answer", text=text)


@pytest.fixture
def ended(desk):
    """Unreadable, then right at once; a slip, then right; a hint and shown; the rest left open."""
    return taken(desk(), [answer(")("), answer("-0.39")], [answer("2")], [Action("hint"), Action("reveal")])


def shown(desk, face, size=(80, 24), **settings):
    return [plain(cells).rstrip() for cells in summary_rows(desk, Look(face(**settings), *size))]


def test_both_pages_count_the_same(ended):
    desk, lines = ended
    found = standing(LessonProgress(tuple(lines)))
    ways = [question.way for question in questions(desk.session)]
    assert [ways.count(way) for way in ("first", "later", "revealed", "open")] == [
        found.first, found.later, found.revealed, found.open,
    ]  # fmt: skip
    assert sum(count.total for count in counts(desk.session)) == found.asked == len(ways)
    assert next(questions(desk.session)).tries <= 1


def test_an_answer_that_cannot_be_read_is_no_try(desk):
    good, _ = taken(desk(), [answer("-0.39")])
    stumbled, lines = taken(desk(), [answer(")("), answer("((("), answer("-0.39")])
    assert next(questions(good.session)).way == next(questions(stumbled.session)).way == "first"
    assert standing(LessonProgress(tuple(lines))).first == 1


def test_a_slip_names_the_lesson_that_teaches_it_and_nothing_asks_the_disk(desk, face, monkeypatch):
    slipped, _ = taken(desk(), [answer("-0.59")])
    monkeypatch.setattr(Path, "is_file", lambda self: pytest.fail("a scene asks nobody"))
    rows = shown(slipped, face)
    assert any("factor propio" in row and "1 vez" in row and "lección 26" in row for row in rows)
    alone = shown(replace(slipped, course=None), face)
    assert any("factor propio" in row and "lección" not in row for row in alone)


def test_what_is_open_and_what_comes_next_are_named(ended, face):
    desk, _ = ended
    text = " ".join(" ".join(shown(desk, face)).split())
    steps = sorted({question.stop[0] + 1 for question in questions(desk.session) if question.way == "open"})
    assert f"en los pasos {', '.join(map(str, steps))}: ← vuelve" in text or f"en el paso {steps[0]}:" in text
    assert "Enter sigue con 26, Título gate-patterns." in text
    last = replace(desk, course=Course((Block("F", {"en": "F", "es": "F"}, (entry(25, "tiny-neuron"),)),)))
    assert "Era la última lección" in " ".join(shown(last, face))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("ascii", [False, True])
def test_the_page_fits_and_keeps_what_is_to_be_kept(ended, face, size, language, ascii):
    desk, _ = ended
    look = Look(face(language, ascii=ascii), *size)
    rows = shown(desk, face, size, language=language, ascii=ascii)
    assert len(rows) <= size[1] - 3 and max(map(len, rows)) <= size[0]
    assert all(row.isascii() for row in rows) or not ascii
    left = " ".join(" ".join(row[:80] for row in rows).split())
    kept = desk.session.script.lesson.file.summary
    for texts in kept:
        assert " ".join(look.text(desk.session.text(texts, language)).split()) in left
    assert look.say("screen.next-lesson", number="26", title=look.both(PATTERNS.title)) in left
    one_by_one = any(look.say("screen.one-by-one") in row for row in rows)
    assert one_by_one == (size[0] >= 114)


def test_a_wide_page_has_every_question(ended, face):
    desk, _ = ended
    beside = [row[82:] for row in shown(desk, face, (200, 50))]
    assert len([row for row in beside if row.strip()]) - 1 == len(list(questions(desk.session)))
    assert any("✓ a la primera" in row for row in beside) and any("= vista" in row for row in beside)
    assert any("? abierta" in row for row in beside)
