"""Who signs in, and what is refused before, at and after the look at the password."""

from __future__ import annotations

import hashlib
from types import MappingProxyType
from typing import Final

from console.practice.accounts import EMAIL_OTP, Account, Checkpoint, Status
from console.practice.calls import InitiateCall, Path
from console.practice.clients import Client
from console.practice.errors import PracticeError, beyond_tier, not_authorized
from console.practice.signin import SignIn
from console.practice.state import PoolState, same_text
from console.practice.threat import refuse_risky
from console.practice.tokens import subject

WRONG: Final = "Incorrect username or password."


def look_up(state: PoolState, call: InitiateCall, *, client: Client, path: Path) -> SignIn:
    """The user behind the typed name; a stand-in where the client hides that there is none.

    With a password the pool's UserMigration trigger is asked about an unknown user first.
    """
    typed, password = call.parameters["USERNAME"], call.parameters.get("PASSWORD")
    account = state.find(typed, client.user_pool_id)
    if account is None and client.has_custom_triggers:
        account = _migrated(state, typed, password)
    if account is None:
        if not client.hides_users:
            raise PracticeError("UserNotFoundException", "User does not exist.")
        account = phantom(subject(typed), email=typed if "@" in typed else f"{typed}@example.com")
    sign_in = SignIn(
        account=account,
        client=client,
        path=path,
        flow=call.auth_flow,
        user_pool_id=state.pool_of(client, call.user_pool_id),
    )
    meet(sign_in, Checkpoint.LOOKUP)
    if account.mfa == EMAIL_OTP and not client.has_essentials:
        raise beyond_tier()
    return sign_in


def phantom(username: str, *, email: str = "") -> Account:
    """A user that is not there: always the same for a name, and never let in."""
    return Account(
        username=username,
        password=hashlib.sha256(username.encode()).hexdigest(),
        attributes=MappingProxyType({"email": email, "email_verified": "true"}),
        phantom=True,
    )


def _migrated(state: PoolState, typed: str, password: str | None) -> Account | None:
    account = state.migrating.get(typed)
    if account is None or password is None:
        return None
    if not same_text(account.password, password):
        refuse(account, Checkpoint.MIGRATION, Path.ADMIN)
        return None
    del state.migrating[typed]
    state.save(account)
    return account


def before_password(sign_in: SignIn) -> None:
    """What is refused without a look at the password, so it says nothing about the password."""
    account = sign_in.account
    meet(sign_in, Checkpoint.PRE_AUTHENTICATION)
    if not account.enabled:
        raise not_authorized("User is disabled.")
    if account.status is Status.UNCONFIRMED:
        raise PracticeError("UserNotConfirmedException", "User is not confirmed.")
    if account.status is Status.EXTERNAL_PROVIDER:  # has no password here
        raise not_authorized(WRONG)
    if account.status is Status.RESET_REQUIRED:
        if sign_in.client.hides_users:
            raise not_authorized(WRONG)
        raise PracticeError(
            "PasswordResetRequiredException", "Password reset required for the user"
        )
    refuse_risky(sign_in)
    meet(sign_in, Checkpoint.PASSWORD)


def judge_password(state: PoolState, sign_in: SignIn, *, right: bool) -> None:
    """Let a right password or proof pass; count a wrong one, and refuse either during a lock."""
    before_password(sign_in)
    username = sign_in.account.username
    state.lockout.check(username)
    if not right or sign_in.account.phantom:
        state.lockout.failed(username)
        raise not_authorized(WRONG)
    state.lockout.succeeded(username)


def meet(sign_in: SignIn, at: Checkpoint) -> None:
    """Raise what is seeded for this user at that moment, if anything."""
    refuse(sign_in.account, at, sign_in.path, triggers=sign_in.client.has_custom_triggers)


def refuse(account: Account, at: Checkpoint, path: Path, *, triggers: bool = True) -> None:
    """Raise what is seeded for `account` at that moment on that path, if anything.

    Without `triggers` the pool has no Lambda functions, so none can refuse.
    """
    refusal = account.refusal(at, path)
    if refusal is not None and (triggers or not refusal.is_of_trigger):
        raise PracticeError(refusal.code, refusal.message)
