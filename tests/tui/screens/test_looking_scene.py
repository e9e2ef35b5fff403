"""Looking freely on the lesson screen: knobs, branches, watches, levels, the detective, and the steps made of them."""

import pytest
from gradstep.core.lesson.judging import right_order
from gradstep.core.lesson.script import Script
from gradstep.core.lesson.session import Session
from gradstep.core.words import LANGUAGES
from gradstep.tui.commands.explore import exploration
from gradstep.tui.commands.explore import explored as topic
from gradstep.tui.scene.desk.desk import sit_down
from gradstep.tui.scene.desk.press import played


@pytest.fixture
def trying(desk):
    return desk("tiny-trying", 7)


@pytest.fixture
def cell(trying, do):
    """The pass of the last step, nearly at its end."""
    order = do(trying, "later", "later")
    return do(order, f"={right_order(order.session.step).replace(' ', '')}", "enter", "enter", "next*12")


@pytest.fixture
def explored(face):
    """A desk of `gradstep explore KIND`."""

    def sit(kind):
        return sit_down(Session(Script(exploration(topic(kind), kind, face("es")))))

    return sit


def text(lines, desk):
    return "\n".join(lines(desk))


def test_a_knob_is_turned_and_the_run_is_another(trying, do, lines):
    turned = do(trying, "next*2", "more")
    assert "►tasa 0.11" in text(lines, turned)
    assert "exploras" in text(lines, turned)
    assert do(turned, "less", "less").session.view.simulation.settings_at(3).rate == pytest.approx(0.09)


def test_a_value_is_typed_for_a_knob_and_a_bad_one_can_be_mended(trying, do, lines):
    typing = do(trying, "=5")
    assert "cambia: tasa = 5█" in text(lines, typing)
    bad = do(typing, "=x", "enter")
    assert bad.mode == "turn"
    assert "tasa = 5x" in text(lines, bad)
    assert "tasa = 7█" in text(lines, do(bad, "=7"))
    assert do(bad, "last", "out", "enter").session.view.simulation.settings_at(1).rate == 5


@pytest.mark.parametrize("typed", ["tasa = 0,3", "rate=0.3", "0,3; tasa = 0,3"])
def test_a_name_may_stand_before_the_value_in_either_language(trying, do, lines, typed):
    begun = do(trying, "branch", f"={typed}")
    assert ("tasa = 0,3; tasa" in text(lines, begun)) == typed.startswith("0,3")
    both = do(begun, "enter").session.view.level.branches
    assert both[1].simulation.settings_at(1).rate == pytest.approx(0.3)


def test_a_formula_is_edited_as_it_stands(cell, do, lines):
    editing = do(cell, "formula")
    assert "cambia: fórmula = z = w*x + b; a = relu(z)" in text(lines, editing).replace("█", "")
    changed = do(editing, "=+1", "enter")
    assert changed.session.view.simulation.spec.knobs["formula"].endswith("^2+1")


def test_a_name_that_is_no_knob_is_refused_and_stays(trying, do, lines):
    bad = do(trying, "branch", "=rat = 5", "enter")
    assert bad.mode == "branch" and "rat = 5█" in text(lines, bad) and "tasa = rat" not in text(lines, bad)


def test_two_timelines_stand_side_by_side_with_what_differs(trying, do, lines):
    both = do(trying, "next*2", "branch", "=0,9", "enter", "next*3")
    shown = text(lines, both)
    assert " A  tasa = 0.1 " in shown and "►B  tasa = 0.9" in shown
    assert "se separan en el cuadro 3" in shown
    assert any(line.split() == ["x", "0.983040", "-0.983040", "-1.966080"] for line in shown.splitlines())
    assert "►A  tasa = 0.1" in text(lines, do(both, "write"))
    assert " A  rate" not in text(lines, do(both, "compare"))


def test_levels_are_entered_and_left(trying, do, lines):
    inside = do(trying, "next", "enter")
    assert "nivel 2" in text(lines, inside) and "1 › " in text(lines, inside)
    assert "exploras" in text(lines, do(inside, "out"))
    assert do(inside, "out").session.cursor == 1


def test_a_watch_stops_the_jump(trying, do, lines):
    watching = do(trying, "watch", "=f < 2", "enter", "onward")
    assert watching.session.cursor == 4
    assert "f < 2 ✓" in text(lines, watching)
    assert "ninguna vigía" in text(lines, do(watching, "onward"))
    assert do(watching, "watch", "enter").watches == ()


def test_a_misspelt_watch_can_be_mended(trying, do, lines):
    bad = do(trying, "watch", "=g < 2", "enter")
    assert bad.mode == "watch" and "g < 2" in text(lines, bad)


def test_the_detective_names_the_dead_unit_and_leads_to_it(cell, do, lines):
    found = do(cell, "detective")
    shown = text(lines, found)
    assert "unidad muerta" in shown and "a tiene pendiente 0" in shown
    assert "◄ z = w·x + b = -0.75·1 + (-1) = -1.750000" in shown
    there = do(found, "enter")
    assert (there.session.cursor, there.attention) == (3, "a")
    assert do(found, "leave").findings is None


def test_a_goal_is_missed_then_reached(trying, do, lines):
    challenge = do(trying, "later")
    missed = do(challenge, "enter")
    assert "f = 0.1038" in text(lines, missed)
    won = do(missed, "=0,4", "enter", "enter")
    assert "Lo lograste" in text(lines, won)
    assert do(won, "enter").session.step.id == "sort"


def test_the_solution_of_a_challenge_is_shown_by_its_knobs(trying, do, lines):
    assert "tasa 0.4" in text(lines, do(trying, "later", "solution", "enter"))


def test_an_order_is_typed(trying, do, lines):
    order = do(trying, "later", "later")
    answer = right_order(order.session.step).replace(" ", "")
    wrong = do(order, f"={answer[:2]}{answer[3]}{answer[2]}", "enter")
    assert "Los primeros 2 están bien" in text(lines, wrong)
    right = text(lines, do(wrong, f"={answer}", "enter"))
    assert right.index("paso hacia adelante") < right.index("pérdida") < right.index("actualización")


def test_frames_go_on_by_themselves_until_something_stops_them(trying, do):
    running = do(trying, "auto", "auto")
    assert running.speed == 2
    for _ in range(20):
        running = played(running) if running.speed else running
    assert running.session.step.id == "tune" and running.speed == 0
    assert do(do(trying, "auto"), "next").speed == 0


def test_the_receipt_takes_the_whole_page_and_gives_it_back(cell, do, lines):
    full = lines(do(cell, "receipt"))
    assert full[1].startswith("─ ida")
    assert lines(do(cell, "receipt", "receipt"))[1].strip() == lines(cell)[1].strip()


def test_the_last_question_is_asked_again(trying, do):
    order = do(trying, "later", "later")
    answered = do(order, f"={right_order(order.session.step)}", "enter")
    again = do(answered, "again")
    assert again.session.is_asking and again.mode == "write"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40), (200, 50)])
@pytest.mark.parametrize("ascii", [False, True])
def test_every_page_is_as_large_as_the_screen(trying, cell, do, lines, face, language, size, ascii):
    desks = [
        trying, do(trying, "next", "knob", "more"), do(trying, "next*2", "branch", "=0,9", "enter", "next*3"),
        do(trying, "watch", "=f < 2", "enter"), do(trying, "later", "enter"), do(trying, "later", "later"),
        do(cell, "detective"), do(cell, "receipt"), do(cell, "knob", "enter"),
    ]  # fmt: skip
    for desk in desks:
        shown = lines(desk, face(language, ascii=ascii), size)
        assert not ascii or "\n".join(shown).isascii()


def test_she_is_the_machine_from_any_frame_until_the_end(cell, do, lines):
    back = do(cell, "back*6", "you")
    assert "Tú eres la máquina: ¿qué trae el cuadro 8?" in text(lines, back)
    first = back.session.beat.asks
    wrong = do(back, "=99", "enter")
    assert "todavía no" in text(lines, wrong) and wrong.session.is_asking
    playing = do(wrong, "solution", "enter", "enter")
    assert playing.session.beat.asks != first
    for _ in range(20):
        if not playing.session.playing:
            break
        playing = do(playing, "write", "solution", "enter", "enter")
    assert not playing.session.playing and playing.session.cursor == 14


def test_what_is_supplied_while_playing_is_hidden_until_it_is_given(cell, do, lines):
    back = do(cell, "back*6")
    asked = do(back, "you")
    assert asked.session.beat.asks == "grad.a"
    truth = asked.session.simulation.frame(asked.session.beat.cursor).quantities["grad.a"]
    assert any(line.split()[:1] == ["números"] and line.rstrip().endswith("?") for line in lines(asked))
    assert do(asked, f"={truth}", "enter").session.question.outcome == "right"


def test_she_may_stop_being_the_machine(cell, do):
    assert not do(cell, "back*6", "you", "write", "you").session.playing


def test_frames_in_which_a_watch_holds_are_marked_on_the_timeline(trying, do, lines):
    watching = do(trying, "watch", "=f < 2", "enter", "next*6")
    rule = next(line for line in lines(watching) if "cuadro 6" in line)
    assert rule.startswith("─ ▸▸▸***····")


def test_knobs_below_the_picture_have_one_row_and_say_which_one_it_is(explored, do, lines):
    """Twenty knobs are no heap: the page with the current one, `…` where there are more."""
    rows = lines(do(explored("network"), "next"))
    knobs = [row for row in rows if row.startswith(" perillas")]
    assert len(knobs) == 1 and "►tasa 1 " in knobs[0] and "…" in knobs[0]
    assert " 19/27 " in knobs[0]


def test_knobs_of_a_wide_screen_stand_in_a_column_with_their_values_under_each_other(explored, lines):
    rows = lines(explored("network"), size=(200, 50))
    shown = [row[-40:] for row in rows[1:34]]
    assert any("perillas" in row for row in shown)
    names = {"datos": "círculos", "optimizador": "sgd", "muestra": "0", "tasa": "1"}
    found = {name: next(row for row in shown if f" {name} " in row) for name in names}
    columns = {row.index(names[name], row.index(name) + len(name)) for name, row in found.items()}
    assert len(columns) == 1 and "► tasa" in found["tasa"]
    assert not any(row.startswith(" perillas") for row in rows)


def test_the_column_of_knobs_stays_when_the_run_goes_on(explored, do, lines):
    starts = set()
    for count in (0, 1, 5):
        rows = lines(do(explored("descent"), *["next"] * count), size=(120, 40))
        starts.add(next(row for row in rows if "perillas" in row).index("perillas"))
    assert len(starts) == 1


def test_a_long_value_of_a_knob_goes_on_below_its_name(explored, lines):
    rows = [row[90:] for row in lines(explored("augmentation"), size=(120, 40))]
    at = next(place for place, row in enumerate(rows) if " imagen " in row)
    assert "1 2 3 / 4 5 6 / 7 8 9" in rows[at + 1]
