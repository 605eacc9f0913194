"""Random changes of valid replies: of bytes, lines, lengths, status, JSON nodes and their types."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any, Final

from tests.faults.body_faults import chunked
from tests.faults.network_faults import ASKED, BODY, SIGNED_IN
from tests.services.fault_server import http, refusal

_SRP: Final[dict[str, object]] = {
    "ChallengeName": "PASSWORD_VERIFIER",
    "ChallengeParameters": {
        "SALT": "a1b2c3d4e5f6",
        "SRP_B": "7" * 700,
        "SECRET_BLOCK": "c2VjcmV0LWJsb2NrLW9mLXRoZS1wb29s" * 8,
        "USER_ID_FOR_SRP": "alice",
        "USERNAME": "alice",
    },
}
SEEDS: Final = (
    SIGNED_IN,
    ASKED,
    chunked(BODY[:60], BODY[60:]),
    http(_SRP),
    refusal("NotAuthorizedException", "Incorrect username or password."),
    refusal("TooManyRequestsException", "Rate exceeded"),
)
_STATUSES: Final = (100, 101, 103, 199, 200, 201, 204, 206, 302, 304, 400, 403, 407, 500, 503, 999)
_LINES: Final = (
    b"Content-Type: text/html",
    b"Content-Type: application/json",
    b"Content-Length: 0",
    b"Content-Length: 999999",
    b"Content-Length: 0x20",
    b"Transfer-Encoding: chunked",
    b"Transfer-Encoding: identity",
    b"Content-Encoding: gzip",
    b"Connection: close",
    b"x-amzn-RequestId:",
    b"x-amzn-ErrorType: NotAuthorizedException",
    b"Location: http://127.0.0.1:9/",
    b" folded",
    b"no colon",
    b": no name",
    b"X-Junk: " + b"j" * 66_000,
)
_VALUES: Final[tuple[Any, ...]] = (
    None,
    True,
    0,
    -1,
    1.5,
    10**400,
    "",
    "x",
    "\x00\u202e\ud83d\ude00",
    "a" * 70_000,
    [],
    [None],
    {},
    {"a": 1},
    "PASSWORD_VERIFIER",
    "NEW_PASSWORD_REQUIRED",
)


def mutated(dice: random.Random) -> bytes:
    """A seed with one to three changes, some of which do no harm."""
    reply = dice.choice(SEEDS)
    for _ in range(dice.choice((1, 1, 1, 2, 3))):
        reply = dice.choice(_CHANGES)(reply, dice)
    return reply


def _flip(reply: bytes, dice: random.Random) -> bytes:
    data = bytearray(reply)
    for _ in range(dice.randint(1, 4)):
        if data:
            data[dice.randrange(len(data))] = dice.randrange(256)
    return bytes(data)


def _cut(reply: bytes, dice: random.Random) -> bytes:
    return reply[: dice.randint(0, len(reply))]


def _remove(reply: bytes, dice: random.Random) -> bytes:
    start = dice.randint(0, len(reply))
    return reply[:start] + reply[start + dice.randint(1, 40) :]


def _insert(reply: bytes, dice: random.Random) -> bytes:
    place = dice.randint(0, len(reply))
    junk = dice.choice(
        (dice.randbytes(dice.randint(1, 60)), b"\r\n", b"\r\n\r\n", b"\x00", b'"', b"}")
    )
    return reply[:place] + junk + reply[place:]


def _repeat(reply: bytes, dice: random.Random) -> bytes:
    start = dice.randint(0, len(reply))
    piece = reply[start : start + dice.randint(1, 120)]
    return reply[:start] + piece * dice.randint(2, 4) + reply[start + len(piece) :]


def _splice(reply: bytes, dice: random.Random) -> bytes:
    other = dice.choice(SEEDS)
    return reply[: dice.randint(0, len(reply))] + other[dice.randint(0, len(other)) :]


def _header_line(reply: bytes, dice: random.Random) -> bytes:
    head, end, body = reply.partition(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    place = dice.randrange(len(lines))
    kind = dice.randrange(4)
    if kind == 0:
        del lines[place]
    elif kind == 1:
        lines.insert(place, dice.choice(lines))
    else:
        lines.insert(place + kind - 2, dice.choice(_LINES))
    return b"\r\n".join(lines) + end + body


def _status(reply: bytes, dice: random.Random) -> bytes:
    _, space, rest = reply.partition(b" ")
    version = dice.choice((b"HTTP/1.1", b"HTTP/1.1", b"HTTP/1.0", b"HTTP/2", b"http/1.1", b""))
    return version + space + b"%d" % dice.choice(_STATUSES) + rest[3:]


def _node(reply: bytes, dice: random.Random) -> bytes:
    """Changes a value, a key or the nesting, with a length that fits most of the time."""
    head, end, body = reply.partition(b"\r\n\r\n")
    try:
        content = json.loads(body)
    except ValueError:
        return _flip(reply, dice)
    changed = json.dumps(_changed(content, dice)).encode()
    if dice.random() < 0.9:
        head = head.replace(b": %d\r\n" % len(body), b": %d\r\n" % len(changed))
        head = head.removesuffix(b": %d" % len(body)) + (
            b": %d" % len(changed) if head.endswith(b": %d" % len(body)) else b""
        )
    return head + end + changed


def _harmless(reply: bytes, dice: random.Random) -> bytes:
    """Other spelling, other order, more fields: the same reply to everyone who reads it right."""
    head, end, body = reply.partition(b"\r\n\r\n")
    status, *lines = head.split(b"\r\n")
    dice.shuffle(lines)
    lines = [dice.choice((line, line.replace(b": ", b":", 1))) for line in lines]
    lines.insert(dice.randint(0, len(lines)), b"X-Amz-Cf-Id: %d" % dice.randrange(10**9))
    try:
        content = json.loads(body)
    except ValueError:
        return b"\r\n".join((status, *lines)) + end + body
    more = {**content, "A newer field": dice.choice(_VALUES)} if isinstance(content, dict) else {}
    fresh = [
        line for line in lines if not line.lower().startswith((b"content-length", b"transfer"))
    ]
    if dice.random() < 0.5:
        return http(more, headers={"Connection": "close"})
    return b"\r\n".join((status, *fresh)) + end + json.dumps(more).encode()


def _changed(content: Any, dice: random.Random) -> Any:
    if not isinstance(content, dict) or not content or dice.random() < 0.08:
        return dice.choice((*_VALUES, [content], {"a": content}))
    key = dice.choice(list(content))
    kind = dice.randrange(4)
    if kind == 0:
        return {name: value for name, value in content.items() if name != key}
    if kind == 1:
        return {(name.lower() if name == key else name): v for name, v in content.items()}
    return {**content, key: _changed(content[key], dice) if kind == 2 else dice.choice(_VALUES)}


_CHANGES: Final[tuple[Callable[[bytes, random.Random], bytes], ...]] = (
    _flip, _cut, _remove, _insert, _repeat, _splice, _header_line, _status, _node, _node, _node,
    _harmless, _harmless, _harmless,
)  # fmt: skip
