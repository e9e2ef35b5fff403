"""How did the class answer? One row an answer with its bar, and the slips by name; nobody is named."""

from __future__ import annotations

from ....core.lesson.kept_line import is_known
from ....core.lesson.schema import Choose
from ....core.lesson.session import Session
from ....core.teaching.poll import Heap, Tally
from ....core.whole import whole
from ..cells import Role, Row, Run
from ..desk.desk import Desk
from ..look import Look

WIDEST_ANSWER, WIDEST_BAR = 40, 40
MARGIN, COUNT = 3, 4
"""Cells before an answer, and of how many gave it."""
BLOCK = "▆"
"""Lower than a row, so that bars under each other stay apart."""


def tally_rows(desk: Desk, look: Look, width: int, height: int) -> list[Row]:
    """The counts of the class in at most `height` rows; what there is no room for is told as one number."""
    tally = desk.company.tally if desk.company is not None else None
    if tally is None or height <= 0:
        return []
    rows: list[Row] = [(Run("  "), Run(_counted(tally, look), "title"))]
    spaced = 2 if height >= 2 * len(tally.heaps) + 2 + len(tally.slips) else 1
    room = (height - 1) // spaced
    shown = tally.heaps if len(tally.heaps) <= room else tally.heaps[: max(0, room - 1)]
    for heap, cells in zip(shown, _heap_rows(shown, tally, desk.session, look, width), strict=True):
        rows += [(), cells] if spaced > 1 and heap is not shown[0] else [cells]
    rest = tally.votes - sum(heap.count for heap in shown)
    if rest:
        rows.append((Run(" " * MARGIN), Run(look.say("present.others", count=rest), "dim")))
    slips = [(Run(" " * MARGIN), Run(look.say(f"mistake.{slip}-name")), Run(f": {count}", "value"))
             for slip, count in tally.slips if is_known(slip)]  # fmt: skip
    if slips and len(rows) + 2 + len(slips) <= height:
        rows += [(), (Run("  "), Run(look.say("present.slips"), "title")), *slips]
    return rows[:height]


def _counted(tally: Tally, look: Look) -> str:
    return look.say("present.answered", count=tally.votes) if tally.votes else look.say("present.none-answered")


def _heap_rows(heaps: tuple[Heap, ...], tally: Tally, session: Session, look: Look, width: int) -> list[Row]:
    """Answer, count, bar, and what there is to say of it, in columns."""
    texts = [_answer(heap, session, look) for heap in heaps]
    wide = max((min(WIDEST_ANSWER, width // 2 - MARGIN, len(text)) for text in texts), default=0)
    notes = [_note(heap, look) for heap in heaps]
    note = max((len(text) for text, _ in notes), default=0)
    bar = max(1, min(WIDEST_BAR, width - MARGIN - wide - COUNT - 6 - min(note, width * 2 // 3)))
    most = max((heap.count for heap in tally.heaps), default=1)
    rows: list[Row] = []
    block = "#" if look.face.ascii else BLOCK
    left = max(0, width - MARGIN - wide - COUNT - bar - 5)
    for heap, text, (said, role) in zip(heaps, texts, notes, strict=True):
        length = max(1, round(bar * heap.count / most))
        cells: Row = (
            Run(" " * MARGIN), Run(look.cut(text, wide).ljust(wide)), Run(str(heap.count).rjust(COUNT), "value"),
            Run("  "), Run((block * length).ljust(bar), "accent"), Run("  "), Run(look.cut(said, left), role),
        )  # fmt: skip
        rows.append(cells)
    return rows


def _answer(heap: Heap, session: Session, look: Look) -> str:
    """An answer as it was typed; an option with its text."""
    step = session.step
    number = whole(heap.answer) if isinstance(step, Choose) and not session.playing else None
    if isinstance(step, Choose) and number is not None and 1 <= number <= len(step.options):
        return look.text(f"{number}) {session.text(step.options[number - 1].text, look.face.language)}")
    return look.text(heap.answer)


def _note(heap: Heap, look: Look) -> tuple[str, Role]:
    """Whether an answer is right, and which slip it is."""
    if heap.kind is None:
        return "", "text"
    if heap.kind == "right":
        return look.glyph("✓"), "right"
    if heap.slip is not None and is_known(heap.slip):
        return f"{look.glyph('✗')} {look.say(f'mistake.{heap.slip}-name')}", "wrong"
    return (look.glyph("✗"), "wrong") if heap.kind == "wrong" else (look.say("present.neither"), "dim")
