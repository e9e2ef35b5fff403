"""What does the file of a learner answer? Run as a process of its own, and alone: it imports nothing of this program.

It reads what is wanted on standard input, loads the file, and writes one line of JSON for every case to what was its
standard output. Before that it gives up what the file has no use for: time, memory, large files, other processes, the
network. What the file prints goes into a file of limited size. These are limits against accidents, not against malice:
the file is the learner's own, and runs under her own account.
"""

import contextlib
import errno
import importlib.util
import json
import os
import signal
import sys
import traceback

SECONDS, MEMORY, FILE_SIZE, FILES = 5, 1 << 30, 1 << 20, 64
FILE = "engine.py"


class Refused(Exception):
    """Something that the file may not do; the reason is one word."""


def limit() -> None:
    """Gives up time, memory, large files and many files; where a system knows no such limit, nothing is given up."""
    with contextlib.suppress(ImportError):
        import resource

        for kind, most in (
            (resource.RLIMIT_CPU, SECONDS),
            (resource.RLIMIT_AS, MEMORY),
            (resource.RLIMIT_FSIZE, FILE_SIZE),
            (resource.RLIMIT_NOFILE, FILES),
            (resource.RLIMIT_CORE, 0),
        ):
            with contextlib.suppress(ValueError, OSError):
                # behind the soft limit there is a signal of its own, behind the hard one none that tells
                resource.setrlimit(kind, (most, most + 1))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)


STARTS = (
    "os.fork",
    "os.forkpty",
    "os.exec",
    "os.posix_spawn",
    "os.spawn",
    "os.system",
    "subprocess.Popen",
    "pty.spawn",
)
CONNECTS = ("socket.connect", "socket.bind", "socket.getaddrinfo")


def watch(event: str, given: tuple) -> None:
    """Refuses what starts processes or reaches out; said by the interpreter before it is done."""
    if event in STARTS:
        raise Refused("process")
    if event in CONNECTS:
        raise Refused("network")


def load():
    """The module in the file. Raises whatever the file raises."""
    spec = importlib.util.spec_from_file_location("engine", FILE)
    if spec is None or spec.loader is None:
        raise ImportError(FILE)
    module = importlib.util.module_from_spec(spec)
    sys.modules["engine"] = module
    spec.loader.exec_module(module)
    return module


def number(value, what: str) -> float:
    """A result as a number. Raises TypeError, which the learner sees."""
    try:
        return float(value)
    except (TypeError, ValueError):
        raise NotANumberError(what, type(value).__name__) from None


class NotANumberError(Exception):
    """A result that is no number: what it was, and of which type."""


def gradients(result, count: int) -> list:
    """What `Gate.backward` gave: one number for each input."""
    result = result.tolist() if hasattr(result, "tolist") else result
    if result is None:
        return [number(result, "Gate.backward")]
    found = list(result) if isinstance(result, (tuple, list)) else [result]
    if len(found) != count:
        raise WrongCountError(len(found), count)
    return [number(one, "Gate.backward") for one in found]


class WrongCountError(Exception):
    """Another number of results than there are inputs."""


def gate_case(module, case: dict) -> dict:
    """Two gates, forwards one after the other, then the first one backwards: each has to keep its own values."""
    gates = [module.Gate(case["op"]) for _ in case["inputs"]]
    values = [number(gate.forward(*given), "Gate.forward") for gate, given in zip(gates, case["inputs"], strict=True)]
    if not case["backward"]:
        return {"values": values}
    backwards = [
        gradients(gate.backward(case["dz"]), len(given)) for gate, given in zip(gates, case["inputs"], strict=True)
    ]
    return {"values": values, "gradients": backwards}


def graph_case(module, case: dict) -> dict:
    """One graph, forwards and backwards as often as there are leaves."""
    graph = module.Graph([(name, op, tuple(inputs)) for name, op, inputs in case["nodes"]])
    values, found = [], []
    for leaves in case["leaves"]:
        values.append(number(graph.forward(dict(leaves)), "Graph.forward"))
        if case["backward"]:
            result = graph.backward()
            missing = [name for name in leaves if not isinstance(result, dict) or name not in result]
            if missing:
                raise MissingError(missing[0], type(result).__name__)
            found.append({name: number(result[name], "Graph.backward") for name in leaves})
    return {"values": values, "gradients": found}


class MissingError(Exception):
    """`Graph.backward` gave no gradient for a leaf."""


def is_ours(error: BaseException) -> bool:
    """Is it an exception of this file, whose arguments are names and counts?"""
    return isinstance(error, (NotANumberError, WrongCountError, MissingError))


def line_of_nul() -> int:
    """The line of the first NUL, for which Python names no line; 0 without any."""
    with open(FILE, "rb") as file:  # noqa: PTH123 - the child imports as little as it can
        before, nul, _ = file.read().partition(b"\0")
    return before.count(b"\n") + 1 if nul else 0


def told(error: BaseException) -> dict:
    """What went wrong, as data; the line is that of the file."""
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename.endswith(FILE)]
    if isinstance(error, SyntaxError) and str(error.filename).endswith(FILE) and error.lineno:
        lines.append(error.lineno)
    elif isinstance(error, (SyntaxError, ValueError)) and not lines:
        lines.append(line_of_nul())
    is_full = isinstance(error, OSError) and error.errno == errno.EFBIG
    return {
        "error": "full" if is_full else type(error).__name__,
        "said": str(error.msg if isinstance(error, SyntaxError) else error)[:200].encode("utf-8", "replace").decode(),
        "arguments": [part for part in error.args if isinstance(part, (str, int))][:2] if is_ours(error) else [],
        "line": lines[-1] if lines else 0,
    }


def main() -> None:
    """Answers every case, each with a line of its own; the first line says whether the file could be loaded."""
    wanted = json.loads(sys.stdin.buffer.read())
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    printed = os.open("printed.txt", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for stream in (1, 2):
        os.dup2(printed, stream)
    limit()
    sys.addaudithook(watch)

    def answer(data: dict) -> None:
        answers.write(json.dumps(data) + "\n")
        answers.flush()

    try:
        module = load()
        missing = [name for name in ("Gate", "Graph") if not hasattr(module, name)]
        answer({"missing": missing})
    except BaseException as error:
        answer(told(error))
        os._exit(0)
    for case in wanted:
        try:
            answer((gate_case if "op" in case else graph_case)(module, case))
            sys.stdout.flush()
        except BaseException as error:
            answer(told(error))
            break
    os._exit(0)


if __name__ == "__main__":
    main()
