"""Typed numbers: right by the digits given, mistakes named only when exactly one fits."""

from fractions import Fraction

import numpy as np
import pytest
from gradstep.core.answers.judge_number import judge_number, writes_slope
from gradstep.core.words import core_words
from hypothesis import given
from hypothesis import strategies as st

W1 = -0.39322386648296376
MISTAKES = {"own-input": -0.5898357997244457, "sign": -W1, "lost-upstream": -2.0, "lost-local": 0.19661193324148188}


@pytest.mark.parametrize(
    "typed",
    ["-0.39", "-0,39", "-0.393", "-0.39322", "−0.39", "-.39", "0.19661*(-2)", "-0.1966·2", "-0.39322386648296376"],
)
def test_right_answers_pass_in_any_spelling(typed):
    assert judge_number(typed, W1, MISTAKES).kind == "right"


@pytest.mark.parametrize(
    ("typed", "diagnosis"),
    [
        ("-0.59", "own-input"),
        ("0.39", "sign"),
        ("-2", "lost-upstream"),
        ("0.20", "lost-local"),
        ("-0,5898", "own-input"),
    ],
)
def test_a_known_mistake_is_named(typed, diagnosis):
    verdict = judge_number(typed, W1, MISTAKES)
    assert (verdict.kind, verdict.diagnosis) == ("wrong", diagnosis)
    assert verdict.message.id == f"mistake.{diagnosis}"


def test_one_digit_is_too_few_and_not_wrong():
    assert judge_number("-0.4", W1, MISTAKES).kind == "rounded"
    assert judge_number("0", W1, MISTAKES).kind == "wrong"
    assert judge_number("1", 0.5, {}).kind == "wrong"


def test_one_digit_is_enough_where_the_number_has_no_more():
    assert judge_number("2", 2.0, {}).kind == "right"
    assert judge_number("-0.5", -0.5, {}).kind == "right"
    assert judge_number("0", 0.0, {}).kind == "right"


def test_rounding_on_the_way_is_right_and_is_told():
    verdict = judge_number("0.1971", 0.19661193324148188, {})
    assert verdict.kind == "right"
    assert verdict.message.id == "verdict.right-rounded"


def test_several_mistakes_are_listed_and_none_is_named():
    verdict = judge_number("3", 6.0, {"overwritten": 3.0, "lost-upstream": 3.0})
    assert verdict.diagnosis is None
    assert verdict.candidates == ("lost-upstream", "overwritten")


def test_variants_of_one_mistake_count_once():
    verdict = judge_number("7", 11.0, {"path-forgotten:0": 8.0, "path-forgotten:1": 7.0, "path-forgotten:2": 7.0})
    assert verdict.diagnosis == "path-forgotten"


@pytest.mark.parametrize(
    ("typed", "truth", "id"),
    [("3", -1.0, "verdict.sign"), ("3", 0.0, "verdict.value-is-zero"), ("3", 10.0, "verdict.too-small"),
     ("0", 10.0, "verdict.value-not-zero"), ("0", -4.0, "verdict.value-not-zero"),
     ("-0", 0.7, "verdict.value-not-zero"),
     ("30", 10.0, "verdict.too-large")],
)  # fmt: skip
def test_what_no_mistake_explains_says_what_is_known(typed, truth, id):
    assert judge_number(typed, truth, {}).message.id == id


@pytest.mark.parametrize("typed", ["", "abc", "1/0", "1;;2", "(", "__import__('os')", "9**9**9", "x" * 10_000])
def test_what_cannot_be_read_is_unreadable_and_never_an_exception(typed):
    verdict = judge_number(typed, 1.0, {})
    assert verdict.kind in ("unreadable", "wrong")
    assert not verdict.is_right


@pytest.mark.parametrize("typed", ["0.5 1; 2 3", "[[0.5,1],[2,3]]", "0,5 1; 2 3", "[0.5 1; 2 3]"])
def test_matrices_are_read_row_by_row(typed):
    assert judge_number(typed, np.array([[0.5, 1.0], [2.0, 3.0]]), {}).kind == "right"


def test_a_wrong_shape_is_said_with_both_shapes():
    verdict = judge_number("1 2 3", np.array([1.0, 2.0]), {})
    assert verdict.kind == "unreadable"
    assert (verdict.message.arguments["got"], verdict.message.arguments["wanted"]) == ("3", "2")


def test_some_entries_right_is_said():
    verdict = judge_number("1 5", np.array([1.0, 2.0]), {})
    assert verdict.message.arguments["right"] == 1


def test_exact_runs_are_judged_by_value():
    assert judge_number("1/2 0", (Fraction(1, 2), Fraction(0)), {}).kind == "right"
    assert judge_number("1/3", Fraction(1, 3), {}).kind == "right"


@given(st.floats(-1e6, 1e6, allow_nan=False).filter(lambda x: abs(x) > 1e-3))
def test_every_number_accepts_itself_with_six_digits(truth):
    assert judge_number(f"{truth:.6g}".replace("e+0", "e").replace("e+", "e"), truth, {}).is_right


@given(st.floats(0.01, 1e4), st.floats(0.02, 3.0))
def test_what_is_off_by_more_than_a_per_cent_is_not_right(truth, off):
    assert not judge_number(f"{truth * (1 + off):.8f}", truth, {}).is_right


@pytest.mark.parametrize(("slope", "id"), [(True, "verdict.is-zero"), (False, "verdict.value-is-zero")])
def test_only_of_a_slope_one_asks_whether_anything_changes(slope, id):
    assert judge_number("3", 0.0, {}, is_slope=slope).message.id == id


@given(st.floats(1e-3, 1e4) | st.floats(-1e4, -1e-3), st.booleans())
def test_of_a_zero_no_sign_is_said_to_be_right(truth, slope):
    id = "verdict.not-zero" if slope else "verdict.value-not-zero"
    assert judge_number("0", truth, {}, is_slope=slope).message.id == id


@pytest.mark.parametrize(
    ("written", "slope"), [("∂f/∂x", True), ("w·f'(z)", True), ("x'1", False), ("Z1[0,0]", False), ("f", False)]
)
def test_gradients_and_derivatives_are_slopes(written, slope):
    assert writes_slope(written) is slope


@pytest.mark.parametrize(("mistaken", "diagnosis"), [(0.3, None), (-0.006, None), (0.004, "sign"), (0.0, "sign")])
def test_a_bare_zero_names_a_mistake_only_if_that_rounds_to_zero(mistaken, diagnosis):
    for typed in ("0", "0.0"):
        assert judge_number(typed, 2.0, {"sign": mistaken}).diagnosis == diagnosis
    assert judge_number("1 0", np.array([1.0, 2.0]), {"sign": np.array([1.0, mistaken])}).diagnosis == diagnosis


def test_one_way_of_a_mistake_may_have_words_of_its_own():
    own = judge_number("2", 1.0, {"input-forgotten:margin": 2.0})
    assert (own.diagnosis, own.message.id) == ("input-forgotten", "mistake.input-forgotten-margin")
    both = judge_number("2", 1.0, {"input-forgotten:margin": 2.0, "input-forgotten": 2.0})
    assert both.message.id == "mistake.input-forgotten"


@pytest.mark.parametrize("typed", ["200704", "784*256", "201000", "200961"])
def test_a_count_is_exact(typed):
    assert not judge_number(typed, 200960.0, {}).is_right


@pytest.mark.parametrize("typed", ["200960", "784*256 + 256", "2.01e5"])
def test_a_count_may_be_worked_out_or_written_short(typed):
    assert judge_number(typed, 200960.0, {}).is_right


def test_digits_that_were_cut_off_and_near_misses_have_sentences_of_their_own():
    assert judge_number("0.19", 0.1966, {}).message.id == "verdict.cut-off"
    assert judge_number("0.205", 0.1966, {}).message.id == "verdict.near-miss"
    assert judge_number("0.25", 0.1966, {}).message.id == "verdict.too-large"


def test_what_is_zero_up_to_rounding_is_zero():
    assert judge_number("0", 5.8e-18, {}).is_right
    assert judge_number("0", -8e-13, {}).is_right
    assert not judge_number("0", 0.004, {}).is_right


@pytest.mark.parametrize("sign", [",", ".", " ", "\u202f", "'", "_"])
@pytest.mark.parametrize("number", [1168, 196608, 1000000, -25000])
def test_a_sign_between_thousands_is_no_wrong_answer(sign, number):
    typed = f"{number:,}".replace(",", sign)
    for truth in (float(number), number + 1.0):
        verdict = judge_number(typed, truth, {"sign": -truth})
        assert (verdict.kind, verdict.message.id) == ("unreadable", "verdict.thousands"), typed
        assert judge_number(verdict.message.arguments["digits"], float(number), {}).is_right
    assert judge_number("1.168", 1.168, {}).is_right
    assert judge_number("1,250", 1.25, {}).is_right
    assert judge_number("2,500", 2500.5, {}).kind == "wrong"


@pytest.mark.parametrize("typed", ["3 1/2", "1, 2", "[1 2; 3 4]", "2,5 3,5"])
def test_several_numbers_for_one_are_told_with_how_they_were_read(typed):
    verdict = judge_number(typed, 3.5, {})
    assert (verdict.kind, verdict.message.id) == ("unreadable", "verdict.one-number")


@pytest.mark.parametrize("typed", ["1/2,1/2", "0.6,0.2,0.2", "1,2,3", "-1/2,5/4"])
def test_entries_with_glued_commas_are_told_how_entries_are_separated(typed):
    verdict = judge_number(typed, np.array([0.5, 0.5]), {})
    assert verdict.kind == "unreadable"
    assert "blanks or `;`" in core_words().word(verdict.message, "en")


@pytest.mark.parametrize(
    "around", ["{}", "np.array({})", "array({})", "torch.tensor({})", "= {}", "≈ {}", "tensor( {} )"]
)
def test_what_code_and_a_sign_of_equality_put_around_entries_is_passed_over(around):
    assert judge_number(around.format("[0.5, -1.25]"), np.array([0.5, -1.25]), {}).is_right
    assert judge_number(around.format("[[1, 2], [3, 4]]"), np.array([[1.0, 2.0], [3.0, 4.0]]), {}).is_right
