"""Paper: worksheets and exams whose key is the engine's, whose pages say nothing they ask, and that can be printed."""

import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from gradstep.core.answers.judge_number import judge_number
from gradstep.core.lesson.load import load_lesson
from gradstep.core.lesson.schema import AskFormula, Choose, Code
from gradstep.core.lesson.script import Script
from gradstep.core.lesson.seeds import seed_of
from gradstep.core.lesson.shown import shown
from gradstep.core.teaching.covering import UNKNOWN
from gradstep.core.teaching.problems import problems
from gradstep.tui.commands.worksheet import read_names
from gradstep.tui.face import Face, plain_ascii
from gradstep.tui.paper.html import html
from gradstep.tui.paper.latex import latex, text
from gradstep.tui.paper.markdown import markdown
from gradstep.tui.paper.sheets import Chosen, make_sheet, split

from .conftest import run

pytestmark = pytest.mark.usefixtures("a_quiet_place")
LESSONS = Path(__file__).parents[2] / "lessons"
FILES = sorted(path for path in LESSONS.glob("*.yaml") if path.stem != "course")
PDFLATEX = shutil.which("pdflatex")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def face(language="es"):
    return Face(language, False, True, "dark", LESSONS, None, lambda: 0.0, "v")


def variants(path):
    lesson = load_lesson(path)
    return [lesson.variant(seed) for seed in ((0, 7) if lesson.varies else (0,))]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_key_is_what_the_engine_says(path):
    for lesson in variants(path):
        script = Script(lesson)
        asked = [(index, place) for index in range(len(lesson.steps))
                 for place, beat in enumerate(script.beats(index)) if beat.is_question]  # fmt: skip
        found = problems(lesson, learner="Ana")
        assert [problem.step for problem in found] == list(dict.fromkeys(lesson.ids[index] for index, _ in asked))
        values = [blank for problem in found for blank in problem.blanks if blank.value is not None]
        truths = [(script.simulation(beat.simulation), beat) for index, place in asked
                  if (beat := script.beats(index)[place]).asks is not None]  # fmt: skip
        assert len(values) == len(truths)
        for blank, (simulation, beat) in zip(values, truths, strict=True):
            truth = simulation.frame(beat.cursor).quantities[beat.asks]
            assert judge_number(blank.answer, truth, simulation.mistakes(beat.cursor, beat.asks)).is_right
            assert np.prod(blank.shape) == np.size(np.asarray(truth, dtype=float))
        for problem in found:
            step = problem.session.step
            assert (problem.right is not None) is isinstance(step, Choose)
            assert problem.right is None or UNKNOWN not in problem.right.en + problem.right.es
            if isinstance(step, AskFormula):
                assert script.judge(problem.session.at[0]).judge(problem.blanks[0].answer).is_right
            elif problem.options:
                assert problem.session.judge(problem.session.kept(problem.answer)).is_right
            elif isinstance(step, Code):
                assert [blank.answer for blank in problem.blanks] == [blank.answer for blank in step.blanks]
                assert all(f"[{number}]" in problem.lines[0].en for number in range(1, len(step.blanks) + 1))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_form_has_every_problem_and_no_answer_before_the_key(path):
    for number, lesson in enumerate(variants(path)):
        language = "en" if (len(path.stem) + number) % 2 else "es"
        sheet, key = (make_sheet("T", [Chosen(lesson)], "Ana", face(language), is_key) for is_key in (False, True))
        count = sum(len(part.items) for part in sheet.parts)
        page, tex, md = (form([sheet], face(language)) for form in (html, latex, markdown))
        assert page.count('class="problem"') == tex.count(r"\textbf{") == md.count("\n**") == count
        assert "{=" not in page and "None" not in page and "@end" not in page
        for form in (html, latex, markdown):
            assert form([key], face(language)).count("<svg") == 0
        for item in (item for part in sheet.parts for item in part.items):
            assert item.image.count("<svg") == (1 if item.picture else 0)
        assert not [sign for sign in tex if not (sign.isascii() or sign in "áéíóúüñÁÉÍÓÚÜÑ¿¡«»")]


def test_what_an_earlier_problem_asks_is_neither_in_a_later_picture_nor_in_a_later_text():
    found = problems(load_lesson(LESSONS / "gate-patterns.yaml", 5))
    assert UNKNOWN in found[1].prompt.en and UNKNOWN in found[1].prompt.es
    assert [problem.has_picture for problem in found[:6]] == [True] + [False] * 5
    matrices = problems(load_lesson(LESSONS / "backprop-matrix-tanh-xor.yaml"))
    covered = [shown(problem.session) for problem in matrices if problem.session.covered]
    assert any(one.covered for one in covered)
    for one in covered:
        for quantity in one.covered:
            asked = float(np.asarray(one.simulation.frame(one.cursor).quantities[quantity]).ravel()[0])
            drawn = [entry for picture in one.pictures for row in getattr(picture, "rows", ()) for entry in row]
            assert asked not in [entry for entry in drawn if isinstance(entry, float) and abs(entry) > 0.01]


class Checked(HTMLParser):
    """Tags that are opened and closed in order."""

    VOID = frozenset({"meta", "rect", "br"})

    def __init__(self):
        super().__init__()
        self.open, self.outside = [], []

    def handle_starttag(self, tag, attrs):
        self.outside += [value for name, value in attrs if name in ("src", "href")]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in self.VOID:
            assert self.open.pop() == tag


def test_a_page_is_whole_and_fetches_nothing(tmp_path, capsys):
    page = tmp_path / "sheet.html"
    (tmp_path / "class.csv").write_text("Nombre;Apellido(s)\nAna;Pérez\n<b>Eva</b>;Luna & Co\n", "utf-8")
    code, out, _ = run(capsys, "worksheet", "26", "--students", str(tmp_path / "class.csv"), "--to", str(page))
    assert code == 0 and "2" in out
    checked = Checked()
    told = page.read_text(encoding="utf-8")
    checked.feed(told)
    assert checked.open == [] and checked.outside == []
    assert "&lt;b&gt;Eva&lt;/b&gt; Luna &amp; Co" in told and told.count('<section class="sheet">') == 2
    drawn = load_lesson(LESSONS / "gate-patterns.yaml", seed_of("Ana Pérez", "gate-patterns")).drawn
    first = told[told.index("<svg") : told.index("</svg>")]
    assert f">{drawn['x']:.2f}<" in first and f"{seed_of('Ana Pérez', 'gate-patterns')}" in told


@pytest.mark.parametrize("path", FILES[::6], ids=lambda path: path.stem)
def test_pictures_in_latex_keep_their_shape(path):
    """Drawn in ASCII, so that no line gets shorter when the signs are taken out that LaTeX would not set."""
    sheet = make_sheet("t", [Chosen(load_lesson(path))], "", face(), False, in_ascii=True)
    for item in (item for part in sheet.parts for item in part.items):
        kept = plain_ascii(item.picture)
        assert [len(line) for line in kept.splitlines()] == [len(line) for line in item.picture.splitlines()], kept


@pytest.mark.skipif(PDFLATEX is None, reason="no pdflatex: install the Debian package `texlive-latex-recommended`")
@pytest.mark.parametrize("id", ["chain-rule-paths", "softmax-cross-entropy", "history-and-when-to-use"])
def test_latex_sets_it(tmp_path, capsys, id):
    sheet = tmp_path / "sheet.tex"
    run(capsys, "worksheet", id, "--format", "tex", "--to", str(sheet), "--lang", "es")
    done = subprocess.run([str(PDFLATEX), "-halt-on-error", "-interaction=nonstopmode", sheet.name], cwd=tmp_path,
                          capture_output=True, text=True, timeout=120)  # fmt: skip
    assert done.returncode == 0 and (tmp_path / "sheet.pdf").stat().st_size > 10_000, done.stdout[-2000:]
    assert "Missing character" not in done.stdout and "Overfull \\hbox" not in done.stdout


@pytest.mark.skipif(CHROMIUM is None, reason="no chromium is installed: nothing to print with")
def test_a_page_can_be_printed(tmp_path, capsys):
    run(capsys, "exam", "24=10", "05=7.5", "--most", "3", "--seed", "3", "--to", str(tmp_path / "exam.html"))
    flags = ("--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path}/profile")
    command = [CHROMIUM, *flags, f"--print-to-pdf={tmp_path}/exam.pdf", str(tmp_path / "exam.html")]
    subprocess.run(command, capture_output=True, timeout=120, check=False)
    data = (tmp_path / "exam.pdf").read_bytes()
    pages = len(re.findall(rb"/Type\s*/Page\b", data))
    assert data.startswith(b"%PDF") and 1 <= pages <= 8 and len(data) > 10_000


@pytest.mark.parametrize(("said", "wanted"), [
    ("50% of a_b & {c} #1", r"50\% of a\_b \& \{c\} \#1"),
    ("~x^2 \\ $", r"\textasciitilde{}x\textasciicircum{}2 \textbackslash{} \$"),
    ("∂f/∂w = σ(z)·x²", r"$\partial$f/$\partial$w = $\sigma$(z)$\cdot$x$^{2}$"), ("¿Qué ñandú?", "¿Qué ñandú?"),
    ("e⁻ˣ", r"e$^{-x}$"), ("漢", ""), ("ŷ", r"$\hat y$"),
])  # fmt: skip
def test_latex_takes_nothing_for_a_command(said, wanted):
    assert text(said) == wanted


def test_braces_of_latex_are_balanced(capsys):
    for name in ("A", "30", "25"):
        code, out, _ = run(capsys, "worksheet", name, "--format", "tex", "--lang", "es")
        assert code == 0 and out.startswith("\\documentclass") and out.rstrip().endswith("\\end{document}")
        outside = re.sub(r"\\begin{verbatim}.*?\\end{verbatim}", "", out, flags=re.DOTALL)
        bare = re.sub(r"\\[{}\\]", "", outside)
        assert bare.count("{") == bare.count("}") and bare.count("$") % 2 == 0


def test_points_are_shared_out(capsys):
    assert split(10, 4) == [2.5] * 4 and split(7.5, 4) == [2, 2, 2, 1.5] and split(1, 3) == [0.5, 0.5, 0.0]
    _, out, _ = run(capsys, "exam", "24=10", "26=7.5", "--most", "4", "--lang", "en", "--title", "Midterm")
    points = [float(found) for found in re.findall(r"\*\(([\d.]+) points?\)\*", out)]
    assert len(points) == 8 and sum(points) == 17.5 and "# Midterm" in out and "17.5 points" in out
    _, key, _ = run(capsys, "exam", "24=10", "26=7.5", "--most", "4", "--lang", "en", "--key")
    assert key.count("\n**") == 8 and "```" not in key


@pytest.mark.parametrize(("table", "names"), [
    ("Ana\nLuis\n", ["Ana", "Luis"]), ("name,id\nAna,1\nLuis,2\n", ["Ana", "Luis"]),
    ("\ufeffFirst name;Last name\nAna;Pérez\n;\n", ["Ana Pérez"]), ("Apellido(s)\tNombre\nPérez\tAna\n", ["Ana Pérez"]),
    ("", []), ("\n\n", []), ("name\n", []), ('"Pérez, Ana"\n', ["Pérez, Ana"]), ("id,nombre\n1,Ana\n2\n", ["Ana"]),
])  # fmt: skip
def test_lists_of_names_are_read_as_they_come(table, names):
    assert read_names(table) == names


@pytest.mark.parametrize(("arguments", "code"), [
    (("worksheet",), 2), (("worksheet", "nix"), 1), (("worksheet", "26", "--students", "missing.csv"), 1),
    (("worksheet", "26", "--seed", "x"), 1), (("worksheet", "26", "--most", "0"), 2), (("exam",), 2),
    (("worksheet", "26", "--format", "pdf"), 2), (("worksheet", "26", "--to", "sheet.pdf"), 2), (("exam", "26=0"), 2),
    (("exam", "26=ten"), 2), (("exam", "26=0.3"), 2), (("exam", "nix=3"), 1), (("exam", "26="), 2),
    (("worksheet", "26", "--to", "no/such/sheet.html"), 1), (("worksheet", "26", "--students", "empty.csv"), 1),
])  # fmt: skip
def test_every_complaint_is_one_sentence_in_both_languages(capsys, tmp_path, monkeypatch, arguments, code):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty.csv").write_text("\n", "utf-8")
    said = set()
    for language in ("es", "en"):
        got, out, err = run(capsys, "--lang", language, *arguments)
        assert got == code and err.count("\n") == 1 and not out and "Traceback" not in err
        said.add(err)
    assert len(said) == 2


def test_a_lesson_without_questions_says_so(capsys, tmp_path, monkeypatch):
    lesson = "format: 1\nid: told\ntitle: {en: T, es: T}\nobjectives: [{en: a, es: a}]\nsteps:\n"
    (tmp_path / "told.yaml").write_text(lesson + "  - {id: a, kind: say, text: {en: a, es: a}}\n", "utf-8")
    code, _, err = run(capsys, "worksheet", str(tmp_path / "told.yaml"), "--lang", "es")
    assert code == 1 and "told" in err


NUMBER = re.compile(r"(?<![\w.^_/])-?\d+(?:\.\d+)?(?!\w|\.\d)")


def reveals(written, value):
    """Is a number with at least three digits the rounded form of what was asked?"""
    decimals = len(written.partition(".")[2])
    digits = len(written.lstrip("-").replace(".", "").strip("0"))
    whole = decimals > 0 or float(value).is_integer()
    return digits >= 3 and whole and abs(abs(float(written)) - abs(value)) <= 0.5 * 10.0**-decimals


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_later_text_or_picture_tells_what_an_earlier_problem_asks(path):
    lesson = load_lesson(path)
    found = problems(lesson)
    (part,) = make_sheet("", [Chosen(lesson)], "", face(), is_key=False).parts
    printed, asked = set(), []
    for problem, item in zip(found, part.items, strict=True):
        page = " ".join([*item.context, item.prompt, *item.options, item.picture])
        here = [one for one in NUMBER.findall(page) if "e" not in one]
        for one in here:
            assert one.lstrip("-") in printed or not [value for value in asked if reveals(one, value)], (
                item.number,
                one,
            )
        printed.update(one.lstrip("-") for one in here)
        asked += [
            float(entry) for blank in problem.blanks if blank.value is not None for entry in np.ravel(blank.value)
        ]


def test_a_number_that_only_follows_on_the_way_back_is_covered_too():
    told = {problem.step: problem.prompt for problem in problems(load_lesson(LESSONS / "chain-rule-paths.yaml"))}
    assert any(UNKNOWN in text.es and "trae" in text.es for text in told.values())
    gates = [problem.prompt.en for problem in problems(load_lesson(LESSONS / "gate-patterns.yaml"))]
    assert [UNKNOWN in text for text in gates if "has received" in text] == [True, True]
    assert any("z = 2 and w = -1" in text for text in gates), "what was given stays"
