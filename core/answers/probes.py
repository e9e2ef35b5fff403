"""Which question tells two misconceptions apart? One about a small derivative, in which one of them would show.

If a wrong answer fits several misconceptions, naming one would be a guess. Instead we ask the learner for a derivative
that is short enough to do in one's head, and how that comes out says which misconception it was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ..errors import GradstepError
from ..words import message
from .derivative import DerivativeQuestion
from .judge_formula import FormulaJudge
from .verdict import Verdict

PROBES: Mapping[str, tuple[str, str]] = {
    "another-variable": ("3*a + 5*b", "a"),
    "constant-factor": ("7x^2", "x"),
    "degrees": ("sin(x)", "x"),
    "derivatives-divided": ("exp(x)/x", "x"),
    "exponent-dropped": ("x^5", "x"),
    "exponent-factor": ("x^5", "x"),
    "exponent-kept": ("x^5", "x"),
    "factor-twice": ("exp(2x)", "x"),
    "half-forgotten": ("sqrt(x)", "x"),
    "inner-derivative": ("sin(5x)", "x"),
    "input-for-slope": ("log(x)", "x"),
    "integrated": ("x^5", "x"),
    "log-base": ("log(x)", "x"),
    "lost-upstream": ("sin(5x)", "x"),
    "not-differentiated": ("x^5", "x"),
    "outer-derivative": ("sin(5x)", "x"),
    "own-input": ("u*v", "u"),
    "path-forgotten": ("x*exp(x)", "x"),
    "pre-activation": ("sigmoid(z)", "z"),
    "product-of-derivatives": ("x*exp(x)", "x"),
    "product-rule-sign": ("x*exp(x)", "x"),
    "quotient-order": ("exp(x)/x", "x"),
    "quotient-plus": ("exp(x)/x", "x"),
    "quotient-square": ("exp(x)/x", "x"),
    "reciprocal-sign": ("1/x", "x"),
    "reciprocal-square": ("1/x", "x"),
    "sign": ("-3x", "x"),
    "square-forgotten": ("tanh(x)", "x"),
    "trig-sign": ("cos(x)", "x"),
    "value-for-slope": ("sigmoid(z)", "z"),
}
"""Misconception to a formula and a variable: asked for this derivative, somebody who has it will get it wrong."""


@dataclass(frozen=True)
class Probe:
    """A question in between: a derivative, and the misconceptions that it is to tell apart."""

    of: str
    wrt: str
    about: str
    candidates: tuple[str, ...]

    @property
    def label(self) -> str:
        """What is asked for, as written to the left of an equals sign."""
        return f"d({self.of})/d{self.wrt}"


def probe_for(verdict: Verdict) -> Probe | None:
    """The question that tells the candidates of a verdict apart; None if there is nothing to tell, or no way to."""
    if verdict.kind != "wrong" or len(verdict.candidates) < 2:
        return None
    about = next((id for id in verdict.candidates if id in PROBES), None)
    return None if about is None else Probe(*PROBES[about], about, verdict.candidates)


def ask(verdict: Verdict, probe: Probe) -> Verdict:
    """The verdict that led to the probe, with the probe as its question."""
    names = [message(f"mistake.{id}-name") for id in verdict.candidates]
    said = message("verdict.probe", names=names, label=probe.label)
    return Verdict(verdict.kind, said, verdict.reading, None, verdict.candidates)


def resolve(probe: Probe, typed: str) -> Verdict:
    """What the answer to a probe says about the answer before: it names one misconception, or none."""
    try:
        answer = _judge(probe.of, probe.wrt).judge(typed)
    except GradstepError as error:
        return Verdict("unreadable", error.message)
    if answer.kind == "unreadable":
        return answer
    shown = tuple(id for id in answer.candidates if id in probe.candidates)
    left = tuple(id for id in probe.candidates if id != probe.about) if answer.is_right else shown
    return _named(left or probe.candidates, answer)


def _named(left: Sequence[str], answer: Verdict) -> Verdict:
    if len(left) == 1:
        return Verdict("wrong", message(f"mistake.{left[0]}"), answer.reading, left[0], tuple(left))
    names = [message(f"mistake.{id}-name") for id in left]
    return Verdict("wrong", message("verdict.several-left", names=names), answer.reading, None, tuple(left))


@lru_cache(maxsize=64)
def _judge(of: str, wrt: str) -> FormulaJudge:
    return FormulaJudge(DerivativeQuestion(of, wrt))
