"""Which edge does a quantity belong to, and how is a derivative written?"""

from __future__ import annotations


def partial(above: str, below: str) -> str:
    """A derivative: ∂f/∂w1."""
    return f"∂{above}/∂{below}"


def edge_of(quantity: str) -> tuple[str, int] | None:
    """(child, slot) of a quantity of an edge, or None."""
    kind, _, rest = quantity.partition(".")
    child, _, slot = rest.rpartition(".")
    return (child, int(slot)) if kind in ("local", "contribution") and slot.isdigit() else None
