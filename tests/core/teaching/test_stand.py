"""Where a teacher stands travels as data, and whoever has the same lesson sees the very same stop."""

from pathlib import Path
from random import Random

import msgspec
import pytest
from gradstep.core.errors import GradstepError
from gradstep.core.lesson.actions import Action
from gradstep.core.lesson.load import load_lesson
from gradstep.core.lesson.script import Script
from gradstep.core.lesson.session import Session
from gradstep.core.lesson.shown import Shown
from gradstep.core.lesson.solved import right_answer
from gradstep.core.teaching.stand import Stand, script_for, session_at, stand_of
from hypothesis import given
from hypothesis import strategies as st

from ... import course

LESSONS = Path(__file__).parents[3] / "lessons"
TINY = sorted((Path(__file__).parents[2] / "tui" / "lessons").glob("tiny-*.yaml"))
SOME = [LESSONS / f"{name}.yaml" for name in ("perceptron-01-labels", "dropout", "rnn-forward-bptt", "logic-gates")]


def seen(session):
    """Everything of a session that a screen shows, except by what way one came there."""
    here = Shown(session)
    question, time = session.question, here.timeline
    # Behind the last number that she supplies as the machine nothing is asked any more, and nothing judged again.
    # What was tried at a goal hangs on knobs as they stood then, which do not travel.
    is_supplied = session.beat.asks is not None or not session.playing
    is_judged = session.beat.is_question and session.beat.task != "goal" and is_supplied
    tried = question.attempts if is_judged else ()
    verdicts = [(attempt.text, attempt.verdict) for attempt in tried]
    return (
        session.at, session.farthest, session.finished, session.cursor, session.is_asking, session.playing,
        session.script.lesson.seed, question.outcome, question.hints, question.neighbour, verdicts,
        question.probe is None, here.asked,
        here.hidden, repr(here.pictures), repr(here.receipt), here.caption, repr(here.needed),
        is_judged and repr(here.behind), time and (time.cursor, time.last, time.turn), here.blanks,
    )  # fmt: skip


def sent(session, attention=None):
    """A stand as it arrives."""
    return msgspec.json.decode(msgspec.json.encode(stand_of(session, attention)), type=Stand)


def walks(path, seed, count):
    """What a teacher may do in a lesson, and where each action leads."""
    random, session = Random(seed), Session(course.script(path))
    for _ in range(count):
        answers = [Action("answer", text="7"), Action("hint"), Action("neighbour"), Action("reveal"), Action("skip")]
        known = right_answer(session) if session.is_asking and session.beat.task != "goal" else None
        answers += [Action("answer", text=known)] if known else []
        looks = [Action("explore"), Action("zoom", text=Shown(session).opens() or ""), Action("out"), Action("play"),
                 Action("find", text="2"), Action("vary"), Action("again"), Action("back"), Action("on")]  # fmt: skip
        chosen = random.choice(answers) if session.is_asking and random.random() < 0.7 else Action("next")
        if random.random() < 0.2:
            chosen = random.choice(looks)
        session = session.act(chosen)
        yield session


@pytest.mark.parametrize("path", [*TINY, *SOME], ids=lambda path: path.stem)
def test_a_follower_sees_what_the_teacher_sees_whatever_she_did(path):
    own = course.script(path)
    for seed in range(2):
        for turn, session in enumerate(walks(path, seed, 40)):
            if turn % 4 == 0 or (session.is_asking and turn % 2):
                stand = sent(session)
                own = script_for(stand, own)
                assert seen(session_at(stand, own)) == seen(session), session.log


def test_no_number_of_the_lesson_travels():
    session = Session(Script(load_lesson(TINY[1])))
    while not session.is_asking:
        session = session.act(Action("next"))
    told = msgspec.json.encode(stand_of(session)).decode()
    answer = right_answer(session)
    assert answer is not None and answer not in told and "0.3" not in told


def test_another_edition_and_another_place_are_said():
    session = Session(Script(load_lesson(TINY[1])))
    other = Script(load_lesson(TINY[2]))
    with pytest.raises(GradstepError) as error:
        script_for(stand_of(session), other)
    assert error.value.message.id == "class.other-edition"
    stand = stand_of(session)
    for changed in ({"step": 99}, {"beat": 99}, {"far_step": 99}):
        with pytest.raises(GradstepError) as error:
            session_at(msgspec.structs.replace(stand, **changed), session.script)
        assert error.value.message.id == "class.no-such-stop"


numbers = st.integers(-3, 40)
SCRIPT = Script(load_lesson(TINY[1]))


@given(
    st.tuples(numbers, numbers, numbers, numbers),
    st.lists(st.text(max_size=20), max_size=4),
    st.lists(st.tuples(st.sampled_from(["explore", "zoom", "out", "find", "change", "branch", "turn", "next"]),
                       st.text(max_size=12)), max_size=5),
    st.lists(st.tuples(numbers, numbers, st.sampled_from(["open", "right", "revealed", "skipped"])), max_size=4),
    st.booleans(), st.sampled_from(["", "next", "answer", "hint", "reveal", "fly"]),
)  # fmt: skip
def test_whatever_decodes_is_a_stop_or_a_sentence(places, answers, trail, settled, playing, last):
    step, beat, far_step, far_beat = places
    data = {
        "lesson": "tiny-neuron", "digest": stand_of(Session(SCRIPT)).digest, "step": step, "beat": beat,
        "far_step": far_step, "far_beat": far_beat, "answers": answers, "trail": trail,
        "settled": [[*one, 0] for one in settled], "playing": playing, "last": last,
    }  # fmt: skip
    try:
        stand = msgspec.convert(data, Stand)
    except msgspec.ValidationError:
        return
    try:
        session = session_at(stand, script_for(stand, SCRIPT))
    except GradstepError:
        return
    assert Shown(session).pictures is not None
