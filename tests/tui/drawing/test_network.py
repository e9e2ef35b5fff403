"""Networks: every weight on its line, signs without colours, and matrices where lines find no room."""

import re
from itertools import pairwise

import hypothesis.strategies as st
import numpy as np
import pytest
from gradstep.core.pictures import NetworkPicture, NeuronLayer
from gradstep.core.words import numbers
from gradstep.tui.drawing.labels import bare
from gradstep.tui.drawing.network import draw_network, network_width, stand_of
from hypothesis import given, settings


def network(*sizes, seed=0, **more):
    chance = np.random.default_rng(seed)
    layers = tuple(
        NeuronLayer(
            f"layer {at}", tuple(f"{'xhuvo'[at]}{n}" for n in range(size)), tuple(chance.normal(size=size).tolist())
        )
        for at, size in enumerate(sizes)
    )
    weights = tuple(chance.normal(size=(after, before)) for before, after in pairwise(sizes))
    return NetworkPicture(layers, weights, **more)


def lines(picture, width=80, height=12, ascii=False):
    drawing = draw_network(picture, width, height, ascii=ascii)
    assert [sum(len(run.text) for run in row) for row in drawing.rows] == [width] * height
    return drawing.lines()


@pytest.mark.parametrize("ascii", [False, True])
@pytest.mark.parametrize("sizes", [(2, 2, 1), (3, 3), (1, 1, 1), (2, 3, 2)])
def test_every_weight_and_every_output_is_there(sizes, ascii):
    picture = network(*sizes)
    text = "\n".join(lines(picture, 100, 14, ascii))
    for matrix in picture.weights:
        for weight in matrix.flat:
            assert is_written(weight, text)
    for layer in picture.layers:
        assert str(layer.name) in text
        for name, value in zip(layer.neurons, layer.values, strict=True):
            assert str(name) in text and is_written(value, text)
    assert not ascii or text.isascii()


def is_written(number, text):
    """With four decimals where there is room for them."""
    return numbers.entry(float(number), 8, 4) in text or numbers.box(float(number)) in text


def test_large_windows_have_more_decimals_longer_lines_and_whole_names():
    layers = (
        NeuronLayer("a long name of inputs", ("x1", "x2"), (0.25, -1.5)),
        NeuronLayer("out", ("y",), (0.123456,), biases=(-0.98765,)),
    )
    picture = NetworkPicture(layers, (np.array([[0.333333, -2.0]]),))
    small, large = (lines(picture, *size) for size in ((60, 9), (150, 20)))
    for text, fine in ((small, False), (large, True)):
        assert "a long name of inputs" in text[0]
        assert ("0.3333" in "\n".join(text)) is fine
    assert max(map(len, map(str.rstrip, large))) > 90


def test_a_bias_stands_in_its_neuron():
    layers = (NeuronLayer("in", ("x",), (1.0,)), NeuronLayer("out", ("o",), (0.5,), biases=(-0.75,)))
    text = "\n".join(lines(NetworkPicture(layers, (np.array([[2.0]]),)), 60, 9))
    assert re.search(r"│b +-0\.75\d*│", text)
    assert "│b" not in "\n".join(lines(network(1, 1), 60, 9))


@pytest.mark.parametrize("sizes", [(2, 1), (3, 3, 1), (3, 1, 3)])
def test_lines_leave_and_reach_the_boxes(sizes):
    picture = network(*sizes, seed=4)
    positive = tuple(np.abs(matrix) for matrix in picture.weights)
    text = lines(NetworkPicture(picture.layers, positive), 100, 20)
    stand = stand_of(picture, 100, 20, bare)
    for (layer, _), box in stand.boxes.items():
        row = text[box.y + stand.outlet]
        assert layer + 1 == len(sizes) or row[box.right] in "▔─▁"
        assert layer == 0 or row[box.x - 1] in "▔─▁"


def test_signs_are_seen_without_colours():
    def only(weight, ascii):
        layers = (NeuronLayer("in", ("x",), (1.0,)), NeuronLayer("out", ("o",), (weight,)))
        return "".join(lines(NetworkPicture(layers, (np.array([[weight]]),)), 60, 6, ascii))

    assert re.search("│─{6}", only(0.5, False)) and "── ──" not in only(0.5, False)
    assert "── ──" in only(-0.5, False) and "────╭" not in only(-0.5, False)
    assert "-- --" in only(-0.5, True) and "-- --" not in only(0.5, True)


@pytest.mark.parametrize(("direction", "head"), [("forward", "►"), ("backward", "◄")])
def test_the_layer_of_the_event_is_heavy_and_arrows_say_where_it_goes(direction, head):
    def without_signs(picture):
        """The rows without what stands in a neuron before its numbers."""
        return re.sub("(?<=[│┃])[▸◂](?= )", " ", "\n".join(lines(picture)))

    text = without_signs(network(2, 2, 1, focus=1, direction=direction))
    assert text.count("┏h") == 2 and text.count(head) == 2
    assert not re.search("[►◄]", without_signs(network(2, 2, 1)))


def test_what_is_not_known_is_blank_and_in_the_layer_of_the_event_a_question():
    layers = (NeuronLayer("in", ("x",), (1.0,)), NeuronLayer("h", ("h",), (None,)), NeuronLayer("o", ("o",), (None,)))
    picture = NetworkPicture(layers, (np.array([[0.5]]), np.array([[2.0]])), focus=1)
    text = "\n".join(lines(picture, 80, 6))
    assert text.count("?") == 1


def test_a_large_network_is_shown_as_matrices_with_names():
    picture = network(4, 8, 2, focus=1)
    assert stand_of(picture, 100, 16, bare) is None
    text = "\n".join(lines(picture, 100, 24))
    assert "W1 8×4" in text and "W2 2×8" in text and "h7" in text
    for weight in (*picture.weights[0].flat, *picture.weights[1].flat):
        assert numbers.entry(weight, 8, 4) in text


def test_places_depend_on_sizes_only():
    one, two = network(2, 3, 1, seed=1), network(2, 3, 1, seed=2, focus=2)
    assert stand_of(one, 80, 12, bare) == stand_of(two, 80, 12, bare)


@settings(max_examples=60)
@given(st.lists(st.integers(1, 4), min_size=2, max_size=4), st.integers(10, 130), st.integers(3, 24))
def test_numbers_never_touch_each_other(sizes, width, height):
    picture = network(*sizes)
    lines(picture, width, height)
    stand = stand_of(picture, width, height, bare)
    if stand is None:
        return
    assert width >= network_width(picture)[0]
    taken = [(x, y) for x, y in stand.labels.values()]
    for place, (x, y) in enumerate(taken):
        assert x >= 0 and x + 5 <= width and 0 <= y < height
        assert all(y != other_y or abs(x - other_x) > 5 for other_x, other_y in taken[:place])
        boxes = stand.boxes.values()
        assert not any(box.x < x + 5 and x < box.right and box.y <= y < box.bottom for box in boxes)
