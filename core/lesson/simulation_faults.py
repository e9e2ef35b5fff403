"""Which simulations of a lesson cannot be built, and which of their knobs is to blame?"""

from __future__ import annotations

from collections.abc import Iterator

from ..errors import GradstepError
from ..words import Message
from .script import Script
from .source import Fault, Path


def simulation_faults(script: Script) -> Iterator[tuple[str, Fault]]:
    """Simulations that cannot be built, each at the knob that is to blame, or at its own place."""
    for name in script.lesson.file.simulations:
        if name in script.lesson.unfit:
            continue
        try:
            script.simulation(name).frame(0)
        except GradstepError as error:
            yield name, script.lesson.source.fault(_knob(script, name, error.message), error.message)


def _knob(script: Script, name: str, said: Message) -> Path:
    """The path of the knob that a complaint about a simulation is about, if it names one that stands there."""
    for named in (said.arguments.get("knob"), said.arguments.get("got")):
        paths: tuple[Path, ...] = (("simulations", name, str(named)), ("simulations", name, "at", str(named)))
        for path in paths:
            if named is not None and path in script.lesson.source.positions:
                return path
    formula: Path = ("simulations", name, "formula")
    is_formula = said.id.startswith("formula.") and formula in script.lesson.source.positions
    return formula if is_formula else ("simulations", name)
