"""What the operating system and YAML say in English is said in both languages; what no table knows is quoted."""

import errno
import os
import string

import pytest
import yaml
from gradstep.core.words import core_words
from gradstep.core.words.reasons import SYSTEM, YAML, system_reason, yaml_reason

WORDS = core_words()


@pytest.mark.parametrize("name", sorted(SYSTEM))
def test_every_known_error_of_the_system_has_its_sentence(name):
    number = getattr(errno, name)
    said = system_reason(OSError(number, os.strerror(number)))
    assert said.id in (f"system.{name}", f"system.{errno.errorcode[number]}")
    assert WORDS.word(said, "es") not in ("", os.strerror(number))


def test_what_really_happens_has_a_sentence(tmp_path):
    with pytest.raises(OSError) as missing:
        (tmp_path / "nothing").read_text()
    assert WORDS.both(system_reason(missing.value)) == {"en": "it does not exist", "es": "no existe"}
    with pytest.raises(OSError) as folder:
        tmp_path.read_text()
    assert WORDS.word(system_reason(folder.value), "es") == "es una carpeta, no un archivo"


def test_an_unknown_error_is_quoted_as_the_words_of_the_system():
    said = system_reason(OSError(errno.EPIPE, "Broken pipe"))
    assert WORDS.both(said) == {"en": "the system says: Broken pipe", "es": "el sistema dice: Broken pipe"}
    assert WORDS.word(system_reason(OSError()), "es") != "el sistema dice: "


BROKEN = {
    "a: b: c\n": "values",
    "a: {b: 1\n": "brace",
    "a: [1, 2\nb: 3\n": "bracket",
    "a:\n  - 1\n - 2\n": "indentation dash",
    "a:\n  b: 1\n c: 2\n": "indentation",
    'a: "open\n': "quote",
    "a: 'open\n": "quote",
    "a: 1\nb\n": "colon",
    'a: "\\q"\n': "escape",
    "a: *b\n": "alias",
    "a: &b 1\nc: *\n": "name",
    "a: @b\n": "character",
    "a: 1\n- 2\n": "indentation entries dash",
    "a: - b\n": "entries",
    "a: 1\n---\nb: 2\n": "document",
    "a: \x01\n": "control",
}


@pytest.mark.parametrize("loader", [yaml.SafeLoader, getattr(yaml, "CSafeLoader", yaml.SafeLoader)])
@pytest.mark.parametrize("text", BROKEN)
def test_every_common_problem_of_yaml_has_its_sentence(text, loader):
    with pytest.raises(yaml.YAMLError) as caught:
        yaml.compose(text, Loader=loader)
    problem = getattr(caught.value, "problem", None) or str(caught.value).splitlines()[0]
    said = yaml_reason(problem)
    assert said.id.removeprefix("source.yaml-") in BROKEN[text].split(), problem


@pytest.mark.parametrize("kind", sorted(set(YAML.values())))
def test_every_row_of_the_table_has_words_without_placeholders(kind):
    for language in ("en", "es"):
        text = WORDS.template(f"source.yaml-{kind}", language)
        assert not [name for _, name, _, _ in string.Formatter().parse(text) if name]


def test_an_unknown_problem_is_quoted_as_the_words_of_the_reader():
    assert WORDS.word(yaml_reason("something else"), "es") == "el lector dice: something else"
