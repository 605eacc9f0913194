"""One connection of the practice server: bounded requests in, each reply out in one piece."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler
from typing import ClassVar, Final
from urllib.parse import urlsplit

from console.practice.errors import PracticeError, unreadable
from console.practice.pool import PracticePool
from console.practice.protocol import (
    MAX_BODY,
    HttpReply,
    answer_get,
    answer_post,
    not_found,
    refusal,
)

_DRAINED: Final = 1024 * 1024  # bytes of a refused body that are read, so that the reply arrives


class PracticeHandler(BaseHTTPRequestHandler):
    """HTTP/1.1 with keep-alive, without Nagle's delay, and without a word on stderr."""

    pool: ClassVar[PracticePool]  # the server makes a subclass for each pool
    protocol_version = "HTTP/1.1"
    server_version = "signin-console-practice"
    sys_version = ""
    disable_nagle_algorithm = True
    wbufsize = -1  # status line, headers and body leave in one piece

    def do_POST(self) -> None:
        """An operation of the API, at the root alone."""
        try:
            length = self._content_length()
        except PracticeError as error:
            self.close_connection = True
            self._send(refusal(error))
            return
        if length > MAX_BODY:
            self._refuse_large(length)
            return
        body = self.rfile.read(length)
        if len(body) < length:  # the other side has gone
            self.close_connection = True
            return
        if urlsplit(self.path).path != "/":
            self._send(not_found())
            return
        self._send(
            answer_post(
                self.pool,
                target=self.headers.get("X-Amz-Target"),
                authorization=self.headers.get("Authorization"),
                body=body,
            )
        )

    def do_GET(self) -> None:
        """The outbox or the public keys."""
        self._send(answer_get(self.pool, urlsplit(self.path).path))

    def handle_expect_100(self) -> bool:
        """Tell a client that waits for it to go on, before the read of its body."""
        go_on = super().handle_expect_100()
        self.wfile.flush()
        return go_on

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - inherited name
        """Nothing: stdout and stderr belong to the command."""

    def _content_length(self) -> int:
        text = self.headers.get("Content-Length", "")
        if not (text.isascii() and text.isdigit() and len(text) <= 12):
            raise unreadable("The request needs a Content-Length.")
        return int(text)

    def _refuse_large(self, length: int) -> None:
        self.close_connection = True
        left = min(length, _DRAINED)
        while left > 0 and (chunk := self.rfile.read(min(left, MAX_BODY))):
            left -= len(chunk)
        error = PracticeError(
            "RequestEntityTooLargeException", f"The request is larger than {MAX_BODY} bytes."
        )
        self._send(refusal(error, status=413))

    def _send(self, reply: HttpReply) -> None:
        self.send_response(reply.status)
        for name, value in reply.headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(reply.body)
