"""What a layout promises: places that do not depend on numbers, on chance or on the order of hashing."""

import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from gradstep.core.pictures import Box, Diagram, Wire
from gradstep.tui.drawing.graph.channels import route
from gradstep.tui.drawing.graph.glyphs import DOWN, LEFT, RIGHT, UNICODE_PEN, UP
from gradstep.tui.drawing.graph.layering import assign_layers
from gradstep.tui.drawing.graph.layout import arrange, lay_out
from gradstep.tui.drawing.graph.measure import COMPACT, LayoutOptions
from gradstep.tui.drawing.graph.rows import isotonic


def arrangement(layout):
    return dict(layout.places), [path.cells for path in layout.paths]


def test_equal_diagrams_share_one_layout(sigmoid):
    assert lay_out(Diagram(tuple(sigmoid.boxes), tuple(sigmoid.wires)), LayoutOptions()) is lay_out(sigmoid)


def test_the_layout_is_found_again(random_diagram):
    diagram = random_diagram(5, 40)
    assert arrangement(arrange(diagram, COMPACT)) == arrangement(arrange(diagram, COMPACT))


def test_a_layout_cannot_be_changed(sigmoid):
    layout = lay_out(sigmoid)
    with pytest.raises(TypeError):
        layout.places["w0"] = layout.places["x0"]
    with pytest.raises(AttributeError):
        layout.width = 0


PRINT_LAYOUTS = """
import importlib.util, sys
spec = importlib.util.spec_from_file_location("diagrams", sys.argv[1])
diagrams = importlib.util.module_from_spec(spec)
spec.loader.exec_module(diagrams)
from gradstep.tui.drawing.graph.layout import lay_out
from gradstep.tui.drawing.graph.measure import LayoutOptions
for seed, count in ((1, 12), (2, 30), (4, 45)):
    layout = lay_out(diagrams.make_random_diagram(seed, count), LayoutOptions(alias_span=3))
    print(sorted(layout.places.items()), [sorted(path.cells.items()) for path in layout.paths])
"""


def test_the_order_of_hashing_does_not_matter():
    conftest = Path(__file__).with_name("conftest.py")
    outputs = {
        subprocess.run(
            [sys.executable, "-c", PRINT_LAYOUTS, str(conftest)],
            env={"PYTHONHASHSEED": seed, "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(outputs) == 1
    assert outputs.pop()


def test_a_chain_of_thousands_is_laid_out_without_recursion():
    count = 1500
    boxes = tuple(Box(f"n{i}", f"n{i}") for i in range(count))
    layout = lay_out(Diagram(boxes, tuple(Wire(f"n{i}", f"n{i + 1}", 0) for i in range(count - 1))))
    assert layout.height == 3
    assert layout.crossings == 0


def test_an_empty_and_an_unconnected_diagram(diagram):
    assert (lay_out(Diagram((), ())).width, lay_out(Diagram((), ())).height) == (0, 0)
    assert lay_out(diagram("a; b", "")).height == 6


def test_faulty_diagrams_are_refused(diagram):
    with pytest.raises(ValueError, match="cycle"):
        lay_out(diagram("a exp; b exp", "a=b b=a"))
    with pytest.raises(ValueError, match="same id"):
        lay_out(diagram("a; a", ""))


def test_leaves_stand_before_their_first_use_and_time_runs_to_the_right():
    #  0 W, 1 h0, 2 x1, 3 x2; 4 W·h0, 5 +x1, 6 W·that, 7 +x2
    assert assign_layers([[], [], [], [], [0, 1], [4, 2], [0, 5], [6, 3]]) == [0, 0, 1, 3, 1, 2, 3, 4]


def test_a_product_of_its_own_input_may_move_to_its_use():
    # 5 = U·x2 is used only at layer 3; it and x2 stand next to that use instead of at the far left.
    parents = [[], [], [], [0], [3], [1, 2], [4, 5]]
    layers = assign_layers(parents)
    assert (layers[5], layers[2]) == (layers[6] - 1, layers[6] - 2)


def test_only_commutative_operations_swap_their_inputs(diagram):
    def upper_input(op):
        layout = lay_out(diagram(f"a; b; t tanh; d {op}; o -", "t=b d=a,t o=t,d"))
        return [
            path.head[1] for wire, path in zip(layout.diagram.wires, layout.paths, strict=True) if wire.child == "d"
        ]

    first, second = upper_input("-")
    assert first < second, "a - t is drawn with a above"
    assert sorted(upper_input("+")) == [min(upper_input("+")), min(upper_input("+")) + 1]


def test_both_wires_of_a_square_have_ports_of_their_own(diagram):
    layout = lay_out(diagram("a; s *", "s=a,a"))
    heads = [path.head for path in layout.paths]
    assert heads[0][1] + 1 == heads[1][1]


def test_the_longest_title_makes_a_layer_wide(diagram):
    layout = lay_out(diagram("a; sm softmax; b exp", "sm=a b=a"))
    assert layout.places["sm"].width == layout.places["b"].width == 12
    assert layout.places["a"].width == 7


def test_far_uses_of_a_leaf_become_chips(diagram):
    chain = diagram("W; a *; b *; c *; d *", "a=W,W b=a,W c=b,W d=c,W")
    assert not lay_out(chain).chips
    layout = lay_out(chain, LayoutOptions(alias_span=1))
    assert [(chip.leaf, chain.wires[chip.wire].child) for chip in layout.chips] == [("W", "b"), ("W", "c"), ("W", "d")]
    assert layout.crossings == 0


def test_every_combination_of_arms_has_its_own_character():
    seen = set()
    for combination in range(81):
        weights = [combination // 27, combination // 9 % 3, combination // 3 % 3, combination % 3]
        arms = dict(zip((LEFT, RIGHT, UP, DOWN), weights, strict=True))
        mask = sum(arm for arm, weight in arms.items() if weight)
        letter = UNICODE_PEN.wire(mask, sum(arm for arm, weight in arms.items() if weight == 2))
        seen.add(letter)
        name = unicodedata.name(letter)
        assert ("HEAVY" in name) == (2 in weights)
        assert ("LIGHT" in name) == (1 in weights)
        for word, sides in (("LEFT", LEFT), ("RIGHT", RIGHT), ("UP", UP), ("DOWN", DOWN)):
            assert word not in name or mask & sides
    assert len(seen) == 81


def test_rows_are_pooled_to_the_weighted_median():
    assert isotonic([[(5, 1)], [(3, 1)], [(9, 1)]]) == [3, 3, 9]
    assert isotonic([[(5, 3)], [(3, 1)]]) == [5, 5]
    assert isotonic([]) == []


def test_nets_that_exchange_rows_are_parted_by_a_dogleg():
    chains, columns = route({1: (0, {3}), 2: (3, {0})})
    assert sorted(len(chain) for chain in chains.values()) == [1, 2]
    assert columns == 3


def test_nets_that_exchange_rows_in_a_circle_of_three_are_parted_too():
    chains, _ = route({1: (0, {3, 4}), 2: (3, {6, 7}), 3: (6, {0, 1})})
    risers = [riser for chain in chains.values() for riser in chain]
    for first in risers:
        for second in risers:
            if first.net != second.net and first.left in second.rights:
                assert first.column < second.column
