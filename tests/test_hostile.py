"""Bad input of every kind gets a sentence, within a second; `python -m bench hostile` tries 100,000 cases."""

import random

import pytest

from bench.hostile import HOSTILE, LONGEST, spoiled, tried


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_is_spoiled_is_read_or_refused(kind):
    done = tried(kind, 250, seed=7)
    assert not done.failed, done.failed
    assert done.count == 250 and done.slowest < 5 * LONGEST


def test_a_spoiled_text_is_another_one_and_stays_short():
    chance = random.Random(1)
    found = [spoiled("rate = 0.5; hidden = [4, 4]", chance) for _ in range(200)]
    assert len(set(found)) > 190 and max(map(len, found)) <= 20_000
