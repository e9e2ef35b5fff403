"""What does each terminal get? The program is started in it, and its screen is read.

`python -m bench.terminals` prints the table; `--write` puts it into docs/lab.md; `tests/test_terminals.py` reads the
same screens and compares them with the page.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from .ptys import Terminal, gradstep

PAGE = Path(__file__).parents[1] / "docs" / "lab.md"
BEGIN, END = "<!-- terminals: written by `python -m bench.terminals --write` -->", "<!-- end of the terminals -->"
LESSON = "sigmoid-neuron-graph"
WAIT, QUIET = 60.0, 0.6
"""Seconds for the first screen, and without a byte after which it stands."""
TERMS = ("xterm-256color", "screen-256color", "tmux-256color", "linux", "vt100", "dumb", "pipe")
LOCALES = ("C.UTF-8", "C")
SIZES = ((40, 12), (60, 20), (80, 24), (120, 40), (200, 60))
_COLOR = re.compile(rb"\x1b\[([\d;]*)m")
PRIVATE = re.compile(rb"\x1b\[[<>=?][\d;]*(?:\$p|[a-z])")
"""Modes of terminals, which draw nothing."""


@dataclass(frozen=True)
class Case:
    """A terminal: what its environment says, and how large it is."""

    term: str
    locale: str = "C.UTF-8"
    no_color: bool = False
    size: tuple[int, int] = (80, 24)

    @property
    def cells(self) -> tuple[str, ...]:
        """How the table names it."""
        name, size = ("a pipe", "") if self.term == "pipe" else (f"`{self.term}`", "×".join(map(str, self.size)))
        return name, self.locale, "set" if self.no_color else "", size


CASES = (
    *(Case(term, locale) for term in TERMS for locale in LOCALES),
    Case("xterm-256color", no_color=True),
    Case("linux", no_color=True),
    *(Case("xterm-256color", size=size) for size in SIZES if size != (80, 24)),
)


def seen(case: Case) -> tuple[str, ...]:
    """What it gets: which face, drawn with which signs, in how many colours, and the size of what is drawn."""
    written, rows = _piped(case) if case.term == "pipe" else _screen(case)
    text = "\n".join(rows)
    is_full = b"\x1b[?1049h" in written
    face = "line by line" if not is_full else "too small: says so" if "plain" in text else "full screen"
    drawn = max((len(row.rstrip()) for row in rows), default=0)
    size = f"{drawn}×{len(rows)}" if face == "full screen" else ""
    return face, _signs(text), _colors(written), size


def _screen(case: Case) -> tuple[bytes, list[str]]:
    """The bytes of the first screen of a lesson and its rows, as a terminal in memory shows them."""
    import pyte

    screen = pyte.Screen(*case.size)
    stream, written = pyte.ByteStream(screen), b""
    with Terminal(_command(), case.size, **_environment(case)) as terminal:
        end = monotonic() + WAIT
        while monotonic() < end and (data := terminal.read(QUIET if _is_begun(written) else WAIT)):
            written += data
    stream.feed(PRIVATE.sub(b"", written))
    return written, list(screen.display)


def _is_begun(written: bytes) -> bool:
    """Has more been written than what prepares a terminal?"""
    return b"F1" in written or b"plain" in written or written.count(b"\n") > 2


def _piped(case: Case) -> tuple[bytes, list[str]]:
    done = subprocess.run(_command(), input=b"\n\n", capture_output=True, check=False,
                          env={**os.environ, **_environment(case)})  # fmt: skip
    return done.stdout, done.stdout.decode("utf-8", "replace").splitlines()


def _command() -> list[str]:
    """In Spanish, which has letters that ASCII lacks."""
    return ["es" if word == "en" else word for word in gradstep(LESSON)]


def _environment(case: Case) -> dict[str, str]:
    return {"TERM": "dumb" if case.term == "pipe" else case.term, "LC_ALL": case.locale, "LANG": case.locale,
             "NO_COLOR": "1" if case.no_color else "", "COLORTERM": "",
             "XDG_STATE_HOME": tempfile.mkdtemp(prefix="gradstep-terminal-")}  # fmt: skip


def _signs(text: str) -> str:
    """Unicode, or ASCII with or without accents."""
    if text.isascii():
        return "ASCII"
    is_drawn = any(ord(letter) > 0x2000 for letter in text)
    return "Unicode" if is_drawn else "ASCII, letters with accents"


def _colors(written: bytes) -> str:
    """How many colours were sent: 256, 16 or none."""
    codes = [code.split(b";") for code in _COLOR.findall(written)]
    if any(b"38" in code or b"48" in code for code in codes):
        return "256"
    plain = {str(number).encode() for number in (*range(30, 38), *range(90, 98))}
    return "16" if any(plain & set(code) for code in codes) else "none"


def table() -> list[str]:
    """The rows of the page."""
    head = ("terminal", "locale", "NO_COLOR", "window", "face", "signs", "colours", "drawn")
    rows = [head, ("---",) * len(head), *((*case.cells, *seen(case)) for case in CASES)]
    return [f"| {' | '.join(cells)} |" for cells in rows]


def page(text: str, rows: list[str]) -> str:
    """The page with these rows between its marks."""
    before, _, rest = text.partition(BEGIN)
    return "\n".join([before + BEGIN, *rows, END]) + rest.partition(END)[2]


if __name__ == "__main__":
    found = table()
    print("\n".join(found))
    if "--write" in sys.argv:
        PAGE.write_text(page(PAGE.read_text(encoding="utf-8"), found), encoding="utf-8")
