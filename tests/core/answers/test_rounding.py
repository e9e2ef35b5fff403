"""Whoever computes with the rounded numbers on the screen is right, whichever of their digits she takes."""

import itertools
import re
from pathlib import Path

import numpy as np
import pytest
from gradstep.core.answers.judge_number import judge_number
from gradstep.core.answers.rounding import reach_of_tree, within
from gradstep.core.formula.evaluator import evaluate
from gradstep.core.formula.parser import parse_expression
from gradstep.core.lesson.load import load_lesson
from gradstep.core.lesson.script import Script
from gradstep.core.lesson.session import Session
from gradstep.core.lesson.solved import walk
from gradstep.core.simulations.kinds import simulate
from gradstep.core.simulations.protocol import Spec
from gradstep.core.words.numbers import box
from hypothesis import given
from hypothesis import strategies as st

NEURON = {
    "formula": "m0 = w0*x0; m1 = w1*x1; s = m0 + m1; q = s + w2; neg = -q; ex = exp(neg); den = ex + 1; f = 1/den",
    "at": {"w0": 2, "x0": -1, "w1": -3, "x1": -2, "w2": -3},
}
FORMULAS = ("a*b", "a*b + c", "a/(b*b + 1)", "exp(-a)*b", "(a - b)*c", "sigmoid(a)*(1 - sigmoid(a))*b", "a*a - b")
numbers = st.floats(0.02, 9.0).flatmap(lambda size: st.sampled_from([size, -size]))


@given(st.sampled_from(FORMULAS), numbers, numbers, numbers)
def test_any_mix_of_shown_and_exact_numbers_leads_to_a_right_answer(formula, a, b, c):
    values = {"a": a, "b": b, "c": c}
    tree = parse_expression(formula, tuple(values))
    used = {name: value for name, value in values.items() if name in formula}
    truth = evaluate(tree, used)
    follows = within(lambda moves: reach_of_tree(tree, used, moves))
    for choice in itertools.product((False, True), repeat=len(used)):
        taken = {n: float(box(v)) if shown else v for (n, v), shown in zip(used.items(), choice, strict=True)}
        result = evaluate(tree, taken)
        if np.sign(result) != np.sign(truth):
            continue  # near 0 the digits shown do not even tell the sign
        verdict = judge_number(f"{result:.9f}", truth, {}, within=follows)
        assert verdict.is_right, (formula, taken, result, truth)


@pytest.mark.parametrize(
    ("quantity", "typed"),
    [("grad.w1", "-0.40"), ("grad.w1", "0.20*(-2)"), ("grad.x1", "-0.60"), ("grad.neg", "-0.53*0.37"),
     ("grad.den", "-1/1.37^2"), ("grad.w1", "-0.39")],
)  # fmt: skip
def test_products_of_the_numbers_in_the_boxes_are_right(quantity, typed):
    run = simulate(Spec("graph", NEURON))
    end = run.marks["end"]
    truth, follows = run.frame(end).quantities[quantity], run.within(end, quantity)
    assert judge_number(typed, truth, run.mistakes(end, quantity), within=follows).is_right


@pytest.mark.parametrize(
    ("quantity", "typed"), [("grad.w1", "0.40"), ("grad.w1", "-0.45"), ("grad.x1", "-0.20"), ("value.s", "8")]
)
def test_rounding_excuses_no_mistake(quantity, typed):
    run = simulate(Spec("graph", NEURON))
    end = run.marks["end"]
    truth, follows = run.frame(end).quantities[quantity], run.within(end, quantity)
    assert not judge_number(typed, truth, run.mistakes(end, quantity), within=follows).is_right


def test_a_number_that_is_shown_exactly_does_not_move():
    run = simulate(Spec("graph", {"formula": "f = a*b", "at": {"a": 2, "b": 3}}))
    follows = run.within(run.marks["end"], "value.f")
    assert float(follows.intervals.low) == float(follows.intervals.high) == 6.0


PATHS = sorted((Path(__file__).parents[3] / "lessons").glob("*.yaml"))


def test_at_no_question_of_a_lesson_rounding_makes_right_what_is_far_off():
    """Far off: further than any rounding of the numbers that stand beside the question explains, by a fifth."""
    for path in PATHS:
        if path.stem == "course":
            continue
        for session in walk(Session(Script(load_lesson(path)))):
            if not session.is_asking or session.beat.asks is None or session.beat.simulation is None:
                continue
            wanted = session.script.wanted(session.beat.simulation, session.beat.cursor, session.beat.asks)
            if np.ndim(wanted.truth) or not float(wanted.truth) or wanted.within is None:
                continue
            truth, near = float(wanted.truth), wanted.within.shown
            for part in (0.5, 0.8, 1.2, 1.5, 2.0):
                typed = f"{part * truth:.12f}"
                if min(near.low, near.high) * 0.8 <= part * truth <= max(near.low, near.high) * 1.2:
                    continue
                assert not session.judge(typed).is_right, (path.stem, session.step.id, typed, truth)


@pytest.mark.parametrize("text", ["200960 + 32896 + 1290", "784*256 + 256", "102400000/1024"])
def test_whole_numbers_are_not_rounded_however_short_a_box_has_them(text):
    values = {f"n{at}": float(part) for at, part in enumerate(re.findall(r"\d+", text))}
    names = iter(values)
    tree = parse_expression(re.sub(r"\d+", lambda found: next(names), text), tuple(values))
    truth, follows = evaluate(tree, values), within(lambda moves: reach_of_tree(tree, values, moves))
    assert judge_number(f"{truth:.0f}", truth, {}, within=follows).is_right
    for off in (truth + 1, truth - 10, truth * 1.01, truth * 0.8):
        assert not judge_number(f"{off:.0f}", truth, {}, within=follows).is_right


def test_a_large_number_is_told_in_full():
    verdict = judge_number("235000.5", 235146.0, {})
    assert verdict.is_right and verdict.message.arguments["value"] == "235146"
