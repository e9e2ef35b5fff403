"""Every line of every receipt is true: what stands on both sides of its `=` is the same number, in all digits shown."""

import re
from functools import cache
from itertools import groupby, pairwise
from pathlib import Path

import numpy as np
import pytest
from gradstep.core.answers.receipts import LinesReceipt, ValueReceipt
from gradstep.core.errors import GradstepError
from gradstep.core.formula.limits import FORMULA_LIMITS
from gradstep.core.formula.numbers import parse_number
from gradstep.core.simulations.kinds import KINDS, simulate
from gradstep.core.simulations.protocol import Spec
from gradstep.core.words import core_words
from gradstep.core.words.numbers import receipt as six_digits

from ... import course

LESSONS = Path(__file__).parents[3] / "lessons"
FRAMES = 10
"""How many frames of a simulation are looked at, spread over its beginning."""
MOST_ENTRIES = 12
"""Of an array with more entries than this, each frame looks at so many, and the next one at others."""
LEAKED = re.compile(r"Message\(|mappingproxy|<gradstep|array\(|dtype")
"""What is Python's way to write something, and nobody's words."""
EQUALS = re.compile(r"\s+=\s+")
WORDED = re.compile(r"[^\W\d_]")
CALLED = "|".join((
    "exp", "log", "ln", "tanh", "sqrt", "relu", "max", "min", "abs", "where", "step", "sigmoid", "softplus", "softmax",
    "sin", "cos", "mean", "sum", "leaky_relu", "elu", "swish", "gelu",
))  # fmt: skip
FUNCTIONS = re.compile(r"\b(" + CALLED + r")(?=\()|σ(?=\()|√|(?<=\d)e-?\d")


@cache
def specs():
    """Every kind by its example, and every simulation of every lesson."""
    found = {f"{kind}": Spec(kind, dict(KINDS[kind].example)) for kind in sorted(KINDS)}
    for path in sorted(LESSONS.glob("*.yaml")):
        if path.name == "course.yaml":
            continue
        script = course.script(path)
        for name in script.lesson.file.simulations:
            spec = script.simulation(name).spec
            if (spec.kind, str(spec.knobs)) not in {(one.kind, str(one.knobs)) for one in found.values()}:
                found[f"{path.stem}: {name}"] = spec
    return found


def looked_at(quantities, turn):
    """Every quantity, and of a large array a part of its entries, which is another one in the next turn."""
    for _, group in groupby(quantities, lambda name: name.partition("[")[0]):
        names = list(group)
        apart = -(-len(names) // MOST_ENTRIES)
        yield from names[turn % apart :: apart]


def texts(found):
    """The lines of a receipt, as text."""
    match found:
        case LinesReceipt(lines):
            return [line.text for line in lines]
        case ValueReceipt(_, _, numbers, value) if numbers and np.ndim(value) == 0:
            return [f"{numbers} = {six_digits(float(value))}"]
        case _:
            return []


def leaks(*said):
    """What is no sentence for people, of all that is said, in either language."""
    worded = [text for one in said if one is not None for text in core_words().both(one).values()]
    return [text for text in worded if LEAKED.search(text)]


def read(text):
    """A side of a line as numbers with their decimals; None where it speaks of names."""
    if WORDED.search(FUNCTIONS.sub("", text)) or "…" in text:
        return None
    found = parse_number(text.removesuffix(" ✓").removesuffix(" ≠"), limits=FORMULA_LIMITS)
    return np.asarray(found.value, float), np.asarray(found.decimals, float)


def sides(line):
    """The neighbouring sides of a line that are both numbers."""
    parts = EQUALS.split(line)
    found = [read(part) for part in parts] if len(parts) > 1 else []
    return [(left, right) for left, right in pairwise(found) if left and right]


def holds(left, right):
    (a, _), (b, decimals) = left, right
    half = 0.5 * 10.0**-decimals
    return a.shape == b.shape and bool(np.all(np.abs(a - b) <= half * 1.001 + 1e-9 * np.abs(b)))


@pytest.mark.parametrize("name", specs())
def test_every_line_of_every_receipt_holds_as_it_is_written(name):
    simulation, seen = simulate(specs()[name]), set()
    last = simulation.reach(60)
    for turn, cursor in enumerate(sorted({round(last * part / (FRAMES - 1)) for part in range(FRAMES)})):
        frame = simulation.frame(cursor)
        assert leaks(frame.caption) == []
        for quantity in looked_at(frame.quantities, turn):
            found = simulation.receipt(cursor, quantity)
            lines = found.lines if isinstance(found, LinesReceipt) else ()
            assert leaks(*(said for line in lines for said in (line.label, line.note))) == []
            for line in texts(found):
                if line in seen:
                    continue
                seen.add(line)
                try:
                    pairs = sides(line)
                except GradstepError as error:
                    pytest.fail(f"frame {cursor}, {quantity}: `{line}` cannot be read: {error}")
                assert all(holds(*pair) for pair in pairs), f"frame {cursor}, {quantity}: {line}"


def test_a_line_that_is_off_in_its_last_digit_is_seen():
    assert all(holds(*pair) for pair in sides("0.5·3 + 1 = 2.5"))
    assert not all(holds(*pair) for pair in sides("0.5·3 + 1 = 2.4"))
    assert not all(holds(*pair) for pair in sides("x = 1.0000·0.2350 = 0.235004"))
