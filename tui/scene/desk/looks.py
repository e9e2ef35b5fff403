"""What does a key do that looks away from the script? Zoom, knobs, branches, watches, the detective: another desk.

What is looked at is an action of the session, so it is kept and can be replayed; what is only chosen for looking (the
knob that `+` turns, the watches, the finding under the cursor) lives on the desk.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from ....core.errors import GradstepError
from ....core.folding import fold, groups_of
from ....core.lesson.actions import Action
from ....core.lesson.coded import code_at
from ....core.lesson.drawable import Drawable, drawable
from ....core.lesson.shown import shown
from ....core.lesson.timeline import LOOKED_AT
from ....core.pictures import GraphPicture
from ....core.simulations.detective import examine, trail
from ....core.simulations.dials import Dial, dials
from ....core.simulations.protocol import Simulation
from ....core.simulations.turns import write_turns
from ....core.simulations.watches import Watch, next_stop, read_watch, seen
from ....core.words import Message, message
from ...opened_update import is_training
from .desk import Desk, Mode, act, fault_in
from .typed_line import Line

OPENED = frozenset({"cursor", "quantity"})
JUMP = 10
"""Frames of a jump where nothing marks a place."""


def zoom(desk: Desk) -> Desk:
    """Into what the attention rests on, or what the event of this frame made."""
    frame = desk.session.frame
    zooms = frame.zooms if frame is not None else ()
    if frame is None or not zooms:
        return replace(desk, said=message("screen.no-sense"))
    wanted = shown(desk.session).opens(desk.attention)
    if wanted is None:
        return replace(desk, said=message("place.nothing-below", quantity=desk.attention, cursor=frame.cursor))
    return act(desk, Action("zoom", text=wanted))


def show_code(desk: Desk) -> Desk:
    """The code of this frame beside the picture, or away; on a narrow screen in its place."""
    if not desk.code and code_at(desk.session) is None:
        return replace(desk, said=message("screen.no-code"))
    return replace(desk, code=not desk.code, said=None)


def laboratory(desk: Desk) -> Desk:
    """The laboratory is opened by the screen; where nothing can be taken there, the key has no sense."""
    return replace(desk, said=None if is_training(desk.session) else message("screen.no-sense"))


def fold_groups(desk: Desk) -> Desk:
    """Draws the group of what the attention rests on as one box, or opens it; without attention all groups."""
    simulation = desk.session.simulation
    pictures = simulation.pictures(max(0, desk.session.cursor)) if simulation is not None else ()
    diagram = next((one.diagram for one in pictures if isinstance(one, GraphPicture)), None)
    groups = groups_of(diagram) if diagram is not None else ()
    if diagram is None or not groups:
        return replace(desk, said=message("screen.no-groups"))
    near = {box.group[:1] for box in diagram.boxes if box.id == desk.attention and box.group}
    wanted = near or {group for group in groups if len(group) == 1}
    folded = desk.folded - wanted if wanted <= desk.folded else desk.folded | wanted
    try:
        fold(diagram, folded & set(groups))
    except GradstepError as error:
        return replace(desk, said=error.message)
    return replace(desk, folded=frozenset(folded), said=None)


def current_dial(desk: Desk) -> Dial | None:
    """The knob that `+` and `-` turn."""
    known = shown_dials(desk) or _outside(desk)
    chosen = next((dial for dial in known if desk.dial is not None and dial.is_called(desk.dial)), None)
    if chosen is not None or not known:
        return chosen
    steps = [dial for dial in known if dial.knob.step is not None]
    return next((dial for dial in steps if dial.knob.effect == "next"), steps[0] if steps else known[0])


def shown_dials(desk: Desk) -> tuple[Dial, ...]:
    """What may be turned here; what only says which part of a level above was opened is no knob to turn."""
    view = desk.session.view
    hidden = OPENED if view is not None and len(view.levels) > 1 else frozenset[str]()
    return tuple(dial for dial in desk.session.dials if dial.name not in hidden)


def _outside(desk: Desk) -> tuple[Dial, ...]:
    """What could be turned if one looked away from the script."""
    simulation = desk.session.simulation
    return () if simulation is None else dials(simulation, desk.session.cursor)


def next_knob(desk: Desk) -> Desk:
    """The next knob; the first time, one begins to explore."""
    if desk.session.view is None:
        desk = act(desk, Action("explore"))
        if desk.session.view is None:
            return desk
        return replace(desk, dial=None)
    known = [dial.name for dial in shown_dials(desk)]
    if not known:
        return replace(desk, said=message("screen.no-knobs"))
    here = current_dial(desk)
    at = known.index(here.name) + 1 if here is not None else 0
    return replace(desk, dial=known[at % len(known)], said=None)


def nudge(desk: Desk, by: int) -> Desk:
    """The knob some steps further."""
    if desk.session.view is None:
        return replace(desk, said=message("screen.explore-first"))
    dial = current_dial(desk)
    if dial is None:
        return replace(desk, said=message("screen.no-knobs"))
    try:
        value = dial.nudged(by)
    except GradstepError as error:
        return replace(desk, said=error.message)
    return act(replace(desk, dial=dial.name), Action("change", text=write_turns({dial.name: value})))


def open_line(desk: Desk, mode: Mode) -> Desk:
    """A line to type a change, a branch or a watch on."""
    if desk.session.simulation is None:
        return replace(desk, said=message("screen.no-knobs"))
    return replace(desk, mode=mode, goal=Line(), said=None)


def implied_dial(desk: Desk) -> Dial | None:
    """The knob for which a value is meant that is typed without a name; None once a name stands before it."""
    dial = current_dial(desk) if desk.mode in ("turn", "branch") else None
    if dial is None:
        return None
    first, equals, _ = desk.goal.text.partition(";")[0].partition("=")
    if equals and any(known.is_called(first.strip()) for known in shown_dials(desk) or _outside(desk)):
        return None
    is_number = isinstance(dial.value, int | float | Fraction) and not isinstance(dial.value, bool)
    return None if is_number and (equals or first.lstrip()[:1].isalpha()) else dial


def edit_formula(desk: Desk) -> Desk:
    """The formula on the line, to be changed."""
    dial = next((dial for dial in _outside(desk) if dial.name == "formula"), None)
    if dial is None:
        return replace(desk, said=message("screen.no-formula"))
    return replace(desk, mode="turn", goal=Line(dial.written, len(dial.written)), dial=dial.name, said=None)


def take_line(desk: Desk) -> Desk:
    """Does what was typed; a complaint leaves the line open, so that it can be mended."""
    text, mode = desk.goal.text.strip(), desk.mode
    closed = replace(desk, mode="look", goal=Line(), said=None)
    if mode == "watch":
        return _watched(desk, closed, text)
    if not text:
        return closed
    dial = implied_dial(desk)
    text = f"{dial.name} = {text}" if dial is not None else text
    after = act(closed, Action("branch" if mode == "branch" else "change", text=text))
    if after.session.notice is not None:
        before = len(desk.goal.text) - len(desk.goal.text.lstrip()) - (len(dial.name) + 3 if dial is not None else 0)
        return replace(desk, said=after.session.notice, goal=desk.goal.refused(fault_in(after.session.notice, before)))
    return replace(after, dial=text.partition("=")[0].strip(), compare=True)


def _watched(desk: Desk, closed: Desk, text: str) -> Desk:
    """One more watch; an empty line takes the newest one away."""
    simulation = desk.session.simulation
    if simulation is None or (not text and not desk.watches):
        return closed
    if not text:
        gone = desk.watches[-1]
        return replace(closed, watches=desk.watches[:-1], said=message("screen.watch-gone", text=gone.text))
    try:
        return replace(closed, watches=(*desk.watches, read_watch(text, simulation)))
    except GradstepError as error:
        before = len(desk.goal.text) - len(desk.goal.text.lstrip())
        return replace(desk, said=error.message, goal=desk.goal.refused(fault_in(error.message, before)))


def watch_now(watch: Watch, simulation: Simulation, cursor: int) -> object:
    """What a watch sees; None where the simulation does not have its quantities."""
    try:
        return seen(watch, simulation, cursor)
    except GradstepError:
        return None


def watched_frames(desk: Desk, upto: int) -> frozenset[int]:
    """The frames up to a cursor in which a watch with a comparison holds: they are marked on the timeline."""
    simulation, stops = desk.session.simulation, [watch for watch in desk.watches if watch.stops]
    if simulation is None or not stops:
        return frozenset()
    return frozenset(at for at in range(1, upto + 1) if any(watch_now(watch, simulation, at) for watch in stops))


def compare(desk: Desk) -> Desk:
    """Two timelines side by side, or one of them."""
    view = desk.session.view
    if view is None or len(view.level.branches) < 2:
        return replace(desk, said=message("screen.no-branches"))
    return replace(desk, compare=not desk.compare, said=None)


def other_branch(desk: Desk) -> Desk | None:
    """The keys act on the other timeline; None where there is one."""
    view = desk.session.view
    return None if view is None or len(view.level.branches) < 2 else act(desk, Action("turn"))


def jump(desk: Desk, forwards: bool) -> Desk:
    """On to the next watch that comes true or the next phase; where neither marks a place, some frames further."""
    view = desk.session.view
    if view is None:
        return desk
    simulation, here = view.simulation, view.cursor
    stops = tuple(watch for watch in desk.watches if watch.stops)
    if forwards and stops:
        try:
            at = next_stop(stops, simulation, here)
        except GradstepError as error:
            return replace(desk, said=error.message)
        if at is None:
            return replace(desk, said=message("screen.watch-never", cursor=simulation.reach(LOOKED_AT)))
        return act(desk, Action("find", text=str(at)))
    target = _next_phase(simulation, here, 1 if forwards else -1)
    return act(desk, Action("find", text=str(target)))


def _next_phase(simulation: Simulation, here: int, by: int) -> int:
    """The nearest frame whose phase is another; when every frame has its own, ten frames further."""
    last = simulation.reach(here + LOOKED_AT) if by > 0 else 0
    at, now = here, _phase(simulation, here)
    while at != last and _phase(simulation, at) == now:
        at += by
    if abs(at - here) <= 1:
        at = min(here + JUMP, simulation.reach(here + JUMP)) if by > 0 else max(0, here - JUMP)
    return at


def _phase(simulation: Simulation, cursor: int) -> str:
    event = simulation.frame(cursor).event
    return event.phase if event is not None else ""


def drawable_at(desk: Desk) -> Drawable | None:
    """What may be drawn at this moment; None where nothing may, or where a key means something else."""
    is_free = desk.mode in ("look", "write") and desk.findings is None and not desk.session.finished
    found = drawable(desk.session) if is_free else None
    return None if found is None or found.last < 0 else found


def draw(desk: Desk) -> Desk:
    """Why nothing can be drawn; where something can, the screen opens a page for it."""
    if drawable_at(desk) is not None:
        return desk
    there = desk.session.simulation is not None and not desk.session.finished
    return replace(desk, said=message("session.chart-nothing-yet" if there else "session.nothing-to-see"))


def investigate(desk: Desk) -> Desk:
    """The detective's findings, up to what the learner may see."""
    session = desk.session
    if session.simulation is None:
        return replace(desk, said=message("session.nothing-to-see"))
    upto = session.simulation.reach(LOOKED_AT) if session.view is not None else max(0, session.cursor)
    return replace(desk, findings=examine(session.simulation, upto), finding=0, scanned=upto, said=None)


def choose_finding(desk: Desk, by: int) -> Desk:
    """Another finding."""
    count = len(desk.findings or ())
    return replace(desk, finding=(desk.finding + by) % count) if count else desk


def visit_finding(desk: Desk) -> Desk:
    """To the frame of a finding; the script is left for it."""
    findings = desk.findings or ()
    closed = replace(desk, findings=None)
    if not findings:
        return closed
    there = act(closed, Action("find", text=str(findings[desk.finding].first)))
    subject = findings[desk.finding].subject
    node = subject.partition(".")[2] or subject
    return replace(there, attention=node if node in there.nodes else None)


def clues(desk: Desk) -> list[Message]:
    """What the chosen finding comes from."""
    simulation, findings = desk.session.simulation, desk.findings or ()
    if simulation is None or not findings:
        return []
    return [clue.said for clue in trail(simulation, findings[desk.finding])]
