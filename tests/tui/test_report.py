"""From handing in to grades, as typed: `hand-in`, `report`, its forms, streams, processes, and complaints."""

import csv
import io
import json
import subprocess
import sys

import pytest
from gradstep.core.lesson.progress import Recorder
from gradstep.tui.assessing_many import assess_many
from gradstep.tui.face import OUR_LESSONS

from ..core.teaching.students import Student, always_right, guessing, learning
from .conftest import run

pytestmark = pytest.mark.usefixtures("a_quiet_place")
HOWS = (always_right, learning, guessing)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """What a class of twelve handed in, in folders as Moodle packs them, and three files that are none."""
    folder = tmp_path_factory.mktemp("class")
    for number in range(12):
        student = Student(f"Student {number}", f"s{number}@uni.edu", number)
        student.open("gate-patterns")
        student.walk(HOWS[number % 3], most=9)
        own = folder / f"Student {number}_{4000 + number}_assignsubmission_file"
        own.mkdir()
        (own / "work.jsonl").write_bytes(student.file())
    (folder / "broken.jsonl").write_bytes((own / "work.jsonl").read_bytes()[:-40])
    (folder / "other.jsonl").write_text("{}\n")
    (folder / "notes.txt").write_text("not read")
    return folder


def played(tmp_path, monkeypatch, lesson="gate-patterns"):
    """A state folder in which somebody has worked."""
    student = Student("Ana Pérez", "", 5)
    student.open(lesson, seed=0)
    student.walk(learning)
    recorder = Recorder(tmp_path / "gradstep" / "visits", "visit")
    for line in student.lines:
        recorder.write(line)
    assert not recorder.unsaved
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("language", ["es", "en"])
def test_what_was_done_is_handed_in_and_reported(capsys, monkeypatch, tmp_path, language):
    played(tmp_path, monkeypatch)
    code, out, _ = run(capsys, "hand-in", "26", "--student", "Ana Pérez", "--id", "ana@uni.edu", "--lang", language)
    assert code == 0 and "gradstep-ana-perez.jsonl" in out and ("no quién" if language == "es" else "not who") in out
    assert (tmp_path / "gradstep-ana-perez.jsonl").stat().st_mode & 0o777 == 0o600
    code, out, err = run(capsys, "report", str(tmp_path / "gradstep-ana-perez.jsonl"), "--steps", "--lang", language)
    assert code == 0 and not err and "Ana Pérez" in out and "gate-patterns" in out and "multiply-gate" in out
    code, out, _ = run(capsys, "hand-in", "--lang", language)
    assert code == 0 and "gradstep-ana-perez-2.jsonl" in out
    code, out, _ = run(capsys, "hand-in", "--to", "work.jsonl", "--lang", language)
    assert code == 0 and (tmp_path / "work.jsonl").is_file()


@pytest.mark.parametrize(("arguments", "code", "spanish", "english"), [
    (("hand-in",), 2, "de quién es este trabajo", "whose work this is"),
    (("hand-in", "--student", "Ana"), 1, "nada que entregar", "nothing to hand in"),
    (("hand-in", "26", "--student", "Ana"), 1, "no la has empezado", "not been begun"),
    (("hand-in", "nix", "--student", "Ana"), 1, "no existe la lección", "no lesson"),
    (("report",), 2, "falta FOLDER", "FOLDER... is missing"),
    (("report", "nowhere"), 1, "nowhere", "nowhere"),
    (("report", "."), 1, "no hay ninguna entrega", "no hand-in"),
    (("report", ".", "--jobs", "0"), 2, "--jobs", "--jobs"),
    (("report", ".", "--jobs", "many"), 2, "número entero", "whole number"),
    (("report", ".", "--csv", "--json"), 2, "--csv", "--csv"),
    (("report", ".", "--score", "luck"), 2, "right, first", "right, first"),
    (("report", "-", "x"), 2, "dalo solo", "give it alone"),
    (("report", "-", "--csv"), 2, "--csv", "--csv"),
    (("report", ".", "--moodle", "missing.csv"), 1, "missing.csv", "missing.csv"),
    (("report", ".", "--moodle"), 2, "necesita un valor", "needs a value"),
])  # fmt: skip
def test_every_complaint_is_one_sentence_in_both_languages(
    capsys, monkeypatch, tmp_path, arguments, code, spanish, english
):
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    for language, words in (("es", spanish), ("en", english)):
        got, out, err = run(capsys, "--lang", language, *arguments)
        assert got == code and words in err and err.count("\n") == 1 and not out, err


def test_a_file_that_cannot_be_written_is_said(capsys, monkeypatch, tmp_path):
    played(tmp_path, monkeypatch)
    code, _, err = run(capsys, "hand-in", "--student", "Ana", "--to", "no/such/folder/x.jsonl", "--lang", "en")
    assert code == 1 and "cannot be written" in err


def test_the_report_names_what_does_not_count_and_goes_on(capsys, folder):
    code, out, _ = run(capsys, "report", str(folder), "--lang", "en")
    assert code == 1 and "14 files were read; 12 count." in out and "2 files do not count:" in out
    assert "broken.jsonl: the end is missing" in out and "other.jsonl: this is no hand-in" in out
    assert "The commonest slips" in out and "12/12" not in out and out.count("gate-patterns") > 12
    assert max(map(len, out.splitlines()[3:17])) <= 100


def test_forms_for_other_programs_agree(capsys, folder):
    _, out, err = run(capsys, "report", str(folder), "--json", "--jobs", "1")
    data = [json.loads(line) for line in out.splitlines()]
    assert len(data) == 14 and err.count("\n") == 2 and sum(one["status"] == "ok" for one in data) == 12
    _, out, _ = run(capsys, "report", str(folder), "--csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    for one in data:
        if one["status"] == "ok":
            own = [row for row in rows if row["file"] == one["path"]]
            steps = [step for lesson in one["lessons"] for step in lesson["steps"] if step["questions"]]
            assert [(row["step"], int(row["right"]), int(row["tries"])) for row in own] == [
                (step["step"], step["right"], step["tries"]) for step in steps
            ]
    _, out, _ = run(capsys, "report", str(folder), "--nbgrader")
    assert len(out.splitlines()) == 13
    _, out, _ = run(capsys, "report", str(folder), "--xapi")
    assert len({json.loads(line)["id"] for line in out.splitlines()}) == len(out.splitlines()) > 50


def test_gradebooks_are_filled_and_the_rest_is_listed(capsys, folder, tmp_path):
    book = tmp_path / "grades.csv"
    rows = "".join(f"Student,{n},{n},s{n}@uni.edu\n" for n in range(2, 13))
    book.write_text("First name,Last name,ID number,Email address\n" + rows, encoding="utf-8")
    code, out, err = run(capsys, "report", str(folder), "--moodle", str(book), "--lang", "en")
    filled = list(csv.DictReader(io.StringIO(out)))
    assert code == 1 and len(filled) == 11 and "10 rows of the gradebook were filled" in err
    assert filled[-1]["gate-patterns"] == "" and all(row["gate-patterns"] for row in filled[:-1])
    assert "Student 0 (s0@uni.edu); Student 1 (s1@uni.edu)" in err and "Student 12" in err
    code, _, err = run(capsys, "report", str(folder), "--canvas", str(book), "--lang", "es")
    assert code == 1 and "Canvas" in err


def test_names_on_standard_input_give_a_line_each_and_nothing_stops_it(capsys, monkeypatch, folder):
    names = sorted(map(str, folder.rglob("*.jsonl")))
    typed = "\n".join([names[0], "/no/such/file", "", names[-1], "a\tb", "x" * 9000, names[3]]) + "\n"
    for options in ((), ("--jobs", "2"), ("--json",)):
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        code, out, _ = run(capsys, "report", "-", *options)
        data = [json.loads(line) for line in out.splitlines()]
        assert code == 1 and [one["status"] == "unreadable" for one in data] == [False, True, False, True, True, False]


def test_more_processes_say_the_same(folder):
    paths = sorted(map(str, folder.rglob("*.jsonl")))
    alone, together = (list(assess_many(paths, OUR_LESSONS, jobs)) for jobs in (1, 2))
    assert [(one.path, one.status, one.lessons) for one in alone] == [(o.path, o.status, o.lessons) for o in together]


def test_it_works_as_one_of_many_under_another_scheduler(folder, tmp_path):
    """As GNU parallel or an array of Slurm would call it: a batch of names each, a line a file."""
    names = "\n".join(sorted(map(str, folder.rglob("*.jsonl")))[:5])
    command = [sys.executable, "-m", "gradstep.tui", "report", "-"]
    done = subprocess.run(command, input=names, capture_output=True, text=True, cwd=tmp_path)
    assert len([json.loads(line) for line in done.stdout.splitlines()]) == 5 and "Traceback" not in done.stderr


def test_a_dask_cluster_says_the_same(folder):
    distributed = pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
    paths = sorted(map(str, folder.rglob("*.jsonl")))
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
    ) as cluster:
        there = list(assess_many(paths, OUR_LESSONS, 1, cluster.scheduler_address))
    here = list(assess_many(paths, OUR_LESSONS, 1))
    assert [(one.path, one.status, one.lessons) for one in here] == [(o.path, o.status, o.lessons) for o in there]


def test_no_cluster_and_no_package_are_said_in_one_sentence(capsys, monkeypatch, folder):
    monkeypatch.setitem(sys.modules, "distributed", None)
    code, _, err = run(capsys, "report", str(folder), "--dask", "tcp://127.0.0.1:1", "--lang", "es")
    assert code == 1 and "gradstep[cluster]" in err and err.count("\n") == 1


@pytest.mark.parametrize("language", ["es", "en"])
def test_a_lesson_goes_all_the_way_from_recording_to_the_report(capsys, monkeypatch, tmp_path, language):
    """record → verify → play → hand in → report, in a pack of its own."""
    pack, said = tmp_path / "pack", ("--lang", language, "--lessons", str(tmp_path / "pack"))
    pack.mkdir()
    monkeypatch.chdir(tmp_path)

    def typing(*lines):
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))

    typing("", "", "ask grad.z", "-2", "2", "play grad.* end", "end")
    formula = ("z = w*x + b; f = z^2", "--at", "w=2,x=-1,b=3", "--to", str(pack / "mine.yaml"))
    assert run(capsys, "record", *formula, "--lang", language)[0] == 0
    assert run(capsys, "verify", *said)[0] == 0
    typing("", "", "", "", "-2", "pista" if language == "es" else "hint", "2", "", "0", "-2", "solution", "", "", "")
    assert run(capsys, "plain", "mine", "--student", "Ana Pérez", *said)[0] == 0
    code, out, _ = run(capsys, "hand-in", "--to", "ana.jsonl", *said)
    assert code == 0 and "mine" in out
    code, out, _ = run(capsys, "report", "ana.jsonl", "--json", *said)
    (lesson,) = json.loads(out)["lessons"]
    (step, *_) = [step for step in lesson["steps"] if step["step"] == "ask-1"]
    assert (step["right"], step["tries"], step["hints"], step["slips"]) == (1, 2, 1, {"sign": 1})
    code, out, _ = run(capsys, "report", "ana.jsonl", "--json", "--lang", language)
    assert code == 1 and json.loads(out)["status"] == "other-lesson"
