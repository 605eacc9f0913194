"""The shipped schema of a case: what of it a file breaks, and which fields differ between two runs.

It knows the part of JSON Schema 2020-12 that the schema uses; a test holds it against a whole one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, TypeAlias

from console import resources
from console.core.text import visible

Schema: TypeAlias = Mapping[str, Any]

VOLATILE = "x-volatile"
_NAME_LIMIT = 80
_TYPES: Mapping[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "boolean": (bool,),
    "null": (type(None),),
    "number": (int, float),
    "integer": (int, float),
}


@cache
def case_schema() -> Schema:
    """The schema, parsed once."""
    schema: Schema = json.loads(resources.read_bytes("case.schema.json"))
    return schema


def first_problem(content: object) -> str | None:
    """Where the content of a file is not as the schema says, and how; None where it is.

    No value of the file is repeated: it may be anything.
    """
    return next(_problems(content, case_schema(), ""), None)


def steady(content: object) -> object:
    """The content without what is marked as different between two runs of one scenario."""
    return _steady(content, (case_schema(),))


def _problems(value: object, schema: Schema, where: str) -> Iterator[str]:
    if "$ref" in schema:
        yield from _problems(value, _definition(schema["$ref"]), where)
    yield from _wrong_value(value, schema, where)
    if isinstance(value, dict):
        yield from _wrong_members(value, schema, where)
    if isinstance(value, list) and "items" in schema:
        for number, item in enumerate(value):
            yield from _problems(item, schema["items"], f"{where}[{number}]")
    for each in schema.get("allOf", ()):
        yield from _problems(value, each, where)
    if "anyOf" in schema and not any(_fits(value, each) for each in schema["anyOf"]):
        yield _said(where, "fits none of what is allowed there")
    if "if" in schema and _fits(value, schema["if"]):
        yield from _problems(value, schema.get("then", {}), where)


def _wrong_value(value: object, schema: Schema, where: str) -> Iterator[str]:
    if "type" in schema and not _is_of(value, schema["type"]):
        yield _said(where, f"is no {_listed(schema['type'])}")
    if "const" in schema and not _same(value, schema["const"]):
        yield _said(where, f"is not {schema['const']}")
    if "enum" in schema and not any(_same(value, each) for each in schema["enum"]):
        yield _said(where, f"is none of {_listed(schema['enum'])}")
    if isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
        yield _said(where, "has not the form that it must have")
    if _is_of(value, "number") and "minimum" in schema and not _at_least(value, schema["minimum"]):
        yield _said(where, f"is less than {schema['minimum']}")


def _wrong_members(value: Mapping[str, object], schema: Schema, where: str) -> Iterator[str]:
    for name in schema.get("required", ()):
        if name not in value:
            yield _said(_inside(where, name), "is missing")
    known = schema.get("properties", {})
    for name, inner in value.items():
        if name in known:
            yield from _problems(inner, known[name], _inside(where, name))
        elif schema.get("additionalProperties") is False:
            yield _said(_inside(where, name), "is not known here")
        elif isinstance(schema.get("additionalProperties"), dict):
            yield from _problems(inner, schema["additionalProperties"], _inside(where, name))


def _fits(value: object, schema: Schema) -> bool:
    return next(_problems(value, schema, ""), None) is None


def _definition(reference: str) -> Schema:
    found: Schema = case_schema()["$defs"][reference.removeprefix("#/$defs/")]
    return found


def _is_of(value: object, wanted: str | list[str]) -> bool:
    names = [wanted] if isinstance(wanted, str) else wanted
    return any(_is_a(value, name) for name in names)


def _is_a(value: object, name: str) -> bool:
    if isinstance(value, bool):
        return name == "boolean"
    if name == "integer" and isinstance(value, float):
        return value.is_integer()
    return isinstance(value, _TYPES[name])


def _same(value: object, other: object) -> bool:
    """As JSON has it: true is not 1."""
    return isinstance(value, bool) == isinstance(other, bool) and value == other


def _at_least(value: object, least: float) -> bool:
    return isinstance(value, int | float) and value >= least


def _inside(where: str, name: str) -> str:
    return visible(f"{where}.{name}" if where else name, _NAME_LIMIT)


def _said(where: str, what: str) -> str:
    return f"{where or 'the file'} {what}"


def _listed(values: str | list[object]) -> str:
    return values if isinstance(values, str) else ", ".join(map(str, values))


def _steady(value: object, schemas: tuple[Schema, ...]) -> object:
    if isinstance(value, dict):
        kept = {}
        for name, inner in value.items():
            found = tuple(_of_member(schemas, value, name))
            if not any(each.get(VOLATILE) for each in found):
                kept[name] = _steady(inner, found)
        return kept
    if isinstance(value, list):
        items = tuple(each["items"] for each in _opened(schemas, value) if "items" in each)
        return [_steady(item, items) for item in value]
    return value


def _of_member(schemas: tuple[Schema, ...], value: object, name: str) -> Iterator[Schema]:
    """What is said of a member anywhere."""
    for schema in _opened(schemas, value):
        inner = schema.get("properties", {}).get(name)
        if inner is not None:
            yield from _opened((inner,), None)


def _opened(schemas: tuple[Schema, ...], value: object) -> Iterator[Schema]:
    """The schemas with all that they refer to; of conditions those that `value` meets."""
    waiting = list(schemas)
    while waiting:
        schema = waiting.pop()
        yield schema
        if "$ref" in schema:
            waiting.append(_definition(schema["$ref"]))
        waiting += [*schema.get("allOf", ()), *schema.get("anyOf", ())]
        if "if" in schema and _fits(value, schema["if"]):
            waiting.append(schema.get("then", {}))
