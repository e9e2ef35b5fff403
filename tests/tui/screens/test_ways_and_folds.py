"""How a value is followed to the output, and how a graph is made smaller."""

from dataclasses import replace

from gradstep.core.lesson.load import load_lesson, parse_lesson
from gradstep.core.lesson.script import Script
from gradstep.core.lesson.session import Session
from gradstep.core.pictures import Box, Diagram, Wire
from gradstep.tui.scene.cells import plain
from gradstep.tui.scene.desk.desk import sit_down
from gradstep.tui.scene.look import Look
from gradstep.tui.scene.zones.lesson import lesson_page, zones
from gradstep.tui.scene.zones.picture import best_layout
from gradstep.tui.scene.zones.ways import way_on

from ... import course
from .conftest import LESSONS

UPDATE, FORK, VALLEY = 7, 8, 0


def picture(step):
    script = Script(load_lesson(LESSONS / "tiny-pictures.yaml"))
    return sit_down(Session(script, (step, 0), (step, 0)), 7)


def test_the_way_of_a_value_is_every_wire_from_there_to_the_output():
    boxes = tuple(Box(id, id) for id in "abcdf")
    wires = (Wire("a", "c", 0), Wire("b", "c", 1), Wire("b", "d", 0), Wire("c", "f", 0), Wire("d", "f", 1))
    diagram = Diagram(boxes, wires)
    assert way_on(diagram, "b") == {("c", 1), ("d", 0), ("f", 0), ("f", 1)}
    assert way_on(diagram, "d") == {("f", 1)}
    assert way_on(diagram, "f") == way_on(diagram, None) == frozenset()


def test_the_way_is_painted_and_told_in_words(desk, do, face):
    def accents(at):
        page = lesson_page(at, Look(face()))
        return sum(len(run.text) for cells in page.rows[1:13] for run in cells if run.role == "accent"), page

    following = do(desk(), "next*12")
    many, page = accents(do(following, "down*3"))
    assert many > 2 * accents(following)[0]
    assert "miras w1 › m1 › s › q › neg › ex › den › f" in "".join(run.text for run in page.rows[18])


def test_a_group_is_folded_and_opened_again(do, lines):
    at = picture(UPDATE)
    folded = do(at, "fold")
    assert "capa 1" in "\n".join(lines(folded)) and "affine" not in "\n".join(lines(folded))
    assert lines(do(folded, "fold")) == lines(at)
    here = do(replace(at, attention="Z1"), "fold")
    assert here.folded == {("layer1",)}
    assert "pérdida" not in "\n".join(lines(here)[1:13]) and "capa 1" in "\n".join(lines(here)[1:13])


def test_where_there_are_no_groups_the_line_says_so(desk, do, lines):
    assert "aquí no hay grupos que plegar" in lines(do(desk(), "next*3", "fold"))[22]


def test_a_question_that_is_left_tells_nothing(do, lines):
    asked = picture(FORK)
    left = do(asked, "leave", "later")
    assert left.session.question.outcome == "skipped" and left.session.cursor == left.session.beat.cursor - 1
    assert "5.00" not in "\n".join(lines(left))
    assert "5.00" in "\n".join(lines(do(asked, "solution", "enter")))


def test_small_graphs_spread_and_large_screens_give_the_picture_more():
    few = Diagram((Box("a", "a", given=True), Box("f", "f")), (Wire("a", "f", 0),))
    widths = [best_layout(few, width, 20, ascii=False).width for width in (40, 80, 160)]
    assert widths[0] < widths[1] and best_layout(few, 80, 20, ascii=False).options.detail == "full"
    assert best_layout(few, 160, 20, ascii=False, alone=False).width < widths[2]
    assert zones(24).picture < zones(40).picture < zones(50).picture and zones(50).receipt == zones(40).receipt == 8


def test_a_large_screen_gives_boxes_decimals_and_room_around_them():
    boxes = tuple(Box(name, name, given=name in "ab") for name in "abcd")
    wires = tuple(Wire(parent, child, 0) for parent, child in ("ac", "cd"))
    diagram = Diagram(boxes, (*wires, Wire("b", "c", 1)))
    small, large = best_layout(diagram, 80, 12, ascii=False), best_layout(diagram, 180, 33, ascii=False)
    assert small.options.decimals == 0 and large.options.decimals == 4
    assert large.width <= 176 and large.height <= 31 and large.width > small.width and large.height > small.height
    beside = best_layout(diagram, 75, 24, ascii=False, alone=False)
    assert beside.width <= 66


def test_numbers_of_large_boxes_are_as_fine_as_those_of_the_receipt(desk, do, lines):
    at = do(desk(), "next*8")
    assert "0.3679" in "\n".join(lines(at, size=(200, 50))[1:30])
    assert "0.3679" not in "\n".join(lines(at)[1:13])


def test_a_name_that_is_typed_stands_in_place_of_the_name_that_was_there(do, lines):
    at = do(picture(VALLEY), "branch", "=x=3")
    assert at.goal.text == "x=3"
    bare = do(picture(VALLEY), "branch", "=3")
    assert bare.goal.text == "3" and "tasa = 3█" in lines(bare)[22]


def test_bare_words_are_told_in_the_language_of_the_screen(face):
    assert face("es").named("errors") == "errores" and face("en").named("size.tokens") == "tokens"
    assert face("es").named("∂f/∂w1") == "∂f/∂w1"


def test_ascii_keeps_the_letters_of_a_locale_that_has_them(face):
    look = Look(face(ascii=True, accents=True))
    assert look.text("¿Qué señal → ŷ?") == "¿Qué señal -> yhat?"
    assert Look(face(ascii=True)).text("¿Qué señal → ŷ?") == "Que senal -> yhat?"


FORK_LESSON = (
    course.FORK
    + """  far: {kind: graph, formula: "FORMULA", at: {a: 1.25}}
steps:
  - {id: s, kind: show, simulation: g, until: end, text: {en: a, es: a}}
  - {id: t, kind: show, simulation: far, until: end, text: {en: a, es: a}}
""".replace("FORMULA", "; ".join(["v1 = a*a", *(f"v{n + 1} = v{n}*a" for n in range(1, 7)), "f = v7*a"]))
)


def looked_at(do, frame, *keys):
    return do(sit_down(Session(Script(parse_lesson(FORK_LESSON, "one-fork.yaml"))), 1), f"next*{frame}", *keys)


def test_the_receipt_of_a_parameter_has_its_paths_and_their_sum(do, lines, face):
    desk = looked_at(do, 9, "down")
    small, full = lines(desk), lines(do(desk, "receipt"))
    assert " 2 caminos       ∂f/∂b = 2·1 + 4·2 = 10" in [line.rstrip() for line in small]
    told = [" camino 1        ∂f/∂s·∂s/∂b = 2·1 = 2", " camino 2        ∂f/∂m·∂m/∂b = 4·2 = 8"]
    told.append(" ∂f/∂b           2·1 + 4·2 = 10")
    for size in ((80, 24), (120, 40)):
        shown = [line.rstrip() for line in lines(do(desk, "receipt"), size=size)]
        assert all(line in shown for line in told), size
    assert any("diferencia" in line for line in full) and any("fórmula" in line for line in full)
    english = "\n".join(lines(do(desk, "receipt"), face("en", ascii=True)))
    assert "path 2          df/dm*dm/db = 4*2 = 8" in english and english.isascii()


def test_there_are_no_paths_before_a_gradient_is_complete(do, lines):
    assert "caminos" not in "\n".join(lines(looked_at(do, 6, "down")))
    assert "caminos" not in "\n".join(lines(looked_at(do, 2, "down")))


def test_more_paths_than_there_is_room_for_are_counted(do, lines):
    desk = looked_at(do, 10 + 8 + 16, "down")
    assert desk.session.cursor == 25 and desk.attention == "a"
    small, full = "\n".join(lines(desk)), "\n".join(lines(do(desk, "receipt")))
    assert " 9 caminos " in small and "… = 53.644180" in small
    told = [line for line in full.split("\n") if line.startswith(" camino ")]
    assert 2 <= len(told) < 6 and f"… {9 - len(told)} caminos más" in full
    large = "\n".join(lines(do(desk, "receipt"), size=(120, 40)))
    assert large.count("\n camino ") == 6 and "… 3 caminos más" in large


def test_in_few_rows_the_sum_over_the_paths_stands_alone(do, face):
    desk = looked_at(do, 9, "down")
    rows = [plain(cells).strip() for cells in lesson_page(desk, Look(face(projector=True), 80, 24)).rows]
    assert "2 caminos       ∂f/∂b = 2·1 + 4·2 = 10" in rows and not any("llega" in line for line in rows)
    small = [plain(cells).strip() for cells in lesson_page(desk, Look(face(), 60, 20)).rows]
    assert any(line.startswith("2 caminos") and line.endswith("= 10") for line in small)
