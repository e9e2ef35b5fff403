"""Why did the machine or a file format refuse? What the system and YAML say in English only, as messages.

A reason is looked up by what it is: the number of an error of the operating system, the kind of a YAML problem. What no
table knows is quoted as it came, and introduced as somebody else's words, so that nothing is ever lost.
"""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Mapping
from types import MappingProxyType

from . import Message, message

SYSTEM = frozenset({
    "ENOENT", "EACCES", "EPERM", "EISDIR", "ENOTDIR", "EEXIST", "ENOSPC", "EDQUOT", "EROFS", "EMFILE", "ENFILE",
    "ENAMETOOLONG", "ELOOP", "EIO", "ESTALE", "ETIMEDOUT", "EBUSY", "EFBIG", "ENOMEM", "EAGAIN", "ENOEXEC",
})  # fmt: skip
"""Errors of the operating system that have a sentence of their own, `system.ENOENT`."""

YAML: Mapping[str, str] = MappingProxyType({
    r"mapping values are not allowed": "values",
    r"mapping keys are not allowed": "entries",
    r"sequence entries are not allowed": "entries",
    r"expected ',' or '\}'": "brace",
    r"expected ',' or '\]'": "bracket",
    r"did not find expected '-' indicator|expected <block end>, but found '-'": "dash",
    r"did not find expected key|expected <block end>": "indentation",
    r"tab character|'\\t' that cannot start": "tab",
    r"found unexpected end of stream|unexpected document indicator": "quote",
    r"could not find expected ':'|did not find expected ':'": "colon",
    r"unknown escape character": "escape",
    r"found undefined alias": "alias",
    r"found duplicate anchor": "anchor",
    r"expected alphabetic or numeric character": "name",
    r"cannot start any token": "character",
    r"(control|special) characters are not allowed|invalid .*UTF-8|unacceptable character": "control",
    r"expected node content|expected the node content|expected <stream end>": "content",
    r"expected <?document start|expected a single document|but found another document": "document",
    r"undefined tag handle|expected tag|unknown tag|duplicate tag": "tag",
    r"duplicate %?YAML directive|incompatible YAML|unknown directive": "directive",
})  # fmt: skip
"""What stands in a problem of PyYAML or libyaml, to the entry of source.yaml that says it: `source.yaml-values`."""


def system_reason(error: OSError) -> Message:
    """Why the operating system refused: `the disk is full`; an unknown reason in its own words."""
    name = errno.errorcode.get(error.errno or 0, "")
    if name in SYSTEM:
        return message(f"system.{name}")
    told = error.strerror or (os.strerror(error.errno) if error.errno else str(error)) or type(error).__name__
    return message("system.other", reason=told)


def yaml_reason(problem: str) -> Message:
    """What is wrong with a YAML text: `a quote is never closed`; an unknown problem in the words of the reader."""
    for pattern, kind in YAML.items():
        if re.search(pattern, problem):
            return message(f"source.yaml-{kind}")
    return message("source.yaml-other", problem=problem)
