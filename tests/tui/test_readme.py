"""The README shows the program as it is."""

from pathlib import Path

from gradstep.core.algebra.client import Algebra
from gradstep.core.lesson.load import load_lesson
from gradstep.core.lesson.script import Script
from gradstep.core.lesson.session import Session
from gradstep.core.lesson.solved import walk
from gradstep.tui.face import Face
from gradstep.tui.options import COMMANDS
from gradstep.tui.scene.cells import plain
from gradstep.tui.scene.desk.desk import sit_down
from gradstep.tui.scene.look import Look
from gradstep.tui.scene.zones.edges import Known
from gradstep.tui.scene.zones.lesson import lesson_page
from gradstep.tui.symbols import Prover

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_picture_is_a_screen_of_the_program():
    lesson = load_lesson(ROOT / "lessons" / "sigmoid-neuron-graph.yaml")
    session = next(
        session
        for session in walk(Session(Script(lesson)))
        if session.simulation is not None and session.beat.cursor == 12 and not session.is_asking
    )
    with Algebra() as algebra:
        known = Known(Prover(algebra).derive(session.simulation.trace.record.graph), "told")
    face = Face("es", False, True, "dark", ROOT / "lessons", None, lambda: 0.0, "v")
    shown = [plain(cells).rstrip() for cells in lesson_page(sit_down(session, 25), Look(face, 80, 24), known).rows]
    assert "\n".join(shown).rstrip() in README


def test_every_command_is_named():
    for command in COMMANDS:
        assert f"gradstep {command.name}" in README or command.name == "open", command.name
