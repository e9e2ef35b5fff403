"""Where in a simulation is that? A place is a frame number, a mark, or `when CONDITION`.

A condition is a formula that compares quantities of a frame. A comparison with a quantity that is not visible yet does
not hold. A name that the simulation cannot have is an error that suggests similar ones, so a misspelt condition never
waits for ever. Lessons use the names of marks and quantities that never change; people may type what they see.
"""

from __future__ import annotations

from difflib import get_close_matches

from ..errors import PlaceError, UnknownNameError
from ..formula.evaluator import holds, is_open
from ..formula.parser import parse_condition
from ..formula.tree import Tree
from ..words import LANGUAGES, core_words, message
from ..words.names import typed_forms
from .naming import in_contract_names
from .protocol import Simulation

Place = int | str
FAR = 10**9
"""A cursor beyond the end of everything."""
ANYWHERE = ("next", "end")
"""Places that every simulation has, whether it lists them or not."""
WHENS = ("when ", "cuando ")
"""How a condition begins in each language."""


def find(simulation: Simulation, place: Place, start: int = 0) -> int:
    """The cursor of a place; the search for a condition begins at `start`.

    Raises PlaceError if there is no such place or it never comes, FormulaError for a condition that cannot be read,
    UnknownNameError for a quantity that cannot exist.
    """
    if isinstance(place, int):
        reached = simulation.reach(place)
        if place < 0 or reached < place:
            raise PlaceError("place.beyond-end", got=place, last=reached)
        return place
    if place.startswith(WHENS):
        return _when(simulation, place, start)
    mark = place if place in ANYWHERE or place in simulation.marks else _meant(place, [*ANYWHERE, *simulation.marks])
    if mark == "next":
        return simulation.reach(start + 1)
    if mark == "end":
        return simulation.reach(FAR)
    if mark is not None:
        return simulation.marks[mark]
    raise PlaceError("place.unknown", got=place, near=_near(simulation, place))


def shown_mark(mark: str, language: str) -> str:
    """The name of a mark in a language: `forward` and `ida`, `epoch3` and `época3`."""
    word = mark.rstrip("0123456789")
    try:
        return core_words().word(message(f"mark.{word}"), language) + mark[len(word) :]
    except KeyError:
        return mark


def _meant(typed: str, marks: list[str]) -> str | None:
    """The mark that people see under the name that was typed."""
    for mark in marks:
        if typed.lower() in typed_forms(shown_mark(mark, language) for language in LANGUAGES):
            return mark
    return None


MOST_MARKS = 3
"""How many marks a complaint names: a run of a thousand epochs has too many for one line."""


def _near(simulation: Simulation, typed: str) -> list[dict[str, str]]:
    """The marks that look like what was typed, or else the first ones, as people see them."""
    marks = list(dict.fromkeys((*simulation.marks, *ANYWHERE)))
    texts = {shown_mark(mark, language): mark for mark in marks for language in LANGUAGES}
    close = dict.fromkeys(texts[text] for text in get_close_matches(typed, texts, n=MOST_MARKS, cutoff=0.5))
    return [{language: shown_mark(mark, language) for language in LANGUAGES} for mark in close or marks[:MOST_MARKS]]


def _when(simulation: Simulation, place: str, start: int) -> int:
    condition = _condition(simulation, place.partition(" ")[2])
    cursor = start
    while not holds(condition, simulation.frame(cursor).quantities, simulation.names):
        if simulation.reach(cursor + 1) == cursor:
            raise PlaceError("place.never", got=place, last=cursor)
        cursor += 1
    return cursor


def _condition(simulation: Simulation, text: str) -> Tree:
    """The condition; names as people see them are read as the quantities they mean."""
    condition = parse_condition(text)
    try:
        is_open(condition, {}, simulation.names)
    except UnknownNameError:
        return in_contract_names(condition, simulation)
    return condition


def appears(simulation: Simulation, quantity: str, start: int = 0) -> int:
    """The first frame after `start` whose event brings `quantity`.

    Raises UnknownNameError for a quantity that cannot exist, PlaceError if no event brings it any more.
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
