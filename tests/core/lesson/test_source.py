"""YAML files: scalars as their author means them, positions of everything, and all faults at once."""

import pytest
from gradstep.core.errors import LessonError
from gradstep.core.lesson.load import parse_lesson
from gradstep.core.lesson.source import read_source
from gradstep.core.words import core_words
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("no", "no"), ("on", "on"), ("yes", "yes"), ("12:30", "12:30"), ("1e-3", 0.001), ("1.5", 1.5), (".5", 0.5),
        ("-3", -3), ("1/2", "1/2"), ("true", True), ("false", False), ("null", None), ("~", None), ('"true"', "true"),
        ("2020-01-01", "2020-01-01"), ("0x10", "0x10"), ("1_000", "1_000"), ("when grad.w < 1", "when grad.w < 1"),
        ("'1.5'", "1.5"), ("e", "e"), ("=", "="),
    ],
)  # fmt: skip
def test_plain_scalars_are_read_as_an_author_means_them(written, value):
    source = read_source(f"a: {written}\n")
    assert not source.faults
    assert source.data == {"a": value}
    assert type(source.data["a"]) is type(value)


@pytest.mark.parametrize(
    ("text", "line", "column", "id"),
    [
        ("a: 012\n", 1, 4, "source.leading-zero"),
        ("a: 1\nb: 2\na: 3\n", 3, 1, "source.repeated"),
        ("a: &x 1\nb: *x\n", 1, 4, "source.anchor"),
        ("a: !!python/object:os.system x\n", 1, 4, "source.tag"),
        ("a: [1\nb: 2\n", 2, 2, "source.syntax"),
        ("a: b: c\n", 1, 5, "source.syntax"),
        ("", 1, 1, "source.empty"),
        ("? [a, b]\n: 1\n", 1, 3, "source.key"),
    ],
)
def test_faults_know_their_place(text, line, column, id):
    fault = read_source(text).faults[0]
    assert fault.message.id == id
    assert fault.line == line
    if id != "source.anchor":
        assert fault.column == column
    assert core_words().both(fault.message)["es"]


def test_all_faults_are_found_in_one_reading():
    assert len(read_source("a: 012\nb: 007\nb: 1\n").faults) == 3


def test_every_part_has_its_place():
    source = read_source("steps:\n  - id: a\n    text: {en: x, es: y}\n")
    assert source.position(("steps", 0, "text", "es")) == (3, 23)
    assert source.position(("steps", 0, "missing")) == (2, 5)


def test_a_bomb_of_aliases_is_refused():
    rows = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 30)]
    assert read_source("\n".join(rows)).faults


def test_deep_nesting_is_refused():
    assert read_source("[" * 5000 + "]" * 5000).faults
    assert read_source("x" * 500_000).faults


def test_control_characters_never_get_through():
    source = read_source('a: "x\\e[31my\\u202ez"\n')
    assert source.data == {"a": "x[31myz"}


@given(st.text(max_size=200))
def test_no_text_gives_an_exception(text):
    with pytest.raises(LessonError) as caught:
        parse_lesson(text, "any.yaml")
    assert all(line >= 1 and column >= 1 for line, column, _ in caught.value.faults)
