"""What did a model say about samples, and what was true? The pairs from which it is judged, and what it has to beat.

The pairs come from a training, from its two rivals (the mean of the training targets, least squares), or are given.
A score is the chance of the positive class; numbers are in the units of the data, however they were scaled.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

import numpy as np

from ...answers.receipts import LinesReceipt
from ...arrays import Array, Value
from ...errors import SpecError
from ...learning.data.dataset import DataSet
from ...learning.data.stand_ins import GENERATED
from ...words import LANGUAGES, Message, message
from ...words.names import told
from ..knobs import known
from ..network.knobs import TrainingKnobs
from ..network.moment import Moment
from ..network.simulation import NetworkTraining
from ..protocol import Spec
from .knobs import EvaluationKnobs

Part = Literal["held", "training", "given"]


@dataclass(frozen=True, eq=False)
class Judged:
    """Truths and predictions, sample by sample."""

    truths: Value
    predictions: Value
    are_classes: bool
    part: Part
    """Which samples they are: held out, those of the training, or given."""
    source: str = ""
    """The name of the data set, where it has one."""
    training: DataSet | None = None
    """What the model was trained on, in its own units."""
    inputs: Value | None = None
    """Inputs of the judged samples, in their own units."""
    rival: Value | None = None
    """What least squares would say about the same samples, where numbers are predicted."""

    @property
    def is_generated(self) -> bool:
        """Do the samples stand in for a real table?"""
        return self.source in GENERATED


def judged(settings: EvaluationKnobs, knobs: Mapping[str, object]) -> Judged:
    """The pairs that checked settings describe; `knobs` are those that were given. Raises SpecError and what training
    raises."""
    said = settings.predictions
    found = _of_training(settings, knobs) if said is None else _given(said, settings.targets)
    if found.are_classes and not settings.positive:
        return replace(found, truths=1.0 - found.truths, predictions=1.0 - found.predictions)
    return found


def worded(found: LinesReceipt, names: Mapping[str, str]) -> LinesReceipt:
    """A receipt whose lines are called by words; `names` gives the word for the sign that formulas have."""
    return LinesReceipt(tuple(replace(line, label=_called(line.label, names)) for line in found.lines))


def _called(label: Message, names: Mapping[str, str]) -> Message:
    """The label with the word for its sign; a sign that is a word in itself may be told in both languages already."""
    name = label.arguments["name"]
    sign = name.arguments["name"][LANGUAGES[0]] if isinstance(name, Message) else str(name)
    return message("row.named", name=told(names[sign])) if sign in names else label


def _given(said: Array, truths: Array | None) -> Judged:
    if truths is None or truths.shape != said.shape or said.shape[1] != 1:
        raise SpecError("evaluation.pairs", got=len(said), targets=0 if truths is None else len(truths))
    return Judged(truths[:, 0], said[:, 0], set(np.unique(truths)) <= {0.0, 1.0}, "given")


def _of_training(settings: EvaluationKnobs, knobs: Mapping[str, object]) -> Judged:
    own = {name: knobs[name] for name in known(TrainingKnobs) if name in knobs}
    moment = _trained(json.dumps(own, default=_plain))
    setup = moment.setup
    if setup.data.targets.shape[1] != 1:
        raise SpecError("evaluation.one-output", got=setup.data.targets.shape[1])
    is_held = setup.held is not None and settings.part == "held"
    scaled = setup.held if is_held and setup.held is not None else setup.data
    said = _said(settings.model, moment, scaled)
    source = settings.data if settings.inputs is None else ""
    part: Part = "held" if is_held else "training"
    rule, training = setup.decision, setup.unscaled or setup.data
    if rule is not None and rule.threshold is not None:
        truths = (scaled.targets[:, 0] >= rule.threshold).astype(float)
        return Judged(truths, (said - rule.threshold) / (2 * rule.reach) + 0.5, True, part, source, training)
    unit = _Unit.of(training.targets, settings.scaled_targets)
    rival = unit.back(_said("least-squares", moment, scaled))
    inputs = _unscaled(scaled.inputs, training.inputs, settings.scaled) if not settings.terms else None
    return Judged(unit.back(scaled.targets[:, 0]), unit.back(said), False, part, source, training, inputs, rival)


def _plain(value: object) -> object:
    if isinstance(value, np.ndarray | np.generic):
        return value.tolist()
    return dict(value) if isinstance(value, Mapping) else str(value)


@lru_cache(maxsize=16)
def _trained(knobs: str) -> Moment:
    """The end of a training: whoever turns the threshold does not wait for it again."""
    run = NetworkTraining(Spec("network", json.loads(knobs)))
    return run.moment(run.reach(run.settings.updates))


def _said(model: str, moment: Moment, samples: DataSet) -> Value:
    """What a model says about samples, in the units of the training."""
    data = moment.setup.data
    if model == "average":
        return np.full(len(samples), float(data.targets.mean()))
    if model == "least-squares":
        known, asked = (np.column_stack([np.ones(len(one)), one.inputs]) for one in (data, samples))
        best, *_ = np.linalg.lstsq(known, data.targets[:, 0])
        return asked @ best
    return moment.predict(samples.inputs)[:, 0]


@dataclass(frozen=True)
class _Unit:
    """How scaled targets become what was measured."""

    centre: float
    deviation: float

    @staticmethod
    def of(targets: Value, is_scaled: bool) -> _Unit:
        deviation = float(targets.std())
        return _Unit(float(targets.mean()), deviation or 1.0) if is_scaled else _Unit(0.0, 1.0)

    def back(self, values: Value) -> Value:
        return values * self.deviation + self.centre


def _unscaled(inputs: Value, training: Value, is_scaled: bool) -> Value:
    return inputs * training.std(axis=0) + training.mean(axis=0) if is_scaled else inputs
