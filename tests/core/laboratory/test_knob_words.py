"""Every value of every knob of the laboratory has words in both languages, and is read from any of them."""

from itertools import product

import pytest
from gradstep.core.errors import GradstepError, SpecError, UnknownNameError
from gradstep.core.laboratory.state import BEGINNING, begin
from gradstep.core.laboratory.turning import typed
from gradstep.core.learning.data.gates import GATES
from gradstep.core.learning.data.terms import TERMS
from gradstep.core.learning.initialisers import INITIALISERS
from gradstep.core.learning.layers import ACTIVATIONS, LOSSES
from gradstep.core.learning.optimisers import OPTIMISERS
from gradstep.core.simulations.network.update import UpdatePass
from gradstep.core.simulations.turns import read_turns
from gradstep.core.words import LANGUAGES, core_words, message
from gradstep.core.words.names import bare, choice_word, knob_name

LAB = begin(BEGINNING)
METHODS = {*ACTIVATIONS, *LOSSES, *OPTIMISERS, *INITIALISERS, *GATES, *TERMS}
"""Names that the field writes in the same way in every language."""
KNOBS = [(knob, "network") for knob in LAB.run.knobs if knob.choices or knob.words]
KNOBS += [(knob, "update") for knob in UpdatePass.knobs if knob.choices or knob.words]


@pytest.mark.parametrize("knob, kind", KNOBS, ids=lambda one: getattr(one, "name", one))
def test_every_value_has_words_and_no_two_have_the_same(knob, kind):
    for language in LANGUAGES:
        words = [choice_word(value, language) for value in knob.choices or knob.words]
        assert len(words) == len({bare(word.lower()) for word in words}), words
    for value in knob.choices or knob.words:
        assert f"choice.{value}" in core_words().texts or value in METHODS, value


@pytest.mark.parametrize("knob", [knob for knob, kind in KNOBS if kind == "network"], ids=lambda knob: knob.name)
def test_every_value_is_read_by_any_name_in_any_language(knob):
    for value, said, by in product(knob.choices or knob.words, LANGUAGES, LANGUAGES):
        for name in {knob.name, knob_name(knob.name, "network", by)}:
            for word in {str(value), choice_word(value, said), bare(choice_word(value, said))}:
                found = read_turns(LAB.run, 0, f"{name} = {word}")[knob.name]
                assert found in (value, [value]), (name, word, found)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("knob", [knob for knob, kind in KNOBS if kind == "network"], ids=lambda knob: knob.name)
def test_what_is_refused_is_refused_in_one_language(knob, language):
    called = knob_name(knob.name, "network", language)
    with pytest.raises(SpecError) as refused:
        read_turns(LAB.run, 0, f"{called} = nonsense")
    said = core_words().word(refused.value.message, language)
    for value in knob.choices or knob.words:
        assert choice_word(value, language) in said
    others = {other for other in LANGUAGES if other != language}
    foreign = {choice_word(value, other) for value in knob.choices or knob.words for other in others}
    own = {choice_word(value, language) for value in knob.choices or knob.words}
    assert not (foreign - own) & set(said.replace(",", " ").split())
    assert f"`{called}`" in said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("got", ["tas", "rat", "activ", "los", "perdi", "semi", "zzz", "hid", "ocul", "noi", "rui"])
def test_near_names_are_those_of_the_reader(got, language):
    with pytest.raises(UnknownNameError) as refused:
        typed(LAB, f"{got} = 1")
    said = core_words().word(refused.value.message, language)
    named = said.rpartition(": ")[2].split(", ")
    assert set(named) <= {knob_name(knob.name, "network", language) for knob in LAB.run.knobs}, said
    assert len(named) == len(set(named))


@pytest.mark.parametrize("typed_text", ["rate = -1", "tasa = -1", "held = 7", "seed = x", "hidden = [0]"])
def test_a_number_that_is_refused_names_the_knob_in_the_language_of_the_reader(typed_text):
    with pytest.raises(GradstepError) as refused:
        typed(LAB, typed_text)
    name = next(
        knob.name for knob in LAB.run.knobs if typed_text.startswith((knob.name, knob_name(knob.name, "", "es")))
    )
    if "knob" in refused.value.message.arguments:
        assert f"`{knob_name(name, 'network', 'es')}`" in core_words().word(refused.value.message, "es")


def test_a_gap_of_any_size_is_told_in_words_that_can_be_read():
    from gradstep.core.laboratory.told import gap_told

    for gap in (-0.5, 0.0, 0.18, 5.0, 9.0, 40.0, 998.0, 1e5, 16_712_446.0, 1e300, float("inf")):
        for language in LANGUAGES:
            said = core_words().word(gap_told(gap), language)
            assert len(said) < 70 and not any(len(word) > 6 for word in said.split() if word.strip("+-").isdecimal()), (
                said
            )
    assert "1000" in core_words().word(gap_told(167_124.0), "es")


def test_held_out_samples_beside_a_curve_have_a_sign_of_their_own():
    lab = begin({**BEGINNING, "data": "wave", "loss": "mse"})
    picture = next(
        one for one in lab.run.pictures(0) if getattr(one, "title", None) and one.title.id == "network.fit-held"
    )
    signs = {point.is_held: point.text for point in picture.points}
    assert signs[True] != signs[False]
    assert core_words().word(picture.title, "es") == "salida; o entrenamiento, x reserva"
    assert message("network.fit-held", trained="o", held="x").id == picture.title.id
