"""`gradstep check FILE.py`: a learner's own engine, run apart and held against ours, rule by rule."""

from __future__ import annotations

import sys
from pathlib import Path
from textwrap import wrap

from ...core.checking.examine import Finding, examine
from ...core.checking.template import template
from ...core.errors import GradstepError
from ...core.plain_files import read_plain
from ...core.words import message
from ...core.words.controls import visible
from ...core.words.reasons import system_reason
from ..face import Face
from ..new_file import write_new
from ..options import Call, UsageError

MOST_BYTES = 100_000
NAME = "engine.py"
WIDTH = 78
MARKS = {"right": "✓", "wrong": "✗", "not-tried": "·"}


def run(call: Call, face: Face) -> int:
    """Prints how every rule stands, or a file to begin with; 0 when the engine is right."""
    if call.has("template"):
        return _begin(call, face)
    if not call.given:
        raise UsageError("cli.missing", command="gradstep check [FILE.py]", missing="FILE.py")
    path = Path(call.given[0])
    found = examine(_read(path))
    for finding in found:
        sys.stdout.write(_told(finding, face) + "\n")
    is_right = all(finding.state == "right" for finding in found)
    sys.stdout.write(face.say(message("check.all-right" if is_right else "check.not-yet")) + "\n")
    return 0 if is_right else 1


def _begin(call: Call, face: Face) -> int:
    """Prints the file with blanks, or writes it where a name is given."""
    path = Path(call.given[0]) if call.given else None
    text = template(face.words, face.language, NAME if path is None else path.name)
    if path is None:
        sys.stdout.write(text)
        return 0
    write_new(path, text, "check.exists")
    sys.stdout.write(face.say(message("check.written", path=str(path))) + "\n")
    return 0


def _read(path: Path) -> bytes:
    """The file. Raises GradstepError for what is no plain file of some pages."""
    try:
        source = read_plain(path, MOST_BYTES)
    except OSError as error:
        raise GradstepError("check.not-plain", path=str(path), reason=system_reason(error)) from None
    if len(source) > MOST_BYTES:
        raise GradstepError("check.too-large", path=str(path), most=MOST_BYTES)
    return source


def _told(finding: Finding, face: Face) -> str:
    """A rule with its mark, and what is wrong with it below."""
    mark, rule = face.shown(MARKS[finding.state]), face.say(message(f"check.rule-{finding.rule}"))
    tried = f" ({finding.count})" if finding.count else ""
    rows = [f"{mark:2} {rule}{tried}"]
    if finding.state == "not-tried":
        rows[0] += face.say(message("check.not-tried"))
    if finding.said is not None:
        said = visible(face.shown(face.say(finding.said)))
        rows += wrap(said, WIDTH, initial_indent="   ", subsequent_indent="   ", break_on_hyphens=False)
    return "\n".join(rows)
