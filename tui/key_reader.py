"""Which keys are in what a terminal sends? Whatever arrives, something follows, and nothing ends the reading.

Textual's parser knows the keys. Around it stands what a terminal may do besides: sequences with numbers that no key
has are ignored; a key with an event type (a mode that another program left on) is the key; a paste is collected here,
because one whose end is lost would swallow every key behind it. The size of the window is asked of the system, so what
a sequence says about it does not count, and neither do reports that nobody asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from textual import events
from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, XTermParser
from textual.keys import Keys
from textual.message import Message
from textual.messages import InBandWindowResize

LONGEST_PASTE = 100_000
"""Characters; no line here takes a hundredth of it."""
FARTHEST = 5_000
"""Cells: where a mouse can be on any window."""
CTRL_C = "\x03"
UNASKED = (InBandWindowResize, events.Resize, events.AppFocus, events.AppBlur, events.CursorPosition)
_KEY = re.compile(r"\x1b\[(?P<codes>[\d:;]*)(?P<end>[u~ABCDEFHPQRS])")
_RELEASED = "3"
LARGEST = 0x10FFFF


class _Parser(XTermParser):
    """Textual's parser, for which a sequence that means nothing is no reason to end."""

    def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterable[events.Key]:
        try:
            read = _plainer(sequence)
            return (
                [events.Key(Keys.Ignore, sequence)] if read is None else [*super()._sequence_to_key_events(read, alt)]
            )
        except Exception:
            return [events.Key(Keys.Ignore, sequence)]


def _plainer(sequence: str) -> str | None:
    """The sequence of a key without its event type and its alternative codes; None for one that is no key press."""
    found = _KEY.fullmatch(sequence)
    if found is None:
        return sequence
    parts = found["codes"].split(";")
    code, (modifiers, _, event) = parts[0].split(":")[0], (parts[1] if len(parts) > 1 else "").partition(":")
    numbers = [number for part in (code, modifiers, *parts[2:]) for number in part.split(":") if number]
    if event.startswith(_RELEASED) or any(len(number) > 7 or int(number) > LARGEST for number in numbers):
        return None
    if ":" not in sequence:
        return sequence
    # Only the text that belongs to a key may have several codes.
    codes = ";".join([code or "1", *([modifiers] if len(parts) > 1 else []), *parts[2:3]])
    return f"\x1b[{codes}{found['end']}"


class KeyReader:
    """Letters in, events out; never raises."""

    def __init__(self) -> None:
        self._parser = _Parser()
        self._recent = ""
        """The last characters, in which the beginning of a paste would stand."""
        self._pasted: list[str] | None = None
        """What was pasted so far; None outside of a paste."""

    @property
    def is_pasting(self) -> bool:
        """Is the end of a paste waited for?"""
        return self._pasted is not None

    def feed(self, text: str) -> Iterator[Message]:
        """The events of what has arrived."""
        for letter in text:
            yield from self._paste(letter) if self._pasted is not None else self._key(letter)

    def tick(self) -> Iterator[Message]:
        """The events of a moment in which nothing has arrived: an Escape that was only that."""
        try:
            yield from filter(_is_wanted, list(self._parser.tick()))
        except Exception:
            self._parser = _Parser()

    def give_up_paste(self) -> Iterator[Message]:
        """What was pasted so far, when the end has not come."""
        if self._pasted is not None:
            text, self._pasted = "".join(self._pasted), None
            yield events.Paste(text.replace("\x00", ""))

    def _key(self, letter: str) -> Iterator[Message]:
        try:
            yield from filter(_is_wanted, list(self._parser.feed(letter)))
        except Exception:
            # Its state is lost with the exception; what comes next begins afresh.
            self._parser = _Parser()
        self._recent = (self._recent + letter)[-len(BRACKETED_PASTE_START) :]
        if self._recent == BRACKETED_PASTE_START:
            self._parser, self._recent, self._pasted = _Parser(), "", []

    def _paste(self, letter: str) -> Iterator[Message]:
        assert self._pasted is not None
        self._pasted.append(letter)
        end = len(BRACKETED_PASTE_END)
        if letter == BRACKETED_PASTE_END[-1] and "".join(self._pasted[-end:]) == BRACKETED_PASTE_END:
            del self._pasted[-end:]
            yield from self.give_up_paste()
        elif letter == CTRL_C:
            # No terminal pastes it: it was pressed.
            self._pasted.pop()
            yield from self.give_up_paste()
            yield from self._key(letter)
        elif len(self._pasted) > LONGEST_PASTE:
            self._pasted.pop()


def _is_wanted(message: Message) -> bool:
    """Is it something that was asked for, at a place that a window can have?"""
    if isinstance(message, UNASKED):
        return False
    return not isinstance(message, events.MouseEvent) or (0 <= message.x < FARTHEST and 0 <= message.y < FARTHEST)
