"""AWS JSON 1.1 as bytes: one request's headers and body in, one HTTP reply out."""

from __future__ import annotations

import json
import re
import uuid
from dataclasses import dataclass
from typing import Final

from console.core.practice_keys import PRACTICE_USER_POOL_ID
from console.practice.errors import PracticeError, unreadable
from console.practice.permissions import authorize, identify
from console.practice.pool import OPERATIONS, PracticePool
from console.practice.pools import POOLS

MAX_BODY: Final = 64 * 1024  # bytes
JWKS_PATH: Final = f"/{PRACTICE_USER_POOL_ID}/.well-known/jwks.json"
_JWKS_PATHS: Final = frozenset(f"/{pool_id}/.well-known/jwks.json" for pool_id in POOLS)
OUTBOX_PATH: Final = "/outbox"
_TARGET: Final = re.compile(r"AWSCognitoIdentityProviderService\.(\w{1,64})", re.ASCII)
_HEADER_LIMIT: Final = 1_024


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpReply:
    """A status, headers beyond those of every reply, and a JSON body."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


def answer_post(
    pool: PracticePool, *, target: str | None, authorization: str | None, body: bytes
) -> HttpReply:
    """Carry out one call: the operation, then who asks, then what is asked."""
    try:
        operation = _operation(target)
        key_id = identify(authorization) if OPERATIONS[operation].signed else None
        given = _json_object(body)
        if key_id is not None:
            authorize(key_id, operation, given)
        result = pool.handle(operation, given)
    except PracticeError as error:
        return refusal(error)
    return _reply(200, result)


def answer_get(pool: PracticePool, path: str) -> HttpReply:
    """The outbox, the public keys, or 404."""
    if path == OUTBOX_PATH:
        return _reply(200, pool.outbox(), content_type="application/json")
    if path in _JWKS_PATHS:
        return _reply(200, pool.jwks(), content_type="application/json")
    return not_found()


def not_found() -> HttpReply:
    """The reply for an address that nothing is at."""
    return _reply(404, {"message": "Not found"}, content_type="application/json")


def refusal(error: PracticeError, status: int | None = None) -> HttpReply:
    """The reply for a refusal, its code and text in the body and again in Cognito's headers."""
    content = {"__type": error.code, "message": error.message}
    headers = (
        ("x-amzn-errortype", f"{error.code}:"),
        ("x-amzn-errormessage", _header_text(error.message)),
    )
    return _reply(status or error.http_status, content, *headers)


def _operation(target: str | None) -> str:
    match = _TARGET.fullmatch(target or "")
    if match is None or match.group(1) not in OPERATIONS:
        raise PracticeError("UnknownOperationException", "Unknown operation.")
    return match.group(1)


def _json_object(body: bytes) -> dict[str, object]:
    try:
        value = json.loads(body)
        # A lone surrogate passes the reader, but no text of ours could carry it on.
        json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise unreadable("The request body is not valid JSON.") from None
    if not isinstance(value, dict):
        raise unreadable("The request body is not a JSON object.")
    return value


def _header_text(text: str) -> str:
    """`text` as one header line: the echo of a value must not start a header of its own."""
    ascii_only = text[:_HEADER_LIMIT].encode("ascii", "backslashreplace").decode("ascii")
    return re.sub(r"[\x00-\x1f\x7f]", " ", ascii_only)


def _reply(
    status: int,
    content: object,
    *headers: tuple[str, str],
    content_type: str = "application/x-amz-json-1.1",
) -> HttpReply:
    own = (("Content-Type", content_type), ("x-amzn-RequestId", str(uuid.uuid4())))
    return HttpReply(status=status, headers=own + headers, body=json.dumps(content).encode())
