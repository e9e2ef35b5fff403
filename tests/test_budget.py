"""How large may a file, a function, a class be? Small enough to be read in one sitting; breaches carry reasons."""

import ast
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILE, FUNCTION, METHODS = 300, 40, 20
LIMITS = {"tui/app.py": 150, **{f"tui/screens/{name}": 250 for name in ("catalogue.py", "lesson.py", "help.py")}}
BREACHES: dict[str, str] = {
    "core/formula/grammar.py": "one recursive descent parser, read from the top: text, expressions, terms, words",
    "core/formula/grammar.py:Parser": "its methods are the rules of one grammar",
    "core/simulations/rows.py": "one thought: what follows from the formula of a quantity",
    "core/simulations/rows.py:Rows": "everything that follows from the formula of a quantity",
    "core/simulations/network/update.py:UpdatePass": "the protocol of a simulation, which has a method a question",
    "core/pictures.py": "one closed set: everything that a frame can show, as data",
    "tui/options.py": "one table: every option of every command",
    "tui/scene/desk/press.py": "one table: every key over a lesson, and the desk that it leads to",
    "tui/plain/lab.py": "one conversation: every word of the laboratory and what it does",
    "tui/scene/zones/rules.py": "one thought: what stands on the three rules of a lesson",
    "core/lesson/needed.py": "one question, answered in six ways that share their parts",
    "core/lesson/verify.py": "one walk over a lesson: what every kind of step must keep, with every fault in one run",
    "core/notebook/expressions.py": "one thought: an expression that reads like the field's arrays, and NumPy's names",
    "core/notebook/expressions.py:Expression": "the operators and names that an array has",
    "core/answers/derivative.py:DerivativeQuestion": "one question and its truth, at every kind of point",
    "core/formula/from_latex.py": "one translation, read from the top: what commands take, commands, matrices",
    "core/formula/from_latex.py:_Translation": "a method for each kind of LaTeX command",
    "core/lesson/shown.py": "one stop, and everything that it shows, in one answer for all faces",
    "core/lesson/script.py": "one script: how steps become beats, and where each beat stands",
    "tui/plain/conversation.py": "one conversation from the greeting to what is kept, read from top to bottom",
    "tui/plain/conversation.py:Conversation": "a method for each thing that may be typed or said",
    "core/simulations/protocol.py:Simulation": "the one protocol that every topic speaks, most of it with a default",
    "tui/app.py:GradstepApp": "one short handler for each thing that a screen can ask for",
    "tui/screens/lesson.py": "one screen: what keys, clocks, the algebra and a saved file make of a desk",
    "tui/screens/lesson.py:LessonScreen": "one short method for each thing that can happen to the screen",
    "tui/app.py": "one short handler for each thing that a screen can ask for",
}
"""What is larger than it may be, and why; `path` or `path:name`."""
FOLDERS = ("core", "tui")
FILES = sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


tree = cache(lambda path: ast.parse(path.read_text(encoding="utf-8")))


def test_files_stay_small():
    sizes = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in FILES}
    assert not {one: size for one, size in sizes.items() if size > LIMITS.get(one, FILE) and one not in BREACHES}


@pytest.mark.parametrize("folder", FOLDERS)
def test_functions_and_classes_stay_small(folder):
    files = [path for path in FILES if path.is_relative_to(ROOT / folder)]
    for path, node in ((one, node) for one in files for node in ast.walk(tree(one))):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        where = f"{name(path)}:{getattr(node, 'name', '')}"
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno - node.lineno + 1 <= FUNCTION or where in BREACHES, where
            taken = [argument.arg for argument in (*node.args.args, *node.args.kwonlyargs)]
            assert len([name for name in taken if name not in ("self", "cls")]) <= 7 or where in BREACHES, where
        if isinstance(node, ast.ClassDef):
            methods = [part for part in node.body if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef)]
            assert len(methods) <= METHODS or where in BREACHES, where


def test_every_file_says_which_question_it_answers():
    assert not [name(path) for path in FILES if path.name != "__init__.py" and not ast.get_docstring(tree(path))]


def test_breaches_are_real_and_have_reasons():
    assert all(BREACHES.values()), "a breach without a reason"


FORBIDDEN = {"manager", "helper", "util", "utils", "misc", "handler"}


def test_names_say_what_things_are():
    for path in FILES:
        words = set(path.stem.split("_"))
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ClassDef | ast.FunctionDef):
                words |= set(node.name.lower().split("_"))
        assert not words & FORBIDDEN, name(path)
