"""Does the data have the shape of a lesson? All faults are found at once, each with its place and its mend.

The data is compared with the models of schema.py, part by part. Unknown keys (with similar ones that exist), missing
keys and values of a wrong type are collected from the whole file, instead of stopping at the first.
"""

from __future__ import annotations

import json
import re
import types
from collections.abc import Iterator, Mapping
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec
from msgspec import Struct, structs

from ..near import near_names
from ..words import Message, message
from ..words.controls import shortened
from .source import Fault, Path, Source

_LENGTH = re.compile(r"length (<=|>=) (\d+)")
"""How msgspec says what length is allowed."""


def shape_faults(source: Source, model: type[Struct]) -> list[tuple[Path, Fault]]:
    """Every difference between the data and the model, and the path where it is."""
    return list(_faults(source, source.data, model, ()))


def _faults(source: Source, value: Any, wanted: Any, path: Path) -> Iterator[tuple[Path, Fault]]:
    bare = get_args(wanted)[0] if get_origin(wanted) is not None and hasattr(wanted, "__metadata__") else wanted
    members = _members(bare)
    if members and all(_is_struct(member) for member in members):
        yield from _tagged(source, value, members, path)
    elif _is_struct(bare):
        yield from _struct(source, value, bare, path)
    elif get_origin(bare) is list and isinstance(value, list):
        yield from _counted(source, value, wanted, path)
        for place, item in enumerate(value):
            yield from _faults(source, item, get_args(bare)[0], (*path, place))
    elif get_origin(bare) is dict and isinstance(value, dict):
        for key, item in value.items():
            yield from _leaf(source, key, get_args(bare)[0], (*path, key), key=True)
            yield from _faults(source, item, get_args(bare)[1], (*path, key))
    elif members and value is not None and any(_is_struct(member) for member in members):
        yield from _faults(source, value, next(m for m in members if _is_struct(m)), path)
    else:
        yield from _leaf(source, value, wanted, path)


def _counted(source: Source, entries: list[object], wanted: object, path: Path) -> Iterator[tuple[Path, Fault]]:
    """Fewer entries than are needed, or more than there is room for."""
    got = len(entries)
    for limits in getattr(wanted, "__metadata__", ()):
        if limits.min_length is not None and got < limits.min_length:
            yield path, source.fault(path, message("lesson.too-few", got=got, wanted=limits.min_length))
        if limits.max_length is not None and got > limits.max_length:
            yield path, source.fault(path, message("lesson.too-many", got=got, wanted=limits.max_length))


def _struct(source: Source, value: Any, model: type[Struct], path: Path) -> Iterator[tuple[Path, Fault]]:
    if not isinstance(value, dict):
        yield path, source.fault(path, message("lesson.not-a-mapping", got=_show(value), keys=_keys(model)))
        return
    hints = get_type_hints(model, include_extras=True)
    fields = {info.encode_name: info for info in structs.fields(model)}
    tag = model.__struct_config__.tag_field
    for key in value:
        if key not in fields and key != tag:
            near = near_names(key, fields, most=2, rest=len(fields))
            yield (*path, key), source.fault((*path, key), message("lesson.unknown-key", key=key, near=near), key=True)
    for key, info in fields.items():
        if key in value:
            yield from _faults(source, value[key], hints[info.name], (*path, key))
        elif info.required:
            yield path, source.fault(path, message("lesson.missing-key", key=key))


def _tagged(source: Source, value: object, members: tuple[Any, ...], path: Path) -> Iterator[tuple[Path, Fault]]:
    """A union of structs, told apart by the key `kind`."""
    kinds: Mapping[str, type[Struct]] = {member.__struct_config__.tag: member for member in members}
    kind = value.get("kind") if isinstance(value, dict) else None
    if not isinstance(value, dict):
        yield path, source.fault(path, message("lesson.not-a-mapping", got=_show(value), keys=["id", "kind"]))
    elif kind is None:
        yield path, source.fault(path, message("lesson.missing-kind", near=list(kinds)))
    elif not isinstance(kind, str) or kind not in kinds:
        near = near_names(str(kind), kinds, most=2, rest=len(kinds))
        where = (*path, "kind")
        yield where, source.fault(where, message("lesson.unknown-kind", got=_show(kind), near=near))
    else:
        yield from _struct(source, value, kinds[kind], path)


def _leaf(
    source: Source, value: object, wanted: object, path: Path, *, key: bool = False
) -> Iterator[tuple[Path, Fault]]:
    try:
        msgspec.convert(value, wanted)
    except msgspec.ValidationError as error:
        yield path, source.fault(path, _mend(value, wanted, str(error)), key=key)


def _mend(value: object, wanted: object, problem: str) -> Message:
    """The sentence for a value of the wrong kind."""
    if "matching regex" in problem:
        return message("lesson.not-an-id", got=_show(value))
    bound = _LENGTH.search(problem)
    if bound is not None:
        limit = message("lesson.at-most" if bound[1] == "<=" else "lesson.at-least", count=int(bound[2]))
        return message("lesson.length", got=_show(value), problem=limit)
    bare = get_args(wanted)[0] if hasattr(wanted, "__metadata__") else wanted
    if get_origin(bare) is Literal:
        return message("lesson.not-the-value", got=_show(value), wanted=[str(v) for v in get_args(bare)])
    kinds = [_kind(member) for member in (_members(bare) or (bare,)) if member is not type(None)]
    return message("lesson.wrong-type", got=_show(value), wanted=[message(f"lesson.type-{kind}") for kind in kinds])


def _kind(wanted: object) -> str:
    bare = get_args(wanted)[0] if hasattr(wanted, "__metadata__") else wanted
    bare = get_origin(bare) or bare
    names = {str: "text", int: "integer", float: "number", bool: "truth", list: "list", dict: "mapping"}
    return names.get(bare, "value")


def _members(wanted: object) -> tuple[object, ...]:
    return get_args(wanted) if get_origin(wanted) in (Union, types.UnionType) else ()


def _is_struct(wanted: object) -> bool:
    return isinstance(wanted, type) and issubclass(wanted, Struct)


def _keys(model: type[Struct]) -> list[str]:
    return [info.encode_name for info in structs.fields(model) if info.required]


def _show(value: object) -> str:
    """A value as an author writes it: `null`, `true`, `{"x": 1}`."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return shortened(text, 40)
