"""What does a learner see of a lesson? Where she is, and everything that can be shown and asked there.

Nothing here changes anything; what a learner can do is in session.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from ..errors import GradstepError
from ..pictures import Label
from ..simulations.dials import Dial
from ..simulations.excursion import Excursion
from ..simulations.protocol import Frame, Simulation
from ..words import Message
from .actions import Action
from .asked import OPEN, Asked, Stop, same_answer
from .listing import label_of
from .looking import next_to_supply, turnable
from .schema import (
    AskFormula,
    BothLanguages,
    Choose,
    Code,
    Play,
    Question,
    Step,
)
from .script import Beat, Script
from .shuffling import kept_number, shown_number
from .trail import Trail


@dataclass(frozen=True, eq=False)
class Sight:
    """A learner in a lesson: where she is, what she has answered, and what follows from that."""

    script: Script
    at: Stop = (0, 0)
    farthest: Stop = (0, 0)
    asked: Mapping[Stop, Asked] = field(default_factory=dict[Stop, Asked])
    log: tuple[Action, ...] = ()
    notice: Message | None = None
    """Why the last action could not be done."""
    finished: bool = False
    away: Excursion | None = None
    """Where the learner is looking, away from the script."""
    trail: Trail = ()
    """The looks that lead there."""
    left: tuple[Excursion, Trail] | None = None
    """Where she was looking at this stop before she came back from it."""
    playing: bool = False
    """Is she the machine there, who supplies what every frame brings?"""
    covered: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    """Quantities by simulation that stay hidden although they were asked before: on paper nothing is revealed."""
    learner: str | None = None
    """Who she is, which decides the order of options; None leaves them as they stand in the file."""

    @property
    def step(self) -> Step | Message:
        """The lesson step; for a broken one, the message that says why."""
        problem = self.script.problem(self.at[0])
        return problem if problem is not None else self.script.lesson.steps[self.at[0]]

    @property
    def view(self) -> Excursion | None:
        """What the learner is looking at, if that is not what the script shows."""
        return self.away if self.away is not None else self.script.excursion(*self.at)

    @cached_property
    def beat(self) -> Beat:
        """The stop where the learner is, with the frame that is to be seen."""
        planned = self.script.beats(self.at[0])[self.at[1]]
        if self.view is None:
            return planned
        supplied = next_to_supply(self.view) if self.playing else None
        if supplied is None:
            return replace(planned, cursor=self.view.cursor, asks=None)
        return replace(planned, cursor=supplied[0], asks=supplied[1], task=None)

    @property
    def key(self) -> Stop:
        """The key of this stop's question in `asked`; of one she asked for herself, the first part is negative."""
        if self.playing and self.view is not None:
            return (-len(self.view.levels), self.beat.cursor)
        return self.at

    @property
    def simulation(self) -> Simulation | None:
        """The simulation to look at, or None."""
        if self.view is not None:
            return self.view.simulation
        return None if self.beat.simulation is None else self.script.simulation(self.beat.simulation)

    @property
    def dials(self) -> tuple[Dial, ...]:
        """What may be turned here."""
        return () if self.view is None else turnable(self.step, self.view)

    @property
    def question(self) -> Asked:
        """What became of the question of this stop so far."""
        return self.asked.get(self.key, OPEN)

    @property
    def label(self) -> Label:
        """What is asked for, as written to the left of an equals sign: `s`, `∂f/∂w1`; empty for a choice."""
        step, quantity = self.step, self.beat.asks
        if self.question.probe is not None and self.is_asking:
            return self.question.probe.label
        if isinstance(step, AskFormula) and not self.playing:
            output = self.script.judge(self.at[0]).question.formula.output.name or "f"
            return f"∂{output}/∂{step.wrt}"
        if isinstance(step, Code) and self.beat.task == "blank":
            return label_of(step, self.at[1])
        if quantity is None or self.simulation is None:
            return ""
        return self.simulation.label(quantity)

    @property
    def is_asking(self) -> bool:
        """Is this stop waiting for an answer?"""
        return self.beat.is_question and self.question.is_open

    @property
    def has_next_blank(self) -> bool:
        """Was this blank filled, and is there another one behind it that is open?"""
        if (not isinstance(self.step, Play | Code) and not self.playing) or self.question.outcome != "right":
            return False
        if self.playing:
            return self.view is not None and next_to_supply(self.view.step(1)) is not None
        step, beat = self.at
        beats = self.script.beats(step)
        following = beats[beat + 1] if beat + 1 < len(beats) else None
        return following is not None and following.is_question and self.asked.get((step, beat + 1), OPEN).is_open

    @property
    def is_repeated(self) -> bool:
        """Is the last answer a wrong one that was given before?"""
        wrong = [attempt for attempt in self.question.to_itself if attempt.verdict.kind == "wrong"]
        last = self.question.last
        if last is None or not wrong or last is not wrong[-1]:
            return False
        return any(same_answer(last, attempt) for attempt in wrong[:-1])

    @property
    def is_hidden(self) -> bool:
        """Is the answer of this stop still hidden? It is, even while the question is left for later."""
        return self.beat.is_question and self.question.outcome in ("open", "skipped")

    @property
    def cursor(self) -> int:
        """The frame to show: as long as a quantity is hidden, the one before the event that brings it."""
        return self.beat.cursor - 1 if self.beat.asks is not None and self.is_hidden else self.beat.cursor

    @property
    def frame(self) -> Frame | None:
        """What can be seen of the simulation."""
        return None if self.simulation is None else self.simulation.frame(max(0, self.cursor))

    @property
    def hints(self) -> tuple[BothLanguages, ...]:
        """All hints of this question, including those nobody has asked for yet."""
        step = self.step
        return tuple(step.hints) if isinstance(step, Question) and not self.playing else ()

    def kept(self, typed: str) -> str:
        """What is kept of an answer: an option by its number in the file, whatever number it is shown under."""
        step = self.step
        return kept_number(step, typed, self.learner) if isinstance(step, Choose) and not self.playing else typed

    def shown(self, kept: str) -> str:
        """An answer that was kept, as it was typed."""
        step = self.step
        return shown_number(step, kept, self.learner) if isinstance(step, Choose) and not self.playing else kept

    def text(self, texts: BothLanguages, language: str) -> str:
        """A text of this step in a language, with its numbers as they are here."""
        try:
            return self.script.text(texts[language], *self.at)
        except GradstepError:
            return texts[language]

    @property
    def is_outermost(self) -> bool:
        """Is this the level where the step leaves the simulation to the learner, outside of any zoom?"""
        return self.view is not None and len(self.view.levels) == 1 and self.script.excursion(*self.at) is not None

    @property
    def has_more(self) -> bool:
        """Is there a step after this one?"""
        return self.at[0] + 1 < len(self.script.lesson.steps)
