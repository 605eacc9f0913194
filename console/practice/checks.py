"""Who signs in, and what is refused before, at and after the look at the password."""

from __future__ import annotations

import hashlib
from types import MappingProxyType
from typing import Final

from console.practice.accounts import Account, Checkpoint, Status
from console.practice.calls import Path
from console.practice.clients import Client
from console.practice.errors import PracticeError, not_authorized
from console.practice.signin import SignIn
from console.practice.state import PoolState, same_text
from console.practice.tokens import subject

WRONG: Final = "Incorrect username or password."


def look_up(
    state: PoolState,
    typed: str,
    *,
    client: Client,
    path: Path,
    flow: str,
    password: str | None = None,
) -> SignIn:
    """The user behind the typed name; a stand-in where the client hides that there is none.

    With a `password` the pool's UserMigration trigger is asked about an unknown user first.
    """
    account = state.find(typed) or _migrated(state, typed, password)
    if account is None:
        if not client.hides_users:
            raise PracticeError("UserNotFoundException", "User does not exist.")
        account = phantom(subject(typed), email=typed if "@" in typed else f"{typed}@example.com")
    sign_in = SignIn(account=account, client=client, path=path, flow=flow)
    meet(sign_in, Checkpoint.LOOKUP)
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
    state.accounts[typed] = state.migrating.pop(typed)
    return account


def before_password(sign_in: SignIn) -> None:
    """What is refused without a look at the password, so it says nothing about the password."""
    account = sign_in.account
    meet(sign_in, Checkpoint.PRE_AUTHENTICATION)
    if not account.enabled:
        raise not_authorized("User is disabled.")
    if account.status is Status.UNCONFIRMED:
        raise PracticeError("UserNotConfirmedException", "User is not confirmed.")
    if account.status is Status.RESET_REQUIRED:
        if sign_in.client.hides_users:
            raise not_authorized(WRONG)
        raise PracticeError(
            "PasswordResetRequiredException", "Password reset required for the user"
        )
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
    refuse(sign_in.account, at, sign_in.path)


def refuse(account: Account, at: Checkpoint, path: Path) -> None:
    """Raise what is seeded for `account` at that moment on that path, if anything."""
    refusal = account.refusal(at, path)
    if refusal is not None:
        raise PracticeError(refusal.code, refusal.message)
