"""The glossary is whole: every word in both languages, once, with a lesson that exists; words and symbols are found."""

from pathlib import Path

import pytest
from gradstep.core.errors import GradstepError
from gradstep.core.lesson.course import load_course
from gradstep.core.lesson.glossary import NOTATIONS, load_glossary
from gradstep.core.words import LANGUAGES
from gradstep.core.words.names import bare

FOLDER = Path(__file__).parents[3] / "lessons"
GLOSSARY = load_glossary(FOLDER)


def test_every_word_stands_once_and_is_introduced_by_a_lesson_of_the_course():
    known = {entry.id for entry in load_course(FOLDER).entries}
    assert {term.lesson for term in GLOSSARY.terms} <= known
    for language in LANGUAGES:
        names = [term.term[language] for term in GLOSSARY.terms]
        assert len(set(names)) == len(names)
        assert all(term.everyday[language].strip() for term in GLOSSARY.terms)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_found_by_its_name_however_it_is_typed(language):
    for term in GLOSSARY.terms:
        for typed in (term.term[language], term.term[language].upper(), f" {bare(term.term[language])} "):
            assert GLOSSARY.named(typed) is term, typed


def test_every_symbol_is_found_in_each_of_its_notations():
    for term in GLOSSARY.terms:
        for letter, symbols in zip(NOTATIONS, term.symbols, strict=True):
            for symbol in symbols.split(","):
                found = {one.term.term.en: one.notations for one in GLOSSARY.meanings(symbol)}
                assert symbol == "–" or letter in found[term.term.en], symbol
    assert {one.term.term.en for one in GLOSSARY.meanings("α")} == {"leaky slope", "learning rate", "convolution"}


@pytest.mark.parametrize("typed", ["", "–", "zzz", "💥", "a" * 500])
def test_what_is_no_word_is_none(typed):
    assert GLOSSARY.named(typed) is None and GLOSSARY.meanings(typed) == ()


@pytest.mark.parametrize("text", ["", "entries: 3", "entries: [{term: x}]", "entries: [\n"])
def test_a_damaged_glossary_is_a_sentence(tmp_path, text):
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "glossary.yaml").write_text(text)
    with pytest.raises(GradstepError):
        load_glossary(tmp_path)
    with pytest.raises(GradstepError):
        load_glossary(tmp_path / "nowhere")
