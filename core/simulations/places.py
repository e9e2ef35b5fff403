"""Where in a simulation is that? Places: a frame number, a mark, or `when CONDITION`.

A condition is a formula with comparisons over the quantities of a frame. What is not visible yet counts as false; a
name that the simulation cannot have is an error that lists near ones, so a misspelt condition never waits for ever.
"""

from __future__ import annotations

from ..errors import PlaceError, UnknownNameError
from ..formula.evaluator import holds
from ..formula.parser import parse_condition
from .protocol import Simulation

Place = int | str
FAR = 10**9
"""A cursor beyond every end."""


def find(simulation: Simulation, place: Place, start: int = 0) -> int:
    """The cursor of a place, searching from `start` on for conditions.

    Raises PlaceError when there is no such place or it never comes, FormulaError for a condition that cannot be
    read, UnknownNameError for a quantity that cannot exist.
    """
    if isinstance(place, int):
        reached = simulation.reach(place)
        if place < 0 or reached < place:
            raise PlaceError("place.beyond-end", got=place, last=reached)
        return place
    if place == "next":
        return simulation.reach(start + 1)
    if place == "end":
        return simulation.reach(FAR)
    if place in simulation.marks:
        return simulation.marks[place]
    if place.startswith("when "):
        return _when(simulation, place, start)
    raise PlaceError("place.unknown", got=place, near=[*simulation.marks, "end", "next"])


def _when(simulation: Simulation, place: str, start: int) -> int:
    condition = parse_condition(place[len("when ") :])
    cursor = start
    while not holds(condition, simulation.frame(cursor).quantities, simulation.names):
        if simulation.reach(cursor + 1) == cursor:
            raise PlaceError("place.never", got=place, last=cursor)
        cursor += 1
    return cursor


def appears(simulation: Simulation, quantity: str, start: int = 0) -> int:
    """The first frame after `start` whose event brings `quantity`; `start` itself for what is there from frame 0.

    Raises UnknownNameError for a quantity that cannot exist, PlaceError when it does not come any more.
    """
    if quantity not in simulation.names:
        raise UnknownNameError("place.no-such-quantity", quantity, simulation.names)
    cursor = start
    while simulation.reach(cursor + 1) > cursor:
        cursor += 1
        event = simulation.frame(cursor).event
        if event is not None and quantity in event.news:
            return cursor
    raise PlaceError("place.never-appears", quantity=quantity, cursor=start)
