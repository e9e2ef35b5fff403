"""What is on a sheet of paper? Problems with their pictures drawn, worded in one language, for one student."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ...core.lesson.load import Lesson
from ...core.lesson.matching import LETTERS
from ...core.lesson.schema import BothLanguages
from ...core.teaching.covering import Secret, covered, numbers
from ...core.teaching.problems import Problem, problems
from ...core.words import message
from ..drawing.svg import svg
from ..exporting import picture_colors
from ..face import Face
from ..scene.cells import Row, plain
from ..scene.desk.desk import sit_down
from ..scene.look import Look
from ..scene.zones.picture import picture_rows

WIDTH, HEIGHT = 84, 17
"""Cells of a picture: what fits between the margins of a page in letters that can be read."""
PAPER_THEME = "light"
NUMBERS = "123456789"


@dataclass(frozen=True)
class Box:
    """One blank with what belongs there."""

    label: str
    shape: tuple[int, int] | None
    answer: str
    entries: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Item:
    """One problem on the sheet."""

    number: int
    points: float | None
    context: tuple[str, ...]
    prompt: str
    picture: str
    """Drawn in letters; empty where there is none."""
    image: str
    """The same as SVG."""
    boxes: tuple[Box, ...]
    options: tuple[str, ...]
    marks: str
    """What stands before the options, one sign each: numbers beside a box to tick, or letters."""
    listing: str
    """Code with numbered blanks, or sides that are to be paired; as it stands."""
    kind: str
    answer: str
    solution: str


@dataclass(frozen=True)
class Part:
    """The problems of one lesson."""

    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Sheet:
    """Everything that one student gets."""

    title: str
    student: str
    seeds: tuple[int, ...]
    parts: tuple[Part, ...]
    points: float | None
    is_key: bool


@dataclass(frozen=True)
class Chosen:
    """A lesson of a sheet: how many of its problems, and for how many points in all."""

    lesson: Lesson
    most: int = 0
    points: float | None = None


def make_sheet(
    title: str, chosen: Sequence[Chosen], student: str, face: Face, is_key: bool, *, in_ascii: bool = False
) -> Sheet:
    """The sheet of a student; the lessons have her numbers already. Pictures may be drawn in ASCII letters."""
    parts: list[Part] = []
    number = 0
    for one in chosen:
        found = problems(one.lesson, one.most, student or None)
        shares = split(one.points, len(found)) if one.points is not None else [None] * len(found)
        # A key says what belongs into the boxes; pictures stand on the sheet.
        pictures = [list[Row]() for _ in found] if is_key else _pictures(found, face)
        drawn = _pictures(found, replace(face, ascii=True)) if in_ascii and not is_key else pictures
        items = tuple(
            _item(problem, number + place, share, (rows, lines), face)
            for place, (problem, share, rows, lines) in enumerate(zip(found, shares, pictures, drawn, strict=True), 1)
        )
        number += len(items)
        if items:
            parts.append(Part(one.lesson.file.title[face.language], items))
    total = sum(one.points for one in chosen if one.points is not None) if any(one.points for one in chosen) else None
    seeds = tuple(one.lesson.seed for one in chosen)
    return Sheet(title, student, seeds, tuple(parts), total, is_key)


def split(points: float, count: int) -> list[float | None]:
    """Points over problems, as evenly as halves allow; the first ones get what is left."""
    halves = round(2 * points)
    return [(halves // count + (place < halves % count)) / 2 for place in range(count)] if count else []


def _pictures(found: Sequence[Problem], face: Face) -> list[list[Row]]:
    """The picture of each problem of a lesson, with `?` for every number that an earlier problem asks for."""
    drawn: list[list[Row]] = []
    asked: list[Secret] = []
    known: set[str] = set()
    for problem in found:
        name = problem.session.beat.simulation
        rows = [
            tuple(run._replace(text=covered(run.text, asked, known, name, _asked)) for run in row)
            for row in (_picture(problem, face) if problem.has_picture else [])
        ]
        told = (*map(plain, rows), *(each[face.language] for each in problem.said))
        known.update(one for text in told for one in numbers(text))
        asked += problem.secrets
        drawn.append(rows)
    return drawn


def _asked(number: str) -> str:
    return "?".rjust(len(number))


def _item(
    problem: Problem, number: int, points: float | None, pictures: tuple[list[Row], list[Row]], face: Face
) -> Item:
    def word(text: BothLanguages) -> str:
        return text[face.language]

    rows, lines = pictures
    return Item(
        number, points, tuple(map(word, problem.context)), word(problem.prompt),
        "\n".join(plain(row).rstrip() for row in lines),
        svg(rows, picture_colors(PAPER_THEME), light=True) if rows else "",
        tuple(_box(problem, place, face) for place in range(len(problem.blanks))),
        tuple(map(word, problem.options)), LETTERS if problem.kind == "match" else NUMBERS,
        _listing(problem, face), problem.kind, _answer(problem, face),
        word(problem.solution) if problem.solution is not None else "",
    )  # fmt: skip


def _listing(problem: Problem, face: Face) -> str:
    lines = [text[face.language] for text in problem.lines]
    if problem.kind == "match":
        lines = [f"{number}  {line}" for number, line in enumerate(lines, 1)]
    return "\n".join(lines)


def _answer(problem: Problem, face: Face) -> str:
    """What the key says: the number of the right option with its text, or the right order."""
    return problem.answer if problem.right is None else f"{problem.answer}: {problem.right[face.language]}"


def _box(problem: Problem, place: int, face: Face) -> Box:
    blank = problem.blanks[place]
    entries = tuple(tuple(row.split()) for row in blank.answer.split(";")) if blank.shape is not None else ()
    shape = None if blank.shape is None else (blank.shape[0], blank.shape[1])
    return Box(face.named(blank.label) if blank.label else "", shape, blank.answer, entries)


def _picture(problem: Problem, face: Face) -> list[Row]:
    """The picture of a problem as rows, without what is empty around it."""
    desk = sit_down(problem.session)
    rows, _ = picture_rows(desk, Look(replace(face, theme=PAPER_THEME), WIDTH, HEIGHT + 7), WIDTH, HEIGHT, None)
    while rows and not plain(rows[-1]).strip():
        rows.pop()
    while rows and not plain(rows[0]).strip():
        rows.pop(0)
    return rows


def heading(sheet: Sheet, face: Face) -> str:
    """What stands above: whose it is, or that it is the key."""
    who = sheet.student or ("" if sheet.is_key else "____________________")
    told = face.words.word(message("paper.key" if sheet.is_key else "paper.name", name=who), face.language).rstrip(": ")
    drawn = [str(seed) for seed in dict.fromkeys(sheet.seeds) if seed]
    if drawn:
        told += " · " + face.words.word(message("paper.seeds", seeds=drawn), face.language)
    return told


def key_line(item: Item, written: Callable[[str], str]) -> str:
    """The answer of a problem for the key, with the names of its boxes; `written` sets a text in some form."""
    told = (f"{written(box.label)} = {written(box.answer)}" if box.label else written(box.answer) for box in item.boxes)
    return "; ".join(told) or written(item.answer)


def worth(points: float | None, face: Face) -> str:
    """`(2.5 points)`; nothing where there are none."""
    if points is None:
        return ""
    text = f"{points:g}"
    return face.words.word(message("paper.points", count=1 if points == 1 else 2, points=text), face.language)
