"""What does a lesson show, and in which order? A script of beats, which follow from the steps and the engine alone.

A beat is one stop of the lesson: a frame to look at, a quantity to predict, an option to choose. A `show` step has a
beat for each frame, a `play` step one for each quantity that the learner has to supply. Where a simulation is at the
beginning of a step follows from the steps before, so a lesson has the same beats for everybody. The beats of a step are
made when it is reached; a step that cannot be played says why.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Literal

import numpy as np

from ..answers.derivative import DerivativeQuestion
from ..answers.judge_formula import FormulaJudge
from ..arrays import Numbers
from ..errors import GradstepError, UnknownNameError
from ..formula.assignments import parse_assignments
from ..formula.evaluator import is_open
from ..formula.parser import parse_condition
from ..simulations.excursion import Excursion, set_out
from ..simulations.kinds import KINDS, simulate
from ..simulations.places import Place, appears, find
from ..simulations.protocol import Simulation, Spec
from ..whole import whole
from ..words import Message
from .load import Lesson
from .schema import AskFormula, AskNumber, Challenge, Choose, Code, Explore, Match, Order, Play, Review, Say, Show, Step
from .templates import Template, fill
from .wanted import Wanted, wanted_of

INNER = "zoomed"
"""A kind that only a zoom makes."""
Task = Literal["choice", "formula", "order", "match", "blank", "goal"]


@dataclass(frozen=True)
class Beat:
    """One stop: a simulation at a cursor, and what is asked there, if anything."""

    simulation: str | None
    cursor: int
    asks: str | None = None
    """The quantity to supply, before it is shown."""
    task: Task | None = None
    """Anything else there is to do here."""
    is_free: bool = False
    """May the learner step through the simulation and turn its knobs as she likes?"""

    @property
    def is_question(self) -> bool:
        """Does the learner have to answer here?"""
        return self.asks is not None or self.task is not None


@dataclass(frozen=True)
class Broken:
    """A step that cannot be played, and why; the lesson goes on without it."""

    problem: Message
    key: str | None = None
    """The key of the step that is at fault, if it is a single one."""


class Script:
    """The beats of a lesson. Everything it keeps could be derived from the lesson again."""

    def __init__(self, lesson: Lesson, made: Mapping[str, Simulation] | None = None) -> None:
        self.lesson: Lesson = lesson
        self._simulations: dict[str, Simulation] = dict(made or {})
        """By name; those that are `made` already are taken as they are."""
        self._beats: list[tuple[Beat, ...] | Broken] = []
        self._stands: list[Mapping[str, int]] = [{}]
        self._judges: dict[int, FormulaJudge] = {}
        self._wanted: dict[tuple[str, int, str], Wanted] = {}
        self._excursions: dict[tuple[int, int], Excursion] = {}
        self.neighbours: dict[tuple[int, int], Script | None] = {}
        """By stop: the lesson with other numbers, once it was looked for (neighbour.py)."""

    def simulation(self, name: str) -> Simulation:
        """A simulation of the lesson. Raises UnknownNameError, and what the spec of the simulation raises."""
        if name not in self._simulations:
            spec = self.lesson.file.simulations.get(name)
            unfit = self.lesson.unfit.get(name)
            if unfit is not None:
                raise GradstepError(unfit.id, **unfit.arguments)
            if spec is None:
                raise UnknownNameError("template.no-such-simulation", name, self.lesson.file.simulations)
            if not isinstance(spec.get("kind"), str):
                raise GradstepError("lesson.simulation-kind", name=name, near=sorted(set(KINDS) - {INNER}))
            knobs = {key: value for key, value in spec.items() if key != "kind"}
            self._simulations[name] = simulate(Spec(str(spec.get("kind")), knobs))
        return self._simulations[name]

    def beats(self, index: int) -> tuple[Beat, ...]:
        """The beats of a step; a broken step has one, which shows nothing."""
        self._prepare(index)
        beats = self._beats[index]
        return (Beat(None, 0),) if isinstance(beats, Broken) else beats

    def problem(self, index: int) -> Message | None:
        """Why a step cannot be played, or None."""
        self._prepare(index)
        beats = self._beats[index]
        return beats.problem if isinstance(beats, Broken) else None

    def problem_key(self, index: int) -> str | None:
        """The key of a step that its problem is about, if it is a single one."""
        self._prepare(index)
        beats = self._beats[index]
        return beats.key if isinstance(beats, Broken) else None

    def stand(self, index: int, simulation: str) -> int:
        """The cursor of a simulation when a step begins."""
        self._prepare(index)
        return self._stands[index].get(simulation, 0)

    def judge(self, index: int) -> FormulaJudge:
        """The judge of an `ask-formula` step. Raises what its formula raises."""
        step = self.lesson.steps[index]
        if not isinstance(step, AskFormula):
            raise GradstepError("session.nothing-asked")
        if index not in self._judges:
            shapes = {name: tuple(shape) for name, shape in step.shapes.items()}
            given = parse_assignments(step.targets) if step.targets else {}
            question = DerivativeQuestion(step.of, step.wrt, shapes, at=given, positive=step.positive)
            self._judges[index] = FormulaJudge(question)
        return self._judges[index]

    def wanted(self, simulation: str, cursor: int, quantity: str) -> Wanted:
        """What an answer to a quantity at a frame is compared with; a class asks the same again and again."""
        key = (simulation, cursor, quantity)
        if key not in self._wanted:
            self._wanted[key] = wanted_of(self.simulation(simulation), cursor, quantity)
        return self._wanted[key]

    def excursion(self, index: int, beat: int) -> Excursion | None:
        """Where a learner sets out from at a stop that leaves the simulation to her; None at all others."""
        here = self.beats(index)[beat]
        if not here.is_free or here.simulation is None:
            return None
        if (index, beat) not in self._excursions:
            self._excursions[index, beat] = set_out(self.simulation(here.simulation), here.cursor)
        return self._excursions[index, beat]

    def text(self, text: str, index: int, beat: int) -> str:
        """A text of a step with its numbers filled in, as they are at a beat."""
        here = self.beats(index)[beat]

        def number(template: Template) -> Numbers:
            start = self.stand(index, template.simulation)
            at = here.cursor if template.simulation == here.simulation else start
            return self.number(template, at)

        return fill(text, number)

    def number(self, template: Template, standing: int) -> Numbers:
        """The number that a template stands for; without a place of its own, at the cursor `standing`.

        Raises UnknownNameError for a simulation or quantity that does not exist, PlaceError for a place that never
        comes, GradstepError for a quantity that is not visible there.
        """
        simulation = self.simulation(template.simulation)
        if template.quantity not in simulation.names:
            raise UnknownNameError("place.no-such-quantity", template.quantity, simulation.names)
        place: int | str | None = template.place
        if place is not None and whole(place) is not None:
            place = whole(place)
        cursor = standing if place is None else find(simulation, place)
        quantities = simulation.frame(cursor).quantities
        if template.quantity not in quantities:
            raise GradstepError("template.not-visible", quantity=template.quantity, cursor=cursor,
                                simulation=template.simulation)  # fmt: skip
        value = quantities[template.quantity]
        if not template.index:
            return value
        try:
            return np.asarray(value, dtype=object)[template.index]
        except IndexError:
            raise GradstepError("template.no-entry", quantity=template.quantity, index=list(template.index)) from None

    def _prepare(self, index: int) -> None:
        """Beats up to and including a step."""
        while len(self._beats) <= index:
            step, stands = self.lesson.steps[len(self._beats)], self._stands[-1]
            try:
                beats = (Beat(None, 0),) if isinstance(step, Message) else self._beats_of(step, stands)
                if isinstance(step, AskFormula):
                    self._judgeable(len(self._beats))
                self._beats.append(Broken(step) if isinstance(step, Message) else beats)
            except GradstepError as error:
                beats = ()
                self._beats.append(Broken(error.message, error.key if isinstance(error, _AtKey) else None))
            moved = {beat.simulation: beat.cursor for beat in beats if beat.simulation is not None}
            self._stands.append({**stands, **moved})

    def _judgeable(self, index: int) -> None:
        """Raises whatever is wrong with the formula of a step, with the key that is at fault."""
        try:
            self.judge(index)
        except UnknownNameError as error:
            step = self.lesson.steps[index]
            is_wrt = isinstance(step, AskFormula) and error.message.arguments.get("got") == step.wrt
            raise _AtKey("wrt" if is_wrt else "positive", error.message) from error
        except GradstepError as error:
            raise _AtKey("of", error.message) from error

    def _beats_of(self, step: Step, stands: Mapping[str, int]) -> tuple[Beat, ...]:
        name = step.simulation
        if name is None:
            # A listing takes the room of the picture, and is not about it unless it says so.
            last = None if isinstance(step, Code) else self._last_shown()
            return _told(step, last, stands.get(last, 0) if last else 0)
        with _about("simulation"):
            simulation, here = self.simulation(name), stands.get(name, 0)
        match step:
            case Say() | Review() | Choose() | AskFormula() | Order() | Match() | Code() | Explore():
                return _told(step, name, here if step.at is None else _found(simulation, "at", step.at, here))
            case Challenge():
                with _about("goal"):
                    is_open(parse_condition(step.goal), {}, simulation.names)
                return (Beat(name, here, task="goal", is_free=True),)
            case Show():
                until = _found(simulation, "until", step.until, here)
                return tuple(Beat(name, cursor) for cursor in range(here + 1, until + 1)) or (Beat(name, here),)
            case AskNumber():
                at = None if step.at is None else _found(simulation, "at", step.at, here)
                with _about("quantity"):
                    at = appears(simulation, step.quantity, here) if at is None else at
                    return (Beat(name, at, asks=_visible(simulation, step.quantity, at)),)
            case Play():
                return self._played(step, simulation, here)

    def _played(self, step: Play, simulation: Simulation, here: int) -> tuple[Beat, ...]:
        """A beat for each quantity that an event brings and the learner supplies; other events pass by themselves."""
        until = _found(simulation, "until", step.until, here)
        beats: list[Beat] = []
        for cursor in range(here + 1, until + 1):
            event = simulation.frame(cursor).event
            news = event.news if event is not None else ()
            wanted = [q for q in news if any(fnmatchcase(q, pattern) for pattern in step.quantities)]
            beats += [Beat(step.simulation, cursor, asks=quantity) for quantity in wanted]
        if not beats:
            with _about("quantities"):
                raise GradstepError("script.nothing-to-play", patterns=step.quantities, start=here, until=until)
        # If the last answer ends the step, its frame has been seen together with the verdict.
        return tuple(beats) if beats[-1].cursor == until else (*beats, Beat(step.simulation, until))

    def _last_shown(self) -> str | None:
        """The simulation of the latest step that has one: its picture stays while something is said."""
        for beats in reversed(self._beats):
            if not isinstance(beats, Broken) and beats[-1].simulation is not None:
                return beats[-1].simulation
        return None


class _AtKey(GradstepError):
    """A problem with one key of a step."""

    def __init__(self, key: str, problem: Message) -> None:
        super().__init__(problem.id, **problem.arguments)
        self.key: str = key


@contextmanager
def _about(key: str) -> Generator[None]:
    """Blames whatever goes wrong inside on this key of the step."""
    try:
        yield
    except GradstepError as error:
        raise _AtKey(key, error.message) from error


def _found(simulation: Simulation, key: str, place: Place, start: int) -> int:
    """The cursor of a place, which is the value of a key."""
    with _about(key):
        return find(simulation, place, start)


def _told(step: Step, simulation: str | None, cursor: int) -> tuple[Beat, ...]:
    """The beats of a step in which something is said, asked in words, or tried: one, or one for each blank."""
    match step:
        case Choose():
            task: Task | None = "choice"
        case AskFormula():
            task = "formula"
        case Order():
            task = "order"
        case Match():
            task = "match"
        case Code():
            return (Beat(simulation, cursor, task="blank"),) * len(step.blanks)
        case _:
            return (Beat(simulation, cursor, is_free=isinstance(step, Explore)),)
    return (Beat(simulation, cursor, task=task),)


def _visible(simulation: Simulation, quantity: str, cursor: int) -> str:
    if quantity not in simulation.names:
        raise UnknownNameError("place.no-such-quantity", quantity, simulation.names)
    if quantity not in simulation.frame(cursor).quantities:
        raise GradstepError("script.not-there", quantity=quantity, cursor=cursor)
    return quantity
