"""What does somebody keep an eye on? A watch: an expression of the quantities of each frame.

A watch with a comparison is a breakpoint, too: the run stops at the first frame where it becomes true. As long as
something in it is not visible, a watch waits; a name that the simulation cannot have is an error that suggests similar
ones.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ..arrays import Value
from ..formula.evaluator import evaluate, holds, is_open
from ..formula.parser import parse_expression
from ..formula.tree import Name, Tree, is_condition, substitute
from .naming import aliases, in_contract_names, shown_condition
from .protocol import Simulation


@dataclass(frozen=True)
class Watch:
    """An expression, read once."""

    text: str
    tree: Tree

    @property
    def stops(self) -> bool:
        """Is it a condition, at which a run stops?"""
        return is_condition(self.tree)


def read_watch(text: str, simulation: Simulation) -> Watch:
    """The watch that was typed, with names as they are shown or as lessons have them; a node stands for its value.

    Raises FormulaError, and UnknownNameError for a quantity that cannot exist.
    """
    nodes = {name.removeprefix("value."): Name(name) for name in simulation.names if name.startswith("value.")}
    tree = parse_expression(text, simulation.names | nodes.keys() | aliases(simulation).keys(), conditions=True)
    tree = substitute(tree, {name: value for name, value in nodes.items() if name not in simulation.names})
    tree = in_contract_names(tree, simulation)
    is_open(tree, {}, simulation.names)
    return Watch(text.strip(), tree)


def example(simulation: Simulation, cursor: int, language: str) -> str:
    """A watch that makes sense here: the loss or the output, or else a number of this frame, under 0.1."""
    record = simulation.recorded
    wanted = ["loss", "value.loss", *([f"value.{record.graph.output}"] if record is not None else []), "f", "value"]
    known = simulation.frame(cursor).quantities
    numbers = (name for name in known if np.ndim(known[name]) == 0 and not isinstance(known[name], str))
    name = next((name for name in wanted if name in simulation.names), next(numbers, None))
    if name is None:
        return "1 < 0.1"
    node = name.removeprefix("value.")
    return shown_condition(simulation, f"{name if node in simulation.names else node} < 0.1", language)


def seen(watch: Watch, simulation: Simulation, cursor: int) -> Value:
    """The value of a watch at a frame, a truth for a condition; None while something in it is not visible."""
    quantities = simulation.frame(cursor).quantities
    if watch.stops:
        return holds(watch.tree, quantities, simulation.names)
    return None if is_open(watch.tree, quantities, simulation.names) else evaluate(watch.tree, quantities)


def next_stop(
    watches: tuple[Watch, ...], simulation: Simulation, cursor: int, stop: Callable[[], bool] | None = None
) -> int | None:
    """The first frame after the cursor in which a watch comes true that did not hold in the frame before it.

    None when that never happens, or `stop` said so first.
    """
    conditions = [watch for watch in watches if watch.stops]
    before = [seen(watch, simulation, cursor) for watch in conditions]
    while conditions and simulation.reach(cursor + 1) > cursor and not (stop is not None and stop()):
        cursor += 1
        now = [seen(watch, simulation, cursor) for watch in conditions]
        if any(new and not old for new, old in zip(now, before, strict=True)):
            return cursor
        before = now
    return None
