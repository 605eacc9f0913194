from __future__ import annotations

import asyncio
import urllib.request

from console.core.secret import Secret
from console.practice.clients import CLIENTS
from console.practice.listing import LISTED, SHOWN
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
    assert desk.users == SHOWN
    assert desk.users[: len(LISTED)] == LISTED
    asked = {name for user in SHOWN for name in user.expect.challenges}
    assert {"MFA_SETUP", "CUSTOM_CHALLENGE", "SELECT_CHALLENGE", "WEB_AUTHN"} <= asked
    assert {user.path for user in SHOWN} == {"admin", "public"}
    trent = next(user for user in SHOWN if "CUSTOM_CHALLENGE" in user.expect.challenges)
    assert "ANSWER = " in trent.purpose
    assert {client.name for client in desk.clients} >= {"public", "confidential"}
    secrets = {client.name: client.secret for client in desk.clients}
    assert secrets["public"] is None
    assert isinstance(secrets["confidential"], Secret)
    assert await asyncio.to_thread(fetch, f"{desk.endpoint_url}/outbox") == b"[]"
    assert await room.newest_code("alice") is None
    room.close()
    room.close()


async def test_the_clients_come_with_what_describe_says_of_them() -> None:
    room = LocalPractice()
    desk = await room.open()
    room.close()
    known = {client.name: client.known for client in desk.clients}
    public = known["public"]
    assert public is not None
    assert public.session_validity_s == CLIENTS["public"].session_validity_s
    assert public.auth_flows == CLIENTS["public"].auth_flows
    assert public.password_policy is not None
    for name, client in CLIENTS.items():
        settings = known[name]
        assert (settings is None) is client.deleted
        if settings is not None:
            assert settings.device_tracking is client.tracks_devices
            assert settings.rotates_refresh is client.rotates_refresh
