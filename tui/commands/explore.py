"""`gradstep explore [FORMULA|KIND]`: a formula of your own, or any topic, with every knob free."""

from __future__ import annotations

import json
import os
import shlex
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from ...core.errors import FormulaError, GradstepError, GraphError, SpecError
from ...core.formula.assignments import parse_assignments
from ...core.formula.parser import parse
from ...core.formula.tree import given_names
from ...core.json_numbers import plain_number
from ...core.laboratory.state import OwnTable
from ...core.laboratory.table import knobs_of
from ...core.lesson.load import Lesson, parse_lesson
from ...core.simulations.dials import changes
from ...core.simulations.kinds import KINDS, simulate
from ...core.simulations.protocol import Simulation, Spec
from ...core.simulations.turns import read_turns
from ...core.words import Text, message
from ..face import Face, terminal_problem
from ..lessons import course_or_none
from ..options import Call, UsageError
from ..topics import kind_meant, no_kind
from ..values import missing_names, values_needed
from .open import Chosen, show

DEFAULT = "graph"
TRAINED = ("network", "evaluation")
"""The kinds that train on samples, which may be one's own."""


def run(call: Call, face: Face) -> int:
    """Steps through a formula or a topic; complaints about it come before the screen."""
    if call.has("at") and not call.given:
        raise UsageError("cli.at-needs-formula")
    given = call.given[0] if call.given else DEFAULT
    by_keys = terminal_problem(os.environ) is None
    if call.has("target") and not call.has("csv"):
        raise UsageError("cli.target-needs-csv")
    table = OwnTable(call.get("csv"), call.get("target")) if call.has("csv") else None
    options = [f"--{name}={call.get(name)}" for name in ("at", "set", "csv", "target") if call.has(name)]
    again = shlex.join(["gradstep", "explore", *call.given, *options])
    lesson = exploration_of(given, face, call.get("at"), call.get("set"), by_keys=by_keys, table=table)
    return show(face, course_or_none(face), Chosen(lesson), again=again)


def exploration_of(
    given: str, face: Face, at: str = "", turned: str = "", *, by_keys: bool = True, table: OwnTable | None = None
) -> Lesson:
    """The lesson in which a formula or a topic is explored. Raises what reading them raises."""
    given = kind_meant(given, face) or given
    if given not in KINDS and not at and course_or_none(face).entry(given.strip()) is not None:
        raise UsageError("cli.lesson-to-explore", got=given.strip())
    if given.strip().isidentifier() and given not in KINDS and not at:
        raise no_kind("cli.no-such-topic", given, face)
    if table is not None and given not in TRAINED:
        raise UsageError("cli.csv-kinds", got=given, kinds=list(TRAINED))
    return exploration(explored(given, at, turned, table), given, face, by_keys)


def explored(given: str, at: str = "", turned: str = "", table: OwnTable | None = None) -> Simulation:
    """The simulation of a kind's example or of a formula, with values and knobs as typed, and samples of one's own.

    Raises what reading them raises: UnknownNameError, SpecError, FormulaError, GraphError.
    """
    values = {name: plain_number(value) for name, value in parse_assignments(at).items()} if at else {}
    if given in KINDS:
        knobs = {**KINDS[given].example, **({"at": values} if values else {})}
        simulation = simulate(Spec(given, {**knobs, **(_own(given, table) if table is not None else {})}))
    else:
        simulation = _formula(given, values)
    if turned:
        simulation = _set(simulation, changes(simulation, 0, read_turns(simulation, 0, turned)))
    simulation.frame(0)
    return simulation


def _own(kind: str, table: OwnTable) -> dict[str, Any]:
    """The knobs of a training on a CSV file, as plain data: all samples at once, and targets scaled like inputs."""
    found = knobs_of(table)
    own = {name: value.tolist() if hasattr(value, "tolist") else value for name, value in found.items()}
    has_numbers = found["loss"] == "mse"
    return {**own, "batch": 0, "scaled_targets": has_numbers, **({"positive": 1} if kind == "evaluation" else {})}


def _set(simulation: Simulation, knobs: Mapping[str, Any]) -> Simulation:
    """The same kind with some knobs set; what its example has gives way where the two do not fit each other."""
    spec = simulation.spec
    try:
        found = simulate(Spec(spec.kind, {**spec.knobs, **knobs}))
        found.frame(0)
    except SpecError:
        with suppress(SpecError):
            return _filled(spec.kind, knobs)
        raise
    return found


def _filled(kind: str, knobs: Mapping[str, Any]) -> Simulation:
    """A kind with these knobs alone; where it is a graph that misses values, small ones of both signs are tried."""
    try:
        found = simulate(Spec(kind, knobs))
        found.frame(0)
    except GraphError as error:
        at = {name: (-1.0) ** n * (n % 9 + 1) / 10 for n, name in enumerate(missing_names(error))}
        if not at:
            raise
        return simulate(Spec(kind, {**knobs, "at": at}))
    return found


def _formula(formula: str, values: dict[str, Any]) -> Simulation:
    """The graph of a formula; where no value was given for a name, 1, 2, 3 … are tried.

    Raises FormulaError, GraphError, UnknownNameError.
    """

    def made(at: dict[str, Any]) -> Simulation:
        simulation = simulate(Spec("graph", {"formula": formula, "at": at}))
        simulation.frame(0)
        return simulation

    try:
        return made(values)
    except (GraphError, FormulaError) as error:
        missing = missing_names(error) if isinstance(error, GraphError) else _without_value(formula, values)
        if not missing:
            raise
        try:
            return made({**values, **{name: float(n) for n, name in enumerate(missing, 1)}})
        except GradstepError as worse:
            raise (values_needed(error) if isinstance(error, GraphError) else error) from worse


def _without_value(formula: str, values: Mapping[str, Any]) -> list[str]:
    """The names of a formula that no value was given for; none if some value belongs to none of its names."""
    names = given_names(parse(formula))
    return [name for name in names if name not in values] if set(values) <= set(names) else []


def exploration(simulation: Simulation, given: str, face: Face, by_keys: bool = True) -> Lesson:
    """A lesson of one step that leaves everything to the learner; what it says names keys only where there are some."""

    def both(id: str) -> Text:
        return face.words.both(message(id))

    short = given if len(given) <= 60 else given[:59] + "…"
    title = both(f"kind.{given}") if given in KINDS else {"en": short, "es": short}
    spec = simulation.spec
    knobs = dict(spec.knobs)
    for _, change in spec.changes:
        knobs |= change
    text = KINDS[spec.kind].described if given in KINDS else both("screen.explored" if by_keys else "plain.explored")
    data: dict[str, Any] = {
        "format": 1,
        "id": "explore",
        "title": title,
        "objectives": [both("screen.explore-goal")],
        "simulations": {"it": {**knobs, "kind": spec.kind}},
        "steps": [{"id": "all", "kind": "explore", "simulation": "it", "text": dict(text)}],
    }
    # JSON is YAML, and text that was typed needs no other quoting.
    return parse_lesson(json.dumps(data, default=_as_json), "explore")


def _as_json(value: Any) -> Any:
    """What a knob holds, as JSON: read-only mappings as mappings, exact numbers as text."""
    return dict(value) if isinstance(value, Mapping) else str(value)
