"""How does a receipt look in a paper? As rows of one LaTeX `align*`: local derivative, numbers, difference, sum."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from ..core.algebra.symbols import NO_SYMBOLS, Symbols
from ..core.answers.receipts import EdgeReceipt, LinesReceipt, Receipt, ValueReceipt
from ..core.formula.latex import latex_name
from ..core.formula.printer import write
from ..core.words.numbers import receipt

MOST_WRITTEN = 24
"""Arrays with more entries are shown by their shape."""


def latex_receipt(found: Receipt, symbols: Symbols = NO_SYMBOLS) -> str:
    """A receipt as LaTeX, to be pasted between the lines of a document; free lines stand as verbatim text."""
    rows = list(_rows(found, symbols))
    if not rows:
        return ""
    return "\n".join([r"\begin{align*}", *(rf"  {row} \\" for row in rows[:-1]), f"  {rows[-1]}", r"\end{align*}"])


def _rows(found: Receipt, symbols: Symbols) -> Iterator[str]:
    match found:
        case ValueReceipt(node, formula, numbers, value):
            shown = " = ".join(rf"\texttt{{{_verbatim(part)}}}" for part in (formula, numbers) if part)
            yield f"{latex_name(node)} &= {shown} = {_number(value)}"
        case EdgeReceipt():
            yield from _edge(found, symbols)
        case LinesReceipt(lines):
            for line in lines:
                yield rf"&\texttt{{{_verbatim(line.text)}}}"


def _edge(found: EdgeReceipt, symbols: Symbols) -> Iterator[str]:
    output, child, parent = (latex_name(name) for name in (found.output, found.child, found.parent))
    local, whole = _partial(child, parent), _partial(output, parent)
    symbolic = symbols.edges.get((found.child, found.slot))
    if symbolic is not None:
        yield f"{local} &= {write(symbolic, 'latex')}"
    shown = local if found.local is None or np.size(found.local) > MOST_WRITTEN else _number(found.local)
    product = rf"{_number(found.upstream)} \cdot {shown} = {_number(found.downstream)}"
    yield rf"{_partial(output, child)} \cdot {local} &= {product}"
    if found.difference is not None:
        yield rf"&\approx {_number(found.difference.central)} \quad (h = {found.difference.step:g})"
    if len(found.terms) > 1:
        terms = " + ".join(_bracketed(term.value) for term in found.terms)
        yield f"{whole} &= {terms} = {_number(found.total)}"


def _partial(above: str, below: str) -> str:
    return rf"\frac{{\partial {above}}}{{\partial {below}}}"


def _bracketed(value: Any) -> str:
    text = _number(value)
    return f"({text})" if text.startswith("-") else text


def _number(value: Any) -> str:
    """A number in six decimals, a small array as a matrix, a larger one by its shape."""
    array = np.asarray(value, dtype=float)
    if array.ndim == 0:
        return receipt(float(array)).replace("e", r"\mathrm{e}")
    if array.size > MOST_WRITTEN or array.ndim > 2:
        return r" \times ".join(str(length) for length in array.shape)
    rows = array if array.ndim == 2 else array[None]
    body = r" \\ ".join(" & ".join(receipt(float(entry), 4) for entry in row) for row in rows)
    return rf"\begin{{pmatrix}} {body} \end{{pmatrix}}"


ESCAPED = {"\\": r"\textbackslash{}", "^": r"\^{}", "~": r"\~{}", "·": r"$\cdot$", "×": r"$\times$", "∂": r"$\partial$",
           "²": r"$^2$", "³": r"$^3$", "→": r"$\to$", "≥": r"$\ge$", "≤": r"$\le$", "η": r"$\eta$", "σ": r"$\sigma$",
           "Σ": r"$\Sigma$", "√": r"$\sqrt{\ }$"}  # fmt: skip


def _verbatim(text: str) -> str:
    """A text for `\\texttt`: what LaTeX reads as a command is escaped, signs of mathematics are set as such."""
    return "".join(f"\\{letter}" if letter in "{}%$#&_" else ESCAPED.get(letter, letter) for letter in text)
