"""How does a sheet look as LaTeX? An article that pdflatex sets as it is; pictures are drawn in ASCII letters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from ..face import Face, plain_ascii
from .sheets import Box, Item, Sheet, heading, key_line, worth

HEAD = r"""\documentclass[11pt,a4paper]{article}
\usepackage[utf8]{inputenc}
\usepackage[T1]{fontenc}
\usepackage{amsmath,amssymb}
\usepackage[margin=18mm]{geometry}
\setlength{\parindent}{0pt}\setlength{\parskip}{5pt}
\newcommand{\blank}[1]{\fbox{\rule{0pt}{5mm}\hspace{#1}}}
\begin{document}
"""
SPECIAL: Mapping[str, str] = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "<": r"\textless{}", ">": r"\textgreater{}",
    "|": r"\textbar{}", '"': r"\textquotedbl{}",
}  # fmt: skip
SIGNS: Mapping[str, str] = {
    "∂": r"\partial ", "·": r"\cdot ", "×": r"\times ", "σ": r"\sigma ", "η": r"\eta ", "λ": r"\lambda ",
    "∇": r"\nabla ",
    "Σ": r"\sum ", "√": r"\surd ", "π": r"\pi ", "≥": r"\geq ", "≤": r"\leq ", "≠": r"\neq ", "→": r"\to ",
    "←": r"\leftarrow ", "≈": r"\approx ", "∞": r"\infty ", "∈": r"\in ", "⊙": r"\odot ", "−": "-", "±": r"\pm ",
    "μ": r"\mu ", "φ": r"\varphi ", "Φ": r"\Phi ", "κ": r"\kappa ", "ξ": r"\xi ", "γ": r"\gamma ", "ε": r"\varepsilon ",
    "ρ": r"\rho ", "τ": r"\tau ", "θ": r"\theta ", "α": r"\alpha ", "β": r"\beta ", "δ": r"\delta ", "½": r"\tfrac12 ",
    "‖": r"\|", "′": "'", "ŷ": r"\hat y", "ᵀ": r"^{\top}", "⇒": r"\Rightarrow ", "✓": r"\checkmark ",
}  # fmt: skip
RAISED = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺ⁿⁱˣʸᶻᵏʲᵐᵗᵇᵃᶜᵈᵖᵘᵛʷ]+")


def latex(sheets: Sequence[Sheet], face: Face) -> str:
    """A whole document; each sheet begins on a new page."""
    body = "\n\\newpage\n".join("\n".join(_sheet(sheet, face)) for sheet in sheets)
    return f"{HEAD}{body}\n\\end{{document}}\n"


def _sheet(sheet: Sheet, face: Face) -> Iterator[str]:
    yield rf"\section*{{{text(sheet.title)}}}"
    yield f"{text(heading(sheet, face))}{_points(sheet.points, face)}\n"
    for part in sheet.parts:
        if len(sheet.parts) > 1:
            yield rf"\subsection*{{{text(part.title)}}}"
        for item in part.items:
            yield from _key(item, face) if sheet.is_key else _problem(item, face)


def _problem(item: Item, face: Face) -> Iterator[str]:
    yield from (f"{text(said)}\n" for said in item.context)
    yield rf"\textbf{{{item.number}.}} {text(item.prompt)}{_points(item.points, face)}" + "\n"
    if item.picture:
        # verbatim takes ASCII as it stands, and the picture is drawn in it.
        yield "{\\scriptsize\n\\begin{verbatim}\n" + plain_ascii(item.picture) + "\n\\end{verbatim}\n}"
    if item.listing:
        yield "{\\small\n\\begin{verbatim}\n" + plain_ascii(item.listing) + "\n\\end{verbatim}\n}"
    tick = "" if item.kind == "match" else r"$\square$ "
    for mark, option in zip(item.marks, item.options, strict=False):
        yield rf"{tick}{mark}. {text(option)}\\"
    if item.options:
        yield ""
    for box in item.boxes:
        yield _blank(box) + "\n"


def _blank(box: Box) -> str:
    label = f"{text(box.label)} = " if box.label else ""
    if box.shape is None:
        return label + r"\blank{110mm}"
    rows, columns = box.shape
    if (rows, columns) == (1, 1):
        return label + r"\blank{22mm}"
    row = " & ".join([r"\rule{0pt}{5mm}\hspace{12mm}"] * columns) + r" \\ \hline"
    return rf"{label}\begin{{tabular}}{{|{'c|' * columns}}} \hline {' '.join([row] * rows)} \end{{tabular}}"


def _key(item: Item, face: Face) -> Iterator[str]:
    yield rf"\textbf{{{item.number}.}} {key_line(item, text)}{_points(item.points, face)}" + "\n"
    if item.solution:
        yield text(item.solution) + "\n"


def _points(points: float | None, face: Face) -> str:
    told = worth(points, face)
    return rf" \emph{{({text(told)})}}" if told else ""


def text(said: str) -> str:
    """A text in which nothing is taken for LaTeX, and every sign is one that pdflatex has."""
    return "".join(_sign(part) for part in _parts(unicodedata.normalize("NFC", said)))


def _parts(said: str) -> Iterator[str]:
    """Single signs, and exponents as a whole."""
    at = 0
    for found in RAISED.finditer(said):
        yield from said[at : found.start()]
        yield found[0]
        at = found.end()
    yield from said[at:]


def _sign(part: str) -> str:
    if RAISED.fullmatch(part):
        return f"$^{{{unicodedata.normalize('NFKC', part).replace(chr(0x2212), '-')}}}$"
    if part in SPECIAL:
        return SPECIAL[part]
    if part in SIGNS:
        return f"${SIGNS[part].strip()}$"
    if part.isascii() or part in "áéíóúüñÁÉÍÓÚÜÑ¿¡«»":
        return part
    return "".join(SPECIAL.get(letter, letter) for letter in plain_ascii(part))
