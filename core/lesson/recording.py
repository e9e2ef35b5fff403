"""How is a lesson written by playing it? An author steps through a simulation, asks, and answers right and wrong.

What she steps over becomes `show`, what she asks about a question; the answers that she gives before the right one
become listed mistakes, each with the diagnosis that it got. A recording is a value: every line makes another one. In a
lesson that is there already, what was answered is added to its questions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import Any

import numpy as np

from ..answers.judge_number import judge_number
from ..answers.verdict import Verdict
from ..errors import GradstepError
from ..simulations.excursion import set_out
from ..simulations.places import appears, find
from ..simulations.protocol import Simulation
from ..whole import whole
from ..words import LANGUAGES, Message, core_words, message
from ..words.names import shown
from .looking import MOST_TYPED, next_to_supply
from .schema import AskFormula, AskNumber
from .session import Session
from .wanted import wanted_of

NAME = "it"
"""What the simulation of a recorded lesson is called."""
LONGEST_HINT = 200
MOST_WRONG = 12
OWN = "own-hint"
"""Marks a question whose hints are the author's; it is not written."""
Step = dict[str, Any]


@dataclass(frozen=True, eq=False)
class Recording:
    """A lesson as far as it was recorded."""

    simulation: Simulation
    cursor: int = 0
    told: int = 0
    """The frame up to which the steps go."""
    steps: tuple[Step, ...] = ()
    asked: str | None = None
    """The quantity that is being asked for."""
    wrong: tuple[Mapping[str, str], ...] = ()
    verdict: Verdict | None = None
    """What the last answer got."""

    def step(self, by: int) -> Recording:
        """A frame forward or back. Raises GradstepError beyond the ends."""
        there = self.cursor + by
        if there < self.told or self.simulation.reach(there) < there:
            raise GradstepError("session.run-ends" if by > 0 else "recording.told-already")
        return replace(self, cursor=there, verdict=None)

    def go(self, place: str) -> Recording:
        """To a place further on. Raises what is wrong with a place."""
        cursor = find(self.simulation, place if whole(place) is None else int(place), self.cursor)
        return self.step(cursor - self.cursor)

    def ask(self, quantity: str) -> Recording:
        """Asks for a quantity, or for what the next frame brings. Raises what is wrong with it."""
        if not quantity:
            found = next_to_supply(set_out(self.simulation, self.cursor))
            if found is None:
                raise GradstepError("session.nothing-to-supply")
            at, quantity = found
        else:
            at = appears(self.simulation, quantity, self.cursor)
        _check_size(quantity, self.simulation.frame(at).quantities[quantity])
        shown_first = self._shown(at - 1)
        return replace(shown_first, cursor=at, asked=quantity, wrong=(), verdict=None)

    def answer(self, typed: str) -> Recording:
        """An answer: a wrong one is listed, the right one ends the question. Raises GradstepError without one."""
        if self.asked is None:
            raise GradstepError("session.nothing-asked")
        wanted = wanted_of(self.simulation, self.cursor, self.asked)
        verdict = judge_number(typed, wanted.truth, wanted.mistakes)
        after = replace(self, verdict=verdict)
        if verdict.kind == "wrong" and len(self.wrong) < MOST_WRONG:
            return replace(after, wrong=(*self.wrong, _listed(typed, verdict)))
        return after._settled() if verdict.is_right else after

    def _settled(self) -> Recording:
        step: Step = {
            "id": self._id("ask"), "kind": "ask-number", "simulation": NAME, "quantity": self.asked, "at": self.cursor,
            "prompt": self._both("recording.prompt"), "hints": [self._both("recording.hint")],
        }  # fmt: skip
        if self.wrong:
            step["wrong"] = [dict(one) for one in self.wrong]
        return replace(self, steps=(*self.steps, step), told=self.cursor, asked=None, wrong=())

    def _both(self, id: str) -> dict[str, str]:
        """A sentence of ours about the quantity that is asked for, as a text of the lesson."""
        label = self.simulation.label(self.asked or "")
        named = {language: shown(label, language) if isinstance(label, str) else core_words().word(label, language)
                 for language in LANGUAGES}  # fmt: skip
        texts = core_words().both(message(id, quantity=named))
        return {language: _braced(text)[:LONGEST_HINT] for language, text in texts.items()}

    def say(self, texts: Mapping[str, str]) -> Recording:
        """Something that is said at this frame."""
        here = self._shown(self.cursor)
        step: Step = {"id": here._id("say"), "kind": "say", "simulation": NAME, "text": _texts(texts)}
        return replace(here, steps=(*here.steps, step))

    def word(self, key: str, texts: Mapping[str, str]) -> Recording:
        """Another prompt, or one more hint, for the last question. Raises GradstepError where there is none."""
        if not self.steps or "prompt" not in self.steps[-1]:
            raise GradstepError("recording.no-question")
        step = dict(self.steps[-1])
        if key == "hints":
            # The first of her own takes the place of ours.
            step["hints"] = [*(step["hints"] if OWN in step else ()), _texts(texts)]
            step[OWN] = True
        else:
            step[key] = _texts(texts)
        return replace(self, steps=(*self.steps[:-1], step))

    def play(self, pattern: str, place: str) -> Recording:
        """The learner is the machine from here to a place. Raises what is wrong with a place or a pattern."""
        here = self._shown(self.cursor)
        until = find(self.simulation, place if whole(place) is None else int(place), self.cursor)
        self._check_typed(pattern, until)
        step: Step = {
            "id": here._id("play"), "kind": "play", "simulation": NAME, "quantities": [pattern], "until": until,
            "prompt": core_words().both(message("recording.play")),
            "hints": [core_words().both(message("recording.play-hint"))],
        }  # fmt: skip
        return replace(here, steps=(*here.steps, step), cursor=until, told=until)

    def _check_typed(self, pattern: str, until: int) -> None:
        """Raises GradstepError where nothing matches a pattern, or something that nobody would type."""
        matching = False
        for cursor in range(self.cursor + 1, until + 1):
            frame = self.simulation.frame(cursor)
            for quantity in frame.event.news if frame.event is not None else ():
                if fnmatchcase(quantity, pattern):
                    matching = True
                    _check_size(quantity, frame.quantities[quantity])
        if not matching:
            raise GradstepError("script.nothing-to-play", patterns=[pattern], start=self.cursor, until=until)

    def _shown(self, until: int) -> Recording:
        """With a step that shows the frames up to this one, if any were passed."""
        if until <= self.told:
            return self
        step: Step = {"id": self._id("show"), "kind": "show", "simulation": NAME, "until": until}
        return replace(self, steps=(*self.steps, step), told=until)

    def _id(self, kind: str) -> str:
        return f"{kind}-{1 + sum(step['id'].startswith(f'{kind}-') for step in self.steps)}"

    def lesson(self, id: str) -> dict[str, Any]:
        """The lesson, as data. Raises GradstepError for one without a step."""
        done = self._shown(self.cursor)
        if not done.steps:
            raise GradstepError("recording.empty")
        spec = self.simulation.spec
        title = id.replace("-", " ").capitalize()[:31]
        return {
            "format": 1, "id": id, "title": {"en": title, "es": title},
            "objectives": [core_words().both(message("recording.objective"))],
            "simulations": {NAME: {"kind": spec.kind, **plain(dict(spec.knobs))}},
            "steps": [{key: value for key, value in step.items() if key != OWN} for step in done.steps],
        }  # fmt: skip


def enriched(session: Session, tell: Callable[[Message], None]) -> dict[str, object]:
    """The data of the lesson of a session, with what was answered in it added to its questions.

    Wrong answers are listed with their diagnosis, other right forms are accepted. Where numbers are drawn, a wrong
    number is wrong for this seed alone, and is not listed.
    """
    lesson = session.script.lesson
    data: dict[str, Any] = plain(lesson.raw)
    for (index, beat), asked in sorted(session.asked.items()):
        step = lesson.steps[index] if 0 <= index < len(lesson.steps) else None
        if beat or not isinstance(step, AskNumber | AskFormula):
            continue
        written: dict[str, Any] = data["steps"][index]
        known = {one.answer for one in step.wrong}
        for attempt in asked.attempts:
            if isinstance(step, AskNumber):
                if lesson.varies:
                    tell(message("recording.varies", step=step.id))
                    break
                at = session.script.beats(index)[0].cursor
                wanted = session.script.wanted(step.simulation, at, step.quantity)
                verdict = judge_number(attempt.text, wanted.truth, wanted.mistakes)
            else:
                verdict = session.script.judge(index).judge(attempt.text)
                if verdict.is_right and attempt.text.strip() not in (step.answer, *step.accept):
                    written.setdefault("accept", []).append(attempt.text.strip())
            if verdict.kind == "wrong" and attempt.text not in known and len(written.get("wrong", ())) < MOST_WRONG:
                known.add(attempt.text)
                written.setdefault("wrong", []).append(dict(_listed(attempt.text, verdict)))
    return data


def _check_size(quantity: str, value: Any) -> None:
    if np.size(value) > MOST_TYPED:
        raise GradstepError("recording.too-many", quantity=quantity, count=int(np.size(value)), most=MOST_TYPED)


def _listed(typed: str, verdict: Verdict) -> dict[str, str]:
    found = {"answer": typed.strip()}
    return found | {"diagnosis": verdict.diagnosis} if verdict.diagnosis else found


def _texts(texts: Mapping[str, str]) -> dict[str, str]:
    return {language: texts[language] for language in LANGUAGES}


def _braced(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def plain(value: Any) -> Any:
    """Data as YAML has them: lists, mappings, and numbers; whole ones as whole."""
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)
