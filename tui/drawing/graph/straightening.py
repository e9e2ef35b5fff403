"""Which remaining jogs can be taken out of the wires? Moves parts of a settled drawing up or down.

For every hop that is not straight, one of its ends moves so that it becomes straight: alone, or together with
everything that hangs on it by straight wires; whatever is in the way is pushed, alone or with what hangs on
it. A move stays only if the drawing as a whole gets cheaper, so the cost never rises.
"""

from __future__ import annotations

from collections.abc import Iterator

from .hops import Hop
from .rows import Rows

_ROUNDS = 12
_PER_ROW = 2
"""The most that the cost of the whole height can change for each row that a part moves."""


def straighten(rows: Rows) -> None:
    """Take out jogs until none can be taken out with profit."""
    parts = _Parts(rows)
    for _ in range(_ROUNDS):
        improved = False
        for hop in rows.hops_in_order:
            if rows.jog(hop):
                improved = any(parts.moved(part, shift) for part, shift in parts.proposals(hop)) or improved
        if not improved:
            break
    rows.choose_ports()


class _Parts:
    """Parts of a drawing that can be moved as a whole."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.blocks: dict[int, set[int]] = {}
        """Item to everything that hangs on it by straight wires, as far as known since the last move."""

    def proposals(self, hop: Hop) -> Iterator[tuple[set[int], int]]:
        """Parts to move, with the way, that would make a hop straight; from the smallest to the largest."""
        jog = self.rows.jog(hop)
        for whole, rigid in ((False, False), (True, False), (True, True)):
            for end, shift in ((hop.right, jog), (hop.left, -jog)):
                part = self._pushed(self._block(end) if whole else {end}, shift, rigid)
                # With both ends in the part the jog would stay.
                if not (hop.left in part and hop.right in part):
                    yield part, shift

    def moved(self, part: set[int], shift: int) -> bool:
        """Move a part if that makes the drawing cheaper."""
        rows, hops = self.rows, self.rows.hops
        touched = [hop for item in part for hop in hops.entering[item] if hop.left not in part]
        touched += [hop for item in part for hop in hops.leaving[item] if hop.right not in part]
        gain = sum(map(rows.price, touched))
        _shift(rows, part, shift)
        gain -= sum(map(rows.price, touched))
        # The height of the whole drawing takes long to find; mostly it cannot turn the balance.
        if abs(gain) <= _PER_ROW * abs(shift):
            gain -= rows.extent()
            _shift(rows, part, -shift)
            gain += rows.extent()
            _shift(rows, part, shift)
        if gain > 0:
            self.blocks.clear()
            return True
        _shift(rows, part, -shift)
        return False

    def _block(self, item: int) -> set[int]:
        if item not in self.blocks:
            block = _hanging_together(self.rows, item)
            self.blocks.update(dict.fromkeys(block, block))
        return self.blocks[item]

    def _pushed(self, start: set[int], shift: int, rigid: bool) -> set[int]:
        """The part that must move when `start` does; if rigid, what is pushed takes along what hangs on it."""
        rows, top, pitch = self.rows, self.rows.top, self.rows.pitch
        part = set(start)
        pending = list(start)
        while pending:
            item = pending.pop()
            other = rows.below[item] if shift > 0 else rows.above[item]
            if other < 0 or other in part:
                continue
            upper, lower = (item, other) if shift > 0 else (other, item)
            if top[lower] - top[upper] - pitch[upper] < abs(shift):
                fresh = self._block(other) - part if rigid else {other}
                part |= fresh
                pending.extend(fresh)
        return part


def _hanging_together(rows: Rows, item: int) -> set[int]:
    """Everything that hangs on an item by straight wires."""
    top, drop = rows.top, rows.drop
    pending, block = [item], {item}
    while pending:
        here = pending.pop()
        for hop in rows.hops.entering[here]:
            if hop.left not in block and top[hop.left] + drop[hop] == top[here]:
                block.add(hop.left)
                pending.append(hop.left)
        for hop in rows.hops.leaving[here]:
            if hop.right not in block and top[here] + drop[hop] == top[hop.right]:
                block.add(hop.right)
                pending.append(hop.right)
    return block


def _shift(rows: Rows, part: set[int], shift: int) -> None:
    for item in part:
        rows.top[item] += shift
