"""`gradstep completion bash|zsh|fish`: the script by which a shell completes what is typed behind `gradstep`."""

from __future__ import annotations

import sys

from ...core.simulations.kinds import KINDS
from ...core.words import message
from ..completing import SHELLS, Words, script
from ..face import Face
from ..lessons import open_course
from ..options import COMMANDS, GLOBAL, OPEN, Call, UnknownOptionError
from ..topics import INNER


def run(call: Call, face: Face) -> int:
    """Prints the script."""
    shell = call.given[0].strip().lower()
    if shell not in SHELLS:
        raise UnknownOptionError("cli.no-such-shell", shell, SHELLS)
    blocks = open_course(face).blocks
    lessons = [entry.id for block in blocks for entry in block.entries]
    letters = [block.letter for block in blocks]
    said: dict[str, str] = {}
    for command in (OPEN, *COMMANDS):
        said[command.name] = face.say(message(f"command.{command.name}"))
        for option in (*command.options, *GLOBAL):
            said[f"{command.name} --{option.name}"] = face.say(message(f"option.{option.word or option.name}"))
    sys.stdout.write(script(shell, Words(lessons, sorted(set(KINDS) - INNER), letters, said)))
    return 0
