"""Why did the system or a file refuse? What the operating system and YAML say in English only, as messages.

A reason is looked up by its kind: the error number of the operating system, or what went wrong in the YAML. A reason
that no table knows is quoted word for word and marked as a quotation, so nothing is ever lost.
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
    "ENXIO", "EBADF", "EADDRINUSE", "EADDRNOTAVAIL",
})  # fmt: skip
"""System errors that have a sentence of their own, such as `system.ENOENT`."""

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
"""A pattern in what PyYAML or libyaml complains about, to the entry of source.yaml: `source.yaml-values`."""


def system_reason(error: OSError) -> Message:
    """Why the operating system refused: `the disk is full`; an unknown reason is quoted."""
    name = errno.errorcode.get(error.errno or 0, "")
    if name in SYSTEM:
        return message(f"system.{name}")
    told = error.strerror or (os.strerror(error.errno) if error.errno else str(error)) or type(error).__name__
    return message("system.other", reason=told)


def writing_reason(error: OSError | ValueError) -> Message | str:
    """Why a new file could not be written: what does not exist then is its folder; a name may be none at all."""
    if isinstance(error, ValueError):
        return str(error)
    return message("system.no-folder") if error.errno == errno.ENOENT else system_reason(error)


def yaml_reason(problem: str) -> Message:
    """What is wrong with a YAML text: `a quote is never closed`; an unknown problem is quoted."""
    for pattern, kind in YAML.items():
        if re.search(pattern, problem):
            return message(f"source.yaml-{kind}")
    return message("source.yaml-other", problem=problem)
