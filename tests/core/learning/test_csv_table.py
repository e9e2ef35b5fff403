"""A person's own table: what is read, and every fault with its line, its column and its mend."""

import pytest
from gradstep.core.errors import SpecError, UnknownNameError
from gradstep.core.learning.data.csv_table import parse_csv, read_csv
from gradstep.core.words import LANGUAGES, core_words

TABLE = "age,weight,price\n1,2.5,10\n3,4,20\n"


def test_the_last_column_is_the_target_unless_another_one_is_named():
    data = parse_csv(TABLE)
    assert data.features == ("age", "weight")
    assert data.inputs.tolist() == [[1.0, 2.5], [3.0, 4.0]]
    assert data.targets.tolist() == [[10.0], [20.0]]
    other = parse_csv(TABLE, "age")
    assert other.features == ("weight", "price")
    assert other.targets.tolist() == [[1.0], [3.0]]


@pytest.mark.parametrize(
    "text",
    [
        "edad;peso;precio\n1;2,5;10\n3;4;20\n",
        "edad\tpeso\tprecio\n1\t2,5\t10\n3\t4\t20\n",
        'edad,peso,precio\r\n"1", 2.5 ,10\r\n\r\n3,4,2e1\r\n',
        "\n\nedad;peso;precio\n1;2.5;10\n3;4;20",
    ],
)
def test_separators_decimal_commas_blank_lines_and_quotation_marks(text):
    assert parse_csv(text).inputs.tolist() == [[1.0, 2.5], [3.0, 4.0]]
    assert parse_csv(text).targets.tolist() == [[10.0], [20.0]]


def test_words_in_the_target_are_classes():
    data = parse_csv("x,kind\n1,red\n2,blue\n3,red\n")
    assert data.classes == ("blue", "red")
    assert data.targets.tolist() == [[0.0, 1.0], [1.0, 0.0], [0.0, 1.0]]


FAULTS = {
    "": ("csv-empty", None, None),
    "a,b\n": ("csv-empty", None, None),
    "a\n1\n": ("csv-one-column", 1, 1),
    "1,2\n3,4\n": ("csv-header", 1, 1),
    "a,2\n3,4\n": ("csv-header", 1, 2),
    "a,,c\n1,2,3\n": ("csv-header-empty", 1, 2),
    "a,b,a\n1,2,3\n": ("csv-header-twice", 1, 3),
    "a,b\n1,2\n3\n": ("csv-ragged", 3, 2),
    "a,b\n1,2\n3,4,5\n": ("csv-ragged", 3, 3),
    "a,b\n\n1,2\n3,4,5\n": ("csv-ragged", 4, 3),
    "a,b\n1,2\n,4\n": ("csv-cell-empty", 3, 1),
    "a,b\n1,2\n3, \n": ("csv-cell-empty", 3, 2),
    "a,b\n1,red\n3,\n": ("csv-cell-empty", 3, 2),
    "a,b\n1,2\nred,4\n": ("csv-cell-text", 3, 1),
    "a;b\n1;2\n1,5,2;4\n": ("csv-cell-text", 3, 1),
    "a;b\n1;2\n1.000,5;4\n": ("csv-cell-text", 3, 1),
    "a,b\n1,2\n1_000,4\n": ("csv-cell-text", 3, 1),
    "a,b\n1,2\n3,4\n5,red\n": ("csv-cell-target", 4, 2),
    "a,b\n1,2\nnan,4\n": ("csv-cell-infinite", 3, 1),
    "a,b\n1,2\n3,inf\n": ("csv-cell-infinite", 3, 2),
    'a,b\n"1",2\n"x\ny",4\n': ("csv-cell-text", 4, 1),
}


@pytest.mark.parametrize("text", FAULTS)
def test_faults_say_where(text):
    id, line, column = FAULTS[text]
    with pytest.raises(SpecError) as caught:
        parse_csv(text, file="mine.csv")
    said = caught.value.message
    assert said.id == f"learning.{id}"
    assert (said.arguments.get("line"), said.arguments.get("column")) == (line, column)
    for language in LANGUAGES:
        assert "mine.csv" in core_words().word(said, language)


def test_a_target_that_is_no_column_names_those_that_are():
    with pytest.raises(UnknownNameError, match="price"):
        parse_csv(TABLE, "prise")


def test_files(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_bytes(b"\xef\xbb\xbf" + TABLE.encode())
    assert read_csv(path).features == ("age", "weight")
    path.write_bytes("año,x\n1,2\n".encode("latin-1"))
    with pytest.raises(SpecError, match="UTF-8"):
        read_csv(path)
    with pytest.raises(SpecError, match="cannot be opened"):
        read_csv(tmp_path / "none.csv")
