"""Gradebooks are filled where identities match, and only there; everything else is listed."""

import csv
import io
import json

import pytest
from gradstep.core.errors import RecordError
from gradstep.core.teaching.assessing import Assessed, LessonWork, StepWork, assess
from gradstep.core.teaching.gradebooks import NBGRADER, fill, nbgrader, rows_of, safe
from gradstep.core.teaching.library import Library
from gradstep.core.teaching.statements import statements

from .students import LESSONS, VERSION, Student, learning

MOODLE = (
    '"First name","Last name","ID number",Institution,Department,"Email address",'
    '"Assignment: Gate patterns (Real)","Last downloaded from this course"\r\n'
    "Ana,Pérez,1001,,,ana@uni.edu,-,1790000000\r\n"
    "Luis,Gómez,1002,,,luis@uni.edu,-,1790000000\r\n"
    "Eva,Luna,1003,,,eva@uni.edu,-,1790000000\r\n"
    "Eva,Luna,1004,,,eva2@uni.edu,-,1790000000\r\n"
)
MOODLE_ES = (
    "Nombre;Apellido(s);Número de ID;Dirección de correo;Tarea: Patrones de compuertas (Real)\n"
    "Ana;Pérez;1001;ana@uni.edu;-\nLuis;Gómez;1002;luis@uni.edu;-\n"
)
CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Gate patterns (4711),Final Score\n"
    "    Points Possible,,,,,20,(read only)\n"
    '"Pérez, Ana",11,1001,ana,A,,\n"Gómez, Luis",12,1002,luis,A,,\n"Student, Test",13,,x,A,,\n'
)


def done(student, id="", right=3, of=4, lesson="gate-patterns", first=1):
    step = StepWork("a", "play", of, right, first, 0, 5, 1, 12.5, {"sign": 2})
    titles = {"en": "Gate patterns", "es": "Patrones de compuertas"} if lesson == "gate-patterns" else {}
    return Assessed(
        f"{student}.jsonl",
        "ok",
        None,
        student,
        id,
        1.7e9,
        VERSION,
        (LessonWork(lesson, (0,), True, (step,), (), titles),),
    )


def table(text):
    separator = max(",;", key=text.splitlines()[0].count)
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=separator))


def test_moodle_gets_scores_into_the_column_of_the_assignment():
    files = [done("Ana Pérez", "ana@uni.edu"), done("  luis  GÓMEZ "), done("Eva Luna"), done("Nobody", "x@uni.edu")]
    filled = fill("moodle", MOODLE, files, "right")
    rows = table(filled.text)
    assert [row[6] for row in rows] == ["Assignment: Gate patterns (Real)", "75", "75", "-", "-"]
    assert filled.filled == 2 and filled.text.count("\r\n") == 5 and len({len(row) for row in rows}) == 1
    assert filled.without_row == ("Nobody (x@uni.edu)",) and filled.ambiguous == ("Eva Luna",)
    assert filled.without_work == ("Eva Luna", "Eva Luna")


@pytest.mark.parametrize(
    "identity", [("Ana Pérez", "1001"), ("Somebody", "ANA@uni.edu"), ("ana@uni.edu", ""), ("Pérez, Ana", "")]
)
def test_any_identity_that_the_gradebook_has_will_do(identity):
    for text in (MOODLE, MOODLE_ES):
        filled = fill("moodle", text, [done(*identity)], "first")
        assert filled.filled == 1 and table(filled.text)[1][-2 if text is MOODLE else -1] == "25"


@pytest.mark.parametrize(
    "identity", [("Ana Perez", ""), ("Ana", ""), ("Ana Pérez", "9999"), ("Ana P.", ""), ("", "ana@uni")]
)
def test_nothing_is_guessed(identity):
    filled = fill("moodle", MOODLE, [done(*identity)], "right")
    assert filled.filled == 0 and len(filled.without_row) == 1
    assert table(filled.text) == table(MOODLE)


def test_two_students_never_share_a_row():
    filled = fill("moodle", MOODLE, [done("Ana Pérez", "1001"), done("Ana Pérez", "ana@uni.edu")], "right")
    assert filled.filled == 1 and filled.ambiguous == ("Ana Pérez (ana@uni.edu)",)


def test_canvas_gets_points_as_the_assignment_has_them_and_new_columns_a_hundred():
    files = [done("Ana Pérez", "ana"), done("Luis Gómez", "", lesson="xor-impossible")]
    rows = table(fill("canvas", CANVAS, files, "right").text)
    assert rows[0][5:] == ["Gate patterns (4711)", "Final Score", "xor-impossible"]
    assert rows[1][5:] == ["20", "(read only)", "100"]
    assert rows[2][5:] == ["15", "", ""] and rows[3][5:] == ["", "", "75"]
    assert rows[4][5:] == ["", "", ""]


def test_one_column_for_all_lessons():
    one = done("Ana Pérez", "1001")
    other = done("Ana Pérez", "1001", right=1, lesson="xor-impossible")
    both = Assessed(one.path, "ok", None, one.student, one.id, 1.0, VERSION, (*one.lessons, *other.lessons))
    rows = table(fill("moodle", "\ufeff" + MOODLE, [both], "right", "Homework 1").text)
    assert rows[0][-1] == "Homework 1" and rows[1][-1] == "50" and rows[1][6] == "-"


@pytest.mark.parametrize(
    "text", ["", "x", "\n\n", "a,b\n1,2\n", "PK\x03\x04,\0", "Tarea,Nota\nx,1\n", '"a,b\n', ",,,\n"]
)
def test_what_is_no_gradebook_is_refused(text):
    for kind in ("moodle", "canvas"):
        with pytest.raises(RecordError):
            fill(kind, text, [done("Ana Pérez")], "right")


def test_nbgrader_and_tables_have_their_columns_and_no_formulas():
    rows = table(nbgrader([done("=HYPERLINK(1) Pérez", "ana@uni.edu")], "right"))
    assert tuple(rows[0]) == NBGRADER and rows[1][3] == "ana@uni.edu" and rows[1][9:] == ["3", "4"]
    assert rows[1][5].startswith("'=") and safe("-1") == "'-1" and safe("Ana") == "Ana"
    one = done("@Ana")
    assert rows_of(one, one.lessons[0])[0][1] == "'@Ana"


def test_statements_are_what_a_record_store_takes():
    student = Student("Ana Pérez", "ana@uni.edu", 9)
    student.open("gate-patterns")
    student.walk(learning)
    found = assess("x", student.file(), Library(LESSONS), VERSION)
    told = list(statements(found))
    answers = [line for line in student.lines if line.action["do"] == "answer" and line.outcome]
    answered = [one for one in told if one["verb"]["id"].endswith("/answered")]
    assert len(answered) == len(answers) and len({one["id"] for one in told}) == len(told)
    assert [one["result"]["response"] for one in answered] == [line.action["text"] for line in answers]
    assert [one["result"]["success"] for one in answered] == [line.verdict == "right" for line in answers]
    assert told[-1]["verb"]["id"].endswith("/completed") and 0 <= told[-1]["result"]["score"]["scaled"] <= 1
    for one in told:
        assert one["actor"]["mbox"] == "mailto:ana@uni.edu" and one["timestamp"].endswith("Z")
        assert one["object"]["id"].startswith("urn:gradstep:gate-patterns")
        assert json.loads(json.dumps(one)) == one
    assert list(statements(found)) == told
    student.id = "1001"
    again = next(iter(statements(assess("x", student.file(), Library(LESSONS), VERSION))))
    assert again["actor"]["account"]["name"] == "1001"
