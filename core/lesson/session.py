"""Where is a learner, and what has happened so far? A session: actions, folded over the beats of a lesson.

`session.act(action)` returns another session; nothing is ever changed in place. There are only a few kinds of action,
and they are plain data that JSON can hold. So their log is progress, resumption, recording and hand-in at once, and all
faces and checks drive the same session. Going back shows what was shown already. Going on past a question takes an
answer, a look at the solution, or the decision to leave it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ..answers.judge_number import judge_number
from ..answers.probes import ask, probe_for, resolve
from ..answers.verdict import Verdict
from ..errors import GradstepError
from ..simulations.excursion import set_out
from ..words import message
from .actions import Action, Look
from .asked import OPEN, Asked, Attempt, Outcome, Stop
from .judging import judge_choice, judge_goal, judge_order
from .listing import judge_blank
from .looking import looked, next_to_supply
from .matching import judge_match
from .neighbour import MISSES, neighbour_of
from .schema import (
    AskFormula,
    AskNumber,
    BothLanguages,
    Challenge,
    Choose,
    Code,
    Explore,
    Match,
    Order,
    Play,
    Review,
    Say,
    Show,
    Step,
)
from .script import Script
from .seeds import next_seed, read_seed
from .sight import Sight
from .trail import SETTING_OUT, longer
from .wanted import wanted_of


@dataclass(frozen=True, eq=False)
class Session(Sight):
    """A learner in a lesson, and what she can do."""

    def act(self, action: Action) -> Session:
        """The session after an action; one that cannot be done changes nothing, and `notice` says why."""
        here = replace(self, log=(*self.log, action), notice=None)
        match action.do:
            case "next" if self.playing and self.is_asking:
                return replace(here, notice=message("session.answer-first"))
            case "next" | "back" if self.view is not None and not self.finished:
                return here.step_by(1 if action.do == "next" else -1)
            case "play":
                return here.play()
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
            case "neighbour":
                return here.show_neighbour()
            case "reveal" | "skip":
                return here.give_up("revealed" if action.do == "reveal" else "skipped")
            case "again":
                return here.ask_again()
            case "vary":
                return here.vary(action.text)
            case "on":
                return here.go_on()
            case "leave":
                return here
            case _:
                return here.look(action.do, action.text)

    def look(self, do: Look, text: str) -> Session:
        """Looks at what the script does not show; never while this could give away an answer."""
        if self.is_asking and self.beat.task != "goal":
            return replace(self, notice=message("session.answer-before-looking"))
        if self.simulation is None:
            return replace(self, notice=message("session.nothing-to-see"))
        if do == "out" and self.is_outermost:
            return replace(self, notice=message("session.outermost"))
        try:
            if do == "explore" and self.away is None and self.left is not None:
                view, trail = self.left
                return replace(self, away=view, trail=trail, left=None, playing=False)
            start = self.view or set_out(self.simulation, self.cursor)
            view = looked(start, do, text, self.step)
            trail = longer(SETTING_OUT if self.view is None else self.trail, start, view, Action(do, text))
            left = (self.away, self.trail) if view is None and self.away is not None else None
            return replace(self, away=view, trail=trail, left=left, playing=False)
        except GradstepError as error:
            return replace(self, notice=error.message)

    def step_by(self, by: int) -> Session:
        """A frame forward or back in what she looks at; beyond its ends, to the next stop or the one before."""
        try:
            if self.view is None:
                return self
            view, action = self.view.step(by), Action("next" if by > 0 else "back")
            return replace(self, away=view, trail=longer(self.trail, self.view, view, action))
        except GradstepError:
            if self.is_outermost and (self.at[0] > 0 if by < 0 else self.has_more and not self.is_asking):
                return self.go_on() if by > 0 else self.go_back()
            return replace(self, notice=message("session.run-ends" if by > 0 else "session.run-starts"))

    def go_on(self) -> Session:
        """The next stop, but not past an open question with nothing seen behind it yet."""
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
        """Another stop that she has visited already."""
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
        if self.playing:
            return self._judged_number(text)
        match step:
            case Choose():
                return judge_choice(step, text, self.text)
            case AskFormula():
                return self.script.judge(self.at[0]).judge(text)
            case Order():
                return judge_order(step, text)
            case Match():
                return judge_match(step, text, self.text)
            case Code():
                return judge_blank(step, self.at[1], text, self.text)
            case Challenge() if self.view is not None:
                return judge_goal(step, self.view)
            case _:
                return self._judged_number(text)

    def _judged_number(self, text: str) -> Verdict:
        simulation, quantity = self.simulation, self.beat.asks
        if simulation is None or quantity is None:
            raise GradstepError("session.nothing-asked")
        cursor, named = self.beat.cursor, self.beat.simulation
        if self.view is None and named is not None:
            wanted = self.script.wanted(named, cursor, quantity)
        else:
            wanted = wanted_of(simulation, cursor, quantity)
        return judge_number(text, wanted.truth, wanted.mistakes, is_slope=wanted.is_slope, within=wanted.within)

    def hint(self) -> Session:
        """One more hint; after the last one, only the solution is left."""
        if not self.is_asking:
            return replace(self, notice=message("session.nothing-asked"))
        if self.question.hints >= len(self.hints):
            return replace(self, notice=message("session.no-more-hints"))
        return self._asked(replace(self.question, hints=self.question.hints + 1))

    def show_neighbour(self) -> Session:
        """The same question with other numbers, worked out, once this one was missed often enough."""
        if not self.is_asking:
            return replace(self, notice=message("session.nothing-asked"))
        if self.question.misses < MISSES:
            return replace(self, notice=message("session.neighbour-later", count=MISSES))
        if neighbour_of(self) is None:
            return replace(self, notice=message("session.no-neighbour"))
        return self._asked(replace(self.question, neighbour=True))

    def give_up(self, outcome: Outcome) -> Session:
        """The solution is shown, or the question is left for later; either way the lesson can go on."""
        if not self.is_asking:
            return replace(self, notice=message("session.nothing-asked"))
        given_up = self._asked(replace(self.question, outcome=outcome))
        if outcome == "revealed" and isinstance(self.step, Challenge):
            return given_up.look("change", self.step.answer)
        return given_up

    def play(self) -> Session:
        """From here on she is the machine, or is no longer."""
        if self.playing:
            return replace(self, playing=False)
        begun = self.look("explore", "") if self.away is None else self
        if begun.notice is not None or begun.view is None:
            return begun
        if next_to_supply(begun.view) is None:
            return replace(self, notice=message("session.nothing-to-supply"))
        scripted = {stop: asked for stop, asked in self.asked.items() if stop >= (0, 0)}
        return replace(begun, playing=True, asked=scripted)

    def ask_again(self) -> Session:
        """The question of this stop, or else the last one before it, as if it had never been answered."""
        earlier = [stop for stop, asked in self.asked.items() if (0, 0) <= stop <= self.at and not asked.is_open]
        if not earlier:
            return replace(self, notice=message("session.nothing-asked-yet"))
        stop = max(earlier)
        return replace(self._move(stop), asked={**self.asked, stop: Asked(before=self.asked[stop])})

    def vary(self, text: str) -> Session:
        """The last question once more, with other numbers: those of the seed in the text, or of the next one.

        What was answered before counts as it was; from here on the whole lesson has the other numbers.
        """
        lesson = self.script.lesson
        if not lesson.varies:
            return replace(self, notice=message("session.no-other-numbers"))
        try:
            return self.varied(Script(lesson.variant(read_seed(text) if text else next_seed(lesson.seed))))
        except GradstepError as error:
            return replace(self, notice=error.message)

    def varied(self, script: Script) -> Session:
        """The last question once more, in another variant of the lesson."""
        asking = [stop for stop in self._questions() if stop <= self.at] or [self.at]
        step = max(asking)[0]
        last = len(script.beats(self.farthest[0])) - 1
        farthest = (self.farthest[0], min(self.farthest[1], last))
        kept = {stop: asked for stop, asked in self.asked.items() if stop[0] not in (step, self.at[0]) and stop[0] >= 0}
        varied = replace(self, script=script, farthest=farthest, asked=kept)
        return varied._move((step, 0 if isinstance(self.step, Play) else min(max(asking)[1], last)))

    def _questions(self) -> Iterator[Stop]:
        """The stops of this step and of those before it where something is asked."""
        for step in range(self.at[0] + 1):
            yield from ((step, place) for place, beat in enumerate(self.script.beats(step)) if beat.is_question)

    def _asked(self, asked: Asked) -> Session:
        return replace(self, asked={**self.asked, self.key: asked})

    def _move(self, stop: Stop) -> Session:
        """To a stop; a question that was left for later is open again when she comes back to it."""
        there, asked = self.asked.get(stop, OPEN), self.asked
        if there.outcome == "skipped":
            asked = {**asked, stop: replace(there, outcome="open")}
        farthest = max(self.farthest, stop)
        return replace(self, at=stop, farthest=farthest, finished=False, asked=asked, away=None, trail=(), left=None,
                       playing=False)  # fmt: skip


def narration(step: Step) -> BothLanguages | None:
    """What a step says or asks; None when the captions of the frames speak."""
    match step:
        case Say() | Show() | Explore() | Review():
            return step.text
        case AskNumber() | AskFormula() | Choose() | Play() | Order() | Match() | Code() | Challenge():
            return step.prompt
