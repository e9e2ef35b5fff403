"""How is a lesson taken line by line? The same session as on the full screen, as a conversation.

No control sequences, no columns that carry meaning, never more than 80 columns, signs of mathematics spelled in ASCII
(letters keep their accents where the locale has them, because a screen reader needs them). An empty line goes on; words
such as `back`, `graph` or `hint` do the rest, in both languages at any time. Nothing here decides anything: every line
typed becomes an action of the session.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from textwrap import wrap

from ...core.errors import GradstepError
from ...core.lesson.actions import Action, Do
from ...core.lesson.counted import counts
from ...core.lesson.drawable import drawable
from ...core.lesson.judging import option_meant, right_order
from ...core.lesson.load import Lesson
from ...core.lesson.missed import missed, missed_lesson
from ...core.lesson.neighbour import offers_neighbour
from ...core.lesson.progress import Recorder, read_records
from ...core.lesson.reloading import Saved
from ...core.lesson.resuming import line_of
from ...core.lesson.reviewing import earlier_lesson, earlier_offered
from ...core.lesson.schema import AskFormula, Choose, Code, Match, Order, Play, Show
from ...core.lesson.script import Script
from ...core.lesson.session import Session, narration
from ...core.lesson.shown import shown, stop_at
from ...core.simulations.watches import Watch, read_watch
from ...core.whole import whole
from ...core.words import Message, message
from ...core.words.controls import visible
from ..face import Face, spelled
from ..lessons import open_lesson
from .charts import Draw, no_drawing, told_chart
from .looking import (
    DOING,
    NEEDS,
    TELLING,
    code_lines_of,
    default_text,
    detective_lines,
    difference_lines,
    knob_lines,
    laboratory_lines,
    option_lines,
    paired_lines,
    place_of,
    task_lines,
    watch_lines,
)
from .pictures import picture_lines
from .receipts import Derive, has_receipt, needed_lines, neighbour_lines, no_symbols, node_lines, receipt_lines
from .words import COMMANDS, DETAILS, GO, INSTEAD, Detail

WIDTH = 78
MISSES = 2
"""Wrong answers after which help is offered by its word."""


@dataclass(eq=False)
class Conversation:
    """One visit, line by line. `read` asks for a line (None at the end of input), `write` prints one."""

    session: Session
    face: Face
    recorder: Recorder | None
    read: Callable[[str], str | None]
    write: Callable[[str], None]
    symbols: Derive = no_symbols
    """Symbolic forms for receipts; asked only when a receipt is."""
    draw: Draw = no_drawing
    watches: tuple[Watch, ...] = ()
    detail: Detail = "usual"
    keeps: bool = True
    """Is what happens here meant to be kept, if there is a folder?"""
    is_once_more: bool = False
    """Are these the missed questions of another lesson, whose last page lies behind them?"""
    saved: Saved | None = None
    """The file of the lesson, where it may be edited meanwhile."""
    captioned: Message | None = None
    """The caption that was told last: nobody hears it again when the next stop stays in its frame."""

    def hold(self) -> int:
        """Talks until the lesson or the input ends; answers the exit code."""
        self.tell(message("plain.lesson", title=_title(self.session)))
        self.tell(message("plain.words"))
        if self.recorder is None and self.keeps:
            self.tell(message("progress.no-folder"))
        self.show()
        while True:
            typed = self.read(self.prompt())
            if self.reload() and typed is not None and not typed.strip():
                continue
            if typed is None or self.turn(typed.strip()):
                self.record(Action("leave"))
                while typed is not None and self.ask_missed():
                    self.summary()
                self.part()
                return 0
            if self.recorder is not None and self.recorder.unsaved:
                self.tell(message("plain.unkept", count=len(self.recorder.unsaved)))

    def ask_missed(self) -> bool:
        """On the last page: the questions that were missed, once more, if she wants; answers whether she did."""
        if not self.session.finished or self.is_once_more:
            return False
        lesson = missed_lesson(self.session, str(int(self.face.clock())))
        if lesson is None:
            return False
        self.tell(message("plain.ask-missed", count=len(missed(self.session))))
        typed = self.read("> ")
        if typed is None or DOING.get(typed.strip().lower()) != "again":
            return False
        self.once_more(lesson)
        return True

    def once_more(self, lesson: Lesson) -> None:
        """Asks the questions of another lesson, and comes back."""
        session = Session(Script(lesson), learner=self.session.learner)
        Conversation(session, self.face, self.recorder, self.read, self.write, self.symbols, detail=self.detail,
                     keeps=False, is_once_more=True).hold()  # fmt: skip

    def repeat(self) -> None:
        """Asks questions of earlier lessons where the lesson offers it."""
        known = {} if self.face.visits is None else read_records(self.face.visits).lessons
        lesson = earlier_lesson(self.session, known, lambda id: open_lesson(self.face, id), self.face.clock())
        if lesson is None:
            self.tell(message("screen.nothing-to-repeat"))
            return
        self.once_more(lesson)
        self.show()

    def reload(self) -> bool:
        """Goes on in the lesson as it was just saved; answers whether it was."""
        if self.saved is None or not self.saved.was_saved():
            return False
        try:
            self.session = self.saved.reloaded(self.session)
            self.tell(message("screen.reloaded"))
        except GradstepError as error:
            self.tell(message("screen.not-reloaded", problem=error.message))
        self.show()
        return True

    def part(self) -> None:
        """Says goodbye, and what is kept."""
        if not self.keeps:
            return
        if self.recorder is None:
            lost = message("progress.lost-no-folder")
        else:
            self.recorder.flush()
            lost = self.recorder.lost
        self.tell(message("plain.goodbye" if lost is None else "plain.until"))
        if lost is not None:
            self.tell(lost)

    def prompt(self) -> str:
        """What stands before the place to type."""
        if not self.session.is_asking:
            return "> "
        label = spelled(self.face.named(self.session.label), self.face)
        return f"{label} = " if label else "= "

    def turn(self, typed: str) -> bool:
        """Does what a line says; answers whether the conversation is over."""
        if self.is_option(typed):
            self.answer(typed)
            return self.session.finished
        first, _, rest = typed.partition(" ")
        if self.is_aside(first.lower(), rest.strip()):
            return self.session.finished
        word = COMMANDS.get(typed.lower())
        if typed.lower() == "q" and self.session.is_asking and isinstance(self.session.step, AskFormula):
            # There it is a name like others.
            word = None
        cursor = whole(rest) if first.lower() in GO else None
        if cursor is not None:
            self.go(cursor)
        elif word == "leave":
            return True
        elif word is None or (word == "next" and typed and self.session.is_asking):
            self.answer(typed)
        elif word == "language":
            self.face = self.face.in_other_language()
            self.show()
        elif word in DETAILS:
            self.detail = "usual" if self.detail == word else DETAILS[word]
            self.tell(message(f"plain.detail-{self.detail}"))
            self.show()
        elif word == "question":
            self.captioned = None
            self.show()
        elif word == "help":
            self.tell(message("plain.help"))
        elif word in ("picture", "receipt"):
            self.look(word)
        else:
            self.do(word)
        return self.session.finished

    def is_aside(self, first: str, rest: str) -> bool:
        """Does what a line says that is neither an answer nor a step of the lesson; answers whether it was one."""
        doing, telling = DOING.get(first), TELLING.get(first)
        if doing == "again" and not self.is_once_more and earlier_offered(self.session):
            self.repeat()
        elif doing is not None or telling is not None:
            self.look_away(doing, telling, rest)
        elif COMMANDS.get(first) == "receipt" and rest:
            self.lines(node_lines(self.session, rest, self.face, self.symbols))
        else:
            return False
        return True

    def is_option(self, typed: str) -> bool:
        """Is it the text of an option, whatever word it begins with?"""
        step = self.session.step
        return (
            isinstance(step, Choose) and self.session.is_asking and bool(option_meant(step, typed, self.session.text))
        )

    def look_away(self, doing: Do | None, telling: str | None, rest: str) -> None:
        """Looks at something that the script does not show, or tells about it."""
        if doing is not None and doing in NEEDS and not rest and not default_text(doing, self.session):
            self.tell(message(NEEDS[doing]))
            return
        if doing is not None:
            was, before = self.session.question, self.session.at
            self.session = self.session.act(Action(doing, text=rest or default_text(doing, self.session)))
            self.record(self.session.log[-1])
            if self.session.notice is not None:
                self.refuse(self.session.notice)
            elif self.session.finished:
                self.summary()
            elif doing == "vary":
                self.tell(message("screen.other-numbers", seed=self.session.script.lesson.seed))
                self.show()
            elif self.session.question is not was and self.session.at == before and doing == "answer":
                self.judged()
            else:
                self.show()
            return
        if telling == "glossary":
            self.glossary(rest)
            return
        if telling in ("chart", "draw"):
            self.lines(told_chart(rest, drawable(self.session), self.face, self.draw if telling == "draw" else None))
            return
        told = {
            "knobs": knob_lines,
            "compare": difference_lines,
            "detective": detective_lines,
            "lab": laboratory_lines,
            "code": code_lines_of,
        }
        if telling in told:
            self.lines(told[telling](self.session, self.face))
        else:
            self.watch(rest)

    def glossary(self, text: str) -> None:
        """A word of the course, or a symbol; without one, those that this lesson introduces."""
        from ..glossary import glossary_lines

        try:
            self.lines(glossary_lines(text, self.session.script.lesson.file.id, self.face))
        except GradstepError as error:
            self.tell(error.message)

    def watch(self, text: str) -> None:
        """One more watch; without a text, what all of them see."""
        try:
            if text and self.session.simulation is not None:
                self.watches = (*self.watches, read_watch(text, self.session.simulation))
            self.lines(watch_lines(self.watches, self.session, self.face))
            if not self.watches:
                self.tell(message("plain.no-watches"))
        except GradstepError as error:
            self.tell(error.message)

    def look(self, word: str) -> None:
        """Shows something without moving."""
        if word == "picture":
            self.lines(picture_lines(self.session, self.face))
        else:
            self.lines(receipt_lines(self.session, self.face, self.symbols))

    def do(self, word: str) -> None:
        """An action that needs no text."""
        doing: Do = next(do for do in ("next", "back", "hint", "neighbour", "reveal", "skip") if do == word)
        if doing == "next" and self.session.beat.task == "goal" and not self.session.is_asking:
            doing = "on"
        hints = self.session.question.hints
        self.session = self.session.act(Action(doing))
        self.record(Action(doing))
        if self.session.notice is not None:
            self.refuse(self.session.notice)
        elif doing == "hint":
            said = message("plain.hint", place=hints + 1, count=len(self.session.hints))
            self.tell(said)
            self.paragraph(self.session.text(self.session.hints[hints], self.face.language))
        elif doing == "neighbour":
            self.lines(neighbour_lines(self.session, self.face))
        elif doing in ("reveal", "skip"):
            self.settled()
        elif self.session.finished:
            self.summary()
        else:
            self.show()

    def refuse(self, notice: Message) -> None:
        """Why nothing was done; what is a key elsewhere is a word here."""
        self.tell(message(INSTEAD[notice.id]) if notice.id in INSTEAD else notice)

    def answer(self, typed: str) -> None:
        """An answer to the question, with its verdict."""
        action = Action("answer", text=self.session.kept(typed))
        self.session = self.session.act(action)
        self.record(action)
        if self.session.notice is not None:
            self.tell(message("plain.not-a-word", got=typed[:30]))
            return
        self.judged()

    def judged(self) -> None:
        """The verdict on the newest answer, and what can be said behind it."""
        last = self.session.question.last
        if last is None:
            return
        if last.verdict.reading:
            self.tell(message("plain.read-as", reading=self.face.echo(self.session.shown(last.verdict.reading))))
        if last.verdict.kind == "wrong":
            self.tell(message("verdict.not-yet"))
        if self.session.is_repeated:
            self.tell(message("screen.same-again"))
        self.tell(last.verdict.message)
        if not self.session.is_asking:
            self.settled()
        elif self.session.question.misses >= MISSES:
            more = self.session.question.hints < len(self.session.hints)
            help = "neighbour" if offers_neighbour(self.session) else "hint" if more else "solution"
            self.tell(message(f"plain.offer-{help}"))

    def settled(self) -> None:
        """What can be said once a question is no longer open."""
        session, step = self.session, self.session.step
        told = shown(session).behind
        if session.question.outcome == "right":
            # The verdict has just been told.
            told = told[1:]
        if has_receipt(session) and session.question.outcome != "skipped":
            self.lines(receipt_lines(session, self.face, self.symbols))
        is_revealed = session.question.outcome == "revealed"
        if isinstance(step, Order) and is_revealed:
            self.paragraph(f"  {right_order(step)}")
        if isinstance(step, Match) and is_revealed:
            self.lines(paired_lines(session, step, self.face))
        if isinstance(step, Choose) and is_revealed:
            self.lines(option_lines(session, step, self.face, right=True))
        for one in told:
            self.captioned = one if isinstance(one, Message) else self.captioned
            self.paragraph(f"  {one}" if isinstance(one, str) else self.face.said(one, session))
        if session.has_next_blank:
            self.session = session.act(Action("next"))
            self.record(Action("next"))
            self.show()
        else:
            self.tell(message("plain.go-on"))

    def go(self, cursor: int) -> None:
        """Back to a frame that was seen already."""
        stop = stop_at(self.session, cursor)
        if stop is None:
            self.tell(message("session.not-seen"))
            return
        action = Action("seek", step=stop[0], beat=stop[1])
        self.session = self.session.act(action)
        self.record(action)
        self.show()

    def show(self) -> None:
        """The stop at which the learner is."""
        self.write("")
        step = self.session.step
        if isinstance(step, Message):
            self.tell(step)
            return
        self.tell(place_of(self.session))
        frame, caption = self.session.frame, shown(self.session).caption
        texts = narration(step)
        if (
            caption is not None
            and not self.session.is_asking
            and not isinstance(step, Choose | AskFormula | Order | Match | Code)
            and (caption != self.captioned or narration(step) is None)
        ):
            self.tell(caption)
            self.captioned = caption
        self.lines(watch_lines(self.watches, self.session, self.face))
        spoken = self.detail == "short" and isinstance(step, Show) and frame is not None
        is_new = self.session.at[1] == 0 or self.session.is_asking
        if texts is not None and self.session.away is None and is_new and not spoken:
            self.paragraph(self.session.text(texts, self.face.language))
        if not self.is_once_more and earlier_offered(self.session):
            self.tell(message("plain.offer-repeat", count=earlier_offered(self.session)))
        if isinstance(step, Choose):
            self.lines(option_lines(self.session, step, self.face))
        self.lines(needed_lines(self.session, self.face))
        self.lines(task_lines(self.session, self.face))
        if self.detail == "full" and self.session.simulation is not None:
            self.lines(picture_lines(self.session, self.face))
            if shown(self.session).receipt is not None:
                self.lines(receipt_lines(self.session, self.face, self.symbols))
        if (isinstance(step, Play) or self.session.playing) and self.session.is_asking:
            self.tell(message("plain.your-turn", quantity=self.face.named(self.session.label)))

    def summary(self) -> None:
        """The end of the lesson: counts, and what remains."""
        found = list(counts(self.session))
        first, revealed, left = (sum(getattr(one, way) for one in found) for way in ("first", "revealed", "left"))
        self.write("")
        self.tell(message("plain.finished", questions=sum(one.total for one in found), first=first, shown=revealed))
        if left:
            self.tell(message("plain.still-open", count=left))
        for text in self.session.script.lesson.file.summary:
            self.paragraph("- " + self.session.text(text, self.face.language))

    def record(self, action: Action) -> None:
        """Keeps the action; says when it cannot be kept, and when what waited is kept."""
        if self.recorder is None:
            return
        before = self.recorder.problem
        self.recorder.write(line_of(self.session, action, self.face.clock()))
        if self.recorder.problem is not None and before is None:
            self.tell(self.recorder.problem)
        elif self.recorder.problem is None and before is not None:
            self.tell(message("screen.kept-again"))

    def tell(self, said: Message) -> None:
        """A message, wrapped."""
        self.paragraph(self.face.words.word(said, self.face.language))

    def lines(self, lines: Iterator[str] | list[str]) -> None:
        """Lines that are short enough already, or get wrapped."""
        for line in lines:
            self.paragraph(line)

    def paragraph(self, text: str) -> None:
        """A text at most WIDTH columns wide; following lines keep the indent of the first."""
        for part in text.split("\n"):
            told = spelled(visible(part), self.face)
            indent = " " * (len(told) - len(told.lstrip()))
            rows = wrap(told, WIDTH, subsequent_indent=indent + ("  " if indent else ""), break_on_hyphens=False)
            for row in rows or [""]:
                self.write(row)


def _title(session: Session) -> dict[str, str]:
    title = session.script.lesson.file.title
    return {"en": title.en, "es": title.es}
