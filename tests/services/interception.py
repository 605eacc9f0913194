"""A proxy on this machine that opens every tunnel into itself, and answers as AWS would."""

from __future__ import annotations

import email.utils
import ssl
import time

from tests.services.fault_server import Connection, Script, http

HOST = "cognito-idp.eu-west-1.amazonaws.com"
OPENED = b"HTTP/1.1 200 Connection established\r\n\r\n"
WANTS_PASSWORD = (
    b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n"
    b"Proxy-Authenticate: Basic\r\nConnection: close\r\n\r\n"
)


def unknown_operation(*, late_s: float = 0.0, **headers: str | None) -> bytes:
    """What AWS answers to a GET; `late_s`: how far its clock is behind this one."""
    date = email.utils.formatdate(time.time() - late_s, usegmt=True)
    body = {"__type": "UnknownOperationException"}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return http(body, status="400 Bad Request", headers={"Date": date, **named})


def intercepting(context: ssl.SSLContext, reply: bytes | None = None) -> Script:
    """CONNECT to anywhere ends here, with a certificate of one's own."""

    def script(connection: Connection) -> None:
        if connection.read_request() is None:
            return
        connection.send(OPENED)
        connection.start_tls(context)
        while connection.read_request() is not None:
            connection.send(reply or unknown_operation())

    return script


def closed_gate(connection: Connection) -> None:
    """Opens no tunnel."""
    connection.read_request()
    connection.send(WANTS_PASSWORD)
