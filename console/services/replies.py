"""Whether an HTTP reply can be Cognito's: its header, its length, and that it holds an object.

CloudTrail and CloudWatch Logs speak the same protocol, so that their replies are judged alike.

What the object must hold is the operation's own matter: see reply_forms.
"""

from __future__ import annotations

import email.utils
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from console.services.exchange import ReplyHeader

NOT_COGNITO: Final = "NotCognitoReply"
TRUNCATED: Final = "TruncatedReply"
TOO_LARGE: Final = "ReplyTooLarge"
COGNITO: Final = "Cognito"  # as a sender, in sentences
REPLY_LIMIT: Final = 1024 * 1024  # bytes of a body; Cognito's replies are a few thousand
TEXT_LIMIT: Final = 64 * 1024  # characters of one string in a reply
NAME_LIMIT: Final = 128

_JSON_TYPES = frozenset({"application/x-amz-json-1.1", "application/json"})
_PLAIN_TYPE = re.compile(r"[\w.+-]{1,40}/[\w.+-]{1,60}", re.ASCII)


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


def too_large(limit: int = REPLY_LIMIT) -> NotBelievableError:
    """The reply passed the limit of so many bytes and was cut off."""
    size = f"{limit // 1024} KiB" if limit % (1024 * 1024) else f"{limit // (1024 * 1024)} MiB"
    return NotBelievableError(
        TOO_LARGE, f"The answer is larger than {size}, which no such answer is; it was cut off."
    )


def not_cognito(sentence: str) -> NotBelievableError:
    """The reply is not built as Cognito's are; `sentence` says in what."""
    return NotBelievableError(NOT_COGNITO, sentence)


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
        content_type=short_name(content_type),
        server_date=server_date(headers.get("date")),
        received_at=received_at,
    )


def server_date(text: str | None) -> datetime | None:
    """A Date header as an aware time, or None where it cannot be read."""
    if not text or len(text) > NAME_LIMIT:
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


def check_reply(
    reply: RawReply,
    check: Callable[[Mapping[str, Any]], object],
    *,
    may_be_empty: bool = False,
    sender: str = COGNITO,
    limit: int = REPLY_LIMIT,
) -> None:
    """Raises NotBelievableError where the reply cannot be that of `sender`, a whole one.

    `check` judges what a reply of success holds; with `may_be_empty`, no body counts as {}.
    """
    _check_header(reply, sender)
    check_length(reply, limit)
    if may_be_empty and reply.status == 200 and not reply.body:
        return
    content = json_object(reply.body)
    if reply.status == 200:
        check(content)
    elif reply.status < 400 or not _names_an_error(content, reply.headers):
        raise not_cognito(f"The answer (HTTP {reply.status}) names no error as {sender}'s do.")


def _check_header(reply: RawReply, sender: str) -> None:
    headers = reply.headers
    if 300 <= reply.status < 400:
        raise not_cognito(
            f"The answer is a redirect (HTTP {reply.status}), which {sender} never sends: a "
            "sign-in page of the network or a proxy answered."
        )
    if headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise not_cognito(f"The answer is compressed, which {sender}'s never are.")
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in _JSON_TYPES:
        raise not_cognito(f"The answer (HTTP {reply.status}) is {_kind_in_words(kind)}, not JSON.")
    if _request_id(headers) is None:
        raise not_cognito(
            f"The answer (HTTP {reply.status}) has no x-amzn-RequestId, which {sender} always "
            "sends."
        )


def check_length(reply: RawReply, limit: int = REPLY_LIMIT) -> None:
    """Raises NotBelievableError where the body is too long, or not as long as was announced."""
    if len(reply.body) > limit:
        raise too_large(limit)
    announced = reply.headers.get("content-length", "").strip()
    in_chunks = reply.headers.get("transfer-encoding", "").strip().lower() == "chunked"
    if in_chunks or not announced:
        return
    if not (announced.isascii() and announced.isdigit()) or len(reply.body) != int(announced):
        raise NotBelievableError(
            TRUNCATED,
            f"The answer has {len(reply.body)} bytes, not as many as its header announced.",
        )


def json_object(body: bytes | str) -> dict[str, Any]:
    """The body as a JSON object; NotBelievableError where it is none."""
    try:
        # As strictly as botocore's parser: json alone would take UTF-16, and a byte order mark.
        content = json.loads(body if isinstance(body, str) else body.decode("utf-8"))
    except (ValueError, RecursionError):
        raise not_cognito("The answer says that it is JSON, but is not.") from None
    if not isinstance(content, dict):
        raise not_cognito("The answer is JSON, but not an object.")
    return content


def _names_an_error(content: Mapping[str, Any], headers: Mapping[str, str]) -> bool:
    for name in (content.get("__type"), headers.get("x-amzn-errortype")):
        if isinstance(name, str) and name.strip():
            return True
    return False


def _request_id(headers: Mapping[str, str]) -> str | None:
    return short_name(headers.get("x-amzn-requestid", "").strip())


def _kind_in_words(kind: str) -> str:
    if not kind:
        return "of no stated type"
    return kind if _PLAIN_TYPE.fullmatch(kind) else "of an odd type"


def short_name(text: object) -> str | None:
    """A short text; a longer one counts as none, since a cut one might hold part of a secret."""
    return text if isinstance(text, str) and text and len(text) <= NAME_LIMIT else None
