"""How does a network become a graph? By functions that add the nodes of a layer, of a loss, of a penalty.

Rows are samples: X is N × inputs, W is inputs × outputs, Z = X W + b. Layer k has the nodes Zk (pre-activation) and Ak
(activation) and the leaves Wk and bk, all in the group `layerk`; matrices have capital letters. The output is always
`loss`; if there are penalties, the loss on the data alone is `data_loss`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from ..graph import GraphBuilder
from ..ops import OPS

ACTIVATIONS = ("identity", *(name for name, op in OPS.items() if op.activates))
TargetKind = Literal["numbers", "chances", "one-hot", "signs"]


def affine(builder: GraphBuilder, k: int, inputs: str, width: int, *, bias: bool = True, tied: str = "") -> str:
    """Z = inputs · W + b of layer k, with new leaves W and b; if the layer is `tied`, W is that leaf transposed."""
    group = (f"layer{k}",)
    if tied:
        weights = builder.apply("transpose", tied, name=f"W{k}", group=group)
    else:
        weights = builder.leaf(f"W{k}", (builder.shape(inputs)[1], width), group)
    if not bias:
        return builder.apply("matmul", inputs, weights, name=f"Z{k}", group=group)
    biases = builder.leaf(f"b{k}", (width,), group)
    return builder.apply("affine", inputs, weights, biases, name=f"Z{k}", group=group)


def activation(builder: GraphBuilder, k: int, name: str, z: str) -> str:
    """A = name(Z); the identity adds no node."""
    if name == "identity":
        return z
    return builder.apply(name, z, name=f"A{k}", group=(f"layer{k}",))


def dropout(builder: GraphBuilder, k: int, a: str) -> str:
    """A ⊙ mask. The mask of layer k, `maskk`, is data: 0 where a unit is left out, 1/(1 − φ) where it stays."""
    group = (f"layer{k}",)
    mask = builder.data(f"mask{k}", builder.shape(a), group)
    return builder.apply("mul", a, mask, name=f"kept{k}", group=group)


@dataclass(frozen=True)
class Loss:
    """A loss: the nodes that compute it from scores and targets, and how scores become predictions."""

    name: str
    build: Callable[[GraphBuilder, str, str, str], str]
    """build(builder, scores, targets, name) adds the nodes; the last of them has that name, and is returned."""
    targets: TargetKind
    predict: str | None = None
    """The op that turns scores into predictions; None if the scores are the predictions."""
    takes_scores: bool = True
    """Does the loss contain the output activation? Then the last layer must not have one."""


def _row(op: str) -> Callable[[GraphBuilder, str, str, str], str]:
    return lambda builder, scores, targets, name: builder.apply(op, scores, targets, name=name, group=("loss",))


def _margin(builder: GraphBuilder, scores: str, targets: str, name: str) -> str:
    """mean max(0, 1 − t·s), for targets −1 and 1: the hinge loss of a support vector machine."""
    group = ("loss",)
    agreement = builder.apply("mul", scores, targets, name="agreement", group=group)
    short = builder.apply("sub", builder.constant(1.0, "1"), agreement, name="short", group=group)
    costs = builder.apply("relu", short, name="costs", group=group)
    return builder.apply("mean", costs, name=name, group=group)


def _squares(factor: Callable[[int], float]) -> Callable[[GraphBuilder, str, str, str], str]:
    """factor(rows)·Σ(A − T)², with a node of its own for the errors E = A − T."""

    def build(builder: GraphBuilder, scores: str, targets: str, name: str) -> str:
        group, times = ("loss",), factor(builder.shape(scores)[0])
        errors = builder.apply("sub", scores, targets, name="E", group=group)
        if times == 1.0:
            return builder.apply("norm2", errors, name=name, group=group)
        squares = builder.apply("norm2", errors, name="squares", group=group)
        return builder.apply("mul", builder.constant(times, f"{times:g}"), squares, name=name, group=group)

    return build


LOSSES: Mapping[str, Loss] = MappingProxyType({
    row.name: row
    for row in (
        Loss("mse", _row("mse"), "numbers", takes_scores=False),
        Loss("sse", _squares(lambda _: 1.0), "numbers", takes_scores=False),
        Loss("half_sse", _squares(lambda _: 0.5), "numbers", takes_scores=False),
        Loss("mean_sse", _squares(lambda rows: 1.0 / rows), "numbers", takes_scores=False),
        Loss("bce", _row("bce_with_logits"), "chances", "sigmoid"),
        Loss("softmax", _row("softmax_cross_entropy"), "one-hot", "softmax"),
        Loss("hinge", _row("hinge"), "one-hot"),
        Loss("margin", _margin, "signs"),
    )
})  # fmt: skip


def penalties(builder: GraphBuilder, loss: str, parameters: Sequence[str], weights: Mapping[str, float]) -> str:
    """loss + Σ weight·penalty(parameter): `weights` maps `l1` (Σ|w|) and `l2` (Σw²) to their λ; the sum is `loss`."""
    wanted = [(op, weight, parameter) for op, weight in weights.items() if weight for parameter in parameters]
    for count, (op, weight, parameter) in enumerate(wanted, 1):
        group = ("penalty",)
        cost = builder.apply(op, parameter, name=f"{op}_{parameter}", group=group, weight=weight)
        name = "loss" if count == len(wanted) else f"loss_{op}_{parameter}"
        loss = builder.apply("add", loss, cost, name=name, group=group)
    return loss
