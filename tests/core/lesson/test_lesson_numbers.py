"""The lessons on lines, perceptrons, XOR and curves show the numbers that were computed apart from the engine.

What their kinds compute is tested elsewhere with data of its own; here it is the data of the lessons themselves, and
the sentences that a learner reads.
"""

from functools import cache
from pathlib import Path

import pytest
from gradstep.core.simulations.kinds import simulate
from gradstep.core.simulations.protocol import Spec

LESSONS = Path(__file__).parents[3] / "lessons"
DIGITS = 6e-6
"""Six printed digits are right to half of the last one."""


@cache
def prose(numbers, id):
    """Every text of a lesson as it is read in English, after all that its step shows."""
    script = numbers.lesson(id)
    said = []
    for index, step in enumerate(script.lesson.steps):
        texts = [getattr(step, key, None) for key in ("text", "prompt", "solution")]
        texts += [part for option in getattr(step, "options", ()) for part in (option.text, option.why)]
        said += [script.text(text["en"], index, 0) for text in texts if text]
    return "\n".join(said)


@pytest.mark.parametrize(("name", "scale"), [("sides", 1), ("tenfold", 10)])
def test_hyperplanes_five_points_and_the_same_line_tenfold(name, scale, numbers):
    assert numbers.column("hyperplanes", name, "z") == [scale * z for z in (3, -1, 0, -4, 3)]
    assert numbers.column("hyperplanes", name, "o") == [1, 0, 1, 0, 1]


def test_hyperplanes_distances_and_four_dimensions(numbers):
    found = [numbers.ended("hyperplanes", name)["value.d"] for name in ("far", "origin")]
    assert found == pytest.approx([1.34164, -1.78885], rel=DIGITS)
    assert [numbers.ended("hyperplanes", name)["value.z"] for name in ("four", "absorbed")] == [2.5, 2.5]


def test_perceptron_pm1_four_data_without_a_bias(numbers):
    assert numbers.column("perceptron-pm1-labels", "free", "w")[1:7] == [
        (1, 2),
        (-2, 1),
        (0, 4),
        (0, 4),
        (0, 4),
        (-3, 3),
    ]
    end = numbers.ended("perceptron-pm1-labels", "free")
    assert (end["updates"], end["epoch"], end["w"]) == (4, 3, (-3, 3))


def test_perceptron_pm1_and_needs_eighteen_corrections_where_the_other_rule_needs_eleven(numbers):
    end = numbers.ended("perceptron-pm1-labels", "and")
    assert (end["updates"], end["epoch"], end["w"], end["b"], end["bound"]) == (18, 9, (3, 2), -4, 51)
    assert numbers.ended("perceptron-pm1-labels", "before")["updates"] == 11
    assert numbers.ended("perceptron-pm1-labels", "strict")["updates"] == 0
    read = prose(numbers, "perceptron-pm1-labels")
    assert "18 instead of 11" in read
    assert "the total loss, too: 0, 1, 2, 0, 1 …" in read
    assert "at most 51; 18 were enough" in read


def test_xor_impossible_goes_round_from_the_third_epoch_on(numbers):
    assert numbers.ended("xor-impossible", "xor")["errors"] == (3, 3, 4, 4, 4, 4, 4, 4, 4, 4)
    for epoch in range(2, 10):
        now = numbers.shown("xor-impossible", "xor", 4 * epoch)
        assert (now["w"], now["b"]) == ((-1, 0), 0)
    corrections = numbers.ended("xor-impossible", "slow")["updates"]
    assert corrections == 3 + 3 + 38 * 4
    assert f"{corrections} corrections, and no end" in prose(numbers, "xor-impossible")


@pytest.mark.parametrize("name", ["any", "other"])
def test_xor_impossible_the_sums_across_the_square_agree(name, numbers):
    none, second, first, both = (numbers.shown("xor-impossible", name, row)["y.z"] for row in (1, 2, 3, 4))
    assert none + both == second + first


def test_xor_impossible_least_squares_gives_one_half(numbers):
    end = numbers.ended("xor-impossible", "squares")
    assert [*end["W1"].ravel(), *end["b1"], end["loss"]] == pytest.approx([0, 0, 0.5, 0.25], abs=5e-3)


def test_xor_two_layers_row_by_row_and_as_points(numbers):
    names = ("AND.z", "AND", "NOR.z", "NOR", "y.z", "y")
    rows = [tuple(numbers.shown("xor-two-layers", "net", 3 * row)[name] for name in names) for row in (1, 2, 3, 4)]
    assert rows == [(-15, 0, 5, 1, -5, 0), (-5, 0, -5, 0, 5, 1), (-5, 0, -5, 0, 5, 1), (5, 1, -15, 0, -5, 0)]
    hidden = [(row[1], row[3]) for row in rows]
    assert hidden == [(0, 1), (0, 0), (0, 0), (1, 0)]
    assert hidden == [tuple(point) for point in numbers.run("xor-two-layers", "hidden").settings.points]
    assert numbers.ended("xor-two-layers", "hidden")["errors"][-1] == 0
    assert numbers.ended("xor-two-layers", "another")["outputs"] == (0, 1, 1, 0)


def test_xor_two_layers_with_curves(numbers):
    assert numbers.ended("xor-two-layers", "soft")["value.y"] == pytest.approx(0.00715279, rel=DIGITS)
    assert numbers.ended("xor-two-layers", "ramps")["value.y"] == 0


@pytest.mark.parametrize(
    ("name", "values", "slopes"),
    [
        ("step", [0, 1, 1], [0, 0, 0]),
        ("sign", [-1, 1, 0], [0, 0, 0]),
        ("sigma", [0.5, 0.880797, 0.982014, 0.119203], [0.25, 0.104994, 0.0176627, 0.104994]),
        ("tanh", [0, 0.761594, 0.964028], [1, 0.419974, 0.0706508]),
        ("twin", [0.761594, 0, -0.761594], [0.419974, 1, 0.419974]),
        ("deep", [0.964028, 0.999909, -0.999909], [0.0706508, 0.000181583, 0.000181583]),
    ],
)
def test_step_sigmoid_tanh_values_and_slopes(name, values, slopes, numbers):
    assert numbers.column("step-sigmoid-tanh", name, "value") == pytest.approx(values, rel=DIGITS, abs=1e-12)
    assert numbers.column("step-sigmoid-tanh", name, "slope") == pytest.approx(slopes, rel=DIGITS, abs=1e-12)


def test_step_sigmoid_tanh_rounding_reaches_one_at_37(numbers):
    """What the lesson says of computers; in mathematics no x gets there."""
    far = simulate(Spec("function", {"of": "sigmoid", "points": [36, 37]}))
    assert far.frame(1).quantities["value"] < 1 == far.frame(2).quantities["value"]
    assert "rounds to 1 from x = 37 on" in prose(numbers, "step-sigmoid-tanh")


@pytest.mark.parametrize(
    ("name", "product"),
    [("sigma", 3.48312e-07), ("tanh", 0.22276), ("relu", 1), ("boom", 9765625), ("leaky", 1e-20)],
)
def test_vanishing_what_ten_layers_leave(name, product, numbers):
    assert numbers.ended("vanishing-and-zigzag", name)["product"] == pytest.approx(product, rel=DIGITS)


def test_vanishing_positive_inputs_give_all_weights_one_sign(numbers):
    found = [numbers.ended("vanishing-and-zigzag", name)["grad.w"].tolist() for name in ("neuron", "centred")]
    assert found == [pytest.approx([-0.21, -0.06, -0.27]), pytest.approx([-0.21, 0.06, 0.27])]
