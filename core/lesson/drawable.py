"""What of a run may be drawn at a stop? The frames that were seen, and no expression that tells what is asked.

Whoever explores may go to any frame, so the whole run may be drawn then. In the script a chart ends where the learner
stands; while something of a frame is asked, it ends one frame earlier.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from ..errors import PlaceError, SpecError
from ..formula.tree import Tree, names_of
from ..graph import Graph
from ..simulations.protocol import Simulation
from ..simulations.series import Series, offered, over, read_all
from ..simulations.watches import Watch
from .mask import covers
from .passing import graph_of
from .session import Session
from .shown import is_slope_secret, shown
from .timeline import LOOKED_AT

MOST_FRAMES = 1_000
"""Frames of one chart; of a longer run only every second, third, … is worked out."""


@dataclass(frozen=True, eq=False)
class Drawable:
    """A simulation, as far as it may be drawn."""

    simulation: Simulation
    last: int
    """The last frame that may be drawn; -1 where none may be."""
    hidden: tuple[str, ...] = ()
    """Quantities that are asked, of which nothing is drawn."""

    @property
    def frames(self) -> range:
        """The frames that are drawn, from the first on."""
        return range(0, self.last + 1, 1 + max(0, self.last) // MOST_FRAMES)

    @cached_property
    def offers(self) -> tuple[str, ...]:
        """Expressions that suggest themselves, the usual one first; none that is asked."""
        found = offered(self.simulation, max(0, self.last))
        return tuple(one for one in found if not self._tells(one)) if self.hidden else found

    def _tells(self, offer: str) -> bool:
        return any(tells(self.hidden, one.tree) for one in read_all(offer, self.simulation))

    def check(self, wanted: Watch) -> None:
        """Raises SpecError for an expression of something that is asked, PlaceError where nothing was seen yet."""
        if tells(self.hidden, wanted.tree):
            raise SpecError("session.chart-asked", got=wanted.text)
        if self.last < 0:
            raise PlaceError("session.chart-nothing-yet")

    def series(self, wanted: tuple[Watch, ...]) -> tuple[Series, ...]:
        """The lines of a chart. Raises SpecError, PlaceError."""
        for one in wanted:
            self.check(one)
        return over(self.simulation, wanted, self.frames)


def tells(hidden: tuple[str, ...], tree: Tree) -> bool:
    """Has an expression a name that tells what is asked?"""
    return any(covers(asked, name) for asked in hidden for name in names_of(tree))


def gives_away(session: Session, watch: Watch) -> bool:
    """Would a watch tell what is asked? At the start that is there already; later the frame before it is watched."""
    told = shown(session)
    return told.cursor == 0 and tells((*told.hidden, *told.covered), watch.tree)


def drawable(session: Session) -> Drawable | None:
    """What may be drawn at a stop; None where there is no simulation."""
    told, simulation = shown(session), session.simulation
    if simulation is None:
        return None
    if session.view is not None and told.asked is None:
        return Drawable(simulation, simulation.reach(LOOKED_AT))
    asked = (*told.hidden, *told.covered)
    last = max(-1, session.beat.cursor - 1) if asked else max(0, session.cursor)
    return Drawable(simulation, last, (*asked, *_secret_slopes(session, simulation)))


def _secret_slopes(session: Session, simulation: Simulation) -> tuple[str, ...]:
    """The local gradients that will be asked for."""
    graph: Graph | None = graph_of(simulation)
    if graph is None:
        return ()
    edges = ((node.id, slot) for node in graph.nodes for slot in range(len(node.parents)))
    return tuple(f"local.{child}.{slot}" for child, slot in edges if is_slope_secret(session, child, slot))
