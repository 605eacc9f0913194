"""The app clients of the practice pool. Their ids and secrets are fixed, so recipes stay valid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

ADMIN_PASSWORD: Final = "ALLOW_ADMIN_USER_PASSWORD_AUTH"  # noqa: S105 - a flow's name
REFRESH: Final = "ALLOW_REFRESH_TOKEN_AUTH"
MINUTE_S: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """One app client: its id, its secret if it is confidential, and what it allows."""

    name: str
    id: str
    auth_flows: tuple[str, ...]
    secret: str | None = field(default=None, repr=False)  # a published constant, for practice only
    session_validity_s: int = 3 * MINUTE_S  # AuthSessionValidity, 3 minutes unless set
    token_validity_s: int = 60 * MINUTE_S

    def to_json(self) -> dict[str, object]:
        """As the practice line shows it; a public client has no `secret`."""
        shown: dict[str, object] = {"id": self.id}
        if self.secret is not None:
            shown["secret"] = self.secret
        return shown | {"auth_flows": list(self.auth_flows)}


CLIENTS: Final[Mapping[str, Client]] = MappingProxyType(
    {
        client.name: client
        for client in (
            Client(
                name="public",
                id="gvu04upzcdqo6mxguy2i5o7nes",
                auth_flows=(ADMIN_PASSWORD, REFRESH),
            ),
            Client(
                name="confidential",
                id="uayac1b50a6b7nqs69pzs40g95",
                secret="practicehrh1tz9ny827k472kgaxj9jls76v8icvodr7gll5kk2t",  # noqa: S106
                auth_flows=(ADMIN_PASSWORD, REFRESH),
            ),
            Client(
                name="no-password-flow",
                id="sijmtcqix41h0dmt43z8oi82yb",
                auth_flows=(REFRESH,),
            ),
        )
    }
)


def client_by_id(client_id: str) -> Client | None:
    """The client with that id, or None."""
    return next((client for client in CLIENTS.values() if client.id == client_id), None)
