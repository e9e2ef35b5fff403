"""Diagrams to draw, and a reader that finds the wires of a picture again by looking at its characters only."""

import random
from collections.abc import Callable

import pytest
from gradstep.core.pictures import Box, Diagram, GraphPicture, Wire
from gradstep.tui.drawing.graph.area import Area

LEAVES = {"w0": 2.0, "x0": -1.0, "w1": -3.0, "x1": -2.0, "w2": -3.0}
VALUES = LEAVES | {
    "m0": -2.0,
    "m1": 6.0,
    "s": 4.0,
    "q": 1.0,
    "neg": -1.0,
    "ex": 0.367879,
    "den": 1.367879,
    "f": 0.731059,
}
GRADIENTS = {"f": 1.0, "den": -0.534447, "ex": -0.534447, "neg": -0.196612, "q": 0.196612, "s": 0.196612}
GRADIENTS |= {
    "w2": 0.196612,
    "m0": 0.196612,
    "m1": 0.196612,
    "w1": -0.393224,
    "x1": -0.589836,
    "w0": -0.196612,
    "x0": 0.393224,
}


def box(title: str) -> Box:
    name, _, op = title.partition(" ")
    return Box(name, title, given=not op, swappable=op in ("+", "*"))


def diagram(titles: str, wires: str) -> Diagram:
    """Titles separated by `;`, wires written `m0=w0,x0`, in the order of the slots."""
    made = []
    for entry in wires.split():
        child, _, parents = entry.partition("=")
        made += [Wire(parent, child, slot) for slot, parent in enumerate(parents.split(","))]
    return Diagram(tuple(box(title.strip()) for title in titles.split(";")), tuple(made))


@pytest.fixture(name="diagram")
def _diagram() -> Callable[[str, str], Diagram]:
    return diagram


@pytest.fixture
def sigmoid() -> Diagram:
    """The neuron of lesson 25."""
    return diagram(
        "w0; x0; w1; x1; w2; m0 *; m1 *; s +; q +; neg -; ex exp; den +1; f 1/x",
        "m0=w0,x0 m1=w1,x1 s=m0,m1 q=s,w2 neg=q ex=neg den=ex f=den",
    )


@pytest.fixture
def moment(sigmoid) -> Callable[..., GraphPicture]:
    """A frame of lesson 25: `known` values and `reached` gradients by name, `...` for all."""

    def make(known=..., reached=(), **more) -> GraphPicture:
        values = VALUES if known is ... else LEAVES | {name: VALUES[name] for name in known}
        gradients = GRADIENTS if reached is ... else {name: GRADIENTS[name] for name in reached}
        return GraphPicture(sigmoid, values, gradients, **more)

    return make


@pytest.fixture
def random_diagram() -> Callable[[int, int], Diagram]:
    return make_random_diagram


def make_random_diagram(seed: int, count: int) -> Diagram:
    """A graph of `count` nodes with repeated parents (`a*a`), several outputs and some far uses."""
    chance = random.Random(seed)
    boxes, wires = [], []
    leaves = max(1, count // 3)
    for number in range(count):
        name = f"n{number}"
        if number < leaves:
            boxes.append(Box(name, name, given=True))
            continue
        op, arity = chance.choice((("+", 2), ("*", 2), ("*", 2), ("-", 2), ("exp", 1), ("tanh", 1), ("sum", 3)))
        boxes.append(Box(name, f"{name} {op}", swappable=op in ("+", "*", "sum")))
        near = range(max(0, number - chance.choice((4, 10, 60))), number)
        parents = [chance.choice(near) for _ in range(arity)]
        if arity == 2 and chance.random() < 0.15:
            parents[1] = parents[0]
        wires += [Wire(f"n{parent}", name, slot) for slot, parent in enumerate(parents)]
    return Diagram(tuple(boxes), tuple(wires))


# ------------------------------------------------------------------ reading a picture back

ARMS = {
    "─━": "LR", "│┃": "UD", "┌┏┍┎": "RD", "┐┓┑┒": "LD", "└┗┕┖": "RU", "┘┛┙┚": "LU",
    "├┣┝┞┟┠┡┢": "RUD", "┤┫┥┦┧┨┩┪": "LUD", "┬┳┭┮┯┰┱┲": "LRD", "┴┻┵┶┷┸┹┺": "LRU", "┼╋┽┾┿╀╁╂╃╄╅╆╇╈╉╊": "LRUD",
}  # fmt: skip
ARMS = {letter: set(arms) for letters, arms in ARMS.items() for letter in letters}
STEP = {"L": (-1, 0), "R": (1, 0), "U": (0, -1), "D": (0, 1)}
OPPOSITE = {"L": "R", "R": "L", "U": "D", "D": "U"}


@pytest.fixture(params=["unicode", "ascii"])
def charset(request) -> str:
    return request.param


@pytest.fixture
def read_back() -> Callable[..., list[tuple[str, str, int]]]:
    return Reader.read


class Reader:
    """Follows the lines of a picture from every output port to the arrowheads, as an eye does."""

    def __init__(self, lines: list[str], places: dict[str, Area], charset: str):
        width = max(map(len, lines))
        self.lines = [line.ljust(width) for line in lines]
        self.charset = charset
        self.width, self.height = width, len(lines)
        self.ports = {}
        for name, place in places.items():
            for row in range(1, place.height - 1):
                self.ports[place.x, place.y + row] = (name, row - 1)
        self.starts = {name: (place.right, place.y + 1) for name, place in places.items()}

    @classmethod
    def read(cls, lines, places, charset) -> list[tuple[str, str, int]]:
        """(parent, child, input port) of every wire that can be seen."""
        reader = cls(lines, places, charset)
        return sorted((name, *end) for name in places for end in reader._follow(*reader.starts[name]))

    def _at(self, x: int, y: int) -> str:
        return self.lines[y][x] if 0 <= x < self.width and 0 <= y < self.height else " "

    def _follow(self, x: int, y: int):
        pending, seen, found = [(x, y, "R")], set(), set()
        while pending:
            x, y, way = pending.pop()
            if (x, y, way) in seen:
                continue
            seen.add((x, y, way))
            letter = self._at(x, y)
            if letter in "►>":
                # Wires run on below the arrowhead of another one only if the drawing is wrong.
                if way == "R" and (x + 1, y) in self.ports:
                    found.add(self.ports[x + 1, y])
                continue
            for turn in self._turns(x, y, letter, way):
                dx, dy = STEP[turn]
                pending.append((x + dx, y + dy, turn))
        return found

    def _turns(self, x: int, y: int, letter: str, way: str) -> list[str]:
        """Where a line goes on that comes into a cell going `way`."""
        arms = self._arms(x, y, letter)
        if OPPOSITE[way] in arms:
            return [arm for arm in arms if arm != OPPOSITE[way]]
        # A straight line across ours lies over it: ours goes on behind.
        return [way] if arms in ({"L", "R"}, {"U", "D"}) else []

    def _arms(self, x: int, y: int, letter: str) -> set[str]:
        if self.charset == "unicode":
            return ARMS.get(letter, set())
        straight = {"-": {"L", "R"}, "=": {"L", "R"}, "|": {"U", "D"}, "#": {"U", "D"}}
        if letter in straight:
            return straight[letter]
        if letter not in ".'+":
            return set()
        arms = {arm for arm in "LR" if self._at(x + STEP[arm][0], y) in ("-=" if arm == "L" else "-=>")}
        if letter != "+":
            return arms | {"D" if letter == "." else "U"}
        # The neighbour's own glyph says whether it reaches here.
        arms |= {arm for arm, ends in (("U", "|#+."), ("D", "|#+'")) if self._at(x, y + STEP[arm][1]) in ends}
        return arms
