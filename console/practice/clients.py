"""The app clients of the practice pool. Their ids and secrets are fixed, so recipes stay valid."""
# ruff: noqa: S106 - nothing here opens anything but the practice pool

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from console.core.practice_keys import PRACTICE_USER_POOL_ID

ADMIN_PASSWORD: Final = "ALLOW_ADMIN_USER_PASSWORD_AUTH"  # noqa: S105 - a flow's name
PASSWORD: Final = "ALLOW_USER_PASSWORD_AUTH"  # noqa: S105
SRP: Final = "ALLOW_USER_SRP_AUTH"
CUSTOM: Final = "ALLOW_CUSTOM_AUTH"
CHOICE: Final = "ALLOW_USER_AUTH"
REFRESH: Final = "ALLOW_REFRESH_TOKEN_AUTH"
MINUTE_S: Final = 60
DAY_S: Final = 24 * 60 * MINUTE_S
OTHER_POOL_ID: Final = "eu-west-1_PRACTICE8"  # with a user whom the practice pool does not know
_ALL_BUT_REFRESH: Final = (ADMIN_PASSWORD, PASSWORD, SRP, CUSTOM, CHOICE)


class Tier(StrEnum):
    """UserPoolTier: the plan that a pool pays for."""

    LITE = "LITE"
    ESSENTIALS = "ESSENTIALS"
    PLUS = "PLUS"


class PasskeySupport(StrEnum):
    """WebAuthnConfiguration, as far as the practice pool tells it."""

    ON = "on"
    OFF = "off"
    NO_RELYING_PARTY = "no relying party"  # neither a RelyingPartyId nor a domain


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """One app client: its id, its secret if it is confidential, and what it allows."""

    name: str
    id: str
    auth_flows: tuple[str, ...]
    # As the line shows it, and as an app was once given it: a published constant.
    secret: str | None = field(default=None, repr=False)
    # What the pool has by now, where the app was never told: published too, in this file alone.
    exchanged_for: str | None = field(default=None, repr=False)
    session_validity_s: int = 3 * MINUTE_S  # AuthSessionValidity, 3 minutes unless set
    token_validity_s: int = 60 * MINUTE_S
    refresh_validity_s: int = 30 * DAY_S
    hides_users: bool = False  # PreventUserExistenceErrors
    has_custom_triggers: bool = True  # False stands for a pool without the Lambda functions
    rotates_refresh: bool = False  # such a client cannot allow REFRESH_TOKEN_AUTH besides
    revokes_tokens: bool = True  # EnableTokenRevocation, on for new clients
    # Settings of a pool, like the triggers: a client whose settings differ from the practice pool's
    # stands for a pool of its own, and the practice pool's id finds it too.
    user_pool_id: str = PRACTICE_USER_POOL_ID
    tracks_devices: bool = False
    asks_to_remember: bool = False  # DeviceOnlyRememberedOnUserPrompt: "opt in", else "always"
    passkeys: PasskeySupport = PasskeySupport.ON
    tier: Tier = Tier.PLUS
    propagates_context: bool = False  # EnablePropagateAdditionalUserContextData
    deleted: bool = False  # known by its id to old apps alone

    @property
    def has_essentials(self) -> bool:
        """Choice of first factors, e-mail as second factor, password history, access claims."""
        return self.tier is not Tier.LITE

    @property
    def judges_risk(self) -> bool:
        """Whether threat protection is on, and enforced: it comes with the Plus plan alone."""
        return self.tier is Tier.PLUS

    @property
    def own_secret(self) -> str | None:
        """The secret that the pool itself checks against."""
        return self.exchanged_for or self.secret

    def to_json(self) -> dict[str, object]:
        """As the practice line shows it; a public client has no `secret`."""
        shown: dict[str, object] = {"id": self.id}
        if self.secret is not None:
            shown["secret"] = self.secret
        if self.user_pool_id != PRACTICE_USER_POOL_ID:
            shown["user_pool_id"] = self.user_pool_id
        return shown | {"auth_flows": list(self.auth_flows)}


CLIENTS: Final[Mapping[str, Client]] = MappingProxyType(
    {
        client.name: client
        for client in (
            Client(
                name="public",
                id="gvu04upzcdqo6mxguy2i5o7nes",
                auth_flows=(*_ALL_BUT_REFRESH, REFRESH),
                revokes_tokens=False,
            ),
            Client(
                name="confidential",
                id="uayac1b50a6b7nqs69pzs40g95",
                secret="practicehrh1tz9ny827k472kgaxj9jls76v8icvodr7gll5kk2t",
                auth_flows=(*_ALL_BUT_REFRESH, REFRESH),
                propagates_context=True,
                revokes_tokens=False,
            ),
            Client(
                name="no-password-flow",
                id="sijmtcqix41h0dmt43z8oi82yb",
                auth_flows=(REFRESH,),
                revokes_tokens=False,
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
                auth_flows=(ADMIN_PASSWORD, CUSTOM, REFRESH),
                has_custom_triggers=False,
                tier=Tier.ESSENTIALS,
                user_pool_id="eu-west-1_PRACTICE3",
                revokes_tokens=False,
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
                name="revocable",
                id="nta5oa5o7cfmbx0j6osdjbd17z",
                auth_flows=(*_ALL_BUT_REFRESH, REFRESH),
            ),
            Client(
                name="device-always",
                id="txvehv08jj6znkekx29s9h842h",
                auth_flows=(*_ALL_BUT_REFRESH, REFRESH),
                tracks_devices=True,
                user_pool_id="eu-west-1_PRACTICE4",
            ),
            Client(
                name="device-opt-in",
                id="u8mg52lqp4fzlw6doxzjodqxni",
                auth_flows=(*_ALL_BUT_REFRESH, REFRESH),
                tracks_devices=True,
                asks_to_remember=True,
                user_pool_id="eu-west-1_PRACTICE5",
            ),
            Client(
                name="no-passkeys",
                id="72nlsa0uusn8jucrczng4dx5zk",
                auth_flows=(*_ALL_BUT_REFRESH, REFRESH),
                passkeys=PasskeySupport.OFF,
                user_pool_id="eu-west-1_PRACTICE6",
            ),
            Client(
                name="no-relying-party",
                id="jzrfh56qzyhuutqtk6g8z29u9t",
                auth_flows=(*_ALL_BUT_REFRESH, REFRESH),
                passkeys=PasskeySupport.NO_RELYING_PARTY,
                user_pool_id="eu-west-1_PRACTICE7",
            ),
            Client(
                name="lite",
                id="4c8e0g6i2k9m5o1q7s3u0w6y2a",
                auth_flows=(*_ALL_BUT_REFRESH, REFRESH),
                passkeys=PasskeySupport.OFF,
                tier=Tier.LITE,
                user_pool_id="eu-west-1_PRACTICE2",
            ),
            Client(
                name="exchanged-secret",
                id="5n9p3r7t1v5x9z3b7d1f5h9j3l",
                auth_flows=(*_ALL_BUT_REFRESH, REFRESH),
                secret="practice0a4c8e2g6i0k4m8o2q6s0u4w8y2a6c0e4g8i2k6m0o4q",
                exchanged_for="practice7b1d5f9h3j7l1n5p9r3t7v1x5z9b3d7f1h5j9l3n7p1r",
            ),
            Client(
                name="secret-not-given",
                id="8q2s6u0w4y8a2c6e0g4i8k2m6o",
                auth_flows=(*_ALL_BUT_REFRESH, REFRESH),
                exchanged_for="practice3f7h1j5l9n3p7r1t5v9x3z7b1d5f9h3j7l1n5p9r3t7v",
            ),
            Client(
                name="other-pool",
                id="1t5v9x3z7b1d5f9h3j7l1n5p9r",
                auth_flows=(*_ALL_BUT_REFRESH, REFRESH),
                tier=Tier.ESSENTIALS,
                user_pool_id=OTHER_POOL_ID,
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
