"""What does `gradstep …` do? Reads the call, decides the face, and hands over to one command.

Every complaint is one sentence on standard error, never a traceback. Exit codes: 0 done, 1 the thing asked is false or
failed, 2 usage. Commands are imported when they are called, so that the first screen waits for nothing it can spare.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from shutil import get_terminal_size

# One thread for the linear algebra: replay is bit-identical, and thirty sessions on one host do not fight. It has to
# be said before NumPy is imported for the first time.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from ..core.errors import GradstepError
from ..core.words import message
from ..core.words.reasons import system_reason
from .face import Face, read_face
from .options import Call, UsageError, help_text, read_call
from .remembered import keep_student, with_options
from .streams import lose_output, open_streams


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the program; answers the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    open_streams()
    face = None
    try:
        face = _fallback_face(given)
        call = read_call(given)
        face = with_options(read_face(call, os.environ, time.time, sys.stdout.encoding or "ascii"), call)
        if call.has("student") and face.student:
            keep_student(face)
        return _answer(call, face)
    except BrokenPipeError:
        # Whoever read us has gone, as in `gradstep frames … | head`: nothing is wrong, and nothing more can be said.
        lose_output()
        return 0
    except KeyboardInterrupt:
        return 130
    except UsageError as error:
        _complain(face, error)
        return 2
    except GradstepError as error:
        _complain(face, error)
        return 1
    except Exception as error:
        return _ended_by(face, error)


def _ended_by(face: Face | None, error: Exception) -> int:
    """What is said when something ends the program that nobody has foreseen; answers the exit code."""
    if face is None:
        _tell(f"{type(error).__name__}: {error}")
    elif isinstance(error, OSError) and error.filename is None:
        # A file would have a name; without one it is the output.
        lose_output()
        _tell(face.say(message("cli.no-output", reason=system_reason(error))))
    else:
        from .defects import tell_defect

        _tell(tell_defect(face, error, is_kept=False))
    return 1


def _answer(call: Call, face: Face) -> int:
    if call.has("version"):
        # It brings a reader of e-mail headers, which no other command needs.
        from importlib import metadata

        _print(f"gradstep {metadata.version('gradstep')}")
        return 0
    if call.has("help"):
        _print(help_text(call, face.words, face.language, get_terminal_size((80, 24)).columns))
        return 0
    module = import_module(f".commands.{call.command.name.replace('-', '_')}", __package__)
    run: Callable[[Call, Face], int] = module.run
    code = run(call, face)
    sys.stdout.flush()
    return code


def _fallback_face(arguments: Sequence[str]) -> Face:
    """A face for complaints about the call itself: the language of `--lang` if it is there at all, or the usual one."""
    spanish = any(word == "--lang=es" or pair == ("--lang", "es") for word, pair in _with_pairs(arguments))
    english = any(word == "--lang=en" or pair == ("--lang", "en") for word, pair in _with_pairs(arguments))
    options = {"lang": "es"} if spanish else {"lang": "en"} if english else {}
    call = Call(read_call([]).command, (), options)
    return with_options(read_face(call, os.environ, time.time, sys.stdout.encoding or "ascii"), call)


def _with_pairs(arguments: Sequence[str]) -> list[tuple[str, tuple[str, str]]]:
    return [(word, (word, following)) for word, following in zip(arguments, [*arguments[1:], ""], strict=False)]


def _complain(face: Face | None, error: GradstepError) -> None:
    _tell(face.say(error.message) if face is not None else str(error))


def _tell(text: str) -> None:
    """One sentence on standard error; where that cannot be written either, nothing can be said."""
    try:
        sys.stderr.write(f"gradstep: {text}\n")
        sys.stderr.flush()
    except OSError:
        pass


def _print(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
