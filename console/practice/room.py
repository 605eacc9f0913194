"""The practice pool inside the window's own process, started when it is first needed."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING

from console.core.call import DESCRIBE_USER_POOL, DESCRIBE_USER_POOL_CLIENT
from console.core.pool_settings import PoolSettings
from console.core.ports import PracticeClient, PracticeDesk
from console.core.secret import Secret
from console.core.settings_reading import settings_of
from console.practice.clients import CLIENTS, Client
from console.practice.errors import PracticeError
from console.practice.listing import SHOWN

if TYPE_CHECKING:
    from console.practice.pool import PracticePool
    from console.practice.server import PracticeServer


class LocalPractice:
    """Satisfies ports.PracticeRoom: real HTTP on loopback, served by threads of this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._server: PracticeServer | None = None

    async def open(self) -> PracticeDesk:
        """The running pool; UserFacingError where no port can be had."""
        import asyncio  # here, so that the window is painted before it is loaded

        server = await asyncio.to_thread(self._running)
        return PracticeDesk(
            endpoint_url=server.endpoint_url,
            users=SHOWN,
            clients=tuple(
                PracticeClient(
                    name=client.name,
                    client_id=client.id,
                    secret=None if client.secret is None else Secret(client.secret),
                    known=_known(server.pool, client),
                )
                for client in CLIENTS.values()
            ),
        )

    async def newest_code(self, username: str) -> Secret | None:
        """The newest code for `username`, read where the pool keeps it."""
        with self._lock:
            server = self._server
        if server is None:
            return None
        codes = [message["code"] for message in server.pool.outbox() if message["to"] == username]
        return Secret(codes[-1]) if codes else None

    def close(self) -> None:
        """Ends the pool; blocks until its threads are gone."""
        with self._lock:
            server, self._server = self._server, None
        if server is not None:
            server.stop()

    def _running(self) -> PracticeServer:
        from console.practice.server import PracticeServer

        with self._lock:
            if self._server is None:
                self._server = PracticeServer().start()
            return self._server


def _known(pool: PracticePool, client: Client) -> PoolSettings | None:
    """What the two Describe calls answer, asked of the pool itself; None of a deleted client."""
    ids = {"UserPoolId": client.user_pool_id, "ClientId": client.id}
    try:
        described = pool.handle(DESCRIBE_USER_POOL_CLIENT, ids)
        of_pool = pool.handle(DESCRIBE_USER_POOL, {"UserPoolId": client.user_pool_id})
    except PracticeError:
        return None
    return settings_of(client=_inner(described), pool=_inner(of_pool))


def _inner(result: Mapping[str, object]) -> Mapping[str, object]:
    """UserPoolClient or UserPool, the only member of its answer."""
    (value,) = result.values()
    return value if isinstance(value, Mapping) else {}
