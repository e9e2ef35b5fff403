"""Probes: when several misconceptions fit, one short question names the one; every probe shows what it is about."""

import pytest
from gradstep.core.answers.derivative import DerivativeQuestion
from gradstep.core.answers.judge_formula import FormulaJudge
from gradstep.core.answers.probes import PROBES, Probe, ask, probe_for, resolve
from gradstep.core.words import core_words


@pytest.mark.parametrize("id", PROBES)
def test_every_probe_shows_its_misconception(id):
    of, wrt = PROBES[id]
    judge = FormulaJudge(DerivativeQuestion(of, wrt))
    assert id in {slip for slip, _ in judge.slips}
    assert core_words().template(f"mistake.{id}-name", "es")


def verdict(of, wrt, typed):
    return FormulaJudge(DerivativeQuestion(of, wrt)).judge(typed)


def test_several_fits_ask_one_question_and_its_answer_names_one():
    first = verdict("x^2*sin(x)", "x", "2x sin(x) - x^2 cos(x)")
    assert set(first.candidates) == {"trig-sign", "product-rule-sign"}
    probe = probe_for(first)
    assert probe.about in first.candidates
    other = next(id for id in first.candidates if id != probe.about)
    wrong = {"trig-sign": "sin(x)", "product-rule-sign": "exp(x) - x exp(x)"}[probe.about]
    right = {"trig-sign": "-sin(x)", "product-rule-sign": "exp(x) + x exp(x)"}[probe.about]
    assert resolve(probe, wrong).diagnosis == probe.about
    assert resolve(probe, right).diagnosis == other


def test_the_question_is_part_of_what_is_said():
    first = verdict("(w*x - y)^2", "w", "2w(wx - y)")
    probe = probe_for(first)
    text = core_words().word(ask(first, probe).message, "es")
    assert probe.label in text
    assert "?" in text


def test_one_fit_or_none_asks_nothing():
    assert probe_for(verdict("x^3", "x", "3x")) is None
    assert probe_for(verdict("x^3", "x", "17x + 1")) is None
    assert probe_for(verdict("x^3", "x", "3x^2")) is None


def test_an_answer_that_says_nothing_names_nothing():
    probe = Probe("cos(x)", "x", "trig-sign", ("trig-sign", "product-rule-sign"))
    assert resolve(probe, "17").diagnosis is None
    assert resolve(probe, "cos(").kind == "unreadable"
