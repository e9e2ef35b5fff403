"""Colours by role: enough contrast, far enough apart, and never needed."""

import pytest
from gradstep.core.errors import UnknownNameError
from gradstep.tui.scene.pages.options import THEME_NAMES
from gradstep.tui.theme import THEMES, checked_theme, styles
from rich.color import Color

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
def test_no_background_is_touched_and_every_role_has_a_style(theme, colors):
    for role, style in styles(theme, colors).items():
        assert style.bgcolor is None, role
        if colors == 0 or theme == "mono":
            assert style.color is None


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
