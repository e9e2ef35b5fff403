"""Several pictures in one zone: who stands where, that nothing jumps, and that nothing asked can be seen."""

import re
from dataclasses import replace

import numpy as np
import pytest
from gradstep.core.lesson.shown import shown
from gradstep.core.pictures import (
    Bar,
    BarsPicture,
    CodePicture,
    Curve,
    CurvesPicture,
    Grid,
    GridPicture,
    NetworkPicture,
    NeuronLayer,
    PlanePicture,
    PlanePoint,
    TablePicture,
    Window,
)
from gradstep.core.simulations.kinds import KINDS, simulate
from gradstep.core.simulations.protocol import Spec
from gradstep.core.words import message
from gradstep.tui.plain.pictures import lines_of
from gradstep.tui.scene.cells import plain, width_of
from gradstep.tui.scene.look import Look
from gradstep.tui.scene.zones.composed import Block, composed, drawn_rows, joined, measured
from gradstep.tui.scene.zones.picture import picture_rows
from gradstep.tui.scene.zones.table import TIGHT, table_widths

LOSS = CurvesPicture("t", "L", (Curve("L", ((0.0, 1.0), (9.0, 0.1))),), x_range=(0.0, 9.0), title="LOSS")
RISING = Curve("f", ((0.0, 0.0), (1.0, 1.0)))
PLANE = PlanePicture("x1", "x2", (-1, 1), (-1, 1), (PlanePoint(0, 0, "o"),), title="PLANE")
BARS = BarsPicture("BARS", (Bar("a", 0.5), Bar("b", -0.25, True)), 1.0)
CODE = CodePicture(("CODE", "  x = 1"), 1, (("x", 1),))
GRIDS = GridPicture((Grid("GRID", ((1, 2), (3, 4)), Window(0, 0)),))
TABLE = TablePicture(("TABLE", "y"), ((1, 0.5), (2, 0.25)), 1)
LAYERS = (NeuronLayer("LAYER", ("x",), (1.0,)), NeuronLayer("out", ("o",), (0.5,)))
NETWORK = NetworkPicture(LAYERS, (np.array([[0.5]]),))
ALL = (LOSS, PLANE, BARS, CODE, GRIDS, TABLE, NETWORK)
NAMES = ("LOSS", "PLANE", "BARS", "CODE", "GRID", "TABLE", "LAYER")


def zone(face, *pictures, size=(80, 12), **changed):
    look = Look(face(**changed))
    blocks = [measured(picture, look, *size) if picture is not TABLE else table_block(look) for picture in pictures]
    rows = composed(joined(blocks), lambda picture, *room: drawn_rows(picture, look, *room), look, *size)
    assert len(rows) == size[1]
    assert max(map(width_of, rows)) <= size[0]
    return [plain(cells) for cells in rows]


def table_block(look):
    (wide,) = table_widths(TABLE, look, None, [TIGHT])
    return Block((TABLE,), wide, wide, 4, 12, is_written=True)


def test_a_loss_and_a_plane_share_the_zone(face):
    rows = zone(face, LOSS, PLANE)
    assert rows[0].index("LOSS") < rows[0].index("│") < rows[0].index("PLANE")
    assert len({row.index("│", 20) for row in rows}) == 1


def test_what_is_written_stands_at_the_right(face):
    for picture, name in ((TABLE, "TABLE"), (BARS, "BARS"), (CODE, "CODE")):
        rows = "\n".join(zone(face, picture, PLANE))
        assert rows.index("PLANE") < rows.index(name)


def test_eighty_columns_hold_two_and_wide_screens_three(face):
    third = CurvesPicture("u", "y", (RISING,), title="THIRD")
    small, wide, tall = (zone(face, LOSS, PLANE, third, size=size) for size in ((80, 12), (120, 12), (80, 20)))
    assert "THIRD" not in "".join(small) and "PLANE" in small[0]
    assert all(name in wide[0] for name in ("LOSS", "PLANE", "THIRD"))
    assert next(at for at, row in enumerate(tall) if "THIRD" in row) > 8
    low = zone(face, LOSS, PLANE, BARS)
    assert next(at for at, row in enumerate(low) if "BARS" in row) >= 8


def test_charts_over_one_axis_stand_above_each_other(face):
    lower = replace(LOSS, title="EI")
    rows = zone(face, LOSS, lower, BARS)
    first, second = (next(at for at, row in enumerate(rows) if name in row) for name in ("LOSS", "EI"))
    assert first == 0 and second == 8
    axes = {row.index("│") for at, row in enumerate(rows) if at not in (0, 7, 8, 11)}
    assert len(axes) == 1


@pytest.mark.parametrize("ascii", [False, True])
@pytest.mark.parametrize("size", [(60, 8), (80, 12), (104, 20), (280, 70)])
@pytest.mark.parametrize(("picture", "name"), list(zip(ALL, NAMES, strict=True)), ids=NAMES)
def test_every_picture_has_its_place_alone_and_first(face, picture, name, size, ascii):
    for others in ((), (PLANE,), (BARS, CODE), (TABLE, GRIDS, LOSS)):
        text = "\n".join(zone(face, picture, *others, size=size, ascii=ascii))
        assert name in text
        assert not ascii or text.isascii()


KNOBS = {name: dict(kind.example) for name, kind in KINDS.items()}


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize("size", [(80, 12), (104, 20), (172, 32)])
def test_the_bars_between_pictures_stand_still_in_every_kind(desk, face, kind, size):
    """Frame after frame with the same kinds of pictures, whatever the numbers do."""
    at = desk("tiny-perceptron", None)
    simulation = simulate(Spec(kind, KNOBS[kind]))
    places: dict[tuple, set] = {}
    for cursor in range(simulation.reach(30) + 1):
        session = replace(at.session, script=_Only(at.session.script, simulation, cursor))
        rows, _ = picture_rows(replace(at, session=session), Look(face()), *size, None)
        kinds = tuple((type(one).__name__, len(getattr(one, "columns", ()))) for one in simulation.pictures(cursor))
        bars = {x for cells in rows for x in rule_places(cells)}
        places.setdefault(kinds, set()).add(frozenset(bars))
    assert all(len(found) == 1 for found in places.values()), places


def rule_places(cells):
    x = 0
    for run in cells:
        if run.role == "rule" and run.text == "│":
            yield x
        x += len(run.text)


class _Only:
    """A script that stands at one frame of one simulation."""

    def __init__(self, script, simulation, cursor):
        self._script, self._simulation = script, simulation
        self._beat = replace(script.beats(0)[0], cursor=cursor, asks=None)

    def beats(self, step):
        return (self._beat,) * 99

    def simulation(self, name):
        return self._simulation

    def __getattr__(self, name):
        return getattr(self._script, name)


def numbers_in(text):
    return set(re.findall(r"-?\d+\.\d+|-?\d+", text))


def test_nothing_of_a_window_that_is_asked_for_can_be_seen(desk, do, lines, face):
    asking = do(desk("tiny-window", None), "next*4")
    assert asking.session.is_asking
    zone_rows = "\n".join(lines(asking)[1:13])
    assert "67" not in numbers_in(zone_rows) and "32" not in numbers_in(zone_rows)
    assert zone_rows.count("?") >= 5 and "47" in numbers_in(zone_rows)
    told = "\n".join(line for picture in shown(asking.session).pictures for line in lines_of(picture, None, face()))
    assert "67" not in numbers_in(told) and "?" in told
    table = "\n".join(lines(do(asking, "leave", "table"))[1:13])
    assert "67" not in numbers_in(table)
    answered = do(asking, "=67", "enter")
    assert "67" in numbers_in("\n".join(lines(answered)[1:13]))


@pytest.mark.parametrize("picture", ALL, ids=NAMES)
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_picture_is_told_in_facts(face, picture, language):
    told = list(lines_of(picture, None, face(language)))
    assert told and all(line.strip() for line in told)
    text = "\n".join(told)
    for number in {"LOSS": "0.10", "PLANE": "0", "BARS": "-0.25", "CODE": "x = 1", "GRID": "3, 4"}.get(
        NAMES[ALL.index(picture)], "0.5"
    ).split("|"):
        assert number in text
    assert not re.search(r"[─-▟━╌]", text)


def test_labels_speak_the_language_in_use(face):
    bars = BarsPicture(message("screen.gradient"), (Bar(message("screen.value"), 1.0),), 1.0)
    for language, words in (("en", ("gradient", "value")), ("es", ("gradiente", "valor"))):
        rows, told = "\n".join(zone(face, bars, language=language)), "\n".join(lines_of(bars, None, face(language)))
        assert all(word in rows and word in told for word in words)
