"""Which h is best for a finite difference? One slope by smaller and smaller steps: errors fall, and rise.

A forward difference errs by about h·F''/2 and a central one by h²·F'''/6, so a smaller h is better, until the rounding
of F, about 1e-16 of its size, is divided by a tiny h. The truth is the engine's gradient; an error is relative to the
larger of the two slopes, as gradient checks have it (CS231n, "Neural networks 3").
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import inf, isfinite
from types import MappingProxyType

from ..arrays import Value, shape_of
from ..errors import GradstepError, SpecError, UnknownNameError
from ..formula.build import build_pass
from ..formula.evaluator import evaluate_formula
from ..formula.limits import FORMULA_LIMITS
from ..formula.parser import parse
from ..formula.tree import Formula
from ..passes import Pass
from ..pictures import Curve, CurvesPicture, Picture, TablePicture
from ..words import Message, message
from ..words.numbers import sentence
from .knobs import Knobs, knob
from .protocol import Event
from .reading import formula_text, values, whole
from .rows import Row, Rows
from .run import Run

ROWS = (
    Row("f_plus"),
    Row("f_minus"),
    Row("forward", "(f_plus - f)/h", {"not-divided": "f_plus - f", "sign": "(f - f_plus)/h"}),
    Row("central", "(f_plus - f_minus)/(2*h)", {
        "factor-two": "(f_plus - f_minus)/h", "not-divided": "f_plus - f_minus", "sign": "(f_minus - f_plus)/(2*h)",
    }),
    Row("forward_error", "abs(forward - slope)/max(abs(forward), abs(slope))"),
    Row("central_error", "abs(central - slope)/max(abs(central), abs(slope))"),
)  # fmt: skip
WRITTEN = MappingProxyType({
    "f": "F(x)", "f_plus": "F(x+h)", "f_minus": "F(x-h)", "forward": "(F(x+h) - F(x))/h",
    "central": "(F(x+h) - F(x-h))/2h", "slope": "F'(x)",
})  # fmt: skip
LEAST = 1e-17
"""What is smaller stands at the lower end of a logarithmic axis."""


@dataclass(frozen=True)
class Best:
    """The k with the smallest error so far."""

    k: int = 0
    error: float = inf


@dataclass(frozen=True)
class Step:
    """What one h gave."""

    k: int
    """h = 10^-k."""
    plus: float = 0.0
    minus: float = 0.0
    forward: float = 0.0
    central: float = 0.0
    forward_error: float = inf
    central_error: float = inf
    best_forward: Best = Best()
    best_central: Best = Best()


class DifferenceKnobs(Knobs, frozen=True):
    """The settings of a sweep."""

    # fmt: off
    formula: str = knob("exp(x)", "formula; `;` separates definitions", "fórmula; `;` separa definiciones",
        read=formula_text)
    at: dict[str, Value] = knob({"x": 1.0}, "value of each variable", "valor de cada variable", read=values,
        entries=True, step=0.5)
    wrt: str = knob("x", "the variable that is moved", "la variable que se mueve", read=formula_text)
    steps: int = knob(12, "number of steps h, each a tenth of the one before",
        "número de pasos h, cada uno un décimo del anterior", read=whole, low=1, high=15, step=1)


class DifferenceSweep(Run[Step, DifferenceKnobs]):
    """One slope by ever smaller steps."""

    described = {
        "en": "A slope by finite differences: one frame a step h, from 0.1 down, with the error of both kinds.",
        "es": "Una pendiente por diferencias finitas: un cuadro por paso h, desde 0.1, con el error de las dos clases.",
    }
    example = MappingProxyType({"formula": "exp(x)", "at": {"x": 1.0}, "wrt": "x"})

    @cached_property
    def _parts(self) -> tuple[Formula, Pass]:
        at: Mapping[str, Value] = self.settings.at
        formula = parse(self.settings.formula, known=tuple(at), limits=FORMULA_LIMITS)
        record = build_pass(formula, at)[1]
        wrt = self.settings.wrt
        leaves = [node.id for node in record.graph.leaves]
        if wrt not in leaves:
            raise UnknownNameError("question.no-such-variable", wrt, leaves)
        if any(shape_of(value) for value in at.values()):
            raise SpecError("difference.arrays")
        return formula, record

    @cached_property
    def value(self) -> float:
        """F(x)."""
        record = self._parts[1]
        return float(record.values[record.graph.output])

    @cached_property
    def slope(self) -> float:
        """F'(x), by the engine. Raises SpecError for 0, to which no error is relative."""
        found = float(self._parts[1].gradients[self.settings.wrt])
        if found == 0 or not isfinite(found):
            raise SpecError("difference.flat", got=sentence(found), wrt=self.settings.wrt)
        return found

    @property
    def names(self) -> frozenset[str]:
        return frozenset({"f", "slope", "h", "best_forward", "best_central", *(row.name for row in ROWS)})

    def start(self, settings: DifferenceKnobs) -> Step:
        _ = self.slope  # what cannot be differenced is said before the first frame
        return Step(0)

    def advance(self, state: Step, settings: DifferenceKnobs) -> Step | None:
        if state.k >= settings.steps:
            return None
        k, h = state.k + 1, 10.0 ** -(state.k + 1)
        plus, minus = self._moved(h), self._moved(-h)
        forward, central = (plus - self.value) / h, (plus - minus) / (2 * h)
        errors = [abs(one - self.slope) / max(abs(one), abs(self.slope)) for one in (forward, central)]
        best_forward = Best(k, errors[0]) if errors[0] < state.best_forward.error else state.best_forward
        best_central = Best(k, errors[1]) if errors[1] < state.best_central.error else state.best_central
        return Step(k, plus, minus, forward, central, errors[0], errors[1], best_forward, best_central)

    def _moved(self, by: float) -> float:
        """F with the variable moved. Raises GradstepError outside of its domain."""
        at, wrt = self.settings.at, self.settings.wrt
        try:
            return float(evaluate_formula(self._parts[0], {**at, wrt: at[wrt] + by}))
        except GradstepError:
            return float("nan")

    def show(self, state: Step) -> Mapping[str, object]:
        shown: dict[str, object] = {"f": self.value, "slope": self.slope}
        if not state.k:
            return shown
        return shown | {
            "h": 10.0**-state.k, "f_plus": state.plus, "f_minus": state.minus, "forward": state.forward,
            "central": state.central, "forward_error": state.forward_error, "central_error": state.central_error,
            "best_forward": 10.0**-state.best_forward.k, "best_central": 10.0**-state.best_central.k,
        }  # fmt: skip

    def event(self, state: Step) -> Event:
        return Event("differenced", f"h = 1e-{state.k}", "forward", ("forward_error", "central_error"))

    def say(self, state: Step, settings: DifferenceKnobs) -> Message:
        if not state.k:
            return message("difference.start", slope=sentence(self.slope), wrt=settings.wrt)
        is_best = state.k == state.best_central.k
        return message(
            "difference.better" if is_best else "difference.worse", h=f"1e-{state.k}",
            forward=_power(state.forward_error), central=_power(state.central_error), best=f"1e-{state.best_central.k}",
        )  # fmt: skip

    def written(self, quantity: str) -> str:
        return WRITTEN.get(quantity, quantity)

    def rows(self, cursor: int, quantity: str) -> Rows | None:
        state = self.state(cursor)
        return Rows(self.show(state), ROWS, lambda name: WRITTEN.get(name, name)) if state.k else None

    @cached_property
    def _widest(self) -> tuple[object, ...]:
        """For each column of the table, the cell of the whole sweep that takes most room."""
        states = [self.state(at) for at in range(1, self.reach(self.settings.steps) + 1)]
        slopes = [[getattr(s, name) for s in states] for name in ("forward", "central")]
        errors = [[getattr(s, f"{name}_error") for s in states] for name in ("forward", "central")]
        wide = [max(found, key=lambda one: len(f"{one:.2f}")) for found in slopes]
        small = [max(found, key=lambda one: len(sentence(one))) for found in errors]
        return (f"1e-{len(states):02d}", wide[0], small[0], wide[1], small[1])

    def pictures(self, cursor: int) -> tuple[Picture, ...]:
        states = [self.state(at) for at in range(1, cursor + 1)]
        rows = tuple((f"1e-{s.k:02d}", s.forward, s.forward_error, s.central, s.central_error) for s in states)
        columns = ("h", message("difference.forward"), message("difference.error"), message("difference.central"),
                   message("difference.error"))  # fmt: skip
        table = TablePicture(columns, rows, len(rows) - 1 if rows else None, self._widest)
        ends = (1.0, float(max(2, self.settings.steps)))
        curves = (
            Curve(message("difference.forward"), _points([(s.k, s.forward_error) for s in states])),
            Curve(message("difference.central"), _points([(s.k, s.central_error) for s in states])),
        )
        curve = CurvesPicture(message("difference.axis"), message("difference.relative"), curves, log=True,
                              now=float(cursor) if cursor else None, x_range=ends, y_range=(1e-12, 1.0))  # fmt: skip
        return table, curve


def _points(errors: list[tuple[int, float]]) -> tuple[tuple[float, float], ...]:
    """The points of a curve; an error of exactly 0 stands at the lower end."""
    return tuple((float(k), max(error, LEAST)) for k, error in errors if isfinite(error))


def _power(error: float) -> str:
    """An error as people compare them: its first two digits and its power of ten."""
    return f"{error:.1e}"
