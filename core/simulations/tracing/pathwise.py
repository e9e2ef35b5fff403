"""How does a gradient come about path by path? The chain rule written out: a line for each path, and their sum."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ...answers.receipts import Line
from ...answers.working import MOST_NUMBERS, working
from ...formula.entries import added
from ...formula.tree import Apply, Name, Tree
from ...paths import Path, Paths
from ...words import message

SEED, REST = "grad.{}", "rest"


@dataclass(frozen=True)
class Pathwise:
    """The gradient of a node over its paths."""

    paths: Paths
    lines: tuple[Line, ...]
    """One for each path that is told, and one for what all others add."""
    total: Line
    """Their sum."""


def pathwise(paths: Paths) -> Pathwise:
    """The lines of the paths; each holds as it is written."""
    lines = [_of_path(paths, path, place) for place, path in enumerate(paths.told, 1)]
    left = paths.count - len(paths.told)
    if left:
        lines.append(Line(message("row.more-paths", count=left), working(Name(REST), {REST: paths.rest}).text))
    return Pathwise(paths, tuple(lines), _total(paths))


def _of_path(paths: Paths, path: Path, place: int) -> Line:
    """`∂f/∂m·∂m/∂b = 1·3 = 3`: from the output back, as the gradient travels."""
    values = _values(paths, path)
    found = working(_product(list(values)), values, name=lambda name: _written(paths, path, name))
    label = message("row.path", place=place) if paths.count > 1 else message("row.only-path")
    symbols = found.symbols
    if len(values) > MOST_NUMBERS:
        # Too long to be multiplied by hand: where it begins, where it ends, and what it comes to.
        first, *_, last = (_written(paths, path, name) for name in values)
        symbols = f"{first}·…·{last}"
    return Line(label, f"{symbols} = {found.text}")


def _total(paths: Paths) -> Line:
    """`1·3 + 1·2 = 5`; where that are too many numbers, the sum of what the paths come to."""
    label = message("row.named", name=f"∂{paths.output}/∂{paths.node}")
    values: dict[str, float] = {}
    terms: list[Tree] = []
    for place, path in enumerate(paths.told):
        own = {f"{place}.{name}": value for name, value in _values(paths, path).items()}
        if path.product == 0.0:
            # Of a long sum, products that are 0 are left out; a path that brings nothing is still one.
            own = {str(place): 0.0}
        terms.append(_product(list(own)))
        values |= own
    if len(values) > MOST_NUMBERS:
        values = {str(place): paths.upstream * path.product for place, path in enumerate(paths.told)}
        terms = [Name(name) for name in values]
    if paths.count > len(paths.told):
        values[REST] = paths.rest
        terms.append(Name(REST))
    return Line(label, working(added(terms), values, most=len(values)).text)


def _values(paths: Paths, path: Path) -> Mapping[str, float]:
    """The factors of a path by name, the last edge first; what arrives from outside where it is not 1."""
    seed = {SEED.format(paths.output): paths.upstream} if paths.upstream != 1.0 else {}
    edges = zip(path.edges, path.factors, strict=True)
    return seed | {f"local.{child}.{slot}": factor for (child, slot), factor in reversed(list(edges))}


def _product(names: list[str]) -> Tree:
    found: Tree = Name(names[0])
    for name in names[1:]:
        found = Apply("mul", (found, Name(name)))
    return found


def _written(paths: Paths, path: Path, name: str) -> str:
    """`∂f/∂m` of the edge from m to f."""
    if name.startswith("grad."):
        return f"∂{paths.output}/∂{paths.output}"
    child = name.removeprefix("local.").rpartition(".")[0]
    place = path.nodes.index(child)
    return f"∂{child}/∂{path.nodes[place - 1]}"
