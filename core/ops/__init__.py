"""Which operations are there? The table: one read-only row for each, gathered from one file for each topic.

    arithmetic     add sub mul div neg pow
    elementary     exp log sqrt abs sin cos tan tanh asin acos atan erf
    comparisons    max min maximum minimum where clip sign step
    activations    sigmoid relu leaky_relu prelu elu selu shifted_relu softplus swish gelu gelu_tanh maxout
    reductions     sum mean prod var cumsum standardize norm2 dot softmax log_softmax logsumexp
    linear         matmul affine outer
    shapes         transpose reshape broadcast concat slice pad dilate gather
    windows        conv2d conv1d max_pool avg_pool dropout
    losses         mse mae huber bce bce_with_logits cross_entropy softmax_cross_entropy hinge perceptron_loss l1 l2

Invariant: every name occurs once, and every derivative anywhere in the program comes from a row.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from .activations import ACTIVATIONS
from .arithmetic import ARITHMETIC
from .calls import apply, op_jvp, op_vjp, output_shape
from .comparisons import COMPARISONS
from .elementary import ELEMENTARY
from .linear import LINEAR
from .losses import LOSSES
from .reductions import REDUCING
from .row import BadInput, Op, Sample
from .shapes import SHAPES
from .windows import WINDOWS

__all__ = ["OPS", "BadInput", "Op", "Sample", "apply", "op_jvp", "op_vjp", "output_shape"]

ROWS = (
    *ARITHMETIC, *ELEMENTARY, *COMPARISONS, *ACTIVATIONS, *REDUCING, *LINEAR, *SHAPES, *WINDOWS, *LOSSES,
)  # fmt: skip
OPS: Mapping[str, Op] = MappingProxyType({op.name: op for op in ROWS})
