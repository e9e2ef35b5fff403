"""How shall the program look and speak, and where may it keep things? Decided once, from options and environment.

Nothing below reads the environment: language, glyphs, colours, folders and the clock are arguments of everything that
needs them, so that tests and other hosts can give their own.
"""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.pictures import Label
from ..core.words import Catalogue, Language, Message
from ..core.words.names import shown
from .options import Call
from .words import face_words

if TYPE_CHECKING:
    from ..core.lesson.session import Session
    from ..core.lesson.shown import Said


@dataclass(frozen=True)
class Face:
    """The settings of one start of the program."""

    language: Language
    ascii: bool
    color: bool
    theme: str
    lessons: Path
    """The folder of the course."""
    state: Path | None
    """Where progress is kept; None when there is no home at all."""
    clock: Callable[[], float]
    """Seconds since 1970."""
    visit: str
    """The name of this start of the program."""
    accents: bool = False
    """Do letters keep their accents where everything else is ASCII? Only the drawing is asked to be plain then."""
    learner: str | None = None
    """Who learns here, by her own name or that of the account; options of a question stand in an order of her own."""
    student: str = ""
    """Who learns here, as her teacher knows her; lessons that draw their numbers draw hers."""
    projector: bool = False
    """Does a whole room look at the screen? Then it shows fewer things, and larger ones."""

    @property
    def visits(self) -> Path | None:
        """The folder of what was recorded, a file a visit; None when there is no home at all."""
        return None if self.state is None else self.state / "visits"

    @property
    def words(self) -> Catalogue:
        """The sentences of the program."""
        return face_words()

    def in_other_language(self) -> Face:
        """The same face, speaking the other language."""
        return replace(self, language="en" if self.language == "es" else "es")

    def in_other_size(self) -> Face:
        """The same face for a whole room, or for one person again."""
        return replace(self, projector=not self.projector)

    def echo(self, reading: str) -> str:
        """How a formula was read, with the names that functions have in the language of the program: `sen(x)`."""
        return re.sub(r"\bsin(?=[\s(²])", "sen", reading) if self.language == "es" else reading

    def named(self, label: Label) -> str:
        """The name of a quantity, a column or a group, with the words of topics in the language of the program."""
        return shown(label, self.language) if isinstance(label, str) else self.words.word(label, self.language)

    def said(self, said: Said, session: Session) -> str:
        """A sentence of ours, a text of the lesson with its numbers, or an answer as it is typed."""
        if isinstance(said, Message):
            return self.words.word(said, self.language)
        return said if isinstance(said, str) else session.text(said, self.language)

    def say(self, said: Message) -> str:
        """A message in the language of the program, in ASCII where that is all there is."""
        return self.shown(self.words.word(said, self.language))

    def shown(self, text: str) -> str:
        """A text as this terminal can show it."""
        return plain_ascii(text, LETTERS if self.accents else "") if self.ascii else text


def read_face(call: Call, environment: Mapping[str, str], clock: Callable[[], float], encoding: str) -> Face:
    """The settings that options and environment ask for; `encoding` is that of standard output."""
    language = call.get("lang") or locale_language(environment)
    unicode_locale = _utf8(encoding) and _locale(environment) not in ("C", "POSIX")
    started = clock()
    given = call.get("student") or environment.get("GRADSTEP_STUDENT", "")
    return Face(
        language="es" if language == "es" else "en",
        ascii=call.has("ascii") or not unicode_locale or environment.get("TERM") in ("linux", "vt100", "vt220"),
        color=not call.has("no-color") and not environment.get("NO_COLOR"),
        theme=call.get("theme", "dark"),
        lessons=lessons_folder(call.get("lessons") or environment.get("GRADSTEP_LESSONS", "")),
        state=state_folder(environment),
        clock=clock,
        accents=unicode_locale and environment.get("TERM") not in ("vt100", "vt220"),
        visit=f"{int(started * 1000):013d}-{os.getpid()}",
        learner=next(filter(None, (given, environment.get("LOGNAME"), environment.get("USER"))), ""),
        student=student_name(given),
    )


OUR_LESSONS = Path(__file__).resolve().parent.parent / "lessons"
"""The folder of the course that comes with the program."""
LONGEST_NAME = 100


def lessons_folder(given: str) -> Path:
    """The folder of the course: the one that was given, or our own."""
    return Path(given).expanduser() if given else OUR_LESSONS


def student_name(given: str) -> str:
    """A name of one line, without a sign that steers a terminal."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in given).split())[:LONGEST_NAME]


def locale_language(environment: Mapping[str, str]) -> Language:
    """Spanish for a Spanish locale, otherwise English."""
    return "es" if _locale(environment).lower().startswith("es") else "en"


def state_folder(environment: Mapping[str, str]) -> Path | None:
    """Where progress is kept: under XDG_STATE_HOME, or under the home; None without either."""
    given = environment.get("XDG_STATE_HOME", "")
    if given and Path(given).is_absolute():
        return Path(given) / "gradstep"
    home = environment.get("HOME") or environment.get("USERPROFILE")
    return Path(home) / ".local" / "state" / "gradstep" if home else None


LETTERS = "áéíóúüñÁÉÍÓÚÜÑ¿¡"
"""What Spanish has beside ASCII."""


def plain_ascii(text: str, kept: str = "") -> str:
    """A text in ASCII: accents are dropped, signs of mathematics are spelled; the letters `kept` stay."""
    sized = SIZE.sub("x", text)
    signs = (sign if sign in kept else ASCII_SIGNS.get(sign, sign) for sign in _named(sized))
    return "".join(letter if letter in kept else _bare(letter) for letter in "".join(signs))


def _bare(letter: str) -> str:
    """The ASCII part of a letter."""
    return "".join(part for part in unicodedata.normalize("NFKD", letter) if part.isascii())


def spelled(text: str, face: Face) -> str:
    """A text whose signs of mathematics are spelled in ASCII; letters keep their accents where the face has them."""
    if face.ascii and not face.accents:
        return plain_ascii(text)
    return "".join(ASCII_SIGNS.get(sign, sign) if sign not in "¿¡" else sign for sign in _named(SIZE.sub("x", text)))


def _named(text: str) -> str:
    """The text with the function σ(…) by its name (σ alone is a letter, a standard deviation), and K⁻¹ as a power.

    What will be spelled with several letters is set apart from a factor before or behind it: `2λw` is `2 lambda w`.
    """
    worded = HATTED.sub(lambda found: _worded(found[0]), unicodedata.normalize("NFC", text))
    worded = ROOT.sub(r"√(\1)", worded)
    return RAISED.sub(lambda found: _power(found[0]), RUN_TOGETHER.sub(" ", SIGMOID.sub("sigmoid", worded)))


def _power(raised: str) -> str:
    """`ˣ` as `^x`, `ⁿ⁻¹` as `^(n-1)`: what is raised is an exponent as a whole."""
    inside = unicodedata.normalize("NFKC", raised).replace("\u2212", "-")
    return f"^{inside}" if len(inside.lstrip("-")) == 1 or inside.lstrip("-").isdecimal() else f"^({inside})"


RAISED = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺ⁿⁱˣʸᶻᵏʲᵐᵗᵇᵃᶜᵈᵖᵘᵛʷᵀ]+")


def _worded(letter: str) -> str:
    """`ŷ` as `yhat`: without its hat it would be another quantity."""
    base, mark = unicodedata.normalize("NFD", letter)[:2]
    return base + MARKS[mark]


MARKS: Mapping[str, str] = {"\u0302": "hat", "\u0304": "bar"}
"""Marks over a letter that belong to its name, unlike the accents of Spanish."""
HATTED = re.compile("[âĉêĝĥîĵôŝûŵŷẑÂĈÊĜĤÎĴÔŜÛŴŶẐāēīōūȳĀĒĪŌŪȲ]|\\w[\u0302\u0304]")


SIZE = re.compile(r"(?<=\d)×(?=\d)")
"""Between the lengths of an array: `4×2`; with blanks around it the sign is a product."""
ROOT = re.compile(r"√(\d+(?:\.\d+)?|[^\W\d_]\w*)")
"""A root of one number or of one name, which needs no parentheses while its sign has a bar."""
SIGMOID = re.compile(r"σ(?=['′]?\()")
ASCII_SIGNS: Mapping[str, str] = {
    "×": "*", "·": "*", "−": "-", "–": "-", "—": "-", "…": "...", "∂": "d", "σ": "sigma", "√": "sqrt", "π": "pi",
    "≥": ">=", "≤": "<=", "≠": "!=", "→": "->", "←": "<-", "↑": "^", "↓": "v", "►": ">", "◄": "<",
    "«": '"', "»": '"', "“": '"', "”": '"', "’": "'", "‘": "'", "′": "'", "⊙": "*",
    "⇒": "=>", "▁": "_", "¿": "", "¡": "", "✓": "ok", "✗": "no", "½": "1/2",
    "η": "eta", "∇": "grad", "Σ": "sum", "ν": "nu", "λ": "lambda", "θ": "theta", "α": "alpha",
    "β": "beta", "δ": "delta", "≈": "~", "│": "|", "─": "-", "▸": ">", "◂": "<", "›": ">", "•": "o", "±": "+-",
    "∞": "inf", "∈": "in", "⌊": "floor(", "⌋": ")",
    "‖": "||", "μ": "mu", "ξ": "xi", "κ": "kappa", "φ": "phi", "Φ": "Phi", "γ": "gamma", "ε": "epsilon",
    "ρ": "rho", "τ": "tau", "ζ": "zeta", "ι": "iota", "υ": "upsilon", "χ": "chi", "ψ": "psi", "ω": "omega",
    "Γ": "Gamma", "Δ": "Delta", "Θ": "Theta", "Λ": "Lambda", "Ξ": "Xi", "Π": "Pi", "Ψ": "Psi", "Ω": "Omega",
}  # fmt: skip


_SPELLED = "".join(sign for sign, word in ASCII_SIGNS.items() if word.isalpha() and len(word) > 1)
RUN_TOGETHER = re.compile(rf"(?<=[^\W_])(?=[{_SPELLED}])|(?<=[{_SPELLED}])(?=[^\W\d_⁰¹²³⁴⁵⁶⁷⁸⁹ᵀ])")
"""Between a letter or a digit and a sign that is spelled, and between such a sign and a letter."""


def _locale(environment: Mapping[str, str]) -> str:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(name):
            return environment[name]
    return "C"


def _utf8(encoding: str) -> bool:
    return encoding.lower().replace("-", "").replace("_", "") == "utf8"


def terminal_problem(environment: Mapping[str, str]) -> str | None:
    """Why a full screen cannot be shown here: `needs-terminal`, `bad-term`, or None.

    Textual reads standard input and draws on standard error, and sends every terminal all its sequences.
    """
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return "needs-terminal"
    if environment.get("TERM", "") in ("", "dumb", "unknown"):
        return "bad-term"
    return None
