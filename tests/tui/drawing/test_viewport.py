"""A window on a large drawing: when it moves, and what its edges say."""

import pytest
from gradstep.core.pictures import GraphPicture
from gradstep.tui.drawing.graph.area import Area
from gradstep.tui.drawing.graph.layout import lay_out
from gradstep.tui.drawing.graph.render import draw
from gradstep.tui.drawing.graph.viewport import follow, hit, whole


@pytest.fixture
def recurrent(diagram):
    """Three steps of a recurrent network: 145 columns, 14 rows."""
    times = (1, 2, 3)
    titles = "; ".join(f"p{t} *; q{t} *; s{t} +; z{t} +; h{t} tanh" for t in times)
    wires = " ".join(f"p{t}=W,h{t - 1} q{t}=U,x{t} s{t}=p{t},q{t} z{t}=s{t},b h{t}=z{t}" for t in times)
    return diagram(f"W; U; b; h0; x1; x2; x3; {titles}; L loss", f"{wires} L=h3")


def shown(recurrent, window, **more):
    known = {box.id: 0.5 for box in recurrent.boxes}
    return draw(lay_out(recurrent), GraphPicture(recurrent, known, {}, **more), window=window)


def test_what_fits_is_never_moved(sigmoid):
    layout = lay_out(sigmoid)
    for node in (*layout.places, None):
        assert follow(layout, Area(0, 0, 80, 12), node) == Area(0, 0, 80, 12)


def test_the_window_stays_while_the_focus_is_in_it(recurrent):
    layout = lay_out(recurrent)
    window = Area(layout.columns[2], 0, 80, 12)
    for node, place in layout.places.items():
        if window.spans(place) and place.bottom <= 12:
            assert follow(layout, window, node) == window
    assert follow(layout, window, None) == window


@pytest.mark.parametrize("size", [(80, 12), (60, 9), (40, 6)])
def test_every_focused_box_is_whole_and_no_box_is_cut_on_the_left(recurrent, size):
    layout = lay_out(recurrent)
    window = Area(0, 0, *size)
    nodes = [*layout.places]
    for node in (*nodes, *reversed(nodes), *nodes[::3], *nodes[::-5]):
        window = follow(layout, window, node)
        place = layout.places[node]
        assert window.spans(place)
        assert window.y <= place.y
        assert place.bottom <= window.bottom
        assert window.x in layout.columns


def test_a_window_that_has_shrunk_or_been_left_behind_is_brought_back(recurrent):
    layout = lay_out(recurrent)
    window = follow(layout, Area(999, 99, 80, 12), None)
    assert window.touches(whole(layout))
    assert window.right >= layout.width


def test_wires_that_leave_the_window_bear_names(recurrent):
    lines = shown(recurrent, Area(0, 0, 80, 12)).lines()
    assert lines[1].endswith("──p3"), lines[1]
    assert any(line.endswith("──z3") for line in lines)
    layout = lay_out(recurrent)
    lines = shown(recurrent, Area(layout.places["p2"].x, 0, 80, 12)).lines()
    assert any(line.startswith("W──") for line in lines)
    assert any(line.startswith("b──") for line in lines)


def test_half_a_number_is_never_shown(recurrent):
    layout = lay_out(recurrent)
    for x in range(layout.width - 40):
        rows = shown(recurrent, Area(x, 0, 40, 14)).rows
        for row in rows:
            for run in row:
                assert run.role != "value" or set(run.text.split()) == {"0.50"}


@pytest.mark.parametrize(("window", "edge"), [(Area(0, 3, 80, 11), 0), (Area(0, 0, 80, 11), -1)])
def test_rows_beyond_the_window_are_announced(recurrent, window, edge):
    assert "…" in shown(recurrent, window).lines()[edge]


def test_the_whole_drawing_announces_nothing(recurrent):
    assert "…" not in "".join(shown(recurrent, None).lines())


def test_a_crop_is_the_part_of_the_whole(recurrent):
    everything = shown(recurrent, None, focus="p2")
    lines = everything.lines()
    # Only the last row of the crop differs: it says that there is more.
    part = Area(0, 0, everything.window.width, len(lines) - 1)
    assert shown(recurrent, part, focus="p2").lines()[:-1] == lines[:-2]


def test_a_larger_window_is_filled_with_blanks(sigmoid):
    drawing = draw(lay_out(sigmoid), GraphPicture(sigmoid, {}, {}), window=Area(-2, -1, 90, 20))
    assert len(drawing.rows) == 20
    assert all(sum(len(run.text) for run in row) == 90 for row in drawing.rows)
    assert drawing.lines()[1].startswith("  ╭─w0──╮")


def test_cells_know_what_they_belong_to(sigmoid):
    layout = lay_out(sigmoid)
    place = layout.places["neg"]
    assert hit(layout, place.x, place.y) == "neg"
    assert hit(layout, place.right, place.y + 1) == ("ex", 0)
    assert hit(layout, layout.width - 1, layout.height - 1) is None


def test_the_trunk_of_several_wires_belongs_to_their_source(diagram):
    layout = lay_out(diagram("a; e exp; t tanh", "e=a t=a"))
    assert hit(layout, *layout.paths[0].tail) == "a"
    assert hit(layout, *layout.paths[0].head) == ("e", 0)
