"""Whatever keys are pressed in the laboratory, a page can be drawn, and the command of the state gives the state."""

import shlex

import numpy as np
from gradstep.tui.commands.lab import asked_for
from gradstep.tui.options import read_call
from gradstep.tui.scene.lab.desk import run_on
from gradstep.tui.scene.lab.press import LOOKING, press, typed
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

KEYS = st.sampled_from(sorted(set(LOOKING) - {"detective"}))
LETTERS = st.sampled_from(["0", "3", ".", "=", "h2", "rate = 0.2", "hidden = [3]", "data = moons", "epoch 2"])
PRESSES = st.lists(st.one_of(KEYS, KEYS, KEYS, LETTERS, st.just("run on")), min_size=5, max_size=30)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(presses=PRESSES)
def test_any_keys_lead_to_a_page_and_a_command_that_leads_back(presses, lab_desk, lines):
    desk = lab_desk()
    for one in presses:
        if one == "run on":
            desk = run_on(desk, 7) if desk.running else desk
        elif one in LOOKING:
            desk = press(desk, one)
        else:
            desk = typed(desk, one) or desk
    lines(desk)
    desk = press(press(desk, "leave"), "leave") if desk.mode != "look" else desk
    command = press(desk, "command").command
    again = asked_for(read_call(shlex.split(command)[1:]), "en")
    lab = desk.lab
    assert (again.cursor, again.chosen, again.active) == (lab.cursor, lab.chosen, lab.active)
    for one, other in zip(again.runs, lab.runs, strict=True):
        assert np.array_equal(one.training.state(one.reach(lab.cursor)), other.training.state(other.reach(lab.cursor)))
