"""Do the pairs and the blanks of a lesson hold? Every answer passes, every slip is refused and gets its own words."""

from __future__ import annotations

from collections.abc import Iterator

from ..errors import GradstepError
from ..words import LANGUAGES, Message, core_words, message
from .listing import BLANK, judge_blank, judge_of, sign_rows
from .matching import LETTERS, judge_match, right_letters
from .schema import Blank, BothLanguages, Code, Match
from .source import Path

LISTING = (11, 54)
"""Lines of a listing with the signs to choose from, and its columns: what there is room for on the smallest screen."""
Found = Iterator[tuple[Path, Message]]
"""Where in the step, and what is wrong there."""


def match_faults(step: Match) -> Found:
    """More sides than there are letters, or the same text where it would make a pair right and wrong at once."""
    if len({(side.en, side.es) for side in (*(pair.right for pair in step.pairs), *step.others)}) > len(LETTERS):
        yield ("others",), message("verify.too-many-sides", most=len(LETTERS))
        return
    for language in LANGUAGES:
        lefts = [pair.left[language] for pair in step.pairs]
        if len(set(lefts)) < len(lefts):
            yield ("pairs",), message("verify.repeated-side")
            return
    if any(other == pair.right for other in step.others for pair in step.pairs):
        yield ("others",), message("verify.repeated-side")
    elif not judge_match(step, right_letters(step), _written).is_right:
        yield ("pairs",), message("verify.truth-fails", answer=right_letters(step))


def code_faults(step: Code) -> Found:
    """The listing has as many blanks as are described, it fits the screen, and every blank holds."""
    lines = step.listing.rstrip().split("\n")
    rows = len(lines) + max(map(sign_rows, step.blanks))
    count, widest = len(BLANK.findall(step.listing)), max(map(len, lines))
    if count != len(step.blanks):
        yield ("listing",), message("verify.blank-count", got=count, wanted=len(step.blanks))
        return
    if rows > LISTING[0] or widest > LISTING[1]:
        said = message("verify.listing-size", lines=rows, columns=widest, most=LISTING[0], widest=LISTING[1])
        yield ("listing",), said
    for place, blank in enumerate(step.blanks):
        try:
            if not blank.among:
                _ = judge_of(step, place, _written).truth
            yield from ((("blanks", place, *path), said) for path, said in _blank_faults(step, place, blank))
        except GradstepError as error:
            yield ("blanks", place), error.message


def _blank_faults(step: Code, place: int, blank: Blank) -> Found:
    """One blank: its answer, its slips, and a word for every sign that is not the right one."""
    if not judge_blank(step, place, blank.answer, _written).is_right:
        yield ("answer",), message("verify.truth-fails", answer=blank.answer)
    for number, slip in enumerate(blank.slips):
        verdict = judge_blank(step, place, slip.answer, _written)
        if verdict.kind != "wrong":
            yield ("slips", number), message("verify.wrong-passes", answer=slip.answer, verdict=verdict.kind)
        elif verdict.message.arguments.get("why") != {"en": slip.why.en, "es": slip.why.es}:
            yield ("slips", number), message("verify.slip-twice", answer=slip.answer)
        if slip.diagnosis is not None and f"mistake.{slip.diagnosis}" not in core_words().texts:
            yield ("slips", number), message("verify.no-such-slip", id=slip.diagnosis)
    for sign in blank.among:
        if sign not in (blank.answer, *(slip.answer for slip in blank.slips)):
            yield ("among",), message("verify.sign-unexplained", sign=sign)


def _written(texts: BothLanguages, language: str) -> str:
    """A text of the step as it stands in the file."""
    return texts[language]
