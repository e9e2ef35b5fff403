"""What can be set in a search? Its knobs, and how their values are read from a lesson or a command line."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, cast

from ...errors import SpecError
from ..exact import fraction
from ..graph import formula_text
from ..protocol import Knob
from ..surface import Range, ranges
from .acquisition import RULES

METHODS = ("grid", "random", "gp")
MOST_MEASUREMENTS = 300
MOST_CANDIDATES = 1001
LARGEST = 1e6


def _whole(name: str, low: int, high: int) -> Callable[[Any], int]:
    """A reader of whole numbers."""

    def read(given: Any) -> int:
        if isinstance(given, bool) or not isinstance(given, int) or not low <= given <= high:
            raise SpecError("search.whole", knob=name, got=str(given), low=low, high=high)
        return given

    return read


def _count(name: str, default: int, low: int, high: int, en: str, es: str) -> Knob:
    return Knob(name, default, {"en": en, "es": es}, low=low, high=high, step=1, read=_whole(name, low, high))


def _size(given: Any) -> float:
    """A number as a float. Raises SpecError."""
    return float(fraction(given))


def _amount(name: str, default: float, bounds: tuple[float, float, float], en: str, es: str) -> Knob:
    """A number that acts from the cursor on; `bounds` are low, high and step."""
    low, high, step = bounds
    return Knob(name, default, {"en": en, "es": es}, effect="next", low=low, high=high, step=step, read=_size)


def read_ranges(given: Any) -> dict[str, Range]:
    """Ranges by variable, `{u: [-5, 0]}`. Raises SpecError."""
    try:
        return ranges(given)
    except SpecError:
        raise SpecError("search.ranges", got=str(given)[:60]) from None


def read_start(given: Any) -> tuple[float, ...] | None:
    """Places to measure first; None when chance chooses them. Raises SpecError."""
    if given is None:
        return None
    if isinstance(given, str) or not isinstance(given, Sequence) or not 1 <= len(given) <= MOST_MEASUREMENTS:
        raise SpecError("search.start", got=str(given)[:60])
    return tuple(float(fraction(place)) for place in cast("Sequence[Any]", given))


def read_look(given: Any) -> float | None:
    """A place to look at, or None. Raises SpecError."""
    return None if given is None else float(fraction(given))


KNOBS = (
    Knob("of", "accuracy", {"en": "score to make large: `accuracy`, `one-matters`, or a formula",
         "es": "puntaje por maximizar: `accuracy`, `one-matters` o una fórmula"}, read=formula_text),
    Knob("ranges", MappingProxyType({}), {"en": "range of each hyperparameter (0 to 1 where none is given)",
         "es": "rango de cada hiperparámetro (de 0 a 1 si no se da)"}, read=read_ranges),
    Knob("method", "gp", {"en": "how places are chosen: grid, chance, Gaussian process",
         "es": "cómo se eligen los lugares: malla, azar, proceso gaussiano"}, choices=METHODS),
    _count("measurements", 8, 1, MOST_MEASUREMENTS, "limit of measurements (random, gp)",
           "límite de medidas (random, gp)"),
    _count("values", 3, 1, 100, "values of each hyperparameter in the grid",
           "valores de cada hiperparámetro en la malla"),
    Knob("start", None, {"en": "places to measure first (gp); chance when empty",
         "es": "lugares que se miden primero (gp); al azar si está vacío"}, read=read_start),
    _count("first", 3, 1, 20, "how many random places come first (gp)", "cuántos lugares al azar van primero (gp)"),
    Knob("acquisition", "ei", {"en": "rule for the next place", "es": "regla para el siguiente lugar"}, effect="next",
         choices=tuple(RULES)),
    _amount("xi", 0.01, (0, 1, 0.01), "ξ: improvements smaller than this do not count (EI, PI)",
            "ξ: mejoras menores que esto no cuentan (EI, PI)"),
    _amount("kappa", 2.0, (0, 20, 1), "κ: how much the spread counts (UCB)", "κ: cuánto cuenta la desviación (UCB)"),
    _amount("prior", 0.7, (-LARGEST, LARGEST, 0.05), "m: what is believed before measuring",
            "m: lo que se cree antes de medir"),
    _amount("amplitude", 0.2, (1e-6, LARGEST, 0.05), "σ_f: how far the score strays from m",
            "σ_f: cuánto se aparta de m el puntaje"),
    _amount("length", 1.0, (1e-3, LARGEST, 0.1), "ℓ: how far a measurement reaches",
            "ℓ: hasta dónde alcanza una medida"),
    _amount("noise", 0.001, (0, LARGEST, 0.01), "noise that the model expects (standard deviation)",
            "ruido que espera el modelo (desviación estándar)"),
    _amount("scatter", 0.0, (0, LARGEST, 0.01), "noise that measurements really have (standard deviation)",
            "ruido que tienen de verdad las medidas (desviación estándar)"),
    _amount("enough", 1e-4, (0, 1, 1e-4), "largest EI below which it stops",
            "EI máximo por debajo del cual se detiene"),
    _count("candidates", 101, 2, MOST_CANDIDATES, "places that are compared, evenly spaced",
           "lugares que se comparan, a distancias iguales"),
    Knob("look", None, {"en": "place whose posterior is shown", "es": "lugar cuya posterior se muestra"},
         read=read_look, effect="next", step=0.05),
    _count("seed", 0, 0, 2**63 - 1, "seed", "semilla"),
)  # fmt: skip


def checked_start(settings: Mapping[str, Any], across: Range, name: str) -> None:
    """Do the places given lie in the range? Raises SpecError."""
    low, high = across
    given = [("start", place) for place in settings["start"] or ()]
    given += [] if settings["look"] is None else [("look", settings["look"])]
    for knob, place in given:
        if not low <= place <= high:
            ends = {"low": f"{low:g}", "high": f"{high:g}"}
            raise SpecError("search.outside", knob=knob, got=f"{place:g}", variable=name, **ends)
