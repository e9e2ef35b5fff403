"""How are questions of other lessons asked once more? As a lesson of its own, with other numbers where they have them.

A question is taken out with its simulation and put at the frame where it stood. So it is judged, hinted and diagnosed
as it was there, in every face.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, cast

import msgspec

from ..errors import GradstepError
from ..words import Message, core_words, message
from .due import APART, REVIEW, Question, questions
from .load import Lesson, parse_lesson
from .progress import LessonProgress
from .schema import AskFormula, AskNumber, Choose, Code, Match, Order, Review
from .script import Script
from .session import Session

ASKED = (AskNumber, AskFormula, Choose, Order, Match, Code)
"""The steps that are asked again: those that one answer settles."""
LARGEST_SEED = 999_999
NAMED = re.compile(r"(?<!\{)\{(?P<name>[A-Za-z_]\w*)(?=\.)")
"""The simulation that a template names."""


def review_lesson(
    found: Sequence[Question], lesson_of: Callable[[str], Lesson], count: int, seed: int, name: str
) -> Lesson | None:
    """A lesson that asks the first `count` of the questions that can be asked again; None where there is none.

    `seed` draws other numbers for those that have them; `name` is the rest of the id under which it is recorded.
    """
    simulations: dict[str, object] = {}
    steps: list[dict[str, object]] = []
    for place, question in enumerate(found, 1):
        again = taken(question, lesson_of, f"q{place}", seed)
        if again is not None:
            simulations |= again[0]
            steps.append(again[1])
        if len(steps) == count:
            break
    words = (message("review.title"), message("review.objective"), message("review.summary"))
    return lesson_of_questions(name, words, simulations, steps)


def lesson_of_questions(
    name: str,
    words: tuple[Message, Message, Message],
    simulations: Mapping[str, object],
    steps: Sequence[Mapping[str, object]],
) -> Lesson | None:
    """A lesson of questions that were taken out of others, with its title, objective and summary; None without any.

    `name` is the rest of the id under which it is recorded.
    """
    if not steps:
        return None
    title, objective, summary = map(core_words().both, words)
    data = {
        "format": 1, "id": f"{REVIEW}-{name}", "title": title, "objectives": [objective],
        "simulations": simulations, "steps": steps, "summary": [summary],
    }  # fmt: skip
    # Fractions are written as a lesson has them: `1/2`.
    return parse_lesson(json.dumps(data, default=str), REVIEW)


def earlier_offered(session: Session) -> int:
    """How many questions of earlier lessons are offered where the learner is: 0 but at a step that does so."""
    step = session.step
    return step.questions if isinstance(step, Review) and session.view is None and not session.finished else 0


def earlier_lesson(
    session: Session, known: Mapping[str, LessonProgress], lesson_of: Callable[[str], Lesson], now: float
) -> Lesson | None:
    """What such a step asks: the questions of other lessons most likely forgotten; None where there is none."""
    found = [one for one in questions(known, now) if one.lesson != session.script.lesson.file.id]
    return review_lesson(found, lesson_of, earlier_offered(session), int(now) % LARGEST_SEED + 1, str(int(now)))


def taken(
    question: Question, lesson_of: Callable[[str], Lesson], prefix: str, seed: int
) -> tuple[dict[str, dict[str, Any]], dict[str, object]] | None:
    """The simulations and the step that ask a question by itself, under names with a prefix.

    None for a step that is gone, or that one answer does not settle.
    """
    try:
        lesson = lesson_of(question.lesson).variant(seed)
    except GradstepError:
        return None
    if question.step not in lesson.ids:
        return None
    index = lesson.ids.index(question.step)
    step = lesson.steps[index]
    if isinstance(step, Message) or not isinstance(step, ASKED):
        return None
    script = Script(lesson)
    if script.problem(index) is not None:
        return None
    (beat,) = [beat for beat in script.beats(index) if beat.is_question][:1] or [None]
    if beat is None:
        return None
    data = {key: value for key, value in msgspec.to_builtins(step).items() if value not in (None, [], {}, "")}
    data["kind"], data["id"] = str(step.__struct_config__.tag), f"{question.lesson}{APART}{question.step}"
    if beat.simulation is not None:
        data |= {"simulation": beat.simulation, "at": max(0, beat.cursor)}
    used = set(_named(data)) | ({beat.simulation} if beat.simulation is not None else set())
    known = lesson.file.simulations
    names = {name: f"{prefix}_{name}" for name in used if name in known}
    if beat.simulation is not None:
        data["simulation"] = names[beat.simulation]
    return {names[name]: known[name] for name in names}, cast("dict[str, object]", _renamed(data, names))


def _named(data: object) -> Iterator[str]:
    """The simulations that the texts of a step name."""
    for text in _texts(data):
        yield from (found["name"] for found in NAMED.finditer(text))


def _texts(data: object) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for part in cast("dict[str, object]", data).values():
            yield from _texts(part)
    elif isinstance(data, list):
        for part in cast("list[object]", data):
            yield from _texts(part)


def _renamed(data: object, names: dict[str, str]) -> object:
    """The same data with simulations under their new names in every text."""
    if isinstance(data, str):
        return NAMED.sub(lambda found: "{" + names.get(found["name"], found["name"]), data)
    if isinstance(data, dict):
        return {key: _renamed(part, names) for key, part in cast("dict[str, object]", data).items()}
    if isinstance(data, list):
        return [_renamed(part, names) for part in cast("list[object]", data)]
    return data
