"""What does a class answer to one question? A poll: a vote for each voter, judged by the teacher's engine, and counted.

A vote is the text of an answer and nothing else: what it is worth, and which slip it was, is found here, so that nobody
can hand in a verdict. Counts have no names. A poll is a value; every vote makes another one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from ..answers.verdict import Kind, Verdict
from ..lesson.asked import Stop
from ..lesson.session import Session
from ..words import message

MOST_CHANGES = 12
"""Answers that one voter may give to a poll, one in the place of the other."""
LONGEST_VOTE = 400
"""Characters of a vote: more than any answer that can be read has."""
UNREADABLE = Verdict("unreadable", message("class.unread"))


@dataclass(frozen=True)
class Vote:
    """What a voter answers, and how often that was changed."""

    text: str
    changes: int = 0


@dataclass(frozen=True)
class Heap:
    """All votes for the same answer."""

    answer: str
    """As the first of them was typed."""
    count: int
    kind: Kind | None = None
    """How it was judged; None where that is not to be told."""
    slip: str | None = None


@dataclass(frozen=True)
class Tally:
    """How a class answered: by answer, the largest heap first, and by slip."""

    heaps: tuple[Heap, ...] = ()
    slips: tuple[tuple[str, int], ...] = ()
    votes: int = 0

    @property
    def without_verdicts(self) -> Tally:
        """The same counts, from which nobody can tell what is right."""
        return Tally(tuple(Heap(heap.answer, heap.count) for heap in self.heaps), (), self.votes)


@dataclass(frozen=True, eq=False)
class Poll:
    """One question to a class."""

    number: int
    """What tells it from the polls before."""
    session: Session
    """As it stood when the class was asked."""
    votes: Mapping[str, Vote] = field(default_factory=dict[str, Vote])
    judged: Mapping[str, Verdict] = field(default_factory=dict[str, Verdict])
    """Texts that the engine has judged."""
    is_open: bool = True
    is_shown: bool = False
    """Does the class see the counts?"""

    @property
    def at(self) -> Stop:
        """The stop whose question it is."""
        return self.session.key

    @property
    def unjudged(self) -> str | None:
        """A text that waits to be judged."""
        return next((vote.text for vote in self.votes.values() if vote.text not in self.judged), None)

    def voted(self, voter: str, text: str) -> Poll:
        """The poll with the vote of a voter, which takes the place of her last one; closed, it stays as it is."""
        before, text = self.votes.get(voter), text.strip()[:LONGEST_VOTE]
        if not self.is_open or not text or (before is not None and before.changes >= MOST_CHANGES):
            return self
        return replace(self, votes={**self.votes, voter: Vote(text, before.changes + 1 if before is not None else 0)})

    def judge(self, text: str) -> Poll:
        """The poll with the verdict on a text."""
        try:
            verdict = self.session.judge(text)
        except Exception:
            # Whatever somebody sends, the class goes on; what the engine cannot judge counts as not read.
            verdict = UNREADABLE
        return replace(self, judged={**self.judged, text: verdict})

    @property
    def tally(self) -> Tally:
        """The votes that are judged, in heaps of equal answers."""
        heaps: dict[tuple[Kind, str], list[str]] = {}
        for vote in self.votes.values():
            verdict = self.judged.get(vote.text)
            if verdict is not None:
                heaps.setdefault((verdict.kind, _meant(vote.text, verdict)), []).append(vote.text)
        found = [Heap(self.session.shown(texts[0]), len(texts), kind, self.judged[texts[0]].diagnosis)
                 for (kind, _), texts in heaps.items()]  # fmt: skip
        slips: Counter[str] = Counter()
        for heap in found:
            if heap.slip is not None:
                slips[heap.slip] += heap.count
        by_count = sorted(found, key=lambda heap: (-heap.count, heap.answer))
        return Tally(tuple(by_count), tuple(sorted(slips.items(), key=lambda one: (-one[1], one[0]))),
                     sum(heap.count for heap in found))  # fmt: skip


def _meant(text: str, verdict: Verdict) -> str:
    """What two equal answers have in common: their number, or how they were read."""
    read = verdict.reading or text.strip()
    numerator, slash, denominator = read.partition("/")
    try:
        return repr(float(numerator) / float(denominator)) if slash else repr(float(read))
    except (ValueError, ZeroDivisionError):
        return " ".join(read.casefold().split())
