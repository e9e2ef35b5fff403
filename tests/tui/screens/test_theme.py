"""Colours by role: enough contrast, far enough apart, and never needed."""

import math

import pytest
from gradstep.core.errors import UnknownNameError
from gradstep.tui.drawing.graph.canvas import HALVES, ON_SHADES, STRONGEST
from gradstep.tui.drawing.plane import KINDS
from gradstep.tui.scene.cells import row
from gradstep.tui.scene.pages.options import THEME_NAMES
from gradstep.tui.theme import SHADES, THEMES, checked_theme, styles
from gradstep.tui.widgets.line import line
from rich.color import Color

SHADED = {*HALVES.values(), *ON_SHADES.values()}
BACKGROUNDS = {"dark": 234, "light": 255, "safe-dark": 234, "safe-light": 255, "high-contrast": 16}


def luminance(number):
    parts = [part / 255 for part in Color.from_ansi(number).get_truecolor()]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", BACKGROUNDS)
@pytest.mark.parametrize("role", ["text", "title", "dim", "value", "gradient", "local", "accent", "wrong"])
def test_contrast(theme, role):
    light, dark = sorted((luminance(THEMES[theme][role]), luminance(BACKGROUNDS[theme])), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("colors", [0, 16, 256])
def test_only_shades_touch_the_background_and_every_role_has_a_style(theme, colors):
    for role, style in styles(theme, colors).items():
        assert style.bgcolor is None or (role in SHADED and colors == 256 and theme in SHADES), role
        if colors == 0 or theme == "mono":
            assert style.color is None and style.bgcolor is None
    assert set(SHADED) <= set(styles(theme, colors))


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("colors", [0, 16, 256])
def test_in_ascii_no_sign_is_replaced_by_a_block(theme, colors):
    look = styles(theme, colors, has_blocks=False)
    for role in SHADED:
        assert look[role].bgcolor is None
        assert line(row(("+", role)), look, 1).text == "+"


@pytest.mark.parametrize("theme", SHADES)
def test_points_stand_out_from_every_shade_and_the_sides_from_each_other(theme):
    above, none, below = SHADES[theme]
    look = styles(theme, 256)
    for (role, level), name in ON_SHADES.items():
        if role in KINDS or role in ("accent", "wrong"):
            ink, ground = look[name].color.number, look[name].bgcolor.number
            assert ground == (*above, none, *below)[STRONGEST - level]
            light, dark = sorted((luminance(ink), luminance(ground)), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= 3.0, (role, level)
    assert len({*above, none, *below}) == 2 * STRONGEST + 1
    for seen in ("normal", *DICHROMATS):
        strong = [seen_by(seen, side) for side in (above[0], below[-1])]
        assert math.dist(*strong) >= 60, seen


DICHROMATS = {
    "protan": ((0.152, 1.053, -0.205), (0.115, 0.786, 0.099), (-0.004, -0.048, 1.052)),
    "deutan": ((0.367, 0.861, -0.228), (0.280, 0.673, 0.047), (-0.012, 0.043, 0.969)),
}
"""What is left of red, green and blue for two kinds of sight (Machado and others 2009, severity 1)."""


def seen_by(sight, number):
    """The red, green and blue of a colour for a kind of sight."""
    parts = Color.from_ansi(number).get_truecolor()
    if sight == "normal":
        return tuple(parts)
    return tuple(sum(a * part for a, part in zip(row, parts, strict=True)) for row in DICHROMATS[sight])


@pytest.mark.parametrize("theme", BACKGROUNDS)
@pytest.mark.parametrize("colors", [16, 256])
def test_a_gradient_does_not_look_like_an_error(theme, colors):
    known = styles(theme, colors)
    assert known["gradient"].color != known["wrong"].color == known["spot"].color


def test_names():
    assert set(THEME_NAMES) == set(THEMES)
    assert checked_theme("mono") == "mono"
    with pytest.raises(UnknownNameError) as caught:
        checked_theme("drak")
    assert "dark" in caught.value.near
