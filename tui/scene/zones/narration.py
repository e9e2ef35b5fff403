"""What does the narration say? The text of the step, the prompt, the verdict, the hint, or why a step is broken."""

from __future__ import annotations

from ....core.lesson.schema import Play
from ....core.lesson.session import Session, narration
from ....core.lesson.shown import shown
from ....core.words import Message
from ..cells import wrapped
from ..desk.desk import Desk
from ..look import Look
from .investigating import conclusion
from .line import complaint_lines


def narration_lines(desk: Desk, look: Look) -> list[str]:
    """The lines of the narration; as many as the text needs."""
    complaint = complaint_lines(desk, look)
    if complaint:
        return complaint
    return [line for text in _texts(desk, look) for line in wrapped(look.text(text), look.text_width)]


def question_lines(desk: Desk, look: Look) -> list[str]:
    """The question below what stands in its place."""
    session = desk.session
    in_place = desk.shows != "prompt" or complaint_lines(desk, look)
    if not session.is_asking or not in_place or desk.findings is not None or desk.mode == "confirm":
        return []
    return [line for text in _asked(session, look) for line in wrapped(look.text(text), look.text_width - 2)]


def _asked(session: Session, look: Look) -> list[str]:
    """What is asked here, in the words of the lesson or of the machine."""
    if session.playing:
        return [look.say("screen.your-frame", cursor=session.beat.cursor, label=look.named(session.label))]
    texts = narration(session.step) if not isinstance(session.step, Message) else None
    return [session.text(texts, look.face.language)] if texts is not None else []


def _texts(desk: Desk, look: Look) -> list[str]:
    session, step, language = desk.session, desk.session.step, look.face.language
    if desk.findings is not None:
        return [conclusion(desk, look)]
    if session.playing and session.is_asking and desk.shows != "verdict":
        return _asked(session, look)
    if session.playing and not session.is_asking:
        last = session.question.last
        right = [look.word(last.verdict.message)] if last is not None and session.question.outcome == "right" else []
        return [" ".join([*right, *_caption(session, look)])]
    if session.away is not None and not session.is_asking and desk.shows != "verdict":
        return _caption(session, look)
    if isinstance(step, Message):
        return [look.word(step)]
    if session.beat.is_question and desk.shows == "hint":
        return [session.text(session.hints[session.question.hints - 1], language)]
    if session.beat.is_question and desk.shows == "neighbour":
        return [look.say("screen.neighbour")]
    if session.beat.is_question and desk.shows == "verdict":
        return _judged(session, look, session.at in desk.proved)
    texts = narration(step)
    caption = _caption(session, look)
    if texts is None:
        return caption
    # The last stop of a step in which the learner was the machine asks nothing: there the frame speaks.
    if isinstance(step, Play) and not session.beat.is_question and caption:
        return caption
    return [session.text(texts, language)]


def _caption(session: Session, look: Look) -> list[str]:
    """What the event did; while one of its quantities is asked, what the frame before was about."""
    here = shown(session)
    said = here.caption if here.asked is None or session.frame is None else session.frame.caption
    return [look.word(said)] if said is not None else []


def _judged(session: Session, look: Look, proved: bool) -> list[str]:
    """The verdict; once the question is settled also why the answer is what it is."""
    question = session.question
    if session.is_asking:
        again = [look.say("screen.same-again")] if session.is_repeated else []
        last = [] if question.last is None else [look.word(question.last.verdict.message)]
        return [" ".join([*again, *last])] if last else []
    told = [look.said(one, session) for one in shown(session).behind]
    if proved and question.outcome == "right":
        told[:1] = [look.say("verdict.proved")]
    return [" ".join(told)] if len(told) > 1 and len(told[0]) < 12 else told
