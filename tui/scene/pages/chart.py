"""What does the page of charts show? A chart as large as the page, and below it the line that names what is drawn."""

from __future__ import annotations

from ....core.errors import GradstepError
from ...charts import Paper, lines
from ..cells import Row, Run, wrapped
from ..desk.chart import Charting
from ..footer import footer
from ..look import Look
from ..page import Page, filled, too_small
from ..zones.line import typing_row

AROUND = 3
"""Rows of the rule, the line and the footer."""


def chart_page(chart: Charting, look: Look) -> Page:
    """The page; where nothing can be drawn, it says why in the place of the chart."""
    if look.is_too_small:
        return too_small(look)
    room = look.height - AROUND
    said = wrapped(look.word(chart.said), look.text_width) if chart.said is not None else []
    told: list[Row] = [(Run(f" {line}", "text"),) for line in said]
    body = _drawn(chart, look, room - len(told))
    rows = (*filled(body, room - len(told), look.width), *filled(told, len(told), look.width))
    line = typing_row(f"{look.say('screen.chart-line')} ", chart.line, "", look)
    return Page((_head(chart, look), *rows, line, footer("chart", look)), "chart")


def _head(chart: Charting, look: Look) -> Row:
    frames, last = chart.drawable.frames, chart.drawable.last
    place = look.say("screen.chart-frames", last=last) if last >= 0 else ""
    if chart.wanted and not chart.is_found:
        place = look.say("screen.chart-working", cursor=frames[len(chart.rows)], last=last)
    elif frames.step > 1:
        place = look.say("screen.chart-every", last=last, step=frames.step)
    log = f" {look.glyph('·')} {look.say('screen.chart-log')}" if chart.log else ""
    title = (Run(look.say("screen.chart-title"), "title"), Run(log, "dim"))
    return look.rule(title, (Run(place),) if place else ())


def _drawn(chart: Charting, look: Look, room: int) -> list[Row]:
    """The chart of what is found so far."""
    if not chart.wanted or not chart.rows:
        return []
    has_color = look.face.color and look.face.theme != "mono"
    paper = Paper(look.width - 2, room, ascii=look.face.ascii, color=has_color, log=chart.log)
    along, strays = look.say("plot.frame"), look.say("plot.strays")
    try:
        shown = lines(chart.series, chart.frames, paper, along, strays)
    except GradstepError as error:
        return [(Run(f" {line}", "text"),) for line in wrapped(look.word(error.message), look.text_width)]
    return [(Run(" "), *(Run(look.text(run.text), run.role) for run in line)) for line in shown]
