"""Which command shows this state of the laboratory again? `gradstep lab --set … --frame 312`, and back.

A command names what differs from what is there when nobody asks for anything, so that it is short; whoever runs it sees
the same numbers, because a training depends on nothing else.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

import numpy as np

from ..errors import SpecError
from ..simulations.dials import write
from ..simulations.knobs import named
from ..simulations.network.simulation import NetworkTraining
from ..simulations.protocol import same
from ..simulations.turns import read_turns
from .challenges import begun
from .names import choice_of, quantity, unit_name
from .state import BEGINNING, Lab, OwnTable, begin, first_choice
from .table import knobs_for, with_table
from .turning import OWN, turned

BETWEEN = " | "
"""Between the changes that were made on the way."""
_TURN = re.compile(r"\s*(?P<at>\d{1,9})\s*:(?P<text>.*)", re.DOTALL)


@dataclass(frozen=True)
class Asked:
    """A state as a command asks for it."""

    knobs: str = ""
    """`data = moons; hidden = [4]`."""
    turns: str = ""
    """`312: rate = 0.1 | 400: l2 = 0.01`."""
    frame: int = 0
    chosen: str = ""
    table: OwnTable | None = None
    beside: str = ""
    """The second timeline: its knobs, then what was changed on its way."""
    is_first: bool = False
    """Do keys act on the first of two timelines?"""
    challenge: str = ""


def state_of(asked: Asked) -> Lab:
    """The laboratory that a command asks for. Raises what reading it raises: SpecError, UnknownNameError …"""
    lab = _turned_on_the_way(_started(asked, asked.knobs), asked.turns)
    if asked.beside:
        knobs, _, turns = asked.beside.partition(BETWEEN.strip())
        other = _turned_on_the_way(_started(asked, knobs), turns)
        lab = replace(lab, runs=(lab.run, other.run), active=0 if asked.is_first else 1)
    cursor = max(run.reach(max(0, asked.frame)) for run in lab.runs)
    lab = replace(lab, cursor=cursor, chosen=first_choice(lab.run), challenge=asked.challenge or None, said=None)
    if asked.chosen:
        chosen = choice_of(lab, asked.chosen)
        if chosen is None:
            raise SpecError("lab.no-such-choice", got=asked.chosen[:20])
        lab = replace(lab, chosen=chosen)
    return lab


def _first(challenge: str | None, table: OwnTable | None) -> Lab:
    """What is there before any knob is named: what a challenge gives, one's own data, or what everybody begins with."""
    lab = begun(challenge) if challenge else begin(BEGINNING)
    return lab if table is None else with_table(lab, table)


def _started(asked: Asked, knobs: str) -> Lab:
    lab = _first(asked.challenge, asked.table)
    return turned(lab, read_turns(lab.run, 0, knobs)) if knobs.strip() else lab


def _turned_on_the_way(lab: Lab, turns: str) -> Lab:
    """What was changed on the way, in its order."""
    for part in turns.split(BETWEEN.strip()):
        if not part.strip():
            continue
        found = _TURN.fullmatch(part)
        if found is None:
            raise SpecError("lab.turn", got=part.strip()[:60])
        at = int(found["at"])
        lab = replace(lab, cursor=lab.run.reach(at))
        lab = turned(lab, read_turns(lab.run, lab.cursor, found["text"].strip()))
    return lab


def command_of(lab: Lab) -> str:
    """The command that shows this state."""
    first = lab.runs[0]
    words = ["gradstep", "lab"]
    if lab.table is not None:
        words += ["--csv", lab.table.path, *(("--target", lab.table.target) if lab.table.target else ())]
    knobs, turns = _knobs(lab, first), _turns(first)
    words += ["--set", knobs] if knobs else []
    words += ["--turn", turns] if turns else []
    if len(lab.runs) > 1:
        other = lab.runs[1]
        words += ["--beside", BETWEEN.join(filter(None, (_knobs(lab, other) or "seed = 0", _turns(other))))]
        words += ["--first"] if lab.active == 0 else []
    words += ["--challenge", lab.challenge] if lab.challenge else []
    words += ["--frame", str(lab.cursor)] if lab.cursor else []
    if lab.chosen != first_choice(lab.run):
        words += ["--choose", quantity(lab.chosen) or unit_name(lab.run, lab.chosen.layer, lab.chosen.unit)]
    return shlex.join(words)


def _knobs(lab: Lab, run: NetworkTraining) -> str:
    """The knobs in which a timeline differs from a new laboratory with these data."""
    base, said = _first(lab.challenge, None), dict[str, object]()
    if lab.table is not None:
        # The file is not read again: it may have changed, and what is here came from it.
        own = run.settings
        base = turned(base, knobs_for(own.inputs, own.targets, own.features))
    data = run.settings.data
    # Samples that are written out need no data set, and nothing that would come along with one.
    if lab.table is None and run.settings.inputs is None and data != base.run.settings.data:
        # Other data bring other knobs along, which need not be named.
        base, said["data"] = turned(base, {"data": data}), data
    for name, value in named(run.settings).items():
        is_own = lab.table is not None and name in OWN
        if not is_own and not _equal(value, getattr(base.run.settings, name)) and name != "data":
            said[name] = value
    return _written(said)


def _turns(run: NetworkTraining) -> str:
    return BETWEEN.join(f"{at}: {_written(change)}" for at, change in run.spec.changes)


def _written(knobs: Mapping[str, object]) -> str:
    """Knobs as they can be typed: mappings and rows of numbers as JSON."""
    return "; ".join(f"{name} = {_value(value)}" for name, value in knobs.items())


def _value(value: object) -> str:
    if isinstance(value, Mapping):
        return json.dumps({str(k): v for k, v in cast("Mapping[str, object]", value).items()})
    if isinstance(value, np.ndarray):
        return json.dumps(value.tolist())
    if value is None:
        return "none"
    if isinstance(value, float):
        return repr(value)
    return write(value)


def _equal(one: object, other: object) -> bool:
    if isinstance(one, np.ndarray) or isinstance(other, np.ndarray):
        return one is not None and other is not None and same(one, other)
    if isinstance(one, Sequence) and isinstance(other, Sequence) and not isinstance(one, str):
        return tuple(one) == tuple(other)
    return bool(one == other)
