"""How does one image become many, and when does its label break? Flips, turns, shifts and noise, step by step.

One kind with five methods: `steps` (transformations in order, image by image or cell by cell), `symmetries` (the eight
of the square), `random` (copies drawn from a seed), `noise` (what it does to a loss), `count` (how many variants).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from types import MappingProxyType
from typing import Any

from ...arrays import Value
from ...errors import SpecError
from ..protocol import Knob, Simulation, Spec
from ..score import Score, ScoredSimulation
from .chance import FLIPS, NO_FLIP, Mill, MillScore
from .counting import Choices, ChoicesScore
from .images import Reader, by, image_of, make_reader, read_classes, read_image
from .noise import Noisy, NoisyScore
from .symmetries import Square, SquareScore
from .transforms import MOST_STEPS, Step, read_steps, steps_of
from .walk import CELL, IMAGE, Walk, WalkScore

METHODS = ("steps", "symmetries", "random", "noise", "count")
EXAMPLE = "1 2 3 / 4 5 6 / 7 8 9"


def _whole(name: str, low: int, high: int) -> Any:
    """A reader of whole numbers. Raises SpecError outside the range."""

    def read(given: Any) -> int:
        if isinstance(given, bool) or not isinstance(given, int) or not low <= given <= high:
            raise SpecError("augmentation.whole", knob=name, got=str(given)[:60], low=low, high=high)
        return given

    return read


def _whole_knob(name: str, default: int, limits: tuple[int, int], label: dict[str, str]) -> Knob:
    low, high = limits
    return Knob(name, default, label, low=low, high=high, step=1, read=_whole(name, low, high))


def _label(given: Any) -> str:
    """The name of a class, or an empty text; `6` may be written as a number. Raises SpecError."""
    if isinstance(given, bool) or not isinstance(given, str | int):
        raise SpecError("augmentation.label", got=str(given)[:60], known=[])
    return str(given)


class Augmentation(ScoredSimulation):
    """Small images, what can be done to them, and what that does to their labels."""

    described = {
        "en": "Small images flipped, turned, shifted and made noisy; a reader says when the label breaks.",
        "es": "Imágenes pequeñas volteadas, giradas, corridas y con ruido; un lector dice cuándo se rompe la etiqueta.",
    }
    example = MappingProxyType({"image": EXAMPLE, "steps": ("flip-h", "rot90", "right 1")})
    knobs = (
        Knob("method", "steps", {"en": "what is done", "es": "qué se hace"}, choices=METHODS),
        Knob("image", EXAMPLE, {"en": "image: rows of numbers (1 2 / 3 4), or a digit 0 to 9 that is drawn",
             "es": "imagen: filas de números (1 2 / 3 4), o un dígito de 0 a 9 ya dibujado"}, read=read_image),
        Knob("steps", "flip-h, rot90, right 1", {"en": "transformations in order, such as flip-h, rot180, right 1",
             "es": "transformaciones en orden, como flip-h, rot180, right 1"}, read=read_steps),
        Knob("by", IMAGE, {"en": "grain of the steps", "es": "grano de los pasos"}, choices=(IMAGE, CELL)),
        _whole_knob("step", 0, (0, MOST_STEPS), {"en": "the one that is walked (0: all)",
                    "es": "el que se recorre (0: todos)"}),
        Knob("classes", "", {"en": "drawings of the classes by name, or digits",
             "es": "dibujos de las clases por nombre, o digits"}, read=read_classes),
        Knob("label", "", {"en": "class of the image", "es": "clase de la imagen"}, read=_label),
        Knob("flip", NO_FLIP, {"en": "random copies may be flipped", "es": "las copias pueden voltearse"},
             choices=FLIPS),
        _whole_knob("shift", 1, (0, 8), {"en": "cells by which copies may move", "es": "casillas que pueden correrse"}),
        Knob("noise", 0.5, {"en": "noise: its spread in copies, ±a on the input of a loss",
             "es": "ruido: su dispersión en copias, ±a en la entrada de una pérdida"}, low=0, high=10, step=0.25),
        _whole_knob("copies", 10, (1, 500), {"en": "random copies", "es": "copias al azar"}),
        _whole_knob("seed", 0, (0, 2**31), {"en": "seed of all chance", "es": "semilla del azar"}),
        Knob("x", 1.0, {"en": "input of the neuron (noise)", "es": "entrada de la neurona (noise)"},
             low=-100, high=100, step=0.5),
        Knob("y", 2.0, {"en": "its target (noise)", "es": "su objetivo (noise)"}, low=-100, high=100, step=0.5),
        Knob("w", 1.5, {"en": "its weight (noise)", "es": "su peso (noise)"}, low=-100, high=100, step=0.25),
        _whole_knob("images", 60_000, (1, 10**9), {"en": "images (count)", "es": "imágenes (count)"}),
        _whole_knob("flips", 2, (1, 4), {"en": "mirror images of each, itself included (count)",
                    "es": "reflejos de cada una, contándola a ella (count)"}),
    )  # fmt: skip

    def make_score(self) -> Score:
        makers: dict[str, Callable[[], Score]] = {
            "steps": self._walk, "symmetries": self._square, "random": self._mill, "noise": self._noisy,
            "count": self._count,
        }  # fmt: skip
        return makers[self.settings["method"]]()

    @cached_property
    def _image(self) -> Value:
        return image_of(self.settings["image"])

    @property
    def _label(self) -> str | None:
        return self.settings["label"] or None

    def _reader(self, sideways: str | None) -> Reader | None:
        """Who reads the images; `sideways` is a transformation that swaps their sides. Raises SpecError."""
        reader = make_reader(self.settings["classes"], self._label, self._image)
        if reader is not None and sideways is not None and self._image.shape[0] != self._image.shape[1]:
            raise SpecError("augmentation.swapped", step=sideways, shape=by(self._image.shape))
        return reader

    def _walk(self) -> WalkScore:
        steps, only = steps_of(self.settings["steps"]), self.settings["step"]
        if only > len(steps):
            raise SpecError("augmentation.whole", knob="step", got=only, low=0, high=len(steps))
        reader = self._reader(next((step.written for step in steps if step.swaps_sides), None))
        walk = Walk(self._image, _bounded(steps, self._image.shape), self.settings["seed"], reader, self._label)
        return WalkScore(walk, self.settings["by"], only, self._opened)

    def _opened(self, step: int) -> Simulation:
        """One step, cell by cell."""
        return Augmentation(Spec("augmentation", {**self.spec.knobs, "by": CELL, "step": step}))

    def _square(self) -> SquareScore:
        return SquareScore(Square(self._image, self._reader("rot90"), self._label))

    def _mill(self) -> MillScore:
        get, image = self.settings, self._image
        if get["shift"] >= min(image.shape):
            raise SpecError("augmentation.shift", got=get["shift"], shape=by(image.shape))
        drawn = (get["flip"], get["shift"], float(get["noise"]), get["copies"], get["seed"])
        return MillScore(Mill(image, *drawn, self._reader(None), self._label))

    def _noisy(self) -> NoisyScore:
        x, y, w, a = (float(self.settings[name]) for name in ("x", "y", "w", "noise"))
        if not x:
            raise SpecError("augmentation.no-input")
        return NoisyScore(Noisy(x, y, w, a))

    def _count(self) -> ChoicesScore:
        return ChoicesScore(Choices(*(self.settings[name] for name in ("images", "flips", "shift"))))


def _bounded(steps: tuple[Step, ...], shape: tuple[int, ...]) -> tuple[Step, ...]:
    """The steps, none of which pushes the whole image out. Raises SpecError."""
    for step in steps:
        if step.shift is not None and step.amount >= min(shape):
            raise SpecError("augmentation.shift", got=step.written, shape=by(shape))
    return steps
