"""A header line that is none ends the header for http.client, and hides the lines after it."""

from __future__ import annotations

from tests.faults.network_faults import SIGNED_IN
from tests.faults.reply_faults import raw
from tests.services.fault_server import FaultServer
from tests.services.lab import failed, practice, send

_BROKEN = SIGNED_IN.replace(b"Content-Length: 203\r\n", b"").replace(
    b"444455556666", b"444455556666\r\nno colon\r\nContent-Length: 999"
)


async def test_a_length_behind_a_broken_line_is_not_lost() -> None:
    assert b"no colon\r\nContent-Length: 999\r\n\r\n" in _BROKEN
    with FaultServer(raw(_BROKEN)) as server:
        failure = failed(await send(practice(server.url)))
    assert failure.code in ("NotCognitoReply", "TruncatedReply")
