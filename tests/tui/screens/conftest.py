"""Desks of the tiny lessons, and what the lesson screen shows of them as text."""

from collections.abc import Callable
from pathlib import Path

import pytest
from gradstep.core.algebra.symbols import NO_SYMBOLS, Symbols
from gradstep.core.formula.parser import parse_expression
from gradstep.core.lesson.course import load_course
from gradstep.core.lesson.load import load_lesson
from gradstep.core.lesson.script import Script
from gradstep.core.lesson.session import Session
from gradstep.tui.app import GradstepApp
from gradstep.tui.face import Face
from gradstep.tui.scene.cells import plain
from gradstep.tui.scene.desk.desk import Desk, sit_down
from gradstep.tui.scene.desk.press import press, typed
from gradstep.tui.scene.look import Look
from gradstep.tui.scene.zones.edges import NOTHING_YET, Known
from gradstep.tui.scene.zones.lesson import lesson_page
from gradstep.tui.visit import Opening, Visit, no_proof

LESSONS = Path(__file__).parents[1] / "lessons"
PLAN = "blocks:\n  - letter: A\n    title: {en: All, es: Todo}\n    lessons: {1: tiny-neuron, 2: tiny-perceptron}\n"


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


@pytest.fixture
def app(tmp_path: Path) -> Callable[..., GradstepApp]:
    """The application over the tiny lessons, with one of them open or none."""

    def make(opened: str | None = None, derive=lambda graph: NO_SYMBOLS, prove=no_proof, **settings) -> GradstepApp:
        for path in LESSONS.glob("*.yaml"):
            (tmp_path / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
        (tmp_path / "course.yaml").write_text(PLAN, encoding="utf-8")
        own = make_face(**{"state": tmp_path / "state", **settings})
        visit = Visit(own)
        desk = visit.open(load_lesson(LESSONS / f"{opened}.yaml"), 1) if opened else None
        return GradstepApp(own, Opening(load_course(tmp_path), visit, derive, prove, desk))

    return make
