"""How is a derivative written?"""

from __future__ import annotations


def partial(above: str, below: str) -> str:
    """A derivative: ∂f/∂w1."""
    return f"∂{above}/∂{below}"
