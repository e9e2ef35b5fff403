"""The perceptron: the scenarios of the syllabus, in exact arithmetic."""

import random
from fractions import Fraction as F

import pytest
from gradstep.core.errors import PlaceError, SpecError
from gradstep.core.simulations.kinds import simulate
from gradstep.core.simulations.places import find
from gradstep.core.simulations.protocol import Spec

AND_TRACE = [
    # epoch, x, y, z, o, e, w, b
    (1, (0, 0), 0, 0, 1, -1, (0, 0), -0.5), (1, (0, 1), 0, -0.5, 0, 0, (0, 0), -0.5),
    (1, (1, 0), 0, -0.5, 0, 0, (0, 0), -0.5), (1, (1, 1), 1, -0.5, 0, 1, (0.5, 0.5), 0),
    (2, (0, 0), 0, 0, 1, -1, (0.5, 0.5), -0.5), (2, (0, 1), 0, 0, 1, -1, (0.5, 0), -1),
    (2, (1, 0), 0, -0.5, 0, 0, (0.5, 0), -1), (2, (1, 1), 1, -0.5, 0, 1, (1, 0.5), -0.5),
    (3, (0, 0), 0, -0.5, 0, 0, (1, 0.5), -0.5), (3, (0, 1), 0, 0, 1, -1, (1, 0), -1),
    (3, (1, 0), 0, 0, 1, -1, (0.5, 0), -1.5), (3, (1, 1), 1, -1, 0, 1, (1, 0.5), -1),
    (4, (0, 0), 0, -1, 0, 0, (1, 0.5), -1), (4, (0, 1), 0, -0.5, 0, 0, (1, 0.5), -1),
    (4, (1, 0), 0, 0, 1, -1, (0.5, 0.5), -1.5), (4, (1, 1), 1, -0.5, 0, 1, (1, 1), -1),
    (5, (0, 0), 0, -1, 0, 0, (1, 1), -1), (5, (0, 1), 0, 0, 1, -1, (1, 0.5), -1.5),
    (5, (1, 0), 0, -0.5, 0, 0, (1, 0.5), -1.5), (5, (1, 1), 1, 0, 1, 0, (1, 0.5), -1.5),
    (6, (0, 0), 0, -1.5, 0, 0, (1, 0.5), -1.5), (6, (0, 1), 0, -1, 0, 0, (1, 0.5), -1.5),
    (6, (1, 0), 0, -0.5, 0, 0, (1, 0.5), -1.5), (6, (1, 1), 1, 0, 1, 0, (1, 0.5), -1.5),
]  # fmt: skip


def perceptron(**knobs):
    return simulate(Spec("perceptron", knobs))


def test_and_gives_the_whole_printed_trace():
    run = perceptron()
    assert run.reach(1000) == 24
    for cursor, (epoch, x, y, z, o, e, w, b) in enumerate(AND_TRACE, 1):
        q = run.frame(cursor).quantities
        assert (q["epoch"], q["x"], q["y"], q["o"]) == (epoch, x, y, o)
        assert (q["z"], q["e"], q["w"], q["b"]) == (z, e, w, b)


def test_and_needs_eleven_updates_in_six_epochs():
    last = perceptron().frame(24).quantities
    assert last["errors"] == (2, 3, 3, 2, 1, 0)
    assert last["updates"] == 11


def test_a_smaller_rate_changes_only_the_scale():
    run = perceptron(rate="1/4")
    assert run.reach(1000) == 24
    assert run.frame(24).quantities["w"] == (F(1, 2), F(1, 4))
    assert run.frame(24).quantities["b"] == F(-3, 4)


def test_a_decimal_rate_is_exact_where_floats_lose_the_tie():
    run = perceptron(w=[0.3, -0.1], rate=0.1)
    last = run.frame(run.reach(10**6)).quantities
    assert last["errors"] == (3, 1, 2, 2, 1, 0)
    assert (last["w"], last["b"], last["updates"]) == ((F(1, 5), F(1, 10)), F(-3, 10), 9)


def test_nor_ends_after_four_epochs():
    run = perceptron(labels=[1, 0, 0, 0])
    last = run.frame(run.reach(10**6)).quantities
    assert last["errors"] == (1, 2, 1, 0)
    assert (last["w"], last["b"]) == ((F(-1, 2), F(-1, 2)), 0)


def test_xor_goes_on_until_its_limit():
    run = perceptron(labels=[0, 1, 1, 0], epochs=20)
    assert run.reach(10**6) == 80
    assert run.marks == {"start": 0, "end": 80}


def test_a_branch_is_the_same_until_its_cursor_and_leaves_the_old_run_alone():
    run = perceptron()
    fork = run.branch(12, rate="1/4")
    for cursor in range(13):
        assert fork.frame(cursor).quantities == run.frame(cursor).quantities
    assert fork.frame(15).quantities["w"] != run.frame(15).quantities["w"]
    assert run.frame(24).quantities["w"] == (1, F(1, 2))


def test_frames_after_random_seeks_equal_frames_after_stepping():
    stepped = perceptron(labels=[0, 1, 1, 0], epochs=100)
    wanted = [stepped.frame(cursor).quantities for cursor in range(401)]
    sought = perceptron(labels=[0, 1, 1, 0], epochs=100)
    draw = random.Random(4)
    for cursor in [draw.randrange(401) for _ in range(60)]:
        assert sought.frame(cursor).quantities == wanted[cursor]


def test_reach_can_be_interrupted():
    run = perceptron(labels=[0, 1, 1, 0], epochs=10_000)
    assert run.reach(10**6, lambda: True) < 100


def test_news_are_what_changed():
    run = perceptron()
    assert "w" not in run.frame(2).event.news
    assert run.frame(2).event.kind == "kept"
    assert {"w", "b", "errors", "updates"} <= set(run.frame(4).event.news) | {"errors"}
    assert find(run, "when updates == 4") == 6


def test_known_mistakes_of_an_update():
    found = perceptron().mistakes(4, "w")
    assert found["rate-forgotten"] == (1, 1)
    assert found["not-updated"] == (0, 0)
    assert perceptron().mistakes(6, "o")["strict-threshold"] == 0


def test_a_receipt_writes_the_arithmetic():
    texts = [line.text for line in perceptron().receipt(4, "w").lines]
    assert texts[0] == "0·1 + 0·1 + (-0.5) = -0.5"
    assert texts[2] == "0 + 0.5·1·1 = 0.5"


@pytest.mark.parametrize(
    "knobs",
    [
        {"labels": [0, 1]},
        {"labels": [0, 0, 0, 2]},
        {"points": [[0, 0], [1]]},
        {"points": []},
        {"points": "abc"},
        {"rate": "fast"},
        {"rate": -1},
        {"epochs": 0},
        {"w": [1, 2, 3]},
    ],
)
def test_knobs_outside_their_range_are_refused(knobs):
    with pytest.raises(SpecError) as caught:
        perceptron(**knobs).frame(1)
    assert str(caught.value)


def test_frames_beyond_the_end_are_refused():
    with pytest.raises(PlaceError):
        perceptron().frame(25)
