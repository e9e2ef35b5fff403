"""What is a simulation? A pure function of a spec: ask it for a frame, and you get the same frame every time.

Every topic speaks this one protocol, so every face, lesson step and check works with all of them without knowing which
one it has. `frame(0)` is the start, `frame(k)` the state after event k; a frame stands alone and can be drawn without
its neighbours. Three mechanisms carry all topics: a pass (tracing/view.py: prefixes of one recorded graph), a run
(run.py: a sequence of updates, with checkpoints) and a score (score.py: a list of moments).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Self, cast, get_args

import numpy as np

from ..answers.receipts import Receipt
from ..answers.rounding import Within
from ..arrays import Numbers
from ..errors import PlaceError
from ..passes import Pass
from ..pictures import Label, Picture
from ..words import Message, Text
from ..words.names import told
from .knobs import Changes, Knob, Knobs, after, checked
from .rows import Rows

if TYPE_CHECKING:
    from numpy.typing import ArrayLike
    from typing_extensions import TypeVar

    K = TypeVar("K", bound=Knobs, default=Knobs, covariant=True)
else:
    from typing import TypeVar

    K = TypeVar("K")


@dataclass(frozen=True)
class Spec:
    """What to simulate: everything that a simulation depends on, in a form that JSON can hold."""

    kind: str
    knobs: Mapping[str, object] = field(default_factory=dict[str, object])
    changes: Changes = ()
    """(cursor, {knob: value}): knobs with effect `next` that were turned on the way."""


@dataclass(frozen=True)
class Event:
    """What happened between the frame before and this one; one shape for all topics."""

    kind: str
    subject: str = ""
    phase: str = ""
    news: tuple[str, ...] = ()
    """The quantities that this event made or changed."""


@dataclass(frozen=True, eq=False)
class Frame:
    """Everything there is to know at a cursor."""

    cursor: int
    event: Event | None
    caption: Message
    quantities: Mapping[str, Any]
    zooms: tuple[str, ...] = ()
    """The quantities that `zoom` opens here."""


@dataclass(frozen=True, eq=False)
class Unit:
    """Something with an activation, and how steep that is for each example it sees."""

    name: str
    slopes: Numbers
    """An array: the local gradient of the activation at each of its values."""
    steepest: float = 1.0
    """The largest slope that this activation can have."""
    has_flat_part: bool = False
    """Is it exactly flat somewhere, as ReLU is, so that a unit can die? Others only saturate."""


class Simulation(ABC, Generic[K]):
    """One run or pass of a topic; a pure function of its `spec`. `K` is the struct of its knobs."""

    struct: ClassVar[type[Knobs]] = Knobs
    """The struct of its knobs, as the base of the class names it."""
    knobs: ClassVar[tuple[Knob, ...]] = ()
    """What can be set: the rows of the struct."""
    described: ClassVar[Text] = {}
    """What this kind simulates, as a sentence for `frames --describe`."""
    example: ClassVar[Mapping[str, object]] = {}
    """Knobs of a small simulation that shows what this kind is about."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        for base in cls.__dict__.get("__orig_bases__", ()):
            for argument in get_args(base):
                if isinstance(argument, type) and issubclass(argument, Knobs):
                    cls.struct, cls.knobs = argument, argument.rows()

    def __init__(self, spec: Spec) -> None:
        self.spec: Spec = spec
        self.settings: K = cast("K", self.struct(**checked(self.struct, spec.knobs, spec.kind)))
        self.turned: Changes = tuple((at, checked(self.struct, change, spec.kind)) for at, change in spec.changes)
        """What was turned on the way, as the topic uses it."""

    def settings_at(self, cursor: int) -> K:
        """The knobs in force for the event that makes frame `cursor`."""
        return after(self.settings, self.turned, cursor)

    def held(self, knob: Knob) -> object:
        """What a knob with entries holds, as a lesson could write it: each number in it is a dial."""
        return self.spec.knobs.get(knob.name, knob.default)

    @property
    @abstractmethod
    def names(self) -> frozenset[str]:
        """All quantities that can exist in some frame."""

    @property
    @abstractmethod
    def marks(self) -> Mapping[str, int]:
        """Places by name: `start`, and whatever else the topic has (`forward`, `backward`, `end`, epochs …)."""

    @abstractmethod
    def frame(self, cursor: int) -> Frame:
        """The state after event number `cursor`. Raises PlaceError beyond the end."""

    @abstractmethod
    def reach(self, cursor: int, stop: Callable[[], bool] | None = None) -> int:
        """Computes up to `cursor` and returns how far it got: min(cursor, last).

        `stop` is asked now and then; once it says True, that may be less far.
        """

    def branch(self, cursor: int, /, **changes: object) -> Self:
        """Another simulation with some knobs changed; this one stays as it is.

        If all of them have the effect `next`, they act from the cursor on. Otherwise the new one begins again from the
        start, without the changes made on the way before.
        """
        late = {knob.name for knob in self.knobs if knob.effect == "next"}
        if set(changes) <= late:
            spec = replace(self.spec, changes=(*self.spec.changes, (cursor, changes)))
        else:
            spec = replace(self.spec, knobs={**self.spec.knobs, **changes}, changes=())
        return type(self)(spec)

    def zoom(self, cursor: int, quantity: str) -> Simulation:
        """What happens to a quantity next, opened one level deeper. Raises PlaceError if nothing is below."""
        raise PlaceError("place.nothing-below", quantity=quantity, cursor=cursor)

    @property
    def given(self) -> Collection[str]:
        """Names that people gave, in a formula or as words of a text; they are the same in every language."""
        return ()

    def written(self, quantity: str) -> str:
        """How a quantity is written, before any translation: `s`, `∂f/∂w1`, `output[0,1]`."""
        return quantity

    def label(self, quantity: str) -> Label:
        """How a quantity is shown to a reader: `s`, `∂f/∂w1`; `output[0,1]` and `salida[0,1]`."""
        return told(self.written(quantity), self.given)

    def rows(self, cursor: int, quantity: str) -> Rows | None:
        """The rows in which a quantity of this frame stands, from which the three below follow; None without rows."""
        return None

    @property
    def recorded(self) -> Pass | None:
        """The pass that makes the quantities, under the names of its nodes; None where there is none."""
        return None

    def needs(self, cursor: int, quantity: str) -> Mapping[str, object]:
        """Name to number of what a quantity is made of, where neither a pass nor the names in its receipt tell."""
        return {}

    def receipt(self, cursor: int, quantity: str) -> Receipt | None:
        """The arithmetic behind a quantity of this frame, or None if there is nothing to say."""
        rows = self.rows(cursor, quantity)
        return None if rows is None else rows.receipt(quantity)

    def mistakes(self, cursor: int, quantity: str) -> Mapping[str, object]:
        """Misconception id to what somebody who has it would answer for this quantity; never the truth."""
        rows = self.rows(cursor, quantity)
        return {} if rows is None or quantity not in rows else differing(rows.mistakes(quantity), rows[quantity])

    def within(self, cursor: int, quantity: str) -> Within | None:
        """What follows for a quantity of this frame from the rounded numbers on the screen; None if unknown."""
        rows = self.rows(cursor, quantity)
        return None if rows is None else rows.within(quantity)

    def units(self, cursor: int) -> tuple[Unit, ...]:
        """The units of this frame, in which dead and saturated ones are searched for."""
        return ()

    def pictures(self, cursor: int) -> tuple[Picture, ...]:
        """What there is to draw at this cursor, the most important first."""
        return ()


def same(left: object, right: object) -> bool:
    """Are two quantities equal, entry by entry, NaN included?"""
    if left is right:
        return True
    if np.shape(cast("ArrayLike", left)) != np.shape(cast("ArrayLike", right)):
        return False
    equal = np.asarray(left == right)
    if equal.all():
        return True
    try:
        return bool(np.array_equal(np.asarray(left, float), np.asarray(right, float), equal_nan=True))
    except (TypeError, ValueError):
        return False


def differing(found: Mapping[str, object], truth: object) -> dict[str, object]:
    """The mistaken answers that are numbers and are not the truth."""
    right = np.asarray(truth, dtype=float)
    kept: dict[str, object] = {}
    for id, value in found.items():
        wrong = np.asarray(value, dtype=float)
        same_place = wrong.shape == right.shape and np.allclose(wrong, right, rtol=1e-9, atol=1e-12)
        if np.all(np.isfinite(wrong)) and not same_place:
            kept[id] = value
    return kept
