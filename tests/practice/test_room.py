from __future__ import annotations

import asyncio
import urllib.request

from console.core.secret import Secret
from console.practice.listing import LISTED
from console.practice.room import LocalPractice


def fetch(url: str) -> bytes:
    with urllib.request.urlopen(url) as answer:  # noqa: S310  # loopback
        data = answer.read()
        assert isinstance(data, bytes)
        return data


async def test_opens_once_and_closes() -> None:
    room = LocalPractice()
    assert await room.newest_code("alice") is None
    desk = await room.open()
    again = await room.open()
    assert desk.endpoint_url == again.endpoint_url
    assert desk.users == LISTED
    assert {client.name for client in desk.clients} >= {"public", "confidential"}
    secrets = {client.name: client.secret for client in desk.clients}
    assert secrets["public"] is None
    assert isinstance(secrets["confidential"], Secret)
    assert await asyncio.to_thread(fetch, f"{desk.endpoint_url}/outbox") == b"[]"
    assert await room.newest_code("alice") is None
    room.close()
    room.close()
