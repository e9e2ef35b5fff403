"""Graphs given by layers: the numbers of a network, single neurons that fold, and what does not fit says why."""

import numpy as np
import pytest
from gradstep.core.errors import GradstepError
from gradstep.core.folding import fold, groups_of
from gradstep.core.simulations.dials import dials
from gradstep.core.simulations.kinds import simulate
from gradstep.core.simulations.protocol import Spec
from gradstep.core.words import core_words

W1, B1, W2, B2 = [[0.5, 0.3], [-0.4, 0.6]], [0.2, -0.1], [[0.7], [-0.5]], [0.05]
AT = {"W1": W1, "b1": B1, "W2": W2, "b2": B2, "x": [-1, 1], "y": [1]}


def layered(kind="graph", **knobs):
    return simulate(Spec(kind, {"mlp": [2, 2, 1], "at": AT, **knobs}))


def test_values_and_gradients_are_those_of_the_network_with_the_same_weights():
    run = layered(activation=["tanh", "tanh"])
    shown = run.frame(run.marks["end"]).quantities
    network = simulate(
        Spec("network", {
            "inputs": [[-1, 1]], "targets": [1], "hidden": [2], "output": "tanh", "loss": "sse",
            "initial": {"W1": W1, "b1": B1, "W2": W2, "b2": B2},
        })
    ).frame(0).quantities  # fmt: skip
    assert shown["value.L"] == pytest.approx(network["loss"])
    for k, width in ((1, 2), (2, 1)):
        for j in range(width):
            assert shown[f"value.z{k}_{j + 1}"] == pytest.approx(network[f"Z{k}"][0, j])
            assert shown[f"value.a{k}_{j + 1}"] == pytest.approx(network[f"A{k}"][0, j])
            assert shown[f"grad.b{k}_{j + 1}"] == pytest.approx(network[f"grad.b{k}"][j])
            for i in range(2):
                assert shown[f"grad.w{k}_{i + 1}{j + 1}"] == pytest.approx(network[f"grad.W{k}"][i, j])


def test_single_numbers_and_arrays_give_the_same_graph():
    singles = {"x1": -1, "x2": 1, "y1": 1, "b1_1": 0.2, "b1_2": -0.1, "b2_1": 0.05, "w1_11": 0.5, "w1_12": 0.3,
               "w1_21": -0.4, "w1_22": 0.6, "w2_11": 0.7, "w2_21": -0.5}  # fmt: skip
    one, other = layered(), layered(at=singles)
    assert dict(one.frame(5).quantities) == dict(other.frame(5).quantities)
    assert one.built.graph.nodes == other.built.graph.nodes


def test_neurons_and_layers_fold():
    (picture,) = layered().pictures(0)
    groups = groups_of(picture.diagram)
    assert ("layer1", "neuron2") in groups and ("layer2", "neuron1") in groups and ("loss",) in groups
    members = {box.id for box in picture.diagram.boxes if box.group == ("layer1", "neuron2")}
    assert {"w1_12", "w1_22", "b1_2", "z1_2", "a1_2"} < members
    assert len(members) == 8  # two products and a sum of them have no names of their own
    folded = fold(picture.diagram, [("layer1", "neuron1"), ("layer1", "neuron2")])
    assert {"a1_1", "a1_2"} <= {box.id for box in folded.diagram.boxes}
    assert len(folded.diagram.boxes) == len(picture.diagram.boxes) - 14


def test_one_output_without_a_target_is_the_output():
    run = layered(at={name: value for name, value in AT.items() if name != "y"}, activation="relu")
    assert run.built.graph.output == "z2_1"
    hidden = np.maximum(np.array([-1, 1]) @ W1 + B1, 0)
    assert run.frame(run.marks["end"]).quantities["value.z2_1"] == pytest.approx(float((hidden @ W2 + B2)[0]))


def test_an_activation_is_for_hidden_layers_or_one_for_each():
    def output(**knobs):
        return simulate(
            Spec("graph", {"mlp": [1, 1], "at": {"x1": 2, "w1_11": 3, "b1_1": 0}, **knobs})
        ).built.graph.output

    assert output() == output(activation="relu") == "z1_1"
    assert output(activation=["relu"]) == "a1_1"


def test_layers_bring_no_dials_to_a_formula():
    run = simulate(Spec("graph", {"formula": "a*b", "at": {"a": 1, "b": 2}}))
    assert [dial.name for dial in dials(run)] == ["formula", "a", "b"]
    assert "W1[0,1]" in {dial.name for dial in dials(layered())}


def test_forward_mode_runs_over_layers_too():
    backward = layered().frame(layered().marks["end"]).quantities
    for leaf in ("w1_12", "b2_1", "x1"):
        run = layered("forward", wrt=leaf)
        assert run.frame(run.last).quantities["tangent.L"] == pytest.approx(backward[f"grad.{leaf}"])


@pytest.mark.parametrize(
    "knobs",
    [
        {"mlp": [2]},
        {"mlp": "2 2 1"},
        {"mlp": [2, 10, 1]},
        {"mlp": [2, True]},
        {"mlp": [2, 2, 2], "at": {name: AT[name] for name in ("x", "W1", "b1")}},
        {"mlp": [3, 2, 1]},
        {"at": {**AT, "W1": [[1, 2, 3]]}},
        {"at": {**AT, "q": 1}},
        {"at": {**AT, "q": [1, 2]}},
        {"at": {"x": [1, 2]}},
        {"formula": "a*b"},
        {"activation": "step"},
        {"activation": []},
        {"activation": ["tanh", "tanh", "tanh"]},
    ],
)
def test_what_does_not_fit_says_why(knobs):
    with pytest.raises(GradstepError) as caught:
        layered(**knobs)
    assert all(core_words().both(caught.value.message).values())
