"""In which column of the gap between two layers does each net climb?

In a gap every net is one vertical *riser* with one row on its left and one or more rows on its right. Where
the left row of one net is a right row of another, the first must stand further left, or the two would lie on
each other. If such demands form a circle, one riser is broken in two by a *dogleg* on a free row. All other
overlapping risers are put in the order that crosses less.

Invariants: two nets never share a piece of wire; risers in the same column never touch.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count, pairwise, permutations


@dataclass(eq=False)
class Riser:
    """A vertical piece of one net."""

    net: int
    left: int
    """The row on which the net comes in."""
    rights: set[int]
    """The rows on which it goes on."""
    column: int = 0

    @property
    def top(self) -> int:
        return min(self.left, *self.rights)

    @property
    def bottom(self) -> int:
        return max(self.left, *self.rights)

    @property
    def straight(self) -> bool:
        """Whether there is nothing to climb, so that the net needs no column."""
        return self.rights == {self.left}


Chains = dict[int, list[Riser]]
"""Net to its risers from left to right; more than one only if there are doglegs."""


def route(nets: Mapping[int, tuple[int, set[int]]]) -> tuple[Chains, int]:
    """Columns for nets given as (left row, right rows), and how many columns they take."""
    chains: Chains = {net: [Riser(net, left, set(rights))] for net, (left, rights) in nets.items()}
    demands = _demands(chains)
    while circle := _circle(demands):
        _dogleg(chains, min(circle, key=lambda riser: (len(riser.rights), riser.bottom - riser.top, riser.net)))
        demands = _demands(chains)
    _prefer(demands)
    return chains, _assign_columns(demands)


_After = dict[Riser, set[Riser]]
"""Riser to those that must stand further right."""


def _demands(chains: Chains) -> _After:
    risers = [riser for chain in chains.values() for riser in chain if not riser.straight]
    after: _After = {riser: set() for riser in risers}
    for first, second in permutations(risers, 2):
        if first.net != second.net and first.left in second.rights:
            after[first].add(second)
    for chain in chains.values():
        for first, second in pairwise(chain):
            if not first.straight and not second.straight:
                after[first].add(second)
    return after


def _circle(after: _After) -> list[Riser]:
    """Risers whose demands form a circle, or nothing."""
    finished: set[Riser] = set()
    for start in after:
        if start in finished:
            continue
        path, trail = [start], [_sorted(after[start])]
        while trail:
            following = next(trail[-1], None)
            if following is None:
                finished.add(path.pop())
                trail.pop()
            elif following in path:
                return path[path.index(following) :]
            elif following not in finished:
                path.append(following)
                trail.append(_sorted(after[following]))
    return []


def _sorted(risers: set[Riser]) -> Iterator[Riser]:
    """Risers in an order that does not depend on where they lie in memory."""
    return iter(sorted(risers, key=lambda riser: (riser.net, riser.left, min(riser.rights))))


def _dogleg(chains: Chains, riser: Riser) -> None:
    """Break a riser in two: in on its left row, over on a free row, out on its right rows."""
    taken = {row for chain in chains.values() for piece in chain for row in (piece.left, *piece.rights)}
    top, bottom = riser.top, riser.bottom
    middle = (top + bottom) // 2
    free = next(row for step in count() for row in (middle + step, middle - step) if row not in taken and row >= 0)
    inside = [row for row in range(top + 1, bottom) if row not in taken]
    row = min(inside, key=lambda r: abs(r - middle), default=free)
    chain = chains[riser.net]
    chain.insert(chain.index(riser) + 1, Riser(riser.net, row, riser.rights))
    riser.rights = {row}


def _prefer(after: _After) -> None:
    """Order the risers that overlap without a demand, the pairs where it matters most first."""
    risers = list(after)
    wishes = []
    for i, first in enumerate(risers):
        for j in range(i + 1, len(risers)):
            second = risers[j]
            # Touching counts as overlapping: a bend above a bend in one column reads as one wire in ASCII.
            apart = first.top > second.bottom + 1 or second.top > first.bottom + 1
            if apart or second in after[first] or first in after[second]:
                continue
            here, there = _crossings(first, second), _crossings(second, first)
            shorter_first = first.bottom - first.top <= second.bottom - second.top
            wishes.append((-abs(here - there), i, j, here < there or (here == there and shorter_first)))
    for _, i, j, keep in sorted(wishes):
        first, second = (risers[i], risers[j]) if keep else (risers[j], risers[i])
        if _reaches(after, second, first):
            first, second = second, first
        after[first].add(second)


def _crossings(first: Riser, second: Riser) -> int:
    """How often two nets cross in this gap if the first riser stands left of the second."""
    passing = sum(second.top <= row <= second.bottom for row in first.rights)
    return passing + (first.top <= second.left <= first.bottom)


def _reaches(after: _After, start: Riser, goal: Riser) -> bool:
    pending, seen = [start], {start}
    while pending:
        riser = pending.pop()
        if riser is goal:
            return True
        fresh = after[riser] - seen
        seen |= fresh
        pending.extend(fresh)
    return False


def _assign_columns(after: _After) -> int:
    """As far left as the demands allow: the longest chain of demands before a riser is its column."""
    waiting = dict.fromkeys(after, 0)
    for followers in after.values():
        for riser in followers:
            waiting[riser] += 1
    ready = [riser for riser, number in waiting.items() if not number]
    columns = 0
    while ready:
        riser = ready.pop()
        columns = max(columns, riser.column + 1)
        for follower in after[riser]:
            follower.column = max(follower.column, riser.column + 1)
            waiting[follower] -= 1
            if not waiting[follower]:
                ready.append(follower)
    return columns
