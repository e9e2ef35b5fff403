"""How do the knobs of the laboratory stand above the network? Side by side, the one that `+` turns marked."""

from __future__ import annotations

from ....core.laboratory.turning import shown_dials, terms_now
from ....core.learning.data.terms import TERMS, possible_terms
from ..cells import Row, Run, width_of
from ..look import Look
from .desk import LabDesk


def knob_rows(desk: LabDesk, look: Look, width: int, height: int) -> list[Row]:
    """As many rows of knobs as there are, those around the chosen one; what does not fit is behind `k`."""
    pages: list[list[Row]] = [[()]]
    found = 0
    current = desk.current.name
    for dial in shown_dials(desk.lab):
        is_current = dial.name == current
        mark = look.glyph("►") if is_current else " "
        name = look.text(dial.shown_name(look.face.language))
        item: Row = (
            Run(mark, "accent"), Run(f"{name} ", "accent" if is_current else "dim"),
            Run(look.text(dial.shown_value(look.face.language)), "title" if is_current else "text"), Run(" "),
        )  # fmt: skip
        if width_of(pages[-1][-1]) + width_of(item) > width - 6:
            if len(pages[-1]) == height:
                pages.append([])
            pages[-1].append(())
        pages[-1][-1] = (*pages[-1][-1], *item)
        if is_current:
            found = len(pages) - 1
    rows = pages[found]
    if len(pages) > 1:
        told = Run(f"k {found + 1}/{len(pages)}", "dim")
        last = rows[-1]
        rows = [*rows[:-1], (*last, Run(" " * max(0, width - width_of(last) - len(told.text) - 1)), told)]
    return rows


def inputs_rows(desk: LabDesk, look: Look, width: int) -> list[Row]:
    """The inputs that these samples can have, each with its number; those that are there are marked.

    Behind the number of the others stands a colon: `3·x1²` would read as three times a square.
    """
    now = terms_now(desk.lab)
    rows: list[Row] = [(Run(f" {look.say('screen.lab-inputs')} ", "accent"),)]
    for number, name in enumerate(possible_terms(desk.lab.run.setup.where.inputs.shape[1]), 1):
        is_on = name in now
        mark = look.glyph("✓") if is_on else ":"
        shown = look.text(look.face.echo(TERMS[name].shown).replace("(", "").replace(")", ""))
        item: Row = (
            Run(f"{number}", "accent"), Run(mark, "right" if is_on else "dim"),
            Run(f"{shown} ", "title" if is_on else "dim"),
        )  # fmt: skip
        if width_of(rows[-1]) + width_of(item) > width:
            rows.append((Run(" "),))
        rows[-1] = (*rows[-1], *item)
    return rows
