"""What remains at the end of a lesson? Counts, slips by name, and the lines to keep. No marks and no praise."""

from __future__ import annotations

from ..lessons import taught_by
from .cells import Row, Run, row, wrapped
from .desk import Desk
from .look import Look
from .tally import counts, misconceptions


def summary_rows(desk: Desk, look: Look) -> list[Row]:
    """The last page, below its rule."""
    session, language = desk.session, look.face.language
    rows: list[Row] = [(), row(("   " + look.both(_title(desk)), "title")), ()]
    found = list(counts(session))
    if found:
        heads = ["first", "later", "revealed", "left", "total"]
        words = [look.say(f"screen.count-{head}") for head in heads]
        widths = [max(6, len(word)) + 2 for word in words]
        name = max(len(look.say(f"screen.kind-{count.kind}")) for count in found) + 2
        name = max(8, min(name, look.width - 3 - sum(widths)))
        head = "".join(word.rjust(width) for word, width in zip(words, widths, strict=True))
        rows.append(row((f"   {look.cut(look.say('screen.questions'), name).ljust(name)}{head}", "dim")))
        for count in found:
            numbers = (count.first, count.later, count.revealed, count.left, count.total)
            cells = "".join(str(number).rjust(width) for number, width in zip(numbers, widths, strict=True))
            rows.append(row(f"   {look.cut(look.say(f'screen.kind-{count.kind}'), name).ljust(name)}{cells}"))
        rows.append(())
    slips = misconceptions(session)
    if slips:
        rows.append(row((f"   {look.say('screen.slips')}", "dim")))
        for id, times in slips.most_common(4):
            name = look.say(f"mistake.{id}-name")
            told = look.say("screen.times", count=times)
            lesson = taught_by(look.face, id, session.script.lesson.file.id)
            if lesson is not None:
                told = f"{told}   {look.say('screen.taught-by', lesson=lesson)}"
            rows.append(row(f"     {name}   ", (told, "dim")))
        rows.append(())
    kept = session.script.lesson.file.summary
    if kept:
        rows.append(row((f"   {look.say('screen.to-keep')}", "dim")))
        for texts in kept:
            for line in wrapped(look.text(session.text(texts, language)), min(look.width - 6, 74)):
                rows.append(row(f"     {line}"))
        rows.append(())
    left = sum(count.left for count in found)
    if left:
        rows.append((Run(f"   {look.say('screen.still-open', count=left)}", "asked"),))
    return rows


def _title(desk: Desk) -> dict[str, str]:
    title = desk.session.script.lesson.file.title
    return {"en": title.en, "es": title.es}
