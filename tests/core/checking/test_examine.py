"""An engine that is right passes; each wrong one gets the sentence for what is wrong with it, and nothing runs away."""

import sys

import pytest
from gradstep.core.checking.cases import RULES, cases
from gradstep.core.checking.examine import examine
from gradstep.core.checking.template import template
from gradstep.core.words import LANGUAGES, core_words

FILLED = ("a", "b", "dz", "dz", "dz * self.b", "dz * self.a", "self.a >= self.b", "-dz", "dz * self.z",
          "-dz * self.z * self.z",
          "not unmade.intersection(node[2])", "1.0", "reversed(self.order)", "grads[i] + g")  # fmt: skip


def filled(language="en"):
    """The template with every blank filled right."""
    pieces = template(core_words(), language, "engine.py").split('"""', 2)
    parts = pieces[2].split("___")
    assert len(parts) == len(FILLED) + 1
    return parts[0] + "".join(answer + rest for answer, rest in zip(FILLED, parts[1:], strict=True))


RIGHT = filled()


def found(source):
    """(rule, slip, id of what is said) of the first finding that is wrong."""
    wrong = next(one for one in examine(source.encode()) if one.state == "wrong")
    said = wrong.said
    if said.id == "check.while":
        said = said.arguments["said"]
    for language in LANGUAGES:
        assert core_words().word(wrong.said, language)
    return wrong.rule, wrong.slip, said.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_template_filled_right_is_an_engine(language):
    findings = examine(filled(language).encode())
    assert [one.state for one in findings] == ["right"] * (len(RULES) + 1), findings


def test_arrays_of_numpy_are_numbers_too():
    arrays = "import numpy as np\n" + RIGHT.replace("[dz * self.z]", "np.array([dz * self.z])")
    assert {one.state for one in examine(arrays.encode())} == {"right"}


def test_a_file_meets_the_same_cases_each_time_and_another_file_others():
    assert [case.text for case in cases(1)] == [case.text for case in cases(1)]
    assert [case.text for case in cases(1)] != [case.text for case in cases(2)]


BREADTH = """
    def backward(self):
        grads = dict.fromkeys(self.gates, 0.0) | dict.fromkeys(self.leaves, 0.0)
        made = {name: inputs for name, op, inputs in self.order}
        grads[self.order[-1][0]] = 1.0
        waiting, seen = [self.order[-1][0]], set()
        while waiting:
            name = waiting.pop(0)
            if name in seen or name not in made:
                continue
            seen.add(name)
            for i, g in zip(made[name], self.gates[name].backward(grads[name])):
                grads[i] = grads[i] + g
                waiting.append(i)
        return grads
"""
KEEPING = RIGHT.replace(
    "grads = dict.fromkeys(self.gates, 0.0) | dict.fromkeys(self.leaves, 0.0)",
    "self.kept = getattr(self, 'kept', dict.fromkeys(self.gates, 0.0) | dict.fromkeys(self.leaves, 0.0))\n"
    "        grads = self.kept",
)
LEAVES_KEPT = RIGHT.replace(
    "| dict.fromkeys(self.leaves, 0.0)", "| getattr(self, 'kept', dict.fromkeys(self.leaves, 0.0))"
).replace("return grads", "self.kept = {i: grads[i] for i in self.leaves}\n        return grads")
HEAD, BACK = RIGHT.split("    def backward(self):")
WRONG = {
    "swapped": (RIGHT.replace("[dz * self.b, dz * self.a]", "[dz * self.a, dz * self.b]"), "gate-backward", "swapped"),
    "lost upstream": (RIGHT.replace("[dz * self.b, dz * self.a]", "[self.b, self.a]"), "gate-backward",
                      "lost-upstream"),
    "lost local": (RIGHT.replace("[dz * self.z]", "[dz]"), "gate-backward", "lost-local"),
    "sign": (RIGHT.replace("return [-dz]", "return [dz]"), "gate-backward", "sign"),
    "wrong winner": (RIGHT.replace("self.a >= self.b", "self.a < self.b"), "gate-backward", "swapped"),
    "value": (RIGHT.replace("z = 1 / a", "z = -a"), "gate-forward", None),
    "kept by the class": (RIGHT.replace("self.a, self.b =", "Gate.a, Gate.b ="), "gate-keeps", "not-kept"),
    "overwritten": (RIGHT.replace("grads[i] + g", "g"), "graph-fork", "overwritten"),
    "first kept": (RIGHT.replace("grads[i] + g", "grads[i] or g"), "graph-fork", "first-kept"),
    "order of the way out": (RIGHT.replace("in reversed(self.order)", "in self.order"), "graph-backward",
                             "forward-order"),
    "breadth first": (HEAD + BREADTH, "graph-order", "first-come"),
    "not zeroed": (KEEPING, "graph-second", "not-zeroed"),
    "not zeroed at the leaves": (LEAVES_KEPT, "graph-second", "not-zeroed-leaves"),
    "kept for ever": (RIGHT.replace("        self.a, self.b = a, b", "        if not hasattr(self, 'a'):\n"
                                    "            self.a, self.b = a, b"), "graph-second", "stale"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_rule_is_named_with_its_slip(name):
    source, rule, slip = WRONG[name]
    assert source != RIGHT
    assert found(source)[:2] == (rule, slip)


SPOILED = {
    "nothing": ("", "file", "no-class"),
    "one class": ("class Gate: pass", "file", "no-class"),
    "no Python": ("class Gate:\n  def", "file", "syntax"),
    "bytes": ("\x00\x01", "file", "syntax"),
    "raises": ("1/0", "file", "exception"),
    "leaves": ("import sys; sys.exit(3)", "file", "exit"),
    "ends": ("import os; os._exit(0)", "file", "ended"),
    "killed": ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "file", "ended"),
    "killed at once": ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "file", "ended"),
    "no text": ("raise ValueError('\\udcff')", "file", "exception"),
    "forks": ("import os; os.fork()", "file", "process"),
    "runs": ("import subprocess; subprocess.run(['true'])", "file", "process"),
    "shell": ("import os; os.system('true')", "file", "process"),
    "network": ("import socket; socket.create_connection(('127.0.0.1', 9))", "file", "network"),
    "asks": ("input()", "file", "input"),
    "prints": ("while True: print('x' * 10000, flush=True)", "file", "full"),
    "writes": ("open('big', 'wb').write(b'x' * 9_000_000)", "file", "full"),
    "memory": ("x = [0] * 10**10", "file", "memory"),
    "recursion": ("def f(): return f()\nf()", "file", "deep"),
    "blank": (RIGHT.replace("[-dz]", "[___]"), "gate-backward", "blank"),
    "self": (RIGHT.replace("def backward(self, dz)", "def backward(dz)"), "gate-backward", "self"),
    "no return": (RIGHT.replace("        return z\n", ""), "gate-forward", "not-a-number"),
    "one gradient": (RIGHT.replace("[dz * self.b, dz * self.a]", "dz"), "gate-backward", "wrong-count"),
    "one None": (RIGHT.replace("[dz * self.b, dz * self.a]", "None"), "gate-backward", "not-a-number"),
    "no dict": (RIGHT.replace("        return grads\n", ""), "graph-backward", "no-gradient"),
    "no order": (RIGHT.replace("not unmade.intersection(node[2])", "True"), "graph-shuffled", "shuffled"),
}  # fmt: skip


@pytest.mark.parametrize("name", SPOILED)
def test_whatever_a_file_does_gets_a_sentence(name):
    source, rule, id = SPOILED[name]
    assert (found(source)[0], found(source)[2]) == (rule, f"check.{id}")


@pytest.mark.parametrize("source", ["x = 1\nclass Gate(:", "\n\n  x = (\n", "x = 1\n\0", "x = 1\n\tif:\n  y"])
def test_what_is_no_python_is_told_with_its_line_and_without_a_name_that_nobody_gave(source):
    said = examine(source.encode())[0].said
    assert said.arguments["line"] >= 1 and "engine.py" not in said.arguments["said"]


def test_a_loop_ends_and_is_told_with_its_case(monkeypatch):
    monkeypatch.setattr("gradstep.core.checking.examine.CLOCK_SECONDS", 1.5)
    assert found("while True: pass") == ("file", None, "check.loop")
    assert found("import time; time.sleep(60)") == ("file", None, "check.loop")
    looping = RIGHT.replace("ready = [node for node in waiting if not unmade.intersection(node[2])]", "ready = []")
    assert found(looping) == ("graph-forward", None, "check.loop")


def test_the_child_has_nothing_of_ours(tmp_path):
    """An empty environment, no open descriptors but the usual ones, a folder of its own, none of our modules."""
    (tmp_path / "secret").write_text("x")
    with (tmp_path / "secret").open() as held:
        descriptors = f"import os\nfound = [n for n in os.listdir('/proc/self/fd') if int(n) > 2]\nraise ValueError(os.environ.get('HOME'), len(found), {held.fileno()}, os.listdir('.'))"  # noqa: E501
        wrong = next(one for one in examine(descriptors.encode()) if one.state == "wrong")
    said = wrong.said.arguments["said"]
    assert said.startswith("(None, ") and "engine.py" in said
    assert int(said.split(",")[1]) <= 3, "the answers, what is printed, and the listing itself"
    assert found("import gradstep.core\nassert 'site' == 'packages'")[2] == "check.exception"


def test_a_lesson_has_no_way_to_it():
    """No module that reads or plays lessons knows of it; import-linter says the same of every import."""
    before = {name for name in sys.modules if name.startswith("gradstep.core.checking")}
    assert before <= {name for name in sys.modules if "lesson" not in name}
    from pathlib import Path

    import gradstep.core.lesson as lesson

    folder = Path(next(iter(lesson.__path__)))
    assert not [path.name for path in folder.glob("*.py") if "checking" in path.read_text(encoding="utf-8")]
