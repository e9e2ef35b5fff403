"""How is a chart drawn where there are only lines of text? With ASCII signs, narrow enough for every terminal."""

from __future__ import annotations

from collections.abc import Sequence

from ..core.simulations.series import Series
from ..core.words import message
from .charts import Paper, lines
from .face import Face, spelled
from .scene.cells import plain

SIZE = (76, 18)
"""Columns and rows of a drawing."""


def drawing_lines(found: Sequence[Series], frames: Sequence[int], face: Face) -> list[str]:
    """Series as lines of ASCII signs. Raises SpecError without any finite number."""
    along, strays = face.say(message("plot.frame")), face.say(message("plot.strays"))
    drawn = lines(found, frames, Paper(*SIZE, ascii=True, color=False), along, strays)
    return [spelled(plain(line).rstrip(), face) for line in drawn]
