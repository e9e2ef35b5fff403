"""What fills the places of a drawing: numbers, marks, questions, roles, and the ASCII form of all of it."""

import pytest
from gradstep.core.pictures import Box, Diagram, GraphPicture, Wire
from gradstep.tui.drawing.graph.layout import lay_out
from gradstep.tui.drawing.graph.measure import LayoutOptions
from gradstep.tui.drawing.graph.overlay import Field, Overlay
from gradstep.tui.drawing.graph.render import draw


@pytest.fixture
def square(diagram):
    return diagram("a; s *", "s=a,a")


def lines(picture, overlay=None, options=None, charset="unicode"):
    layout = lay_out(picture.diagram, options or LayoutOptions())
    return draw(layout, picture, overlay or Overlay(), charset).lines()


def roles(drawing):
    return [(run.text.strip(), run.role) for row in drawing.rows for run in row if run.text.strip()]


def test_unknown_numbers_are_blank_and_known_zeros_are_not(square):
    assert lines(GraphPicture(square, {"a": 0.0}, {}))[1].startswith("│    0├")
    assert lines(GraphPicture(square, {}, {}))[1].startswith("│     ├")
    assert lines(GraphPicture(square, {}, {"a": 0.0}))[2].startswith("╰    0╯")


@pytest.mark.parametrize(
    ("marks", "corner", "in_ascii"),
    [
        ({}, "╯", "'"),
        ({"a": "right"}, "✓", "v"),
        ({"a": "wrong"}, "✗", "x"),
        ({"a": "revealed"}, "=", "="),
    ],
)
def test_marks_stand_in_the_corner(square, marks, corner, in_ascii):
    picture = GraphPicture(square, {}, {"a": 3.0})
    assert lines(picture, Overlay(marks=marks))[2][:7] == f"╰ 3.00{corner}"
    assert lines(picture, Overlay(marks=marks), charset="ascii")[2][:7] == f"' 3.00{in_ascii}"


def test_a_partial_sum_says_so(square):
    picture = GraphPicture(square, {}, {"a": 3.0}, partial=frozenset({"a"}))
    assert lines(picture)[2][:7] == "╰ 3.00+"
    assert lines(picture, charset="ascii")[2][:7] == "' 3.00&"


def test_a_contribution_is_asked_for_where_it_arrives(square):
    picture = GraphPicture(square, {}, {"a": 3.0}, partial=frozenset({"a"}))
    asked = Overlay(asked=frozenset({Field("contribution", "s", 1)}))
    assert lines(picture, asked)[2][:7] == "╰ 3.00?"


def test_what_is_asked_for_is_hidden_even_if_it_is_known(square):
    picture = GraphPicture(square, {"a": 3.0}, {"a": 6.0}, {("s", 0): 3.0})
    asked = Overlay(asked=frozenset({Field("value", "a"), Field("gradient", "a"), Field("local", "s", 0)}))
    drawn = "\n".join(lines(picture, asked, LayoutOptions(label_width=7)))
    assert "3.00" not in drawn
    assert "6.00" not in drawn
    assert drawn.count("?") == 3


def test_a_learner_may_have_written_anything(square):
    written = Overlay(written={Field("value", "a"): "0,30000", Field("gradient", "a"): "no"}, marks={"a": "wrong"})
    drawn = lines(GraphPicture(square, {}, {}), written)
    assert drawn[1][:7] == "│0,30…├"
    assert drawn[2][:7] == "╰   no✗"


def test_arrays_show_their_shape(square):
    class Matrix:
        shape = (32, 4)

    assert lines(GraphPicture(square, {"a": Matrix()}, {}))[1].startswith("│ 32×4├")


def test_roles_say_what_a_text_means(square):
    picture = GraphPicture(
        square, {"a": 3.0}, {"a": 6.0}, {("s", 0): 4.0}, active=("s", 1), direction="forward", focus="s"
    )
    overlay = Overlay(marks={"a": "right"})
    seen = roles(draw(lay_out(square, LayoutOptions(label_width=7)), picture, overlay))
    for expected in (("3.00", "value"), ("6.00", "gradient"), ("4.00", "local"), ("a", "title"), ("✓", "right")):
        assert expected in seen
    accented = "".join(text for text, role in seen if role == "accent")
    assert "s *" in accented
    assert "►" in accented
    assert "┏" in accented


def test_at_most_one_wire_and_one_box_are_heavy(moment):
    picture = moment(reached=..., active=("s", 1), direction="backward", focus="m1")
    drawn = "".join(lines(picture))
    assert drawn.count("◄") == 1
    assert drawn.count("┏") == 1 + 1, "the box and one bend of the wire"
    assert "━" not in "".join(lines(moment(reached=...)))


def test_the_heavy_wire_lies_on_top(random_diagram):
    diagram = random_diagram(3, 40)
    layout = lay_out(diagram)
    for wire, path in zip(diagram.wires, layout.paths, strict=True):
        picture = GraphPicture(diagram, {}, {}, active=(wire.child, wire.slot), direction="forward")
        drawn = draw(layout, picture).lines()
        assert all(drawn[y][x] in "━┃┏┓┗┛►┡┢┩┪┣┫┳┻┱┲┹┺┷┯╃╄╅╆┝┥┠┨╂┿╇╈╉╊╋" for x, y in path.cells), wire


def test_an_active_edge_that_is_not_drawn_does_no_harm(square):
    assert lines(GraphPicture(square, {}, {}, active=("z", 0), focus="z")) == lines(GraphPicture(square, {}, {}))


def test_a_step_changes_no_place(moment):
    frames = [
        lines(moment(known=())),
        lines(moment(reached=..., active=("q", 0), direction="backward", focus="s")),
        lines(moment(active=("f", 0), direction="forward", focus="f")),
    ]
    titles = ["w0", "neg -", "den +1", "f 1/x"]
    positions = [[[line.find(title) for line in frame] for title in titles] for frame in frames]
    assert positions[0] == positions[1] == positions[2]


def test_chips_name_the_leaf_they_stand_for(diagram):
    chain = diagram("W; a *; b *; c *; d *", "a=W,W b=a,W c=b,W d=c,W")
    picture = GraphPicture(chain, {}, {}, active=("d", 1), direction="backward", focus="W")
    drawn = "\n".join(lines(picture, options=LayoutOptions(alias_span=1)))
    assert drawn.count("(W)") == 3
    assert "(W)◄" in drawn
    assert "┏━W━" in drawn


@pytest.mark.parametrize("detail", ["compact", "full"])
def test_ascii_pictures_are_ascii(detail):
    boxes = (Box("σ", "σ"), Box("é", "é ∂×"), Box("z", "z ²∇"))
    odd = Diagram(boxes, (Wire("σ", "é", 0), Wire("σ", "z", 0), Wire("é", "z", 1)))
    picture = GraphPicture(odd, {"σ": -2e-300}, {"é": "–¿"}, {("z", 0): 0.5}, frozenset("σ"), ("z", 1), "backward", "é")
    overlay = Overlay(marks={"é": "right", "z": "wrong"}, asked=frozenset({Field("value", "z")}))
    drawn = lines(picture, overlay, LayoutOptions(detail, pitch=2, label_width=7), "ascii")
    assert all(line.isascii() for line in drawn)
    unicode = lines(picture, overlay, LayoutOptions(detail, pitch=2, label_width=7))
    assert [len(line) for line in drawn] == [len(line) for line in unicode]
