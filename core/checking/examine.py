"""Which rule of an engine is wrong, on which input, and which slip was it? A file is run apart, its answers compared.

The cases follow from the file itself, so the same file meets the same cases, and nobody can write their answers into
it. The first rule that fails ends the examination: what stands on it would fail with it.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from math import isclose
from pathlib import Path
from typing import Any, Literal
from zlib import crc32

from ..errors import GradstepError
from ..words import Message, message
from ..words.reasons import system_reason
from .cases import RULES, Case, Rule, cases
from .child import FILE, MEMORY, SECONDS

CLOCK_SECONDS = 2.0 * SECONDS
MOST_ANSWERED = 1 << 20
"""Bytes that are read of what the child answers."""
CHILD = Path(__file__).with_name("child.py")
TOLERANCE = 1e-7
State = Literal["right", "wrong", "not-tried"]


@dataclass(frozen=True)
class Finding:
    """How a rule stands; `said` tells what is wrong with it."""

    rule: str
    state: State
    count: int = 0
    """On how many inputs it was tried."""
    said: Message | None = None
    slip: str | None = None


def examine(source: bytes) -> tuple[Finding, ...]:
    """How every rule stands for the engine in a file, `file` for the file itself first.

    Raises GradstepError where there is no room to run it.
    """
    tried = cases(crc32(source))
    try:
        answers, ended = _answers(source, tried)
    except OSError as error:
        raise GradstepError("check.no-room", reason=system_reason(error)) from None
    loading = answers[0] if answers else None
    problem = ended if loading is None else _load_problem(loading)
    if problem is not None:
        return (Finding("file", "wrong", said=problem), *(Finding(rule, "not-tried") for rule in RULES))
    return (Finding("file", "right"), *_findings(tried, answers[1:], ended))


def _findings(tried: Sequence[Case], answers: Sequence[Mapping[str, object]], ended: Message) -> list[Finding]:
    """A finding for each rule, up to the first that is wrong."""
    found: list[Finding] = []
    for rule in RULES:
        if found and found[-1].state != "right":
            found.append(Finding(rule, "not-tried"))
            continue
        mine = [(at, case) for at, case in enumerate(tried) if case.rule == rule]
        wrong = next(filter(None, (_wrong(case, answers, at, ended) for at, case in mine)), None)
        found.append(wrong or Finding(rule, "right", len(mine)))
    return found


def _wrong(case: Case, answers: Sequence[Mapping[str, Any]], at: int, ended: Message) -> Finding | None:
    """What is wrong with the answer to a case; None where it is right."""
    if at >= len(answers):
        said = message("check.while", said=ended, case=case.text)
        return Finding(case.rule, "wrong", said=said)
    answer = answers[at]
    if "error" in answer:
        return Finding(case.rule, "wrong", said=message("check.while", said=_raised(answer, case.rule), case=case.text))
    got = answer[case.part][case.at]
    if _same(got, case.truth):
        return None
    slip = next((slip for slip, wrong in case.slips.items() if _same(got, wrong)), None)
    why = message(f"check.slip-{slip}" if slip is not None else f"check.wrong-{case.part}")
    said = message("check.differs", case=case.text, got=_written(got), wanted=_written(case.truth), why=why)
    return Finding(case.rule, "wrong", said=said, slip=slip)


def _same(got: Any, wanted: Any) -> bool:
    if isinstance(wanted, Mapping):
        return all(_same(got[name], value) for name, value in wanted.items())
    if isinstance(wanted, list | tuple):
        return len(got) == len(wanted) and all(map(_same, got, wanted))
    return isclose(got, wanted, rel_tol=TOLERANCE, abs_tol=1e-12)


def _written(value: object) -> str:
    """A number, numbers, or names with theirs: `x: 3, y: -4`."""
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {number:.6g}" for name, number in value.items())
    return ", ".join(f"{one:.6g}" for one in value) if isinstance(value, list | tuple) else f"{value:.6g}"


def _load_problem(loading: Mapping[str, Any]) -> Message | None:
    """Why nothing could be tried."""
    if "error" in loading:
        return _raised(loading, None)
    missing = loading["missing"]
    return message("check.no-class", names=missing, count=len(missing)) if missing else None


OWN = {
    "SyntaxError": "syntax", "IndentationError": "syntax", "TabError": "syntax", "MemoryError": "memory",
    "SystemExit": "exit", "KeyboardInterrupt": "exit", "EOFError": "input", "full": "full", "RecursionError": "deep",
    "WrongCountError": "wrong-count", "NotANumberError": "not-a-number", "MissingError": "no-gradient",
}  # fmt: skip
"""Exceptions that have a sentence of their own."""


def _raised(answer: Mapping[str, Any], rule: Rule | None) -> Message:
    """What an exception means for who wrote the file."""
    name, said, line, arguments = answer["error"], answer["said"], answer["line"], answer["arguments"]
    told = {"error": name, "said": said, "line": line, "gigabytes": MEMORY >> 30}
    if name == "Refused":
        return message(f"check.{said}", line=line)
    if name == "NameError" and "___" in said:
        return message("check.blank", line=line)
    if name == "TypeError" and "positional argument" in said and "given" in said:
        return message("check.self", **told)
    if name in OWN:
        return message(f"check.{OWN[name]}", first=arguments[0] if arguments else "",
                       second=arguments[1] if len(arguments) > 1 else "", **told)  # fmt: skip
    if rule == "graph-shuffled" and name != "NameError":
        return message("check.shuffled", **told)
    return message("check.exception" if line else "check.exception-outside", **told)


def _answers(source: bytes, tried: Sequence[Case]) -> tuple[list[dict[str, object]], Message]:
    """What the file answers, case by case, and why there is no more."""
    wanted = json.dumps([case.request for case in tried]).encode()
    with tempfile.TemporaryDirectory(prefix="gradstep-") as folder:
        (Path(folder) / FILE).write_bytes(source)
        process = subprocess.Popen(
            [sys.executable, "-I", str(CHILD)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, cwd=folder, env={}, close_fds=True, start_new_session=True,
        )  # fmt: skip
        try:
            out, _ = process.communicate(wanted, timeout=CLOCK_SECONDS)
            code = process.returncode
        except subprocess.TimeoutExpired:
            _kill(process.pid)
            out, _ = process.communicate()
            code = -signal.SIGXCPU
        finally:
            _kill(process.pid)
    return _lines(out[:MOST_ANSWERED]), _end(code)


def _kill(group: int) -> None:
    """Ends the child and whatever it has started."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)


def _lines(out: bytes) -> list[dict[str, Any]]:
    """The answers, up to the first that is none."""
    found: list[dict[str, Any]] = []
    for line in out.split(b"\n"):
        try:
            answer = json.loads(line)
        except ValueError:
            break
        if not isinstance(answer, dict):
            break
        found.append(answer)
    return found


def _end(code: int) -> Message:
    """Why a child that has not answered everything ended."""
    if code == -signal.SIGXCPU:
        return message("check.loop", seconds=SECONDS)
    return message("check.ended")
