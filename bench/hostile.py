"""What does bad input do? Nothing but a sentence: lessons, hand-ins, tables, records, answers and settings, made wrong.

Every case is a sound piece of input that was cut, doubled, swapped, filled with noise or replaced by it. What is read
must be read, or refused by one of our own errors, within a second. `python -m bench hostile` tries HOSTILE of each kind
(100,000 together); the tests try a part.
"""

from __future__ import annotations

import json
import random
import resource
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import NamedTuple

from gradstep.core.answers.derivative import DerivativeQuestion
from gradstep.core.answers.judge_formula import FormulaJudge
from gradstep.core.errors import GradstepError
from gradstep.core.formula.assignments import parse_assignments
from gradstep.core.learning.data.csv_table import parse_csv
from gradstep.core.lesson.kept_line import read_line
from gradstep.core.lesson.load import parse_lesson
from gradstep.core.simulations.kinds import KINDS, simulate
from gradstep.core.simulations.protocol import Spec
from gradstep.core.simulations.turns import read_turns
from gradstep.core.simulations.watches import read_watch
from gradstep.core.teaching.hand_in import HandIn, read_hand_in, sealed, write_hand_in

from .cases import Measured

HOSTILE = {
    "answer": 30_000, "setting": 15_000, "value": 5_000, "watch": 10_000, "table": 10_000, "record": 15_000,
    "hand-in": 10_000, "lesson": 5_000,
}  # fmt: skip
"""How many of each kind."""
LONGEST = 1.0
"""Seconds that one case may take."""
LESSONS = Path(__file__).resolve().parents[1] / "lessons"
NOISE = (
    "\x00", "\x1b[2J", "\ud800", "\u2028", "\u202e", "９", "𝑥", "(", ")", "[", "]", "{", "}", ",", ";", "^", "^^", "/0",
    "1e999", "-", "--", "nan", "inf", "'", '"', "\\", "\t", "\n", "%s", "{0}", "$(id)", "../", "~", "σ", "²", "∂", "=",
    "9" * 400, "x" * 300, "((" * 40, "x^x^x^9", "sum(", "&a", "*a", "!!python/object:os.system", "<<", "- - - ", "|",
    ">",
)  # fmt: skip
FORMULAS = ("2x*cos(x^2)", "σ(z)(1-σ(z))", "(w*x - y)*2x", r"\frac{1}{2}e^{-x}", "1/(1+exp(-z))^2", "where(x>0, 1, 0)",
            r"\sqrt[3]{x+1}\hat{y}_{1}", r"\begin{cases}1 & x>0\\0 & x\le 0\end{cases}", r"1.5\cdot10^{-3}x",
            r"\sigma\left(z\right)\frac12", r"W_{1,2}^{\top}x", r"\log_{2}{x}\sin^2{x}",
            r"\begin{pmatrix}1&2\\3&4\end{pmatrix}")  # fmt: skip
SETTINGS = ("rate = 0.5; hidden = [4, 4]", "data = moons, noise = 0,1", "optimiser = adam; batch = 5")
VALUES = ("w=2, x=-3,5; y=1/3", "W=[[1,2],[3,4]]; b=[0.5 1]", "x0 = -1,0")
WATCHES = ("loss < 0.1", "max(abs(grad.W1)) > 2", "W1[0,1] + b1[0]", "epoch == 3 and loss > 1")
TABLES = ("x1;x2;y\n1,5;2;0\n2;3;1\n", "a,b,c\n1,2,yes\n3,4,no\n", "x\ty\n1\t2\n", '"a","b"\n1,2\n')
RECORD = {"format": 1, "time": 1796013150.4, "lesson": "sigmoid-neuron-graph", "step": "predict-s", "beat": 0,
          "fingerprint": "1bc8a225033d", "action": {"do": "answer", "text": "0.5"}, "verdict": "wrong",
          "outcome": "open", "diagnosis": "", "order": 5}  # fmt: skip


class Tried(NamedTuple):
    """What came of many cases of one kind."""

    kind: str
    count: int
    refused: int
    slowest: float
    """Seconds."""
    failed: tuple[str, ...]
    """The cases that ended in anything but an answer or one of our own errors, with what happened."""


def spoiled(text: str, chance: random.Random) -> str:
    """A text with one to six wrongs done to it."""
    for _ in range(chance.randint(1, 6)):
        a, b = sorted(chance.randrange(len(text) + 1) for _ in range(2))
        b = min(b, a + chance.choice((1, 3, 40)))
        noise = chance.choice(NOISE) if chance.random() < 0.7 else chr(chance.randrange(1, 0x3000))
        text = chance.choice((text[:a] + text[b:], text[:a] + noise + text[a:], text[:a] + noise + text[b:],
                              text[:b] + text[a:], text[b:] + text[:a], noise * chance.randint(1, 9)))  # fmt: skip
        if len(text) > 20_000:
            text = text[:20_000]
    return text


def _as_read(text: str) -> str:
    """A text as a file can hold it."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _one_of(texts: tuple[str, ...]) -> Callable[[random.Random], str]:
    return lambda chance: spoiled(chance.choice(texts), chance)


def _readers() -> Mapping[str, tuple[Callable[[random.Random], str], Callable[[str], object]]]:
    """For each kind, what makes a case and what must survive it."""
    judges = [FormulaJudge(DerivativeQuestion(of, wrt)) for of, wrt in (("sin(x^2)", "x"), ("sigmoid(z)", "z"))]
    network = simulate(Spec("network", KINDS["network"].example))
    lessons = tuple(
        path.read_text(encoding="utf-8") for path in sorted(LESSONS.glob("*.yaml")) if path.stem != "course"
    )
    records = tuple(json.dumps({**RECORD, "text": text}) for text in FORMULAS)
    lines = tuple(line for line, whole in (read_line(record.encode()) for record in records) if line and whole)
    digests = {"sigmoid-neuron-graph": "0"}
    handed = write_hand_in(HandIn("Ana", "", 0.0, "0.1.0", digests, lines)).decode().rpartition("\n{")[0] + "\n"

    def judge(text: str) -> None:
        for each in judges:
            each.judge(text[:300])

    return {
        "answer": (_one_of(FORMULAS), judge),
        "setting": (_one_of(SETTINGS), lambda text: read_turns(network, 0, text)),
        "value": (_one_of(VALUES), parse_assignments),
        "watch": (_one_of(WATCHES), lambda text: read_watch(text, network)),
        "table": (_one_of(TABLES), lambda text: parse_csv(text, "", "table.csv")),
        "record": (_one_of(records), lambda text: read_line(text.encode("utf-8", "replace"))),
        "hand-in": (lambda chance: spoiled(handed, chance),
                    lambda text: read_hand_in(sealed(text.encode("utf-8", "replace")))),
        "lesson": (_one_of(lessons), lambda text: parse_lesson(_as_read(text), "lesson.yaml")),
    }  # fmt: skip


def tried(kind: str, count: int, seed: int = 0) -> Tried:
    """`count` cases of a kind, read one after the other."""
    make, read = _readers()[kind]
    chance = random.Random(f"{kind} {seed}")
    refused, slowest, failed = 0, 0.0, list[str]()
    for _ in range(count):
        text = make(chance)
        start = perf_counter()
        try:
            read(text)
        except GradstepError:
            refused += 1
        except Exception as error:
            failed.append(f"{type(error).__name__}: {error} behind {text[:200]!r}")
        took = perf_counter() - start
        slowest = max(slowest, took)
        if took > LONGEST:
            failed.append(f"{took:.1f} s behind {text[:200]!r}")
    return Tried(kind, count, refused, slowest, tuple(failed[:20]))


def survived() -> dict[str, tuple[float, str, float | None]]:
    """All kinds; what failed is told as it is found."""
    found: dict[str, tuple[float, str, float | None]] = {}
    with TemporaryDirectory():
        for kind, count in HOSTILE.items():
            done = tried(kind, count)
            for each in done.failed:
                print(f"  {kind}: {each}", flush=True)
            found[f"{kind}: {count:,} cases, {done.refused:,} refused, failures"] = (len(done.failed), "", 0.0)
            found[f"{kind}: slowest"] = (done.slowest * 1000, "ms", LONGEST * 1000)
    found["memory at the end"] = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "MB", 200.0)
    return found


CASES = (Measured("bad input", survived),)
