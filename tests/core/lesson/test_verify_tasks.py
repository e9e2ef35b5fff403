"""Faults of pairs and listings are found by `verify`, each with its own sentence, and a whole one has none."""

import pytest
import yaml
from gradstep.core.lesson.verify import verify_file


def both(text):
    return {"en": text, "es": text}


def code(**changes):
    step = {
        "id": "c", "kind": "code", "prompt": both("Fill."), "listing": "dx = ▁\ng ▁ dx\n", "hints": [both("h")],
        "blanks": [
            {"answer": "y*dz", "slips": [{"answer": "x*dz", "why": both("swapped")}]},
            {"answer": "+=", "among": ["=", "+="], "slips": [{"answer": "=", "why": both("forgets")}]},
        ],
    }  # fmt: skip
    return step | changes


def match(**changes):
    pairs = [{"left": both(left), "right": both(right)} for left, right in ("ap", "bq", "cr")]
    return {"id": "m", "kind": "match", "prompt": both("Pair."), "pairs": pairs, "hints": [both("h")]} | changes


def blanks(**first):
    found = code()["blanks"]
    return [found[0] | first, found[1]]


@pytest.mark.parametrize(
    ("step", "id"),
    [
        (code(), None),
        (match(), None),
        (code(hints=[]), "verify.no-hint"),
        (code(listing="dx = ▁\n"), "verify.blank-count"),
        (code(listing="dx = ▁\ng ▁ dx\n" + "x\n" * 9), "verify.listing-size"),
        (code(listing="dx = ▁\ng ▁ dx" + "x" * 70), "verify.listing-size"),
        (code(blanks=blanks(answer="y*")), "formula.nothing-after"),
        (code(blanks=blanks(slips=[{"answer": "dz*y", "why": both("w")}])), "verify.wrong-passes"),
        (code(blanks=blanks(slips=[{"answer": text, "why": both(text)} for text in ("x*dz", "dz*x")])),
         "verify.slip-twice"),
        (code(blanks=blanks(slips=[{"answer": "x", "why": both("w"), "diagnosis": "nowhere"}])), "verify.no-such-slip"),
        (code(blanks=[code()["blanks"][0], {"answer": "+=", "among": ["=", "+="]}]), "verify.sign-unexplained"),
        (code(blanks=[code()["blanks"][0], {"answer": "/=", "among": ["+="]}]), "verify.truth-fails"),
        (match(others=[both("p")]), "verify.repeated-side"),
        (match(pairs=[*match()["pairs"], {"left": both("a"), "right": both("z")}]), "verify.repeated-side"),
        (match(others=[both("x" * 39)]), "verify.too-long"),
        (match(pairs=[{"left": both(one), "right": both(one * 2)} for one in "abcdefg"], others=[both("y"), both("z")]),
         "verify.too-many-sides"),
    ],
)  # fmt: skip
def test_a_faulty_task_is_named(tmp_path, step, id):
    lesson = {"format": 1, "id": "t", "title": both("t"), "objectives": [both("o")], "steps": [step]}
    (tmp_path / "t.yaml").write_text(yaml.safe_dump(lesson, allow_unicode=True), encoding="utf-8")
    faults = verify_file(tmp_path / "t.yaml").faults
    ids = {fault.message.id for fault in faults}
    assert (id in ids) if id and not id.startswith("formula.") else (bool(ids) == bool(id)), ids
