"""One sign, one meaning: a product stays a product in every face, and nothing else is ever written with its sign."""

import re
import unicodedata
from functools import cache
from pathlib import Path

import pytest
from gradstep.core.errors import GradstepError
from gradstep.core.formula.limits import FORMULA_LIMITS
from gradstep.core.formula.names import GREEK
from gradstep.core.formula.parser import parse_expression
from gradstep.core.formula.tree import Name, with_leaves
from gradstep.core.lesson.session import narration
from gradstep.core.words import LANGUAGES, core_words
from gradstep.tui.face import SIZE, Face, plain_ascii, spelled
from gradstep.tui.words import face_words

from .. import course

LESSONS = sorted(path for path in Path("lessons").resolve().glob("*.yaml") if path.name != "course.yaml")
TERM = r"[(‖|√-]*[\w∂.'′\[\],²³¹⁰ᵀ]+(?:\([^()]*\))?[²³ᵀ)‖|]*"
PRODUCT = re.compile(rf"{TERM}(?: ?[·×*/+-] ?{TERM})+")
SIGNS = {"·": "*", "×": "*", "⊙": "*", "−": "-"}


def faces():
    """How texts are spelled: in ASCII, and line by line where accents can be shown."""
    plain = Face("es", True, True, "dark", Path("lessons"), None, lambda: 0.0, "v")
    return {"ascii": plain_ascii, "plain": lambda text: spelled(text, plain)}


@cache
def texts():
    """Everything that lessons say and ask, and the captions at their stops, in both languages."""
    found: dict[str, None] = {}
    for path in LESSONS:
        for session in course.stops(path):
            said = narration(session.step) if not session.finished else None
            for language in LANGUAGES:
                if said is not None:
                    found[session.text(said, language)] = None
                if session.frame is not None:
                    found[core_words().word(session.frame.caption, language)] = None
    return tuple(found)


def read(text):
    """The tree of a formula in a text; None where it is none. Greek letters and their names are the same."""
    try:
        tree = parse_expression(text, limits=FORMULA_LIMITS)
    except GradstepError:
        return None
    return with_leaves(tree, lambda leaf: Name(named(leaf.name)) if isinstance(leaf, Name) else leaf)


def named(name):
    bare = unicodedata.normalize("NFD", name).replace("\u0302", "hat")
    bare = "".join(letter for letter in bare if not unicodedata.combining(letter))  # accents of Spanish words
    return "".join(GREEK.get(letter, letter) for letter in bare)


def formulas():
    """The formulas in the texts that can be read, sizes such as 4×2 aside."""
    spans = {span.rstrip(".") for text in texts() for span in PRODUCT.findall(text) if not SIZE.search(span)}
    products = (span for span in spans if any(sign in span for sign in SIGNS) and "Σ" not in span)  # Σ is no name
    return sorted(span for span in products if read(span) is not None)


@pytest.mark.parametrize("face", ["ascii", "plain"])
def test_every_formula_of_every_text_means_the_same_in_every_face(face):
    found = formulas()
    assert len(found) > 150
    for formula in found:
        shown = faces()[face](formula)
        assert read(shown) == read(formula), (formula, shown)


@pytest.mark.parametrize("face", ["ascii", "plain"])
def test_a_product_of_a_text_is_written_as_a_product(face):
    for text in texts():
        shown = faces()[face](text)
        products = sum(text.count(sign) for sign in "·×⊙") - len(SIZE.findall(text))
        assert shown.count("*") - text.count("*") == products, (text, shown)


def test_no_sentence_separates_with_the_sign_of_a_product():
    for words in (core_words(), face_words()):
        for id in words.texts:
            for template in words.texts[id].values():
                for text in template.values() if isinstance(template, dict) else (template,):
                    assert not re.search(r"\} · \{|\w{4,} · \w{4,}", text), (id, text)
