"""Convolution and pooling: the textbook numbers, the engine's pass, finite differences, and every knob's error."""

import numpy as np
import pytest
from gradstep.core.errors import GradstepError, PlaceError
from gradstep.core.graph import GraphBuilder
from gradstep.core.passes import run_pass
from gradstep.core.pictures import GridPicture
from gradstep.core.simulations.kinds import simulate
from gradstep.core.simulations.places import appears, find
from gradstep.core.simulations.protocol import Spec
from gradstep.core.words import core_words

IMAGE = [[1, 2, 3], [4, 5, 6], [7, 8, 9], [10, 11, 12]]
FILTER = [[1, 2], [3, 4]]
POOLED = [[1, 2, 5, 3], [3, 0, 1, 2], [2, 1, 3, 4], [1, 1, 1, 1]]
EDGE = [[0, 0, 1, 1, 1]] * 5
RANDOM = np.random.default_rng(7)
COLOUR = RANDOM.normal(size=(3, 5, 4)).round(3).tolist()
TWO_FILTERS = RANDOM.normal(size=(2, 3, 2, 2)).round(3).tolist()
LAYERS = [
    {"image": IMAGE, "filter": FILTER},
    {"image": IMAGE, "filter": FILTER, "padding": 1, "bias": 0.5, "upstream": 2},
    {"image": COLOUR, "filter": TWO_FILTERS, "bias": [1, -2], "stride": 2, "padding": 1},
    {"image": COLOUR, "filter": TWO_FILTERS, "upstream": RANDOM.normal(size=(2, 4, 3)).tolist()},
    {"operation": "max-pool", "image": POOLED, "upstream": [[0.1, 0.2], [0.3, 0.4]]},
    {"operation": "average-pool", "image": COLOUR, "stride": 1},
]


def layer(**knobs):
    return simulate(Spec("convolution", knobs))


def at_end(run, name):
    return run.frame(run.last).quantities[name]


def out(**knobs):
    return at_end(layer(**knobs), "out").tolist()


def test_a_filter_slides_without_being_flipped():
    run = layer(image=IMAGE, filter=FILTER)
    assert [run.frame(cursor).quantities[f"out.{(cursor - 2) // 2}.{cursor % 2}"] for cursor in range(2, 8)] == [
        37, 47, 67, 77, 97, 107,
    ]  # fmt: skip
    assert at_end(run, "out").tolist() == [[37, 47], [67, 77], [97, 107]]
    assert out(image=IMAGE, filter=[[4, 3], [2, 1]]) == [[23, 33], [53, 63], [83, 93]]
    assert out(image=IMAGE, filter=[[1, 0], [0, -1]]) == [[-4, -4]] * 3


def test_an_edge_is_found_and_the_transposed_filter_finds_nothing():
    assert out(image=EDGE, filter=[[-1, 0, 1]] * 3) == [[3, 3, 0]] * 3
    assert out(image=EDGE, filter=[[-1] * 3, [0] * 3, [1] * 3]) == [[0, 0, 0]] * 3


def test_gradients_of_filter_image_and_bias():
    run = layer(image=IMAGE, filter=FILTER)
    assert at_end(run, "grad.filter").tolist() == [[27, 33], [45, 51]]
    assert at_end(run, "grad.filter.1.0") == 45
    assert at_end(run, "grad.image").tolist() == [[1, 3, 2], [4, 10, 6], [4, 10, 6], [3, 7, 4]]
    assert at_end(run, "grad.bias") == 6
    assert run.frame(10).quantities["partial.filter"].tolist() == [[3, 5], [9, 11]]
    assert run.frame(11).quantities["contribution.filter.1.0"].tolist() == [[4, 5], [7, 8]]


def test_pooling_routes_its_gradient_to_the_winner():
    run = layer(operation="max-pool", image=POOLED, upstream=[[0.1, 0.2], [0.3, 0.4]])
    assert at_end(run, "out").tolist() == [[3, 5], [2, 4]]
    winners = [at_end(run, f"winner.{row}.{column}") for row in (0, 1) for column in (0, 1)]
    assert winners == [(1, 0), (0, 2), (2, 0), (2, 3)]
    routed = [[0, 0, 0.2, 0], [0.1, 0, 0, 0], [0.3, 0, 0, 0.4], [0, 0, 0, 0]]
    assert at_end(run, "grad.image").tolist() == routed
    assert out(operation="average-pool", image=POOLED) == [[1.5, 2.75], [1.25, 2.25]]


def test_pooling_forgives_a_shuffle_and_not_every_shift():
    shuffled = [[0, 3, 2, 1], [2, 1, 3, 5], [1, 1, 1, 1], [1, 2, 4, 3]]
    assert out(operation="max-pool", image=shuffled) == [[3, 5], [2, 4]]
    shifted = [[0, *row[:-1]] for row in POOLED]
    assert out(operation="max-pool", image=shifted) == [[3, 5], [2, 3]]


@pytest.mark.parametrize(
    ("knobs", "size", "parameters"),
    [
        ({"image": "28x28", "filter": "3x3"}, (26, 26, 1), 10),
        ({"image": "28x28", "filter": "3x3", "padding": 1}, (28, 28, 1), 10),
        ({"image": "28x28", "filter": "2x2", "stride": 2}, (14, 14, 1), 5),
        ({"image": "28x28x1", "filter": "8@3x3"}, (26, 26, 8), 80),
        ({"operation": "max-pool", "image": "26x26x8"}, (13, 13, 8), 0),
        ({"image": "13x13x8", "filter": "16@3x3"}, (11, 11, 16), 1168),
        ({"operation": "max-pool", "image": "11x11x16"}, (5, 5, 16), 0),
        ({"image": "5x5x3", "filter": "32@3x3"}, (3, 3, 32), 896),
    ],
)
def test_sizes_and_parameters(knobs, size, parameters):
    frame = layer(**knobs).frame(1)
    names = ("size.rows", "size.columns", "size.filters")
    assert tuple(frame.quantities[name] for name in names) == size
    assert frame.quantities["size.parameters"] == parameters
    assert frame.event.news[0] == "size.rows"


def test_the_layers_of_a_small_network_add_up():
    convolutions = [layer(image="28x28", filter="8@3x3"), layer(image="13x13x8", filter="16@3x3")]
    assert sum(run.frame(1).quantities["size.parameters"] for run in convolutions) + (400 + 1) * 10 == 5258


@pytest.mark.parametrize("knobs", LAYERS)
def test_the_numbers_are_the_engines(knobs):
    run, rng = layer(**knobs), np.random.default_rng(3)
    built = run.score.layer
    builder = GraphBuilder()
    builder.leaf("image", (1, *built.image.shape))
    given = {"image": built.image[None]}
    if built.is_convolution:
        builder.leaf("filter", built.kernel.shape), builder.leaf("bias", built.bias.shape)
        given |= {"filter": built.kernel, "bias": built.bias}
        builder.apply("conv2d", "image", "filter", name="slid", padding=built.padding, stride=built.stride)
        builder.apply("add", "slid", "bias", name="out")
    else:
        op = "max_pool" if built.operation == "max-pool" else "avg_pool"
        builder.apply(op, "image", name="out", window=built.window[0], stride=built.stride)
    record = run_pass(builder.graph(), given, None if built.upstream is None else built.upstream[None])
    assert np.array_equal(squeezed(record.values["out"][0]), at_end(run, "out"))
    assert np.allclose(squeezed(record.gradients["image"][0]), at_end(run, "grad.image"), rtol=1e-12)
    for cell in built.cells:
        assert at_end(run, run.score.named("out", cell)) == built.out[cell[1], cell[2], cell[0]]
    parts = [name for name in run.names if name.startswith("contribution.image.")]
    assert np.allclose(sum(at_end(run, name) for name in parts), at_end(run, "grad.image"))
    direction = rng.normal(size=built.image.shape)
    assert np.sum(squeezed(direction) * at_end(run, "grad.image")) == pytest.approx(slope(knobs, built, direction))


def squeezed(array):
    front = np.moveaxis(array, -1, 0)
    return front[0] if len(front) == 1 else front


def slope(knobs, built, direction, step=1e-6):
    """The loss Σ upstream·out differenced along a direction of the image."""
    sides = []
    for sign in (1, -1):
        moved = np.moveaxis(built.image + sign * step * direction, -1, 0).tolist()
        run = layer(**{**knobs, "image": moved})
        sides.append(np.sum(run.score.layer.out * built.arriving))
    return (sides[0] - sides[1]) / (2 * step)


@pytest.mark.parametrize("knobs", LAYERS[:4])
def test_the_filters_gradient_is_its_finite_difference(knobs):
    run = layer(**knobs)
    built = run.score.layer
    for index in np.ndindex(built.kernel.shape):
        sides = []
        for sign in (1, -1):
            moved = built.kernel.copy()
            moved[index] += sign * 1e-6
            turned = moved.transpose(3, 2, 0, 1).tolist()
            sides.append(np.sum(layer(**{**knobs, "filter": turned}).score.layer.out * built.arriving))
        assert built.record.gradients["filter"][index] == pytest.approx((sides[0] - sides[1]) / 2e-6, abs=1e-6)


@pytest.mark.parametrize("knobs", LAYERS)
def test_every_frame_stands_alone_and_speaks_both_languages(knobs):
    walked, words = layer(**knobs), core_words()
    frames = [walked.frame(cursor) for cursor in range(walked.last + 1)]
    assert {name for frame in frames for name in frame.quantities} == walked.names
    order = [*range(walked.last + 1)]
    np.random.default_rng(1).shuffle(order)
    fresh = layer(**knobs)
    for cursor in order:
        frame, known = fresh.frame(cursor), frames[cursor]
        assert (frame.event, frame.caption) == (known.event, known.caption)
        assert list(frame.quantities) == list(known.quantities)
        assert all(words.both(frame.caption).values())
        for name in frame.event.news if frame.event else ():
            assert np.array_equal(frame.quantities[name], known.quantities[name])
            receipt = fresh.receipt(cursor, name)
            assert receipt.lines
            assert not any("≠" in line.text for line in receipt.lines)
        assert isinstance(fresh.pictures(cursor)[0], GridPicture)


@pytest.mark.parametrize("knobs", LAYERS)
def test_mistakes_have_names_and_are_never_the_truth(knobs):
    run, known = layer(**knobs), core_words().texts
    for cursor in range(run.last + 1):
        frame = run.frame(cursor)
        for name in frame.event.news if frame.event else ():
            for id, wrong in run.mistakes(cursor, name).items():
                assert f"mistake.{id.partition(':')[0]}-name" in known
                same = np.shape(wrong) == np.shape(frame.quantities[name])
                assert not (same and np.allclose(wrong, frame.quantities[name], rtol=1e-9))


def test_what_learners_get_wrong():
    run = layer(image=IMAGE, filter=FILTER)
    assert run.mistakes(1, "size.rows") == {"one-forgotten": 2, "size-unchanged": 4}
    assert run.mistakes(3, "out.0.1")["flipped-filter"] == 33
    wrong = run.mistakes(14, "grad.filter.0.0")
    assert (wrong["overwritten"], wrong["position-forgotten:without-last"], wrong["flipped-filter"]) == (8, 19, 51)
    padded = layer(image="28x28", filter="3x3", padding=1, stride=2)
    assert padded.frame(1).quantities["size.rows"] == 14
    assert padded.mistakes(1, "size.rows") == {
        "one-forgotten": 13, "size-unchanged": 28, "padding-forgotten": 13, "stride-forgotten": 28,
    }  # fmt: skip
    pool = layer(operation="max-pool", image=POOLED, upstream=[[0.1, 0.2], [0.3, 0.4]])
    assert pool.mistakes(2, "out.0.0") == {"average-for-max": 1.5, "summed-for-max": 6}
    assert pool.mistakes(7, "contribution.image.0.0")["gradient-spread"][0, 1] == pytest.approx(0.025)
    assert pool.mistakes(1, "size.parameters") == {"pooling-parameters": 4}


def test_zoom_opens_one_output_cell_with_the_same_numbers():
    run = layer(image=IMAGE, filter=FILTER, upstream=3)
    below = run.zoom(4, "out.1.0")
    end = below.frame(find(below, "end")).quantities
    assert end["value.out"] == 67
    assert [end[f"grad.f{at}"] for at in ("00", "01", "10", "11")] == [12, 15, 21, 24]
    pool = layer(operation="max-pool", image=POOLED)
    opened = pool.zoom(2, "out.0.0")
    assert opened.frame(find(opened, "forward")).quantities["value.out"] == 3
    assert [opened.frame(find(opened, "end")).quantities[f"grad.x{at}"] for at in ("00", "10")] == [0, 1]
    with pytest.raises(PlaceError):
        run.zoom(1, "out.2.1")


def test_a_branch_begins_again_and_leaves_the_old_one():
    run = layer(image=IMAGE, filter=FILTER)
    wide = run.branch(5, padding=1)
    assert wide.frame(1).quantities["size.rows"] == 5
    assert run.frame(1).quantities["size.rows"] == 3
    assert appears(run, "grad.filter") == 14
    assert find(run, "forward") == 7
    with pytest.raises(PlaceError):
        run.frame(run.last + 1)


@pytest.mark.parametrize(
    "knobs",
    [
        {"operation": "blur"},
        {"image": 3},
        {"image": [[1, 2], [3]]},
        {"image": "28"},
        {"image": "0x3"},
        {"image": "999x2"},
        {"image": [[float("nan")]]},
        {"filter": "3"},
        {"filter": "0@3x3"},
        {"filter": [1, 2]},
        {"filter": [[[1]], [[2]]], "image": [[[1]], [[2]], [[3]]]},
        {"filter": [[1] * 5] * 5},
        {"bias": [1, 2, 3]},
        {"padding": -1},
        {"padding": 1.5},
        {"stride": 0},
        {"stride": "two"},
        {"window": 0, "operation": "max-pool"},
        {"window": 5, "operation": "max-pool"},
        {"padding": 1, "operation": "max-pool"},
        {"upstream": [1, 2, 3]},
        {"image": "64x64", "filter": "64@3x3"},
    ],
)
def test_what_cannot_be_slid_says_why(knobs):
    with pytest.raises(GradstepError) as caught:
        layer(**knobs).frame(0)
    said = core_words().both(caught.value.message)
    assert said["en"] != said["es"]
