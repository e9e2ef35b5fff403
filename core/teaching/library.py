"""Where are the lessons that hand-ins are about? Read once, with the variants that were met last."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path

from ..errors import GradstepError
from ..lesson.load import Lesson, load_lesson
from ..lesson.script import Script
from .hand_in import digest_of

MOST_SCRIPTS = 40
"""Variants that are kept: a class of thousands has as many, and each holds simulations."""

Steps = dict[tuple[str, str], int]
"""(id, fingerprint) to the place of a step."""


class Library:
    """The lessons of a folder. Everything that it keeps could be read again."""

    def __init__(self, folder: Path) -> None:
        self.folder: Path = folder
        self._lessons: dict[str, Lesson | None] = {}
        self._digests: dict[str, str] = {}
        self._scripts: OrderedDict[tuple[str, int], tuple[Script, Steps]] = OrderedDict()

    def lesson(self, id: str) -> Lesson | None:
        """The lesson with an id, with its usual numbers; None where there is none that can be opened."""
        if id not in self._lessons:
            path = self.folder / f"{id}.yaml"
            try:
                # An id is words with dashes; anything else, such as a path, names no lesson.
                is_id = id.replace("-", "").isalnum() and id.isascii()
                self._lessons[id] = load_lesson(path) if is_id else None
            except GradstepError:
                self._lessons[id] = None
        return self._lessons[id]

    def digest(self, id: str) -> str:
        """The digest of a lesson; empty where there is none."""
        lesson = self.lesson(id)
        if lesson is None:
            return ""
        if id not in self._digests:
            self._digests[id] = digest_of(lesson)
        return self._digests[id]

    def script(self, id: str, seed: int) -> tuple[Script, Steps] | None:
        """The script of a variant with the places of its steps; None where there is no such variant."""
        lesson = self.lesson(id)
        if lesson is None:
            return None
        key = (id, seed if lesson.varies else 0)
        if key not in self._scripts:
            try:
                variant = lesson.variant(key[1])
            except GradstepError:
                return None
            steps = {(id, mark): at for at, (id, mark) in enumerate(zip(variant.ids, variant.hashes, strict=True))}
            self._scripts[key] = Script(variant), steps
            if len(self._scripts) > MOST_SCRIPTS:
                self._scripts.popitem(last=False)
        self._scripts.move_to_end(key)
        return self._scripts[key]
