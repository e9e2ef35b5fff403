"""`gradstep judge ANSWER --of FORMULA --wrt x`: how a typed derivative would be judged, and why."""

from __future__ import annotations

import json
import sys

from ...core.algebra.client import Algebra
from ...core.answers.derivative import DerivativeQuestion
from ...core.answers.judge_formula import FormulaJudge
from ...core.answers.proof import is_proved
from ...core.answers.verdict import Verdict
from ...core.formula.assignments import parse_assignments
from ...core.formula.limits import FORMULA_LIMITS
from ...core.formula.parser import parse
from ...core.formula.tree import given_names
from ...core.words import message
from ..face import Face
from ..lessons import taught_by
from ..options import Call, UsageError

FORMAT = 1


def run(call: Call, face: Face) -> int:
    """Prints the verdict; 0 when the answer is right, 1 otherwise."""
    if not call.has("of"):
        raise UsageError("cli.judge-needs", option="--of")
    given = parse_assignments(call.get("at")) if call.has("at") else {}
    positive = [name.strip() for name in call.get("positive").split(",") if name.strip()]
    judge = FormulaJudge(DerivativeQuestion(call.get("of"), _variable(call), at=given, positive=positive))
    verdict = judge.judge(call.given[0])
    proved = verdict.is_right and call.has("wait") and _proved(judge, call.given[0])
    if call.has("json"):
        sys.stdout.write(json.dumps(_data(verdict, proved, face), ensure_ascii=False) + "\n")
    else:
        if verdict.reading:
            sys.stdout.write(face.say(message("plain.read-as", reading=face.echo(verdict.reading))).strip() + "\n")
        if verdict.kind == "wrong":
            sys.stdout.write(face.say(message("verdict.not-yet")) + "\n")
        sys.stdout.write(face.say(message("verdict.proved") if proved else verdict.message) + "\n")
        lesson = taught_by(face, verdict.diagnosis or "")
        if lesson is not None:
            sys.stdout.write(face.say(message("screen.taught-by", lesson=lesson)) + "\n")
    return 0 if verdict.is_right else 1


def _variable(call: Call) -> str:
    """The variable that was named, or the only one there is. Raises UsageError where there are several."""
    if call.has("wrt"):
        return call.get("wrt")
    names = given_names(parse(call.get("of"), limits=FORMULA_LIMITS))
    if len(names) != 1:
        raise UsageError("cli.judge-needs", option="--wrt")
    return names[0]


def _proved(judge: FormulaJudge, text: str) -> bool:
    with Algebra() as algebra:
        return is_proved(algebra, judge.question, judge.read(text).tree)


def _data(verdict: Verdict, proved: bool, face: Face) -> dict[str, object]:
    kind = "undecided" if verdict.kind == "rounded" else verdict.kind
    said = message("verdict.proved") if proved else verdict.message
    return {
        "format": FORMAT,
        "verdict": kind,
        "reading": verdict.reading,
        "proved": proved,
        "diagnosis": verdict.diagnosis,
        "candidates": list(verdict.candidates),
        "lesson": taught_by(face, verdict.diagnosis or ""),
        "message": face.words.both(said),
    }
