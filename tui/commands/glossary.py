"""`gradstep glossary [TERM]`: what a word means, its symbols in five notations, and where it is taught."""

from __future__ import annotations

import sys

from ..face import Face
from ..glossary import glossary_lines
from ..options import Call


def run(call: Call, face: Face) -> int:
    """Prints one entry, all meanings of a symbol, or one line for each term."""
    rows = glossary_lines(" ".join(call.given), None, face)
    sys.stdout.write("\n".join(face.shown(row) for row in rows) + "\n")
    return 0
