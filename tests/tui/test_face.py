"""Mathematics in ASCII: signs are spelled, and what is spelled does not run into its neighbours."""

import pytest
from gradstep.core.formula.names import GREEK
from gradstep.tui.face import plain_ascii


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("2λw", "2 lambda w"),
        ("λΣw²", "lambda sum w^2"),
        ("σ(z) = 0.5 ± 2σ", "sigmoid(z) = 0.5 +- 2 sigma"),
        ("∂L/∂δ1", "dL/ddelta1"),
        ("η·∂L/∂w", "eta*dL/dw"),
        ("image 4×3, 2 × 3", "image 4x3, 2 * 3"),
        ("¿Cuánto es ŷ₁?", "Cuanto es yhat1?"),
    ],
)
def test_signs_are_spelled(text, spelled):
    assert plain_ascii(text) == spelled
    assert plain_ascii(text).isascii()


def test_no_greek_letter_is_lost():
    assert not [letter for letter in GREEK if len(plain_ascii(letter)) < 2]
