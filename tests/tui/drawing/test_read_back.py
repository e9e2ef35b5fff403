"""A picture read back by its characters alone gives the wires of the diagram: no drawing is ambiguous."""

import pytest
from gradstep.core.pictures import GraphPicture
from gradstep.tui.drawing.graph.layout import lay_out
from gradstep.tui.drawing.graph.measure import LayoutOptions
from gradstep.tui.drawing.graph.render import draw

OPTIONS = {
    "unicode": {
        "compact": LayoutOptions(restarts=1),
        "full": LayoutOptions("full", label_width=7, restarts=1),
    },
    "ascii": {
        "compact": LayoutOptions(pitch=2, restarts=1),
        "full": LayoutOptions("full", pitch=2, label_width=7, restarts=1),
    },
}


def ports(diagram, layout) -> list[tuple[str, str, int]]:
    """The wires as they must be seen; where ports may be swapped, the layout says which one a wire took."""
    swappable = {box.id for box in diagram.boxes if box.swappable}
    wires = []
    for wire, path in zip(diagram.wires, layout.paths, strict=True):
        port = path.head[1] - layout.places[wire.child].y - 1
        assert wire.child in swappable or port == wire.slot
        wires.append((wire.parent, wire.child, port))
    assert len(set(wires)) == len(wires)
    return sorted(wires)


@pytest.mark.parametrize("seed", range(100))
def test_every_wire_of_a_random_graph_can_be_followed(seed, random_diagram, read_back, charset):
    diagram = random_diagram(seed, 5 + seed * 55 // 99)
    detail = "full" if seed % 4 == 3 else "compact"
    layout = lay_out(diagram, OPTIONS[charset][detail])
    lines = draw(layout, GraphPicture(diagram, {}, {}), charset=charset).lines()
    assert read_back(lines, layout.places, charset) == ports(diagram, layout)


def test_the_reader_misses_a_wire_as_soon_as_a_piece_of_it_is_missing(sigmoid, read_back, charset):
    layout = lay_out(sigmoid, OPTIONS[charset]["compact"])
    lines = draw(layout, GraphPicture(sigmoid, {}, {}), charset=charset).lines()
    for x, y in layout.pieces:
        torn = [line if row != y else line[:x] + " " + line[x + 1 :] for row, line in enumerate(lines)]
        assert read_back(torn, layout.places, charset) != ports(sigmoid, layout)


@pytest.mark.parametrize("seed", range(40))
def test_nothing_lies_on_anything_else(seed, random_diagram):
    diagram = random_diagram(seed, 5 + seed)
    layout = lay_out(
        diagram,
        LayoutOptions("full" if seed % 2 else "compact", restarts=1, alias_span=(None, 2)[seed % 3 == 0]),
    )
    covered = [
        (x, y)
        for place in [*layout.places.values(), *(chip.place for chip in layout.chips)]
        for y in range(place.y, place.bottom)
        for x in range(place.x, place.right)
    ]
    assert len(set(covered)) == len(covered), "two boxes share a cell"
    assert not set(covered) & set(layout.pieces), "a wire runs through a box"
    assert sum(len(pieces) > 1 for pieces in layout.pieces.values()) == layout.crossings, "two wires share a piece"


def test_the_active_wire_can_be_followed_too(sigmoid, read_back, charset):
    layout = lay_out(sigmoid, OPTIONS[charset]["compact"])
    for wire in sigmoid.wires:
        picture = GraphPicture(sigmoid, {}, {}, active=(wire.child, wire.slot), direction="forward")
        lines = draw(layout, picture, charset=charset).lines()
        assert read_back(lines, layout.places, charset) == ports(sigmoid, layout)


def test_the_active_wire_of_a_dense_graph_can_be_followed_too(random_diagram, read_back, charset):
    diagram = random_diagram(3, 40)
    layout = lay_out(diagram, OPTIONS[charset]["compact"])
    for wire in diagram.wires:
        picture = GraphPicture(diagram, {}, {}, active=(wire.child, wire.slot), direction="forward")
        lines = draw(layout, picture, charset=charset).lines()
        assert read_back(lines, layout.places, charset) == ports(diagram, layout)
