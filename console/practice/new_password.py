"""NEW_PASSWORD_REQUIRED: what a new password must be, and what it changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from console.practice.accounts import Account, Status
from console.practice.errors import PracticeError, invalid_parameter, not_authorized
from console.practice.passwords import check_policy
from console.practice.signin import Answer
from console.practice.state import PoolState
from console.practice.steps import (
    ATTRIBUTE_PREFIX,
    Result,
    after_first_factor,
    missing_attributes,
)

# The standard attributes; the pool has no custom ones, and clients may write all of these.
WRITABLE: Final = frozenset(
    {
        *("address", "birthdate", "email", "family_name", "gender", "given_name", "locale"),
        *("middle_name", "name", "nickname", "phone_number", "picture", "preferred_username"),
        *("profile", "updated_at", "website", "zoneinfo"),
    }
)


def answer_new_password(state: PoolState, answer: Answer) -> Result:
    """Replace the temporary password; a refused one changes nothing and keeps the session."""
    password = answer.responses.get("NEW_PASSWORD")
    if not password:
        raise invalid_parameter(
            "Invalid attributes given, new password should be given with key NEW_PASSWORD."
        )
    before = answer.sign_in.account
    given = _given_attributes(before, answer.responses)
    _refuse_taken(state, given)
    check_policy(password)
    if answer.sign_in.client.has_essentials and password in before.past_passwords:
        raise PracticeError(
            "PasswordHistoryPolicyViolationException", "Password has previously been used"
        )
    state.sessions.spend(answer.session)
    account = replace(
        before,
        password=password,
        status=Status.CONFIRMED,
        attributes=MappingProxyType({**before.attributes, **given}),
    )
    state.save(account)
    return after_first_factor(state, answer.sign_in.as_user(account))


def _given_attributes(account: Account, responses: Mapping[str, str]) -> dict[str, str]:
    given = {
        key.removeprefix(ATTRIBUTE_PREFIX): value
        for key, value in responses.items()
        if key.startswith(ATTRIBUTE_PREFIX)
    }
    for name in given:
        if name in account.attributes:
            raise not_authorized(f"Cannot modify an already provided {name}")
        if name not in WRITABLE:
            raise not_authorized("A client attempted to write unauthorized attribute")
    for name in missing_attributes(account):
        if not given.get(name):
            raise invalid_parameter(f"Invalid attributes given, {name} is missing")
    return given


def _refuse_taken(state: PoolState, given: Mapping[str, str]) -> None:
    """An e-mail address is an alias here, so it can belong to one user alone."""
    if "email" in given and state.find(given["email"]) is not None:
        raise PracticeError("AliasExistsException", "An account with the email already exists.")
