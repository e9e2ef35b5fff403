"""Whatever is typed at any question of any lesson gets a verdict in no time; nothing is raised, nothing is printed."""

import json
import warnings
from pathlib import Path
from time import perf_counter

import pytest
from gradstep.core.lesson.load import load_lesson
from gradstep.core.lesson.schema import AskFormula
from gradstep.core.lesson.script import Script
from gradstep.core.words import core_words
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ... import course

LESSONS = Path(__file__).parents[3] / "lessons"
TABLES = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(Path(__file__).parent.glob("*.json"))]
TYPED = sorted({row[2] for table in TABLES for row in table})
PIECES = [
    *"0123456789.,;()[]{}|+-*/^@=<>!&% \n\t'\"_\\xyzwbqeTAσπλ²⁻¹ᵀ√·−≤≠½‖∣", "exp(", "max(", "where(", "sum(", "log(",
    "[2x]", "transpose(", "softmax(", "cosh(", "axis=", "and", " if ", " else ", "e^", "1e-3", "w₁", "dot(", "pow(",
    "x²", "||", "[1 2; 3 4]", "\\frac{", "\\left(", "\\right)", "\\cdot ", "dy/dx=", "np.", "(x+1)", "2x", "1/",
    "^-1/2", "relu(x-9)", "mean(",
]  # fmt: skip
likely = st.lists(st.sampled_from(PIECES + TYPED), max_size=24).map(lambda found: "".join(found)[:300])
anything = st.one_of(likely, st.sampled_from(TYPED), st.text(max_size=300))


def judges():
    for path in sorted(LESSONS.glob("*.yaml")):
        if path.stem == "course":
            continue
        script = course.script(path)
        for index, step in enumerate(script.lesson.steps):
            if isinstance(step, AskFormula):
                yield script.judge(index)


JUDGES = list(judges())


def test_there_are_questions():
    assert len(JUDGES) >= 10


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(anything)
def test_anything_typed_gets_a_verdict_at_every_question(text):
    for judge in JUDGES:
        begin = perf_counter()
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            verdict = judge.judge(text)
        assert verdict.kind in ("right", "rounded", "wrong", "unreadable", "undecided")
        assert core_words().word(verdict.message, "es") and core_words().word(verdict.message, "en")
        assert perf_counter() - begin < 1.0, text


BRACKETS = (
    "[2lw]", "2·[l·w]", "[1,2,3]", "[[2lw]]", "[2 l w]", "1/relu(w)", "[]", "[[]]", "[w; w]", "sum(w)", "transpose(w)",
    "w @ w", "softmax(w)", "2*max(l)*w", "where(w>0, [1], 2)", "|[w]|", "[[1,2],[3,4]] @ [w, w]", "outer(w, w)",
)  # fmt: skip


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("typed", BRACKETS)
def test_brackets_and_arrays_end_nothing(typed):
    for judge in JUDGES:
        assert judge.judge(typed).kind


def test_the_lessons_own_letter_for_the_strength_of_a_penalty_may_be_typed():
    script = Script(load_lesson(LESSONS / "weight-decay.yaml"))
    index = next(at for at, step in enumerate(script.lesson.steps) if isinstance(step, AskFormula))
    for typed in ("2·λ·w", "2λw", "2lw", "2 lambda w", "2\\lambda w", "[2λw]", "½·4λw"):
        assert script.judge(index).judge(typed).is_right, typed
