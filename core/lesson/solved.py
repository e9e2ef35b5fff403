"""What would a learner do who knows it all? The right answer at a stop, and a whole lesson walked to its end.

So a lesson is proved as a whole: whoever answers right gets through, and nothing that is right is refused on the way.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ..words.numbers import receipt
from .actions import Action
from .judging import right_order
from .matching import right_letters
from .schema import AskFormula, Challenge, Choose, Code, Match, Order
from .session import Session


def as_typed(truth: object) -> str:
    """A quantity as a learner could type it, with six digits: `-0.589836`, `1 2; 3 4`."""
    array = np.asarray(truth, dtype=float)
    if array.ndim == 0:
        return receipt(float(array))
    rows = array.reshape(1, -1) if array.ndim == 1 else array.reshape(-1, array.shape[-1])
    return "; ".join(" ".join(receipt(float(entry)) for entry in row) for row in rows)


def right_answer(session: Session) -> str:
    """What to type at this stop, for a goal the knobs to turn; nothing where nothing is asked."""
    step, beat = session.step, session.beat
    match step:
        case Choose():
            # `verify` says of a question without a right option that it has none; a session goes on.
            return str(next((place for place, option in enumerate(step.options, 1) if option.right), ""))
        case Order():
            return right_order(step)
        case Match():
            return right_letters(step)
        case Code():
            return step.blanks[session.at[1]].answer
        case AskFormula() | Challenge():
            return step.answer
        case _ if beat.asks is not None and session.simulation is not None:
            return as_typed(session.simulation.frame(beat.cursor).quantities[beat.asks])
        case _:
            return ""


def answered(session: Session) -> Session:
    """The session after the right answer to what is asked here; the same one where nothing is."""
    if not session.is_asking:
        return session
    text = right_answer(session)
    if isinstance(session.step, Challenge):
        return session.act(Action("change", text=text)).act(Action("answer"))
    return session.act(Action("answer", text=text))


def onward(session: Session) -> Session:
    """The session at the next stop, back from whatever was looked at."""
    return session.act(Action("next" if session.view is None else "on"))


def walk(session: Session) -> Iterator[Session]:
    """The session at every stop, before the right answer and behind it, up to the end or to where it cannot go on."""
    while True:
        yield session
        if session.is_asking:
            session = answered(session)
            yield session
        before, session = session, onward(session)
        if session.finished or session.at == before.at:
            yield session
            return
