"""What was asked for on the command line? One table of commands, read in both languages.

The table says what every command takes; reading, help and complaints follow from it, so that none of them can disagree
and all of them exist in both languages. Global options may stand anywhere. `--at=x` and `--at x` are the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from textwrap import wrap

from ..core.errors import GradstepError, UnknownNameError
from ..core.lesson.seeds import read_seed
from ..core.whole import whole
from ..core.words import Catalogue, message
from ..core.words.controls import shortened

OPTION = re.compile(r"--[^\W\d_][\w-]*(=|$)", re.DOTALL)
"""What is read as an option: `--2x` is a formula with two signs."""


class UsageError(GradstepError):
    """Arguments that no command takes; the program ends with code 2."""


class UnknownOptionError(UnknownNameError, UsageError):
    """An option or a command that does not exist; lists near ones."""


@dataclass(frozen=True)
class Option:
    """An option; `value` is what stands behind it in the help, None for a switch."""

    name: str
    value: str | None = None
    choices: tuple[str, ...] = ()
    word: str = ""
    """The word that says what it is for, where one command means something else by it."""
    between: str = ""
    """What joins the values of an option that may be given several times."""


@dataclass(frozen=True)
class Command:
    """A command: what it takes in order, and its options. Its sentence is the word `command.NAME`."""

    name: str
    takes: tuple[str, ...] = ()
    """Names of arguments; `[NAME]` may be left out, `[NAME...]` may be repeated."""
    options: tuple[Option, ...] = ()


@dataclass(frozen=True)
class Call:
    """A command with what was given to it."""

    command: Command
    given: tuple[str, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict[str, str])
    """Option name without dashes to its value; a switch that is set has the value `yes`."""

    def has(self, option: str) -> bool:
        """Was this switch set?"""
        return option in self.options

    def get(self, option: str, default: str = "") -> str:
        """The value of an option."""
        return self.options.get(option, default)

    @property
    def seed(self) -> int | None:
        """Whose numbers are asked for; None where nobody's are. Raises GradstepError."""
        return read_seed(self.options["seed"]) if "seed" in self.options else None

    def number(self, option: str, default: int, low: int = 0, high: int | None = None) -> int:
        """The value of an option as a whole number from `low` to `high`. Raises UsageError."""
        text = self.options.get(option)
        if text is None:
            return default
        number = whole(text)
        if number is not None and low <= number and (high is None or number <= high):
            return number
        told = {"option": f"--{option}", "got": shortened(text), "low": low}
        if high is None:
            raise UsageError("cli.not-a-number", **told)
        raise UsageError("cli.out-of-range", high=high, **told)

    def one_of(self, options: Sequence[str]) -> str:
        """Which of options that exclude each other was given; empty for none. Raises UsageError for two."""
        found = [option for option in options if option in self.options]
        if len(found) > 1:
            raise UsageError("cli.exclude", options=[f"--{option}" for option in found])
        return found[0] if found else ""


LEAST_SAID = 30
"""Columns that a sentence of the help has at least."""
TYPED = frozenset({"FORMULA", "ANSWER"})
"""Arguments that are often typed with spaces and without quotes."""
_WORDS = re.compile(r"[a-z]{2,}(-[a-z]+)*")
"""What names of options look like."""
JSON = Option("json")
THEME_NAMES = ("dark", "light", "safe-dark", "safe-light", "high-contrast", "mono")
"""The themes in the order in which the options offer them."""
GLOBAL = (
    Option("lang", "es|en", ("es", "en")),
    Option("ascii"),
    Option("no-color"),
    Option("theme", "NAME", THEME_NAMES),
    Option("lessons", "DIR"),
    Option("student", "NAME"),
    Option("version"),
    Option("help"),
)
SHAPES = ("lines", "histogram", "heat", "confusion")
"""What `plot` draws: a run, or one frame of it."""
SEED = Option("seed", "N")
OPEN = Command("open", ("[LESSON]",), (SEED,))
PAPER = (SEED, Option("students", "FILE"), Option("key"), Option("most", "N"),
         Option("format", "md|tex|html", ("md", "tex", "html")), Option("to", "FILE", word="hand-in-to"))  # fmt: skip
COMMANDS = (
    Command("explore", ("[FORMULA]",), (Option("at", "a=1,b=2", word="explore-at", between=", "),
                                    Option("set", "knob=value", between="; "),
                                    Option("csv", "FILE", word="lab-csv"), Option("target", "COLUMN"))),
    Command("lab", (), (Option("set", "knob=value", word="lab-set", between="; "),
                        Option("turn", "N: knob=value", between=" | "), Option("frame", "N"), Option("choose", "UNIT"),
                        Option("csv", "FILE", word="lab-csv"), Option("target", "COLUMN"),
                        Option("beside", "knob=value"), Option("first"), Option("plain"),
                        Option("challenge", "CHALLENGE"))),
    Command("solve", ("FORMULA",), (Option("at", "a=1,b=2", between=", "), Option("wrt", "a,b", between=","),
                                    Option("upstream", "1"), JSON,
                                    Option("latex"), Option("markdown"))),
    Command("judge", ("ANSWER",), (Option("of", "FORMULA"), Option("wrt", "a", word="judge-wrt"),
                                   Option("at", "a=1,b=2", word="judge-at", between=", "),
                                   Option("positive", "a,b", between=","), JSON, Option("wait"))),
    Command("frames", ("[LESSON]",), (Option("simulation", "NAME"), Option("from", "I"), Option("to", "J"), JSON,
                                      Option("describe", "KIND"))),
    Command("plot", ("LESSON",), (Option("of", "loss, W1[0,0]", word="plot-of", between="; "),
                                    Option("as", "lines", SHAPES), Option("at", "FRAME", word="plot-at"),
                                    Option("from", "I"), Option("to", "J"), Option("every", "N"), Option("log"),
                                    Option("set", "knob=value", between="; "), Option("simulation", "NAME"),
                                    Option("width", "N"), Option("height", "N"), Option("save", "FILE"), JSON)),
    Command("plain", ("LESSON",), (SEED,)),
    Command("lessons", (), (JSON,)),
    Command("progress", (), (JSON, Option("reset", "LESSON"))),
    Command("review", (), (Option("count", "N"), Option("all"))),
    Command("practice", ("[TOPIC]",), (Option("level", "1|2|3", ("1", "2", "3")),
                                       Option("seed", "N", word="practice-seed"))),
    Command("verify", ("[PATH...]",), (JSON, Option("sarif"), Option("watch"), Option("jobs", "N"))),
    Command("new", ("ID",)),
    Command("record", ("FORMULA",), (Option("id", "ID", word="record-id"), Option("to", "FILE", word="hand-in-to"),
                                     Option("at", "a=1,b=2", word="explore-at", between=", "),
                                     Option("set", "knob=value", between="; "))),
    Command("hand-in", ("[LESSON...]",), (Option("id", "ID"), Option("to", "FILE", word="hand-in-to"))),
    Command("report", ("FOLDER...",), (
        Option("steps"), Option("csv"), Option("json", word="report-json"), Option("moodle", "FILE"),
        Option("canvas", "FILE"), Option("column", "NAME"), Option("score", "right|first", ("right", "first")),
        Option("nbgrader"), Option("xapi"), Option("jobs", "N"), Option("dask", "ADDRESS"),
    )),
    Command("cast", ("LESSON",), (SEED, Option("size", "80x24"), Option("to", "FILE", word="hand-in-to"))),
    Command("present", ("LESSON",), (SEED, Option("from", "N", word="present-from"), Option("group", "GROUP"),
                                     Option("name", "NAME", word="present-name"), Option("socket", "PATH"),
                                     Option("one-account"))),
    Command("follow", ("[WHO]",), (Option("plain", word="follow-plain"),)),
    Command("worksheet", ("LESSON",), PAPER),
    Command("exam", ("LESSON...",), (*PAPER, Option("title", "TEXT"))),
    Command("glossary", ("[TERM...]",)),
    Command("check", ("[FILE.py]",), (Option("template"),)),
    Command("serve", ("[LESSON]",), (Option("host", "127.0.0.1"), Option("port", "8000"), Option("sessions", "30"),
                                     Option("idle", "3600"), Option("own-state"))),
    Command("completion", ("SHELL",)),
    Command("doctor", (), (JSON,)),
)  # fmt: skip


def read_call(arguments: Sequence[str]) -> Call:
    """The call that the arguments spell. Raises UsageError, UnknownOptionError."""
    waiting, words, options = list(arguments), list[str](), dict[str, str]()
    known = {option.name: option for option in GLOBAL}
    command = _command(waiting)
    known |= {option.name: option for option in command.options}
    only_words = False
    while waiting:
        word = waiting.pop(0)
        # behind `--`, what a command takes may begin with dashes; once it has that, options are options again
        is_taken = only_words and len(words) - (command is not OPEN) < _most(command)
        if word == "--" and not is_taken:
            only_words = True
        elif is_taken or not OPTION.match(word) or _is_answer(word, command):
            words.append(word if is_taken else {"-h": "--help"}.get(word, word))
        else:
            name, _, value = word[2:].partition("=")
            found = _value(known, name, value if "=" in word else None, waiting, command)
            options[name] = _together(known[name], options[name], found) if name in options else found
    if "--help" in words:
        words.remove("--help")
        options["help"] = "yes"
    if command is not OPEN:
        words.remove(command.name)
    _count(command, words, options)
    return Call(command, tuple(words), options)


def _most(command: Command) -> int:
    """How many words a command takes."""
    return 100_000 if any(_repeats(name) for name in command.takes) else len(command.takes)


def _repeats(name: str) -> bool:
    """May an argument be given several times?"""
    return name.endswith(("...]", "..."))


def _is_answer(word: str, command: Command) -> bool:
    """Can this be no option, but a typed answer that begins with two minus signs: `--2x`?"""
    name = word[2:].partition("=")[0]
    return "ANSWER" in command.takes and bool(name) and not _WORDS.fullmatch(name)


def _command(arguments: Sequence[str]) -> Command:
    """The command that the first argument names which is no option and no value of one."""
    valued = {f"--{option.name}" for option in GLOBAL if option.value is not None}
    previous = ""
    for word in arguments:
        if not word.startswith("--") and previous not in valued:
            return next((command for command in COMMANDS if command.name == word), OPEN)
        previous = word
    return OPEN


def _value(known: Mapping[str, Option], name: str, value: str | None, waiting: list[str], command: Command) -> str:
    """The value of an option, taken from what follows when it needs one."""
    option = known.get(name)
    if option is None:
        raise UnknownOptionError("cli.no-such-option", f"--{shortened(name)}", [f"--{other}" for other in known],
                                 command=_spelled(command))  # fmt: skip
    if option.value is None:
        if value is not None:
            raise UsageError("cli.takes-no-value", option=f"--{name}")
        return "yes"
    if value is None:
        if not waiting:
            raise UsageError("cli.needs-value", option=f"--{name}", value=option.value)
        value = waiting.pop(0)
    if option.choices and value not in option.choices:
        raise UsageError("cli.not-a-choice", option=f"--{name}", got=shortened(value), wanted=list(option.choices))
    return value


def _together(option: Option, earlier: str, later: str) -> str:
    """The value of an option that was given twice. Raises UsageError where only one of the two could count."""
    if option.between:
        return f"{earlier}{option.between}{later}"
    if earlier != later:
        raise UsageError("cli.given-twice", option=f"--{option.name}", first=earlier, second=later)
    return later


def _count(command: Command, words: Sequence[str], options: Mapping[str, str]) -> None:
    """Too few or too many arguments."""
    if "help" in options or "version" in options:
        return
    needed = [name for name in command.takes if not name.startswith("[")]
    if len(words) < len(needed):
        raise UsageError("cli.missing", command=_spelled(command), missing=needed[len(words)])
    if len(words) > len(command.takes) and not any(map(_repeats, command.takes)):
        id = "cli.too-many-words" if TYPED & {name.strip("[]") for name in command.takes} else "cli.too-many"
        raise UsageError(id, command=_spelled(command), got=shortened(words[len(command.takes)]))


def _spelled(command: Command) -> str:
    name = "gradstep" if command is OPEN else f"gradstep {command.name}"
    return " ".join((name, *command.takes))


def help_text(call: Call, words: Catalogue, language: str, columns: int = 80) -> str:
    """The help of a command, or of the program when there is none, in lines of so many columns."""

    def said(id: str, indent: int = 0, head: str = "") -> list[str]:
        """A sentence behind its head, or under it where that is too long; later lines begin under its first word."""
        found = wrap(words.word(message(id), language), max(LEAST_SAID, columns - 1 - indent), break_on_hyphens=False)
        lines = [" " * indent + line for line in found]
        if len(head) < indent:
            return [head + lines[0][len(head) :], *lines[1:]]
        return [head, *lines] if head else lines

    def options(shown: Iterable[Option]) -> list[str]:
        spelled = [(option, f"  --{option.name} {option.value or ''}".rstrip()) for option in shown]
        return [line for option, head in spelled for line in said(f"option.{option.word or option.name}", 23, head)]

    everywhere = ["", *said("cli.global-options")]
    if call.command is OPEN:
        commands = [line for command in (OPEN, *COMMANDS)
                    for line in (f"  {_spelled(command)}", *said(f"command.{command.name}", 6))]  # fmt: skip
        lines = [*said("cli.about"), "", *commands, *everywhere, *options((*OPEN.options, *GLOBAL))]
    else:
        own = ["", *options(call.command.options)] if call.command.options else []
        lines = [_spelled(call.command), "", *said(f"command.{call.command.name}"), *own, *everywhere, *options(GLOBAL)]
    return "\n".join(lines)
