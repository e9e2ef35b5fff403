"""What does a stop show? One answer for all faces: pictures, what is asked and needed, receipt, timeline, what is said.

What is asked is hidden by quantity: it is `?` in every picture and in no receipt, together with what the same frame
still asks afterwards. What was answered or shown stays. A face turns this into cells or lines and decides nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property, lru_cache

from ..answers.receipts import LinesReceipt, Receipt
from ..arrays import Value
from ..pictures import Picture
from ..simulations.protocol import Simulation
from ..words import Message, core_words, message
from .actions import Action, Do
from .asked import OPEN, Stop
from .counted import Blank, blanks
from .mask import Mask
from .masked import masked, masked_pictures
from .needed import Needed, needed
from .neighbour import neighbour_of, offers_neighbour
from .passing import graph_of
from .schema import AskFormula, AskNumber, BothLanguages, Challenge, Choose, Code, Explore, Match, Order, Play, Show
from .session import Session
from .timeline import Timeline, timeline_of

Said = Message | BothLanguages | str
"""A sentence of ours, a text of the lesson, or an answer as it is typed."""
LOOK_AHEAD = 4
"""Steps that are looked through for the next question of a frame."""
TRIED: tuple[Do, ...] = ("next", "back", "again", "explore", "play", "out")
"""Actions of which only trying tells whether they do something."""
_NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?(?:e-?\d+)?(?![\w.]*\])")


@dataclass(frozen=True, eq=False)
class Shown:
    """Everything that one stop shows."""

    session: Session

    @property
    def asked(self) -> str | None:
        """The quantity that is asked for and not to be seen."""
        return self.session.beat.asks if self.session.is_hidden else None

    @property
    def simulation(self) -> Simulation | None:
        """What is looked at."""
        return self.session.simulation

    @property
    def cursor(self) -> int:
        """The frame that is shown; while one of its quantities is asked it is shown masked."""
        return max(0, self.session.beat.cursor if self.asked is not None else self.session.cursor)

    @cached_property
    def hidden(self) -> tuple[str, ...]:
        """The quantities of this frame that may not be seen: the one that is asked, and those that come next."""
        coming = tuple(_pending(self.session))
        return coming if self.asked is None else (self.asked, *coming)

    @property
    def covered(self) -> tuple[str, ...]:
        """What was asked before and is not to be seen here either."""
        covered = self.session.covered.get(self.session.beat.simulation or "", ())
        if self.simulation is None or not covered:
            return ()
        seen = self.simulation.frame(self.cursor).quantities
        return tuple(quantity for quantity in covered if quantity in seen and quantity != self.asked)

    @cached_property
    def mask(self) -> Mask | None:
        """What is hidden in the pictures of this frame."""
        if self.simulation is None:
            return None
        if self.asked is None:
            return Mask(self.simulation, self.cursor, self.hidden, whole=True)
        return Mask(self.simulation, self.cursor, self.hidden, *_seen_before(self.session))

    @cached_property
    def pictures(self) -> tuple[Picture, ...]:
        """The pictures, the most important first, with `?` for what is asked."""
        is_judging = self.session.is_asking and self.session.beat.task != "goal"
        found = () if self.mask is None else masked_pictures(self.mask, is_judging)
        if not self.covered or self.simulation is None:
            return found
        # Behind the mask of this stop, so that nothing else is hidden with what was asked before.
        cover = Mask(self.simulation, self.cursor, self.covered, whole=True)
        kept = (masked(cover, None, picture) for picture in found)
        return tuple(picture for picture in kept if picture is not None)

    @cached_property
    def needed(self) -> tuple[Needed, ...]:
        """What the answer is made of; nothing where nothing is asked."""
        if self.simulation is None or self.asked is None:
            return ()
        return made_of(self.session)

    @property
    def subject(self) -> str | None:
        """The quantity that this frame is about: the one that was asked, or what its event made."""
        session = self.session
        if session.beat.asks is not None:
            return session.beat.asks
        if self.simulation is None or self._opens_lesson:
            return None
        return subject_of(self.simulation, self.cursor)

    @property
    def _opens_lesson(self) -> bool:
        """Is this the first screen of a lesson, at the start of a training?

        All that there would be to work out are gradients, and nobody has said yet what they are.
        """
        session, frame = self.session, self.session.frame
        if frame is None or frame.event is not None or session.view is not None or session.at[0] or session.is_asking:
            return False
        return any(name.startswith("grad.") for name in frame.quantities)

    @cached_property
    def receipt(self) -> Receipt | None:
        """The arithmetic of what this frame is about; nothing while it is asked, and nothing of what comes next."""
        if self.simulation is None or self.subject is None or self.asked is not None:
            return None
        found, asks = self.simulation.receipt(self.cursor, self.subject), self.session.beat.asks
        return self.kept(found.about(asks) if asks is not None and isinstance(found, LinesReceipt) else found)

    def kept(self, found: Receipt | None) -> Receipt | None:
        """A receipt without the lines that tell what is asked next."""
        if not isinstance(found, LinesReceipt) or not self.hidden:
            return found
        lines = tuple(line for line in found.lines if not self.tells(line.text))
        return LinesReceipt(lines) if lines else None

    def tells(self, text: str) -> bool:
        """Does a text have a number that is hidden here?"""
        if self.mask is None or not self.hidden:
            return False
        secret = tuple(self.mask.values(self.hidden))
        return any(_rounds_to(number, one) for number in _NUMBER.findall(text) for one in secret)

    def is_slope_secret(self, child: str, slot: int) -> bool:
        """Will the local gradient of an edge be asked for? It is not told before."""
        return is_slope_secret(self.session, child, slot)

    @cached_property
    def timeline(self) -> Timeline | None:
        """The frames around this one."""
        return None if self.simulation is None else timeline_of(self.simulation, max(0, self.session.beat.cursor))

    @cached_property
    def blanks(self) -> tuple[Blank, ...]:
        """What the learner supplies in this step, and how it stands."""
        return blanks(self.session)

    @property
    def caption(self) -> Message | None:
        """What the event did; nothing where that would tell what is asked next."""
        frame = self.session.frame
        if frame is None or self.asked is not None or self.tells(core_words().word(frame.caption, "en")):
            return None if self.asked is not None or frame is None else message("session.more-asked")
        return frame.caption

    def opens(self, attention: str | None = None) -> str | None:
        """What is opened: what the attention rests on, or what the event made, or the first thing that opens."""
        frame = self.session.frame
        if frame is None or not frame.zooms:
            return None
        subject = attention or (frame.event.subject if frame.event is not None else "")
        wanted = next((zoom for zoom in (subject, f"value.{subject}") if zoom in frame.zooms), None)
        return wanted if wanted is not None or attention is not None else frame.zooms[0]

    @cached_property
    def may(self) -> frozenset[Do]:
        """Which actions would do something here; most are tried, for a session is a value."""
        session = self.session
        asks = session.is_asking
        tried: frozenset[Do] = frozenset(do for do in TRIED if session.act(Action(do)).notice is None)
        answers: frozenset[Do] = frozenset({"answer", "reveal", "skip"}) if asks else frozenset()
        hint: frozenset[Do] = (
            frozenset({"hint"}) if asks and session.question.hints < len(session.hints) else frozenset()
        )
        hint |= frozenset({"neighbour"}) if offers_neighbour(session) else frozenset()
        zoom: frozenset[Do] = frozenset({"zoom"}) if not asks and self.opens() is not None else frozenset()
        return tried | answers | hint | zoom

    @property
    def behind(self) -> tuple[Said, ...]:
        """What is said once a question is settled: the verdict, and why the answer is what it is."""
        step, question = self.session.step, self.session.question
        if self.session.is_asking or not self.session.beat.is_question:
            return ()
        if question.outcome == "skipped":
            return (message("session.left-open"),)
        told: list[Said] = []
        if question.outcome == "right" and question.last is not None:
            told.append(question.last.verdict.message)
        if self.session.playing:
            return (*told, *filter(None, [self.caption]))
        shown = question.outcome == "revealed"
        if isinstance(step, Choose):
            return (*told, *(option.why for option in step.options if option.right and shown))
        if isinstance(step, AskFormula | Challenge) and shown:
            label = f"{self.session.label} = " if isinstance(step, AskFormula) else ""
            told.append(f"{label}{step.answer}")
        if isinstance(step, Code) and shown:
            told.append(step.blanks[self.session.at[1]].answer)
        if isinstance(step, Code) and self.session.at[1] + 1 < len(step.blanks):
            return tuple(told)
        if isinstance(step, AskNumber | AskFormula | Order | Match | Code | Challenge) and step.solution is not None:
            return (*told, step.solution)
        if not isinstance(step, AskFormula | Challenge | Order | Match | Code) and self.caption is not None:
            told.append(self.caption)
        return tuple(told)


@lru_cache(maxsize=4)
def shown(session: Session) -> Shown:
    """What a stop shows; kept, because every letter of an answer asks for the same."""
    return Shown(session)


def neighbour_shown(session: Session) -> Shown | None:
    """What the same stop shows with other numbers, solved; None unless that was asked for."""
    other = neighbour_of(session) if session.question.neighbour else None
    return None if other is None else shown(other)


def made_of(session: Session) -> tuple[Needed, ...]:
    """Every quantity that what is asked at this stop is made of, settled or not."""
    beat, simulation = session.beat, session.simulation
    return () if simulation is None or beat.asks is None else needed(simulation, max(0, beat.cursor), beat.asks)


def comes_to(session: Session) -> object:
    """The value of what is asked at this stop."""
    beat = session.beat
    return None if session.simulation is None else session.simulation.frame(beat.cursor).quantities.get(beat.asks or "")


def subject_of(simulation: Simulation, cursor: int) -> str | None:
    """The quantity that a frame is about: the first that its event made, an edge by what travelled on it.

    Where nothing changed, as at the foot of a valley, a frame is about its first quantity.
    """
    frame, has_graph = simulation.frame(cursor), graph_of(simulation) is not None
    if frame.event is None and has_graph:
        return None
    news = frame.event.news if frame.event is not None else ()
    if not news and not has_graph:
        news = tuple(frame.quantities)[:1]
    return next((name for name in news if not name.startswith("local.")), None)


def stop_at(session: Session, cursor: int) -> Stop | None:
    """The visited stop nearest to this one that shows a frame of the same simulation."""
    here = session.beat.simulation
    stops = [
        (step, beat)
        for step in range(session.farthest[0] + 1)
        for beat, stop in enumerate(session.script.beats(step))
        if (step, beat) <= session.farthest and stop.simulation == here and stop.cursor == cursor
    ]
    if here is None or not stops:
        return None
    return min(stops, key=lambda stop: (abs(stop[0] - session.at[0]), -stop[1]))


def is_slope_secret(session: Session, child: str, slot: int) -> bool:
    """Is the local gradient of an edge asked for later? At the output it is the gradient itself."""
    graph, here = graph_of(session.simulation), session.beat.simulation
    if graph is None or session.away is not None:
        return False
    parent = graph.node(child).parents[slot]
    names = {f"local.{child}.{slot}"}
    if child == graph.output:
        names |= {f"contribution.{child}.{slot}", f"grad.{parent}", f"partial.{parent}"}
    return any(
        isinstance(step, AskNumber | Play) and step.simulation == here and _is_open(session, index)
        and any(fnmatchcase(name, pattern) for name in names for pattern in _patterns(step))
        for index, step in enumerate(session.script.lesson.steps)
    )  # fmt: skip


def _patterns(step: AskNumber | Play) -> list[str]:
    return list(step.quantities) if isinstance(step, Play) else [step.quantity]


def _is_open(session: Session, index: int) -> bool:
    """Has a later step, or this one, something to answer still?"""
    if index > session.farthest[0]:
        return True
    beats = session.script.beats(index)
    return any(
        beat.asks is not None and session.asked.get((index, place), OPEN).outcome in ("open", "skipped")
        for place, beat in enumerate(beats)
    )


def _pending(session: Session) -> Iterator[str]:
    """What the same frame is asked for after this stop: in this step, or in the next that moves it or asks for it."""
    name, (step, beat) = session.beat.simulation, session.at
    if name is None or session.away is not None or session.script.excursion(*session.at) is not None:
        return
    following = next(_asking_next(session, step + 1, name), None)
    for index in (step, *([] if following is None else [following])):
        for place, later in enumerate(session.script.beats(index)):
            is_open = session.asked.get((index, place), OPEN).outcome in ("open", "skipped")
            is_here = later.simulation == name and later.cursor == session.beat.cursor
            if later.asks is not None and is_here and is_open and (index, place) > (step, beat):
                yield later.asks


def _asking_next(session: Session, start: int, simulation: str) -> Iterator[int]:
    """The step that asks for a number of a simulation, if nothing moves it before; beats are made for no other."""
    for index, step in enumerate(session.script.lesson.steps[start : start + LOOK_AHEAD], start):
        if isinstance(step, Message) or step.simulation != simulation:
            continue
        if isinstance(step, AskNumber | Play):
            yield index
        if isinstance(step, AskNumber | Play | Show | Challenge | Explore):
            return


def _seen_before(session: Session) -> tuple[frozenset[str], bool]:
    """The quantities of this frame that were answered, and was the frame shown at an earlier stop?"""
    if session.away is not None:
        return frozenset(), False
    beat, known, whole = session.beat, set[str](), False
    for index in range(session.at[0] + 1):
        for place, other in enumerate(session.script.beats(index)):
            if (index, place) == session.at or (other.simulation, other.cursor) != (beat.simulation, beat.cursor):
                continue
            settled = session.asked.get((index, place), OPEN).outcome in ("right", "revealed")
            if other.asks is not None and settled:
                known.add(other.asks)
            whole = whole or ((index, place) < session.at and (other.asks is None or settled))
    return frozenset(known), whole


def _rounds_to(text: str, secret: Value) -> bool:
    """Is a written number a hidden one, rounded to the digits that are written?"""
    digits = len(text.partition(".")[2].partition("e")[0])
    return abs(float(text) - secret) <= 0.5000001 * 10.0**-digits * (1 if "e" not in text else abs(secret))
