"""What does a convolution cost, forward and with both gradients?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from gradstep.core.graph import GraphBuilder
from gradstep.core.passes import run_pass

from .cases import Case, Contender, Peer, at_most

IMAGES, KERNELS = (32, 28, 28, 8), (3, 3, 8, 16)


def _arrays(kind: str) -> tuple[Any, Any, Any]:
    """Images N×H×W×C, kernels H×W×C×O, and the upstream gradient of the output."""
    drawn = np.random.Generator(np.random.Philox(key=7))
    shapes = (IMAGES, KERNELS, (*IMAGES[:3], KERNELS[3]))
    return tuple(drawn.standard_normal(shape).astype(kind) for shape in shapes)  # pyright: ignore[reportReturnType]


def ours(kind: str) -> Callable[[], Contender]:
    """A pass over Σ upstream ⊙ conv2d(x, k), with the record."""

    def prepare() -> Contender:
        x, k, upstream = _arrays(kind)
        builder = GraphBuilder()
        builder.leaf("x", IMAGES)
        builder.leaf("k", KERNELS)
        builder.data("upstream", upstream.shape)
        builder.apply("conv2d", "x", "k", name="y", padding=1)
        graph = builder.graph("y")
        seeded = builder.graph(builder.apply("sum", builder.apply("mul", "y", "upstream")))
        gradients = run_pass(seeded, {"x": x, "k": k, "upstream": upstream}).gradients
        step = graph.step["y"]

        def run() -> None:
            out = step.forward(x, k)
            for recipe in step.local(out, x, k):
                recipe.vjp(upstream)

        return Contender(run, {"x": gradients["x"], "k": gradients["k"]})

    return prepare


def of_torch(kind: str, last: bool) -> Callable[[], Contender]:
    """torch on N×C×H×W, or with the channels last in memory as here."""

    def prepare() -> Contender:
        import torch

        torch.set_num_threads(1)
        x, k, upstream = (torch.tensor(array) for array in _arrays(kind))
        x, k, upstream = x.permute(0, 3, 1, 2), k.permute(3, 2, 0, 1), upstream.permute(0, 3, 1, 2)
        layout = torch.channels_last if last else torch.contiguous_format
        x, k, upstream = (array.contiguous(memory_format=layout) for array in (x, k, upstream))
        x.requires_grad_()
        k.requires_grad_()

        def run() -> Any:
            return torch.autograd.grad(torch.nn.functional.conv2d(x, k, padding=1), (x, k), upstream)

        by_x, by_k = run()
        return Contender(run, {"x": by_x.permute(0, 2, 3, 1).numpy(), "k": by_k.permute(2, 3, 1, 0).numpy()})

    return prepare


def _case(kind: str, bound: float, tolerance: float) -> Case:
    peers = (Peer("torch", of_torch(kind, False), at_most(bound)),
             Peer("torch, channels last", of_torch(kind, True)))  # fmt: skip
    return Case(f"3×3 on 32×28×28×8→16, {kind}", ours(kind), peers, rounds=15, tolerance=tolerance)


CASES = (_case("float64", 1.2, 1e-9), _case("float32", 1.2, 1e-3))
