"""What can go wrong with what people type, choose or write? The exception tree; each error speaks both languages.

GradstepError            anything that a person's input can cause
├── FormulaError         a formula that cannot be read; knows the column
├── GraphError           a computation that cannot be built; knows the node
│   ├── ShapeError       arrays that do not fit together
│   └── DomainError      a number for which the operation is not defined
├── UnknownNameError     a name that does not exist; suggests similar ones
├── SpecError            a knob or a simulation set to something it cannot be
├── PlaceError           a place that a simulation does not have
├── LessonError          a lesson file with faults; knows file, line and column of each
├── AlgebraError         the algebra process could not answer (which never means "wrong")
└── RecordError          progress or a hand-in that cannot be read or written

An error carries a `Message`: what we got, what we wanted, what to do about it. The faces word it; `str(error)` is the
English. A learner's wrong answer is a verdict, not an error.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .near import near_names
from .words import Message, core_words
from .words.controls import shortened


class GradstepError(Exception):
    """The root of the tree; `message` is what to say."""

    def __init__(self, id: str, /, **arguments: object) -> None:
        super().__init__(id)
        self.message: Message = Message(id, arguments)

    def __str__(self) -> str:
        return core_words().word(self.message, "en")


class FormulaError(GradstepError):
    """A formula that cannot be read: the fault starts at `column`, counted from 1, and is `length` characters long."""

    def __init__(self, id: str, /, *, column: int, length: int = 1, **arguments: object) -> None:
        super().__init__(id, column=column, **arguments)
        self.column: int = column
        self.length: int = length


class GraphError(GradstepError):
    """A computation that cannot be built at `node` (None while the node has no name yet).

    Sentences say where by `{node}`, the name, or by `{at}`, the name in parentheses or nothing at all.
    """

    def __init__(self, id: str, /, *, node: str | None = None, **arguments: object) -> None:
        place = f" ({node})" if node else ""
        super().__init__(id, **{**arguments, "node": node or "", "at": place})
        self.node: str | None = node


class ShapeError(GraphError):
    """Arrays that do not fit together."""


class DomainError(GraphError):
    """A number for which the operation is not defined, such as a divisor of zero."""


class UnknownNameError(GradstepError):
    """A name that does not exist; the sentence suggests similar names, or some that do exist."""

    def __init__(
        self, id: str, got: str, known: Iterable[str], /, *, near: Sequence[object] | None = None, **arguments: object
    ) -> None:
        near = near_names(got, known) if near is None else near
        super().__init__(id, got=shortened(got), near=near, **arguments)
        self.got: str = got
        self.near: Sequence[object] = near


class SpecError(GradstepError):
    """A simulation or a knob set to something that its kind does not allow."""


class PlaceError(GradstepError):
    """A place that a simulation does not have, or never reaches."""


class AlgebraError(GradstepError):
    """The algebra process gave no answer; this is never a verdict on a formula."""


class RecordError(GradstepError):
    """Progress or a hand-in that could not be read or written."""


class LessonError(GradstepError):
    """A lesson file with faults; `faults` are (line, column, message), lines and columns from 1."""

    def __init__(self, path: str, faults: Iterable[tuple[int, int, Message]]) -> None:
        self.path: str = path
        self.faults: tuple[tuple[int, int, Message], ...] = tuple(faults)
        line, column, first = self.faults[0]
        super().__init__("lesson.faults", path=path, line=line, column=column, first=first, count=len(self.faults))
