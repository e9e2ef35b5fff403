"""What cannot be read, the sentence that says so, and the column it points at."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import gradstep.core.formula
import pytest
from gradstep.core.errors import FormulaError
from gradstep.core.formula import (
    FORMULA_LIMITS,
    parse,
    parse_assignments,
    parse_condition,
    parse_expression,
    parse_number,
)
from gradstep.core.words import core_words

CORE = Path(gradstep.core.formula.__file__).parents[1]


def given(*names: str) -> Callable[[str], Any]:
    """A reader of answers with these names."""
    return lambda text: parse_expression(text, names)


def seen(*names: str) -> Callable[[str], Any]:
    """A reader of conditions over these quantities."""
    return lambda text: parse_condition(text, names)


answer = parse_expression
ROWS: list[tuple[Callable[[str], Any], str, str, int]] = [
    (answer, "", "empty", 1),
    (answer, "   ", "empty", 1),
    (parse, ";;", "empty", 3),
    (answer, "(1+2", "unclosed", 1),
    (answer, "1+((2)", "unclosed", 3),
    (answer, "exp(x", "unclosed", 4),
    (answer, "exp(", "unclosed", 4),
    (answer, "[1,2", "unclosed", 1),
    (answer, "|x", "unclosed", 1),
    (answer, "||x|", "unclosed", 1),
    (answer, "1+2)", "unopened", 4),
    (answer, "x]", "unopened", 2),
    (answer, ")", "unopened", 1),
    (answer, "(1]", "mismatched", 3),
    (answer, "[1)", "mismatched", 3),
    (answer, "()", "nothing-inside", 1),
    (answer, "2+exp()", "nothing-inside", 6),
    (answer, "[]", "nothing-inside", 1),
    (answer, "1+", "missing-after", 2),
    (answer, "x^", "missing-after", 2),
    (answer, "(x*)", "missing-after", 3),
    (answer, "√", "missing-after", 1),
    (answer, "max(1,)", "missing-after", 6),
    (parse, "q=", "missing-after", 2),
    (parse, "q=;f=2", "missing-after", 2),
    (answer, "*x", "missing-before", 1),
    (answer, "(/2)", "missing-before", 2),
    (answer, "²", "missing-before", 1),
    (answer, "x*/y", "two-operators", 2),
    (answer, "x + * y", "two-operators", 3),
    (answer, "x -- * y", "two-operators", 4),
    (answer, "max(,1)", "nothing-before", 5),
    (answer, "[1;;2]", "nothing-before", 4),
    (answer, "2 3", "missing-operator", 3),
    (answer, "x 2", "missing-operator", 3),
    (answer, "(x+1)2", "missing-operator", 6),
    (answer, "1.2.3", "glued-number", 1),
    (answer, "x+1..2", "glued-number", 3),
    (answer, "1,2,3", "two-commas", 1),
    (answer, "1.234,5", "comma-and-point", 1),
    (answer, "2*1,234.5", "comma-and-point", 3),
    (answer, "x, y", "comma", 2),
    (answer, "(a,b)", "comma", 3),
    (answer, "1, 5", "comma", 2),
    (answer, "exp(0, 5)", "comma-in-call", 1),
    (answer, "2+sen(1, 25)", "comma-in-call", 3),
    (answer, "exp(1,2,3)", "two-commas", 5),
    (answer, "[0,5 1]", "mixed-separators", 3),
    (answer, "x;y", "semicolon", 2),
    (answer, "(x;y)", "semicolon-inside", 3),
    (parse, "a = (1; b = 2", "semicolon-inside", 7),
    (answer, "__import__('os').system('ls')", "code", 1),
    (answer, "x.__class__", "code", 2),
    (answer, "x__y", "code", 1),
    (answer, "os.system", "code", 3),
    (answer, "'a'", "code", 1),
    (answer, 'x + "a"', "code", 5),
    (answer, "\\foo(x)", "command", 1),
    (answer, "x^{2", "unclosed", 3),
    (answer, "\\frac{1}", "missing-after", 8),
    (answer, "x + _y", "code", 5),
    (answer, "f'(x)", "prime", 2),
    (answer, "A’", "prime", 2),
    (answer, "25%", "percent", 3),
    (answer, "x}", "unopened", 2),
    (answer, "2½", "mixed-number", 2),
    (answer, "x ? y", "choice", 3),
    (answer, "x! + 1", "unreadable", 2),
    (given("x"), "0 si x<0, 1 si x>0", "choice", 3),
    (given("x"), "1 if x>0", "choice", 3),
    (answer, "x\x1b[0m", "unreadable", 2),
    (answer, "lambda: 1", "code", 7),
    (answer, "x := 2", "code", 3),
    (answer, "2x # slope", "code", 4),
    (answer, "x²⁻", "superscript", 2),
    (given("x"), "sin2x", "function-needs-parentheses", 1),
    (given("x"), "3 cos 3x", "function-two-ways", 3),
    (given("x"), "sin 2x cos x", "function-two-ways", 1),
    (given("x"), "2x = y", "equals-in-expression", 4),
    (answer, "2e16", "number-too-large", 1),
    (answer, "x+9999999999999999", "number-too-large", 3),
    (answer, "1e-400", "number-too-small", 1),
    (answer, "x^33", "exponent-too-large", 3),
    (answer, "x^-40", "exponent-too-large", 3),
    (answer, "x^(1/0)", "exponent-too-large", 4),
    (answer, "x⁹⁹", "exponent-too-large", 2),
    (answer, "pow(x, 40)", "exponent-too-large", 8),
    (answer, "9**9**9", "power-tower", 4),
    (answer, "2^(3^2)", "power-tower", 4),
    (answer, "pow(9, pow(9, 9))", "power-tower", 8),
    (answer, "((2^9)^9)^9", "power-tower", 2),
    (answer, "sin x", "function-needs-parentheses", 1),
    (answer, "2*exp", "function-needs-parentheses", 3),
    (answer, "log^2", "function-needs-parentheses", 1),
    (answer, "1+sin^-1(x)", "inverse-or-power", 3),
    (answer, "tan⁻¹(x)", "inverse-or-power", 1),
    (answer, "exp^-1(x)", "inverse-function", 1),
    (answer, "foo(x)", "unknown-function", 1),
    (answer, "1 + sigmod(z)", "unknown-function", 5),
    (given("x"), "f(x)", "unknown-function", 1),
    (given("x", "w"), "x + y", "unknown-name", 5),
    (given("w1", "w2"), "w3", "unknown-name", 1),
    (given("a", "b", "ab"), "1+aab", "ambiguous-word", 3),
    (answer, "exp(1,x,3)", "argument-count", 1),
    (answer, "clip(x)", "argument-count", 1),
    (answer, "dot(x)", "argument-count", 1),
    (answer, "1+where(x>0,1)", "argument-count", 3),
    (answer, "leaky_relu(x, a)", "attribute-not-number", 15),
    (answer, "sum(x, 0.5)", "attribute-not-whole", 8),
    (answer, "sum(x, foo=1)", "unknown-keyword", 8),
    (answer, "[1 2; 3]", "ragged", 7),
    (answer, "[[1,2],[3,4,5]]", "ragged", 8),
    (answer, "[[1,2], 3]", "ragged", 9),
    (answer, "x[0]", "entry-not-here", 2),
    (answer, "f = 2x", "equals-in-expression", 3),
    (answer, "x == 2", "comparison-not-here", 3),
    (answer, "x < 2", "comparison-not-here", 3),
    (answer, "max(x>0, 1)", "comparison-not-here", 6),
    (answer, "x and y", "logic-not-here", 3),
    (answer, "not x", "logic-not-here", 1),
    (answer, "where(x, 1, 2)", "not-a-condition", 7),
    (parse, "2x = 3", "name-and-equals", 2),
    (parse, "a = 1 b = 2", "name-and-equals", 7),
    (parse, "a+b = 3", "left-of-equals", 5),
    (parse, "a = (b) = 2", "left-of-equals", 9),
    (parse, "f == 2", "double-equals", 3),
    (parse, "q=1; q=2", "defined-twice", 6),
    (lambda text: parse(text, ["x"]), "x = 1", "given-and-defined", 1),
    (parse, "exp = 3", "reserved-name", 1),
    (parse, "f = 2q; q = 3", "used-before-defined", 6),
    (parse, "f = f + 1", "used-before-defined", 5),
    (parse, "a+b; c", "unnamed", 6),
    (parse_condition, "loss = 2", "equals-in-condition", 6),
    (parse_condition, "loss", "not-a-condition", 1),
    (parse_condition, "loss < 1 and epoch", "not-a-condition", 14),
    (parse_condition, "(a<b) + 1 < 2", "condition-as-number", 2),
    (parse_condition, "a < (b < c)", "condition-as-number", 6),
    (parse_condition, "|a < b| < 1", "comparison-not-here", 4),
    (seen("a", "b"), "a<1 y b<2", "logic-words", 5),
    (seen("grad.w1", "grad.b"), "1 < grad.w2", "unknown-name", 5),
    (seen("X"), "Y[0,1] > 0", "unknown-name", 1),
    (parse_assignments, "", "empty", 1),
    (parse_assignments, "a", "assignment-wanted", 1),
    (parse_assignments, "a=1, 5", "assignment-wanted", 6),
    (parse_assignments, "=2", "assignment-wanted", 1),
    (parse_assignments, "a=1;;b=2", "assignment-wanted", 5),
    (parse_assignments, "a=", "missing-after", 2),
    (parse_assignments, "a=1, a=2", "assigned-twice", 6),
    (parse_assignments, "a=inf", "not-finite", 3),
    (parse_assignments, "a=1, b=nan", "not-finite", 8),
    (parse_assignments, "a=1/0", "not-finite", 3),
    (parse_assignments, "a=b", "number-wanted", 3),
    (parse_assignments, "a=1,5,2", "two-commas", 3),
    (parse_assignments, "sin=2", "reserved-name", 1),
    (parse_assignments, "W=[1,2]@[1,2,3]", "cannot-evaluate", 3),
    (parse_number, "", "empty", 1),
    (parse_number, "x", "number-wanted", 1),
    (parse_number, "inf", "not-finite", 1),
    (parse_number, "f=2", "equals-in-expression", 2),
    (parse_number, "25 %", "percent", 4),
    (parse_number, "1,2,3", "two-commas", 1),
    (parse_number, "1 2; 3", "ragged", 6),
    (parse_number, "2 +", "missing-after", 3),
]


@pytest.mark.parametrize(("read", "typed", "id", "column"), ROWS, ids=[f"{row[2]}: {row[1]}" for row in ROWS])
def test_what_cannot_be_read_is_refused_with_its_column(
    read: Callable[[str], Any], typed: str, id: str, column: int
) -> None:
    with pytest.raises(FormulaError) as caught:
        read(typed)
    error = caught.value
    assert (error.message.id, error.column) == (f"formula.{id}", column)
    assert error.length >= 1
    both = core_words().both(error.message)
    assert both["en"] != both["es"]
    for sentence in both.values():
        assert not re.search(r"\{\w|\bNone\b|Message\(", sentence), sentence


def test_a_control_character_is_named_and_not_repeated() -> None:
    with pytest.raises(FormulaError) as caught:
        parse_expression("x\x1b[2J")
    assert "U+001B" in str(caught.value)
    assert "\x1b" not in str(caught.value)


def test_an_unknown_function_suggests_near_ones() -> None:
    with pytest.raises(FormulaError) as caught:
        parse_expression("sigmod(x)")
    assert "sigmoid" in caught.value.message.arguments["near"]


def test_an_unknown_name_suggests_near_ones() -> None:
    with pytest.raises(FormulaError) as caught:
        parse_condition("grad.w3 > 0", ["grad.w1", "loss"])
    assert caught.value.message.arguments["near"] == ["grad.w1"]


def test_a_decimal_comma_in_a_call_is_shown_as_it_should_be() -> None:
    with pytest.raises(FormulaError) as caught:
        parse_expression("exp(-0, 25)")
    assert caught.value.message.arguments["wanted"] == "exp(-0.25)"


def test_every_sentence_of_the_topic_is_said_somewhere_and_every_one_said_exists() -> None:
    said = {
        id
        for path in CORE.rglob("*.py")
        for id in re.findall(r'"(formula\.[a-z-]+)"', path.read_text(encoding="utf-8"))
    }
    written = {id for id in core_words().texts if id.startswith("formula.")}
    assert said == written


BOMBS = [
    ("9**9**9", "power-tower"),
    ("9^" * 60 + "9", "too-deep"),
    ("(" * 10_000 + "x" + ")" * 10_000, "too-long"),
    ("(" * 140, "too-deep"),
    ("-" * 140 + "x", "too-deep"),
    ("√" * 140 + "x", "too-deep"),
    ("[" * 140, "too-deep"),
    ("|(" * 70, "too-deep"),
    ("exp(" * 70, "too-deep"),
    ("x" * 1_000_000, "too-long"),
    ("1+" * 100, "too-many-tokens"),
    ("cosh(" * 20 + "x" + ")" * 20, "too-many-nodes"),
]


@pytest.mark.parametrize(("bomb", "id"), BOMBS, ids=[id for _, id in BOMBS])
def test_a_bomb_is_refused_by_its_size(bomb: str, id: str) -> None:
    with pytest.raises(FormulaError) as caught:
        parse_expression(bomb)
    assert caught.value.message.id == f"formula.{id}"


@pytest.mark.parametrize(
    "text",
    ["(" * 200 + "x" + ")" * 200, "1+1*(" * 300, "x^" * 300 + "x", "-" * 300 + "x", "[" * 300, "max(0," * 300],
)
def test_a_formula_of_a_lesson_is_bounded_in_depth_too(text: str) -> None:
    with pytest.raises(FormulaError) as caught:
        parse(text)
    assert caught.value.message.id == "formula.too-deep"


def test_a_sum_of_very_many_terms_is_refused_before_anything_recurses_over_it() -> None:
    with pytest.raises(FormulaError) as caught:
        parse("+".join(["x"] * 900))
    assert caught.value.message.id == "formula.too-tall"
    assert len(parse("a = " + "+".join(["x"] * 140) + "; b = a + " + "+".join(["x"] * 140)).definitions) == 2


def test_a_long_word_is_not_searched_for_products() -> None:
    with pytest.raises(FormulaError) as caught:
        parse_expression("x" * 290, ["x", "xx", "xxx"])
    assert caught.value.message.id == "formula.unknown-name"


def test_reading_stops_counting_tokens_at_the_limit() -> None:
    text = "x " * (FORMULA_LIMITS.characters // 2)
    tight = type(FORMULA_LIMITS)(characters=FORMULA_LIMITS.characters, tokens=10, depth=5)
    with pytest.raises(FormulaError) as caught:
        parse(text, limits=tight)
    assert caught.value.column == 21
