"""Trainings as runs: any state again to the last bit, forks, bounded checkpoints, recordings from elsewhere."""

import json

import numpy as np
import pytest
from gradstep.core.errors import PlaceError, RecordError, SpecError, UnknownNameError
from gradstep.core.history import Checkpoints, History
from gradstep.core.learning import update
from gradstep.core.learning.batches import Batches
from gradstep.core.learning.data.dataset import data_set
from gradstep.core.learning.data.shapes import moons
from gradstep.core.learning.fingerprint import fingerprint, state_hash
from gradstep.core.learning.optimisers import OPTIMISERS
from gradstep.core.learning.recording import Recording, read_recording
from gradstep.core.learning.settings import LATE, Settings
from gradstep.core.learning.training import MEMORY, OVERHEAD, Training
from hypothesis import given
from hypothesis import strategies as st

DATA = moons(60, seed=4)
WIDE = {"sizes": (2, 8, 8, 1), "loss": "bce", "batch": 10, "seed": 3}


def stepped(training, count):
    """The states of a run computed one by one, without any checkpoint."""
    states, vector = [training.state(0)], training.state(0)
    for cursor in range(1, count + 1):
        vector = training._advance(vector, cursor)
        states.append(vector)
    return states


@pytest.fixture(scope="module")
def long():
    """3,000 updates and all their states."""
    settings = Settings(**WIDE, optimiser="adam", rate=0.01, dropout=0.2, updates=3_000)
    return settings, stepped(Training(settings, DATA), 3_000)


def test_seeking_is_stepping_bit_for_bit(long):
    settings, states = long
    training = Training(settings, DATA)
    assert training.reach(3_000) == 3_000
    for cursor in np.random.default_rng(0).integers(0, 3_001, size=60):
        assert np.array_equal(training.state(int(cursor)), states[cursor])


@pytest.mark.parametrize(("spacing", "room"), [(1, 50), (7, 20), (1_000, 3)])
def test_states_do_not_depend_on_where_checkpoints_lie(long, spacing, room):
    settings, states = long
    training = Training(settings, DATA)
    training._history = History(training._advance, states[0], Checkpoints(spacing, room))
    training.reach(600)
    for cursor in (599, 1, 300, 42):
        assert np.array_equal(training.state(cursor), states[cursor])


def test_states_cannot_be_written_to(long):
    training = Training(long[0], DATA)
    for cursor in (0, 1):
        with pytest.raises(ValueError, match="read-only"):
            training.state(cursor)[0] = 1.0
        with pytest.raises(ValueError, match="read-only"):
            training.parameters(cursor)["W1"][0, 0] = 1.0


def test_beyond_the_last_update_there_is_nothing():
    training = Training(Settings((2, 1), loss="bce", updates=5), DATA)
    assert training.reach(100) == 5
    assert training.end == 5
    with pytest.raises(PlaceError):
        training.state(6)


def test_reaching_can_be_interrupted():
    training = Training(Settings((2, 1), loss="bce", updates=5_000), DATA)
    assert training.reach(5_000, lambda: True) == 64
    assert training.reach(100) == 100


def test_the_pass_of_an_update_is_the_one_from_which_it_was_made(long):
    training = Training(long[0], DATA)
    training.reach(20)
    record = training.record(12)
    assert record.values["loss"] == training.losses[12]
    assert np.array_equal(record.values["W1"], training.parameters(12)["W1"])


def test_events_say_what_changed():
    training = Training(Settings(**WIDE), DATA, DATA)
    kinds = [training.event(cursor) for cursor in range(1, 7)]
    assert [event.kind for event in kinds] == ["updated"] * 5 + ["epoch"]
    assert [event.subject for event in kinds][-2:] == ["1.5", "1.6"]
    assert kinds[0].news == ("W1", "b1", "W2", "b2", "W3", "b3", "loss")
    assert kinds[-1].news[-1] == "held_out"


@given(length=st.integers(0, 4_000), spacing=st.integers(1, 40), room=st.integers(2, 60))
def test_thinning_keeps_the_start_the_grid_and_the_bound(length, spacing, room):
    """However long a run is: at most `room` checkpoints, 0 among them, evenly spaced, the last one near the end."""
    checkpoints = Checkpoints(spacing, room)
    for cursor in range(length + 1):
        checkpoints.offer(cursor, cursor)
    kept = sorted(checkpoints.kept)
    assert len(kept) <= room
    assert kept == list(range(0, length + 1, checkpoints.spacing))
    assert checkpoints.spacing % spacing == 0
    assert checkpoints.before(length) == (kept[-1], kept[-1])


def test_checkpoints_of_a_hundred_thousand_updates_take_a_megabyte():
    training = Training(Settings(**WIDE, updates=100_000), DATA)
    checkpoints, state = training._history.checkpoints, training.state(0)
    kept = 100_000 // checkpoints.spacing + 1
    assert kept <= checkpoints.room
    assert kept * (state.nbytes + OVERHEAD) <= MEMORY


def test_a_fork_shares_the_past_and_only_the_past(long):
    settings, states = long
    training = Training(settings, DATA)
    training.reach(400)
    forked = training.fork(150, rate=0.5)
    assert forked.far == 150
    assert forked.settings_at(150).rate == 0.01
    assert forked.settings_at(151).rate == 0.5
    assert list(forked.losses) == list(training.losses[:150])
    forked.reach(200)
    for cursor in (0, 77, 150):
        assert np.array_equal(forked.state(cursor), states[cursor])
    assert not np.array_equal(forked.state(151), states[151])
    assert np.array_equal(training.state(300), states[300])


def test_a_fork_is_the_same_run_as_one_with_the_change_from_the_start(long):
    training = Training(long[0], DATA)
    forked = training.fork(50, rate=0.5).fork(80, l2=0.1)
    fresh = Training(long[0], DATA, changes=((50, {"rate": 0.5}), (80, {"l2": 0.1})))
    assert np.array_equal(forked.state(120), fresh.state(120))
    assert forked.losses[:100] == fresh.losses[:100]


def test_another_optimiser_begins_with_fresh_moments(long):
    settings, states = long
    forked = Training(settings, DATA).fork(50, optimiser="momentum", rate=0.05)
    size = settings.network.size
    assert forked.state(51).size == 2 * size + 1
    assert forked.state(51)[-1] == 1.0
    assert np.array_equal(forked.state(50), states[50])


def test_a_change_that_cannot_come_late_begins_again(long):
    forked = Training(long[0], DATA).fork(50, seed=9)
    assert forked.far == 0
    assert forked.settings.seed == 9
    with pytest.raises(UnknownNameError, match="rate"):
        forked.fork(3, rat=0.1)
    with pytest.raises(SpecError, match="on the way"):
        Training(long[0], DATA, changes=((5, {"seed": 1}),))


def test_late_settings_are_settings():
    assert set(vars(Settings((2, 1)))) >= LATE


def test_the_rate_goes_down_on_a_straight_line():
    settings = Settings((2, 1), rate=1.0, final_rate=0.1, updates=100)
    assert [settings.rate_at(update) for update in (1, 51, 100)] == pytest.approx([1.0, 0.55, 0.109])


def test_patience_ends_a_run_at_an_epoch():
    train, held = moons(40, noise=0.4, seed=1).split(0.5, seed=1)
    settings = Settings((2, 16, 1), loss="bce", optimiser="adam", rate=0.05, batch=5, updates=4_000, patience=3)
    training = Training(settings, train, held)
    last = training.reach(4_000)
    assert last == training.end < 4_000
    assert last % training.batches.per_epoch == 0
    assert len(training.held_out_losses) == 1 + last // training.batches.per_epoch
    assert len(training.held_out_losses) - 1 == training.best_epoch + 3
    assert training.held_out_losses[training.best_epoch] == min(training.held_out_losses)


def test_held_out_losses_know_nothing_of_penalties_and_dropout():
    settings = Settings((2, 4, 1), loss="bce", l2=1.0, dropout=0.5, updates=3)
    training = Training(settings, DATA, DATA)
    plain = Settings((2, 4, 1), loss="bce").network
    assert training.held_out_losses[0] == plain.loss_of(training.state(0), DATA.inputs, DATA.targets)


def test_every_sample_is_seen_once_an_epoch_in_a_keyed_order():
    batches = Batches(data_set(np.arange(25.0)[:, None], np.arange(25.0)), 4, True, 7)
    assert batches.per_epoch == 7
    orders = []
    for epoch in (3, 0, 1):
        seen = np.concatenate([batches.of(7 * epoch + number).inputs.ravel() for number in range(7)])
        assert sorted(seen) == list(range(25))
        assert np.array_equal(seen, batches.order(epoch))
        orders.append(tuple(seen))
    assert len(set(orders)) == 3
    again = Batches(batches.data, 4, True, 7)
    assert np.array_equal(again.of(23).inputs, batches.of(23).inputs)


def test_dropout_masks_are_keyed_by_the_update():
    training = Training(Settings((2, 50, 1), dropout=0.25), DATA)
    masks = [training.record(0).values["mask1"] for _ in range(2)]
    assert np.array_equal(*masks)
    assert set(np.unique(masks[0])) == {0.0, 1.0 / 0.75}
    assert np.mean(masks[0] > 0.0) == pytest.approx(0.75, abs=0.03)
    assert not np.array_equal(masks[0], training.record(1).values["mask1"])


@pytest.mark.parametrize("optimiser", OPTIMISERS)
def test_single_precision_stays_single(optimiser):
    settings = Settings((2, 4, 1), loss="bce", optimiser=optimiser, l2=0.01, dropout=0.2, batch=7,
                        precision="float32", updates=20)  # fmt: skip
    training = Training(settings, DATA)
    assert training.state(20).dtype == np.float32
    record = training.record(20)
    assert {value.dtype.name for value in record.gradients.values() if np.ndim(value)} == {"float32"}


def test_a_gradient_is_cut_without_losing_anything(monkeypatch):
    settings = Settings(**WIDE, optimiser="adam", updates=20)
    whole = Training(settings, DATA).state(20)
    monkeypatch.setattr(update, "PIECE", 10)
    assert np.array_equal(Training(settings, DATA).state(20), whole)


def test_a_recording_travels_as_json(long):
    settings, states = long
    training = Training(settings, DATA)
    training.reach(500)
    written = json.dumps(training.recording(fingerprint({})).to_json())
    recording = read_recording(json.loads(written))
    assert recording.fingerprint == fingerprint({})
    assert all(np.array_equal(recording.states[at], states[at]) for at in recording.states)
    again = Training(settings, DATA, recording=recording)
    assert np.array_equal(again.state(450), states[450])
    assert again.notes == []


def test_a_replay_that_differs_goes_on_from_the_recorded_numbers_and_says_so(long):
    settings, states = long
    elsewhere = states[100].copy()
    elsewhere[0] = np.nextafter(elsewhere[0], 2.0)
    recording = Recording({}, {100: state_hash(elsewhere)}, {100: elsewhere})
    training = Training(settings, DATA, recording=recording)
    assert np.array_equal(training.state(99), states[99])
    assert np.array_equal(training.state(100), elsewhere)
    training.state(150)
    training.state(99)
    training.state(101)
    assert [note.id for note in training.notes] == ["learning.replay-jumped"]
    without = Training(settings, DATA, recording=Recording({}, {100: state_hash(elsewhere)}))
    assert np.array_equal(without.state(101), states[101])
    assert [note.id for note in without.notes] == ["learning.replay-kept"]


@pytest.mark.parametrize("document", [None, [], {}, {"format": 2}, {"format": 1, "fingerprint": 3}])
def test_what_is_no_recording_is_refused(document):
    with pytest.raises(RecordError):
        read_recording(document)


def test_the_fingerprint_names_what_decides_the_bits():
    found = fingerprint({"OPENBLAS_NUM_THREADS": "1"})
    assert found["numpy"] == np.__version__
    assert found["threads"] == "1"
    assert found == fingerprint({"OPENBLAS_NUM_THREADS": "1"})


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"sizes": (2,)}, "at least two"),
        ({"sizes": (2, 0, 1)}, "above 0"),
        ({"sizes": (2, 1), "activation": "tanhh"}, "tanh"),
        ({"sizes": (2, 1), "optimiser": "adan"}, "adam"),
        ({"sizes": (2, 1), "rate": -1.0}, "between 0.0 and inf"),
        ({"sizes": (2, 1), "rate": "fast"}, "must be a number"),
        ({"sizes": (2, 1), "rate": float("nan")}, "must be a number"),
        ({"sizes": (2, 1), "batch": 2.5}, "whole number"),
        ({"sizes": (2, 1), "dropout": 1.0}, "0.99"),
        ({"sizes": (2, 1), "loss": "bce", "output": "sigmoid"}, "contains the output activation"),
        ({"sizes": (2, 1), "initial": {"W9": [[1.0]]}}, "no parameter"),
        ({"sizes": (2, 1), "initial": {"W1": [[1.0, 2.0]]}}, "needs 2×1"),
        ({"sizes": (2, 1), "initial": {"b1": ["one"]}}, "rows of numbers"),
    ],
)
def test_settings_that_cannot_be_say_why(given, says):
    with pytest.raises((SpecError, UnknownNameError), match=says):
        Settings(**given)


def test_data_that_do_not_fit_the_network_say_why():
    with pytest.raises(SpecError, match="3 inputs and 1 outputs"):
        Training(Settings((3, 1)), DATA)


def test_the_settings_of_the_start_are_those_of_the_first_update():
    forked = Training(Settings(**WIDE, updates=20), DATA).fork(5, rate=0.7)
    assert [forked.settings_at(cursor).rate for cursor in (0, 1, 5, 6)] == [0.1, 0.1, 0.1, 0.7]


@pytest.mark.parametrize("name", ["network", "start", "rate_at", "speed"])
def test_only_settings_can_be_forked(name):
    with pytest.raises(UnknownNameError):
        Training(Settings(**WIDE, updates=20), DATA).fork(5, **{name: 1})


@pytest.mark.parametrize("beta", ["beta1", "beta2"])
def test_a_mean_that_takes_in_nothing_new_is_refused(beta):
    with pytest.raises(SpecError):
        Settings(**WIDE, optimiser="adam", **{beta: 1.0})
