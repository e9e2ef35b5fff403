"""What is in a file that a student hands in? Her actions, one a line, between a heading and a seal.

The heading says who, when, with which version, and which lessons; the seal counts the lines and has a digest of all
bytes before it. So a file that was cut off, or changed by accident, is known as such before anything in it is believed.
The digest is no secret: whoever wants to forge a file can seal it again, and is found out only where it contradicts
the engine (assessing.py). A file proves that it is consistent, and not who made it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from ..errors import RecordError
from ..lesson.kept_line import LAST_TIME, Line, line_to_json, read_line
from ..lesson.load import Lesson
from ..plain_files import NoPlainFileError, read_plain
from ..words.controls import shortened
from ..words.reasons import system_reason

KIND = "gradstep-hand-in"
FORMAT = 1
SUFFIX = ".jsonl"
MOST_BYTES = 16_000_000
"""Of one file: far more than a term's work."""
MOST_NAME = 200
MOST_LESSONS = 500
LONGEST_HEADING = 100_000


class HandInError(RecordError):
    """A file that does not count; `status` is one word for why, for other programs."""

    def __init__(self, status: str, /, **arguments: Any) -> None:
        super().__init__(f"handin.{status}", **arguments)
        self.status: str = status


@dataclass(frozen=True)
class HandIn:
    """One file, as it was handed in."""

    student: str
    id: str
    """A number, an account or an e-mail address; may be empty."""
    made: float
    """When, in seconds since 1970."""
    version: str
    digests: Mapping[str, str]
    """Lesson to the digest of its steps, as they were where she worked."""
    lines: tuple[Line, ...]


def digest_of(lesson: Lesson) -> str:
    """What tells one edition of a lesson from another: ids and content of all steps, with the usual numbers."""
    usual = lesson.variant(0)
    text = "\n".join(f"{id}:{mark}" for id, mark in zip(usual.ids, usual.hashes, strict=True))
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def write_hand_in(handed: HandIn) -> bytes:
    """The file, heading and seal included, in ASCII."""
    heading = {
        "format": FORMAT, "kind": KIND, "gradstep": handed.version, "student": handed.student, "id": handed.id,
        "made": round(handed.made, 3), "lessons": dict(handed.digests),
    }  # fmt: skip
    rows = [heading, *(line_to_json(line) for line in handed.lines)]
    return sealed(b"".join(json.dumps(row, ensure_ascii=True).encode("ascii") + b"\n" for row in rows))


def sealed(body: bytes) -> bytes:
    """The rows with their seal behind them."""
    seal = {"lines": body.count(b"\n") - 1, "digest": hashlib.blake2b(body, digest_size=16).hexdigest()}
    return body + json.dumps(seal).encode("ascii") + b"\n"


def read_bytes(path: Path) -> bytes:
    """What is in a plain file that was handed in. Raises HandInError for links, pipes, what is far too large."""
    try:
        if path.is_symlink():
            raise HandInError("link", path=shortened(str(path)))
        data = read_plain(path, MOST_BYTES)
    except NoPlainFileError:
        raise HandInError("no-file") from None
    except OSError as error:
        raise HandInError("unreadable", reason=system_reason(error)) from None
    except ValueError:
        raise HandInError("no-file") from None
    if len(data) > MOST_BYTES:
        raise HandInError("too-large", most=MOST_BYTES // 1_000_000)
    return data


def read_hand_in(data: bytes) -> HandIn:
    """What a file says, once heading, seal and every line of it are what this program writes.

    Raises HandInError; which word it has says what is wrong.
    """
    if b"\0" in data:
        raise HandInError("nul")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise HandInError("not-utf-8", line=data.count(b"\n", 0, error.start) + 1) from None
    rows = data.replace(b"\r\n", b"\n").removeprefix(b"\xef\xbb\xbf").splitlines(keepends=True)
    heading = _heading(rows[0] if rows else b"")
    _check_seal(rows)
    lines: list[Line] = []
    for number, row in enumerate(rows[1:-1], 2):
        line, is_whole = read_line(row)
        if line is None or not is_whole or line.lesson not in heading["lessons"]:
            raise HandInError("bad-line", line=number)
        lines.append(line)
    return HandIn(heading["student"], heading["id"], float(heading["made"]), heading["gradstep"], heading["lessons"],
                  tuple(lines))  # fmt: skip


def _heading(row: bytes) -> dict[str, Any]:
    """The heading, when it is one. Raises HandInError."""
    try:
        data = json.loads(row, parse_constant=_refuse) if len(row) <= LONGEST_HEADING else None
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict) or data.get("kind") != KIND:
        raise HandInError("no-hand-in")
    format = data.get("format")
    if format != FORMAT or isinstance(format, bool):
        raise HandInError(
            "foreign-format", version=_name(data.get("gradstep")) or "-", format=shortened(str(format), 20)
        )
    lessons = data.get("lessons")
    is_good = (
        all(_name(data.get(key)) is not None for key in ("gradstep", "student", "id"))
        and type(data.get("made")) in (int, float)
        and 0 <= data["made"] <= LAST_TIME
        and isinstance(lessons, dict)
        and len(lessons) <= MOST_LESSONS
        and all(_name(id) is not None and _name(digest) is not None for id, digest in lessons.items())
    )
    if not is_good:
        raise HandInError("bad-line", line=1)
    return data


def _refuse(word: str) -> NoReturn:
    """JSON has no NaN and no infinity."""
    raise ValueError(word)


def _name(value: object) -> str | None:
    return value if isinstance(value, str) and len(value) <= MOST_NAME and value.isprintable() else None


def _check_seal(rows: Sequence[bytes]) -> None:
    """Raises HandInError where the seal is missing, or is not that of these rows."""
    try:
        seal = json.loads(rows[-1]) if len(rows) > 1 and len(rows[-1]) < 1_000 else None
    except (ValueError, RecursionError):
        seal = None
    if not isinstance(seal, dict) or set(seal) != {"lines", "digest"}:
        raise HandInError("truncated", line=len(rows))
    body = b"".join(rows[:-1])
    if json.loads(sealed(body)[len(body) :]) != seal:
        raise HandInError("changed")
