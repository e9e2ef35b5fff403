"""Which inputs do torch's authors try their operations with, and what comes out? Writes torch_samples.json.

Run by hand with torch 2.13 installed: `python tests/core/notebook/make_torch_samples.py`. Shapes and options are those
of the sample inputs in torch's own tests, numbers are drawn anew, and only cases with few numbers are kept.
"""

import json
import warnings
from pathlib import Path

import numpy as np
import torch
from torch.testing._internal.common_methods_invocations import op_db

SMALL, MOST = 420, 9
"""The most numbers of a case, and the most cases of an operation; those that are left are spread over all samples."""
NAMES = (
    "add", "sub", "mul", "div", "pow", "neg", "exp", "log", "sqrt", "abs", "sin", "cos", "tan", "tanh", "asin",
    "acos", "atan", "erf", "clamp", "sign", "maximum", "minimum", "amax", "amin", "where", "sigmoid", "relu",
    "leaky_relu", "prelu", "elu", "selu", "softplus", "silu", "gelu", "sum", "mean", "prod", "var", "std", "cumsum",
    "layer_norm", "batch_norm", "softmax", "log_softmax", "logsumexp", "matmul", "mm", "mv", "dot", "outer",
    "linear", "t", "transpose", "reshape", "expand", "cat", "stack", "__getitem__", "pad", "conv2d", "conv1d",
    "max_pool2d", "avg_pool2d", "mse_loss", "l1_loss", "huber_loss", "binary_cross_entropy",
    "binary_cross_entropy_with_logits", "cross_entropy", "square", "embedding", "flatten", "squeeze", "unsqueeze",
    "scaled_dot_product_attention",
)  # fmt: skip
VARIANTS = {"div": "no_rounding_mode", "pad": "constant"}
DRAWN = {
    "log": (0.3, 3.0), "sqrt": (0.3, 3.0), "asin": (-0.9, 0.9), "acos": (-0.9, 0.9), "div": (0.5, 3.0),
    "pow": (0.3, 2.0), "tan": (-1.2, 1.2),
}  # fmt: skip
"""Where inputs lie, for operations that are not defined or very steep elsewhere."""


def info(name):
    """The entry of torch's table that has the plain operation."""
    same = [one for one in op_db if one.name in (name, f"nn.functional.{name}")]
    wanted = VARIANTS.get(name, "")
    return next(one for one in same if one.variant_test_name == wanted)


def redrawn(value, name, random):
    """A tensor of the same shape with numbers of our own; whole numbers and truth values stay."""
    if not isinstance(value, torch.Tensor) or not value.dtype.is_floating_point:
        return value
    low, high = DRAWN.get(name, (-2.0, 2.0))
    return torch.tensor(random.uniform(low, high, tuple(value.shape)).round(5), dtype=torch.float64)


def written(value):
    """What JSON can hold of an argument."""
    if isinstance(value, torch.Tensor):
        return {"shape": list(value.shape), "kind": str(value.dtype), "numbers": value.detach().flatten().tolist()}
    if isinstance(value, slice):
        return {"slice": [value.start, value.stop, value.step]}
    if value is Ellipsis:
        return {"ellipsis": True}
    if isinstance(value, (tuple, list)):
        return (
            [written(one) for one in value] if isinstance(value, list) else {"tuple": [written(one) for one in value]}
        )
    if isinstance(value, (bool, int, float, str, type(None))):
        return value
    raise TypeError(value)


def tensors_of(value):
    """All tensors of floats in some arguments, in order."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        return [tensor for one in value for tensor in tensors_of(one)]
    return [value] if isinstance(value, torch.Tensor) and value.dtype.is_floating_point else []


def weights(count):
    """What arrives at the output on the way back."""
    return np.cos(np.arange(count) + 1.0)


def case(name, sample, random):
    """One case with its output and gradients; None where it is too large or has no gradient."""
    tensors = []

    def ready(value):
        if isinstance(value, (list, tuple)) and any(isinstance(one, torch.Tensor) for one in value):
            return type(value)(ready(one) for one in value)
        found = redrawn(value, name, random)
        if isinstance(found, torch.Tensor) and found.dtype.is_floating_point:
            found.requires_grad_(value.requires_grad)
            tensors.extend([found] if value.requires_grad else [])
        return found

    first = ready(sample.input)
    if name in ("binary_cross_entropy", "dropout"):
        with torch.no_grad():
            first.copy_(torch.sigmoid(first))
    arguments = [ready(value) for value in sample.args]
    options = {key: ready(value) for key, value in sample.kwargs.items()}
    if sum(one.numel() for one in tensors) > SMALL or any(not one.numel() for one in tensors_of([first, arguments])):
        return None
    if name.startswith("binary_cross") or (name == "cross_entropy" and arguments[0].dtype.is_floating_point):
        with torch.no_grad():
            arguments[0].copy_(torch.sigmoid(arguments[0]))
    for one in [*options.values(), *(arguments[1:2] if name == "batch_norm" else [])]:
        if isinstance(one, torch.Tensor) and one.dtype.is_floating_point:
            with torch.no_grad():
                one.abs_()
    out = info(name).op(first, *arguments, **options)
    if isinstance(out, tuple) or out.numel() > SMALL or not out.numel():
        return None
    up = torch.tensor(weights(out.numel()).reshape(tuple(out.shape)), dtype=torch.float64)
    gradients = torch.autograd.grad(out, tensors, up, allow_unused=True) if out.requires_grad else []
    given = [written(first), *[written(one) for one in arguments]]
    return {
        "op": name, "given": given, "options": {key: written(value) for key, value in options.items()},
        "out": {"shape": list(out.shape), "numbers": out.detach().flatten().tolist()},
        "gradients": [None if one is None else one.flatten().tolist() for one in gradients],
        "asked": [one.requires_grad for one in tensors_of([first, arguments, options])],
    }  # fmt: skip


def cases():
    """Every case that is kept."""
    random = np.random.default_rng(20261130)
    for name in NAMES:
        samples = list(info(name).sample_inputs("cpu", torch.float64, requires_grad=True))
        found = []
        for sample in samples:
            try:
                made = case(name, sample, random)
            except (TypeError, RuntimeError, NotImplementedError) as error:
                print(name, type(error).__name__, str(error)[:80])
                continue
            if made is not None:
                found.append(made)
        step = max(1, -(-len(found) // MOST))
        print(name, len(samples), len(found), len(found[::step]))
        yield from found[::step]


if __name__ == "__main__":
    warnings.filterwarnings("ignore")
    kept = list(cases())
    text = ",\n".join(json.dumps(one, separators=(",", ":")) for one in kept)
    target = Path(__file__).with_name("torch_samples.json")
    target.write_text(f"[\n{text}\n]\n", encoding="utf-8")
    print(len(kept), target.stat().st_size)
