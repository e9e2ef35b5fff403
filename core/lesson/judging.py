"""Was the task of a lesson step done? Choices, orders and goals: what is neither a number nor a formula.

Every function answers a verdict; its message says what was found and, where it can, what to look at next.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from zlib import crc32

from ..answers.verdict import Verdict
from ..errors import GradstepError
from ..formula.evaluator import holds
from ..formula.parser import parse_condition
from ..formula.tree import names_of
from ..simulations.excursion import Excursion
from ..simulations.naming import shown_condition
from ..simulations.places import find
from ..simulations.protocol import Simulation
from ..whole import whole
from ..words import LANGUAGES, message
from ..words.names import bare
from ..words.numbers import sentence
from .schema import BothLanguages, Challenge, Choose, Order

Writes = Callable[[BothLanguages, str], str]
"""Writes a text of the step in a language, with its numbers."""


def judge_choice(step: Choose, typed: str, write: Writes) -> Verdict:
    """The verdict on the number of an option, with what speaks for or against it."""
    number = whole(typed.strip().rstrip(".)"))
    if number is None or not 1 <= number <= len(step.options):
        number = option_meant(step, typed, write)
    if number is None:
        return Verdict("unreadable", message("verdict.choice-unreadable", count=len(step.options)))
    option = step.options[number - 1]
    why = {language: write(option.why, language) for language in LANGUAGES}
    said = message("verdict.choice-right" if option.right else "verdict.choice-wrong", why=why)
    return Verdict("right" if option.right else "wrong", said, str(number))


def option_meant(step: Choose, typed: str, write: Writes) -> int | None:
    """The number of the option whose text was typed, in any language; blanks, capitals and accents do not matter."""
    wanted = _bare(typed)
    fitting = [
        place
        for place, option in enumerate(step.options, 1)
        if wanted and any(_bare(write(option.text, language)) == wanted for language in LANGUAGES)
    ]
    return fitting[0] if len(fitting) == 1 else None


def _bare(text: str) -> str:
    spelled = bare(text).lower().replace("·", "*").replace("⊙", "*").replace("−", "-").replace("ᵀ", "^t")
    return "".join(letter for letter in spelled if not letter.isspace()).rstrip(".")


def shuffled(step: Order) -> tuple[int, ...]:
    """The order in which the parts are shown: the same for everybody, and never the right one.

    Entry n is the place that the part shown as number n + 1 has in the right order.
    """
    places = list(range(len(step.items)))
    draw = Random(crc32(step.id.encode()))
    while places == sorted(places):
        draw.shuffle(places)
    return tuple(places)


def right_order(step: Order) -> str:
    """The right order as a learner types it: `3 1 2`."""
    shown = shuffled(step)
    return " ".join(str(shown.index(place) + 1) for place in range(len(shown)))


def judge_order(step: Order, typed: str) -> Verdict:
    """The verdict on an order, `3 1 2` or `312`: how far it is right from the beginning."""
    count, shown = len(step.items), shuffled(step)
    digits = [letter for letter in typed if letter.isdecimal()]
    rest = typed.translate(str.maketrans("", "", "0123456789 ,;.-→>"))
    given = [int(digit) for digit in digits]
    if rest or sorted(given) != list(range(1, count + 1)):
        return Verdict("unreadable", message("verdict.order-unreadable", count=count))
    places = [shown[number - 1] for number in given]
    reading = " ".join(digits)
    if places == sorted(places):
        return Verdict("right", message("verdict.right"), reading)
    wrong = next(at for at, place in enumerate(places) if place != at)
    id = "verdict.order-wrong" if wrong else "verdict.order-wrong-first"
    return Verdict("wrong", message(id, count=wrong, number=given[wrong]), reading)


def judge_goal(step: Challenge, excursion: Excursion) -> Verdict:
    """Does the goal hold where it has to, as the knobs stand? Says what its quantities are there."""
    simulation = excursion.simulation
    turned = excursion.level.branches[excursion.level.active].turned
    try:
        cursor = find(simulation, step.at)
        quantities = simulation.frame(cursor).quantities
        condition = parse_condition(step.goal)
        if holds(condition, quantities, simulation.names):
            return Verdict(
                "right", message("verdict.goal-reached", goal=_worded(step.goal, simulation), cursor=cursor), turned
            )
    except GradstepError as error:
        return Verdict("wrong", error.message, turned)
    known = [name for name in names_of(condition) if name in quantities]
    now = _worded("; ".join(f"{name} = {_short(quantities[name])}" for name in known), simulation)
    since = max((when for when, _ in simulation.spec.changes), default=0)
    id = "goal-not-there" if not known else "goal-missed-late" if since else "goal-missed"
    goal = _worded(step.goal, simulation)
    return Verdict("wrong", message(f"verdict.{id}", goal=goal, now=now, cursor=cursor, since=since), turned)


def _worded(condition: str, simulation: Simulation) -> dict[str, str]:
    """A condition, or what its quantities are, with their names as each language shows them."""
    return {language: shown_condition(simulation, condition, language) for language in LANGUAGES}


def _short(value: object) -> str:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return f"({'; '.join(map(_short, value))})"
    return sentence(value, 4)
