"""Why is a gradient what it is? upstream × local = downstream on one edge: in symbols, in numbers, and by a difference.

The symbolic row is checked before it is shown as true: the three formulas are evaluated at the values of the pass and
compared with its numbers. What the algebra has not answered yet is `…`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ....core.algebra.symbols import NO_SYMBOLS, Symbols
from ....core.answers.confirmed import confirmed, forms
from ....core.answers.receipts import EdgeReceipt, Line
from ....core.formula.tree import Tree
from ....core.passes import Pass
from ....core.simulations.tracing.pathwise import Pathwise
from ....core.words.numbers import sentence
from ..cells import Row, cut_sum, wrapped
from ..look import Look
from .columns import Cell, columns_for, free, joined, mark, product, room_for_free
from .names import partial


@dataclass(frozen=True)
class Told:
    """The rows of a receipt, and how many of how many confirmations agree."""

    rows: tuple[Row, ...]
    confirmed: tuple[int, int] | None = None


@dataclass(frozen=True)
class Known:
    """What the algebra has said about a graph."""

    symbols: Symbols = NO_SYMBOLS
    state: str = "pending"
    """`pending`, `told`, or `failed`."""


NOTHING_YET = Known()
LEAST_WITH_PATHS = 3
"""Rows below which the paths stand alone."""
UNKNOWN: Cell = ("?", "asked")


def edge_rows(
    record: Pass, receipt: EdgeReceipt, known: Known, look: Look, height: int, paths: Pathwise | None = None
) -> Told:
    """The receipt of an edge in at most `height` rows; at a fork the sum comes before the checks that do not fit.

    The paths of a parameter that is looked at come before the formula.
    """
    names = names_row(record, receipt.child, receipt.slot, look, fork=len(receipt.terms) + receipt.waiting > 1)
    found = confirmed(record, receipt, known.symbols)
    formula = _formula_row(receipt, known, found.formula, look)
    at = columns_for(look)
    numbers = product(
        look.say("receipt.numbers"), (look.number(receipt.upstream, at.upstream), "gradient"),
        (look.number(receipt.local, at.local) if receipt.local is not None else "J", "local"),
        (look.number(receipt.downstream, at.downstream), "gradient"), look, mark(True, look),
    )  # fmt: skip
    rows: list[Row] = [names, formula, numbers, _difference_row(record.graph.output, receipt, found.difference, look)]
    sums, kinks = _sum_rows(record, receipt, look), _kink_rows(receipt, look)
    if paths is not None:
        return Told(_with_paths(rows, [*sums, *kinks], paths, look, height), found.count)
    if height >= len(rows) + 1 + len(sums) + len(kinks) and (sums or kinks):
        rows += [(), *sums, *kinks]
    elif kinks:
        rows = [names, numbers, *(rows[3:] if len(kinks) < height - 2 else ()), *kinks]
    elif sums:
        rows = [names, numbers, *sums]
    return Told(tuple(rows[:height]), found.count)


def names_row(record: Pass, child: str, slot: int, look: Look, fork: bool = False) -> Row:
    """What the columns are about: `neg ◄ ex   llega ∂f/∂ex × local ∂ex/∂neg = sale ∂f/∂neg`."""
    parents, output = record.graph.node(child).parents, record.graph.output
    parent = parents[slot]
    twice = f" {look.say('receipt.slot', place=slot + 1)}" if parents.count(parent) > 1 else ""
    at = columns_for(look)

    def head(word: str, above: str, below: str, width: int) -> Cell:
        """The word with the derivative, or the derivative alone where both do not fit."""
        both = look.say(f"receipt.{word}", of=partial(above, below))
        return (both if len(both) <= width else look.text(partial(above, below)), "text")

    last = (look.say("receipt.contribution"), "text") if fork else head("downstream", output, parent, at.downstream)
    return product(
        f"{parent} {look.glyph('◄')} {child}{twice}", head("upstream", output, child, at.upstream),
        head("local", child, parent, at.local), last, look,
    )  # fmt: skip


def asked_edge_rows(record: Pass, child: str, slot: int, known: Known, look: Look) -> list[Row]:
    """An edge whose gradient is asked for: what arrives is known, the rest is `?`."""
    upstream = known.symbols.gradients.get(child)
    waits: Cell = ("…", "asked") if known.state == "pending" else ("", "text")
    shown: Cell = waits if upstream is None else (look.formula(upstream), "gradient")
    number: Cell = (look.number(record.gradients[child], columns_for(look).upstream), "gradient")
    return [
        names_row(record, child, slot, look),
        product(look.say("receipt.formula"), shown, UNKNOWN, UNKNOWN, look),
        product(look.say("receipt.numbers"), number, UNKNOWN, UNKNOWN, look),
    ]


def _formula_row(receipt: EdgeReceipt, known: Known, agrees: bool | None, look: Look) -> Row:
    label = look.say("receipt.formula")
    if known.state == "failed":
        return free(label, look.say("receipt.not-proved"), look, "dim")
    if known.state == "pending":
        waits: Cell = ("…", "asked")
        return product(label, waits, waits, waits, look, mark(None, look))
    trees = forms(receipt, known.symbols)
    if trees[1] is None:
        return free(label, look.word(receipt.recipe), look, "dim")

    def cell(tree: Tree | None, role: str) -> Cell:
        return ("" if tree is None else look.formula(tree), "local" if role == "local" else "gradient")

    cells = cell(trees[0], "gradient"), cell(trees[1], "local"), cell(trees[2], "gradient")
    sign = mark(agrees, look, look.say("receipt.proved")) if agrees is not None else ()
    return product(label, *cells, look, sign)


def _difference_row(output: str, receipt: EdgeReceipt, checked: bool | None, look: Look) -> Row:
    difference = receipt.difference
    label = look.say("receipt.difference")
    if difference is None:
        return free(label, look.word(receipt.recipe), look, "dim")
    if checked is None and np.all(np.isfinite(difference.left)) and np.all(np.isfinite(difference.right)):
        told = {"left": look.number(difference.left), "right": look.number(difference.right)}
        return free(label, look.say("receipt.one-sided", **told), look, "text")
    if not np.all(np.isfinite(difference.central)):
        return free(label, look.say("receipt.no-difference"), look, "dim")
    text = f"({output}({receipt.parent}+h) - {output}({receipt.parent}-h))/2h, h={sentence(difference.step)}"
    off = float(np.max(np.abs(np.subtract(difference.central, receipt.downstream))))
    word = look.say("receipt.off-by", off=f"{off:.0e}".replace("e-0", "e-")) if checked else ""
    return joined(
        label,
        text,
        (look.number(difference.central, columns_for(look).downstream), "gradient"),
        look,
        mark(checked, look, word),
    )


def _with_paths(rows: list[Row], notes: list[Row], paths: Pathwise, look: Look, height: int) -> tuple[Row, ...]:
    """The rows of an edge and its notes, with the paths below; the formula and the difference give way to them."""
    if height < LEAST_WITH_PATHS:
        return tuple(path_rows(paths, look, height))
    names, _, numbers, _ = rows
    kept = [*rows, *notes] if len(rows) + len(notes) < height else [names, numbers, *notes][: height - 1]
    return (*kept, *path_rows(paths, look, height - len(kept)))


def path_rows(paths: Pathwise, look: Look, height: int) -> list[Row]:
    """The gradient path by path; where there is no room for all, fewer of them and a sign, or the sum alone."""
    count = paths.paths.count
    blocks = [_wrapped(line, look) for line in paths.lines]
    total = _wrapped(paths.total, look) if count > 1 else []
    if sum(map(len, (*blocks, total))) <= height:
        return [row for block in (*blocks, total) for row in block]
    room, told = height - len(total) - 1, list[Row]()
    for place, block in enumerate(blocks):
        if len(told) + len(block) > room:
            if not place:
                break
            left = look.say("receipt.more-paths", count=count - place)
            return [*told, free("", f"{look.glyph('…')} {left}", look, "dim"), *total]
        told += block
    return [_sum_of_paths(paths, look)][: max(0, height)]


def _wrapped(line: Line, look: Look) -> list[Row]:
    parts = wrapped(look.text(line.text), room_for_free(look))
    return [free("" if at else look.word(line.label), part, look) for at, part in enumerate(parts)]


def _sum_of_paths(paths: Pathwise, look: Look) -> Row:
    """The sum in one row; what it comes to stays, however many factors there are."""
    one, room = paths.paths.count == 1, room_for_free(look)
    label = look.say("receipt.only-path") if one else look.say("receipt.paths", count=paths.paths.count)
    whole, short = paths.lines[0].text, f"{look.word(paths.total.label)} = {paths.total.text}"
    text = look.text(whole if one and len(whole) <= room else short)
    return free(label, cut_sum(text, room, look.glyph("…")), look)


def _sum_rows(record: Pass, receipt: EdgeReceipt, look: Look) -> list[Row]:
    """At a fork: what has arrived, and what is still missing."""
    if len(receipt.terms) + receipt.waiting == 1:
        return []
    named = [
        look.say("receipt.by", value=sentence(term.value), child=_child(record, term.child, term.slot, look))
        for term in receipt.terms
    ]
    total = look.say("receipt.so-far" if receipt.waiting else "receipt.in-all", sum=sentence(receipt.total))
    told = f"{' + '.join(named)} = {total}"
    if len(told) > room_for_free(look):
        terms = " + ".join(sentence(term.value) for term in receipt.terms)
        # The total stays, however many terms there are.
        told = f"{look.cut(terms, room_for_free(look) - len(total) - 3)} = {total}"
    rows = [free(look.say("receipt.accumulates"), told, look)]
    if receipt.waiting:
        rows.append(free(look.say("receipt.missing"), _missing(record, receipt, look), look))
    return rows


def _kink_rows(receipt: EdgeReceipt, look: Look) -> list[Row]:
    """At a kink: which slope is taken."""
    if receipt.convention is None:
        return []
    lines = wrapped(look.word(receipt.convention), room_for_free(look))
    return [free(look.say("receipt.kink") if not place else "", line, look) for place, line in enumerate(lines)]


def _missing(record: Pass, receipt: EdgeReceipt, look: Look) -> str:
    came = {(term.child, term.slot) for term in receipt.terms}
    uses = [(node.id, slot) for node in reversed(record.graph.operations) for slot, p in enumerate(node.parents)
            if p == receipt.parent and (node.id, slot) not in came]  # fmt: skip
    children = ", ".join(_child(record, child, slot, look) for child, slot in uses)
    return look.say("receipt.missing-count", count=receipt.waiting, children=children, node=receipt.parent)


def _child(record: Pass, child: str, slot: int, look: Look) -> str:
    """The name of a child; with the place of the input when it uses the same parent twice."""
    parents = record.graph.node(child).parents
    if parents.count(parents[slot]) < 2:
        return child
    return f"{child} {look.say('receipt.slot', place=slot + 1)}"
