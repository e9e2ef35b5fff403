"""A class answers one question: the teacher's engine judges, equal answers stand together, slips are counted."""

from pathlib import Path

import pytest
from gradstep.core.lesson.actions import Action
from gradstep.core.lesson.load import load_lesson
from gradstep.core.lesson.script import Script
from gradstep.core.lesson.session import Session
from gradstep.core.teaching.poll import LONGEST_VOTE, MOST_CHANGES, Poll
from hypothesis import given
from hypothesis import strategies as st

LESSONS = Path(__file__).parents[2] / "tui" / "lessons"


def asking(name="tiny-neuron", kind=None):
    session = Session(Script(load_lesson(LESSONS / f"{name}.yaml")))
    while not session.is_asking or (kind is not None and type(session.step).__name__ != kind):
        session = session.act(Action("skip" if session.is_asking else "next"))
    return session


def counted(poll, votes):
    for voter, text in enumerate(votes):
        poll = poll.voted(str(voter), text)
    while (text := poll.unjudged) is not None:
        poll = poll.judge(text)
    return poll


def test_votes_are_counted_by_answer_and_by_slip():
    poll = counted(Poll(1, asking()), ["-0.39", "-0,39", "-0.393", "0.39", "+0.39", "7"])
    tally = poll.tally
    right = [heap for heap in tally.heaps if heap.kind == "right"]
    assert tally.votes == 6 and sum(heap.count for heap in right) == 3
    assert tally.heaps[0].count == 2 and dict(tally.slips) == {"sign": 2}
    assert {heap.slip for heap in tally.heaps if heap.answer.endswith("0.39") and heap.kind == "wrong"} == {"sign"}


def test_nothing_of_a_tally_without_verdicts_tells_what_is_right():
    tally = counted(Poll(1, asking()), ["-0.39", "0.39", "7"]).tally.without_verdicts
    assert {heap.kind for heap in tally.heaps} == {None} and {heap.slip for heap in tally.heaps} == {None}
    assert tally.slips == () and tally.votes == 3


def test_a_voter_has_one_vote_the_last_one_and_changes_it_so_many_times():
    poll = counted(Poll(1, asking()), [])
    for turn in range(MOST_CHANGES + 5):
        poll = poll.voted("ana", f"{turn}")
    assert [vote.text for vote in poll.votes.values()] == [str(MOST_CHANGES)]
    assert len(poll.voted("eva", "x" * 5000).votes["eva"].text) == LONGEST_VOTE
    assert poll.voted("eva", "   ").votes == poll.votes


def test_a_closed_poll_takes_no_votes():
    from dataclasses import replace

    poll = replace(Poll(1, asking()), is_open=False)
    assert poll.voted("ana", "1").votes == {}


@pytest.mark.parametrize("kind", ["AskNumber", "Choose", "Play", "AskFormula"])
def test_every_kind_of_question_can_be_put_to_a_class(kind):
    name = "tiny-formula" if kind == "AskFormula" else "tiny-neuron"
    poll = counted(Poll(1, asking(name, kind)), ["1", "2", "1", "x", "(", "nan"])
    assert sum(heap.count for heap in poll.tally.heaps) == 6
    assert max(heap.count for heap in poll.tally.heaps) >= 2


FIXED = asking()


@given(st.lists(st.text(max_size=30), max_size=6))
def test_any_votes_are_counted_and_none_is_lost(texts):
    poll = counted(Poll(1, FIXED), texts)
    assert poll.tally.votes == sum(bool(text.strip()) for text in texts) == len(poll.votes)
