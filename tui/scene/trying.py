"""What stands below the picture while somebody tries things? The goal, knobs, watches, parts to be ordered."""

from __future__ import annotations

from ...core.lesson.judging import shuffled
from ...core.lesson.schema import Challenge, Order
from ...core.lesson.session import Session
from ...core.words.numbers import sentence
from .cells import Row, Run, width_of, wrapped
from .columns import columns_for, free
from .desk import Desk
from .look import Look
from .looks import current_dial, shown_dials, watch_now

KNOB_ROWS = 2


def order_rows(session: Session, look: Look) -> list[Row]:
    """The parts in the order in which they are shown, with their numbers; once settled, in the right one."""
    step = session.step
    if not isinstance(step, Order):
        return []
    shown = shuffled(step)
    places = list(enumerate(shown, 1))
    if not session.is_asking and session.question.outcome != "skipped":
        places.sort(key=lambda one: one[1])
    rows: list[Row] = []
    for number, place in places:
        lines = wrapped(look.text(session.text(step.items[place], look.face.language)), look.text_width - 6)
        rows.append((Run("    "), Run(f"{number} ", "accent"), Run(f" {lines[0]}")))
        rows += [(Run(f"{' ' * 7}{line}"),) for line in lines[1:]]
    return rows


def trying_rows(desk: Desk, look: Look) -> list[Row]:
    """The goal, the knobs with the one that `+` turns marked, and the watches with what they see."""
    rows: list[Row] = []
    step = desk.session.step
    if isinstance(step, Challenge):
        rows.append(free(look.say("screen.goal"), step.goal, look, "asked"))
    if desk.session.view is not None and not desk.session.playing:
        rows += _knobs(desk, look)
    if desk.watches:
        rows.append(_watches(desk, look))
    return rows


def _knobs(desk: Desk, look: Look) -> list[Row]:
    """As many knobs as two rows hold, around the current one."""
    dials, here = shown_dials(desk), current_dial(desk)
    if here is None or not dials:
        return []
    at = columns_for(look).free
    room = look.width - at - 1
    lines: list[list[Run]] = [[]]
    holds = 0
    for dial in dials:
        is_here = dial.name == here.name
        mark = look.glyph("►") if is_here else " "
        text = f"{mark}{look.cut(f'{dial.name} {_value(dial.written)}', 34)}  "
        if lines[-1] and sum(len(run.text) for run in lines[-1]) + len(text) > room:
            lines.append([])
        lines[-1].append(Run(text, "accent" if is_here else "text"))
        holds = len(lines) - 1 if is_here else holds
    most = 1 if desk.is_comparing and look.height < 30 else KNOB_ROWS
    first = max(0, min(holds - most + 1, len(lines) - most))
    shown = lines[first : first + most]
    head = look.say("screen.knobs")
    return [free("" if n else head, tuple(line), look) for n, line in enumerate(shown)]


def _value(written: str) -> str:
    return written if len(written) <= 24 else written[:23] + "…"


def _watches(desk: Desk, look: Look) -> Row:
    """Each watch with its value; a condition with its mark."""
    simulation, cursor = desk.session.simulation, max(0, desk.session.cursor)
    parts: Row = ()
    for watch in desk.watches:
        now = watch_now(watch, simulation, cursor) if simulation is not None else None
        if now is None:
            said, role = "…", "dim"
        elif watch.stops:
            said, role = look.glyph("✓" if now else "✗"), "right" if now else "dim"
        else:
            said, role = sentence(now, 4), "value"
        parts = (*parts, Run(f"{look.text(watch.text)} "), Run(f"{look.text(said)}   ", role))
    label = look.say("screen.watches")
    return free(label, parts, look) if width_of(parts) < look.width - 20 else free(label, parts[-2:], look)
