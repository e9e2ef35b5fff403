"""Names as they are shown: quantities, knobs, values and places in both languages, and all of them may be typed."""

import pytest
from gradstep.core.errors import FormulaError, PlaceError, SpecError, UnknownNameError
from gradstep.core.simulations.dials import changes, dials
from gradstep.core.simulations.excursion import set_out
from gradstep.core.simulations.kinds import KINDS, simulate
from gradstep.core.simulations.naming import aliases, meant, node_meant, shown_condition
from gradstep.core.simulations.places import find
from gradstep.core.simulations.protocol import Spec
from gradstep.core.simulations.turns import read_turns, shown_turns, turn_parts
from gradstep.core.simulations.watches import read_watch, seen
from gradstep.core.words import LANGUAGES, Message, core_words
from gradstep.core.words.names import shown, told


def run(kind, **knobs):
    return simulate(Spec(kind, knobs))


def named(simulation, quantity, language="es"):
    label = simulation.label(quantity)
    return core_words().word(label, language) if isinstance(label, Message) else label


NETWORK = {"data": "and", "hidden": [], "held": 0.25, "shuffle": False}


@pytest.mark.parametrize(
    ("kind", "knobs", "quantity", "spanish", "english"),
    [
        ("network", NETWORK, "output", "salida", "output"),
        ("network", NETWORK, "output[2,0]", "salida[2,0]", "output[2,0]"),
        ("network", NETWORK, "target[1,0]", "objetivo[1,0]", "target[1,0]"),
        ("network", NETWORK, "grad.W1[0,0]", "∂L/∂W1[0,0]", "∂L/∂W1[0,0]"),
        ("network", NETWORK, "loss.held", "pérdida reservada", "held-out loss"),
        ("convolution", {}, "grad.filter.0.1", "∂L/∂filtro[0,1]", "∂L/∂filter[0,1]"),
        ("convolution", {}, "contribution.image.0.0", "∂L/∂out[0,0]·∂out[0,0]/∂imagen",
         "∂L/∂out[0,0]·∂out[0,0]/∂image"),
        ("augmentation", {"steps": ["rot90"]}, "image.0.1", "imagen[0,1]", "image[0,1]"),
        ("gates", {}, "right", "aciertos", "right"),
        ("graph", {"formula": "rate = w*x", "at": {"w": 2, "x": 3}}, "value.rate", "rate", "rate"),
        ("graph", {"formula": "f = loss*x", "at": {"loss": 2, "x": 3}}, "grad.loss", "∂f/∂loss", "∂f/∂loss"),
    ],
)  # fmt: skip
def test_indexed_names_follow_the_rule_of_bare_ones_and_given_names_stay(kind, knobs, quantity, spanish, english):
    simulation = run(kind, **knobs)
    assert named(simulation, quantity) == spanish
    assert named(simulation, quantity, "en") == english


def test_what_stands_in_brackets_is_not_worded():
    assert shown("x1[value]", "es") == "x1[value]"
    assert shown("onehot(mean)", "es") == "one-hot(mean)"
    assert told("W1[0,1]") == "W1[0,1]"
    assert isinstance(told("rate", {"rate"}), Message), "a given name must not be worded by whoever shows it"


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_shown_name_that_can_be_typed_means_its_quantity(kind):
    simulation = simulate(Spec(kind, KINDS[kind].example))
    found = aliases(simulation)
    for typed, quantity in found.items():
        assert quantity in simulation.names and typed not in simulation.names
    for typed, quantity in list(found.items())[:5]:
        assert meant(simulation, typed) == quantity


def test_an_unknown_name_lists_near_ones_in_the_language_in_which_it_was_typed():
    with pytest.raises(UnknownNameError) as caught:
        meant(run("network", **NETWORK), "perdda")
    assert "pérdida" in caught.value.near or "perdida" in caught.value.near


@pytest.mark.parametrize("text", ["loss", "pérdida", "perdida"])
def test_a_watch_takes_the_shown_name_too(text):
    simulation = run("network", **NETWORK)
    watch = read_watch(text, simulation)
    assert watch.text == text
    assert seen(watch, simulation, 2) == simulation.frame(2).quantities["loss"]


def test_a_watch_of_an_entry_takes_the_shown_name_too():
    simulation = run("network", **NETWORK)
    expected = simulation.frame(1).quantities["output[1,0]"]
    assert seen(read_watch("salida[1,0]", simulation), simulation, 1) == pytest.approx(expected)
    assert read_watch("salida[1,0] > 0,9", simulation).stops
    with pytest.raises(FormulaError):
        read_watch("salidda", simulation)


def test_places_have_their_words_in_both_languages():
    simulation = simulate(Spec("graph", {"formula": "f = a*b", "at": {"a": 2, "b": 3}}))
    for spanish, english in (("ida", "forward"), ("vuelta", "backward"), ("inicio", "start"), ("final", "end")):
        assert find(simulation, spanish) == find(simulation, english)
    assert find(simulation, "siguiente", 1) == 2
    training = run("network", **NETWORK)
    assert find(training, "cuando pérdida < 0.6") == find(training, "when loss < 0.6")
    with pytest.raises(PlaceError) as caught:
        find(simulation, "vuelt")
    assert "vuelta" in core_words().word(caught.value.message, "es")


def test_a_goal_is_shown_with_the_words_of_the_language():
    simulation = run("network", **NETWORK)
    assert shown_condition(simulation, "loss < 0.1 and output[1,0] > 0.5", "es") == "pérdida < 0.1 y salida[1,0] > 0.5"
    shown = shown_condition(simulation, "loss.held < 1", "es")
    assert shown == "pérdida_reservada < 1"
    assert meant(simulation, shown.split()[0]) == "loss.held", "it can be typed as it is shown"
    graph = run("graph", formula="m = a*b", at={"a": 1, "b": 2})
    assert shown_condition(graph, "value.m < 3", "es") == "m < 3"
    assert meant(graph, "m") == "value.m"


def test_every_dial_can_be_typed_by_all_its_names():
    for kind in sorted(KINDS):
        simulation = simulate(Spec(kind, KINDS[kind].example))
        for dial in dials(simulation):
            if dial.is_text or "=" in dial.written:
                continue
            for language in LANGUAGES:
                text = f"{dial.shown_name(language)} = {dial.shown_value(language)}"
                assert read_turns(simulation, 0, text) == read_turns(simulation, 0, f"{dial.name} = {dial.written}")


@pytest.mark.parametrize(
    ("text", "turned"),
    [
        ("tasa = 0,2; lote = 2", {"rate": 0.2, "batch": 2}),
        ("rate = 0.2; semilla = 3", {"rate": 0.2, "seed": 3}),
        ("autoencoder = sí", {"autoencoder": True}),
        ("autoencoder = si", {"autoencoder": True}),
        ("autoencoder = yes; bias = no", {"autoencoder": True, "bias": False}),
        ("autoencoder = True; sesgo = false", {"autoencoder": True, "bias": False}),
        ("datos = lunas; inicialización = ceros", {"data": "moons", "initialiser": "zeros"}),
        ("inicializacion = xavier", {"initialiser": "xavier"}),
        ("tasa final = 0.1", {"final_rate": 0.1}),
        ("tasa finall = 0.1", {}),
    ],
)
def test_knobs_are_typed_by_contract_names_or_as_they_are_shown(text, turned):
    simulation = run("network", **NETWORK)
    if not turned:
        with pytest.raises(UnknownNameError):
            read_turns(simulation, 0, text)
        return
    assert read_turns(simulation, 0, text) == turned
    simulation.branch(0, **changes(simulation, 0, turned))


def test_an_unknown_knob_lists_the_names_of_both_languages():
    with pytest.raises(UnknownNameError) as caught:
        read_turns(run("network", **NETWORK), 0, "taza = 1")
    assert {"en": "rate", "es": "tasa"} in caught.value.near


def test_turned_knobs_are_shown_in_the_language():
    simulation = run("network", **NETWORK)
    assert shown_turns(simulation, 0, "rate = 0.5; autoencoder = True", "es") == "tasa = 0.5; autoencoder = sí"
    assert shown_turns(simulation, 0, "rate = 0.5; autoencoder = True", "en") == "rate = 0.5; autoencoder = yes"


def test_a_text_with_semicolons_is_typed_together_with_other_knobs():
    simulation = run("graph", formula="q = a*b; f = q + c", at={"a": 1, "b": 2, "c": 3})
    formula = "s = a - b; f = s*c"
    expected = {"formula": formula, "a": 5, "b": -2}
    for text in (f"a = 5; formula = {formula}; b = -2", f"fórmula = {formula}; a = 5; b = -2"):
        assert read_turns(simulation, 0, text) == expected
    with pytest.raises(UnknownNameError):
        read_turns(simulation, 0, "a = 5; q = 2")


def test_what_was_turned_before_keeps_its_semicolons():
    view = set_out(run("descent", formula="x^2", at={"x": 3.0}, rate=0.1))
    view = view.change("formula = s = x - 1; s^2").change("tasa = 0.2").change("rate = 0.3")
    assert view.level.branches[0].turned == "formula = s = x - 1; s^2; rate = 0.3"
    parts = turn_parts(view.level.branches[0].turned, dials(view.simulation))
    assert parts == ["formula = s = x - 1; s^2", "rate = 0.3"]


def test_a_value_that_is_no_choice_is_refused():
    simulation = run("network", **NETWORK)
    with pytest.raises(SpecError):
        simulation.branch(0, **changes(simulation, 0, read_turns(simulation, 0, "autoencoder = quizás")))


def test_steps_of_an_image_are_typed_as_they_are_shown():
    spanish = run("augmentation", steps="reflejo-h, giro90, derecha 1")
    assert spanish.settings.steps == run("augmentation", steps="flip-h, rot90, right 1").settings.steps


def test_the_letter_of_a_node_means_the_node_and_so_does_its_name():
    update = simulate(Spec("update", KINDS["update"].example))
    assert [node_meant(update, typed) for typed in ("L", "loss", "Z1", "nothing")] == ["loss", "loss", "Z1", "nothing"]
    last = update.reach(99)
    loss = update.frame(last).quantities["value.loss"]
    for typed in ("L", "value.loss", "loss"):
        assert seen(read_watch(typed, update), update, last) == loss
    boxes = update.pictures(last)[0].diagram.boxes
    assert [box.title for box in boxes if box.id == "loss"] == ["L bce σ"]
    assert named(update, "grad.W1") == "∂L/∂W1"
