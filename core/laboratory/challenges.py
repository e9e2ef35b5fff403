"""What can one try to beat in the laboratory? Challenges: what is given, when it is done, and what counts.

A challenge is done at the first update at which its goal holds; what counts is the number of updates it took, or how
many numbers the network has to learn. Fewer is better.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Literal

from ..arrays import Value
from ..errors import UnknownNameError
from ..words import message
from ..words.names import choice_word, contract_choice
from .state import BEGINNING, Lab, begin
from .told import losses

Counts = Literal["updates", "parameters"]


@dataclass(frozen=True)
class Challenge:
    """Something to try; its sentence is `lab.challenge-ID`."""

    id: str
    given: Mapping[str, object]
    """The knobs that belong to it: with others it is another task."""
    counts: Counts
    held: float | None = None
    """The held-out loss has to be under this."""
    training: float | None = None
    """The training loss has to be under this."""
    solution: Mapping[str, object] = field(default_factory=dict[str, object])
    """Knobs with which it can be done, so that a test can prove it."""


CHALLENGES: Mapping[str, Challenge] = MappingProxyType({
    one.id: one
    for one in (
        Challenge("spirals", {"data": "spirals", "noise": 0.02, "count": 200, "terms": ()}, "updates", training=0.05,
                  solution={"hidden": (16, 16), "optimiser": "adam", "rate": 0.03, "scaled": True}),
        Challenge("circles", {"data": "circles", "noise": 0.1, "count": 200}, "parameters", held=0.2,
                  solution={"hidden": (), "terms": ("x1x1", "x2x2"), "rate": 1.0}),
        Challenge("moons", {"data": "moons", "noise": 0.1, "count": 200, "optimiser": "sgd"}, "updates", held=0.1,
                  solution={"hidden": (8,), "rate": 3.0}),
        Challenge("xor", {"data": "xor", "held": 0.0, "terms": ()}, "parameters", training=0.1,
                  solution={"hidden": (2,), "rate": 1.0, "seed": 2}),
        Challenge("wave", {"data": "wave", "count": 100, "noise": 0.1, "terms": ()}, "updates", held=0.05,
                  solution={"hidden": (16,), "optimiser": "adam", "rate": 0.03}),
    )
})  # fmt: skip


def challenge_named(typed: str, language: str) -> str:
    """The id of a challenge that was typed, in any language. Raises UnknownNameError with the names of one language."""
    id = str(contract_choice(typed, CHALLENGES))
    if id not in CHALLENGES:
        raise UnknownNameError("lab.no-such-challenge", typed, [choice_word(one, language) for one in CHALLENGES])
    return id


def begun(id: str, lab: Lab | None = None) -> Lab:
    """The laboratory with what a challenge gives, before the first update."""
    from .turning import turned

    one = CHALLENGES[id]
    fresh = turned(begin(BEGINNING), {"data": one.given["data"]})
    fresh = turned(fresh, one.given)
    watches = lab.watches if lab is not None else ()
    return replace(fresh, challenge=id, watches=watches, said=message(f"lab.challenge-{id}"))


def is_kept_to(lab: Lab, challenge: Challenge) -> bool:
    """Does the active timeline have what the challenge gives, at every update so far?"""
    settings = [lab.run.settings, *(lab.run.settings_at(at + 1) for at, _ in lab.run.spec.changes)]
    given = challenge.given
    return lab.table is None and all(_like(getattr(one, name), given[name]) for one in settings for name in given)


def _like(value: Value, wanted: object) -> bool:
    if isinstance(wanted, tuple):
        names = tuple(value)
        return names == wanted or (wanted == () and names in (("x1", "x2"), ("x1",)))
    return bool(value == wanted)


def score(lab: Lab) -> int | None:
    """What a challenge that is being tried has come to; None while its goal does not hold."""
    challenge = CHALLENGES.get(lab.challenge or "")
    if challenge is None or not is_kept_to(lab, challenge):
        return None
    now = losses(lab.moment)
    if challenge.training is not None and not now.training < challenge.training:
        return None
    if challenge.held is not None and (now.held is None or not now.held < challenge.held):
        return None
    return lab.at if challenge.counts == "updates" else lab.run.setup.settings.network.size
