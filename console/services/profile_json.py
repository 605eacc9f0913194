"""Profiles as JSON: one broken profile is named and left out, the others stay."""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import NoReturn

from console.core.fields import errors
from console.core.profile import Profile, ProfileKind, profile_problems
from console.services.profile_fields import (
    BrokenError,
    flag,
    known_keys,
    optional,
    quoted,
    seconds,
    text,
)
from console.services.settings_json import read_known

SCHEMA_VERSION = 2
SIZE_LIMIT = 4 * 1024 * 1024
_KEYS = frozenset(field.name for field in fields(Profile))
# A file of an earlier version has none of these, and its profiles get the default.
_SINCE = {"use_fips": 2, "use_dualstack": 2}
_DEFAULTS: dict[str, object] = {field.name: field.default for field in fields(Profile)}


class NotAProfileFile(Exception):  # noqa: N818  # it says what the file is not
    """The whole file is of no use; the text is a phrase that says why."""


class TooNewError(Exception):
    """The file is of a later version of this program."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """The usable profiles, and a sentence for everything that a save would lose."""

    profiles: tuple[Profile, ...]
    losses: tuple[str, ...] = ()


def render(profiles: Iterable[Profile]) -> bytes:
    """The file for `profiles`."""
    rows = [{**asdict(profile), "kind": str(profile.kind)} for profile in profiles]
    content = {"schema_version": SCHEMA_VERSION, "profiles": rows}
    return (json.dumps(content, indent=2) + "\n").encode("ascii")


def parse(data: bytes) -> Parsed:
    """Reads `render`, or what was made of it by hand. NotAProfileFile or TooNewError else."""
    content = _object(data)
    version = content.get("schema_version")
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        raise NotAProfileFile("it has no schema_version")
    if version > SCHEMA_VERSION:
        raise TooNewError
    rows = content.get("profiles")
    if not isinstance(rows, list):
        raise NotAProfileFile("it has no list of profiles")
    losses = [
        f"Its key {quoted(key)} is unknown."
        for key in content
        if key not in ("schema_version", "profiles")
    ]
    found: dict[str, Profile] = {}
    for number, row in enumerate(rows, start=1):
        try:
            profile = _profile(row, version, taken=found)
        except BrokenError as error:
            losses.append(f"{_title(row, number)} was left out: {error}")
            continue
        found[profile.profile_id] = profile
        if row.get("kind", profile.kind) != profile.kind:
            losses.append(
                f"{_title(row, number)} has the unknown kind {quoted(row['kind'])} "
                "and counts as production."
            )
    return Parsed(profiles=tuple(found.values()), losses=tuple(losses))


def _object(data: bytes) -> Mapping[str, object]:
    if len(data) > SIZE_LIMIT:
        raise NotAProfileFile("it is too large")
    try:
        content = json.loads(
            data.decode("utf-8-sig"), object_pairs_hook=_distinct, parse_constant=_no_number
        )
    except UnicodeDecodeError:
        raise NotAProfileFile("it is not UTF-8 text") from None
    except json.JSONDecodeError as error:
        raise NotAProfileFile(f"it is not JSON at line {error.lineno}") from None
    except (ValueError, RecursionError):
        raise NotAProfileFile("it is not usable JSON") from None
    if not isinstance(content, dict):
        raise NotAProfileFile("it is not a JSON object")
    return content


def _distinct(pairs: list[tuple[str, object]]) -> dict[str, object]:
    content = dict(pairs)
    if len(content) < len(pairs):
        raise ValueError("a key stands twice")
    return content


def _no_number(_name: str) -> NoReturn:
    raise ValueError("not a number")


def _profile(row: object, version: int, *, taken: Container[str]) -> Profile:
    if not isinstance(row, dict):
        raise BrokenError("It is not a JSON object.")
    known_keys(row, [key for key in _KEYS if _SINCE.get(key, 1) <= version])
    profile = Profile(
        profile_id=text(row, "profile_id"),
        name=text(row, "name"),
        kind=_kind(row),
        region=text(row, "region"),
        user_pool_id=text(row, "user_pool_id"),
        client_id=text(row, "client_id"),
        has_client_secret=flag(row, "has_client_secret"),
        aws_profile=optional(row, "aws_profile"),
        endpoint_url=optional(row, "endpoint_url"),
        use_fips=flag(row, "use_fips"),
        use_dualstack=flag(row, "use_dualstack"),
        ca_bundle=optional(row, "ca_bundle"),
        proxy=optional(row, "proxy"),
        connect_timeout_s=seconds(row, "connect_timeout_s", _DEFAULTS["connect_timeout_s"]),
        read_timeout_s=seconds(row, "read_timeout_s", _DEFAULTS["read_timeout_s"]),
        total_timeout_s=seconds(row, "total_timeout_s", _DEFAULTS["total_timeout_s"]),
        known=read_known(row, "known"),
    )
    if not profile.profile_id:
        raise BrokenError("Its profile_id is empty.")
    if profile.profile_id in taken:
        raise BrokenError("An earlier profile has the same profile_id.")
    for problem in errors(profile_problems(profile)):
        raise BrokenError(f"{problem.field}: {problem.sentence}")
    return profile


def _kind(row: Mapping[str, object]) -> ProfileKind:
    try:
        return ProfileKind(text({"kind": ProfileKind.PRODUCTION, **row}, "kind"))
    except ValueError:
        return ProfileKind.PRODUCTION  # the kind with the most care


def _title(row: object, number: int) -> str:
    name = row.get("name") if isinstance(row, dict) else None
    return f"Profile {quoted(name)}" if isinstance(name, str) and name else f"Profile {number}"
