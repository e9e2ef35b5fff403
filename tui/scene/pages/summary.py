"""What remains at the end of a lesson? Counts, slips by name, and the lines to keep. No marks and no praise.

The lines to keep and what is still open are never left out; on a wide screen every question stands beside them.
"""

from __future__ import annotations

from collections.abc import Sequence

from ....core.lesson.counted import Count, Question, counts, misconceptions, questions
from ....core.lesson.missed import missed
from ..cells import Row, Run, column, row, wrapped
from ..desk.desk import Desk
from ..look import WIDEST_TEXT, Look
from ..page import shortened
from .shelf import following
from .slips import slip_rows

HEADS = ("first", "later", "revealed", "left", "total")
BESIDE, AT = 114, 82
"""Cells of a screen from which on the questions stand one by one, and from which column."""
LABEL, LABEL_SMALL, LARGE = 14, 9, 60
"""Cells of what was asked, and from how many cells of a row on it has the larger ones and the slips behind it."""
FEW_SLIPS = 4
"""So many slips are named however little room there is."""


def summary_rows(desk: Desk, look: Look) -> list[Row]:
    """The last page, below its rule: as many rows as it has room for, and not one more."""
    room = look.height - 3
    rows = _left(desk, look, room)
    if look.width < BESIDE:
        return rows
    right = _one_by_one(list(questions(desk.session)), look, look.width - AT - 2, room)
    both = max(len(rows), len(right))
    rows += [()] * (both - len(rows))
    right += [()] * (both - len(right))
    return [column([(0, left), (AT, beside)], look.width) for left, beside in zip(rows, right, strict=True)]


def _left(desk: Desk, look: Look, room: int) -> list[Row]:
    """Counts, slips, what to keep, what is open and what comes next."""
    found = list(counts(desk.session))
    kept, last = _kept(desk, look), _still_open(desk, found, look) + _missed(desk, look) + _next(desk, look)
    tables = _counted(found, look)
    slips = misconceptions(desk.session).most_common()
    least = sum(len(part) + 1 for part in (tables, kept, last) if part)
    most = max(FEW_SLIPS, room - 2 - least - 2)
    parts = [tables, _slips(desk, look, slips[:most], len(slips) - most), kept, last]
    rows: list[Row] = []
    for part in parts:
        rows += [(), *part] if part else []
    if len(rows) <= room:
        return rows
    # Blank rows are given up first, then all of the table but its sums.
    close = [cells for part in parts for cells in part]
    sums = [*tables[:1], *tables[-1:]] if len(tables) > 2 else tables
    fewest = [cells for part in (sums, *parts[1:]) for cells in part]
    return close if len(close) <= room else shortened(fewest, room, look)


def _counted(found: Sequence[Count], look: Look) -> list[Row]:
    """A row for each kind of question, and their sum."""
    if not found:
        return []
    words = [look.say(f"screen.count-{head}") for head in HEADS]
    widths = [max(6, len(word)) + 2 for word in words]
    name = max(len(look.say(f"screen.kind-{count.kind}")) for count in found) + 2
    name = max(8, min(name, look.width - 4 - sum(widths)))

    def cells(called: str, texts: Sequence[object]) -> str:
        numbers = "".join(str(text).rjust(width) for text, width in zip(texts, widths, strict=True))
        return f"   {look.cut(called, name).ljust(name)}{numbers}"

    def numbers(count: Count) -> tuple[int, ...]:
        return (count.first, count.later, count.revealed, count.left, count.total)

    rows = [row((cells(look.say("screen.questions"), words), "dim"))]
    rows += [row(cells(look.say(f"screen.kind-{count.kind}"), numbers(count))) for count in found]
    if len(found) > 1:
        sums = [sum(each) for each in zip(*(numbers(count) for count in found), strict=True)]
        rows.append(row(cells(look.say("screen.count-all"), sums)))
    return rows


def _slips(desk: Desk, look: Look, slips: Sequence[tuple[str, int]], more: int) -> list[Row]:
    """The slips by name, with the lesson that teaches what was missed."""
    if not slips:
        return []
    here = desk.session.script.lesson.file.id
    rows = slip_rows(slips, desk.course, look, min(look.width, AT) - 2, here)
    rest = [row((f"   {look.say('screen.more-rows', count=more)}", "dim"))] if more > 0 else []
    return [row((f"   {look.say('screen.slips')}", "dim")), *rows, *rest]


def _kept(desk: Desk, look: Look) -> list[Row]:
    """The lines of the lesson that are worth keeping."""
    kept = desk.session.script.lesson.file.summary
    if not kept:
        return []
    texts = [look.text(desk.session.text(texts, look.face.language)) for texts in kept]
    lines = [line for text in texts for line in wrapped(text, min(look.width - 6, WIDEST_TEXT))]
    return [row((f"   {look.say('screen.to-keep')}", "dim")), *[row(f"   {line}") for line in lines]]


def _still_open(desk: Desk, found: Sequence[Count], look: Look) -> list[Row]:
    """How many questions are open, and in which steps."""
    left = sum(count.left for count in found)
    if not left:
        return []
    steps = sorted({one.stop[0] + 1 for one in questions(desk.session) if one.way == "open"})
    said = look.say("screen.still-open", count=left, steps=", ".join(map(str, steps)))
    return [row((f"   {line}", "asked")) for line in wrapped(said, min(look.width - 6, WIDEST_TEXT))]


def asks_missed(desk: Desk) -> bool:
    """Is there anything on this last page to be asked once more?"""
    return desk.session.finished and desk.behind is None and bool(missed(desk.session))


def _missed(desk: Desk, look: Look) -> list[Row]:
    """How many questions were missed, and the key that asks them once more."""
    if not asks_missed(desk):
        return []
    said = look.say("screen.ask-missed", count=len(missed(desk.session)))
    return [row((f"   {line}", "asked")) for line in wrapped(said, min(look.width - 6, WIDEST_TEXT))]


def _next(desk: Desk, look: Look) -> list[Row]:
    """Where Enter goes."""
    if desk.behind is not None:
        word = "screen.back-to-summary" if desk.behind.session.finished else "screen.back-to-lesson"
        return [row(look.cut(f"   {look.say(word, title=look.both(desk.behind.title))}", look.width - 1))]
    if desk.course is None:
        return []
    entry = following(desk.course, desk.session.script.lesson.file.id)
    if entry is None:
        return [row(f"   {look.say('screen.no-next')}")]
    said = look.say("screen.next-lesson", number=f"{entry.number:02d}", title=look.both(entry.title))
    return [row(look.cut(f"   {said}", look.width - 1))]


def _one_by_one(asked: Sequence[Question], look: Look, width: int, room: int) -> list[Row]:
    """Every question: its step, what was asked, how it went, with how many tries and hints, and the slips."""
    if not asked:
        return []
    rows: list[Row] = []
    label = LABEL if width >= LARGE else LABEL_SMALL
    for question in asked:
        named = look.label(question.label) if question.label else look.say(f"screen.kind-{question.kind}")
        if isinstance(question.label, str) and question.label:
            named = look.named(question.label)
        told = [look.say("screen.tries", count=question.tries)] if question.tries > 1 else []
        told += [look.say("screen.hints", count=question.hints)] if question.hints else []
        if question.way != "later" or not told:
            told.insert(0, look.say(f"screen.way-{question.way}"))
        if width >= LARGE:
            told += [look.say(f"mistake.{slip}-name") for slip in dict.fromkeys(question.slips)]
        sign = {"revealed": Run("=", "asked"), "open": Run("?", "asked")}.get(question.way)
        sign = sign or Run(look.glyph("✓")[:1], "right")
        rows.append((Run(f"{question.stop[0] + 1:>3}  ", "dim"), Run(look.cut(named, label).ljust(label + 1)), sign,
                     Run(look.cut(f" {', '.join(told)}", width - label - 7))))  # fmt: skip
    return [(), row((look.say("screen.one-by-one"), "dim")), *shortened(rows, room - 2, look)]
