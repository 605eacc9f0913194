"""One frozen fact on the timeline, made from an allowlist of fields."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from console.core.conversation.challenges import ATTRIBUTE_PREFIX
from console.core.masking import TEXT_LIMIT, Json, LiveSecrets, Masked
from console.core.secret import WITHHELD
from console.core.text import visible


class EventKind(StrEnum):
    """What sort of fact an event is."""

    ATTEMPT_STARTED = "attempt_started"
    CALL_STARTED = "call_started"
    WIRE_TRY = "wire_try"
    CALL_ENDED = "call_ended"
    CHALLENGE = "challenge"
    ANSWER = "answer"
    CLOCK_SKEW = "clock_skew"
    TOKENS = "tokens"
    PATH_ENDED = "path_ended"
    ATTEMPT_ENDED = "attempt_ended"
    TOKEN_CHECKED = "token_checked"  # noqa: S105  # a fact's name
    TOKENS_REVOKED = "tokens_revoked"
    DEVICE_REMEMBERED = "device_remembered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """`offset_ms` counts from the attempt's start; `step` is the API call it belongs to, from 1."""

    seq: int
    kind: EventKind
    at: datetime
    offset_ms: float
    step: int | None
    data: Mapping[str, Json]
    withheld: Mapping[str, int]

    def text(self, name: str) -> str:
        """A text field, or an empty text where it is absent."""
        value = self.data.get(name)
        return value if isinstance(value, str) else ""

    def number(self, name: str) -> float | None:
        """A number field, or None where it is absent."""
        value = self.data.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts, or an empty one."""
        value = self.data.get(name)
        if not isinstance(value, list):
            return ()
        return tuple(item for item in value if isinstance(item, str))

    def to_json(self) -> dict[str, Json]:
        """The form that journal and exports keep."""
        return {
            "seq": self.seq,
            "kind": str(self.kind),
            "at": self.at.isoformat(timespec="milliseconds"),
            "offset_ms": round(self.offset_ms, 3),
            "step": self.step,
            "data": dict(self.data),
            "withheld": dict(self.withheld),
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Json]) -> Event:
        """Reads `to_json`; ValueError, KeyError or TypeError for anything else."""
        data, withheld = value["data"], value["withheld"]
        if not isinstance(data, dict) or not isinstance(withheld, dict):
            raise TypeError("an event's data and withheld are objects")
        step = value["step"]
        return cls(
            seq=int(_number(value["seq"])),
            kind=EventKind(str(value["kind"])),
            at=datetime.fromisoformat(str(value["at"])),
            offset_ms=_number(value["offset_ms"]),
            step=None if step is None else int(_number(step)),
            data=data,
            withheld={key: int(_number(count)) for key, count in withheld.items()},
        )


def _number(value: Json) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError("a number was expected")
    return value


Rule = Callable[[object, LiveSecrets], Json]
_TYPED = frozenset({"UserPoolId", "ClientId", "AuthFlow"})  # by the operator


class _WithheldError(Exception):
    """The value does not fit its rule."""


def _text(value: object, _live: LiveSecrets) -> Json:
    if not isinstance(value, str):
        raise _WithheldError
    return visible(value, TEXT_LIMIT)


def _server_text(value: object, live: LiveSecrets) -> Json:
    if not isinstance(value, str) or value == WITHHELD or live.hit(value):
        raise _WithheldError
    return visible(value, TEXT_LIMIT)


def _plain_number(value: object, _live: LiveSecrets) -> Json:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _WithheldError
    return round(value, 3)


def _flag(value: object, _live: LiveSecrets) -> Json:
    if not isinstance(value, bool):
        raise _WithheldError
    return value


def _texts(value: object, live: LiveSecrets) -> Json:
    if not isinstance(value, tuple):
        raise _WithheldError
    return [_text(item, live) for item in value]


def _server_texts(value: object, live: LiveSecrets) -> Json:
    """A list of the server's own words, each by itself; none where they repeat a secret.

    They may be parts of one text: a password with a blank in it makes two scopes. Then not even
    their number is told, which would say how many blanks it has.
    """
    if not isinstance(value, tuple) or not all(isinstance(item, str) for item in value):
        raise _WithheldError
    if live.repeats(" ".join(value)):
        raise _WithheldError
    return [WITHHELD if live.hit(item) else visible(item, TEXT_LIMIT) for item in value]


def _phases(value: object, live: LiveSecrets) -> Json:
    if not isinstance(value, Mapping):
        raise _WithheldError
    return {
        name: None if value.get(name) is None else _plain_number(value[name], live)
        for name in ("dns_ms", "connect_ms", "tls_ms", "first_byte_ms", "transfer_ms")
    }


def _keys(value: object, live: LiveSecrets) -> Json:
    """Keys of the API; those of attributes are the server's own words."""
    if not isinstance(value, tuple):
        raise _WithheldError
    return [_key(item, live) for item in value if isinstance(item, str)]


def _key(name: str, live: LiveSecrets) -> str:
    return WITHHELD if name.startswith(ATTRIBUTE_PREFIX) and live.hit(name) else visible(name)


def _request(value: object, live: LiveSecrets) -> Json:
    """The masked request, whose challenge, answers and user name may be a server's words."""
    if not isinstance(value, Masked):
        raise _WithheldError
    return {
        name: _unrepeated(inner, live) if name not in _TYPED else inner
        for name, inner in value.value.items()
    }


def _unrepeated(value: Json, live: LiveSecrets) -> Json:
    if isinstance(value, dict):
        return {_key(name, live): _unrepeated(inner, live) for name, inner in value.items()}
    if isinstance(value, list):
        return [_unrepeated(item, live) for item in value]
    return live.safe(value) if isinstance(value, str) else value


# The allowlist. A field that is not here never becomes part of an event.
_FIELDS: dict[EventKind, dict[str, Rule]] = {
    EventKind.ATTEMPT_STARTED: {
        "flow": _text,
        "path": _text,
        "username": _text,
        "profile": _text,
        "profile_kind": _text,
        "region": _text,
        "user_pool_id": _text,
        "client_id": _text,
        "simulated": _flag,
        "warnings": _texts,
    },
    EventKind.CALL_STARTED: {
        "operation": _text,
        "path": _text,
        "effect": _text,
        "confirmation": _text,
        "request": _request,
    },
    EventKind.WIRE_TRY: {
        "number": _plain_number,
        "start_ms": _plain_number,
        "duration_ms": _plain_number,
        "phases": _phases,
        "sent": _text,
        "reused": _flag,
        "remote": _text,
        "proxied": _flag,
        "tls_version": _text,
        "tls_issuer": _server_text,
        "http_status": _plain_number,
        "request_bytes": _plain_number,
        "reply_bytes": _plain_number,
        "error": _text,
        "left_behind": _flag,
    },
    EventKind.CALL_ENDED: {
        "operation": _text,
        "result": _text,
        "sent": _text,
        "code": _server_text,
        "message": _server_text,
        "classification": _text,
        "http_status": _plain_number,
        "request_id": _server_text,
        "content_type": _server_text,
        "duration_ms": _plain_number,
        "start_ms": _plain_number,
        "wire_tries": _plain_number,
        "phases": _phases,
        "challenge": _server_text,
        "left_behind": _flag,
    },
    EventKind.CHALLENGE: {
        "name": _server_text,
        "number": _plain_number,
        "try_number": _plain_number,
        "medium": _server_text,
        "destination": _server_text,
        "keys": _keys,
        "supported": _flag,
        "stage": _text,
    },
    EventKind.ANSWER: {
        "challenge": _server_text,
        "keys": _keys,
        "from_seed": _flag,
        "made_here": _flag,
        "try_number": _plain_number,
    },
    EventKind.CLOCK_SKEW: {"skew_s": _plain_number},
    EventKind.TOKENS: {
        "names": _texts,
        "token_type": _server_text,
        "expires_in_s": _plain_number,
        "new_device": _flag,
    },
    EventKind.PATH_ENDED: {
        "path": _text,
        "outcome": _text,
        "reason": _text,
        "classification": _text,
    },
    EventKind.TOKEN_CHECKED: {
        "path": _text,
        "token": _text,
        "algorithm": _server_text,
        "issuer": _text,
        "client": _text,
        "use": _text,
        "expiry": _text,
        "signature": _text,
        "signature_reason": _server_text,
        "issued_at": _text,
        "expires_at": _text,
        "auth_time": _text,
        "sub": _server_text,
        "scopes": _server_texts,
        "groups": _server_texts,
        "claims": _server_texts,
    },
    EventKind.TOKENS_REVOKED: {"at_close": _flag},
    EventKind.DEVICE_REMEMBERED: {"confirmation_needed": _flag, "kept": _flag},
    EventKind.ATTEMPT_ENDED: {
        "outcome": _text,
        "reason": _text,
        "classification": _text,
        "duration_ms": _plain_number,
    },
}


def admit(
    kind: EventKind, raw: Mapping[str, object], live: LiveSecrets
) -> tuple[dict[str, Json], dict[str, int]]:
    """The fields of `raw` that an event of `kind` may carry, and the count of what it may not.

    None means absent. A listed field whose value does not fit, or whose text holds a secret, is
    replaced by the marker; an unlisted one leaves no trace but the count.
    """
    rules = _FIELDS[kind]
    data: dict[str, Json] = {}
    withheld: Counter[str] = Counter()
    for name, value in raw.items():
        if value is None:
            continue
        rule = rules.get(name)
        if rule is None:
            withheld["other"] += 1
            continue
        try:
            data[name] = rule(value, live)
        except _WithheldError:
            data[name] = WITHHELD
            withheld["server_text" if isinstance(value, str | tuple) else "other"] += 1
        else:
            withheld["server_text"] += _lost(value, data[name])
        if isinstance(value, Masked):
            withheld.update(value.withheld)
    return data, {kind: count for kind, count in withheld.items() if count}


def _lost(value: object, shown: Json) -> int:
    """1 where a rule replaced a part of what it was given."""
    if isinstance(value, Masked):
        return int(shown != value.value)
    return int(isinstance(shown, list) and WITHHELD in shown)
