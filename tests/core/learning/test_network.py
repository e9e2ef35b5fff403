"""Networks as graphs: places of the parameters, gradients against differences, what gets no gradient."""

import numpy as np
import pytest
from gradstep.core.differences import node_difference
from gradstep.core.errors import GradstepError
from gradstep.core.graph import CONSTANT, DATA, GraphBuilder
from gradstep.core.learning.layers import ACTIVATIONS, LOSSES
from gradstep.core.learning.network import Network
from gradstep.core.learning.settings import Settings
from gradstep.core.passes import run_pass
from gradstep.core.trace import Trace

WAVES = np.sin(1.3 * np.arange(2_000.0) ** 1.1)


def leaves_of(network, rows):
    inputs = WAVES[: rows * network.sizes[0]].reshape(rows, -1)
    leaves = {"X": inputs, "T": targets_of(network, rows), **network.views(0.7 * WAVES[100 : 100 + network.size])}
    for name, width in network.masks:
        leaves[name] = (WAVES[300 : 300 + rows * width].reshape(rows, width) > 0.0) / (1.0 - network.dropout)
    return leaves


def targets_of(network, rows):
    outputs = network.sizes[-1]
    kinds = {
        "numbers": WAVES[50 : 50 + rows * outputs].reshape(rows, outputs),
        "chances": (WAVES[50 : 50 + rows * outputs].reshape(rows, outputs) > 0.0).astype(float),
        "one-hot": np.eye(outputs)[np.arange(rows) % outputs],
        "signs": np.sign(WAVES[50 : 50 + rows * outputs].reshape(rows, outputs)),
    }
    return kinds[LOSSES[network.loss].targets]


NETWORKS = (
    *(Network((3, 4, 2), activation, "identity", "mse") for activation in ACTIVATIONS),
    *(Network((3, 4, 2), "tanh", "identity", loss) for loss in LOSSES),
    Network((3, 4, 2), "tanh", "sigmoid", "mse", l1=0.02, l2=0.1),
    Network((3, 4, 3, 2), "tanh", "tanh", "mse", l2=0.1, penalise_biases=True, dropout=0.5),
    Network((3, 2), "tanh", "identity", "softmax"),
    Network((3, 4, 5, 2), ("relu", "sigmoid"), "tanh", "half_sse"),
    Network((3, 4, 2), bias=False, loss="sse", l1=0.1),
    Network((2, 3, 2), tied=True, loss="mean_sse", l2=0.1),
    Network((2, 3, 1, 3, 2), "sigmoid", tied=True, bias=False),
)


@pytest.mark.parametrize("network", NETWORKS, ids=str)
def test_every_gradient_is_its_finite_difference(network):
    record = run_pass(network.graph(5), leaves_of(network, 5))
    assert record.graph.output == "loss"
    for name in network.names:
        assert node_difference(record, name).agrees(record.gradients[name]), name


def test_parameters_lie_one_behind_another():
    network = Network((2, 3, 1))
    assert [(p.name, p.shape, p.start, p.stop) for p in network.parameters] == [
        ("W1", (2, 3), 0, 6), ("b1", (3,), 6, 9), ("W2", (3, 1), 9, 12), ("b2", (1,), 12, 13),
    ]  # fmt: skip
    vector = np.arange(13.0)
    assert np.array_equal(network.flat(network.views(vector)), vector)
    assert np.shares_memory(network.views(vector)["W2"], vector)


def test_parameters_are_counted_as_the_textbook_counts_them():
    assert Network((784, 256, 128, 10)).size == 235_146


def test_data_get_no_gradient_and_nothing_flows_into_them():
    network = Network((3, 4, 2), dropout=0.5)
    record = run_pass(network.graph(5), leaves_of(network, 5))
    data = {node.id for node in record.graph.nodes if node.op in (DATA, CONSTANT)}
    assert data == {"X", "T", "mask1"}
    assert not data & set(record.gradients)
    assert all(record.graph.node(child).parents[slot] not in data for child, slot in record.contributions)
    trace = Trace(record)
    assert trace.value("X", 0) is not None
    assert trace.gradient("X", trace.last) is None
    assert trace.partial("X", trace.last) is None


def test_what_is_computed_from_data_alone_gets_none_either():
    builder = GraphBuilder()
    builder.data("x", (3,))
    builder.data("mask", (3,))
    builder.leaf("w", (3,))
    builder.apply("mul", "x", "mask", name="kept")
    builder.apply("dot", "kept", "w", name="f")
    record = run_pass(builder.graph(), {"x": np.ones(3), "mask": np.array([1.0, 0.0, 1.0]), "w": np.arange(3.0)})
    assert set(record.gradients) == {"f", "w"}
    assert record.gradients["w"].tolist() == [1.0, 0.0, 1.0]


def test_layers_are_groups():
    groups = {node.id: node.group for node in Network((2, 2, 1), l2=0.1).graph(3).nodes}
    assert groups["W1"] == groups["A1"] == ("layer1",)
    assert groups["loss"] == groups["l2_W1"] == ("penalty",)
    assert groups["data_loss"] == ("loss",)


def test_predictions_are_chances_where_the_loss_contains_the_activation():
    inputs = WAVES[:6].reshape(3, 2)
    soft = Network((2, 3), loss="softmax")
    chances = soft.predict(WAVES[: soft.size], inputs)
    assert chances.sum(axis=1) == pytest.approx([1.0, 1.0, 1.0])
    single = Network((2, 1), loss="bce")
    scores = single.scores(WAVES[: single.size], inputs)
    assert single.predict(WAVES[: single.size], inputs) == pytest.approx(1.0 / (1.0 + np.exp(-scores)))


def test_dropout_sends_gradients_only_through_what_stays():
    """a = (0.2, 0.8, 0.5, 1), β = (1, −1, 2, 0.5), φ = ½, mask 1011: the output is 3.4, da = (2, 0, 4, 1)."""
    builder = GraphBuilder()
    for name in ("a", "beta"):
        builder.leaf(name, (4,))
    builder.data("mask", (4,))
    builder.apply("mul", "a", "mask", name="kept")
    builder.apply("dot", "kept", "beta", name="f")
    given = {"a": np.array([0.2, 0.8, 0.5, 1.0]), "beta": np.array([1.0, -1.0, 2.0, 0.5])}
    record = run_pass(builder.graph(), {**given, "mask": np.array([2.0, 0.0, 2.0, 2.0])})
    assert record.values["f"] == pytest.approx(3.4)
    assert record.gradients["a"] == pytest.approx([2.0, 0.0, 4.0, 1.0])
    assert record.gradients["beta"] == pytest.approx([0.4, 0.0, 1.0, 2.0])


def test_tied_layers_share_their_weights():
    network = Network((2, 3, 1, 3, 2), tied=True)
    assert network.names == ("W1", "b1", "W2", "b2", "b3", "b4")
    assert [network.twin(k) for k in (1, 2, 3, 4)] == ["", "", "W2", "W1"]
    record = run_pass(network.graph(5), leaves_of(network, 5))
    assert record.values["W4"].tolist() == record.values["W1"].T.tolist()


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"sizes": (3, 2, 2), "tied": True}, "mirror"),
        ({"sizes": (3, 2, 2, 3), "tied": True}, "mirror"),
        ({"sizes": (3, 2, 2), "activation": ["tanh", "tanh"]}, "2 names for 1 hidden"),
        ({"sizes": (3, 2, 2), "masks": {"mask1": [1]}}, "needs 2 numbers"),
        ({"sizes": (3, 2), "masks": {"mask1": [1]}}, "no mask"),
    ],
)
def test_layers_that_cannot_be_say_why(given, says):
    with pytest.raises(GradstepError, match=says):
        Settings(**given)
