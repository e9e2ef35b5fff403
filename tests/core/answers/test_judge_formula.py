"""Typed derivatives: no right answer is rejected, no mistake is named that it is not, and nothing typed can do harm."""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import numpy as np
import pytest
from gradstep.core.algebra.client import Algebra
from gradstep.core.answers.derivative import DerivativeQuestion
from gradstep.core.answers.judge_formula import FormulaJudge
from gradstep.core.answers.proof import is_proved
from gradstep.core.answers.slips import COVERS, NODE_SLIPS
from gradstep.core.errors import FormulaError, UnknownNameError
from gradstep.core.formula.printer import write
from gradstep.core.formula.tree import Apply, Name, Number
from gradstep.core.words import core_words
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

_spec = spec_from_file_location("typed_answers", Path(__file__).with_name("typed_answers.py"))
typed_answers = module_from_spec(_spec)
_spec.loader.exec_module(typed_answers)

JUDGES = [FormulaJudge(DerivativeQuestion(of, wrt, shapes)) for of, wrt, shapes, _ in typed_answers.QUESTIONS]
ROWS = [
    pytest.param(judge, typed, wanted, id=f"{question[0]} d{question[1]} {typed}")
    for judge, question in zip(JUDGES, typed_answers.QUESTIONS, strict=True)
    for typed, wanted in question[3].items()
]


def test_the_table_is_large():
    assert len(typed_answers.QUESTIONS) >= 25
    assert len(ROWS) >= 200


@pytest.mark.parametrize(("judge", "typed", "wanted"), ROWS)
def test_every_answer_gets_its_verdict(judge, typed, wanted):
    verdict = judge.judge(typed)
    if wanted in ("right", "unreadable", "undecided"):
        assert verdict.kind == wanted, verdict
    elif wanted.startswith("undecided"):
        assert verdict.kind in ("undecided", "wrong")
    else:
        assert verdict.kind == "wrong", verdict
        assert verdict.diagnosis == (None if wanted.endswith("?") and wanted == "?" else wanted.rstrip("?"))
    for language in ("en", "es"):
        assert "{" not in core_words().word(verdict.message, language)


def test_every_misconception_has_its_sentences():
    ids = {id for id, _ in NODE_SLIPS} | set(COVERS) | {id for covered in COVERS.values() for id in covered}
    for id in ids:
        for language in ("en", "es"):
            assert core_words().template(f"mistake.{id}", language)
            assert core_words().template(f"mistake.{id}-name", language)


def test_no_slip_of_a_question_is_its_right_answer():
    for judge in JUDGES:
        for id, values in judge.slips:
            assert not all(
                np.shape(value) == np.shape(truth) and np.allclose(value, truth, rtol=1e-6, equal_nan=True)
                for value, truth in zip(values, judge.question.truth, strict=True)
            ), id


@pytest.mark.parametrize(
    "typed",
    ["9**9**9", "(" * 10_000, "x" * 1_000_000, "__import__('os').getpid()", "x.__class__", "lambda: 0", "x if x else 1",
     "exp(" * 40 + "x" + ")" * 40, "x\x00", "𝒙", "1e400", "[" * 300],
)  # fmt: skip
def test_bombs_and_code_are_refused_with_a_sentence(typed):
    verdict = JUDGES[0].judge(typed)
    assert verdict.kind in ("unreadable", "wrong")
    assert core_words().word(verdict.message, "es")


def test_a_form_with_a_gap_is_undecided_and_says_where():
    verdict = FormulaJudge(DerivativeQuestion("x^2", "x")).judge("2*sqrt(x)^2")
    assert verdict.kind == "undecided"
    assert "x = -" in core_words().word(verdict.message, "en")


def test_rounded_coefficients_are_told_from_wrong_ones():
    judge = FormulaJudge(DerivativeQuestion("x/3", "x"))
    assert judge.judge("0.333").kind == "rounded"
    assert judge.judge("0.3").kind == "wrong"
    assert judge.judge("1/3").kind == "right"


def test_both_sides_of_every_kink_are_compared():
    judge = FormulaJudge(DerivativeQuestion("max(x, 4)", "x"))
    assert judge.judge("step(x - 4)").kind == "right"
    assert judge.judge("0").kind == "wrong"
    assert judge.judge("1").kind == "wrong"


def test_questions_that_cannot_be_asked_say_why():
    with pytest.raises(UnknownNameError):
        DerivativeQuestion("x^2", "y")
    with pytest.raises(FormulaError):
        DerivativeQuestion("x^", "x")


@pytest.fixture(scope="module")
def algebra():
    with Algebra() as process:
        yield process


@pytest.mark.parametrize(
    ("of", "wrt", "typed"),
    [
        ("sigmoid(z)", "z", "σ(z)(1−σ(z))"), ("sigmoid(z)", "z", "e^(-z)/(1+e^(-z))^2"),
        ("sigmoid(z)", "z", "1/(2+2cosh(z))"),
        ("tanh(z)", "z", "1 - tanh(z)^2"), ("tanh(z)", "z", "sech(z)^2"), ("x^2*sin(x)", "x", "x(2sin(x) + x cos(x))"),
        ("(w*x-y)^2", "w", "2x(wx-y)"), ("sqrt(x)", "x", "0,5/√x"), ("q = w*x; f = tanh(q)", "x", "w(1 - f^2)"),
    ],
)  # fmt: skip
def test_right_answers_are_proved(algebra, of, wrt, typed):
    judge = FormulaJudge(DerivativeQuestion(of, wrt))
    assert judge.judge(typed).kind == "right"
    assert is_proved(algebra, judge.question, judge.read(typed).tree, 5.0)


@pytest.mark.parametrize(("of", "typed"), [("x^2", "2x + 1"), ("sigmoid(z)", "σ(z)(1+σ(z))"), ("relu(x)", "1 + 0*x")])
def test_wrong_answers_are_never_proved(algebra, of, typed):
    wrt = "z" if "z" in of else "x"
    judge = FormulaJudge(DerivativeQuestion(of, wrt))
    assert not is_proved(algebra, judge.question, judge.read(typed).tree, 5.0)


def test_no_time_means_not_proved_and_not_wrong(algebra):
    judge = FormulaJudge(DerivativeQuestion("sigmoid(z)", "z"))
    assert is_proved(algebra, judge.question, judge.read("σ(z)(1−σ(z))").tree, seconds=-1.0) is False
    assert judge.judge("σ(z)(1−σ(z))").kind == "right"


SMOOTH = ("exp", "sin", "cos", "tanh", "sigmoid")
TREES = st.recursive(
    st.sampled_from([Name("x"), Name("y"), Number(2.0, "2"), Number(3.0, "3")]),
    lambda inner: st.one_of(
        st.builds(lambda op, a, b: Apply(op, (a, b)), st.sampled_from(["add", "sub", "mul"]), inner, inner),
        st.builds(lambda op, a: Apply(op, (a,)), st.sampled_from(SMOOTH), inner),
    ),
    max_leaves=6,
)


def spellings(tree):
    """Equivalent ways to write the same expression."""
    text = write(tree, "ascii")
    yield text
    yield write(tree, "unicode")
    yield f"({text})*1"
    yield f"2*({text}) - ({text})"
    yield f"(({text})^2 + 0)/({text})" if "exp" in text[:3] else f"-(-({text}))"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(TREES)
def test_equivalent_spellings_of_random_derivatives_are_right_and_mutants_are_not(tree):
    import sympy
    from gradstep.core.algebra.translate import from_sympy, symbol, to_sympy
    from gradstep.core.errors import AlgebraError, GradstepError

    if "x" not in write(tree, "ascii").replace("exp", ""):
        return
    try:
        derivative = from_sympy(sympy.diff(to_sympy(tree), symbol("x")))
        judge = FormulaJudge(DerivativeQuestion(write(tree, "ascii"), "x"))
    except (AlgebraError, GradstepError):
        return
    if judge.question.size < 20 or len(write(derivative, "ascii")) > 90:
        return
    for text in spellings(derivative):
        verdict = judge.judge(text)
        assert verdict.kind in ("right", "undecided"), text
    if np.max(np.abs(judge.question.truth[0])) > 1e-3:
        for mutant in (f"({write(derivative, 'ascii')}) + 1", f"1.3*({write(derivative, 'ascii')}) + 0.01"):
            assert judge.judge(mutant).kind == "wrong", mutant


def test_what_is_right_on_one_side_of_a_kink_is_no_multiple_of_the_derivative():
    judge = FormulaJudge(DerivativeQuestion("min(0, x)^2/2", "x"))
    assert judge.judge("x").message.id == "verdict.right-in-part"
    assert judge.judge("3 min(0, x)").message.arguments["factor"] == "3"


@pytest.mark.parametrize("of", ["sqrt(-norm2(x) - 1)", "sqrt(-x^2 - 1)"])
def test_a_derivative_that_exists_nowhere_leaves_every_answer_undecided(of):
    assert FormulaJudge(DerivativeQuestion(of, "x")).judge("2x").kind == "undecided"
