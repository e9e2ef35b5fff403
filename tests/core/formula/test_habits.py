"""What people write around a formula, and LaTeX, is read; a fault is shown at the column where it was typed."""

import pytest
from gradstep.core.errors import FormulaError
from gradstep.core.formula import parse_expression, write
from gradstep.core.formula.habits import plain
from hypothesis import given
from hypothesis import strategies as st

NAMES = ("x", "y", "w1", "w_12", "theta_1", "mu_hat", "lambda", "alpha", "y_hat", "A", "B", "f")
SAME = [
    ("2*x", ["２ｘ", "2＊x", "𝟐x", "2x.", "2x,", "2x…", "2x。", "$2x$", "$$2x$$", "\\(2x\\)",
             "dy/dx = 2x", "y' = 2x", "= 2x",
             "f'(x)=2x", "d(x^2)/dx = 2x", "(x^2)' = 2x", "d/dx x^2 = 2x", "∇f = 2x",
             "∂L/∂w1 = 2x", "return 2*x", "\\frac{d}{dx} x^2 = 2x", "\\frac{\\partial L}{\\partial x}=2x",
             "f′(x) = 2x", "∂f/∂x = 2x", "d f(x)/dx = 2x", "\\frac{dy}{dx} = 2x", "2\\,x",
             "2 \\cdot x", "2 \\times x", "{2x}", "\\left(2x\\right)", "2{x}"]),
    ("exp(-x)", ["np.exp(-x)", "math.exp(-x)", "torch.exp(-x)", "numpy.exp(-x)", "e⁻ˣ", "e^{-x}", "\\exp(-x)",
                 "\\mathrm{e}^{-x}", "ℯ^(-x)", "\\exp\\left(-x\\right)", "np.e^-x"]),
    ("sigmoid(x)", ["torch.sigmoid(x)", "F.sigmoid(x)", "torch.nn.functional.sigmoid(x)", "\\sigma(x)", "expit(x)",
                    "scipy.special.expit(x)", "\\operatorname{sigmoid}\\left(x\\right)"]),
    ("sqrt(x)", ["math.sqrt(x)", "\\sqrt{x}", "\\sqrt x"]),
    ("where(x > 0, 1, 0)", ["np.where(x>0, 1, 0)", "1 if x>0 else 0", "where(x>0; 1; 0)", "(1 if x>0 else 0)",
                            "\\begin{cases} 1 & \\text{if } x > 0 \\\\ 0 & \\text{otherwise} \\end{cases}"]),
    ("where(x > 0, 1, where(x < -1, 2, 3))", ["1 if x>0 else 2 if x<-1 else 3"]),
    ("w1", ["w_{1}", "w₁", "w_1"]), ("w_12", ["w_{12}", "w12", "w₁₂"]), ("lambda", ["λ", "\\lambda", "l"]),
    ("theta_1", ["θ₁", "θ_1", "\\theta_{1}", "theta1"]), ("mu_hat", ["μ̂", "\\hat{\\mu}", "\\hat\\mu"]),
    ("y_hat", ["ŷ", "\\hat{y}", "yhat"]), ("log(x)", ["loge(x)", "log_e(x)", "np.log(x)"]),
    ("4*x/2", ["\\frac{4x}{2}"]), ("(1/2)*x", ["½x", "\\frac12 x", "\\tfrac{1}{2}x"]),
    ("x^(-(1/2))", ["x^-½", "x⁻½", "x^(-½)"]),
    ("norm2(x)", ["||x||²", "‖x‖^2", "\\left\\|x\\right\\|^{2}"]), ("abs(x)", ["|x|", "∣x∣", "\\left|x\\right|"]),
    ("abs(abs(x) - 1)", ["||x|-1|", "| |x| - 1 |", "abs(|x|-1)"]), ("abs(abs(x) - abs(y))", ["||x|-|y||"]),
    ("abs(x)*abs(y)", ["|x||y|", "|x|*|y|"]), ("x^(1/3)", ["\\sqrt[3]{x}"]),
    ("log2(x)", ["log_2(x)", "log₂(x)", "\\log_2(x)", "\\log_{2}\\left(x\\right)"]),
    ("sin(x)", ["\\sin{x}", "\\sin(x)"]),
    ("cos(x)/sin(x)", ["ctg(x)", "cot(x)", "cotg(x)"]), ("1/sin(x)", ["cosec(x)", "csc(x)"]),
    ("exp(-0.5*x)", ["exp(-0,5x)", "e^(-0,5x)"]), ("leaky_relu(x, 0.2)", ["leaky_relu(x; 0,2)"]),
    ("where(x > 0, 1, 0.2)", ["where(x>0; 1; 0,2)", "where(x>0, 1, 0,2)"]), 
    ("step(0.5*x)", ["step(0,5x)"]), ("leaky_relu(0.5*x)", ["leaky_relu(0,5·x)"]), ("sum(0.5*x)", ["sum(0,5x)"]),
    ("clip(x, 0, 0.5)", ["clip(x, 0, 0,5)"]),
    ("max(0, 1 - 0.5*x)", ["max(0; 1-0,5x)", "max(0, 1-(0,5x))"]), ("max(0, 5)", ["max(0,5)", "max(0;5)"]),
    ("(x^2+1)^(-1)*2*x", ["(x^2+1)^-1 2x", "(x²+1)⁻¹ 2x"]), ("transpose(A) @ B", ["A^{\\top} \\mathbin{} B"]),
]  # fmt: skip
ROWS = [(typed, same) for typed, others in SAME for same in others]


@pytest.mark.parametrize(("typed", "same"), ROWS, ids=[row[1] for row in ROWS])
def test_habits_are_read(typed, same):
    wanted = parse_expression(typed, NAMES)
    assert write(parse_expression(same, NAMES)).replace("(-(1/2))", "^h") == write(wanted).replace("(-(1/2))", "^h")


COLUMNS = [
    ("dy/dx = 2q", 10), ("np.exp(q)", 8), ("$q$", 2), ("２q", 2), ("\\frac{x}{q}", 10), ("½q", 2), ("2x + \\foo", 6),
    ("w_{1} + q", 9), ("‖q‖", 2), ("xˣ + q", 6),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "column"), COLUMNS)
def test_a_fault_is_shown_where_it_was_typed(typed, column):
    with pytest.raises(FormulaError) as caught:
        parse_expression(typed, NAMES)
    assert caught.value.column == column


@given(st.text(max_size=80), st.booleans())
def test_nothing_changes_its_column(text, is_answer):
    assert len(plain(text, is_answer=is_answer)) == len(text)


def test_a_name_that_looks_like_a_power_of_ten_may_have_a_factor():
    assert write(parse_expression("2e1", ("e1", "e2"))) == "2·e1"
    assert write(parse_expression("2e1*x", ("x",))) == "2e1·x"


def test_a_capital_t_is_a_name_where_there_are_only_numbers():
    from gradstep.core.formula import parse

    assert write(parse("x^T").output.tree) == "xᵀ"
    assert write(parse("x^T", transposes=False).output.tree) == "x^T"
