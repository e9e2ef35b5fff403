"""On a projector there are fewer things and larger ones; what is said, asked and needed is all there and whole."""

import re
from pathlib import Path

import pytest
from gradstep.core.lesson.actions import Action
from gradstep.core.lesson.session import Session
from gradstep.core.lesson.shown import Shown
from gradstep.core.lesson.solved import answered, onward
from gradstep.core.pictures import GraphPicture
from gradstep.core.teaching.poll import Heap, Tally
from gradstep.core.words import LANGUAGES, message
from gradstep.tui.drawing.graph.layout import lay_out
from gradstep.tui.scene.cells import plain
from gradstep.tui.scene.desk.company import Company
from gradstep.tui.scene.desk.desk import sit_down
from gradstep.tui.scene.look import Look
from gradstep.tui.scene.zones.asked import NUMBERS, asked_rows
from gradstep.tui.scene.zones.edges import NOTHING_YET
from gradstep.tui.scene.zones.lesson import lesson_page
from gradstep.tui.scene.zones.narration import narration_lines, question_lines
from gradstep.tui.scene.zones.picture import best_layout
from gradstep.tui.scene.zones.tasks import task_rows

from ... import course

LESSONS = sorted(set((Path(__file__).parents[3] / "lessons").glob("*.yaml")) - {Path("course.yaml")})
LESSONS = [path for path in LESSONS if path.stem != "course"]


def stops(session):
    """Questions before their answer and, in turns, behind it or behind a hint and a wrong one."""
    for turn in range(600):
        if session.finished:
            return
        if session.is_asking:
            if turn % 2 or session.beat.task == "goal":
                yield session
            else:
                yield session.act(Action("answer", text="12345")).act(Action("hint"))
            session = answered(session)
            if turn % 3 == 0:
                yield session
        session = onward(session)


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_what_is_said_asked_and_needed_is_whole(path, face):
    language = LANGUAGES[len(path.stem) % 2]
    look = Look(face(language, projector=True), 80, 24)
    for session in stops(Session(course.script(path))):
        desk = sit_down(session, 24)
        rows = [plain(cells) for cells in lesson_page(desk, look).rows]
        where = (path.stem, session.at, rows)
        assert len(rows) == 24 and {len(row) for row in rows} == {80}
        wanted = [*narration_lines(desk, look), *question_lines(desk, look)]
        wanted += [plain(cells).rstrip() for cells in task_rows(session, look)]
        if Shown(session).asked is not None:
            wanted += [plain(ranked.cells).strip() for ranked in asked_rows(session, look, NOTHING_YET)
                       if ranked.rank <= NUMBERS]  # fmt: skip
        assert not [line for line in wanted if not any(line in row for row in rows)], where


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50), (60, 20)])
def test_the_picture_gets_more_rows_and_a_graph_larger_boxes(size, desk, do, face, lines):
    usual = do(desk("tiny-formula" if size == (60, 20) else "tiny-neuron"), "next*3")
    small, large = (lines(usual, face("es", projector=is_large), size) for is_large in (False, True))
    assert len(large) == len(small) == size[1]
    high = [next((n for n, row in enumerate(page[1:]) if row.startswith("─")), 0) for page in (small, large)]
    assert high[1] > high[0]
    picture = usual.session.simulation.pictures(0)[0] if usual.session.simulation else None
    if isinstance(picture, GraphPicture) and size[0] >= 120:
        first, second = (best_layout(picture.diagram, size[0], high[is_large], False, large=is_large)
                         for is_large in (False, True))  # fmt: skip
        assert second.places["f"].width >= first.places["f"].width
        assert lay_out(picture.diagram, second.options) is second


def test_one_key_makes_everything_large_and_as_it_was(app):
    import asyncio

    async def pressed():
        program = app("tiny-neuron")
        async with program.run_test(size=(80, 24)) as pilot:
            await pilot.press("right")
            usual = program.lesson.page
            await pilot.press("f5")
            assert program.face.projector and program.lesson.page.situation == "projected"
            assert program.catalogue.face.projector and program.help.face.projector
            await pilot.press("f5")
            assert program.lesson.page.rows == usual.rows and not program.face.projector

    asyncio.run(pressed())


TALLY = Tally((Heap("-0.39", 14, "right"), Heap("0.39", 9, "wrong", "sign"), Heap("7", 3, "wrong")), (("sign", 9),), 26)
MANY = Tally(
    tuple(Heap(f"{n}.5 and more of it " * 4, 40 - n, "wrong", "sign") for n in range(30)), (("sign", 99),), 705
)


@pytest.mark.parametrize("projector", [False, True])
@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize("tally", [Tally(), TALLY, TALLY.without_verdicts, MANY], ids=["none", "few", "bare", "many"])
def test_how_a_class_answered_fits_and_loses_nobody(tally, whole, size, projector, desk, do, face):
    from dataclasses import replace

    here = do(desk(), "next*3", "onward")
    here = replace(here, company=Company(message("present.count", count=30), "present-poll", tally, whole))
    for language in LANGUAGES:
        look = Look(face(language, projector=projector), *size)
        rows = [plain(cells) for cells in lesson_page(here, look).rows]
        assert len(rows) == size[1] and {len(row) for row in rows} == {size[0]}
        if not whole:
            continue
        text = "\n".join(rows)
        name = look.say("mistake.sign-name")
        assert (name in text) == (tally in (TALLY, MANY))
        assert ("✓" in text) == (tally is TALLY)
        counts = [int(found) for found in re.findall(r"(\d+) +▆", text)]
        rest = tally.votes - sum(counts)
        assert rest == 0 or str(rest) in text
