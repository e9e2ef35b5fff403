"""Which belongs to which? Pairs whose right sides are shown shuffled, with letters; some belong to nothing.

The order is the same for everybody, and never one in which the letters come in turn.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from zlib import crc32

from ..answers.verdict import Verdict
from ..whole import whole
from ..words import LANGUAGES, Message, message
from .judging import Writes
from .schema import BothLanguages, Match

LETTERS = "abcdefgh"
LEAST_SHUFFLED = 3
SEPARATORS = str.maketrans("", "", " ,;.:-=>)(→\t")


def right_sides(step: Match) -> tuple[BothLanguages, ...]:
    """The right sides as they are shown, the first with the letter a; one that several pairs share stands once."""
    given = _sides(step)
    return tuple(given[place] for place in _places(step))


def _sides(step: Match) -> list[BothLanguages]:
    """Every right side once, in the order of the file."""
    found: list[BothLanguages] = []
    for side in (*(pair.right for pair in step.pairs), *step.others):
        if side not in found:
            found.append(side)
    return found


def _places(step: Match) -> tuple[int, ...]:
    """Entry n is the place in the file of the right side with letter n."""
    places, draw = list(range(len(_sides(step)))), Random(crc32(step.id.encode()))
    if len(places) < LEAST_SHUFFLED:
        return tuple(reversed(places))
    while True:
        draw.shuffle(places)
        if any(place != at for at, place in enumerate(places)):
            return tuple(places)


def letter_of(step: Match, pair: int) -> str:
    """The letter of the right side that belongs to a pair."""
    return LETTERS[right_sides(step).index(step.pairs[pair].right)]


def right_letters(step: Match) -> str:
    """The right answer as a learner types it: `c a b`."""
    return " ".join(letter_of(step, pair) for pair in range(len(step.pairs)))


def judge_match(step: Match, typed: str, write: Writes) -> Verdict:
    """The verdict on `c a b` or `1c 2a 3b`: how many pairs are right, and which are not."""
    letters = _letters(step, typed)
    if letters is None:
        return Verdict("unreadable", _complaint(step, typed))
    wrong = [pair for pair, letter in enumerate(letters) if letter != letter_of(step, pair)]
    reading = " ".join(f"{pair}{letter}" for pair, letter in enumerate(letters, 1))
    if not wrong:
        return Verdict("right", message("verdict.right"), reading)
    pairs = ", ".join(f"{pair + 1}{letters[pair]}" for pair in wrong)
    said = message("verdict.match-wrong", right=len(letters) - len(wrong), count=len(letters), pairs=pairs)
    reasons = [step.pairs[pair].why for pair in wrong[:1]]
    if reasons and reasons[0] is not None:
        why = {language: write(reasons[0], language) for language in LANGUAGES}
        said = message("verdict.match-wrong-why", right=len(letters) - len(wrong), count=len(letters), pairs=pairs,
                       number=wrong[0] + 1, why=why)  # fmt: skip
    return Verdict("wrong", said, reading)


def _complaint(step: Match, typed: str) -> Message:
    """Why an answer cannot be read: too few or too many letters, one that stands twice, or something else."""
    count, last = len(step.pairs), LETTERS[len(right_sides(step)) - 1]
    found = [sign for sign in typed.lower().translate(SEPARATORS) if whole(sign) is None]
    again = next((sign for sign in found if found.count(sign) > 1), "")
    if not found or not set(found) <= set(LETTERS[: len(right_sides(step))]):
        return message("verdict.match-unreadable", count=count, last=last)
    if again and not _may_repeat(step):
        return message("verdict.match-twice", letter=again, count=count, last=last)
    if len(found) != count:
        return message("verdict.match-count", count=len(found), wanted=count, last=last)
    return message("verdict.match-unreadable", count=count, last=last)


def _letters(step: Match, typed: str) -> str | None:
    """The letter for each pair in turn; None for anything else."""
    bare = typed.lower().translate(SEPARATORS)
    allowed = LETTERS[: len(right_sides(step))]
    if bare[:1] in "1234567" and bare:
        numbered = dict(_numbered(bare))
        in_turn = [numbered.get(str(pair)) for pair in range(1, len(step.pairs) + 1)]
        bare = "".join(letter or "?" for letter in in_turn) if 2 * len(numbered) == len(bare) else "?"
    fits = len(bare) == len(step.pairs) and set(bare) <= set(allowed)
    return bare if fits and (len(set(bare)) == len(bare) or _may_repeat(step)) else None


def _numbered(bare: str) -> Iterator[tuple[str, str]]:
    yield from zip(bare[::2], bare[1::2], strict=False)


def _may_repeat(step: Match) -> bool:
    """Do two pairs have the same right side? Then a letter may come more than once."""
    return len(_sides(step)) < len(step.pairs) + len(step.others)
