"""The table of simulation kinds, walked: every kind speaks the protocol, in every face, from any frame."""

import dataclasses
import json
import random
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from gradstep.core.answers.judge_number import judge_number
from gradstep.core.errors import GradstepError, PlaceError
from gradstep.core.formula.functions import FUNCTIONS
from gradstep.core.json_numbers import plain_number
from gradstep.core.lesson.actions import Action
from gradstep.core.lesson.script import Script
from gradstep.core.lesson.session import Session
from gradstep.core.lesson.solved import as_typed
from gradstep.core.ops import OPS
from gradstep.core.simulations.detective import examine, trail
from gradstep.core.simulations.dials import changes, dials
from gradstep.core.simulations.kinds import KINDS, simulate
from gradstep.core.simulations.knobs import named
from gradstep.core.simulations.protocol import Spec, same
from gradstep.core.words import LANGUAGES, Message
from gradstep.tui.commands.explore import exploration
from gradstep.tui.face import Face
from gradstep.tui.plain.pictures import column_name, picture_lines
from gradstep.tui.plain.receipts import receipt_lines
from gradstep.tui.scene.cells import plain
from gradstep.tui.scene.desk.desk import sit_down
from gradstep.tui.scene.look import Look
from gradstep.tui.scene.zones.lesson import lesson_page

from . import course

EVERY = sorted(KINDS)
LESSONS = Path(__file__).parents[1] / "lessons"
FRAMES = 14
"""How many frames of a kind are looked at, spread over its run."""


def spec(kind):
    return Spec(kind, dict(KINDS[kind].example))


@pytest.fixture(params=EVERY)
def kind(request):
    return request.param


def some(simulation):
    """Cursors over the whole of a short run, or the beginning of a long one."""
    last = simulation.reach(60)
    return sorted({round(last * part / (FRAMES - 1)) for part in range(FRAMES)})


def equal(left, right):
    return left.keys() == right.keys() and all(same(left[name], right[name]) for name in left)


def face(language="es", ascii=False):
    return Face(language, ascii, True, "dark", Path("lessons"), None, lambda: 0.0, "v")


def as_json(frame):
    return json.dumps({name: plain_number(value) for name, value in frame.quantities.items()}, allow_nan=False)


def test_it_is_described_in_both_languages_with_an_example(kind):
    described = KINDS[kind].described
    assert set(described) == set(LANGUAGES) and all(described.values())
    assert all(set(knob.label) == set(LANGUAGES) for knob in KINDS[kind].knobs)


def test_every_quantity_has_a_name_and_news_are_quantities(kind):
    simulation = simulate(spec(kind))
    assert simulation.marks["start"] == 0
    for cursor in some(simulation):
        frame = simulation.frame(cursor)
        assert frame.cursor == cursor
        assert set(frame.quantities) <= simulation.names
        assert (frame.event is None) == (cursor == 0)
        if frame.event is not None:
            assert all(name in frame.quantities for name in frame.event.news)


def test_beyond_its_end_there_is_no_frame(kind):
    simulation = simulate(spec(kind))
    last = simulation.reach(3_000)
    if last < 3_000:
        with pytest.raises(PlaceError):
            simulation.frame(last + 1)
    with pytest.raises(PlaceError):
        simulation.frame(-1)


def test_a_frame_is_the_same_however_it_was_reached(kind):
    stepped, jumped = simulate(spec(kind)), simulate(spec(kind))
    last = stepped.reach(60)
    frames = [dict(stepped.frame(cursor).quantities) for cursor in range(last + 1)]
    cursors = list(range(last + 1))
    random.Random(7).shuffle(cursors)
    for cursor in cursors:
        assert equal(dict(jumped.frame(cursor).quantities), frames[cursor])


def test_another_process_gives_the_same_frames():
    code = (
        "import json\n"
        "from gradstep.core.json_numbers import plain_number\n"
        "from gradstep.core.simulations.kinds import KINDS, simulate\n"
        "from gradstep.core.simulations.protocol import Spec\n"
        "found = {}\n"
        "for kind in sorted(KINDS):\n"
        "    run = simulate(Spec(kind, dict(KINDS[kind].example)))\n"
        "    quantities = run.frame(run.reach(9)).quantities\n"
        "    found[kind] = {name: plain_number(value) for name, value in quantities.items()}\n"
        "print(json.dumps(found))\n"
    )
    there = json.loads(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)
    for kind in EVERY:
        simulation = simulate(spec(kind))
        assert json.loads(as_json(simulation.frame(simulation.reach(9)))) == there[kind], kind


def test_every_frame_is_plain_json(kind):
    simulation = simulate(spec(kind))
    for cursor in some(simulation):
        json.loads(as_json(simulation.frame(cursor)))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("size", "ascii"), [((80, 24), False), ((80, 24), True), ((120, 40), False), ((200, 50), False)]
)
def test_every_frame_stands_alone_on_the_full_screen(kind, language, size, ascii):
    own = face(language, ascii)
    session = Session(Script(exploration(simulate(spec(kind)), kind, own)))
    cursors = some(session.simulation)
    random.Random(3).shuffle(cursors)
    for cursor in cursors[:5]:
        there = session.act(Action("find", text=str(cursor)))
        assert there.notice is None and there.cursor == cursor
        rows = [plain(cells) for cells in lesson_page(sit_down(there), Look(own, *size)).rows]
        assert len(rows) == size[1] and {len(row) for row in rows} == {size[0]}
        assert not ascii or "".join(rows).isascii()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_frame_is_told_in_plain_lines(kind, language):
    own = face(language)
    session = Session(Script(exploration(simulate(spec(kind)), kind, own)))
    for cursor in some(session.simulation)[::3]:
        there = session.act(Action("find", text=str(cursor)))
        lines = [*picture_lines(there, own), *receipt_lines(there, own)]
        assert lines and all(line.strip() for line in lines)
        assert own.say(there.frame.caption)


def test_what_can_be_opened_opens_and_nothing_else(kind):
    simulation = simulate(spec(kind))
    for cursor in some(simulation)[::4]:
        for quantity in simulation.frame(cursor).zooms[:3]:
            below = simulation.zoom(cursor, quantity)
            assert below.frame(below.reach(5)).quantities is not None
        with pytest.raises(GradstepError):
            simulation.zoom(cursor, "no such quantity")


def test_every_dial_turns_or_says_why_not(kind):
    simulation = simulate(spec(kind))
    cursor = simulation.reach(3)
    before = dict(simulation.frame(cursor).quantities)
    for dial in dials(simulation, cursor)[:12]:
        try:
            other = simulation.branch(cursor, **changes(simulation, cursor, {dial.name: dial.nudged(1)}))
            other.frame(other.reach(cursor))
        except GradstepError as error:
            assert str(error)
    assert equal(dict(simulation.frame(cursor).quantities), before)


def test_the_truth_is_judged_right_and_known_mistakes_are_not(kind):
    simulation = simulate(spec(kind))
    for cursor in some(simulation)[::2]:
        frame = simulation.frame(cursor)
        for quantity in (frame.event.news if frame.event is not None else ())[:6]:
            truth, mistakes = frame.quantities[quantity], simulation.mistakes(cursor, quantity)
            if not _can_be_typed(truth):
                continue
            assert judge_number(as_typed(truth), truth, mistakes).is_right, (quantity, truth)
            for id, wrong in mistakes.items():
                if np.shape(wrong) == np.shape(truth) and not np.allclose(
                    np.asarray(wrong, float), np.asarray(truth, float), rtol=0.02, atol=1e-3
                ):
                    assert not judge_number(as_typed(wrong), truth, mistakes).is_right, (quantity, id)


def _can_be_typed(value):
    try:
        array = np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        return False
    return array.ndim <= 2 and 0 < array.size <= 12 and bool(np.isfinite(array).all())


def test_the_detective_can_look_at_it(kind):
    simulation = simulate(spec(kind))
    for finding in examine(simulation, simulation.reach(40)):
        assert 0 <= finding.first <= simulation.reach(40)
        for clue in trail(simulation, finding):
            assert all(face(language).say(clue.said) for language in LANGUAGES)


SAME = {
    # names of methods and quantities of the field
    "EI", "PI", "UCB", "PCA", "SVD", "embedding", "vector", "error", "total",
    # operations and functions, as formulas have them
    *OPS, *FUNCTIONS, *(word for op in OPS.values() for word in op.title.split()),
    # gradients of an update, dL, dZ1, db2; the output of a window
    "dL", "dD", "dS", "dE", "dZ", "dA", "dW", "db", "out",
    # counts and measures of a judgement, which have the same letters in both languages
    "TP", "FN", "FP", "TN", "SSE", "SST", "RMSE",
    # the penalty of a layer's weights, the centred kernel matrix
    "l1_W", "l2_W", "Kc",
}  # fmt: skip
"""Words of pictures that are the same in both languages, each for a reason."""
UNSEEN = {
    "Box.id", "Box.group", "Wire.parent", "Wire.child", "GraphPicture.active", "GraphPicture.focus",
    "GraphPicture.partial", "GraphPicture.direction", "NetworkPicture.direction", "NetworkPicture.focus",
    "Tangent.quantity",
}  # fmt: skip
"""Fields of pictures that nobody reads."""


def texts_of(thing, path=""):
    """Every text of a picture with the field in which it stands."""
    if isinstance(thing, str | Message):
        yield path, thing
    elif dataclasses.is_dataclass(thing):
        for one in dataclasses.fields(thing):
            yield from texts_of(getattr(thing, one.name), f"{type(thing).__name__}.{one.name}")
    elif isinstance(thing, Mapping):
        yield from (found for value in thing.values() for found in texts_of(value, path))
    elif isinstance(thing, tuple | list | frozenset):
        yield from (found for part in thing for found in texts_of(part, path))


def simulations_of(kind):
    """The example of a kind, and what the lessons show of it."""
    yield simulate(spec(kind))
    for path in sorted(LESSONS.glob("*.yaml")):
        if path.stem != "course":
            script = course.script(path)
            given = script.lesson.file.simulations
            yield from (script.simulation(name) for name in given if given[name]["kind"] == kind)


def words_of(text):
    """The words of a label, without the numbers at their ends."""
    return {word.rstrip("0123456789ᵀ²") for word in re.findall(r"[^\W\d_]\w*", text)}


def names_of_people(simulation):
    """What somebody called something: nodes, units, inputs, features, and the words of texts."""
    knobs = json.dumps({**named(simulation.settings), **simulation.spec.knobs}, default=str, ensure_ascii=False)
    return set().union(words_of(knobs), *map(words_of, simulation.given))


def as_shown(text, path, own):
    if path == "TablePicture.columns":
        return column_name(text, own)
    return own.say(text) if isinstance(text, Message) else text


def test_pictures_speak_both_languages(kind):
    english, spanish = face("en"), face("es")
    for simulation in simulations_of(kind):
        allowed = SAME | {word.rstrip("0123456789") for word in SAME} | names_of_people(simulation)
        for cursor in some(simulation):
            for path, text in (found for picture in simulation.pictures(cursor) for found in texts_of(picture)):
                told = as_shown(text, path, english)
                if path not in UNSEEN and told == as_shown(text, path, spanish):
                    strange = {word for word in words_of(told) if len(word) > 1} - allowed
                    assert not strange, (path, told)


def test_labels_are_short_enough_for_a_line(kind):
    simulation = simulate(spec(kind))
    for cursor in some(simulation)[::4]:
        for quantity in list(simulation.frame(cursor).quantities)[:40]:
            assert all(0 < len(face(language).named(simulation.label(quantity))) <= 40 for language in LANGUAGES)
