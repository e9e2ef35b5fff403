"""How does a formula compute, and how do its gradients flow back? The topic of every graph: one pass, stepped.

Any formula or tensor expression is read, becomes a graph, and is stepped through value by value and edge by edge. A
network of single numbers can be given by its layers instead (layered.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Any, cast

import numpy as np

from ..arrays import Value, scalar
from ..errors import SpecError
from ..formula.build import Built, build_pass
from ..formula.limits import FORMULA_LIMITS
from ..formula.parser import parse
from ..passes import Pass
from .layered import activations, layered_pass, sizes
from .protocol import Knob, Spec
from .tracing.view import PassView


def values(given: Any) -> dict[str, Value]:
    """Values by name, as floats and float arrays. Raises SpecError for what is no number."""
    if not isinstance(given, Mapping):
        raise SpecError("spec.values", knob="at", got=str(given))
    found: dict[str, Value] = {}
    for name, value in cast("Mapping[str, Any]", given).items():
        found[str(name)] = number(value, str(name))
    return found


def number(given: Any, name: str) -> Value:
    """A float or a float array. Raises SpecError for texts, truths, ragged lists, NaN and infinities."""
    try:
        if isinstance(given, bool | str) or given is None:
            raise ValueError
        array = np.asarray(given, dtype=float)
        if not np.all(np.isfinite(array)) or array.size == 0:
            raise ValueError
    except (TypeError, ValueError):
        raise SpecError("spec.value", knob=name, got=str(given)) from None
    return scalar(array)


def upstream(given: Any) -> Value | None:
    """The gradient that arrives at the output from outside; None stands for ones."""
    return None if given is None else number(given, "upstream")


def formula_text(given: Any) -> str:
    """A formula as text. Raises SpecError for an empty one."""
    if not isinstance(given, str) or not given.strip():
        raise SpecError("spec.formula", got=str(given))
    return given


def _is_layered(settings: Mapping[str, Any]) -> bool:
    """Is the graph described by layers instead of a formula?"""
    return bool(settings["mlp"])


KNOBS = (
    Knob("formula", "a*b + c",
         {"en": "formula; `;` separates definitions", "es": "fórmula; `;` separa definiciones"},
         matters=lambda settings: not settings["mlp"], read=formula_text),
    Knob("at", {}, {"en": "value of each variable", "es": "valor de cada variable"}, step=0.5, entries=True,
         read=values),
    Knob("upstream", None, {"en": "gradient that arrives at the output", "es": "gradiente que llega a la salida"},
         read=upstream),
    Knob("mlp", (), {"en": "widths of a network in place of a formula", "es": "anchos de una red en lugar de fórmula"},
         matters=_is_layered, read=sizes),
    Knob("activation", "tanh",
         {"en": "activation of its hidden layers, or one a layer",
          "es": "activación de sus capas ocultas, o una por capa"},
         matters=_is_layered, read=activations),
)  # fmt: skip


def recorded(spec: Spec, settings: Mapping[str, Any]) -> tuple[Built, Pass]:
    """The graph that the knobs describe, by a formula or by layers, and its pass.

    Raises SpecError, FormulaError, GraphError, UnknownNameError.
    """
    if settings["mlp"]:
        if "formula" in spec.knobs:
            raise SpecError("mlp.formula")
        return layered_pass(settings)
    at = settings["at"]
    formula = parse(settings["formula"], known=tuple(at), limits=FORMULA_LIMITS)
    return build_pass(formula, at, settings["upstream"])


class GraphSimulation(PassView):
    """A formula, forwards and backwards."""

    described = {
        "en": "A formula as a computational graph: one frame a value forwards, one an edge backwards.",
        "es": "Una fórmula como grafo computacional: un cuadro por valor a la ida, uno por arista a la vuelta.",
    }
    example = MappingProxyType({"formula": "a*b + c", "at": {"a": 2.0, "b": -3.0, "c": 10.0}})
    knobs = KNOBS

    @property
    def built(self) -> Built:
        """The formula and its graph."""
        return self._parts[0]

    @cached_property
    def _parts(self) -> tuple[Built, Pass]:
        return recorded(self.spec, self.settings)

    def make_record(self) -> Pass:
        return self._parts[1]
