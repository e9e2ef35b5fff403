"""Is a replay the same run? A recording has hashes and states of the run at some cursors, and where it was computed.

A recording travels as JSON. If a replay comes to a cursor whose hash differs, it believes the recorded numbers: it goes
on from those, and says so.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..arrays import Value
from ..errors import RecordError
from .fingerprint import state_hash

FORMAT = 1


@dataclass(frozen=True, eq=False)
class Recording:
    """What we know of a run that was computed earlier, perhaps on another machine."""

    fingerprint: Mapping[str, str] = field(default_factory=dict[str, str])
    hashes: Mapping[int, str] = field(default_factory=dict[int, str])
    states: Mapping[int, Value] = field(default_factory=dict[int, Value])
    """Fewer than the hashes, perhaps none: a hash finds a difference, a state mends it."""

    def differs(self, cursor: int, vector: Value) -> bool:
        """Was a different state recorded at this cursor?"""
        wanted = self.hashes.get(cursor)
        return wanted is not None and wanted != state_hash(vector)

    def to_json(self) -> dict[str, object]:
        """The recording as plain data: the bytes of a state in base64, lowest byte first."""
        states = {
            str(at): {"type": vector.dtype.name, "bytes": base64.b64encode(_little(vector).tobytes()).decode("ascii")}
            for at, vector in self.states.items()
        }
        hashes = {str(at): found for at, found in self.hashes.items()}
        return {"format": FORMAT, "fingerprint": dict(self.fingerprint), "hashes": hashes, "states": states}


def record_states(states: Mapping[int, Value], fingerprint: Mapping[str, str], keep: bool = True) -> Recording:
    """A recording of these states by cursor; without `keep`, only of their hashes."""
    hashes = {at: state_hash(vector) for at, vector in states.items()}
    return Recording(fingerprint, hashes, dict(states) if keep else {})


def read_recording(document: Any) -> Recording:
    """A recording from plain data. Raises RecordError if that is not a recording."""
    try:
        if document["format"] != FORMAT:
            raise ValueError
        fingerprint = {str(name): str(value) for name, value in document["fingerprint"].items()}
        hashes = {int(at): str(found) for at, found in document["hashes"].items()}
        states = {int(at): _vector(entry) for at, entry in document["states"].items()}
    except (KeyError, TypeError, ValueError, AttributeError, binascii.Error):
        raise RecordError("learning.recording") from None
    return Recording(fingerprint, hashes, states)


def _vector(entry: Mapping[str, str]) -> Value:
    if entry["type"] not in ("float64", "float32"):
        raise ValueError
    kind = np.dtype(entry["type"])
    vector = np.frombuffer(base64.b64decode(entry["bytes"], validate=True), dtype=kind.newbyteorder("<"))
    return vector.astype(kind)


def _little(vector: Value) -> Value:
    return vector.astype(vector.dtype.newbyteorder("<"))
