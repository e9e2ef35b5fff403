"""How does a formula compute, and how do its gradients flow back? The topic of every graph: one pass, stepped.

Every formula or tensor expression is read, becomes a graph, and is stepped through value by value and edge by edge. A
network of single numbers can be given by its layers instead (layered.py).
"""

from __future__ import annotations

from functools import cached_property
from types import MappingProxyType

from ..arrays import Numbers, Value
from ..errors import SpecError
from ..formula.build import Built, build_pass
from ..formula.limits import FORMULA_LIMITS
from ..formula.parser import parse
from ..passes import Pass
from .knobs import Knobs, knob
from .layered import Bends, activations, layered_pass, sizes
from .protocol import Spec
from .reading import formula_text, number, optional, values
from .tracing.view import PassView


def is_layered(settings: GraphKnobs) -> bool:
    """Is the graph described by layers instead of a formula?"""
    return bool(settings.mlp)


def is_formula(settings: GraphKnobs) -> bool:
    """Is it described by a formula?"""
    return not settings.mlp


class GraphKnobs(Knobs, frozen=True):
    """The settings of a graph."""

    # fmt: off
    formula: str = knob("a*b + c", "formula; `;` separates definitions", "fórmula; `;` separa definiciones",
        read=formula_text, matters=is_formula)
    at: dict[str, Numbers] = knob({}, "value of each variable", "valor de cada variable", read=values, entries=True,
        step=0.5)
    upstream: Value | None = knob(None, "gradient that arrives at the output", "gradiente que llega a la salida",
        read=optional(number))
    mlp: tuple[int, ...] = knob((), "widths of a network in place of a formula",
        "anchos de una red en lugar de fórmula", read=sizes, matters=is_layered)
    activation: Bends = knob("tanh", "activation of its hidden layers, or one a layer",
        "activación de sus capas ocultas, o una por capa", read=activations, matters=is_layered)


def recorded(spec: Spec, settings: GraphKnobs) -> tuple[Built, Pass]:
    """The graph that the knobs describe, by a formula or by layers, and its pass.

    Raises SpecError, FormulaError, GraphError, UnknownNameError.
    """
    if settings.mlp:
        if "formula" in spec.knobs:
            raise SpecError("mlp.formula")
        return layered_pass(settings.mlp, settings.activation, settings.at, settings.upstream)
    at = settings.at
    formula = parse(settings.formula, known=tuple(at), limits=FORMULA_LIMITS)
    return build_pass(formula, at, settings.upstream)


class GraphSimulation(PassView[GraphKnobs]):
    """A formula, forwards and backwards."""

    described = {
        "en": "A formula as a computational graph: one frame a value forwards, one an edge backwards.",
        "es": "Una fórmula como grafo computacional: un cuadro por valor a la ida, uno por arista a la vuelta.",
    }
    example = MappingProxyType({"formula": "a*b + c", "at": {"a": 2.0, "b": -3.0, "c": 10.0}})

    @property
    def built(self) -> Built:
        """The formula and its graph."""
        return self._parts[0]

    @cached_property
    def _parts(self) -> tuple[Built, Pass]:
        return recorded(self.spec, self.settings)

    def make_record(self) -> Pass:
        return self._parts[1]
