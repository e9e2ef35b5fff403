"""What may a learner look at and turn, away from the script? Every look leads to another excursion."""

from __future__ import annotations

import numpy as np

from ..errors import SpecError
from ..simulations.dials import Dial, dial, dials
from ..simulations.excursion import Excursion
from ..simulations.turns import read_turns
from ..whole import whole
from ..words import Message
from .actions import Look
from .schema import Challenge, Explore, Step

MOST_TYPED = 6
"""How many numbers somebody can be asked to type in one answer."""
MOST_NAMED = 8
"""How many dials a complaint names."""


def looked(view: Excursion, do: Look, text: str, step: Step | Message) -> Excursion | None:
    """The excursion after one look; None if it is over.

    Raises SpecError for a dial that may not be turned in this step, and whatever the look itself raises.
    """
    match do:
        case "explore":
            return view
        case "zoom":
            return view.zoom(text)
        case "out":
            return view.out()
        case "find":
            cursor = whole(text)
            return view.find(text if cursor is None else cursor)
        case "change" | "branch":
            _allow(view, text, step)
            return view.change(text) if do == "change" else view.branch(text)
        case "turn":
            return view.turn()
        case "join":
            return view.join()


def turnable(step: Step | Message, view: Excursion) -> tuple[Dial, ...]:
    """The dials that a learner may turn in a step; all of them if it names none, or inside a zoom."""
    found = dials(view.simulation, view.cursor)
    allowed = step.knobs if isinstance(step, Challenge | Explore) and len(view.levels) == 1 else []
    return tuple(dial for dial in found if dial.name in allowed) if allowed else found


def next_to_supply(view: Excursion) -> tuple[int, str] | None:
    """What a learner who is the machine has to supply next: a frame, and a quantity of it; None at the end.

    Of a frame that is a gradient where one is complete, otherwise what its event made first that can be typed.
    """
    simulation, cursor = view.simulation, view.cursor + 1
    if simulation.reach(cursor) < cursor:
        return None
    frame = simulation.frame(cursor)
    news = frame.event.news if frame.event is not None else ()
    whole = [name for name in news if name.startswith("grad.")]
    parts = [name for name in news if name.startswith("contribution.")]
    for name in (*whole, *parts, *news):
        if _can_be_typed(frame.quantities[name]):
            return cursor, name
    return None


def _can_be_typed(value: object) -> bool:
    try:
        return 0 < np.asarray(value, dtype=float).size <= MOST_TYPED
    except (TypeError, ValueError):
        return False


def _allow(view: Excursion, text: str, step: Step | Message) -> None:
    allowed = turnable(step, view)
    for name in read_turns(view.simulation, view.cursor, text):
        if all(name != one.name for one in allowed):
            raise SpecError(
                "session.not-turnable",
                got=dial(view.simulation, name, view.cursor).shown_names,
                near=[one.shown_names for one in allowed[:MOST_NAMED]],
            )
