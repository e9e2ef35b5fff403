"""Who works through a heap of files? As many processes as there are cores, or a Dask cluster, or this process alone.

Each process imports the engine once and keeps its lessons for the whole batch. Results come in the order of the files,
so that a report is the same however it was made. There is no scheduler here: processes are the standard library's, a
cluster is Dask's own executor.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from importlib import metadata
from multiprocessing import get_all_start_methods, get_context
from pathlib import Path
from typing import Any

from ..core.errors import GradstepError
from ..core.teaching.assessing import Assessed, assess, assess_file
from ..core.teaching.hand_in import HandInError, read_bytes
from ..core.teaching.library import Library
from ..core.words.controls import shortened
from .face import OUR_LESSONS

FEW = 6
"""So few files are done sooner than a second process is there."""
AT_ONCE = 8
"""Files that a process is given together."""
PATIENCE = "10s"
"""How long a cluster may take to answer."""

_libraries: dict[str, Library] = {}
"""The lessons that this process has read: a memory of what files say, kept for a batch."""


def assess_many(paths: Sequence[str], lessons: Path, jobs: int, dask: str = "") -> Iterator[Assessed]:
    """What each file comes to, in order. Raises GradstepError where there is no such cluster."""
    folder = "" if lessons == OUR_LESSONS else str(lessons.resolve())
    if dask:
        yield from _on_cluster(paths, folder, dask)
        return
    jobs = min(jobs, (len(paths) + AT_ONCE - 1) // AT_ONCE)
    if jobs <= 1 or len(paths) <= FEW:
        yield from (assessed_here(path, folder) for path in paths)
        return
    # A fork has the engine already; where there is none, each process imports it once.
    methods = get_all_start_methods()
    with ProcessPoolExecutor(jobs, get_context("fork" if "fork" in methods else methods[0])) as pool:
        yield from pool.map(_Here(folder), paths, chunksize=AT_ONCE)


def stream_many(paths: Iterable[str], lessons: Path) -> Iterator[Assessed]:
    """What each file comes to, as soon as its name arrives."""
    folder = "" if lessons == OUR_LESSONS else str(lessons.resolve())
    return (assessed_here(path, folder) for path in paths)


class _Here:
    """Something to do with a file that can be sent to another process."""

    def __init__(self, folder: str) -> None:
        self.folder: str = folder

    def __call__(self, path: str) -> Assessed:
        return assessed_here(path, self.folder)


def assessed_here(path: str, folder: str) -> Assessed:
    """What a file comes to, in this process; an empty folder stands for the lessons of this installation."""
    return assess_file(path, _library(folder), metadata.version("gradstep"))


def assessed_there(path: str, data: bytes, folder: str) -> Assessed:
    """What bytes come to, on another machine, which may see no file of this one."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    return assess(path, data, _library(folder), metadata.version("gradstep"))


def _library(folder: str) -> Library:
    if folder not in _libraries:
        _libraries[folder] = Library(Path(folder) if folder else OUR_LESSONS)
    return _libraries[folder]


def _on_cluster(paths: Sequence[str], folder: str, address: str) -> Iterator[Assessed]:
    """The same on the workers of a Dask cluster; what cannot be read here is said here."""
    try:
        from distributed import Client  # pyright: ignore[reportMissingImports]
    except ImportError:
        raise GradstepError("report.no-dask") from None
    try:
        client: Any = Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise GradstepError(
            "report.no-cluster", address=shortened(address), reason=shortened(str(error), 200)
        ) from None
    with client, client.get_executor() as executor:
        submit: Callable[..., Any] = executor.submit
        waiting: list[Any] = []
        for path in paths:
            try:
                waiting.append(submit(assessed_there, path, read_bytes(Path(path)), folder))
            except HandInError as error:
                waiting.append(Assessed(path, error.status, error.message))
        yield from (one if isinstance(one, Assessed) else one.result() for one in waiting)
