"""Why a refresh token is not taken."""

from __future__ import annotations

from typing import Final

from console.core.call import (
    ADMIN_INITIATE_AUTH,
    ADMIN_LIST_DEVICES,
    DESCRIBE_USER_POOL,
    DESCRIBE_USER_POOL_CLIENT,
    LOOKUP_EVENTS,
)
from console.core.conversation.flows import REFRESH_FLOWS, ROTATED_REFRESH
from console.core.diagnosis.cause import Cause, Rule, says
from console.core.diagnosis.classification import Act
from console.core.diagnosis.finding import Confidence, Finding
from console.core.diagnosis.grounds import may_mean, unsent
from console.core.diagnosis.situation import Situation

_AGAIN: Final = (
    "Your session has ended. Please sign out of the app if it still shows you as signed in, and"
    " sign in again."
)
_DEVELOPER: Final = (Act.CUSTOMER_DEVELOPER,)
_LOOK: Final = (
    "aws cognito-idp describe-user-pool-client --user-pool-id USER_POOL_ID --client-id CLIENT_ID"
)
_ROTATION = Cause(
    id="refresh_rotation",
    title="The app client rotates its refresh tokens and takes them by another call",
    act=_DEVELOPER,
    next_step="Refresh with GetTokensFromRefreshToken, and keep the new refresh token each time.",
    customer=_AGAIN,
    admin="With rotation switched on the older refresh flows do not work. Bring the app's library"
    " up to date, or switch rotation off for this app client.",
    remedy=_LOOK,
)
_KEY = Cause(
    id="refresh_device_key_missing",
    title="The pool tracks devices, and the refresh names none",
    act=_DEVELOPER,
    next_step="Send the device key that the sign-in gave, of a device that was confirmed.",
    customer=_AGAIN,
    admin="In a pool that tracks devices a refresh needs the key of a confirmed device.",
    remedy="aws cognito-idp admin-list-devices --user-pool-id USER_POOL_ID --username USERNAME",
)
_DEVICE = Cause(
    id="refresh_device_unknown",
    title="The device named in the refresh is not one of the user's",
    act=_DEVELOPER,
    next_step="Sign in again: the device was forgotten, or its key belongs to another name.",
    customer=_AGAIN,
    admin="The device behind this refresh token was forgotten, or the app keeps its key under"
    " another name than the user's.",
    remedy="aws cognito-idp admin-list-devices --user-pool-id USER_POOL_ID --username USERNAME",
)
_ISSUED = Cause(
    id="refresh_admin_issued",
    title="A token won without SRP cannot be refreshed where devices are tracked",
    act=_DEVELOPER,
    next_step="Find out how the token was won: a password flow tracks no device, so its refresh"
    " token never works in such a pool.",
    customer=_AGAIN,
    admin="Device tracking works with SRP sign-ins alone. Tokens of the admin's or the app's"
    " password flow cannot be refreshed while the pool tracks devices.",
    remedy="aws cognito-idp describe-user-pool --user-pool-id USER_POOL_ID"
    " --query UserPool.DeviceConfiguration",
)
_ROTATES_NONE = Cause(
    id="refresh_rotation_admin_issued",
    title="A token won by an admin's sign-in may not be taken where refresh tokens are rotated",
    act=_DEVELOPER,
    next_step="Win a token by the app's own sign-in and refresh that: where it is taken, it was the"
    " way of the first one. Else switch rotation off for this app client.",
    customer=_AGAIN,
    admin="With rotation switched on, refresh tokens of a sign-in with AWS credentials were"
    " reported to be refused by the very call that rotates them. A server that signs users in can"
    " use an app client without rotation.",
    remedy=_LOOK,
)
_OTHER = Cause(
    id="refresh_other_client",
    title="The refresh token is of another app client, or no such token at all",
    act=_DEVELOPER,
    next_step="Compare the app client id with the one that the user signed in with.",
    customer=_AGAIN,
    admin="A refresh token is good for the app client that won it, in its pool. Check that the app"
    " sends it whole and with its own client id.",
    remedy=_LOOK,
)
_REVOKED = Cause(
    id="refresh_revoked",
    title="The refresh token was revoked",
    act=(Act.USER,),
    next_step="Let the user sign in again.",
    customer=_AGAIN,
    admin="The user signed out everywhere, the token was revoked, or the password was reset.",
)
_EXPIRED = Cause(
    id="refresh_expired",
    title="The refresh token has expired",
    act=(Act.USER,),
    next_step="Let the user sign in again.",
    customer=_AGAIN,
    admin="The token outlived the time that the app client sets. Lengthen it if users should stay"
    " signed in longer.",
    remedy=_LOOK,
)
_REUSED = Cause(
    id="refresh_used_twice",
    title="A rotated refresh token was used again",
    act=_DEVELOPER,
    next_step="Keep the newest refresh token of each answer, and let one call at a time refresh.",
    customer=_AGAIN,
    admin="With rotation each refresh token is good once. Two windows or a lost answer make an app"
    " send the old one again; a grace period can be set.",
    remedy=_LOOK,
)
_REVOKING = Cause(
    id="revocation_not_possible",
    title="The token cannot be revoked",
    act=_DEVELOPER,
    next_step="Send a refresh token, with the client's secret where it has one; revocation must be"
    " switched on for the app client.",
    customer=_AGAIN,
    admin="Only refresh tokens can be revoked, by their own app client, if it allows it.",
    remedy=_LOOK,
)
CAUSES: Final = (
    _ROTATION, _ROTATES_NONE, _KEY, _DEVICE, _ISSUED, _REVOKED, _EXPIRED, _REUSED, _OTHER,
    _REVOKING,
)  # fmt: skip


def refresh_rotation(situation: Situation) -> Finding | None:
    """REFRESH_TOKEN_AUTH of a client with rotation, whatever the words of the refusal."""
    client = situation.evidence.client
    if not _refreshes(situation) or situation.auth_flow == ROTATED_REFRESH:
        return None
    if client is None or not client.rotates_refresh:
        return None
    if not may_mean(situation, "NA13", "UO01", "IP08", "IP51", "IP00", "NA00"):
        return None
    return _ROTATION.found(
        situation,
        Confidence.HIGH,
        "The app client is set to rotate its refresh tokens.",
        decided=True,
        rests_on=(DESCRIBE_USER_POOL_CLIENT,),
    )


def refresh_rotation_admin_issued(situation: Situation) -> Finding | None:
    """GetTokensFromRefreshToken of a client that rotates, with a token that it may not take."""
    client = situation.evidence.client
    if situation.auth_flow != ROTATED_REFRESH or client is None or not client.rotates_refresh:
        return None
    if not _doubtful(situation):
        return None
    return _ROTATES_NONE.found(
        situation,
        Confidence.LOW if unsent(situation) else Confidence.MEDIUM,
        "The app client rotates its refresh tokens, and the call is the one that does it.",
        against=("How this token was won is not known.",),
        rests_on=(DESCRIBE_USER_POOL_CLIENT,),
        would_decide=LOOKUP_EVENTS,
    )


def refresh_device_key_missing(situation: Situation) -> Finding | None:
    """Device tracking is on and no DEVICE_KEY goes along."""
    if not _doubtful(situation) or not _tracks(situation) or _names_device(situation):
        return None
    return _KEY.found(
        situation,
        Confidence.HIGH,
        "The pool tracks devices, and no device key goes with the refresh token.",
        against=("A token that was won without a device is refused in the same words.",),
        rests_on=(DESCRIBE_USER_POOL,),
        would_decide=ADMIN_INITIATE_AUTH,
    )


def refresh_device_unknown(situation: Situation) -> Finding | None:
    """A DEVICE_KEY goes along, and the user has no such device."""
    devices = situation.evidence.devices
    if not _doubtful(situation) or not _tracks(situation) or not _names_device(situation):
        return None
    if devices is None or any(each.key_matches is not False for each in devices):
        return None
    return _DEVICE.found(
        situation,
        Confidence.HIGH,
        "None of the user's confirmed devices has the key that goes along.",
        decided=bool(situation.username),
        rests_on=(ADMIN_LIST_DEVICES, DESCRIBE_USER_POOL),
        would_decide=ADMIN_LIST_DEVICES,
    )


def refresh_admin_issued(situation: Situation) -> Finding | None:
    """How the token was won is in no evidence."""
    if not _doubtful(situation) or not _tracks(situation):
        return None
    return _ISSUED.found(
        situation,
        Confidence.MEDIUM,
        "The pool tracks devices, and such tokens can never be refreshed there.",
        against=("How this token was won is not known.",),
        would_decide=LOOKUP_EVENTS,
    )


def refresh_other_client(situation: Situation) -> Finding | None:
    """What is left; no call tells whose a refresh token is."""
    if not _doubtful(situation):
        return None
    tracks = _tracks(situation)
    return _OTHER.found(
        situation,
        Confidence.LOW if tracks or unsent(situation) else Confidence.MEDIUM,
        "A refresh token is good for one app client alone.",
        rests_on=(DESCRIBE_USER_POOL, DESCRIBE_USER_POOL_CLIENT),
        would_decide=LOOKUP_EVENTS,
    )


def _refreshes(situation: Situation) -> bool:
    return situation.auth_flow in REFRESH_FLOWS


def _doubtful(situation: Situation) -> bool:
    """Whether the refusal, if any, is the one that does not say why."""
    return _refreshes(situation) and may_mean(situation, "NA13", "NA00")


def _tracks(situation: Situation) -> bool:
    pool = situation.evidence.pool
    return pool is not None and pool.device_tracking


def _names_device(situation: Situation) -> bool:
    return "DEVICE_KEY" in situation.parameters


RULES: Final[tuple[Rule, ...]] = (
    refresh_rotation,
    refresh_rotation_admin_issued,
    refresh_device_key_missing,
    refresh_device_unknown,
    refresh_admin_issued,
    says(_REVOKED, "NA15"),
    says(_EXPIRED, "NA14"),
    says(_REUSED, "RR01"),
    says(_REVOKING, "UT01", "UZ01"),
    refresh_other_client,
)
