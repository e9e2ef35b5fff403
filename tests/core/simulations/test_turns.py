"""Knobs as text: whatever a kind describes can be set, together and in any order, and a turned run is a fresh one."""

import itertools
import random
from typing import get_type_hints

import numpy as np
import pytest
from gradstep.core.errors import GradstepError, SpecError, UnknownNameError
from gradstep.core.learning.optimisers import OPTIMISERS
from gradstep.core.simulations.dials import changes, write
from gradstep.core.simulations.kinds import KINDS, simulate
from gradstep.core.simulations.knobs import named
from gradstep.core.simulations.protocol import Spec
from gradstep.core.simulations.reading import whole
from gradstep.core.simulations.turns import read_turns
from gradstep.tui.commands.explore import explored

TOGETHER = (
    "optimiser = momentum; momentum = 0.5",
    "rho = 0.8, optimiser = rmsprop, epsilon = 1e-6",
    "noise = 0.2; data = moons; count = 20",
    "penalise_biases = yes; l2 = 0.1",
    "hidden = [4, 4]; activation = relu, data = circles",
    "ocultas = 3; final_rate = 0.01; inputs = none",
)


def network(**knobs):
    return simulate(Spec("network", {"data": "xor", "hidden": [2], **knobs}))


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_described_knob_can_be_set_to_what_it_is(kind):
    simulation = simulate(Spec(kind, dict(KINDS[kind].example)))
    for knob in simulation.knobs:
        value = simulation.spec.knobs.get(knob.name, knob.default)
        if knob.entries or isinstance(value, dict) or kind in ("zoomed", "update"):
            continue
        text = "none" if value is None else write(value)
        if text in ("", "()"):
            continue
        assert set(read_turns(simulation, 0, f"{knob.name} = {text}")) == {knob.name}


@pytest.mark.parametrize("text", TOGETHER)
def test_knobs_that_belong_together_are_set_in_any_order(text):
    parts = [part.strip() for part in text.replace(", ", ";").replace("[4;4]", "[4, 4]").split(";")]
    specs = []
    for order in itertools.islice(itertools.permutations(parts), 6):
        simulation = explored("network", turned="; ".join(order))
        specs.append({name: value for name, value in named(simulation.settings).items() if name != "inputs"})
    assert all(str(spec) == str(specs[0]) for spec in specs)


def test_a_run_turned_at_its_start_is_a_fresh_run_whatever_was_turned():
    for first, second in itertools.permutations(OPTIMISERS, 2):
        turned = network(optimiser=first).branch(0, optimiser=second)
        fresh = network(optimiser=second)
        for cursor in (0, 1, 3):
            here, there = (run.training.state(cursor) for run in (turned, fresh))
            assert np.array_equal(here, there), (first, second, cursor)


def test_an_optimiser_can_be_turned_anywhere():
    for first, second in itertools.permutations(OPTIMISERS, 2):
        turned = network(optimiser=first).branch(3, optimiser=second)
        assert np.all(np.isfinite(turned.training.state(6)))


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_no_text_of_names_and_values_ends_in_anything_but_a_sentence(kind):
    draw = random.Random(kind)
    simulation = simulate(Spec(kind, dict(KINDS[kind].example)))
    names = [knob.name for knob in simulation.knobs] + ["foo", "w", "x1"]
    values = [
        "1",
        "0,5",
        "-3",
        "[1, 2]",
        "[[1,2],[3]]",
        "{}",
        "none",
        "xor",
        "a;b",
        "1e999",
        "[",
        "nan",
        "²",
        "yes",
        "",
    ]
    for _ in range(40):
        parts = [f"{draw.choice(names)} = {draw.choice(values)}" for _ in range(draw.randint(1, 4))]
        text = draw.choice(["; ", ", ", ";"]).join(parts)
        try:
            other = simulation.branch(0, **changes(simulation, 0, read_turns(simulation, 0, text)))
            other.frame(other.reach(1))
        except GradstepError as error:
            assert str(error)


def test_a_name_that_nothing_has_lists_near_ones():
    with pytest.raises(UnknownNameError) as refused:
        read_turns(network(), 0, "hiden = 3")
    assert "hidden" in str(refused.value)


def test_a_knob_that_counts_takes_whole_numbers_alone():
    """Every knob of every kind by half a step more: refused, or it is no count and every frame can be drawn."""
    for kind, made in KINDS.items():
        for knob in made.knobs:
            if type(knob.default) is not int:
                continue
            spec = Spec(kind, {**made.example, knob.name: knob.default + 0.5})
            try:
                simulation = simulate(spec)
                for cursor in range(simulation.reach(3) + 1):
                    simulation.frame(cursor), simulation.pictures(cursor)
            except SpecError:
                continue
            assert knob.read is not whole, (kind, knob.name)


def test_every_knob_that_is_a_whole_number_is_read_as_one():
    for kind, made in KINDS.items():
        types = get_type_hints(type(simulate(Spec(kind, made.example)).settings))
        counted = [knob for knob in made.knobs if types[knob.name] is int and not knob.choices]
        assert all(knob.read is not None for knob in counted), (kind, [knob.name for knob in counted if not knob.read])


def test_a_count_written_with_a_point_is_a_count():
    chain = simulate(Spec("chain", {**KINDS["chain"].example, "layers": 3.0}))
    assert chain.settings.layers == 3 and type(chain.settings.layers) is int
