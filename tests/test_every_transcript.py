"""Every lesson, played line by line to its end: nothing is said twice, nothing is left in the other language."""

import re
from pathlib import Path

import pytest
from gradstep.core.formula.parser import parse
from gradstep.core.lesson.load import load_lesson
from gradstep.core.lesson.schema import AskFormula, Explore
from gradstep.core.lesson.script import Script
from gradstep.core.lesson.session import Session, narration
from gradstep.core.lesson.solved import right_answer
from gradstep.tui.face import Face
from gradstep.tui.plain.conversation import Conversation

from . import course

LESSONS = Path(__file__).parents[1] / "lessons"
FILES = sorted(path for path in LESSONS.glob("*.yaml") if path.stem != "course")
BOTH = {
    "total",
    "error",
    "factor",
    "lambda",
    "alpha",
    "beta",
    "gamma",
    "delta",
    "omega",
    "odds",
    "prelu",
    "lstm",
    "flat",
}
"""Names of boxes that are the same word in both languages, or that the lessons explain."""
EXPLAINED = {"svm-vs-softmax": {"cat", "car", "frog", "m_cat", "m_car", "m_frog"}, "dropout": {"kept"}}
MOST_ENTERS = 8
"""So often Enter is pressed in a row with nothing to do, that behind an answer included."""
NAMELESS = re.compile(r"\bv\d+\b")
"""A step that nobody named; only the directions of PCA are called so."""
KEYS = re.compile(r"\b(Enter|Tab|Esc|tecla|intro)\b")
HANGING = re.compile(r"(?<==) ([^=]+) = \1(?= =|[.;]?$)")
"""`= x = x`: the same twice in one line of arithmetic."""
MOVED = re.compile(r"(?:falls from|rises from|baja de|sube de) ([-\d.e]+) (?:to|a) ([-\d.e]+?)[.:]?(?= |$)")
ENGLISH = re.compile(r"\b(loss|held|train|threshold|hidden|rate|weights|errors|filter|bias|and|or|norm)\b(?!\()")


def transcript(path, language):
    """The lines of a lesson in the plain face, every question answered right, stop by stop."""
    said = [[]]
    face = Face(language=language, ascii=True, color=False, theme="dark", lessons=LESSONS, state=None,
                clock=lambda: 0.0, visit="x", accents=True)  # fmt: skip
    talk = Conversation(Session(course.script(path)), face, None, lambda _: None,
                        lambda line: said[-1].append(line), keeps=False)  # fmt: skip
    talk.show()
    idle = 0
    for _ in range(600):
        if talk.session.finished:
            return said
        before = talk.session.at
        idle = 1 if talk.session.is_asking or isinstance(talk.session.step, Explore) else idle + 1
        assert idle <= MOST_ENTERS, (path.stem, talk.session.step.id)
        if talk.session.is_asking and talk.session.beat.task == "goal":
            talk.turn("knob " + right_answer(talk.session))
            talk.turn("try")
            assert not talk.session.is_asking
        elif talk.session.is_asking:
            talk.turn(right_answer(talk.session))
            assert not talk.session.is_asking or talk.session.at != before, (path.stem, talk.session.step.id)
        if talk.session.at == before:
            said.append([])
            talk.turn("on" if talk.session.view is not None else "")
    raise AssertionError(f"{path.stem} has no end")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_nothing_is_said_twice_and_goals_speak_the_language(path):
    before = None
    for lines in transcript(path, "es"):
        told = [line for line in lines if line]
        assert path.stem == "sample-feature-pca" or not [line for line in told if NAMELESS.search(line)], told
        assert not [line for line in told if "Message(" in line], told
        goals = [line for line in told if line.startswith("La meta:")]
        assert not [line for line in goals if ENGLISH.search(line) or "valor." in line], goals
        assert not [line for line in told if HANGING.search(line)], told
        for first, second in MOVED.findall(" ".join(told)):
            assert first != second, told
        captions = [line for line in told if re.match(r"(De \S+ hacia|From \S+ back|Actualización \d|Update \d)", line)]
        if captions and before is not None:
            assert captions[0] != before, told
        before = captions[-1] if captions else before


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_name_in_a_picture_is_english_only(path):
    allowed = BOTH | EXPLAINED.get(path.stem, set())
    for name, spec in load_lesson(path).file.simulations.items():
        if spec.get("kind") not in ("graph", "forward") or "formula" not in spec:
            continue
        formula = parse(spec["formula"])
        names = {*spec.get("at", {}), *(definition.name for definition in formula.definitions)}
        stems = {re.sub(r"\d+$", "", each) for each in names}
        assert {each for each in stems if len(each) >= 4} <= allowed, (path.stem, name)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_derivative_of_a_prompt_is_the_one_that_is_asked(path):
    lesson = load_lesson(path)
    for place, step in enumerate(lesson.steps):
        if isinstance(step, AskFormula):
            label = Session(Script(lesson), at=(place, 0)).label
            named = re.findall(r"∂[^\s/]+/∂\w+", step.prompt.es + " " + step.prompt.en)
            assert set(named) <= {label}, (path.stem, step.id, label, named)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_text_names_a_key_that_the_other_face_lacks_and_no_product_reads_as_a_function(path):
    for step in load_lesson(path).steps:
        texts = narration(step)
        if texts is None:
            continue
        assert path.stem == "notation-decoder" or not KEYS.search(texts.es), (path.stem, step.id)
        assert not re.search(r"σ\(1 ?- ?σ", texts.es + texts.en), (path.stem, step.id)
