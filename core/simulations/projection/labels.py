"""How are the quantities of a projection written, and their values shown? Labels, and a number for a row of one."""

from __future__ import annotations

from ...arrays import Value


def alone(row: Value) -> object:
    """A number for a row of one."""
    return float(row[0]) if len(row) == 1 else row


def label(quantity: str) -> str:
    """`λ1`, `v1`, `S12`, `z3`, `x'3`: how a quantity of a projection is written."""
    kind, *rest = quantity.split(".")
    index = "".join(rest) if all(len(part) == 1 for part in rest) else ",".join(rest)
    letters = {"covariance": "S", "eigenvalue": "λ", "vector": "v", "code": "z", "rebuilt": "x'", "codes": "Z"}
    letters |= {"explained": f"λ{index}/Σλ", "gap": f"gap {index}", "error": f"‖x{index} - x{index}'‖²"}
    letters |= {"residual": "Σ‖x - x'‖²/n" if rest else "Σ‖x - x'‖²", "ratio": "n/d", "mean": "m", "centred": "x - m"}
    letters |= {"ae": {"w": "W", "loss": "L", "gap": "L - PCA"}.get(rest[0], "") if rest else ""}
    if kind in ("explained", "gap", "error", "residual", "ae"):
        return letters[kind]
    return letters.get(kind, kind) + index
