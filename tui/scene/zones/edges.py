"""Why is a gradient what it is? upstream × local = downstream on one edge: in symbols, in numbers, and by a difference.

The symbolic row is checked before it is shown as true: the three formulas are evaluated at the values of the pass and
compared with its numbers. What the algebra has not answered yet is `…`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ....core.algebra.symbols import NO_SYMBOLS, Symbols
from ....core.answers.confirmed import confirmed, forms
from ....core.answers.receipts import EdgeReceipt
from ....core.formula.tree import Tree
from ....core.passes import Pass
from ....core.words.numbers import sentence
from ..cells import Row, wrapped
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
UNKNOWN: Cell = ("?", "asked")


def edge_rows(record: Pass, receipt: EdgeReceipt, known: Known, look: Look, height: int) -> Told:
    """The receipt of an edge in at most `height` rows; at a fork the sum comes before the checks that do not fit."""
    names = names_row(record, receipt.child, receipt.slot, look, fork=len(receipt.terms) + receipt.waiting > 1)
    found = confirmed(record, receipt, known.symbols)
    formula = _formula_row(receipt, known, found.formula, look)
    difference = receipt.difference
    at = columns_for(look)
    numbers = product(
        look.say("receipt.numbers"), (look.number(receipt.upstream, at.upstream), "gradient"),
        (look.number(receipt.local, at.local) if receipt.local is not None else "J", "local"),
        (look.number(receipt.downstream, at.downstream), "gradient"), look, mark(True, look),
    )  # fmt: skip
    checked = difference is not None and difference.agrees(receipt.downstream)
    rows: list[Row] = [names, formula, numbers, _difference_row(record.graph.output, receipt, checked, look)]
    sums, kinks = _sum_rows(record, receipt, look), _kink_rows(receipt, look)
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


def _difference_row(output: str, receipt: EdgeReceipt, checked: bool, look: Look) -> Row:
    difference = receipt.difference
    label = look.say("receipt.difference")
    if difference is None:
        return free(label, look.word(receipt.recipe), look, "dim")
    if not checked and receipt.convention is not None:
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
