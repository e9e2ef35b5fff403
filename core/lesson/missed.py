"""Which questions were missed, and how are they asked once more? With other numbers where there are some.

A lesson that draws its numbers draws others; a number is asked for in a neighbour of its question; everything else is
asked as it was. The words of a lesson speak of its own numbers, so with a neighbour's the question is worded anew. Each
names the slip of last time.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..words import core_words, message
from .asked import OPEN, Asked, Stop
from .counted import Question, questions
from .due import APART, PART
from .due import Question as Due
from .load import Lesson
from .neighbour import neighbour
from .reviewing import lesson_of_questions, taken
from .script import Script
from .seeds import next_seed
from .session import Session

Taken = tuple[dict[str, dict[str, Any]], dict[str, object]]
"""The simulations of a question, and its step."""
MOST_ASKED = 20


def missed(session: Session) -> tuple[Question, ...]:
    """The questions that got a wrong answer or were shown, in the order in which they come."""
    return tuple(one for one in questions(session) if _was_missed(session.asked.get(one.stop, OPEN)))


def _was_missed(asked: Asked) -> bool:
    return any(one.misses or one.outcome == "revealed" for one in asked.rounds)


def missed_lesson(session: Session, name: str) -> Lesson | None:
    """A lesson of the questions that were missed; None where none was, or none of them can be asked by itself.

    `name` is the rest of the id under which it is recorded.
    """
    simulations: dict[str, object] = {}
    steps: list[dict[str, object]] = []
    for question in missed(session):
        found = _asked_again(session, question, f"q{len(steps) + 1}") if len(steps) < MOST_ASKED else None
        # A listing with several blanks is asked whole, once.
        if found is not None and found[1]["id"] not in {step["id"] for step in steps}:
            simulations |= found[0]
            steps.append(_with_slip(found[1], question))
    title = session.script.lesson.file.title
    title_said = message("missed.title", title={"en": title.en, "es": title.es})
    words = (title_said, message("missed.objective"), message("missed.summary"))
    return lesson_of_questions(name, words, simulations, steps)


def _asked_again(session: Session, question: Question, prefix: str) -> Taken | None:
    """The simulations and the step that ask it once more; None for what has no sense by itself, such as a goal."""
    script, (index, place) = session.script, question.stop
    lesson, is_number = script.lesson, script.beats(index)[place].asks is not None
    other = neighbour(script, index, place) if is_number and lesson.varies else None
    # What the lesson draws may not touch this question; then its own numbers are turned.
    if not is_number or (lesson.varies and (other is None or other.lesson is not lesson)):
        seed = next_seed(lesson.seed) if lesson.varies else lesson.seed
        found = taken(Due(lesson.file.id, lesson.ids[index], 0.0, 0.0), lambda _: lesson, prefix, seed)
        if found is not None or not is_number:
            return found
    return _number(script, question.stop, prefix)


def _number(script: Script, stop: Stop, prefix: str) -> Taken:
    """A number, asked in a neighbour of its question, or where there is none in the question itself."""
    index, place = stop
    other = neighbour(script, index, place)
    there = other or script
    beat = there.beats(index)[place]
    simulation = there.simulation(beat.simulation or "")
    word = "missed.same-numbers" if other is None else "missed.other-numbers"
    name, spec = f"{prefix}_{beat.simulation}", simulation.spec
    part = f"{PART}{place}" if place else ""
    step = {
        "kind": "ask-number", "id": f"{script.lesson.file.id}{APART}{script.lesson.ids[index]}{part}",
        "simulation": name, "quantity": beat.asks, "at": beat.cursor,
        "prompt": core_words().both(message(word, label=simulation.label(beat.asks or ""))),
    }  # fmt: skip
    return {name: {"kind": spec.kind, **spec.knobs}}, step


def _with_slip(step: Mapping[str, Any], question: Question) -> dict[str, object]:
    """The step with the slip of last time before its question."""
    if not question.slips:
        return dict(step)
    said = core_words().both(message("missed.slip", slip=message(f"mistake.{question.slips[-1]}-name")))
    prompt = {language: f"{said[language]} {text}" for language, text in step["prompt"].items()}
    return {**step, "prompt": prompt}
