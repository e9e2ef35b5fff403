"""Which words may follow on a command line? Scripts for three shells, made of the one table of options.

What a shell offers is what `read_call` reads: commands, options, their choices, lessons and topics. The scripts know
them by heart and start nothing, so completing costs no time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..core.laboratory.challenges import CHALLENGES
from ..core.lesson.practice import TOPICS as EXERCISES
from .options import COMMANDS, GLOBAL, OPEN, Command, Option

SHELLS = ("bash", "zsh", "fish")
FILES = frozenset({"FILE", "FILE.py", "PATH", "FOLDER"})
"""Arguments that are files."""


@dataclass(frozen=True)
class Words:
    """What stands for the arguments of commands, and what each option says of itself."""

    lessons: Sequence[str]
    topics: Sequence[str]
    blocks: Sequence[str]
    said: Mapping[str, str]
    """A sentence for `COMMAND` and `COMMAND --OPTION`."""

    def named(self, argument: str) -> tuple[str, ...]:
        """The words that an argument or the value of an option may be; none where it is free."""
        return {
            "LESSON": tuple(self.lessons), "KIND": tuple(self.topics), "SHELL": SHELLS,
            "TOPIC": tuple(EXERCISES), "CHALLENGE": tuple(CHALLENGES),
        }.get(argument.strip("[].…"), ())  # fmt: skip

    def taken(self, command: Command) -> tuple[str, ...]:
        """The words that may stand for the arguments of a command; none where they are free."""
        named = tuple(word for argument in command.takes for word in self.named(argument))
        more = {"explore": self.topics, "record": (*self.lessons, *self.topics), "frames": self.topics,
                "plot": self.topics, "worksheet": self.blocks}  # fmt: skip
        return (*named, *more.get(command.name, ()))


def script(shell: str, words: Words) -> str:
    """The completion script of a shell of SHELLS."""
    return {"bash": _bash, "zsh": _zsh, "fish": _fish}[shell](words)


def _is_files(argument: str) -> bool:
    return argument.strip("[].…") in FILES


def _values(option: Option, words: Words) -> tuple[str, ...]:
    return option.choices or words.named(option.value or "")


def _cases(words: Words) -> list[tuple[str, tuple[str, ...], bool]]:
    """(command, what may follow it, may it be a file) for each command."""
    found: list[tuple[str, tuple[str, ...], bool]] = []
    for command in COMMANDS:
        offered = words.taken(command)
        options = [f"--{option.name}" for option in (*command.options, *GLOBAL)]
        found.append((command.name, (*offered, *options), any(map(_is_files, command.takes))))
    return found


def _first(words: Words) -> tuple[str, ...]:
    """What may stand first: commands, lessons, options for all."""
    names = [command.name for command in COMMANDS]
    return (*names, *words.lessons, *(f"--{option.name}" for option in (*OPEN.options, *GLOBAL)))


BASH = """\
# gradstep completion for bash; load it with: source <(gradstep completion bash)
_gradstep() {
  local now=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command= word
  [[ $now == = ]] && now=
  [[ $before == = ]] && before=${COMP_WORDS[COMP_CWORD-2]}
  COMPREPLY=()
  case $before in
@values@
  esac
  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case $word in
      @commands@) command=$word; break;;
    esac
  done
  case $command in
@cases@
    *) COMPREPLY=($(compgen -W '@first@' -- "$now"));;
  esac
}
complete -o default -F _gradstep gradstep
"""
ZSH = """\
#compdef gradstep
# gradstep completion for zsh; load it with: source <(gradstep completion zsh)
_gradstep() {
  local command= word
  case ${words[CURRENT-1]} in
@values@
  esac
  for word in ${words[2,CURRENT-1]}; do
    case $word in
      @commands@) command=$word; break;;
    esac
  done
  case $command in
@cases@
    *) compadd -- @first@;;
  esac
}
if [ "$funcstack[1]" = _gradstep ]; then _gradstep "$@"; else compdef _gradstep gradstep; fi
"""


def _filled(template: str, words: Words, values: Iterable[str], cases: Iterable[str]) -> str:
    told = {"values": "\n".join(values), "cases": "\n".join(cases), "first": " ".join(_first(words)),
            "commands": "|".join(command.name for command in COMMANDS)}  # fmt: skip
    for name, text in told.items():
        template = template.replace(f"@{name}@", text)
    return template


def _bash(words: Words) -> str:
    def reply(offered: Sequence[str], files: bool = False) -> str:
        return f"COMPREPLY=($(compgen{' -f' if files else ''} -W '{' '.join(offered)}' -- \"$now\"))"

    values = (f"    {'|'.join(sorted(names))}) {reply(each)}; return;;" for each, names in _with_values(words).items())
    cases = (f"    {name}) {reply(offered, files)};;" for name, offered, files in _cases(words))
    return _filled(BASH, words, values, cases)


def _zsh(words: Words) -> str:
    def reply(offered: Sequence[str], files: bool = False) -> str:
        return f"compadd -- {' '.join(offered)}{'; _files' if files else ''}"

    values = (f"    {'|'.join(sorted(names))}) {reply(each)}; return;;" for each, names in _with_values(words).items())
    cases = (f"    {name}) {reply(offered, files)};;" for name, offered, files in _cases(words))
    return _filled(ZSH, words, values, cases)


def _with_values(words: Words) -> dict[tuple[str, ...], list[str]]:
    """Choices to the options that have them."""
    found: dict[tuple[str, ...], list[str]] = {}
    for option in {option for command in (*COMMANDS, OPEN) for option in (*command.options, *GLOBAL)}:
        if option.value is not None and _values(option, words):
            names = found.setdefault(_values(option, words), [])
            if f"--{option.name}" not in names:
                names.append(f"--{option.name}")
    return dict(sorted(found.items(), key=lambda pair: pair[1]))


def _fish(words: Words) -> str:
    none = "__fish_use_subcommand"
    lines = ["# gradstep completion for fish; load it with: gradstep completion fish | source",
             "complete -c gradstep -f"]  # fmt: skip
    for command in COMMANDS:
        lines.append(f"complete -c gradstep -n {none} -a {command.name} -d {_quoted(words.said[command.name])}")
    lines.append(f"complete -c gradstep -n {none} -a {_quoted(' '.join(words.lessons))}")
    lines += [_fish_option(option, "", words.said[f"open --{option.name}"], words) for option in GLOBAL]
    for command in COMMANDS:
        seen = f"'__fish_seen_subcommand_from {command.name}'"
        lines += _fish_command(command, seen, words)
    return "\n".join(lines) + "\n"


def _fish_command(command: Command, seen: str, words: Words) -> list[str]:
    offered = words.taken(command)
    lines = [f"complete -c gradstep -n {seen} -a {_quoted(' '.join(offered))}"] if offered else []
    if any(map(_is_files, command.takes)):
        lines.append(f"complete -c gradstep -n {seen} -F")
    return lines + [
        _fish_option(option, f" -n {seen}", words.said[f"{command.name} --{option.name}"], words)
        for option in command.options
    ]


def _fish_option(option: Option, where: str, said: str, words: Words) -> str:
    choices = _values(option, words)
    takes = "" if option.value is None else f" -x -a {_quoted(' '.join(choices))}" if choices else " -r"
    return f"complete -c gradstep{where} -l {option.name}{takes} -d {_quoted(said)}"


def _quoted(text: str) -> str:
    """A text in single quotes, as all three shells read it."""
    return "'" + text.replace("'", "’") + "'"
