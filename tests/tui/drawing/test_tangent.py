"""A tangent is as steep as its gradient, touches its curve, and is seen nowhere while its slope is asked."""

from math import hypot, isclose
from pathlib import Path

import pytest
from gradstep.core.errors import GradstepError
from gradstep.core.lesson.session import Session
from gradstep.core.lesson.shown import shown
from gradstep.core.lesson.solved import walk
from gradstep.core.pictures import Curve, CurvesPicture, Tangent
from gradstep.core.simulations.kinds import simulate
from gradstep.core.simulations.protocol import Spec
from gradstep.tui.drawing.curves import Chart, draw_curves
from gradstep.tui.drawing.dots import ACROSS, DOWN
from gradstep.tui.drawing.tangent import direction
from gradstep.tui.face import Face
from gradstep.tui.plain.pictures import lines_of
from hypothesis import given
from hypothesis import strategies as st

from ... import course

LESSONS = sorted((Path(__file__).parents[3] / "lessons").glob("*.yaml"))
KINDS = ("descent", "function")


def scripts():
    for path in LESSONS:
        if path.stem != "course":
            script = course.script(path)
            names = script.lesson.file.simulations
            if any(script.simulation(name).spec.kind in KINDS for name in names):
                yield path.stem, script


def tangents(pictures):
    return [one.tangent for one in pictures if isinstance(one, CurvesPicture) and one.tangent is not None]


def test_in_every_lesson_it_has_the_gradient_of_the_frame_and_touches_the_curve():
    found = 0
    for lesson, script in scripts():
        for name in script.lesson.file.simulations:
            simulation = script.simulation(name)
            for cursor in range(simulation.reach(6) + 1) if simulation.spec.kind in KINDS else ():
                quantities = simulation.frame(cursor).quantities
                for tangent in tangents(simulation.pictures(cursor)):
                    assert quantities[tangent.quantity] == tangent.slope, (lesson, name, cursor)
                    assert isclose(simulation.surface.value((tangent.x,)), tangent.y), (lesson, name, cursor)
                    ahead = simulation.surface.value((tangent.x + 1e-6,)) - tangent.y
                    assert isclose(ahead / 1e-6, tangent.slope, rel_tol=1e-3, abs_tol=1e-3)
                    found += 1
    assert found > 30


def test_at_a_kink_and_of_several_walks_there_is_none():
    relu = simulate(Spec("function", {"of": "relu", "points": [-2, 0, 3]}))
    assert [bool(tangents(relu.pictures(at))) for at in range(4)] == [False, True, False, True]
    many = simulate(Spec("descent", {"formula": "f = x^2", "at": {"x": 3}, "rate": 0.1, "rates": "0.2"}))
    assert not tangents(many.pictures(1))
    corner = simulate(Spec("descent", {"formula": "f = abs(x)", "at": {"x": 0}}))
    assert not tangents(corner.pictures(0))


def test_it_is_not_seen_while_its_slope_is_asked():
    asked = seen = 0
    for lesson, script in scripts():
        for session in walk(Session(script)):
            here = shown(session)
            if session.finished or here.simulation is None or here.simulation.spec.kind not in KINDS:
                continue
            now = tangents(here.simulation.pictures(here.cursor))
            for tangent in tangents(here.pictures):
                assert tangent.quantity not in (*here.hidden, *here.covered) or tangent not in now, (lesson, session.at)
                seen += 1
            asked += here.asked in ("slope", "grad.x")
    assert seen > 20 and asked > 0


@given(st.floats(-50, 50), st.integers(20, 150), st.integers(5, 40), st.booleans())
def test_the_stroke_is_as_steep_as_the_slope_in_any_window(slope, width, height, log):
    up = (0.1, 1000.0) if log else (-7.0, 13.0)
    chart = Chart(6, 1, width, height, (-2.0, 5.0), up, log)
    tangent = Tangent(1.0, 3.0, slope, "s", "slope")
    right, down = direction(chart, tangent)
    assert isclose(hypot(right, down), 1.0) and right > 0
    step = 1e-6
    across = (chart.column(1.0 + step) - chart.column(1.0)) * ACROSS
    below = (chart.row(3.0 + slope * step) - chart.row(3.0)) * DOWN
    assert isclose(down * across, right * below, rel_tol=1e-3, abs_tol=1e-9)


@pytest.mark.parametrize(("width", "height"), [(24, 6), (46, 12), (110, 30)])
@pytest.mark.parametrize("ascii", [False, True])
@pytest.mark.parametrize("slope", [-1e9, -3.0, 0.0, 0.5, 1e6])
def test_it_is_drawn_inside_the_chart_and_its_slope_is_told(width, height, ascii, slope):
    curve = Curve("f", tuple((float(x), float(x * x)) for x in range(-3, 4)))
    bare = CurvesPicture("x", "f", (curve,), y_range=(0.0, 10.0))
    told = CurvesPicture("x", "f", (curve,), y_range=(0.0, 10.0), tangent=Tangent(1.0, 1.0, slope, "df/dx", "slope"))
    rows, before = (draw_curves(one, width, height, ascii=ascii).rows for one in (told, bare))
    text = ["".join(run.text for run in cells) for cells in rows]
    assert {len(line) for line in text} == {width} and len(text) == height
    assert any(run.role == "accent" for cells in rows[1:] for run in cells)
    assert "=" in text[0] and (not ascii or "".join(text).isascii())
    # The axes stay where they are.
    assert text[-1] == "".join(run.text for run in before[-1])


def test_one_outside_of_the_chart_leaves_it_alone():
    curve = Curve("f", ((0.0, 0.0), (1.0, 1.0)))
    far = CurvesPicture("x", "f", (curve,), tangent=Tangent(9.0, 1.0, 2.0, "s", "slope"))
    assert not any(run.role == "accent" for cells in draw_curves(far, 30, 8).rows[1:] for run in cells)


@pytest.mark.parametrize(
    ("language", "words"),
    [("es", "tangente en x = 1.00: pendiente ∂f/∂x = 2.00"), ("en", "tangent at x = 1.00: slope ∂f/∂x = 2.00")],
)
def test_line_by_line_it_is_a_sentence(language, words):
    told = CurvesPicture("x", "f", (), tangent=Tangent(1.0, 1.0, 2.0, "∂f/∂x", "grad.x"))
    face = Face(language, False, False, "mono", Path(), None, lambda: 0.0, "test")
    assert [line.strip() for line in lines_of(told, None, face)] == [words]


@pytest.mark.parametrize("ascii", [False, True])
@pytest.mark.parametrize("log", [False, True])
@given(slope=st.floats(), y=st.sampled_from([1e-3, 1.0, 1e300, -1.0, 0.0]))
def test_any_slope_can_be_drawn(ascii, log, slope, y):
    curve = Curve("f", ((0.0, 0.5), (1.0, 2.0)))
    picture = CurvesPicture("x", "f", (curve,), log=log, tangent=Tangent(0.5, y, slope, "f", "slope"))
    rows = draw_curves(picture, 60, 12, ascii=ascii, words=str).rows
    assert len(rows) == 12


@pytest.mark.parametrize(("kind", "knobs"), [
    ("function", {"of": "sqrt(x)", "points": [0, 1, 4]}), ("function", {"of": "x^(1/3)", "points": [0]}),
    ("function", {"of": "asin(x)", "points": [-1, 1]}), ("function", {"of": "1/x", "points": [-1, 0, 1]}),
    ("function", {"of": "log(x)", "points": [0, 1e-300]}), ("descent", {"formula": "sqrt(abs(x))", "x": 0.0}),
    ("descent", {"formula": "x^0.5", "at": {"x": 0.0}}),
])  # fmt: skip
def test_what_has_an_infinite_slope_is_drawn_in_every_frame(kind, knobs):
    try:
        simulation = simulate(Spec(kind, knobs))
    except GradstepError:
        return
    for cursor in range(simulation.reach(6) + 1):
        for picture in simulation.pictures(cursor):
            if isinstance(picture, CurvesPicture):
                assert len(draw_curves(picture, 60, 12).rows) == 12
