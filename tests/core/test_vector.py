"""Graphs as images: every box and wire is there, no box covers another, and nothing comes from elsewhere."""

import re
from xml.etree import ElementTree

import numpy as np
import pytest
from gradstep.core import backward, leaf
from gradstep.core.vector import HEIGHT, MOST_BOXES, WIDTH, Box, Wire, graph_svg
from hypothesis import given, settings
from hypothesis import strategies as st

SVG = "{http://www.w3.org/2000/svg}"


@st.composite
def graphs(draw):
    count = draw(st.integers(1, 25))
    wires = [
        Wire(f"n{parent}", f"n{child}", "0.5")
        for child in range(1, count)
        for parent in draw(st.lists(st.integers(0, child - 1), max_size=3))
    ]
    return [Box(f"n{at}", f"n{at}", "1.00", "-2.00", at < 2) for at in range(count)], wires


def drawn(boxes, wires):
    image = ElementTree.fromstring(graph_svg(boxes, wires))
    areas = [(float(each.get("x")), float(each.get("y"))) for each in image.iter(f"{SVG}rect") if each.get("x")]
    return image, areas


@settings(max_examples=80, deadline=None)
@given(graphs())
def test_boxes_stand_apart_inside_the_image_and_children_right_of_their_parents(graph):
    boxes, wires = graph
    image, areas = drawn(boxes, wires)
    wide, high = float(image.get("width")), float(image.get("height"))
    assert len(areas) == len(boxes)
    assert all(0 <= x <= wide - WIDTH and 0 <= y <= high - HEIGHT for x, y in areas)
    for at, (x, y) in enumerate(areas):
        assert all(abs(x - other) >= WIDTH or abs(y - below) >= HEIGHT for other, below in areas[at + 1 :])
    place = {box.id: area for box, area in zip(boxes, areas, strict=True)}
    assert all(place[wire.parent][0] + WIDTH < place[wire.child][0] for wire in wires)
    curves = [each for each in image.iter(f"{SVG}path") if each.get("fill") == "none"]
    assert len(curves) == len(wires)


def test_names_are_escaped_and_nothing_is_loaded():
    text = graph_svg([Box("a", '<b>&"x"', "</svg>")], [])
    ElementTree.fromstring(text)
    assert not re.search(r"url\(|href|script|@font", text)


def test_a_run_shows_itself_in_a_notebook():
    a, b = leaf("a", 2.0), leaf("b", -3.0)
    run = backward((a * b + a).named("f"))
    image = ElementTree.fromstring(run.record._repr_svg_())
    texts = [each.text for each in image.iter(f"{SVG}text")]
    assert {"a", "f +", "-4.00", "-2.00"} <= set(texts)
    assert run._repr_html_().count("<tr>") == 1 + len(run.table())
    assert "(-3.0) + (1.0) = -2.0" in run._repr_latex_()
    for moment in run.frames:
        assert moment.sentence() in moment._repr_html_().replace("&#x27;", "'")
    assert "-4.00" not in run.frames[0]._repr_html_() and "-4.00" in run.frames[2]._repr_html_()
    assert [moment.frame.cursor for moment in run.frames[1:3]] == [1, 2] and run.frames[-1].event is not None


def test_what_is_too_large_to_be_read_is_not_drawn():
    x = leaf("x", 1.0)
    total = x
    for _ in range(MOST_BOXES):
        total = total * 1.01 + x
    run = backward(total)
    assert run.record._repr_svg_() is None and run._repr_latex_() is None
    assert "…" in run._repr_html_()
    doubled = x
    for _ in range(40):
        doubled = doubled + doubled
    assert len(backward(doubled)._repr_latex_()) < 1000


@pytest.mark.parametrize("value", [np.ones((2, 3)), np.float32(2.0), 1e300], ids=str)
def test_arrays_and_large_numbers_fit_their_boxes(value):
    run = backward((leaf("W", value) * 2.0).sum())
    image = ElementTree.fromstring(run.record._repr_svg_())
    assert all(len(each.text) <= 14 for each in image.iter(f"{SVG}text"))
