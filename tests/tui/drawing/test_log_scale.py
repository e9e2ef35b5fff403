"""A logarithmic axis says so, on the screen and line by line, in every topic that has one."""

from pathlib import Path

import pytest
from gradstep.core.pictures import CurvesPicture
from gradstep.core.simulations.kinds import KINDS, simulate
from gradstep.core.simulations.protocol import Spec
from gradstep.tui.drawing.curves import draw_curves
from gradstep.tui.face import Face
from gradstep.tui.plain.pictures import lines_of
from gradstep.tui.scene.look import Look

SAID = {
    "es": ("(escala log)", "el eje vertical es logar"),
    "en": ("(log scale)", "the vertical axis is logarithmic"),
}


def charts():
    for kind in sorted(KINDS):
        simulation = simulate(Spec(kind, dict(KINDS[kind].example)))
        for cursor in {0, simulation.reach(3), simulation.reach(60)}:
            yield from ((kind, one) for one in simulation.pictures(cursor) if isinstance(one, CurvesPicture))


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("ascii", [False, True])
def test_an_axis_says_whether_it_is_logarithmic(language, ascii):
    face = Face(language, ascii, False, "mono", Path(), None, lambda: 0.0, "test")
    seen, (head, sentence) = set(), SAID[language]
    for kind, chart in charts():
        rows = draw_curves(chart, 78, 12, ascii=ascii, words=Look(face).label).rows
        text = "\n".join("".join(run.text for run in cells) for cells in rows)
        told = "\n".join(lines_of(chart, None, face))
        assert (head in text) == chart.log == (sentence in told), kind
        seen.add(chart.log)
    assert seen == {True, False}
