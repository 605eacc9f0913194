"""Calls about a signed-in user's passkeys: register, list, delete."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from fido2.rpid import verify_rp_id
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticatorAttachment,
    AuthenticatorTransport,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from console.practice.bearer import ACCESS_TOKEN, Bearer, bearer
from console.practice.calls import Member, read_texts
from console.practice.clients import PasskeySupport
from console.practice.credential_forms import (
    MALFORMED,
    read_attestation,
    unreadable_credential,
)
from console.practice.errors import PracticeError, invalid_parameter
from console.practice.pages import page, page_size
from console.practice.passkeys import Passkey, Registration
from console.practice.seeds_held import PRACTICE_RELYING_PARTY
from console.practice.state import PoolState
from console.practice.steps import Result
from console.practice.tokens import subject
from console.practice.web_authn import (
    ES256,
    RELYING_PARTY,
    RS256,
    TIMEOUT_MS,
    descriptors,
)

MOST_PASSKEYS: Final = 20  # a user
_LARGEST_PAGE: Final = 20
_PAGE: Final = Member(name="NextToken", required=False, min_length=1, pattern=r"[\S]+")
_ID: Final = Member(name="CredentialId")


def start_registration(state: PoolState, body: Mapping[str, object]) -> Result:
    """StartWebAuthnRegistration: options for the browser; only the newest ones count."""
    who = _with_passkeys(state, read_texts(body, ACCESS_TOKEN)["AccessToken"])
    account = who.account
    options, _ = RELYING_PARTY.register_begin(
        PublicKeyCredentialUserEntity(
            id=subject(account.username).encode(),
            name=account.username,
            display_name=account.attributes.get("name", account.username),
        ),
        descriptors(state.passkeys.of_user(account.username)),
        ResidentKeyRequirement.REQUIRED,
        UserVerificationRequirement.PREFERRED,
    )
    created = options.public_key
    state.passkeys.begin(account.username, client_id=who.client.id, challenge=created.challenge)
    return {"CredentialCreationOptions": dict(created) | {"timeout": TIMEOUT_MS}}


def complete_registration(state: PoolState, body: Mapping[str, object]) -> Result:
    """CompleteWebAuthnRegistration: the credential that the authenticator made for the options."""
    who = _with_passkeys(state, read_texts(body, ACCESS_TOKEN)["AccessToken"])
    begun = state.passkeys.begun(who.account.username)
    if begun is None:
        raise PracticeError(
            "WebAuthnChallengeNotFoundException", "Registration challenge not found."
        )
    if begun.client_id != who.client.id:
        raise PracticeError(
            "WebAuthnClientMismatchException", "Registration began with another client."
        )
    made = _verified(body.get("Credential"), begun)
    passkey = Passkey(
        username=who.account.username,
        credential=made.credential,
        counter=made.counter,
        transports=made.transports,
        attachment=made.attachment,
        created=state.now(),
    )
    if state.passkeys.find(passkey.id) is not None:
        raise invalid_parameter("Credential is registered already.")
    state.passkeys.end(who.account.username)
    state.passkeys.keep(passkey)
    return {}


def list_credentials(state: PoolState, body: Mapping[str, object]) -> Result:
    """ListWebAuthnCredentials: the user's passkeys, a page at a time."""
    texts = read_texts(body, ACCESS_TOKEN, _PAGE)
    username = bearer(state, texts["AccessToken"]).account.username
    size = page_size(body, "MaxResults", largest=_LARGEST_PAGE)
    found, following = page(state.passkeys.of_user(username), size, texts.get("NextToken"))
    result: Result = {"Credentials": [passkey.to_json() for passkey in found]}
    return result if following is None else result | {"NextToken": following}


def delete_credential(state: PoolState, body: Mapping[str, object]) -> Result:
    """DeleteWebAuthnCredential: one of the user's own."""
    texts = read_texts(body, ACCESS_TOKEN, _ID)
    username = bearer(state, texts["AccessToken"]).account.username
    passkey = state.passkeys.find(texts["CredentialId"])
    if passkey is None or passkey.username != username:
        raise PracticeError("ResourceNotFoundException", "Credential does not exist.")
    state.passkeys.forget(passkey)
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    """What is kept of a new credential."""

    credential: AttestedCredentialData
    counter: int
    transports: tuple[str, ...]
    attachment: str


def _verified(given: object, begun: Registration) -> _Made:
    """The new credential; each fault has an exception of its own."""
    response = read_attestation(given)
    data = response.response.attestation_object.auth_data
    if response.response.client_data.challenge != begun.challenge:
        raise PracticeError(
            "WebAuthnChallengeNotFoundException", "Registration challenge not found."
        )
    if not _is_own_origin(response.response.client_data.origin):
        raise PracticeError("WebAuthnOriginNotAllowedException", "Origin is not allowed.")
    if data.rp_id_hash != RELYING_PARTY.rp.id_hash:
        raise PracticeError(
            "WebAuthnRelyingPartyMismatchException", "Relying party does not match."
        )
    credential = data.credential_data
    if credential is None or credential.public_key.get(3) not in (ES256, RS256):
        raise PracticeError(
            "WebAuthnCredentialNotSupportedException", "Credential is not supported."
        )
    expected = {
        "challenge": websafe_encode(begun.challenge),
        "user_verification": UserVerificationRequirement.PREFERRED,
    }
    try:
        RELYING_PARTY.register_complete(expected, response)
    except MALFORMED:
        raise unreadable_credential() from None
    return _Made(
        credential=credential,
        counter=data.counter,
        transports=_transports(given),
        attachment=response.authenticator_attachment or AuthenticatorAttachment.PLATFORM,
    )


def _with_passkeys(state: PoolState, token: str) -> Bearer:
    """Who registers; the client says whether its pool has passkeys at all."""
    who = bearer(state, token)
    # No texts of Cognito's own are known for the exceptions of these calls.
    if who.client.passkeys is PasskeySupport.OFF:
        raise PracticeError("WebAuthnNotEnabledException", "Passkeys are not enabled.")
    if who.client.passkeys is PasskeySupport.NO_RELYING_PARTY:
        raise PracticeError(
            "WebAuthnConfigurationMissingException", "Neither relying party nor domain is set."
        )
    if len(state.passkeys.of_user(who.account.username)) >= MOST_PASSKEYS:
        raise PracticeError("LimitExceededException", "Too many passkeys.")
    return who


def _is_own_origin(origin: object) -> bool:
    try:
        return isinstance(origin, str) and verify_rp_id(PRACTICE_RELYING_PARTY, origin)
    except ValueError:  # no address at all
        return False


def _transports(given: object) -> tuple[str, ...]:
    """What the browser says of the ways to reach the authenticator, as far as WebAuthn knows it."""
    response = given.get("response") if isinstance(given, dict) else None
    said = response.get("transports") if isinstance(response, dict) else None
    known = {str(transport) for transport in AuthenticatorTransport}
    return tuple(name for name in said if name in known) if isinstance(said, list) else ()
