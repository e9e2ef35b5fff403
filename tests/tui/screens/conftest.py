"""Desks of the tiny lessons, and what the lesson screen shows of them as text."""

from collections.abc import Callable
from pathlib import Path

import pytest
from gradstep.core.algebra.symbols import Symbols
from gradstep.core.formula.parser import parse_expression
from gradstep.core.lesson.load import load_lesson
from gradstep.core.lesson.script import Script
from gradstep.core.lesson.session import Session
from gradstep.tui.face import Face
from gradstep.tui.scene.cells import plain
from gradstep.tui.scene.desk import Desk, sit_down
from gradstep.tui.scene.edges import NOTHING_YET, Known
from gradstep.tui.scene.lesson import lesson_page
from gradstep.tui.scene.look import Look
from gradstep.tui.scene.press import press, typed

LESSONS = Path(__file__).parents[1] / "lessons"


def make_face(language: str = "es", **changed: object) -> Face:
    settings = {"ascii": False, "color": True, "theme": "dark", "lessons": LESSONS, "state": None}
    settings |= {"clock": lambda: 0.0, "visit": "v"}
    return Face(language="es" if language == "es" else "en", **{**settings, **changed})  # type: ignore[arg-type]


def make_desk(name: str = "tiny-neuron", number: int | None = 25) -> Desk:
    return sit_down(Session(Script(load_lesson(LESSONS / f"{name}.yaml"))), number)


def do(desk: Desk, *keys: str) -> Desk:
    """Keys by id; `next*5` five times; `=-0,59` is typed."""
    for key in keys:
        if key.startswith("="):
            for letter in key[1:]:
                written = typed(desk, letter)
                assert written is not None, f"{letter} is a command here"
                desk = written
            continue
        id, _, times = key.partition("*")
        for _ in range(int(times or 1)):
            desk = press(desk, id)
    return desk


def lines(
    desk: Desk, face: Face | None = None, size: tuple[int, int] = (80, 24), known: Known = NOTHING_YET
) -> list[str]:
    page = lesson_page(desk, Look(face or make_face(), *size), known)
    shown = [plain(cells) for cells in page.rows]
    assert len(shown) == size[1]
    assert {len(line) for line in shown} == {size[0]}
    return shown


@pytest.fixture
def face() -> Callable[..., Face]:
    return make_face


@pytest.fixture
def desk() -> Callable[..., Desk]:
    return make_desk


@pytest.fixture(name="do")
def _do() -> Callable[..., Desk]:
    return do


@pytest.fixture(name="lines")
def _lines() -> Callable[..., list[str]]:
    return lines


@pytest.fixture
def known() -> Known:
    """What the algebra says about the backward pass from den to neg."""
    gradients = {"den": "-1/den^2", "ex": "-1/den^2", "neg": "-exp(neg)/den^2", "m1": "exp(neg)/den^2"}
    edges = {("ex", 0): "exp(neg)", ("den", 0): "1"}
    names = ("den", "neg", "ex")
    return Known(
        Symbols(
            {edge: parse_expression(text, known=names) for edge, text in edges.items()},
            {node: parse_expression(text, known=names) for node, text in gradients.items()},
        ),
        "told",
    )
