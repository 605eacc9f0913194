"""What a reply may at most be taken for, read by other code than the console's.

It is lenient with header lines and strict with all that a success rests on, so that the console may
believe less than is said here, and never more.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

_HEX: Final = re.compile(rb"[0-9A-Fa-f]+")
_STATUS: Final = re.compile(r"[0-9]{3}")
_HEADER: Final = re.compile(rb"[!-9;-~]*:")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """`tokens` are the texts that may count as tokens."""

    tokens: frozenset[str] = field(default_factory=frozenset)
    challenge: bool = False
    refusal: bool = False


NOTHING: Final = Verdict()


def verdict(reply: bytes) -> Verdict:
    """Of all bytes that the server sent before it closed the connection."""
    status, headers, body = _parts(reply)
    if status is None or not _is_json(headers) or not any(headers.get("x-amzn-requestid", ())):
        return NOTHING
    whole = _whole(headers, body)
    content = _object(whole) if whole is not None else None
    if content is None:
        return NOTHING
    if status >= 400:
        named = isinstance(content.get("__type"), str) or "x-amzn-errortype" in headers
        return Verdict(refusal=named)
    if status != 200:
        return NOTHING
    return Verdict(tokens=_tokens(content), challenge=isinstance(content.get("ChallengeName"), str))


def _parts(reply: bytes) -> tuple[int | None, Mapping[str, list[str]], bytes]:
    rest = reply
    while True:
        head, _, rest = _divided(rb"\r?\n\r?\n", rest)
        line, _, more = _divided(rb"\n", head)
        words = line.decode("latin-1").split(None, 2)
        if len(words) < 2 or not words[0].startswith("HTTP/1.") or not _STATUS.fullmatch(words[1]):
            return None, {}, b""
        if words[1] != "100":
            break
    unfolded = re.sub(rb"(\r\n|\r|\n)[ \t]+", b" ", more)
    headers: dict[str, list[str]] = {}
    for text in re.split(rb"\r\n|\r|\n", unfolded):
        if text.startswith((b" ", b"\t")):
            continue  # goes on with a line that is not there
        if _HEADER.match(text) is None:
            break  # the rest is lost to http.client: see test_broken_headers.py
        name, _, value = text.decode("latin-1").partition(":")
        headers.setdefault(name.strip().lower(), []).append(value.strip())
    return int(words[1]), headers, rest


def _divided(pattern: bytes, data: bytes) -> tuple[bytes, bytes, bytes]:
    found = re.search(pattern, data)
    if found is None:
        return data, b"", b""
    return data[: found.start()], found[0], data[found.end() :]


def _is_json(headers: Mapping[str, list[str]]) -> bool:
    plain = all(each.lower() == "identity" for each in headers.get("content-encoding", ()))
    return plain and any("json" in each.lower() for each in headers.get("content-type", ()))


def _whole(headers: Mapping[str, list[str]], body: bytes) -> bytes | None:
    """The body as far as the framing says, or None where it broke off."""
    if any(each.lower() == "chunked" for each in headers.get("transfer-encoding", ())):
        return _unchunked(body)
    lengths = headers.get("content-length", [])
    if not lengths:
        return body
    numbers = [int(each) for each in lengths if each.isascii() and each.isdigit()]
    fitting = [number for number in numbers if number <= len(body)]
    return body[: fitting[0]] if fitting else None


def _unchunked(body: bytes) -> bytes | None:
    found, rest = b"", body
    while True:
        line, end, rest = rest.partition(b"\n")
        digits = _HEX.match(line.strip())
        if digits is None:
            return None
        size = int(digits[0], 16)
        if size == 0:  # also where the line itself is cut: what came before it is whole
            return found
        if not end:
            return None
        if len(rest) < size:
            return None
        found, rest = found + rest[:size], rest[size + 2 :]


def _object(body: bytes) -> Mapping[str, Any] | None:
    try:
        content = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        return None
    return content if isinstance(content, dict) else None


def _tokens(content: Mapping[str, Any]) -> frozenset[str]:
    result = content.get("AuthenticationResult")
    if not isinstance(result, dict):
        return frozenset()
    found = [result.get(name) for name in ("AccessToken", "IdToken")]
    return frozenset(each for each in found if isinstance(each, str) and each)
