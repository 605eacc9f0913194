"""Situations of a plain user of a plain pool, with changes: what rules and forecasts are asked."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from console.core.diagnosis.evidence import (
    ClientFacts,
    Evidence,
    PoolFacts,
    TrailEvent,
    TrailFacts,
    UserFacts,
)
from console.core.diagnosis.situation import Situation
from tests.fakes import profile

ALL_FLOWS = (
    "ALLOW_ADMIN_USER_PASSWORD_AUTH",
    "ALLOW_USER_PASSWORD_AUTH",
    "ALLOW_USER_SRP_AUTH",
    "ALLOW_CUSTOM_AUTH",
    "ALLOW_USER_AUTH",
    "ALLOW_REFRESH_TOKEN_AUTH",
)
TRIGGERS = (
    "PreAuthentication",
    "PostAuthentication",
    "PreTokenGeneration",
    "DefineAuthChallenge",
    "CreateAuthChallenge",
    "VerifyAuthChallengeResponse",
    "CustomMessage",
)
POOL = PoolFacts(pool_id="eu-west-1_Ab12Cd34E", tier="PLUS", mfa="OPTIONAL", triggers=TRIGGERS)
CLIENT = ClientFacts(
    client_id="74jdrobmasoi0m2i1je8vhrij6", auth_flows=ALL_FLOWS, hides_users=False
)
USER = UserFacts(
    username="alice",
    status="CONFIRMED",
    enabled=True,
    sub="0f9619ff-8b86-4011-b42d-00c04fc964ff",
    has_email=True,
    email_verified=True,
    has_phone=True,
    phone_verified=True,
    email_masked="a***@e***",
    phone_masked="+*******0134",
)

# Nobody else tried this user's password: what is needed to say that it was wrong.
_OWN = TrailEvent(at=None, event_name="AdminInitiateAuth", request_id="own")
COUNTED = {"trail": TrailFacts(own=(_OWN,), refusals=1)}


def situation(flow: str = "ADMIN_USER_PASSWORD_AUTH", **changes: Any) -> Situation:
    """Pool, client and user were read. `pool`, `client` and `user` change those facts, None takes
    them away; `evidence` changes the rest of it.
    """
    facts: dict[str, Any] = {"pool": POOL, "client": CLIENT, "user": USER}
    for name, plain in tuple(facts.items()):
        asked = changes.pop(name, {})
        facts[name] = None if asked is None else replace(plain, **asked)
    evidence = Evidence(**facts, **changes.pop("evidence", {}))
    made = Situation(profile=profile(), auth_flow=flow, username="alice", evidence=evidence)
    return replace(made, **changes)


def missing(flow: str = "ADMIN_USER_PASSWORD_AUTH", **changes: Any) -> Situation:
    """AdminGetUser said that there is no such user, and ListUsers found nobody."""
    known = {"user_missing": True, "alias_users": (), **changes.pop("evidence", {})}
    return situation(flow, user=None, evidence=known, **changes)


def hidden(flow: str = "ADMIN_USER_PASSWORD_AUTH", **changes: Any) -> Situation:
    """The same on an app client that hides who exists."""
    return missing(flow, client={"hides_users": True}, **changes)
