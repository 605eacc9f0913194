"""Faults of a body: cut, swollen, packed, and of every wrong type."""

from __future__ import annotations

import functools
import gzip
import json
import zlib
from collections.abc import Mapping
from typing import Any, Final

from tests.faults.network_faults import BODY, HEAD, SIGNED_IN
from tests.faults.reply_faults import raw
from tests.faults.staging import Stage, hanging, plain
from tests.services.fault_server import Connection, Script, answer, http, refusal
from tests.services.lab import CHALLENGE, TOKENS

_HANG_S: Final = 1.0
_BOMB_BYTES: Final = 64 * 1024 * 1024


def chunked(*chunks: bytes, end: bytes = b"0\r\n\r\n") -> bytes:
    head = http(headers={"Content-Length": None, "Transfer-Encoding": "chunked"})
    return head + b"".join(b"%x\r\n%b\r\n" % (len(c), c) for c in chunks) + end


def packed(body: bytes, how: str = "gzip") -> bytes:
    return http(body, headers={"Content-Encoding": how})


@functools.cache
def bomb() -> bytes:
    """64 MiB of blanks around tokens, packed a thousandfold."""
    packer = zlib.compressobj(6, zlib.DEFLATED, 31)
    parts = [packer.compress(b"{")]
    block = b" " * (1024 * 1024)
    parts += [packer.compress(block) for _ in range(_BOMB_BYTES // len(block))]
    return b"".join([*parts, packer.compress(BODY[1:]), packer.flush()])


def _bomb(connection: Connection) -> None:
    if connection.read_request() is not None:
        connection.send(packed(bomb()))


def _half_then_silent(connection: Connection) -> None:
    connection.read_request()
    connection.send(SIGNED_IN[:-20])
    connection.wait_until_gone()


def _drip_body(connection: Connection) -> None:
    connection.read_request()
    connection.send(HEAD)
    connection.drip(BODY * 9)


def _endless(connection: Connection) -> None:
    connection.read_request()
    connection.send(http(headers={"Content-Length": None}))
    for _ in range(64):
        connection.send(b"[" * 65536)
    connection.wait_until_gone()


def _cut(reply: bytes, longer: int = 400) -> Script:
    length = len(reply.partition(b"\r\n\r\n")[2])
    return raw(
        reply.replace(b"Content-Length: %d" % length, b"Content-Length: %d" % (length + longer))
    )


def says(content: object) -> Script:
    """A reply of success with this JSON."""
    return answer(http(json.dumps(content).encode()))


def _tokens(**changes: object) -> Script:
    result: Any = TOKENS["AuthenticationResult"]
    return says({**TOKENS, "AuthenticationResult": {**result, **changes}})


def _challenge(**changes: object) -> Script:
    """A challenge with changes, and tokens for the answer, if one comes."""
    asked = {key: value for key, value in {**CHALLENGE, **changes}.items() if value != "absent"}
    return answer(http(asked), SIGNED_IN)


BODIES: Final[Mapping[str, Stage]] = {
    "success-cut": plain(_cut(SIGNED_IN)),
    "success-cut-in-chunks": plain(raw(chunked(BODY[:50], end=b""))),
    "success-cut-in-a-chunk": plain(raw(chunked(end=b"ff\r\n" + BODY[:50]))),
    "success-without-last-chunk": plain(raw(chunked(BODY, end=b""))),
    "refusal-cut": plain(_cut(refusal("NotAuthorizedException", "Incorrect username"))),
    "chunk-without-size": plain(raw(chunked(end=b"zz\r\n{"))),
    "chunk-size-endless": plain(answer(chunked(end=b"0" * 3 * 1024 * 1024))),
    "chunk-size-negative": plain(raw(chunked(end=b"-5\r\nabc\r\n0\r\n\r\n"))),
    "length-beside-other-encoding": plain(
        raw(http(TOKENS, headers={"Content-Length": "900", "Transfer-Encoding": "identity"}))
    ),
    "success-in-chunks": plain(answer(chunked(BODY[:10], BODY[10:]))),
    "success-with-trailers": plain(answer(chunked(BODY, end=b"0\r\nX-Late: yes\r\n\r\n"))),
    "body-longer-than-said": plain(raw(SIGNED_IN + b'{"more": true}')),
    "length-shorter-than-body": plain(raw(http(TOKENS, headers={"Content-Length": "40"}))),
    "length-zero": plain(raw(http(TOKENS, headers={"Content-Length": "0"}))),
    "gzip": plain(answer(packed(gzip.compress(BODY)))),
    "gzip-unsaid": plain(answer(http(gzip.compress(BODY)))),
    "gzip-said-and-not-so": plain(answer(packed(BODY))),
    "gzip-bomb": plain(_bomb),
    "encoding-unknown": plain(answer(packed(BODY, "br"))),
    "body-drips": hanging(plain(_drip_body, total_timeout_s=1.5)),
    "body-stops": hanging(plain(_half_then_silent, read_timeout_s=_HANG_S)),
    "body-huge": plain(answer(http(b'{"a":"' + b"x" * 3_000_000 + b'"}'))),
    "body-huge-in-chunks": plain(answer(chunked(b"x" * 3_000_000))),
    "body-endless": plain(_endless),
    "json-invalid": plain(answer(http(b"{'ChallengeName': 'SMS_MFA'}"))),
    "json-array": plain(says([TOKENS])),
    "json-text": plain(says("AuthenticationResult")),
    "json-number": plain(says(7)),
    "json-null": plain(says(None)),
    "json-deep": plain(answer(http(b'{"a":' * 100_000 + b"1" + b"}" * 100_000))),
    "json-huge-number": plain(answer(http(b'{"a":' + b"1" * 10_000 + b"}"))),
    "json-not-a-number": plain(
        answer(http(b'{"AuthenticationResult": {"AccessToken": NaN, "ExpiresIn": Infinity}}'))
    ),
    "json-with-byte-order-mark": plain(answer(http(b"\xef\xbb\xbf" + BODY))),
    "json-in-utf-16": plain(answer(http(BODY.decode().encode("utf-16")))),
    "json-in-latin-1": plain(answer(http(b'{"ChallengeName": "SMS_MFA", "Session": "\xe9\xff"}'))),
    "json-key-twice": plain(
        answer(http(b'{"ChallengeName": "SMS_MFA", "ChallengeName": 5, "Session": "s"}'))
    ),
    "empty-body": plain(answer(http())),
    "empty-object": plain(says({})),
    "neither-tokens-nor-challenge": plain(says({"ChallengeParameters": {}, "Session": "s"})),
}

TYPES: Final[Mapping[str, Stage]] = {
    "tokens-list": plain(says({"AuthenticationResult": ["a"]})),
    "tokens-text": plain(says({"AuthenticationResult": "eyJ"})),
    "tokens-empty": plain(says({"AuthenticationResult": {}})),
    "tokens-without-a-token": plain(says({"AuthenticationResult": {"ExpiresIn": 3600}})),
    "access-token-number": plain(_tokens(AccessToken=5)),
    "id-token-object": plain(_tokens(IdToken={"a": 1})),
    "refresh-token-list": plain(_tokens(RefreshToken=["a"])),
    "access-token-true": plain(_tokens(AccessToken=True)),
    "access-token-endless": plain(_tokens(AccessToken="a" * 70_000)),
    "expires-in-text": plain(_tokens(ExpiresIn="soon")),
    "expires-in-negative": plain(_tokens(ExpiresIn=-1)),
    "token-type-object": plain(_tokens(TokenType={"a": 1})),
    "device-text": plain(_tokens(NewDeviceMetadata="device")),
    "device-key-number": plain(_tokens(NewDeviceMetadata={"DeviceKey": 5})),
    "challenge-number": plain(_challenge(ChallengeName=5)),
    "challenge-list": plain(_challenge(ChallengeName=["SMS_MFA"])),
    "challenge-endless": plain(_challenge(ChallengeName="A" * 200)),
    "session-object": plain(_challenge(Session={"a": 1})),
    "session-endless": plain(_challenge(Session="s" * 70_000)),
    "session-missing": plain(_challenge(Session="absent")),
    "parameters-list": plain(_challenge(ChallengeParameters=["a"])),
    "parameter-number": plain(
        _challenge(ChallengeParameters={"CODE_DELIVERY_DELIVERY_MEDIUM": 5, "x": None})
    ),
    "available-text": plain(_challenge(AvailableChallenges="SMS_MFA")),
    "available-of-numbers": plain(_challenge(AvailableChallenges=[1, None, {}])),
    "tokens-and-challenge": plain(says({**CHALLENGE, **TOKENS})),
}
