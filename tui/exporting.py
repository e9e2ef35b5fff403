"""How does a frame leave the program? As text, as an image, and as Markdown with its arithmetic."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..core.lesson.session import Session
from ..core.lesson.shown import shown
from ..core.plain_files import private_folder, write_private
from ..core.words import Message, message
from .drawing.graph.canvas import HALVES, ON_SHADES
from .drawing.svg import svg
from .face import Face
from .latex_receipts import latex_receipt
from .plain.looking import place_of
from .plain.pictures import picture_lines
from .plain.receipts import receipt_lines
from .scene.cells import Row, plain
from .theme import SAME, THEMES


@dataclass(frozen=True)
class Exported:
    """What came of an export."""

    said: Message
    paths: tuple[Path, ...] = ()


def export(session: Session, rows: Sequence[Row], face: Face, here: Path) -> Exported:
    """Writes the frame into `here`, or beside the progress where that cannot be written; says where, or why not."""
    name = _name(session)
    texts = {**_screen(rows, face), "md": _markdown(session, rows, face)}
    return _written(name, texts, face, here)


def export_rows(rows: Sequence[Row], name: str, face: Face, here: Path) -> Exported:
    """Writes a screen that belongs to no session, as text and as an image; says where, or why not."""
    return _written(name, _screen(rows, face), face, here, "screen.lab-saved")


def _screen(rows: Sequence[Row], face: Face) -> dict[str, str]:
    """A screen as text and as an image."""
    return {
        "txt": "\n".join(plain(row).rstrip() for row in rows) + "\n",
        "svg": svg(rows, picture_colors(face.theme), light="light" in face.theme),
    }


def _written(name: str, texts: Mapping[str, str], face: Face, here: Path, said: str = "screen.exported") -> Exported:
    """The files in the first folder that can be written."""
    for folder in filter(None, (here, face.state / "exports" if face.state is not None else None)):
        try:
            paths = _write(folder, name, texts)
        except OSError:
            continue
        return Exported(message(said, name=str(paths[0].with_suffix(""))), paths)
    return Exported(message("screen.not-exported"))


def _name(session: Session) -> str:
    """`gradstep-chain-rule-paths-step3-frame12`."""
    parts = [f"gradstep-{session.script.lesson.file.id}-step{session.at[0] + 1}"]
    if session.simulation is not None:
        parts.append(f"frame{max(0, session.cursor)}")
    return "-".join(parts)


def _write(folder: Path, name: str, texts: Mapping[str, str]) -> tuple[Path, ...]:
    """The files, made anew under a number of their own where the name is taken. Raises OSError."""
    if not folder.is_dir():
        private_folder(folder)
    number = 1
    while any(os.path.lexists(folder / f"{_numbered(name, number)}.{kind}") for kind in texts):
        number += 1
    paths: list[Path] = []
    for kind, text in texts.items():
        path = folder / f"{_numbered(name, number)}.{kind}"
        try:
            write_private(path, text.encode("utf-8", "replace"))
        except OSError:
            # All of them or none.
            for made in paths:
                made.unlink(missing_ok=True)
            raise
        paths.append(path)
    return tuple(paths)


def _numbered(name: str, number: int) -> str:
    return name if number == 1 else f"{name}-{number}"


def _markdown(session: Session, rows: Sequence[Row], face: Face) -> str:
    """The frame for a notebook: caption, picture, what is drawn in words, arithmetic."""
    title = session.script.lesson.file.title[face.language]
    parts = [f"# {title}", face.say(place_of(session))]
    if session.frame is not None:
        parts.append(face.say(session.frame.caption))
    parts.append("```\n" + "\n".join(plain(row).rstrip() for row in rows[1:-2]) + "\n```")
    if session.simulation is not None and not session.is_hidden:
        arithmetic = "\n".join(f"- {line.strip()}" for line in receipt_lines(session, face))
        parts.append(arithmetic)
        found = shown(session).receipt
        formal = latex_receipt(found) if found is not None else ""
        parts.append(f"```latex\n{formal}\n```" if formal else "")
        parts.append("\n".join(f"- {line.strip()}" for line in picture_lines(session, face)))
    return "\n\n".join(part for part in parts if part) + "\n"


def picture_colors(theme: str) -> Mapping[str, int]:
    """Role to 256-colour number, those that share a colour included."""
    numbers = THEMES[theme]
    named = {**numbers, **{role: numbers[same] for role, same in SAME.items() if same in numbers}}
    shades = {role: named.get("value" if sum(halves) > 0 else "gradient") for halves, role in HALVES.items()}
    on_them = {role: named.get(name) for (name, _), role in ON_SHADES.items()}
    return named | {role: number for role, number in {**shades, **on_them}.items() if number is not None}
