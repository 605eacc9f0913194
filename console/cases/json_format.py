"""The case as JSON, with a digest of itself inside; `resources/case.schema.json` describes it."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import BinaryIO

from console.cases.case import Case
from console.cases.case_diagnosis import Diagnosis
from console.cases.case_evidence import evidence_object
from console.core.record import TokensLeft

SCHEMA_VERSION = 1
KIND = "signin-console-case"
ALGORITHM = "sha-256"

_NO_TOKENS = TokensLeft(valid_until=None)

Object = dict[str, object]


_TEXT = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"')


class JsonFormat:
    """Complete and for machines."""

    name = "json"
    suffix = ".json"
    title = "JSON (complete, with a digest)"

    def write(self, case: Case, stream: BinaryIO) -> None:
        """Writes UTF-8, indented, an event to a line."""
        stream.write(f"{{\n{','.join(_laid_out(case_object(case)))}\n}}\n".encode())

    def texts(self, document: str) -> Iterator[str]:
        """Every text of the file, and every name; ValueError where it is no JSON."""
        json.loads(document)
        yield from texts_in(document)


def texts_in(document: str) -> Iterator[str]:
    """The distinct texts and names of what is known to be JSON."""
    for text in dict.fromkeys(_TEXT.findall(document)):
        yield json.loads(text) if "\\" in text else text[1:-1]


def _laid_out(content: Object) -> Iterator[str]:
    """The members of the outermost object; of their lists, an entry to a line."""
    for name, value in content.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            entries = ",\n    ".join(_dumped(entry) for entry in value)
            text = f"[\n    {entries}\n  ]"
        else:
            text = _dumped(value, indent=2).replace("\n", "\n  ")
        yield f'\n  "{name}": {text}' if name != "schema_version" else f'  "{name}": {text}'


def _dumped(value: object, indent: int | None = None) -> str:
    return json.dumps(value, indent=indent, ensure_ascii=False, allow_nan=False)


def case_object(case: Case) -> Object:
    """The case as plain values, its digest last."""
    classification, found = case.classification, case.diagnosis or Diagnosis()
    content: Object = {
        "schema_version": SCHEMA_VERSION,
        "kind": KIND,
        "simulated": case.simulated,
        "header": _header(case),
        "ticket": case.ticket,
        "outcome": case.outcome,
        "reason": case.reason,
        "challenges": list(case.challenges),
        "classification": None if classification is None else classification.to_json(),
        "steps": [step.to_json() for step in case.steps],
        "after": [step.to_json() for step in case.after],
        "paths": [leg.to_json() for leg in case.legs],
        **(case.tokens_left or _NO_TOKENS).to_json(),
        "findings": [finding.to_json() for finding in found.findings],
        "evidence": None if found.evidence is None else evidence_object(found.evidence),
        "forecast": None if found.forecast is None else found.forecast.to_json(),
        "not_exercised": [layer.to_json() for layer in found.not_exercised],
        "events": [event.to_json() for event in case.events],
        "events_recorded": case.events_recorded,
        "withheld": dict(case.withheld),
        "names_shown": case.names_shown,
        "ids_shown": case.ids_shown,
        "environment": _environment(case),
    }
    return {**content, "digest": {"algorithm": ALGORITHM, "value": _digest(content)}}


def verify_digest(data: bytes) -> bool:
    """Whether the file's content is what its digest was made of; False for no case at all."""
    try:
        content = json.loads(data)
        digest = content.pop("digest")
        algorithm, value = digest["algorithm"], digest["value"]
        return algorithm == ALGORITHM and hmac.compare_digest(_digest(content), value)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return False


def _digest(content: Mapping[str, object]) -> str:
    """SHA-256 over the canonical form: sorted keys, no blanks, UTF-8."""
    canonical = json.dumps(
        content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )
    return hashlib.sha256(canonical.encode()).hexdigest()


def _header(case: Case) -> Object:
    return {
        "attempt_id": case.attempt_id,
        "started_at": _time(case.started_at),
        "ended_at": None if case.ended_at is None else _time(case.ended_at),
        "duration_ms": None if case.duration_ms is None else round(case.duration_ms, 3),
        "profile_name": case.profile_name,
        "profile_kind": case.profile_kind,
        "region": case.region,
        "user_pool_id": case.user_pool_id,
        "client_id": case.client_id,
        "endpoint": case.endpoint,
        "user": case.user,
        "auth_flow": case.auth_flow,
        "path": case.path,
    }


def _environment(case: Case) -> Object:
    context = case.context
    return {
        "program_version": context.program_version,
        "python_version": context.python_version,
        "sdk_version": context.sdk_version,
        "platform": context.platform,
        "time_zone": context.time_zone,
        "clock_skew_s": None if case.clock_skew_s is None else round(case.clock_skew_s, 3),
        "exported_at": _time(context.exported_at),
    }


def _time(value: datetime) -> str:
    return value.isoformat(timespec="milliseconds")
