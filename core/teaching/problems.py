"""What of a lesson can be asked on paper? Its questions as problems with blanks, and the key that the engine has.

Nothing on paper is revealed on the way: what an earlier problem asks stays hidden in the pictures and the texts of the
later ones, where the learner goes on with her own results, whether the lesson names the quantity or just its number.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count

import numpy as np

from ..arrays import Value
from ..errors import GradstepError
from ..lesson.asked import Stop
from ..lesson.judging import shuffled
from ..lesson.listing import BLANK
from ..lesson.load import Lesson
from ..lesson.matching import right_sides
from ..lesson.passing import turn_of
from ..lesson.schema import (
    AskFormula,
    AskNumber,
    BothLanguages,
    Challenge,
    Choose,
    Code,
    Match,
    Order,
    Play,
    Say,
    Show,
    Step,
)
from ..lesson.script import Script
from ..lesson.session import Session, narration
from ..lesson.shuffling import shown_options
from ..lesson.solved import right_answer
from ..pictures import Label
from ..words import Message
from .covering import Asked, Secret, covered_texts, numbers, secrets, texts_at


@dataclass(frozen=True)
class Blank:
    """Something to fill in: a number, a vector, a matrix, a formula."""

    label: Label
    shape: tuple[int, ...] | None
    """Rows and columns; None for a line of text."""
    answer: str
    """What belongs there, as it is typed."""
    value: object = None
    """The engine's number or array, where it is one."""


@dataclass(frozen=True)
class Problem:
    """One question of a lesson, as it can be asked on paper."""

    step: str
    kind: str
    session: Session
    """At its stop, with everything hidden that is asked here or was asked before."""
    prompt: BothLanguages
    context: tuple[BothLanguages, ...]
    """What the lesson says before its first question about this simulation."""
    blanks: tuple[Blank, ...] = ()
    options: tuple[BothLanguages, ...] = ()
    """What to choose from, to put in order, or to pair."""
    lines: tuple[BothLanguages, ...] = ()
    """What stands above the blanks: the sides that are to be paired, or the listing that has the blanks."""
    answer: str = ""
    """The right option, order, or knobs."""
    right: BothLanguages | None = None
    """What the right option says, whole: the key hides nothing."""
    solution: BothLanguages | None = None
    has_picture: bool = False

    @property
    def said(self) -> tuple[BothLanguages, ...]:
        """Everything that stands on the sheet beside its picture and its listing."""
        return (*self.context, self.prompt, *self.options)

    @property
    def secrets(self) -> list[Secret]:
        """The numbers that belong in its blanks."""
        name = self.session.beat.simulation
        return [one for blank in self.blanks if blank.value is not None for one in secrets(name, blank.value)]


NOTHING = BothLanguages(en="-", es="-")


def problems(lesson: Lesson, most: int = 0, learner: str | None = None) -> list[Problem]:
    """The problems of a lesson with its numbers; at most so many of them, spread evenly, unless that is 0.

    Options stand in the order of the learner, as on her screen.
    """
    script = Script(lesson)
    places = [index for index in range(len(lesson.steps)) if script.problem(index) is None and _stops(script, index)]
    if most and len(places) > most:
        places = [places[round(place * (len(places) - 1) / max(1, most - 1))] for place in range(most)]
    return list(_problems(script, frozenset(places), learner))


def _stops(script: Script, index: int) -> list[Stop]:
    """Where a step asks something."""
    return [(index, place) for place, beat in enumerate(script.beats(index)) if beat.is_question]


def _problems(script: Script, chosen: frozenset[int], learner: str | None) -> Iterator[Problem]:
    before: Asked = []
    asked: list[Secret] = []
    known: set[str] = set()
    drawn: dict[str, int] = {}
    seen: set[str | None] = set()
    context: list[BothLanguages] = []
    for index, step in enumerate(script.lesson.steps):
        is_new = script.problem(index) is None and not isinstance(step, Message) and step.simulation not in seen
        if is_new and isinstance(step, Say | Show) and step.text is not None:
            context.append(texts_at(script, step.text, (index, 0), before))
        if index in chosen:
            stops = _stops(script, index)
            problem = _problem(script, stops, before, tuple(context), learner)
            problem = _covered(problem, asked, known)
            yield replace(problem, has_picture=_is_drawn(problem.session, drawn))
            known.update(one for text in problem.said for one in numbers(text.en))
            asked += problem.secrets
            context.clear()
            seen.add(script.beats(index)[stops[0][1]].simulation)
            before += _numbers(script, stops)


def _covered(problem: Problem, asked: Sequence[Secret], known: Collection[str]) -> Problem:
    """The problem without the numbers that earlier ones ask for; whatever it is to be solved with stays in its key."""
    simulation = problem.session.beat.simulation

    def text(own: BothLanguages) -> BothLanguages:
        return covered_texts(own, asked, known, simulation)

    return replace(problem, prompt=text(problem.prompt), context=tuple(map(text, problem.context)),
                   options=tuple(map(text, problem.options)))  # fmt: skip


def _is_drawn(session: Session, drawn: dict[str, int]) -> bool:
    """Is a picture drawn for a problem? A graph stands on a sheet once, and once more when all values are there.

    Beside its later problems it would show, on its wires, what the earlier ones ask.
    """
    name, cursor = session.beat.simulation, session.beat.cursor
    if name is None or session.simulation is None:
        return False
    turn, last = turn_of(session.simulation), drawn.get(name)
    if last is None or turn is None or last < turn <= cursor:
        drawn[name] = cursor
        return True
    return False


def _numbers(script: Script, stops: Sequence[Stop]) -> Asked:
    """What the blanks of a step ask for."""
    found: Asked = []
    for index, place in stops:
        beat = script.beats(index)[place]
        if beat.asks is not None and beat.simulation is not None:
            quantities = script.simulation(beat.simulation).frame(beat.cursor).quantities
            found.append((beat.simulation, beat.asks, quantities[beat.asks]))
    return found


def _problem(
    script: Script, stops: Sequence[Stop], before: Asked, context: tuple[BothLanguages, ...], learner: str | None
) -> Problem:
    """The problem of a step whose questions stand at these stops."""
    index = stops[0][0]
    step = script.lesson.steps[index]
    if isinstance(step, Message):
        raise GradstepError(step.id, **step.arguments)
    covered: dict[str, tuple[str, ...]] = {}
    for name, quantity, _ in before:
        covered[name] = (*covered.get(name, ()), quantity)
    session = Session(script, stops[0], stops[-1], covered=covered, learner=learner)
    said, solution = narration(step), getattr(step, "solution", None)
    problem = Problem(
        script.lesson.ids[index], str(step.__struct_config__.tag), session,
        texts_at(script, said, stops[0], before) if said is not None else NOTHING, context,
        answer=right_answer(session), has_picture=session.simulation is not None,
        solution=texts_at(script, solution, stops[0], []) if solution is not None else None,
    )  # fmt: skip

    def text(own: BothLanguages) -> BothLanguages:
        return texts_at(script, own, stops[0], before)

    return _with_blanks(problem, step, stops, text)


def _with_blanks(
    problem: Problem, step: Step, stops: Sequence[Stop], text: Callable[[BothLanguages], BothLanguages]
) -> Problem:
    """The problem with what there is to write and to choose from; `text` puts the numbers into a sentence."""
    session = problem.session
    match step:
        case Choose():
            options = [step.options[place].text for place in shown_options(step, session.learner)]
            answer = session.shown(problem.answer)
            right = texts_at(session.script, options[int(answer) - 1], stops[0], [])
            problem = replace(problem, answer=answer, right=right)
        case Order():
            options = [step.items[place] for place in shuffled(step)]
        case Match():
            lefts = tuple(text(pair.left) for pair in step.pairs)
            blanks = (Blank(str(number), None, letter) for number, letter in enumerate(problem.answer.split(), 1))
            problem, options = replace(problem, lines=lefts, blanks=tuple(blanks)), list(right_sides(step))
        case Code():
            numbers = count(1)
            listing = BLANK.sub(lambda _: f"[{next(numbers)}]", step.listing.rstrip())
            blanks = (Blank(_sign(number, one.among), None, one.answer) for number, one in enumerate(step.blanks, 1))
            return replace(problem, lines=(BothLanguages(en=listing, es=listing),), blanks=tuple(blanks))
        case Challenge():
            return replace(problem, blanks=(Blank(", ".join(step.knobs), None, step.answer),))
        case AskFormula():
            return replace(problem, blanks=(Blank(session.label, None, step.answer),))
        case AskNumber() | Play():
            return replace(problem, blanks=tuple(_blank(session, stop) for stop in stops))
        case _:
            return replace(problem, blanks=(Blank("", None, problem.answer),))
    return replace(problem, options=tuple(map(text, options)))


def _sign(number: int, among: Sequence[str]) -> str:
    """What a blank of a listing is called: `[2]`, and what there is to choose from."""
    return f"[{number}]" + (f" ({' | '.join(among)})" if among else "")


def _blank(session: Session, stop: Stop) -> Blank:
    """The box for the quantity of a stop."""
    there = replace(session, at=stop)
    beat, simulation = there.beat, there.simulation
    if beat.asks is None or simulation is None:
        return Blank("", None, "")
    value = simulation.frame(beat.cursor).quantities[beat.asks]
    shape = np.shape(np.asarray(value, dtype=float))
    rows: tuple[int, int] = (
        (1, 1) if not shape else (1, shape[0]) if len(shape) == 1 else (int(np.prod(shape[:-1])), shape[-1])
    )
    return Blank(there.label, rows, _written(value, rows), value)


def _written(value: Value, shape: tuple[int, int]) -> str:
    """A number or an array for the key, with six digits: `-0.589836`, `1 2; 3 4`."""
    rows = np.asarray(value, dtype=float).reshape(shape)
    return "; ".join(" ".join(f"{float(entry):.6g}" for entry in row) for row in rows)
