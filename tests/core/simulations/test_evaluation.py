"""A model is judged by what it says: counts and measures are those of the definitions, whatever was said."""

import warnings
from pathlib import Path

import numpy as np
import pytest
from gradstep.core.errors import GradstepError, SpecError
from gradstep.core.learning.data.bundled import CLASSES, NUMBERS
from gradstep.core.learning.data.stand_ins import GENERATED, generated_concrete
from gradstep.core.lesson.load import load_lesson
from gradstep.core.simulations.dials import dials
from gradstep.core.simulations.evaluation.judged import _trained
from gradstep.core.simulations.kinds import KINDS, simulate
from gradstep.core.simulations.protocol import Spec
from gradstep.core.words import LANGUAGES, core_words
from hypothesis import given, settings
from hypothesis import strategies as st

LESSONS = sorted((Path(__file__).parents[3] / "lessons").glob("workshop-*.yaml"))
CANCER = dict(KINDS["evaluation"].example)
CONCRETE = {
    "data": "generated_concrete", "scaled": True, "scaled_targets": True, "held_every": 5, "hidden": [4], "loss": "mse",
    "rate": 0.3, "updates": 100,
}  # fmt: skip
scores = st.floats(0, 1).map(lambda score: round(score, 2))
numbers = st.floats(-1e6, 1e6).map(lambda number: round(number, 3))


def evaluation(**knobs):
    return simulate(Spec("evaluation", knobs))


def end(simulation):
    return simulation.frame(simulation.last).quantities


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(scores, st.sampled_from([0, 1])), min_size=1, max_size=40), scores)
def test_counts_and_measures_are_those_of_their_definitions(pairs, threshold):
    said, truths = [score for score, _ in pairs], [truth for _, truth in pairs]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = end(evaluation(predictions=said, targets=truths, threshold=threshold))
    called = [score >= threshold for score in said]
    tp, fn, fp, tn = (
        sum(c == is_called and t == truth for c, t in zip(called, truths, strict=True))
        for is_called, truth in ((True, 1), (False, 1), (True, 0), (False, 0))
    )
    assert [found[name] for name in ("tp", "fn", "fp", "tn")] == [tp, fn, fp, tn]
    wanted = {
        "accuracy": (tp + tn, len(said)), "precision": (tp, tp + fp), "recall": (tp, tp + fn),
        "specificity": (tn, tn + fp), "accuracy.majority": (max(tp + fn, fp + tn), len(said)),
    }  # fmt: skip
    for name, (part, whole) in wanted.items():
        assert (found[name] == pytest.approx(part / whole)) if whole else np.isnan(found[name]), name
    if tp:
        assert found["f1"] == pytest.approx(2 * tp / (2 * tp + fp + fn))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(numbers, numbers), min_size=3, max_size=30))
def test_residuals_and_their_measures_are_those_of_their_definitions(pairs):
    said, truths = (np.array(each) for each in zip(*pairs, strict=True))
    if set(truths) <= {0.0, 1.0}:
        return
    found = end(evaluation(predictions=said.tolist(), targets=truths.tolist()))
    sse, sst = ((truths - said) ** 2).sum(), ((truths - truths.mean()) ** 2).sum()
    assert found["sse"] == pytest.approx(sse) and found["rmse"] == pytest.approx(np.sqrt(sse / len(said)))
    assert found["sst"] == pytest.approx(sst, abs=1e-6 * max(1.0, np.abs(truths).max() ** 2))
    if sst > 1e-3 * np.abs(truths).max() ** 2:
        assert found["r2"] == pytest.approx(1 - sse / sst)
    largest = np.abs(truths - said).max()
    named = [found[name] for name in found if name.startswith("residual.")]
    assert max(map(abs, named)) == pytest.approx(largest)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(scores, st.sampled_from([0, 1])), min_size=2, max_size=14))
def test_the_other_class_as_the_positive_one_turns_the_matrix_over(pairs):
    said, truths = [score for score, _ in pairs], [truth for _, truth in pairs]
    if 0.5 in said:
        return
    here = end(evaluation(predictions=said, targets=truths))
    there = end(evaluation(predictions=said, targets=truths, positive=0))
    assert [here[name] for name in ("tp", "fn", "fp", "tn")] == [there[name] for name in ("tn", "fp", "fn", "tp")]


ODD = {
    "nobody called": {"predictions": [0.1, 0.2], "targets": [1, 0]},
    "all of one class": {"predictions": [0.1, 0.9], "targets": [1, 1]},
    "none of it": {"predictions": [0.1, 0.9, 0.3], "targets": [0, 0, 0]},
    "one sample": {"predictions": [3.5], "targets": [2]},
    "equal targets": {"predictions": [3, 4], "targets": [7, 7]},
    "many of one class": {"predictions": [0.4] * 40, "targets": [0] * 40},
    "diverged": {**CONCRETE, "scaled": False, "rate": 3.0},
    "squared loss of classes": {"data": "moons", "loss": "mse", "hidden": [4], "updates": 50, "held": 0.3},
    "margin": {"data": "moons", "loss": "margin", "hidden": [4], "updates": 50, "held": 0.3},
    "nothing held out": {"data": "moons", "hidden": [4], "updates": 20},
    "one input": {"data": "wave", "loss": "mse", "hidden": [4], "updates": 20, "held_every": 4},
    "by heart": {**CANCER, "part": "training"},
    "the average": {**CANCER, "model": "average"},
    "a plane": {**CONCRETE, "model": "least-squares", "against": 8},
    "far away": {**CONCRETE, "against": 99},
    "all at once": {**CANCER, "stepped": False},
    "all numbers at once": {**CONCRETE, "stepped": False},
    "a few at once": {"predictions": [0.4, 0.6], "targets": [1, 0], "stepped": False},
    "a few numbers at once": {"predictions": [4, 6], "targets": [3, 7], "stepped": False},
}  # fmt: skip


@pytest.mark.parametrize("knobs", ODD.values(), ids=ODD)
def test_whatever_is_judged_every_frame_is_told_and_drawn(knobs):
    simulation = evaluation(**knobs)
    for cursor in range(simulation.last + 1):
        frame = simulation.frame(cursor)
        said = [core_words().word(frame.caption, language) for language in LANGUAGES]
        assert all(said) and said[0] != said[1] and "nan" not in "".join(said).lower()
        assert simulation.pictures(cursor)
        for name in frame.event.news if frame.event else ():
            simulation.receipt(cursor, name), simulation.mistakes(cursor, name), simulation.within(cursor, name)


CHOICES = {
    "data": [*GENERATED, "moons", "xor", "wave", "blobs", "glyphs"], "loss": ["bce", "mse", "softmax", "margin"],
    "hidden": [[], [3], [4, 4]], "threshold": [0, 0.5, 1], "positive": [0, 1], "part": ["held", "training"],
    "model": ["network", "average", "least-squares"], "held_every": [0, 2, 5], "held": [0, 0.3],
    "scaled": [True, False], "scaled_targets": [True, False], "updates": [1, 30], "rate": [0.1, 5, 1000],
    "against": [0, 1, 50], "batch": [0, 10], "stepped": [True, False], "signs": [True, False],
    "terms": [[], ["x1"], ["x1x2"]], "miss": [0, 20], "output": ["identity", "sigmoid"], "classes": [2, 3],
    "dropout": [0, 0.5],
}  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.fixed_dictionaries({}, optional={name: st.sampled_from(values) for name, values in CHOICES.items()}))
def test_any_knobs_together_are_judged_or_refused_with_a_sentence(knobs):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            simulation = evaluation(**knobs)
            frames = [simulation.frame(cursor) for cursor in range(simulation.last + 1)]
        except GradstepError as refused:
            assert all(core_words().both(refused.message).values())
            return
        for frame in frames:
            assert all(core_words().both(frame.caption).values()) and simulation.pictures(frame.cursor)
            for name in frame.event.news if frame.event else ():
                simulation.receipt(frame.cursor, name), simulation.within(frame.cursor, name)


@pytest.mark.parametrize(
    "knobs",
    [
        {"predictions": [0.1, 0.2]},
        {"predictions": [0.1, 0.2], "targets": [1]},
        {"predictions": [[0.1, 0.2]], "targets": [1]},
        {"predictions": "much"},
        {"predictions": []},
        {"data": "blobs", "classes": 3, "loss": "softmax"},
        {**CANCER, "held": 0.2},
        {**CANCER, "scaled_targets": True},
        {**CANCER, "held_every": 1},
        {**CANCER, "threshold": 1.5},
        {**CANCER, "miss": -1},
    ],
)
def test_what_cannot_be_judged_is_refused_with_a_sentence(knobs):
    with pytest.raises(GradstepError) as refused:
        evaluation(**knobs).frame(0)
    assert all(core_words().both(refused.value.message).values())


def test_turning_the_threshold_or_a_price_does_not_train_again():
    simulation = evaluation(**CANCER)
    before = end(simulation)
    trained = _trained.cache_info().misses
    lower = simulation.branch(0, threshold=0.05, miss=20)
    assert end(lower)["fn"] < before["fn"] and end(lower)["fp"] > before["fp"]
    assert _trained.cache_info().misses == trained
    end(simulation.branch(0, updates=499))
    assert _trained.cache_info().misses == trained + 1


@pytest.mark.parametrize("knobs", [CANCER, CONCRETE], ids=["cancer", "concrete"])
def test_all_at_once_is_what_the_steps_come_to(knobs):
    together = dict(evaluation(**knobs, stepped=False).frame(0).quantities)
    apart = dict(end(evaluation(**knobs)))
    assert together.keys() == apart.keys()
    assert all(np.allclose(together[name], apart[name], equal_nan=True) for name in apart)


def test_a_lower_threshold_never_finds_fewer_nor_raises_fewer_alarms():
    counts = [end(evaluation(**CANCER, threshold=at / 20)) for at in range(21)]
    for name in ("tp", "fp"):
        assert [found[name] for found in counts] == sorted((found[name] for found in counts), reverse=True)


def test_every_fifth_sample_is_held_out_by_its_number_and_trains_nothing():
    data = generated_concrete()
    own = {"inputs": data.inputs.tolist(), "targets": data.targets.tolist()}
    spoiled = data.inputs.copy()
    spoiled[::5] *= 100
    knobs = {"held_every": 5, "scaled": True, "hidden": [3], "loss": "mse", "updates": 5, "rate": 0.01}
    one, other = (
        simulate(Spec("network", {**own, **knobs, "inputs": each.tolist()})) for each in (data.inputs, spoiled)
    )
    assert np.allclose(one.setup.held.targets, data.targets[::5]) and len(one.setup.data) == 824
    assert np.array_equal(one.moment(5).vector, other.moment(5).vector)
    assert not np.allclose(one.setup.held.inputs, other.setup.held.inputs)


def test_scaled_targets_come_back_in_their_own_unit():
    known = end(evaluation(**CONCRETE))
    truths = generated_concrete().targets[::5, 0]
    assert known["y.mean"] == pytest.approx(truths.mean()) and known["sst"] == pytest.approx(truths.var() * len(truths))
    plain = end(evaluation(**{**CONCRETE, "scaled_targets": False}))
    assert plain["r2.ols"] == pytest.approx(known["r2.ols"])


def test_least_squares_is_the_best_of_all_planes_on_its_own_samples():
    plane = end(evaluation(**CONCRETE, model="least-squares", part="training"))
    trained = end(evaluation(**{**CONCRETE, "hidden": [], "rate": 0.1, "updates": 300}, part="training"))
    assert plane["sse"] <= trained["sse"] * (1 + 1e-12) and plane["r2"] == pytest.approx(plane["r2.ols"])


@pytest.mark.parametrize("knobs", [CANCER, CONCRETE], ids=["cancer", "concrete"])
def test_generated_samples_are_said_to_be_generated(knobs):
    caption = evaluation(**knobs).frame(0).caption
    assert "generated" in core_words().word(caption, "en") and "generadas" in core_words().word(caption, "es")


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_a_workshop_needs_no_extra_and_says_that_its_samples_are_generated(path):
    lesson = load_lesson(path)
    used = {knobs.get("data") for knobs in lesson.file.simulations.values()} - {None}
    assert used & set(GENERATED) and not used & {*CLASSES, *NUMBERS}
    first = lesson.file.steps[0].text
    assert "GENERATED" in first["en"] and "GENERADAS" in first["es"]


def test_only_knobs_that_do_something_are_offered():
    def offered(**knobs):
        return {dial.name for dial in dials(evaluation(**knobs))}

    assert {"threshold", "miss", "data"} <= offered(**CANCER) and "against" not in offered(**CANCER)
    assert {"against", "held_every"} <= offered(**CONCRETE) and "threshold" not in offered(**CONCRETE)
    assert offered(predictions=[0.1], targets=[1]) == {"threshold", "miss", "alarm", "positive", "stepped"}


def test_the_real_set_takes_the_place_of_the_generated_one_by_its_name_alone():
    pytest.importorskip("sklearn")
    found = end(evaluation(**{**CANCER, "data": "breast_cancer", "initialiser": "zeros"}))
    assert [found[name] for name in ("tp", "fn", "fp", "tn")] == pytest.approx([37, 3, 0, 74], abs=1)


def test_without_the_extra_the_real_set_says_how_to_get_it_and_what_stands_in(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "sklearn.datasets", None)
    with pytest.raises(SpecError) as refused:
        evaluation(**{**CANCER, "data": "breast_cancer", "updates": 7}).frame(0)
    told = core_words().word(refused.value.message, "en")
    assert "gradstep[datasets]" in told and "generated_cancer" in told
