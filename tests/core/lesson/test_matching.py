"""Pairs: letters in every form that people type them, the wrong pairs told, the order the same for everybody."""

from itertools import product

import pytest
from gradstep.core.lesson.load import parse_lesson
from gradstep.core.lesson.matching import judge_match, letter_of, right_letters, right_sides
from hypothesis import given
from hypothesis import strategies as st

HEAD = """
format: 1
id: t
title: {en: t, es: t}
objectives: [{en: o, es: o}]
steps:
  - id: NAME
    kind: match
    prompt: {en: Pair., es: Empareja.}
    hints: [{en: h, es: h}]
    pairs: [PAIRS]
    others: [OTHERS]
"""


def step(rights="pqr", others="s", name="words"):
    def text(word):
        return f"{{en: {word}, es: {word}}}"

    pairs = ", ".join(f"{{left: {text(f'l{at}')}, right: {text(right)}, why: {text(f'why{at}')}}}"
                      for at, right in enumerate(rights))  # fmt: skip
    filled = HEAD.replace("NAME", name).replace("PAIRS", pairs).replace("OTHERS", ", ".join(map(text, others)))
    return parse_lesson(filled, "t.yaml").steps[0]


def judged(match, typed):
    return judge_match(match, typed, lambda texts, language: texts[language])


def test_exactly_one_answer_is_right_and_it_comes_in_many_forms():
    match = step()
    right = [letters for letters in product("abcd", repeat=3) if judged(match, " ".join(letters)).is_right]
    assert [" ".join(one) for one in right] == [right_letters(match)]
    a, b, c = right_letters(match).split()
    for typed in (a + b + c, f"{a},{b};{c}", f"1{a} 2{b} 3{c}", f"3{c} 1{a} 2{b}", f"1={a} 2-{b} 3→{c}".upper()):
        assert judged(match, typed).is_right, typed


def test_the_wrong_pairs_are_told_and_the_first_of_them_explained():
    match = step()
    letters = right_letters(match).split()
    letters[1], letters[2] = letters[2], letters[1]
    said = judged(match, "".join(letters)).message
    assert (said.arguments["right"], said.arguments["count"]) == (1, 3)
    assert said.arguments["pairs"] == f"2{letters[1]}, 3{letters[2]}"
    assert (said.arguments["number"], said.arguments["why"]["en"]) == (2, "why1")


@pytest.mark.parametrize("typed", ["", "a", "abcd", "aab", "xyz", "1a 2b", "1a 1b 3c", "123", "a b c d e", "1a2b3e"])
def test_what_is_no_pairing_is_not_counted(typed):
    assert judged(step(), typed).kind == "unreadable"


@pytest.mark.parametrize(
    ("typed", "id"),
    [("a", "count"), ("a b c d", "count"), ("a b a", "twice"), ("1a 2b", "count"), ("1a 2a 3b", "twice"),
     ("x y z", "unreadable"), ("", "unreadable"), ("1 2 3", "unreadable"), ("2a 2b 3c", "unreadable")],
)  # fmt: skip
def test_it_is_told_what_is_wrong_with_the_letters(typed, id):
    assert judged(step(), typed).message.id == f"verdict.match-{id}"


def test_two_pairs_may_share_a_right_side_which_stands_once():
    match = step("pqp", "s")
    assert len(right_sides(match)) == 3
    right = [letters for letters in product("abc", repeat=3) if judged(match, "".join(letters)).is_right]
    assert [" ".join(one) for one in right] == [right_letters(match)]
    assert letter_of(match, 0) == letter_of(match, 2)


@given(st.integers(2, 7), st.integers(0, 1), st.from_regex(r"[a-z]{1,12}", fullmatch=True))
def test_every_order_is_reproducible_and_never_the_one_of_the_file(count, others, name):
    match = step("pqrtuvw"[:count], "s" * others, name)
    assert right_sides(match) == right_sides(step("pqrtuvw"[:count], "s" * others, name))
    assert [letter_of(match, pair) for pair in range(count)] != list("abcdefgh"[:count])
    assert judged(match, right_letters(match)).is_right
