"""Profiles, calls and waiting, for tests that send to a loopback server."""

from __future__ import annotations

import contextlib
import dataclasses
import time
from collections.abc import Callable, Iterator
from typing import Any

from console.core.call import ADMIN_INITIATE_AUTH, ApiCall, CallResult, Failure, Reply, WireTry
from console.core.permit import Permit, Wanted, effect_of
from console.core.practice_keys import PRACTICE_USER_POOL_ID
from console.core.profile import Profile, ProfileKind, practice_profile
from console.core.secret import Secret
from console.services.clock import SystemClock
from console.services.gateways import CognitoGateway, CognitoGateways
from console.services.pending import WorkerCall
from console.services.wire_notes import Phase
from tests.services.fault_server import PATIENCE_S

PASSWORD = "Canary-Meadow-41!"
TOKENS: dict[str, object] = {
    "AuthenticationResult": {
        "AccessToken": "access.canary.token",
        "IdToken": "id.canary.token",
        "RefreshToken": "refresh.canary.token",
        "ExpiresIn": 3600,
        "TokenType": "Bearer",
    },
    "ChallengeParameters": {},
}
CHALLENGE: dict[str, object] = {
    "ChallengeName": "SMS_MFA",
    "Session": "s" * 64,
    "ChallengeParameters": {
        "CODE_DELIVERY_DELIVERY_MEDIUM": "SMS",
        "CODE_DELIVERY_DESTINATION": "+*******1234",
        "USER_ID_FOR_SRP": "alice",
    },
    "AvailableChallenges": ["SMS_MFA"],
}


def practice(url: str | None, **changes: Any) -> Profile:
    """A practice profile: signs with its own keys, reads no AWS configuration."""
    profile = practice_profile(client_id="client1", has_client_secret=False, endpoint_url=url)
    return dataclasses.replace(profile, **changes)


def lab(url: str | None, **changes: Any) -> Profile:
    """A lab profile: signs with the operator's credentials."""
    return practice(url, kind=ProfileKind.LAB, **changes)


def sign_in(password: str = PASSWORD) -> ApiCall:
    """The first call of a sign-in."""
    return ApiCall(
        operation=ADMIN_INITIATE_AUTH,
        params={
            "UserPoolId": PRACTICE_USER_POOL_ID,
            "ClientId": "client1",
            "AuthFlow": "ADMIN_USER_PASSWORD_AUTH",
            "AuthParameters": {"USERNAME": "alice", "PASSWORD": Secret(password)},
            "ContextData": {
                "IpAddress": "192.0.2.1",
                "ServerName": "host",
                "ServerPath": "/",
                "HttpHeaders": ({"headerName": "a", "headerValue": "b"},),
            },
        },
    )


@contextlib.contextmanager
def open_gateways() -> Iterator[CognitoGateways]:
    gateways = CognitoGateways(SystemClock())
    try:
        yield gateways
    finally:
        gateways.close()


def permitted(call: ApiCall) -> tuple[ApiCall, Permit]:
    """The call, with a permit for it as a guard would give it."""
    typed = call.params.get("AuthParameters")
    name = typed.get("USERNAME") if isinstance(typed, dict) else None
    pool, client = call.params.get("UserPoolId"), call.params.get("ClientId")
    return call, Permit(
        wanted=Wanted(
            attempt_id="a1",
            username=name if isinstance(name, str) else "",
            user_pool_id=pool if isinstance(pool, str) else PRACTICE_USER_POOL_ID,
            client_id=client if isinstance(client, str) else "",
            operation=call.operation,
            effect=effect_of(call),
        )
    )


async def send(profile: Profile, call: ApiCall | None = None) -> CallResult:
    """One call of one gateway, which is closed again."""
    with open_gateways() as gateways:
        return await gateways.open(profile).begin(*permitted(call or sign_in())).result()


def warmed(gateways: CognitoGateways, profile: Profile) -> CognitoGateway:
    """A gateway whose client is made, so that a short deadline is spent on the wire."""
    gateway = gateways.open(profile)
    gateway.warm()
    until(lambda: gateway._client is not None and gateway._client._made is not None)
    return gateway


def failed(result: CallResult) -> Failure:
    assert isinstance(result, Failure), result
    return result


def replied(result: CallResult) -> Reply:
    assert isinstance(result, Reply), result
    return result


def only_try(result: CallResult) -> WireTry:
    (wire,) = result.record.tries
    return wire


def until(condition: Callable[[], bool]) -> None:
    """Waits for a condition that nothing announces."""
    end = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.001)


def until_phase(pending: WorkerCall[Reply], phase: Phase) -> None:
    until(lambda: pending._exchange.at_the_wire and _phase(pending) is phase)


def _phase(pending: WorkerCall[Reply]) -> Phase:
    return pending._exchange._tries[-1].phase
