"""Why is a number of a recurrent network what it is? Equations with numbers, contributions, a finite difference."""

from __future__ import annotations

import numpy as np

from ...answers.receipts import Line, LinesReceipt, Receipt
from ...answers.rounding import Within, reach_of_tree
from ...answers.rounding import within as both
from ...answers.working import working
from ...differences import node_difference
from ...formula.entries import MOST_TERMS, added
from ...formula.printer import write
from ...formula.tree import Apply, Name, Tree
from ...passes import Pass
from ...words import message
from ..score import entries
from ..tracing.receipts import local_numbers
from .network import Network
from .record import NetworkRecord

DIGITS = 6
SUM = Apply("add", (Name("before"), Name("part")))
PRODUCT = Apply("mul", (Name("upstream"), Name("local")))


def receipt(record: NetworkRecord, cursor: int, quantity: str) -> Receipt | None:
    """The receipt of a quantity that is visible at a cursor; None for what is given."""
    kind, _, rest = quantity.partition(".")
    name = rest.partition(".")[0]
    match kind:
        case "size":
            return LinesReceipt(_sizes(record))
        case "contribution" | "partial":
            return LinesReceipt(_shared(record.network, record.step(quantity, cursor), name))
        case "grad" if name in record.network.cell.weights:
            return LinesReceipt((*_shared(record.network, 1, name), *_difference(record.network, name)))
        case "grad":
            return LinesReceipt(
                (_arrivals(record, name), *_following(record, cursor, name), *_difference(record.network, name))
            )
        case "loss":
            return LinesReceipt((_equation(record, "loss"),))
        case _ if quantity not in record.moments[0].news:
            return LinesReceipt(_forward(record, quantity))
        case _:
            return None


def _sizes(record: NetworkRecord) -> tuple[Line, ...]:
    """The parameters of the cell and of the output: no time step is in it."""
    names = (("cell", "size.cell"), ("all", "size.parameters"))
    return tuple(Line(message(f"recurrent.label-{label}"), record.sizes.working(name).text) for label, name in names)


def _forward(record: NetworkRecord, name: str) -> tuple[Line, ...]:
    """The equations of the stage to which a quantity belongs, in names and in numbers."""
    network = record.network
    letter = name.rstrip("0123456789")
    step = int(name[len(letter) :])
    stage = next((stage for stage in network.cell.stages if letter in stage.letters), network.cell.stages[-1])
    letters = stage.letters if letter != "O" and stage is not network.cell.stages[-1] else (*stage.letters, "O")
    return tuple(_equation(record, f"{own}{step}") for own in letters)


Worked = tuple[Tree, dict[str, object]]
"""A formula and the values of its names."""


def _equation(record: NetworkRecord, name: str) -> Line:
    """One equation: what it says, with numbers where they are single ones, and what it comes to."""
    label = message("recurrent.named", name=record.label(name))
    if not record.network.is_scalar:
        return Line(label, f"{write(record.rows.tree(name))} = {_long(record.value(name, 0))}")
    found = record.rows.working(name)
    return Line(label, f"{found.symbols} = {found.text}")


def _arrivals(record: NetworkRecord, name: str) -> Line:
    """∂L/∂name: what comes along each edge, upstream × local, added."""
    made = record.network.record
    found = _sent(made, name)
    text = _long(made.gradients[name]) if found is None else working(*found).text
    return Line(message("recurrent.named", name=record.label(f"grad.{name}")), text)


def _sent(made: Pass, name: str) -> Worked | None:
    """The sum of upstream × local over the edges that leave a node; None where these are not numbers."""
    products: list[Tree] = []
    values: dict[str, object] = {}
    for edge in made.graph.children[name]:
        contribution = made.contributions.get((edge.child, edge.slot))
        if contribution is None:
            continue
        own = f"{edge.child}.{edge.slot}"
        local = local_numbers(made, edge.child, edge.slot) if np.ndim(contribution) == 0 else None
        if isinstance(local, float) and np.ndim(made.gradients[edge.child]) == 0:
            values |= {f"grad.{own}": made.gradients[edge.child], f"local.{own}": local}
            products.append(Apply("mul", (Name(f"grad.{own}"), Name(f"local.{own}"))))
    return (added(products), values) if products else None


def within(record: NetworkRecord, cursor: int, quantity: str) -> Within | None:
    """What follows for a quantity of a scalar network from the rounded numbers on the screen."""
    network = record.network
    kind, _, rest = quantity.partition(".")
    weight, _, step = rest.partition(".")
    if kind == "size":
        return record.sizes.within(quantity)
    if kind not in ("contribution", "partial", "grad"):
        return record.rows.within(quantity)
    if not network.is_scalar:
        return None
    found: Worked | None = None
    if kind == "contribution":
        found = _part(network, weight, int(step))
    elif kind == "partial" or (kind == "grad" and weight in network.cell.weights):
        t = record.step(quantity, cursor) if kind == "partial" else 1
        terms = {f"t{s}": network.contribution(weight, s) for s in range(t, network.steps + 1)}
        found = (added([Name(each) for each in terms]), terms) if len(terms) <= MOST_TERMS else None
    else:
        found = _sent(network.record, rest)
    return None if found is None else both(lambda moves: reach_of_tree(*found, moves))


def _part(network: Network, weight: str, t: int) -> Worked:
    """What a time step brings to a shared weight: δ × what the weight is multiplied with."""
    edge = network.record.graph.children[weight][t - 1]
    local = local_numbers(network.record, edge.child, edge.slot)
    return PRODUCT, {"upstream": _factor(network, weight, t), "local": local}


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
    part = network.contribution(weight, t)
    text = working(*_part(network, weight, t)).text if network.is_scalar else _long(part)
    lines = [Line(message("recurrent.label-part", t=t), text)]
    if t < network.steps:
        before, total = network.partial(weight, t + 1), network.partial(weight, t)
        terms = {"before": before, "part": part}
        text = working(SUM, terms).text if network.is_scalar else entries(total)
        lines.append(Line(message("recurrent.label-sum"), text))
    if t > 1:
        lines.append(Line(message("recurrent.label-waiting"), ", ".join(f"t = {step}" for step in _some(t))))
    return tuple(lines)


def _some(t: int) -> list[object]:
    """The steps before t, those in the middle left out where they are many."""
    steps: list[object] = list(range(t - 1, 0, -1))
    return steps if len(steps) <= 4 else [*steps[:2], "…", 1]


def _factor(network: Network, weight: str, t: int) -> object:
    """δ of the pre-activation to which the weight belongs."""
    stage = next(stage for stage in network.cell.stages if weight in stage.weights)
    return network.record.gradients[f"{stage.letters[0]}{t}"]


def _difference(network: Network, name: str) -> tuple[Line, ...]:
    found = node_difference(network.record, name)
    if found is None:
        return ()
    text = found.marked(network.record.gradients[name], _long)
    return (Line(message("recurrent.label-difference"), text),)


def _long(value: object) -> str:
    return entries(value, digits=DIGITS)
