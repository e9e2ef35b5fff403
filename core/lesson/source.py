"""What does a YAML file say, and where? Plain data with a position for every part of it.

Plain scalars are read as authors mean them: `no`, `on` and `12:30` are texts, `1e-3` and `0.5` are numbers, and what
could mean two things (`012`) is a fault. So are anchors, tags and repeated keys. One reading finds all faults of a
file, and every part keeps its line and column.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any

import yaml

from ..errors import LessonError
from ..plain_files import read_plain
from ..words import Message, message
from ..words.controls import shortened
from ..words.reasons import yaml_reason

Path = tuple[str | int, ...]
Position = tuple[int, int]
"""Line and column, from 1."""
MOST_CHARACTERS = 400_000
MOST_BYTES = 4
"""Of one character in UTF-8."""
MOST_DIGITS = 15
"""Of a whole number: more are no count and no place, and not all of them fit a number of the machine."""
MOST_DEPTH = 30

_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)$")
_DECIMAL = re.compile(r"[-+]?([0-9]+\.[0-9]*|\.[0-9]+|[0-9]+(?=[eE]))([eE][-+]?[0-9]+)?$")
_LEADING_ZERO = re.compile(r"[-+]?0[0-9]+$")
_WORDS: Mapping[str, object] = {"true": True, "false": False, "null": None, "~": None, "": None}


@dataclass(frozen=True)
class Fault:
    """Something wrong with a file: where it is, and what to do about it."""

    line: int
    column: int
    message: Message


@dataclass(eq=False)
class Source:
    """The data in a file, the position of every part by its path, and the faults found on the way."""

    data: Any = None
    positions: dict[Path, Position] = field(default_factory=dict[Path, Position])
    keys: dict[Path, Position] = field(default_factory=dict[Path, Position])
    """Where the key of each part is, for faults of the key itself."""
    faults: list[Fault] = field(default_factory=list[Fault])
    places: list[Path] = field(default_factory=list[Path])
    """The path of each fault, in the order of the faults."""

    def position(self, path: Path) -> Position:
        """Where a part is, or else the nearest part around it."""
        while path and path not in self.positions:
            path = path[:-1]
        return self.positions.get(path, (1, 1))

    def fault(self, path: Path, said: Message, *, key: bool = False) -> Fault:
        """A fault at a part, or at its key."""
        at = self.keys.get(path) if key else None
        line, column = at or self.position(path)
        return Fault(line, column, said)


def read_file(path: FilePath) -> str:
    """The text of a lesson file.

    Raises LessonError where it is not UTF-8 or far too long, OSError where it cannot be read or is no plain file.
    """
    most = MOST_BYTES * MOST_CHARACTERS
    data = read_plain(path, most)
    if len(data) > most:
        said = message("source.too-long", got=path.stat().st_size, wanted=MOST_CHARACTERS)
        raise LessonError(str(path), [(1, 1, said)])
    try:
        return data.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        before = error.object[: error.start]
        line, column = before.count(b"\n") + 1, error.start - before.rfind(b"\n")
        raise LessonError(str(path), [(line, column, message("lesson.not-utf-8"))]) from None


def read_source(text: str) -> Source:
    """The data in a YAML text; whatever cannot be read is in `faults`, and nothing is raised."""
    source = Source()
    if len(text) > MOST_CHARACTERS:
        source.faults.append(Fault(1, 1, message("source.too-long", got=len(text), wanted=MOST_CHARACTERS)))
        return source
    try:
        root = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as error:
        source.faults.append(_syntax_fault(error, text))
        return source
    except RecursionError:
        source.faults.append(Fault(1, 1, message("source.too-deep", wanted=MOST_DEPTH)))
        return source
    if root is None:
        source.faults.append(Fault(1, 1, message("source.empty")))
        return source
    source.data = _Reader(source).read(root, ())
    return source


@dataclass(eq=False)
class _Reader:
    """Walks the nodes of one file."""

    source: Source
    seen: set[int] = field(default_factory=set[int])

    def read(self, node: yaml.Node, path: Path) -> Any:
        at = _position(node)
        self.source.positions[path] = at
        if id(node) in self.seen:
            return self.wrong(at, message("source.anchor"), path)
        self.seen.add(id(node))
        if len(path) > MOST_DEPTH:
            return self.wrong(at, message("source.too-deep", wanted=MOST_DEPTH), path)
        if isinstance(node, yaml.MappingNode):
            return dict(self.entries(node, path))
        if isinstance(node, yaml.SequenceNode):
            return [self.read(item, (*path, place)) for place, item in enumerate(node.value)]
        return self.scalar(node, path) if isinstance(node, yaml.ScalarNode) else None

    def entries(self, node: yaml.MappingNode, path: Path) -> Iterator[tuple[str, Any]]:
        found: set[str] = set()
        for key_node, value_node in node.value:
            at = _position(key_node)
            if not isinstance(key_node, yaml.ScalarNode):
                self.wrong(at, message("source.key"), path)
                continue
            key = key_node.value
            if key in found:
                self.wrong(at, message("source.repeated", key=shortened(key)), (*path, key))
                continue
            found.add(key)
            self.source.keys[*path, key] = at
            yield key, self.read(value_node, (*path, key))

    def scalar(self, node: yaml.ScalarNode, path: Path) -> object:
        at, text = _position(node), node.value
        if node.style in ("'", '"', "|", ">"):
            return _clean(text)
        if node.tag not in _PLAIN_TAGS:
            return self.wrong(at, message("source.tag", got=node.tag), path)
        if text.lower() in _WORDS and text in (text.lower(), ""):
            return _WORDS[text.lower()]
        if _LEADING_ZERO.match(text):
            said = message(
                "source.leading-zero", got=shortened(text, 20), number=shortened(text.lstrip("0") or "0", 20)
            )
            return self.wrong(at, said, path)
        if _INTEGER.match(text):
            if len(text.lstrip("+-")) > MOST_DIGITS:
                said = message("source.too-many-digits", got=shortened(text, 20), wanted=MOST_DIGITS)
                return self.wrong(at, said, path)
            return int(text)
        if _DECIMAL.match(text):
            number = float(text)
            if not math.isfinite(number):
                return self.wrong(at, message("source.too-large", got=shortened(text, 20)), path)
            return number
        return _clean(text)

    def wrong(self, at: Position, said: Message, path: Path) -> None:
        self.source.faults.append(Fault(*at, said))
        self.source.places.append(path)


_PLAIN_TAGS = frozenset(
    f"tag:yaml.org,2002:{kind}" for kind in ("str", "int", "float", "bool", "null", "timestamp", "merge", "value")
)


def _position(node: yaml.Node) -> Position:
    mark = node.start_mark
    return (mark.line + 1, mark.column + 1)


def _clean(text: str) -> str:
    """The text without control characters: nothing in a lesson may steer a terminal."""
    if text.isprintable():
        return text
    return "".join(c for c in text if c == "\n" or (c.isprintable() and c not in "\u2028\u2029"))


def _syntax_fault(error: yaml.YAMLError, text: str) -> Fault:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line, column = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
    here = next(iter(text.splitlines()[line - 1 : line]), "")
    if "\t" in here[: len(here) - len(here.lstrip())]:
        return Fault(line, column, message("source.tab"))
    problem = getattr(error, "problem", None) or str(error).splitlines()[0]
    return Fault(line, column, message("source.syntax", problem=yaml_reason(str(problem))))
