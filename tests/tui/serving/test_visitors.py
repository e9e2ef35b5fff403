"""The bench of visitors: they open the page as a browser does, and every step of each is answered."""

import pytest

from bench.visitors import visited

pytest.importorskip("textual_serve")
pytestmark = pytest.mark.pty


def test_every_step_of_every_visitor_is_answered_and_all_programs_are_counted():
    found = {name: value for name, (value, _, _) in visited(count=2, seconds=2).items()}
    assert found["steps that nothing answered"] == 0
    assert 0 < found["a step each second, median"] < 5_000 and found["bytes a step"] > 0.1
    alone = 0.01
    assert found["memory of all, server included (PSS)"] > 3 * alone
