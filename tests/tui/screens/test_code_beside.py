"""The code that stands by itself on a wide screen: whole, and beside a receipt that is whole."""

import pytest
from gradstep.core.lesson.coded import code_at
from gradstep.tui.scene.cells import plain
from gradstep.tui.scene.desk.desk import sit_down
from gradstep.tui.scene.look import Look
from gradstep.tui.scene.zones.edges import NOTHING_YET
from gradstep.tui.scene.zones.lesson import lesson_page
from gradstep.tui.scene.zones.receipt import receipt

from ... import course

WIDE = [(120, 40), (200, 50)]


@pytest.mark.parametrize("size", WIDE)
def test_it_cuts_nothing_and_takes_nothing_from_the_receipt(face, size):
    look, seen = Look(face("es"), *size), 0
    for path in course.PATHS[:: 4 if size == WIDE[0] else 9]:
        for session in course.stops(path):
            if session.finished:
                continue
            desk = sit_down(session)
            rows = [plain(cells) for cells in lesson_page(desk, look).rows]
            at = next((y for y, text in enumerate(rows) if look.say("screen.code-title") in text), None)
            if at is None:
                continue
            seen += 1
            start = rows[at].index(look.say("screen.code-title")) - 3
            lines = [text[start:].rstrip() for text in rows[at + 1 : at + 8]]
            code = code_at(session)
            assert code is not None and all(line[3:] in code.lines for line in lines if line[3:]), (
                path.stem,
                session.at,
            )
            if code.current is not None:
                assert any(line.startswith(" ►") and line[3:] == code.lines[code.current] for line in lines)
            beside = [text[:start].rstrip() for text in rows[at : at + 8]]
            alone = [plain(cells).rstrip() for cells in receipt(desk, look, NOTHING_YET, 8).rows]
            assert {text for text in alone if text} <= set(beside), (path.stem, session.at)
    assert seen > 20
