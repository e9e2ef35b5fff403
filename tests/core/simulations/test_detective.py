"""The detective: it finds what was broken on purpose, in the frame in which it broke, and names the cause."""

import pytest
from gradstep.core.simulations.detective import Finding, examine, trail
from gradstep.core.simulations.kinds import simulate
from gradstep.core.simulations.protocol import Spec


def found(kind, knobs):
    simulation = simulate(Spec(kind, knobs))
    findings = {finding.kind: finding for finding in examine(simulation, simulation.reach(500))}
    return simulation, findings


def graph(formula, **at):
    return found("graph", {"formula": formula, "at": at})


def test_nothing_is_found_where_nothing_is_wrong():
    assert graph("z = w*x + b; a = tanh(z); L = (a - y)^2", w=0.5, x=1.0, b=0.1, y=0.5)[1] == {}


def test_a_dead_unit_is_found_with_the_number_that_killed_it():
    simulation, findings = graph("z = w*x + b; a = relu(z); L = (a - y)^2", w=-0.75, x=1.0, b=-1.0, y=0.5)
    assert set(findings) == {"dead", "zero"}
    dead = findings["dead"]
    assert (dead.subject, dead.first) == ("a", 3)
    clues = trail(simulation, dead)
    assert [clue.said.id for clue in clues] == ["detective.dead-unit", "detective.made-of"]
    assert clues[0].said.arguments["value"] == "-1.750000"
    assert clues[-1].cursor == 2


def test_a_zero_gradient_is_followed_to_the_unit_that_stopped_it():
    simulation, findings = graph("z = w*x + b; a = relu(z); L = (a - y)^2", w=-0.75, x=1.0, b=-1.0, y=0.5)
    zero = findings["zero"]
    assert set(zero.now) == {"grad.w", "grad.x", "grad.b", "grad.v1", "grad.z"}
    said = [clue.said.id for clue in trail(simulation, zero)]
    assert said == ["detective.local-zero", "detective.dead-unit", "detective.made-of"]


def test_from_far_behind_the_way_leads_through_the_upstream_gradients():
    simulation, _ = graph("z = 2*w; a = relu(z); L = 3*a", w=-1.0)
    last = simulation.reach(500)
    clues = trail(simulation, Finding("zero", "grad.w", last, ()))
    assert [clue.said.id for clue in clues][:3] == [
        "detective.upstream",
        "detective.local-zero",
        "detective.dead-unit",
    ]
    assert clues[0].said.arguments["child"] == "z"


def test_a_saturated_sigmoid_is_no_dead_unit():
    simulation, findings = graph("f = sigmoid(9*w)", w=2.0)
    assert set(findings) == {"saturated", "vanished"}
    assert [clue.said.id for clue in trail(simulation, findings["vanished"])] == [
        "detective.local-vanished",
        "detective.saturated-unit",
        "detective.made-of",
    ]
    assert set(graph("f = sigmoid(400*w)", w=2.0)[1]) == {"saturated", "zero"}


def test_a_product_explodes():
    _, findings = graph("f = a*b*c", a=1e4, b=1e4, c=1e4)
    assert set(findings) == {"exploded"}


def test_in_a_run_the_cause_lies_in_the_update_before():
    simulation, findings = found(
        "descent", {"formula": "x^4", "at": {"x": 3.0}, "rate": 0.5, "updates": 50}
    )  # fmt: skip
    assert {"not-finite", "exploded"} <= set(findings)
    clues = trail(simulation, findings["exploded"])
    assert clues[0].said.id == "detective.update"
    assert clues[0].cursor == findings["exploded"].first
    assert {clue.opened for clue in clues[1:]} == {"f"}


@pytest.mark.parametrize("upto", [0, 3, 7])
def test_only_what_was_reached_is_examined(upto):
    simulation = simulate(Spec("graph", {"formula": "f = sigmoid(9*w)", "at": {"w": 2.0}}))
    findings = examine(simulation, upto)
    assert all(finding.first <= upto for finding in findings)


def test_a_search_stops_when_it_is_told_to():
    simulation = simulate(Spec("descent", {"formula": "x^4", "at": {"x": 3.0}, "rate": 0.5, "updates": 50}))
    assert examine(simulation, 50, stop=lambda: True) == ()
