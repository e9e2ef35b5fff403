"""Sentences that are shown on row 23 have one line of 78 columns: which of them could not fit?"""

import string

import pytest
from gradstep.core.words import LANGUAGES
from gradstep.tui.words import face_words

COLUMNS = 78
WORDS = face_words()
TYPED = ["spec.no-such-knob", "spec.choice", "spec.number", "spec.range", "spec.no-step", "spec.turn"]
"""What may be said of a knob that somebody turns."""
NOTICES = [
    f"screen.{id}"
    for id in ("cannot-open", "digits-now", "line-full", "no-branches", "no-formula", "no-groups", "no-knobs",
               "no-sense", "no-such-place", "nothing-to-choose", "nothing-to-open", "really-solution", "type-first",
               "watch-gone", "watch-never", "tab-writes")
]  # fmt: skip
ONE_LINE = sorted({id for id in WORDS.base.texts if id.startswith(("place.", "session."))} | {*TYPED, *NOTICES})
SAMPLE = {
    "quantity": "grad.W1[0,1]", "cursor": 120, "got": "forwards", "last": 200, "near": "inicio, ida, vuelta",
    "knob": "activación", "kind": "perceptron", "wanted": "adagrad, adam, sgd", "low": 0, "high": 1000,
    "id": "vector-backprop-l2", "count": 12, "name": "gradiente", "text": "abs(grad.w1) < 1e-3", "digits": 9,
}  # fmt: skip
"""What stands in a sentence as a rule; a longer list is cut with a sign at its end, and loses nothing but examples."""


def test_all_ids_exist():
    assert [id for id in ONE_LINE if id not in {*WORDS.texts, *WORDS.base.texts}] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("id", ONE_LINE)
def test_a_sentence_of_one_line_fits_it(id, language):
    template = WORDS.template(id, language)
    for text in [template] if isinstance(template, str) else template.values():
        names = [name for _, name, _, _ in string.Formatter().parse(text) if name]
        filled = text.format_map({name: SAMPLE.get(name, "12345678") for name in names})
        assert len(filled) <= COLUMNS, f"{len(filled)} columns: {filled}"
