"""How is a worked solution written out? Line by line, as text, Markdown or LaTeX.

The order is that of the computation: values forwards, then every edge backwards with upstream × local = downstream,
sums at forks, and the checks. Numbers are rounded for reading only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from ..core.algebra.symbols import Symbols
from ..core.arrays import Value, write_shape
from ..core.differences import node_difference
from ..core.formula.build import Built, tree_of
from ..core.formula.printer import Style, write, write_formula
from ..core.graph import Edge
from ..core.kinks import confirmed, remarks_behind
from ..core.local import dense, describe
from ..core.passes import Pass
from ..core.trace import Flowed, Timetable
from ..core.words import message
from ..core.words.numbers import receipt
from .face import Face

MOST_WRITTEN = 24
"""Arrays with more entries are shown by their shape."""


def text_lines(built: Built, record: Pass, symbols: Symbols, wrt: Sequence[str], face: Face) -> list[str]:
    """The solution for a terminal or a file."""
    say = face.say
    lines = [f"{say(message('solve.reading'))}  {write_formula(built.formula, _style(face))}", ""]
    lines += [say(message("solve.forward"))]
    lines += [f"  {node} = {number}" for node, number in _given(record)]
    lines += [f"  {name} = {formula} = {number}" for name, formula, number in _values(record, face)]
    lines += ["", say(message("solve.backward")), f"  {_partial(record, record.graph.output, face)} = "
              f"{_number(record.upstream)}"]  # fmt: skip
    lines += [f"  {line}" for line in _flows(record, symbols, face)]
    lines += ["", say(message("solve.gradients"))]
    lines += [f"  {line}" for line in _gradients(record, symbols, wrt, face)]
    return lines


def markdown_lines(built: Built, record: Pass, symbols: Symbols, wrt: Sequence[str], face: Face) -> list[str]:
    """The solution as Markdown: tables of values, edges and gradients."""
    say = face.say
    lines = [f"`{write_formula(built.formula, _style(face))}`", "", f"## {say(message('solve.forward'))}", ""]
    lines += ["| | | |", "|---|---|--:|"]
    lines += [f"| {node} | | {number} |" for node, number in _given(record)]
    lines += [f"| {name} | `{formula}` | {number} |" for name, formula, number in _values(record, face)]
    lines += ["", f"## {say(message('solve.backward'))}", ""]
    lines += [f"- {line}" for line in _flows(record, symbols, face)]
    lines += ["", f"## {say(message('solve.gradients'))}", ""]
    lines += [line if line.startswith("  ") else f"- {line}" for line in _gradients(record, symbols, wrt, face)]
    return lines


def latex_lines(built: Built, record: Pass, symbols: Symbols, wrt: Sequence[str]) -> list[str]:
    """The solution as one LaTeX `align*`, to be pasted between the lines of a document."""
    graph, output = record.graph, record.graph.output
    rows = [rf"{_tex(node)} &= {number}" for node, number in _given(record)]
    for node in graph.operations:
        formula = write(tree_of(graph, node.id), "latex")
        rows.append(rf"{_tex(node.id)} &= {formula} = {_number(record.values[node.id])}")
    for event in Timetable(graph).events:
        if isinstance(event, Flowed):
            child, parent = _tex(event.child), _tex(event.parent)
            symbolic = symbols.edges.get((event.child, event.slot))
            local = rf"\frac{{\partial {child}}}{{\partial {parent}}}"
            shown = f"{local} = {write(symbolic, 'latex')}" if symbolic is not None else local
            rows.append(rf"{shown} &= {_number(dense(record.locals[event.child][event.slot]))}")
    for leaf in wrt or [leaf.id for leaf in graph.leaves]:
        symbolic = symbols.leaves.get(leaf)
        shown = f" = {write(symbolic, 'latex')}" if symbolic is not None else ""
        rows.append(
            rf"\frac{{\partial {_tex(output)}}}{{\partial {_tex(leaf)}}} &{shown} = {_number(record.gradients[leaf])}"
        )
    return [r"\begin{align*}", *(f"  {row} \\\\" for row in rows[:-1]), f"  {rows[-1]}", r"\end{align*}"]


def _given(record: Pass) -> list[tuple[str, str]]:
    return [(leaf.id, _number(record.values[leaf.id])) for leaf in record.graph.leaves]


def _values(record: Pass, face: Face) -> Iterator[tuple[str, str, str]]:
    for node in record.graph.operations:
        formula = write(tree_of(record.graph, node.id), _style(face))
        yield node.id, formula, _number(record.values[node.id])


def _flows(record: Pass, symbols: Symbols, face: Face) -> Iterator[str]:
    """Every edge in the order of the backward pass; a sum where the last of several contributions arrives."""
    times = Timetable(record.graph)
    sign = " * " if face.ascii else " × "
    for event in times.events:
        if not isinstance(event, Flowed):
            continue
        edge = (event.child, event.slot)
        local, recipe = dense(record.locals[event.child][event.slot]), record.locals[event.child][event.slot]
        symbolic = symbols.edges.get(edge)
        formula = f"  [{write(symbolic, _style(face))}]" if symbolic is not None else ""
        size = record.contributions[edge]
        shown = _number(local) if local is not None and np.size(local) <= MOST_WRITTEN else face.say(describe(recipe))
        yield (
            f"{event.child} -> {event.parent}: {_number(record.gradients[event.child])}{sign}{shown} = "
            f"{_number(size)}{formula}"
        )
        yield from _sum(record, times.arrivals[event.parent], edge, face)


def _sum(record: Pass, arrivals: tuple[Edge, ...], edge: tuple[str, int], face: Face) -> Iterator[str]:
    if len(arrivals) < 2 or (arrivals[-1].child, arrivals[-1].slot) != edge:
        return
    parent = arrivals[0].parent
    terms = " + ".join(_number(record.contributions[a.child, a.slot]) for a in arrivals)
    yield f"{_partial(record, parent, face)} = {terms} = {_number(record.gradients[parent])}"


def _gradients(record: Pass, symbols: Symbols, wrt: Sequence[str], face: Face) -> Iterator[str]:
    for leaf in wrt or [leaf.id for leaf in record.graph.leaves]:
        symbolic, difference = symbols.leaves.get(leaf), node_difference(record, leaf)
        remarks = remarks_behind(record, leaf)
        found = confirmed(difference, record.gradients[leaf], remarks)
        checked = ""
        if difference is not None and found != "none":
            checked = f"  {face.say(message(f'solve.{found}', difference=_number(difference.central)))}"
        yield f"{_partial(record, leaf, face)} = {_number(record.gradients[leaf])}{checked}"
        if symbolic is not None:
            yield f"    = {write(symbolic, _style(face))}"
        yield from (f"    {face.say(said)}" for said in remarks)


def _partial(record: Pass, node: str, face: Face) -> str:
    sign = "d" if face.ascii else "∂"
    return f"{sign}{record.graph.output}/{sign}{node}"


def _style(face: Face) -> Style:
    return "ascii" if face.ascii else "unicode"


def _number(value: Value | None) -> str:
    if value is None:
        return "…"
    if np.ndim(value) == 0:
        return receipt(float(value))
    if np.size(value) > MOST_WRITTEN:
        return write_shape(np.shape(value))
    rows = [
        f"[{', '.join(receipt(float(entry)) for entry in row)}]"
        for row in np.atleast_2d(value).reshape(-1, np.shape(value)[-1])
    ]
    return rows[0] if np.ndim(value) == 1 else f"[{', '.join(rows)}]"


def _tex(name: str) -> str:
    """A name in LaTeX: digits at its end are an index."""
    letters = name.rstrip("0123456789")
    shown = letters if len(letters) == 1 else rf"\mathrm{{{letters}}}".replace("_", r"\_")
    return f"{shown}_{{{name[len(letters) :]}}}" if len(letters) < len(name) else shown
