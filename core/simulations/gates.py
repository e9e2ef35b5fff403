"""What does a threshold unit compute? A truth table, row by row and unit by unit, in exact arithmetic.

A unit adds its weighted inputs and its bias, z = w·x + b, and fires when z ≥ 0. Units may feed units that come after
them, so NOR(AND, NOR) is XOR and a full adder is five of them. The run visits every row of the truth table in counting
order; in each row, every unit in the order given.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from types import MappingProxyType
from typing import cast

from ..answers.receipts import Line, LinesReceipt, Receipt
from ..errors import SpecError
from ..formula.tree import Apply, Name, Tree
from ..pictures import Picture, PlaneLine, PlanePicture, PlanePoint, TablePicture
from ..words import Message, message
from .exact import fraction, fraction_row, write
from .knobs import Knobs, knob
from .protocol import Event
from .reading import short
from .rows import Row, Rows
from .run import Run

MOST_INPUTS = 6
BIAS = "bias"


@dataclass(frozen=True)
class Unit:
    """A threshold unit: its name, a weight for each thing it listens to, and its bias."""

    name: str
    weights: tuple[tuple[str, Fraction], ...]
    bias: Fraction

    def sum(self, values: Mapping[str, Fraction]) -> Fraction:
        """z for the values of everything before it."""
        return sum((weight * values[name] for name, weight in self.weights), self.bias)


@dataclass(frozen=True)
class GatesState:
    """Which unit of which row fired last, and what is known in that row; rows done are kept with the output."""

    step: int
    values: Mapping[str, Fraction]
    sums: Mapping[str, Fraction]
    outputs: tuple[int, ...]
    """The output of the last unit in each finished row."""


def read_units(given: object) -> tuple[Unit, ...]:
    """Units from `{name: {input: weight, …, bias: number}}`. Raises SpecError."""
    if not isinstance(given, Mapping) or not given:
        raise SpecError("spec.units", got=short(given))
    units: list[Unit] = []
    for name, parts in cast("Mapping[str, object]", given).items():
        if not isinstance(parts, Mapping) or not str(name).isidentifier():
            raise SpecError("spec.units", got=f"{name}: {parts}"[:60])
        numbers = {str(key): fraction(value) for key, value in cast("Mapping[str, object]", parts).items()}
        bias = numbers.pop(BIAS, Fraction(0))
        units.append(Unit(str(name), tuple(numbers.items()), bias))
    return tuple(units)


def read_inputs(given: object) -> tuple[str, ...]:
    """Names of the inputs. Raises SpecError for none, too many or repeated ones."""
    names = tuple(str(name) for name in given) if isinstance(given, list | tuple) else ()
    if not 1 <= len(names) <= MOST_INPUTS or len(set(names)) < len(names) or not all(n.isidentifier() for n in names):
        raise SpecError("spec.inputs", got=short(given), most=MOST_INPUTS)
    return names


class GatesKnobs(Knobs, frozen=True):
    """The settings of a truth table."""

    # fmt: off
    inputs: tuple[str, ...] = knob(("x1", "x2"), "names of the inputs", "nombres de las entradas", read=read_inputs)
    units: tuple[Unit, ...] = knob(MappingProxyType({"y": {"x1": 10, "x2": 10, BIAS: -15}}),
        "units: weights and bias of each, in order", "unidades: pesos y sesgo de cada una, en orden", read=read_units,
        entries=True, step=1)
    wanted: tuple[Fraction, ...] = knob((), "output wanted in each row", "salida deseada en cada fila",
        read=fraction_row)


class Gates(Run[GatesState, GatesKnobs]):
    """Threshold units over the truth table of their inputs."""

    described = {
        "en": "Threshold units and their truth table: one frame a unit and row, exact arithmetic.",
        "es": "Unidades de umbral y su tabla de verdad: un cuadro por unidad y fila, con aritmética exacta.",
    }
    example = MappingProxyType({"wanted": (0, 0, 0, 1)})

    @property
    def names(self) -> frozenset[str]:
        units = [unit.name for unit in self.settings.units]
        return frozenset({*self.settings.inputs, *units, *(f"{name}.z" for name in units), "outputs", "right", "row"})

    def start(self, settings: GatesKnobs) -> GatesState:
        inputs, units = settings.inputs, settings.units
        known = set(inputs)
        for unit in units:
            unknown = [name for name, _ in unit.weights if name not in known]
            if unknown or unit.name in known:
                raise SpecError("spec.unit-inputs", unit=unit.name, unknown=unknown or [unit.name], known=sorted(known))
            known.add(unit.name)
        if settings.wanted and len(settings.wanted) != 2 ** len(inputs):
            raise SpecError("spec.wanted", got=len(settings.wanted), wanted=2 ** len(inputs))
        return GatesState(0, {}, {}, ())

    def advance(self, state: GatesState, settings: GatesKnobs) -> GatesState | None:
        inputs, units = settings.inputs, settings.units
        row, place = divmod(state.step, len(units))
        if row == 2 ** len(inputs):
            return None
        values = dict(state.values) if place else _row(inputs, row)
        sums = dict(state.sums) if place else {}
        unit = units[place]
        sums[unit.name] = unit.sum(values)
        values[unit.name] = Fraction(int(sums[unit.name] >= 0))
        done = place == len(units) - 1
        outputs = (*state.outputs, int(values[unit.name])) if done else state.outputs
        return GatesState(state.step + 1, values, sums, outputs)

    def show(self, state: GatesState) -> Mapping[str, object]:
        wanted = self.settings.wanted
        right = sum(got == want for got, want in zip(state.outputs, wanted, strict=False))
        shown: dict[str, object] = {**state.values, **{f"{name}.z": z for name, z in state.sums.items()}}
        if state.step:
            shown["row"] = (state.step - 1) // len(self.settings.units)
        return shown | {"outputs": state.outputs, "right": right}

    def event(self, state: GatesState) -> Event:
        row, unit = self._last(state)
        # Another row is another computation, also where it comes to the same number.
        news = (unit.name, f"{unit.name}.z")
        return Event("fired" if state.values[unit.name] else "silent", unit.name, f"row {row}", news)

    def say(self, state: GatesState, settings: GatesKnobs) -> Message:
        if not state.step:
            return message("gates.start", count=2 ** len(settings.inputs))
        _, unit = self._last(state)
        given = ", ".join(f"{name} = {write(state.values[name])}" for name in settings.inputs)
        z = state.sums[unit.name]
        return message("gates.fired" if z >= 0 else "gates.silent", given=given, unit=unit.name, z=write(z))

    def written(self, quantity: str) -> str:
        return "right.rows" if quantity == "right" else quantity

    def receipt(self, cursor: int, quantity: str) -> Receipt | None:
        state = self.state(cursor)
        if not state.step:
            return None
        _, unit = self._last(state)
        z = state.sums[unit.name]
        terms = [(weight, write(state.values[name])) for name, weight in unit.weights]
        added = _sum([*terms, (unit.bias, "")])
        letters = _sum([(weight, name) for name, weight in unit.weights])
        return LinesReceipt((
            Line(message("gates.receipt-z", unit=unit.name), f"{added} = {write(z)}", of=f"{unit.name}.z"),
            Line(message("gates.receipt-fires", unit=unit.name), f"step({write(z)}) = {int(z >= 0)}", of=unit.name),
            Line(message("gates.receipt-border"), f"{letters} = {write(-unit.bias)}"),
        ))  # fmt: skip

    def needs(self, cursor: int, quantity: str) -> Mapping[str, object]:
        """Of a sum the weights, the inputs and the bias; of an answer the sum."""
        state, name = self.state(cursor), quantity.removesuffix(".z")
        unit = next((unit for unit in self.settings.units if unit.name == name), None)
        if unit is None or not state.step:
            return {}
        weights = {f"w{place}": weight for place, (_, weight) in enumerate(unit.weights, 1)}
        return {**{given: state.values[given] for given, _ in unit.weights}, **weights, "b": unit.bias}

    def rows(self, cursor: int, quantity: str) -> Rows | None:
        """Sum and output of every unit that is known in this row; an input is given."""
        state, made = self.state(cursor), list[Row]()
        given: dict[str, Fraction] = dict(state.values)
        for unit in (unit for unit in self.settings.units if unit.name in state.sums):
            given |= {f"{unit.name}.{name}": weight for name, weight in unit.weights} | {
                f"{unit.name}.{BIAS}": unit.bias
            }
            bias, terms = Name(f"{unit.name}.{BIAS}"), [_term(unit, name) for name, _ in unit.weights]
            total = reduce(lambda left, right: Apply("add", (left, right)), [*terms, bias])
            unbiased = Apply("sub", (Name(f"{unit.name}.z"), bias))
            made.append(Row(f"{unit.name}.z", total, {"bias-forgotten": unbiased}))
            fires = Apply("step", (Name(f"{unit.name}.z"),))
            made.append(Row(unit.name, fires, {"bias-forgotten": Apply("step", (unbiased,))}))
        return Rows(given, made, exact=write)

    def pictures(self, cursor: int) -> tuple[Picture, ...]:
        units, inputs = self.settings.units, self.settings.inputs
        wanted = self.settings.wanted
        last = self.state(cursor).step
        columns = [*inputs, *(part for unit in units for part in (f"{unit.name}.z", unit.name))]
        rows: list[tuple[object, ...]] = []
        for row in range(2 ** len(inputs)):
            here = self.state(min(last, (row + 1) * len(units)))
            known = here.step > row * len(units)
            cells = [_row(inputs, row)[name] for name in inputs]
            for unit in units:
                seen = known and unit.name in here.sums
                cells += [here.sums[unit.name] if seen else None, here.values[unit.name] if seen else None]
            rows.append((*cells, *([wanted[row]] if wanted else [])))
        current = (last - 1) // len(units) if last else None
        table = TablePicture((*columns, *(["?"] if wanted else [])), tuple(rows), current)
        listens = {name for name, _ in units[-1].weights}
        return (table, self._plane(current)) if len(inputs) == 2 and listens <= set(inputs) else (table,)

    def _plane(self, current: int | None) -> PlanePicture:
        """The four corners with what is wanted there, and the border of the last unit."""
        inputs, unit, wanted = self.settings.inputs, self.settings.units[-1], self.settings.wanted
        weights = dict(unit.weights)
        points = tuple(
            PlanePoint(float(row >> 1), float(row & 1), write(wanted[row]) if wanted else "o", row == current)
            for row in range(4)
        )
        a, b = (float(weights.get(name, 0)) for name in inputs)
        return PlanePicture(
            inputs[0], inputs[1], (-0.5, 1.5), (-0.5, 1.5), points, (PlaneLine(a, b, float(unit.bias)),)
        )

    def _last(self, state: GatesState) -> tuple[int, Unit]:
        """The row and the unit that the newest event was about."""
        units = self.settings.units
        row, place = divmod(state.step - 1, len(units))
        return row, units[place]


def _sum(terms: Sequence[tuple[Fraction, str]]) -> str:
    """`10·x1 - x2 - 15` as a person writes it: no factor 1, nothing that is multiplied by 0, no plus before a minus.

    A term is a factor and what it multiplies; that is empty for a number alone.
    """
    written = ""
    for factor, what in terms:
        if not factor:
            continue
        size = abs(factor)
        text = write(size) if not what else what if size == 1 else f"{write(size)}·{what}"
        sign = ("- " if factor < 0 else "+ ") if written else ("-" if factor < 0 else "")
        written += f"{' ' if written else ''}{sign}{text}"
    return written or "0"


def _row(inputs: Sequence[str], row: int) -> dict[str, Fraction]:
    """The inputs of a row in counting order, the first input being the highest digit."""
    count = len(inputs)
    return {name: Fraction(row >> (count - 1 - place) & 1) for place, name in enumerate(inputs)}


def _term(unit: Unit, name: str) -> Tree:
    return Apply("mul", (Name(f"{unit.name}.{name}"), Name(name)))
