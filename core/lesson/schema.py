"""What may stand in a lesson file? Format 1, as types; unknown keys are faults.

A lesson is data: texts in both languages, simulations by kind and knobs, and a list of steps of a small closed set of
kinds. Nothing in it can run. The JSON Schema for editors (lessons/lesson.schema.json) is generated from these types.
Field names become keys with dashes (`until`, `ask-number`).
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import Meta, Struct, field

Id = Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
"""Lower-case words joined by dashes."""
Name = Annotated[str, Meta(pattern=r"^[A-Za-z_]\w*$", max_length=40)]
"""A name as formulas have it."""
Written = Annotated[str, Meta(min_length=1, max_length=2_000)]
PlaceText = Annotated[int, Meta(ge=0)] | Annotated[str, Meta(min_length=1, max_length=300)]
"""A frame number, a mark, or `when CONDITION`."""


class LessonStruct(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab", kw_only=True):
    """The common settings: frozen, closed, dashed."""


class BothLanguages(LessonStruct, frozen=True):
    """A text in every language; `{simulation.quantity:.2f}` stands for a number of the engine."""

    en: Written
    es: Written

    def __getitem__(self, language: str) -> str:
        return self.es if language == "es" else self.en


class SimulationSpec(Struct, frozen=True, kw_only=True):
    """A simulation: its kind, and its knobs as further keys."""

    kind: Annotated[str, Meta(min_length=1)]


class StepBase(LessonStruct, frozen=True):
    """What every step has."""

    id: Id


class Say(StepBase, frozen=True, tag_field="kind", tag="say"):
    """Something is said; the picture stays where the script left it, or moves to `at`."""

    text: BothLanguages
    simulation: Name | None = None
    at: PlaceText | None = None


class Show(StepBase, frozen=True, tag_field="kind", tag="show"):
    """The learner steps frame by frame until a place; `text` is read along the way, or the captions are."""

    simulation: Name
    until: PlaceText
    text: BothLanguages | None = None


class WrongAnswer(LessonStruct, frozen=True):
    """An answer that must be refused, with the diagnosis that it must get; `verify` proves it."""

    answer: Written
    diagnosis: str | None = None


class AskNumber(StepBase, frozen=True, tag_field="kind", tag="ask-number"):
    """The learner predicts a quantity before it is shown."""

    simulation: Name
    quantity: Annotated[str, Meta(min_length=1, max_length=100)]
    prompt: BothLanguages
    at: PlaceText | None = None
    """Where it is asked; without it, the first frame from here whose event brings the quantity."""
    hints: list[BothLanguages] = field(default_factory=list[BothLanguages])
    solution: BothLanguages | None = None
    """Why the answer is what it is; shown after it, right or revealed."""
    wrong: list[WrongAnswer] = field(default_factory=list[WrongAnswer])


class AskFormula(StepBase, frozen=True, tag_field="kind", tag="ask-formula"):
    """The learner types the derivative of a formula; every equivalent form is right."""

    of: Written
    """The formula; it may have definitions, whose names the answer may use."""
    wrt: Name
    prompt: BothLanguages
    answer: Written
    """The derivative as the author would write it; shown when the solution is asked for, and proved by `verify`."""
    shapes: dict[Name, list[int]] = field(default_factory=dict[str, list[int]])
    """Shapes of the variables that are no single numbers."""
    accept: list[Written] = field(default_factory=list[str])
    """Other forms that must be accepted; `verify` proves it."""
    hints: list[BothLanguages] = field(default_factory=list[BothLanguages])
    solution: BothLanguages | None = None
    wrong: list[WrongAnswer] = field(default_factory=list[WrongAnswer])
    simulation: Name | None = None
    at: PlaceText | None = None


class Option(LessonStruct, frozen=True):
    """One answer to choose; `why` says what speaks for or against it."""

    text: BothLanguages
    why: BothLanguages
    right: bool = False


class Choose(StepBase, frozen=True, tag_field="kind", tag="choose"):
    """The learner chooses one of two to five options; exactly one is right."""

    prompt: BothLanguages
    options: Annotated[list[Option], Meta(min_length=2, max_length=5)]
    simulation: Name | None = None
    at: PlaceText | None = None
    hints: list[BothLanguages] = field(default_factory=list[BothLanguages])


class Play(StepBase, frozen=True, tag_field="kind", tag="play"):
    """The learner is the machine: every quantity that matches `quantities` is hers to supply, until a place."""

    simulation: Name
    quantities: Annotated[list[str], Meta(min_length=1)]
    """Quantities or patterns with `*`: `grad.*`."""
    until: PlaceText
    prompt: BothLanguages
    hints: list[BothLanguages] = field(default_factory=list[BothLanguages])


class Order(StepBase, frozen=True, tag_field="kind", tag="order"):
    """The learner puts parts into their order; they are shown in another one."""

    prompt: BothLanguages
    items: Annotated[list[BothLanguages], Meta(min_length=3, max_length=7)]
    """In the right order."""
    solution: BothLanguages | None = None
    simulation: Name | None = None
    at: PlaceText | None = None
    hints: list[BothLanguages] = field(default_factory=list[BothLanguages])


class Challenge(StepBase, frozen=True, tag_field="kind", tag="challenge"):
    """The learner turns knobs until a goal is reached."""

    simulation: Name
    goal: Written
    """A condition over the quantities of the simulation."""
    knobs: Annotated[list[Written], Meta(min_length=1, max_length=12)]
    """What may be turned: knobs, or numbers inside them (`w`, `y.bias`)."""
    prompt: BothLanguages
    answer: Written
    """One way to reach the goal, `rate = 0.5`; shown when the solution is asked for, and proved by `verify`."""
    at: PlaceText = "end"
    """Where the goal has to hold."""
    hints: list[BothLanguages] = field(default_factory=list[BothLanguages])
    solution: BothLanguages | None = None


class Explore(StepBase, frozen=True, tag_field="kind", tag="explore"):
    """The learner does what she likes with a simulation, and goes on when she has seen enough."""

    simulation: Name
    text: BothLanguages
    knobs: list[Written] = field(default_factory=list[str])
    """What may be turned; everything when it is empty."""
    at: PlaceText | None = None


Step = Say | Show | AskNumber | AskFormula | Choose | Play | Order | Challenge | Explore
"""The closed set of step kinds."""
Question = AskNumber | AskFormula | Choose | Play | Order | Challenge


class LessonFile(LessonStruct, frozen=True):
    """A whole lesson file."""

    format: Literal[1]
    id: Id
    title: BothLanguages
    objectives: Annotated[list[BothLanguages], Meta(min_length=1, max_length=6)]
    steps: Annotated[list[Step], Meta(min_length=1, max_length=200)]
    prerequisites: list[Id] = field(default_factory=list[str])
    sources: list[Written] = field(default_factory=list[str])
    simulations: dict[Name, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    summary: list[BothLanguages] = field(default_factory=list[BothLanguages])
    """What remains: one to three lines for the last page."""
