"""What is wrong with `course.yaml`? Blocks of lessons in teaching order: every fault with its line, column and mend.

A catalogue reads the file without this model (course.py), so that the first screen does not wait for it; it comes here
only with what it could not read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Annotated

from msgspec import Meta

from ..near import near_names
from ..whole import whole
from ..words import message
from ..words.controls import shortened
from .faults import shape_faults
from .schema import BothLanguages, Id, LessonStruct
from .source import Fault, Source, read_source


class BlockPlan(LessonStruct, frozen=True):
    """Lessons that belong together: number in the course, and id."""

    letter: Annotated[str, Meta(min_length=1, max_length=1)]
    title: BothLanguages
    lessons: dict[str, Id]


class CoursePlan(LessonStruct, frozen=True):
    """The course in teaching order."""

    blocks: list[BlockPlan]


def plan_faults(text: str, ids: Collection[str] | None = None) -> list[Fault]:
    """Every fault of the text of a `course.yaml`; with `ids`, a lesson that is not among them is one, too."""
    source = read_source(text)
    if source.faults:
        return source.faults
    shapes = [fault for _, fault in shape_faults(source, CoursePlan)]
    return shapes or list(_order_faults(source, ids))


def too_early(text: str, needs: Mapping[str, Collection[str]]) -> list[Fault]:
    """The lessons that come before one they build on, in the text of a `course.yaml` that has no other fault.

    `needs` has the prerequisites of each lesson; one that is not in the course at all is no fault of its order.
    """
    source = read_source(text)
    places = [
        (("blocks", place, "lessons", number), id)
        for place, block in enumerate(source.data["blocks"])
        for number, id in block["lessons"].items()
    ]
    order = {id: rank for rank, (_, id) in enumerate(places)}
    return [
        source.fault(path, message("course.too-early", got=id, needed=needed))
        for path, id in places
        for needed in needs.get(id, ())
        if order.get(needed, -1) >= order[id]
    ]


def _order_faults(source: Source, ids: Collection[str] | None) -> Iterator[Fault]:
    """Numbers that are none, what stands there twice, lessons that do not exist."""
    seen: set[str | int] = set()
    for place, block in enumerate(source.data["blocks"]):
        for number, id in block["lessons"].items():
            path = ("blocks", place, "lessons", number)
            count = whole(number)
            if count is None:
                yield source.fault(path, message("course.not-a-number", got=shortened(number)), key=True)
            elif count in seen:
                yield source.fault(path, message("course.repeated", got=number), key=True)
            if id in seen:
                yield source.fault(path, message("course.repeated", got=id))
            elif ids is not None and id not in ids:
                near = near_names(id, ids, rest=len(ids))
                yield source.fault(path, message("course.no-such-lesson", got=id, near=near))
            seen |= {id, number if count is None else count}
