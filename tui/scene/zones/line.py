"""What stands on row 23? The answer, the place to go to, or a message of one line; blank when idle."""

from __future__ import annotations

from ....core.lesson.schema import Choose, Match, Order
from ....core.simulations.watches import example
from ..cells import Role, Row, Run, ends, wrapped
from ..desk.desk import Desk
from ..desk.looks import implied_dial
from ..desk.typed_line import Line
from ..look import Look

LEAST_NOTE = 10
"""Cells below which nothing is said beside what is typed."""
AROUND = 6
"""Cells that the caret and the blanks take."""


def line_row(desk: Desk, look: Look) -> Row:
    """The line of this moment."""
    said = look.word(desk.said) if desk.said is not None and not complaint_lines(desk, look) else ""
    if desk.mode == "confirm":
        return ends((Run(f" {said}", "asked"),), (), look.width)
    if desk.mode in ("go", "turn", "branch", "watch"):
        return typing_row(_goal_prompt(desk, look), desk.goal, said, look)
    session = desk.session
    if session.is_asking and session.beat.task != "goal" and not session.finished:
        prompt = f"{look.text(_prompt(desk, look))} = "
        if desk.mode == "write":
            return typing_row(prompt, desk.line, said, look)
        if desk.line.text:
            note = said or look.say("screen.tab-writes")
            shown: Row = (Run(f" {prompt}", "dim"), Run(look.text(desk.line.text), "dim"))
            return ends(shown, (Run(f" {note} ", "text"),), look.width)
    return ends((Run(f" {look.cut(said, look.width - 2)}", "text"),), (), look.width)


def complaint_lines(desk: Desk, look: Look) -> list[str]:
    """What was said, in lines, where the line has no room for all of it: the narration says it then."""
    if desk.said is None or desk.session.finished:
        return []
    said, room = look.word(desk.said), _room_for_note(desk, look)
    return wrapped(said, look.text_width) if len(said) > room else []


def _room_for_note(desk: Desk, look: Look) -> int:
    """The cells of the line beside a prompt, what is typed and its caret."""
    session = desk.session
    if desk.mode in ("go", "turn", "branch", "watch"):
        return _beside(_goal_prompt(desk, look), desk.goal, look)
    asks = session.is_asking and session.beat.task != "goal" and desk.mode != "confirm"
    if asks and (desk.mode == "write" or desk.line.text):
        return _beside(f"{look.text(_prompt(desk, look))} = ", desk.line, look)
    return look.width - 2


def _beside(prompt: str, line: Line, look: Look) -> int:
    room = look.width - len(prompt) - len(line.text) - AROUND
    return room if room > LEAST_NOTE else 0


def _goal_prompt(desk: Desk, look: Look) -> str:
    """What stands before a place, a change, a branch or a watch that is typed."""
    if desk.mode == "go":
        return look.say("screen.go-to")
    if desk.mode == "watch":
        simulation, cursor = desk.session.simulation, max(0, desk.session.cursor)
        told = example(simulation, cursor, look.face.language) if simulation is not None else ""
        return look.say("screen.watch-line", example=told)
    dial = implied_dial(desk)
    name = f"{look.text(dial.shown_name(look.face.language))} = " if dial is not None else ""
    return look.say(f"screen.{desk.mode}-line") + name


def _prompt(desk: Desk, look: Look) -> str:
    session = desk.session
    if isinstance(session.step, Choose):
        return look.say("screen.option")
    if isinstance(session.step, Order):
        return look.say("screen.order-prompt")
    if isinstance(session.step, Match):
        return look.say("screen.match-prompt")
    return look.named(session.label)


def _marked(text: str, line: Line, start: int, role: Role) -> Row:
    """The text, with the letter that was complained of underlined."""
    at = -1 if line.fault is None else line.fault - start
    if not 0 <= at < len(text):
        return (Run(text, role),)
    return (Run(text[:at], role), Run(text[at], "spot"), Run(text[at + 1 :], role))


def typing_row(prompt: str, line: Line, said: str, look: Look) -> Row:
    """A prompt and a text with its caret; the beginning is cut when the text is longer than the screen."""
    room = look.width - len(prompt) - 3
    start = max(0, line.caret - room + 1)
    before, after = line.text[start : line.caret], line.text[line.caret :]
    role: Role = "caret" if line.selected else "text"
    caret = Run(after[0], "caret") if after else Run(look.glyph("█"), "accent")
    shown: Row = (Run(f" {prompt}", "title"), *_marked(before, line, start, role), caret, Run(after[1:], role))
    space = _beside(prompt, line, look)
    note = (Run(f" {look.cut(said, space)} ", "dim"),) if said and space else ()
    return ends(shown, note, look.width)
