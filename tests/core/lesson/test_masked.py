"""Pictures of two frames, one after the other, while something of the second one is asked."""

from dataclasses import replace

import numpy as np
import pytest
from gradstep.core.lesson.mask import Mask
from gradstep.core.lesson.masked import masked_pictures
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
from gradstep.core.simulations.protocol import Event, Frame
from gradstep.core.words import message

LOSS = CurvesPicture("t", "L", (Curve("L", ((0.0, 1.0), (9.0, 0.1))),), x_range=(0.0, 9.0), title="LOSS")
PLANE = PlanePicture("x1", "x2", (-1, 1), (-1, 1), (PlanePoint(0, 0, "o"),), title="PLANE")
CODE = CodePicture(("CODE", "  x = 1"), 1, (("x", 1),))
LAYERS = (NeuronLayer("LAYER", ("x",), (1.0,)), NeuronLayer("out", ("o",), (0.5,)))


class Two:
    """A simulation of two frames, with a picture in each."""

    def __init__(self, before, after, **brought):
        self.drawn, self.brought = (before, after), brought
        self.names = frozenset(brought)

    def pictures(self, cursor):
        return (self.drawn[cursor],)

    def frame(self, cursor):
        event = Event("made", news=tuple(self.brought)) if cursor else None
        return Frame(cursor, event, message("verdict.right"), self.brought if cursor else {})


def masked(before, after, asks, known=(), whole=False, **brought):
    simulation = Two(before, after, **{asks: 123.0, **brought})
    return masked_pictures(Mask(simulation, 1, (asks,), frozenset(known), whole))[0]


def test_cells_that_the_event_changes_are_asked():
    before = GridPicture((Grid("in", ((1, 2),), Window(0, 0)), Grid("out", ((7, None),), Window(0, 0), note="sum 7")))
    after = GridPicture((Grid("in", ((1, 2),), Window(0, 1)), Grid("out", ((7, 8),), Window(0, 1), note="sum 8")))
    first, second = masked(before, after, "out").grids
    assert first.cells == ((1, 2),) and first.window == Window(0, 1)
    assert second.cells == ((7, "?"),) and second.note == "?"


def test_a_window_in_which_something_changes_is_asked_as_a_whole():
    before = GridPicture((Grid("sum", ((1, 0, 5),), Window(0, 0, 1, 2)),))
    after = GridPicture((Grid("sum", ((2, 0, 5),), Window(0, 0, 1, 2)),))
    assert masked(before, after, "x").grids[0].cells == (("?", "?", 5),)


def test_bars_that_the_event_makes_have_no_length():
    before = BarsPicture("", (Bar("a", 1.0), Bar("b", 2.0)), 9.0)
    after = BarsPicture("", (Bar("a", 1.0), Bar("b", 3.0, True, "sum 4"), Bar("c", 5.0)), 9.0)
    assert [(bar.value, bar.note) for bar in masked(before, after, "b").bars] == [(1.0, ""), (None, ""), (None, "")]


def test_a_table_that_scrolls_hides_its_new_row():
    before = TablePicture(("x", "z", "w"), ((1, 2, 3), (1, 5, 6)), 1)
    after = TablePicture(("x", "z", "w"), ((1, 5, 6), (1, 5, 9)), 1)
    assert masked(before, after, "z").rows == ((1, 5, 6), (1, "?", "?"))


def test_what_is_asked_is_hidden_even_if_it_stays_the_same():
    before, after = TablePicture(("a", "w1"), ((1, 2), (1, None)), 0), TablePicture(("a", "w1"), ((1, 2), (1, 5)), 0)
    assert masked(before, after, "w").rows == ((1, "?"), (1, "?"))


def test_networks_code_and_curves_are_those_of_before():
    before = NetworkPicture(LAYERS, (np.array([[0.5]]),), "forward", 0)
    after = NetworkPicture((LAYERS[0], replace(LAYERS[1], values=(0.75,))), (np.array([[0.7]]),), "forward", 1)
    shown = masked(before, after, "o")
    assert shown.layers[1].values == (None,) and shown.layers[0].values == (1.0,) and shown.focus == 1
    assert shown.weights is before.weights
    assert masked(CODE, replace(CODE, current=0), "x").values == (("x", "?"),)
    assert masked(CODE, replace(CODE, values=(("x", 1), ("y", 2))), "z").values == (("x", 1), ("y", "?"))
    assert masked(LOSS, replace(LOSS, now=3.0), "L") is LOSS


def test_points_that_the_event_brings_are_not_there_yet():
    moved = replace(PLANE, points=(PlanePoint(0, 0, "o", True),))
    assert masked(PLANE, moved, "x").points == (PlanePoint(0, 0, "o", True),)
    fresh = replace(PLANE, points=(*PLANE.points, PlanePoint(0.5, 0.5, "n", True)))
    assert masked(PLANE, fresh, "x").points == PLANE.points


def test_what_was_answered_stays_where_it_stands():
    before = TablePicture(("x", "z", "o", "w"), ((1, 2, 3, 4),), 0)
    after = TablePicture(("x", "z", "o", "w"), ((1, 2, 3, 4), (5, 6, 7, 8)), 1)
    assert masked(before, after, "w", {"o"}, o=7, w=8, z=6).rows[1] == (5, 6, 7, "?")
    assert masked(before, after, "z", {"o"}, o=7, w=8, z=6).rows[1] == (5, "?", 7, "?")
    assert masked(before, after, "n", whole=True, o=7, w=8, z=6, n=1).rows[1] == (5, 6, 7, 8)
    assert masked(before, after, "o", whole=True, o=7, w=8, z=6).rows[1] == (5, 6, "?", 8)


def test_rows_that_were_filled_before_stay_and_those_to_come_are_blank():
    before = TablePicture(("a", "y"), ((1, 0), (2, None), (3, None)), 0)
    after = TablePicture(("a", "y"), ((1, 0), (2, 1), (3, None)), 1)
    assert masked(before, after, "y").rows == ((1, 0), (2, "?"), (3, None))


def test_a_number_of_a_shown_frame_that_could_be_the_asked_one_is_hidden():
    before = GridPicture((Grid("out", ((7, None),)),))
    after = GridPicture((Grid("out", ((7, 8),)),))
    assert masked(before, after, "sum", whole=True, sum=8).grids[0].cells == ((7, "?"),)
    assert masked(before, after, "sum", whole=True, sum=9).grids[0].cells == ((7, 8),)


def test_the_entries_of_an_array_that_were_answered_one_by_one_stay():
    before = GridPicture((Grid("out", ((7, None),)),))
    after = GridPicture((Grid("out", ((7, 8),)),))
    numbers = {"out": np.array([[7.0, 8.0]]), "out.0": 7.0, "out.1": 8.0}
    assert masked(before, after, "out", {"out.0", "out.1"}, **numbers).grids[0].cells == ((7, 8),)
    assert masked(before, after, "out", {"out.0"}, **numbers).grids[0].cells == ((7, "?"),)


@pytest.mark.parametrize("whole", [False, True])
def test_operands_are_seen_and_the_result_is_not(whole):
    class Product(Two):
        def frame(self, cursor):
            known = {"value.A": np.eye(2), "value.B": np.ones((2, 2))}
            return Frame(cursor, None, message("verdict.right"), {**known, **(self.brought if cursor else {})})

    grids = GridPicture(
        tuple(Grid(name, tuple(map(tuple, array)), sign=sign)
              for name, array, sign in (("A", np.eye(2), "·"), ("B", np.ones((2, 2)), "="), ("C", np.ones((2, 2)), "")))
    )  # fmt: skip
    simulation = Product(LOSS, grids, **{"value.C": np.ones((2, 2))})
    simulation.names = frozenset(("value.A", "value.B", "value.C"))
    first, second, third = masked_pictures(Mask(simulation, 1, ("value.C",), whole=whole))[0].grids
    assert first.cells == ((1.0, 0.0), (0.0, 1.0)) and second.cells == ((1.0, 1.0), (1.0, 1.0))
    assert third.cells == (("?", "?"), ("?", "?"))
