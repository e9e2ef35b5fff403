"""What stands on row 23? The answer, the place to go to, or a message of one line; blank when idle."""

from __future__ import annotations

from ...core.lesson.schema import Choose, Order
from .cells import Role, Row, Run, ends
from .desk import Desk
from .look import Look
from .looks import implied_dial
from .typed_line import Line


def line_row(desk: Desk, look: Look) -> Row:
    """The line of this moment."""
    said = look.word(desk.said) if desk.said is not None else ""
    if desk.mode == "confirm":
        return ends((Run(f" {said}", "asked"),), (), look.width)
    if desk.mode == "go":
        return _typing(look.say("screen.go-to"), desk.goal, said, look)
    if desk.mode in ("turn", "branch", "watch"):
        dial = implied_dial(desk)
        name = f"{look.text(dial.shown_name(look.face.language))} = " if dial is not None else ""
        return _typing(look.say(f"screen.{desk.mode}-line") + name, desk.goal, said, look)
    session = desk.session
    if session.is_asking and session.beat.task != "goal" and not session.finished:
        prompt = f"{look.text(_prompt(desk, look))} = "
        if desk.mode == "write":
            return _typing(prompt, desk.line, said, look)
        if desk.line.text:
            note = said or look.say("screen.tab-writes")
            shown: Row = (Run(f" {prompt}", "dim"), Run(look.text(desk.line.text), "dim"))
            return ends(shown, (Run(f" {note} ", "text"),), look.width)
    return ends((Run(f" {look.cut(said, look.width - 2)}", "text"),), (), look.width)


def _prompt(desk: Desk, look: Look) -> str:
    session = desk.session
    if isinstance(session.step, Choose):
        return look.say("screen.option")
    if isinstance(session.step, Order):
        return look.say("screen.order-prompt")
    return look.named(session.label)


def _typing(prompt: str, line: Line, said: str, look: Look) -> Row:
    """A prompt and a text with its caret; the beginning is cut when the text is longer than the screen."""
    room = look.width - len(prompt) - 3
    start = max(0, line.caret - room + 1)
    before, after = line.text[start : line.caret], line.text[line.caret :]
    role: Role = "text"
    caret = Run(after[0], "caret") if after else Run(look.glyph("█"), "accent")
    shown: Row = (Run(f" {prompt}", "title"), Run(before, role), caret, Run(after[1:], role))
    space = look.width - 1 - sum(len(run.text) for run in shown) - 3
    note = (Run(f" {look.cut(said, space)} ", "dim"),) if said and space > 10 else ()
    return ends(shown, note, look.width)
