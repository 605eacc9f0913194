"""What will refuse a request whatever the password, in the order in which Cognito looks.

Pool, client, flow and secret come before the user; the user's own state comes before the password.
Where that order is not known for certain the barrier is not `sure`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum

from console.core.allowed_flows import why_refused
from console.core.call import Path
from console.core.conversation.flows import (
    FLOWS,
    REFRESH_FLOWS,
    ROTATED_REFRESH,
    AuthFlow,
    begins_with_srp,
    needs_password,
)
from console.core.diagnosis.evidence import ClientFacts, UserFacts
from console.core.diagnosis.situation import Situation
from console.core.diagnosis.trail_grounds import trail_refusals
from console.core.pool_settings import PoolSettings

LITE = "LITE"
CUSTOM_TRIGGERS = ("DefineAuthChallenge", "CreateAuthChallenge", "VerifyAuthChallengeResponse")
_NEVER_SET = ("ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_CUSTOM_AUTH")
_NOT_ENABLED: Mapping[str, str] = {
    AuthFlow.USER_PASSWORD_AUTH: "IP50",
    AuthFlow.USER_SRP_AUTH: "IP09",
    AuthFlow.CUSTOM_AUTH: "IP10",
    AuthFlow.USER_AUTH: "IP13",
}


class Stage(IntEnum):
    """How far the sign-in comes before it is refused."""

    REQUEST = 0  # no trigger runs
    LOOKUP = 1  # the user is looked for: UserMigration may run
    PASSWORD = 2  # PreAuthentication has run; the password was not looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class Barrier:
    """A refusal to come: `id` of the catalogue and why, as the rest of a sentence."""

    id: str
    why: str
    stage: Stage = Stage.REQUEST
    sure: bool = True


def at_the_door(situation: Situation) -> Barrier | None:
    """What refuses the request before the user is looked for."""
    checks: tuple[Callable[[Situation], Barrier | None], ...] = (
        _target, _path, _flow, _plan, _secret, _custom, _device,
    )  # fmt: skip
    return next((found for check in checks if (found := check(situation))), None)


def at_the_user(situation: Situation) -> Barrier | None:
    """What refuses the user before the password is looked at."""
    user = situation.evidence.user
    if user is None:
        return _absent(situation) if situation.evidence.user_missing else None
    if user.sub == situation.username and user.username != situation.username:
        return _absent(situation, "a sub is no name to sign in with")
    return _state(situation, user)


def hides_users(situation: Situation) -> bool | None:
    """PreventUserExistenceErrors, None where it was not read."""
    client = situation.evidence.client
    return None if client is None else client.hides_users


def has_migration(situation: Situation) -> bool:
    """Whether the pool has a trigger that brings in users who are not there yet."""
    pool = situation.evidence.pool
    return pool is not None and "UserMigration" in pool.triggers


def may_migrate(situation: Situation) -> bool:
    """Whether the pool's UserMigration trigger will be asked for this user."""
    missing = situation.evidence.user_missing
    return missing and has_migration(situation) and sends_password(situation)


def sends_password(situation: Situation) -> bool:
    """Whether the password itself goes with the first call."""
    return needs_password(situation.auth_flow, situation.chosen) and not srp(situation)


def srp(situation: Situation) -> bool:
    """Whether SRP_A goes with the first call."""
    return begins_with_srp(situation.auth_flow, situation.chosen)


def _target(situation: Situation) -> Barrier | None:
    evidence = situation.evidence
    if evidence.pool_missing and situation.path is Path.ADMIN:
        return Barrier(id="RN02", why="there is no such user pool in this account and region")
    if evidence.client_missing:
        return Barrier(id="RN01", why="this pool has no such app client")
    return None


def _path(situation: Situation) -> Barrier | None:
    rules = FLOWS.get(situation.auth_flow)
    if rules is None or situation.auth_flow == ROTATED_REFRESH:
        return None
    if rules.admin_only and situation.path is Path.PUBLIC:
        return Barrier(id="IP06", why="this flow belongs to the admin path alone")
    if rules.public_only and situation.path is Path.ADMIN:
        return Barrier(id="IP06", why="this flow belongs to the app's own path alone")
    return None


def _flow(situation: Situation) -> Barrier | None:
    flow = situation.auth_flow
    client = situation.evidence.client
    known = situation.profile.known if client is None else settings_of(client)
    if flow == ROTATED_REFRESH or not why_refused(known, flow):
        return None
    return Barrier(
        id=_NOT_ENABLED.get(flow, "IP08"),
        why="the app client's settings do not allow this flow",
        sure=client is not None,
    )


def settings_of(client: ClientFacts) -> PoolSettings:
    """What the client allows; one whose flows were never set allows three."""
    return PoolSettings(
        auth_flows=client.auth_flows or _NEVER_SET, rotates_refresh=client.rotates_refresh
    )


def _plan(situation: Situation) -> Barrier | None:
    pool = situation.evidence.pool
    if situation.auth_flow == AuthFlow.USER_AUTH and pool is not None and pool.tier == LITE:
        return Barrier(id="FT01", why="the pool's Lite plan has no choice of first factors")
    return None


def _secret(situation: Situation) -> Barrier | None:
    client = situation.evidence.client
    if client is None or not client.has_secret:
        return None
    if not situation.has_client_secret:
        return Barrier(id="NA05", why="the app client has a secret and the profile has none")
    if client.secret_matches is False:
        refresh = situation.auth_flow in REFRESH_FLOWS - {ROTATED_REFRESH}
        return Barrier(
            id="NA07" if refresh else "NA04",
            why="the profile's client secret is not the app client's",
            sure=False,  # a client can have a second secret, which is compared with nothing
        )
    return None


def _custom(situation: Situation) -> Barrier | None:
    pool = situation.evidence.pool
    if situation.auth_flow != AuthFlow.CUSTOM_AUTH or pool is None:
        return None
    if all(name in pool.triggers for name in CUSTOM_TRIGGERS):
        return None
    return Barrier(id="IP12", why="the pool lacks triggers that a custom sign-in needs")


def _device(situation: Situation) -> Barrier | None:
    """Refresh tokens of a pool that tracks devices go with the key of a confirmed device."""
    pool = situation.evidence.pool
    if situation.auth_flow not in REFRESH_FLOWS or pool is None or not pool.device_tracking:
        return None
    if "DEVICE_KEY" in situation.parameters:
        return None
    return Barrier(
        id="NA13",
        why="the pool tracks devices and no DEVICE_KEY goes with the refresh token",
        sure=False,
    )


def _absent(situation: Situation, why: str = "") -> Barrier | None:
    """No such user. A migration trigger may know it, and what it says nobody can foresee."""
    if may_migrate(situation):
        return None
    hides = hides_users(situation)
    if hides:
        reason = why or "there is no such user"
        return Barrier(
            id="NA01", why=f"{reason}, and the app client hides that", stage=Stage.PASSWORD
        )
    return Barrier(
        id="UN01", why=why or "there is no such user", stage=Stage.LOOKUP, sure=hides is False
    )


def _state(situation: Situation, user: UserFacts) -> Barrier | None:
    if not user.enabled:
        return _of_user("NA02", "the user is disabled")
    if user.status == "UNCONFIRMED":
        return _of_user("UC01", "the user has not confirmed the sign-up")
    if user.status == "EXTERNAL_PROVIDER":
        return _of_user(
            "NA01", "the user signs in at an identity provider and has no password here", sure=False
        )
    if user.status == "RESET_REQUIRED":
        return _reset(situation)
    return _judged(situation) or _locked(situation) or _expired(situation)


def _reset(situation: Situation) -> Barrier:
    why = "the user has to set a new password first"
    hides = hides_users(situation)
    if hides:
        # It hides the reset of imported users alone, and who was imported nothing tells.
        return _of_user("NA01", f"{why}, which this app client may hide", sure=False)
    # With SRP some imported users get "Invalid input given" instead.
    return _of_user("PR01", why, sure=hides is False and not srp(situation))


def _judged(situation: Situation) -> Barrier | None:
    """Threat protection that blocked the last sign-in most likely blocks the next one."""
    pool, last = situation.evidence.pool, situation.evidence.last_sign_in
    if pool is None or pool.threat_protection != "ENFORCED" or last is None:
        return None
    if last.risk_decision != "Block":
        return None
    return _of_user("NA20", "threat protection blocked the last sign-in of this user", sure=False)


_LOCK_AFTER = 5  # failures; the first locks are over within seconds
_LONG_LOCK = 10  # failures; the lock is then 32 s and doubles with each further one


def may_be_locked(situation: Situation) -> bool:
    """Whether so many tries failed that Cognito may refuse the right password for a moment."""
    refreshing = situation.auth_flow in REFRESH_FLOWS
    return not refreshing and _failures(situation) >= _LOCK_AFTER


def _failures(situation: Situation) -> int:
    return max(situation.failures_seen, trail_refusals(situation))


def _locked(situation: Situation) -> Barrier | None:
    if _failures(situation) < _LONG_LOCK:
        return None
    return _of_user("NA03", "so many tries failed that the user is most likely locked", sure=False)


def temporary_password_expired(situation: Situation) -> bool:
    """Whether a temporary password stands for longer than the pool lets such a one live."""
    evidence = situation.evidence
    user, pool, now = evidence.user, evidence.pool, evidence.gathered_at
    if user is None or pool is None or now is None or user.status != "FORCE_CHANGE_PASSWORD":
        return False
    changed, days = user.modified or user.created, pool.temporary_password_days
    # With 0 days the pool's policy sets no end of its own.
    return changed is not None and bool(days) and now - changed > timedelta(days=days or 0)


def _expired(situation: Situation) -> Barrier | None:
    looks = sends_password(situation) or srp(situation)
    if not looks or not temporary_password_expired(situation):
        return None
    return _of_user("NA08", "the temporary password has expired")


def _of_user(entry: str, why: str, *, sure: bool = True) -> Barrier:
    return Barrier(id=entry, why=why, stage=Stage.PASSWORD, sure=sure)
