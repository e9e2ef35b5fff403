"""The graph topic: frames, news, places, receipts and mistakes of one pass."""

import random

import numpy as np
import pytest
from gradstep.core.errors import FormulaError, GradstepError, PlaceError, SpecError, UnknownNameError
from gradstep.core.simulations.kinds import simulate
from gradstep.core.simulations.places import appears, find
from gradstep.core.simulations.protocol import Spec

FORMULA = "m0 = w0*x0; m1 = w1*x1; s = m0 + m1; q = s + w2; neg = -q; ex = exp(neg); den = 1 + ex; f = 1/den"
AT = {"w0": 2, "x0": -1, "w1": -3, "x1": -2, "w2": -3}


@pytest.fixture(scope="module")
def neuron():
    return simulate(Spec("graph", {"formula": FORMULA, "at": AT}))


def test_frame_zero_shows_what_is_given_and_nothing_else(neuron):
    frame = neuron.frame(0)
    assert frame.event is None
    assert set(frame.quantities) == {"value.w0", "value.x0", "value.w1", "value.x1", "value.w2", "value.c1", "value.c2"}


def test_every_frame_has_its_news_and_the_one_before_lacks_them(neuron):
    for cursor in range(1, 22):
        frame, before = neuron.frame(cursor), neuron.frame(cursor - 1).quantities
        for name in frame.event.news:
            assert name in frame.quantities
            assert name not in before or name.startswith("partial.")
        fresh = set(frame.quantities) - set(before)
        assert fresh == {name for name in frame.event.news if name not in before}


def test_all_names_are_visible_in_the_last_frame(neuron):
    assert set(neuron.frame(21).quantities) == neuron.names


def test_frames_in_any_order_equal_frames_in_order(neuron):
    stepped = [dict(neuron.frame(cursor).quantities) for cursor in range(22)]
    order = list(range(22))
    random.Random(1).shuffle(order)
    for cursor in order:
        again = simulate(neuron.spec).frame(cursor)
        assert dict(again.quantities) == stepped[cursor]


def test_marks_name_the_phases(neuron):
    assert dict(neuron.marks) == {"start": 0, "forward": 8, "backward": 21, "end": 21}
    assert neuron.reach(10**9) == 21


def test_frames_beyond_the_end_are_refused(neuron):
    with pytest.raises(PlaceError):
        neuron.frame(22)
    with pytest.raises(PlaceError):
        neuron.frame(-1)


@pytest.mark.parametrize(
    ("place", "cursor"),
    [("start", 0), ("forward", 8), ("end", 21), (7, 7), ("next", 4), ("when value.q > 0", 4), ("when grad.q < 1", 13)],
)
def test_places_are_found(neuron, place, cursor):
    assert find(neuron, place, 3) == cursor


def test_places_that_do_not_exist_say_so(neuron):
    for place in ("nowhere", 22, "when value.f > 5"):
        with pytest.raises(PlaceError):
            find(neuron, place)
    with pytest.raises(UnknownNameError) as caught:
        find(neuron, "when grad.w9 > 0")
    assert "grad.w0" in caught.value.near
    with pytest.raises(FormulaError):
        find(neuron, "when grad.w0 >")


def test_a_question_is_asked_where_its_quantity_arrives(neuron):
    assert appears(neuron, "contribution.f.1", 8) == 10
    assert appears(neuron, "grad.w1") == 18
    with pytest.raises(PlaceError):
        appears(neuron, "value.q", 5)
    with pytest.raises(UnknownNameError):
        appears(neuron, "value.zz")


def test_the_receipt_of_a_gradient_has_three_confirmations(neuron):
    receipt = neuron.receipt(12, "grad.neg")
    assert receipt.upstream == pytest.approx(-0.534447, abs=1e-6)
    assert receipt.local == pytest.approx(0.367879, abs=1e-6)
    assert receipt.downstream == pytest.approx(receipt.upstream * receipt.local)
    assert receipt.difference.agrees(receipt.downstream)


def test_a_receipt_shows_nothing_that_the_frame_does_not(neuron):
    assert neuron.receipt(11, "grad.neg") is None
    assert neuron.receipt(3, "value.f") is None
    with pytest.raises(UnknownNameError):
        neuron.receipt(3, "value.zz")


def test_at_a_fork_the_receipt_lists_the_terms_so_far():
    fork = simulate(Spec("graph", {"formula": "a = t*t; b = 3*t; f = a + b", "at": {"t": 4}}))
    receipt = fork.receipt(8, "partial.t")
    assert [(term.child, term.slot, term.value) for term in receipt.terms] == [("b", 1, 3.0), ("a", 0, 4.0)]
    assert (receipt.total, receipt.waiting) == (7.0, 1)


def test_the_receipt_at_a_kink_names_the_convention():
    tie = simulate(Spec("graph", {"formula": "relu(x)", "at": {"x": 0}}))
    assert tie.receipt(3, "grad.x").convention is not None
    smooth = simulate(Spec("graph", {"formula": "relu(x)", "at": {"x": 1}}))
    assert smooth.receipt(3, "grad.x").convention is None


@pytest.mark.parametrize(
    ("quantity", "mistake", "value"),
    [
        ("grad.w1", "own-input", -0.589836),
        ("grad.w1", "lost-upstream", -2.0),
        ("grad.neg", "sign", 0.196612),
        ("grad.den", "value-for-slope", 0.731059),
        ("contribution.m1.0", "lost-local", 0.196612),
        ("value.s", "product-for-sum", -12.0),
    ],
)
def test_known_mistakes_have_their_numbers(neuron, quantity, mistake, value):
    assert neuron.mistakes(21, quantity)[mistake] == pytest.approx(value, abs=1e-6)


def test_no_mistake_equals_the_right_answer(neuron):
    for quantity in neuron.names:
        truth = neuron.frame(21).quantities[quantity]
        for mistaken in neuron.mistakes(21, quantity).values():
            assert not np.allclose(mistaken, truth)


def test_overwriting_at_a_fork_is_the_last_contribution():
    fork = simulate(Spec("graph", {"formula": "a = t*t; b = 3*t; f = a + b", "at": {"t": 4}}))
    found = fork.mistakes(9, "grad.t")
    assert found["overwritten"] == 4.0
    assert found["path-forgotten:0"] == 8.0


def test_the_picture_writes_numbers_into_titles(neuron):
    picture = neuron.pictures(12)[0]
    titles = {box.id: box.title for box in picture.diagram.boxes}
    assert (titles["den"], titles["f"], titles["neg"], titles["m0"]) == ("den +1", "f 1/x", "neg -", "m0 *")
    assert picture.active == ("ex", 0)
    assert (picture.focus, picture.direction) == ("neg", "backward")


@pytest.mark.parametrize(
    ("knobs", "error"),
    [
        ({"formula": "a*"}, FormulaError),
        ({"formula": ""}, SpecError),
        ({"formula": "a/b", "at": {"a": 1, "b": 0}}, FormulaError),
        ({"formula": "a", "at": {"a": "1"}}, SpecError),
        ({"formula": "a", "at": {"a": float("nan")}}, SpecError),
        ({"formula": "a", "at": [1]}, SpecError),
        ({"formula": "a + b", "at": {"a": 1}}, GradstepError),
        ({"formul": "a"}, UnknownNameError),
    ],
)
def test_a_spec_that_cannot_be_simulated_says_why(knobs, error):
    with pytest.raises(error) as caught:
        simulate(Spec("graph", knobs))
    assert str(caught.value)


def test_an_unknown_kind_lists_near_ones():
    with pytest.raises(UnknownNameError) as caught:
        simulate(Spec("grap"))
    assert "graph" in caught.value.near


def test_a_branch_leaves_the_old_simulation_alone(neuron):
    branch = neuron.branch(5, at={**AT, "w2": 0})
    assert branch.frame(21).quantities["value.q"] == 4.0
    assert neuron.frame(21).quantities["value.q"] == 1.0
