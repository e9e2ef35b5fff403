"""The graph pictures of the screen designs, character for character."""

import pytest
from gradstep.core.pictures import GraphPicture
from gradstep.tui.drawing.graph.layout import lay_out
from gradstep.tui.drawing.graph.measure import LayoutOptions
from gradstep.tui.drawing.graph.overlay import Field, Overlay
from gradstep.tui.drawing.graph.render import draw

SCREEN_2 = """\
╭─w0──╮
│ 2.00├─┐
╰─────╯ │ ┌─m0 *┐   ┌─s +─┐   ┌─q +─┐   ┏neg -┓   ┌ex exp┐   ┌den +1┐   ┌f 1/x┐
╭─x0──╮ └►│-2.00├──►│ 4.00├──►│ 1.00├━━►┃-1.00┣──►│      ├──►│      ├──►│     │
│-1.00├──►│     │ ┌►│     │ ┌►│     │   ┗━━━━━┛   └──────┘   └──────┘   └─────┘
╰─────╯   └─────┘ │ └─────┘ │ └─────┘
╭─w1──╮   ┌─m1 *┐ │ ╭─w2──╮ │
│-3.00├──►│ 6.00├─┘ │-3.00├─┘
╰─────╯ ┌►│     │   ╰─────╯
╭─x1──╮ │ └─────┘
│-2.00├─┘
╰─────╯
"""

SCREEN_3 = """\
╭─w0──╮
│ 2.00├─┐
╰─────╯ │ ┌─m0 *┐   ┌─s +─┐   ┌─q +─┐   ┏neg -┓   ┌ex exp┐   ┌den +1┐   ┌f 1/x┐
╭─x0──╮ └►│-2.00├──►│ 4.00├──►│ 1.00├──►┃-1.00┣◄━━│  0.37├──►│  1.37├──►│ 0.73│
│-1.00├──►│     │ ┌►│     │ ┌►│     │   ┗-0.20┛   └ -0.53┘   └ -0.53┘   └ 1.00┘
╰─────╯   └─────┘ │ └─────┘ │ └─────┘
╭─w1──╮   ┌─m1 *┐ │ ╭─w2──╮ │
│-3.00├──►│ 6.00├─┘ │-3.00├─┘
╰─────╯ ┌►│     │   ╰─────╯
╭─x1──╮ │ └─────┘
│-2.00├─┘
╰─────╯
"""

SCREEN_4 = """\
╭─w0──╮
│ 2.00├─┐
╰─────╯ │ ┌─m0 *┐   ┌─s +─┐   ┌─q +─┐   ┌neg -┐   ┌ex exp┐   ┌den +1┐   ┌f 1/x┐
╭─x0──╮ └►│-2.00├──►│ 4.00├──►│ 1.00├──►│-1.00├──►│  0.37├──►│  1.37├──►│ 0.73│
│-1.00├──►│     │ ┌►│     │ ┌►│     │   └-0.20┘   └ -0.53┘   └ -0.53┘   └ 1.00┘
╰─────╯   └ 0.20┘ │ └ 0.20┘ │ └ 0.20┘
┏━w1━━┓   ┌─m1 *┐ │ ╭─w2──╮ │
┃-3.00┣◄━━│ 6.00├─┘ │-3.00├─┘
┗    ?┛ ┌►│     │   ╰ 0.20╯
╭─x1──╮ │ └ 0.20┘
│-2.00├─┘
╰─────╯
"""

SCREEN_6 = """\
                  ┌─a *─┐           ┌─f +─┐
┏━t━━━┓ ┏━━ 4.00 ━│ 16.0├──── 1.00 ►│ 28.0│
┃ 4.00┣◄╃─── ? ──►│     │ ┌── 1.00 ►│     │
┗ 7.00+ │         └ 1.00┘ │         └ 1.00┘
        │                 │
        │         ┌─b *3┐ │
        └── 3.00 ►│ 12.0├─┘
                  └ 1.00┘
"""

SCREEN_7 = """\
╭─w0──╮
│ 2.00├─┐
╰    ?╯ │ ┌─m0 *┐   ┌─s +─┐   ┌─q +─┐   ┌neg -┐   ┌ex exp┐   ┌den +1┐   ┌f 1/x┐
╭─x0──╮ └►│-2.00├──►│ 4.00├──►│ 1.00├──►│-1.00├──►│  0.37├──►│  1.37├──►│ 0.73│
│-1.00├──►│     │ ┌►│     │ ┌►│     │   └-0.20✓   └ -0.53✓   └ -0.53✓   └ 1.00┘
╰    ?╯   └ 0.20✓ │ └ 0.20✓ │ └ 0.20✓
╭─w1──╮   ┌─m1 *┐ │ ╭─w2──╮ │
│-3.00├──►│ 6.00├─┘ │-3.00├─┘
╰-0.59✗ ┏━│     │   ╰ 0.20✓
┏━x1━━┓ ┃ └ 0.20✓
┃-2.00┣◄┛
┗    ?┛
"""

SCREEN_24 = """\
.-w0--.
| 2.00|-.
'-----' | +-m0 *+   +-s +-+   +-q +-+   #neg -#   +ex exp+   +den +1+   +f 1/x+
.-x0--. '>|-2.00|-->| 4.00|-->| 1.00|-->#-1.00#<==|  0.37|-->|  1.37|-->| 0.73|
|-1.00|-->|     | .>|     | .>|     |   #-0.20#   + -0.53+   + -0.53+   + 1.00+
'-----'   +-----+ | +-----+ | +-----+
.-w1--.   +-m1 *+ | .-w2--. |
|-3.00|-->| 6.00|-' |-3.00|-'
'-----' .>|     |   '-----'
.-x1--. | +-----+
|-2.00|-'
'-----'
"""

SCREEN_25 = """\
╭─w0─────╮
│▸  2.00 ├─┐
│◂       │ │
╰────────╯ │
           │ ┌─m0 *───┐   ┌─s +────┐   ┌─q +────┐   ┏━neg -━━┓   ┌─ex exp─┐   ┌─den +1─┐   ┌─f 1/x──┐
╭─x0─────╮ └►│▸ -2.00 ├──►│▸  4.00 ├──►│▸  1.00 ├──►┃▸ -1.00 ┣◄━━│▸  0.37 ├──►│▸  1.37 ├──►│▸  0.73 │
│▸ -1.00 ├──►│◂       │ ┌►│◂       │ ┌►│◂       │   ┃◂ -0.20 ┃   │◂ -0.53 │   │◂ -0.53 │   │◂  1.00 │
│◂       │   └────────┘ │ └────────┘ │ └────────┘   ┗━━━━━━━━┛   └────────┘   └────────┘   └────────┘
╰────────╯              │            │
                        │ ╭─w2─────╮ │
╭─w1─────╮   ┌─m1 *───┐ │ │▸ -3.00 ├─┘
│▸ -3.00 ├──►│▸  6.00 ├─┘ │◂       │
│◂       │ ┌►│◂       │   ╰────────╯
╰────────╯ │ └────────┘
           │
╭─x1─────╮ │
│▸ -2.00 ├─┘
│◂       │
╰────────╯
"""

LATER = ("f", "den", "ex", "neg")
MIDDLE = (*LATER, "q", "s", "w2", "m0", "m1")


def drawn(picture, options=LayoutOptions(), overlay=Overlay(), charset="unicode") -> str:  # noqa: B008
    drawing = draw(lay_out(picture.diagram, options), picture, overlay, charset)
    assert all(sum(len(run.text) for run in row) == drawing.window.width for row in drawing.rows)
    return "\n".join(drawing.lines()) + "\n"


def test_the_neuron_of_lesson_25_is_79_by_12(sigmoid):
    layout = lay_out(sigmoid)
    assert (layout.width, layout.height) == (79, 12)


def test_screen_2_forward(moment):
    picture = moment(("m0", "m1", "s", "q", "neg"), active=("neg", 0), direction="forward", focus="neg")
    assert drawn(picture) == SCREEN_2


@pytest.fixture
def backward(moment):
    return moment(reached=LATER, active=("ex", 0), direction="backward", focus="neg")


def test_screen_3_backward(backward):
    assert drawn(backward) == SCREEN_3


def test_screen_4_asks_for_a_gradient(moment):
    picture = moment(reached=MIDDLE, active=("m1", 0), direction="backward", focus="w1")
    assert drawn(picture, overlay=Overlay(asked=frozenset({Field("gradient", "w1")}))) == SCREEN_4


def test_screen_6_shows_locals_on_the_wires(diagram):
    fork = diagram("t; a *; b *3; f +", "a=t,t b=t f=a,b")
    picture = GraphPicture(
        fork,
        {"t": 4.0, "a": 16.0, "b": 12.0, "f": 28.0},
        {"t": 7.0, "a": 1.0, "b": 1.0, "f": 1.0},
        {("a", 0): 4.0, ("a", 1): 4.0, ("b", 0): 3.0, ("f", 0): 1.0, ("f", 1): 1.0},
        partial=frozenset({"t"}),
        active=("a", 0),
        direction="backward",
        focus="t",
    )
    overlay = Overlay(asked=frozenset({Field("local", "a", 1)}))
    assert drawn(picture, LayoutOptions(label_width=7, gap=1), overlay) == SCREEN_6


def test_screen_7_keeps_wrong_numbers_visible(moment):
    picture = moment(reached=(*MIDDLE,), active=("m1", 1), direction="backward", focus="x1")
    overlay = Overlay(
        marks=dict.fromkeys(MIDDLE[1:], "right") | {"w1": "wrong"},
        asked=frozenset(Field("gradient", name) for name in ("w0", "x0", "x1")),
        written={Field("gradient", "w1"): -0.59},
    )
    assert drawn(picture, overlay=overlay) == SCREEN_7


def test_screen_24_in_ascii(backward):
    assert drawn(backward, charset="ascii") == SCREEN_24
    assert drawn(backward, LayoutOptions(pitch=2), charset="ascii") == SCREEN_24


def test_screen_25_with_four_row_boxes(backward):
    assert drawn(backward, LayoutOptions("full")) == SCREEN_25
