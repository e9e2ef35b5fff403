"""How long does a learner wait for a verdict, and how long does a proof take behind it?"""

from __future__ import annotations

import statistics
from collections.abc import Callable
from time import perf_counter

from gradstep.core.algebra.client import Algebra
from gradstep.core.algebra.symbols import graph_request
from gradstep.core.answers.derivative import DerivativeQuestion
from gradstep.core.answers.judge_formula import FormulaJudge
from gradstep.core.answers.proof import is_proved
from gradstep.core.formula.build import build
from gradstep.core.formula.parser import parse
from gradstep.core.graph import GraphBuilder

from .cases import Measured

ANSWERS = {
    ("sigmoid(z)", "z"): ("σ(z)(1−σ(z))", "e^(-z)/(1+e^(-z))^2", "1/(2+2cosh(z))", "1-σ(z)", "z(1-z)", "σ(z)"),
    ("x^2*sin(x)", "x"): ("2x sin(x) + x² cos(x)", "2x cos(x)", "x(2sin(x) + x cos(x))", "2x sin(x)"),
    ("(w*x - y)^2", "w"): ("2x(wx-y)", "2(wx-y)", "2w(wx-y)", "x(wx-y)"),
    ("q = w*x + b; f = tanh(q)", "x"): ("w(1-f^2)", "1-f^2", "w(1-f)", "w/cosh(q)^2"),
    ("sin(x)/x", "x"): ("(x cos(x) - sin(x))/x²", "cos(x)", "(sin(x) - x cos(x))/x^2"),
}
Measures = dict[str, tuple[float, str, float | None]]


def verdicts() -> Measures:
    """Every answer judged ten times; the first answer to a question also pays for the question itself."""
    judged: list[float] = []
    first: list[float] = []
    for (of, wrt), answers in ANSWERS.items():
        judge = FormulaJudge(DerivativeQuestion(of, wrt))
        first.append(_milliseconds(lambda judge=judge, answers=answers: judge.judge(answers[-1])))
        judged += [_milliseconds(lambda judge=judge, typed=typed: judge.judge(typed)) for typed in answers * 10]
    return {
        "p95 of a verdict": (statistics.quantiles(judged, n=20)[-1], "ms", 5.0),
        "first verdict of a question, worst": (max(first), "ms", None),
    }


def proofs() -> Measures:
    """Right answers proved by the algebra process, once it is there."""
    with Algebra() as algebra:
        algebra.ask({"do": "echo"})
        times: list[float] = []
        for (of, wrt), answers in ANSWERS.items():
            judge = FormulaJudge(DerivativeQuestion(of, wrt))
            tree = judge.read(answers[0]).tree
            times.append(_milliseconds(lambda q=judge.question, tree=tree: is_proved(algebra, q, tree)))
    return {"median of a proof": (statistics.median(times), "ms", None), "worst": (max(times), "ms", None)}


def derivatives() -> Measures:
    """The node-wise derivatives of a graph of 200 operations, asked of the running process."""
    builder = GraphBuilder()
    node = builder.leaf("x")
    for place in range(200):
        op = ("tanh", "mul", "exp", "add", "sigmoid")[place % 5]
        node = builder.apply(op, node, "x") if op in ("mul", "add") else builder.apply(op, node)
    request = graph_request(builder.graph())
    small = graph_request(build(parse("tanh(x)"), {"x": ()}).graph)
    with Algebra() as algebra:
        algebra.ask(small)
        times = [_milliseconds(lambda: algebra.ask(request, 20.0)) for _ in range(5)]
    return {"200 operations, median": (statistics.median(times), "ms", 250.0)}


def _milliseconds(run: Callable[[], object]) -> float:
    begin = perf_counter()
    run()
    return (perf_counter() - begin) * 1000.0


CASES = (
    Measured("verdict on a typed derivative", verdicts),
    Measured("proof of a right answer", proofs),
    Measured("symbolic derivatives, node by node", derivatives),
)
