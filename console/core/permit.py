"""Permits: what a request that is more than a question must carry before it may leave.

Whether one is given is a guard's to decide; that none leaves without one is checked at the wire,
against what is really about to be sent.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from console.core.call import (
    ASSOCIATE_SOFTWARE_TOKEN,
    CONFIRM_DEVICE,
    GET_TOKENS_FROM_REFRESH_TOKEN,
    READ_ONLY,
    REVOKE_TOKEN,
    UPDATE_DEVICE_STATUS,
    VERIFY_SOFTWARE_TOKEN,
    ApiCall,
    CallRecord,
    Failure,
    Origin,
    Sent,
)

NOT_PERMITTED: Final = "NotPermitted"  # our own code for what no permit was given for

_CHANGES: Final = frozenset(
    {ASSOCIATE_SOFTWARE_TOKEN, VERIFY_SOFTWARE_TOKEN, CONFIRM_DEVICE, UPDATE_DEVICE_STATUS}
)
_OF_SESSIONS: Final = frozenset({GET_TOKENS_FROM_REFRESH_TOKEN, REVOKE_TOKEN})
# Answers to these change the account: a new password, a second factor.
_CHANGING: Final = frozenset({"NEW_PASSWORD_REQUIRED", "MFA_SETUP"})


class Effect(StrEnum):
    """What a request may do to the user."""

    NONE = "none"  # it only reads
    TRY = "try"  # a sign-in: may count towards a lockout, send a message, run triggers
    CHANGE = "change"  # the account or its devices are other than before
    SESSION = "session"  # a session is renewed or ended


class Confirmation(StrEnum):
    """How the operator agreed."""

    NOT_NEEDED = "not_needed"
    TYPED = "typed"  # the profile's name, typed in the window
    OPTION = "option"  # --confirm-production NAME


def effect_of(call: ApiCall) -> Effect:
    """What `call` may do to the user, by its operation and the challenge that it answers."""
    if call.operation in READ_ONLY:
        return Effect.NONE
    if call.operation in _CHANGES or call.params.get("ChallengeName") in _CHANGING:
        return Effect.CHANGE
    return Effect.SESSION if call.operation in _OF_SESSIONS else Effect.TRY


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A request for which a permit is asked."""

    attempt_id: str
    username: str
    user_pool_id: str
    client_id: str
    operation: str
    effect: Effect


@dataclass(frozen=True, slots=True, kw_only=True)
class Permit:
    """Lets one request leave, once, and no other than the one that it names."""

    wanted: Wanted
    confirmation: Confirmation = Confirmation.NOT_NEEDED
    _unspent: threading.Lock = field(
        default_factory=threading.Lock, init=False, repr=False, compare=False
    )

    def spend(self) -> bool:
        """True for the first who asks, from any thread; False ever after."""
        return self._unspent.acquire(blocking=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Denied:
    """No permit is given. `reason` is one sentence for the operator."""

    reason: str


def not_permitted(denied: Denied, now: datetime) -> Failure:
    """The result of a call that was not begun."""
    return _unbegun(now, Origin.CLIENT, NOT_PERMITTED, denied.reason)


def cancelled_before(now: datetime) -> Failure:
    """The result of a call that was cancelled while its permit was asked for."""
    return _unbegun(now, Origin.STOPPED, "CallCancelled", "The call was cancelled.")


def _unbegun(now: datetime, origin: Origin, code: str, message: str) -> Failure:
    record = CallRecord(started_at=now, duration_ms=0.0, sent=Sent.NO)
    return Failure(record=record, origin=origin, code=code, message=message)


class OpenGuard:
    """Satisfies Guard: gives everyone a permit."""

    async def permit(self, wanted: Wanted) -> Permit | Denied:
        """A permit for what is wanted."""
        return Permit(wanted=wanted)
