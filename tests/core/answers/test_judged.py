"""Answers as people type them, as data: the verdict on each, the diagnosis, and the sentence where one is refused."""

import json
from functools import cache
from pathlib import Path

import pytest
from gradstep.core.answers.derivative import DerivativeQuestion
from gradstep.core.answers.judge_formula import FormulaJudge
from gradstep.core.words import core_words

HERE = Path(__file__).parent
R, W, D, U = "right", "wrong", "undecided", "unreadable"


def rows(name: str) -> list[list]:
    return json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))


@cache
def judge(of: str, wrt: str) -> FormulaJudge:
    return FormulaJudge(DerivativeQuestion(of, wrt))


@pytest.mark.filterwarnings("error")
def test_every_verdict_is_the_one_it_should_be():
    table = rows("judged")
    assert len(table) >= 450
    assert [(*row, got) for *row, wanted in table if (got := judge(*row[:2]).judge(row[2]).kind) != wanted] == []


def test_no_right_answer_is_diagnosed():
    for of, wrt, typed, wanted in rows("judged"):
        if wanted == R:
            assert judge(of, wrt).judge(typed).candidates == (), typed


def test_known_slips_are_named_or_listed_and_what_is_right_in_another_reading_is_not():
    missed = []
    for of, wrt, typed, expected in rows("diagnosed"):
        verdict = judge(of, wrt).judge(typed)
        assert verdict.kind == W, typed
        if not expected:
            assert verdict.candidates == (), typed
        elif not set(expected) & set(verdict.candidates):
            missed.append((of, typed, verdict.candidates))
    assert missed == []


def test_what_is_typed_in_other_ways_is_read_or_refused_with_a_sentence_that_helps():
    for of, wrt, typed, _ in rows("read_or_refused"):
        verdict = judge(of, wrt).judge(typed)
        assert verdict.kind in (R, U), typed
        said = {core_words().word(verdict.message, language) for language in ("en", "es")}
        assert len(said) == 2


REFUSED = {
    "sin2x": "sin(2x)", "3 cos 3x": "cos(3x)", "ln|x|": "ln(|x|)", "1-tanh²x": "tanh^2(x)", "-exp-x": "exp(-x)",
    "sin 2x cos x": "sin(2)*x", "x>0": "where(", "1(x>0)": "step(", "0 si x<0, 1 si x>0": "where(",
    "x>0 ? 1 : 0": "where(",
    "y = 2x": "right of it", "lambda x: 2*x": "only the formula", "def f(x): 2*x": "only the formula",
    "\\ln x": "ln(x)", "\\foo{x}": "\\foo", "2½": "2½", "2x = y'": "derivative out in full", "[1, 2]": "( )",
}  # fmt: skip


@pytest.mark.parametrize("typed", REFUSED)
def test_the_sentence_names_what_to_write(typed):
    verdict = judge("x^2", "x").judge(typed)
    assert verdict.kind == U
    assert REFUSED[typed] in core_words().word(verdict.message, "en")


READINGS = [
    ("log(x)/2", "1/2x", "(1/2)·x", "1/(2·x)"), ("log(x)/2", "1/2*x", "(1/2)·x", "1/(2·x)"),
    ("sqrt(x)", "1/2 x^-1/2", "((1/2)·x⁻¹)/2", "(1/2)·x^(-1/2)"), ("sqrt(x)", "1/2√x", "(1/2)·(√x)", "1/(2·(√x))"),
    ("x^1.5", "1.5x^1/2", "(1.5·x¹)/2", "1.5·x^(1/2)"), ("exp(2*x)", "2e^2x", "2·exp(2)·x", "2·exp(2·x)"),
    ("exp(-x/3)", "-1/3 e^-x/3", "(-1/3)·exp(-x)/3", "(-1/3)·exp(-x/3)"),
    ("log(1+x)", "1/1+x", "1/1 + x", "1/(1 + x)"), 
    ("x/(1+x)", "1+x-x/(1+x)^2", "1 + x - x/(1 + x)²", "(1 + x - x)/(1 + x)²"),
    ("sqrt(2*x)", "1/√2x", "(1/(√2))·x", "1/(√(2·x))"), ("1/(a*x)", "-1/ax^2", "(-1/a)·x²", "-1/(a·x²)"),
    ("x^(1/3)", "x^-2/3/3", None, None), ("sqrt(x+1)", "1/2√x+1", None, None),
    ("exp(-x/2)", "-0,5 e^-0,5x", "-0.5·exp(-0.5)·x", "-0.5·exp(-0.5·x)"),
    ("max(0,3-x/2)^2", "-max(0,3-0,5x)", None, None),
]  # fmt: skip


@pytest.mark.parametrize(("of", "typed", "read", "meant"), READINGS)
def test_an_answer_that_is_right_in_another_reading_is_shown_both_and_no_mistake_is_named(of, typed, read, meant):
    verdict = judge(of, "x").judge(typed)
    assert verdict.kind == W
    assert verdict.message.id == "verdict.two-readings"
    assert (verdict.diagnosis, verdict.candidates) == (None, ())
    if read is not None:
        assert (verdict.reading, verdict.message.arguments["meant"]) == (read, meant)


def test_a_reading_that_is_wrong_too_is_diagnosed_as_it_stands():
    assert judge("log(x)", "x").judge("log(x)/1").diagnosis == "value-for-slope"
    assert judge("x^3", "x").judge("3x^3/1").diagnosis == "exponent-kept"
