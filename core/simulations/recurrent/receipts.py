"""Why is a number of a recurrent network what it is? Equations with numbers, contributions, a finite difference."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...answers.receipts import Line, LinesReceipt, Receipt
from ...differences import node_difference
from ...words import message
from ..score import entries, operand
from ..tracing.receipts import local_numbers
from .network import Network
from .record import NetworkRecord

DIGITS = 6


def receipt(record: NetworkRecord, cursor: int, quantity: str) -> Receipt | None:
    """The receipt of a quantity that is visible at a cursor; None for what is given."""
    kind, _, rest = quantity.partition(".")
    name = rest.partition(".")[0]
    match kind:
        case "size":
            return LinesReceipt(_sizes(record.network))
        case "contribution" | "partial":
            return LinesReceipt(_shared(record.network, record.step(quantity, cursor), name))
        case "grad" if name in record.network.cell.weights:
            return LinesReceipt((*_shared(record.network, 1, name), *_difference(record.network, name)))
        case "grad":
            return LinesReceipt(
                (_arrivals(record, name), *_following(record, cursor, name), *_difference(record.network, name))
            )
        case "loss":
            network = record.network
            text = f"(y - {network.output})²/2 = {record.substituted(f'(y - {network.output})')}²/2"
            return LinesReceipt(
                (Line(message("recurrent.label-loss"), f"{text} = {_long(record.value('loss', cursor))}"),)
            )
        case _ if quantity not in record.moments[0].news:
            return LinesReceipt(_forward(record, quantity))
        case _:
            return None


def _sizes(network: Network) -> tuple[Line, ...]:
    """The parameters of the cell and of the output: no time step is in it."""
    p, units, gates = network.inputs, network.units, len(network.cell.gates)
    inner = f"{p}·{units} + {units}·{units} + {units}"
    cell = f"{inner} = {network.size}" if gates == 1 else f"{gates}·({inner}) = {network.size}"
    total = f"{network.size} + {units} + 1 = {network.size + units + 1}"
    return (
        Line(message("recurrent.label-cell"), cell),
        Line(message("recurrent.label-all"), total),
    )


def _forward(record: NetworkRecord, name: str) -> tuple[Line, ...]:
    """The equations of the stage to which a quantity belongs, with their numbers."""
    network = record.network
    letter = name.rstrip("0123456789")
    step = int(name[len(letter) :])
    stage = next((stage for stage in network.cell.stages if letter in stage.letters), network.cell.stages[-1])
    letters = stage.letters if letter != "O" and stage is not network.cell.stages[-1] else (*stage.letters, "O")
    lines: list[Line] = []
    for own in letters:
        formula = network.equation(own, step)
        said = formula.replace("*", "·").replace("beta0", "β0").replace("beta", "β")
        numbers = record.substituted(formula)
        middle = f" = {numbers}" if network.is_scalar else ""
        lines.append(
            Line(
                message("recurrent.named", name=f"{own}{step}"),
                f"{said}{middle} = {_long(record.value(f'{own}{step}', 0))}",
            )
        )
    return tuple(lines)


def _arrivals(record: NetworkRecord, name: str) -> Line:
    """∂L/∂name: what comes along each edge, upstream × local, added."""
    made = record.network.record
    gradient = made.gradients[name]
    terms: list[str] = []
    for edge in made.graph.children[name]:
        contribution = made.contributions.get((edge.child, edge.slot))
        if contribution is None:
            continue
        local = local_numbers(made, edge.child, edge.slot) if np.ndim(contribution) == 0 else None
        upstream = made.gradients[edge.child]
        product = isinstance(local, float) and np.ndim(upstream) == 0
        terms.append(f"{_behind(upstream)} × {_behind(local)}" if product else entries(contribution))
    told = " + ".join(terms)
    text = f"{told} = {_long(gradient)}" if told else _long(gradient)
    return Line(message("recurrent.named", name=record.label(f"grad.{name}")), text)


def _following(record: NetworkRecord, cursor: int, name: str) -> tuple[Line, ...]:
    """The other gradients and the contributions of the same moment."""
    stage, moment = record.stage(cursor), record.moments[cursor]
    if stage is None or name != f"{stage.letters[-1]}{moment.at[0]}":
        return ()
    t = moment.at[0]
    lines = [_arrivals(record, f"{letter}{t}") for letter in reversed(stage.letters[:-1])]
    parts = [f"{weight}: {entries(record.network.contribution(weight, t))}" for weight in stage.weights]
    return (*lines, Line(message("recurrent.label-parts"), "   ".join(parts))) if parts else tuple(lines)


def _shared(network: Network, t: int, weight: str) -> tuple[Line, ...]:
    """The contribution of a time step to a shared weight, and the sum so far, from the last step down to this one."""
    edge = network.record.graph.children[weight][t - 1]
    part = network.contribution(weight, t)
    local = local_numbers(network.record, edge.child, edge.slot) if network.is_scalar else None
    upstream = _factor(network, weight, t)
    factors = "" if local is None else f"{_behind(upstream)} × {_behind(local)} = "
    text = factors + _long(part)
    lines = [Line(message("recurrent.label-part", t=t), text)]
    if t < network.steps:
        before = network.partial(weight, t + 1)
        if network.is_scalar:
            added = f"{_behind(before)} + {_behind(part)} = {_long(network.partial(weight, t))}"
        else:
            added = entries(network.partial(weight, t))
        lines.append(Line(message("recurrent.label-sum"), added))
    if t > 1:
        lines.append(Line(message("recurrent.label-waiting"), ", ".join(f"t = {step}" for step in _some(t))))
    return tuple(lines)


def _some(t: int) -> list[Any]:
    """The steps before t, those in the middle left out where they are many."""
    steps: list[Any] = list(range(t - 1, 0, -1))
    return steps if len(steps) <= 4 else [*steps[:2], "…", 1]


def _factor(network: Network, weight: str, t: int) -> Any:
    """δ of the pre-activation to which the weight belongs."""
    stage = next(stage for stage in network.cell.stages if weight in stage.weights)
    return network.record.gradients[f"{stage.letters[0]}{t}"]


def _difference(network: Network, name: str) -> tuple[Line, ...]:
    found = node_difference(network.record, name)
    if found is None:
        return ()
    sign = "✓" if found.agrees(network.record.gradients[name]) else "≠"
    return (Line(message("recurrent.label-difference"), f"{_long(found.central)} {sign}"),)


def _long(value: Any) -> str:
    return entries(value, digits=DIGITS)


def _behind(value: Any) -> str:
    return operand(value, DIGITS) if np.ndim(value) == 0 else entries(value)
