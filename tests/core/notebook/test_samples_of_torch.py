"""The inputs that torch's authors try their operations with: do the same values and gradients come out here?

torch_samples.json has shapes and options of torch's own sample inputs, numbers drawn anew, and what torch 2.13 answered
(make_torch_samples.py). Below stands, for each of its operations, how one says it here.
"""

import json
from pathlib import Path

import numpy as np
import pytest
from gradstep.core.errors import UnknownNameError
from gradstep.core.notebook import composed as more
from gradstep.core.notebook.expressions import FUNCTIONS as F
from gradstep.core.notebook.expressions import as_expression, leaf, stack, where
from gradstep.core.notebook.runs import backward

CASES = json.loads(Path(__file__).with_name("torch_samples.json").read_text(encoding="utf-8"))


def read(value, leaves):
    """An argument as it was; tensors of floats become leaves, in order."""
    match value:
        case {"kind": kind, "shape": shape, "numbers": numbers}:
            array = np.array(numbers, dtype=float if kind == "torch.float64" else bool if "bool" in kind else int)
            array = array.reshape(shape)
            if kind != "torch.float64":
                return array
            leaves.append(leaf(f"t{len(leaves)}", array))
            return leaves[-1]
        case {"tuple": parts}:
            return tuple(read(part, leaves) for part in parts)
        case {"slice": ends}:
            return slice(*ends)
        case {"ellipsis": _}:
            return ...
        case list():
            return [read(part, leaves) for part in value]
        case _:
            return value


def pair(size):
    """One number for both directions, or two; torch writes one in a tuple as well."""
    return (size, size) if isinstance(size, int) else tuple(size) * (3 - len(size))


def reduced(op, x, dim=None, keepdim=False):
    axes = None if dim is None or dim == () else dim
    return F[op](x, axis=axes, keepdims=keepdim) if x.ndim else x


def prod(x, dim=None, keepdim=False):
    return F["prod"](x, axis=dim, keepdims=keepdim) if x.ndim else x


def spread(root, x, dim=None, unbiased=None, keepdim=False, correction=1):
    """The variance (or its root) with what torch takes off the count: 1 unless it is said otherwise."""
    if isinstance(dim, bool):
        dim, unbiased = None, dim
    off = (1 if unbiased else 0) if unbiased is not None else 1 if correction is None else correction
    axes = range(x.ndim) if dim is None or dim == () else [dim] if isinstance(dim, int) else dim
    count = int(np.prod([x.shape[at] for at in axes]))
    found = F["var"](x, axis=None if dim == () else dim, keepdims=keepdim) * (count / max(0, count - off))
    return found.sqrt() if root else found


def prelu(x, weight):
    # torch has a weight for each channel, the second axis
    return F["prelu"](x, weight.reshape((-1, *(1,) * (x.ndim - 2))) if weight.size > 1 and x.ndim > 1 else
                      weight.reshape(()) if weight.ndim else weight)  # fmt: skip


def softplus(x, beta=1.0, threshold=20.0):
    return where(np.asarray(beta * x.value > threshold), x, F["softplus"](x * beta) / beta)


def clamp(x, low=None, high=None):
    x = x if low is None else F["maximum"](x, low)
    return x if high is None else F["minimum"](x, high)


def layer_norm(x, shape, gain=None, bias=None, eps=1e-5):
    flat = x.reshape((*x.shape[: x.ndim - len(shape)], -1))
    even = (
        F["standardize"](flat, axis=-1, epsilon=eps).reshape(x.shape) if eps > 0 else standardized(x, len(shape), eps)
    )
    return even if gain is None else even * gain + bias


def standardized(x, count, eps):
    """By hand, for the negative ε that torch's authors try."""
    axes = tuple(range(x.ndim - count, x.ndim))
    away = x - F["mean"](x, axis=axes, keepdims=True)
    return away / np.sqrt(F["mean"](away * away, axis=axes, keepdims=True) + eps)


def batch_norm(x, mean, var, gain=None, bias=None, training=False, momentum=0.1, eps=1e-5):
    moved = last(x)
    running = None if training else (mean.value, var.value)
    return first(more.batch_norm(moved, gain, bias, epsilon=eps, running=running), x.ndim)


def last(x):
    """Channels, which torch has second, at the end."""
    return x.transpose((0, *range(2, x.ndim), 1)) if x.ndim > 2 else x


def first(x, ndim):
    return x.transpose((0, ndim - 1, *range(1, ndim - 1))) if ndim > 2 else x


def linear(x, weight, bias=None):
    made = x @ weight.T
    return made if bias is None else made + bias


def transposed(x, one=0, other=1):
    if x.ndim < 2:
        return x
    order = list(range(x.ndim))
    order[one], order[other] = order[other], order[one]
    return x.transpose(tuple(order))


def pad(x, widths, mode="constant", value=0.0):
    ends = [(widths[at], widths[at + 1]) for at in range(0, len(widths), 2)]
    return F["pad"](x, widths=(*((0, 0),) * (x.ndim - len(ends)), *reversed(ends)), value=value or 0.0)


def same(kernel, dilation):
    """What `same` means: as many zeros as the window is longer than 1, the odd one behind."""
    total = [by * (size - 1) for size, by in zip(kernel, pair(dilation), strict=True)]
    return tuple((each // 2, each - each // 2) for each in total)


def conv2d(x, k, bias=None, stride=1, padding=0, dilation=1, groups=1):
    whole = x if x.ndim == 4 else x.reshape((1, *x.shape))
    ends = same(k.shape[2:], dilation) if padding == "same" else 0 if padding == "valid" else pair(padding)
    made = more.conv2d(last(whole), k.transpose((2, 3, 1, 0)), ends, pair(stride), pair(dilation), groups)
    made = first(made if bias is None else made + bias, 4)
    return made if x.ndim == 4 else made.reshape(made.shape[1:])


def conv1d(x, k, bias=None, stride=1, padding=0, dilation=1, groups=1):
    def lone(size, other):
        return size if isinstance(size, str) else (other, size if isinstance(size, int) else size[0])

    flat = x.reshape((*x.shape[:-1], 1, x.shape[-1]))
    made = conv2d(flat, k.reshape((*k.shape[:-1], 1, k.shape[-1])), bias, lone(stride, 1), lone(padding, 0),
                  lone(dilation, 1), groups)  # fmt: skip
    return made.reshape((*made.shape[:-2], made.shape[-1]))


def windows(x, size, stride, padding, ceil_mode):
    """The image with channels last and what a window needs; with ceil, one that begins inside counts."""
    whole = last(x if x.ndim == 4 else x.reshape((1, *x.shape)))
    size, padding = pair(size), pair(padding)
    stride = size if stride is None or stride == () else pair(stride)
    ends = []
    for length, long, by, pad_by in zip(whole.shape[1:3], size, stride, padding, strict=True):
        count = (length + 2 * pad_by - long) / by + 1
        count = int(np.ceil(count)) if ceil_mode else int(count)
        if ceil_mode and (count - 1) * by >= length + pad_by:
            count -= 1
        ends.append((pad_by, max(pad_by, (count - 1) * by + long - length - pad_by)))
    return whole, size, stride, tuple(ends)


def unbatched(made, x):
    made = first(made, 4)
    return made if x.ndim == 4 else made.reshape(made.shape[1:])


def max_pool2d(x, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False, return_indices=False):
    whole, size, by, ends = windows(x, kernel_size, stride, padding, ceil_mode)
    return unbatched(more.max_pool(whole, size, by, ends), x)


def avg_pool2d(x, size, stride=None, padding=0, ceil_mode=False, count_include_pad=True, divisor_override=None):
    whole, size, by, ends = windows(x, size, stride, padding, ceil_mode)
    made = more.avg_pool(whole, size, by, ends) * float(np.prod(size))
    counted = np.ones((1, *whole.shape[1:3], 1))
    if count_include_pad:
        each = pair(padding)
        counted = np.pad(counted, ((0, 0), (each[0],) * 2, (each[1],) * 2, (0, 0)), constant_values=1.0)
        ends = tuple((0, max(0, end - own)) for (_, end), own in zip(ends, each, strict=True))
    counts = more.avg_pool(counted, size, by, ends).value * np.prod(size)
    return unbatched(made / (float(divisor_override) if divisor_override else np.broadcast_to(counts, made.shape)), x)


def ended(losses, reduction="mean"):
    """What torch makes of a loss an entry: its mean, its sum, or nothing."""
    return losses if reduction == "none" or not losses.ndim else F[reduction](losses)


def weighed(losses, weight, reduction):
    return ended(losses if weight is None else losses * weight, reduction)


def bce(p, t, weight=None, reduction="mean"):
    return weighed(-(t * p.log() + (1.0 - t) * (1.0 - p).log()), weight, reduction)


def bce_with_logits(z, t, weight=None, pos_weight=None, reduction="mean"):
    more_of_one = 1.0 if pos_weight is None else pos_weight
    return weighed((1.0 - t) * z + (1.0 + (more_of_one - 1.0) * t) * F["softplus"](-z), weight, reduction)


def huber(x, t, reduction="mean", delta=1.0):
    away = (x - t).abs() if hasattr(x - t, "abs") else F["abs"](x - t)
    return ended(where(away.value <= delta, 0.5 * away * away, delta * (away - 0.5 * delta)), reduction)


def cross_entropy(z, t, weight=None, reduction="mean", ignore_index=-100, label_smoothing=0.0):
    scores = last(z)
    count = scores.shape[-1]
    own = np.ones(count) if weight is None else weight.value
    if isinstance(t, np.ndarray):
        seen = (t != ignore_index).astype(float)
        wanted = more.one_hot(np.where(t == ignore_index, 0, t), count) * seen[..., None]
        total = np.sum(wanted * own)
    else:
        wanted, total = last(t), float(scores.size // count)
    smooth = wanted * (1.0 - label_smoothing) + label_smoothing / count
    losses = -F["sum"](smooth * own * F["log_softmax"](scores, axis=-1), axis=-1)
    return losses if reduction == "none" else F["sum"](losses) / (total if reduction == "mean" else 1.0)


def expand(x, shape):
    lifted = (1,) * (len(shape) - x.ndim) + x.shape
    wanted = tuple(own if size == -1 else size for own, size in zip(lifted, shape, strict=True))
    return F["broadcast"](x, shape=wanted)


def flatten(x, start_dim=0, end_dim=-1):
    if not x.ndim:
        return x.reshape((1,))
    start, end = start_dim % x.ndim, end_dim % x.ndim
    return x.reshape((*x.shape[:start], -1, *x.shape[end + 1 :]))


def squeeze(x, dims=None):
    gone = range(x.ndim) if dims is None else [dims] if isinstance(dims, int) else dims
    gone = {at % max(1, x.ndim) for at in gone}
    return x.reshape(tuple(size for at, size in enumerate(x.shape) if size != 1 or at not in gone))


def unsqueeze(x, dim):
    at = dim % (x.ndim + 1)
    return x.reshape((*x.shape[:at], 1, *x.shape[at:]))


def plain(op):
    return lambda *inputs: F[op](*inputs)


HERE = {
    **{name: plain(name) for name in ("mul", "div", "pow", "neg", "exp", "log", "sqrt", "abs", "sin", "cos", "tan",
       "tanh", "asin", "acos", "atan", "erf", "sign", "maximum", "minimum", "sigmoid", "relu", "selu", "dot", "outer",
       "matmul")},
    "add": lambda a, b, alpha=1: a + b * alpha, "sub": lambda a, b, alpha=1: a - b * alpha, "mm": plain("matmul"),
    "mv": plain("matmul"), "silu": plain("swish"), "square": lambda x: np.square(x),
    "leaky_relu": lambda x, negative_slope=0.01: F["leaky_relu"](x, slope=negative_slope),
    "elu": lambda x, alpha=1.0: F["elu"](x, alpha=alpha),
    "gelu": lambda x, approximate="none": F["gelu" if approximate == "none" else "gelu_tanh"](x),
    "prelu": prelu, "softplus": softplus, "clamp": clamp, "where": lambda a, chosen, b: where(chosen, a, b),
    "amax": lambda x, dim=None, keepdim=False: reduced("max", x, dim, keepdim),
    "amin": lambda x, dim=None, keepdim=False: reduced("min", x, dim, keepdim),
    "sum": lambda x, dim=None, keepdim=False: reduced("sum", x, dim, keepdim),
    "mean": lambda x, dim=None, keepdim=False: reduced("mean", x, dim, keepdim), "prod": prod,
    "var": lambda x, *given, **options: spread(False, x, *given, **options),
    "std": lambda x, *given, **options: spread(True, x, *given, **options),
    "cumsum": lambda x, dim: transposed(F["cumsum"](transposed(x, dim, -1), axis=-1), dim, -1) if x.ndim else x,
    "layer_norm": layer_norm, "batch_norm": batch_norm,
    "softmax": lambda x, dim: F["softmax"](x, axis=dim) if x.ndim else x * 0.0 + 1.0,
    "log_softmax": lambda x, dim: F["log_softmax"](x, axis=dim) if x.ndim else x * 0.0,
    "logsumexp": lambda x, dim, keepdim=False: logsumexp(x, dim, keepdim),
    "linear": linear, "t": transposed, "transpose": transposed, "reshape": lambda x, shape: x.reshape(shape),
    "expand": expand, "cat": lambda parts, dim=0: F["concat"](*joined(parts), axis=dim),
    "stack": lambda parts, dim=0: stack(parts, dim), "__getitem__": lambda x, index: x[index_of(index)], "pad": pad,
    "conv2d": conv2d, "conv1d": conv1d, "max_pool2d": max_pool2d, "avg_pool2d": avg_pool2d,
    "mse_loss": lambda x, t, reduction="mean": ended(np.square(x - t), reduction),
    "l1_loss": lambda x, t, reduction="mean": ended(F["abs"](x - t), reduction), "huber_loss": huber,
    "binary_cross_entropy": bce, "binary_cross_entropy_with_logits": bce_with_logits, "cross_entropy": cross_entropy,
    "embedding": lambda table, at: table[at], "flatten": flatten, "squeeze": squeeze, "unsqueeze": unsqueeze,
}  # fmt: skip


def logsumexp(x, dim, keepdim):
    if not x.ndim:
        return x
    axes = tuple(at % x.ndim for at in dim)
    rest = tuple(at for at in range(x.ndim) if at not in axes)
    flat = x.transpose((*rest, *axes)).reshape((*(x.shape[at] for at in rest), -1))
    made = F["logsumexp"](flat, axis=-1)
    return made.reshape(tuple(1 if at in axes else size for at, size in enumerate(x.shape))) if keepdim else made


def joined(parts):
    """Parts of one rank; torch lets an empty vector pass as nothing."""
    return [part for part in parts if part.size or part.ndim > 1]


def index_of(index):
    return tuple(index) if isinstance(index, tuple) else index


def name_of(case):
    shapes = [one.get("shape", one) if isinstance(one, dict) else one for one in case["given"]]
    return f"{case['op']} {json.dumps(case['options'])[:80]} {str(shapes)[:120]}"


def differences(case):
    """How far values and gradients are from torch's, relative to the largest of them."""
    leaves = []
    given = [read(value, leaves) for value in case["given"]]
    options = {key: read(value, leaves) for key, value in case["options"].items()}
    out = as_expression(HERE[case["op"]](*given, **options))
    wanted = np.array(case["out"]["numbers"]).reshape(case["out"]["shape"])
    assert out.shape == wanted.shape, (out.shape, wanted.shape)
    far = [_far(out.value, wanted)]
    if case["gradients"]:
        upstream = np.cos(np.arange(wanted.size) + 1.0).reshape(wanted.shape)
        run = backward(out, upstream=upstream)
        asked = [one for one, is_asked in zip(leaves, case["asked"], strict=True) if is_asked]
        for one, gradient in zip(asked, case["gradients"], strict=True):
            try:
                got = run.gradient(one)
            except UnknownNameError:  # the output does not depend on it
                got = np.zeros(one.shape)
            far.append(_far(np.asarray(got), np.reshape(gradient or np.zeros(one.size), one.shape)))
    return max(far)


def _far(got, wanted):
    return float(np.max(np.abs(got - wanted), initial=0.0) / max(1.0, np.max(np.abs(wanted), initial=0.0)))


def test_values_and_gradients_are_those_of_torch():
    missed = []
    for case in CASES:
        try:
            if differences(case) > 1e-12:
                missed.append((name_of(case), differences(case)))
        except Exception as error:
            missed.append((name_of(case), type(error).__name__, str(error)[:150]))
    assert missed == [] and len(CASES) > 350, "\n".join(map(str, missed))


@pytest.mark.parametrize("op", sorted(HERE))
def test_every_operation_has_samples(op):
    assert any(case["op"] == op for case in CASES)
