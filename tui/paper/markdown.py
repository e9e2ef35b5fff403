"""How does a sheet look as Markdown? For notes, wikis, and whoever turns Markdown into something else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..face import Face
from .sheets import Box, Item, Sheet, heading, key_line, worth

MARKED = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_{}[]<>#|"})


def markdown(sheets: Sequence[Sheet], face: Face) -> str:
    """All sheets, one below the other."""
    return "\n\n---\n\n".join("\n\n".join(_sheet(sheet, face)) for sheet in sheets) + "\n"


def _sheet(sheet: Sheet, face: Face) -> Iterator[str]:
    yield f"# {text(sheet.title)}"
    total = worth(sheet.points, face)
    yield text(heading(sheet, face) + (f"   {total}" if total else ""))
    for part in sheet.parts:
        if len(sheet.parts) > 1:
            yield f"## {text(part.title)}"
        for item in part.items:
            yield from _key(item, face) if sheet.is_key else _problem(item, face)


def _problem(item: Item, face: Face) -> Iterator[str]:
    yield from (text(said) for said in item.context)
    yield f"**{item.number}.** {text(item.prompt)}" + _points(item.points, face)
    if item.picture:
        yield f"```\n{item.picture}\n```"
    if item.listing:
        yield f"```\n{item.listing}\n```"
    if item.options:
        tick = "" if item.kind == "match" else "☐ "
        yield "\n".join(
            f"- {tick}{mark}. {text(option)}" for mark, option in zip(item.marks, item.options, strict=False)
        )
    for box in item.boxes:
        yield _blank(box)


def _blank(box: Box) -> str:
    label = f"{text(box.label)} = " if box.label else ""
    if box.shape is None:
        return f"{label}\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_"
    rows, columns = box.shape
    if (rows, columns) == (1, 1):
        return f"{label}\\_\\_\\_\\_\\_\\_\\_\\_"
    head = "| " + " | ".join([" "] * columns) + " |\n|" + "---|" * columns
    return f"{label}\n\n{head}" + f"\n|{'&nbsp;|' * columns}" * rows


def _key(item: Item, face: Face) -> Iterator[str]:
    yield f"**{item.number}.** {key_line(item, text)}" + _points(item.points, face)
    if item.solution:
        yield text(item.solution)


def _points(points: float | None, face: Face) -> str:
    told = worth(points, face)
    return f" *({told})*" if told else ""


def text(said: str) -> str:
    """A text in which nothing is taken for Markdown."""
    return said.translate(MARKED)
