"""Does a lesson prove itself? Everything that can be checked about it without a reader, each fault with its place.

A lesson is played from beginning to end: every simulation is built, every place is found, every number in the prose is
looked up, the right answer of every question passes its own judge and an empty one does not, listed wrong answers get
the diagnosis they promise, and every text fits its zone at 80×24 in both languages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path as FilePath
from textwrap import wrap

from ..answers.judge_number import judge_number
from ..answers.verdict import Verdict
from ..errors import GradstepError, LessonError, UnknownNameError
from ..simulations.dials import dials
from ..words import LANGUAGES, Message, message
from ..words.controls import shortened
from .drawing_faults import condition_faults
from .judging import judge_goal, judge_order, right_order
from .load import Lesson, load_lesson
from .looking import looked
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
    Question,
    Review,
    Say,
    Show,
    Step,
    WrongAnswer,
)
from .script import Script
from .session import Session
from .simulation_faults import simulation_faults
from .solved import as_typed, right_answer, walk
from .source import Fault, Path
from .templates import stray_brace
from .verify_tasks import code_faults, match_faults

NARRATION = (3, 78)
"""Lines and columns of the narration at 80×24."""
TITLE_COLUMNS = 31
"""What a title has in the catalogue at 80×24."""
OPTION_COLUMNS = 72
LEFT_COLUMNS = 34
"""What the left side of a pair has; the right side has the rest."""
SEEDS = 50
"""So many variants of a lesson are proved."""
MARKED = re.compile(r"\w[\u0300-\u036f]")
"""A letter with a mark that is a sign of its own: two characters in one cell."""


@dataclass(frozen=True)
class Verified:
    """What came of one file."""

    path: str
    lesson: str
    """The id, or nothing when the file could not be read that far."""
    faults: tuple[Fault, ...]


def verify_file(path: FilePath, reserved: Collection[str] = (), known: Collection[str] = ()) -> Verified:
    """All faults of a lesson file; `reserved` are ids it may not have, `known` those a prerequisite may name."""
    try:
        lesson = load_lesson(path)
    except LessonError as error:
        return Verified(str(path), "", tuple(Fault(*fault) for fault in error.faults))
    script = Script(lesson)
    faults = [*lesson.faults, *_faults(script, reserved, known)]
    faults += condition_faults(lesson.source, lesson.drawn)
    if not faults:
        faults += _way_faults(Session(script))
    if not faults and lesson.varies:
        faults += _seed_faults(lesson)
    return Verified(str(path), lesson.file.id, tuple(sorted(faults, key=lambda f: (f.line, f.column))))


def _faults(script: Script, reserved: Collection[str], known: Collection[str]) -> Iterator[Fault]:
    lesson = script.lesson
    file, source = lesson.file, lesson.source
    if file.id in reserved:
        yield source.fault(("id",), message("verify.reserved-id", id=file.id))
    if FilePath(lesson.path).stem != file.id:
        yield source.fault(("id",), message("verify.id-is-not-name", id=file.id, name=FilePath(lesson.path).stem))
    for place, prerequisite in enumerate(file.prerequisites):
        if known and prerequisite not in known:
            said = message("verify.no-such-prerequisite", got=prerequisite, near=sorted(known))
            yield source.fault(("prerequisites", place), said)
    for language in LANGUAGES:
        if len(file.title[language]) > TITLE_COLUMNS:
            said = message("verify.too-wide", got=len(file.title[language]), wanted=TITLE_COLUMNS)
            yield source.fault(("title", language), said)
    unfit = dict(simulation_faults(script))
    yield from unfit.values()
    for index, step in enumerate(lesson.steps):
        if isinstance(step, Message):
            continue
        problem, key = script.problem(index), script.problem_key(index)
        if key == "simulation" and (step.simulation in unfit or step.simulation in lesson.unfit):
            # It was said at the simulation, once for all steps.
            continue
        if problem is not None:
            where: Path = ("steps", index) if key is None else ("steps", index, key)
            yield source.fault(where, problem, key=key is not None)
        else:
            yield from _StepCheck(script, index, step).faults()


def _seed_faults(lesson: Lesson) -> Iterator[Fault]:
    """The first fault of the first seed that breaks the lesson, with what it drew."""
    for seed in range(1, SEEDS + 1):
        try:
            variant = lesson.variant(seed)
        except LessonError as error:
            yield Fault(*error.faults[0])
            return
        script = Script(variant)
        faults = [*variant.faults, *_faults(script, (), ())] or list(_way_faults(Session(script)))
        for fault in faults[:1]:
            drawn = "; ".join(f"{name} = {value}" for name, value in variant.drawn.items())
            said = message("parameter.breaks", seed=seed, drawn=shortened(drawn, 100), problem=fault.message)
            yield Fault(fault.line, fault.column, said)
            return


def _way_faults(session: Session) -> Iterator[Fault]:
    """A question on the way to the end that stays open although it was answered right."""
    for before, after in pairwise(walk(session)):
        if before.is_asking and after.is_asking and before.at == after.at:
            said = message("verify.end-not-reached", answer=right_answer(after))
            yield after.script.lesson.source.fault(("steps", after.at[0]), said)
            return


@dataclass(frozen=True, eq=False)
class _StepCheck:
    """The checks of one playable step."""

    script: Script
    index: int
    step: Step

    def faults(self) -> Iterator[Fault]:
        for path, texts, shape in self.texts():
            yield from self.text_faults(path, texts, shape)
        match self.step:
            case AskNumber():
                yield from self.hint_fault(self.step.hints)
                yield from self.number_faults(self.step)
            case AskFormula():
                yield from self.hint_fault(self.step.hints)
                yield from self.formula_faults(self.step)
            case Play():
                yield from self.hint_fault(self.step.hints)
            case Choose():
                yield from self.hint_fault(self.step.hints)
                if sum(option.right for option in self.step.options) != 1:
                    yield self.fault(("options",), message("verify.one-right-option"))
            case Order():
                yield from self.hint_fault(self.step.hints)
                if not judge_order(self.step, right_order(self.step)).is_right:
                    yield self.fault(("items",), message("verify.truth-fails", answer=right_order(self.step)))
            case Match():
                yield from self.hint_fault(self.step.hints)
                yield from (self.fault(path, said) for path, said in match_faults(self.step))
            case Code():
                yield from self.hint_fault(self.step.hints)
                yield from (self.fault(path, said) for path, said in code_faults(self.step))
            case Challenge():
                yield from self.hint_fault(self.step.hints)
                yield from self.turning_faults(self.step.knobs)
                yield from self.goal_faults(self.step)
            case Explore():
                yield from self.turning_faults(self.step.knobs)
            case Say() | Show() | Review():
                pass

    def fault(self, path: Path, said: Message) -> Fault:
        return self.script.lesson.source.fault(("steps", self.index, *path), said)

    def texts(self) -> Iterator[tuple[Path, BothLanguages, tuple[int, int]]]:
        """Every text of the step with its path and the lines and columns it has."""
        step = self.step
        if isinstance(step, Say | Show | Explore | Review) and step.text is not None:
            yield ("text",), step.text, NARRATION
        if isinstance(step, Question):
            lines = NARRATION[0] if not isinstance(step, Choose | Order | Match | Code) else 2
            yield ("prompt",), step.prompt, (lines, NARRATION[1])
            for place, hint in enumerate(step.hints):
                yield ("hints", place), hint, NARRATION
        if isinstance(step, AskNumber | AskFormula | Order | Match | Code | Challenge) and step.solution is not None:
            yield ("solution",), step.solution, NARRATION
        if isinstance(step, Choose):
            for place, option in enumerate(step.options):
                yield ("options", place, "text"), option.text, (1, OPTION_COLUMNS)
                yield ("options", place, "why"), option.why, NARRATION
        if isinstance(step, Order):
            for place, item in enumerate(step.items):
                yield ("items", place), item, (1, OPTION_COLUMNS)

        if isinstance(step, Match):
            for place, pair in enumerate(step.pairs):
                yield ("pairs", place, "left"), pair.left, (1, LEFT_COLUMNS)
                yield ("pairs", place, "right"), pair.right, (1, OPTION_COLUMNS - LEFT_COLUMNS)
                if pair.why is not None:
                    yield ("pairs", place, "why"), pair.why, NARRATION
            for place, other in enumerate(step.others):
                yield ("others", place), other, (1, OPTION_COLUMNS - LEFT_COLUMNS)
        if isinstance(step, Code):
            for place, blank in enumerate(step.blanks):
                for number, slip in enumerate(blank.slips):
                    yield ("blanks", place, "slips", number, "why"), slip.why, NARRATION

    def text_faults(self, path: Path, texts: BothLanguages, shape: tuple[int, int]) -> Iterator[Fault]:
        for language in LANGUAGES:
            if stray_brace(texts[language]) is not None:
                yield self.fault((*path, language), message("template.stray-brace"))
                continue
            try:
                written = self.script.text(texts[language], self.index, 0)
            except GradstepError as error:
                yield self.fault((*path, language), error.message)
                continue
            apart = MARKED.search(written)
            if apart is not None:
                yield self.fault((*path, language), message("verify.mark-apart", found=apart.group()))
            lines = wrap(written, shape[1])
            if len(lines) > shape[0]:
                said = message("verify.too-long", got=len(lines), wanted=shape[0], columns=shape[1])
                yield self.fault((*path, language), said)

    def hint_fault(self, hints: list[BothLanguages]) -> Iterator[Fault]:
        if not hints:
            yield self.fault((), message("verify.no-hint"))

    def number_faults(self, step: AskNumber) -> Iterator[Fault]:
        """The right answer passes, an empty one fails, listed wrong answers get their diagnosis."""
        beat = self.script.beats(self.index)[0]
        simulation = self.script.simulation(step.simulation)
        truth: object = simulation.frame(beat.cursor).quantities[step.quantity]
        mistakes: Mapping[str, object] = simulation.mistakes(beat.cursor, step.quantity)
        within = simulation.within(beat.cursor, step.quantity)
        if not judge_number(as_typed(truth), truth, mistakes).is_right:
            yield self.fault(("quantity",), message("verify.truth-fails", answer=as_typed(truth)))
        if judge_number("", truth, mistakes).is_right:
            yield self.fault(("quantity",), message("verify.empty-passes"))
        yield from self.wrong_faults(step.wrong, lambda text: judge_number(text, truth, mistakes, within=within))

    def formula_faults(self, step: AskFormula) -> Iterator[Fault]:
        """The author's answer and every form to accept pass, listed wrong answers get their diagnosis."""
        judge = self.script.judge(self.index)
        for path, answer in [(("answer",), step.answer), *((("accept", n), a) for n, a in enumerate(step.accept))]:
            if not judge.judge(answer).is_right:
                yield self.fault(path, message("verify.truth-fails", answer=answer))
        yield from self.wrong_faults(step.wrong, judge.judge)

    def turning_faults(self, names: list[str]) -> Iterator[Fault]:
        """Knobs that the simulation does not have."""
        view = self.script.excursion(self.index, 0)
        known = {dial.name for dial in dials(view.simulation, view.cursor)} if view is not None else set[str]()
        for place, name in enumerate(names):
            if name not in known:
                said = UnknownNameError("verify.no-such-dial", name, known).message
                yield self.fault(("knobs", place), said)

    def goal_faults(self, step: Challenge) -> Iterator[Fault]:
        """The goal is not reached as things stand, the author's answer reaches it, by knobs that may be turned."""
        view = self.script.excursion(self.index, 0)
        if view is None:
            return
        if judge_goal(step, view).is_right:
            yield self.fault(("goal",), message("verify.goal-at-once", goal=step.goal))
        try:
            solved = looked(view, "change", step.answer, step)
        except GradstepError as error:
            yield self.fault(("answer",), error.message)
            return
        if solved is None or not judge_goal(step, solved).is_right:
            yield self.fault(("answer",), message("verify.truth-fails", answer=step.answer))

    def wrong_faults(self, listed: list[WrongAnswer], judge: Callable[[str], Verdict]) -> Iterator[Fault]:
        """Wrong answers that are not refused, or get another diagnosis than they promise."""
        for place, wrong in enumerate(listed):
            try:
                answer = self.script.text(wrong.answer, self.index, 0)
            except GradstepError as error:
                yield self.fault(("wrong", place), error.message)
                continue
            verdict = judge(answer)
            if verdict.kind != "wrong":
                said = message("verify.wrong-passes", answer=answer, verdict=verdict.kind)
                yield self.fault(("wrong", place), said)
            elif wrong.diagnosis is not None and wrong.diagnosis != verdict.diagnosis:
                got = verdict.diagnosis or ", ".join(verdict.candidates) or "-"
                said = message("verify.other-diagnosis", answer=answer, got=got, wanted=wrong.diagnosis)
                yield self.fault(("wrong", place), said)
