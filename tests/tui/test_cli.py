"""The command line: contracts that other programs read, and complaints of one sentence in both languages."""

import compileall
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from gradstep.core.formula.evaluator import evaluate
from gradstep.core.formula.parser import parse_expression
from gradstep.core.simulations.kinds import KINDS
from gradstep.tui.commands.doctor import _compiled
from gradstep.tui.words import face_words

from .conftest import run

TESTS = Path(__file__).parents[1]
NEURON = "1/(1+exp(-(w0*x0+w1*x1+w2)))"
AT = "w0=2,x0=-1,w1=-3,x1=-2,w2=-3"
PERCEPTRON = str(TESTS / "lessons" / "perceptron-and.yaml")


pytestmark = pytest.mark.usefixtures("a_quiet_place")


@pytest.fixture(scope="module")
def neuron():
    """The worked solution of the sigmoid neuron, as another program would read it."""
    command = [sys.executable, "-m", "gradstep.tui", "solve", NEURON, "--at", AT, "--json"]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def test_solve_has_the_numbers_of_the_literature(neuron):
    assert neuron["format"] == 1
    assert neuron["output"]["value"] == pytest.approx(0.731058578630005, rel=1e-14)
    wanted = {"w0": -0.196611933, "x0": 0.393223866, "w1": -0.393223866, "x1": -0.589835800, "w2": 0.196611933}
    assert neuron["gradients"] == pytest.approx(wanted, abs=1e-9)


def test_solve_lists_every_node_edge_and_event(neuron):
    assert set(neuron) == {"format", "formula", "reading", "nodes", "edges", "events", "output", "gradients", "checks"}
    ids = [node["id"] for node in neuron["nodes"]]
    assert ids == ["w0", "x0", "w1", "x1", "w2", "c1", "c2", *(f"v{n}" for n in range(1, 9))]
    assert set(neuron["nodes"][0]) == {"id", "op", "parents", "value", "gradient", "symbolic"}
    assert set(neuron["edges"][0]) == {"child", "slot", "parent", "local", "recipe", "symbolic", "contribution"}
    assert [event["kind"] for event in neuron["events"]] == ["computed"] * 8 + ["seeded"] + ["flowed"] * 12
    constants = [node for node in neuron["nodes"] if node["op"] == "constant"]
    assert all(node["gradient"] is None for node in constants)


def test_solve_is_consistent_with_itself(neuron):
    nodes = {node["id"]: node for node in neuron["nodes"]}
    values = {id: node["value"] for id, node in nodes.items()}
    received = dict.fromkeys(nodes, 0.0)
    for edge in neuron["edges"]:
        assert nodes[edge["child"]]["parents"][edge["slot"]] == edge["parent"]
        assert edge["contribution"] == pytest.approx(nodes[edge["child"]]["gradient"] * edge["local"])
        assert evaluate(parse_expression(edge["symbolic"], known=values), values) == pytest.approx(edge["local"])
        received[edge["parent"]] += edge["contribution"]
    for id, node in nodes.items():
        if node["gradient"] is not None and id != "v8":
            assert received[id] == pytest.approx(node["gradient"])
        if node["symbolic"] is not None:
            assert evaluate(parse_expression(node["symbolic"], known=values), values) == pytest.approx(node["value"])


def test_solve_checks_every_gradient_three_ways(neuron):
    for check in neuron["checks"]:
        assert check["agree"] is True
        assert check["finite_difference"] == pytest.approx(neuron["gradients"][check["wrt"]], rel=1e-6)
        assert check["symbolic"] is not None


def test_solve_filters_gradients_and_checks_only(capsys):
    _, out, _ = run(capsys, "solve", "a*b", "--at", "a=2; b=3", "--wrt", "b", "--json")
    data = json.loads(out)
    assert set(data["gradients"]) == {"b"}
    assert [check["wrt"] for check in data["checks"]] == ["b"]
    assert len(data["nodes"]) == 3


def test_solve_writes_arrays_as_nested_lists(capsys):
    code, out, _ = run(
        capsys, "solve", "x @ W", "--at", "x=[1,2]; W=[[1,2,3],[4,5,6]]", "--upstream", "[1,0,2]", "--json"
    )
    data = json.loads(out)
    assert code == 0
    assert data["output"]["value"] == [9.0, 12.0, 15.0]
    assert data["gradients"] == {"x": [7.0, 16.0], "W": [[1.0, 0.0, 2.0], [2.0, 0.0, 4.0]]}
    assert data["edges"][0]["local"] == [[1.0, 4.0], [2.0, 5.0], [3.0, 6.0]]
    assert data["edges"][0]["recipe"] == "product"


def test_solve_says_what_json_cannot(capsys):
    _, out, _ = run(capsys, "solve", "exp(x) + 0*x", "--at", "x=1000", "--json")
    assert json.loads(out)["output"]["value"] == "inf"


@pytest.mark.parametrize("style", ["--latex", "--markdown"])
def test_solve_writes_for_documents(capsys, style):
    code, out, _ = run(capsys, "solve", "(w*x - y)^2", "--at", "w=2,x=3,y=5", style)
    assert code == 0
    assert "6.000000" in out
    if style == "--latex":
        assert out.count(r"\begin{align*}") == out.count(r"\end{align*}") == 1


@pytest.mark.parametrize(
    ("formula", "column"),
    [("x + y", 5), ("((x", 2), ("2*x/(x-2)", 1), ("__import__('os')", 1), ("x +", 3), ("", 1), ("9**9**9", 4),
     ("foo(x)", 1), ("x $ 2", 3)],
)  # fmt: skip
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_bad_formula_gives_one_sentence_with_its_column(capsys, formula, column, language):
    code, out, err = run(capsys, "solve", formula, "--at", "x=2", "--lang", language)
    assert (code, out) == (1, "")
    assert err.count("\n") == 1
    assert err.startswith("gradstep: " + {"en": "column", "es": "columna"}[language] + f" {column}")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["solve"], "FORMULA"),
        (["solve", "a", "b"], "b"),
        (["--lng", "es"], "--lang"),
        (["--lang", "pt"], "pt"),
        (["solve", "x", "--at"], "--at"),
        (["frames"], "frames"),
        (["frames", PERCEPTRON, "--from", "x"], "--from"),
    ],
)
def test_usage_is_code_two_and_one_sentence(capsys, arguments, says):
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert says in err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["plain", "sigmoid-neurn"], "sigmoid-neuron-graph"),
        (["frames", PERCEPTRON, "--simulation", "or"], "and"),
        (["frames", "--describe", "grap"], "graph"),
        (["solve", "a*b", "--at", "a=1,b=2", "--wrt", "c"], "a, b"),
        (["solve", "a", "--at", "a=x"], "x"),
    ],
)
def test_names_that_do_not_exist_list_near_ones(capsys, arguments, says):
    code, _, err = run(capsys, *arguments)
    assert code == 1
    assert says in err
    assert "Traceback" not in err


def test_complaints_speak_the_language_that_was_asked_for(capsys):
    assert "falta FORMULA" in run(capsys, "solve", "--lang", "es")[2]


@pytest.mark.parametrize("arguments", [["--help"], ["solve", "--help"], ["-h"], ["frames", "-h", "--lang", "es"]])
def test_help_is_complete(capsys, arguments):
    code, out, _ = run(capsys, *arguments)
    assert code == 0
    assert "--lang" in out


def test_version(capsys):
    code, out, _ = run(capsys, "--version")
    assert (code, out.split()[0]) == (0, "gradstep")


def test_frames_are_one_json_object_a_line(capsys):
    code, out, _ = run(capsys, "frames", PERCEPTRON, "--json")
    frames = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [frame["cursor"] for frame in frames] == list(range(25))
    assert set(frames[1]) == {"cursor", "event", "caption", "quantities"}
    assert set(frames[1]["event"]) == {"kind", "subject", "phase", "news"}
    assert set(frames[1]["caption"]) == {"en", "es"}
    assert frames[0]["event"] is None
    assert frames[24]["quantities"]["errors"] == [2, 3, 3, 2, 1, 0]
    assert frames[24]["quantities"]["w"] == [1.0, 0.5]


def test_frames_can_be_a_part(capsys):
    _, out, _ = run(capsys, "frames", "sigmoid-neuron-graph", "--from", "9", "--to", "11", "--json")
    assert [json.loads(line)["cursor"] for line in out.splitlines()] == [9, 10, 11]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_kinds_are_described(capsys, kind):
    _, out, _ = run(capsys, "frames", "--describe", kind, "--json")
    described = json.loads(out)
    assert described["kind"] == kind
    assert described["knobs"]
    assert described["quantities"]
    for language in ("en", "es"):
        text = run(capsys, "frames", "--describe", kind, "--lang", language)[1]
        assert max(map(len, text.splitlines())) <= 78
        assert all(f"  {knob['name']} " in text for knob in described["knobs"])


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_frames_of_a_kind_are_json_one_a_line(capsys, kind):
    _, out, _ = run(capsys, "frames", kind, "--json", "--to", "5")
    frames = [json.loads(line) for line in out.splitlines()]
    assert [frame["cursor"] for frame in frames] == list(range(len(frames)))
    assert frames[0]["event"] is None and all(set(frame["caption"]) == {"en", "es"} for frame in frames)


def test_lessons_lists_the_course(capsys):
    _, out, _ = run(capsys, "lessons", "--json")
    lessons = {lesson["id"]: lesson for lesson in json.loads(out)["lessons"]}
    assert {"chain-rule-paths", "sigmoid-neuron-graph", "gate-patterns"} <= set(lessons)
    assert lessons["gate-patterns"]["state"] == "new"
    assert "Patrones de compuertas" in run(capsys, "lessons", "--lang", "es")[1]


def test_verify_names_file_line_and_column(capsys, tmp_path):
    broken = tmp_path / "broken.yaml"
    broken.write_text("format: 1\nid: broken\ntitel: {en: x, es: y}\n", encoding="utf-8")
    code, out, _ = run(capsys, "verify", str(broken))
    assert code == 1
    assert "broken.yaml:3:1: " in out
    code, out, _ = run(capsys, "verify", str(broken), "--json")
    assert json.loads(out)["faults"][0]["message"]["es"]
    assert run(capsys, "verify", str(TESTS.parent / "lessons" / "logic-gates.yaml"))[0] == 0


def test_doctor_says_what_works(capsys):
    code, out, _ = run(capsys, "doctor", "--json")
    findings = {found["about"]: found for found in json.loads(out)["findings"]}
    assert findings["state"]["grade"] == "good"
    assert findings["algebra"]["grade"] == "good"
    assert code == 0


def test_doctor_finds_a_state_folder_that_cannot_be_written(capsys, monkeypatch, tmp_path):
    blocked = tmp_path / "blocked"
    blocked.write_text("")
    monkeypatch.setenv("XDG_STATE_HOME", str(blocked))
    code, out, _ = run(capsys, "doctor", "--lang", "es")
    assert code == 1
    assert "XDG_STATE_HOME" in out


def test_doctor_names_the_command_that_compiles_stale_sources(tmp_path):
    source = tmp_path / "engine.py"
    source.write_text("answer = 42\n", encoding="utf-8")
    missing = _compiled([tmp_path])
    assert missing.grade == "limited"
    assert all(f"-m compileall -q {tmp_path}" in said for said in face_words().both(missing.said).values())
    compileall.compile_dir(tmp_path, quiet=2)
    assert _compiled([tmp_path]).grade == "good"
    source.write_text("answer = 43 + 1\n", encoding="utf-8")
    assert _compiled([tmp_path]).grade == "limited"


def test_a_closed_pipe_is_no_error():
    command = f"{sys.executable} -m gradstep.tui frames {PERCEPTRON} --json | head -1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False, env={"LANG": "C.UTF-8"})
    assert done.stderr == ""
    assert done.returncode == 0


@pytest.mark.parametrize("number", ["5", "05"])
def test_a_lesson_has_its_number_with_and_without_the_nought(capsys, monkeypatch, number):
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert "0/1" in run(capsys, "plain", number)[1]


def test_a_folder_without_lessons_proves_nothing(capsys, tmp_path):
    code, out, _ = run(capsys, "verify", str(tmp_path))
    assert code == 1 and ".yaml" in out


@pytest.mark.parametrize(
    ("content", "place", "id"),
    [
        (b"format: 1\nid: t\xedtulo\n", (2, 6), "lesson.not-utf-8"),
        (b"format: 1\nsimulations:\n\tneuron: 1\n", (3, 1), "source.tab"),
        (b"", (1, 1), "source.empty"),
    ],
)
def test_a_file_of_another_kind_is_named_with_its_place(capsys, tmp_path, content, place, id):
    (tmp_path / "odd.yaml").write_bytes(content)
    _, out, _ = run(capsys, "verify", str(tmp_path / "odd.yaml"), "--json")
    fault = json.loads(out)["faults"][0]
    assert ((fault["line"], fault["column"]), fault["id"]) == (place, id)


def test_progress_is_told_and_can_begin_anew(capsys, tmp_path):
    assert "Nothing yet" in run(capsys, "progress")[1]
    visits = tmp_path / "gradstep" / "visits"
    visits.mkdir(parents=True)
    lines = [
        {"verdict": "wrong", "diagnosis": "sign", "outcome": "open"}, {"verdict": "right", "outcome": "right"},
    ]  # fmt: skip
    shared = {"format": 1, "lesson": "gate-patterns", "step": "q", "fingerprint": "f", "beat": 0}
    text = "".join(
        json.dumps({**shared, "time": time, "action": {"do": "answer", "text": "1"}, **line}) + "\n"
        for time, line in enumerate(lines)
    )
    (visits / "one.jsonl").write_text(text)
    told = run(capsys, "progress")[1]
    assert "right at once 0, later 1, shown 0, open 0" in told and "once: " in told
    found = json.loads(run(capsys, "progress", "--json")[1])["lessons"]["gate-patterns"]
    assert (found["asked"], found["right_later"], found["slips"]) == (1, 1, {"sign": 1})
    assert run(capsys, "progress", "--reset", "gate-patterns")[0] == 0
    assert json.loads(run(capsys, "progress", "--json")[1])["lessons"] == {}
    code, _, said = run(capsys, "progress", "--reset", "gate-pattern")
    assert code == 1 and "nothing is recorded" in said


def test_the_echo_of_a_formula_speaks_the_language_in_use(capsys):
    question = ("--of", "sin(2*x)", "--wrt", "x")
    assert "2·cos(2·x)·sen(x)" in run(capsys, "judge", "2cos(2x)sin(x)", *question, "--lang", "es")[1]
    assert "2·cos(2·x)·sin(x)" in run(capsys, "judge", "2cos(2x)sen(x)", *question, "--lang", "en")[1]


def test_a_diagnosis_names_the_lesson_that_teaches_it(capsys):
    code, said, _ = run(capsys, "judge", "cos(2x)", "--of", "sin(2*x)", "--wrt", "x", "--json")
    assert code == 1 and json.loads(said)["lesson"] == "chain-rule-paths"


def test_a_formula_of_one_variable_need_not_name_it(capsys):
    assert run(capsys, "judge", "2cos(2x)", "--of", "sin(2*x)")[0] == 0
    code, _, complaint = run(capsys, "judge", "b", "--of", "a*b")
    assert code == 2 and "--wrt" in complaint


def test_the_order_of_the_course_is_proved_with_the_lessons(capsys, tmp_path):
    (tmp_path / "course.yaml").write_text("blocks:\n  - letter: A\n    lessons: {1: nowhere}\n", encoding="utf-8")
    code, out, _ = run(capsys, "verify", str(tmp_path))
    assert code == 1 and "course.yaml:2:5: " in out and "title" in out
    good = str(TESTS.parent / "lessons" / "course.yaml")
    assert run(capsys, "verify", good)[:2] == (0, "The order of the course, proved: no faults.\n")
    code, out, _ = run(capsys, "verify", good, PERCEPTRON, "--json")
    assert [lesson["lesson"] for lesson in json.loads(out)["lessons"]] == ["perceptron-and"]


def test_an_order_of_the_course_that_cannot_be_read_is_a_fault_and_no_traceback(capsys, tmp_path, monkeypatch):
    (tmp_path / "course.yaml").write_text("blocks: []\n", encoding="utf-8")

    def refused(path, *_, **__):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("gradstep.tui.proving.read_file", refused)
    code, out, _ = run(capsys, "verify", str(tmp_path), "--lang", "es")
    assert code == 1 and "course.yaml:1:1: " in out and "Permission denied" not in out


@pytest.mark.parametrize(
    "arguments",
    [
        ("judge", "--", "--2x", "--of", "x^2", "--wrt", "x"), ("judge", "--2x", "--of", "x^2", "--wrt", "x"),
        ("judge", "--of", "x^2", "--wrt", "x", "--", "--2x"), ("judge", "--(2x)", "--of=x^2", "--wrt=x"),
        ("judge", "-2x", "--of", "-x^2", "--wrt", "x"), ("judge", "--x--x", "--of", "x^2", "--wrt", "x"),
    ],
)  # fmt: skip
def test_an_answer_may_begin_with_minus_signs(capsys, arguments):
    code, said, _ = run(capsys, *arguments)
    assert (code, "Correct" in said) == (0, True)


def test_an_option_that_does_not_exist_is_no_answer(capsys):
    code, _, complaint = run(capsys, "judge", "--off", "x^2", "--wrt", "x")
    assert code == 2
    assert "--off" in complaint


def test_values_and_positive_variables_count_when_an_answer_is_judged(capsys):
    cross = ("--of", "-dot(t,log_softmax(s))", "--wrt", "s", "--at", "t=[0,1,0], s=[1,2,3]")
    assert run(capsys, "judge", "softmax(s) - t", *cross)[0] == 0
    assert run(capsys, "judge", "softmax(s)", *cross)[0] == 1
    assert run(capsys, "judge", "2 sqrt(x)^2", "--of", "x^2", "--wrt", "x")[0] == 1
    assert run(capsys, "judge", "2 sqrt(x)^2", "--of", "x^2", "--wrt", "x", "--positive", "x")[0] == 0
    assert "x" in run(capsys, "judge", "2x", "--of", "x^2", "--wrt", "x", "--positive", "y")[2]


def test_a_question_that_cannot_be_asked_is_not_the_answers_fault(capsys):
    for of, word in (("3", "no variables"), ("+".join(f"where(x>{i},x,0)" for i in range(9)), "asked about")):
        code, said, complaint = run(capsys, "judge", "2x", "--of", of, "--wrt", "x")
        assert (code, said) == (1, "")
        assert word in complaint
