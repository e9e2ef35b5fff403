"""What do bars look like? One a row: name, number, a length for its size, and its sign behind it.

The scale is that of the picture, which is the same for a whole run, and so is the width of the numbers.
"""

from __future__ import annotations

from math import isfinite

from ...core.pictures import Bar, BarsPicture
from .amounts import NORMAL, aligned, amount, decimals_of
from .graph.area import Area
from .graph.canvas import Canvas, Drawing
from .labels import Words, bare, cut_sign, shortened

BLOCK = "▆"
"""Lower than a row, so that bars under each other stay apart."""
ASKED = "?"
MOST_NAME = 20
SHORTEST_BAR = 6
"""Cells of a bar that still shows a proportion."""
NOTE, ROOMY = 16, 44
"""Cells kept free for notes from a width on, so that a bar does not shrink when the first note appears."""
MARK = 3
"""Cells of the margin in which the current bar is marked."""


def draw_bars(picture: BarsPicture, width: int, height: int, *, ascii: bool = False, words: Words = bare) -> Drawing:
    """The picture in a window of `width` times `height` cells."""
    canvas = Canvas(Area(0, 0, width, height))
    title = words(picture.title)
    top = 1 if title and height > 2 else 0
    canvas.put(MARK, 0, shortened(title, width - MARK, ascii) if top else "", "title")
    names, numbers, notes = _columns(picture, words, ascii)
    note = max([NOTE if width >= ROOMY else 0, *map(len, notes)])
    room = max(0, width - MARK - _text_width(names, numbers, note))
    if room < SHORTEST_BAR:
        # The number says it all; a name may be cut before a bar is left out.
        room = min(SHORTEST_BAR, max(0, width - MARK - len(numbers[0]) - 8 if numbers else 0))
    shown = _shown(picture, height - top)
    for line, place in enumerate(shown):
        bar, y = picture.bars[place], top + line
        hidden = (line == 0 and place > 0) or (line == len(shown) - 1 and place < len(picture.bars) - 1)
        mark = (">" if ascii else "►") if bar.current else cut_sign(ascii) if hidden else " "
        canvas.put(1, y, mark, "accent" if bar.current else "dim")
        x = MARK
        wide = min(len(names[place]), max(0, width - MARK - len(numbers[place]) - room - 4))
        canvas.put(x, y, shortened(names[place], wide, ascii), "accent" if bar.current else "title")
        x += wide + 1
        canvas.put(x, y, numbers[place], "asked" if numbers[place].strip() == ASKED else "value")
        x += len(numbers[place]) + 2
        x += _length(canvas, x, y, bar, picture.largest, room, ascii)
        if notes[place] and x + 2 < width:
            # Notes stand under each other, behind the longest possible bar.
            at = max(x + 1, width - note)
            canvas.put(at, y, shortened(notes[place], width - at, ascii), "dim")
    return canvas.drawing()


def bars_width(picture: BarsPicture, words: Words = bare) -> int:
    """The cells that names, numbers and notes take together with the shortest bar."""
    names, numbers, notes = _columns(picture, words, False)
    return MARK + _text_width(names, numbers, max([NOTE, *map(len, notes)])) + SHORTEST_BAR


def _text_width(names: list[str], numbers: list[str], note: int) -> int:
    """Everything of a row but its bar: three gaps, a sign, and the note with a gap before it."""
    return max(map(len, names), default=0) + max(map(len, numbers), default=0) + 5 + (note + 1 if note else 0)


def _columns(picture: BarsPicture, words: Words, ascii: bool) -> tuple[list[str], list[str], list[str]]:
    """Names, numbers and notes, each as wide as its widest."""
    names = [shortened(words(bar.name), MOST_NAME, ascii) for bar in picture.bars]
    values = [bar.value for bar in picture.bars if bar.value is not None]
    width, most = NORMAL
    decimals = decimals_of([*values, picture.largest], most)
    texts = [_number(bar, width, decimals) for bar in picture.bars]
    numbers = aligned(texts, (amount(-picture.largest, width, decimals),))
    return [name.ljust(max(map(len, names))) for name in names], numbers, [words(bar.note) for bar in picture.bars]


def _number(bar: Bar, width: int, decimals: int) -> str:
    """The number of a bar; blank while it is not known, and `?` while it is asked for."""
    if bar.value is None:
        return ASKED if bar.asked else ""
    return amount(bar.value, width, decimals)


def _length(canvas: Canvas, x: int, y: int, bar: Bar, largest: float, room: int, ascii: bool) -> int:
    """The bar and its sign; answers how many cells they took."""
    if bar.value is None or bar.value == 0 or bar.value != bar.value or room < 1:
        return 0
    part = abs(bar.value) / largest if largest > 0 and isfinite(bar.value) else 1.0
    text = ("#" if ascii else BLOCK) * max(1, round(min(1.0, part) * room))
    if part > 1.0:
        text = text[:-1] + cut_sign(ascii)
    canvas.put(x, y, text, "gradient" if bar.value < 0 else "value")
    canvas.put(x + len(text) + 1, y, "-" if bar.value < 0 else "+", "title")
    return len(text) + 2


def _shown(picture: BarsPicture, rows: int) -> range:
    """The bars that fit, the current one among them."""
    count = len(picture.bars)
    current = next((place for place, bar in enumerate(picture.bars) if bar.current), 0)
    first = max(0, min(current - max(0, rows - 2), count - rows))
    return range(first, min(count, first + max(0, rows)))
