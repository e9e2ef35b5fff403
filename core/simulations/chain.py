"""What happens to a gradient on its way through many layers? One layer a frame, and the product of all slopes so far.

a ← f(w·a + b), with the same f, w and b in every layer, so ∂a_k/∂x is a product of k factors w·f'(z). With factors
below 1 it vanishes, above 1 it explodes, and which it will be is clear long before the last layer. Slopes come from the
engine's pass over f.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import isfinite
from types import MappingProxyType

from ..errors import PlaceError, SpecError
from ..formula.functions import FUNCTIONS
from ..pictures import Curve, CurvesPicture, Picture, TablePicture
from ..words import Message, message
from ..words.numbers import sentence
from .graph import GraphSimulation
from .knobs import Knobs, knob
from .protocol import Event, Simulation, Spec, Unit
from .reading import formula_text, real, whole
from .rows import Row, Rows
from .run import Run
from .surface import Surface

MOST_ROWS = 200
ROWS = (
    Row("z", "w*a_before + b", {"bias-forgotten": "w*a_before"}),
    Row("slope", slips={"value-for-slope": "a"}),
    Row("factor", "w*slope", {"value-for-slope": "w*a", "activation-forgotten": "w"}),
    Row("product", "product_before*factor", {
        "added-for-product": "product_before + factor", "lost-upstream": "factor", "lost-local": "product_before",
        "value-for-slope": "product_before*w*a",
    }),
)  # fmt: skip
WRITTEN = MappingProxyType(
    {"slope": "f'(z)", "factor": "w·f'(z)", "product": "∂a/∂x", "a_before": "a", "product_before": "∂a/∂x"}
)
LOWEST = 1e-300
"""What is smaller has no place on a logarithmic axis."""


@dataclass(frozen=True)
class Layer:
    """What one layer did, and the product up to here."""

    k: int
    a: float
    product: float = 1.0
    """∂a_k/∂x."""
    z: float = 0.0
    slope: float = 1.0
    """f'(z)."""
    factor: float = 1.0
    """w·f'(z): what this layer multiplies."""

    @property
    def is_finite(self) -> bool:
        """Can there be another layer?"""
        return all(isfinite(number) for number in (self.a, self.product))


class ChainKnobs(Knobs, frozen=True):
    """The settings of a chain of layers."""

    # fmt: off
    of: str = knob("sigmoid", "activation: a function, or a formula of one variable",
        "activación: una función, o una fórmula de una variable", read=formula_text)
    x: float = knob(0.0, "input", "entrada", read=real, low=-1000, high=1000, step=0.5)
    w: float = knob(1.0, "weight of every layer", "peso de cada capa", read=real, effect="next", low=-100, high=100,
        step=0.5)
    b: float = knob(0.0, "bias of every layer", "sesgo de cada capa", read=real, effect="next", low=-100, high=100,
        step=0.5)
    layers: int = knob(12, "number of layers", "número de capas", read=whole, low=1, high=1000, step=1)


class Chain(Run[Layer, ChainKnobs]):
    """The same layer again and again, with the product of its slopes."""

    described = {
        "en": "The same layer again and again: one frame a layer, with the product of all slopes so far.",
        "es": "La misma capa una y otra vez: un cuadro por capa, con el producto de todas las pendientes hasta ahí.",
    }
    example = MappingProxyType({"of": "sigmoid", "x": 0.0, "layers": 12})

    @cached_property
    def surface(self) -> Surface:
        """The activation."""
        of = self.settings.of
        surface = Surface(f"{of}(z)" if of in FUNCTIONS else of)
        if len(surface.variables) != 1:
            raise SpecError("chain.variables", got=of, variables=list(surface.variables))
        return surface

    @property
    def names(self) -> frozenset[str]:
        return frozenset({"layer", "a", "z", "slope", "factor", "product"})

    def start(self, settings: ChainKnobs) -> Layer:
        _ = self.surface  # a formula that cannot be read is said before the first frame
        return Layer(0, settings.x)

    def advance(self, state: Layer, settings: ChainKnobs) -> Layer | None:
        if state.k >= settings.layers or not state.is_finite:
            return None
        z = settings.w * state.a + settings.b
        record = self.surface.visit((z,))
        slope = float(record.gradients[self.surface.variables[0]])
        factor = settings.w * slope
        return Layer(
            state.k + 1, float(record.values[self.surface.graph.output]), state.product * factor, z, slope, factor
        )

    def show(self, state: Layer) -> Mapping[str, object]:
        shown: dict[str, object] = {"layer": state.k, "a": state.a, "product": state.product}
        return shown | ({"z": state.z, "slope": state.slope, "factor": state.factor} if state.k else {})

    def event(self, state: Layer) -> Event:
        return Event("passed" if state.is_finite else "diverged", f"layer {state.k}", "forward", ("product",))

    def say(self, state: Layer, settings: ChainKnobs) -> Message:
        told = {
            "k": state.k,
            "a": sentence(state.a),
            "product": sentence(state.product),
            "factor": sentence(state.factor),
        }
        if not state.k:
            return message("chain.start", layers=settings.layers, **told)
        size = abs(state.factor)
        way = "same" if size == 1 else "shrinks" if size < 1 else "grows"
        return message(f"chain.{way if state.is_finite else 'diverged'}", **told)

    def zooms(self, state: Layer) -> tuple[str, ...]:
        return ("a",) if state.k and isfinite(state.z) else ()

    def zoom(self, cursor: int, quantity: str) -> Simulation:
        """The layer of this frame as a graph: a = f(w·a + b) with the numbers it had."""
        state = self.state(cursor)
        if quantity not in self.zooms(state):
            raise PlaceError("place.nothing-below", quantity=quantity, cursor=cursor)
        of, settings, variable = self.settings.of, self.settings_at(cursor), self.surface.variables[0]
        w, a, b = ("w", "a", "b") if variable not in ("w", "a", "b") else ("w0", "a0", "b0")
        bent = f"{of}({variable})" if of in FUNCTIONS else of
        at = {w: settings.w, a: self.state(cursor - 1).a, b: settings.b}
        return GraphSimulation(Spec("graph", {"formula": f"{variable} = {w}*{a} + {b}; {bent}", "at": at}))

    def units(self, cursor: int) -> tuple[Unit, ...]:
        state = self.state(cursor)
        return (Unit(f"layer {state.k}", state.slope),) if state.k else ()

    def written(self, quantity: str) -> str:
        return WRITTEN.get(quantity, quantity)

    def rows(self, cursor: int, quantity: str) -> Rows | None:
        state = self.state(cursor)
        if not state.k:
            return None
        before, settings = self.state(cursor - 1), self.settings_at(cursor)
        given = {"w": settings.w, "b": settings.b, "a_before": before.a, "product_before": before.product,
                 "slope": state.slope, "a": state.a, "layer": state.k}  # fmt: skip
        of = self.settings.of
        bent = (Row("a", f"{of}(z)"),) if of in FUNCTIONS else ()
        return Rows(given, (*ROWS, *bent), lambda name: WRITTEN.get(name, name))

    def pictures(self, cursor: int) -> tuple[Picture, ...]:
        states = [self.state(at) for at in range(max(0, cursor - MOST_ROWS + 1), cursor + 1)]
        rows = tuple((s.k, *((s.z, s.a, s.factor) if s.k else (None, s.a, None)), s.product) for s in states)
        table = TablePicture(("k", "z", "a", "w·f'", "∂a/∂x"), rows, len(rows) - 1)
        points = tuple((float(s.k), abs(s.product)) for s in states if s.is_finite and abs(s.product) > LOWEST)
        ends = (0.0, float(self.settings.layers))
        curve = CurvesPicture(message("chain.layer"), "|∂a/∂x|", (Curve("|∂a/∂x|", points),), log=True,
                              now=float(cursor), x_range=ends, y_range=self._span)  # fmt: skip
        return table, curve

    @cached_property
    def _span(self) -> tuple[float, float]:
        """From the smallest to the largest product of the whole chain, at least one power of ten."""
        sizes = [abs(self.state(at).product) for at in range(self.reach(self.settings.layers) + 1)]
        known = [size for size in sizes if LOWEST < size < 1 / LOWEST]
        return min(*known, 0.1), max(*known, 10.0) if max(known) > 1 else 1.0
