"""What may be drawn at a stop: what was seen, and nothing of what is asked; over every stop of every lesson."""

from pathlib import Path

import numpy as np
import pytest
from gradstep.core.errors import GradstepError
from gradstep.core.formula.tree import names_of
from gradstep.core.lesson.actions import Action
from gradstep.core.lesson.drawable import MOST_FRAMES, Drawable, drawable, gives_away
from gradstep.core.lesson.load import load_lesson
from gradstep.core.lesson.mask import covers
from gradstep.core.lesson.script import Script
from gradstep.core.lesson.session import Session
from gradstep.core.lesson.shown import shown
from gradstep.core.lesson.solved import walk
from gradstep.core.simulations.kinds import KINDS, simulate
from gradstep.core.simulations.protocol import Spec
from gradstep.core.simulations.series import read_all

from ... import course

LESSONS = Path(__file__).parents[3] / "lessons"
FEW, MOST_TRIED = 30, 4
"""Frames and offers that are tried of each simulation."""
PATHS = sorted(path for path in LESSONS.glob("*.yaml") if path.stem != "course")


def _tried(path):
    """Every stop with something to draw."""
    for session in course.stops(path):
        found = None if session.finished else drawable(session)
        if found is not None:
            yield session, found


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_no_stop_draws_what_is_asked_nor_a_frame_that_was_not_seen_and_what_is_offered_can_be_drawn(path):
    newest = {}
    for session, found in _tried(path):
        told = shown(session)
        if session.view is None:
            assert found.last <= max(0, session.cursor), session.at
        if told.asked is None:
            newest[id(found.simulation)] = found
            continue
        assert found.last < session.beat.cursor, session.at
        try:
            (wanted,) = read_all(told.asked, found.simulation)
        except GradstepError:
            continue  # what is no number has no chart
        with pytest.raises(GradstepError) as refused:
            found.series((wanted,))
        assert refused.value.message.id == "session.chart-asked", session.at
        assert gives_away(session, wanted) == (session.beat.cursor == 0), session.at
        for one in (one for offer in found.offers for one in read_all(offer, found.simulation)):
            assert not any(covers(told.asked, name) for name in names_of(one.tree)), (session.at, one.text)
    for found in newest.values():
        few = Drawable(found.simulation, min(found.last, FEW), found.hidden)
        for offer in few.offers[:MOST_TRIED]:
            series = few.series(read_all(offer, few.simulation))
            assert np.isfinite(np.concatenate([one.values for one in series])).any(), offer


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"graph", "forward", "zoomed"}))
def test_every_kind_has_something_to_offer(kind):
    simulation = simulate(Spec(kind, {}))
    offers = Drawable(simulation, simulation.reach(20)).offers
    assert offers and len(set(offers)) == len(offers)
    assert all(read_all(offer, simulation) for offer in offers)


def test_who_explores_may_draw_the_whole_run_and_a_long_one_is_thinned_out():
    simulation = simulate(Spec("network", {}))
    assert len(Drawable(simulation, 100_000).frames) <= MOST_FRAMES
    session = next(one for one in walk(Session(Script(load_lesson(LESSONS / "xor-two-layers.yaml"))))
                   if not one.finished and one.simulation is not None and not one.is_asking)  # fmt: skip
    away = session.act(Action("explore"))
    assert drawable(away).last > drawable(session).last
