"""Which looks lead to what a learner sees? The shortest list of them that the way there leaves, and no longer one.

To come back to where somebody stood, it does not matter how often she looked, only where she ended: a level of zoom
that was left again leaves nothing, of many steps the last frame counts, and a dial turned again stands where it was
turned last. So a lesson opens as fast after a thousand looks as after one.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace

from ..errors import GradstepError
from ..simulations.dials import dials
from ..simulations.excursion import Excursion
from ..simulations.turns import read_turns
from .actions import Action
from .kept_line import MOST_TRAIL

Trail = tuple[Action, ...]
BOTH = 2
SETTING_OUT: Trail = (Action("explore"),)
"""The trail of somebody who has left the script and has not moved yet."""
MOVES = frozenset({"next", "back", "find"})


def longer(trail: Trail, before: Excursion, after: Excursion | None, action: Action) -> Trail:
    """The trail to `after`, by an action that led there from `before`, to which `trail` leads."""
    if after is None:
        return ()
    if _is_same(before, after):
        return trail
    match action.do:
        case "out":
            return trail[: _opened(trail)]
        case "next" | "back" | "find":
            found = (*_unmoved(trail), *_at(after, action))
        case "change":
            found = _settled((*_unturned(trail, before, action.text), action, *_at(after)))
        case "turn" if trail and trail[-1].do == "turn" and len(after.level.branches) == BOTH:
            found = trail[:-1]
        case _:
            found = (*trail, action)
    return found[-MOST_TRAIL:]


def _is_same(before: Excursion, after: Excursion) -> bool:
    """Is the same seen, on the same timelines?"""
    one, other = before.level, after.level
    same = len(before.levels) == len(after.levels) and len(one.branches) == len(other.branches)
    branches = zip(one.branches, other.branches, strict=False)
    return same and (one.cursor, one.active) == (other.cursor, other.active) and all(a is b for a, b in branches)


def _opened(trail: Trail) -> int:
    """Where the level that is seen was opened."""
    return next((place for place in range(len(trail) - 1, -1, -1) if trail[place].do == "zoom"), 0)


def _unmoved(trail: Trail) -> Trail:
    """The trail without the moves at its end: where one stops counts, not the way."""
    end = len(trail)
    while end and trail[end - 1].do in MOVES:
        end -= 1
    return trail[:end]


def _settled(trail: Trail) -> Trail:
    """The trail without a move to a frame that another such move follows."""
    pairs = zip(trail, (*trail[1:], None), strict=True)
    return tuple(look for look, then in pairs if look.do not in MOVES or then is None or then.do != "find")


def _at(view: Excursion, action: Action | None = None) -> Trail:
    """The move to the frame that is seen; beside a longer timeline only the step itself leads there."""
    cursor = view.level.cursor
    if cursor == view.cursor:
        return (Action("find", str(cursor)),)
    return (replace(action, text=""),) if action is not None and action.do != "find" else ()


def _unturned(trail: Trail, before: Excursion, text: str) -> Trail:
    """The trail without earlier turns of the same dials, as far as nothing else happened to the timelines since.

    A dial that acts from a frame on is a part of the run: only a turn of it at the same frame takes its place.
    """
    again, kept = _names(before, text), list(trail)
    whole = {one.name for one in dials(before.simulation, before.cursor) if one.knob.effect == "start"}
    moved = False
    for place in range(len(trail) - 1, -1, -1):
        look = trail[place]
        if look.do in MOVES:
            moved = moved or look.text != str(before.level.cursor)
            continue
        if look.do != "change":
            break
        names = _names(before, look.text)
        if names <= again and (names <= whole or not moved):
            del kept[place]
        elif not names <= whole:
            # What was turned before it stood there for a part of the run.
            break
    return tuple(kept)


def _names(view: Excursion, text: str) -> Set[str]:
    """The dials that a text turns; a name that is none for a text that cannot be read."""
    try:
        return set(read_turns(view.simulation, view.cursor, text))
    except GradstepError:
        return {text}
