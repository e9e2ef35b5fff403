"""What can be set in a descent? Its knobs, and how their values are read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import cast

from ...arrays import Value
from ...errors import SpecError
from ...learning.optimisers import LARGEST_BETA, OPTIMISERS
from ..knobs import Knobs, knob
from ..reading import formula_text, real, short, values, whole
from ..surface import Range, ranges

METHODS: Mapping[str, str] = MappingProxyType({"gd": "sgd", **{name: name for name in OPTIMISERS if name != "sgd"}})
"""Method to the row of the optimisers that does it."""
MOST_RATES = 4
"""Further rates that walk beside the first."""
FASTEST = 1000.0


def rates(given: object) -> str:
    """Further rates, `[0.5, 1.1]` or `0.5 1.1`, as a text that can be typed. Raises SpecError."""
    parts = given.replace(";", " ").split() if isinstance(given, str) else given
    if not isinstance(parts, list | tuple) or len(cast("list[object]", parts)) > MOST_RATES:
        raise SpecError("descent.rates", got=short(given), most=MOST_RATES)
    texts = [str(one).strip(",").replace(",", ".") for one in cast("list[object]", parts)]
    if any(not 0 <= real(text) <= FASTEST for text in texts):
        raise SpecError("descent.rates", got=short(given), most=MOST_RATES)
    return " ".join(texts)


def of_method(name: str) -> Callable[[DescentKnobs], bool]:
    """Is it a knob of the update rule that is chosen?"""
    return lambda settings: name in OPTIMISERS[METHODS[settings.method]].knobs


def is_noisy(settings: DescentKnobs) -> bool:
    """Is there noise in the slopes?"""
    return bool(settings.noise)


class DescentKnobs(Knobs, frozen=True):
    """The settings of a descent."""

    # fmt: off
    formula: str = knob("(x^2 + 10*y^2)/2", "function of one or two variables", "función de una o dos variables",
        read=formula_text)
    at: dict[str, Value] = knob(MappingProxyType({"x": 10.0, "y": 1.0}), "start", "inicio", read=values, entries=True,
        step=0.5)
    rate: float = knob(0.1, "rate η", "tasa η", read=real, effect="next", low=0, high=FASTEST, step=0.01)
    rates: str = knob("", "further rates that walk beside it", "otras tasas que avanzan a su lado", read=rates)
    method: str = knob("gd", "update rule", "regla de actualización", choices=tuple(METHODS))
    updates: int = knob(20, "limit of updates", "límite de actualizaciones", read=whole, low=1, high=100_000, step=1)
    noise: float = knob(0.0, "standard deviation of the noise in the slopes",
        "desviación estándar del ruido en las pendientes", read=real, effect="next", low=0, high=FASTEST, step=0.5)
    seed: int = knob(0, "seed of the noise", "semilla del ruido", read=whole, low=0, high=2**31, step=1,
        matters=is_noisy)
    momentum: float = knob(0.9, "β of momentum and nesterov", "β de momentum y nesterov", read=real, effect="next",
        low=0, high=1.0, matters=of_method("momentum"))
    rho: float = knob(0.9, "ρ of rmsprop", "ρ de rmsprop", read=real, effect="next", low=0, high=1.0,
        matters=of_method("rho"))
    beta1: float = knob(0.9, "β1 of adam", "β1 de adam", read=real, effect="next", low=0, high=LARGEST_BETA,
        matters=of_method("beta1"))
    beta2: float = knob(0.999, "β2 of adam", "β2 de adam", read=real, effect="next", low=0, high=LARGEST_BETA,
        matters=of_method("beta2"))
    epsilon: float = knob(1e-8, "ε below the quotient", "ε en el denominador", read=real, effect="next", low=0,
        high=1.0, matters=of_method("epsilon"))
    decay: float = knob(0.01, "λ of adamw, beside its moments", "λ de adamw, aparte de sus momentos", read=real,
        effect="next", low=0, high=1.0, matters=of_method("decay"))
    view: dict[str, Range] = knob(MappingProxyType({}), "what the picture shows of each variable",
        "lo que muestra el dibujo de cada variable", read=ranges)
