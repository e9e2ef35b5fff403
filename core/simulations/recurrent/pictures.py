"""What does a recurrent network look like at a moment? Its strip of time steps, the contributions as bars, a table."""

from __future__ import annotations

import numpy as np

from ...arrays import Value
from ...pictures import Bar, BarsPicture, Box, Diagram, GraphPicture, Label, Picture, TablePicture, Wire
from ...words import message
from ..score import entries
from .cells import NAME
from .network import Network
from .record import GREEK, NetworkRecord

Links = list[tuple[str, tuple[str, ...]]]
"""Nodes, and what each of them looks at."""
LONGEST_STRIP = 5
"""Time steps that are drawn beside each other."""
TABLE_ROWS = 50


def pictures(record: NetworkRecord, cursor: int) -> tuple[Picture, ...]:
    """The network, the table of its steps and, where there is a way back, the contributions: the same in all frames."""
    if not np.any(record.network.given.get("x1")) and record.network.steps > LONGEST_STRIP:
        return (_sizes(record),)
    strip = _strip(record, cursor)
    found: list[Picture] = [] if strip is None else [strip]
    bars = [] if record.network.target is None else [_bars(record, cursor)]
    return (*found, _table(record, cursor), *bars)


def _sizes(record: NetworkRecord) -> TablePicture:
    """Of a sequence that is a size and no numbers: how large everything is, each weight once for all steps."""
    network = record.network
    shapes = [(record.label(name), np.shape(value)) for name, value in network.given.items() if name in network.weights]
    rows: list[tuple[object, ...]] = [(message("recurrent.steps"), network.steps)]
    rows += [(name, "×".join(map(str, shape)) or "1") for name, shape in shapes]
    return TablePicture((message("recurrent.part"), message("recurrent.size")), tuple(rows))


def _strip(record: NetworkRecord, cursor: int) -> GraphPicture | None:
    """The unrolled network; of a gated cell the step at which the moment stands."""
    network, moment = record.network, record.moments[cursor]
    if network.kind == "rnn":
        if network.steps > LONGEST_STRIP:
            return None
        links: Links = [(f"A{t}", (f"x{t}", f"A{t - 1}")) for t in range(1, network.steps + 1)]
    else:
        t = moment.at[0] if moment.at else (1 if not cursor else network.steps)
        links = _links(network, t)
        if t < network.steps:
            return _drawn(record, cursor, links)
    links.append((network.output, (f"{network.cell.state}{network.steps}",)))
    if network.target is not None:
        links.append(("loss", (network.output,)))
    return _drawn(record, cursor, links)


def _links(network: Network, t: int) -> Links:
    """Each stage of a step, and what it looks at: weights and pre-activations are left out."""
    before = {f"{stage.letters[0]}{t}": stage for stage in network.cell.stages if len(stage.letters) > 1}
    found: Links = []
    for stage in network.cell.stages:
        names: list[str] = []
        for letter in stage.letters:
            names += NAME.findall(network.equation(letter, t))
        known = [n for n in dict.fromkeys(names) if n not in before and n not in network.weights and n[-1].isdecimal()]
        found.append((f"{stage.letters[-1]}{t}", tuple(known)))
    return found


def _drawn(record: NetworkRecord, cursor: int, links: Links) -> GraphPicture:
    """The picture of nodes and what each of them looks at."""
    made = {node for node, _ in links}
    given = [name for name in dict.fromkeys(n for _, parents in links for n in parents) if name not in made]
    boxes = [Box(name, name, given=True) for name in given]
    boxes += [Box(node, "L" if node == "loss" else node, swappable=True) for node, _ in links]
    wires = tuple(Wire(parent, node, slot) for node, parents in links for slot, parent in enumerate(parents))
    network = record.network
    known = {**network.given, **network.record.values}
    values = {b.id: known[b.id] for b in boxes if b.id in network.given or record.known(b.id, cursor)}
    gradients = {b.id: network.record.gradients[b.id] for b in boxes if record.known(f"grad.{b.id}", cursor)}
    moment = record.moments[cursor]
    focus = moment.subject if moment.subject in made else None
    back = moment.phase == "backward"
    active = next(((wire.child, wire.slot) for wire in wires if wire.parent == focus), None) if back else None
    direction = "backward" if back else "forward"
    return GraphPicture(
        Diagram(tuple(boxes), wires), values, gradients, active=active, direction=direction, focus=focus
    )


def _bars(record: NetworkRecord, cursor: int) -> BarsPicture:
    """One bar a time step: what it brings to the watched weight; a matrix counts with its norm."""
    network, weight = record.network, record.watch
    steps = range(network.steps, 0, -1)
    lengths = [_length(network.contribution(weight, t)) for t in steps]
    bars: list[Bar] = []
    for t, value in zip(steps, lengths, strict=True):
        seen = record.known(f"contribution.{weight}.{t}", cursor)
        current = seen and record.when[f"contribution.{weight}.{t}"][0] == cursor
        note = message("recurrent.bar-sum", value=entries(network.partial(weight, t))) if seen else ""
        bars.append(Bar(f"t = {t}", value if seen else None, current, note))
    title = message("recurrent.bars", weight=record.label(weight))
    return BarsPicture(title, tuple(bars), max(map(abs, lengths)) or 1.0)


def _length(value: Value) -> float:
    return float(value) if np.ndim(value) == 0 else float(np.linalg.norm(value))


def _table(record: NetworkRecord, cursor: int) -> TablePicture:
    """One row a time step: values there; where there is a way back two gradients, or one and what the step brings."""
    network, watched = record.network, record.watch
    letters = ["x", *(letter for stage in network.cell.stages for letter in stage.letters
                      if _shown(network.kind, letter)), "O"]  # fmt: skip
    inner = [letter for letter in letters if letter not in ("x", "O")][-2:] if network.target is not None else []
    # The unrolled network shows the gradient of every state; the contributions to a weight stand nowhere else.
    brings = bool(inner) and network.kind == "rnn"
    slopes = inner[:1] if brings else inner
    rows: list[tuple[object, ...]] = []
    known = {**network.given, **network.record.values}
    for t in range(1, network.steps + 1):
        cells = [known[f"{letter}{t}"] if letter == "x" or record.known(f"{letter}{t}", cursor) else None
                 for letter in letters]  # fmt: skip
        cells += [network.record.gradients[f"{letter}{t}"] if record.known(f"grad.{letter}{t}", cursor) else None
                  for letter in slopes]  # fmt: skip
        if brings:
            seen = record.known(f"contribution.{watched}.{t}", cursor)
            cells.append(network.contribution(watched, t) if seen else None)
        rows.append((t, *(_cell(cell) for cell in cells)))
    at = record.moments[cursor].at
    current = at[0] - 1 if at else None
    first = max(0, min((current or 0) - TABLE_ROWS // 2, len(rows) - TABLE_ROWS))
    columns: list[Label] = ["t", *letters, *(f"∂L/∂{letter}" for letter in slopes)]
    if brings:
        columns.append(message("recurrent.brings", weight=GREEK.get(watched, watched)))
    shown = tuple(rows[first : first + TABLE_ROWS])
    return TablePicture(tuple(columns), shown, None if current is None else current - first)


def _shown(kind: str, letter: str) -> bool:
    """The pre-activations of gates have no column: there would be too many."""
    return kind == "rnn" or len(letter) == 1


def _cell(value: Value) -> object:
    """A number, or the entries of a short row."""
    return value if value is None or np.ndim(value) == 0 else entries(value, most=3, digits=2)
