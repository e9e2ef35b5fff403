"""Expressions over whole runs: the columns of charts."""

import numpy as np
import pytest
from gradstep.core.errors import GradstepError, SpecError
from gradstep.core.simulations.kinds import KINDS, simulate
from gradstep.core.simulations.protocol import Spec
from gradstep.core.simulations.series import at_frame, enveloped, expressions, frames_of, over, read_all, stretches
from hypothesis import given
from hypothesis import strategies as st


def example(kind, **knobs):
    return simulate(Spec(kind, {**KINDS[kind].example, **knobs}))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("loss, loss.held", ("loss", "loss.held")),
        ("max(W1, axis=0); b1", ("max(W1, axis=0)", "b1")),
        ("W1[0,1], b1", ("W1[0,1]", "b1")),
        ("0,5*loss, loss", ("0,5*loss", "loss")),
        (" ;, ", ()),
        ("(loss, ", ("(loss,",)),
    ],
)
def test_a_list_is_parted_outside_of_brackets_and_numbers(text, parts):
    assert expressions(text) == parts


def test_a_series_is_the_quantity_of_every_frame_and_nan_where_it_is_not_known():
    network = example("network")
    frames = frames_of(network, 0, 20, 5)
    loss, slope = over(network, read_all("loss, max(abs(step.W1))", network), frames)
    assert list(frames) == [0, 5, 10, 15, 20]
    assert loss.values[2] == network.frame(10).quantities["loss"]
    assert np.isnan(slope.values[0])
    assert slope.values[1] == np.abs(network.frame(5).quantities["step.W1"]).max()


def test_a_small_array_becomes_a_line_for_each_entry():
    network = example("network")
    found = over(network, read_all("W1", network), range(3))
    assert [one.name for one in found][:5] == ["W1[0,0]", "W1[0,1]", "W1[0,2]", "W1[0,3]", "W1[1,0]"]
    assert found[5].values[2] == network.frame(2).quantities["W1"][1, 1]


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"zoomed"}))
def test_every_number_of_every_kind_can_be_drawn(kind):
    simulation = example(kind)
    last = simulation.reach(30)
    for name, value in simulation.frame(last).quantities.items():
        try:
            numbers = np.asarray(value, dtype=float)
        except (TypeError, ValueError):
            continue
        try:
            (wanted,) = read_all(name, simulation)
        except GradstepError as error:
            # a name that the language of formulas cannot spell is refused with a place, and nothing else happens
            assert error.message.arguments
            continue
        np.testing.assert_array_equal(at_frame(simulation, wanted, last), numbers)


@pytest.mark.parametrize(
    ("text", "id"),
    [("", "series.none"), ("loss < 1", "series.condition"), ("Z1", "series.large"), ("target*", "formula")],
)
def test_what_cannot_be_drawn_says_why(text, id):
    network = example("network")
    with pytest.raises(GradstepError) as caught:
        over(network, read_all(text, network), range(1, 3))
    assert caught.value.message.id.startswith(id)


def test_what_is_not_visible_at_one_frame_is_said():
    network = example("network")
    with pytest.raises(SpecError) as caught:
        at_frame(network, read_all("step.W1", network)[0], 0)
    assert caught.value.message.id == "series.not-visible"


@given(st.lists(st.floats(-1e3, 1e3) | st.just(np.nan), min_size=1, max_size=300), st.integers(1, 40))
def test_an_envelope_holds_every_value_and_is_made_only_where_there_is_no_room(values, columns):
    found = enveloped(range(len(values)), np.array(values), columns)
    if len(values) <= 2 * columns:
        assert found is None
        return
    finite = [value for value in values if np.isfinite(value)]
    if finite:
        assert np.nanmin(found.low) == min(finite) and np.nanmax(found.high) == max(finite)
    kept = np.isfinite(found.mean)
    assert np.all((found.low <= found.mean + 1e-9)[kept] & (found.mean <= found.high + 1e-9)[kept])


@given(st.lists(st.floats() | st.just(np.nan), max_size=50))
def test_stretches_are_exactly_the_finite_values(values):
    found = stretches(np.array(values))
    assert [at for part in found for at in part] == [at for at, value in enumerate(values) if np.isfinite(value)]
    assert all(np.all(np.diff(part) == 1) for part in found)
