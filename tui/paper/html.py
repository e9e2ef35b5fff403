"""How does a sheet look as a page to print? One HTML file with its pictures inside, which fetches nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from ..face import Face
from .sheets import Box, Item, Sheet, heading, key_line, worth

STYLE = """
@page { size: A4; margin: 18mm 16mm; }
body { font: 11pt/1.4 'DejaVu Serif', Georgia, serif; color: #111; max-width: 178mm; margin: 0 auto; }
h1 { font-size: 16pt; margin: 0 0 2mm; } h2 { font-size: 12.5pt; margin: 6mm 0 2mm; border-bottom: 0.3mm solid #999; }
.who { margin: 0 0 5mm; } .sheet { break-after: page; } .sheet:last-child { break-after: auto; }
.problem { break-inside: avoid; margin: 0 0 6mm; } .problem p { margin: 0 0 1.5mm; } .context { color: #444; }
pre { font: 9.5pt/1.35 'DejaVu Sans Mono', monospace; margin: 1mm 0 2mm; white-space: pre-wrap; }
.number { font-weight: bold; } .points { color: #555; font-size: 9.5pt; white-space: nowrap; }
svg text { white-space: pre; } svg { width: 100%; height: auto; max-height: 78mm; display: block; margin: 1mm 0 2mm; }
.blank { display: inline-flex; align-items: center; gap: 2mm; margin: 1mm 8mm 1mm 0; }
.cell { display: inline-block; min-width: 20mm; height: 8.5mm; border: 0.3mm solid #333; vertical-align: middle; }
.line { display: inline-block; width: 110mm; height: 8.5mm; border: 0.3mm solid #333; }
table.matrix { border-collapse: collapse; } table.matrix td { border: 0.3mm solid #333; min-width: 15mm; height: 8.5mm;
text-align: center; } ol.options { list-style: none; padding: 0; margin: 0; } ol.options li { margin: 1mm 0; }
.tick { display: inline-block; width: 4mm; height: 4mm; border: 0.3mm solid #333; margin-right: 2.5mm;
vertical-align: -0.6mm; } .answer { font-weight: bold; } .solution { color: #444; }
"""


def html(sheets: Sequence[Sheet], face: Face) -> str:
    """One page of HTML; each sheet begins on a new page of paper."""
    title = escape(sheets[0].title) if sheets else "gradstep"
    body = "\n".join("\n".join(_sheet(sheet, face)) for sheet in sheets)
    return (
        f'<!DOCTYPE html>\n<html lang="{face.language}">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
        f"<style>{STYLE}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _sheet(sheet: Sheet, face: Face) -> Iterator[str]:
    yield '<section class="sheet">'
    yield f"<h1>{escape(sheet.title)}</h1>"
    yield f'<p class="who">{escape(heading(sheet, face))} {_points(sheet.points, face)}</p>'
    for part in sheet.parts:
        if len(sheet.parts) > 1:
            yield f"<h2>{escape(part.title)}</h2>"
        for item in part.items:
            yield '<div class="problem">'
            yield from _key(item, face) if sheet.is_key else _problem(item, face)
            yield "</div>"
    yield "</section>"


def _problem(item: Item, face: Face) -> Iterator[str]:
    yield from (f'<p class="context">{escape(said)}</p>' for said in item.context)
    yield f'<p><span class="number">{item.number}.</span> {escape(item.prompt)} {_points(item.points, face)}</p>'
    if item.image:
        yield item.image
    if item.listing:
        yield f"<pre>{escape(item.listing)}</pre>"
    if item.options:
        tick = "" if item.kind == "match" else '<span class="tick"></span>'
        rows = (f"<li>{tick}{mark}. {escape(text)}</li>" for mark, text in zip(item.marks, item.options, strict=False))
        yield f'<ol class="options">{"".join(rows)}</ol>'
    yield "".join(map(_blank, item.boxes))


def _blank(box: Box) -> str:
    label = f"<span>{escape(box.label)} =</span>" if box.label else ""
    if box.shape is None:
        return f'<span class="blank">{label}<span class="line"></span></span>'
    rows, columns = box.shape
    if (rows, columns) == (1, 1):
        return f'<span class="blank">{label}<span class="cell"></span></span>'
    row = "<tr>" + "<td></td>" * columns + "</tr>"
    return f'<span class="blank">{label}<table class="matrix">{row * rows}</table></span>'


def _key(item: Item, face: Face) -> Iterator[str]:
    yield (
        f'<p><span class="number">{item.number}.</span> <span class="answer">{key_line(item, escape)}</span> '
        f"{_points(item.points, face)}</p>"
    )
    if item.solution:
        yield f'<p class="solution">{escape(item.solution)}</p>'


def _points(points: float | None, face: Face) -> str:
    told = worth(points, face)
    return f'<span class="points">({escape(told)})</span>' if told else ""
