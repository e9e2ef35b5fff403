"""Networks as simulations: seeks, seeds, branches, zooms, knobs and what learners get wrong."""

import json
import subprocess
import sys

import numpy as np
import pytest
from gradstep.core.errors import GradstepError, PlaceError, SpecError, UnknownNameError
from gradstep.core.json_numbers import plain_number
from gradstep.core.pictures import (
    CurvesPicture,
    GridPicture,
    NetworkPicture,
    PlanePicture,
    TablePicture,
)
from gradstep.core.simulations.dials import dials
from gradstep.core.simulations.kinds import simulate
from gradstep.core.simulations.network.knobs import SHOWS
from gradstep.core.simulations.places import appears, find
from gradstep.core.simulations.protocol import Spec, same
from gradstep.core.words import core_words

START = {"W1": [[0.5, 0.3], [-0.4, 0.6]], "b1": [0.2, -0.1], "W2": [[0.7], [-0.5]], "b2": [0.05]}
XOR = {"data": "xor", "signs": True, "output": "tanh", "loss": "mse", "rate": 0.2, "initial": START}
MOONS = {
    "data": "moons", "count": 60, "hidden": [4, 3], "batch": 8, "held": 0.25, "dropout": 0.2, "l2": 0.001, "seed": 5,
    "optimiser": "adam", "rate": 0.02, "updates": 150,
}  # fmt: skip
KINDS = {
    "xor": XOR,
    "moons": MOONS,
    "softmax": {"data": "blobs", "classes": 3, "count": 30, "hidden": [], "loss": "softmax", "updates": 30},
    "hinge": {"data": "blobs", "classes": 3, "count": 30, "hidden": [5], "loss": "hinge", "updates": 30},
    "margin": {"data": "and", "hidden": [], "loss": "margin", "updates": 10},
    "line": {"data": "line", "hidden": [], "loss": "half_sse", "rate": 0.01, "updates": 10},
    "relu": {"data": "circles", "hidden": [3, 2], "activation": ["relu", "tanh"], "l1": 0.01, "updates": 10},
    "digits": {"data": "digits", "count": 20, "hidden": [8], "autoencoder": True, "output": "sigmoid",
               "loss": "mean_sse", "updates": 3},
    "tied": {"inputs": [[1, 2], [2, 1], [0, 1]], "autoencoder": True, "tied": True, "bias": False, "hidden": [1],
             "activation": "identity", "loss": "mean_sse", "rate": 0.05, "updates": 5},
}  # fmt: skip


def network(**knobs):
    return simulate(Spec("network", knobs))


@pytest.mark.parametrize("knobs", KINDS.values(), ids=KINDS)
def test_frames_after_random_seeks_equal_those_of_stepping(knobs):
    stepped, sought = network(**knobs), network(**knobs)
    last = stepped.reach(60)
    walked = [stepped.frame(cursor) for cursor in range(last + 1)]
    for cursor in np.random.default_rng(1).integers(0, last + 1, size=8):
        frame, known = sought.frame(int(cursor)), walked[cursor]
        assert frame.event == known.event
        assert frame.caption == known.caption
        assert frame.quantities.keys() == known.quantities.keys()
        assert all(same(value, known.quantities[name]) for name, value in frame.quantities.items())


@pytest.mark.parametrize("knobs", KINDS.values(), ids=KINDS)
def test_everything_is_named_worded_and_drawn(knobs):
    run, words = network(**knobs), core_words()
    for cursor in (0, 1, run.reach(10)):
        frame = run.frame(cursor)
        assert set(frame.quantities) <= run.names
        assert words.both(frame.caption)["es"]
        assert frame.event is None or set(frame.event.news) <= run.names
        for name in frame.quantities:
            assert plain_number(frame.quantities[name]) is not None
            found = run.receipt(cursor, name)
            assert found is None or all(words.both(line.label)["en"] for line in found.lines)
        assert run.pictures(cursor)
        assert run.units(cursor) is not None
        everything = run.branch(0, shows=list(SHOWS)).pictures(cursor)
        assert len(everything) >= len(run.pictures(cursor))


def test_the_same_seed_gives_the_same_frames_in_another_program():
    program = (
        "import json, sys\n"
        "from gradstep.core.simulations.kinds import simulate\n"
        "from gradstep.core.simulations.protocol import Spec\n"
        "run = simulate(Spec('network', json.loads(sys.argv[1])))\n"
        "print([float.hex(float(n)) for c in (70, 3, 0) for n in run.frame(c).quantities['W1'].ravel()])\n"
    )
    told = subprocess.run(
        [sys.executable, "-c", program, json.dumps(MOONS)], capture_output=True, text=True, check=True
    ).stdout
    run = network(**MOONS)
    here = [float.hex(float(n)) for c in (0, 3, 70) for n in run.frame(c).quantities["W1"].ravel()]
    assert sorted(json.loads(told.replace("'", '"'))) == sorted(here)


def test_another_seed_gives_another_start():
    first, second = network(**MOONS), network(**{**MOONS, "seed": 6})
    assert not same(first.frame(0).quantities["W1"], second.frame(0).quantities["W1"])


@pytest.mark.parametrize("knobs", KINDS.values(), ids=KINDS)
def test_the_update_that_is_opened_has_the_numbers_of_its_frame(knobs):
    run = network(**knobs)
    for cursor in (0, run.reach(4) - 1):
        shown, below = run.frame(cursor).quantities, run.zoom(cursor, "loss")
        inside = below.frame(below.reach(10**6)).quantities
        for name in shown:
            if f"value.{name}" in below.names:
                assert same(shown[name], inside[f"value.{name}"]), name
            if name.startswith("grad.") and name in below.names:
                assert same(shown[name], inside[name]), name
        following = run.frame(cursor + 1).quantities
        for name in run.training.settings.network.names:
            assert same(following[name], inside[f"new.{name}"]), name


def test_an_opened_update_is_a_pure_function_of_its_spec_and_opens_down_to_products():
    run = network(**XOR).branch(3, rate=0.5)
    below = run.zoom(5, "W1")
    spec = Spec(below.spec.kind, json.loads(json.dumps(dict(below.spec.knobs), default=list)))
    again = simulate(spec)
    for cursor in range(below.reach(100) + 1):
        assert same(again.frame(cursor).quantities.get("value.loss"), below.frame(cursor).quantities.get("value.loss"))
    product = below.zoom(5, "value.Z1[2,1]")
    assert product.frame(product.reach(100)).quantities["value.Z1[2,1]"] == pytest.approx(
        run.frame(5).quantities["Z1[2,1]"], rel=1e-12
    )
    kinds = [below.frame(cursor).event.kind for cursor in range(1, below.reach(100) + 1)]
    assert kinds == ["computed"] * 5 + ["seeded"] + ["flowed"] * 8 + ["stepped"] * 4
    assert below.marks["end"] == below.reach(100) == 18
    for cursor in range(19):
        assert core_words().both(below.frame(cursor).caption)["es"]
        assert below.pictures(cursor)
        assert below.branch(0, shows=["matrices"]).pictures(cursor)


def test_an_opened_update_shows_its_matrices_and_names_wrong_ones():
    below = network(**XOR).zoom(0, "loss")
    grids = below.pictures(find(below, "when norm2(grad.W1) > 0"))[1]
    assert isinstance(grids, GridPicture)
    assert [grid.name for grid in grids.grids] == ["Xᵀ", "dZ1", "dW1"]
    assert [grid.sign for grid in grids.grids] == ["·", "=", ""]
    product = np.array(grids.grids[0].cells) @ np.array(grids.grids[1].cells)
    assert product == pytest.approx(np.array(grids.grids[2].cells))
    end = below.reach(100)
    assert {"sign", "slope-forgotten", "weights-updated-first"} <= set(below.mistakes(end, "grad.W1"))
    assert below.mistakes(end, "new.W1[0,0]")["climbed"] == pytest.approx(0.5 + 0.2 * 0.129591, rel=1e-5)
    assert "0.5 - 0.2·0.12959 = 0.474082" in below.receipt(end, "new.W1").lines[0].text
    assert below.receipt(0, "grad.W1") is None
    assert below.branch(0, cursor=1).moment.cursor == 1
    with pytest.raises(PlaceError):
        below.frame(end + 1)
    with pytest.raises(SpecError, match="network"):
        simulate(Spec("update", {"above": {"kind": "gates", "knobs": {}}})).frame(0)


def test_branches_that_act_from_a_cursor_and_from_the_start():
    run = network(**XOR)
    faster = run.branch(12, rate=1)
    alone = simulate(faster.spec)
    for cursor in (0, 11, 12):
        assert same(faster.frame(cursor).quantities["W1"], run.frame(cursor).quantities["W1"])
    assert not same(faster.frame(13).quantities["W1"], run.frame(13).quantities["W1"])
    for cursor in (13, 40):
        assert same(faster.frame(cursor).quantities["W1"], alone.frame(cursor).quantities["W1"])
    assert faster.frame(12).quantities["rate"] == 1
    again = faster.branch(5, rate=0.3)
    for cursor in (5, 6, 13, 30):
        assert same(again.frame(cursor).quantities["W1"], simulate(again.spec).frame(cursor).quantities["W1"])
    other = run.branch(12, initial={**START, "b1": [0.1, -0.1]})
    assert other.frame(0).quantities["b1[0]"] == 0.1
    assert other.spec.changes == ()
    ranges = [next(p.y_range for p in each.pictures(3) if isinstance(p, CurvesPicture)) for each in (run, faster)]
    assert ranges[0] == ranges[1]


def test_penalties_and_dropout_can_be_turned_on_the_way():
    run = network(**{**MOONS, "dropout": 0, "l2": 0}).branch(4, l2=0.5, dropout=0.5)
    assert "mask1" in run.names
    assert "mask1" not in run.frame(3).quantities
    shown = run.frame(4).quantities
    assert shown["loss"] > shown["data_loss"]
    assert {"mask1", "kept1", "l2_W1"} <= set(shown)


def test_one_start_weight_is_a_dial():
    names = [dial.name for dial in dials(network(**XOR))]
    assert {"rate", "b1[0]", "W1[1,0]", "hidden", "seed"} - {"hidden"} <= set(names)


def test_marks_and_events_of_batches():
    run = network(**{**MOONS, "updates": 20})
    assert run.training.batches.per_epoch == 6
    assert run.marks["epoch2"] == 12
    kinds = [run.frame(cursor).event.kind for cursor in range(1, 13)]
    assert kinds == ["updated"] * 5 + ["epoch"] + ["updated"] * 5 + ["epoch"]
    assert run.frame(3).event.subject == "batch 3 of 6"
    assert find(run, "end") == 20
    assert run.marks["end"] == 20
    assert appears(run, "W1") == 1


def test_a_rate_without_measure_ends_the_run_and_says_so():
    run = network(data="line", hidden=[], loss="sse", rate=50, updates=500)
    end = find(run, "end")
    assert end < 500
    assert run.frame(end).event.kind == "diverged"
    assert core_words().both(run.frame(end).caption)["en"].endswith("the run ends.")
    assert run.pictures(end)
    with pytest.raises(PlaceError):
        run.zoom(end, "loss")


@pytest.mark.parametrize(
    ("knobs", "says"),
    [
        ({"data": "mars"}, "choose from"),
        ({"hidden": [0]}, "widths from 1"),
        ({"hidden": "wide"}, "widths from 1"),
        ({"rate": -1}, "outside its range"),
        ({"rate": "fast"}, "not an exact number"),
        ({"batch": 1.5}, "whole number"),
        ({"noise": 9}, "outside its range"),
        ({"noise": "much"}, "number is needed"),
        ({"activation": "wiggle"}, "is not possible"),
        ({"activation": ["tanh", "relu"]}, "2 names for 1 hidden layers"),
        ({"output": "sigmoid"}, "contains the output activation"),
        ({"loss": "mse", "data": "digits", "hidden": 3, "tied": True}, "mirror"),
        ({"initial": {"W9": [[1]]}}, "W9"),
        ({"initial": {"W1": [[1]]}}, "shape 1×1"),
        ({"initial": [1]}, "values by name"),
        ({"inputs": [[1], [2]]}, "need a target"),
        ({"targets": [1, 2]}, "without inputs"),
        ({"inputs": [[1], [2, 3]], "targets": [0, 1]}, "all equally long"),
        ({"inputs": [[1], [2]], "targets": [0, 1, 1]}, "as many rows"),
        ({"inputs": [[1], [2]], "targets": [0, 3]}, "between 0 and 1"),
        ({"inputs": [[1], [2]], "targets": [0.5, 1], "loss": "softmax"}, "needs a class"),
        ({"inputs": [[1], [2]], "targets": [0, 2], "loss": "margin"}, "-1 and 1"),
        ({"features": ["a"]}, "1 names for 2 inputs"),
        ({"features": 3}, "list of names"),
        ({"held": 0.05}, "leaves nothing"),
        ({"held": 1}, "outside its range"),
        ({"held_inputs": [[1, 2]]}, "go together"),
        ({"patience": 3}, "needs held-out data"),
        ({"shows": ["nothing"]}, "is not possible"),
        ({"masks": {"mask2": [1]}}, "mask2"),
        ({"masks": {"mask1": [1, 3]}}, "1 for a unit that stays"),
        ({"momentum": 2}, "outside its range"),
        ({"updates": 0}, "outside its range"),
        ({"speed": 1}, "no knob `speed`"),
    ],
)
def test_knobs_that_cannot_be_say_why(knobs, says):
    with pytest.raises(GradstepError) as raised:
        network(**knobs).frame(0)
    words = core_words().both(raised.value.message)
    assert says in words["en"]
    assert words["es"] != words["en"]


def test_unknown_quantities_and_places_say_so():
    run = network(**XOR)
    with pytest.raises(UnknownNameError):
        run.zoom(0, "W7")
    with pytest.raises(PlaceError):
        run.frame(201)
    assert "W1[5,5]" not in run.frame(0).quantities
    assert run.mistakes(0, "nothing") == {}


def test_mistakes_differ_from_the_truth_and_have_names():
    known = core_words().texts
    for knobs in KINDS.values():
        run = network(**knobs)
        cursor = run.reach(3)
        shown = run.frame(cursor).quantities
        entries = [name for name in run.names if "[" in name and name in shown]
        for name in (*shown, *entries[:40]):
            for id, wrong in run.mistakes(cursor, name).items():
                assert f"mistake.{id}-name" in known
                assert np.shape(wrong) == np.shape(shown[name])
                assert not np.allclose(wrong, shown[name], rtol=1e-7, atol=0), (name, id)


def test_mistakes_are_what_wrong_procedures_give():
    run = network(**XOR)
    first = run.mistakes(0, "grad.W1")
    assert (
        pytest.approx(np.array([[0.112314, -0.294027], [-0.225353, 0.21184]]), rel=2e-5)
        == first["weights-updated-first"].T
    )
    assert run.mistakes(0, "grad.W2")["one-over-n"] == pytest.approx(4 * run.frame(0).quantities["grad.W2"])
    assert "weights-updated-first" not in run.mistakes(0, "grad.W2")
    arrived = run.frame(0).quantities["grad.A1"]
    assert run.mistakes(0, "grad.Z1")["lost-local"] == pytest.approx(arrived)
    assert run.mistakes(1, "W1[0,0]")["rate-forgotten"] == pytest.approx(0.5 - 0.129591, rel=1e-5)
    assert run.mistakes(0, "errors") == {}
    assert run.mistakes(0, "Z1[0,0]")["bias-forgotten"] == pytest.approx(-0.1)


def test_receipts_show_the_arithmetic_and_a_difference():
    run = network(**XOR)
    lines = run.receipt(0, "grad.W1[0,0]").lines
    assert lines[0].text.endswith("= 0.129591")
    assert lines[1].text == "0.129591"
    assert run.receipt(0, "A1[0,0]").lines[0].text == "tanh(0.1000) = 0.099668"
    moved = run.receipt(1, "W1[0,0]").lines
    assert [line.text for line in moved] == ["0.5 - 0.2·0.12959 = 0.474082"]
    assert run.receipt(0, "target") is None


def test_pictures_of_a_small_network_in_two_dimensions():
    run = network(**XOR)
    drawn = {type(picture): picture for picture in reversed(run.pictures(50))}
    table, plane, curves = drawn[TablePicture], drawn[PlanePicture], drawn[CurvesPicture]
    assert [row[:3] for row in table.rows] == [(-1, -1, -1), (-1, 1, 1), (1, -1, 1), (1, 1, -1)]
    assert table.rows[0][3] == pytest.approx(-0.553885, rel=1e-5)
    assert {(p.x, p.y): p.text for p in plane.points} == {(-1, -1): "-", (-1, 1): "+", (1, -1): "+", (1, 1): "-"}
    rows, columns = plane.field.values.shape
    corner = plane.field.values[rows * 5 // 6, columns // 6]
    assert corner < -plane.field.margin
    assert curves.log is True
    assert curves.now == 50
    assert curves.curves[0].points[-1] == (50.0, pytest.approx(0.13375, rel=1e-5))
    assert max(x for x, _ in curves.curves[0].points) == 50
    shapes = [np.shape(weights) for weights in drawn[NetworkPicture].weights]
    assert shapes == [(2, 2), (1, 2)]


def test_ranges_stay_the_same_from_frame_to_frame():
    run = network(**XOR)
    for kind in (PlanePicture, CurvesPicture):
        first, later = (
            next((p.x_range, p.y_range) for p in run.pictures(cursor) if isinstance(p, kind)) for cursor in (0, 200)
        )
        assert first == later
