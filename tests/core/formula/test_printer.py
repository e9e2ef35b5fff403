"""Trees are written so that they read back; the three styles look as people expect."""

import math

import pytest
from gradstep.core.formula import Limits, parse, parse_expression, write, write_formula
from gradstep.core.formula.functions import FUNCTIONS
from gradstep.core.formula.tree import Apply, Compare, Entry, Logic, Matrix, Name, Number, Tree, Where, walk
from hypothesis import given, settings
from hypothesis import strategies as st

WIDE = Limits(characters=100_000, tokens=50_000, depth=200, height=10_000)

ROWS = [
    # typed, unicode, ascii
    ("1/(1+exp(-(w*x+b)))", "1/(1 + exp(-(w·x + b)))", "1/(1 + exp(-(w*x + b)))"),
    ("x^2", "x²", "x^2"),
    ("x**-1", "x⁻¹", "x^-1"),
    ("x^0,5", "x^0.5", "x^0.5"),
    ("x^(a+1)", "x^(a + 1)", "x^(a + 1)"),
    ("a^b^c", "a^(b^c)", "a^(b^c)"),
    ("(a^b)^c", "(a^b)^c", "(a^b)^c"),
    ("-x^2", "-x²", "-x^2"),
    ("(-x)^2", "(-x)²", "(-x)^2"),
    ("(-1)^2", "(-1)²", "(-1)^2"),
    ("-(1)", "-(1)", "-(1)"),
    ("a - (b - c)", "a - (b - c)", "a - (b - c)"),
    ("a - b - c", "a - b - c", "a - b - c"),
    ("a*(b*c)", "a·(b·c)", "a*(b*c)"),
    ("a + -b", "a + (-b)", "a + (-b)"),
    ("-a + b", "-a + b", "-a + b"),
    ("2*-3", "2·(-3)", "2*(-3)"),
    ("1/2x", "1/2·x", "1/2*x"),
    ("a/(b*c)", "a/(b·c)", "a/(b*c)"),
    ("σ(z)(1-σ(z))", "σ(z)·(1 - σ(z))", "sigmoid(z)*(1 - sigmoid(z))"),
    ("sqrt(x)", "√x", "sqrt(x)"),
    ("sqrt(x+1)", "√(x + 1)", "sqrt(x + 1)"),
    ("sqrt(x)^2", "(√x)²", "sqrt(x)^2"),
    ("abs(x-1)", "|x - 1|", "abs(x - 1)"),
    ("|x-|y||", "abs(x - |y|)", "abs(x - abs(y))"),
    ("tanh²(z)", "tanh(z)²", "tanh(z)^2"),
    ("2pi*alpha", "2·π·alpha", "2*pi*alpha"),
    ("α*w1", "α·w1", "alpha*w1"),
    ("A^T@B", "Aᵀ @ B", "transpose(A) @ B"),
    ("max(0,x)", "max(0, x)", "max(0, x)"),
    ("sum(x, 0)", "sum(x, axis=0)", "sum(x, axis=0)"),
    ("leaky_relu(x, .1)", "leaky_relu(x, 0.1)", "leaky_relu(x, 0.1)"),
    ("norm2(w)", "norm2(w)", "norm2(w)"),
    ("[1 2;3 4]", "[[1, 2], [3, 4]]", "[[1, 2], [3, 4]]"),
    ("where(x>=0,x,0)", "where(x ≥ 0, x, 0)", "where(x >= 0, x, 0)"),
    ("1e-3x", "1e-3·x", "1e-3*x"),
]
IN_LATEX = [
    ("1/(1+exp(-(w*x+b)))", r"\frac{1}{1 + e^{-\left(w \, x + b\right)}}"),
    ("x^2", "{x}^{2}"),
    ("x**-1", "{x}^{-1}"),
    ("x^0,5", "{x}^{0.5}"),
    ("x^(a+1)", "{x}^{a + 1}"),
    ("a^b^c", "{a}^{{b}^{c}}"),
    ("(a^b)^c", r"{\left({a}^{b}\right)}^{c}"),
    ("-x^2", "-{x}^{2}"),
    ("(-x)^2", r"{\left(-x\right)}^{2}"),
    ("(-1)^2", r"{\left(-1\right)}^{2}"),
    ("-(1)", r"-\left(1\right)"),
    ("a - (b - c)", r"a - \left(b - c\right)"),
    ("a - b - c", "a - b - c"),
    ("a*(b*c)", r"a \, \left(b \, c\right)"),
    ("a + -b", r"a + \left(-b\right)"),
    ("-a + b", "-a + b"),
    ("2*-3", r"2 \cdot \left(-3\right)"),
    ("1/2x", r"\frac{1}{2} \, x"),
    ("a/(b*c)", r"\frac{a}{b \, c}"),
    ("σ(z)(1-σ(z))", r"\sigma\left(z\right) \, \left(1 - \sigma\left(z\right)\right)"),
    ("sqrt(x)", r"\sqrt{x}"),
    ("sqrt(x+1)", r"\sqrt{x + 1}"),
    ("sqrt(x)^2", r"{\sqrt{x}}^{2}"),
    ("abs(x-1)", r"\left|x - 1\right|"),
    ("|x-|y||", r"\left|x - \left|y\right|\right|"),
    ("tanh²(z)", r"{\tanh\left(z\right)}^{2}"),
    ("2pi*alpha", r"2 \cdot \pi \, \alpha"),
    ("α*w1", r"\alpha \, w_{1}"),
    ("A^T@B", r"{A}^{\top} \mathbin{} B"),
    ("max(0,x)", r"\max\left(0, x\right)"),
    ("sum(x, 0)", r"\operatorname{sum}\left(x, axis=0\right)"),
    ("leaky_relu(x, .1)", r"\operatorname{leaky\_relu}\left(x, slope=0.1\right)"),
    ("norm2(w)", r"\left\|w\right\|^{2}"),
    ("[1 2;3 4]", r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}"),
    ("where(x>=0,x,0)", r"\begin{cases} x & x \ge 0 \\ 0 & \text{otherwise} \end{cases}"),
    ("1e-3x", r"10^{-3} \, x"),
    ("2.5e-3x", r"2.5 \cdot 10^{-3} \, x"),
    ("loss", r"\mathrm{loss}"),
    ("w_10", "w_{10}"),
    ("e", "e"),
    ("minimum(a, b)", r"\min\left(a, b\right)"),
]


@pytest.mark.parametrize(("typed", "in_unicode", "in_ascii"), ROWS, ids=[row[0] for row in ROWS])
def test_what_is_typed_is_echoed_so(typed: str, in_unicode: str, in_ascii: str) -> None:
    tree = parse_expression(typed)
    assert (write(tree), write(tree, "ascii")) == (in_unicode, in_ascii)
    assert write(tree, "ascii").isascii()


@pytest.mark.parametrize(("typed", "in_latex"), IN_LATEX, ids=[row[0] for row in IN_LATEX])
def test_latex(typed: str, in_latex: str) -> None:
    assert write(parse_expression(typed), "latex") == in_latex


CONDITIONS = [
    ("0<x<1", "0 < x and x < 1"),
    ("a<1 or b<2 and c<3", "a < 1 or b < 2 and c < 3"),
    ("(a<1 or b<2) and c<3", "(a < 1 or b < 2) and c < 3"),
    ("not (a<1 and b<2)", "not (a < 1 and b < 2)"),
    ("abs(grad.w1)<=1e-3", "|grad.w1| ≤ 1e-3"),
    ("X[0, 1] != 0", "X[0,1] ≠ 0"),
]


@pytest.mark.parametrize(("typed", "written"), CONDITIONS)
def test_conditions_are_written_so(typed: str, written: str) -> None:
    tree = parse_expression(typed, conditions=True)
    assert write(tree) == written
    assert parse_expression(written, conditions=True) == tree
    assert parse_expression(write(tree, "ascii"), conditions=True) == tree


def test_a_formula_is_written_with_its_definitions() -> None:
    formula = parse("q=w*x+b; f=σ(q)")
    assert write_formula(formula) == "q = w·x + b; f = σ(q)"
    assert write_formula(formula, "ascii") == "q = w*x + b; f = sigmoid(q)"
    assert parse(write_formula(formula)) == formula


# ------------------------------------------------------------------------------------------------ property: round trip
KNOWN = ("x", "w1", "b", "z", "loss", "α")
TYPED_NUMBERS = ("0", "1", "2", "10", "0.5", "0.50", "3.25", "1e-3", "2.5e2", "999")
ONE_INPUT = (("x",), ("A",))
UNARY = ("neg", *(row.op for row in FUNCTIONS.values() if row.op and not row.required and row.inputs in ONE_INPUT))
BINARY = ("add", "sub", "mul", "div", "matmul", "add", "sub", "mul", "div", "maximum", "dot", "outer", "prelu")


@st.composite
def leaves(draw: st.DrawFn) -> Tree:
    kind = draw(st.integers(0, 9))
    if kind < 5:
        return Name(draw(st.sampled_from(KNOWN)))
    text = draw(st.sampled_from(TYPED_NUMBERS))
    match kind:
        case 5 | 6:
            return Number(float(text), text)
        case 7:
            return Number(-float(text), f"-{text}")
        case 8:
            return Number(draw(st.floats(-1e6, 1e6).filter(lambda value: value == 0 or abs(value) > 1e-290)))
        case _:
            return draw(st.sampled_from([Number(math.pi, "pi"), Number(math.e, "e")]))


def has_names(tree: Tree) -> bool:
    return any(isinstance(part, Name) for part in walk(tree))


@st.composite
def conditions(draw: st.DrawFn, height: int) -> Tree:
    kind = draw(st.sampled_from(["compare", "compare", "not", "and", "or"])) if height > 1 else "compare"
    if kind == "compare":
        sign = draw(st.sampled_from(["<", "<=", ">", ">=", "==", "!="]))
        return Compare(sign, draw(trees(height - 1)), draw(trees(height - 1)))
    if kind == "not":
        return Logic("not", (draw(conditions(height - 1)),))
    both = (draw(conditions(height - 1)), draw(conditions(height - 1)))
    return Logic("and" if kind == "and" else "or", both)


@st.composite
def trees(draw: st.DrawFn, height: int = 4) -> Tree:
    if height <= 0:
        return draw(leaves())
    lower = trees(height - 1)
    match draw(st.integers(0, 12)):
        case 0:
            return draw(leaves())
        case 1 | 2 | 3:
            return Apply(draw(st.sampled_from(UNARY)), (draw(lower),))
        case 4 | 5 | 6 | 7:
            return Apply(draw(st.sampled_from(BINARY)), (draw(lower), draw(lower)))
        case 8:
            base, exponent = draw(lower), draw(lower)
            whole = draw(st.integers(-32, 32))
            if not has_names(base):
                base = Name("x")
            return Apply("pow", (base, exponent if has_names(exponent) else Number(float(whole), str(whole))))
        case 9:
            return Apply("pow", (draw(leaves()), Number(2.0, "2")))
        case 10:
            fixed = draw(st.sampled_from([
                ("leaky_relu", (("slope", 0.25),)), ("clip", (("lo", -1.0), ("hi", 2.5))), ("sum", (("axis", -1),)),
                ("max", (("axis", 0),)), ("step", (("low", -1.0), ("at_zero", 0.0))),
            ]))  # fmt: skip
            return Apply(fixed[0], (draw(lower),), fixed[1])
        case 11:
            return Where(draw(conditions(height - 1)), draw(lower), draw(lower))
        case _:
            count, is_flat = draw(st.integers(1, 3)), draw(st.booleans())
            entries = lower.filter(lambda tree: not isinstance(tree, Matrix))
            if is_flat:
                return Matrix(tuple(draw(entries) for _ in range(count)))
            return Matrix(tuple(Matrix((draw(entries), draw(entries))) for _ in range(count)))


@given(trees(), st.sampled_from(["unicode", "ascii"]))
@settings(max_examples=200, deadline=None)
def test_what_is_written_reads_back(tree: Tree, style: str) -> None:
    text = write(tree, "ascii" if style == "ascii" else "unicode")
    assert parse_expression(text, KNOWN, limits=WIDE) == tree


@given(trees())
@settings(max_examples=200, deadline=None)
def test_what_is_written_in_latex_reads_back(tree: Tree) -> None:
    assert parse_expression(write(tree, "latex"), KNOWN, limits=WIDE) == tree


@given(trees())
@settings(max_examples=100, deadline=None)
def test_a_reading_with_all_its_parentheses_reads_back(tree: Tree) -> None:
    assert parse_expression(write(tree, grouped=True), KNOWN, limits=WIDE) == tree


GROUPED = [
    ("1/2x", "(1/2)·x"), ("a/b/c", "(a/b)/c"), ("x^-1/2", "(x⁻¹)/2"), ("x^2/2", "x²/2"), ("-a/b*c", "(-a/b)·c"),
    ("2*x/y", "2·x/y"), ("x^a/2", "(x^a)/2"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "written"), GROUPED)
def test_what_is_often_misread_shows_its_parentheses(typed: str, written: str) -> None:
    assert write(parse_expression(typed), grouped=True) == written


RESPELLED = [("*", " × "), ("*", "·"), ("-", "−"), ("^", "**"), (" ", ""), ("(", "( "), ("sin(", "sen("), ("pi", "π")]


@given(trees(), st.sampled_from(RESPELLED))
@settings(max_examples=200, deadline=None)
def test_equivalent_spellings_read_alike(tree: Tree, change: tuple[str, str]) -> None:
    text = write(tree, "ascii")
    if change[0] in "- " and any(isinstance(part, Where | Logic) for part in walk(tree)):
        return  # `not` and `and` need their blanks
    if change[0] == "-":
        text = text.replace("e-", "e~")  # the sign of an exponent is part of its number
    assert parse_expression(text.replace(*change).replace("e~", "e-"), KNOWN, limits=WIDE) == tree


@given(trees())
@settings(max_examples=100, deadline=None)
def test_latex_is_balanced(tree: Tree) -> None:
    text = write(tree, "latex")
    assert text.count("{") == text.count("}")
    assert text.count(r"\left") == text.count(r"\right")


def test_entries_are_written() -> None:
    tree = Compare(">", Entry(Name("X"), (0, 1)), Number(0.0, "0"))
    assert write(tree) == "X[0,1] > 0"
    assert write(tree, "latex") == "X_{0,1} > 0"
