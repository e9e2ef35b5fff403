"""Any text as a table: samples, or one sentence with line and column, in which every sign can be seen."""

import os

import pytest
from gradstep.core.errors import GradstepError, SpecError
from gradstep.core.learning.data.csv_table import parse_csv, read_csv
from gradstep.core.words import LANGUAGES, core_words
from hypothesis import given
from hypothesis import strategies as st

PIECES = st.sampled_from(
    [",", ";", "\t", "\n", "\r", "\r\n",
     '"', '""', "a", "b", "1", "2,5", "-3.5", "1e999", "nan", "²", "٣", "é", " ", "x" * 50,
     "\x00", "\x1b[31m", "\x07", "\u2028", "\x85", "\x0b", "\x1c", "\ud800", "\ufeff", "1_0"]
)  # fmt: skip


def seen(error):
    for language in LANGUAGES:
        said = core_words().word(error.message, language)
        assert "\n" not in said and all(sign.isprintable() for sign in said), repr(said)
        yield said


@given(st.lists(PIECES, max_size=30).map("".join))
def test_any_text_is_samples_or_one_sentence(text):
    try:
        assert len(parse_csv(text).inputs)
    except GradstepError as error:
        assert len(list(seen(error))) == len(LANGUAGES)


@pytest.mark.parametrize("sign", ["\x00", "\x1b", "\t", "\r", "\n", "\x07", "\x9b", "\u2028", "\u202e"])
def test_a_sign_that_steers_is_quoted_by_its_code(sign):
    with pytest.raises(SpecError) as caught:
        parse_csv(f'a;b\n"z{sign}z";2\n')
    assert all("\\" in said for said in seen(caught.value))


@pytest.mark.parametrize(
    ("text", "place"),
    [("a,b\n" + "1" * 200_000 + ",2\n", (2, 1)), ("a,b\n1,2\n3," + "4" * 200_000, (3, 2)),
     ('a,b\n1,"2\n' + "x\n" * 200_000, (2, 2)), ("a" * 200_000 + ",b\n1,2\n", (1, 1))],
    ids=["a number", "the last cell", "a quotation mark left open", "a name"],
)  # fmt: skip
def test_a_cell_without_an_end_has_its_line_and_column(text, place):
    with pytest.raises(SpecError) as caught:
        parse_csv(text)
    assert caught.value.message.id == "learning.csv-cell-long"
    assert (caught.value.message.arguments["line"], caught.value.message.arguments["column"]) == place


def test_lines_are_what_editors_call_lines():
    data = parse_csv("x,kind\n1,red\u2028ish\n2,blue\x0bish\n")
    assert data.classes == ("blue\x0bish", "red\u2028ish")


@pytest.mark.parametrize("make", [os.mkfifo, lambda path: path.symlink_to("/dev/zero"), lambda path: path.mkdir()])
def test_a_file_that_is_none_is_one_sentence(tmp_path, make):
    make(tmp_path / "table.csv")
    with pytest.raises(SpecError):
        read_csv(tmp_path / "table.csv")
