"""Searching hyperparameters: the textbook numbers, the posterior's laws, and every knob's error."""

import json
import math
import random
import subprocess
import sys

import numpy as np
import pytest
from gradstep.core.errors import GradstepError, PlaceError
from gradstep.core.pictures import CurvesPicture, PlanePicture, TablePicture
from gradstep.core.simulations.kinds import simulate
from gradstep.core.simulations.places import find
from gradstep.core.simulations.protocol import Spec
from gradstep.core.simulations.search.acquisition import Outlook, below, density
from gradstep.core.simulations.search.gaussian import Belief, Posterior
from gradstep.core.simulations.search.objectives import OBJECTIVES, field
from gradstep.core.words import LANGUAGES, core_words
from hypothesis import given
from hypothesis import strategies as st

START = [-4.5, -3, -0.5]
TABLE = [  # u, mean, std, EI, PI, UCB after the three first measurements
    (-5.0, 0.611895, 0.0884593, 0.000360969, 0.0118238, 0.788814),
    (-4.5, 0.624942, 0.000999986, 0, 0, 0.626942),
    (-4.0, 0.679957, 0.065282, 0.000520209, 0.0215058, 0.810521),
    (-3.5, 0.752957, 0.0651824, 0.00646565, 0.182267, 0.883322),
    (-3.0, 0.802058, 0.000999986, 0, 0, 0.804058),
    (-2.5, 0.801726, 0.0864368, 0.0295616, 0.452409, 0.974599),
    (-2.0, 0.759621, 0.143999, 0.034995, 0.357865, 1.04762),
    (-1.5, 0.703006, 0.146271, 0.0193333, 0.227964, 0.995549),
    (-1.0, 0.65729, 0.0918483, 0.00174173, 0.0459863, 0.840986),
    (-0.5, 0.636024, 0.000999987, 0, 0, 0.638024),
    (0.0, 0.639568, 0.0938864, 0.00121963, 0.033086, 0.827341),
]
SPECS = [
    {"start": START},
    {"start": START, "acquisition": "ucb", "look": -2.7, "scatter": 0.05, "noise": 0.05, "measurements": 6},
    {"acquisition": "pi", "first": 2, "seed": 5, "measurements": 5},
    {"of": "sin(3*u)*u", "ranges": {"u": [-1, 2]}, "acquisition": "sd", "measurements": 5},
    {"of": "one-matters", "method": "grid"},
    {"of": "one-matters", "method": "random", "measurements": 9, "seed": 3},
    {"of": "a + b*c", "method": "random", "measurements": 4},
    {"of": "u^2", "method": "grid", "values": 5},
]


def search(**knobs):
    return simulate(Spec("search", knobs))


def last(run):
    return run.reach(10_000)


def at(run, cursor, *names):
    quantities = run.frame(cursor).quantities
    return [quantities[name] for name in names]


@pytest.mark.parametrize("row", TABLE)
def test_the_posterior_and_the_rules_after_three_measurements(row):
    u, mean, std, ei, pi, ucb = row
    run = search(start=START, look=u)
    found = at(run, 4, "mean.look", "sd.look", "ei.look", "pi.look", "ucb.look")
    assert found == pytest.approx([mean, std, ei, pi, ucb], rel=2e-5, abs=1e-20)
    place = int(np.argmin(abs(run.plan.candidates - u)))
    means, spreads = at(run, 4, "mean", "sd")
    assert (means[place], spreads[place]) == pytest.approx((mean, std), rel=2e-5)


def test_where_each_rule_would_measure_next():
    run = search(start=START)
    assert at(run, 5, "next", "next.ei", "next.pi", "next.ucb") == [-2.15, -2.15, -2.7, -1.95]
    assert at(run, 5, "next.mean", "next.sd") == [-2.75, -1.75]
    assert at(run, 5, "mean.next", "sd.next", "z.next") == pytest.approx([0.775139, 0.131887, -0.28], abs=1e-4)
    assert at(run, 5, "ei.next") == pytest.approx([0.036203], abs=1e-6)
    for rule, place in [("ei", -2.15), ("pi", -2.7), ("ucb", -1.95), ("mean", -2.75), ("sd", -1.75)]:
        assert at(search(start=START, acquisition=rule), 5, "next") == [place]


def test_the_run_of_ei_finds_the_maximum_and_stops():
    run = search(start=START)
    end = last(run)
    assert [run.frame(k).event.kind for k in range(1, end + 1)] == [
        *["measured"] * 3, *["fitted", "chosen", "measured"] * 3, "fitted", "enough",
    ]  # fmt: skip
    values = [at(run, k, "u", "value") for k in (6, 9, 12)]
    assert [u for u, _ in values] == [-2.15, -1.75, -2.35]
    assert [y for _, y in values] == pytest.approx([0.945275, 0.814033, 0.969723], abs=1e-6)
    assert at(run, end, "ei.next")[0] < 1e-4
    assert at(run, end, "best", "best.u") == pytest.approx([0.969723, -2.35], abs=1e-6)
    surface = field("accuracy", {}).surface
    assert surface.value((-2.37005,)) == pytest.approx(0.969936, abs=1e-6)
    assert surface.gradient((-2.37005,))[0] == pytest.approx(0, abs=5e-5)


def test_a_grid_repeats_its_values_and_chance_does_not():
    grid, drawn = search(of="one-matters", method="grid"), search(of="one-matters", method="random", measurements=9)
    assert last(grid) == last(drawn) == 9
    assert at(grid, 9, "count", "distinct.u", "distinct.v") == [9, 3, 3]
    assert at(drawn, 9, "count", "distinct.u", "distinct.v") == [9, 9, 9]
    assert at(grid, 9, "best.u") == [0.5]
    best = at(grid, 9, "best")[0]
    seeds = [search(of="one-matters", method="random", measurements=9, seed=seed) for seed in range(40)]
    wins = [at(run, 9, "best")[0] > best for run in seeds]
    assert 34 <= sum(wins) < 40, "chance nearly always wins here, and not always"


@pytest.mark.parametrize(
    "variables, trials", [("a", 3), ("a+b", 9), ("a+b+c", 27), ("a+b+c+d", 81), ("a+b+c+d+k", 243)]
)
def test_a_grid_grows_as_a_power(variables, trials):
    run = search(of=variables, method="grid")
    assert at(run, 0, "planned") == [trials]
    dims = len(variables.split("+"))
    if dims > 1:
        wrong = run.mistakes(0, "planned")
        assert wrong["one-at-a-time"] == 3
        assert wrong.get("grid-added", 3 * dims) == 3 * dims


def test_chance_hits_a_tenth_on_each_side_as_often_as_the_formula_says():
    hits = 0
    for seed in range(400):
        run = search(of="one-matters", method="random", measurements=9, seed=seed)
        hits += any(abs(at(run, k, "u")[0] - 0.37) <= 0.1 for k in range(1, 10))
    chance = 1 - 0.8**9
    assert chance == pytest.approx(0.865782, abs=1e-6)
    assert hits / 400 == pytest.approx(chance, abs=0.05)
    assert 1 - 0.95**58 < 0.95 <= 1 - 0.95**59


@pytest.mark.parametrize("knobs", SPECS)
def test_random_seeks_equal_stepping(knobs):
    stepped = search(**knobs)
    end = last(stepped)
    frames = [said(stepped, k) for k in range(end + 1)]
    sought, order = search(**knobs), list(range(end + 1)) * 2
    random.Random(1).shuffle(order)
    for k in order:
        assert sought.reach(k) == k
        assert said(sought, k) == frames[k]
    with pytest.raises(PlaceError):
        stepped.frame(end + 1)


def said(run, cursor):
    """A frame as text: every bit of every number, and both captions."""
    frame = run.frame(cursor)
    words = core_words().both(frame.caption)
    numbers = {name: np.asarray(value).tobytes().hex() for name, value in frame.quantities.items()}
    return json.dumps([cursor, frame.event and frame.event.news, words, numbers, frame.zooms], default=list)


PROGRAM = """
import sys, json, numpy as np
from gradstep.core.simulations.kinds import simulate
from gradstep.core.simulations.protocol import Spec
run = simulate(Spec("search", json.loads(sys.argv[1])))
for k in range(run.reach(100) + 1):
    print(*(name + np.asarray(value).tobytes().hex() for name, value in run.frame(k).quantities.items()))
"""


def test_the_same_seed_gives_the_same_frames_in_another_process():
    def elsewhere(**knobs):
        order = [sys.executable, "-c", PROGRAM, json.dumps(knobs)]
        return subprocess.run(order, capture_output=True, text=True, check=True).stdout

    knobs = {"seed": 11, "scatter": 0.1, "noise": 0.1, "measurements": 6}
    run = search(**knobs)
    rows = [run.frame(k).quantities.items() for k in range(last(run) + 1)]
    here = "".join(" ".join(n + np.asarray(v).tobytes().hex() for n, v in row) + "\n" for row in rows)
    assert elsewhere(**knobs) == here
    assert elsewhere(**{**knobs, "seed": 12}) != here


@pytest.mark.parametrize("knobs", SPECS)
def test_every_frame_can_be_asked_everything(knobs):
    run = search(**knobs)
    for cursor in range(last(run) + 1):
        frame = run.frame(cursor)
        assert set(frame.quantities) <= run.names
        for language in LANGUAGES:
            assert "{" not in core_words().word(frame.caption, language)
        for name in frame.quantities:
            receipt = run.receipt(cursor, name)
            assert 1 <= len(receipt.lines) <= 4
            assert all(core_words().word(line.label, language) and line.text for line in receipt.lines)
            assert run.label(name)
            for id, wrong in run.mistakes(cursor, name).items():
                assert wrong != pytest.approx(frame.quantities[name], rel=1e-9)
                assert f"mistake.{id.partition(':')[0]}" in core_words().texts
        kinds = {type(picture) for picture in run.pictures(cursor)}
        assert kinds <= {CurvesPicture, PlanePicture, TablePicture}
        for name in frame.zooms:
            graph = run.zoom(cursor, name)
            value = list(graph.frame(graph.marks["forward"]).quantities.values())[-1]
            assert value == pytest.approx(frame.quantities[name], rel=1e-9, abs=knobs.get("scatter", 0) * 5 + 1e-12)


def test_nothing_is_below_what_is_not_offered():
    with pytest.raises(PlaceError):
        search(start=START).zoom(4, "mean.next")


def test_names_are_the_quantities_that_come():
    run = search(start=START, look=-1)
    seen = set().union(*(run.frame(k).quantities for k in range(last(run) + 1)))
    assert seen == run.names
    assert {name for name in seen if name.endswith(".look")}


def test_a_branch_turns_the_rule_from_here_on():
    run = search(start=START)
    other = run.branch(4, acquisition="ucb", kappa=0.5)
    assert at(other, 4, "mean")[0].tolist() == at(run, 4, "mean")[0].tolist()
    assert at(other, 5, "next") != at(run, 5, "next")
    assert at(other, 5, "ucb.next")[0] == pytest.approx(
        at(other, 5, "mean.next")[0] + 0.5 * at(other, 5, "sd.next")[0], rel=1e-12
    )
    assert at(run.branch(4, acquisition="ucb"), 5, "next") == [-1.95]
    bold = run.branch(4, xi=0.2)
    assert at(bold, 5, "next")[0] > -2.15, "a larger margin sends EI where less is known"


def test_mistakes_have_names():
    run = search(start=START, look=-2)
    ei = run.mistakes(5, "ei.next")
    assert ei["exploration-dropped"] == pytest.approx(-0.014391, abs=1e-6)
    assert ei["exploitation-dropped"] == pytest.approx(0.050594, abs=1e-6)
    assert run.mistakes(5, "next")["mean-only"] == -2.75
    assert run.mistakes(5, "next")["spread-only"] == -1.75
    assert run.mistakes(5, "next.mean")["exploration-swapped"] == -1.75
    assert run.mistakes(5, "next.sd")["exploration-swapped"] == -2.75
    assert run.mistakes(5, "z.next")["margin-forgotten"] == pytest.approx((0.775139 - 0.802062) / 0.131887, abs=1e-5)
    assert run.mistakes(5, "ucb.next")["kappa-forgotten"] == pytest.approx(0.775139 + 0.131887, abs=1e-6)
    assert search(of="one-matters", method="grid").mistakes(9, "distinct.u") == {"trials-for-distinct": 9}
    assert run.mistakes(9, "best")["last-for-best"] == pytest.approx(0.814033, abs=1e-6)
    assert run.mistakes(0, "best") == {}


def test_the_receipt_writes_the_arithmetic():
    run = search(start=START)
    lines = {core_words().word(line.label, "en"): line.text for line in run.receipt(5, "ei.next").lines}
    assert lines["z"] == "(μ - y⁺ - ξ)/σ = (0.775139 - 0.802062 - 0.01)/0.131887 = -0.2800"
    assert lines["EI"] == "(μ - y⁺ - ξ)·Φ(z) + σ·φ(z) = -0.014391 + 0.050594 = 0.036203"
    assert lines["elsewhere"] == "EI(-2.7) = 0.019125; EI(-1.95) = 0.034138"
    mean = [line.text for line in run.receipt(5, "mean.next").lines]
    assert mean[3] == "σ = √0.0173943 = 0.131887"


BELIEFS = st.builds(
    Belief,
    st.floats(-2, 2),
    st.floats(0.1, 3),
    st.floats(0.3, 2),
    st.just(0.0),
)


@given(BELIEFS, st.lists(st.integers(-6, 6), min_size=1, max_size=5, unique=True), st.data())
def test_a_posterior_without_noise_passes_through_its_measurements(belief, places, data):
    values = np.array(data.draw(st.lists(st.floats(-2, 2), min_size=len(places), max_size=len(places))))
    posterior = Posterior(belief, np.array(places, dtype=float), values)
    size = np.max(np.abs(posterior.weights)) * 1e-10 * belief.amplitude**2
    assert posterior.mean(posterior.places) == pytest.approx(values, abs=10 * size + 1e-7)
    assert np.all(posterior.spread(posterior.places) <= 2e-5 * belief.amplitude)
    far = np.array([1e3])
    assert posterior.mean(far) == pytest.approx([belief.mean])
    assert posterior.spread(far) == pytest.approx([belief.amplitude])


@given(BELIEFS, st.lists(st.floats(-6, 6), min_size=2, max_size=6), st.floats(-6, 6))
def test_measuring_never_makes_the_spread_larger(belief, places, u):
    known = np.array(places)
    fewer, more = (Posterior(belief, known[:count], np.zeros(count)) for count in (len(places) - 1, len(places)))
    here = np.array([u])
    assert more.spread(here)[0] <= fewer.spread(here)[0] + 1e-4 * belief.amplitude
    assert 0 <= more.spread(here)[0] <= belief.amplitude


@given(st.floats(-1, 1), st.floats(1e-3, 2), st.floats(-1, 1), st.floats(0, 0.5))
def test_the_laws_of_expected_improvement(mean, spread, best, xi):
    at = Outlook(0.0, mean, spread, best, xi, 2.0)
    assert at.ei >= max(0.0, at.gain) - 1e-12
    assert at.ei == pytest.approx(integral(at), abs=1e-5)
    assert Outlook(0.0, mean, spread * 1.5, best, xi, 2.0).ei >= at.ei - 1e-15
    assert Outlook(0.0, mean + 0.1, spread, best, xi, 2.0).ei >= at.ei
    assert at.pi + below(-at.z) == pytest.approx(1.0)


def integral(at):
    """The improvement max(0, f - y⁺ - ξ), averaged over f ~ N(μ, σ²) by adding up slices."""
    z = np.linspace(-9, 9, 20_001)
    gains = np.maximum(0.0, at.mean + at.spread * z - at.best - at.xi)
    bell = np.array([density(each) for each in z])
    return float(np.sum(gains * bell) * (z[1] - z[0]))


def test_without_spread_the_gain_is_certain():
    assert Outlook(0.0, 1.0, 0.0, 0.5, 0.0, 2.0).ei == 0.5
    assert Outlook(0.0, 0.1, 0.0, 0.5, 0.0, 2.0).ei == 0.0
    assert Outlook(0.0, 0.5, 0.0, 0.5, 0.0, 2.0).pi == 0.5
    assert below(-10) == pytest.approx(7.61985e-24, rel=1e-5)
    assert density(0.0) == pytest.approx(1 / math.sqrt(2 * math.pi))


@pytest.mark.parametrize(
    ("knobs", "said"),
    [
        ({"method": "annealing"}, "grid, random, Gaussian process"),
        ({"acquisition": "best"}, "ei, pi, ucb"),
        ({"of": ""}, "formula is needed"),
        ({"of": "u +"}, ""),
        ({"of": "3 + 4"}, "one to 5 hyperparameters"),
        ({"of": "a+b+c+d+k+q", "method": "grid"}, "one to 5 hyperparameters"),
        ({"of": "one-matters"}, "use grid or random"),
        ({"of": "[u, u]", "method": "grid"}, ""),
        ({"ranges": {"u": [1, 0]}}, "lowest and the highest"),
        ({"ranges": 3}, "lowest and the highest"),
        ({"ranges": {"w": [0, 1]}}, "no hyperparameter `w`"),
        ({"start": [1]}, "outside the range of u, from -5 to 0"),
        ({"start": []}, "places to measure first"),
        ({"start": "a"}, "places to measure first"),
        ({"start": ["a"]}, "exact number"),
        ({"look": 3}, "outside the range of u"),
        ({"look": "x"}, "exact number"),
        ({"measurements": 0}, "from 1 to 300"),
        ({"measurements": 2.5}, "whole number"),
        ({"measurements": True}, "whole number"),
        ({"method": "grid", "values": 0}, "from 1 to 100"),
        ({"method": "grid", "values": 20, "of": "one-matters"}, "400 combinations"),
        ({"xi": -0.1}, "range from 0 to 1"),
        ({"kappa": 21}, "range from 0 to 20"),
        ({"kappa": "much"}, "exact number"),
        ({"amplitude": 0}, "range"),
        ({"length": 0}, "range"),
        ({"noise": -1}, "range"),
        ({"scatter": -1}, "range"),
        ({"enough": 2}, "range"),
        ({"candidates": 1}, "from 2 to 1001"),
        ({"first": 0}, "from 1 to 20"),
        ({"seed": -1}, "outside its range from 0"),
        ({"prior": 1e9}, "range"),
        ({"of": "log(u)", "ranges": {"u": [-2, -1]}}, "no number"),
        ({"momentum": 1}, "no knob"),
    ],
)
def test_every_error_is_a_sentence(knobs, said):
    with pytest.raises(GradstepError) as caught:
        run = search(**knobs)
        run.frame(run.reach(3))
    for language in LANGUAGES:
        sentence = core_words().word(caught.value.message, language)
        assert len(sentence) > 25
        assert "{knob}" not in sentence and "{got}" not in sentence
    assert said in str(caught.value)


def test_a_place_measured_twice_does_no_harm():
    run = search(start=[-2, -2, -2], noise=0, acquisition="mean", measurements=8)
    means, spreads = at(run, last(run), "mean", "sd")
    assert np.all(np.isfinite(means)) and np.all(np.isfinite(spreads))


def test_places_can_be_named_by_conditions():
    assert find(search(start=START), "when best > 0.9") == 6
    assert find(search(start=START), "when count == 3") == 3
    assert set(OBJECTIVES) == {"accuracy", "one-matters"}
