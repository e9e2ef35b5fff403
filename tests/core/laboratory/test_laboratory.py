"""The laboratory as a value: what begins anew, what acts from here on, what is seen, what a challenge counts."""

import json
import stat

import numpy as np
import pytest
from gradstep.core.errors import GradstepError, PlaceError, SpecError
from gradstep.core.laboratory import moving, timelines, turning
from gradstep.core.laboratory.best import KEPT, Result, keep_best, read_best, with_result
from gradstep.core.laboratory.challenges import CHALLENGES, begun, score
from gradstep.core.laboratory.in_words import unit_words, weight_words
from gradstep.core.laboratory.names import choice_name, choice_of, quantity, unit_name
from gradstep.core.laboratory.seen import confusion, histograms, over, seen
from gradstep.core.laboratory.state import BEGINNING, BIAS, Choice, OwnTable, begin
from gradstep.core.laboratory.table import with_table
from gradstep.core.laboratory.told import axis_end, loss_curves, losses, update_line
from gradstep.core.simulations.watches import read_watch


def lab(updates=0, **knobs):
    made = begin(BEGINNING)
    made = turning.turned(made, knobs) if knobs else made
    return moving.stepped(made, updates) if updates else made


def vector(made, at=None):
    return made.run.training.state(made.at if at is None else at)


def dial(made, name):
    return next(one for one in turning.shown_dials(made) if one.name == name)


STARTS = ({}, {"data": "moons", "hidden": (5,)}, {"data": "spirals", "terms": ("x1", "x2", "x1x1")}, {"data": "xor"},
          {"data": "wave", "hidden": (3, 3, 3)}, {"data": "glyphs", "hidden": (6,)})  # fmt: skip


@pytest.mark.parametrize("start", STARTS, ids=str)
@pytest.mark.parametrize("there, back", [
    (lambda one: turning.unit_added(one, 1), lambda one: turning.unit_added(one, -1)),
    (lambda one: turning.layer_added(one, 1), lambda one: turning.layer_added(one, -1)),
])  # fmt: skip
def test_what_is_added_and_removed_again_gives_the_first_state(start, there, back):
    first = lab(**start)
    after = back(there(first))
    assert after.sizes == first.sizes and after.cursor == 0
    assert np.array_equal(vector(first, 0), vector(after, 0))
    assert np.array_equal(vector(moving.stepped(first, 30)), vector(moving.stepped(after, 30)))


def test_an_input_switched_off_and_on_again_gives_the_first_state():
    first = lab()
    after = turning.term_switched(turning.term_switched(first, "x2"), "x2")
    assert np.array_equal(vector(moving.stepped(first, 30)), vector(moving.stepped(after, 30)))


def test_what_is_late_acts_from_here_on_and_says_so_and_everything_else_begins_anew_with_the_seed_and_says_so():
    before = lab(60)
    late = turning.turned(before, {"rate": 0.05})
    assert late.cursor == 60 and late.said.id == "lab.from-here" and late.said.arguments["cursor"] == 60
    assert np.array_equal(vector(late, 60), vector(before, 60))
    ahead, plain = moving.stepped(late, 1), moving.stepped(before, 1)
    assert not np.array_equal(vector(ahead), vector(plain))
    anew = turning.turned(late, {"activation": "relu"})
    assert anew.cursor == 0 and anew.said.id == "lab.anew"
    assert anew.run.settings.seed == before.run.settings.seed
    assert anew.run.settings.rate == 0.05, "what is in force stays in force"


def test_going_back_and_turning_forgets_what_was_turned_later():
    there = turning.turned(lab(100), {"rate": 0.1})
    back = moving.stepped(moving.stepped(there, 20), -70)
    assert back.cursor == 50
    after = turning.turned(back, {"l2": 0.01})
    assert [at for at, _ in after.run.spec.changes] == [50]
    twice = turning.turned(after, {"l2": 0.03})
    assert [(at, dict(change)) for at, change in twice.run.spec.changes] == [(50, {"l2": 0.03})]


def test_every_knob_steps_up_and_down_or_says_why_it_cannot():
    made = lab(20)
    for one in turning.shown_dials(made):
        for by in (1, -1):
            after = turning.nudged(made, one, by)
            assert after.said is not None and after.said.id in ("lab.anew", "lab.from-here"), one.name


def test_the_data_go_round_and_each_brings_a_loss_that_suits_it():
    made, seen_losses = lab(), {}
    for _ in turning.DATA:
        made = turning.nudged(made, dial(made, "data"), 1)
        seen_losses[made.run.settings.data] = made.run.settings.loss
    assert set(seen_losses) == set(turning.DATA)
    assert seen_losses["line"] == seen_losses["wave"] == "mse" and seen_losses["glyphs"] == "softmax"
    assert {seen_losses[name] for name in ("circles", "moons", "spirals", "blobs", "xor", "and", "or")} == {"bce"}
    assert made.run.settings.data == "circles" and made.run.settings.held == BEGINNING["held"]


def test_each_set_brings_its_noise_unless_somebody_chose_another_one():
    assert lab(data="spirals").run.settings.noise == 0.02
    chosen = turning.turned(lab(noise=0.3), {"data": "spirals"})
    assert chosen.run.settings.noise == 0.3
    back = turning.turned(lab(data="spirals"), {"data": "circles"})
    assert back.run.settings.noise == BEGINNING["noise"]


def test_the_classes_of_blobs_change_the_loss_when_there_are_three():
    made = turning.turned(lab(data="blobs"), {"classes": 3})
    assert made.sizes[-1] == 3 and made.run.settings.loss == "softmax"


@pytest.mark.parametrize("act", [
    lambda one: turning.unit_added(turning.turned(one, {"hidden": (1,)}), -1),
    lambda one: turning.unit_added(turning.turned(one, {"hidden": ()}), 1),
    lambda one: turning.layer_added(turning.turned(one, {"hidden": (2,) * 8}), 1),
    lambda one: turning.term_switched(turning.term_switched(one, "x1"), "x2"),
    lambda one: turning.term_switched(turning.turned(one, {"data": "wave"}), "x2"),
    lambda one: turning.term_switched(one, "x9"),
    lambda one: turning.typed(one, "rate = quick"),
    lambda one: turning.typed(one, "speed = 3"),
    lambda one: turning.typed(one, "hidden = [0]"),
])  # fmt: skip
def test_what_cannot_be_is_refused_with_a_reason(act):
    with pytest.raises(GradstepError):
        act(lab())


def test_steps_epochs_and_ends():
    made = lab()
    assert made.per_epoch == 8
    assert moving.epoch(made, 1).cursor == 8
    assert moving.epoch(moving.stepped(made, 11), -1).cursor == 8
    assert moving.epoch(moving.stepped(made, 8), -1).cursor == 0
    assert moving.stepped(made, -1).said.id == "lab.at-start"
    far = moving.stepped(made, 40)
    assert moving.to_edge(moving.to_edge(far, forwards=False), forwards=True).cursor == 40
    short = turning.turned(made, {"updates": 5})
    end = moving.stepped(short, 9)
    assert end.cursor == 5 and moving.stepped(end, 1).said.id == "lab.ended" and end.has_ended


@pytest.mark.parametrize("typed, there", [
    ("12", 12), ("epoch 2", 16), ("época 2", 16), ("EPOCA 2", 16), ("start", 0), ("inicio", 0), ("best", None),
])  # fmt: skip
def test_places_that_can_be_typed(typed, there):
    made = lab(40)
    found = moving.place_of(made, typed)
    assert found == (made.run.training.best_epoch * 8 if there is None else there)


@pytest.mark.parametrize("typed", ["", "h9", "-3", "epoch", "epoch x", "12 monkeys", "1.5", "when loss < 1"])
def test_places_that_cannot(typed):
    with pytest.raises(PlaceError):
        moving.place_of(lab(), typed)


def test_every_unit_and_weight_can_be_chosen_and_is_found_by_its_name():
    made = lab(5)
    names = set()
    for _ in range(sum(made.sizes)):
        made = moving.next_unit(made, 1)
        chosen = made.chosen
        name = unit_name(made.run, chosen.layer, chosen.unit)
        names.add(name)
        assert choice_of(made, name) == Choice(chosen.layer, chosen.unit, None)
        if chosen.layer:
            for _ in range(made.sizes[chosen.layer - 1] + 2):
                made = moving.next_weight(made)
                wanted = quantity(made.chosen)
                if wanted is None:
                    assert made.chosen.source is None and update_line(made) is None
                    continue
                assert choice_of(made, wanted) == made.chosen
                assert wanted in made.run.names and choice_name(made).count("◄") == 1
                line = update_line(made)
                after = moving.stepped(made, 1).run.frame(6).quantities[wanted]
                assert line.startswith(f"{wanted} = ") and float(line.rpartition("= ")[2]) == pytest.approx(
                    after, abs=1e-4
                )
    assert names == {"x1", "x2", "h1", "h2", "h3", "h4", "k1", "k2", "ŷ"}
    assert moving.next_weight(moving.next_layer(made, 0)).said is None or made.chosen.layer == 0
    assert choice_of(made, "h99") is None and choice_of(made, "W9[0,0]") is None


@pytest.mark.parametrize("start", STARTS, ids=str)
def test_maps_have_every_unit_and_stay_between_minus_one_and_one(start):
    made = lab(10, **start)
    view = seen(made.moment, 6, 5)
    assert [unit.shape for unit in view.units] == [(count, 6, 5) for count in made.sizes]
    assert all(np.all(np.abs(unit) <= 1.0) and np.all(np.isfinite(unit)) for unit in view.units)
    assert [w.shape for w in view.weights] == [(b, a) for a, b in zip(made.sizes, made.sizes[1:], strict=False)]
    assert view.over == over(made.moment)


def test_the_map_of_the_output_is_what_the_network_predicts_there():
    made = lab(200)
    view = seen(made.moment, 3, 3)
    where = made.run.setup.where.inputs
    low, high = where.min(axis=0), where.max(axis=0)
    middle = (low + high) / 2
    assert view.units[-1][0][1, 1] == pytest.approx(2 * made.moment.predict(middle[None])[0, 0] - 1)


def test_a_network_that_ran_away_still_has_maps_and_numbers():
    made = moving.stepped(lab(activation="relu", rate=1000.0, loss="mse"), 200)
    view = seen(made.moment, 4, 4)
    assert all(np.all(np.isfinite(unit)) for unit in view.units)
    assert histograms(made.moment) and losses(made.moment) and loss_curves(made).curves


def test_histograms_and_confusion_count_everything():
    made = lab(30)
    for (weights, slopes), name in zip(histograms(made.moment, 12), ("W1", "W2", "W3"), strict=True):
        size = made.moment.parameters[name].size
        assert sum(weights.counts) == sum(slopes.counts) == size and len(weights.counts) == 12
    found = confusion(made.moment)
    assert found.training.sum() == 75 and found.held.sum() == 25
    hits = losses(made.moment)
    assert hits.hits == pytest.approx(np.trace(found.training) / 75)
    assert hits.held_hits == pytest.approx(np.trace(found.held) / 25)
    assert hits.gap == pytest.approx(hits.held / hits.training - 1)
    assert confusion(lab(data="wave").moment) is None


def test_curves_end_where_we_are_and_their_axis_seldom_moves():
    made = lab(160)
    picture = loss_curves(made)
    assert [curve.points[-1][0] for curve in picture.curves] == [160.0, 160.0]
    assert picture.x_range == (0.0, 200.0) and picture.now == 160.0
    assert [axis_end(at) for at in (0, 100, 101, 201, 501, 1001, 100_000)] == [100, 100, 200, 500, 1000, 2000, 100_000]


def test_two_timelines_share_the_clock_and_what_lies_before():
    made = timelines.branched(lab(40))
    assert len(made.runs) == 2 and made.active == 1
    other = turning.turned(made, {"rate": 1.0})
    assert np.array_equal(other.runs[0].training.state(40), other.runs[1].training.state(40))
    ahead = moving.stepped(other, 10)
    assert not np.array_equal(*(run.training.state(50) for run in ahead.runs))
    assert {curve.name.arguments["letter"] for curve in loss_curves(ahead).curves} == {"A", "B"}
    back = timelines.branched(ahead)
    assert back.active == 0
    alone = timelines.joined(back)
    assert alone.runs == (ahead.runs[0],) and timelines.joined(alone).said.id == "lab.only-one"


@pytest.mark.parametrize("knobs", [{}, {"l2": 0.01}, {"dropout": 0.2}, {"data": "xor"}, {"data": "wave", "rate": 0.03}])
def test_a_watched_loss_is_the_one_that_is_shown_and_not_that_of_a_batch(knobs):
    made = lab(**{"rate": 1.0, **knobs})
    limit = losses(moving.stepped(made, 40).run.moment(40)).training + 0.01
    for text in (f"loss < {limit:.4f}", f"pérdida < {limit:.4f}"):
        after = moving.ran(moving.watching(made, text), 40)
        assert 0 < after.at <= 40 and after.said.id == "lab.watch-holds"
        shown = [losses(after.run.moment(at)).training for at in range(1, after.at + 1)]
        assert shown[-1] < limit and all(one > limit - 1e-4 for one in shown[:-1])


def test_a_watch_stops_the_run_at_the_first_update_where_it_holds():
    made = lab()
    made = type(made)(**{**vars(made), "watches": (read_watch("loss.train < 0.6", made.run),)})
    after = moving.ran(made, 500)
    assert after.said.id == "lab.watch-holds"
    assert losses(after.moment).training < 0.6 <= losses(after.run.moment(after.cursor - 1)).training


@pytest.mark.parametrize("id", CHALLENGES)
def test_every_challenge_can_be_done_and_is_not_done_at_its_beginning(id):
    challenge = CHALLENGES[id]
    made = begun(id)
    assert score(made) is None and made.challenge == id
    made = turning.turned(made, challenge.solution)
    while (reached := score(made)) is None and made.cursor < 8_000:
        made = moving.stepped(made, 50)
    assert reached == (made.cursor if challenge.counts == "updates" else made.run.setup.settings.network.size)


@pytest.mark.parametrize("id", CHALLENGES)
def test_with_something_else_than_what_is_given_it_is_no_longer_the_challenge(id):
    challenge = CHALLENGES[id]
    made = turning.turned(begun(id), challenge.solution)
    name, value = next((name, value) for name, value in challenge.given.items() if name != "data")
    other = {"noise": 0.0, "terms": ("x1",), "held": 0.5, "count": 60, "optimiser": "adam"}[name]
    assert other != value
    made = moving.stepped(turning.turned(made, {name: other}), 3_000)
    assert score(made) is None


def test_the_best_list_is_ones_own_and_survives_whatever_is_in_the_file(tmp_path):
    state = tmp_path / "gradstep"
    best = {}
    for number in (9, 3, 7, 5, 8, 6):
        best = with_result(best, "circles", Result(number, f"gradstep lab --frame {number}"))
    best = with_result(best, "circles", Result(3, "gradstep lab --frame 3"))
    assert [one.score for one in best["circles"]] == [3, 5, 6, 7, 8] and len(best["circles"]) == KEPT
    assert keep_best(state, best, "v") and read_best(state) == best
    file = state / "laboratory.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600 and stat.S_IMODE(state.stat().st_mode) == 0o700
    rows = [
        {"score": True, "command": "x"},
        {"score": -1, "command": "x"},
        7,
        {"score": 2},
        {"score": 4, "command": "c"},
    ]
    hostile = [
        b"",
        b"[]",
        b"{",
        b"\xff",
        b'{"circles": 3}',
        b"[" * 100_000,
        json.dumps({"circles": rows, "no": []}).encode(),
    ]
    for text in hostile:
        file.write_bytes(text)
        found = read_best(state)
        assert found in ({}, {"circles": (Result(4, "c"),)})
    assert read_best(None) == {} and not keep_best(None, best, "v")
    file.unlink()
    file.mkdir()
    assert read_best(state) == {} and not keep_best(state, best, "v")


CSV = "ancho;alto;clase\n1,0;2,0;a\n1,5;1,0;b\n0,5;2,5;a\n2,0;0,5;b\n"


def test_own_data_come_from_a_table_and_its_faults_are_said_with_line_and_column(tmp_path):
    file = tmp_path / "mine.csv"
    file.write_text(CSV, encoding="utf-8")
    made = with_table(lab(50), OwnTable(str(file)))
    assert made.sizes == (2, 4, 2, 1) and made.cursor == 0 and made.run.settings.loss == "bce"
    assert unit_name(made.run, 0, 0) == "ancho" and over(made.moment) == "plane"
    assert "count" not in {one.name for one in turning.shown_dials(made)}
    again = turning.nudged(made, dial(made, "data"), 1)
    assert again.table is None and again.run.settings.inputs is None
    file.write_text(CSV + "1,0;?;a\n", encoding="utf-8")
    with pytest.raises(SpecError) as fault:
        with_table(made, OwnTable(str(file)))
    assert fault.value.message.arguments["line"] == 6 and fault.value.message.arguments["column"] == 2


@pytest.mark.parametrize("target, sizes", [("", 3), ("x", 1)])
def test_own_classes_and_own_numbers(tmp_path, target, sizes):
    file = tmp_path / "mine.csv"
    rows = "\n".join(f"{n},{n * n},{'abc'[n % 3]}" for n in range(30))
    file.write_text(f"x,y,kind\n{rows}\n" if not target else "x,y\n" + "\n".join(f"{n / 7},{n * n}" for n in range(30)))
    made = with_table(lab(), OwnTable(str(file), target))
    assert made.sizes[-1] == sizes
    assert np.isfinite(losses(moving.stepped(made, 20).moment).training)


@pytest.mark.parametrize("start", STARTS, ids=str)
def test_every_unit_can_be_told_in_words(start):
    made = lab(5, **start)
    for layer, count in enumerate(made.sizes):
        said = [*unit_words(made, layer, count - 1), *weight_words(made, layer, count - 1)]
        assert said and (layer == 0 or sum(one.id == "lab.weight" for one in said) == made.sizes[layer - 1])
    assert BIAS == -1


@pytest.mark.parametrize("data", ["circles", "moons", "blobs", "wave", "spirals"])
@pytest.mark.parametrize("rate", [0.03, 1.0])
def test_losses_that_fall_far_stand_on_a_logarithmic_axis_from_there_on(data, rate):
    made, was_log = lab(data=data, rate=rate), False
    for _ in range(12):
        picture = loss_curves(made)
        shown = [y for curve in picture.curves for _, y in curve.points if np.isfinite(y)]
        assert picture.log == (min(shown) > 0.0 and max(shown) > 8.0 * min(shown))
        assert picture.log or not was_log, "an axis that went back would move everything"
        low, high = picture.y_range
        assert low <= min(shown) and max(shown) <= high
        if picture.log:
            assert all(np.log10(end) == pytest.approx(round(np.log10(end))) for end in (low, high))
        else:
            assert low == 0.0
        was_log, made = picture.log, moving.stepped(made, 75)
