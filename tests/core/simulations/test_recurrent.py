"""Recurrent networks: the textbook numbers of RNN, LSTM and GRU, finite differences, and every knob's error."""

import numpy as np
import pytest
from gradstep.core.errors import GradstepError, PlaceError
from gradstep.core.pictures import BarsPicture, GraphPicture, TablePicture
from gradstep.core.simulations.kinds import simulate
from gradstep.core.simulations.places import find
from gradstep.core.simulations.protocol import Spec
from gradstep.core.words import core_words

SCALAR = {"x": [1, 0.5, -1], "w": 0.5, "u": 0.8, "y": 0.5}
VECTOR = {
    "x": [[1, 0.5], [0, 1], [-1, 2]], "w": [[0.1, 0.2], [0.3, -0.4]], "u": [[0.5, 0.1], [-0.2, 0.3]],
    "b": [0.1, 0.2], "beta": [1, -1], "beta0": 0.3,
}  # fmt: skip
LSTM = {
    "cell": "lstm", "x": [1], "state": 0.2, "memory": 0.5,
    "w": {"f": 1.3, "i": 0.6, "g": 0.9, "o": 0.5}, "u": {"f": 0.3, "i": 0.3, "g": 0.4, "o": 0.1},
}  # fmt: skip
GRU = {"cell": "gru", "x": [1], "state": 0.2, "w": {"z": 0.7, "r": -0.4, "n": 0.9}, "u": {"z": 0.2, "r": 0.5, "n": 0.6}}
NETWORKS = [
    SCALAR,
    VECTOR,
    {**SCALAR, "activation": "relu", "b": 0.1, "state": 0.3},
    {**SCALAR, "activation": "sigmoid"},
    {**SCALAR, "activation": "linear"},
    {**LSTM, "x": [1, -0.5]},
    {**GRU, "x": [1, -0.5, 2]},
    {**VECTOR, "cell": "lstm"} | {name: VECTOR[name] for name in ("w", "u", "b")},
    {**VECTOR, "cell": "gru"},
    {**GRU, "cell": "gru-z-new", "x": [1, -0.5, 2]},
    {**VECTOR, "cell": "gru-z-new"},
]


def network(**knobs):
    return simulate(Spec("recurrent", knobs))


def at_end(run, name):
    return run.frame(run.last).quantities[name]


def numbers(run, pattern, steps):
    return [at_end(run, pattern.format(t=t)) for t in steps]


def test_forward_through_time():
    run = network(**SCALAR)
    assert numbers(run, "z{t}", (1, 2, 3)) == pytest.approx([0.5, 0.619694, -0.0592682], rel=1e-5)
    assert numbers(run, "A{t}", range(4)) == pytest.approx([0, 0.462117, 0.550915, -0.0591989], rel=1e-5)
    assert at_end(run, "loss") == pytest.approx(0.156352, rel=1e-5)
    assert run.frame(2).event.news == ("z2", "A2", "O2")


def test_backward_through_time_contribution_by_contribution():
    run = network(**SCALAR)
    states = [-0.156278, -0.248392, -0.445791, -0.559199]
    assert numbers(run, "grad.A{t}", range(4)) == pytest.approx(states, rel=1e-5)
    assert numbers(run, "grad.z{t}", (1, 2, 3)) == pytest.approx([-0.195348, -0.310491, -0.557239], rel=1e-5)
    back = (3, 2, 1)
    assert numbers(run, "contribution.w.{t}", back) == pytest.approx([0.557239, -0.155245, -0.195348], rel=1e-5)
    assert numbers(run, "contribution.u.{t}", back) == pytest.approx([-0.306991, -0.143483, 0], rel=1e-5)
    sums = {"w": 0.206646, "u": -0.450474, "b": -1.06308, "beta": 0.033104, "beta0": -0.559199}
    assert {name: at_end(run, f"grad.{name}") for name in sums} == pytest.approx(sums, rel=1e-5)
    assert run.frame(7).quantities["partial.u"] == pytest.approx(-0.450474, rel=1e-5)
    assert at_end(run, "grad.A0") / at_end(run, "grad.A3") == pytest.approx(0.279468, rel=1e-5)


@pytest.mark.parametrize(
    ("knobs", "cell", "all_of_them"),
    [
        ({"x": "3x2", "units": 2}, 10, 13),
        ({"x": "500x2", "units": 2}, 10, 13),
        ({"x": "5x32", "units": 32}, 2080, 2113),
        ({"x": "5x32", "units": 32, "cell": "gru"}, 6240, 6273),
        ({"x": "5x32", "units": 32, "cell": "lstm"}, 8320, 8353),
    ],
)
def test_parameters_do_not_depend_on_the_length(knobs, cell, all_of_them):
    start = network(**knobs).frame(0).quantities
    assert (start["size.cell"], start["size.parameters"]) == (cell, all_of_them)


def test_an_lstm_gate_by_gate():
    run = network(**LSTM)
    wanted = {"i1": 0.65926, "f1": 0.79576, "o1": 0.627148, "g1": 0.753066, "c1": 0.894346, "h1": 0.447491}
    assert {name: at_end(run, name) for name in wanted} == pytest.approx(wanted, rel=1e-5)
    assert [run.frame(cursor).event.kind for cursor in range(1, 7)] == ["f", "i", "g", "c", "o", "h"]
    assert at_end(run, "grad.c0") / at_end(run, "grad.c1") == pytest.approx(0.79576, rel=1e-5)


def test_a_gru_gate_by_gate():
    run = network(**GRU)
    wanted = {"z1": 0.676996, "r1": 0.425557, "n1": 0.740266, "h1": 0.374508}
    assert {name: at_end(run, name) for name in wanted} == pytest.approx(wanted, rel=1e-5)
    assert run.mistakes(4, "h1")["other-convention"] == pytest.approx(0.565758, rel=1e-5)


def test_both_conventions_of_a_gru_differ_in_who_z_is_and_in_nothing_else():
    """With the weights of its update gate turned round, z becomes 1 - z, and one gives the states of the other."""
    old = network(**{**GRU, "x": [1, -0.5, 2]})
    turned = {**GRU, "w": {**GRU["w"], "z": -0.7}, "u": {**GRU["u"], "z": -0.2}}
    new = network(**{**turned, "cell": "gru-z-new", "x": [1, -0.5, 2]})
    for name in ("h1", "h2", "h3", "n3", "loss"):
        assert at_end(new, name) == pytest.approx(at_end(old, name), rel=1e-14)
    assert at_end(new, "z1") == pytest.approx(1 - at_end(old, "z1"), rel=1e-14)
    assert network(**{**GRU, "cell": "gru-z-new"}).mistakes(4, "h1")["other-convention"] == at_end(network(**GRU), "h1")
    said = [core_words().both(network(**{**GRU, "cell": cell}).frame(1).caption) for cell in ("gru", "gru-z-new")]
    assert said[0] != said[1]


def test_an_encoder_and_a_decoder():
    run = network(cell="encoder-decoder", x=[1, 3, 2])
    assert numbers(run, "s{t}", (1, 2, 3)) == [1, 7, 30]
    assert numbers(run, "out{t}", (1, 2, 3)) == [2, 3, 1]
    assert run.mistakes(2, "s2") == {"state-forgotten": 3, "digits-swapped": 13, "added-for-product": 4}
    assert run.mistakes(4, "out1") == {"order-kept": 1}
    assert isinstance(run.pictures(6)[0], TablePicture)
    assert network(cell="encoder-decoder", x=[0, 1, 1], base=2).frame(3).quantities["s3"] == 3


def test_a_linear_cell_fades_or_grows():
    fading = network(x=[1] + [0] * 50, w=1, u=0.9, activation="linear", y=0)
    assert at_end(fading, "grad.A1") / at_end(fading, "grad.A51") == pytest.approx(0.00515, abs=1e-5)
    growing = fading.branch(0, u=1.2)
    assert at_end(growing, "grad.A1") / at_end(growing, "grad.A51") == pytest.approx(9100, rel=1e-3)


def test_vectors_agree_with_plain_numpy():
    run = network(**VECTOR)
    w, u = np.array(VECTOR["w"]), np.array(VECTOR["u"])
    state, states = np.zeros(2), []
    for x in np.array(VECTOR["x"]):
        state = np.tanh(w.T @ x + u.T @ state + np.array(VECTOR["b"]))
        states.append(state)
    assert np.allclose([at_end(run, f"A{t}") for t in (1, 2, 3)], states)
    outputs = [state @ np.array(VECTOR["beta"]) + 0.3 for state in states]
    assert numbers(run, "O{t}", (1, 2, 3)) == pytest.approx(outputs)
    deltas = [at_end(run, f"grad.z{t}") for t in (1, 2, 3)]
    before = [np.zeros(2), *states[:2]]
    assert np.allclose(at_end(run, "grad.u"), sum(np.outer(a, d) for a, d in zip(before, deltas, strict=True)))


@pytest.mark.parametrize("knobs", NETWORKS)
def test_gradients_are_finite_differences_and_sums_of_contributions(knobs):
    run = network(**knobs)
    built = run.score.network
    for name in built.weights:
        gradient = np.asarray(at_end(run, f"grad.{name}"))
        difference = np.zeros(gradient.shape)
        for index in np.ndindex(gradient.shape):
            sides = []
            for sign in (1, -1):
                moved = {key: np.array(value) for key, value in built.weights.items()}
                place = index if moved[name].ndim == len(index) else (0,) * moved[name].ndim
                moved[name][place] += sign * 1e-6
                again = type(built)(built.kind, built.activation, built.sequence, moved, built.starts, built.target,
                                    built.units)  # fmt: skip
                sides.append(again.record.values["loss"])
            difference[index] = (sides[0] - sides[1]) / 2e-6
        assert np.allclose(gradient, difference, atol=1e-7)
        if name in built.cell.weights:
            steps = range(1, built.steps + 1)
            assert np.allclose(sum(at_end(run, f"contribution.{name}.{t}") for t in steps), gradient)
            assert np.array_equal(at_end(run, f"partial.{name}"), gradient)


@pytest.mark.parametrize("knobs", [*NETWORKS, {"cell": "encoder-decoder", "x": [1, 3, 2]}, {**SCALAR, "y": None}])
def test_every_frame_stands_alone_and_speaks_both_languages(knobs):
    walked, words = network(**knobs), core_words()
    frames = [walked.frame(cursor) for cursor in range(walked.last + 1)]
    assert {name for frame in frames for name in frame.quantities} == walked.names
    order = [*range(walked.last + 1)]
    np.random.default_rng(1).shuffle(order)
    fresh = network(**knobs)
    for cursor in order:
        frame, known = fresh.frame(cursor), frames[cursor]
        assert (frame.event, frame.caption) == (known.event, known.caption)
        assert all(words.both(frame.caption).values())
        assert list(frame.quantities) == list(known.quantities)
        for name in frame.event.news if frame.event else ():
            assert np.array_equal(frame.quantities[name], known.quantities[name])
            assert not any("≠" in line.text for line in fresh.receipt(cursor, name).lines)
            assert fresh.label(name)
        assert fresh.pictures(cursor)


@pytest.mark.parametrize("knobs", [*NETWORKS, {"cell": "encoder-decoder", "x": [1, 3, 2]}])
def test_mistakes_have_names_and_are_never_the_truth(knobs):
    run, known = network(**knobs), core_words().texts
    for cursor in range(run.last + 1):
        frame = run.frame(cursor)
        for name in frame.event.news if frame.event else run.names & set(frame.quantities):
            for id, wrong in run.mistakes(cursor, name).items():
                assert f"mistake.{id.partition(':')[0]}-name" in known, id
                same = np.shape(wrong) == np.shape(frame.quantities[name])
                assert not (same and np.allclose(wrong, frame.quantities[name], rtol=1e-9))


def test_what_learners_get_wrong():
    run = network(**SCALAR)
    assert run.mistakes(2, "z2")["memory-forgotten"] == pytest.approx(0.25)
    assert run.mistakes(8, "contribution.u.1")["wrong-step"] == pytest.approx(-0.0902735)
    assert run.mistakes(8, "grad.u")["only-last-step"] == pytest.approx(-0.306991, rel=1e-5)
    assert network(x="500x2", units=2).mistakes(0, "size.parameters")["weights-per-step"] == 5003


def test_receipts_write_the_numbers():
    run = network(**SCALAR)
    assert run.receipt(2, "z2").lines[0].text == "x2·w + A1·u + b = 0.5·0.5 + 0.462117·0.8 + 0 = 0.619694"
    texts = [line.text for line in run.receipt(7, "contribution.u.2").lines]
    assert texts == ["-0.310491·0.462117 = -0.143483", "-0.306991 + (-0.143483) = -0.450474", "t = 1"]
    assert [line.text for line in run.receipt(8, "grad.u").lines][-1] == "-0.450474 ✓"
    sizes = [line.text for line in network(**LSTM).receipt(0, "size.cell").lines]
    assert sizes[0] == "4·(1·1 + 1·1 + 1) = 12"


@pytest.mark.parametrize("knobs", NETWORKS[:-2])
def test_zoom_opens_a_stage_with_the_same_numbers(knobs):
    run = network(**knobs)
    for cursor in range(run.last + 1):
        for quantity in run.frame(cursor).zooms:
            below = run.zoom(cursor, quantity)
            end = below.frame(find(below, "end")).quantities
            assert np.allclose(end[f"value.{quantity}"], at_end(run, quantity))
            if quantity != "loss":
                assert np.allclose(end[f"grad.{quantity}"], at_end(run, f"grad.{quantity}"))
    with pytest.raises(PlaceError):
        run.zoom(0, "grad.beta")


def test_a_whole_network_opens_as_one_graph():
    run = network(**SCALAR)
    below = run.zoom(0, "loss")
    end = below.frame(find(below, "end")).quantities
    assert end["grad.u"] == at_end(run, "grad.u")


def test_pictures_there_and_back():
    run = network(**SCALAR)
    strip, table, bars = run.pictures(2)
    assert all(bar.value is None for bar in bars.bars)
    assert isinstance(strip, GraphPicture)
    assert isinstance(table, TablePicture)
    assert [box.id for box in strip.diagram.boxes] == ["x1", "A0", "x2", "x3", "A1", "A2", "A3", "O3", "loss"]
    assert strip.focus == "A2"
    assert "A3" not in strip.values
    strip, table, bars = run.pictures(7)
    assert isinstance(bars, BarsPicture)
    assert strip.gradients["A2"] == at_end(run, "grad.A2")
    assert [bar.value for bar in bars.bars] == pytest.approx([-0.306991, -0.143483, None])
    assert [bar.current for bar in bars.bars] == [False, True, False]
    assert table.current == 1


def test_a_branch_begins_again_and_leaves_the_old_one():
    run = network(**SCALAR)
    other = run.branch(4, x=[-1, 0.5, 1])
    assert at_end(other, "O3") == pytest.approx(0.3839, abs=1e-4)
    assert at_end(run, "O3") == pytest.approx(-0.0591989, rel=1e-5)
    assert find(run, "forward") == 4
    with pytest.raises(PlaceError):
        run.frame(run.last + 1)


@pytest.mark.parametrize(
    "knobs",
    [
        {"cell": "transformer"},
        {"x": "much"},
        {"x": "900x2"},
        {"x": []},
        {"x": [[[1]]]},
        {"y": [1, 2]},
        {"y": "a"},
        {"w": [[1, 2], [3, 4]]},
        {"w": {"f": 1}},
        {"w": {"f": 1, "i": 1}, "cell": "lstm"},
        {"u": [1, 2]},
        {"b": [1, 2], "units": 3},
        {"beta": "x"},
        {"units": 0},
        {"units": 65},
        {"activation": "step"},
        {"watch": "q"},
        {"cell": "encoder-decoder", "x": [1, 5]},
        {"cell": "encoder-decoder", "x": [0.5]},
        {"cell": "encoder-decoder", "x": [1], "base": 11},
    ],
)
def test_what_cannot_be_read_says_why(knobs):
    with pytest.raises(GradstepError) as caught:
        network(**knobs).frame(0)
    said = core_words().both(caught.value.message)
    assert said["en"] != said["es"]
