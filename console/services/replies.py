"""Whether an HTTP reply can be Cognito's, and its contents as values of ours."""

from __future__ import annotations

import email.utils
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, TypeGuard

from console.core.call import CallRecord, Reply, Tokens
from console.core.secret import Secret
from console.services.exchange import ReplyHeader

NOT_COGNITO: Final = "NotCognitoReply"
TRUNCATED: Final = "TruncatedReply"
TOO_LARGE: Final = "ReplyTooLarge"
REPLY_LIMIT: Final = 1024 * 1024  # bytes of a body; Cognito's replies are a few thousand
TEXT_LIMIT: Final = 64 * 1024  # characters of one string in a reply

_JSON_TYPES = frozenset({"application/x-amz-json-1.1", "application/json"})
_PLAIN_TYPE = re.compile(r"[\w.+-]{1,40}/[\w.+-]{1,60}", re.ASCII)
_NAME_LIMIT = 128
_LIFE_LIMIT_S = 10 * 365 * 86400  # of a token; Cognito's longest is ten years


class NotBelievableError(Exception):
    """Something answered, but it cannot be taken for Cognito. `sentence` quotes nothing of it."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(code)
        self.code = code
        self.sentence = sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class RawReply:
    """A whole reply as it came; header names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def too_large() -> NotBelievableError:
    """The reply passed the limit and was cut off."""
    return NotBelievableError(
        TOO_LARGE, "The answer is larger than 1 MiB, which Cognito's never are; it was cut off."
    )


def broken_off() -> NotBelievableError:
    """The reply ended before its end."""
    return NotBelievableError(
        TRUNCATED, "The answer broke off before its end, so nothing of it can be believed."
    )


def not_http() -> NotBelievableError:
    """The reply has no readable HTTP header."""
    return NotBelievableError(
        NOT_COGNITO, "The answer is not HTTP, so something other than Cognito sent it."
    )


def read_header(
    status: int, headers: Mapping[str, str], received_at: datetime | None
) -> ReplyHeader:
    """What the record keeps of the header."""
    content_type = headers.get("content-type")
    return ReplyHeader(
        http_status=status,
        request_id=_request_id(headers),
        content_type=_name(content_type),
        server_date=server_date(headers.get("date")),
        received_at=received_at,
    )


def server_date(text: str | None) -> datetime | None:
    """A Date header as an aware time, or None where it cannot be read."""
    if not text or len(text) > _NAME_LIMIT:
        return None
    try:
        date = email.utils.parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if date.tzinfo is None:
        return date.replace(tzinfo=UTC)
    try:
        return date.astimezone(UTC)
    except OverflowError:
        return None


def check_reply(reply: RawReply) -> None:
    """Raises NotBelievableError where the reply cannot be Cognito's, a whole one."""
    _check_header(reply)
    _check_length(reply)
    content = _json_object(reply.body)
    if reply.status == 200:
        _check_shape(content)
    elif reply.status < 400 or not _names_an_error(content, reply.headers):
        raise _not_cognito(f"The answer (HTTP {reply.status}) names no error as Cognito's do.")


def read_reply(parsed: Mapping[str, Any], record: CallRecord) -> Reply:
    """The values of a checked reply; secrets are wrapped here, and nothing else is kept."""
    session = _text(parsed.get("Session"))
    parameters = parsed.get("ChallengeParameters") or {}
    available = parsed.get("AvailableChallenges") or ()
    tokens = parsed.get("AuthenticationResult")
    return Reply(
        record=record,
        challenge_name=_text(parsed.get("ChallengeName")) or None,
        session=Secret(session) if session else None,
        challenge_parameters={
            str(key)[:_NAME_LIMIT]: value[:TEXT_LIMIT]
            for key, value in parameters.items()
            if isinstance(value, str)
        },
        available_challenges=tuple(
            name[:_NAME_LIMIT] for name in available if isinstance(name, str)
        ),
        tokens=_tokens(tokens) if tokens else None,
    )


def _tokens(result: Mapping[str, Any]) -> Tokens:
    def secret(key: str) -> Secret | None:
        text = _text(result.get(key))
        return Secret(text) if text else None

    expires = result.get("ExpiresIn")
    kind = _text(result.get("TokenType"))
    return Tokens(
        access_token=secret("AccessToken"),
        id_token=secret("IdToken"),
        refresh_token=secret("RefreshToken"),
        token_type=_name(kind),
        expires_in_s=expires if _is_duration(expires) else None,
    )


def _check_header(reply: RawReply) -> None:
    headers = reply.headers
    if 300 <= reply.status < 400:
        raise _not_cognito(
            f"The answer is a redirect (HTTP {reply.status}), which Cognito never sends: a sign-in "
            "page of the network or a proxy answered."
        )
    if headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise _not_cognito("The answer is compressed, which Cognito's never are.")
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in _JSON_TYPES:
        raise _not_cognito(f"The answer (HTTP {reply.status}) is {_kind_in_words(kind)}, not JSON.")
    if _request_id(headers) is None:
        raise _not_cognito(
            f"The answer (HTTP {reply.status}) has no x-amzn-RequestId, which Cognito always sends."
        )


def _check_length(reply: RawReply) -> None:
    if len(reply.body) > REPLY_LIMIT:
        raise too_large()
    announced = reply.headers.get("content-length", "").strip()
    if "transfer-encoding" in reply.headers or not announced:
        return
    if not (announced.isascii() and announced.isdigit()) or len(reply.body) != int(announced):
        raise NotBelievableError(
            TRUNCATED,
            f"The answer has {len(reply.body)} bytes, not as many as its header announced.",
        )


def _json_object(body: bytes) -> dict[str, Any]:
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        raise _not_cognito("The answer says that it is JSON, but is not.") from None
    if not isinstance(content, dict):
        raise _not_cognito("The answer is JSON, but not an object.")
    return content


def _names_an_error(content: Mapping[str, Any], headers: Mapping[str, str]) -> bool:
    for name in (content.get("__type"), headers.get("x-amzn-errortype")):
        if isinstance(name, str) and name.strip():
            return True
    return False


def _check_shape(content: Mapping[str, Any]) -> None:
    name, tokens = content.get("ChallengeName"), content.get("AuthenticationResult")
    expected: tuple[tuple[str, type], ...] = (
        ("ChallengeName", str),
        ("Session", str),
        ("ChallengeParameters", dict),
        ("AvailableChallenges", list),
        ("AuthenticationResult", dict),
    )
    for key, kind in expected:
        value = content.get(key)
        if value is not None and not isinstance(value, kind):
            raise _not_cognito(f"In the answer, {key} is of the wrong type.")
    if not name and not tokens:
        raise _not_cognito("The answer has neither a challenge nor tokens.")
    if name and len(name) > _NAME_LIMIT:
        raise _not_cognito("In the answer, ChallengeName is longer than any challenge's.")
    _check_secrets(content)
    if tokens:
        _check_tokens(tokens)


def _check_tokens(tokens: Mapping[str, Any]) -> None:
    device = tokens.get("NewDeviceMetadata")
    if device is not None and not isinstance(device, dict):
        raise _not_cognito("In the answer, NewDeviceMetadata is of the wrong type.")
    if not (tokens.get("AccessToken") or tokens.get("IdToken")):
        raise _not_cognito("In the answer, AuthenticationResult has no token.")
    _check_secrets(tokens)


def _check_secrets(content: Mapping[str, Any]) -> None:
    for key in ("Session", "AccessToken", "IdToken", "RefreshToken"):
        value = content.get(key)
        if value is not None and (not isinstance(value, str) or len(value) > TEXT_LIMIT):
            raise _not_cognito(f"In the answer, {key} is no text of a sensible length.")


def _request_id(headers: Mapping[str, str]) -> str | None:
    return _name(headers.get("x-amzn-requestid", "").strip())


def _kind_in_words(kind: str) -> str:
    if not kind:
        return "of no stated type"
    return kind if _PLAIN_TYPE.fullmatch(kind) else "of an odd type"


def _name(text: str | None) -> str | None:
    """A short text; a longer one counts as none, since a cut one might hold part of a secret."""
    return text if text and len(text) <= _NAME_LIMIT else None


def _is_duration(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _LIFE_LIMIT_S


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _not_cognito(sentence: str) -> NotBelievableError:
    return NotBelievableError(NOT_COGNITO, sentence)
