"""Is a typed expression the wanted one, in whatever form it is written? Compared at points, and never run as code.

What is filled into a listing is a formula over the names of the listing. What Python wants around a name and a formula
does not (`self.`, `np.`) is read over, column by column, so a complaint still points at the letter that was typed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ..arrays import Shape, Value, shape_of, write_shape
from ..errors import GradstepError
from ..formula.evaluator import evaluate
from ..formula.parser import parse_expression
from ..formula.printer import write
from ..formula.tree import Number, Tree, walk
from ..words import Message, message
from ..words.numbers import sentence
from .comparison import TOLERANCE, distance
from .verdict import Verdict

ROUNDED = 2e-2
"""Numbers with decimals that are off by no more than this, relative to the truth, may have been rounded."""
POINTS = 24
"""Points at which two expressions are compared: on all sides of a kink, with numbers of both signs."""
PREFIX = re.compile(r"\b(?:self|np|numpy|math)\s*\.\s*(?=[^\W\d])")
TRANSPOSED = re.compile(r"(?<=[\w)])\.T\b")


def as_formula(text: str) -> str:
    """An expression without what only Python needs, every letter in its column."""
    bare = PREFIX.sub(lambda found: " " * len(found[0]), text)
    return TRANSPOSED.sub("^T", bare)


@dataclass(frozen=True)
class ExpressionSlip:
    """What a known mistake writes, and what is said about it."""

    answer: str
    why: Message
    diagnosis: str | None = None


@dataclass(frozen=True, eq=False)
class ExpressionJudge:
    """Judges expressions against one; `shapes` are those of names that are not single numbers."""

    answer: str
    names: tuple[str, ...]
    shapes: Mapping[str, Shape]
    slips: Sequence[ExpressionSlip] = ()

    @cached_property
    def points(self) -> tuple[dict[str, Value], ...]:
        """The same points for everybody."""
        draw = np.random.default_rng(20)
        return tuple({name: _drawn(draw, self.shapes.get(name, ())) for name in self.names} for _ in range(POINTS))

    @cached_property
    def truth(self) -> list[Value]:
        """The wanted expression at the points. Raises what reading and evaluating raise."""
        return self.values(self.read(self.answer))

    def read(self, text: str) -> Tree:
        """The tree of an expression. Raises FormulaError, UnknownNameError."""
        return parse_expression(as_formula(text), known=self.names)

    def values(self, tree: Tree) -> list[Value]:
        """An expression at the points."""
        with np.errstate(all="ignore"):
            return [evaluate(tree, point) for point in self.points]

    def judge(self, text: str) -> Verdict:
        """The verdict on an expression as it was typed."""
        try:
            tree = self.read(text)
            found = self.values(tree)
        except GradstepError as error:
            return Verdict("unreadable", error.message)
        reading = write(tree, "unicode", grouped=True)
        if _are_equal(found, self.truth):
            return Verdict("right", message("verdict.right"), reading)
        if _are_equal(found, self.truth, ROUNDED) and any(isinstance(part, Number) and "." in part.text
                                                          for part in walk(tree)):  # fmt: skip
            return Verdict("rounded", message("verdict.rounded-coefficients"), reading)
        for slip in self.slips:
            if _are_equal(found, self.values(self.read(slip.answer))):
                return Verdict("wrong", slip.why, reading, slip.diagnosis, (slip.diagnosis,) if slip.diagnosis else ())
        got, wanted = shape_of(found[0]), shape_of(self.truth[0])
        if got != wanted:
            said = message("verdict.blank-shape", got=write_shape(got), wanted=write_shape(wanted))
            return Verdict("wrong", said, reading)
        if _are_equal([np.negative(value) for value in found], self.truth):
            return Verdict("wrong", message("mistake.sign"), reading, "sign", ("sign",))
        if self.names or got:
            return Verdict("wrong", message("verdict.blank-wrong"), reading)
        return Verdict("wrong", message("verdict.count-wrong", got=sentence(found[0], 4)), reading)


def _drawn(draw: np.random.Generator, shape: Shape) -> Value:
    sizes = draw.uniform(0.3, 3.0, shape or None)
    signed = sizes * draw.choice([-1.0, 1.0], shape or None)
    return signed if shape else float(signed)


def _are_equal(one: Sequence[Value], other: Sequence[Value], tolerance: float = TOLERANCE) -> bool:
    """Do they agree wherever the second is defined, and is the first one defined there?"""
    if any(shape_of(left) != shape_of(right) for left, right in zip(one, other, strict=True)):
        return False
    got, wanted = (np.concatenate([np.ravel(value) for value in values]).astype(float) for values in (one, other))
    defined = np.isfinite(wanted)
    return bool(np.any(defined) and np.all(np.isfinite(got[defined]))
                and np.all(distance(got[defined], wanted[defined]) <= tolerance))  # fmt: skip
