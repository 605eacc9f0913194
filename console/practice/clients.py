"""The app clients of the practice pool. Their ids and secrets are fixed, so recipes stay valid."""
# ruff: noqa: S106 - nothing here opens anything but the practice pool

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

ADMIN_PASSWORD: Final = "ALLOW_ADMIN_USER_PASSWORD_AUTH"  # noqa: S105 - a flow's name
PASSWORD: Final = "ALLOW_USER_PASSWORD_AUTH"  # noqa: S105
SRP: Final = "ALLOW_USER_SRP_AUTH"
CUSTOM: Final = "ALLOW_CUSTOM_AUTH"
CHOICE: Final = "ALLOW_USER_AUTH"
REFRESH: Final = "ALLOW_REFRESH_TOKEN_AUTH"
MINUTE_S: Final = 60
DAY_S: Final = 24 * 60 * MINUTE_S
_ALL_BUT_REFRESH: Final = (ADMIN_PASSWORD, PASSWORD, SRP, CUSTOM, CHOICE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """One app client: its id, its secret if it is confidential, and what it allows."""

    name: str
    id: str
    auth_flows: tuple[str, ...]
    secret: str | None = field(default=None, repr=False)  # a published constant, for practice only
    session_validity_s: int = 3 * MINUTE_S  # AuthSessionValidity, 3 minutes unless set
    token_validity_s: int = 60 * MINUTE_S
    refresh_validity_s: int = 30 * DAY_S
    hides_users: bool = False  # PreventUserExistenceErrors
    has_custom_triggers: bool = True  # False stands for a pool without the Lambda functions
    rotates_refresh: bool = False  # such a client cannot allow REFRESH_TOKEN_AUTH besides
    deleted: bool = False  # known by its id to old apps alone

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
                auth_flows=(*_ALL_BUT_REFRESH, REFRESH),
            ),
            Client(
                name="confidential",
                id="uayac1b50a6b7nqs69pzs40g95",
                secret="practicehrh1tz9ny827k472kgaxj9jls76v8icvodr7gll5kk2t",
                auth_flows=(*_ALL_BUT_REFRESH, REFRESH),
            ),
            Client(
                name="no-password-flow",
                id="sijmtcqix41h0dmt43z8oi82yb",
                auth_flows=(REFRESH,),
            ),
            Client(
                name="hidden-users",
                id="5v3q9m1xk7t2b8r4w6z0c1n5hd",
                auth_flows=(*_ALL_BUT_REFRESH, REFRESH),
                hides_users=True,
            ),
            Client(
                name="no-custom-triggers",
                id="2f8j6s0y4p9d3g7k1v5a8u2qme",
                auth_flows=(CUSTOM, REFRESH),
                has_custom_triggers=False,
            ),
            Client(
                name="rotating",
                id="7b1w5e9r3t6y0u4i8o2p6a1szx",
                auth_flows=_ALL_BUT_REFRESH,
                rotates_refresh=True,
            ),
            Client(
                name="rotating-confidential",
                id="3n7c1k5h9g4f8d2s6a0q7w1ejr",
                secret="practice8z2m6x0c4v9b3n7q1w5e8r2t6y0u4i9o3p7a1s5d8f2g",
                auth_flows=_ALL_BUT_REFRESH,
                rotates_refresh=True,
            ),
            Client(
                name="deleted",
                id="6h0l4j8g2f7d1s5a9p3o6i0uyt",
                auth_flows=_ALL_BUT_REFRESH,
                deleted=True,
            ),
        )
    }
)


def client_by_id(client_id: str) -> Client | None:
    """The client with that id, or None; a deleted one is there no longer."""
    return next(
        (client for client in CLIENTS.values() if client.id == client_id and not client.deleted),
        None,
    )
