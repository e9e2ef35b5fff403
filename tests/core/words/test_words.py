"""Catalogues: both languages of every sentence, with the same placeholders; every id that the code uses exists."""

import ast
import re
import string
from pathlib import Path

import pytest
from gradstep.core.words import LANGUAGES, Message, core_words, message
from gradstep.tui.words import face_words

ROOT = Path(__file__).parents[3]
CATALOGUES = {"core": core_words(), "tui": face_words()}


def templates(entry):
    """The sentences of an entry in one language: one, or two for `count`."""
    return [entry] if isinstance(entry, str) else list(entry.values())


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("part", CATALOGUES)
def test_both_languages_say_the_same_things(part):
    for id, entry in CATALOGUES[part].texts.items():
        assert set(entry) == set(LANGUAGES), f"{id}: a language is missing or superfluous"
        found = {}
        for language in LANGUAGES:
            assert isinstance(entry[language], str) or set(entry[language]) == {"one", "other"}, id
            assert all(text.strip() for text in templates(entry[language])), id
            found[language] = set().union(*(placeholders(text) for text in templates(entry[language])))
        assert found["en"] - {"count"} == found["es"] - {"count"}, id


def used_ids():
    """Every literal id in a call of `message(…)`, `Message(…)` or an error of the tree, with its file."""
    errors = re.compile(r"(Error|message|Message)$")
    for folder in ("core", "tui"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and node.args and errors.search(_name(node.func)):
                    first = node.args[0]
                    if isinstance(first, ast.Constant) and isinstance(first.value, str) and "." in first.value:
                        yield path.relative_to(ROOT), first.value


def _name(func) -> str:
    return func.id if isinstance(func, ast.Name) else func.attr if isinstance(func, ast.Attribute) else ""


def test_every_id_that_the_code_uses_exists():
    words = face_words()
    missing = []
    for path, id in used_ids():
        catalogue = words if path.parts[0] == "tui" else core_words()
        try:
            catalogue.template(id, "en")
        except KeyError:
            missing.append(f"{path}: {id}")
    assert not missing


def test_counting_chooses_the_form():
    words = core_words()
    one = words.word(message("tracing.start", count=1), "es")
    many = words.word(message("tracing.start", count=5), "es")
    assert "una entrada" in one
    assert "5 entradas" in many


def test_messages_inside_messages_are_worded_in_the_same_language():
    inner = message("mistake.sign-name")
    outer = Message("verdict.several", {"names": [inner, inner]})
    assert "the sign, the sign" in core_words().word(outer, "en")
    assert "el signo, el signo" in core_words().word(outer, "es")


def test_the_face_speaks_with_the_words_of_the_core_behind_its_own():
    assert face_words().word(message("verdict.right"), "es") == "Correcto."
    with pytest.raises(KeyError):
        core_words().word(message("cli.about"), "es")


def test_no_sentence_stands_in_the_place_of_another():
    """In YAML a second entry of the same name would replace the first one, and say nothing."""

    for path in (*(ROOT / "core" / "words").glob("*.yaml"), *(ROOT / "tui" / "words").glob("*.yaml")):
        names = re.findall(r"^([\w.-]+):", path.read_text(encoding="utf-8"), re.MULTILINE)
        assert sorted(names) == sorted(set(names)), path
