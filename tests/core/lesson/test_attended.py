"""What may be told of a node that somebody looks at: at no stop of a lesson does a path tell what the picture hides."""

from pathlib import Path

from gradstep.core.answers.receipts import EdgeReceipt, ValueReceipt
from gradstep.core.graph import LEAF
from gradstep.core.lesson.attended import attended_paths, attended_receipt, is_secret
from gradstep.core.lesson.load import parse_lesson
from gradstep.core.lesson.passing import record_of, turn_of
from gradstep.core.lesson.script import Script
from gradstep.core.lesson.session import Session
from gradstep.core.lesson.shown import shown
from gradstep.core.lesson.solved import walk
from gradstep.core.pictures import GraphPicture

from ... import course

LESSONS = sorted((Path(__file__).parents[3] / "lessons").glob("*.yaml"))
ASKED = (
    course.FORK
    + """steps:
  - {id: end, kind: show, simulation: g, until: end, text: {en: a, es: a}}
  - id: asks
    kind: ask-number
    simulation: g
    quantity: QUANTITY
    at: end
    prompt: {en: a, es: a}
    hints: [{en: a, es: a}, {en: b, es: b}]
"""
)


def stops():
    for path in LESSONS:
        if path.stem != "course":
            script = course.script(path)
            if any(record_of(script.simulation(name)) is not None for name in script.lesson.file.simulations):
                yield from ((path.stem, session) for session in walk(Session(script)) if not session.finished)


def test_at_every_stop_paths_tell_only_what_the_picture_shows():
    told = hidden = 0
    for lesson, session in stops():
        record = record_of(session.simulation)
        picture = next((one for one in shown(session).pictures if isinstance(one, GraphPicture)), None)
        if record is None or picture is None:
            continue
        for node in record.graph.nodes:
            found = attended_paths(session, node.id)
            where = (lesson, session.at, node.id)
            hidden += found is None and node.op == LEAF and session.cursor > turn_of(session.simulation)
            if found is None:
                continue
            assert node.op == LEAF and node.id in picture.gradients and node.id not in picture.partial, where
            for path in found.paths.told:
                assert all(edge in picture.locals for edge in path.edges), where
                assert all(one in picture.gradients for one in path.nodes), where
            told += 1
    assert told > 100 and hidden > 100


def at(quantity):
    """At the end of the pass, where a quantity of that frame, or one met on the way, is asked for."""
    script = Script(parse_lesson(ASKED.replace("QUANTITY", quantity), "one-fork.yaml"))
    last = len(script.beats(0)) - 1
    return Session(script, (0, last), (0, last))


def test_paths_wait_for_every_quantity_on_them_that_is_asked_next():
    for quantity in ("grad.w", "contribution.m.1", "local.m.1"):
        session = at(quantity)
        assert attended_paths(session, "w") is None and is_secret(session, "w"), quantity
        assert attended_receipt(session, "w") is None
        assert isinstance(attended_receipt(session, "x"), EdgeReceipt)
        assert attended_paths(session, "x").paths.count == 1
    assert attended_paths(at("local.m.1"), "b").paths.count == 2


def test_of_a_value_its_own_receipt_and_of_what_is_given_nothing():
    session = Session(Script(parse_lesson(ASKED.replace("QUANTITY", "grad.w"), "one-fork.yaml")))
    assert isinstance(attended_receipt(session, "m"), ValueReceipt)
    assert attended_receipt(session, "b") is None and attended_paths(session, "b") is None
    assert attended_paths(session, None) is None and attended_paths(session, "nobody") is None
