"""Where is a learner, and what happened so far? A session: a fold of actions over the beats of a lesson.

`session.act(action)` answers another session; nothing is ever changed in place. The actions are a small closed set,
plain data that JSON can hold, so that the log of them is progress, resumption, recording and hand-in at once, and every
face and every check drives the same session. Going back shows what was already shown; going on past a question needs
an answer, the solution, or the decision to leave it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from ..answers.judge_number import judge_number
from ..answers.probes import Probe, ask, probe_for, resolve
from ..answers.verdict import Verdict
from ..errors import GradstepError
from ..simulations.protocol import Frame, Simulation
from ..words import LANGUAGES, Message, message
from .schema import AskFormula, AskNumber, BothLanguages, Choose, Play, Question, Say, Show, Step
from .script import Beat, Script

Do = Literal["next", "back", "seek", "answer", "hint", "reveal", "skip", "leave"]


@dataclass(frozen=True)
class Action:
    """Something that a learner does."""

    do: Do
    text: str = ""
    """The answer, as typed."""
    step: int = 0
    """Where to seek to: a lesson step and a beat of it."""
    beat: int = 0


@dataclass(frozen=True)
class Attempt:
    """One answer and its verdict."""

    text: str
    verdict: Verdict


Outcome = Literal["open", "right", "revealed", "skipped"]


@dataclass(frozen=True)
class Asked:
    """What became of one question."""

    attempts: tuple[Attempt, ...] = ()
    hints: int = 0
    outcome: Outcome = "open"
    probe: Probe | None = None
    """A short question in between, to find out which of several misconceptions it was."""

    @property
    def is_open(self) -> bool:
        """Does it still wait for an answer?"""
        return self.outcome == "open"

    @property
    def last(self) -> Attempt | None:
        """The newest attempt."""
        return self.attempts[-1] if self.attempts else None


OPEN = Asked()
Stop = tuple[int, int]
"""A lesson step and a beat of it, both from 0."""


@dataclass(frozen=True, eq=False)
class Session:
    """A learner in a lesson."""

    script: Script
    at: Stop = (0, 0)
    farthest: Stop = (0, 0)
    asked: Mapping[Stop, Asked] = field(default_factory=dict[Stop, Asked])
    log: tuple[Action, ...] = ()
    notice: Message | None = None
    """What the last action could not do, and why."""
    finished: bool = False

    # what there is to see ----------------------------------------------------------------------------------------

    @property
    def step(self) -> Step | Message:
        """The lesson step; a message when it is a broken one."""
        problem = self.script.problem(self.at[0])
        return problem if problem is not None else self.script.lesson.steps[self.at[0]]

    @property
    def beat(self) -> Beat:
        """The stop at which the learner is."""
        return self.script.beats(self.at[0])[self.at[1]]

    @property
    def simulation(self) -> Simulation | None:
        """The simulation to look at, or None."""
        return None if self.beat.simulation is None else self.script.simulation(self.beat.simulation)

    @property
    def question(self) -> Asked:
        """What became of the question of this stop so far."""
        return self.asked.get(self.at, OPEN)

    @property
    def label(self) -> str:
        """What is asked for, as it stands before the equals sign: `s`, `∂f/∂w1`; nothing for a choice."""
        step, quantity = self.step, self.beat.asks
        if self.question.probe is not None and self.is_asking:
            return self.question.probe.label
        if isinstance(step, AskFormula):
            output = self.script.judge(self.at[0]).question.formula.output.name or "f"
            return f"∂{output}/∂{step.wrt}"
        if quantity is None or self.simulation is None:
            return ""
        return self.simulation.label(quantity)

    @property
    def is_asking(self) -> bool:
        """Does this stop wait for an answer?"""
        return self.beat.is_question and self.question.is_open

    @property
    def cursor(self) -> int:
        """The frame to show: while a quantity is asked, the one before the event that brings it."""
        return self.beat.cursor - 1 if self.beat.asks is not None and self.is_asking else self.beat.cursor

    @property
    def frame(self) -> Frame | None:
        """What can be seen of the simulation."""
        return None if self.simulation is None else self.simulation.frame(max(0, self.cursor))

    @property
    def hints(self) -> tuple[BothLanguages, ...]:
        """The hints of this question, those that were not asked for included."""
        step = self.step
        return tuple(step.hints) if isinstance(step, Question) else ()

    def text(self, texts: BothLanguages, language: str) -> str:
        """A text of this step in a language, with its numbers as they stand here."""
        try:
            return self.script.text(texts[language], *self.at)
        except GradstepError:
            return texts[language]

    # what a learner can do ---------------------------------------------------------------------------------------

    def act(self, action: Action) -> Session:
        """The session after an action; what cannot be done leaves everything and says why in `notice`."""
        here = replace(self, log=(*self.log, action), notice=None)
        match action.do:
            case "next":
                return here.go_on()
            case "back":
                return here.go_back()
            case "seek":
                return here.seek((action.step, action.beat))
            case "answer":
                return here.answer(action.text)
            case "hint":
                return here.hint()
            case "reveal" | "skip":
                return here.give_up("revealed" if action.do == "reveal" else "skipped")
            case "leave":
                return here

    def go_on(self) -> Session:
        """The next stop; not past an open question that nothing was seen behind."""
        if self.is_asking and self.at >= self.farthest:
            return replace(self, notice=message("session.answer-first"))
        step, beat = self.at
        if beat + 1 < len(self.script.beats(step)):
            return self._move((step, beat + 1))
        if step + 1 < len(self.script.lesson.steps):
            return self._move((step + 1, 0))
        return replace(self, finished=True)

    def go_back(self) -> Session:
        """The stop before this one."""
        step, beat = self.at
        if self.finished:
            return replace(self, finished=False)
        if beat > 0:
            return self._move((step, beat - 1))
        if step > 0:
            return self._move((step - 1, len(self.script.beats(step - 1)) - 1))
        return replace(self, notice=message("session.at-start"))

    def seek(self, stop: Stop) -> Session:
        """A stop that was visited already."""
        step, beat = stop
        if not (0, 0) <= stop <= self.farthest or beat >= len(self.script.beats(step)):
            return replace(self, notice=message("session.not-seen"))
        return self._move(stop)

    def answer(self, text: str) -> Session:
        """An answer to the question of this stop."""
        if not self.is_asking:
            return replace(self, notice=message("session.nothing-asked"))
        probe = self.question.probe
        verdict = self.judge(text) if probe is None else resolve(probe, text)
        following = probe_for(verdict) if probe is None else None
        if following is not None:
            verdict = ask(verdict, following)
        attempts = (*self.question.attempts, Attempt(text, verdict))
        outcome: Outcome = "right" if verdict.is_right else "open"
        return self._asked(replace(self.question, attempts=attempts, outcome=outcome, probe=following))

    def judge(self, text: str) -> Verdict:
        """How an answer to this stop would be judged."""
        step = self.step
        if isinstance(step, Choose):
            return judge_choice(step, text, self.text)
        if isinstance(step, AskFormula):
            return self.script.judge(self.at[0]).judge(text)
        simulation, quantity = self.simulation, self.beat.asks
        if simulation is None or quantity is None:
            raise GradstepError("session.nothing-asked")
        truth = simulation.frame(self.beat.cursor).quantities[quantity]
        return judge_number(text, truth, simulation.mistakes(self.beat.cursor, quantity))

    def hint(self) -> Session:
        """One more hint; after the last one there is the solution."""
        if not self.is_asking:
            return replace(self, notice=message("session.nothing-asked"))
        if self.question.hints >= len(self.hints):
            return replace(self, notice=message("session.no-more-hints"))
        return self._asked(replace(self.question, hints=self.question.hints + 1))

    def give_up(self, outcome: Outcome) -> Session:
        """The solution is shown, or the question is left for later; either way the lesson can go on."""
        if not self.is_asking:
            return replace(self, notice=message("session.nothing-asked"))
        return self._asked(replace(self.question, outcome=outcome))

    def _asked(self, asked: Asked) -> Session:
        return replace(self, asked={**self.asked, self.at: asked})

    def _move(self, stop: Stop) -> Session:
        """To a stop; a question that was left for later is open again for whoever comes back to it."""
        there, asked = self.asked.get(stop, OPEN), self.asked
        if there.outcome == "skipped":
            asked = {**asked, stop: replace(there, outcome="open")}
        return replace(self, at=stop, farthest=max(self.farthest, stop), finished=False, asked=asked)


def judge_choice(step: Choose, typed: str, text: Callable[[BothLanguages, str], str]) -> Verdict:
    """The verdict on the number of an option; `text` writes the numbers into its reason."""
    number = typed.strip().rstrip(".)")
    if not number.isdigit() or not 1 <= int(number) <= len(step.options):
        return Verdict("unreadable", message("verdict.choice-unreadable", count=len(step.options)))
    option = step.options[int(number) - 1]
    why = {language: text(option.why, language) for language in LANGUAGES}
    said = message("verdict.choice-right" if option.right else "verdict.choice-wrong", why=why)
    return Verdict("right" if option.right else "wrong", said, number)


def narration(step: Step) -> BothLanguages | None:
    """What a step says or asks; None when the captions of the frames speak."""
    match step:
        case Say() | Show():
            return step.text
        case AskNumber() | AskFormula() | Choose() | Play():
            return step.prompt


def action_to_json(action: Action) -> dict[str, Any]:
    """An action as plain data, without what is empty."""
    data: dict[str, Any] = {"do": action.do}
    if action.text:
        data["text"] = action.text
    if action.do == "seek":
        data |= {"step": action.step, "beat": action.beat}
    return data
