"""No kink, no border, no steep place is too far away: right answers are right, and wrong ones wrong, on all sides."""

import numpy as np
import pytest
from gradstep.core.answers.derivative import DerivativeQuestion
from gradstep.core.answers.edges import edges_of, naturally_positive
from gradstep.core.answers.judge_formula import FormulaJudge
from gradstep.core.answers.points import MOST
from gradstep.core.errors import FormulaError, UnknownNameError
from gradstep.core.formula.functions import FUNCTIONS
from gradstep.core.formula.parser import parse, parse_expression
from gradstep.core.formula.printer import write
from gradstep.core.words import core_words
from hypothesis import given, settings
from hypothesis import strategies as st

R, W, D = "right", "wrong", "undecided"
ARRAYS = {"sum", "mean", "max", "min", "softmax", "log_softmax", "logsumexp", "norm2"}
QUESTIONS = {
    ("relu(x-50)", "x"): {"step(x-50)": R, "0": W, "1": W},
    ("relu(x+300)", "x"): {"step(x+300)": R, "1": W},
    ("relu(2000-x)", "x"): {"-step(2000-x)": R, "0": W, "-1": W},
    ("relu(w*x-40)", "w"): {"x*step(w*x-40)": R, "0": W, "x": W},
    ("min(x,1000)", "x"): {"step(1000-x)": R, "1": W},
    ("max(x,y+30)", "x"): {"step(x-y-30)": R, "0": W, "1": W},
    ("clip(x,-20,20)", "x"): {"step(x+20)-step(x-20)": R, "1": W, "step(x+20)": W},
    ("abs(x-15)", "x"): {"sign(x-15)": R, "-1": W, "(x-15)/|x-15|": R},
    ("leaky_relu(x-9,0.1)", "x"): {"where(x>9,1,0.1)": R, "where(x>9;1;0,1)": R, "0.1": W},
    ("max(0,10-x)^2", "x"): {"-2max(0,10-x)": R, "-2(10-x)": W, "2max(0,10-x)": W},
    ("relu(x-12)+sigmoid(x)", "x"): {"step(x-12)+σ(x)(1-σ(x))": R, "σ(x)(1-σ(x))": W},
    ("sigmoid(x)+relu(x-40)", "x"): {"step(x-40)+σ(x)(1-σ(x))": R, "σ(x)(1-σ(x))": W},
    ("tanh(20*(x-3))", "x"): {"20(1-tanh(20(x-3))^2)": R, "1-tanh(20(x-3))^2": W, "0": W, "20/cosh(20(x-3))^2": R},
    ("sigmoid(50*x)", "x"): {"50σ(50x)(1-σ(50x))": R, "σ(50x)(1-σ(50x))": W, "0": W},
    ("sigmoid(x-100)", "x"): {"σ(x-100)(1-σ(x-100))": R, "0": W},
    ("exp(x-30)", "x"): {"e^(x-30)": R, "0": W, "e^x/e^30": R},
    ("exp(-x^2/0.001)", "x"): {"-2x/0.001 exp(-x^2/0.001)": R, "0": W, "-2000x e^(-1000x²)": R},
    ("softplus(x-20)", "x"): {"σ(x-20)": R, "0": W},
    ("log(x-100)", "x"): {"1/(x-100)": R, "1/x": W},
    ("log(5-x)", "x"): {"-1/(5-x)": R, "1/(x-5)": R, "1/(5-x)": W},
    ("sqrt(1-x^2)", "x"): {"-x/√(1-x²)": R, "x/√(1-x²)": W},
    ("sqrt(x^2-100)", "x"): {"x/√(x²-100)": R, "1/(2√(x²-100))": W},
    ("sqrt(x*y-80)", "x"): {"y/(2√(xy-80))": R, "1/(2√(xy-80))": W},
    ("sqrt(x-7)*sqrt(y-9)", "x"): {"sqrt(y-9)/(2sqrt(x-7))": R, "1/(2sqrt(x-7))": W},
    ("log(log(log(x)))", "x"): {"1/(x log(x) log(log(x)))": R, "1/x": W},
    ("sqrt(sin(x)-0.99)", "x"): {"cos(x)/(2sqrt(sin(x)-0.99))": R, "cos(x)": W},
    ("log(sqrt(x-20)-3)", "x"): {"1/(2 sqrt(x-20) (sqrt(x-20)-3))": R, "1/(sqrt(x-20)-3)": W},
    ("(x-25)^1.5", "x"): {"1.5 (x-25)^0.5": R, "1.5√(x-25)": R, "1.5x^0.5": W},
    ("max(x^2, 400)", "x"): {"2x*step(x^2-400)": R, "0": W, "2x": W},
    ("relu(relu(x-5)-7)", "x"): {"step(x-12)": R, "step(x-5)": W, "0": W},
    ("relu(sigmoid(x)-0.99)", "x"): {"step(σ(x)-0.99)σ(x)(1-σ(x))": R, "0": W},
    ("relu(0.001*x-0.02)", "x"): {"0.001*step(x-20)": R, "0": W, "0.001": W},
    ("min(exp(x),1000)", "x"): {"where(e^x<1000, e^x, 0)": R, "e^x": W},
    ("elu(x-30)", "x"): {"min(1,e^(x-30))": R, "0": W, "1": W},
    ("gelu(x-25)", "x"): {"0": W},
    ("sign(x-9)*x", "x"): {"sign(x-9)": R, "-1": W},
    ("x*step(x-9)", "x"): {"step(x-9)": R, "0": W},
    ("1/(x-30)", "x"): {"-1/(x-30)^2": R, "1/(x-30)^2": W},
    ("1/x", "x"): {"-1/x^2": R, "where(x>10,5,-1/x^2)": W},
    ("x^2", "x"): {
        "2x+relu(x-5000)": W, "max(2x,-100)": W, "2|x|": W, "where(x>1000, 3, 2x)": W, "2x + 0*relu(x-10)": R,
        "2x·step(x+1000)": W,
    },
    ("p*log(p/q)", "p"): {"log(p)-log(q)+1": R, "log(p/q)+1": R, "log(p)-log(q)": W},
    ("sqrt(x*y)", "y"): {"√(x/y)/2": R, "x/(2√(xy))": R, "√(x/y)": W},
    ("log(x^2)", "x"): {"2/x": R, "2/sqrt(x^2)": W, "2/|x|": W},
    ("x^n", "x"): {"n x^(n-1)": R, "n x^n/x": R},
    ("sqrt(a/b)", "b"): {"-√a/(2 b^(3/2))": R, "-√(a/b)/(2b)": R, "-√a/(2b)": W},
    ("log(p)+log(q)", "p"): {"1/p": R},
    ("-p*log(p)-(1-p)*log(1-p)", "p"): {"log((1-p)/p)": R, "log(1-p)-log(p)": R, "log(p/(1-p))": W},
    ("x^0.5*y^1.5", "y"): {"1.5 √(x y)": R, "1.5√x√y": R},
    ("1e-9*x^2", "x"): {"2e-9 x": R, "2x": W, "1e-9x": W},
    ("1e6*x^2", "x"): {"2e6x": R, "1e6x": W},
    ("(x+1)^2-x^2-2*x", "x"): {"0": R, "1": W},
    ("sin(x)^2+cos(x)^2", "x"): {"0": R, "1": W, "2sin(x)cos(x)": W},
    ("x/x", "x"): {"0": R, "1": W},
    ("log(3*x)-log(x)", "x"): {"0": R},
    ("relu(x)-relu(-x)", "x"): {"1": R},
    ("tanh(x)-2*sigmoid(2*x)", "x"): {"0": R},
    ("x", "x"): {"1": R, "x": W},
    ("x+y", "x"): {"1": R},
    ("7*y+0*x", "x"): {"0": R},
    ("exp(x)/(1+exp(x))", "x"): {"e^x/(1+e^x)^2": R, "σ(x)(1-σ(x))": R, "e^x/(1+e^x)": W},
    ("1/(1+exp(-50*x))", "x"): {"50 e^(-50x)/(1+e^(-50x))^2": R, "e^(-50x)/(1+e^(-50x))^2": W},
    ("log(1+exp(-y*z))", "z"): {"-y σ(-yz)": R, "-y/(1+e^(yz))": R, "y σ(-yz)": W},
    ("(a-b)^2/(a+b)", "a"): {"(2(a-b)(a+b)-(a-b)^2)/(a+b)^2": R},
    ("x*exp(-x/100)", "x"): {"(1-x/100)e^(-x/100)": R, "e^(-x/100)": W, "1": W},
    ("sin(100*x)", "x"): {"100cos(100x)": R, "cos(100x)": W},
    ("abs(sin(x))", "x"): {"cos(x) sign(sin(x))": R, "cos(x)": W},
    ("sqrt(x^2)", "x"): {"sign(x)": R, "x/|x|": R, "1": W},
    ("min(relu(x-3),4)", "x"): {"step(x-3)-step(x-7)": R, "step(x-3)": W},
    ("max(0, m - s + t)", "s"): {"-step(m-s+t)": R},
    ("max(0, 25 - s + t)", "s"): {"-step(25-s+t)": R, "-1": W, "0": W},
    ("relu(x)*relu(y-30)", "x"): {"step(x)relu(y-30)": R, "0": W},
    ("where(x>0,x,0)", "x"): {"step(x)": R, "where(x>0,1,0)": R, "1": W, "0": W, "x": W},
    ("where(x>0,x^2,0)", "x"): {"2x*step(x)": R, "2x": W, "-2x*step(x)": W},
    ("where(x>7,x^2,14x)", "x"): {"where(x>7,2x,14)": R, "2x": W, "14": W, "where(x>8,2x,14)": W},
    ("where(x>0,log(x),0)", "x"): {"where(x>0,1/x,0)": R, "1/x": W},
    ("where(x>y, a*x, b*x)", "x"): {"where(x>y,a,b)": R, "a": W},
    ("q=where(x>0,x,0.1x); q^2", "x"): {"where(x>0,2x,0.02x)": R, "where(x>0,2q,0.2q)": R, "2q": W},
    ("where(x>0, where(x>20, 20, x), 0)", "x"): {"step(x)-step(x-20)": R, "step(x)": W},
}  # fmt: skip
"""(formula, variable) to answers and their verdicts; right ones were derived by hand."""


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(("of", "wrt"), QUESTIONS)
def test_answers_are_compared_on_every_side(of, wrt):
    judge = FormulaJudge(DerivativeQuestion(of, wrt))
    verdicts = {typed: judge.judge(typed) for typed in QUESTIONS[of, wrt]}
    assert {typed: verdict.kind for typed, verdict in verdicts.items()} == QUESTIONS[of, wrt]
    assert not any(verdict.candidates for verdict in verdicts.values() if verdict.kind == R)


@given(st.floats(-1e4, 1e4), st.sampled_from([0.01, 1.0, 30.0]))
@settings(max_examples=60, deadline=None)
def test_a_kink_is_found_wherever_it_is(place, slope):
    where = f"{place:.3f}"
    judge = FormulaJudge(DerivativeQuestion(f"relu({slope}*(x - ({where})))", "x"))
    assert judge.judge(f"{slope}*step(x - ({where}))").kind == R
    for typed in ("0", f"{slope}", f"{slope}*step(x - ({where}) - 0.2*(1+|{where}|))"):
        assert judge.judge(typed).kind == W


@given(st.floats(-1e4, 1e4))
@settings(max_examples=60, deadline=None)
def test_a_domain_is_found_wherever_it_is(place):
    where = f"{place:.3f}"
    judge = FormulaJudge(DerivativeQuestion(f"sqrt(x - ({where}))", "x"))
    assert judge.judge(f"1/(2√(x - ({where})))").kind == R
    assert judge.judge(f"1/√(x - ({where}))").kind == W
    assert judge.judge("1").kind == W


def test_edges_are_where_a_formula_changes_its_ways():
    found = [write(edge) for edge in edges_of(parse_expression("relu(x-7)*sigmoid(50x) + sqrt(1-x)/(x+3)"))]
    assert found == ["x - 7", "50·x", "x + 3", "1 - x"]
    assert edges_of(parse_expression("x^2 + 3")) == ()


ONE_INPUT = sorted(
    name
    for name, row in FUNCTIONS.items()
    if row.inputs == ("x",) and not row.required and row.op not in ARRAYS and name not in ("norm", "var")
)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("inner", ONE_INPUT)
def test_every_function_of_every_function_has_points_and_is_judged(inner):
    for outer in ("sqrt", "tanh", "relu", "log"):
        judge = FormulaJudge(DerivativeQuestion(f"{outer}({inner}(2x + s))", "x"))
        for typed in ("x", "where(x > 3, 1, 0)/x^2"):
            assert judge.judge(typed).kind == W, judge.question.size


POSITIVE = {
    "p*log(p/q)": "pq", "sqrt(x*y)": "xy", "log(x^2)": "", "sqrt(x-7)": "", "sqrt(2*V*m/q)/B": "Vmq", "(x*y)^a": "xy",
    "x^2*y": "", "x^3 + log(x^3)": "x", "r = a/b; log(r)": "ab", "sqrt(x^2 + 1)": "",
}  # fmt: skip


@pytest.mark.parametrize("of", POSITIVE)
def test_variables_that_are_positive_by_nature_are_known(of):
    assert naturally_positive(parse(of)) == set(POSITIVE[of])


def test_a_variable_may_be_said_to_be_positive():
    assert FormulaJudge(DerivativeQuestion("x^2", "x")).judge("2 sqrt(x)^2").kind == D
    assert FormulaJudge(DerivativeQuestion("x^2", "x", positive=["x"])).judge("2 sqrt(x)^2").kind == R
    with pytest.raises(UnknownNameError):
        DerivativeQuestion("x^2", "x", positive=["y"])


def test_few_points_and_no_points_are_said_to_be_so_and_are_nobodys_fault():
    few = FormulaJudge(DerivativeQuestion("mean(x)*mean(y)", "x"))
    assert few.judge("y").kind in (R, "unreadable")
    nowhere = FormulaJudge(DerivativeQuestion("sqrt(-x^2 - 1)", "x")).judge("2x")
    assert (nowhere.kind, nowhere.message.id) == (D, "verdict.no-points")
    for language in ("en", "es"):
        assert "{" not in core_words().word(nowhere.message, language)


def test_a_value_given_beforehand_is_a_point():
    question = DerivativeQuestion("sqrt(cos(x) - 0.9999)*sqrt(x-40)", "x", at={"x": 43.98})
    assert any(np.isclose(value, 43.98).any() for value in (trial.at["x"] for trial in question.trials))


def test_a_definition_that_only_renames_may_be_used():
    assert FormulaJudge(DerivativeQuestion("q = x; q^2", "x")).judge("2q").kind == R


@pytest.mark.parametrize("of", ["where(x > 0, x, 0) @ x", "+".join(f"where(x > {i}, x, 0)" for i in range(9))])
def test_cases_that_cannot_be_asked_about_are_a_fault_of_the_question(of):
    with pytest.raises(FormulaError) as caught:
        DerivativeQuestion(of, "x", {"x": (3,)} if "@" in of else None)
    assert caught.value.message.id == "question.choice"


def test_a_formula_without_variables_says_so():
    with pytest.raises(FormulaError) as caught:
        DerivativeQuestion("3", "x")
    assert caught.value.message.id == "question.no-variables"


NOTHING = [
    ("sigmoid(x) + sigmoid(-x)", {}, ["0", "x - x", "σ(x)(1-σ(x)) - σ(-x)(1-σ(-x))"]), ("exp(log(x)) - x", {}, ["0"]),
    ("(x+1000)^2 - (x^2 + 2000*x)", {}, ["0", "2(x+1000) - 2x - 2000"]), ("sin(x)^2 + cos(x)^2", {}, ["0"]),
    ("sum(softmax(x))", {"x": (3,)}, ["0", "softmax(x) - softmax(x)*sum(softmax(x))"]),
    ("log(exp(x)*5) - x", {}, ["0"]),
    ("mean(x) - sum(x)/3", {"x": (3,)}, ["0", "1/3 - 1/3"]), ("x - x + w*y", {}, ["0"]),
]  # fmt: skip


@pytest.mark.parametrize(("of", "shapes", "answers"), NOTHING)
def test_a_derivative_that_is_only_rounding_noise_is_0(of, shapes, answers):
    judge = FormulaJudge(DerivativeQuestion(of, "x", shapes))
    for typed in answers:
        assert judge.judge(typed).kind == R, typed
    for typed in ("1", "1e-9", "x"):
        assert judge.judge(typed).kind == W, typed


LARGE = {
    "w": "+".join(f"relu(w*x{i} - y{i})^2" for i in range(40)),
    "b": "+".join(f"sigmoid(w*x{i} + b)" for i in range(40)),
    "x": "*".join(f"tanh(x + {i})" for i in range(30)), "z": "+".join(f"sqrt(z - {i})" for i in range(20)),
}  # fmt: skip


@pytest.mark.parametrize("wrt", LARGE)
def test_a_large_formula_has_points_and_not_too_many(wrt):
    judge = FormulaJudge(DerivativeQuestion(LARGE[wrt], wrt))
    assert judge.judge("17").kind == W
    assert 12 <= judge.question.size <= MOST
