"""Numbers of each learner's own: drawn from a seed, followed by everything in the lesson, resumed as they were."""

import json
import math
from pathlib import Path

import pytest
from gradstep.core.errors import GradstepError, LessonError
from gradstep.core.lesson.actions import Action
from gradstep.core.lesson.kept_line import read_line, write_line
from gradstep.core.lesson.load import load_lesson, parse_lesson
from gradstep.core.lesson.parameters import draw, filled
from gradstep.core.lesson.progress import LessonProgress
from gradstep.core.lesson.resuming import go_on, line_of
from gradstep.core.lesson.script import Script
from gradstep.core.lesson.seeds import LARGEST_SEED, next_seed, read_seed, seed_of
from gradstep.core.lesson.session import Session
from gradstep.core.lesson.solved import answered, right_answer, walk
from gradstep.core.lesson.verify import verify_file
from gradstep.core.words import core_words
from hypothesis import given
from hypothesis import strategies as st

from ... import course

LESSONS = Path(__file__).parents[3] / "lessons"
VARYING = sorted(path for path in LESSONS.glob("*.yaml") if "\nparameters:" in path.read_text(encoding="utf-8"))
TEXT = """
format: 1
id: drawn
title: {en: Drawn, es: Sorteada}
objectives: [{en: Try., es: Probar.}]
parameters:
  w: {usual: 2, range: [-3, 3]}
  x: {usual: -1, of: [-2, -1, 1, 2]}
conditions: ["w != 0", "w != x", "{n.value.q} != 0"]
simulations:
  n: {kind: graph, formula: "q = w*x + b; f = q^2", at: {w: "{=w}", x: "{=x}", b: 1}}
steps:
  - {id: a, kind: say, simulation: n, text: {en: "w = {=w}, {n.value.w@0:.0f}", es: "w = {=w}"}}
  - id: q
    kind: ask-number
    simulation: n
    quantity: value.q
    prompt: {en: "q with w = {=w}?", es: "¿q con w = {=w}?"}
    hints: [{en: "{=w:()}·{=x:()} {=w*x:signed}", es: "w x + 1"}]
    wrong: [{answer: "{=-w*x - 1}", diagnosis: sign}]
"""


def told(problem):
    return core_words().word(problem, "en")


def test_at_least_three_lessons_of_the_course_draw_their_numbers():
    assert len(VARYING) >= 3


@pytest.mark.parametrize("path", VARYING, ids=lambda path: path.stem)
def test_the_usual_numbers_are_drawn_by_nobody_and_every_seed_has_its_own(path):
    usual = load_lesson(path)
    drawn = [json.dumps(usual.variant(seed).drawn) for seed in range(1, 31)]
    assert usual.seed == 0 and len(set(drawn)) > 10
    again = [json.dumps(load_lesson(path, seed).drawn) for seed in range(1, 31)]
    assert drawn == again
    assert usual.variant(7).variant(0).hashes == usual.hashes


@pytest.mark.parametrize("path", VARYING, ids=lambda path: path.stem)
def test_right_answers_follow_the_numbers_to_the_end(path):
    usual = load_lesson(path)
    ways = set()
    for seed in (0, 3, 77, LARGEST_SEED):
        stops = list(walk(Session(Script(usual.variant(seed)))))
        assert stops[-1].finished
        ways.add(tuple(right_answer(stop) for stop in stops if stop.is_asking))
    assert len(ways) > 2


def test_texts_knobs_hints_and_listed_mistakes_follow():
    for seed in range(1, 40):
        lesson = parse_lesson(TEXT, "drawn.yaml", seed)
        w, x = lesson.drawn["w"], lesson.drawn["x"]
        script = Script(lesson)
        assert script.text(lesson.steps[0].text.en, 0, 0) == f"w = {w}, {w}"
        assert script.simulation("n").frame(script.beats(1)[0].cursor).quantities["value.q"] == w * x + 1
        assert lesson.steps[1].wrong[0].answer == str(-w * x - 1)
        brackets = ["{}" if number >= 0 else "({})" for number in (w, x)]
        sign = "+" if w * x >= 0 else "-"
        wanted = f"{brackets[0].format(w)}·{brackets[1].format(x)} {sign} {abs(w * x)}"
        assert lesson.steps[1].hints[0].en == wanted
        assert w not in (0, x) and w * x + 1 != 0


def test_conditions_that_nothing_fulfils_are_a_fault_with_their_place(tmp_path):
    path = tmp_path / "drawn.yaml"
    path.write_text(TEXT.lstrip().replace('"w != 0"', '"w > 5"'), encoding="utf-8")
    faults = verify_file(path).faults
    assert any(fault.line == 8 and "usual values" in told(fault.message) for fault in faults)
    with pytest.raises(LessonError, match="seed 4 no draw"):
        load_lesson(path, 4)


def test_verify_names_a_seed_that_breaks(tmp_path):
    path = tmp_path / "drawn.yaml"
    path.write_text(TEXT.lstrip().replace("{=-w*x - 1}", "1"), encoding="utf-8")
    (fault,) = verify_file(path).faults
    assert "with seed " in told(fault.message) and "w = " in told(fault.message) and fault.line == 19


@pytest.mark.parametrize(("old", "new", "line", "words"), [
    ("range: [-3, 3]}", "range: [3, -3]}", 6, "this range has 0 values"),
    ("range: [-3, 3]}", "range: [-3, 3], of: [1]}", 6, "either `of`"),
    ("range: [-3, 3]}", "}", 6, "either `of`"),
    ("range: [-3, 3]}", "range: [0, 1], step: 0}", 6, "0 values"),
    ("usual: 2, ", "", 6, "`usual` is missing"),
    ("{en: \"w = {=w}", "{en: \"w = {=v}", 12, "no parameter `v`"),
    ("{=w:()}", "{=w:zz}", 18, "no format"),
    ("{=w:()}", "{=w +}", 18, "column"),
    ("{=w:()}", "{=w[3]}", 18, "no entry"),
    ("{=w:()}", "{=1/0}", 18, "not a finite number"),
    ('"w != x"', '"w != zz"', 8, "zz"),
    ('"{n.value.q} != 0"', '"{m.value.q} != 0"', 8, "`m`"),
    ('"{n.value.q} != 0"', '"{n.value.zz} != 0"', 8, "value.zz"),
])  # fmt: skip
def test_what_is_wrong_with_parameters_is_said_at_its_place(tmp_path, old, new, line, words):
    text = TEXT.lstrip()
    assert old in text
    path = tmp_path / "drawn.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    found = [(fault.line, told(fault.message)) for fault in verify_file(path).faults]
    assert any(at == line and words in said for at, said in found), found


def test_a_seed_comes_from_name_and_lesson_alone():
    assert seed_of("Ana Pérez", "a") == seed_of("  ana   PÉREZ ", "a") != seed_of("Ana Pérez", "b")
    seeds = {seed_of(f"student {n}", "lesson") for n in range(500)}
    assert len(seeds) == 500 and all(1 <= seed <= LARGEST_SEED for seed in seeds)
    assert next_seed(3) == next_seed(3) != next_seed(4)


@pytest.mark.parametrize("text", ["", "x", "-1", "1.5", "1e3", "1000000000", "99999999999999999999"])
def test_what_is_no_seed_is_refused(text):
    with pytest.raises(GradstepError, match="no seed"):
        read_seed(text)


@given(st.integers(1, LARGEST_SEED))
def test_a_draw_is_always_within_its_set(seed):
    drawn = draw(
        {"a": {"usual": 0, "range": [-0.5, 0.5], "step": 0.1}, "b": {"usual": 1, "of": ["1/2", 3]}}, [], {}, seed
    )
    assert drawn["a"] in [round(k / 10, 1) for k in range(-5, 6)] and drawn["b"] in ("1/2", 3)
    text = filled({"steps": ["{=a + b}"]}, drawn)["steps"][0]
    assert math.isclose(float(text), drawn["a"] + (0.5 if drawn["b"] == "1/2" else 3), abs_tol=1e-12)


def lines_of(session, actions):
    """The lines of what is done, and where it leads."""
    lines = []
    for action in actions:
        session = session.act(action)
        assert session.notice is None
        line = line_of(session, action, 5.0 + len(lines))
        again, whole = read_line(write_line(line))
        assert whole and again == line
        lines.append(line)
    return lines, session


def test_once_more_with_other_numbers_is_resumed_as_it_was():
    lesson = parse_lesson(TEXT, "drawn.yaml")
    session = Session(Script(lesson)).act(Action("next"))
    first = right_answer(session)
    todo = [Action("next"), Action("answer", first), Action("vary")]
    lines, session = lines_of(Session(Script(lesson)), todo)
    assert session.is_asking and session.script.lesson.seed == next_seed(0)
    assert right_answer(session) != first or session.script.lesson.drawn != lesson.drawn
    assert session.act(Action("answer", "123")).question.outcome != "right"
    again = go_on(lesson, LessonProgress(tuple(lines)))
    assert again.at == session.at and again.is_asking and again.script.lesson.seed == session.script.lesson.seed
    assert answered(again).question.outcome == "right"


def test_her_own_numbers_come_first_and_explicit_ones_count_alone():
    lesson = parse_lesson(TEXT, "drawn.yaml")
    begun, session = lines_of(Session(Script(lesson)), [Action("next")])
    usual = LessonProgress((*begun, *lines_of(session, [Action("answer", right_answer(session))])[0]))
    assert go_on(lesson, usual).question.outcome == "right"
    hers = go_on(lesson, usual, "Ana")
    assert hers.script.lesson.seed == seed_of("Ana", "drawn") and hers.at == (0, 0) and not hers.asked
    assert go_on(lesson, usual, "Ana", 5).script.lesson.seed == 5
    plain = load_lesson(LESSONS / "logic-gates.yaml")
    assert go_on(plain, LessonProgress(), "Ana", 5).script.lesson is plain


def test_a_lesson_with_the_same_numbers_for_all_says_so():
    session = Session(Script(load_lesson(LESSONS / "logic-gates.yaml"))).act(Action("vary"))
    assert session.notice.id == "session.no-other-numbers"
    assert (
        Session(Script(parse_lesson(TEXT, "drawn.yaml"))).act(Action("vary", "nix")).notice.id == "parameter.not-a-seed"
    )


def test_the_numbers_can_be_changed_at_every_stop_of_every_lesson_that_draws_them():
    for path in VARYING:
        for stop in course.stops(path):
            after = stop.act(Action("vary"))
            assert after.notice is None and after.at <= stop.at
            assert after.at[1] < len(after.script.beats(after.at[0]))
