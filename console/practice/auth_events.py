"""The sign-ins that were tried, as threat protection keeps them in its history."""

from __future__ import annotations

import uuid
from collections import deque
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from console.practice.accounts import Account, Past, Risk
from console.practice.clients import CLIENTS

_KEPT: Final = 1_000


class Verdict(StrEnum):
    """EventResponse: how far the sign-in came."""

    PASSED = "Pass"
    FAILED = "Fail"
    GOES_ON = "InProgress"


class Proof(StrEnum):
    """ChallengeName of an event: what the user showed, or could not."""

    PASSWORD = "Password"  # noqa: S105 - a name
    MFA = "Mfa"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthEvent:
    """One sign-in of one user through one client; `shown` says which proofs were right."""

    username: str
    client_id: str
    at: datetime
    verdict: Verdict
    risk: Risk | None
    shown: tuple[tuple[Proof, bool], ...] = ()
    address: str = field(repr=False)
    id: str = field(default_factory=lambda: str(uuid.uuid4()))

    def to_json(self) -> dict[str, object]:
        """AuthEventType, as AdminListUserAuthEvents shows it."""
        risk: dict[str, object] = {
            "RiskDecision": "NoRisk" if self.risk is None else str(self.risk),
            "CompromisedCredentialsDetected": False,
        }
        if self.risk is not None:
            risk["RiskLevel"] = "High" if self.risk is Risk.BLOCK else "Medium"
        return {
            "EventId": self.id,
            "EventType": "SignIn",
            "CreationDate": self.at.timestamp(),
            "EventResponse": str(self.verdict),
            "EventRisk": risk,
            "ChallengeResponses": [
                {
                    "ChallengeName": str(proof),
                    "ChallengeResponse": "Success" if right else "Failure",
                }
                for proof, right in self.shown
            ],
            "EventContextData": {"IpAddress": self.address},
        }


class AuthEvents:
    """The newest thousand events of the pool."""

    def __init__(self) -> None:
        self._events: deque[AuthEvent] = deque(maxlen=_KEPT)

    def begin(self, account: Account, *, client_id: str, at: datetime, address: str) -> None:
        """A sign-in of `account` began just now."""
        self._events.append(
            AuthEvent(
                username=account.username,
                client_id=client_id,
                at=at,
                verdict=Verdict.GOES_ON,
                risk=account.risk,
                address=address,
            )
        )

    def note(
        self, username: str, client_id: str, verdict: Verdict, *shown: tuple[Proof, bool]
    ) -> None:
        """How that user's newest sign-in through that client went on, if one is under way."""
        for index in reversed(range(len(self._events))):
            event = self._events[index]
            if (event.username, event.client_id) != (username, client_id):
                continue
            if event.verdict is Verdict.GOES_ON:
                self._events[index] = replace(event, verdict=verdict, shown=event.shown + shown)
            return

    def of_user(self, account: Account, now: datetime) -> tuple[AuthEvent, ...]:
        """That user's events, newest first; among them those of the seeded history."""
        own = [event for event in reversed(self._events) if event.username == account.username]
        seeded = [_past_event(account, past, now) for past in account.history]
        return tuple(sorted(own + seeded, key=lambda event: event.at, reverse=True))


def _past_event(account: Account, past: Past, now: datetime) -> AuthEvent:
    """One of an app's own sign-ins; it stays as old as it is seeded."""
    name = f"{account.username}/{past.minutes_ago}"
    return AuthEvent(
        username=account.username,
        client_id=CLIENTS["public"].id,
        at=now - timedelta(minutes=past.minutes_ago),
        verdict=Verdict.PASSED if past.right else Verdict.FAILED,
        risk=None,
        shown=((Proof.PASSWORD, past.right),),
        address="127.0.0.1",
        id=str(uuid.uuid5(uuid.NAMESPACE_URL, name)),
    )
