"""Mechanism 3: how does a finished computation become a simulation? As a score: moments in order, with what they bring.

A pass goes node by node, and a run update by update. A layer or a recurrent network has steps of its own, such as one
position of a window or one time step. A score lists these moments and says which quantities each of them brings. Values
are looked up when somebody asks, so even thousands of moments cost only what is looked at.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ..answers.receipts import Receipt
from ..answers.rounding import Within
from ..arrays import Value
from ..errors import PlaceError, UnknownNameError
from ..pictures import Picture
from ..words import Message
from ..words.numbers import brief as short
from .protocol import Event, Frame, K, Simulation, differing
from .rows import Rows


@dataclass(frozen=True)
class Moment:
    """What an event is about, and the quantities it brings; the first moment is the start, which brings what is
    given."""

    kind: str
    phase: str = ""
    subject: str = ""
    news: tuple[str, ...] = ()
    at: tuple[int, ...] = ()
    """Where it happens, in numbers that mean something to the topic: filter, row and column; time step and gate."""


class Score(ABC):
    """The moments of one computation, and what we know at each of them."""

    @abstractmethod
    def make_moments(self) -> tuple[Moment, ...]:
        """The start and every event, in order."""

    @cached_property
    def moments(self) -> tuple[Moment, ...]:
        """The start and every event, in order; made once."""
        return self.make_moments()

    @abstractmethod
    def value(self, name: str, cursor: int) -> object:
        """A quantity, as moment `cursor` brought it."""

    @abstractmethod
    def say(self, cursor: int) -> Message:
        """The caption of a moment."""

    @abstractmethod
    def receipt(self, cursor: int, quantity: str) -> Receipt | None:
        """The arithmetic of a quantity that is visible at a cursor."""

    @abstractmethod
    def mistakes(self, cursor: int, quantity: str) -> Mapping[str, object]:
        """Misconception id to the answer it leads to, even if that happens to be the truth."""

    def within(self, cursor: int, quantity: str) -> Within | None:
        """What follows for a quantity from the rounded numbers on the screen."""
        return None

    def rows_at(self, cursor: int, quantity: str) -> Rows | None:
        """The rows in which a quantity stands at a cursor; None without rows."""
        return None

    @abstractmethod
    def pictures(self, cursor: int) -> tuple[Picture, ...]:
        """What there is to draw."""

    def needs(self, cursor: int, quantity: str) -> Mapping[str, object]:
        """Name to number of what a quantity is made of, where the names in its receipt do not tell."""
        return {}

    def label(self, quantity: str) -> str:
        """How a quantity is written, before any translation."""
        return quantity

    @property
    def given(self) -> Collection[str]:
        """Names that people gave: words of a text."""
        return ()

    def zooms(self, cursor: int) -> tuple[str, ...]:
        """The quantities that can be opened here."""
        return ()

    def zoom(self, cursor: int, quantity: str) -> Simulation:
        """A quantity opened one level deeper. Raises PlaceError."""
        raise PlaceError("place.nothing-below", quantity=quantity, cursor=cursor)

    @cached_property
    def when(self) -> Mapping[str, tuple[int, ...]]:
        """Quantity to the cursors at which it is brought, in order of appearance."""
        found: dict[str, list[int]] = {}
        for cursor, moment in enumerate(self.moments):
            for name in moment.news:
                found.setdefault(name, []).append(cursor)
        return {name: tuple(cursors) for name, cursors in found.items()}

    def near(self, cursor: int) -> tuple[Moment, ...]:
        """The moment at a cursor, and the next one if there is one: what can be opened there."""
        return self.moments[cursor : cursor + 2]

    def known(self, name: str, cursor: int) -> bool:
        """Is a quantity visible at a cursor?"""
        return name in self.when and self.when[name][0] <= cursor


class RowScore(Score):
    """A score whose quantities are rows: receipts, mistakes and roundings come from their formulas.

    Either `make_rows` gives them all at once, and values too, or `rows_at` those of one quantity at a cursor.
    """

    def make_rows(self) -> Rows:
        """The rows, over what is given; none where they depend on the cursor."""
        return Rows({}, ())

    @cached_property
    def rows(self) -> Rows:
        """The rows, made once."""
        return self.make_rows()

    def rows_at(self, cursor: int, quantity: str) -> Rows | None:
        """The rows in which a quantity of a moment stands."""
        return self.rows

    def row(self, quantity: str, cursor: int) -> str:
        """The row of a quantity at a cursor: a sum so far has a row a moment."""
        return quantity

    def value(self, name: str, cursor: int) -> Value:
        return self.rows[self.row(name, cursor)]

    def receipt(self, cursor: int, quantity: str) -> Receipt | None:
        rows = self.rows_at(cursor, quantity)
        return None if rows is None else rows.receipt(self.row(quantity, cursor))

    def mistakes(self, cursor: int, quantity: str) -> Mapping[str, object]:
        rows = self.rows_at(cursor, quantity)
        return {} if rows is None else rows.mistakes(self.row(quantity, cursor))

    def within(self, cursor: int, quantity: str) -> Within | None:
        rows = self.rows_at(cursor, quantity)
        return None if rows is None else rows.within(self.row(quantity, cursor))


@dataclass(frozen=True, eq=False)
class ScoreQuantities(Mapping[str, object]):
    """The quantities that are visible at a cursor, looked up when somebody asks."""

    score: Score
    cursor: int

    def __getitem__(self, name: str) -> object:
        cursors = self.score.when[name]
        place = bisect_right(cursors, self.cursor)
        if not place:
            raise KeyError(name)
        return self.score.value(name, cursors[place - 1])

    def __iter__(self) -> Iterator[str]:
        return (name for name, cursors in self.score.when.items() if cursors[0] <= self.cursor)

    def __len__(self) -> int:
        return sum(1 for _ in self)


class ScoredSimulation(Simulation[K]):
    """A simulation whose frames are the moments of a score; subclasses make the score from the knobs."""

    @abstractmethod
    def make_score(self) -> Score:
        """The score that the settings describe. Raises SpecError if knobs do not fit together."""

    @cached_property
    def score(self) -> Score:
        """The moments, and what we know at each of them."""
        return self.make_score()

    @property
    def last(self) -> int:
        """The number of the last frame."""
        return len(self.score.moments) - 1

    @property
    def names(self) -> frozenset[str]:
        return self._all_names

    @cached_property
    def _all_names(self) -> frozenset[str]:
        return frozenset(self.score.when)

    @property
    def marks(self) -> Mapping[str, int]:
        """`forward` is the frame that has all values, `backward` and `end` the one that has all gradients."""
        backward = [at for at, moment in enumerate(self.score.moments) if moment.phase == "backward"]
        turn = backward[0] - 1 if backward else self.last
        return {"start": 0, "forward": turn, "backward": self.last, "end": self.last}

    def reach(self, cursor: int, stop: Callable[[], bool] | None = None) -> int:
        return min(cursor, self.last)

    def frame(self, cursor: int) -> Frame:
        self._there(cursor)
        moment = self.score.moments[cursor]
        event = Event(moment.kind, moment.subject, moment.phase, moment.news) if cursor else None
        quantities = ScoreQuantities(self.score, cursor)
        return Frame(cursor, event, self.score.say(cursor), quantities, self.score.zooms(cursor))

    def zoom(self, cursor: int, quantity: str) -> Simulation:
        self._there(cursor)
        return self.score.zoom(cursor, quantity)

    @property
    def given(self) -> Collection[str]:
        return self.score.given

    def written(self, quantity: str) -> str:
        return self.score.label(quantity)

    def rows(self, cursor: int, quantity: str) -> Rows | None:
        self._named(quantity)
        self._there(cursor)
        return self.score.rows_at(cursor, quantity) if self.score.known(quantity, cursor) else None

    def receipt(self, cursor: int, quantity: str) -> Receipt | None:
        self._named(quantity)
        self._there(cursor)
        return self.score.receipt(cursor, quantity) if self.score.known(quantity, cursor) else None

    def needs(self, cursor: int, quantity: str) -> Mapping[str, object]:
        return self.score.needs(cursor, quantity) if self.score.known(quantity, cursor) else {}

    def mistakes(self, cursor: int, quantity: str) -> Mapping[str, object]:
        self._named(quantity)
        self._there(cursor)
        if not self.score.known(quantity, cursor):
            return {}
        return differing(self.score.mistakes(cursor, quantity), ScoreQuantities(self.score, cursor)[quantity])

    def within(self, cursor: int, quantity: str) -> Within | None:
        self._named(quantity)
        self._there(cursor)
        return self.score.within(cursor, quantity) if self.score.known(quantity, cursor) else None

    def pictures(self, cursor: int) -> tuple[Picture, ...]:
        self._there(cursor)
        return self.score.pictures(cursor)

    def _there(self, cursor: int) -> None:
        if not 0 <= cursor <= self.last:
            raise PlaceError("place.beyond-end", got=cursor, last=self.last)

    def _named(self, quantity: str) -> None:
        if quantity not in self.names:
            raise UnknownNameError("place.no-such-quantity", quantity, self.names)


def operand(number: object, digits: int = 4) -> str:
    """A number after an operator: a negative one gets parentheses."""
    text = short(number, digits)
    return f"({text})" if text.startswith("-") else text


def entries(array: object, most: int = 9, digits: int = 4) -> str:
    """A small array the way one could type it, `[4 5; 7 8]`; a larger one as its shape."""
    found = np.asarray(array, dtype=float)
    if not found.ndim:
        return short(found, digits)
    if found.size > most or found.ndim > 2:
        return "x".join(str(length) for length in found.shape)
    rows = found.reshape(-1, found.shape[-1])
    return f"[{'; '.join(' '.join(short(entry, digits) for entry in row) for row in rows)}]"
