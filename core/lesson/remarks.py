"""What should be changed in a lesson although nothing in it is false? Options that can be told without the question.

Options are shown in an order of each learner's own; still a file whose right options all stand in one place was written
without a thought for the others, and the length of an option is the same for everybody.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path as FilePath

from ..errors import LessonError
from ..words import LANGUAGES, message
from .load import Lesson, load_lesson
from .schema import Choose
from .source import Fault
from .vocabulary import Vocabulary, too_early

FEWEST = 4
"""Questions from which on a pattern is no accident."""


def remarks_of_file(path: FilePath, known: Vocabulary | None = None) -> tuple[Fault, ...]:
    """The remarks on a lesson file, on its words too where the course is known; none on one that cannot be read."""
    try:
        lesson = load_lesson(path)
    except LessonError:
        return ()
    return (*remarks(lesson), *(() if known is None else too_early(lesson, known)))


def remarks(lesson: Lesson) -> Iterator[Fault]:
    """What should be changed, at the first question of the lesson that it concerns."""
    asked = [(at, step) for at, step in enumerate(lesson.steps) if isinstance(step, Choose)]
    if len(asked) < FEWEST:
        return
    first = ("steps", asked[0][0], "options")
    places = {_right(step) for _, step in asked}
    if len(places) == 1:
        said = message("verify.one-place", place=places.pop() + 1, count=len(asked))
        yield lesson.source.fault(first, said)
    for language in LANGUAGES:
        if all(_is_longest(step, language) for _, step in asked):
            yield lesson.source.fault(first, message(f"verify.always-longest-{language}", count=len(asked)))


def _right(step: Choose) -> int:
    return next((place for place, option in enumerate(step.options) if option.right), 0)


def _is_longest(step: Choose, language: str) -> bool:
    """Is the right option longer than each of the others?"""
    lengths = [len(option.text[language]) for option in step.options]
    return lengths.count(max(lengths)) == 1 and lengths.index(max(lengths)) == _right(step)
