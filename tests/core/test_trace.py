"""Traces: the state at a cursor is a prefix of the events, and nothing else."""

import pytest
from gradstep.core.formula.build import read_pass
from gradstep.core.trace import Computed, Flowed, Seeded, Trace

AT = {"w0": 2.0, "x0": -1.0, "w1": -3.0, "x1": -2.0, "w2": -3.0}


@pytest.fixture
def fork() -> Trace:
    return Trace(read_pass("a = t*t; b = 3*t; f = a + b", {"t": 4.0})[1])


def test_the_sigmoid_neuron_has_eight_and_one_and_twelve_events():
    trace = Trace(read_pass("1/(1+exp(-(w0*x0+w1*x1+w2)))", AT)[1])
    kinds = [type(event) for event in trace.times.events]
    assert (kinds.count(Computed), kinds.count(Seeded), kinds.count(Flowed)) == (8, 1, 12)
    assert trace.last == 21


def test_events_are_values_then_the_seed_then_edges_in_reverse(fork):
    assert fork.times.events == (
        Computed("a"), Computed("b"), Computed("f"), Seeded("f"),
        Flowed("f", 0, "a"), Flowed("f", 1, "b"), Flowed("b", 1, "t"), Flowed("a", 0, "t"), Flowed("a", 1, "t"),
    )  # fmt: skip


def test_a_partial_gradient_is_the_sum_of_the_contributions_so_far(fork):
    assert [fork.partial("t", cursor) for cursor in range(10)] == [None] * 7 + [3.0, 7.0, 11.0]
    assert [fork.gradient("t", cursor) for cursor in range(10)] == [None] * 9 + [11.0]


def test_a_value_is_visible_from_its_event_on(fork):
    assert [fork.value("b", cursor) for cursor in range(4)] == [None, None, 12.0, 12.0]
    assert fork.value("t", 0) == 4.0


def test_the_last_partial_is_the_gradient_bit_for_bit(fork):
    for node, gradient in fork.record.gradients.items():
        assert fork.partial(node, fork.last) == gradient


def test_what_the_output_ignores_is_complete_with_the_seed():
    trace = Trace(read_pass("q = a*a; f = b + 1", {"a": 1.0, "b": 2.0})[1])
    assert trace.times.complete["a"] == trace.times.turn + 1
    assert trace.gradient("a", trace.times.turn + 1) == 0.0
