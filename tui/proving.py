"""Who proves many lessons? As many processes as are wanted, with one line that says how far they are."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_all_start_methods, get_context
from pathlib import Path

from ..core.errors import LessonError
from ..core.lesson.course import load_course
from ..core.lesson.plan import plan_faults, too_early
from ..core.lesson.source import Fault, read_file
from ..core.lesson.verify import Verified, verify_file
from ..core.words import message
from ..core.words.reasons import system_reason

COURSE = "course.yaml"
FEW = 4
"""So few files are proved sooner than a second process is there."""
CLEAR_LINE = "\r\x1b[K"

Told = Callable[[int, int], None]
"""Told how many of how many files are done."""


class _Prove:
    """The proof of one file, which can be sent to another process."""

    def __init__(self, reserved: Collection[str], known: Collection[str]) -> None:
        self.reserved: frozenset[str] = frozenset(reserved)
        self.known: frozenset[str] = frozenset(known)

    def __call__(self, path: Path) -> Verified:
        return proved_course(path) if path.name == COURSE else verify_file(path, self.reserved, self.known)


def prove(
    paths: Sequence[Path], reserved: Collection[str], known: Collection[str], jobs: int, told: Told
) -> Iterator[Verified]:
    """What comes of each file, in order."""
    one = _Prove(reserved, known)
    jobs = min(jobs, len(paths))
    if jobs <= 1 or len(paths) <= FEW:
        for done, path in enumerate(paths):
            told(done, len(paths))
            yield one(path)
        return
    methods = get_all_start_methods()
    with ProcessPoolExecutor(jobs, get_context("fork" if "fork" in methods else methods[0])) as pool:
        for done, found in enumerate(pool.map(one, paths)):
            told(done + 1, len(paths))
            yield found


def proved_course(path: Path) -> Verified:
    """The faults of the file that has the order of the lessons."""
    ids = [file.stem for file in path.parent.iterdir() if file.suffix == ".yaml" and file.name != COURSE]
    try:
        text = read_file(path)
        faults = plan_faults(text, ids)
        if not faults:
            entries = load_course(path.parent).entries
            faults = too_early(text, {entry.id: entry.prerequisites for entry in entries})
    except LessonError as error:
        faults = [Fault(*fault) for fault in error.faults]
    except OSError as error:
        faults = [Fault(1, 1, message("lesson.unreadable", reason=system_reason(error)))]
    return Verified(str(path), COURSE, tuple(faults))


def telling() -> Told:
    """A line on standard error that is overwritten, if somebody is looking at a terminal; otherwise nothing."""
    if not sys.stderr.isatty():
        return lambda _done, _count: None

    def told(done: int, count: int) -> None:
        bar = "#" * (20 * done // max(1, count))
        sys.stderr.write(f"{CLEAR_LINE}[{bar:<20}] {done}/{count}" if done < count else CLEAR_LINE)
        sys.stderr.flush()

    return told
