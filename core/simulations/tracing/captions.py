"""What happened in this frame of a pass? One sentence for each event."""

from __future__ import annotations

from ...arrays import shape_of, write_shape
from ...trace import Computed, Flowed, Seeded, Trace
from ...words import Message, message
from .receipts import local_numbers
from .wording import called_by_formula, formula_text, numbers_text, told


def caption(trace: Trace, cursor: int) -> Message:
    """The sentence of the event that led to this cursor."""
    record = trace.record
    match trace.event(cursor):
        case None:
            return message("tracing.start", count=len(record.graph.leaves))
        case Computed(node):
            said = {"node": node, "formula": formula_text(trace, node), "value": told(record.values[node])}
            numbers = numbers_text(trace, node)
            if numbers and called_by_formula(record.graph, node):
                return message("tracing.whole", **(said | {"node": said["formula"], "formula": numbers}))
            return message("tracing.computed", numbers=numbers, **said) if numbers else message("tracing.whole", **said)
        case Seeded(node):
            return message("tracing.seeded", node=node, upstream=told(record.upstream))
        case Flowed(child, slot, parent):
            return _flow(trace, cursor, child, slot, parent)


def _flow(trace: Trace, cursor: int, child: str, slot: int, parent: str) -> Message:
    record, times = trace.record, trace.times
    local = local_numbers(record, child, slot)
    arguments: dict[str, object] = {
        "child": child, "parent": parent, "upstream": told(record.gradients[child]),
        "local": told(local) if local is not None else write_shape(shape_of(record.values[child])),
        "factor": _factor(told(local)) if local is not None else write_shape(shape_of(record.values[child])),
        "downstream": told(record.contributions[child, slot]),
    }  # fmt: skip
    arrivals = times.arrivals[parent]
    if len(arrivals) == 1:
        return message("tracing.flowed", **arguments)
    came = sum(times.flowed[edge.child, edge.slot] <= cursor for edge in arrivals)
    arguments |= {"sum": told(trace.partial(parent, cursor)), "place": came, "count": len(arrivals) - came}
    return message("tracing.flowed-last" if came == len(arrivals) else "tracing.flowed-part", **arguments)


def _factor(number: str) -> str:
    """A number behind a sign: a negative one in parentheses."""
    return f"({number})" if number.startswith("-") else number
