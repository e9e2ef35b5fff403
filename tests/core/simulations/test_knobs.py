"""Knobs are fields of a struct: typed as they say, derived rows, one line for a new one, changes on the way."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import fields
from typing import Any, Union, get_args, get_origin, get_type_hints

import numpy as np
import pytest
from gradstep.core.errors import SpecError, UnknownNameError
from gradstep.core.simulations.dials import dials
from gradstep.core.simulations.kinds import KINDS, simulate
from gradstep.core.simulations.knobs import Further, Knob, Knobs, after, checked, knob, known, named
from gradstep.core.simulations.protocol import Spec
from gradstep.core.simulations.reading import optional, real, whole, whole_between
from gradstep.core.words import LANGUAGES, core_words


def is_a(value, wanted) -> bool:
    """Is a value of a type, as annotations write types? A whole number is a float, too."""
    origin, inside = get_origin(wanted), get_args(wanted)
    if wanted is Any:
        return True
    if origin in (Union, types.UnionType):
        return any(is_a(value, one) for one in inside)
    if origin is np.ndarray:
        return isinstance(value, np.ndarray) and value.dtype == np.float64
    if origin is tuple:
        if not isinstance(value, tuple):
            return False
        kinds = inside[:1] * len(value) if inside[-1] is ... else inside
        return len(kinds) == len(value) and all(map(is_a, value, kinds))
    if origin is not None and issubclass(origin, Mapping):
        return isinstance(value, Mapping) and all(is_a(key, inside[0]) for key in value) and all(
            is_a(one, inside[1]) for one in value.values()
        )  # fmt: skip
    if origin is list:
        return isinstance(value, list)
    if wanted in (int, float):
        return isinstance(value, (int, float) if wanted is float else int) and not isinstance(value, bool)
    return isinstance(value, wanted)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("given", ["defaults", "example"])
def test_every_setting_has_the_type_that_its_line_says(kind, given):
    struct, example = KINDS[kind].struct, KINDS[kind].example if given == "example" else {}
    settings, hints = struct(**checked(struct, example, kind)), get_type_hints(struct)
    assert [row.name for row in KINDS[kind].knobs] == list(named(settings))
    for name, value in named(settings).items():
        assert is_a(value, hints[name]), (name, type(value), hints[name])


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_knob_says_of_itself_is_told_in_both_languages_and_stands_once(kind):
    rows = KINDS[kind].knobs
    assert len({row.name for row in rows}) == len(rows)
    assert all(row.label[language].strip() for row in rows for language in LANGUAGES)
    assert all(row.default in row.choices for row in rows if row.choices)


class Small(Knobs, frozen=True):
    count: int = knob(3, "how many", "cuántos", read=whole, low=1, high=9, step=1)
    rate: float = knob("1/2", "rate", "tasa", effect="next", read=real, low=0, high=1, step=0.1)
    side: int | None = knob(None, "side", "lado", read=optional(whole_between(1, 4)))


class Smaller(Small, frozen=True):
    left_out = frozenset({"side"})
    more: str = knob("a", "which", "cuál", choices=("a", "b"))


def test_one_line_is_all_that_a_new_knob_takes():
    assert Small() == Small(count=3, rate=0.5, side=None)
    assert [row.name for row in Small.rows()] == ["count", "rate", "side"]
    assert [row.name for row in Smaller.rows()] == ["count", "rate", "more"]
    assert known(Small)["count"].label == {"en": "how many", "es": "cuántos"}
    assert checked(Small, {"rate": "0.25", "side": 2}, "small") == {"rate": 0.25, "side": 2}


@pytest.mark.parametrize(
    "given, says",
    [
        ({"count": 0}, "knob `count`: 0 is outside its range from 1 to 9"),
        ({"count": 2.5}, "knob `count`: a whole number from 1 to 9 is needed; got 2.5"),
        ({"count": True}, "knob `count`: a whole number from 1 to 9 is needed; got True"),
        ({"side": 5}, "knob `side`: a whole number from 1 to 4 is needed; got 5"),
        ({"rate": "much"}, "`much` is not an exact number; write 0.5, -2 or 1/3"),
        ({"rat": 1}, "there is no knob `rat`; near or existing ones: rate"),
    ],
)
def test_a_complaint_names_the_knob_that_its_reader_does_not_know(given, says):
    with pytest.raises((SpecError, UnknownNameError)) as refused:
        checked(Small, given, "small")
    assert core_words().word(refused.value.message, "en").startswith(says)
    assert refused.value.message.arguments.get("knob", "rat") in ("count", "side", "rate", "rat")


def test_changes_act_from_their_cursor_on_in_the_order_in_which_they_were_made():
    begun, changes = Small(), ((4, {"rate": 0.1}), (2, {"rate": 0.9, "count": 5}))
    assert after(begun, changes, 2) is begun
    assert after(begun, changes, 3) == Small(count=5, rate=0.9)
    assert after(begun, changes, 5) == Small(count=5, rate=0.9), "the change that was made last is in force"


def test_what_does_not_matter_beside_the_others_is_not_offered():
    plain, momentum = (
        {one.name for one in dials(simulate(Spec("network", {"optimiser": name})))} for name in ("sgd", "momentum")
    )
    assert "momentum" not in plain and "momentum" in momentum


def test_what_may_be_said_of_a_knob_is_what_its_row_holds():
    own = {"name", "default", "label", "read"}
    assert set(Further.__annotations__) == {each.name for each in fields(Knob)} - own
