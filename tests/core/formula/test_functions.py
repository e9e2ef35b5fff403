"""The table of typed functions agrees with the table of operations."""

import pytest
from gradstep.core.formula import parse_expression, walk, write
from gradstep.core.formula.functions import ALIASES, ALSO_NAMES, FUNCTIONS, WHERE, Function, function_named
from gradstep.core.formula.tree import Apply
from gradstep.core.ops import OPS

REAL = [row for row in FUNCTIONS.values() if row.op]
WRITTEN_OUT = [row for row in FUNCTIONS.values() if row.expansion]
CONTRACT = [
    *(
        "exp",
        "log",
        "sin",
        "cos",
        "tan",
        "tanh",
        "sqrt",
        "abs",
        "max",
        "min",
        "sum",
        "mean",
        "norm2",
        "sigmoid",
        "relu",
    ),
    *("leaky_relu", "elu", "selu", "softplus", "swish", "gelu", "step", "sign", "softmax", "logsumexp", "dot"),
    "transpose",
]


@pytest.mark.parametrize("row", REAL, ids=[row.name for row in REAL])
def test_a_function_means_an_operation_with_as_many_inputs_and_these_attributes(row: Function) -> None:
    op = OPS[row.op]
    assert len(op.inputs) == len(row.inputs) or op.inputs[-1].startswith("*") == row.inputs[-1].startswith("*")
    assert op.takes(len(row.inputs))
    assert set(row.attributes) <= set(op.attributes)
    assert not row.pairwise or OPS[row.pairwise].takes(2)


@pytest.mark.parametrize("row", REAL, ids=[row.name for row in REAL])
def test_a_function_is_called_as_its_signature_says(row: Function) -> None:
    letters = [letter.strip("*") for letter in row.inputs]
    call = f"{row.name}({', '.join(letters + ['1'] * len(row.attributes) * (not row.pairwise))})"
    tree = parse_expression(call)
    assert isinstance(tree, Apply)
    assert tree.op == row.op
    assert row.name in row.signature


@pytest.mark.parametrize("row", WRITTEN_OUT, ids=[row.name for row in WRITTEN_OUT])
def test_what_is_no_operation_is_written_out_in_operations(row: Function) -> None:
    tree = parse_expression(f"{row.name}(y)")
    assert all(part.op in OPS for part in walk(tree) if isinstance(part, Apply))
    assert {part.span for part in walk(tree) if isinstance(part, Apply)} == {(1, len(row.name) + 4)}


@pytest.mark.parametrize("alias", ALIASES)
def test_an_alias_means_its_function(alias: str) -> None:
    assert function_named(alias) is FUNCTIONS[ALIASES[alias]]
    assert alias not in FUNCTIONS


def test_the_promised_functions_are_there() -> None:
    assert set(CONTRACT) <= set(FUNCTIONS)
    assert WHERE not in FUNCTIONS
    assert set(ALIASES) >= ALSO_NAMES


@pytest.mark.parametrize("op", [op for op in OPS.values() if op.symbolic], ids=lambda op: op.name)
def test_the_symbolic_text_of_every_operation_can_be_read(op: object) -> None:
    text, names = op.symbolic, [*op.inputs, *op.attributes]  # type: ignore[attr-defined]
    tree = parse_expression(text, [name.strip("*") for name in names])
    assert all(part.op in OPS for part in walk(tree) if isinstance(part, Apply))
    assert parse_expression(write(tree, "ascii"), [name.strip("*") for name in names]) == tree
