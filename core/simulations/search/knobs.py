"""What can be set in a search? Its knobs, and how their values are read from a lesson or a command line."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType
from typing import cast

from ...errors import SpecError
from ..exact import fraction
from ..knobs import Knobs, knob
from ..reading import formula_text, optional, real, short, whole
from ..surface import Range, ranges
from .acquisition import RULES

METHODS = ("grid", "random", "gp")
MOST_MEASUREMENTS = 300
MOST_CANDIDATES = 1001
LARGEST = 1e6


def read_ranges(given: object) -> dict[str, Range]:
    """Ranges by variable, `{u: [-5, 0]}`. Raises SpecError."""
    try:
        return ranges(given)
    except SpecError:
        raise SpecError("search.ranges", got=short(given)) from None


def read_start(given: object) -> tuple[float, ...] | None:
    """Places to measure first; None when chance chooses them. Raises SpecError."""
    if given is None:
        return None
    if isinstance(given, str) or not isinstance(given, Sequence) or not 1 <= len(given) <= MOST_MEASUREMENTS:
        raise SpecError("search.start", got=short(given))
    return tuple(float(fraction(place)) for place in cast("Sequence[object]", given))


class SearchKnobs(Knobs, frozen=True):
    """The settings of a search."""

    # fmt: off
    of: str = knob("accuracy", "score to make large: `accuracy`, `one-matters`, or a formula",
        "puntaje por maximizar: `accuracy`, `one-matters` o una fórmula", read=formula_text)
    ranges: dict[str, Range] = knob(MappingProxyType({}), "range of each hyperparameter (0 to 1 where none is given)",
        "rango de cada hiperparámetro (de 0 a 1 si no se da)", read=read_ranges)
    method: str = knob("gp", "how places are chosen: grid, chance, Gaussian process",
        "cómo se eligen los lugares: malla, azar, proceso gaussiano", choices=METHODS)
    measurements: int = knob(8, "limit of measurements (random, gp)", "límite de medidas (random, gp)", read=whole,
        low=1, high=MOST_MEASUREMENTS, step=1)
    values: int = knob(3, "values of each hyperparameter in the grid", "valores de cada hiperparámetro en la malla",
        read=whole, low=1, high=100, step=1)
    start: tuple[float, ...] | None = knob(None, "places to measure first (gp); chance when empty",
        "lugares que se miden primero (gp); al azar si está vacío", read=read_start)
    first: int = knob(3, "how many random places come first (gp)", "cuántos lugares al azar van primero (gp)",
        read=whole, low=1, high=20, step=1)
    acquisition: str = knob("ei", "rule for the next place", "regla para el siguiente lugar", effect="next",
        choices=tuple(RULES))
    xi: float = knob(0.01, "ξ: improvements smaller than this do not count (EI, PI)",
        "ξ: mejoras menores que esto no cuentan (EI, PI)", read=real, effect="next", low=0, high=1, step=0.01)
    kappa: float = knob(2.0, "κ: how much the spread counts (UCB)", "κ: cuánto cuenta la desviación (UCB)", read=real,
        effect="next", low=0, high=20, step=1)
    prior: float = knob(0.7, "m: what is believed before measuring", "m: lo que se cree antes de medir", read=real,
        effect="next", low=-LARGEST, high=LARGEST, step=0.05)
    amplitude: float = knob(0.2, "σ_f: how far the score strays from m", "σ_f: cuánto se aparta de m el puntaje",
        read=real, effect="next", low=1e-6, high=LARGEST, step=0.05)
    length: float = knob(1.0, "ℓ: how far a measurement reaches", "ℓ: hasta dónde alcanza una medida", read=real,
        effect="next", low=1e-3, high=LARGEST, step=0.1)
    noise: float = knob(0.001, "noise that the model expects (standard deviation)",
        "ruido que espera el modelo (desviación estándar)", read=real, effect="next", low=0, high=LARGEST, step=0.01)
    scatter: float = knob(0.0, "noise that measurements really have (standard deviation)",
        "ruido que tienen de verdad las medidas (desviación estándar)", read=real, effect="next", low=0, high=LARGEST,
        step=0.01)
    enough: float = knob(1e-4, "largest EI below which it stops", "EI máximo por debajo del cual se detiene", read=real,
        effect="next", low=0, high=1, step=1e-4)
    candidates: int = knob(101, "places that are compared, evenly spaced",
        "lugares que se comparan, a distancias iguales", read=whole, low=2, high=MOST_CANDIDATES, step=1)
    look: float | None = knob(None, "place whose posterior is shown", "lugar cuya posterior se muestra",
        read=optional(real), effect="next", step=0.05)
    seed: int = knob(0, "seed", "semilla", read=whole, low=0, high=2**63 - 1, step=1)


def checked_start(settings: SearchKnobs, across: Range, name: str) -> None:
    """Do the places given lie in the range? Raises SpecError."""
    low, high = across
    given = [("start", place) for place in settings.start or ()]
    given += [] if settings.look is None else [("look", settings.look)]
    for which, place in given:
        if not low <= place <= high:
            ends = {"low": f"{low:g}", "high": f"{high:g}"}
            raise SpecError("search.outside", knob=which, got=f"{place:g}", variable=name, **ends)
