"""What a key means here: answers are typed, exploring is entered by its own keys, and Esc goes one level out."""

import asyncio
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from gradstep.core.lesson.actions import Action
from gradstep.core.lesson.load import load_lesson
from gradstep.core.lesson.progress import LessonProgress
from gradstep.core.lesson.resuming import line_of, resume
from gradstep.core.lesson.schema import Choose, Code
from gradstep.core.lesson.script import Script
from gradstep.core.lesson.session import narration
from gradstep.core.lesson.shown import shown
from gradstep.core.pictures import GraphPicture
from gradstep.core.simulations.kinds import KINDS, simulate
from gradstep.core.simulations.protocol import Spec
from gradstep.core.simulations.watches import example, read_watch, seen
from gradstep.core.words import LANGUAGES, message
from gradstep.tui.keys import KEYS, footer_keys
from gradstep.tui.plain.numbers import whole
from gradstep.tui.scene.cells import plain
from gradstep.tui.scene.desk.desk import opened, sit_down
from gradstep.tui.scene.desk.press import press, typed
from gradstep.tui.scene.desk.typed_line import EDITS, LONGEST, Line
from gradstep.tui.scene.desk.useful import is_refused, useful
from gradstep.tui.scene.look import Look
from gradstep.tui.scene.zones.lesson import lesson_page, situation_of
from gradstep.tui.scene.zones.pointing import clicked
from hypothesis import given
from hypothesis import strategies as some

from ... import course

COURSE = Path(__file__).parents[3] / "lessons"
PATHS = sorted(path for path in COURSE.glob("*.yaml") if path.stem != "course")


@cache
def stops():
    return [session for path in PATHS for session in course.stops(path) if not session.finished]


def test_behind_a_right_answer_no_sign_of_an_answer_changes_a_number():
    settled = [session for session in stops() if session.question.outcome == "right" and session.beat.task != "goal"]
    assert len(settled) > 250
    for session in settled:
        for sign in ("-", "5", "0", "+"):
            desk = sit_down(session)
            after = typed(desk, sign) or press(desk, "less" if sign == "-" else "more")
            assert after.session is session or after.session.away is None, (session.at, sign)
            assert after.session.simulation is session.simulation and after.mode != "turn"


def test_exploring_is_entered_by_its_own_keys_and_left_by_escape_and_both_are_to_be_seen(desk, do, lines, face):
    at = do(desk(), "next*12")
    for key in ("explore", "knob"):
        exploring = do(at, key)
        assert exploring.is_exploring
        for language, words in (("es", ("exploras", "Esc sale")), ("en", ("you explore", "Esc out"))):
            for size in ((60, 20), (80, 24), (120, 40)):
                shown = lines(exploring, face(language), size)
                assert words[0] in shown[0] and words[1] in shown[-1], (key, language, size)
        assert do(exploring, "leave").session.at == at.session.at and not do(exploring, "leave").is_exploring


def test_escape_goes_out_one_level_at_a_time_and_e_comes_back_without_loss(desk, do):
    opens = next(one for one in stops() if one.simulation is not None and not one.is_asking and one.frame.zooms
                 and one.view is None and one.simulation.spec.kind == "network")  # fmt: skip
    deep = do(sit_down(opens), "explore", "branch", "=rate = 0.3", "enter", "first", "next", "enter")
    view = deep.session.view
    assert len(view.levels) == 2
    up = do(deep, "leave")
    assert len(up.session.view.levels) == 1 and len(up.session.view.level.branches) == 2
    script = do(up, "leave")
    assert script.session.view is None
    again = do(script, "explore")
    assert again.session.view.level.branches == up.session.view.level.branches
    assert script.session.left is not None and do(script, "next").session.left is None


def test_what_was_explored_and_left_is_there_again_after_a_night(desk, do):
    begun, before = desk("tiny-neuron"), None
    lines, session = [], begun.session
    for action in (
        *[Action("next")] * 4,
        Action("explore"),
        Action("change", "w0 = 7"),
        Action("out"),
        Action("explore"),
    ):
        session = session.act(action)
        lines.append(line_of(session, action, 1.0))
        before = session
    found = resume(Script(session.script.lesson), LessonProgress(tuple(lines)))
    assert found.view is not None and found.view.simulation.spec == before.view.simulation.spec


def drive(app, *keys, size=(80, 24)):
    async def run():
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            for key in keys:
                await pilot.press(*key.split())
                await pilot.pause()
            return app.lesson.desk if app.is_lesson_made else None, "\n".join(map(plain, app.screen.page.rows)), app

    return asyncio.run(run())


TO_PLAY = ("full_stop full_stop full_stop", "minus 0 full_stop 3 9 enter", "right", "1 enter", "right")


def test_your_turn_is_number_enter_number_enter(app):
    desk, text, _ = drive(app("tiny-neuron"), *TO_PLAY)
    assert desk.session.is_asking and desk.session.beat.asks == "grad.x1"
    at = desk.session.at
    desk, text, _ = drive(app("tiny-neuron"), "minus 0 full_stop 5 9 enter", "minus 0 full_stop 2 0 enter")
    assert desk.session.at == (at[0], at[1] + 2) and desk.mode == "write"
    assert "✓ ∂f/∂w0: correcto; tu turno" in text and "2 bien" in text


def test_a_blank_that_opened_by_itself_is_kept_with_the_answer_before_it(app, tmp_path):
    program = app("tiny-neuron")
    drive(program, *TO_PLAY, "minus 0 full_stop 5 9 enter", "q")
    again = program.opening.visit.open(load_lesson(tmp_path / "tiny-neuron.yaml"), 1)
    assert again.session.asked[again.session.at[0], again.session.at[1] - 1].outcome == "right"
    assert again.session.is_asking


def test_nothing_opens_by_itself_behind_a_wrong_answer_or_the_last_blank(desk, do):
    for session in stops():
        following = opened(sit_down(session))
        if following is not None:
            assert session.question.outcome == "right" and following.session.is_asking
            assert following.session.at == (session.at[0], session.at[1] + 1)


def test_a_refused_answer_stays_until_something_is_typed(desk, do, lines):
    refused = do(desk(), "next*18", "=cuatro", "enter")
    assert refused.line.text == "cuatro" and refused.line.selected
    assert do(refused, "=-4").line == Line("-4", 2)
    assert do(refused, "out").line.text == ""
    assert do(refused, "last", "=4").line.text == "cuatro4"
    assert "∂f/∂w1 = cuatro█" in lines(refused)[22]
    assert "∂f/∂w1 = -4█" in lines(do(refused, "=-4"))[22]


@pytest.mark.parametrize(("answer", "column"), [("2+*3", 2), ("(1", 1), ("  2+*3", 4), ("1/0x", None)])
def test_the_letter_of_a_complaint_is_underlined(desk, do, face, answer, column):
    refused = do(desk(), "next*18", f"={answer}", "enter")
    said = refused.session.question.last.verdict.message.arguments.get("column")
    at = refused.line.fault
    assert (at is None) == (said is None)
    if said is not None:
        lead = len(answer) - len(answer.lstrip())
        assert at == said - 1 + lead
        cells = lesson_page(refused, Look(face())).rows[22]
        marked = [run.text for run in cells if run.role == "spot"]
        assert marked == ([answer[at]] if at < len(answer) else [])
        assert column is None or at + 1 == column


letters = some.text(some.sampled_from("ab1 .*-"), max_size=12)


@given(letters, some.lists(some.one_of(some.sampled_from(sorted(EDITS)), letters), max_size=12))
def test_a_line_stays_a_line_whatever_is_pressed(start, keys):
    line = Line(start, len(start))
    for key in keys:
        line = EDITS[key](line) if key in EDITS else line.insert(key)
        assert 0 <= line.caret <= len(line.text) <= LONGEST
    assert line.refused().insert("7").text == "7"
    assert EDITS["clear"](line) == Line()
    whole = EDITS["line-end"](line)
    assert EDITS["clear-rest"](EDITS["line-start"](whole)).text == ""
    back = EDITS["word-back"](whole)
    assert EDITS["clear-word"](whole).text == whole.text[: back.caret]


def test_words_are_stepped_over_and_erased():
    line = Line("0.20 * alpha", 12)
    assert EDITS["word-back"](line).caret == 7 and EDITS["clear-word"](line).text == "0.20 * "
    assert EDITS["word-next"](line.moved(0)).caret == 2


def test_arrows_choose_an_option_and_enter_gives_it(desk, do, lines):
    at = do(desk(), "next*18", "=-0.39", "enter", "next")
    first = do(at, "down")
    assert first.line.text == "1" and lines(first)[14].startswith(" ►  1")
    assert do(at, "down", "down").line.text == "2" and do(at, "up").line.text == str(len(at.session.step.options))
    assert do(first, "enter").session.question.outcome == "right"
    assert "↑↓" in lines(at)[23]


def test_arrows_choose_a_sign_for_a_blank_in_every_listing_and_enter_gives_it(do, face):
    blanks = [session for session in stops() if isinstance(session.step, Code) and session.is_asking]
    signed = [session for session in blanks if session.step.blanks[session.at[1]].among]
    assert len(signed) >= 5
    for session in signed:
        signs = session.step.blanks[session.at[1]].among
        at = sit_down(session)
        walked = [do(at, *["down"] * times).line.text for times in range(1, len(signs) + 1)]
        assert walked == list(signs) and do(at, "up").line.text == signs[-1]
        right = do(at, *["down"] * (signs.index(session.step.blanks[session.at[1]].answer) + 1))
        page = lesson_page(right, Look(face()))
        assert any(run.role == "accent" and run.text.strip() == right.line.text for row in page.rows for run in row)
        assert do(right, "enter").session.asked[session.at].outcome == "right"
        assert "↑↓" in plain(lesson_page(replace(right, said=None), Look(face())).rows[-1])


def test_an_option_may_be_typed_as_it_is_written():
    asked = [session for session in stops() if isinstance(session.step, Choose) and session.is_asking]
    assert len(asked) > 40
    for session in asked:
        texts = [[session.text(option.text, language) for language in LANGUAGES] for option in session.step.options]
        for option, both in zip(session.step.options, texts, strict=True):
            for text in both:
                if text.isdigit() and 1 <= int(text) <= len(texts):
                    continue  # then it is the number of an option
                for form in (text, text.upper(), f" {text} "):
                    verdict = session.judge(form)
                    assert verdict.is_right == option.right, (session.at, form)


def test_the_last_answer_comes_back(desk, do):
    wrong = do(desk(), "next*18", "=-0,59", "enter", "=7", "enter")
    assert do(wrong, "up").line.text == "7" and do(wrong, "up", "up").line.text == "-0,59"
    assert do(wrong, "up", "down").line.text == ""


def test_help_is_offered_after_the_second_miss_and_a_repeated_answer_is_said_to_be_one(desk, do, lines):
    once = do(desk(), "next*18", "=7", "enter")
    assert "F2" not in "".join(lines(once)[13:19]) and "misma respuesta" not in " ".join(lines(once))
    twice = do(once, "=8", "enter")
    assert any("F2 da una pista" in line for line in lines(twice)[13:20])
    again = do(twice, "=7,0", "enter")
    assert "Es la misma respuesta de antes." in " ".join(lines(again))
    none_left = do(twice, "hint*2", "=9", "enter")
    assert any("F2 la resuelve con otros números" in line for line in lines(none_left)[13:20])
    none_left = do(none_left, "hint", "=10", "enter")
    assert any("F3 muestra la solución" in line for line in lines(none_left)[13:20])


@pytest.mark.parametrize("mode", ["write", "look"])
def test_the_solution_is_wanted_when_its_key_is_pressed_twice(desk, do, mode):
    at = do(desk(), "next*18", *(["write"] if mode == "look" else []))
    assert do(at, "solution", "solution").session.question.outcome == "revealed"
    assert typed(do(at, "solution"), "s") is None
    assert typed(do(at, "solution"), "x").session.question.outcome == "open"


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_watch_that_is_proposed_can_be_read(kind):
    simulation = simulate(Spec(kind, dict(KINDS[kind].example)))
    for cursor in (0, simulation.reach(5)):
        for language in LANGUAGES:
            watch = read_watch(example(simulation, cursor, language), simulation)
            assert watch.stops
            seen(watch, simulation, cursor)


def everywhere(do):
    """Desks at every stop of some lessons, and where somebody explores."""
    for session in stops()[::3]:
        desk = sit_down(session)
        yield desk
        if session.is_asking:
            yield press(desk, "write")
        elif session.simulation is not None:
            yield press(desk, "explore")
            yield press(press(desk, "explore"), "enter")


def test_the_footer_offers_nothing_that_is_refused(do, face):
    look = Look(face("en"), 200, 50)
    for desk in everywhere(do):
        for key, _ in footer_keys(situation_of(desk)):
            if key in ("map", "language", "options", "more", "solution", "go"):
                continue
            if desk.session.finished or (key in ("next", "back", "onward") and desk.session.view is not None):
                continue  # the ends of a run are reached by walking there
            after = press(desk, key)
            assert not is_refused(after) or key == "back", (desk.session.at, desk.mode, key, after.said)
    assert look.width == 200


def test_the_help_page_knows_what_does_something_now(desk, do):
    asking, settled = do(desk(), "next*18"), do(desk(), "next*18", "=-0.39", "enter")
    assert {"hint", "solution", "clear", "word-back"} <= useful(asking)
    assert not {"branch", "explore", "compare"} & useful(do(asking, "write"))
    assert {"explore", "knob", "branch"} <= useful(settled) and not {"hint", "more", "compare", "write"} & useful(
        settled
    )
    assert "more" in useful(do(settled, "explore"))


def test_every_key_is_in_the_help_of_both_languages(face):
    for language in LANGUAGES:
        words = face(language).words
        for key in KEYS:
            assert words.word(message(f"key.{key.beside or key.id}-long"), language)


def test_the_map_leads_back_to_what_was_explored(app):
    desk, text, _ = drive(app("tiny-neuron"), "right right right e", "plus", "m")
    assert "Esc vuelve a La neurona sigmoide como grafo" in text
    before = desk.session.view.simulation.spec
    desk, text, _ = drive(app("tiny-neuron"), "m", "escape")
    assert "exploras" in text and desk.session.view.simulation.spec == before
    assert before.knobs["at"]["w0"] == 2.5


def test_a_formula_is_explored_from_the_catalogue(app):
    desk, text, _ = drive(app(), "e", "w asterisk x enter", "right")
    assert "w*x" in text and "exploras" in text
    assert desk.session.simulation.spec.knobs["formula"] == "w*x"
    _, text, program = drive(app(), "e", "w asterisk enter")
    assert program.catalogue.shelf.formula.selected and program.catalogue.shelf.said is not None
    _, text, _ = drive(app(), "e", "escape")
    assert "Elige una lección" in text


def test_escape_leads_from_a_formula_that_stands_alone_to_the_map_and_back(app):
    desk, text, _ = drive(app(), "e", "w asterisk x enter", "plus", "escape")
    assert "Esc vuelve a w*x" in text
    desk, text, _ = drive(app(), "e", "w asterisk x enter", "plus", "escape", "escape")
    assert "w*x" in text and "exploras" in text and "Esc sale" in text
    assert desk.session.view.simulation.spec.knobs["at"]["w"] != 1.0


def test_a_second_click_on_a_box_goes_in_however_slow_it_is(desk, do, face):
    opens = next(
        one for one in stops() if not one.is_asking and one.view is None and shown(one).pictures
        and isinstance(shown(one).pictures[0], GraphPicture) and one.frame.zooms
    )  # fmt: skip
    at = sit_down(opens)
    node = next(node for node in at.nodes if shown(opens).opens(node) is not None)
    look = Look(face(), 120, 40)
    page = lesson_page(at, look)
    assert page.placed is not None
    x, y = next(
        (x, y) for y in range(1, 25) for x in range(100) if (one := clicked(at, page, look, x, y)) is not None
        and one.attention == node
    )  # fmt: skip
    once = clicked(at, page, look, x, y)
    assert len(clicked(once, page, look, x, y).session.view.levels) == 2


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_question_needs_and_feedback_are_on_one_screen_behind_a_wrong_answer(path, face):
    language = "en" if len(path.stem) % 2 else "es"
    for session in course.stops(path):
        if not session.is_asking or session.beat.task == "goal":
            continue
        wrong = session.act(Action("answer", "987.125" if session.beat.asks else "7+u"))
        if isinstance(session.step, Choose):
            right = next(at for at, option in enumerate(session.step.options, 1) if option.right)
            wrong = session.act(Action("answer", "2" if right == 1 else "1"))
        assert wrong.is_asking
        for size in ((60, 20), (80, 24), (120, 40)):
            look = Look(face(language), *size)
            rows = [plain(cells) for cells in lesson_page(sit_down(wrong), look).rows]
            text = " ".join(" ".join(rows).split())
            where = (path.stem, session.at, size)
            assert " ".join(wrong.text(narration(wrong.step), language).split()) in text, where
            assert " ".join(look.word(wrong.question.last.verdict.message).split()) in text, where
            for one in shown(wrong).needed:
                assert f"= {whole(one.value)}" in text, (*where, one.name)


def test_at_the_last_frame_of_what_is_explored_the_way_out_is_named(desk, do, lines):
    end = do(desk(), "next*12", "explore", "last", "next")
    assert "Esc sale un nivel" in lines(end)[22]
    assert not do(end, "leave").is_exploring
