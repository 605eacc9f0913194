"""WEB_AUTHN: a sign-in with a passkey, judged by the fido2 library."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Final

from fido2.server import Fido2Server
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AuthenticationResponse,
    AuthenticatorTransport,
    PublicKeyCredentialDescriptor,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialType,
    UserVerificationRequirement,
)

from console.practice.clients import PasskeySupport
from console.practice.credential_forms import MALFORMED, read_assertion
from console.practice.errors import PracticeError, not_authorized
from console.practice.passkeys import Passkey
from console.practice.seeds_held import PRACTICE_RELYING_PARTY
from console.practice.signin import Answer, SignIn
from console.practice.state import PoolState, required
from console.practice.steps import Result, challenge, signed_in

WEB_AUTHN: Final = "WEB_AUTHN"
TIMEOUT_MS: Final = 180_000
ES256: Final = -7
RS256: Final = -257


def _relying_party() -> Fido2Server:
    server = Fido2Server(PublicKeyCredentialRpEntity(id=PRACTICE_RELYING_PARTY, name="Practice"))
    server.allowed_algorithms = [
        known for known in server.allowed_algorithms if known.alg in (ES256, RS256)
    ]
    return server


RELYING_PARTY: Final = _relying_party()


def has_passkey(state: PoolState, sign_in: SignIn) -> bool:
    """Whether the user can be asked for one."""
    on = sign_in.client.passkeys is PasskeySupport.ON
    return on and bool(state.passkeys.of_user(sign_in.account.username))


def ask_passkey(state: PoolState, sign_in: SignIn) -> Result:
    """The challenge, with the options that a browser hands to the user's authenticator."""
    options, begun = RELYING_PARTY.authenticate_begin(
        descriptors(state.passkeys.of_user(sign_in.account.username)),
        UserVerificationRequirement.PREFERRED,
    )
    ticket = replace(sign_in.ticket(WEB_AUTHN), passkey_challenge=begun["challenge"])
    shown = dict(options.public_key) | {"timeout": TIMEOUT_MS}
    parameters = {"CREDENTIAL_REQUEST_OPTIONS": json.dumps(shown)}
    return challenge(state, sign_in, ticket, parameters)


def answer_passkey(state: PoolState, answer: Answer) -> Result:
    """CREDENTIAL: what the authenticator signed; a bad one keeps the session."""
    response = read_assertion(required(answer.responses, "CREDENTIAL"))
    username = answer.sign_in.account.username
    passkey = state.passkeys.find(websafe_encode(response.raw_id))
    counter = response.response.authenticator_data.counter
    if passkey is None or passkey.username != username or _is_copy(passkey, counter):
        raise _refused()
    if not _is_signed(passkey, response, answer.ticket.passkey_challenge):
        raise _refused()
    state.passkeys.keep(replace(passkey, counter=counter))
    state.sessions.spend(answer.session)
    return signed_in(state, answer.sign_in)


def descriptors(passkeys: tuple[Passkey, ...]) -> list[PublicKeyCredentialDescriptor]:
    """The passkeys as options name them."""
    return [
        PublicKeyCredentialDescriptor(
            type=PublicKeyCredentialType.PUBLIC_KEY,
            id=passkey.credential.credential_id,
            transports=[AuthenticatorTransport(name) for name in passkey.transports],
        )
        for passkey in passkeys
    ]


def _is_copy(passkey: Passkey, counter: int) -> bool:
    """Whether it has signed less often than it had before; many do not count at all."""
    return max(counter, passkey.counter) > 0 and counter <= passkey.counter


def _refused() -> PracticeError:
    # No text of Cognito's own is known for a passkey that it refuses.
    return not_authorized("Invalid passkey credential.")


def _is_signed(passkey: Passkey, response: AuthenticationResponse, challenge: str | None) -> bool:
    begun = {"challenge": challenge, "user_verification": UserVerificationRequirement.PREFERRED}
    try:
        RELYING_PARTY.authenticate_complete(begun, [passkey.credential], response)
    except MALFORMED:
        return False
    return True
