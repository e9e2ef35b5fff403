"""What people type, and the tree that it is: one row a way of typing."""

import pytest
from gradstep.core.formula import FORMULA_LIMITS, parse_expression
from gradstep.core.formula.tree import Apply, Matrix, Name, Number, Tree, Where, parts


def lisp(tree: Tree) -> str:
    """A tree in prefix notation: `(add x (mul 2 y))`."""
    match tree:
        case Number(value, text):
            return text if text in ("e", "pi") else f"{value:g}"
        case Name(name):
            return name
        case Apply(op, arguments, attributes):
            return f"({' '.join([op, *map(lisp, arguments), *(f'{key}={value:g}' for key, value in attributes)])})"
        case Matrix(items):
            return f"[{' '.join(map(lisp, items))}]"
        case _:
            name = tree.operator if not isinstance(tree, Where) else "where"
            return f"({' '.join([name, *map(lisp, parts(tree))])})"


SIGNS = [
    ("a+b", "(add a b)"),
    ("a + b - c", "(sub (add a b) c)"),
    ("a-b-c", "(sub (sub a b) c)"),
    ("a-(b-c)", "(sub a (sub b c))"),
    ("a*b", "(mul a b)"),
    ("a·b", "(mul a b)"),
    ("a×b", "(mul a b)"),
    ("a⋅b", "(mul a b)"),
    ("a.*b", "(mul a b)"),
    ("a⊙b", "(mul a b)"),
    ("a/b/c", "(div (div a b) c)"),
    ("a÷b", "(div a b)"),
    ("a./b", "(div a b)"),
    ("a−b", "(sub a b)"),
    ("a–b", "(sub a b)"),
    ("a+b*c", "(add a (mul b c))"),
    ("(a+b)*c", "(mul (add a b) c)"),
    ("a@b", "(matmul a b)"),
    ("a@b+c", "(add (matmul a b) c)"),
    ("a*b@c", "(matmul (mul a b) c)"),
    ("+a", "a"),
    ("a+-b", "(add a (neg b))"),
    ("a--b", "(sub a (neg b))"),
    ("-a*b", "(mul (neg a) b)"),
    ("-(a*b)", "(neg (mul a b))"),
    ("- a", "(neg a)"),
    ("--a", "(neg (neg a))"),
    ("a\u00a0+\u2009b", "(add a b)"),
]
POWERS = [
    ("x^2", "(pow x 2)"),
    ("x**2", "(pow x 2)"),
    ("x.^2", "(pow x 2)"),
    ("x²", "(pow x 2)"),
    ("x³", "(pow x 3)"),
    ("x¹²", "(pow x 12)"),
    ("x⁻¹", "(pow x -1)"),
    ("x^-1", "(pow x -1)"),
    ("x^−1", "(pow x -1)"),
    ("x^0,5", "(pow x 0.5)"),
    ("x^(1/2)", "(pow x (div 1 2))"),
    ("2^-1", "(pow 2 -1)"),
    ("-x^2", "(neg (pow x 2))"),
    ("-x²", "(neg (pow x 2))"),
    ("-2^2", "(neg (pow 2 2))"),
    ("-2²", "(neg (pow 2 2))"),
    ("(-2)^2", "(pow -2 2)"),
    ("(-x)²", "(pow (neg x) 2)"),
    ("2^-x", "(pow 2 (neg x))"),
    ("2^-x^2", "(pow 2 (neg (pow x 2)))"),
    ("a^b^c", "(pow a (pow b c))"),
    ("(a^b)^c", "(pow (pow a b) c)"),
    ("x²^y", "(pow (pow x 2) y)"),
    ("2x^2", "(mul 2 (pow x 2))"),
    ("x^2y", "(mul (pow x 2) y)"),
    ("a*b^2", "(mul a (pow b 2))"),
    ("(a+b)²", "(pow (add a b) 2)"),
    ("pow(x, 2)", "(pow x 2)"),
    ("e^x", "(exp x)"),
    ("e^-x", "(exp (neg x))"),
    ("e^(-x)", "(exp (neg x))"),
    ("e²", "(exp 2)"),
    ("e^x^2", "(exp (pow x 2))"),
    ("1/(1+e^-z)", "(div 1 (add 1 (exp (neg z))))"),
]
PRODUCTS = [
    ("2x", "(mul 2 x)"),
    ("2 x", "(mul 2 x)"),
    ("-2x", "(mul -2 x)"),
    ("1/2x", "(mul (div 1 2) x)"),
    ("1/(2x)", "(div 1 (mul 2 x))"),
    ("2xy", "(mul 2 xy)"),
    ("2 x y", "(mul (mul 2 x) y)"),
    ("x(1-x)", "(mul x (sub 1 x))"),
    ("(1-x)x", "(mul (sub 1 x) x)"),
    ("(a)(b)", "(mul a b)"),
    ("2(a+b)", "(mul 2 (add a b))"),
    ("-2(a+b)", "(mul -2 (add a b))"),
    ("(a+b)(a-b)", "(mul (add a b) (sub a b))"),
    ("2sin(x)", "(mul 2 (sin x))"),
    ("sin(x)cos(x)", "(mul (sin x) (cos x))"),
    ("2√x", "(mul 2 (sqrt x))"),
    ("2|x|", "(mul 2 (abs x))"),
    ("|x|y", "(mul (abs x) y)"),
    ("2π", "(mul 2 pi)"),
    ("2e", "(mul 2 e)"),
    ("2e-x", "(sub (mul 2 e) x)"),
    ("σ(z)(1-σ(z))", "(mul (sigmoid z) (sub 1 (sigmoid z)))"),
    ("σ(z)(1−σ(z))", "(mul (sigmoid z) (sub 1 (sigmoid z)))"),
]
NUMBERS = [
    ("0.5", "0.5"),
    ("0,5", "0.5"),
    (".5", "0.5"),
    ("5.", "5"),
    ("1e-3", "0.001"),
    ("1E3", "1000"),
    ("2,5e-1", "0.25"),
    ("-1", "-1"),
    ("- 1", "-1"),
    ("--1", "(neg -1)"),
    ("-(1)", "(neg 1)"),
    ("a-1", "(sub a 1)"),
    ("a - -1", "(sub a -1)"),
    ("a*-1", "(mul a -1)"),
    ("pi", "pi"),
    ("π/2", "(div pi 2)"),
    ("e", "e"),
    ("-e", "(neg e)"),
]
FUNCTIONS = [
    ("sin(x)", "(sin x)"),
    ("sen(x)", "(sin x)"),
    ("tg(x)", "(tan x)"),
    ("tan(x)", "(tan x)"),
    ("ln(x)", "(log x)"),
    ("log(x)", "(log x)"),
    ("Exp(x)", "(exp x)"),
    ("σ(z)", "(sigmoid z)"),
    ("sigma(z)", "(sigmoid z)"),
    ("sigmoid (z)", "(sigmoid z)"),
    ("ReLU(x)", "(relu x)"),
    ("√x", "(sqrt x)"),
    ("√(x+1)", "(sqrt (add x 1))"),
    ("√x²", "(sqrt (pow x 2))"),
    ("√(x)²", "(pow (sqrt x) 2)"),
    ("√x·y", "(mul (sqrt x) y)"),
    ("-√x", "(neg (sqrt x))"),
    ("|x|", "(abs x)"),
    ("|x-|y||", "(abs (sub x (abs y)))"),
    ("|-x|", "(abs (neg x))"),
    ("||w||", "(sqrt (norm2 w))"),
    ("||w||²", "(norm2 w)"),
    ("sin^2(x)", "(pow (sin x) 2)"),
    ("sin²(x)", "(pow (sin x) 2)"),
    ("2tanh²(z)", "(mul 2 (pow (tanh z) 2))"),
    ("sin(x)^2", "(pow (sin x) 2)"),
    ("max(0,x)", "(maximum 0 x)"),
    ("max(0; x)", "(maximum 0 x)"),
    ("max(a,b,c)", "(maximum (maximum a b) c)"),
    ("min(a,b)", "(minimum a b)"),
    ("max(x)", "(max x)"),
    ("min(x)", "(min x)"),
    ("max(x, axis=0)", "(max x axis=0)"),
    ("sum(x)", "(sum x)"),
    ("sum(x, 0)", "(sum x axis=0)"),
    ("sum(x, axis=-1)", "(sum x axis=-1)"),
    ("leaky_relu(x)", "(leaky_relu x)"),
    ("leaky_relu(x, 0.1)", "(leaky_relu x slope=0.1)"),
    ("leaky_relu(x, 1/10)", "(leaky_relu x slope=0.1)"),
    ("prelu(x, s)", "(prelu x s)"),
    ("elu(x, 1)", "(elu x alpha=1)"),
    ("clip(x, -1, 1)", "(clip x lo=-1 hi=1)"),
    ("clip(x, hi=1, lo=0)", "(clip x lo=0 hi=1)"),
    ("maxout(a, b, c)", "(maxout a b c)"),
    ("norm2(x)", "(norm2 x)"),
    ("norm(x)", "(sqrt (norm2 x))"),
    ("transpose(A)", "(transpose A)"),
    ("Aᵀ", "(transpose A)"),
    ("A^T", "(transpose A)"),
    ("A^T @ B", "(matmul (transpose A) B)"),
    ("AᵀB", "(mul (transpose A) B)"),
    ("sech(x)^2", "(pow (div 2 (add (exp x) (exp (neg x)))) 2)"),
    ("log2(x)", "(div (log x) (log 2))"),
    ("where(x > 0, x, 0)", "(where (> x 0) x 0)"),
    ("where(0 < x and x ≤ 1, x, 0)", "(where (and (< 0 x) (<= x 1)) x 0)"),
    ("σ", "σ"),
    ("exp(max((0,5), x))", "(exp (maximum 0.5 x))"),
]
MATRICES = [
    ("[1 2]", "[1 2]"),
    ("[1,2]", "[1 2]"),
    ("[1, 2]", "[1 2]"),
    ("[1 2; 3 4]", "[[1 2] [3 4]]"),
    ("[1,2; 3,4]", "[[1 2] [3 4]]"),
    ("[[1,2],[3,4]]", "[[1 2] [3 4]]"),
    ("[[1 2] [3 4]]", "[[1 2] [3 4]]"),
    ("[[1,2];[3,4]]", "[[1 2] [3 4]]"),
    ("[1 2\n3 4]", "[[1 2] [3 4]]"),
    ("[1; 2]", "[[1] [2]]"),
    ("[1 2;]", "[[1 2]]"),
    ("[[1,2]]", "[[1 2]]"),
    ("[1 -2]", "[1 -2]"),
    ("[1 - 2]", "[(sub 1 2)]"),
    ("[1-2]", "[(sub 1 2)]"),
    ("[2x y]", "[(mul 2 x) y]"),
    ("[x (y)]", "[x y]"),
    ("[(1 -2) 3]", "[(sub 1 2) 3]"),
    ("[0,5]", "[0 5]"),
    ("2[1,2]", "(mul 2 [1 2])"),
    ("[1,2] @ [3,4]", "(matmul [1 2] [3 4])"),
    ("[exp(x), 1]", "[(exp x) 1]"),
]
WORDS = [
    ("w1*x1", "(mul w1 x1)"),
    ("w₁x₁", "w1x1"),
    ("w₁·x₁", "(mul w1 x1)"),
    ("α + β", "(add α β)"),
    ("θ₀", "θ0"),
    ("𝑥²", "(pow x 2)"),
    ("año", "año"),
    ("y\u0302", "ŷ"),
    ("ϵ", "ε"),
    ("learning_rate", "learning_rate"),
]
ROWS = SIGNS + POWERS + PRODUCTS + NUMBERS + FUNCTIONS + MATRICES + WORDS


@pytest.mark.parametrize(("typed", "tree"), ROWS, ids=[row[0] for row in ROWS])
def test_what_is_typed_is_read_so(typed: str, tree: str) -> None:
    assert lisp(parse_expression(typed)) == tree


DECIMAL_COMMAS = [
    ("0,5 + 1,25", "(add 0.5 1.25)"),
    ("(0,5 + x)", "(add 0.5 x)"),
    ("x(0,5)", None),
    ("2(0,5)", "(mul 2 0.5)"),
    ("max(0,5)", "(maximum 0 5)"),
    ("max(0,5;x)", "(maximum 0.5 x)"),
    ("max(0.5,x)", "(maximum 0.5 x)"),
    ("exp((0,5))", "(exp 0.5)"),
    ("|0,5|", "(abs 0.5)"),
    ("[0,5; 1,5]", "[[0 5] [1 5]]"),
    ("[(0,5), 1]", "[0.5 1]"),
    ("√(0,5)", "(sqrt 0.5)"),
    ("σ(x)(0,5)", "(mul (sigmoid x) 0.5)"),
    ("x^1,5", "(pow x 1.5)"),
    ("1,5x", "(mul 1.5 x)"),
]


@pytest.mark.parametrize(("typed", "tree"), [row for row in DECIMAL_COMMAS if row[1]])
def test_a_comma_between_digits_is_decimal_except_in_calls_and_brackets(typed: str, tree: str) -> None:
    assert lisp(parse_expression(typed)) == tree


def test_a_product_with_a_given_name_is_no_call_so_its_comma_is_decimal() -> None:
    assert lisp(parse_expression("x(0,5)", known=["x"])) == "(mul x 0.5)"


SPANS = [
    ("(a+b)*c", "mul", (1, 8)),
    ("(a+b)*c", "add", (2, 5)),
    ("  2x", "mul", (3, 5)),
    ("1 + exp( -x )", "exp", (5, 14)),
    ("1 + exp( -x )", "neg", (10, 12)),
    ("1 + x²", "pow", (5, 7)),
]


@pytest.mark.parametrize(("typed", "op", "span"), SPANS)
def test_every_part_knows_its_columns(typed: str, op: str, span: tuple[int, int]) -> None:
    tree = parse_expression(typed)
    waiting, found = [tree], []
    while waiting:
        part = waiting.pop()
        waiting.extend(parts(part))
        if isinstance(part, Apply) and part.op == op:
            found.append(part.span)
    assert found == [span]


def test_spans_and_the_way_a_number_was_written_take_no_part_in_equality() -> None:
    assert parse_expression("0,50*x") == parse_expression("  .5 · x")


def test_a_formula_may_be_longer_than_an_answer() -> None:
    text = "+".join(["x"] * 100)
    assert lisp(parse_expression(text, limits=FORMULA_LIMITS)).count("add") == 99
