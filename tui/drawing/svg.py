"""What does a screen look like as an image that needs no terminal? SVG, one element a run, every cell in its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape

CELL = (9.6, 20)
"""Width and height of a cell, in pixels, for letters of 16 pixels."""
FONTS = "'DejaVu Sans Mono', 'Liberation Mono', Menlo, Consolas, monospace"
RAMP = (0, 95, 135, 175, 215, 255)
SIXTEEN = (
    "#000000", "#cd0000", "#00cd00", "#cdcd00", "#0000ee", "#cd00cd", "#00cdcd", "#e5e5e5",
    "#7f7f7f", "#ff0000", "#00ff00", "#ffff00", "#5c5cff", "#ff00ff", "#00ffff", "#ffffff",
)  # fmt: skip


def hex_of(number: int) -> str:
    """The colour of a 256-colour number: 16 named ones, a cube of 6×6×6, a grey ramp of 24 (xterm)."""
    if number < 16:
        return SIXTEEN[number]
    if number < 232:
        red, rest = divmod(number - 16, 36)
        return "#{:02x}{:02x}{:02x}".format(*(RAMP[part] for part in (red, *divmod(rest, 6))))
    grey = 8 + 10 * (number - 232)
    return f"#{grey:02x}{grey:02x}{grey:02x}"


def svg(rows: Sequence[Iterable[tuple[str, str]]], colors: Mapping[str, int], *, light: bool) -> str:
    """The image of rows of (text, role); `colors` are 256-colour numbers by role, absent roles have that of `text`."""
    wide, high = CELL
    width = max((sum(len(text) for text, _ in row) for row in rows), default=0)
    paper, ink = ("#ffffff", 235) if light else ("#1c1c1c", 252)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width * wide:g} {len(rows) * high + 8:g}" '
        f'font-family="{FONTS}" font-size="16" xml:space="preserve">',
        f'<rect width="100%" height="100%" fill="{paper}"/>',
    ]
    for line, row in enumerate(rows):
        column = 0
        for text, role in row:
            bare = text.lstrip(" ")
            if bare.rstrip(" "):
                x, y = (column + len(text) - len(bare)) * wide, line * high + 18
                shown = bare.rstrip(" ")
                color = hex_of(colors.get(role, colors.get("text", ink)))
                # The length is fixed, so that a browser with another font keeps the columns.
                place = f'x="{x:g}" y="{y:g}" fill="{color}" textLength="{len(shown) * wide:g}"'
                parts.append(f"<text {place}>{escape(shown, quote=False)}</text>")
            column += len(text)
    return "\n".join([*parts, "</svg>"]) + "\n"
