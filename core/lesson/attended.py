"""What is told of a node that somebody looks at? Its receipt, and the paths on which it reaches the output.

Nothing is told of a gradient that has not arrived, nor through a quantity that is asked for.
"""

from __future__ import annotations

from ..answers.receipts import Receipt
from ..graph import LEAF
from ..paths import edges_on, paths_of
from ..simulations.tracing.pathwise import Pathwise, pathwise
from ..simulations.tracing.view import PassView
from ..words import Message
from .mask import covers
from .passing import Edge, attended_edge, turn_of
from .schema import Challenge, Explore, Step
from .session import Session
from .shown import is_slope_secret, shown


def subject_at(session: Session, node: str) -> str:
    """The quantity of a node that is told: what its newest edge brought, otherwise its value."""
    edge = attended_edge(session.simulation, node, max(0, session.cursor))
    return f"value.{node}" if edge is None else f"contribution.{edge[0]}.{edge[1]}"


def is_secret(session: Session, node: str) -> bool:
    """Would the receipt of a node tell what is asked for here?"""
    edge = attended_edge(session.simulation, node, max(0, session.cursor))
    names = {f"value.{node}"} if edge is None else _told_on(node, edge)
    return _hides(session, names)


def attended_receipt(session: Session, node: str) -> Receipt | None:
    """The arithmetic of a node, as far as the pass has come; None where there is none, and where it is asked for."""
    simulation = session.simulation
    if simulation is None or is_secret(session, node):
        return None
    return simulation.receipt(max(0, session.cursor), subject_at(session, node))


def attended_paths(session: Session, node: str | None) -> Pathwise | None:
    """The gradient of a parameter path by path, once it is complete and nothing on its paths is asked for."""
    simulation = session.simulation
    if node is None or not isinstance(simulation, PassView):
        return None
    trace, graph = simulation.trace, simulation.trace.record.graph
    if node not in graph.position or graph.node(node).op != LEAF:
        return None
    if trace.gradient(node, max(0, session.cursor)) is None:
        return None
    edges = edges_on(graph, node)
    names = {name for child, slot in edges for name in _told_on(graph.node(child).parents[slot], (child, slot))}
    if _hides(session, names) or any(is_slope_secret(session, child, slot) for child, slot in edges):
        return None
    found = paths_of(trace.record, node)
    # A single edge is its own receipt.
    return None if found is None or (found.count == 1 and len(found.told[0].edges) == 1) else pathwise(found)


def goes_back(session: Session) -> bool:
    """Does the lesson take this pass backwards anywhere? Where it does not, nobody has heard of slopes yet."""
    turn = turn_of(session.simulation)
    steps = [
        step for step in session.script.lesson.steps if getattr(step, "simulation", None) == session.beat.simulation
    ]
    return session.away is not None or turn is None or any(_is_behind(step, turn) for step in steps)


def _is_behind(step: Step | Message, turn: int) -> bool:
    """Does a step reach behind the turn of its pass, or leave it to the learner how far it goes?"""
    if isinstance(step, Explore | Challenge):
        return isinstance(step, Explore)
    asked = (getattr(step, "quantity", ""), *getattr(step, "quantities", ()))
    places = (getattr(step, "until", None), getattr(step, "at", None))
    return any(name.split(".")[0] in ("grad", "partial", "local", "contribution") for name in asked) or any(
        place in ("backward", "end") or (str(place).isdecimal() and int(str(place)) > turn) for place in places
    )


def _told_on(node: str, edge: Edge) -> set[str]:
    """The quantities that whoever sees an edge sees: what arrives, its local gradient, what leaves."""
    child, slot = edge
    return {f"grad.{child}", f"local.{child}.{slot}", f"contribution.{child}.{slot}", f"grad.{node}"}


def _hides(session: Session, names: set[str]) -> bool:
    here = shown(session)
    return any(covers(asked, name) for asked in (*here.hidden, *here.covered) for name in names)
