"""Every number format by example: boxes, receipts, sentences, exact runs, matrices and columns."""

import math
from fractions import Fraction

import pytest
from gradstep.core.words import numbers


class Array:
    """Just enough of an array: a shape and, if there is only one, its entry."""

    def __init__(self, *shape, entry=None):
        self.shape, self.entry = shape, entry

    def item(self):
        return self.entry


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (None, ""),
        (0, "0"),
        (0.0, "0"),
        (-0.0, "0"),
        (2, "2.00"),
        (True, "1.00"),
        (-0.534447, "-0.53"),
        (0.005, "0.01"),
        (0.00499, "5e-3"),
        (-0.0049999, "-5e-3"),
        (2e-4, "2e-4"),
        (-2e-4, "-2e-4"),
        (2e-9, "2e-9"),
        (-2e-9, "-2e-9"),
        (5e-324, "5e-…"),
        (-2e-10, "-2e-…"),
        (9.994, "9.99"),
        (9.996, "10.0"),
        (-9.996, "-10.0"),
        (16, "16.0"),
        (99.94, "99.9"),
        (99.96, "100"),
        (-9999.4, "-9999"),
        (9999.6, "1e4"),
        (10_000, "10000"),
        (123_456, "1e5"),
        (1e100, "1e100"),
        (-(10**400), "-1e…"),
        (math.nan, "NaN"),
        (math.inf, "inf"),
        (-math.inf, "-inf"),
        (Fraction(0), "0"),
        (Fraction(1), "1.0"),
        (Fraction(-3, 2), "-1.5"),
        (Fraction(1, 4), "0.25"),
        (Fraction(1, 3), "1/3"),
        (Fraction(-10, 3), "-10/3"),
        (Fraction(100, 333), "0.30"),
        (Fraction(1, 10**9), "1e-9"),
        (Array(32, 4), "32×4"),
        (Array(3), "[3]"),
        (Array(128, 28, 28), "128×…"),
        (Array(entry=1.5), "1.50"),
        (Array(1, 1, entry=-0.25), "-0.25"),
        (Array(0), "[0]"),
        ("-0,59", "-0,59"),
        ("-0,589836", "-0,5…"),
    ],
)
def test_box(number, text):
    assert numbers.box(number) == text


def test_a_number_too_large_for_a_float_keeps_its_order():
    assert numbers.receipt(10**400) == "1e400"


def test_a_wider_box_shows_what_a_narrow_one_must_cut():
    assert numbers.box(-2e-10, 6) == "-2e-10"


@pytest.mark.parametrize(
    ("number", "digits", "text"),
    [
        (0, 6, "0"),
        (1, 6, "1.000000"),
        (-0.196611933, 6, "-0.196612"),
        (-0.196611933, 9, "-0.196611933"),
        (1e-4, 6, "0.000100"),
        (9.9e-5, 6, "9.9e-5"),
        (99_999, 6, "99999.000000"),
        (100_000, 6, "100000"),
        (1_234_567.8, 6, "1.23457e6"),
        (-2e-9, 6, "-2e-9"),
        (math.nan, 6, "NaN"),
        (Fraction(1, 3), 6, "1/3"),
        (Fraction(1, 8), 6, "0.125"),
        (Array(32, 8), 6, "32×8"),
        (None, 6, ""),
        (-0.004, 2, "-0.004"),
        (0.196612, 2, "0.20"),
    ],
)
def test_receipt(number, digits, text):
    assert numbers.receipt(number, digits) == text


def test_sentence_has_two_decimals():
    assert numbers.sentence(-0.534447) == "-0.53"


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (Fraction(0), "0.0"),
        (Fraction(-1, 2), "-0.5"),
        (1, "1.0"),
        (0.5, "0.5"),
        (Fraction(1, 3), "1/3"),
        (Fraction(2, 3000), "7e-4"),
        (math.inf, "inf"),
    ],
)
def test_exact(number, text):
    assert numbers.exact(number) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0.8233, "0.8233"),
        (-0.0837, "-0.0837"),
        (-12.5, "-12.500"),
        (1234.5678, "1234.57"),
        (-1234567, "-1e6"),
        (123456, "123456"),
        (2e-6, "2e-6"),
        (0, "0"),
    ],
)
def test_matrix_entry(number, text):
    assert numbers.entry(number) == text


def test_decimal_points_of_a_column_stand_under_each_other():
    assert numbers.column([1, -12.5, 0, None, 1e-9, math.nan]) == [
        "  1.00",
        "-12.50",
        "  0   ",
        "      ",
        "  1e-9",
        "   NaN",
    ]


@pytest.mark.parametrize("exponent", range(-12, 13))
@pytest.mark.parametrize("sign", [1, -1])
def test_no_text_is_wider_than_its_place_or_a_false_zero(exponent, sign):
    for factor in (1, 1.49, 4.99, 5, 9.949, 9.951, 9.9951, 9.99951):
        text = numbers.box(sign * factor * 10.0**exponent)
        assert len(text) <= 5
        assert text.strip("-0.") and (sign > 0) == (not text.startswith("-"))
