"""What is the way there of a recurrent network made of? Rows, step by step, with what people get wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..rows import Row, Rows
from .cells import GREEK, Stage, written
from .network import Network


def make_rows(network: Network) -> Rows:
    """Every value of the forward pass, and the loss, over what is given."""
    made = [
        row for t in range(1, network.steps + 1) for stage in network.cell.stages for row in _stage(network, stage, t)
    ]
    made += [Row(f"O{t}", network.equation("O", t), {"bias-forgotten": f"O{t} - beta0"})
             for t in range(1, network.steps + 1)]  # fmt: skip
    if network.target is not None:
        error = f"(y - {network.output})"
        made.append(Row("loss", f"{error}^2/2", {"factor-two": f"{error}^2", "square-dropped": f"{error}/2"}))
    return Rows(network.given, made, lambda name: GREEK.get(name, name))


def size_rows(network: Network) -> Rows:
    """How many parameters there are, whatever the number of time steps."""
    gates, bare = len(network.cell.gates), "inputs*units + units*units"
    times = "gates*" if gates > 1 else ""
    slips = {"weights-per-step": "size.cell*steps", "biases-not-counted:cell": f"{times}({bare})",
             "recurrent-weights-forgotten": f"{times}(inputs*units + units)"}  # fmt: skip
    whole = {**slips, "biases-not-counted:cell": f"{slips['biases-not-counted:cell']} - 1"}
    return Rows(
        {"inputs": network.inputs, "units": network.units, "gates": gates, "steps": network.steps},
        (
            Row("size.cell", f"{times}({bare} + units)", slips, any_formula=False),
            Row("size.parameters", "size.cell + units + 1",
                {id: f"{slip} + units + 1" for id, slip in whole.items()}, any_formula=False),
        ),
        exact=str,
    )  # fmt: skip


def _stage(network: Network, stage: Stage, t: int) -> Iterator[Row]:
    """The equations of a stage, with what becomes of them without memory, bias or activation."""
    first, *rest = stage.letters
    slips = _combined(network, first, t) if stage.gate is None else _summed(network, stage, t)
    yield Row(f"{first}{t}", network.equation(first, t), slips)
    for letter in rest:
        slips = {"activation-forgotten": f"{first}{t}", **_other(network, letter, f"{first}{t}", t)}
        yield Row(f"{letter}{t}", network.equation(letter, t), slips)


def _summed(network: Network, stage: Stage, t: int) -> Mapping[str, str]:
    """A pre-activation without what it remembers, or without its bias."""
    here, state = f"{stage.letters[0]}{t}", network.cell.state
    _, weight, bias = stage.weights
    reset = f"r{t}*" if stage.key == "n" else ""
    remembered = written(f"({reset}{state}{t - 1}) @ {weight}", t, "linear", network.is_scalar)
    found = {"memory-forgotten": f"{here} - {remembered}", "bias-forgotten": f"{here} - {bias}"}
    if not reset:
        begun = written(f"{state}0 @ {weight}", t, "linear", network.is_scalar)
        found["start-again"] = f"{here} - {remembered} + {begun}"
    return found


def _other(network: Network, letter: str, before: str, t: int) -> Mapping[str, str]:
    """The other function: tanh for σ, σ for tanh."""
    others = {"sigmoid": "tanh", "tanh": "sigmoid"}
    used = network.equation(letter, t).partition("(")[0]
    return {"other-squash": f"{others[used]}({before})"} if used in others else {}


def _combined(network: Network, letter: str, t: int) -> Mapping[str, str]:
    """The memory or the state put together from the wrong parts."""
    if letter == "c":
        kept, new = f"f{t}*c{t - 1}", f"i{t}*g{t}"
        return {"gates-swapped": f"i{t}*c{t - 1} + f{t}*g{t}", "memory-overwritten": new, "memory-only-kept": kept}
    if network.kind == "lstm":
        return {"activation-forgotten": f"o{t}*c{t}"}
    kept, taken = (f"z{t}", f"(1 - z{t})") if network.kind == "gru" else (f"(1 - z{t})", f"z{t}")
    return {"other-convention": f"{kept}*n{t} + {taken}*h{t - 1}", "memory-overwritten": f"{taken}*n{t}"}
