"""How is a run drawn on the full screen? A page on top of a screen; Esc closes it, and nothing is lost."""

from __future__ import annotations

import asyncio
from time import perf_counter

from textual.worker import Worker

from ...core.lesson.drawable import Drawable
from ..face import Face
from ..scene.desk.chart import Charting, found_on, opened_chart, press_chart, typed_chart
from ..scene.look import Look
from ..scene.page import Page
from ..scene.pages.chart import chart_page
from .base import SheetScreen
from .wishes import CloseOverlay

SLICE, REST = 0.03, 0.002
"""Seconds in which frames are worked out before keys are looked at, and seconds for which they are."""
BETWEEN_PAGES = 0.3
"""Seconds between two pages while a long run is worked out."""


class ChartScreen(SheetScreen):
    """Quantities over a run."""

    def __init__(self, face: Face) -> None:
        super().__init__(face, "chart")
        self.chart: Charting | None = None
        self._finding: Worker[None] | None = None

    def open_for(self, drawable: Drawable) -> None:
        """Is opened over a simulation, with what suggests itself."""
        self.put(opened_chart(drawable))

    def put(self, chart: Charting) -> None:
        """Shows another charting, and finds what it lacks."""
        before, self.chart = self.chart, chart
        if before is None or chart.wanted is not before.wanted or chart.drawable is not before.drawable:
            self._find(SLICE)
        if self.is_mounted:
            self.repaint()
            self._go_on()

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        self._go_on()

    def make_page(self, look: Look) -> Page:
        return Page((), "chart") if self.chart is None else chart_page(self.chart, look)

    def press(self, key: str) -> None:
        if key == "quit":
            self.everywhere(key)
        elif key in ("leave", "chart"):
            self.post_message(CloseOverlay())
        elif self.chart is not None:
            self.put(press_chart(self.chart, key))

    def typed(self, letters: str) -> bool:
        if self.chart is None or not letters:
            return False
        self.put(typed_chart(self.chart, letters))
        return True

    def _find(self, seconds: float) -> None:
        """As many frames as there is time for."""
        if self.chart is not None and not self.chart.is_found:
            end = perf_counter() + seconds
            self.chart = found_on(self.chart, lambda: perf_counter() > end)

    def _go_on(self) -> None:
        """One worker as long as something is to be found, none otherwise."""
        waits = self.chart is not None and not self.chart.is_found
        if waits and (self._finding is None or self._finding.is_finished):
            self._finding = self.run_worker(self._found(), group="chart")

    async def _found(self) -> None:
        """Works out a long run in slices, and shows how far it is; ends when the page is closed."""
        shown = perf_counter()
        while self.chart is not None and not self.chart.is_found and self.is_current:
            self._find(SLICE)
            if perf_counter() - shown > BETWEEN_PAGES or self.chart.is_found:
                self.paint()
                shown = perf_counter()
            await asyncio.sleep(REST)
