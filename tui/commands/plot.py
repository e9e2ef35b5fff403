"""`gradstep plot LESSON|KIND --of "loss, abs(grad.b1)"`: quantities and expressions over a whole run, as a chart."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from rich.color import ColorSystem

from ...core.arrays import Value
from ...core.errors import GradstepError, SpecError
from ...core.json_numbers import plain_number
from ...core.learning.confusion import confusion
from ...core.simulations.dials import changes
from ...core.simulations.protocol import Simulation
from ...core.simulations.series import Series, at_frame, frames_of, nothing_named, over, read_all, usual
from ...core.simulations.turns import read_turns
from ...core.simulations.watches import Watch
from ...core.words import message
from ...core.words.controls import shortened
from ...core.words.reasons import writing_reason
from .. import charts
from ..charts_svg import lines_svg
from ..face import Face
from ..options import Call, UsageError
from ..scene.cells import Row, plain, row
from ..theme import style
from ..topics import kind_meant
from .explore import explored
from .frames import simulation_of

MOST_FRAMES = 10_000
"""As many frames are drawn unless more are asked for by `--to`."""
SILENT = 100
"""Frames that are worked out without a word: less than the time in which somebody wonders."""
IMAGE = ".svg"
IMAGES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".tif", ".tiff", ".pdf", ".ps", ".eps"})
"""Names of images that are not written; a text under such a name would open nowhere."""
WIDTHS, HEIGHTS = (30, 400), (8, 200)


def run(call: Call, face: Face) -> int:
    """Prints a chart, or saves it."""
    shape = call.get("as", "lines")
    _writable(call.get("save"), shape)
    simulation = _simulation(call, face)
    if shape == "lines":
        return _over_a_run(call, face, simulation)
    cursor = simulation.reach(call.number("at", MOST_FRAMES))
    if call.has("at") and cursor < call.number("at", 0):
        raise GradstepError("place.beyond-end", got=call.get("at"), last=cursor)
    if shape == "confusion":
        return _confusion(call, face, simulation, cursor)
    first, *others = read_all(call.get("of") or _usual(simulation), simulation)
    if others:
        raise SpecError("series.one-only", shape=shape, count=len(others) + 1)
    value = at_frame(simulation, first, cursor)
    if call.has("json"):
        return _write(call, face, json.dumps({"format": 1, "cursor": cursor, "of": first.text,
                                              "value": plain_number(value)}) + "\n")  # fmt: skip
    draw = charts.histogram if shape == "histogram" else charts.heat
    return _show(call, face, [_place(face, cursor), *draw(value, first.text, _paper(call, face))])


def _writable(name: str, shape: str) -> None:
    """What a file would hold must be what its name says. Raises UsageError."""
    suffix = Path(name).suffix.lower()
    if suffix in IMAGES or (suffix == IMAGE and shape != "lines"):
        raise UsageError("plot.no-image" if suffix in IMAGES else "plot.lines-only", name=shortened(name), shape=shape)


def _simulation(call: Call, face: Face) -> Simulation:
    """The simulation of a lesson, or of a kind with knobs turned as `--set` says."""
    meant = kind_meant(call.given[0], face)
    if meant is not None:
        return explored(meant, "", call.get("set"))
    simulation = simulation_of(call, face)
    if not call.has("set"):
        return simulation
    return simulation.branch(0, **changes(simulation, 0, read_turns(simulation, 0, call.get("set"))))


def _usual(simulation: Simulation) -> str:
    """The expressions that are drawn where none is named. Raises SpecError where nothing suggests itself."""
    found = usual(simulation)
    if found is None:
        raise nothing_named(simulation)
    return found


def _over_a_run(call: Call, face: Face, simulation: Simulation) -> int:
    wanted: Sequence[Watch] = read_all(call.get("of") or _usual(simulation), simulation)
    first = call.number("from", 0)
    last = call.number("to", first + MOST_FRAMES - 1)
    if first > last:
        raise UsageError("cli.from-after-to", first=first, last=last)
    frames = frames_of(simulation, first, last, call.number("every", 1, low=1))
    found = over(simulation, wanted, frames, _told(face, frames))
    if call.has("json"):
        return _write(call, face, _as_json(found, frames))
    along = face.say(message("plot.frame"))
    if Path(call.get("save")).suffix.lower() == IMAGE:
        return _write(call, face, lines_svg(found, frames, log=call.has("log"), along=along))
    return _show(call, face, charts.lines(found, frames, _paper(call, face), along, face.say(message("plot.strays"))))


def _told(face: Face, frames: range) -> Callable[[int], None] | None:
    """Says how far a long run is, on a line of the terminal that is taken away at the end; None without a terminal."""
    if not sys.stderr.isatty() or len(frames) <= SILENT:
        return None

    def told(cursor: int) -> None:
        is_last = cursor == frames[-1]
        if is_last or cursor % SILENT == 0:
            said = face.say(message("plot.working", cursor=cursor, last=frames[-1]))
            sys.stderr.write("\r\x1b[K" + ("" if is_last else said))
            sys.stderr.flush()

    return told


def _confusion(call: Call, face: Face, simulation: Simulation, cursor: int) -> int:
    known = simulation.frame(cursor).quantities
    if "output" not in known or "target" not in known:
        raise SpecError("series.no-confusion", cursor=cursor)
    counts = confusion(np.asarray(known["output"]), np.asarray(known["target"]))
    if call.has("json"):
        return _write(call, face, json.dumps({"format": 1, "cursor": cursor, "confusion": plain_number(counts)}) + "\n")
    total, right = int(counts.sum()), int(np.trace(counts))
    said = face.say(message("plot.confusion", right=right, total=total))
    return _show(call, face, [_place(face, cursor), *charts.table(counts, face.say(message("plot.corner"))), row(said)])


def _place(face: Face, cursor: int) -> Row:
    return row((face.say(message("plot.at", cursor=cursor)), "dim"))


def _as_json(found: Sequence[Series], frames: Sequence[int]) -> str:
    series = [{"name": each.name, "values": _numbers(each.values)} for each in found]
    return json.dumps({"format": 1, "frames": list(frames), "series": series}, ensure_ascii=False) + "\n"


def _numbers(values: Value) -> list[float | None]:
    """Numbers as JSON has them: what is not finite is null."""
    return [float(value) if np.isfinite(value) else None for value in values]


def _paper(call: Call, face: Face) -> charts.Paper:
    """As large as the terminal, or as was asked for; a file is a page of 100×30."""
    room = shutil.get_terminal_size((100, 30))
    width, height = (100, 30) if call.has("save") else (room.columns, max(HEIGHTS[0], room.lines - 2))
    return charts.Paper(
        call.number("width", min(max(width, WIDTHS[0]), WIDTHS[1]), *WIDTHS),
        call.number("height", min(max(height, HEIGHTS[0]), HEIGHTS[1]), *HEIGHTS),
        ascii=face.ascii, color=_is_coloured(call, face), log=call.has("log"),
    )  # fmt: skip


def _is_coloured(call: Call, face: Face) -> bool:
    return face.color and face.theme != "mono" and not call.has("save") and sys.stdout.isatty()


def _show(call: Call, face: Face, rows: Sequence[Row]) -> int:
    """Prints rows, in colours where they go to a terminal, or saves them as text."""
    painted = _is_coloured(call, face)

    def text(line: Row) -> str:
        if not painted:
            return face.shown(plain(line)).rstrip()
        return "".join(
            style(face.theme, run.role, 256).render(face.shown(run.text), color_system=ColorSystem.EIGHT_BIT)
            for run in line
        )

    return _write(call, face, "\n".join(map(text, rows)) + "\n")


def _write(call: Call, face: Face, text: str) -> int:
    """To the file that was named, else to standard output. Raises GradstepError where that cannot be written."""
    name = call.get("save")
    if not name:
        sys.stdout.write(text)
        return 0
    try:
        Path(name).write_text(text, encoding="utf-8")
    except (OSError, ValueError) as error:
        raise GradstepError("plot.not-saved", name=name, reason=writing_reason(error)) from None
    sys.stdout.write(face.say(message("plot.saved", name=name)) + "\n")
    return 0
