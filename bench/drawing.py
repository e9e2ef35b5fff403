"""How long does a graph picture take: its layout once, and its repaint at every step?"""

from __future__ import annotations

import random
import statistics
from time import perf_counter

from gradstep.core.graph import Graph, GraphBuilder
from gradstep.core.passes import run_pass
from gradstep.core.simulations.tracing.drawn import diagram, picture
from gradstep.core.trace import Trace
from gradstep.tui.drawing.graph.area import Area
from gradstep.tui.drawing.graph.layout import arrange, lay_out
from gradstep.tui.drawing.graph.measure import COMPACT
from gradstep.tui.drawing.graph.render import draw

from .cases import Measured

Measures = dict[str, tuple[float, str, float | None]]


def random_graph(seed: int, operations: int) -> tuple[Graph, dict[str, float]]:
    """A graph with a fifth as many leaves as operations."""
    choose = random.Random(seed)
    builder = GraphBuilder()
    leaves = {builder.leaf(f"x{place}"): choose.uniform(-1, 1) for place in range(max(2, operations // 5))}
    known = list(leaves)
    for _ in range(operations):
        op = choose.choice(("add", "mul", "tanh", "neg"))
        parents = [choose.choice(known[-12:]) for _ in range(2 if op in ("add", "mul") else 1)]
        known.append(builder.apply(op, *parents))
    return builder.graph(), leaves


def layouts() -> Measures:
    """Sixty nodes, laid out from nothing."""
    times = []
    for seed in range(12):
        graph, _ = random_graph(seed, 50)
        drawn = diagram(graph)
        begin = perf_counter()
        arrange(drawn, COMPACT)
        times.append((perf_counter() - begin) * 1000.0)
    return {"60 nodes, median": (statistics.median(times), "ms", 300.0), "worst": (max(times), "ms", None)}


def repaints() -> Measures:
    """One step of sixty nodes: the picture of a frame and its drawing in a window of 80 by 12."""
    graph, leaves = random_graph(3, 50)
    trace = Trace(run_pass(graph, leaves))
    layout = lay_out(diagram(graph), COMPACT)
    times = []
    for cursor in range(trace.last + 1):
        begin = perf_counter()
        draw(layout, picture(trace, cursor), window=Area(0, 0, 80, 12))
        times.append((perf_counter() - begin) * 1000.0)
    return {"one step, p95": (statistics.quantiles(times, n=20)[-1], "ms", 15.0)}


CASES = (Measured("layout of a graph", layouts), Measured("repaint of a graph", repaints))
