"""What can be looked at line by line, away from the script? Knobs, branches, levels, watches, the detective."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Literal

from ...core.errors import GradstepError
from ...core.lesson.actions import Do
from ...core.lesson.asked import OPEN
from ...core.lesson.coded import code_at
from ...core.lesson.drawable import gives_away
from ...core.lesson.judging import shuffled
from ...core.lesson.listing import filled_in, parts_of
from ...core.lesson.matching import LETTERS, right_sides
from ...core.lesson.schema import Challenge, Choose, Code, Match, Order
from ...core.lesson.session import Session
from ...core.lesson.shown import shown
from ...core.lesson.shuffling import shown_options
from ...core.lesson.timeline import LOOKED_AT
from ...core.simulations.detective import examine, trail
from ...core.simulations.dials import dials
from ...core.simulations.excursion import differences, parting
from ...core.simulations.naming import called, shown_condition
from ...core.simulations.turns import shown_turns
from ...core.simulations.watches import Watch, seen
from ...core.words import Message, message
from ..face import Face, spelled
from ..opened_update import explored_laboratory, is_training
from .pictures import short

DOING: Mapping[str, Do] = MappingProxyType({
    "knob": "change", "perilla": "change", "branch": "branch", "rama": "branch", "other": "turn", "otra": "turn",
    "zoom": "zoom", "entrar": "zoom", "out": "out", "afuera": "out", "explore": "explore", "explorar": "explore",
    "find": "find", "buscar": "find", "on": "on", "adelante": "on", "again": "again", "repetir": "again",
    "numbers": "vary", "números": "vary", "numeros": "vary",
    "try": "answer", "probar": "answer", "you": "play", "tu": "play", "tú": "play",
})  # fmt: skip
"""Words that are actions of the session, in both languages; what follows is the text of the action."""
NEEDS: Mapping[Do, str] = MappingProxyType({
    "zoom": "plain.nothing-inside", "change": "plain.needs-knob", "branch": "plain.needs-branch",
    "find": "plain.needs-place",
})  # fmt: skip
"""What is said where one of these words stands alone, and nothing is meant by that."""
Telling = Literal["knobs", "compare", "detective", "watch", "glossary", "lab", "code", "chart", "draw"]
TELLING: Mapping[str, Telling] = MappingProxyType({
    "knobs": "knobs", "perillas": "knobs", "compare": "compare", "comparar": "compare",
    "code": "code", "código": "code", "codigo": "code", "lab": "lab", "laboratory": "lab", "laboratorio": "lab",
    "words": "glossary", "terminos": "glossary", "términos": "glossary",
    "chart": "chart", "gráfica": "chart", "grafica": "chart", "draw": "draw", "dibuja": "draw",
    "detective": "detective", "watch": "watch", "vigia": "watch", "vigía": "watch",
})  # fmt: skip
"""Words that tell something and move nothing."""


def default_text(do: Do, session: Session) -> str:
    """What `zoom` opens when nothing is named."""
    return shown(session).opens() or "" if do == "zoom" else ""


def place_of(session: Session) -> Message:
    """Where a stop is: the lesson step, and the frame of its simulation."""
    step, steps = session.at[0] + 1, len(session.script.lesson.steps)
    frame, time = session.frame, shown(session).timeline
    if frame is None or time is None:
        return message("plain.step", step=step, steps=steps)
    event = time.simulation.frame(time.cursor).event
    phase = event.phase if event is not None else ""
    known = {} if time.last is None else {"last": time.last}
    where = message("plain.frame" if time.last is None else "plain.frame-of", cursor=time.cursor, **known)
    id = f"plain.step-{phase if phase in ('forward', 'backward') else 'frame'}"
    return message(id, step=step, steps=steps, frame=where)


def option_lines(session: Session, step: Choose, face: Face, *, right: bool = False) -> Iterator[str]:
    """The options of a question with their numbers; or the right one alone."""
    for place, at in enumerate(shown_options(step, session.learner), 1):
        option = step.options[at]
        if option.right or not right:
            yield f"{place}  {session.text(option.text, face.language)}"


def task_lines(session: Session, face: Face) -> Iterator[str]:
    """What a step of its own kind asks for: parts to be ordered, a goal, knobs."""
    step = session.step
    if isinstance(step, Order):
        for number, place in enumerate(shuffled(step), 1):
            yield f"{number}  {session.text(step.items[place], face.language)}"
        yield face.say(message("plain.order-how"))
    if isinstance(step, Match):
        yield from match_lines(session, step, face)
    if isinstance(step, Code):
        yield from code_lines(session, step, face)
    if isinstance(step, Challenge) and session.is_asking:
        yield face.say(message("plain.goal", goal=shown_condition(session.simulation, step.goal, face.language)))
    if session.view is not None and session.away is None:
        yield from knob_lines(session, face)
        if is_training(session):
            yield face.say(message("plain.lab-offer"))
        yield face.say(message("plain.try-how" if isinstance(step, Challenge) else "plain.explore-how"))


def code_lines_of(session: Session, face: Face) -> Iterator[str]:
    """The frame as NumPy: the lines that were carried out so far, the current one marked."""
    found = code_at(session)
    if found is None:
        yield face.say(message("screen.no-code"))
        return
    for place, line in enumerate(found.lines):
        yield f"{'>' if place == found.current else ' '} {line}"


def laboratory_lines(session: Session, face: Face) -> Iterator[str]:
    """The command that opens the laboratory at what is being explored."""
    lab = explored_laboratory(session)
    if lab is None:
        yield face.say(message("plain.lab-nothing"))
        return
    from ...core.laboratory.command import command_of

    yield face.say(message("plain.lab-command"))
    yield f"  {command_of(lab)}"


def match_lines(session: Session, step: Match, face: Face) -> Iterator[str]:
    """What is to be paired: the numbered sides first, then the lettered ones."""
    for number, pair in enumerate(step.pairs, 1):
        yield f"{number}  {session.text(pair.left, face.language)}"
    for letter, text in zip(LETTERS, right_sides(step), strict=False):
        yield f"{letter}  {session.text(text, face.language)}"
    yield face.say(message("plain.match-how"))


def paired_lines(session: Session, step: Match, face: Face) -> Iterator[str]:
    """What belongs together, a pair a line."""
    for number, pair in enumerate(step.pairs, 1):
        left, right = (session.text(text, face.language) for text in (pair.left, pair.right))
        yield f"  {number}  {left}: {right}"


def code_lines(session: Session, step: Code, face: Face) -> Iterator[str]:
    """The listing line by line; which blank is asked is said in words."""
    at, here = session.at
    asked = [session.asked.get((at, place), OPEN) for place in range(len(step.blanks))]
    where = 0
    for number, parts in enumerate(parts_of(step, filled_in(step, asked)), 1):
        yield f"{number:2}  {''.join(part.text for part in parts)}"
        where = number if any(part.blank == here for part in parts) else where
    if session.is_asking:
        yield face.say(message("plain.blank-where", place=here + 1, count=len(step.blanks), line=where))
        if step.blanks[here].among:
            signs = "   ".join(f"{place}  {sign}" for place, sign in enumerate(step.blanks[here].among, 1))
            yield face.say(message("plain.blank-among", signs=signs))


def knob_lines(session: Session, face: Face) -> Iterator[str]:
    """Every knob with its value; in the script those that could be turned if one looked away from it."""
    simulation, known = session.simulation, session.dials
    if session.view is None and simulation is not None:
        known = dials(simulation, session.cursor)
    if not known:
        yield face.say(message("plain.no-knobs"))
    for dial in known:
        name, label = dial.shown_name(face.language), dial.label[face.language]
        named = name if name in spelled(label, face).split() else f"{name} ({label})"
        yield f"  {named}: {dial.shown_value(face.language)}"


def difference_lines(session: Session, face: Face) -> Iterator[str]:
    """What two timelines do not share at this frame."""
    view = session.view
    if view is None or len(view.level.branches) < 2:
        yield face.say(message("plain.no-branches"))
        return
    for letter, branch in zip("AB", view.level.branches, strict=False):
        turned = shown_turns(branch.simulation, view.level.cursor, branch.turned, face.language)
        yield f"  {letter}: {turned or face.say(message('plain.as-it-was'))}"
    for one in differences(view.level):
        name = face.named(view.simulation.label(one.quantity))
        yield f"  {name}: A {short(one.first)}, B {short(one.second)}"
    where = parting(view.level)
    said = message("plain.same-so-far") if where is None else message("plain.part-at", cursor=where)
    yield face.say(said)


def detective_lines(session: Session, face: Face) -> Iterator[str]:
    """Every finding with its causes, each the cause of the one before."""
    simulation = session.simulation
    if simulation is None:
        yield face.say(message("session.nothing-to-see"))
        return
    upto = simulation.reach(LOOKED_AT) if session.view is not None else max(0, session.cursor)
    findings = examine(simulation, upto)
    if not findings:
        yield face.say(message("screen.detective-none", cursor=upto))
    for finding in findings:
        kind = face.say(message(f"detective.{finding.kind}"))
        told = {
            "kind": kind,
            "subject": face.named(called(simulation, finding.subject)),
            "cursor": finding.first,
            "count": len(finding.now),
        }
        yield face.say(message("plain.finding", **told))
        for clue in trail(simulation, finding):
            yield f"    {face.say(message('plain.because', clue=clue.said))}"


def watch_lines(watches: tuple[Watch, ...], session: Session, face: Face) -> Iterator[str]:
    """What each watch sees in this frame."""
    for watch in watches:
        try:
            simulation = None if gives_away(session, watch) else session.simulation
            now = seen(watch, simulation, max(0, session.cursor)) if simulation is not None else None
        except GradstepError:
            now = None
        if now is None:
            yield face.say(message("plain.watch-waits", text=watch.text))
        elif watch.stops:
            yield face.say(message("plain.watch-holds" if now else "plain.watch-holds-not", text=watch.text))
        else:
            yield f"  {watch.text} = {short(now)}"
