"""Excursions: what is turned, opened or branched is another excursion, and the one before stays as it was."""

from fractions import Fraction

import pytest
from gradstep.core.errors import GradstepError, PlaceError, SpecError, UnknownNameError
from gradstep.core.simulations.dials import changes, dial, dials
from gradstep.core.simulations.excursion import differences, parting, set_out
from gradstep.core.simulations.kinds import simulate
from gradstep.core.simulations.protocol import Spec
from gradstep.core.simulations.turns import read_turns, write_turns
from gradstep.core.simulations.watches import next_stop, read_watch, seen


@pytest.fixture
def bowl():
    return simulate(Spec("descent", {"formula": "x^2", "at": {"x": 3.0}, "rate": 0.1}))


@pytest.fixture
def neuron():
    return simulate(Spec("graph", {"formula": "s = sigmoid(w*x)", "at": {"w": 2.0, "x": -1.0}}))


def test_numbers_inside_a_knob_have_dials_of_their_own(neuron):
    assert {d.name: d.value for d in dials(neuron)} == {"formula": "s = sigmoid(w*x)", "w": 2.0, "x": -1.0}


def test_entries_of_arrays_and_weights_of_units_are_dials():
    matrix = simulate(Spec("graph", {"formula": "sum(W@x)", "at": {"W": [[1, 2], [3, 4]], "x": [1, 1]}}))
    assert dial(matrix, "W[0,1]").value == 2
    turned = set_out(matrix).change("W[0,1] = 7").simulation.settings.at["W"]
    assert turned.tolist() == [[1, 7], [3, 4]]
    gate = simulate(Spec("gates", {}))
    assert set_out(gate).change("y.bias = -5").simulation.settings.units[0].bias == Fraction(-5)


@pytest.mark.parametrize(
    ("kind", "name", "by", "wanted"),
    [("descent", "rate", 1, 0.11), ("descent", "method", 1, "momentum"), ("descent", "updates", -1, 19),
     ("perceptron", "rate", 2, Fraction(1)), ("perceptron", "epochs", -100, 1)],
)  # fmt: skip
def test_a_step_of_a_dial_stays_in_its_range(kind, name, by, wanted):
    assert dial(simulate(Spec(kind, {})), name).nudged(by) == wanted


def test_turns_survive_being_written_and_read(bowl):
    turned = {"rate": 0.25, "x": -1.5, "method": "adam"}
    assert read_turns(bowl, 0, write_turns(turned)) == turned


@pytest.mark.parametrize(
    ("text", "error"),
    [("foo = 2", UnknownNameError), ("rate", SpecError), ("rate =", SpecError), ("rate = abc", SpecError),
     ("rate = -3", SpecError), ("rate = 1 2", SpecError), ("", SpecError), ("x = quux", SpecError)],
)  # fmt: skip
def test_what_cannot_be_turned_is_said(bowl, text, error):
    with pytest.raises(error):
        set_out(bowl).change(text)


def test_a_knob_acts_from_the_frame_at_which_it_was_turned(bowl):
    there = set_out(bowl, 3).change("rate = 0,5")
    assert there.cursor == 3
    assert there.simulation.frame(3).quantities["x"] == bowl.frame(3).quantities["x"]
    assert there.step(1).simulation.frame(4).quantities["x"] == pytest.approx(0)


def test_two_branches_share_the_clock_and_part_where_they_differ(bowl):
    both = set_out(bowl, 3).branch("rate = 0.5")
    assert both.level.active == 1
    assert differences(both.level) == ()
    assert parting(both.level) is None
    later = both.step(1)
    assert {d.quantity for d in differences(later.level)} == {"x", "f", "grad.x", "step.x"}
    assert parting(later.step(1).level) == 4
    assert later.turn().simulation is bowl
    assert later.turn().join().level.branches[0].simulation is bowl


def test_a_branch_that_ends_sooner_waits_at_its_end(bowl):
    both = set_out(bowl, 0).branch("updates = 5").step(5)
    far = both.turn().step(4)
    assert [far.level.cursor_of(branch) for branch in (0, 1)] == [9, 5]


def test_levels_are_entered_and_left(bowl):
    above = set_out(bowl, 2)
    below = above.zoom("grad.x")
    assert below.level.opened == "grad.x"
    assert below.simulation.frame(below.simulation.reach(99)).quantities["grad.x"] == pytest.approx(
        bowl.frame(2).quantities["grad.x"]
    )
    assert below.out().simulation is bowl
    assert above.out() is None
    with pytest.raises(PlaceError):
        above.zoom("step.x")


def test_stepping_stops_at_both_ends(bowl):
    with pytest.raises(PlaceError):
        set_out(bowl).step(-1)
    with pytest.raises(PlaceError):
        set_out(bowl, 20).step(1)


def test_turned_back_and_forth_gives_the_same_frames(bowl):
    again = set_out(bowl, 4).change("x = 5").change("x = 3")
    wanted = bowl.frame(4).quantities
    assert dict(again.simulation.frame(4).quantities) == dict(wanted)
    assert changes(bowl, 0, {"x": 5.0}) == {"at": {"x": 5.0}}


def test_a_watch_waits_for_what_is_not_there_yet(bowl):
    watch = read_watch("2*step.x", bowl)
    assert seen(watch, bowl, 0) is None
    assert seen(watch, bowl, 1) == pytest.approx(-1.2)


def test_a_watch_with_a_comparison_stops_when_it_becomes_true(bowl):
    small = read_watch("abs(grad.x) < 1", bowl)
    assert next_stop((small,), bowl, 0) == 9
    assert next_stop((small,), bowl, 9) is None
    assert next_stop((read_watch("x", bowl),), bowl, 0) is None


def test_a_watch_on_nothing_is_an_error_that_lists_near_names(bowl):
    with pytest.raises(GradstepError, match=r"grad\.x"):
        read_watch("grad.q < 1", bowl)


def test_in_a_pass_the_name_of_a_node_stands_for_its_value(neuron):
    assert seen(read_watch("s < 0.2", neuron), neuron, neuron.marks["forward"])
    assert seen(read_watch("value.s", neuron), neuron, neuron.marks["end"]) == pytest.approx(0.1192029)


def test_a_whole_number_may_take_half_steps_where_the_knob_does():
    given = simulate(Spec("graph", {"formula": "2*x", "at": {"x": 1}}))
    assert dial(given, "x").nudged(1) == 1.5


@pytest.mark.parametrize(
    ("knobs", "there", "not_there"),
    [({}, {"rate", "noise"}, {"momentum", "beta1", "seed"}), ({"method": "adam"}, {"beta1"}, {"momentum", "rho"}),
     ({"noise": 1.0}, {"seed"}, {"beta2"})],
)  # fmt: skip
def test_knobs_without_any_effect_are_not_offered(knobs, there, not_there):
    names = {found.name for found in dials(simulate(Spec("descent", knobs)))}
    assert there <= names and not names & not_there
    shown = {found.name for found in dials(simulate(Spec("network", {"optimiser": "sgd"})))}
    assert "momentum" not in shown and "rate" in shown
