"""The practice pool without a network: an operation and its input in, a result or a refusal out."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from types import MappingProxyType
from typing import Final

from console.practice.calls import Path
from console.practice.device_calls import (
    admin_forget_device,
    confirm_device,
    forget_device,
    get_device,
    list_devices,
    update_device_status,
)
from console.practice.devices import Devices
from console.practice.errors import PracticeError
from console.practice.evidence import SIGNED, WITH_TOKEN
from console.practice.exchanges import Exchanges
from console.practice.lockout import Lockout
from console.practice.mfa_setup import associate, verify
from console.practice.outbox import Outbox
from console.practice.passkey_calls import (
    complete_registration,
    delete_credential,
    list_credentials,
    start_registration,
)
from console.practice.passkeys import Passkeys
from console.practice.recording import recorded_initiate, recorded_respond
from console.practice.sessions import Sessions
from console.practice.state import PoolState
from console.practice.steps import Result
from console.practice.token_calls import refresh_with_rotation, revoke


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One operation of the API; a signed one needs AWS credentials."""

    run: Callable[[PoolState, Mapping[str, object]], Result]
    signed: bool


OPERATIONS: Final[Mapping[str, Operation]] = MappingProxyType(
    {
        "AdminInitiateAuth": Operation(
            run=partial(recorded_initiate, path=Path.ADMIN), signed=True
        ),
        "AdminRespondToAuthChallenge": Operation(
            run=partial(recorded_respond, path=Path.ADMIN), signed=True
        ),
        "InitiateAuth": Operation(run=partial(recorded_initiate, path=Path.PUBLIC), signed=False),
        "RespondToAuthChallenge": Operation(
            run=partial(recorded_respond, path=Path.PUBLIC), signed=False
        ),
        "AssociateSoftwareToken": Operation(run=associate, signed=False),
        "VerifySoftwareToken": Operation(run=verify, signed=False),
        "GetTokensFromRefreshToken": Operation(run=refresh_with_rotation, signed=False),
        "ConfirmDevice": Operation(run=confirm_device, signed=False),
        "UpdateDeviceStatus": Operation(run=update_device_status, signed=False),
        "GetDevice": Operation(run=get_device, signed=False),
        "ListDevices": Operation(run=list_devices, signed=False),
        "ForgetDevice": Operation(run=forget_device, signed=False),
        "AdminForgetDevice": Operation(run=admin_forget_device, signed=True),
        "StartWebAuthnRegistration": Operation(run=start_registration, signed=False),
        "CompleteWebAuthnRegistration": Operation(run=complete_registration, signed=False),
        "ListWebAuthnCredentials": Operation(run=list_credentials, signed=False),
        "DeleteWebAuthnCredential": Operation(run=delete_credential, signed=False),
        "RevokeToken": Operation(run=revoke, signed=False),
        **{name: Operation(run=run, signed=True) for name, run in SIGNED.items()},
        **{name: Operation(run=run, signed=False) for name, run in WITH_TOKEN.items()},
    }
)


def _utc_now() -> datetime:
    return datetime.now(UTC)


class PracticePool:
    """A user pool of its own, with its own users, sessions, messages and keys.

    `clock` gives monotonic seconds (sessions, locks), `now` aware UTC time (tokens, TOTP, outbox).
    Every method may be called from any thread.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = _utc_now,
    ) -> None:
        self._lock = threading.Lock()
        self._state = PoolState(
            sessions=Sessions(clock),
            exchanges=Exchanges(clock),
            devices=Devices(clock),
            device_exchanges=Exchanges(clock),
            passkeys=Passkeys(clock),
            lockout=Lockout(clock),
            outbox=Outbox(now),
            now=now,
        )

    def handle(self, operation: str, body: Mapping[str, object]) -> Result:
        """The operation's output, as plain JSON values; raises PracticeError for a refusal."""
        known = OPERATIONS.get(operation)
        if known is None:
            raise PracticeError("UnknownOperationException", "Unknown operation.")
        with self._lock:
            return known.run(self._state, body)

    def outbox(self) -> list[dict[str, str]]:
        """The codes that were "sent", oldest first."""
        with self._lock:
            return self._state.outbox.to_json()

    def jwks(self) -> dict[str, list[dict[str, str]]]:
        """The public key of the tokens."""
        with self._lock:
            return self._state.mint.jwks()
