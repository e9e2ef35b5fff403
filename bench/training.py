"""What does an update cost, with everything recorded, against those that record nothing?"""

from __future__ import annotations

import random
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from gradstep.core.learning.data.dataset import DataSet, one_hot_rows, signs
from gradstep.core.learning.data.shapes import moons
from gradstep.core.learning.settings import Settings
from gradstep.core.learning.training import Training

from .cases import Case, Contender, Peer, at_least, at_most

RATE = 0.01
ITERATIONS = 100


@dataclass(frozen=True, eq=False)
class Task:
    """A network on data, and how each contender makes updates of it."""

    settings: Settings
    data: DataSet

    @cached_property
    def training(self) -> Training:
        return Training(self.settings, self.data)

    def ours(self) -> Contender:
        """One update: pass with full record, gradient, rule; the next one starts from its state."""
        training, updater = self.training, self.training._updaters[0]
        vector, batch, count = training.state(0), training.batches.of(0), 0

        def run() -> None:
            nonlocal vector, count
            count += 1
            vector = updater.make(vector, batch, 1).vector

        return Contender(run, updater.record(vector, batch, 1).gradients)

    def parameters(self) -> dict[str, Any]:
        """The start, as arrays of its own for each contender."""
        return {name: value.copy() for name, value in self.training.parameters(0).items()}

    def torch(self) -> Contender:
        """Eager torch on the same arrays: forward, backward, and the update in place."""
        import torch

        torch.set_num_threads(1)
        weights = {name: torch.tensor(value, requires_grad=True) for name, value in self.parameters().items()}
        inputs, targets = torch.tensor(self.training.data.inputs), torch.tensor(self.training.data.targets)
        loss_of = _torch_loss(torch, self.settings)
        hidden = getattr(torch, self.settings.activation)
        output = getattr(torch, self.settings.output, None)
        last = len(self.settings.sizes) - 1

        def gradients() -> Mapping[str, Any]:
            a = inputs
            for k in range(1, last + 1):
                z = torch.addmm(weights[f"b{k}"], a, weights[f"W{k}"])
                a = hidden(z) if k < last else output(z) if output else z
            loss_of(a, targets, weights.values()).backward()
            return {name: weight.grad for name, weight in weights.items()}

        def run() -> None:
            for weight in weights.values():
                weight.grad = None
            gradients()
            with torch.no_grad():
                for weight in weights.values():
                    weight -= RATE * weight.grad

        return Contender(run, {name: grad.numpy().copy() for name, grad in gradients().items()})


def _torch_loss(torch: Any, settings: Settings) -> Callable[..., Any]:
    if settings.loss == "mse":
        return lambda scores, targets, _: torch.nn.functional.mse_loss(scores, targets)
    if settings.loss == "softmax":
        return lambda scores, targets, _: torch.nn.functional.cross_entropy(scores, targets)
    return lambda scores, targets, weights: (
        torch.relu(1.0 - targets * scores).mean() + settings.l2 * sum((w * w).sum() for w in weights)
    )


def _settings(sizes: tuple[int, ...], **rest: Any) -> Settings:
    return Settings(sizes, rate=RATE, seed=1, **rest)


WAVES = np.sin(np.arange(600.0) ** 1.2)
SMALL = Task(
    _settings((2, 8, 8, 1), output="tanh"),
    DataSet(WAVES.reshape(300, 2), np.tanh(WAVES[::2] - WAVES[1::2])[:, None]),
)
MOONS = moons(100, seed=2)
HINGE = Task(
    _settings((2, 16, 16, 1), activation="relu", loss="margin", initialiser="uniform", l2=1e-4, penalise_biases=True),
    DataSet(MOONS.inputs, signs(MOONS.targets)),
)


def _images(precision: Any) -> Task:
    drawn = np.random.Generator(np.random.Philox(key=5))
    data = DataSet(drawn.random((128, 784)), one_hot_rows(drawn.integers(0, 10, 128), 10))
    sizes = (784, 256, 128, 10)
    return Task(_settings(sizes, activation="relu", loss="softmax", initialiser="he", precision=precision), data)


def by_hand() -> Contender:
    """The small network in plain NumPy, as somebody writes it who knows the formulas."""
    x, t = SMALL.data.inputs, SMALL.data.targets
    w1, b1, w2, b2, w3, b3 = SMALL.parameters().values()

    def gradients() -> tuple[Any, ...]:
        a1 = np.tanh(x @ w1 + b1)
        a2 = np.tanh(a1 @ w2 + b2)
        a3 = np.tanh(a2 @ w3 + b3)
        error = a3 - t
        loss = np.mean(error * error)
        z3 = error * (2.0 / error.size) * (1.0 - a3 * a3)
        z2 = (z3 @ w3.T) * (1.0 - a2 * a2)
        z1 = (z2 @ w2.T) * (1.0 - a1 * a1)
        return loss, x.T @ z1, z1.sum(0), a1.T @ z2, z2.sum(0), a2.T @ z3, z3.sum(0)

    def run() -> None:
        nonlocal w1, b1, w2, b2, w3, b3
        _, d1, e1, d2, e2, d3, e3 = gradients()
        w1, b1, w2, b2, w3, b3 = (w1 - RATE * d1, b1 - RATE * e1, w2 - RATE * d2, b2 - RATE * e2, w3 - RATE * d3,
                                  b3 - RATE * e3)  # fmt: skip

    return Contender(run, dict(zip(("W1", "b1", "W2", "b2", "W3", "b3"), gradients()[1:], strict=True)))


def of_autograd() -> Contender:
    """The autograd package: NumPy with a tape."""
    import autograd.numpy as anp
    from autograd import grad

    x, t, weights = SMALL.data.inputs, SMALL.data.targets, tuple(SMALL.parameters().values())

    def loss(weights: Any) -> Any:
        w1, b1, w2, b2, w3, b3 = weights
        a = anp.tanh(anp.dot(anp.tanh(anp.dot(anp.tanh(anp.dot(x, w1) + b1), w2) + b2), w3) + b3)
        return anp.mean((a - t) ** 2)

    gradients = grad(loss)

    def run() -> None:
        nonlocal weights
        weights = tuple(w - RATE * g for w, g in zip(weights, gradients(weights), strict=True))

    return Contender(run, dict(zip(("W1", "b1", "W2", "b2", "W3", "b3"), gradients(weights), strict=True)))


def of_sklearn(batch: int | str) -> Callable[[], Contender]:
    """An iteration of fit() of a classifier with the same layers and samples; its loss is the log-loss."""

    def prepare() -> Contender:
        from sklearn.neural_network import MLPClassifier

        inputs, labels = SMALL.data.inputs, (SMALL.data.targets.ravel() > 0.0).astype(int)
        model = MLPClassifier((8, 8), activation="tanh", solver="sgd", batch_size=batch, learning_rate_init=RATE,
                              alpha=0.0, max_iter=ITERATIONS, tol=0.0, n_iter_no_change=10**9)  # fmt: skip

        def run() -> None:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                model.fit(inputs, labels)

        return Contender(run, times=ITERATIONS)

    return prepare


def of_micrograd() -> Contender:
    """The step of its demo notebook: scalars, one object each."""
    from micrograd.engine import Value
    from micrograd.nn import MLP

    random.seed(1)
    model = MLP(2, [16, 16, 1])
    start, points, targets = HINGE.parameters(), HINGE.data.inputs, HINGE.data.targets.ravel()
    for k, layer in enumerate(model.layers, 1):
        for place, neuron in enumerate(layer.neurons):
            neuron.b.data = float(start[f"b{k}"][place])
            for row, weight in enumerate(neuron.w):
                weight.data = float(start[f"W{k}"][row, place])

    def gradients() -> None:
        scores = [model(list(map(Value, point))) for point in points]
        losses = [(1 + -target * score).relu() for target, score in zip(targets, scores, strict=True)]
        total = sum(losses) * (1.0 / len(losses)) + HINGE.settings.l2 * sum(p * p for p in model.parameters())
        model.zero_grad()
        total.backward()

    def run() -> None:
        gradients()
        for parameter in model.parameters():
            parameter.data -= RATE * parameter.grad

    gradients()
    answers = {}
    for k, layer in enumerate(model.layers, 1):
        answers[f"W{k}"] = np.array([[weight.grad for weight in neuron.w] for neuron in layer.neurons]).T
        answers[f"b{k}"] = np.array([neuron.b.grad for neuron in layer.neurons])
    return Contender(run, answers)


def products(task: Task) -> Callable[[], Contender]:
    """The eight matrix products of an update and nothing else: what no engine on this BLAS can undercut."""

    def prepare() -> Contender:
        w1, w2, w3 = (task.parameters()[name] for name in ("W1", "W2", "W3"))
        x = task.training.data.inputs
        a1, a2 = x @ w1, x @ w1 @ w2
        z3 = a2 @ w3

        def run() -> None:
            a1 @ w2, x @ w1, a2 @ w3
            a2.T @ z3, z3 @ w3.T, a1.T @ a2, a2 @ w2.T, x.T @ a1

        return Contender(run)

    return prepare


def _large(precision: str, tolerance: float) -> Case:
    task = _images(precision)
    peers = (Peer("torch", task.torch, at_most(0.9)), Peer("its 8 products alone", products(task), at_most(1.25)))
    return Case(f"784-256-128-10, batch 128, {precision}", task.ours, peers, rounds=21, tolerance=tolerance)


CASES = (
    Case("2-8-8-1 tanh, 300 points", SMALL.ours, (
        Peer("NumPy by hand", by_hand, at_most(1.2)),
        Peer("torch", SMALL.torch, at_least(2.4)),
        Peer("scikit-learn, an iteration", of_sklearn("auto"), at_least(4.5)),
        Peer("scikit-learn, an update", of_sklearn(300)),
        Peer("autograd", of_autograd),
    ), rounds=41),
    Case("moons 2-16-16-1 hinge, 100 points", HINGE.ours, (
        Peer("micrograd", of_micrograd, at_least(1000.0)),
        Peer("torch", HINGE.torch, at_least(3.0)),
    ), rounds=15),
    _large("float64", 1e-9),
    _large("float32", 1e-3),
)  # fmt: skip
