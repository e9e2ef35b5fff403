"""What can be set of a perceptron? Its data, the rule, where it starts, and when it stops."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import cast

from ...errors import SpecError
from ..exact import fraction, fraction_row, fraction_rows
from ..knobs import Knobs, knob
from ..reading import whole
from .rule import Row


def seed_or_none(given: object) -> int | None:
    """A seed, or None for weights that are given. Raises SpecError."""
    if given is None or (isinstance(given, int) and not isinstance(given, bool)):
        return given
    raise SpecError("spec.number", knob="seed", got=str(given))


def weight_row(given: object) -> Row:
    """Weights, one after the other or by name, `[1, 2]` or `{w1: 1, w2: 2}`. Raises SpecError."""
    if not isinstance(given, Mapping):
        return fraction_row(given)
    named = cast("Mapping[str, object]", given)
    wanted = [f"w{place}" for place in range(1, len(named) + 1)]
    if sorted(named) != sorted(wanted):
        raise SpecError("perceptron.weights", got=", ".join(map(str, named))[:60])
    return tuple(fraction(named[name]) for name in wanted)


def has_bias(settings: PerceptronKnobs) -> bool:
    """Is there a bias that could begin somewhere?"""
    return settings.bias


class PerceptronKnobs(Knobs, frozen=True):
    """The settings of a perceptron."""

    # fmt: off
    points: tuple[Row, ...] = knob(((0, 0), (0, 1), (1, 0), (1, 1)), "data, one row a point",
        "datos, una fila por punto", read=fraction_rows)
    labels: Row = knob((0, 0, 0, 1), "label of each point", "etiqueta de cada punto", read=fraction_row)
    rule: str = knob("01", "labels 0 and 1, or -1 and 1", "etiquetas 0 y 1, o -1 y 1", choices=("01", "pm1"))
    order: str = knob("cyclic", "one after the other, or the first wrong one", "uno tras otro, o el primero equivocado",
        choices=("cyclic", "first-wrong"))
    w: Row = knob((), "weights at the start (zeros when empty)", "pesos al inicio (ceros si está vacío)",
        read=weight_row, entries=True, step=0.5)
    b: Fraction = knob(0, "bias at the start", "sesgo al inicio", read=fraction, low=-1000, high=1000, step=0.5,
        matters=has_bias)
    bias: bool = knob(True, "is there a bias?", "¿hay sesgo?", choices=(True, False))
    seed: int | None = knob(None, "seed of random weights", "semilla de pesos al azar", read=seed_or_none)
    rate: Fraction = knob("1/2", "rate", "tasa", read=fraction, effect="next", low=0, high=1000, step=0.25)
    epochs: int = knob(50, "limit of epochs", "límite de épocas", read=whole, low=1, high=10_000, step=1)
    test: str = knob("repaired", "a tie: wrong (repaired), or right (strict, as it circulates in print)",
        "un empate: error (reparado), o acierto (strict, como circula impreso)", choices=("repaired", "strict"))
    update: str = knob("difference", "y - o, or the product y·o that circulates in print",
        "y - o, o el producto y·o que circula impreso", choices=("difference", "product"))
    stop: str = knob("epoch", "where an epoch without errors is looked for: after it, or inside it",
        "dónde se busca una época sin errores: al final, o adentro", choices=("epoch", "sample"))
