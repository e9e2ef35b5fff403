"""At every question of every lesson: what is asked is nowhere to be seen, and everything that it takes is."""

import re
from functools import cache

import numpy as np
from gradstep.core.answers.receipts import LinesReceipt
from gradstep.core.lesson.actions import Action
from gradstep.core.lesson.mask import numbers, pictures_at
from gradstep.core.lesson.needed import needed
from gradstep.core.lesson.passing import asked_edge, inputs_of, record_of
from gradstep.core.lesson.shown import shown
from gradstep.core.pictures import (
    BarsPicture,
    CodePicture,
    CurvesPicture,
    GraphPicture,
    GridPicture,
    NetworkPicture,
    PlanePicture,
    TablePicture,
)
from gradstep.core.simulations.protocol import same
from gradstep.core.words import Message

from ... import course


def cells(picture):
    """(place, number) for everything that a picture writes as a number."""
    match picture:
        case GraphPicture():
            for kind, held in (("v", picture.values), ("g", picture.gradients), ("l", picture.locals)):
                for box, value in held.items():
                    if np.ndim(value) == 0:
                        yield (kind, box), value
        case TablePicture():
            for row, line in enumerate(picture.rows):
                yield from (((row, name), cell) for name, cell in zip(map(str, picture.columns), line, strict=True))
        case GridPicture():
            for grid in picture.grids:
                for row, line in enumerate(grid.cells):
                    yield from (((str(grid.name), row, column), cell) for column, cell in enumerate(line))
        case BarsPicture():
            yield from ((str(bar.name), bar.value) for bar in picture.bars)
        case CurvesPicture():
            yield from ((("p", point.x), point.y) for point in picture.points)
            # a curve whose newest value is written at its end
            ends = [(curve.name, curve.points[-1]) for curve in picture.curves if curve.has_end and curve.points]
            yield from ((("end", str(name), x), y) for name, (x, y) in ends)
        case PlanePicture():
            for point in (*picture.points, *picture.path):
                yield from ((("x", point.x, point.y), point.x), (("y", point.x, point.y), point.y))
        case NetworkPicture():
            for at, layer in enumerate(picture.layers):
                yield from (((at, name), value) for name, value in zip(layer.neurons, layer.values, strict=True))
        case CodePicture():
            yield from picture.values


def equal(cell, value):
    return any(abs(one - value) <= 1e-9 * max(1.0, abs(value)) for one in numbers(cell))


@cache
@cache
def questions():
    """(lesson, stop) for every stop that asks for a quantity."""
    return [
        (path.stem, session)
        for path in course.PATHS
        for session in course.stops(path)
        if session.is_asking and session.beat.asks is not None
    ]


def test_no_mark_tells_what_is_wrong_while_a_question_is_open():
    """Marks could be counted, and of the next point they would tell whether it corrects anything."""
    seen = set()
    for path in course.PATHS:
        for session in course.stops(path):
            planes = [picture for picture in shown(session).pictures if isinstance(picture, PlanePicture)]
            marks = any(point.is_wrong for plane in planes for point in plane.points)
            is_judging = session.is_asking and session.beat.task != "goal"
            assert not (marks and is_judging), (path.stem, session.at)
            seen |= {"marked"} if marks else {"open"} if planes and is_judging else set()
    assert seen == {"marked", "open"}


def test_there_are_questions_of_every_sort():
    assert len(questions()) > 200
    assert len({session.simulation.spec.kind for _, session in questions()}) > 10


def test_what_is_asked_can_be_seen_in_no_picture():
    """A number that is asked stands in a cell only where it stood before, or where another quantity has it, too."""
    told = []
    for lesson, session in questions():
        here, simulation, cursor = shown(session), session.simulation, session.beat.cursor
        frame = simulation.frame(cursor)
        before = [dict(cells(one)) for one in pictures_at(simulation, max(0, cursor - 1))]
        asked = here.asked
        earlier = simulation.frame(max(0, cursor - 1)).quantities.get(asked) if np.ndim(frame.quantities[asked]) else ()
        others = [value for name, value in frame.quantities.items() if asked.partition("[")[0] not in name]
        parts = [frame.quantities[name] for name in here.mask.known if name.startswith(f"{asked}.")]
        for value in set(numbers(frame.quantities[asked])):
            known = any(equal(part, value) for part in parts) or (
                here.mask.whole and any(equal(o, value) for o in others)
            )
            for picture in here.pictures:
                for place, cell in cells(picture):
                    stood = any(equal(old.get(place), value) for old in before if place in old) or equal(earlier, value)
                    inputs = any(equal(one.value, value) for one in here.needed)
                    if equal(cell, value) and not stood and not known and not inputs:
                        told.append((lesson, session.at, asked, place, cell))
    assert told == [], "\n".join(map(str, told))


def test_a_frame_does_not_tell_before_a_question_what_it_asks():
    """At the stops before a question about the frame that is shown already, the number is hidden as well."""
    found = 0
    for path in course.PATHS:
        stops = [session for session in course.stops(path) if not session.finished]
        for place, session in enumerate(stops):
            here, beat = shown(session), session.beat
            if session.view is not None or beat.simulation is None:
                continue
            later = next(
                (one for one in stops[place + 1 : place + 4] if one.beat.asks is not None and one.is_asking), None
            )
            moves = (
                [one for one in stops[place : stops.index(later) + 1] if one.beat.simulation == beat.simulation]
                if later
                else []
            )
            if (
                later is None
                or later.beat.simulation != beat.simulation
                or any(m.beat.cursor != beat.cursor for m in moves)
            ):
                continue
            if any(one.view is not None for one in moves):
                continue
            found += 1
            assert later.beat.asks in here.hidden, (path.stem, session.at, later.at)
            simulation, cursor = session.simulation, here.cursor
            before = [dict(cells(one)) for one in pictures_at(simulation, max(0, cursor - 1))]
            frame = simulation.frame(cursor)
            others = [value for name, value in frame.quantities.items() if name != later.beat.asks]
            for value in numbers(frame.quantities[later.beat.asks]):
                if any(equal(other, value) for other in others):
                    continue
                told = [place for one in here.pictures for place, cell in cells(one) if equal(cell, value)]
                assert all(any(equal(old.get(place), value) for old in before) for place in told), (
                    path.stem,
                    session.at,
                )
    assert found > 10


def test_a_cell_that_holds_what_is_asked_is_marked():
    """By name, whatever the number: the box, the row of now in its column, the grid of the result."""
    for lesson, session in questions():
        here = shown(session)
        kind, _, rest = here.asked.partition(".")
        for picture in here.pictures:
            if isinstance(picture, GraphPicture) and kind in ("value", "grad"):
                held = picture.values if kind == "value" else picture.gradients
                node = rest.partition("[")[0]
                assert node not in held or node in picture.partial, (lesson, session.at)
            if isinstance(picture, TablePicture) and picture.current is not None and picture.rows:
                names = [name for name in picture.columns if isinstance(name, str)]
                at = [
                    names.index(name) for name in names if name.rstrip("0123456789") == here.asked or name == here.asked
                ]
                assert all(picture.rows[picture.current][place] == "?" for place in at), (lesson, session.at)


def test_what_a_row_is_called_can_be_read_while_a_number_in_it_is_asked():
    """A name is never what is asked, not even in a table that comes with the frame."""
    seen = 0
    for lesson, session in questions():
        tables = [one for one in shown(session).pictures if isinstance(one, TablePicture)]
        whole = [one for one in pictures_at(session.simulation, session.beat.cursor) if isinstance(one, TablePicture)]
        for table, unmasked in zip(tables, whole, strict=True):
            for row, cells in zip(table.rows, unmasked.rows, strict=True):
                if isinstance(cells[0], str | Message):
                    seen += 1
                    assert row[0] == cells[0], (lesson, session.at, cells[0])
    assert seen > 100


def test_everything_that_the_receipt_names_is_needed():
    """Of a value that a graph makes the inputs; of a line of a receipt the names in it."""
    bare = []
    for lesson, session in questions():
        here, simulation = shown(session), session.simulation
        receipt = simulation.receipt(session.beat.cursor, here.asked)
        if simulation.recorded is not None and receipt is not None and not here.needed:
            bare.append((lesson, session.at, here.asked))
        assert isinstance(receipt, LinesReceipt) or receipt is None or here.needed, (lesson, session.at)
        before = simulation.frame(max(0, session.beat.cursor - 1)).quantities
        now = simulation.frame(session.beat.cursor).quantities
        for one in here.needed:
            assert one.before or (one.name != here.asked and not one.name.startswith(f"{here.asked}[")), (
                lesson,
                session.at,
                one.name,
            )
            if one.name in now:
                assert any(equal_arrays(one.value, frame[one.name]) for frame in (now, before) if one.name in frame)
    assert [one for one in bare if not one[2].startswith("size")] == []


def equal_arrays(left, right):
    """Equal, but for the last digit: a row may multiply in another order than the engine."""
    left, right = np.asarray(left, float), np.asarray(right, float)
    return left.shape == right.shape and np.allclose(left, right, rtol=1e-14, atol=0, equal_nan=True)


def test_what_may_follow_follows():
    for _, session in questions()[::7]:
        may = shown(session).may
        assert {"answer", "reveal", "skip", "back"} <= may and not {"explore", "play", "zoom"} & may
        assert ("hint" in may) == bool(session.hints)
        for do in may - {"answer", "zoom"}:
            assert session.act(Action(do)).notice is None, do
        assert "next" not in may or session.at < session.farthest


def test_what_is_needed_never_is_the_answer_itself():
    """A value that is told beside the question, alone and under another name, answers it."""
    for stem, session in questions():
        stop = shown(session)
        truth = session.simulation.frame(stop.cursor).quantities.get(stop.asked)
        if np.ndim(truth) and len(stop.needed) == 1:
            assert not same(truth, stop.needed[0].value) or np.all(truth == np.ravel(truth)[0]), (stem, stop.asked)


def test_what_is_needed_has_a_name_that_is_no_foreign_word():
    """What is neither a quantity of the topic nor named by a person is worded in both languages, or is a sign."""
    for stem, session in questions():
        simulation = session.simulation
        for one in shown(session).needed:
            own = one.name in simulation.names or str(one.label) in simulation.given
            if isinstance(one.label, str) and not own:
                words = re.findall(r"[a-z]{3,}", re.sub(r"∂\w+/∂\w+", "", one.label))
                assert not words, (stem, one.name, one.label)
                assert one.label and not one.label[0].isdigit(), (stem, one.name, one.label)


def test_nothing_that_is_needed_alone_has_the_value_of_the_answer():
    for path, session in questions():
        simulation, cursor, asked = session.simulation, session.beat.cursor, session.beat.asks
        if record_of(simulation) is not None:
            continue  # of a pass a sum hands on what arrives: to see that is the question
        told = needed(simulation, cursor, asked)
        truth = numbers(simulation.frame(cursor).quantities[asked])
        if len(told) == 1 and truth:
            assert list(numbers(told[0].value)) != list(truth), (path, session.at, told)


def test_at_a_product_both_factors_are_told():
    """Which of them is the local gradient is the question, so the right one never stands there alone."""
    alone, asked_at = [], set()
    for stem, session in questions():
        record, asked, cursor = record_of(session.simulation), session.beat.asks, session.beat.cursor
        edge = asked_edge(session.simulation, asked, cursor) if record is not None else None
        if edge is None or record.graph.node(edge[0]).op not in ("mul", "matmul"):
            continue
        factors = [one for one in inputs_of(record.graph, edge[0]) if f"value.{one}" in session.simulation.names]
        told = " ".join(one.name for one in shown(session).needed)
        asked_at.add(stem)
        if not all(re.search(rf"value\.{factor}\b", told) for factor in factors):
            alone.append((stem, asked, factors, told))
    assert alone == [] and len(asked_at) > 3


def test_the_first_screen_of_a_lesson_works_out_no_gradient():
    for path in course.PATHS:
        session = course.stops(path)[0]
        here, frame = shown(session), session.frame
        if frame is None or frame.event is not None or here.receipt is None:
            continue
        assert not any(name.startswith("grad.") for name in frame.quantities), path.stem
