"""What have people typed? Formulas: read into trees, written in three styles, evaluated, and never run as code."""

from .assignments import parse_assignments
from .evaluator import evaluate, evaluate_formula, holds
from .limits import ANSWER_LIMITS, ASSIGNMENT_LIMITS, FORMULA_LIMITS, Limits
from .numbers import NumberReading, parse_number
from .parser import parse, parse_condition, parse_expression
from .printer import write, write_formula
from .tree import (
    NOWHERE,
    Apply,
    Compare,
    Definition,
    Entry,
    Formula,
    Logic,
    Matrix,
    Name,
    Number,
    Span,
    Tree,
    Where,
    given_names,
    names_of,
    substitute,
    walk,
)

__all__ = [
    "ANSWER_LIMITS",
    "ASSIGNMENT_LIMITS",
    "FORMULA_LIMITS",
    "NOWHERE",
    "Apply",
    "Compare",
    "Definition",
    "Entry",
    "Formula",
    "Limits",
    "Logic",
    "Matrix",
    "Name",
    "Number",
    "NumberReading",
    "Span",
    "Tree",
    "Where",
    "evaluate",
    "evaluate_formula",
    "given_names",
    "holds",
    "names_of",
    "parse",
    "parse_assignments",
    "parse_condition",
    "parse_expression",
    "parse_number",
    "substitute",
    "walk",
    "write",
    "write_formula",
]
