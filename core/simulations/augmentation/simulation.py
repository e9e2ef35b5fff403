"""How does one image become many, and when does its label break? Flips, turns, shifts and noise, step by step.

One kind with five methods: `steps` (transformations in order, image by image or cell by cell), `symmetries` (the eight
of the square), `random` (copies drawn from a seed), `noise` (what it does to a loss), `count` (how many variants).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from types import MappingProxyType

from ...arrays import Value
from ...errors import SpecError
from ..knobs import Knobs, knob
from ..protocol import Simulation, Spec
from ..reading import short, whole
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


def _label(given: object) -> str:
    """The name of a class, or an empty text; `6` may be written as a number. Raises SpecError."""
    if isinstance(given, bool) or not isinstance(given, str | int):
        raise SpecError("augmentation.label", got=short(given), known=[])
    return str(given)


class AugmentationKnobs(Knobs, frozen=True):
    """The settings of images and what is done to them."""

    # fmt: off
    method: str = knob("steps", "what is done", "qué se hace", choices=METHODS)
    image: Value | str = knob(EXAMPLE, "image: rows of numbers (1 2 / 3 4), or a digit 0 to 9 that is drawn",
        "imagen: filas de números (1 2 / 3 4), o un dígito de 0 a 9 ya dibujado", read=read_image)
    steps: str = knob("flip-h, rot90, right 1", "transformations in order, such as flip-h, rot180, right 1",
        "transformaciones en orden, como flip-h, rot180, right 1", read=read_steps)
    by: str = knob(IMAGE, "grain of the steps", "grano de los pasos", choices=(IMAGE, CELL))
    step: int = knob(0, "the one that is walked (0: all)", "el que se recorre (0: todos)", read=whole, low=0,
        high=MOST_STEPS, step=1)
    classes: Mapping[str, Value] | str = knob("", "drawings of the classes by name, or digits",
        "dibujos de las clases por nombre, o digits", read=read_classes)
    label: str = knob("", "class of the image", "clase de la imagen", read=_label)
    flip: str = knob(NO_FLIP, "random copies may be flipped", "las copias pueden voltearse", choices=FLIPS)
    shift: int = knob(1, "cells by which copies may move", "casillas que pueden correrse", read=whole, low=0, high=8,
        step=1)
    noise: float = knob(0.5, "noise: its spread in copies, ±a on the input of a loss",
        "ruido: su dispersión en copias, ±a en la entrada de una pérdida", low=0, high=10, step=0.25)
    copies: int = knob(10, "random copies", "copias al azar", read=whole, low=1, high=500, step=1)
    seed: int = knob(0, "seed of all chance", "semilla del azar", read=whole, low=0, high=2**31, step=1)
    x: float = knob(1.0, "input of the neuron (noise)", "entrada de la neurona (noise)", low=-100, high=100, step=0.5)
    y: float = knob(2.0, "its target (noise)", "su objetivo (noise)", low=-100, high=100, step=0.5)
    w: float = knob(1.5, "its weight (noise)", "su peso (noise)", low=-100, high=100, step=0.25)
    images: int = knob(60_000, "images (count)", "imágenes (count)", read=whole, low=1, high=10**9, step=1)
    flips: int = knob(2, "mirror images of each, itself included (count)",
        "reflejos de cada una, contándola a ella (count)", read=whole, low=1, high=4, step=1)


class Augmentation(ScoredSimulation[AugmentationKnobs]):
    """Small images, what can be done to them, and what that does to their labels."""

    described = {
        "en": "Small images flipped, turned, shifted and made noisy; a reader says when the label breaks.",
        "es": "Imágenes pequeñas volteadas, giradas, corridas y con ruido; un lector dice cuándo se rompe la etiqueta.",
    }
    example = MappingProxyType({"image": EXAMPLE, "steps": ("flip-h", "rot90", "right 1")})

    def make_score(self) -> Score:
        makers: dict[str, Callable[[], Score]] = {
            "steps": self._walk, "symmetries": self._square, "random": self._mill, "noise": self._noisy,
            "count": self._count,
        }  # fmt: skip
        return makers[self.settings.method]()

    @cached_property
    def _image(self) -> Value:
        return image_of(self.settings.image)

    @property
    def _label(self) -> str | None:
        return self.settings.label or None

    def _reader(self, sideways: str | None) -> Reader | None:
        """Who reads the images; `sideways` is a transformation that swaps their sides. Raises SpecError."""
        reader = make_reader(self.settings.classes, self._label, self._image)
        if reader is not None and sideways is not None and self._image.shape[0] != self._image.shape[1]:
            raise SpecError("augmentation.swapped", step=sideways, shape=by(self._image.shape))
        return reader

    def _walk(self) -> WalkScore:
        steps, only = steps_of(self.settings.steps), self.settings.step
        if only > len(steps):
            raise SpecError("spec.whole", knob="step", got=only, low=0, high=len(steps))
        reader = self._reader(next((step.written for step in steps if step.swaps_sides), None))
        walk = Walk(self._image, _bounded(steps, self._image.shape), self.settings.seed, reader, self._label)
        return WalkScore(walk, self.settings.by, only, self._opened)

    def _opened(self, step: int) -> Simulation:
        """One step, cell by cell."""
        return Augmentation(Spec("augmentation", {**self.spec.knobs, "by": CELL, "step": step}))

    def _square(self) -> SquareScore:
        return SquareScore(Square(self._image, self._reader("rot90"), self._label))

    def _mill(self) -> MillScore:
        get, image = self.settings, self._image
        if get.shift >= min(image.shape):
            raise SpecError("augmentation.shift", got=get.shift, shape=by(image.shape))
        drawn = (get.flip, get.shift, float(get.noise), get.copies, get.seed)
        return MillScore(Mill(image, *drawn, self._reader(None), self._label))

    def _noisy(self) -> NoisyScore:
        given = self.settings
        if not given.x:
            raise SpecError("augmentation.no-input")
        return NoisyScore(Noisy(float(given.x), float(given.y), float(given.w), float(given.noise)))

    def _count(self) -> ChoicesScore:
        return ChoicesScore(Choices(self.settings.images, self.settings.flips, self.settings.shift))


def _bounded(steps: tuple[Step, ...], shape: tuple[int, ...]) -> tuple[Step, ...]:
    """The steps, none of which pushes the whole image out. Raises SpecError."""
    for step in steps:
        if step.shift is not None and step.amount >= min(shape):
            raise SpecError("augmentation.shift", got=step.written, shape=by(shape))
    return steps
