"""A row says the truth: its formula comes to the quantity it explains, and what follows from the screen holds it."""

import numpy as np
import pytest
from gradstep.core.simulations.kinds import simulate

from .test_every_receipt import specs

FRAMES = 9
MOST_QUANTITIES = 60


def explained(name):
    """(rows, quantity, its value, simulation, cursor) of what has a formula, over some frames of a simulation."""
    simulation = simulate(specs()[name])
    last = simulation.reach(60)
    for cursor in sorted({round(last * part / (FRAMES - 1)) for part in range(FRAMES)}):
        quantities = simulation.frame(cursor).quantities
        names = list(quantities)
        for quantity in names[:: max(1, len(names) // MOST_QUANTITIES)]:
            rows = simulation.rows(cursor, quantity)
            if rows is not None and rows.has_formula(rows.find(quantity)[0]):
                yield rows, quantity, quantities[quantity], simulation, cursor


@pytest.mark.parametrize("name", specs())
def test_the_formula_of_a_row_comes_to_its_quantity_and_what_may_be_answered_holds_the_truth(name):
    for rows, quantity, value, simulation, cursor in explained(name):
        found = np.asarray(rows[quantity], float)
        assert found.shape == np.shape(value), f"frame {cursor}, {quantity}"
        assert np.allclose(found, np.asarray(value, float), rtol=1e-9, atol=1e-9, equal_nan=True), (
            f"frame {cursor}, {quantity}: {found} for {value}"
        )
        within = simulation.within(cursor, quantity)
        if within is not None:
            low, high = (np.asarray(end, float) for end in (within.intervals.low, within.intervals.high))
            assert low.shape == np.shape(value), f"frame {cursor}, {quantity}"
            air = 1e-9 * (1 + np.abs(np.asarray(value, float)))
            assert np.all((low - air <= value) & (value <= high + air)), f"frame {cursor}, {quantity}"


def test_several_kinds_have_rows():
    kinds = {specs()[name].kind for name in specs() if next(explained(name), None) is not None}
    assert {"convolution", "projection", "search", "augmentation", "chain", "text"} <= kinds
