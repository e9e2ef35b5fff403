"""Writing lessons: a template, a recording, proofs repeated, lists for editors, packs, saving while it runs."""

import asyncio
import io
import json
import os
from itertools import count

import pytest
from gradstep.core.lesson.load import load_lesson
from gradstep.core.lesson.reloading import Saved
from gradstep.core.lesson.script import Script
from gradstep.core.lesson.session import Session
from gradstep.core.lesson.solved import walk
from gradstep.core.lesson.verify import verify_file
from gradstep.core.lesson.writing import new_lesson
from gradstep.tui.app import GradstepApp
from gradstep.tui.commands import verify as verifying
from gradstep.tui.face import OUR_LESSONS, Face
from gradstep.tui.lessons import open_course
from gradstep.tui.options import read_call
from gradstep.tui.visit import Opening, Visit

from .conftest import run

TIMES = count(1_700_000_000_000_000_000, 1_000_000_000)
pytestmark = pytest.mark.usefixtures("a_quiet_place")


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path / "here"


def typing(monkeypatch, *lines):
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


@pytest.mark.parametrize("language", ["es", "en"])
def test_a_new_lesson_verifies_as_it_is(capsys, here, language):
    code, out, _ = run(capsys, "new", "my-lesson", "--lang", language)
    assert code == 0 and "--watch" in out and verify_file(here / "my-lesson.yaml").faults == ()
    code, _, err = run(capsys, "new", "my-lesson", "--lang", language)
    assert code == 1 and ("ya existe" if language == "es" else "already") in err
    stops = list(walk(Session(Script(load_lesson(here / "my-lesson.yaml")))))
    assert stops[-1].finished and load_lesson(here / "my-lesson.yaml").varies


@pytest.mark.parametrize("language", ["es", "en"])
def test_an_id_that_the_course_has_is_written_and_said(capsys, here, language):
    code, out, _ = run(capsys, "new", "gradient-descent", "--lang", language)
    title = {"es": "Descenso, tasa", "en": "Descent, step"}[language]
    assert code == 0 and f"«{title}" in out and (here / "gradient-descent.yaml").exists()
    assert "«" not in run(capsys, "new", "my-own", "--lang", language)[1]


@pytest.mark.parametrize("id", ["My Lesson", "a/b", "", "-x", "x-", "ñandú", "verify", "a" * 90, "..", "a.b"])
def test_what_cannot_be_an_id_is_refused(capsys, here, id):
    code, _, err = run(capsys, "new", id, "--lang", "en")
    assert code == 1 and err.count("\n") == 1 and not list(here.iterdir())


RECORDED = ("", "", "", "ask grad.z", "-2", "7", "nix", "2", "prompt What arrives? | ¿Qué llega?",
            "hint Look. | Mira.", "say Now you. | Ahora tú.", "foo", "say only one", "go nowhere", "back",
            "play grad.* end", "help", "end")  # fmt: skip


@pytest.mark.parametrize("language", ["es", "en"])
def test_a_lesson_is_written_by_playing_and_verifies(capsys, monkeypatch, here, language):
    typing(monkeypatch, *RECORDED)
    command = ("record", "z = w*x + b; f = z^2", "--at", "w=2,x=-1,b=3", "--id", "mine", "--lang", language)
    code, out, err = run(capsys, *command)
    assert code == 0 and not err, out
    lesson = load_lesson(here / "mine.yaml")
    assert verify_file(here / "mine.yaml").faults == ()
    ask = next(step for step in lesson.steps if step.id == "ask-1")
    assert (ask.wrong[0].answer, ask.wrong[0].diagnosis) == ("-2", "sign") and len(ask.wrong) == 2
    assert ask.prompt.es == "¿Qué llega?" and [hint.en for hint in ask.hints] == ["Look."]
    kinds = [type(step).__name__ for step in lesson.steps]
    assert kinds == ["Show", "AskNumber", "Say", "Play"]
    typing(monkeypatch, *RECORDED)
    code, _, err = run(capsys, *command)
    assert code == 1 and "mine.yaml" in err


@pytest.mark.parametrize(
    "kind", ["perceptron", "descent", "gates", "network", "convolution", "recurrent", "chain", "text"]
)
def test_any_topic_can_be_recorded(capsys, monkeypatch, here, kind):
    typing(monkeypatch, "", "ask", "123.5", "play * end", "end")
    code, out, _ = run(capsys, "record", kind, "--id", "mine", "--lang", "en")
    assert code == 0 and verify_file(here / "mine.yaml").faults == (), out


def test_playing_a_lesson_adds_what_was_answered(capsys, monkeypatch, here):
    """record → verify → play wrong and right → it is listed, and verifies again."""
    typing(monkeypatch, *RECORDED)
    run(capsys, "record", "z = w*x + b; f = z^2", "--at", "w=2,x=-1,b=3", "--id", "mine")
    typing(monkeypatch, "", "", "", "", "0.25", "-2", "2", "quit")
    code, out, _ = run(capsys, "record", "mine.yaml", "--id", "more", "--lang", "en")
    ask = next(step for step in load_lesson(here / "more.yaml").steps if step.id == "ask-1")
    assert code == 0 and "0.25" in {wrong.answer for wrong in ask.wrong} and len(ask.wrong) == 3, out


@pytest.mark.parametrize(("arguments", "code"), [
    (("record", "perceptron"), 2), (("record", "x^2", "--id", "No Id"), 1), (("record", "x +", "--id", "a"), 1),
    (("record", "nothing-like-this.yaml", "--id", "a"), 1), (("record", "perceptron", "--id", "verify"), 1),
])  # fmt: skip
def test_what_cannot_be_recorded_is_said(capsys, monkeypatch, here, arguments, code):
    typing(monkeypatch, "end")
    for language in ("es", "en"):
        got, _, err = run(capsys, *arguments, "--lang", language)
        assert got == code and err.count("\n") == 1 and not list(here.iterdir())


def test_nothing_played_is_nothing_written(capsys, monkeypatch, here):
    for lines in ((), ("end",), ("", "quit")):
        typing(monkeypatch, *lines)
        code, out, _ = run(capsys, "record", "perceptron", "--id", "mine", "--lang", "en")
        assert code == 1 and "othing" in out and not list(here.iterdir())


def test_faults_for_editors_and_code_hosts(capsys, here):
    (here / "bad.yaml").write_text(new_lesson("bad", "x").replace("until: forward", "until: nowhere", 1), "utf-8")
    code, out, _ = run(capsys, "verify", "bad.yaml", "--sarif", "--lang", "en")
    data = json.loads(out)
    (result,) = data["runs"][0]["results"]
    assert code == 1 and data["version"] == "2.1.0" and result["ruleId"] == "place.unknown"
    region = result["locations"][0]["physicalLocation"]["region"]
    _, told, _ = run(capsys, "verify", "bad.yaml", "--lang", "en")
    assert told.startswith(f"bad.yaml:{region['startLine']}:{region['startColumn']}: {result['message']['text']}")
    assert [rule["id"] for rule in data["runs"][0]["tool"]["driver"]["rules"]] == ["place.unknown"]
    code, _, err = run(capsys, "verify", "bad.yaml", "--sarif", "--json")
    assert code == 2 and err.count("\n") == 1


def test_many_files_are_proved_together_and_in_order(capsys):
    some = [str(OUR_LESSONS / f"{id}.yaml") for id in ("logic-gates", "hyperplanes", "dropout", "mlp-forward")]
    one = run(capsys, "verify", *some, "--json", "--jobs", "1")
    two = run(capsys, "verify", *some, "--json", "--jobs", "2")
    assert one == two and one[0] == 0


def test_watching_proves_again_when_a_file_is_saved(capsys, here):
    path = here / "mine.yaml"
    path.write_text(new_lesson("mine", "x"), "utf-8")
    edits = iter([None, lambda: path.write_text(new_lesson("mine", "x").replace("kind: show", "kind: shwo"), "utf-8"),
                  None, path.unlink, lambda: path.write_text(new_lesson("mine", "x"), "utf-8"), "over"])  # fmt: skip

    def pause():
        edit = next(edits)
        return edit == "over" or (edit() and False if callable(edit) else False)

    face = Face("en", False, False, "mono", OUR_LESSONS, None, lambda: 0.0, "v")
    assert verifying.watch(read_call(["verify", "."]), face, pause) == 0
    told = capsys.readouterr().out.splitlines()
    assert [line for line in told if "shwo" in line] and told[0] == told[-1] == "One lesson, proved: no faults."


def test_a_pack_has_its_own_order_or_none(capsys, here, monkeypatch):
    for id in ("beta", "alpha"):
        (here / f"{id}.yaml").write_text(new_lesson(id, "x").replace("{id}", id), "utf-8")
    code, out, _ = run(capsys, "lessons", "--lessons", ".", "--lang", "en")
    assert code == 0 and out.index("01  alpha") < out.index("02  beta")
    plan = "blocks:\n  - {letter: X, title: {en: Mine, es: Míos}, lessons: {7: beta, 3: alpha}}\n"
    (here / "course.yaml").write_text(plan, "utf-8")
    monkeypatch.setenv("GRADSTEP_LESSONS", str(here))
    code, out, _ = run(capsys, "lessons", "--lang", "es")
    assert code == 0 and out.startswith("X Míos") and out.index("07  beta") < out.index("03  alpha")
    assert run(capsys, "verify")[0] == 0
    typing(monkeypatch, "")
    assert run(capsys, "plain", "7")[0] == 0
    (here / "alpha.yaml").write_text("steps: [", "utf-8")
    code, out, _ = run(capsys, "lessons", "--lang", "en")
    assert code == 0 and "alpha.yaml:" in out and "beta" in out


@pytest.mark.parametrize("folder", ["/nowhere", "/dev/null", ".", "a\0b"])
def test_a_folder_without_lessons_is_said_in_one_sentence(capsys, folder):
    commands = [("lessons",), ("plain", "7"), ("7",), ("hand-in", "--student", "A"), ("progress", "--reset", "7")]
    if folder != ".":
        commands += [("verify",), ("new", "x")]
    for language in ("es", "en"):
        for command in commands:
            code, _, err = run(capsys, *command, "--lessons", folder, "--lang", language)
            assert code == 1 and err.count("\n") == 1 and "Traceback" not in err, (command, err)


def edited(path, text, *changes):
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, "utf-8")
    # Some file systems count time in steps that two writes fit into.
    status = path.stat()
    os.utime(path, ns=(status.st_atime_ns, next(TIMES)))


def test_a_saved_lesson_goes_on_at_the_same_step(here):
    path, text = here / "mine.yaml", new_lesson("mine", "x")
    path.write_text(text, "utf-8")
    lesson = load_lesson(path)
    stops = list(walk(Session(Script(lesson))))
    for stop in stops:
        saved = Saved(str(path))
        assert not saved.was_saved()
        first = "  - {id: zeroth, kind: say, text: {en: New., es: Nuevo.}}\n  - id: intro"
        edited(path, text, ("  - id: intro", first), ("What is ∂f/∂z?", "And ∂f/∂z?"))
        assert saved.was_saved() and not saved.was_saved()
        after = saved.reloaded(stop)
        assert after.script.lesson.ids[after.at[0]] == lesson.ids[stop.at[0]]
        kept = {after.script.lesson.ids[step] for step, _ in after.asked}
        assert kept == {lesson.ids[step] for step, _ in stop.asked} - {"predict"}
        path.write_text(text, "utf-8")


def test_a_step_that_is_gone_or_broken_leaves_the_learner_nearby(here):
    path, text = here / "mine.yaml", new_lesson("mine", "x")
    path.write_text(text, "utf-8")
    for stop in walk(Session(Script(load_lesson(path)))):
        for change in (("until: forward", "until: nowhere"), ("id: you", "id: other"), ("until: end", "until: 5")):
            saved = Saved(str(path))
            edited(path, text, change)
            if saved.was_saved():
                after = saved.reloaded(stop)
                assert after.frame is not None or after.simulation is None or after.cursor >= -1
            path.write_text(text, "utf-8")


def test_the_full_screen_reads_a_saved_lesson_anew(here):
    path, text = here / "mine.yaml", new_lesson("mine", "x")
    path.write_text(text, "utf-8")
    face = Face("en", False, True, "mono", OUR_LESSONS, None, lambda: 1.7e9, "v")

    async def watched():
        visit = Visit(face)
        desk = visit.open(load_lesson(path), None)
        app = GradstepApp(face, Opening(open_course(face), visit, lambda graph: None, desk=desk))
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("right", "right")
            at = app.lesson.desk.session.at
            edited(path, text, ("Each box computes", "Every single box computes"))
            await pilot.pause(1.2)
            assert app.lesson.desk.session.at == at and app.lesson.desk.said.id == "screen.reloaded"
            assert "Every single box" in app.lesson.desk.session.step.text.en
            path.write_text("steps: [", "utf-8")
            await pilot.pause(1.2)
            assert app.lesson.desk.said.id == "screen.not-reloaded" and app.lesson.desk.session.at == at
            app.exit()

    asyncio.run(watched())


def test_line_by_line_a_saved_lesson_is_read_anew(capsys, here, monkeypatch):
    path, text = here / "mine.yaml", new_lesson("mine", "x")
    path.write_text(text, "utf-8")

    class Typing(io.StringIO):
        lines = iter([("\n", None), ("\n", "EDITED"), ("\n", None), ("", None)])

        def readline(self, _most=-1):
            line, edit = next(self.lines)
            if edit:
                edited(path, text, ("Each box computes", edit))
            return line

    monkeypatch.setattr("sys.stdin", Typing())
    code, out, _ = run(capsys, "plain", "mine.yaml", "--lang", "en")
    assert code == 0 and "read anew" in out and "EDITED" in out
