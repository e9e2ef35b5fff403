"""Where is somebody looking, away from the script? An excursion: levels of zoom, and branches that share a clock.

A level has one simulation, or two branches of it; a branch belongs to its level. Every method returns another
excursion and nothing is changed in place, so an excursion can be made again from a list of what was done.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ..arrays import Value
from ..errors import PlaceError
from .dials import Dial, changes, dials
from .naming import aliases
from .places import WHENS, Place, find
from .protocol import Simulation, same
from .turns import read_turns, turn_parts, write_turns

LOOKED_BACK = 2_000
"""How many frames are compared to find where two branches part."""


@dataclass(frozen=True, eq=False)
class Branch:
    """One timeline."""

    simulation: Simulation
    turned: str = ""
    """What was turned to get it: `rate = 0.5`; nothing for the first one."""


@dataclass(frozen=True, eq=False)
class Level:
    """One level of zoom: one or two timelines, and the clock they share."""

    branches: tuple[Branch, ...]
    cursor: int
    active: int = 0
    opened: str = ""
    """The quantity of the level above that was opened."""

    @property
    def simulation(self) -> Simulation:
        """The timeline that keys act on."""
        return self.branches[self.active].simulation

    def cursor_of(self, branch: int) -> int:
        """Where a timeline stands: at the clock, or at its end when that comes sooner."""
        return self.branches[branch].simulation.reach(self.cursor)


@dataclass(frozen=True, eq=False)
class Difference:
    """One quantity in two branches."""

    quantity: str
    first: Value
    second: Value


@dataclass(frozen=True, eq=False)
class Excursion:
    """Levels from the outermost to the one that is seen."""

    levels: tuple[Level, ...]

    @property
    def level(self) -> Level:
        """The level that is seen."""
        return self.levels[-1]

    @property
    def simulation(self) -> Simulation:
        """The simulation that is seen."""
        return self.level.simulation

    @property
    def cursor(self) -> int:
        """The frame that is seen."""
        return self.level.cursor_of(self.level.active)

    def step(self, by: int) -> Excursion:
        """Some frames further or back, on every branch. Raises PlaceError beyond both ends."""
        cursor = self.level.cursor + by
        last = max(branch.simulation.reach(max(0, cursor)) for branch in self.level.branches)
        if not 0 <= cursor <= last:
            raise PlaceError("place.beyond-end", got=cursor, last=last)
        return self._seen(replace(self.level, cursor=cursor))

    def find(self, place: Place) -> Excursion:
        """At a place of the active branch; a condition is searched from the next frame on. Raises as `find` does."""
        start = self.cursor
        if isinstance(place, str) and place.startswith(WHENS):
            start = self.simulation.reach(start + 1)
        return self._seen(replace(self.level, cursor=find(self.simulation, place, start)))

    def zoom(self, quantity: str) -> Excursion:
        """One level deeper: what leaves the frame that is seen. Raises PlaceError where nothing is below."""
        if quantity not in self.simulation.frame(self.cursor).zooms:
            quantity = aliases(self.simulation).get(quantity, quantity)
        below = self.simulation.zoom(self.cursor, quantity)
        return Excursion((*self.levels, Level((Branch(below),), 0, opened=quantity)))

    def out(self) -> Excursion | None:
        """One level up; None above the outermost."""
        return Excursion(self.levels[:-1]) if len(self.levels) > 1 else None

    def change(self, text: str) -> Excursion:
        """The active timeline with some dials turned, at the same frame as far as there is one.

        Raises SpecError, UnknownNameError, and what the simulation raises for values it cannot have.
        """
        level, other = self.level, self._turned(text)
        branches = list(level.branches)
        kept = _others(branches[level.active].turned, other.turned, dials(self.simulation, self.cursor))
        said = "; ".join(filter(None, (kept, other.turned)))
        branches[level.active] = Branch(other.simulation, said)
        return self._seen(replace(level, branches=tuple(branches), cursor=other.simulation.reach(level.cursor)))

    def branch(self, text: str) -> Excursion:
        """The timeline beside another in which some dials are turned; the new one is the active one."""
        level = self.level
        here = level.branches[level.active]
        return self._seen(replace(level, branches=(here, self._turned(text)), active=1))

    def turn(self) -> Excursion:
        """The keys act on the other branch."""
        level = self.level
        return self._seen(replace(level, active=(level.active + 1) % len(level.branches)))

    def join(self) -> Excursion:
        """Only the active branch is kept."""
        level = self.level
        return self._seen(replace(level, branches=(level.branches[level.active],), active=0))

    def _turned(self, text: str) -> Branch:
        """Another timeline, tried at once so that an impossible value is refused before anything is shown."""
        simulation, cursor = self.simulation, self.cursor
        turned = read_turns(simulation, cursor, text)
        other = simulation.branch(cursor, **changes(simulation, cursor, turned))
        other.frame(other.reach(cursor))
        return Branch(other, write_turns(turned))

    def _seen(self, level: Level) -> Excursion:
        return Excursion((*self.levels[:-1], level))


def set_out(simulation: Simulation, cursor: int = 0) -> Excursion:
    """The excursion that begins at a frame."""
    return Excursion((Level((Branch(simulation),), cursor),))


def differences(level: Level) -> tuple[Difference, ...]:
    """The quantities that two branches do not share at this clock, in the order in which a frame has them."""
    if len(level.branches) < 2:
        return ()
    first, second = (_quantities(level, branch) for branch in (0, 1))
    names = [*first, *(name for name in second if name not in first)]
    pairs = [(name, first.get(name), second.get(name)) for name in names]
    return tuple(Difference(*pair) for pair in pairs if not same(pair[1], pair[2]))


def parting(level: Level) -> int | None:
    """The first frame in which two branches are not the same; None while they are."""
    if len(level.branches) < 2:
        return None
    shared = min(level.cursor_of(0), level.cursor_of(1))
    for cursor in range(min(shared, LOOKED_BACK) + 1):
        first, second = (dict(branch.simulation.frame(cursor).quantities) for branch in level.branches)
        if first.keys() != second.keys() or not all(same(first[name], second[name]) for name in first):
            return cursor
    return None


def _quantities(level: Level, branch: int) -> Mapping[str, object]:
    return level.branches[branch].simulation.frame(level.cursor_of(branch)).quantities


def _others(before: str, now: str, known: Sequence[Dial]) -> str:
    """What was turned before, without the dials that were turned again."""
    again = {part.partition("=")[0].strip() for part in turn_parts(now, known)}
    return "; ".join(part for part in turn_parts(before, known) if part.partition("=")[0].strip() not in again)
