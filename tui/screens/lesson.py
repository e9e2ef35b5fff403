"""How is a lesson taken on the full screen? Keys make another desk, the desk makes a page, every action is kept."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

from textual import events
from textual.timer import Timer

from ...core.errors import GradstepError
from ...core.graph import Graph
from ...core.lesson.actions import Action
from ...core.lesson.missed import missed_lesson
from ...core.lesson.passing import graph_of, turn_of
from ...core.lesson.reloading import Saved
from ...core.lesson.resuming import line_of
from ...core.lesson.reviewing import earlier_lesson
from ...core.lesson.schema import AskFormula
from ...core.lesson.session import Session
from ...core.words import message
from ..drawing.graph.area import Area
from ..face import Face
from ..lessons import is_edited, open_lesson
from ..opened_update import explored_laboratory
from ..scene.desk.company import Company
from ..scene.desk.desk import Desk, leads_back, opened, repeats, sit_down
from ..scene.desk.looks import drawable_at
from ..scene.desk.press import is_way_out, played, press, typed
from ..scene.desk.useful import useful
from ..scene.look import Look
from ..scene.page import Page
from ..scene.pages.summary import asks_missed
from ..scene.zones.edges import NOTHING_YET, Known
from ..scene.zones.lesson import lesson_page
from ..scene.zones.pointing import clicked, out, wheeled
from ..symbols import ask
from ..visit import Opening
from .base import TWICE, SheetScreen, useful_keys
from .wishes import NextLesson, OpenLab, ProofTold, ShowChart, ShowHelp, ShowMap, SymbolsTold

BEFORE_TURN = 3
"""So many frames before the backward pass the algebra is asked, so that it has answered when it is needed."""
RIGHT_BUTTON = 3
BETWEEN_LOOKS = 0.7
"""Seconds between two looks at a file that somebody may be editing."""
WHILE_READING = 0.3
"""Seconds after a lesson was opened, in which nobody has read its first text."""
PAUSES = (0.0, 1.0, 0.4, 0.1)
"""Seconds between two frames that go on by themselves, by speed."""


class LessonScreen(SheetScreen):
    """A desk, shown."""

    def __init__(self, face: Face, opening: Opening) -> None:
        super().__init__(face, "lesson")
        self.opening = opening
        self.visit = opening.visit
        self.desk: Desk | None = None
        self._known: dict[int, tuple[Graph, Known]] = {}
        self._window: Area | None = None
        self._timer: Timer | None = None
        self._looks: Timer | None = None

    @property
    def id_of_lesson(self) -> str | None:
        """The lesson that is open."""
        return self.desk.session.script.lesson.file.id if self.desk is not None else None

    def sit(self, desk: Desk) -> None:
        """Begins another lesson, or goes on with one."""
        self.desk, self._window = desk, None
        self._known.clear()
        self._watch_file(desk)
        self.paint()
        self.call_after_refresh(self._ask_for_symbols)
        self.set_timer(WHILE_READING, partial(self._prepare, desk))

    def _watch_file(self, desk: Desk) -> None:
        """Looks at the file of a lesson that may be edited; those of the installation need no such clock."""
        if self._looks is not None:
            self._looks.stop()
            self._looks = None
        lesson = desk.session.script.lesson
        if is_edited(lesson):
            saved = Saved(lesson.path)
            self._looks = self.set_interval(BETWEEN_LOOKS, lambda: self._reload(saved))

    def _reload(self, saved: Saved) -> None:
        """Goes on at the same step of a lesson that was just saved, or says why it cannot be opened."""
        if self.desk is None or not saved.was_saved():
            return
        try:
            session, said = saved.reloaded(self.desk.session), message("screen.reloaded")
        except GradstepError as error:
            session, said = self.desk.session, message("screen.not-reloaded", problem=error.message)
        desk = sit_down(session, self.desk.number, self.desk.line.text, self.desk.course)
        self.desk, self._window = replace(desk, said=said), None
        if self.is_current:
            self.paint()

    def _prepare(self, desk: Desk) -> None:
        """Does what the first step will need, while the text is read and before any key: it is only looked at.

        A desk is never changed, so nothing but the memory of simulations and modules is left of this.
        """
        if self.desk is not desk or desk.session.log or not self.is_current or self.page is None:
            return
        with suppress(Exception):
            # What cannot be done is said when it is asked for.
            after = press(desk, "next")
            line_of(after.session, Action("next"), 0.0)
            lesson_page(after, self.look(), NOTHING_YET, self._window)

    def take(self, desk: Desk) -> None:
        """Shows what has become of the desk, and keeps it."""
        if self.desk is None:
            return
        problem = self.visit.keep(self.desk, desk)
        following = opened(desk)
        if following is not None:
            problem = self.visit.keep(desk, following) or problem
            desk = following
        other = desk.session.simulation is not self.desk.session.simulation
        solved = desk.session.question.outcome == "right" and self.desk.session.is_asking
        self.desk = desk if problem is None else replace(desk, said=problem)
        if solved and isinstance(desk.session.step, AskFormula):
            self.call_after_refresh(self._ask_for_proof, desk.session)
        if other:
            self._window = None
        if self._graph() is not None:
            self.call_after_refresh(self._ask_for_symbols)
        self.paint()
        self._play(desk.speed)

    def _play(self, speed: int) -> None:
        """Frames go on by themselves while the desk has a speed."""
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(PAUSES[speed], self._tick) if speed else None

    def _tick(self) -> None:
        """One frame further; what cannot go on stops."""
        if self.desk is not None and self.desk.speed:
            self.take(played(self.desk))

    def save(self) -> None:
        """Keeps where the learner is. Touches no widget: a signal may call it."""
        if self.desk is not None:
            self.visit.leave(self.desk)

    def look(self) -> Look:
        look = super().look()
        return look if self.desk is None else replace(look, digits=self.desk.digits)

    def make_page(self, look: Look) -> Page:
        if self.desk is None:
            return Page((), "look")
        graph = self._graph()
        known = self._known.get(id(graph), (None, NOTHING_YET))[1] if graph is not None else NOTHING_YET
        desk = replace(self.desk, unkept=self.visit.unkept, company=self.company())
        page = lesson_page(desk, look, known, self._window)
        self._window = page.window
        return page

    def company(self) -> Company | None:
        """The class that takes the lesson together; None for somebody who learns alone."""
        return None

    def press(self, key: str) -> None:
        desk = self.desk
        if desk is None:
            return
        if desk.speed:
            self.take(press(desk, key))
        elif key == "help":
            self.post_message(ShowHelp(useful_keys({"map", "export", *useful(desk)})))
        elif desk.mode == "look" and (key == "map" or is_way_out(desk, key)):
            self.post_message(ShowMap())
        elif key == "laboratory" and desk.mode == "look" and (lab := explored_laboratory(desk.session)) is not None:
            self.post_message(OpenLab(lab))
        elif key == "export" and desk.mode == "look" and self.page is not None:
            # Another face comes with it, which most visits never need.
            from ..exporting import export

            said = export(desk.session, self.page.rows, self.face, Path.cwd()).said
            self.take(replace(desk, said=said))
        elif key == "chart" and (run := drawable_at(desk)) is not None:
            self.post_message(ShowChart(run))
        elif key == "digits" and desk.mode == "look":
            # More or fewer than are shown, which is the screen's to know.
            self.take(press(replace(desk, digits=self.look().decimals), key))
        elif leads_back(desk, key) and desk.behind is not None:
            self.save()
            self.sit(desk.behind)
        elif key == "again" and asks_missed(desk):
            self._ask_missed(desk)
        elif key == "again" and repeats(desk):
            self._repeat(desk)
        elif key == "enter" and desk.session.finished:
            self.post_message(NextLesson())
        elif not self.everywhere(key):
            self.take(press(desk, key))

    def _ask_missed(self, desk: Desk) -> None:
        """The questions that were missed, once more; the last page lies behind them."""
        lesson = missed_lesson(desk.session, str(int(self.face.clock())))
        if lesson is not None:
            self.save()
            self.sit(replace(self.visit.open(lesson, None, desk.course), behind=desk))

    def _repeat(self, desk: Desk) -> None:
        """Questions of earlier lessons, once more; the step that offers them lies behind them."""
        found = earlier_lesson(
            desk.session, self.visit.progress(), lambda id: open_lesson(self.face, id), self.face.clock()
        )
        if found is None:
            self.take(replace(desk, said=message("screen.nothing-to-repeat")))
        else:
            self.save()
            self.sit(replace(self.visit.open(found, None, desk.course), behind=desk))

    def typed(self, letters: str) -> bool:
        desk = typed(self.desk, letters) if self.desk is not None and letters else None
        if desk is not None and self.desk is not None and desk.session is self.desk.session:
            # Nothing is to be kept, and more letters may be waiting.
            self.desk = desk
            self.repaint()
        elif desk is not None:
            self.take(desk)
        return desk is not None

    def on_symbols_told(self, told: SymbolsTold) -> None:
        """The algebra has answered, perhaps about a lesson that is no longer here."""
        if id(told.graph) not in self._known:
            return
        known = Known(state="failed") if told.symbols is None else Known(told.symbols, "told")
        self._known[id(told.graph)] = (told.graph, known)
        if self.is_current:
            self.paint()

    def on_proof_told(self, told: ProofTold) -> None:
        """An answer is proved, perhaps in a lesson that is no longer here."""
        if told.proved and self.desk is not None and self.desk.session.script is told.script:
            self.desk = replace(self.desk, proved=self.desk.proved | {told.place})
            if self.is_current:
                self.paint()

    def on_click(self, event: events.Click) -> None:
        # Textual calls the handler of the base class, which knows the footer, by itself.
        if self.page is None or self.desk is None:
            return
        if event.button == RIGHT_BUTTON:
            after = out(self.desk)
        else:
            after = clicked(self.desk, self.page, self.look(), event.x, event.y, twice=event.chain == TWICE)
        if after is not None:
            self.take(after)

    def wheel(self, x: int, y: int, by: int) -> None:
        if self.page is not None and self.desk is not None:
            self.take(wheeled(self.desk, self.page, self.look(), x, y, by))

    def _graph(self) -> Graph | None:
        return graph_of(self.desk.session.simulation) if self.desk is not None else None

    def _is_way_back_near(self) -> bool:
        """Will a receipt soon have a row of symbols?"""
        desk = self.desk
        turn = turn_of(desk.session.simulation) if desk is not None else None
        if desk is None or turn is None:
            return False
        return desk.attention is not None or desk.session.beat.cursor >= turn - BEFORE_TURN

    def _ask_for_proof(self, session: Session) -> None:
        """Only after the verdict has been painted: it waits for nothing."""
        judge, last = session.script.judge(session.at[0]), session.question.last
        if last is not None:
            claim = (judge.question, judge.read(last.text).tree)
            script, place = session.script, session.at
            ask(self.opening.prove, claim, lambda got: self.post_message(ProofTold(script, place, got)))

    def _ask_for_symbols(self) -> None:
        """Once for each graph, after it has been painted, and only when the way back is near.

        The algebra process costs a second of processor; a class that opens a lesson together would pay it at once.
        """
        graph = self._graph()
        if graph is not None and id(graph) not in self._known and self._is_way_back_near():
            self._known[id(graph)] = (graph, NOTHING_YET)
            ask(self.opening.derive, graph, lambda got: self.post_message(SymbolsTold(graph, got)))
