"""One port whose every connection meets another fault, as a program of its own.

A probe of the window starts it apart, so that the server's work is no stall of the window's.
"""

from __future__ import annotations

import contextlib
import random
import subprocess
import sys
from collections.abc import Iterator
from typing import Final

from tests.faults.body_faults import chunked, packed
from tests.faults.network_faults import BODY, HEAD, SIGNED_IN, ended, reset_after_request
from tests.faults.reply_faults import raw
from tests.services.fault_server import Connection, FaultServer, Script, http, refusal, silent

_SEED: Final = 20261124


def _drip(connection: Connection) -> None:
    connection.read_request()
    connection.send(HEAD)
    connection.drip(BODY * 9)


SCRIPTS: Final[tuple[Script, ...]] = (
    raw(SIGNED_IN),
    raw(http({}, headers={"x-amzn-RequestId": None})),
    raw(SIGNED_IN[:-40]),
    raw(packed(BODY)),
    raw(chunked(b"x" * 3_000_000)),
    raw(http(b'{"a":' * 100_000)),
    ended(),
    reset_after_request,
    silent,
    _drip,
    raw(http(b"<html>", status="302 Found", headers={"Location": "http://127.0.0.1:9/"})),
    raw(http(b"<html>", status="502 Bad Gateway", headers={"Content-Type": "text/html"})),
    raw(refusal("InternalErrorException", "x", status="500 Internal Server Error")),
    raw(refusal("TooManyRequestsException", "Rate exceeded")),
)


@contextlib.contextmanager
def switchboard() -> Iterator[str]:
    """The URL of one that runs as long as the block."""
    program = [sys.executable, "-m", "tests.faults.switchboard"]
    with subprocess.Popen(
        program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.communicate(timeout=30)


def serve() -> None:
    """Until standard input ends."""
    dice = random.Random(_SEED)  # noqa: S311 - the same faults in every run

    def any_of_them(connection: Connection) -> None:
        dice.choice(SCRIPTS)(connection)

    with FaultServer(any_of_them) as server:
        sys.stdout.write(f"{server.url}\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    serve()
