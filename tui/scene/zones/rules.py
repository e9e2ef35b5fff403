"""What stands on the three rules? Where we are, what has happened, and what the text below is."""

from __future__ import annotations

from itertools import pairwise

from ....core.errors import GradstepError
from ....core.formula.numbers import parse_number
from ....core.lesson.neighbour import offers_neighbour
from ....core.lesson.schema import AskFormula, Challenge, Choose, Code, Match, Order, Play
from ....core.lesson.session import Session
from ....core.lesson.shown import shown
from ....core.lesson.timeline import Timeline
from ....core.pictures import GraphPicture
from ....core.simulations.naming import called
from ....core.simulations.turns import shown_turns
from ....core.words import Message
from ..cells import Role, Row, Run
from ..desk.desk import Desk
from ..desk.looks import watched_frames
from ..look import Look
from .comparing import parting_row
from .edges import Told
from .line import complaint_lines
from .ways import output_of, way_on

MOST_GLYPHS = 56
MISSES = 2
"""Wrong answers after which help is offered by the name of its key."""
BAR = 40


def header(desk: Desk, look: Look) -> Row:
    """Rule 1: the lesson, the lesson step, the direction."""
    session = desk.session
    title = look.both({"en": session.script.lesson.file.title.en, "es": session.script.lesson.file.title.es})
    if desk.number is not None:
        title = look.text(f"{desk.number:02d}. {title}")
    if session.finished:
        right = look.say("screen.finished")
    else:
        steps = len(session.script.lesson.steps)
        # Of a single step nobody needs to hear that it is the first.
        place = look.say("screen.step-of", step=session.at[0] + 1, steps=steps) if steps > 1 else ""
        away = look.say("screen.exploring-title") if desk.is_exploring and not desk.is_guided else ""
        right = look.text("; ".join(filter(None, (away, _trail(session, look) or place, _phase(session, look)))))
    unkept = look.word(desk.unkept) if desk.unkept is not None else ""
    company = look.word(desk.company.said) if desk.company is not None else ""
    beside = sum(len(text) + 2 for text in (right, unkept, company) if text)
    title = look.cut(title, max(8, look.width - beside - 6))
    notes = [note for note in (Run(unkept, "asked"), Run(company, "accent"), Run(right, "text")) if note.text]
    between = Run(look.text("; "), "rule")
    return look.rule((Run(title, "title"),), tuple(run for note in notes for run in (between, note))[1:])


def _trail(session: Session, look: Look) -> str:
    """The way through the levels of zoom: `t = 50 › grad.w`; nothing on the level of the script."""
    view = session.view
    if view is None or len(view.levels) < 2:
        return ""
    opened = [above.simulation.label(level.opened) for above, level in pairwise(view.levels)]
    parts = [str(view.levels[0].cursor), *map(look.named, opened)]
    return look.text(" › ".join(parts[-3:]))


def _phase(session: Session, look: Look) -> str:
    """The direction of the frame, in a word and an arrow; the epoch of a run that has some."""
    simulation, cursor = session.simulation, session.beat.cursor
    event = simulation.frame(cursor).event if simulation is not None else None
    if event is None:
        return ""
    if event.phase == "forward":
        words = f"{look.say('screen.forward')} {look.glyph('►')}"
    elif event.phase == "backward":
        words = f"{look.glyph('◄')} {look.say('screen.backward')}"
    else:
        epoch = simulation.frame(cursor).quantities.get("epoch") if simulation is not None else None
        return look.say("screen.epoch", epoch=epoch) if epoch is not None else ""
    you = isinstance(session.step, Play)
    return f"{look.say('screen.you')} {words}" if you else words


def timeline(desk: Desk, look: Look) -> Row:
    """Rule 2: one glyph an event, or a bar; at the right the frame."""
    session, here = desk.session, shown(desk.session)
    time, found = here.timeline, here.blanks
    if time is None:
        return look.rule((), ())
    if session.is_asking and found:
        done = sum(blank.state in ("right", "revealed") for blank in found)
        right = look.say("screen.done-of", done=done, count=len(found))
    elif time.last is None:
        right = look.say("screen.frame", cursor=time.cursor)
    else:
        right = look.say("screen.frame-of", cursor=time.cursor, last=time.last)
    glyphs = _glyphs(desk, time) if time.known <= MOST_GLYPHS else _bar(time)
    left: Row = tuple(Run(look.glyph(run.text), run.role) for run in glyphs)
    if time.turn is not None:
        left = (Run(look.say("screen.forward") + " ", "text"), *left, Run(" " + look.say("screen.backward"), "text"))
    return look.rule(left if time.known else (), (Run(right, "text"),))


def frame_at(desk: Desk, look: Look, x: int) -> int | None:
    """The frame whose glyph on the timeline stands in a column."""
    time = shown(desk.session).timeline
    last = time.known if time is not None else 0
    words = len(look.say("screen.forward")) + 1 if time is not None and time.turn is not None else 0
    place = x - words - 1
    if last <= MOST_GLYPHS:
        return place if 1 <= place <= last else None
    return -(-place * last // BAR) if 1 <= place <= BAR else None


def _glyphs(desk: Desk, time: Timeline) -> Row:
    """One glyph for each event."""
    session = desk.session
    cursor, asking = session.beat.cursor, session.is_hidden and session.beat.asks is not None
    wrong, later = _wrong_places(session), _left_places(session)
    watched = watched_frames(desk, cursor - 1 if asking else cursor)
    runs: list[Run] = []
    for at in range(1, time.known + 1):
        kind = time.kind(at)
        if (at == cursor and asking) or at in later:
            runs.append(Run("?", "asked"))
        elif at in wrong and at < cursor:
            runs.append(Run("✗", "wrong"))
        elif at in watched:
            runs.append(Run("*", "asked"))
        elif kind == "seeded":
            runs.append(Run("│", "accent" if at <= cursor else "rule"))
        elif at <= cursor:
            runs.append(Run(_past(kind), "accent"))
        else:
            runs.append(Run("·", "dim"))
    return tuple(runs)


def _past(kind: str) -> str:
    return {"flowed": "◂", "kept": "-"}.get(kind, "▸")


def _wrong_places(session: Session) -> set[int]:
    """Frames of this step whose answer is wrong and still open."""
    beats = session.script.beats(session.at[0])
    found = shown(session).blanks
    asking = [beat for beat in beats if beat.asks is not None]
    return {beat.cursor for beat, blank in zip(asking, found, strict=False) if blank.state == "wrong"}


def _left_places(session: Session) -> set[int]:
    """Frames of this simulation whose question was left for later."""
    here, beats = session.beat.simulation, session.script.beats
    left = [
        beats(stop[0])[stop[1]]
        for stop, asked in session.asked.items()
        if stop >= (0, 0) and (asked.outcome == "skipped" or (asked.is_open and stop < session.farthest))
    ]
    return {beat.cursor for beat in left if beat.simulation == here and beat.asks is not None}


def _bar(time: Timeline) -> Row:
    """Many events in few cells: the turn is kept, and a cell is past when all of its events are."""
    turn = BAR if time.turn is None else BAR * time.turn // time.known
    runs: list[Run] = []
    for at in range(1, BAR + 1):
        past = at <= BAR * time.cursor // time.known
        if at == turn + 1:
            runs.append(Run("│", "accent" if past else "rule"))
        else:
            runs.append(Run("▸" if at <= turn else "◂", "accent") if past else Run("·", "dim"))
    return tuple(runs)


def state(desk: Desk, look: Look, told: Told, remark: str = "") -> Row:
    """Rule 3: what the narration is, and the reading of what is typed, a fact, or the sentence of this id."""
    left, role = _state(desk, look)
    fact = _fact(desk, look, told)
    if remark and not fact:
        fact = (Run(look.say(remark), "dim"),)
    return look.rule((Run(left, role),), fact)


def _state(desk: Desk, look: Look) -> tuple[str, Role]:
    session, question = desk.session, desk.session.question
    if isinstance(session.step, Message):
        return f"{look.glyph('✗')} {look.say('screen.broken')}", "wrong"
    if desk.mode == "confirm":
        return look.say("screen.state-solution"), "asked"
    if complaint_lines(desk, look):
        return look.say("screen.state-notice"), "asked"
    if desk.is_exploring and desk.findings is None:
        return _exploring(session, look), "asked"
    if session.beat.is_question and desk.shows == "hint":
        return look.say("screen.state-hint", place=question.hints, of=len(session.hints)), "asked"
    if session.beat.is_question and desk.shows == "neighbour":
        return look.say("screen.state-neighbour"), "asked"
    if session.beat.is_question and desk.shows == "verdict":
        return _judged(desk, look)
    if desk.findings is not None:
        return look.say("screen.detective-title"), "asked"
    if session.is_asking and session.beat.task == "goal":
        return look.say("screen.challenge"), "asked"
    if session.playing and not session.is_asking:
        return look.say("screen.state-your-turn"), "asked"
    if session.view is not None:
        return _exploring(session, look), "asked"
    if session.is_asking:
        word = look.say(
            f"screen.state-{'your-turn' if isinstance(session.step, Play) or session.playing else 'question'}"
        )
        if desk.filled is None:
            return word, "asked"
        filled = look.say("screen.filled", label=look.named(desk.filled))
        return look.text(f"{look.glyph('✓')} {filled}; {word}"), "right"
    return look.say("screen.state-explanation"), "dim"


def _exploring(session: Session, look: Look) -> str:
    """That one looks away from the script, how deep, and on which branch."""
    view, words = session.view, [look.say("screen.exploring")]
    if view is not None and len(view.levels) > 1:
        words.append(look.say("screen.level", place=len(view.levels)))
    if view is not None and len(view.level.branches) > 1:
        words.append(look.say("screen.branch-of", letter="AB"[view.level.active]))
    return look.text("; ".join(words))


def _judged(desk: Desk, look: Look) -> tuple[str, Role]:
    question = desk.session.question
    if question.outcome == "right":
        return f"{look.glyph('✓')} {look.say('screen.state-right')}", "right"
    if question.outcome in ("revealed", "skipped"):
        return look.say(f"screen.state-{question.outcome}"), "asked"
    kind = question.last.verdict.kind if question.last is not None else "wrong"
    if kind != "wrong":
        return look.say(f"screen.state-{kind}"), "asked"
    return f"{look.glyph('✗')} {look.say('screen.state-wrong', count=question.misses)}", "wrong"


def _fact(desk: Desk, look: Look, told: Told) -> Row:
    """At the right of rule 3: the reading while something is typed, otherwise a fact about the state."""
    session, question = desk.session, desk.session.question
    if desk.mode == "write" and desk.line.text.strip():
        return _reading(desk, look)
    if desk.is_comparing and desk.findings is None and (where := parting_row(desk, look)):
        return (Run(where, "dim"),)
    moves = desk.mode == "look" and desk.findings is None and not desk.is_guided
    if desk.is_exploring and moves and desk.attention is None:
        deeper = session.view is not None and len(session.view.levels) > 1
        return (Run(look.say("screen.exploring-up" if deeper else "screen.exploring-back"), "dim"),)
    if session.view is not None and moves and not session.playing:
        free = session.beat.task is None and session.away is None
        settled = session.beat.task == "goal" and not session.is_asking
        if settled or (free and len(session.script.lesson.steps) > 1):
            return (Run(look.say("screen.free-on" if free else "screen.go-on-here"), "dim"),)
    if desk.attention is not None:
        return (Run(look.cut(_way(desk, look), look.width * 5 // 8), "accent"),)
    if session.is_asking and desk.shows == "hint":
        left = len(session.hints) - question.hints
        return (Run(look.say("screen.hints-left", count=left) if left else look.say("screen.hints-none"), "dim"),)
    if session.is_asking and desk.shows == "neighbour":
        left = len(session.hints) > question.hints
        return (Run(look.say("screen.offer-hint" if left else "screen.offer-solution"), "dim"),)
    if session.is_asking and desk.shows == "verdict" and question.last is not None:
        # Of a goal that was tried before anything was turned there is nothing to repeat.
        wrote = session.shown(question.last.text or question.last.verdict.reading)
        offer = _offered(session, look)
        if offer and not desk.is_guided:
            return (Run(offer, "accent"),)
        if isinstance(session.step, Challenge) and session.simulation is not None:
            turned = shown_turns(session.simulation, max(0, session.cursor), wrote, look.face.language)
            return (Run(look.say("screen.you-turned", text=look.cut(turned, 24)), "dim"),) if turned else ()
        return (Run(look.say("screen.you-wrote", text=look.cut(wrote, 24)), "dim"),) if wrote else ()
    if session.beat.is_question and question.outcome in ("revealed", "skipped"):
        return (Run(look.say(f"screen.noted-{question.outcome}"), "dim"),)
    if told.confirmed is not None and not session.is_asking:
        count, of = told.confirmed
        return (Run(look.say("receipt.confirmations", count=count, of=of), "dim"),)
    return ()


def _offered(session: Session, look: Look) -> str:
    """After the second miss the key of the next hint, after the third that of a neighbour; else of the solution."""
    if session.question.misses < MISSES:
        return ""
    if offers_neighbour(session):
        return look.say("screen.offer-neighbour")
    return look.say("screen.offer-hint" if session.question.hints < len(session.hints) else "screen.offer-solution")


def _way(desk: Desk, look: Look) -> str:
    """What the attention rests on, and the boxes through which it reaches the output."""
    simulation = desk.session.simulation
    said = look.say("screen.looking-at", node=look.named(called(simulation, desk.attention or "")))
    pictures = simulation.pictures(max(0, desk.session.cursor)) if simulation is not None else ()
    diagram = pictures[0].diagram if pictures and isinstance(pictures[0], GraphPicture) else None
    if diagram is None:
        return said
    reached = {child for child, _ in way_on(diagram, desk.attention, output_of(desk))}
    return look.text(" › ".join([said, *(box.id for box in diagram.boxes if box.id in reached)]))


def _reading(desk: Desk, look: Look) -> Row:
    """How the line is read so far."""
    typed = desk.line.text.strip()
    session = desk.session
    if isinstance(session.step, Choose | Order | Match | Code):
        return (Run(look.say("screen.read-as", reading=typed[:24]), "text"),)
    try:
        is_formula = isinstance(session.step, AskFormula)
        reading = session.script.judge(session.at[0]).read(typed).reading if is_formula else parse_number(typed).text
    except GradstepError:
        return (Run(look.say("screen.unread"), "dim"),)
    return (Run(look.say("screen.read-as", reading=look.cut(look.face.echo(reading), 32)), "text"),)
