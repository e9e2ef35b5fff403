"""The perceptron with labels -1 and 1, Novikoff's bound, cycles, and the variants that circulate in print."""

from fractions import Fraction as F

import pytest
from gradstep.core.answers.judge_number import judge_number
from gradstep.core.errors import SpecError
from gradstep.core.simulations.dials import changes, dial, dials
from gradstep.core.simulations.kinds import simulate
from gradstep.core.simulations.perceptron.bound import bound
from gradstep.core.simulations.protocol import Spec
from gradstep.core.simulations.turns import read_turns
from gradstep.core.words import Message, core_words
from hypothesis import given, settings
from hypothesis import strategies as st

AND = {"rule": "pm1", "labels": [-1, -1, -1, 1], "rate": 1}
UPDATES = [
    # epoch, (x1, x2), y, margin before, (w0, w1, w2) after
    (1, (0, 0), -1, 0, (-1, 0, 0)), (1, (1, 1), 1, -1, (0, 1, 1)), (2, (0, 0), -1, 0, (-1, 1, 1)),
    (2, (0, 1), -1, 0, (-2, 1, 0)), (2, (1, 1), 1, -1, (-1, 2, 1)), (3, (0, 1), -1, 0, (-2, 2, 0)),
    (3, (1, 0), -1, 0, (-3, 1, 0)), (3, (1, 1), 1, -2, (-2, 2, 1)), (4, (1, 0), -1, 0, (-3, 1, 1)),
    (4, (1, 1), 1, -1, (-2, 2, 2)), (5, (0, 1), -1, 0, (-3, 2, 1)), (5, (1, 1), 1, 0, (-2, 3, 2)),
    (6, (0, 1), -1, 0, (-3, 3, 1)), (6, (1, 0), -1, 0, (-4, 2, 1)), (6, (1, 1), 1, -1, (-3, 3, 2)),
    (7, (1, 0), -1, 0, (-4, 2, 2)), (7, (1, 1), 1, 0, (-3, 3, 3)), (8, (0, 1), -1, 0, (-4, 3, 2)),
]  # fmt: skip
LOSSES = [0, 1, 2, 0, 1, 1, 0, 2, 0, 1, 0, 0, 1, 0, 1, 0, 0, 0, 0]


def perceptron(**knobs):
    return simulate(Spec("perceptron", knobs))


def visits(run):
    return [run.frame(cursor) for cursor in range(1, run.reach(10**6) + 1)]


def updates(run):
    return [frame for frame in visits(run) if frame.event.kind == "updated"]


def test_and_with_a_bias_gives_the_whole_printed_trace():
    found = updates(perceptron(**AND))
    told = [(q["epoch"], q["x"], q["y"], q["margin"], (q["b"], *q["w"])) for q in (f.quantities for f in found)]
    assert told == UPDATES


def test_it_takes_nine_sweeps_and_ends_without_errors():
    last = visits(perceptron(**AND))[-1].quantities
    assert (last["epoch"], last["updates"], last["errors"][-1]) == (9, 18, 0)
    assert all(margin > 0 for margin in last["margins"])


def test_the_first_wrong_datum_gives_the_same_updates():
    found = updates(perceptron(**AND, order="first-wrong"))
    assert [(f.quantities["b"], *f.quantities["w"]) for f in found] == [after for *_, after in UPDATES]


def test_the_loss_is_zero_before_anything_is_learnt_and_does_not_only_fall():
    run = perceptron(**AND, order="first-wrong")
    assert [run.frame(t).quantities["loss"] for t in range(19)] == LOSSES


def test_without_a_bias_four_updates_are_enough():
    run = perceptron(points=[[1, 2], [3, 1], [2, 3], [1, -1]], labels=[1, -1, 1, -1], rule="pm1", bias=False, rate=1)
    found = updates(run)
    assert [f.quantities["w"] for f in found] == [(1, 2), (-2, 1), (0, 4), (-3, 3)]
    assert visits(run)[-1].quantities["epoch"] == 3
    assert {f.quantities["b"] for f in found} == {0}


def test_novikoff_bounds_the_updates():
    run = perceptron(**AND)
    found = run.bound
    assert (found.radius_squared, found.margin_squared, found.updates) == (3, F(1, 17), 51)
    assert found.separator == (-3, 2, 2)
    assert run.frame(1).quantities["bound"] == 51


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(-3, 3), st.integers(-3, 3)), min_size=2, max_size=6, unique=True),
    st.tuples(st.integers(-3, 3), st.integers(-3, 3), st.integers(-3, 3)),
)
def test_what_a_line_separates_converges_within_the_bound(points, line):
    w1, w2, b = line
    labels = [1 if w1 * x + w2 * y + b > 0 else -1 for x, y in points]
    if any(w1 * x + w2 * y + b == 0 for x, y in points):
        return
    run = perceptron(points=points, labels=labels, rule="pm1", rate=1, epochs=10_000)
    last = run.frame(run.reach(10**6)).quantities
    assert all(margin > 0 for margin in last["margins"])
    assert last["updates"] <= last["bound"]


def test_what_no_line_separates_has_no_bound():
    xor = [[0, 0], [0, 1], [1, 0], [1, 1]]
    points = [tuple(map(F, point)) for point in xor]
    assert bound(points, [F(-1), F(1), F(1), F(-1)], bias=True) is None


def test_xor_goes_round_and_the_cycle_is_found_and_said():
    run = perceptron(labels=[0, 1, 1, 0], rate=1, epochs=10)
    last = visits(run)[-1]
    assert last.quantities["errors"] == (3, 3, 4, 4, 4, 4, 4, 4, 4, 4)
    assert last.quantities["cycle"] == 1
    found = next(f for f in visits(run) if f.quantities["cycle"])
    assert (found.quantities["epoch"], found.caption.id) == (4, "perceptron.cycled")


def test_a_run_that_converges_makes_no_cycle():
    assert {f.quantities["cycle"] for f in visits(perceptron())} == {0}


def test_as_printed_with_a_strict_test_zero_weights_never_move():
    strict = perceptron(**AND, test="strict")
    assert visits(strict)[-1].quantities["updates"] == 0
    early = visits(perceptron(**AND, test="strict", b=-1))[-1].quantities
    assert (early["b"], *early["w"]) == (-1, 1, 0)
    assert early["margins"][2] == 0


def test_as_printed_with_the_product_nothing_is_ever_learnt():
    run = perceptron(update="product", epochs=6)
    assert visits(run)[-1].quantities["errors"] == (3,) * 6
    assert {f.quantities["w"] for f in visits(run)} == {(0, 0)}


def test_as_printed_with_the_end_inside_the_loop_nor_stops_after_one_datum():
    run = perceptron(labels=[1, 0, 0, 0], stop="sample")
    assert run.reach(10**6) == 1
    assert run.frame(1).quantities["w"] == (0, 0)


def test_a_seed_draws_tenths_and_the_same_ones_again():
    first, again, other = (perceptron(seed=seed).frame(0).quantities for seed in (3, 3, 4))
    assert first == again
    assert (first["w"], first["b"]) != (other["w"], other["b"])
    assert all((10 * weight).denominator == 1 for weight in (*first["w"], first["b"]))


@pytest.mark.parametrize(
    "knobs", [{"rule": "pm1"}, {"labels": [-1, 1, 1, 1]}, {"rule": "pm2"}, {"seed": "x"}, {"order": "random"}]
)
def test_what_a_rule_does_not_have_is_said(knobs):
    with pytest.raises(SpecError):
        perceptron(**knobs)


def test_mistakes_of_the_margin_rule_are_known():
    run = perceptron(**AND)
    frame = updates(run)[7]
    mistakes = run.mistakes(frame.cursor, "w")
    assert mistakes["label-forgotten"] == frame.quantities["w"]
    first = updates(run)[0]
    assert run.mistakes(first.cursor, "b")["label-forgotten"] == 1
    assert run.mistakes(first.cursor, "b")["not-updated:margin"] == 0


def spoken(said):
    return core_words().both(said)["en"]


def test_nothing_is_subtracted_with_labels_of_both_signs_so_no_error_is_reversed():
    run = perceptron(**AND)
    for cursor in range(1, 9):
        for quantity in ("w", "b", "e", "margin"):
            assert "error-reversed" not in run.mistakes(cursor, quantity)
    assert "error-reversed" in perceptron().mistakes(4, "w")


def test_what_is_said_of_a_mistake_is_the_rule_at_hand():
    """(0, 1) with y = -1 is wrong: w2 goes down, and w1 stays for its input is 0."""
    run = perceptron(**AND, w=[1, 1], b=2)
    truth = run.frame(2).quantities["w"]
    wrong = run.mistakes(2, "w")
    assert (truth, wrong["input-forgotten:margin"]) == ((1, 0), (0, 0))
    found = judge_number("0 0", truth, wrong)
    assert (found.diagnosis, "rate·y·x" in spoken(found.message)) == ("input-forgotten", True)
    named = ("input-forgotten", "not-updated", "updated-when-right")
    assert not any(e in spoken(Message(f"mistake.{id}-margin")) for id in named for e in ("·e·", "e = 0"))


def test_a_needless_correction_has_the_sign_of_the_label():
    run = perceptron(points=[[1, 2]], labels=[-1], rule="pm1", rate=1, w=[-1, 0])
    assert run.frame(1).event.kind == "kept"
    assert run.mistakes(1, "w")["updated-when-right:margin"] == (-2, -2)


def test_where_nothing_is_added_the_receipt_says_why():
    run = perceptron(points=[[1, 2]], labels=[-1], rule="pm1", rate=1, w=[-1, 0], b=-3)
    told = {spoken(line.label): line.text for line in run.receipt(1, "w").lines}
    assert told["nothing added"] == "4 > 0   w = (-1; 0), b = -3"
    assert not any("·0·" in text or label.startswith("w1") for label, text in told.items())
    tie = perceptron(**AND, test="strict").receipt(1, "w").lines
    assert "0 ≥ 0   w = (0; 0), b = 0" in [line.text for line in tie]
    wrong = perceptron(**AND).receipt(1, "w").lines
    assert "nothing added" not in [spoken(line.label) for line in wrong]


@pytest.mark.parametrize("rule", ["01", "pm1"])
def test_without_a_bias_none_is_written(rule):
    labels = [0, 0, 0, 1] if rule == "01" else [-1, -1, -1, 1]
    run = perceptron(rule=rule, labels=labels, bias=False, epochs=3)
    for cursor in range(1, run.reach(12) + 1):
        said = core_words().both(run.frame(cursor).caption)
        assert all("b = " not in text for text in said.values())
        told = [*map(spoken, (line.label for line in run.receipt(cursor, "w").lines))]
        assert told[0] == "z = w·x" and not any("b" in label.replace("bound", "") for label in told)
        assert "bias-forgotten" not in {**run.mistakes(cursor, "z"), **run.mistakes(cursor, "margin")}
        assert run.mistakes(cursor, "b") == {}
    assert "b" not in {dial.name for dial in dials(run)}
    assert "b = " in spoken(perceptron().frame(4).caption)


def test_every_start_weight_is_a_dial():
    run = perceptron(rate="1/2")
    known = {dial.name: dial.value for dial in dials(run)}
    assert (known["w1"], known["w2"], known["b"]) == (0, 0, 0)
    turned = run.branch(0, **changes(run, 0, read_turns(run, 0, "w1 = 1/3; w2 = -0,5")))
    assert turned.frame(0).quantities["w"] == (F(1, 3), F(-1, 2))
    again = turned.branch(0, **changes(turned, 0, {"w2": dial(turned, "w2").nudged(1)}))
    assert again.frame(0).quantities["w"] == (F(1, 3), 0)


def test_start_weights_of_a_lesson_are_dials_and_those_of_a_seed_are_not():
    run = perceptron(w=[0.3, "1/2"])
    assert {d.name: d.value for d in dials(run) if d.path} == {"w1": F(3, 10), "w2": F(1, 2)}
    assert not [d for d in dials(perceptron(seed=3)) if d.path]
    assert perceptron(w={"w2": 2, "w1": 1}).frame(0).quantities["w"] == (1, 2)


@pytest.mark.parametrize("given", [{"w1": 1, "w3": 2}, {"a": 1, "b": 2}, {"w1": "x", "w2": 1}, {"w1": 1}])
def test_weights_by_other_names_are_refused(given):
    with pytest.raises(SpecError) as caught:
        perceptron(w=given)
    assert all(core_words().both(caught.value.message).values())


def test_text_that_is_no_number_turns_no_weight():
    with pytest.raises(SpecError):
        read_turns(perceptron(), 0, "w1 = much")


def test_what_a_correction_adds_is_said_with_its_rate():
    run = perceptron(**{**AND, "rate": "1/2"}, w=[1, 1])
    assert "adds rate·y·x: w = (1, 1/2)".replace("1/2", "0.5") in spoken(run.frame(2).caption)
