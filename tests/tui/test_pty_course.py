"""A real lesson in a real terminal, keyboard only, in both languages: left half-way, resumed, finished."""

import os
from pathlib import Path

import pytest
from gradstep.core.lesson.actions import Action
from gradstep.core.lesson.load import load_lesson
from gradstep.core.lesson.script import Script
from gradstep.core.lesson.session import Session
from gradstep.core.lesson.solved import right_answer

pytestmark = pytest.mark.pty
NEURON = Path(__file__).parents[2] / "lessons" / "sigmoid-neuron-graph.yaml"
WORDS = {"es": ("paso {} de {}", "cuadro {} de"), "en": ("step {} of {}", "frame {} of")}

OPTION = {"es": "opción", "en": "option"}


def wait_for(run, session, language):
    """Until the screen shows the stop of the shadow session."""
    step, frame = WORDS[language]
    if session.is_asking:
        run.wait(f"{session.label or OPTION[language]} =")
        return
    run.wait(step.format(session.at[0] + 1, len(session.script.lesson.steps)))
    if session.simulation is not None:
        run.wait(frame.format(session.beat.cursor))


def play(run, session, language, until):
    """Plays by keys, with a session in step beside it, until the lesson step `until` or the end."""
    while not session.finished and session.at[0] < until:
        if session.is_asking:
            kept = right_answer(session)
            run.press(session.shown(kept), "enter")
            run.wait("✓")
            session = session.act(Action("answer", text=kept))
            assert not session.is_asking, kept
        run.press("→")
        session = session.act(Action("next"))
        if not session.finished:
            wait_for(run, session, language)
    return session


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_sigmoid_neuron_is_finished_by_keyboard(terminal, language):
    session = Session(Script(load_lesson(NEURON)), learner=os.environ["LOGNAME"])
    run = terminal("25", "--lang", language)
    wait_for(run, session, language)
    session = play(run, session, language, until=8)
    run.press("q")
    assert run.ended() == 0
    run = terminal("25", "--lang", language)
    wait_for(run, session, language)
    session = play(run, session, language, until=99)
    assert session.finished
    run.wait({"es": "terminada", "en": "finished"}[language])
    run.press("q")
    assert run.ended() == 0
