"""What does the lesson screen remember besides the session? A desk: the line, the attention, what is being shown.

The functions answer another desk; nothing is changed in place and nothing is drawn here. Two states, and only these:
looking (keys are commands) and writing (printable keys are text); on top of them a place to go to may be typed, or the
solution confirmed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Literal

from ....core.errors import GradstepError
from ....core.folding import Group
from ....core.lesson.actions import Action
from ....core.lesson.asked import Stop
from ....core.lesson.course import Course
from ....core.lesson.reviewing import earlier_offered
from ....core.lesson.session import Session
from ....core.lesson.shown import stop_at
from ....core.pictures import GraphPicture, Label
from ....core.simulations.detective import Finding
from ....core.simulations.naming import node_meant
from ....core.simulations.watches import Watch, seen
from ....core.words import Message, message
from .company import Company
from .typed_line import Line

Mode = Literal["look", "write", "go", "confirm", "turn", "branch", "watch"]
DIGITS = (6, 9, 3)
WHILE_WRITING: Mapping[str, str] = MappingProxyType({
    "session.answer-first": "screen.answer-first", "session.no-more-hints": "screen.no-more-hints",
})  # fmt: skip
"""What is said instead where letters are text."""


@dataclass(frozen=True, eq=False)
class Desk:
    """Everything that the lesson screen shows, except how."""

    session: Session
    number: int | None = None
    """The number of the lesson in the course."""
    mode: Mode = "look"
    line: Line = field(default_factory=Line)
    """The answer being written, kept while looking."""
    goal: Line = field(default_factory=Line)
    """The place being typed after `g`; the change, the branch or the watch."""
    drafts: Mapping[Stop, Line] = field(default_factory=dict[Stop, Line])
    """What was left unfinished at other stops."""
    attention: str | None = None
    """The node that the receipt explains; None follows the frames."""
    table: bool = False
    """Is the picture written as a table?"""
    digits: int = 0
    """Decimals in receipts, one of `DIGITS`; 0 until somebody asks for more or fewer."""
    said: Message | None = None
    """A message for the line, until the next key."""
    proved: frozenset[Stop] = frozenset()
    """Stops whose answer algebra has proved: a better sentence, and nothing else."""
    code: bool = False
    """Does the NumPy code stand beside the picture, or where that has no room in its place?"""
    full: bool = False
    """Does the receipt have the whole page?"""
    dial: str | None = None
    """The knob that `+` and `-` turn; None for the first one."""
    folded: frozenset[Group] = frozenset()
    """Groups of a graph that are drawn as one box each."""
    compare: bool = True
    """Are two timelines shown side by side, where there are two?"""
    watches: tuple[Watch, ...] = ()
    findings: tuple[Finding, ...] | None = None
    """What the detective found; None while it is not asked."""
    finding: int = 0
    scanned: int = 0
    """The last frame that the detective looked at."""
    reread: bool = False
    """Is the question read once more, in the place of what was said about an answer?"""
    filled: Label | None = None
    """The blank that was filled right just now, before the one that is open by itself."""
    speed: int = 0
    """How fast the frames go on by themselves; 0 when they do not."""
    unkept: Message | None = None
    """That what is done is not being kept, for as long as it is so."""
    behind: Desk | None = None
    """The page from which questions are asked once more: the last one, or a step that offers it. Leaving leads back."""
    course: Course | None = None
    """The course around the lesson: the last page names other lessons."""
    company: Company | None = None
    """The class that takes the lesson together."""

    @property
    def shows(self) -> Literal["prompt", "hint", "neighbour", "verdict"]:
        """What the narration is about: decided by what the learner did last at this stop."""
        question = self.session.question
        if self.is_exploring:
            return "prompt"
        if self.reread and question.is_open:
            return "prompt"
        for action in reversed(self.session.log):
            if action.do == "hint" and question.is_open and question.hints:
                return "hint"
            if action.do == "neighbour" and question.is_open and question.neighbour:
                return "neighbour"
            if action.do in ("answer", "reveal") and self.session.beat.is_question:
                return "verdict" if question.attempts or not question.is_open else "prompt"
            if action.do != "leave":
                break
        return "prompt" if question.is_open else "verdict"

    @property
    def nodes(self) -> tuple[str, ...]:
        """What the attention can rest on, in order."""
        simulation = self.session.simulation
        pictures = simulation.pictures(max(0, self.session.cursor)) if simulation is not None else ()
        picture, frame = pictures[0] if pictures else None, self.session.frame
        if isinstance(picture, GraphPicture):
            return tuple(box.id for box in picture.diagram.boxes)
        return frame.zooms if frame is not None and not self.session.is_asking else ()

    @property
    def title(self) -> dict[str, str]:
        """What the lesson is called, in both languages."""
        title = self.session.script.lesson.file.title
        return {"en": title.en, "es": title.es}

    @property
    def is_exploring(self) -> bool:
        """Does the learner look at something else than what the script shows, or leaves to her?"""
        session = self.session
        return session.away is not None and not session.playing and session.script.excursion(*session.at) is None

    @property
    def is_guided(self) -> bool:
        """Does a teacher move it? Then its keys are hers."""
        return self.company is not None and self.company.is_guided

    @property
    def is_alone(self) -> bool:
        """Is all there is one step that leaves a simulation to the learner, as `gradstep explore` makes it?"""
        return len(self.session.script.lesson.steps) == 1 and self.session.is_outermost

    @property
    def is_comparing(self) -> bool:
        """Are two timelines on the screen?"""
        view = self.session.view
        return self.compare and view is not None and len(view.level.branches) > 1


def sit_down(session: Session, number: int | None = None, draft: str = "", course: Course | None = None) -> Desk:
    """The desk of a session that is opened; the line is open when something is asked."""
    desk = Desk(session, number, line=Line(draft, len(draft)), course=course)
    return replace(desk, mode="write" if _is_written(session) else "look")


def act(desk: Desk, action: Action) -> Desk:
    """The desk after an action of the session; at another stop the line and the attention begin afresh."""
    session = desk.session.act(action)
    if session.at == desk.session.at and session.finished == desk.session.finished:
        mode: Mode = desk.mode if session.is_asking else "look"
        attention = desk.attention if session.simulation is desk.session.simulation else None
        return replace(desk, session=session, mode=mode, attention=attention, said=_said(session, mode),
                       reread=False, filled=None)  # fmt: skip
    drafts = {**desk.drafts, desk.session.at: desk.line}
    mode = "write" if _is_written(session) and not session.finished else "look"
    line = drafts.get(session.at, Line())
    return replace(desk, session=session, mode=mode, line=line, drafts=drafts, attention=None, said=session.notice,
                   dial=None, findings=None, full=False, reread=False, filled=None)  # fmt: skip


def _is_written(session: Session) -> bool:
    """Is an answer typed here? A goal is reached by turning knobs."""
    return session.is_asking and session.beat.task != "goal"


def _said(session: Session, mode: Mode) -> Message | None:
    """Why an action could not be done; while writing, letters are text, so other keys are named."""
    notice = session.notice
    if notice is not None and notice.id == "session.no-more-hints" and not session.hints:
        return message("screen.no-hints")
    scripted = session.script.excursion(*session.at) is not None and session.is_outermost
    if notice is not None and notice.id == "session.run-ends" and not scripted:
        return message("screen.run-ends")
    other = WHILE_WRITING.get(notice.id) if notice is not None and mode == "write" else None
    return notice if other is None else message(other)


def answer(desk: Desk) -> Desk:
    """Hands in what was typed; a wrong answer empties the line, a refused one stays until something else is typed."""
    text = desk.line.text
    if not text.strip():
        return replace(desk, said=message("screen.type-first"))
    after = act(desk, Action("answer", text=desk.session.kept(text.strip())))
    last = after.session.question.last
    if last is None or last.verdict.kind not in ("unreadable", "rounded", "undecided"):
        return replace(after, line=Line())
    lead = len(text) - len(text.lstrip())
    return replace(after, line=desk.line.refused(fault_in(last.verdict.message, lead)))


def fault_in(said: Message, before: int = 0) -> int | None:
    """The place of the letter that a complaint is about, with so many letters before the text it is about."""
    column = said.arguments.get("column")
    return column - 1 + before if isinstance(column, int) else None


def opened(desk: Desk) -> Desk | None:
    """The next blank, which is open by itself behind a right answer while the learner is the machine; else None."""
    session = desk.session
    if not session.log or session.log[-1].do != "answer" or not session.has_next_blank:
        return None
    last = session.question.last
    remark = last.verdict.message if last is not None and last.verdict.message.id != "verdict.right" else None
    after = act(desk, Action("next"))
    return replace(after, mode="write", line=Line(), filled=session.label, said=remark)


def milestone(desk: Desk, forwards: bool) -> Desk:
    """On to the next turn, question or lesson step, or back to the one before."""
    while True:
        after = act(desk, Action("next" if forwards else "back"))
        session = after.session
        if session.notice is not None or session.finished or session.at == desk.session.at:
            return after
        desk = after
        event = session.frame.event if session.frame is not None else None
        turns = event is not None and event.kind == "seeded"
        if session.at[1] == 0 or session.is_asking or turns or is_watched(desk):
            return desk


def is_watched(desk: Desk) -> bool:
    """Does a watch hold in this frame?"""
    simulation, cursor = desk.session.simulation, max(0, desk.session.cursor)
    if simulation is None:
        return False
    try:
        return any(watch.stops and seen(watch, simulation, cursor) for watch in desk.watches)
    except GradstepError:
        return False


def edge_of_time(desk: Desk, forwards: bool) -> Desk:
    """The first or the last visited frame of this lesson step; from there, of the lesson."""
    session = desk.session
    step, beat = session.at
    if not forwards:
        stop = (step, 0) if beat else (0, 0)
    else:
        end = (step, len(session.script.beats(step)) - 1)
        stop = end if session.at < end <= session.farthest else session.farthest
    return act(desk, Action("seek", step=stop[0], beat=stop[1]))


def repeats(desk: Desk) -> bool:
    """Are questions of earlier lessons offered here?"""
    return desk.behind is None and desk.mode == "look" and earlier_offered(desk.session) > 0


def leads_back(desk: Desk, key: str) -> bool:
    """Does a key lead back to the page from which these questions came?"""
    if desk.behind is None:
        return False
    closed = desk.attention is None and not desk.full and desk.findings is None and desk.mode == "look"
    ends = desk.session.finished and key == "enter"
    return ends or (closed and key in ("out", "leave") and desk.session.view is None)


def attend(desk: Desk, by: int) -> Desk:
    """The attention on the next node or the one before; beyond the ends it follows the frames again."""
    nodes = desk.nodes
    if not nodes:
        return replace(desk, said=message("screen.nothing-to-choose"))
    if desk.attention is None or desk.attention not in nodes:
        return replace(desk, attention=nodes[0 if by > 0 else -1], said=None)
    place = nodes.index(desk.attention) + by
    return replace(desk, attention=nodes[place] if 0 <= place < len(nodes) else None, said=None)


def go_to(desk: Desk) -> Desk:
    """To what was typed after `g`: a node, a frame number, or a lesson step (`paso 3`, `step 3`, `p3`)."""
    typed = desk.goal.text.strip()
    desk = replace(desk, mode="look", goal=Line())
    node = typed if typed in desk.nodes or not desk.nodes else node_meant(desk.session.simulation, typed)
    if node in desk.nodes:
        return replace(desk, attention=node, said=None)
    if desk.session.view is not None and typed:
        return act(desk, Action("find", text=typed))
    letters = typed.lower().rstrip("0123456789 ")
    number = typed[len(letters) :].strip()
    if letters.strip() in ("paso", "step", "p", "s") and number:
        return act(desk, Action("seek", step=int(number) - 1))
    if letters or not number:
        return replace(desk, said=message("screen.no-such-place", got=typed[:20]) if typed else None)
    stop = stop_at(desk.session, int(number))
    if stop is None:
        return replace(desk, said=message("session.not-seen"))
    return act(desk, Action("seek", step=stop[0], beat=stop[1]))
