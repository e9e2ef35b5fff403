"""What can a person's input do wrong? The exception tree; every error is a sentence in both languages.

GradstepError            anything that typed, chosen or written input can cause
├── FormulaError         a formula that cannot be read; knows the column
├── GraphError           a computation that cannot be made; knows the node
│   ├── ShapeError       arrays that do not fit each other
│   └── DomainError      a number where the operation is not defined
├── UnknownNameError     a name that does not exist; lists near ones
├── SpecError            a knob or a simulation that is not as declared
├── PlaceError           a place that does not exist in a simulation
├── LessonError          a lesson file with faults; knows file, line, column of each
├── AlgebraError         the algebra process could not answer (never "wrong")
└── RecordError          progress or a hand-in that cannot be read or written

Errors carry a `Message`: what was got, what was wanted, what to do. The faces word it; `str(error)` is English.
A learner's wrong answer is a verdict, not an error.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from .words import Message, core_words


class GradstepError(Exception):
    """The root: `message` is the sentence, `arguments` of the message are its parts."""

    def __init__(self, id: str, /, **arguments: Any) -> None:
        super().__init__(id)
        self.message: Message = Message(id, arguments)

    def __str__(self) -> str:
        return core_words().word(self.message, "en")


class FormulaError(GradstepError):
    """A formula that cannot be read; `column` counts from 1, `length` characters are at fault."""

    def __init__(self, id: str, /, *, column: int, length: int = 1, **arguments: Any) -> None:
        super().__init__(id, column=column, **arguments)
        self.column: int = column
        self.length: int = length


class GraphError(GradstepError):
    """A computation that cannot be made at `node` (None while the node has no name yet).

    Sentences say where with `{node}`, its name, or with `{at}`: the name in parentheses, or nothing.
    """

    def __init__(self, id: str, /, *, node: str | None = None, **arguments: Any) -> None:
        place = f" ({node})" if node else ""
        super().__init__(id, **{**arguments, "node": node or "", "at": place})
        self.node: str | None = node


class ShapeError(GraphError):
    """Arrays that do not fit each other."""


class DomainError(GraphError):
    """A number where the operation is not defined, such as a division by zero."""


class UnknownNameError(GradstepError):
    """A name that does not exist; the sentence lists near ones, or some that do exist."""

    def __init__(self, id: str, got: str, known: Iterable[str], /, **arguments: Any) -> None:
        names = sorted(known)
        near = get_close_matches(got, names, n=3, cutoff=0.5) or names[:8]
        super().__init__(id, got=got, near=near, **arguments)
        self.got: str = got
        self.near: list[str] = near


class SpecError(GradstepError):
    """A simulation or a knob that is not as its kind declares it."""


class PlaceError(GradstepError):
    """A place that a simulation does not have, or that never comes."""


class AlgebraError(GradstepError):
    """The algebra process gave no answer in its time; this is never a verdict about a formula."""


class RecordError(GradstepError):
    """Progress or a hand-in that could not be read or written."""


class LessonError(GradstepError):
    """A lesson file with faults; `faults` are (line, column, message), lines and columns from 1."""

    def __init__(self, path: str, faults: Iterable[tuple[int, int, Message]]) -> None:
        self.path: str = path
        self.faults: tuple[tuple[int, int, Message], ...] = tuple(faults)
        line, column, first = self.faults[0]
        super().__init__("lesson.faults", path=path, line=line, column=column, first=first, count=len(self.faults))
