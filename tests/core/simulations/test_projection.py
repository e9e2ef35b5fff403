"""PCA, kernel PCA and the linear autoencoder: the textbook numbers, the laws, and every knob's error."""

import json
import random
import subprocess
import sys

import numpy as np
import pytest
from gradstep.core.errors import GradstepError, PlaceError
from gradstep.core.pictures import BarsPicture, GridPicture, PlanePicture, TablePicture
from gradstep.core.simulations.kinds import simulate
from gradstep.core.simulations.projection.cloud import CLOUDS, Cloud
from gradstep.core.simulations.projection.linear import Linear
from gradstep.core.simulations.projection.tied import Tied
from gradstep.core.simulations.protocol import Spec
from gradstep.core.words import LANGUAGES, core_words
from hypothesis import given
from hypothesis import strategies as st

POINTS = [[-2, -1], [-1, -1], [-1, 0], [1, 0], [1, 1], [2, 1]]
MOVED = [[x + 10, y - 3] for x, y in POINTS]
FLOWERS = np.random.default_rng(2).normal(size=(7, 4)).round(3).tolist()
SPECS = [
    {"points": POINTS},
    {"points": MOVED, "divisor": "n-1", "updates": 3},
    {"points": MOVED, "centre": "as-given", "divisor": "n", "updates": 3},
    {"points": FLOWERS, "components": 2, "updates": 5, "rate": 0.1},
    {"points": [[1], [2], [4]], "labels": [0, 0, 1], "updates": 2},
    {"points": "rings", "updates": 0},
    {"points": "rings", "method": "kernel", "components": 3},
    {"points": FLOWERS, "method": "kernel", "gamma": 0.1, "centre": "as-given"},
]


def project(**knobs):
    return simulate(Spec("projection", knobs))


def end(run, *names):
    quantities = run.frame(run.last).quantities
    found = [quantities[name] for name in names]
    return found[0] if len(found) == 1 else found


def test_the_slanted_cloud():
    run = project(points=POINTS)
    assert end(run, "covariance").tolist() == [[12, 6], [6, 4]]
    assert end(run, "eigenvalue.1", "eigenvalue.2") == pytest.approx([15.2111, 0.788897], rel=1e-5)
    assert end(run, "vector.1") == pytest.approx([0.881675, 0.471858], abs=1e-6)
    assert end(run, "explained.1") == pytest.approx(0.950694, abs=1e-6)
    codes = [-2.23521, -1.35353, -0.881675, 0.881675, 1.35353, 2.23521]
    assert end(run, *(f"code.{i}" for i in range(1, 7))) == pytest.approx(codes, rel=1e-5)
    assert end(run, "codes")[:, 0] == pytest.approx(codes, rel=1e-5)
    assert end(run, "residual", "residual.mean") == pytest.approx([0.788897, 0.131483], abs=1e-6)
    assert end(run, "ratio") == 3


@pytest.mark.parametrize(
    ("t", "w", "loss"),
    [
        (0, [1, 0], 0.666667),
        (1, [1, 0.1], 0.482067),
        (2, [0.987233, 0.183533], 0.351977),
        (3, [0.970809, 0.250731], 0.265872),
        (5, [0.93999, 0.343985], 0.178689),
        (10, [0.89811, 0.439915], 0.134584),
        (50, [0.881675, 0.471857], 0.131483),
        (200, [0.881675, 0.471858], 0.131483),
    ],
)
def test_a_linear_autoencoder_finds_what_pca_finds(t, w, loss):
    run = project(points=POINTS, updates=t or 1)
    first = run.marks["rebuilt"] + 1
    found = run.frame(first + t).quantities
    assert found["ae.w"] == pytest.approx(w, abs=1e-6)
    assert found["ae.loss"] == pytest.approx(loss, abs=1e-6)
    assert found["ae.gap"] == pytest.approx(loss - 0.131483, abs=2e-6)
    assert found["ae.gap"] > -1e-12


def test_no_straight_direction_separates_two_rings():
    run = project(points="rings", updates=0)
    assert end(run, "eigenvalue.1") == pytest.approx(end(run, "eigenvalue.2"), rel=1e-12)
    assert end(run, "covariance") == pytest.approx(np.diag([40, 40]), abs=1e-12)
    assert max(end(run, "gap.1", "gap.2")) < 0


@pytest.mark.parametrize(("gamma", "component"), [(0.25, 1), (0.5, 1), (0.1, 3)])
def test_a_kernel_separates_them_on_some_component(gamma, component):
    run = project(points="rings", method="kernel", gamma=gamma, components=3)
    apart = [end(run, f"gap.{j}") > 0 for j in (1, 2, 3)]
    assert apart == [j == component for j in (1, 2, 3)]


def test_the_codes_of_the_rings():
    codes = end(project(points="rings", method="kernel", gamma=0.25, components=3), "codes")[:, 0]
    assert codes[:8] == pytest.approx([0.377] * 8, abs=5e-4)
    assert codes[8:] == pytest.approx([-0.377] * 8, abs=5e-4)


@pytest.mark.parametrize("knobs", SPECS)
def test_random_seeks_equal_stepping(knobs):
    stepped = project(**knobs)
    frames = [said(stepped, k) for k in range(stepped.last + 1)]
    sought, order = project(**knobs), list(range(stepped.last + 1)) * 2
    random.Random(1).shuffle(order)
    assert all(said(sought, k) == frames[k] for k in order)
    with pytest.raises(PlaceError):
        stepped.frame(stepped.last + 1)


def said(run, cursor):
    frame = run.frame(cursor)
    numbers = {name: np.asarray(value).tobytes().hex() for name, value in frame.quantities.items()}
    news = list(frame.event.news) if frame.event else []
    return json.dumps([cursor, news, core_words().both(frame.caption), numbers, list(frame.zooms)])


PROGRAM = """
import sys, json, numpy as np
from gradstep.core.simulations.kinds import simulate
from gradstep.core.simulations.protocol import Spec
run = simulate(Spec("projection", json.loads(sys.argv[1])))
for k in range(run.last + 1):
    print(*(name + np.asarray(value).tobytes().hex() for name, value in run.frame(k).quantities.items()))
"""


@pytest.mark.parametrize("knobs", [SPECS[0], SPECS[6]])
def test_the_same_frames_come_in_another_process(knobs):
    order = [sys.executable, "-c", PROGRAM, json.dumps(knobs)]
    there = subprocess.run(order, capture_output=True, text=True, check=True).stdout
    run = project(**knobs)
    rows = [run.frame(k).quantities.items() for k in range(run.last + 1)]
    assert there == "".join(" ".join(n + np.asarray(v).tobytes().hex() for n, v in row) + "\n" for row in rows)


@pytest.mark.parametrize("knobs", SPECS)
def test_every_frame_can_be_asked_everything(knobs):
    run = project(**knobs)
    seen = set()
    for cursor in range(run.last + 1):
        frame = run.frame(cursor)
        seen |= set(frame.quantities)
        for language in LANGUAGES:
            assert "{" not in core_words().word(frame.caption, language)
        for name, truth in frame.quantities.items():
            assert run.label(name)
            receipt = run.receipt(cursor, name)
            lines = receipt.lines if receipt else ()
            assert len(lines) <= 4
            assert all(core_words().word(line.label, "es") and line.text for line in lines)
            assert not any("≠" in line.text for line in lines)
            for id, wrong in run.mistakes(cursor, name).items():
                assert np.shape(wrong) != np.shape(truth) or not np.allclose(wrong, truth, rtol=1e-9, atol=1e-12)
                assert f"mistake.{id.partition(':')[0]}" in core_words().texts
        kinds = {type(picture) for picture in run.pictures(cursor)}
        assert kinds <= {PlanePicture, GridPicture, BarsPicture, TablePicture}
        for name in frame.zooms:
            graph = run.zoom(cursor, name)
            value = list(graph.frame(graph.marks["forward"]).quantities.values())[-1]
            assert value == pytest.approx(end(run, name), rel=1e-9, abs=1e-12)
    assert seen == run.names


def test_nothing_is_below_what_is_not_offered():
    with pytest.raises(PlaceError):
        project().zoom(0, "covariance.1.1")
    with pytest.raises(GradstepError):
        project().receipt(0, "code.99")


def test_marks_are_the_steps():
    run = project(points=POINTS, updates=4)
    assert run.marks == {
        "start": 0, "centre": 2, "covariance": 5, "directions": 7, "codes": 13, "rebuilt": 19,
        "autoencoder": 24, "end": 24,
    }  # fmt: skip


def test_mistakes_have_names():
    run = project(points=MOVED, divisor="n-1")
    last = run.last
    truth = end(run, "covariance.1.2")
    wrong = run.mistakes(last, "covariance.1.2")
    assert truth == pytest.approx(6 / 5)
    assert wrong["other-divisor:n"] == pytest.approx(1)
    assert wrong["other-divisor:scatter"] == pytest.approx(6)
    assert wrong["centring-forgotten"] == pytest.approx((6 + 6 * 10 * -3) / 5)
    assert run.mistakes(last, "code.1")["eigenvector-sign"] == pytest.approx(2.23521, rel=1e-5)
    assert run.mistakes(last, "code.1")["column-for-direction"] == pytest.approx(-2)
    assert run.mistakes(last, "rebuilt.1")["mean-not-added"] == pytest.approx([-1.9707, -1.0547], abs=1e-4)
    assert run.mistakes(last, "explained.1")["column-for-direction"] == pytest.approx(12 / 16)
    assert run.mistakes(last, "eigenvalue.1")["eigenvalues-reversed"] == pytest.approx(0.788897 / 5, rel=1e-5)
    assert run.mistakes(last, "residual")["one-over-n"] == pytest.approx(0.131483, abs=1e-6)
    assert run.mistakes(last, "residual")["kept-for-dropped"] == pytest.approx(15.2111, rel=1e-5)
    assert run.mistakes(last, "ratio")["ratio-inverted"] == pytest.approx(1 / 3)
    assert run.mistakes(last, "ae.w")["climbed"] != pytest.approx(end(run, "ae.w"))


def test_the_receipt_confirms_by_the_singular_values():
    run = project(points=POINTS)
    lines = [line.text for line in run.receipt(run.last, "eigenvalue.1").lines]
    assert lines[2] == "3.9001414²/1 = 15.211103 ✓"
    assert "1·0.788897 = 0.788897 ✓" in [line.text for line in run.receipt(run.last, "residual").lines]
    assert "2 + 1 + 0 + 0 + 1 + 2 = 6" in [line.text for line in run.receipt(run.last, "covariance.1.2").lines]


CLOUD = st.integers(2, 5).flatmap(
    lambda d: st.lists(st.lists(st.floats(-5, 5), min_size=d, max_size=d), min_size=3, max_size=9)
)


@given(CLOUD, st.sampled_from(["scatter", "n", "n-1"]), st.booleans(), st.data())
def test_pca_is_the_svd_and_loses_the_dropped_eigenvalues(rows, divisor, is_centred, data):
    points = np.array(rows)
    kept = data.draw(st.integers(1, points.shape[1]))
    pca = Linear(Cloud(points), kept, divisor, is_centred)
    size = 1e-9 * (1 + np.max(np.abs(points)) ** 2 * len(points))
    singular = np.linalg.svd(pca.centred, compute_uv=False)
    shared = min(len(singular), points.shape[1])
    assert pca.spectrum.values[:shared] * pca.divided_by == pytest.approx(singular[:shared] ** 2, abs=size)
    assert pca.spectrum.vectors.T @ pca.spectrum.vectors == pytest.approx(np.eye(points.shape[1]), abs=1e-9)
    assert np.sum(pca.errors) == pytest.approx(np.sum(pca.spectrum.values[kept:]) * pca.divided_by, abs=size)
    assert np.all(np.diff(pca.spectrum.values) <= 0)
    for column in pca.spectrum.vectors.T:
        assert column[np.argmax(np.abs(column) > 1e-9 * np.max(np.abs(column)))] > 0
    if kept == points.shape[1]:
        assert pca.rebuilt == pytest.approx(points, abs=1e-7)


@given(CLOUD, st.integers(0, 10_000))
def test_no_other_direction_loses_less(rows, seed):
    points = np.array(rows)
    pca = Linear(Cloud(points), 1, "n", True)
    way = np.random.default_rng(seed).normal(size=points.shape[1])
    tied = Tied(pca.centred, 1, 0.1, 0)
    best, other = np.mean(pca.errors), tied.loss((way / np.linalg.norm(way))[:, None])
    assert best <= other + 1e-9
    assert tied.loss(pca.directions) == pytest.approx(best, abs=1e-9)


@given(CLOUD)
def test_the_gradient_of_the_autoencoder_is_the_difference(rows):
    points = np.array(rows) / 5
    tied = Tied(points - points.mean(axis=0), 1, 0.1, 0)
    rng = np.random.default_rng(1)
    weights, way = rng.normal(size=(2, points.shape[1], 1))
    step = 1e-5
    slope = (tied.loss(weights + step * way) - tied.loss(weights - step * way)) / (2 * step)
    assert np.sum(tied.gradient(weights) * way) == pytest.approx(slope, rel=1e-5, abs=1e-7)


def test_a_linear_kernel_would_be_pca():
    points = np.array(FLOWERS)
    pca = Linear(Cloud(points), 2, "scatter", True)
    gram = pca.centred @ pca.centred.T
    assert np.linalg.eigvalsh(gram)[::-1][:4] == pytest.approx(pca.spectrum.values, rel=1e-9)


def test_the_columns_and_rows_of_a_centred_kernel_add_up_to_nothing():
    run = project(points=FLOWERS, method="kernel", components=2)
    centred, kernel = end(run, "kernel.centred", "kernel")
    assert centred.sum(axis=0) == pytest.approx(np.zeros(7), abs=1e-12)
    assert np.diag(kernel) == pytest.approx(np.ones(7))
    everything = project(points=FLOWERS, method="kernel", components=7)
    codes = end(everything, "codes")
    assert codes @ codes.T == pytest.approx(centred, abs=1e-9)
    assert end(everything, "residual") == pytest.approx(0, abs=1e-12)


def test_a_rate_that_is_too_large_ends_before_infinity():
    run = project(points=[[100, 1], [-100, 2], [50, -1]], rate=10, updates=500)
    assert run.last < 500
    assert all(np.all(np.isfinite(value)) for value in run.frame(run.last).quantities.values())


@pytest.mark.parametrize(
    ("knobs", "said"),
    [
        ({"points": "circles"}, "slanted, rings"),
        ({"points": [[1, 2]]}, "2 to 60 rows"),
        ({"points": [[1, 2], [3]]}, "2 to 60 rows"),
        ({"points": [1, 2]}, "2 to 60 rows"),
        ({"points": [[1, "a"], [2, 3]]}, "2 to 60 rows"),
        ({"points": 5}, "2 to 60 rows"),
        ({"points": [[0] * 9, [1] * 9]}, "2 to 60 rows"),
        ({"points": [[1, 1], [1, 1]]}, "all samples are the same"),
        ({"labels": [0, 1]}, "2 labels for 6 points"),
        ({"labels": [0, 2, 0, 1, 1, 1]}, "class 0 or 1"),
        ({"labels": "01"}, "class 0 or 1"),
        ({"labels": [1] * 6}, "same class"),
        ({"method": "tsne"}, "pca, kernel"),
        ({"components": 3}, "only 2"),
        ({"components": 0}, "from 1 to 60"),
        ({"components": 1.5}, "whole number"),
        ({"centre": "no"}, "centred, as given"),
        ({"divisor": "2"}, "scatter, n, n-1"),
        ({"gamma": 0}, "range"),
        ({"gamma": "wide"}, "exact number"),
        ({"rate": -1}, "range"),
        ({"updates": 501}, "from 0 to 500"),
        ({"kernel": "rbf"}, "no knob"),
    ],
)
def test_every_error_is_a_sentence(knobs, said):
    with pytest.raises(GradstepError) as caught:
        project(**knobs).frame(0)
    for language in LANGUAGES:
        sentence = core_words().word(caught.value.message, language)
        assert len(sentence) > 25
        assert "{knob}" not in sentence and "{got}" not in sentence
    assert said in str(caught.value)


def test_named_clouds_are_what_they_say():
    rings = CLOUDS["rings"]
    assert np.linalg.norm(rings.points, axis=1) == pytest.approx([3] * 8 + [1] * 8)
    assert CLOUDS["slanted"].points.tolist() == POINTS
