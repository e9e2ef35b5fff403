"""Which training do the knobs describe? Its data, in the form that the loss needs, and its settings.

Targets follow the loss: numbers for squared errors, 0 and 1 for the binary cross-entropy, one-hot rows for softmax and
the multiclass hinge, -1 and 1 for the margin.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace

import numpy as np

from ...arrays import Value
from ...errors import SpecError
from ...learning.data.bundled import sklearn_set
from ...learning.data.dataset import DataSet, data_set, one_hot_rows, signs
from ...learning.data.gates import GATES, gate
from ...learning.data.glyphs import digits
from ...learning.data.shapes import blobs, circles, line, moons, spirals, wave
from ...learning.data.stand_ins import generated_cancer, generated_concrete
from ...learning.data.terms import with_terms
from ...learning.layers import LOSSES, TargetKind
from ...learning.settings import LATE, Settings
from ...learning.training import Changes, Training
from .knobs import TrainingKnobs
from .scoring import Decision, decision

MOST_CLASSES = 100
SETTINGS = tuple(field.name for field in fields(Settings) if field.name not in ("sizes", "precision"))
"""Settings that are knobs of the same name."""


@dataclass(frozen=True, eq=False)
class Setup:
    """A training before its first update."""

    settings: Settings
    data: DataSet
    held: DataSet | None
    decision: Decision | None
    """How an output becomes a class; None where nothing is classified."""
    terms: tuple[str, ...] = ()
    """What the inputs are made of, where that is not the samples as they are."""
    places: DataSet | None = None
    held_places: DataSet | None = None
    """The samples before their terms were made: where they lie in the plane. None where that is what they are."""
    unscaled: DataSet | None = None
    """The training samples before their inputs and targets were scaled."""

    @property
    def where(self) -> DataSet:
        """The training samples where they lie: their coordinates as inputs."""
        return self.data if self.places is None else self.places

    @property
    def held_where(self) -> DataSet | None:
        """The held-out samples where they lie."""
        return self.held if self.held_places is None else self.held_places

    def inputs_at(self, coordinates: Value) -> Value:
        """What the network is given at these coordinates, N × inputs."""
        if not self.terms:
            return coordinates
        return with_terms(DataSet(coordinates, coordinates[:, :1]), self.terms).inputs

    def training(self, changes: Changes = ()) -> Training:
        """The training; `changes` are late settings by cursor."""
        return Training(self.settings, self.data, self.held, changes=changes)


def set_up(knobs: TrainingKnobs) -> Setup:
    """The training of checked knobs. Raises SpecError or UnknownNameError when they do not fit each other."""
    whole = _data(knobs)
    whole, held = _split(knobs, whole, _own_held(knobs))
    unscaled = whole
    if knobs.scaled:
        whole, held = whole.scaled(), None if held is None else held.scaled(whole)
    if knobs.autoencoder:
        whole = replace(whole, targets=whole.inputs)
        held = None if held is None else replace(held, targets=held.inputs)
    else:
        fit = _fitter(knobs, whole)
        whole = replace(whole, targets=fit(whole.targets))
        held = None if held is None else replace(held, targets=fit(held.targets))
    if knobs.scaled_targets:
        if LOSSES[knobs.loss].targets != "numbers":
            raise SpecError("network.scaled-targets", loss=knobs.loss)
        whole, held = whole.with_scaled_targets(), None if held is None else held.with_scaled_targets(whole)
    _check_range(LOSSES[knobs.loss].targets, knobs.loss, whole.targets)
    if knobs.patience and held is None:
        raise SpecError("network.patience", got=knobs.patience)
    whole, held, places = _with_terms(knobs, whole, held)
    sizes = (whole.inputs.shape[1], *knobs.hidden, whole.targets.shape[1])
    settings = Settings(sizes, **{name: getattr(knobs, name) for name in SETTINGS})
    found = None if knobs.autoencoder else decision(settings.loss, whole.targets)
    return Setup(settings, whole, held, found, knobs.terms, *places, unscaled)


def _split(knobs: TrainingKnobs, whole: DataSet, own: DataSet | None) -> tuple[DataSet, DataSet | None]:
    """What trains, and what is held out: samples of one's own, every so many-th one, or a part drawn by the seed."""
    every, share = knobs.held_every, knobs.held
    if every and (share or own is not None):
        raise SpecError("network.held-twice")
    if every:
        is_held = np.arange(len(whole)) % every == 0
        whole, own = whole.rows(~is_held), whole.rows(is_held)
    elif share and own is None:
        whole, own = whole.split(share, knobs.seed)
    if own is not None and (not len(own) or not len(whole)):
        raise SpecError("network.held", got=every or share, count=len(whole) + len(own))
    return whole, own


def _with_terms(
    knobs: TrainingKnobs, whole: DataSet, held: DataSet | None
) -> tuple[DataSet, DataSet | None, tuple[DataSet | None, DataSet | None]]:
    """Training and held-out data with their terms as inputs, and both as they were, where that is something else."""
    names = knobs.terms
    if not names:
        return whole, held, (None, None)
    if knobs.autoencoder:
        raise SpecError("network.terms-autoencoder")
    return with_terms(whole, names), None if held is None else with_terms(held, names), (whole, held)


def late_settings(knobs: Mapping[str, object]) -> dict[str, object]:
    """Those of the knobs that a training may change on the way."""
    return {name: value for name, value in knobs.items() if name in LATE}


def _data(knobs: TrainingKnobs) -> DataSet:
    if knobs.inputs is not None:
        if knobs.targets is None and not knobs.autoencoder:
            raise SpecError("network.targets-missing")
        inputs = knobs.inputs
        found = data_set(inputs, inputs if knobs.targets is None else knobs.targets)
    elif knobs.targets is not None:
        raise SpecError("network.inputs-missing")
    else:
        found = _named(knobs)
    given = knobs.features
    if given and len(given) != found.inputs.shape[1]:
        raise SpecError("network.features", got=len(given), wanted=found.inputs.shape[1])
    return replace(found, features=given) if given else found


def _own_held(knobs: TrainingKnobs) -> DataSet | None:
    inputs, targets = knobs.held_inputs, knobs.held_targets
    if inputs is None and targets is None:
        return None
    if inputs is None or (targets is None and not knobs.autoencoder):
        raise SpecError("network.held-pair")
    return data_set(inputs, inputs if targets is None else targets)


def _named(knobs: TrainingKnobs) -> DataSet:
    """A data set by its name; the noise is that of the set unless it is given."""
    name, count, seed = knobs.data, knobs.count, knobs.seed
    noise = {} if knobs.noise is None else {"noise": knobs.noise}
    shapes: Mapping[str, Callable[[], DataSet]] = {
        "moons": lambda: moons(count, seed=seed, **noise),
        "circles": lambda: circles(count, seed=seed, **noise),
        "blobs": lambda: blobs(count, knobs.classes, seed=seed, **noise),
        "spirals": lambda: spirals(count, knobs.classes, seed=seed, **noise),
        "line": lambda: line(count, seed=seed, **noise),
        "wave": lambda: wave(count, seed=seed, **noise),
        "glyphs": lambda: digits(max(1, count // 10), seed=seed, **noise),
        "digits": lambda: digits(max(1, count // 10), seed=seed, **noise),
        "generated_cancer": generated_cancer,
        "generated_concrete": generated_concrete,
    }
    if name in GATES:
        return gate(name, knobs.signs)
    return shapes[name]() if name in shapes else sklearn_set(name)


def _fitter(knobs: TrainingKnobs, data: DataSet) -> Callable[[Value], Value]:
    """How targets become what the loss wants."""
    kind, t = LOSSES[knobs.loss].targets, data.targets
    if kind == "one-hot" and t.shape[1] == 1:
        labels = t[:, 0]
        if np.any(labels != np.rint(labels)) or labels.min() < 0 or labels.max() >= MOST_CLASSES:
            raise SpecError("network.targets-classes", loss=knobs.loss, got=_example(t))
        count = max(2, len(data.classes), int(labels.max()) + 1)
        return lambda targets: one_hot_rows(np.clip(targets[:, 0], 0, count - 1).astype(int), count)
    if kind in ("chances", "signs") and len(data.classes) == t.shape[1] == 2:
        return (lambda targets: signs(targets[:, 1:])) if kind == "signs" else (lambda targets: targets[:, 1:])
    if (kind == "signs" or (kind == "numbers" and knobs.signs)) and set(np.unique(t)) <= {0.0, 1.0}:
        return signs
    return lambda targets: targets


def _check_range(kind: TargetKind, loss: str, t: Value) -> None:
    """Raises SpecError when targets are not of the kind that a loss wants."""
    if kind == "chances" and (t.min() < 0.0 or t.max() > 1.0):
        raise SpecError("network.targets-chances", loss=loss, got=_example(t[(t < 0.0) | (t > 1.0)]))
    if kind == "signs" and np.any(np.abs(t) != 1.0):
        raise SpecError("network.targets-signs", loss=loss, got=_example(t[np.abs(t) != 1.0]))
    if kind == "one-hot" and (np.any((t != 0.0) & (t != 1.0)) or np.any(t.sum(axis=1) != 1.0)):
        raise SpecError("network.targets-classes", loss=loss, got=_example(t))


def _example(t: Value) -> str:
    return f"{t.ravel()[0]:g}"
