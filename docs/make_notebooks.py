"""Which notebooks show the engine? Writes examples/*.ipynb, one a language, with what every cell answers.

The cells are run in order, as a notebook would run them; what the last expression of a cell shows (`_repr_html_`,
`_repr_latex_`, its text) and what is printed become its output. `make generate` runs it; tests/test_notebooks.py runs
the cells of the files once more and compares.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Mapping
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "examples"
NAMES = {"en": "sigmoid-neuron.ipynb", "es": "neurona-sigmoide.ipynb"}
Text = Mapping[str, str]
CELLS: tuple[Text | str, ...] = (
    {"en": "# A sigmoid neuron, by hand and by machine\n\nThe neuron of lesson 25: two inputs, two weights, a bias. "
           "Predict every number before you run its cell.",
     "es": "# Una neurona sigmoide, a mano y a máquina\n\nLa neurona de la lección 25: dos entradas, dos pesos, "
           "un sesgo. Predice cada número antes de ejecutar su celda."},
    "from gradstep.core import backward, data, gradient, leaf\n\n"
    'w0, w1, w2 = leaf("w0", 2.0), leaf("w1", -3.0), leaf("w2", -3.0)\nx0, x1 = data("x0", -1.0), data("x1", -2.0)\n'
    'z = (w0*x0 + w1*x1 + w2).named("z")\nf = (1 / (1 + (-z).exp())).named("f")\nf',
    {"en": "## The way back\n\nUpstream times local, edge by edge. `backward` keeps the whole record; the graph "
           "shows values and gradients.",
     "es": "## La vuelta\n\nLo que llega por lo local, arista por arista. `backward` guarda el registro completo; "
           "el grafo muestra valores y gradientes."},
    "run = backward(f)\nrun",
    {"en": "The slope of the sigmoid is $f(1-f)$, so the gradient of $w_0$ should be $f(1-f)\\,x_0$:",
     "es": "La pendiente de la sigmoide es $f(1-f)$, así que el gradiente de $w_0$ debería ser $f(1-f)\\,x_0$:"},
    "round(f.value * (1 - f.value) * x0.value, 6), round(run.gradient(w0), 6)",
    {"en": "## Frame by frame\n\nThe same frames that the lesson shows. Step by changing the number.",
     "es": "## Cuadro por cuadro\n\nLos mismos cuadros que muestra la lección. Avanza cambiando el número."},
    {"en": "run.frames[12]", "es": 'print(run.frames[12].sentence("es"))\nrun.frames[12]', "code": "yes"},
    {"en": "for sentence in run.sentences()[-5:]:\n    print(sentence)",
     "es": 'for sentence in run.sentences("es")[-5:]:\n    print(sentence)', "code": "yes"},
    {"en": "## A receipt for paper\n\nThe formula, and every gradient as the sum of what arrived, in LaTeX.",
     "es": "## Un recibo para el papel\n\nLa fórmula, y cada gradiente como la suma de lo que llegó, en LaTeX."},
    "print(run._repr_latex_())",
    {"en": "## Is it true?\n\nA finite difference knows nothing of any rule.",
     "es": "## ¿Es verdad?\n\nUna diferencia finita no sabe nada de ninguna regla."},
    'h = 1e-6\n\n\ndef shifted(by):\n    moved = leaf("w0", 2.0 + by)\n'
    "    return (1 / (1 + (-(moved*x0 + w1*x1 + w2)).exp())).value\n\n\n"
    "round((shifted(h) - shifted(-h)) / (2*h), 6), round(run.gradient(w0), 6)",
    {"en": "## Slopes of slopes\n\n`gradient` writes the way back down as an expression, which has a gradient again: "
           "$f'' = f(1-f)(1-2f)$.",
     "es": "## Pendientes de pendientes\n\n`gradient` escribe la vuelta como una expresión, que otra vez tiene "
           "gradiente: $f'' = f(1-f)(1-2f)$."},
    'u = leaf("u", 0.5)\ns = u.sigmoid()\nfirst = gradient(s, u)\nsecond = gradient(first, u)\n'
    "round(second.value, 6), round(s.value * (1 - s.value) * (1 - 2*s.value), 6)",
    {"en": "## One step down\n\nWhat a training does again and again: a little against the gradient, here "
           "to make $f$ smaller.",
     "es": "## Un paso hacia abajo\n\nLo que un entrenamiento hace una y otra vez: un poco en contra del gradiente, "
           "aquí para que $f$ baje."},
    "rate = 0.5\nweights = {w: w.value - rate*run.gradient(w) for w in (w0, w1, w2)}\n"
    'm0, m1, m2 = (leaf(w.name, value) for w, value in weights.items())\n'
    "after = 1 / (1 + (-(m0*x0 + m1*x1 + m2)).exp())\nround(f.value, 6), round(after.value, 6)",
    {"en": "Lessons ask for these numbers one by one: `gradstep 25`.",
     "es": "Las lecciones preguntan estos números uno por uno: `gradstep 25 --lang es`."},
)  # fmt: skip


def answered(source: str, names: dict[str, Any]) -> list[dict[str, Any]]:
    """The outputs of a cell that is run with these names: what it prints, and what its last expression shows."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    printed, shown = StringIO(), None
    with redirect_stdout(printed):
        exec(compile(tree, "cell", "exec"), names)  # noqa: S102 - cells of this file
        if isinstance(last, ast.Expr):
            shown = eval(compile(ast.Expression(last.value), "cell", "eval"), names)  # noqa: S307 - a cell of this file
    outputs: list[dict[str, Any]] = []
    if printed.getvalue():
        outputs.append({"output_type": "stream", "name": "stdout", "text": _lines(printed.getvalue())})
    if shown is not None:
        outputs.append({"output_type": "execute_result", "metadata": {}, "data": _shown(shown)})
    return outputs


def _shown(value: Any) -> dict[str, list[str]]:
    """A value in every form that it has for a notebook."""
    found = {"text/plain": _lines(repr(value))}
    for name, kind in (("_repr_html_", "text/html"), ("_repr_latex_", "text/latex")):
        text = getattr(value, name)() if hasattr(value, name) else None
        if text:
            found[kind] = _lines(text)
    return found


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def notebook(language: str) -> str:
    """The notebook of a language, with its outputs, as its file has it."""
    cells: list[dict[str, Any]] = []
    names: dict[str, Any] = {}
    for place, cell in enumerate(CELLS):
        is_code = isinstance(cell, str) or "code" in cell
        text = cell if isinstance(cell, str) else cell[language]
        made: dict[str, Any] = {"cell_type": "code" if is_code else "markdown", "id": f"cell-{place}", "metadata": {},
                                "source": _lines(text)}  # fmt: skip
        if is_code:
            number = 1 + sum(one["cell_type"] == "code" for one in cells)
            made |= {"execution_count": number, "outputs": answered(text, names)}
            for output in made["outputs"]:
                if output["output_type"] == "execute_result":
                    output["execution_count"] = number
        cells.append(made)
    whole = {"cells": cells, "metadata": {"kernelspec": {"display_name": "Python 3", "language": "python",
             "name": "python3"}, "language_info": {"name": "python"}}, "nbformat": 4, "nbformat_minor": 5}  # fmt: skip
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for language, name in NAMES.items():
        (FOLDER / name).write_text(notebook(language), encoding="utf-8")
