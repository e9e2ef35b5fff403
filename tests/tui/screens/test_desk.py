"""What keys do to a desk: stepping, writing, looking, going."""

import pytest
from gradstep.core.formula.limits import ANSWER_LIMITS
from gradstep.core.lesson.session import Session
from gradstep.tui.scene.desk.press import typed


def at(desk):
    return desk.session.at


def test_a_question_opens_the_line_and_steps_never_pass_it(desk, do):
    asked = do(desk(), "next*18")
    assert asked.mode == "write"
    looking = do(asked, "write")
    assert looking.mode == "look"
    stopped = do(looking, "next")
    assert at(stopped) == at(asked) and stopped.said.id == "session.answer-first"


def test_while_writing_arrows_move_in_the_text_and_letters_are_text(desk, do):
    written = do(desk(), "next*18", "=-0,59", "back*2", "=1", "out", "last", "=q")
    assert (written.line.text, written.line.caret) == ("-0,59q", 6)
    assert do(written, "first", "=+").line.text == "+-0,59q"


def test_the_draft_is_kept_while_looking_and_a_digit_reopens_the_line(desk, do):
    looking = do(desk(), "next*18", "=-0,", "leave")
    assert looking.mode == "look" and looking.line.text == "-0,"
    again = do(looking, "=5")
    assert again.mode == "write" and again.line.text == "-0,5"
    elsewhere = do(again, "backward")
    assert elsewhere.mode == "look" and elsewhere.line.text == ""
    assert do(elsewhere, "next").line.text == "-0,5"


def test_milestones_are_turns_questions_and_lesson_steps(desk, do):
    places = []
    now = desk()
    for _ in range(4):
        now = do(now, "onward")
        places.append((at(now)[0], now.session.beat.cursor))
    assert places == [(1, 1), (2, 9), (3, 18), (3, 18)]
    back = do(do(now, "write"), "backward")
    assert at(back)[0] == 2


@pytest.mark.parametrize(
    ("goal", "expected"),
    [
        ("5", (1, 4)),
        ("paso 1", (0, 0)),
        ("step 2", (1, 0)),
        ("p2", (1, 0)),
        ("21", None),
        ("paso 9", None),
        ("zz", None),
    ],
)
def test_going_by_frame_and_by_step(desk, do, goal, expected):
    here = do(desk(), "next*12")
    there = do(here, "go", f"={goal}", "enter")
    assert at(there) == (expected or at(here))
    assert (there.said is None) == (expected is not None)


def test_going_to_a_node_is_attention(desk, do):
    there = do(desk(), "next*12", "go", "=m1", "enter")
    assert there.attention == "m1" and there.mode == "look"


def test_first_and_last_visited_frames(desk, do):
    here = do(desk(), "next*12", "back*2")
    assert at(do(here, "first")) == (2, 0)
    assert at(do(here, "first", "first")) == (0, 0)
    assert at(do(here, "last")) == (2, 3)


def test_leaving_a_question_for_later_goes_on(desk, do):
    later = do(desk(), "next*18", "write", "later", "next")
    assert at(later) == (4, 0)
    assert isinstance(later.session, Session) and later.session.asked[3, 0].outcome == "skipped"


def test_an_empty_answer_is_no_attempt(desk, do):
    empty = do(desk(), "next*18", "enter")
    assert empty.said.id == "screen.type-first" and not empty.session.question.attempts


def test_enter_goes_on_from_a_settled_question(desk, do):
    assert at(do(desk(), "next*18", "=-0.39", "enter", "enter")) == (4, 0)


def test_a_key_without_sense_says_so(desk, do):
    assert do(desk(), "less", "write").said.id == "screen.no-sense"
    assert do(desk(), "enter").said.id == "screen.nothing-inside"


def test_a_line_is_as_long_as_an_answer_may_be(desk, do):
    assert len(do(desk(), "next*18", "=" + "1" * 400).line.text) == ANSWER_LIMITS.characters


def test_what_has_no_room_on_the_line_is_named(desk, do):
    asked = do(desk(), "next*18")
    full = typed(asked, "1+" * 200)
    assert len(full.line.text) == ANSWER_LIMITS.characters and full.said.id == "screen.line-full"
    assert typed(do(asked, "write"), "-0.59").line.text == "-0.59"


@pytest.mark.parametrize("refused", ["99", "x+*", "1+" * 150])
def test_what_takes_the_place_of_a_refused_answer_has_room(desk, do, refused):
    asked = do(desk(), "next*18")
    again = typed(do(typed(asked, refused), "enter"), "7")
    assert again.line.text == "7" and again.said is None


def test_going_somewhere_from_an_open_question_keeps_looking(desk, do):
    looking = do(desk(), "next*18", "write")
    assert do(looking, "go", "=99", "enter").mode == "look"
    assert do(looking, "go", "=foo", "leave").mode == "look"


def test_a_question_left_for_later_waits_where_it_was(desk, do):
    later = do(desk(), "next*18", "write", "later", "next")
    back = do(later, "write", "back")
    assert at(back) == (3, 0) and back.session.is_asking and back.mode == "write"
    assert at(do(back, "onward")) == (4, 0)
    assert do(back, "=-0.39", "enter").session.asked[3, 0].outcome == "right"


def test_while_writing_other_keys_are_named(desk, do):
    asked = do(desk(), "next*18")
    assert do(asked, "onward").said.id == "screen.answer-first"
    assert do(asked, "write", "next").said.id == "session.answer-first"
