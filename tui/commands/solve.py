"""`gradstep solve FORMULA`: the worked solution, as text, JSON, LaTeX or Markdown."""

from __future__ import annotations

import json
import sys

from ...core.algebra.client import Algebra
from ...core.algebra.symbols import Symbols, symbols_if_any
from ...core.arrays import Value
from ...core.errors import FormulaError, GraphError, UnknownNameError
from ...core.formula.assignments import parse_assignments
from ...core.formula.build import Built, read_pass
from ...core.passes import Pass
from ...core.solution import solution
from ..face import Face
from ..options import Call
from ..values import values_needed
from ..worked import latex_lines, markdown_lines, text_lines


def run(call: Call, face: Face) -> int:
    """Prints the solution; 1 when a gradient fails one of its checks."""
    at = parse_assignments(call.get("at")) if call.has("at") else {}
    upstream = _upstream(call.get("upstream")) if call.has("upstream") else None
    call.one_of(("json", "latex", "markdown"))
    try:
        built, record = read_pass(call.given[0], at, upstream)
    except GraphError as error:
        raise values_needed(error) from error
    wrt = _wrt(call, record)
    with Algebra() as algebra:
        symbols = symbols_if_any(algebra, record.graph)
    worked = solution(built, record, symbols, wrt)
    if call.has("json"):
        sys.stdout.write(json.dumps(worked, ensure_ascii=False) + "\n")
    else:
        sys.stdout.write("\n".join(_lines(call, face, built, record, symbols, wrt)) + "\n")
    return 0 if all(check["agree"] for check in worked["checks"]) else 1


def _upstream(text: str) -> Value:
    """The gradient that arrives at the output. Raises FormulaError with the column of what was typed."""
    before = "upstream="
    try:
        return parse_assignments(before + text)["upstream"]
    except FormulaError as error:
        arguments = {name: value for name, value in error.message.arguments.items() if name != "column"}
        column = max(1, error.column - len(before))
        raise FormulaError(error.message.id, column=column, length=error.length, **arguments) from None


def _lines(call: Call, face: Face, built: Built, record: Pass, symbols: Symbols, wrt: list[str]) -> list[str]:
    if call.has("latex"):
        return latex_lines(built, record, symbols, wrt)
    write = markdown_lines if call.has("markdown") else text_lines
    return write(built, record, symbols, wrt, face)


def _wrt(call: Call, record: Pass) -> list[str]:
    """The variables of `--wrt`, all when it is missing. Raises UnknownNameError."""
    leaves = [leaf.id for leaf in record.graph.leaves]
    names = [name.strip() for name in call.get("wrt").replace(";", ",").split(",") if name.strip()]
    for name in names:
        if name not in leaves:
            raise UnknownNameError("cli.wrt-unknown", name, leaves)
    return names
