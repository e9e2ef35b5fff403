"""What is changed in the laboratory, and what follows? Some knobs act from this update on, the others begin anew.

What acts from here on is a branch: everything before this update stays, and what was changed later is forgotten. What
begins anew does so with the same seed and with the knobs that are in force now. Each says which of the two it was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any, cast

from ..errors import GradstepError, SpecError, UnknownNameError
from ..learning import layers
from ..learning.data.gates import GATES
from ..learning.data.terms import TERMS, possible_terms
from ..learning.layers import LOSSES
from ..learning.settings import LATE
from ..simulations.dials import Dial, changes, dials
from ..simulations.network.knobs import MOST_LAYERS, MOST_UNITS
from ..simulations.network.setup import late_settings
from ..simulations.network.simulation import NetworkTraining
from ..simulations.network.timeline import Timeline
from ..simulations.protocol import Spec
from ..simulations.turns import read_turns
from ..words import Message, message
from .state import BEGINNING, Choice, Lab, kept_choice

KNOBS = (
    "data", "count", "noise", "classes", "held", "activation", "rate", "batch", "optimiser", "loss", "l1", "l2",
    "dropout", "initialiser", "seed", "output", "momentum", "rho", "beta1", "beta2", "decay", "scaled", "updates",
)  # fmt: skip
"""What can be turned by `+` and `-`, in the order in which it is offered; layers and inputs have keys of their own."""
DATA = ("circles", "moons", "spirals", "blobs", "xor", "and", "or", "line", "wave", "glyphs")
"""The sets that `+` goes through; others, such as those of scikit-learn, are typed."""
ACTIVATIONS = (*(name for name in layers.ACTIVATIONS if name != "identity"), "identity")
WORDS: Mapping[str, tuple[str, ...]] = MappingProxyType({"data": DATA, "activation": ACTIVATIONS})
"""The values through which `+` and `-` go round, where the knob itself takes more."""
OF_NUMBERS, CLOUDS = ("line", "wave", "diabetes"), ("circles", "moons", "spirals", "blobs", "breast_cancer")
NOISE: Mapping[str, float] = MappingProxyType({"spirals": 0.02, "blobs": 0.3, "line": 0.2})
OF_DRAWN_DATA = frozenset({"data", "count", "noise", "classes"})
OWN = ("inputs", "targets", "features")
"""The knobs of a person's own data."""
SMALL = (0.0, 0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3)
LADDERS: Mapping[str, tuple[float, ...]] = MappingProxyType({
    "rate": (*SMALL[1:], 1.0, 3.0, 10.0), "l1": SMALL, "l2": SMALL, "batch": (0, 1, 2, 5, 10, 20, 50, 100),
    "count": (20, 50, 100, 200, 500, 1_000), "noise": (0.0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5),
    "held": (0.0, 0.1, 0.2, 0.25, 0.3, 0.4, 0.5), "dropout": (0.0, 0.1, 0.2, 0.3, 0.4, 0.5),
    "updates": (1_000, 10_000, 100_000, 1_000_000),
})  # fmt: skip
"""The values through which `+` and `-` go, where even steps would be too small or too large."""
LOSS_OF = ("bce", "softmax", "mse")
"""What is tried when the data are of another kind than the loss: two classes, several, numbers."""


def shown_dials(lab: Lab) -> tuple[Dial, ...]:
    """The knobs of the laboratory, as they stand."""
    known = {dial.name: dial for dial in dials(lab.run, lab.at)}
    hidden = OF_DRAWN_DATA - {"data"} if lab.table is not None or known["data"].value in GATES else frozenset[str]()
    if not LOSSES[lab.run.settings.loss].takes_scores:
        return tuple(known[name] for name in KNOBS if name in known and name not in hidden)
    return tuple(known[name] for name in KNOBS if name in known and name not in hidden | {"output"})


def turned(lab: Lab, change: Mapping[str, object]) -> Lab:
    """The laboratory with some knobs changed, saying when it acts. Raises what the training raises."""
    if set(change) <= LATE and lab.at > 0:
        return _from_here(lab, change)
    return _anew(lab, change)


def typed(lab: Lab, text: str) -> Lab:
    """What was typed is turned: `rate = 0.1; l2 = 0.01`. Raises SpecError, UnknownNameError."""
    return turned(lab, changes(lab.run, lab.at, read_turns(lab.run, lab.at, text)))


def nudged(lab: Lab, dial: Dial, by: int) -> Lab:
    """A knob one step further; of words, the next one that fits the data. Raises SpecError."""
    if dial.name in WORDS:
        words = WORDS[dial.name]
        is_own = dial.name == "data" and lab.table is not None
        here = words.index(dial.value) if dial.value in words and not is_own else -1 if by > 0 else 0
        return turned(lab, {dial.name: words[(here + by) % len(words)]})
    if dial.name in LADDERS:
        return turned(lab, {dial.name: _on_ladder(LADDERS[dial.name], dial.value, by)})
    if not dial.knob.choices:
        return turned(lab, {dial.name: dial.nudged(by)})
    refused: GradstepError | None = None
    for distance in range(1, len(dial.knob.choices)):
        try:
            return turned(lab, {dial.name: dial.nudged(by * distance)})
        except SpecError as error:
            refused = refused or error
    raise refused or SpecError("spec.no-step", knob=dial.shown_names)


def _on_ladder(steps: Sequence[float], value: float, by: int) -> float:
    """The next value above or below; at the ends the last one."""
    beyond = [step for step in steps if (step > value + 1e-12 if by > 0 else step < value - 1e-12)]
    return (min(beyond) if by > 0 else max(beyond)) if beyond else value


def unit_added(lab: Lab, by: int) -> Lab:
    """One unit more or less in the chosen hidden layer. Raises SpecError where there is none to add or remove."""
    widths = list(_widths(lab))
    if not widths:
        raise SpecError("lab.no-hidden")
    layer = min(max(1, lab.chosen.layer), len(widths))
    widths[layer - 1] += by
    if not 1 <= widths[layer - 1] <= MOST_UNITS:
        raise SpecError("lab.last-unit")
    after = turned(lab, _shaped(lab, widths))
    unit = widths[layer - 1] - 1 if by > 0 else min(lab.chosen.unit, widths[layer - 1] - 1)
    chosen = Choice(layer, unit, 0) if lab.chosen.layer == layer or by > 0 else lab.chosen
    return replace(after, chosen=kept_choice(chosen, after.sizes), said=_reshaped(after, "lab.units", layer))


def layer_added(lab: Lab, by: int) -> Lab:
    """A layer like the chosen one behind it, or the chosen hidden layer away. Raises SpecError."""
    widths = list(_widths(lab))
    if by > 0:
        if len(widths) >= MOST_LAYERS:
            raise SpecError("lab.most-layers", most=MOST_LAYERS)
        place = min(lab.chosen.layer, len(widths))
        widths.insert(place, widths[place - 1] if place else 4 if not widths else widths[0])
        layer = place + 1
    else:
        if not widths:
            raise SpecError("lab.no-hidden")
        layer = min(max(1, lab.chosen.layer), len(widths))
        del widths[layer - 1]
    after = turned(lab, _shaped(lab, widths))
    chosen = kept_choice(Choice(min(layer, len(after.sizes) - 1), 0, 0), after.sizes)
    return replace(after, chosen=chosen, said=_reshaped(after, "lab.layers", len(widths)))


def term_switched(lab: Lab, name: str) -> Lab:
    """One input more, or one less. Raises SpecError where it is the last one, or where the data cannot have it."""
    if name not in TERMS:
        raise UnknownNameError("learning.no-such-term", name, TERMS)
    possible = possible_terms(lab.run.setup.where.inputs.shape[1])
    if name not in possible:
        raise SpecError("lab.no-such-input", got=TERMS[name].shown)
    now = terms_now(lab)
    wanted = tuple(term for term in possible if (term in now) != (term == name))
    if not wanted:
        raise SpecError("lab.last-input")
    plain = wanted == possible[: len(wanted)] and len(wanted) == lab.run.setup.where.inputs.shape[1]
    after = turned(lab, {"terms": () if plain else wanted})
    said = message("lab.input-on" if name in wanted else "lab.input-off", name=TERMS[name].shown)
    return after.saying(said)


def terms_now(lab: Lab) -> tuple[str, ...]:
    """The terms that are inputs now."""
    wide = lab.run.setup.where.inputs.shape[1]
    return lab.run.settings.terms or possible_terms(wide)[:wide]


def _widths(lab: Lab) -> tuple[int, ...]:
    return lab.run.settings.hidden


def _shaped(lab: Lab, widths: Sequence[int]) -> dict[str, object]:
    """The knobs of a network with these hidden layers: what was said of single layers or weights falls away."""
    change: dict[str, object] = {"hidden": tuple(widths)}
    activation = lab.run.settings.activation
    if not isinstance(activation, str):
        change["activation"] = activation[0] if activation else "tanh"
    if lab.run.settings.initial:
        change["initial"] = {}
    if lab.run.settings.masks:
        change["masks"] = {}
    return change


def _reshaped(lab: Lab, id: str, count: int) -> Message:
    sizes = "-".join(map(str, lab.sizes))
    return message(id, layer=count, count=count, sizes=sizes, seed=lab.run.settings.seed)


def _from_here(lab: Lab, change: Mapping[str, object]) -> Lab:
    """The active timeline parts from itself at this update; what was changed later is forgotten."""
    run, at = lab.run, lab.at
    kept = tuple((when, dict(old)) for when, old in run.spec.changes if when <= at)
    if kept and kept[-1][0] == at:
        kept, change = kept[:-1], {**kept[-1][1], **change}
    spec = replace(run.spec, changes=(*kept, (at, dict(change))))
    other = NetworkTraining(spec)
    late = late_settings({name: getattr(other.settings_at(at + 1), name) for name in change})
    other.timeline = Timeline(other.settings, other.turned, run.training.fork(at, **late))
    said = message("lab.from-here", cursor=at, turned=_told(run, change))
    return _with_run(lab, other, said)


def _anew(lab: Lab, change: Mapping[str, Any]) -> Lab:
    """The active timeline begins anew with the same seed, with the knobs that are in force now and the change."""
    knobs = knobs_in_force(lab)
    if "data" in change and not set(OWN) & set(change):
        kept = {name: value for name, value in knobs.items() if name not in OWN}
        knobs = {**kept, **_of_data(knobs, change["data"])}
    other = _fitting({**knobs, **_one_split(change), **change}, is_given="loss" in change)
    table = None if "data" in change and "inputs" not in change else lab.table
    said = message("lab.anew", seed=other.settings.seed, turned=_told(lab.run, change))
    after = _with_run(replace(lab, table=table, cursor=0), other, said)
    return replace(after, chosen=kept_choice(lab.chosen, after.sizes))


def _one_split(change: Mapping[str, object]) -> dict[str, object]:
    """Samples are held out by their number or by chance: who asks for the one gives the other up."""
    return {"held": 0.0} if change.get("held_every") else {"held_every": 0} if change.get("held") else {}


def knobs_in_force(lab: Lab) -> dict[str, object]:
    """The knobs with which a training would have to begin to go on as this one does now."""
    knobs = dict(lab.run.spec.knobs)
    for when, change in lab.run.spec.changes:
        if when <= lab.at:
            knobs |= change
    return knobs


def _of_data(knobs: Mapping[str, Any], name: str) -> dict[str, object]:
    """What goes with a data set: its loss; of a table of four rows nothing is held out, and all are taken at once."""
    found: dict[str, object] = {}
    before = knobs.get("data")
    if name in GATES:
        found |= {"held": 0.0, "batch": 0}
    elif before in GATES:
        found |= {"held": BEGINNING["held"], "batch": BEGINNING["batch"]}
    if usual_loss(name) != usual_loss(before) or "inputs" in knobs:
        found |= {"loss": usual_loss(name), "output": "identity"}
    if knobs.get("noise") == usual_noise(before):
        found["noise"] = usual_noise(name)
    wide = 1 if name in OF_NUMBERS else 2 if name in (*GATES, *CLOUDS) else 0
    if not set(knobs.get("terms", ())) <= set(possible_terms(wide)):
        found["terms"] = ()
    return found


def usual_noise(data: object) -> float:
    """The noise with which a set is worth looking at; whoever has set another one keeps it."""
    return NOISE.get(str(data), float(str(BEGINNING["noise"])))


def usual_loss(data: object) -> str:
    """The loss that suits a data set, before anybody asks for another one."""
    return "mse" if data in OF_NUMBERS else "bce" if data in (*GATES, *CLOUDS) else "softmax"


def _fitting(knobs: Mapping[str, object], is_given: bool) -> NetworkTraining:
    """The training with these knobs; another loss where the data are of another kind, and nobody asked for this one."""
    try:
        return _made(knobs)
    except SpecError as refused:
        for other in () if is_given else LOSS_OF:
            try:
                return _made({**knobs, "loss": other, "output": "identity"})
            except SpecError:
                continue
        raise refused


def _made(knobs: Mapping[str, object]) -> NetworkTraining:
    run = NetworkTraining(Spec("network", dict(knobs)))
    run.frame(0)
    return run


def _with_run(lab: Lab, run: NetworkTraining, said: Message) -> Lab:
    runs = tuple(run if place == lab.active else other for place, other in enumerate(lab.runs))
    return replace(lab, runs=runs, said=said)


def _told(run: NetworkTraining, change: Mapping[str, object]) -> Message:
    """The first thing that was changed, with its new value."""
    name, value = next(iter(change.items()))
    known = {knob.name: knob for knob in run.knobs}
    dial = Dial(name, value, known[name], kind="network")
    shown = {language: f"{dial.shown_name(language)} = {dial.shown_value(language)}" for language in ("en", "es")}
    return message("lab.turned", what=cast("object", shown))
