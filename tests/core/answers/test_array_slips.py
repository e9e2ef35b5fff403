"""Gradients of arrays are diagnosed like those of numbers: transposed, wrong axis, a path, 1/N, softmax by entries."""

import numpy as np
import pytest
from gradstep.core.answers.array_slips import array_slips, carried
from gradstep.core.answers.derivative import DerivativeQuestion
from gradstep.core.answers.judge_formula import FormulaJudge
from gradstep.core.errors import GradstepError
from gradstep.core.formula.assignments import parse_assignments
from gradstep.core.formula.tree import Apply, Definition, Formula, Name
from gradstep.core.ops import OPS
from gradstep.core.words import core_words

R = "right"
WIDE = {"W": (2, 3), "x": (3,)}
SQUARE = {"W": (3, 3), "x": (3,)}
LINE = {"X": (4, 3), "w": (3,), "y": (4,)}
SCORES = {"s": (3,), "t": (3,)}
LAYER = {"X": (4, 3), "W": (3, 2), "b": (2,), "T": (4, 2)}
ONE_HOT = parse_assignments("t=[0,1,0], s=[1,2,3]")
QUESTIONS = [
    ("norm2(W @ x)", "W", WIDE, {
        "2*outer(W @ x, x)": R, "outer(W@x,x)": "factor-two", "2*outer(x,W@x)": "transposed",
        "-2*outer(W@x,x)": "sign"}),
    ("norm2(W @ x)", "x", SQUARE, {
        "2*transpose(W) @ W @ x": R, "2*W@W@x": "transpose-forgotten", "2*W@x": "inner-derivative"}),
    ("norm2(W @ x)", "W", SQUARE, {"2*outer(W@x,x)": R, "2*outer(x,W@x)": "transposed"}),
    ("mean((X@w - y)^2)", "w", LINE, {
        "2/4*transpose(X)@(X@w-y)": R, "2*transpose(X)@(X@w-y)": "one-over-n", "1/4*transpose(X)@(X@w-y)": "factor-two",
        "2/4*(X@w-y)": "inner-derivative", "2/4*transpose(X)@(y-X@w)": "sign",
        "2/4*transpose(X)@(X@w-y)^2": "exponent-kept", "2/4*transpose(X)@(X@w)": None}),
    ("-sum(t*log_softmax(s))", "s", SCORES, {
        "softmax(s)*sum(t) - t": R, "-t*(1-softmax(s))": "softmax-diagonal", "exp(s)*sum(t)-t": "exp-for-softmax",
        "t - softmax(s)*sum(t)": "sign", "-t": "softmax-diagonal"}),
    ("-dot(t,log_softmax(s))", "s", ONE_HOT, {
        "softmax(s) - t": R, "exp(s) - t": "exp-for-softmax", "-t*(1-softmax(s))": "softmax-diagonal",
        "t - softmax(s)": "sign"}),
    ("-dot(t,log(softmax(s)))", "s", ONE_HOT, {
        "softmax(s) - t": R, "exp(s) - t": "exp-for-softmax", "-t/softmax(s)": "inner-derivative"}),
    ("dot(x, A@x)", "x", {"x": (3,), "A": (3, 3)}, {
        "A@x + transpose(A)@x": R, "2*A@x": "transpose-forgotten", "A@x": "path-forgotten"}),
    ("sum(outer(a,b)*C)", "a", {"a": (3,), "b": (3,), "C": (3, 3)}, {"C@b": R, "C@a": "own-input"}),
    ("sum(softmax(s)*t)", "s", SCORES, {
        "softmax(s)*(t - dot(softmax(s),t))": R, "softmax(s)*(1-softmax(s))*t": "softmax-diagonal",
        "exp(s)*(t-dot(exp(s),t))": "exp-for-softmax"}),
    ("logsumexp(s)", "s", SCORES, {"softmax(s)": R, "exp(s)": "exp-for-softmax"}),
    ("sum(tanh(X@W+b))", "W", LAYER, {
        "transpose(X)@(1-tanh(X@W+b)^2)": R, "transpose(X)@(1-tanh(X@W+b))": "square-forgotten",
        "transpose(X)@(1+tanh(X@W+b)^2)": "complement-sign", "transpose(X)@tanh(X@W+b)": "value-for-slope",
        "1-tanh(X@W+b)^2": "inner-derivative", "transpose(X)@(1-(X@W+b)^2)": "pre-activation"}),
    ("sum(tanh(X@W+b))", "b", LAYER, {
        "sum(1-tanh(X@W+b)^2, axis=0)": R, "1-tanh(X@W+b)^2": "broadcast-not-summed",
        "mean(1-tanh(X@W+b)^2, axis=0)": "one-over-n", "sum(1-tanh(X@W+b)^2, axis=1)": "wrong-axis"}),
    ("norm2(x) + dot(x, w)", "x", {"x": (3,), "w": (3,)}, {
        "2*x+w": R, "2*x": "path-forgotten", "w": "path-forgotten", "x+w": "factor-two", "2*x-w": "sign",
        "2*x+x": "own-input"}),
    ("sum(relu(W@x))", "x", WIDE, {
        "transpose(W)@step(W@x)": R, "transpose(W)@relu(W@x)": "value-for-slope",
        "transpose(W)@(1+0*(W@x))": "slope-one-everywhere"}),
    ("sum(sigmoid(x)^2)", "x", {"x": (4,)}, {
        "2*sigmoid(x)*sigmoid(x)*(1-sigmoid(x))": R, "2*sigmoid(x)": "inner-derivative",
        "2*sigmoid(x)^2*(1+sigmoid(x))": "complement-sign"}),
    ("sum(exp(x))/sum(x)", "x", {"x": (4,)}, {
        "exp(x)/sum(x)-sum(exp(x))/sum(x)^2": R, "exp(x)/sum(x)": "path-forgotten",
        "exp(x)/sum(x)+sum(exp(x))/sum(x)^2": "reciprocal-sign"}),
    ("sum(t*log(p))", "p", {"t": (3,), "p": (3,)}, {
        "t/p": R, "t": "inner-derivative", "t*p": "input-for-slope", "t*log(p)": "value-for-slope"}),
]  # fmt: skip
CASES = [(of, wrt, given, typed, wanted) for of, wrt, given, answers in QUESTIONS for typed, wanted in answers.items()]


def question(of, wrt, given):
    has_values = any(isinstance(value, np.ndarray) for value in given.values())
    return DerivativeQuestion(of, wrt, None if has_values else given, at=given if has_values else None)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(("of", "wrt", "given", "typed", "wanted"), CASES, ids=lambda value: str(value)[:40])
def test_a_mistake_on_one_edge_is_named(of, wrt, given, typed, wanted):
    verdict = FormulaJudge(question(of, wrt, given)).judge(typed)
    assert (verdict.kind, verdict.diagnosis) == ((R, None) if wanted == R else ("wrong", wanted)), verdict.candidates


@pytest.mark.parametrize(("of", "wrt", "given", "answers"), QUESTIONS, ids=lambda value: str(value)[:40])
def test_every_slip_has_its_sentences_and_none_is_the_truth(of, wrt, given, answers):
    asked = question(of, wrt, given)
    slips = array_slips(asked)
    assert slips
    for id, values in slips:
        assert core_words().template(f"mistake.{id}", "es") and core_words().template(f"mistake.{id}-name", "en")
        pairs = list(zip(values, asked.truth, strict=False))
        assert not all(np.shape(a) == np.shape(b) and np.allclose(a, b, rtol=1e-6, atol=1e-9) for a, b in pairs), id


def test_what_is_carried_from_the_output_is_the_gradient():
    asked = question("mean(tanh(X@W+b)^2)", "W", LAYER)
    record = asked.trials[0].record
    assert np.allclose(carried(record, "W", record.graph.output, 1.0), asked.truth[0])


def every_operation():
    """Each operation on the inputs of each of its samples, summed up; and each of its inputs as the variable."""
    for op in OPS.values():
        for place, sample in enumerate(op.samples):
            names = [f"u{slot}" for slot in range(len(sample.inputs))]
            at = dict(zip(names, sample.inputs, strict=True))
            fixed = tuple((name, value) for name, value in sample.attributes.items())
            for name in names:
                yield pytest.param(op.name, fixed, at, name, id=f"{op.name}-{place}-{name}")


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(("op", "fixed", "at", "wrt"), list(every_operation()))
def test_slips_can_be_made_at_every_operation(op, fixed, at, wrt):
    inner = Apply(op, tuple(Name(name) for name in at), fixed)
    formula = Formula("", (Definition(None, Apply("sum", (Apply("mul", (inner, inner)),))),))
    try:
        asked = DerivativeQuestion(formula, wrt, at=at)
        truth = asked.truth
    except GradstepError:
        return  # a target that is no array of numbers, or a formula that is none of single numbers
    for answer in ("1", f"2*{wrt}", f"-{wrt}", f"transpose({wrt})", f"sum({wrt})", f"{wrt} @ {wrt}"):
        assert FormulaJudge(asked).judge(answer).kind in (R, "wrong", "unreadable", "undecided"), truth


TARGETS = [
    ("t=[0,1,0], s=[1,2,3]", "t", lambda t: sorted(t) == [0, 0, 1]),
    ("t=[0.2,0.3,0.5], s=[1,2,3]", "t", lambda t: np.isclose(t.sum(), 1) and (t >= 0).all()),
    ("t=[[0,1],[1,0]], s=[[1,2],[3,4]]", "t", lambda t: (t.sum(axis=-1) == 1).all()),
    ("t=[1,-1,1], s=[1,2,3]", "t", lambda t: set(t) <= {1, -1}),
    ("t=[1,0,1], s=[1,2,3]", "t", lambda t: set(t) <= {0, 1}),
]


@pytest.mark.parametrize(("at", "name", "keeps"), TARGETS, ids=[row[0] for row in TARGETS])
def test_targets_stay_what_they_are_at_every_point(at, name, keeps):
    asked = DerivativeQuestion("sum(t*s*s)", "s", at=parse_assignments(at))
    assert len(asked.trials) == 10
    assert np.array_equal(asked.trials[0].at["s"], parse_assignments(at)["s"])
    assert all(keeps(trial.at[name]) for trial in asked.trials)
    assert len({str(trial.at["s"]) for trial in asked.trials}) == 10


def test_arrays_in_a_logarithm_are_positive():
    asked = DerivativeQuestion("sum(log(p*q))", "p", {"p": (3,), "q": (3,)})
    assert FormulaJudge(asked).judge("1/p").kind == R
    assert all((trial.at["p"] > 0).all() for trial in asked.trials)
