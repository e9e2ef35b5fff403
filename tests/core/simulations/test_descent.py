"""Descent: the iterates of the textbook examples, rates above and below 2/L, and runs that leave the numbers."""

import math

import pytest
from gradstep.core.errors import GradstepError, PlaceError
from gradstep.core.pictures import CurvesPicture, PlanePicture
from gradstep.core.simulations.descent.knobs import METHODS
from gradstep.core.simulations.dials import changes
from gradstep.core.simulations.kinds import simulate
from gradstep.core.simulations.places import find
from gradstep.core.simulations.protocol import Spec
from gradstep.core.simulations.turns import read_turns
from gradstep.core.words import core_words

PARABOLA = {"formula": "f = (x - 3)^2 + 2", "at": {"x": 0}}
BOWL = {"formula": "f = (x^2 + 10*y^2)/2", "at": {"x": 10, "y": 1}}
QUARTIC = {"formula": "f = x^4 - 4*x^2 + x", "rate": 0.05, "updates": 300}


def descent(**knobs):
    return simulate(Spec("descent", knobs))


def visited(run, name, cursors):
    return [run.frame(cursor).quantities[name] for cursor in cursors]


def last(run, name):
    return run.frame(find(run, "end")).quantities[name]


def test_a_parabola_step_by_step():
    run = descent(**PARABOLA, rate=0.1)
    assert visited(run, "x", range(7)) == pytest.approx([0, 0.6, 1.08, 1.464, 1.7712, 2.01696, 2.21357], abs=1e-5)
    assert visited(run, "f", range(7)) == pytest.approx([11, 7.76, 5.6864, 4.3593, 3.50995, 2.96637, 2.61848], abs=1e-5)
    assert visited(run, "grad.x", range(3)) == pytest.approx([-6, -4.8, -3.84])
    assert visited(run, "step.x", (1, 2)) == pytest.approx([0.6, 0.48])


@pytest.mark.parametrize(
    ("rate", "iterates"),
    [(0.5, [0, 3, 3]), (1, [0, 6, 0, 6]), (1.1, [0, 6.6, -1.32, 8.184, -3.2208, 10.46496])],
)
def test_rates_that_arrive_swing_and_diverge(rate, iterates):
    run = descent(**PARABOLA, rate=rate)
    assert visited(run, "x", range(len(iterates))) == pytest.approx(iterates)


@pytest.mark.parametrize(("rate", "updates"), [(0.01, 397), (0.1, 36), (0.3, 9), (0.9, 36)])
def test_how_many_updates_until_a_thousandth(rate, updates):
    run = descent(**PARABOLA, rate=rate, updates=500)
    assert find(run, "when abs(x - 3) < 1e-3") == updates


@pytest.mark.parametrize(
    ("rate", "third", "tenth"),
    [
        (0.05, (8.57375, 0.125), 17.9243),
        (0.18, (5.51368, -0.512), 1.00224),
        (0.20, (5.12, -1), 5.57646),
        (0.21, (4.93039, -1.331), 34.0857),
    ],
)
def test_a_bowl(rate, third, tenth):
    run = descent(**BOWL, rate=rate)
    assert (*visited(run, "x", [3]), *visited(run, "y", [3])) == pytest.approx(third)
    assert visited(run, "f", [10]) == pytest.approx([tenth], abs=1e-4)


def test_above_the_limit_f_falls_and_then_rises():
    run = descent(**BOWL, rate=0.21, updates=12)
    kinds = [run.frame(cursor).event.kind for cursor in range(1, 13)]
    assert kinds == ["fell"] * 5 + ["rose"] * 7
    limit = next(line for line in run.receipt(1, "x").lines if line.text.startswith("2/"))
    assert limit.text == "2/10.0000 = 0.2000" and "> 2/L" in core_words().word(limit.note, "en")
    assert find(run, "end") == 12


@pytest.mark.parametrize(("start", "end"), [(2, 1.347), (0.5, 1.347), (0.2, 1.347), (0.1, -1.473), (-2, -1.473)])
def test_the_start_decides_which_minimum(start, end):
    assert last(descent(**QUARTIC, at={"x": start}), "x") == pytest.approx(end, abs=1e-3)


def test_a_saddle_holds_who_comes_along_the_ridge():
    run = descent(formula="x^2 - y^2", at={"x": 1, "y": 0}, rate="1/4")
    assert visited(run, "x", range(4)) == [1, 0.5, 0.25, 0.125]
    assert last(run, "y") == 0


@pytest.mark.parametrize(
    "knobs",
    [
        {"formula": "x^4", "at": {"x": 10}, "rate": 1},
        {"formula": "exp(x*x)", "at": {"x": 20}, "rate": 1},
        {"formula": "log(x)", "at": {"x": 1}, "rate": 1.5},
        {"formula": "1/x", "at": {"x": 0}, "rate": 1},
        {"formula": "x^2 + y^2", "at": {"x": 1e200, "y": 1}, "rate": 1},
    ],
)
def test_a_run_that_leaves_the_numbers_ends_and_says_so(knobs):
    run = descent(**knobs, updates=100)
    end = find(run, "end")
    assert end < 10
    for cursor in range(end + 1):
        frame = run.frame(cursor)
        assert core_words().both(frame.caption)["es"]
        run.receipt(cursor, "x"), run.mistakes(cursor, "x"), run.pictures(cursor)
    assert end == 0 or frame.event.kind == "diverged"
    with pytest.raises(PlaceError):
        run.zoom(end, "f")


def test_optimisers_start_as_their_papers_say():
    first = {name: descent(**BOWL, rate=0.1, method=name).frame(1).quantities["step.x"] for name in METHODS}
    assert first["gd"] == first["momentum"] == pytest.approx(-1)
    assert first["nesterov"] == pytest.approx(-1.9)
    assert first["adagrad"] == first["adam"] == pytest.approx(-0.1)
    assert first["rmsprop"] == pytest.approx(-0.1 / math.sqrt(0.1))


@pytest.mark.parametrize("method", METHODS)
def test_seeks_equal_steps_and_frames_stand_alone(method):
    stepped = descent(**BOWL, rate=0.05, method=method, updates=120)
    walked = [stepped.frame(cursor) for cursor in range(stepped.reach(120) + 1)]
    for cursor in (120, 7, 119, 60, 0):
        frame = descent(**BOWL, rate=0.05, method=method, updates=120).frame(cursor)
        assert frame.quantities == walked[cursor].quantities
        assert frame.event == walked[cursor].event
        assert frame.caption == walked[cursor].caption


def test_a_branch_turns_the_rate_from_its_cursor_on():
    run = descent(**BOWL, rate=0.21)
    calmer = run.branch(5, rate=0.18)
    assert visited(calmer, "y", range(6)) == visited(run, "y", range(6))
    assert calmer.frame(6).quantities["y"] == pytest.approx(-0.8 * calmer.frame(5).quantities["y"])
    assert run.frame(6).quantities["y"] == pytest.approx(-1.1 * run.frame(5).quantities["y"])
    assert calmer.pictures(6)[1].x_range == run.pictures(6)[1].x_range


def test_wrong_updates_have_names():
    run = descent(**BOWL, rate=0.21)
    wrong = run.mistakes(3, "y")
    assert wrong["climbed"] == pytest.approx(3.751)
    assert wrong["rate-forgotten"] == pytest.approx(-10.89)
    assert wrong["another-variable"] == pytest.approx(1.21 - 0.21 * 6.241)
    assert run.mistakes(3, "step.y")["climbed"] == pytest.approx(-run.frame(3).quantities["step.y"])
    assert run.mistakes(0, "grad.x")["not-differentiated"] == 55
    known = core_words().texts
    assert all(f"mistake.{id}-name" in known for id in wrong)


def test_the_receipt_is_the_update_with_its_numbers():
    lines = [line.text for line in descent(**BOWL, rate=0.21).receipt(10, "x").lines]
    assert lines[0] == "x - η·∂f/∂x = 1.198516 - 0.21·1.198516 = 0.946828"
    assert lines[1] == "y - η·∂f/∂y = -2.357948 - 0.21·(-23.579477) = 2.593742"
    assert lines[2] == "28.5178 → 34.0857   (+5.5679)"
    assert [line.split(" = ")[1] for line in lines[3:5]] == ["0.79", "-1.1"]


def test_zoom_opens_the_gradient_of_the_next_update():
    run = descent(**BOWL, rate=0.21)
    below = run.zoom(2, "grad.y")
    assert below.frame(find(below, "end")).quantities["grad.y"] == run.frame(2).quantities["grad.y"]


def test_pictures_of_two_variables_and_of_one():
    table, plane = descent(**BOWL, rate=0.21, view={"x": [-11, 11], "y": [-3, 3]}).pictures(10)
    assert table.columns == ("t", "x", "y", "f")
    assert isinstance(plane, PlanePicture)
    assert [mark.text for mark in plane.path] == [str(t) for t in range(11)]
    assert [mark.text for mark in plane.path if mark.current] == ["10"]
    for x, y in plane.dots:
        height = (x * x + 10 * y * y) / 2
        assert min(abs(height - level) for level in (5.5, 22, 55)) < 0.5
    table, curves = descent(**PARABOLA).pictures(2)
    assert table.columns == ("t", "x", "f", "grad.x")
    assert isinstance(curves, CurvesPicture)
    assert [mark.text for mark in curves.points] == ["0", "1", "2"]


def test_several_rates_walk_side_by_side():
    run = descent(**PARABOLA, rate=0.1, rates=[0.5, 1, 1.1])
    assert visited(run, "x", range(4)) == pytest.approx([0, 0.6, 1.08, 1.464])
    assert visited(run, "x.1", range(3)) == pytest.approx([0, 3, 3])
    assert visited(run, "x.2", range(4)) == pytest.approx([0, 6, 0, 6])
    assert visited(run, "x.3", range(6)) == pytest.approx([0, 6.6, -1.32, 8.184, -3.2208, 10.46496])
    assert visited(run, "f.2", range(4)) == pytest.approx([11, 11, 11, 11])
    assert visited(run, "f.3", [5]) == pytest.approx([57.73], abs=0.01)
    assert find(run, "when f.3 > 50") == 5
    assert find(run, "when abs(x.1 - 3) < 1e-9") == 1


def test_each_of_several_walks_equals_the_walk_alone():
    several = descent(**BOWL, rate=0.05, rates=[0.18, 0.2, 0.21], method="momentum", updates=30)
    for number, rate in enumerate((0.05, 0.18, 0.2, 0.21)):
        alone, behind = descent(**BOWL, rate=rate, method="momentum", updates=30), f".{number}" if number else ""
        for cursor in (30, 1, 17, 0):
            shown, wanted = several.frame(cursor).quantities, alone.frame(cursor).quantities
            assert {name: shown[name + behind] for name in wanted} == wanted
            assert several.mistakes(cursor, f"x{behind}") == alone.mistakes(cursor, "x")
            mine, other = several.receipt(cursor, f"y{behind}"), alone.receipt(cursor, "y")
            assert [line.text for line in mine.lines] == [line.text for line in other.lines]


def test_a_walk_that_leaves_the_numbers_stands_still_and_the_others_go_on():
    run = descent(formula="x^4", at={"x": 10}, rate=1, rates=[0.001], updates=40)
    assert find(run, "end") == 40
    assert not math.isfinite(run.frame(20).quantities["f"])
    assert run.receipt(40, "x").lines and run.mistakes(40, "x") == {}
    assert run.frame(40).quantities["x.1"] < run.frame(20).quantities["x.1"] < 10
    assert all(mark.text == "1" for mark in run.pictures(40)[1].points)
    assert run.frame(40).zooms == ("f.1", "grad.x.1")


def test_several_walks_have_a_column_each_and_their_numbers_on_the_picture():
    run = descent(**BOWL, rate=0.05, rates=[0.21])
    table, plane = run.pictures(3)
    assert table.columns == ("t", "f", "f.1")
    assert [mark.text for mark in plane.path] == ["0", "1"] * 4
    assert sum(mark.current for mark in plane.path) == 2
    table, curves = descent(**PARABOLA, rates=[0.5]).pictures(2)
    assert table.columns == ("t", "x", "x.1")
    assert {mark.text for mark in curves.points} == {"0", "1"}
    for cursor in (0, 2):
        assert all(core_words().both(run.frame(cursor).caption).values())
    assert "η 0.21: x = 4.93, y = -1.33" in core_words().both(run.frame(3).caption)["en"]
    typed = run.branch(0, **changes(run, 0, read_turns(run, 0, "rates = 0.21")))
    assert typed.frame(3).quantities == run.frame(3).quantities
    assert descent(**BOWL, rates="0,18; 1/4").frame(1).quantities["x.2"] == 7.5
    assert run.label("grad.x.1") == "∂f/∂x (η 0.21)"
    below = run.zoom(2, "grad.y.1")
    assert below.frame(find(below, "end")).quantities["grad.y"] == run.frame(2).quantities["grad.y.1"]


def test_an_inactive_unit_stays_where_it_is_and_a_leaky_one_walks_back():
    """Two samples (1, 0.5), (2, 0.5) at relu(w·x + b), mean of half squares, rate 1 from w = 1, b = 0."""
    loss = "L = (({0}(w + b{1}) - 0.5)^2 + ({0}(2*w + b{1}) - 0.5)^2)/4"
    dead = descent(formula=loss.format("relu", ""), at={"w": 1, "b": 0}, rate=1)
    assert visited(dead, "w", range(4)) == [1, -0.75, -0.75, -0.75]
    assert visited(dead, "L", range(3)) == [0.625, 0.125, 0.125]
    assert visited(dead, "grad.w", range(3)) == [1.75, 0, 0]
    leaky = descent(formula=loss.format("leaky_relu", ", 0.1"), at={"w": 1, "b": 0}, rate=1)
    assert visited(leaky, "w", range(4)) == pytest.approx([1, -0.75, -0.64125, -0.536288], rel=1e-6)
    assert visited(leaky, "b", range(4)) == pytest.approx([0, -1, -0.92875, -0.859844], rel=1e-6)
    assert visited(leaky, "L", range(4)) == pytest.approx([0.625, 0.254531, 0.237918, 0.222422], rel=2e-6)
    assert visited(leaky, "grad.w", range(4)) == pytest.approx([1.75, -0.10875, -0.104963, -0.101305], rel=5e-6)
    assert visited(leaky, "grad.b", range(4)) == pytest.approx([1, -0.07125, -0.0689063, -0.0666428], rel=1e-6)


@pytest.mark.parametrize(
    "knobs",
    [
        {"formula": "x + y + z", "at": {"x": 1, "y": 1, "z": 1}},
        {"formula": "x^2", "at": {}},
        {"formula": "x^2", "at": {"x": [1, 2]}},
        {"formula": "x^2", "at": {"x": 1, "y": 2}},
        {"formula": "x^2 +", "at": {"x": 1}},
        {"formula": "3", "at": {}},
        {"rate": -1},
        {"rate": "much"},
        {"rates": 0.5},
        {"rates": "0.1 much"},
        {"rates": [0.1, -2]},
        {"rates": [1, 2, 3, 4, 5]},
        {"method": "newton"},
        {"updates": 0},
        {"view": {"x": [1, 1]}},
        {"view": 3},
    ],
)
def test_what_cannot_be_walked_says_why(knobs):
    with pytest.raises(GradstepError) as caught:
        descent(**knobs)
    assert str(caught.value)


def test_with_noise_the_slopes_are_those_of_a_sample_and_the_same_again():
    knobs = {"formula": "x^2", "at": {"x": 3.0}, "rate": 0.1, "noise": 0.5, "seed": 4, "updates": 200}
    run, again = (simulate(Spec("descent", knobs)) for _ in range(2))
    run.reach(200)
    draws = []
    for cursor in (1, 7, 150):
        now, before = run.frame(cursor).quantities, run.frame(cursor - 1).quantities
        assert now["x"] == pytest.approx(before["x"] - 0.1 * (before["grad.x"] + now["noise.x"]), rel=1e-12)
        assert dict(again.frame(cursor).quantities) == dict(now)
        assert "ruido" in core_words().word(run.receipt(cursor, "x").lines[0].label, "es")
        draws.append(now["noise.x"])
    assert len(set(draws)) == 3
    noise = [run.frame(cursor).quantities["noise.x"] for cursor in range(1, 201)]
    assert 0.3 < sum(draw * draw for draw in noise) / 200 / 0.25 < 1.8
    assert "noise.x" not in simulate(Spec("descent", {**knobs, "noise": 0})).frame(3).quantities


def test_noise_can_be_turned_off_on_the_way():
    run = simulate(Spec("descent", {"formula": "x^2", "at": {"x": 3.0}, "noise": 1.0, "updates": 30}))
    calm = run.branch(5, noise=0.0)
    assert calm.frame(5).quantities["x"] == run.frame(5).quantities["x"]
    assert "noise.x" not in calm.frame(6).quantities
