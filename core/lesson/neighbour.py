"""Which question is a neighbour of this one? The same quantity at the same frame, with other numbers, worked out.

A lesson with parameters has such numbers itself: those of another seed. Everywhere else numbers of the simulation are
turned, those inside its knobs first. A neighbour is refused where the frame is about something else then, where its
value is that of the question, or where any number on it would be taken as the answer; so there may be none.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import cycle
from typing import TypeVar, cast

import numpy as np

from ..answers.judge_number import judge_number
from ..answers.receipts import EdgeReceipt, LinesReceipt, Receipt, ValueReceipt
from ..arrays import Array, Numbers, Value
from ..errors import GradstepError
from ..simulations.dials import changes, dials
from ..simulations.kinds import simulate
from ..simulations.protocol import Simulation, Spec, same
from ..words.numbers import brief, receipt, sentence
from .asked import Asked
from .needed import needed
from .script import Beat, Script
from .seeds import next_seed
from .sight import Sight
from .wanted import Wanted

Seen = TypeVar("Seen", bound=Sight)
MISSES = 3
"""Wrong answers after which the same question is shown with other numbers."""
SEEDS_TRIED = 4
NOTHING = 1e-9
"""What comes to less than this is the 0 of somebody who computes by hand."""
MOST_TURNED = 8
"""Single numbers that are turned one by one, where turning many at once gives no neighbour."""
TOGETHER = ((1, -1), (1, 1), (-1, -1), (2, 1), (1, 3), (-2, 3), (2, -3))
"""By how many steps every other number inside a knob is turned, and those between them."""
NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?(?:e-?\d+)?")
MOST_NUMBERS = 80
"""A receipt with more numbers than this is no example for anybody."""


def neighbour_of(session: Seen) -> Seen | None:
    """The question of this stop with other numbers, solved; None where there is none or nothing is asked for."""
    other = None if session.view is not None else neighbour(session.script, *session.at)
    if other is None:
        return None
    return replace(session, script=other, asked={session.at: Asked(outcome="revealed")}, farthest=session.at, log=(),
                   notice=None, covered={})  # fmt: skip


def offers_neighbour(session: Sight) -> bool:
    """Was the question of this stop missed often enough to be shown with other numbers, and can it be?"""
    question = session.question
    is_due = session.is_asking and question.misses >= MISSES and not question.neighbour
    return is_due and neighbour_of(session) is not None


def neighbour(script: Script, index: int, place: int) -> Script | None:
    """The lesson with other numbers, in which the same stop asks for another value; None where there is none."""
    if (index, place) not in script.neighbours:
        script.neighbours[index, place] = _found(script, index, place)
    return script.neighbours[index, place]


def _found(script: Script, index: int, place: int) -> Script | None:
    beat = script.beats(index)[place]
    if beat.asks is None or beat.simulation is None:
        return None
    nothing: Script | None = None
    for other in _others(script, beat):
        try:
            if not _is_neighbour(script, other, index, place):
                continue
            if _shows_as_much(script, other, beat):
                return other
            nothing = nothing or other
        except (GradstepError, ArithmeticError, ValueError):
            # Other numbers may lie outside of what the topic can do.
            continue
    return nothing


def _shows_as_much(script: Script, other: Script, beat: Beat) -> bool:
    """Does it come to more than 0, which shows little of the way there, and is a count still a count?"""
    ours, theirs = (_seen_at(one, beat) for one in (script, other))
    if float(np.max(np.abs(theirs[-1]), initial=0.0)) < NOTHING:
        return False
    return not all(map(_is_whole, ours)) or all(map(_is_whole, theirs))


def _seen_at(script: Script, beat: Beat) -> list[Array]:
    """What is given at a stop, and what is asked, as arrays."""
    simulation = script.simulation(beat.simulation or "")
    given = [one.value for one in needed(simulation, beat.cursor, beat.asks or "")]
    return [
        np.asarray(value, dtype=float) for value in (*given, simulation.frame(beat.cursor).quantities[beat.asks or ""])
    ]


def _is_whole(value: Array) -> bool:
    return bool(np.all(np.mod(value, 1.0) == 0.0))


def _others(script: Script, beat: Beat) -> Iterator[Script]:
    """The lesson with other numbers, those that a lesson draws itself first."""
    seed = script.lesson.seed
    for _ in range(SEEDS_TRIED if script.lesson.varies else 0):
        seed = next_seed(seed)
        try:
            yield Script(script.lesson.variant(seed))
        except GradstepError:
            continue
    name = beat.simulation or ""
    simulation = script.simulation(name)
    for changed in _changes(simulation):
        try:
            spec = simulation.spec
            yield Script(script.lesson, {name: simulate(Spec(spec.kind, {**spec.knobs, **changed}, spec.changes))})
        except (GradstepError, ArithmeticError, ValueError):
            continue


def _changes(simulation: Simulation) -> Iterator[Mapping[str, object]]:
    """What is turned: the numbers inside all knobs, then inside one knob after another, then one dial after another."""
    inside = {knob.name: simulation.held(knob) for knob in simulation.knobs if not knob.choices}
    inside = {name: held for name, held in inside.items() if not isinstance(held, str) and _has_number(held)}
    for steps in TOGETHER if len(inside) > 1 else ():
        yield {name: _all_moved(held, cycle(steps)) for name, held in inside.items()}
    for steps in TOGETHER:
        yield from ({name: _all_moved(held, cycle(steps))} for name, held in inside.items())
    marks = {name for held in inside.values() if isinstance(held, Mapping) for name in _marks_shifted(held)}
    turned = [one for one in dials(simulation) if not one.knob.choices and _is_number(one.value)]
    for one in [one for one in turned if one.name not in marks][:MOST_TURNED]:
        yield from (changes(simulation, 0, {one.name: _moved(one.value, by)}) for by in (1, -1, 2))


def _all_moved(held: object, steps: Iterator[int]) -> object:
    """A copy of lists and mappings in which every number is turned by the next of the steps.

    Zeros and ones that say yes or no change places, so that there are as many of either: one label a row stays one.
    """
    if isinstance(held, Mapping):
        parts = cast("Mapping[str, object]", held)
        return {key: _all_moved(part, steps) for key, part in parts.items()} | _marks_shifted(parts)
    if isinstance(held, list | tuple | np.ndarray):
        parts = cast("Sequence[object]", held)
        if {float(number) for number in _numbers_in(parts)} == {0.0, 1.0}:
            return [*parts[-1:], *parts[:-1]]
        return [_all_moved(part, steps) for part in parts]
    return _moved(held, next(steps)) if _is_number(held) else held


def _marks_shifted(held: Mapping[str, object]) -> dict[str, object]:
    """The numbers of one stem, as `m1`, `m2`, `m3`, that are all 0 or 1, each with that of the one before it."""
    stems: dict[str, list[str]] = {}
    for name in held:
        stems.setdefault(name.rstrip("0123456789"), []).append(name)
    shifted: dict[str, object] = {}
    for names in stems.values():
        values = [held[name] for name in names]
        if all(map(_is_number, values)) and set(values) == {0, 1}:
            shifted |= dict(zip(names, [*values[-1:], *values[:-1]], strict=True))
    return shifted


def _numbers_in(held: object) -> Iterator[float]:
    if isinstance(held, list | tuple | np.ndarray):
        for part in cast("Sequence[object]", held):
            yield from _numbers_in(part)
    elif _is_number(held):
        yield float(cast("float", held))


def _has_number(held: object) -> bool:
    """Is there a number inside?"""
    if isinstance(held, Mapping):
        return any(_is_number(part) or _has_number(part) for part in cast("Mapping[object, object]", held).values())
    is_list = isinstance(held, list | tuple | np.ndarray)
    return is_list and any(_is_number(part) or _has_number(part) for part in cast("Sequence[object]", held))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float | Fraction | np.number) and not isinstance(value, bool)


def _moved(value: Value, by: int) -> object:
    """A number some steps further, of the kind that it is: it keeps its sign, and a share of one stays a share.

    A step is about a tenth of a large number, and a quarter at most of a small one.
    """
    if isinstance(value, int | np.integer):
        step = by * max(1, abs(int(value)) // 10)
        if (int(value) + step) * int(value) <= 0:
            step = abs(step) if value >= 0 else -abs(step)
        return int(value) + step
    if not math.isfinite(value):
        return value
    size, sign = abs(Fraction(value)), -1 if value < 0 else 1
    step = max(Fraction(1, 4), size / 10)
    step = step if isinstance(value, Fraction) else Fraction(round(float(step), 2))
    moved = size + step * (by if size else abs(by))
    if size and (moved <= 0 or (size < 1 <= moved)):
        moved = size / 2 ** abs(by) if by < 0 else 1 - (1 - size) / 2**by
    return sign * moved if isinstance(value, Fraction) else round(float(sign * moved), 6)


def _is_neighbour(script: Script, other: Script, index: int, place: int) -> bool:
    """Does the same stop ask for the same quantity there, with another value and nothing that gives this one away?"""
    here = script.beats(index)[place]
    if here.asks is None or here.simulation is None:
        return False
    ours, theirs = script.simulation(here.simulation), other.simulation(here.simulation)
    # The frames first: what leads to them is looked at only where they are alike.
    if theirs.reach(here.cursor) < here.cursor or not _is_alike(ours, theirs, here.cursor):
        return False
    value = theirs.frame(here.cursor).quantities.get(here.asks)
    wanted = script.wanted(here.simulation, here.cursor, here.asks)
    if value is None or not _differs(value, wanted.truth):
        return False
    found = theirs.receipt(here.cursor, here.asks)
    if found is None:
        return False
    told = (*texts_of(found), *(_written(one.value) for one in needed(theirs, here.cursor, here.asks)))
    return not gives_away(told, wanted) and index < len(other.lesson.steps) and here in other.beats(index)[place:][:1]


def _is_alike(ours: Simulation, theirs: Simulation, cursor: int) -> bool:
    """Is the frame about the same thing?"""
    events = [simulation.frame(cursor).event for simulation in (ours, theirs)]
    return len({(event.kind, event.subject, event.news) if event is not None else None for event in events}) == 1


def _differs(value: Value, truth: Numbers) -> bool:
    """Is it a finite value of the same shape, and another one, in at least half of its entries?"""
    if np.shape(value) != np.shape(truth) or same(value, truth):
        return False
    ours, theirs = np.asarray(truth, dtype=float), np.asarray(value, dtype=float)
    return bool(np.all(np.isfinite(theirs)) and np.mean(~np.isclose(ours, theirs, rtol=0.02, atol=1e-9)) >= 0.5)


def texts_of(found: Receipt) -> tuple[str, ...]:
    """All numbers of a receipt, in the texts in which faces write them."""
    match found:
        case LinesReceipt(lines):
            return tuple(line.text for line in lines)
        case ValueReceipt(_, formula, numbers, value):
            return formula, numbers, _written(value)
        case EdgeReceipt():
            parts = (found.upstream, found.downstream, found.total, *(term.value for term in found.terms))
            local = () if found.local is None else (found.local,)
            return tuple(_written(part) for part in (*parts, *local))


def _written(value: Value) -> str:
    """The numbers of a value as a receipt, a picture and a sentence round them."""
    try:
        entries = np.ravel(np.asarray(value, dtype=float))[:MOST_NUMBERS]
    except (TypeError, ValueError):
        return str(value)
    return " ".join(f"{receipt(one)} {sentence(one)} {brief(one, 4)}" for one in map(float, entries))


def gives_away(told: Sequence[str], wanted: Wanted) -> bool:
    """Would any number in these texts be taken as the answer; of an array, the numbers of a text in their order?"""
    found = {number for text in told for number in NUMBER.findall(text)}
    if len(found) > MOST_NUMBERS:
        return True
    if np.size(wanted.truth) != 1:
        rows = {" ".join(NUMBER.findall(text)) for text in told}
        return any(_is_right(row, wanted) for row in rows if row)
    return any(_is_right(number, wanted) for number in found)


def _is_right(text: str, wanted: Wanted) -> bool:
    verdict = judge_number(text, wanted.truth, {}, is_slope=wanted.is_slope, within=wanted.within)
    return verdict.kind == "right"
