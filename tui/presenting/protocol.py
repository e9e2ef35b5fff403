"""What do a presenter and those who follow say to each other? Lines of JSON, each of bounded size, checked when read.

The presenter sends all there is to know in every line, so the newest one is enough and the others may be left out. A
follower sends nothing but votes. Neither believes the other: what does not decode is refused, and no text reaches a
terminal with a sign that steers it.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from ...core.errors import GradstepError
from ...core.teaching.poll import LONGEST_VOTE, Tally
from ...core.teaching.stand import Stand
from ...core.words.controls import shortened, visible

FORMAT = 1
LONGEST_TOLD = 65_536
"""Bytes of a line of the presenter."""
LONGEST_SAID = 4_096
"""Bytes of a line of a follower."""
MOST_HEAPS = 40
"""Answers that are told apart."""
MOST_VOTES = 100_000
Name = Annotated[str, Meta(max_length=200)]
Answer = Annotated[str, Meta(max_length=LONGEST_VOTE)]
Count = Annotated[int, Meta(ge=0, le=MOST_VOTES)]
Kind = Literal["right", "rounded", "wrong", "unreadable", "undecided"]


class ProtocolError(GradstepError):
    """Something was sent that nobody of ours sends."""


class HeapTold(Struct, frozen=True, array_like=True):
    """A heap of equal answers."""

    answer: Answer
    count: Count
    kind: Kind | None = None
    slip: Name | None = None


class SlipTold(Struct, frozen=True, array_like=True):
    """A slip, and how often it was made."""

    slip: Name
    count: Count


class PollTold(Struct, frozen=True):
    """What everybody may know of a poll."""

    number: Count
    is_open: bool = False
    heaps: Annotated[tuple[HeapTold, ...], Meta(max_length=MOST_HEAPS)] | None = None
    """The counts, once they are shown."""
    slips: Annotated[tuple[SlipTold, ...], Meta(max_length=MOST_HEAPS)] = ()


class Told(Struct, frozen=True):
    """All that the presenter says at a moment."""

    format: int
    version: Name
    stand: Stand | None = None
    """Nothing when the class is over."""
    poll: PollTold | None = None


class Said(Struct, frozen=True):
    """What a follower says: her answer to a poll."""

    poll: Count
    text: Answer


class Heading(Struct, frozen=True):
    """What can be read of the line of any version."""

    format: int
    version: Name


_TOLD, _HEADING, _SAID = msgspec.json.Decoder(Told), msgspec.json.Decoder(Heading), msgspec.json.Decoder(Said)
_WRITE = msgspec.json.Encoder()


def write(line: Told | Said) -> bytes:
    """A line as it is sent."""
    return _WRITE.encode(line) + b"\n"


def read_told(row: bytes, version: str) -> Told:
    """What a presenter said; `version` is our own. Raises ProtocolError."""
    try:
        heading = _HEADING.decode(row)
        if heading.format != FORMAT:
            raise ProtocolError("present.other-version", theirs=visible(heading.version)[:30], ours=version)
        told = _TOLD.decode(row)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise ProtocolError("present.not-ours", got=shortened(repr(row[:40]))) from None
    if not all(text == visible(text) for text in _texts(msgspec.to_builtins(told))):
        raise ProtocolError("present.not-ours", got=shortened(repr(row[:40])))
    return told


def read_said(row: bytes) -> Said:
    """What a follower said, without a sign that steers a terminal. Raises ProtocolError."""
    try:
        said = _SAID.decode(row)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise ProtocolError("present.not-ours", got=shortened(repr(row[:40]))) from None
    return Said(said.poll, visible(said.text)[:LONGEST_VOTE])


def poll_told(number: int, is_open: bool, tally: Tally | None) -> PollTold:
    """What is told of a poll; of its counts as many heaps as a screen could show."""
    if tally is None:
        return PollTold(number, is_open)
    heaps = tuple(HeapTold(heap.answer, heap.count, heap.kind, heap.slip) for heap in tally.heaps[:MOST_HEAPS])
    return PollTold(number, is_open, heaps, tuple(SlipTold(*slip) for slip in tally.slips[:MOST_HEAPS]))


def _texts(data: Any) -> Iterator[str]:
    """Every text in plain data."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for value in data.values():
            yield from _texts(value)
    elif isinstance(data, list | tuple):
        for value in data:
            yield from _texts(value)


def arrived(line: socket.socket, portion: int) -> bytes | None:
    """What waits on a line that never blocks: no bytes where it is over, None where nothing waits."""
    try:
        return line.recv(portion)
    except BlockingIOError:
        return None
    except OSError:
        return b""


class Lines:
    """Cuts what arrives into lines, and holds no more than one that is not complete."""

    def __init__(self, longest: int) -> None:
        self.longest = longest
        self._rest = b""

    def feed(self, data: bytes) -> list[bytes]:
        """The lines that are complete with this. Raises ProtocolError for one that is too long."""
        *whole, self._rest = (self._rest + data).split(b"\n")
        if len(self._rest) > self.longest or any(len(row) > self.longest for row in whole):
            self._rest = b""
            raise ProtocolError("present.too-long", most=self.longest)
        return whole
