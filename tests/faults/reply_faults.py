"""Faults of what comes back: pages, refusals, throttles, clocks, status lines and headers."""

from __future__ import annotations

import email.utils
import json
import time
from collections.abc import Mapping
from typing import Final

from tests.faults.network_faults import BODY, SIGNED_IN, ended
from tests.faults.staging import Stage, hanging, on_public_path, plain
from tests.services.fault_server import (
    Connection,
    Script,
    answer,
    answer_and_close,
    http,
    refusal,
)
from tests.services.lab import TOKENS

_HTML: Final[Mapping[str, str | None]] = {"Content-Type": "text/html", "x-amzn-RequestId": None}
_NO_ID: Final[Mapping[str, str | None]] = {"x-amzn-RequestId": None}
_PORTAL: Final = b"<!doctype html><title>Guest network</title><form>Accept the terms</form>"
_BAD: Final = "400 Bad Request"
_HOURS: Final = 5 * 3600


def page(status: str, headers: Mapping[str, str | None] = _HTML) -> Script:
    return answer(http(_PORTAL, status=status, headers={**headers, **_HTML}))


def told(
    code: str, message: str, status: str = _BAD, headers: Mapping[str, str | None] | None = None
) -> Script:
    """An error in JSON; without the request id where `headers` take it away."""
    content = {"__type": code, "message": message}
    return answer(http(content, status=status, headers=headers))


def anonymous(content: Mapping[str, object], status: str) -> Script:
    """JSON that no service of AWS signed with a request id."""
    plain_json = {"Content-Type": "application/json", "x-amzn-RequestId": None}
    return answer(http(content, status=status, headers=plain_json))


def raw(reply: bytes) -> Script:
    return answer_and_close(reply)


def _dated(reply: bytes, seconds: float) -> bytes:
    date = email.utils.formatdate(time.time() + seconds, usegmt=True).encode()
    return reply.replace(b"Tue, 24 Nov 2026 10:00:00 GMT", date)


def _by_another_clock(reply: bytes, seconds: float) -> Script:
    def script(connection: Connection) -> None:
        while connection.read_request() is not None:
            connection.send(_dated(reply, seconds))

    return script


def _endless_header(connection: Connection) -> None:
    connection.read_request()
    connection.send(b"HTTP/1.1 200 OK\r\n")
    for _ in range(64):
        connection.send(b"X-Junk: " + b"j" * 65000 + b"\r\n")
    connection.wait_until_gone()


def _dripping(data: bytes, head: bytes = b"") -> Script:
    def script(connection: Connection) -> None:
        connection.read_request()
        connection.send(head)
        connection.drip(data)

    return script


def _with_line(line: bytes) -> Script:
    return answer(SIGNED_IN.replace(b"\r\nDate", b"\r\n" + line + b"\r\nDate"))


_REDIRECT: Final = "http://127.0.0.1:9/elsewhere"
_SKEWED: Final = (
    "Signature expired: 20260915T000000Z is now earlier than 20260915T001500Z "
    "(20260915T002000Z - 5 min.)"
)
_EARLY: Final = (
    "Signature not yet current: 20260915T010000Z is still later than 20260915T000500Z "
    "(20260915T000000Z + 5 min.)"
)
_SKEW_REFUSED, _EARLY_REFUSED = (
    refusal("InvalidSignatureException", text) for text in (_SKEWED, _EARLY)
)

PAGES: Final[Mapping[str, Stage]] = {
    "portal-302": plain(page("302 Found", {"Location": _REDIRECT})),
    "portal-200-page": plain(page("200 OK")),
    "portal-511": plain(page("511 Network Authentication Required")),
    "redirect-301": plain(page("301 Moved Permanently", {"Location": _REDIRECT})),
    "redirect-307": plain(page("307 Temporary Redirect", {"Location": _REDIRECT})),
    "page-401": plain(page("401 Unauthorized")),
    "page-404": plain(page("404 Not Found")),
    "page-that-says-json": plain(answer(http(_PORTAL))),
    "waf-403-page": on_public_path(plain(page("403 Forbidden"))),
    "waf-403-json": on_public_path(plain(anonymous({"error": "blocked"}, "403 Forbidden"))),
    "waf-exception": on_public_path(
        plain(told("ForbiddenException", "Request not allowed due to WAF block.", "403 Forbidden"))
    ),
    "page-500": plain(page("500 Internal Server Error")),
    "page-502": plain(page("502 Bad Gateway")),
    "page-504": plain(page("504 Gateway Timeout")),
    "empty-503": plain(answer(http(status="503 Service Unavailable", headers=_HTML))),
    "page-429": plain(page("429 Too Many Requests", {"Retry-After": "10"})),
    "json-500-of-a-gateway": plain(
        anonymous({"message": "Internal server error"}, "500 Internal Server Error")
    ),
    "json-504-of-a-gateway": plain(
        anonymous({"message": "Endpoint request timed out"}, "504 Gateway Timeout")
    ),
}

REFUSALS: Final[Mapping[str, Stage]] = {
    "internal-error": plain(
        told("InternalErrorException", "Something went wrong", "500 Internal Server Error")
    ),
    "service-unavailable": plain(
        told("ServiceUnavailable", "Service Unavailable", "503 Service Unavailable")
    ),
    "throttled-400": plain(told("TooManyRequestsException", "Rate exceeded")),
    "throttled-429": plain(
        told("TooManyRequestsException", "Too many requests", "429 Too Many Requests")
    ),
    "throttled-at-the-door": plain(told("ThrottlingException", "Rate exceeded")),
    "slow-down-503": plain(told("SlowDown", "Reduce your request rate.", "503 Slow Down")),
    "limit-exceeded": on_public_path(
        plain(told("LimitExceededException", "Attempt limit exceeded, please try after some time."))
    ),
    "clock-slow": plain(_by_another_clock(_SKEW_REFUSED, _HOURS)),
    "clock-fast": plain(_by_another_clock(_EARLY_REFUSED, -_HOURS)),
    "clock-off-signed-in": plain(_by_another_clock(SIGNED_IN, _HOURS)),
    "date-unreadable": plain(answer(http(TOKENS, headers={"Date": "the day after tomorrow"}))),
    "keys-expired": plain(
        told("ExpiredTokenException", "The security token included in the request is expired")
    ),
    "unnamed-by-any-model": plain(told("BrandNewException", "Never seen before")),
    "named-in-header-alone": plain(
        answer(http({}, status=_BAD, headers={"x-amzn-ErrorType": "UserNotFoundException"}))
    ),
    "named-with-hostile-text": plain(
        told("NotAuthorizedException", "\u202eIncorrect\u0000\x1b[31m" + "x" * 9000)
    ),
    "refused-in-chunks": plain(
        answer(
            http(status=_BAD, headers={"Content-Length": None, "Transfer-Encoding": "chunked"})
            + b"%x\r\n%b\r\n0\r\n\r\n"
            % (
                len(text := json.dumps({"__type": "UserNotFoundException", "message": "x"})),
                text.encode(),
            )
        )
    ),
    "refused-without-request-id": plain(
        told("NotAuthorizedException", "Incorrect username or password.", headers=_NO_ID)
    ),
    "refused-without-name": plain(answer(http({"message": "no"}, status=_BAD))),
    "refused-with-number-for-name": plain(answer(http({"__type": 5}, status=_BAD))),
    "refused-with-status-200": plain(told("NotAuthorizedException", "Incorrect", "200 OK")),
    "tokens-with-status-400": plain(answer(http(TOKENS, status=_BAD))),
}

HEADERS: Final[Mapping[str, Stage]] = {
    "type-text": plain(answer(http(TOKENS, headers={"Content-Type": "text/plain"}))),
    "type-missing": plain(answer(http(TOKENS, headers={"Content-Type": None}))),
    "type-twice": plain(_with_line(b"Content-Type: text/html")),
    "request-id-missing": plain(answer(http(TOKENS, headers=_NO_ID))),
    "request-id-odd": plain(answer(http(TOKENS, headers={"x-amzn-RequestId": "A" * 52}))),
    "request-id-twice": plain(_with_line(b"x-amzn-RequestId: another")),
    "request-id-endless": plain(answer(http(TOKENS, headers={"x-amzn-RequestId": "a" * 9000}))),
    "length-twice": plain(_with_line(b"Content-Length: 7")),
    "length-no-number": plain(raw(http(TOKENS, headers={"Content-Length": "many"}))),
    "length-negative": plain(raw(http(TOKENS, headers={"Content-Length": "-5"}))),
    "length-missing": plain(raw(http(TOKENS, headers={"Content-Length": None}))),
    "header-line-broken": plain(raw(SIGNED_IN.replace(b"\r\nDate", b"\r\nno colon\r\nDate"))),
    "header-hostile": plain(_with_line(b"X-Odd: \x1b[31m\xff\x1b]0;title\x07")),
    "header-huge": plain(_with_line(b"X-Junk: " + b"j" * 70_000)),
    "header-of-500-lines": plain(
        _with_line(b"\r\n".join(b"X-%d: y" % number for number in range(500)))
    ),
    "header-endless": plain(_endless_header),
    "header-drips": hanging(plain(_dripping(SIGNED_IN * 9), total_timeout_s=1.5)),
    "status-101": plain(raw(http(status="101 Switching Protocols"))),
    "status-100-first": plain(answer(b"HTTP/1.1 100 Continue\r\n\r\n" + SIGNED_IN)),
    "status-103-first": plain(
        answer(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + SIGNED_IN)
    ),
    "status-201": plain(answer(http(TOKENS, status="201 Created"))),
    "status-204": plain(answer(http(status="204 No Content", headers={"Content-Length": None}))),
    "status-205": plain(answer(http(status="205 Reset Content"))),
    "status-206": plain(answer(http(TOKENS, status="206 Partial Content"))),
    "status-304": plain(answer(http(status="304 Not Modified"))),
    "status-999": plain(raw(SIGNED_IN.replace(b"200 OK", b"999 Odd"))),
    "status-no-number": plain(raw(SIGNED_IN.replace(b" 200 OK", b" OK"))),
    "version-0.9": plain(raw(BODY)),
    "version-1.0": plain(raw(SIGNED_IN.replace(b"HTTP/1.1", b"HTTP/1.0"))),
    "version-2": plain(raw(b"\x00\x00\x12\x04\x00\x00\x00\x00\x00" + bytes(18))),
    "version-unknown": plain(raw(SIGNED_IN.replace(b"HTTP/1.1", b"HTTP/7.5"))),
    "other-protocol": plain(raw(b"220 mail.example ESMTP\r\n")),
    "junk": plain(raw(bytes(range(128, 256)) * 40)),
    "only-line-ends": plain(ended(b"\r\n\r\n\r\n\r\n")),
}
