"""What may stand in a lesson file? Format 1, as types; unknown keys are faults.

A lesson is data: texts in both languages, simulations by kind and knobs, and a list of steps of a few kinds. Nothing in
it can be run. The JSON Schema for editors (lessons/lesson.schema.json) is generated from these types. Underscores in
field names become dashes in keys.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import Meta, Struct, field

Id = Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
"""Lower-case words joined by dashes."""
Name = Annotated[str, Meta(pattern=r"^[A-Za-z_]\w*$", max_length=40)]
"""A name as in formulas."""
Written = Annotated[str, Meta(min_length=1, max_length=2_000)]
PlaceText = Annotated[int, Meta(ge=0)] | Annotated[str, Meta(min_length=1, max_length=300)]
"""A frame number, a mark, or `when CONDITION`."""


class LessonStruct(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab", kw_only=True):
    """What all models share: they are frozen, forbid unknown keys, and write names with dashes."""


class BothLanguages(LessonStruct, frozen=True):
    """A text in both languages; `{simulation.quantity:.2f}` stands for a number that the engine fills in."""

    en: Written
    es: Written

    def __getitem__(self, language: str) -> str:
        return self.es if language == "es" else self.en


class SimulationSpec(Struct, frozen=True, kw_only=True):
    """A simulation: its kind, and its knobs as the other keys."""

    kind: Annotated[str, Meta(min_length=1)]


class StepBase(LessonStruct, frozen=True):
    """What every step has."""

    id: Id


class Say(StepBase, frozen=True, tag_field="kind", tag="say"):
    """Something is said; the picture stays as it was, or moves to `at`."""

    text: BothLanguages
    simulation: Name | None = None
    at: PlaceText | None = None


class Show(StepBase, frozen=True, tag_field="kind", tag="show"):
    """The learner steps frame by frame up to a place, and reads `text` on the way, or the captions."""

    simulation: Name
    until: PlaceText
    text: BothLanguages | None = None


class WrongAnswer(LessonStruct, frozen=True):
    """An answer that must be refused, and the diagnosis it must get; `verify` makes sure of both."""

    answer: Written
    diagnosis: str | None = None


class AskNumber(StepBase, frozen=True, tag_field="kind", tag="ask-number"):
    """The learner predicts a quantity before it is shown."""

    simulation: Name
    quantity: Annotated[str, Meta(min_length=1, max_length=100)]
    prompt: BothLanguages
    at: PlaceText | None = None
    """Where it is asked; by default, at the first frame from here on whose event brings the quantity."""
    hints: list[BothLanguages] = field(default_factory=list[BothLanguages])
    solution: BothLanguages | None = None
    """Why the answer is what it is; shown after a right answer, or when the answer is revealed."""
    wrong: list[WrongAnswer] = field(default_factory=list[WrongAnswer])


class AskFormula(StepBase, frozen=True, tag_field="kind", tag="ask-formula"):
    """The learner types the derivative of a formula; any equivalent form is right."""

    of: Written
    """The formula; if it has definitions, the answer may use their names."""
    wrt: Name
    prompt: BothLanguages
    answer: Written
    """The derivative as the author would write it: shown as the solution, and checked by `verify`."""
    shapes: dict[Name, list[int]] = field(default_factory=dict[str, list[int]])
    """Shapes of the variables that are not single numbers."""
    positive: list[Name] = field(default_factory=list[str])
    """Variables that are positive by nature, such as a probability; other forms need not hold elsewhere."""
    targets: Written | None = None
    """Values such as `t=[0,1,0]`, in the place of shapes: one-hot rows, distributions and labels stay what they are."""
    accept: list[Written] = field(default_factory=list[str])
    """Other forms that must be accepted; `verify` makes sure they are."""
    hints: list[BothLanguages] = field(default_factory=list[BothLanguages])
    solution: BothLanguages | None = None
    wrong: list[WrongAnswer] = field(default_factory=list[WrongAnswer])
    simulation: Name | None = None
    at: PlaceText | None = None


class Option(LessonStruct, frozen=True):
    """One answer to choose from; `why` says what speaks for it or against it."""

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
    """The learner is the machine: up to a place, every quantity that matches `quantities` is hers to supply."""

    simulation: Name
    quantities: Annotated[list[str], Meta(min_length=1)]
    """Quantities or patterns with `*`: `grad.*`."""
    until: PlaceText
    prompt: BothLanguages
    hints: list[BothLanguages] = field(default_factory=list[BothLanguages])


class Order(StepBase, frozen=True, tag_field="kind", tag="order"):
    """The learner puts parts in order; they are shown shuffled."""

    prompt: BothLanguages
    items: Annotated[list[BothLanguages], Meta(min_length=3, max_length=7)]
    """In the right order."""
    solution: BothLanguages | None = None
    simulation: Name | None = None
    at: PlaceText | None = None
    hints: list[BothLanguages] = field(default_factory=list[BothLanguages])


class Pair(LessonStruct, frozen=True):
    """Two things that belong together."""

    left: BothLanguages
    right: BothLanguages
    why: BothLanguages | None = None
    """What is said to somebody who pairs `left` with something else."""


class Match(StepBase, frozen=True, tag_field="kind", tag="match"):
    """The learner finds what belongs together; the right sides are shown shuffled, with letters."""

    prompt: BothLanguages
    pairs: Annotated[list[Pair], Meta(min_length=2, max_length=7)]
    others: Annotated[list[BothLanguages], Meta(max_length=3)] = field(default_factory=list[BothLanguages])
    """Further right sides, which belong to nothing; with the pairs no more than eight."""
    solution: BothLanguages | None = None
    simulation: Name | None = None
    at: PlaceText | None = None
    hints: list[BothLanguages] = field(default_factory=list[BothLanguages])


class BlankSlip(LessonStruct, frozen=True):
    """What a known mistake writes into a blank, and what is said about it."""

    answer: Written
    why: BothLanguages
    diagnosis: Id | None = None
    """The misconception, by the id that other questions use."""


class Blank(LessonStruct, frozen=True):
    """A blank of a listing: a formula, or with `among` one of some signs."""

    answer: Written
    among: Annotated[list[Written], Meta(max_length=6)] = field(default_factory=list[str])
    """The signs to choose from, such as `=` and `+=`; without them the blank is a formula, in any equivalent form."""
    slips: list[BlankSlip] = field(default_factory=list[BlankSlip])


class Code(StepBase, frozen=True, tag_field="kind", tag="code"):
    """The learner fills the blanks of a listing, one after the other; it is shown, and never run."""

    prompt: BothLanguages
    listing: Written
    """Code in which every run of `▁` is a blank."""
    blanks: Annotated[list[Blank], Meta(min_length=1, max_length=6)]
    """The blanks, from top to bottom."""
    names: list[Name] = field(default_factory=list[str])
    """Names that may be used besides those in answers and slips."""
    shapes: dict[Name, list[int]] = field(default_factory=dict[str, list[int]])
    """Shapes of the names that are not single numbers."""
    hints: list[BothLanguages] = field(default_factory=list[BothLanguages])
    solution: BothLanguages | None = None
    simulation: Name | None = None
    at: PlaceText | None = None


class Challenge(StepBase, frozen=True, tag_field="kind", tag="challenge"):
    """The learner turns knobs until a goal is reached."""

    simulation: Name
    goal: Written
    """A condition over the quantities of the simulation."""
    knobs: Annotated[list[Written], Meta(min_length=1, max_length=12)]
    """What may be turned: knobs, or single numbers inside them (`w`, `y.bias`)."""
    prompt: BothLanguages
    answer: Written
    """One way to reach the goal, `rate = 0.5`: shown as the solution, and checked by `verify`."""
    at: PlaceText = "end"
    """Where the goal must hold."""
    hints: list[BothLanguages] = field(default_factory=list[BothLanguages])
    solution: BothLanguages | None = None


class Explore(StepBase, frozen=True, tag_field="kind", tag="explore"):
    """The learner does what she likes with a simulation, until she has seen enough."""

    simulation: Name
    text: BothLanguages
    knobs: list[Written] = field(default_factory=list[str])
    """What may be turned; everything, if it is empty."""
    at: PlaceText | None = None


class Review(StepBase, frozen=True, tag_field="kind", tag="review"):
    """Questions of earlier lessons are offered once more, those that she has most likely forgotten first."""

    text: BothLanguages
    questions: Annotated[int, Meta(ge=1, le=10)] = 3
    simulation: Name | None = None
    at: PlaceText | None = None


Step = Say | Show | AskNumber | AskFormula | Choose | Play | Order | Match | Code | Challenge | Explore | Review
"""The closed set of step kinds."""
Question = AskNumber | AskFormula | Choose | Play | Order | Match | Code | Challenge


class Parameter(LessonStruct, frozen=True):
    """Something that is drawn from a seed: from the members of a set, or the steps of a range."""

    usual: Any
    """Its value where no seed is given: what everybody sees in print."""
    of: Annotated[list[Any], Meta(min_length=1, max_length=1_000)] | None = None
    range: Annotated[list[int | float], Meta(min_length=2, max_length=2)] | None = None
    """The least and the greatest value, both included."""
    step: int | float = 1
    """From one value of the range to the next."""


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
    parameters: dict[Name, Parameter] = field(default_factory=dict[str, Parameter])
    """What is drawn anew for each seed; `{=name}` in any text or knob stands for it."""
    conditions: list[Written] = field(default_factory=list[str])
    """What a draw has to fulfil: `a + b != 0`, `{gate.z@2} != 0`."""
    summary: list[BothLanguages] = field(default_factory=list[BothLanguages])
    """What to take away: one to three lines for the last page."""
