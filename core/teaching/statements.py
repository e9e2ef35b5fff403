"""How are results told to a learning record store? As xAPI statements: who answered what, when, and how it was judged.

One statement an answer (verb `answered`), one a lesson that was taken to its end (`completed`). Activities are named by
lesson and step under a URN of our own; ids follow from what is stated, so that sending a file twice adds nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5

from .assessing import Assessed, LessonWork, StepWork

VERBS = "http://adlnet.gov/expapi/verbs/"
INTERACTION = "http://adlnet.gov/expapi/activities/cmi.interaction"
LESSON = "http://adlnet.gov/expapi/activities/lesson"
INTERACTIONS: Mapping[str, str] = {
    "ask-number": "numeric", "play": "numeric", "ask-formula": "fill-in", "choose": "choice", "order": "sequencing",
    "challenge": "performance", "code": "fill-in", "match": "matching",
}  # fmt: skip
OURS = "urn:gradstep:"
HOME_PAGE = "https://gradstep.invalid"
"""Where accounts are, when there is no e-mail address: a name that can never be anybody's."""


def statements(one: Assessed) -> Iterator[dict[str, object]]:
    """The statements of a file that counts."""
    for work in one.lessons if one.counts else ():
        for step in work.steps:
            yield from _answers(one, work, step)
        if work.finished:
            last = max((attempt.time for step in work.steps for attempt in step.attempts), default=one.made)
            yield _stated(one, work, last, "completed", {
                "id": f"{OURS}{work.lesson}", "definition": {"type": LESSON, "name": dict(work.titles)},
            }, {"completion": True, "score": {"scaled": round(work.score() / 100, 4)},
                "duration": f"PT{work.total('seconds'):.0f}S"}, "")  # fmt: skip


def _answers(one: Assessed, work: LessonWork, step: StepWork) -> Iterator[dict[str, object]]:
    activity = {
        "id": f"{OURS}{work.lesson}:{step.step}",
        "definition": {"type": INTERACTION, "interactionType": INTERACTIONS.get(step.kind, "other")},
    }
    for number, attempt in enumerate(step.attempts):
        result: dict[str, object] = {"success": attempt.verdict == "right", "response": attempt.text}
        told = {"verdict": attempt.verdict, "blank": attempt.stop[1]}
        if attempt.diagnosis:
            told["slip"] = attempt.diagnosis
        result["extensions"] = {f"{OURS}extension:{key}": value for key, value in told.items()}
        yield _stated(one, work, attempt.time, "answered", activity, result, f"{step.step}/{number}")


def _stated(
    one: Assessed,
    work: LessonWork,
    time: float,
    verb: str,
    activity: dict[str, object],
    result: dict[str, object],
    what: str,
) -> dict[str, object]:
    moment = datetime.fromtimestamp(time, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return {
        "id": str(uuid5(NAMESPACE_URL, f"{OURS}{one.who}/{work.lesson}/{verb}/{what}/{moment}")),
        "actor": _actor(one),
        "verb": {"id": VERBS + verb, "display": {"en": verb}},
        "object": {"objectType": "Activity", **activity},
        "result": result,
        "context": {
            "platform": f"gradstep {one.version}",
            "contextActivities": {"parent": [{"id": f"{OURS}{work.lesson}"}]},
            "extensions": {f"{OURS}extension:seeds": list(work.seeds)},
        },
        "timestamp": moment,
    }


def _actor(one: Assessed) -> dict[str, object]:
    named: dict[str, object] = {"objectType": "Agent", "name": one.student or one.id}
    name, _, domain = one.id.partition("@")
    if name and "." in domain and " " not in one.id:
        return {**named, "mbox": f"mailto:{one.id}"}
    return {**named, "account": {"homePage": HOME_PAGE, "name": one.who}}
