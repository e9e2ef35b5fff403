"""What was asked can be read again, what was complained of can be read whole, and the ends of a run are reached."""

import pytest
from gradstep.core.lesson.script import Script
from gradstep.core.lesson.session import Session
from gradstep.tui.commands.explore import exploration, explored
from gradstep.tui.scene.cells import plain
from gradstep.tui.scene.desk.desk import sit_down
from gradstep.tui.scene.look import Look
from gradstep.tui.scene.zones.columns import free


@pytest.fixture
def at_question(desk, do):
    return do(desk(), "next*18")


@pytest.fixture
def exploring(face):
    """The desk of `gradstep explore GIVEN`."""

    def sit(given, at=""):
        return sit_down(Session(Script(exploration(explored(given, at), given, face("es")))))

    return sit


def narration(shown):
    return [line.rstrip() for line in shown[19:22]]


def test_the_question_stands_below_a_hint_where_there_is_room(at_question, do, lines, face):
    first = narration(lines(do(at_question, "hint"), face("en")))
    assert first[0] == " In a product, the inputs swap their values."
    assert first[1].startswith(" ? The gate m1 = w1·x1 has just received 0.20.")
    assert first[2] == "   are enough."


def test_the_question_and_what_is_needed_stay_behind_every_answer(at_question, do, lines, face):
    for typed, said in (("=hola", " columna 1: hace falta un número"), ("=-0,59", " Multiplicaste por el valor")):
        for size in ((60, 20), (80, 24), (120, 40)):
            shown = lines(do(at_question, typed, "enter"), size=size)
            at = next(place for place, line in enumerate(shown) if line.startswith(" ? La compuerta m1 = w1·x1"))
            assert any(line.startswith(said) for line in shown[:at])
            assert any("∂f/∂m1 = 0.196612   w1 = -3   x1 = -2" in line for line in shown[:at]), size
            told = " ".join(" ".join(shown[at : size[1] - 2]).split())
            assert told.endswith("Bastan dos cifras; también sirve una cuenta, como 0,2*3.")


def test_escape_brings_the_question_back_and_tab_the_verdict(at_question, do, lines):
    wrong = do(at_question, "=-0,59", "enter")
    assert any("✗ todavía no" in line for line in lines(wrong))
    assert any("✗ todavía no" in line for line in lines(do(wrong, "write")))
    closed = do(wrong, "leave")
    assert lines(closed)[18].startswith("─ pregunta ─")
    assert narration(lines(closed))[0].startswith(" La compuerta m1 = w1·x1 acaba de recibir 0.20.")
    assert any("✗ todavía no" in line for line in lines(do(closed, "write")))
    assert any("pista 1 de 2" in line for line in lines(do(closed, "hint")))


def test_a_complaint_that_the_line_has_no_room_for_is_said_whole(exploring, do, lines):
    bad = do(exploring("w*x - y", "w=2; x=3; y=5"), "branch", "=peso = 3", "enter")
    shown = lines(bad)
    assert shown[19].startswith("─ aviso ─")
    assert " ".join(" ".join(shown[20:22]).split()).endswith("cercanas o existentes: fórmula, w, x, y")
    assert shown[22].rstrip() == " rama con: peso = 3█"
    assert any(line.startswith("─ exploras ─") for line in lines(do(bad, "leave")))


def test_whether_the_solution_is_wanted_is_asked_whole_on_a_narrow_screen(at_question, do, lines):
    asked = lines(do(at_question, "solution"), size=(60, 20))
    assert "Enter o F3 sí, otra tecla no" in " ".join(line.strip() for line in asked[15:18])


def test_home_and_end_reach_the_ends_of_what_is_explored_and_keep_it(exploring, do):
    at = do(exploring("network"), "=0,2", "enter", "last")
    assert at.session.view.cursor == 200
    assert at.session.view.simulation.settings_at(1).rate == 0.2
    start = do(at, "first")
    assert start.session.view.cursor == 0
    assert start.session.view.simulation.settings_at(1).rate == 0.2


def test_two_timelines_of_a_graph_first_differ_in_what_the_frame_brings(exploring, do, lines):
    two = do(exploring("(w*x - y)^2 + sin(w)", "w=2; x=3; y=5"), "next", "next", "branch", "=w = 3", "enter", "next")
    assert lines(two)[15].split()[0] == "v3"


def test_what_is_looked_at_is_called_as_on_the_screen(exploring, do, lines):
    at = do(exploring("network"), "next", "down")
    assert "miras pérdida" in lines(at)[19]


def test_there_is_nothing_to_open_in_a_single_product(exploring, do, lines):
    assert "aquí no hay nada que abrir; → sigue" in lines(do(exploring("w*x", "w=2; x=3"), "next", "enter"))[22]


def test_delete_takes_the_letter_at_the_caret(at_question, do):
    assert do(at_question, "=123", "first", "delete").line.text == "23"
    assert do(at_question, "write", "go", "=45", "first", "delete").goal.text == "5"


def test_a_goal_that_is_missed_repeats_nothing_where_nothing_was_typed(desk, do, lines):
    missed = do(desk("tiny-trying", 7), "later", "enter")
    shown = " ".join(lines(missed))
    assert "La meta es f < 0.01." in shown and "antes escribiste" not in shown


def test_a_label_longer_than_its_column_is_not_cut_where_its_row_has_room(face):
    look = Look(face("es"))
    assert plain(free("both.z = w·x + b", "10·0 + 10·0 + (-15) = -15", look)).startswith(
        " both.z = w·x + b  10·0 + 10·0 + (-15) = -15 "
    )
    assert "…" in plain(free("both.z = w·x + b", "1" * 70, look))


@pytest.mark.parametrize("key", ["branch", "formula", "knob", "explore", "you"])
def test_what_could_give_an_answer_away_is_refused_at_once_and_the_question_stays(at_question, do, lines, key):
    refused = do(at_question, "write", key)
    assert refused.mode == "look" and refused.said.id == "session.answer-before-looking"
    assert any("La compuerta m1" in line for line in lines(refused)[19:22])


def test_where_there_never_was_a_hint_none_is_said_to_be_used_up(exploring, do):
    asked = do(exploring("w*x", "w=2; x=3"), "you", "hint")
    assert asked.said.id == "screen.no-hints"


def test_the_footer_names_no_key_that_finds_nothing_here(desk, do, lines):
    plane = do(desk("tiny-perceptron"), "next")
    assert "↑↓" not in lines(plane)[23]
    assert "↑↓" in lines(do(desk(), "next"))[23]
