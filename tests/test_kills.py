"""Killed at random moments: what was acknowledged is there, nothing is damaged, and no traceback is ever seen."""

import tempfile
from pathlib import Path

import pytest

from bench.kills import Found, _killed, killed
from bench.ptys import Terminal

pytest.importorskip("pyte")


def test_what_was_acknowledged_survives_every_kill():
    found = killed(3, seed=7)
    assert found.kills == 3 and found.kept
    assert (found.lost, found.elsewhere, found.damaged, found.tracebacks) == (0, 0, 0, 0)


def test_a_loss_a_damage_and_a_traceback_would_be_counted():
    folder = Path(tempfile.mkdtemp()) / "visits"
    folder.mkdir()
    (folder / "torn.jsonl").write_text('{"half', encoding="utf-8")
    found = Found()
    with Terminal(["sh", "-c", "echo Traceback; sleep 9"]) as terminal:
        assert terminal.until(b"Traceback")
        _killed(terminal, b"Traceback", folder, {"a line that was kept"}, found, is_settled=True)
    assert (found.lost, found.damaged, found.tracebacks, found.kills) == (1, 1, 1, 1)
