"""Augmentation: the numbers of the syllabus, transformations as laws, labels that break, and every knob's error."""

from fractions import Fraction

import numpy as np
import pytest
from gradstep.core.errors import GradstepError, PlaceError
from gradstep.core.learning.data.glyphs import drawings
from gradstep.core.pictures import BarsPicture, GridPicture, TablePicture
from gradstep.core.simulations.augmentation.transforms import SHIFTS, TURNS, Step, read_step, shifted
from gradstep.core.simulations.kinds import simulate
from gradstep.core.simulations.places import find
from gradstep.core.simulations.protocol import Spec
from gradstep.core.words import core_words
from hypothesis import given
from hypothesis import strategies as st

SQUARE = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
SIX = [[0, 1, 0], [1, 0, 0], [1, 1, 0], [1, 1, 0]]
NINE = [[0, 1, 1], [0, 1, 1], [0, 0, 1], [0, 1, 0]]
READ = {"image": SIX, "classes": {6: SIX, 9: NINE}, "label": 6}
DIGIT = {"image": 6, "classes": "digits", "label": 6}
KNOBS = [
    {},
    {"steps": "flip-v, left 2, noise 0.25", "by": "cell"},
    {"steps": "rot270, transpose, up 1", "by": "cell", "step": 2, "image": [[1, 2, 3], [4, 5, 6]]},
    {**READ, "steps": "right 1, rot180, noise 0.25"},
    {"method": "symmetries"},
    {"method": "symmetries", **DIGIT, "image": 8, "label": 8},
    {"method": "random", **DIGIT, "flip": "flip-h", "noise": 0.25},
    {"method": "random", "noise": 0},
    {"method": "noise"},
    {"method": "noise", "x": -2, "w": 0.5, "noise": 0},
    {"method": "count"},
]


def augmented(**knobs):
    return simulate(Spec("augmentation", knobs))


def at_end(run, name):
    return run.frame(run.last).quantities[name]


def after(steps, image=SQUARE, **knobs):
    return at_end(augmented(image=image, steps=steps, **knobs), "image").tolist()


def test_the_square_flipped_turned_and_moved():
    assert after("flip-h") == [[3, 2, 1], [6, 5, 4], [9, 8, 7]]
    assert after("rot90") == [[3, 6, 9], [2, 5, 8], [1, 4, 7]]
    assert after("right 1") == [[0, 1, 2], [0, 4, 5], [0, 7, 8]]
    assert after("flip-v") == [[7, 8, 9], [4, 5, 6], [1, 2, 3]]
    assert after("transpose") == [[1, 4, 7], [2, 5, 8], [3, 6, 9]]


def test_a_square_has_eight_images_and_a_symmetric_one_fewer():
    assert at_end(augmented(method="symmetries"), "distinct") == 8
    for image, count in (([[1, 1], [1, 1]], 1), ([[1, 0], [0, 1]], 2), ([[1, 0], [0, 0]], 4), ([[1, 2], [3, 4]], 8)):
        assert at_end(augmented(method="symmetries", image=image), "distinct") == count


def test_half_a_turn_makes_a_nine_of_a_six():
    run = augmented(**READ, steps="rot180")
    assert at_end(run, "image").tolist() == [[0, 1, 1], [0, 1, 1], [0, 0, 1], [0, 1, 0]]
    assert at_end(run, "distance.9") == 0
    assert [run.frame(cursor).quantities["kept"] for cursor in (0, 1)] == [1, 0]
    assert find(run, "when kept < 1") == 1
    assert "«9»" in core_words().word(run.frame(1).caption, "es")


def test_a_small_shift_keeps_the_label_and_a_flip_does_not():
    assert at_end(augmented(**READ, steps="right 1"), "kept") == 1
    assert at_end(augmented(**DIGIT, steps="right 1, down 1"), "kept") == 1
    assert at_end(augmented(**DIGIT, steps="flip-h"), "kept") == 0
    assert at_end(augmented(image=8, classes="digits", label=8, steps="flip-h"), "kept") == 1


def test_noise_on_the_input_is_ridge():
    run = augmented(method="noise")
    assert at_end(run, "loss.clean") == 0.25
    assert at_end(run, "loss.mean") == 0.8125
    assert at_end(run, "penalty") == 1.5**2 * 0.25 == 0.5625
    assert at_end(run, "grad.mean") == at_end(run, "grad.clean") + at_end(run, "grad.penalty")
    assert at_end(run, "best.mean") == 1.6


def test_how_many_variants_sixty_thousand_images_have():
    run = augmented(method="count")
    assert at_end(run, "variants") == 1_080_000
    assert at_end(run, "positions") == 9
    assert run.mistakes(3, "variants")["choices-added"] == 660_000
    assert at_end(augmented(method="count", shift=0, flips=1), "variants") == 60_000


IMAGES = st.integers(1, 5).flatmap(
    lambda rows: st.integers(1, 5).flatmap(
        lambda columns: st.lists(
            st.lists(st.integers(0, 9).map(float), min_size=columns, max_size=columns), min_size=rows, max_size=rows
        ).map(np.array)
    )
)


@given(IMAGES)
def test_flips_and_turns_are_the_group_of_the_square(image):
    flip_h, flip_v, turn = TURNS["flip-h"], TURNS["flip-v"], TURNS["rot90"]
    for flip in (flip_h, flip_v, TURNS["transpose"], TURNS["rot180"]):
        assert np.array_equal(flip(flip(image)), image)
    assert np.array_equal(turn(turn(turn(turn(image)))), image)
    assert np.array_equal(turn(turn(image)), TURNS["rot180"](image))
    assert np.array_equal(turn(TURNS["rot270"](image)), image)
    assert np.array_equal(flip_h(flip_v(image)), TURNS["rot180"](image))
    assert np.array_equal(flip_h(turn(image)), TURNS["rot270"](flip_h(image)))
    assert np.array_equal(flip_v(turn(image)), TURNS["transpose"](image))


@given(IMAGES)
def test_flips_and_turns_keep_the_ink_and_every_number(image):
    for turn in TURNS.values():
        assert sorted(turn(image).ravel()) == sorted(image.ravel())


@given(IMAGES, st.integers(0, 5), st.integers(0, 5), st.sampled_from([*SHIFTS]))
def test_shifts_in_one_direction_add_and_only_lose_ink(image, first, second, direction):
    down, right = SHIFTS[direction]
    once = shifted(shifted(image, first * down, first * right), second * down, second * right)
    assert np.array_equal(once, shifted(image, (first + second) * down, (first + second) * right))
    assert once.sum() <= image.sum()


@given(IMAGES, st.integers(-5, 5), st.integers(-5, 5))
def test_shifts_down_and_across_commute_and_a_shift_back_restores_what_stayed(image, down, right):
    moved = shifted(image, down, right)
    assert np.array_equal(moved, shifted(shifted(image, down, 0), 0, right))
    assert np.array_equal(moved, shifted(shifted(image, 0, right), down, 0))
    back = shifted(moved, -down, -right)
    assert np.array_equal(back, np.where(shifted(shifted(np.ones_like(image), down, right), -down, -right), image, 0))


@given(IMAGES, st.sampled_from([*TURNS, *(f"{shift} 1" for shift in SHIFTS)]))
def test_every_cell_comes_from_the_cell_that_is_named(image, written):
    step = read_step(written)
    moved = step.applied(image, 0, 0)
    for row, column in np.ndindex(moved.shape):
        source = step.source(image.shape, row, column)
        assert moved[row, column] == (0 if source is None else image[source])


@given(st.integers(0, 50), st.sampled_from([0.0, 0.25, 0.5, 1.0]))
def test_noise_stays_within_the_range_of_the_image_and_is_the_same_for_a_seed(seed, loud):
    image = drawings()[3]
    noisy = Step("noise", loud).applied(image, seed, 1)
    assert noisy.min() >= 0 and noisy.max() <= 1
    assert np.array_equal(noisy, Step("noise", loud).applied(image, seed, 1))
    if loud:
        assert not np.array_equal(noisy, Step("noise", loud).applied(image, seed, 2))
    else:
        assert np.array_equal(noisy, image)


EIGHTHS = st.integers(-40, 40).map(lambda n: Fraction(n, 8))


@given(EIGHTHS.filter(bool), EIGHTHS, EIGHTHS, st.integers(0, 20).map(lambda n: Fraction(n, 8)))
def test_the_mean_loss_is_the_loss_and_the_penalty_exactly(x, y, w, a):
    run = augmented(method="noise", x=float(x), y=float(y), w=float(w), noise=float(a))
    clean, plus, minus = ((y - w * moved) ** 2 for moved in (x, x + a, x - a))
    assert Fraction(at_end(run, "loss.mean")) == (plus + minus) / 2 == clean + w**2 * a**2
    assert Fraction(at_end(run, "penalty")) == w**2 * a**2
    assert Fraction(at_end(run, "grad.mean")) == -2 * x * (y - w * x) + 2 * w * a**2


def test_random_copies_come_from_their_seed_in_any_order():
    first, again, other = (augmented(method="random", **DIGIT, noise=0.25, seed=seed) for seed in (1, 1, 2))
    copies = [first.frame(k).quantities["image"] for k in range(1, 11)]
    assert all(np.array_equal(again.frame(k).quantities["image"], copies[k - 1]) for k in (10, 3, 7, 1))
    assert not all(np.array_equal(other.frame(k).quantities["image"], copies[k - 1]) for k in range(1, 11))
    longer = augmented(method="random", **DIGIT, noise=0.25, seed=1, copies=20)
    assert np.array_equal(longer.frame(5).quantities["image"], copies[4])


def test_random_copies_do_what_was_allowed_and_no_more():
    run = augmented(method="random", **DIGIT, noise=0, shift=2, flip="flip-h", copies=40)
    flips, moves = set(), set()
    for cursor in range(1, run.last + 1):
        seen = run.frame(cursor).quantities
        image = TURNS["flip-h"](drawings()[6]) if seen["flipped"] else drawings()[6]
        assert np.array_equal(seen["image"], shifted(image, seen["down"], seen["right"]))
        flips.add(seen["flipped"]), moves.add((seen["down"], seen["right"]))
    assert flips == {0, 1} and len(moves) > 15 and np.abs([*moves]).max() == 2
    still = augmented(method="random", **DIGIT, noise=0, shift=0, copies=3)
    assert all(np.array_equal(still.frame(k).quantities["image"], drawings()[6]) for k in (1, 2, 3))


def test_flips_break_labels_of_digits_and_shifts_do_not():
    safe = augmented(method="random", **DIGIT, noise=0.25, copies=30)
    flipped = augmented(method="random", **DIGIT, noise=0.25, copies=30, flip="flip-h")
    assert at_end(safe, "kept.count") == 30
    assert at_end(flipped, "kept.count") < 20


@pytest.mark.parametrize("knobs", KNOBS)
def test_every_frame_stands_alone_and_speaks_both_languages(knobs):
    walked, fresh, words = augmented(**knobs), augmented(**knobs), core_words()
    frames = [walked.frame(cursor) for cursor in range(walked.last + 1)]
    assert {name for frame in frames for name in frame.quantities} == walked.names
    for cursor in np.random.default_rng(1).permutation(walked.last + 1).tolist():
        frame, known = fresh.frame(cursor), frames[cursor]
        assert (frame.event, frame.caption, frame.zooms) == (known.event, known.caption, known.zooms)
        said = words.both(frame.caption)
        assert said["en"] and said["en"] != said["es"]
        for name in frame.quantities:
            assert np.array_equal(frame.quantities[name], known.quantities[name])
            receipt = fresh.receipt(cursor, name)
            assert receipt is None or not any("≠" in line.text for line in receipt.lines)
        for name in frame.event.news if frame.event else ():
            assert fresh.label(name) and fresh.receipt(cursor, name).lines
        assert fresh.pictures(cursor)


@pytest.mark.parametrize("knobs", KNOBS)
def test_mistakes_have_names_and_are_never_the_truth(knobs):
    run, known = augmented(**knobs), core_words().texts
    for cursor in range(run.last + 1):
        frame = run.frame(cursor)
        for name in frame.quantities:
            for id, wrong in run.mistakes(cursor, name).items():
                assert f"mistake.{id.partition(':')[0]}" in known
                assert f"mistake.{id.partition(':')[0]}-name" in known
                same = np.shape(wrong) == np.shape(frame.quantities[name])
                assert not (same and np.allclose(wrong, frame.quantities[name], rtol=1e-9))


def test_what_learners_get_wrong():
    assert augmented(steps="flip-h").mistakes(1, "image.0.0")["flipped-other-way"] == 7
    turned = augmented(steps="rot90").mistakes(1, "image")
    assert turned["turned-other-way"].tolist() == [[7, 4, 1], [8, 5, 2], [9, 6, 3]]
    assert turned["transposed-for-turned"].tolist() == [[1, 4, 7], [2, 5, 8], [3, 6, 9]]
    moved = augmented(steps="right 1").mistakes(1, "image")
    assert moved["wrapped-around"].tolist() == [[3, 1, 2], [6, 4, 5], [9, 7, 8]]
    assert moved["shifted-other-way"].tolist() == [[2, 3, 0], [5, 6, 0], [8, 9, 0]]
    noise = augmented(method="noise")
    assert noise.mistakes(4, "loss.mean") == {"noise-cancels": 0.25, "sum-not-mean": 1.625, "worst-for-mean": 1.5625}
    assert augmented(method="count").mistakes(2, "positions") == {
        "original-not-counted": 8, "straight-only": 5, "one-axis": 3, "original-not-counted:straight": 4,
    }  # fmt: skip
    copies = augmented(method="random", **DIGIT, noise=0.25, flip="flip-h")
    assert copies.mistakes(10, "kept.count") == {"label-always-kept": 10}


def test_zoom_walks_one_step_cell_by_cell():
    run = augmented(steps="flip-h, rot90")
    below = run.zoom(1, "image")
    assert [below.frame(k).quantities[f"out.{(k - 1) // 3}.{(k - 1) % 3}"] for k in range(1, 10)] == [
        1, 4, 7, 2, 5, 8, 3, 6, 9,
    ]  # fmt: skip
    assert np.array_equal(at_end(below, "image"), at_end(run, "image"))
    assert below.frame(0).quantities["image"].tolist() == [[3, 2, 1], [6, 5, 4], [9, 8, 7]]
    with pytest.raises(PlaceError):
        run.zoom(2, "image")
    with pytest.raises(PlaceError):
        below.zoom(0, "image")


def test_zoom_opens_a_loss_as_a_graph():
    run = augmented(method="noise")
    for cursor, name in ((0, "clean"), (1, "plus"), (2, "minus"), (0, "mean")):
        below = run.zoom(cursor, f"loss.{name}")
        end = below.frame(find(below, "end")).quantities
        inside = "value.both" if name == "mean" else "value.loss"
        assert end[inside] == at_end(run, f"loss.{name}")
    assert end["grad.w"] == at_end(run, "grad.mean")


def test_a_branch_begins_again_and_leaves_the_old_one():
    run = augmented(method="noise")
    assert at_end(run.branch(3, noise=0), "loss.mean") == 0.25
    assert at_end(run, "loss.mean") == 0.8125


def test_pictures_are_shades_for_glyphs_and_numbers_for_matrices():
    numbers, glyph = augmented(steps="flip-h").pictures(1), augmented(**DIGIT, steps="flip-h").pictures(1)
    assert isinstance(numbers[0], GridPicture) and not any(grid.shades for grid in numbers[0].grids)
    assert all(grid.shades for grid in glyph[0].grids)
    assert isinstance(glyph[1], TablePicture) and glyph[1].current == 8
    bars = augmented(**READ, steps="rot180").pictures(1)[1]
    assert isinstance(bars, BarsPicture) and [bar.current for bar in bars.bars] == [False, True]
    half = augmented(steps="flip-h", by="cell").pictures(4)[0].grids[1]
    assert half.cells[1] == (6, None, None)


@pytest.mark.parametrize(
    "knobs",
    [
        {"method": "magic"},
        {"image": "cat"},
        {"image": 12},
        {"image": True},
        {"image": [1, 2, 3]},
        {"image": [[1, 2], [3]]},
        {"image": [[float("inf")]]},
        {"image": [[0] * 17]},
        {"steps": "spin"},
        {"steps": "right"} | {"image": [[1]]},
        {"steps": "right 1.5"},
        {"steps": "right 99"},
        {"steps": "right 3"},
        {"steps": "noise"},
        {"steps": "noise 99"},
        {"steps": "flip-h 2"},
        {"steps": [3]},
        {"steps": 5},
        {"steps": ["flip-h"] * 30},
        {"by": "pixel"},
        {"step": 9},
        {"step": -1},
        {"label": 6},
        {**READ, "label": 7},
        {**READ, "label": [6]},
        {**READ, "steps": "rot90"},
        {**READ, "method": "symmetries"},
        {"classes": "letters"},
        {"classes": {}},
        {"classes": {"a b": SIX}},
        {"classes": {"a": 3}},
        {"classes": {"a": SIX}},
        {"method": "random", "flip": "sometimes"},
        {"method": "random", "shift": 9},
        {"method": "random", "shift": 3},
        {"method": "random", "noise": -1},
        {"method": "random", "copies": 0},
        {"method": "random", "seed": 0.5},
        {"method": "noise", "x": 0},
        {"method": "noise", "w": 1e9},
        {"method": "noise", "y": "two"},
        {"method": "count", "images": 0},
        {"method": "count", "flips": 5},
    ],
)
def test_what_cannot_be_done_says_why(knobs):
    with pytest.raises(GradstepError) as caught:
        augmented(**knobs).frame(0)
    said = core_words().both(caught.value.message)
    assert said["en"] != said["es"]
