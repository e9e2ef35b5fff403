"""What can be set in a descent? Its knobs, and how their values are read."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, cast

from ...errors import SpecError
from ...learning.optimisers import LARGEST_BETA, OPTIMISERS
from ..exact import fraction
from ..graph import formula_text, values
from ..protocol import Knob
from ..surface import ranges

METHODS: Mapping[str, str] = MappingProxyType({"gd": "sgd", **{name: name for name in OPTIMISERS if name != "sgd"}})
"""Method to the row of the optimisers that does it."""
MOST_RATES = 4
"""Further rates that walk beside the first."""
FASTEST = 1000.0


def rate(given: Any) -> float:
    """A rate as a number: 0.21, or a text such as `1/4`. Raises SpecError."""
    return float(fraction(given))


def rates(given: Any) -> str:
    """Further rates, `[0.5, 1.1]` or `0.5 1.1`, as a text that can be typed. Raises SpecError."""
    parts = given.replace(";", " ").split() if isinstance(given, str) else given
    if not isinstance(parts, list | tuple) or len(cast("list[Any]", parts)) > MOST_RATES:
        raise SpecError("descent.rates", got=str(given)[:60], most=MOST_RATES)
    texts = [str(one).strip(",").replace(",", ".") for one in cast("list[Any]", parts)]
    if any(not 0 <= rate(text) <= FASTEST for text in texts):
        raise SpecError("descent.rates", got=str(given)[:60], most=MOST_RATES)
    return " ".join(texts)


def _fixed(name: str, default: float, en: str, es: str, high: float = 1.0) -> Knob:
    """A knob of an optimiser."""

    def matters(settings: Mapping[str, Any]) -> bool:
        return name in OPTIMISERS[METHODS[settings["method"]]].knobs

    return Knob(name, default, {"en": en, "es": es}, effect="next", matters=matters, read=rate, low=0, high=high)


KNOBS = (
    Knob("formula", "(x^2 + 10*y^2)/2", {"en": "function of one or two variables",
         "es": "función de una o dos variables"}, read=formula_text),
    Knob("at", MappingProxyType({"x": 10.0, "y": 1.0}), {"en": "start", "es": "inicio"}, step=0.5,
         entries=True, read=values),
    Knob("rate", 0.1, {"en": "rate η", "es": "tasa η"}, effect="next", read=rate, low=0, high=FASTEST, step=0.01),
    Knob("rates", "", {"en": "further rates that walk beside it", "es": "otras tasas que avanzan a su lado"},
         read=rates),
    Knob("method", "gd", {"en": "update rule", "es": "regla de actualización"}, choices=tuple(METHODS)),
    Knob("updates", 20, {"en": "limit of updates", "es": "límite de actualizaciones"}, low=1, high=100_000, step=1),
    Knob("noise", 0.0, {"en": "standard deviation of the noise in the slopes",
         "es": "desviación estándar del ruido en las pendientes"},
         effect="next", read=rate, low=0, high=FASTEST, step=0.5),
    Knob("seed", 0, {"en": "seed of the noise", "es": "semilla del ruido"},
         matters=lambda settings: bool(settings["noise"]), low=0, high=2**31, step=1),
    _fixed("momentum", 0.9, "β of momentum and nesterov", "β de momentum y nesterov"),
    _fixed("rho", 0.9, "ρ of rmsprop", "ρ de rmsprop"),
    _fixed("beta1", 0.9, "β1 of adam", "β1 de adam", LARGEST_BETA),
    _fixed("beta2", 0.999, "β2 of adam", "β2 de adam", LARGEST_BETA),
    _fixed("epsilon", 1e-8, "ε below the quotient", "ε en el denominador"),
    _fixed("decay", 0.01, "λ of adamw, beside its moments", "λ de adamw, aparte de sus momentos"),
    Knob("view", MappingProxyType({}), {"en": "what the picture shows of each variable",
         "es": "lo que muestra el dibujo de cada variable"}, read=ranges),
)  # fmt: skip
