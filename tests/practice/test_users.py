from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest

from console.core.practice_keys import PRACTICE_USER_POOL_ID
from console.practice.clients import CLIENTS
from console.practice.errors import PracticeError
from console.practice.listing import LISTED, listing
from console.practice.pool import PracticePool
from console.practice.users import USERS, User

# (code, pattern) of the catalogue rows that these users show; the order within a code matters.
_TEXTS = {
    "UL09": (
        "UserLambdaValidationException",
        r"^(?P<trigger>\w+) failed with error (RequestId: \S+ )?Error: Runtime exited\b",
    ),
    "NA01": ("NotAuthorizedException", r"^Incorrect username or password\.?$"),
    "NA02": ("NotAuthorizedException", r"^User is disabled\.?$"),
    "NA03": ("NotAuthorizedException", r"^Password attempts exceeded\.?$"),
    "NA08": (
        "NotAuthorizedException",
        r"^Temporary password has expired and must be reset by an administrator\.?$",
    ),
    "IP08": ("InvalidParameterException", r"^Auth flow not enabled for this client\.?$"),
    "UN01": ("UserNotFoundException", r"^User does not exist\.?$"),
    "UC01": ("UserNotConfirmedException", r"^User is not confirmed\.?$"),
    "PR01": ("PasswordResetRequiredException", r"^Password reset required for the user\.?$"),
    "UL01": (
        "UserLambdaValidationException",
        r"^PreAuthentication failed with error (?P<msg>.+?)\.?$",
    ),
    "TM01": ("TooManyRequestsException", r"^Rate exceeded\.?$"),
    "IE01": ("InternalErrorException", r".*"),
}

_REFUSED = [user for user in USERS if user.expect.outcome == "failed"]


@pytest.mark.parametrize("user", _REFUSED, ids=lambda user: f"{user.username}-{user.client}")
def test_a_refused_row_gets_the_text_of_its_classification(user: User) -> None:
    with pytest.raises(PracticeError) as caught:
        PracticePool().handle(
            "AdminInitiateAuth",
            {
                "UserPoolId": PRACTICE_USER_POOL_ID,
                "ClientId": CLIENTS[user.client].id,
                "AuthFlow": user.auth_flow,
                "AuthParameters": {"USERNAME": user.username, "PASSWORD": user.password},
            },
        )
    assert caught.value.code == user.expect.code
    matching = (
        row
        for row, (code, pattern) in _TEXTS.items()
        if code == caught.value.code and re.search(pattern, caught.value.message, re.IGNORECASE)
    )
    assert next(matching) == user.expect.classification


def test_every_asked_for_case_has_a_row() -> None:
    assert {user.expect.classification for user in _REFUSED} == set(_TEXTS)
    signed_in = {
        (user.client, user.auth_flow, user.expect.challenges)
        for user in USERS
        if user.expect.outcome == "signed_in"
    }
    password = "ADMIN_USER_PASSWORD_AUTH"
    assert signed_in == {
        ("public", password, ()),
        ("confidential", password, ()),
        ("public", "ADMIN_NO_SRP_AUTH", ()),
        ("public", password, ("SOFTWARE_TOKEN_MFA",)),
        ("public", password, ("SMS_MFA",)),
        ("confidential", password, ("SOFTWARE_TOKEN_MFA",)),
        ("public", password, ("NEW_PASSWORD_REQUIRED",)),
        ("public", password, ("NEW_PASSWORD_REQUIRED", "SOFTWARE_TOKEN_MFA")),
    }


def test_rows_are_distinct_and_name_known_clients() -> None:
    keys = {(user.username, user.password, user.client, user.auth_flow) for user in USERS}
    assert len(keys) == len(USERS)
    assert len({user.purpose for user in USERS}) == len(USERS)
    assert {user.client for user in USERS} <= CLIENTS.keys()


def test_listing_has_the_fields_of_the_interface() -> None:
    rows = listing()["users"]
    assert isinstance(rows, list)
    assert json.loads(json.dumps(rows)) == rows
    common = {"username", "password", "client", "auth_flow", "for", "expect"}
    for row, user in zip(rows, LISTED, strict=True):
        more = {"totp_seed": user.totp_seed, "device": user.device}
        assert set(row) == common | {name for name, value in more.items() if value}
        finding = {"finding"} if user.expect.finding else set()
        assert set(row["expect"]) == {"outcome", "challenges", "classification", "code"} | finding
    assert rows[0]["username"] == "alice"
    assert rows[0]["expect"] == {
        "outcome": "signed_in",
        "challenges": [],
        "classification": None,
        "code": None,
    }


def test_repr_hides_password_and_seed() -> None:
    for user in USERS:
        assert user.password not in repr(user)
        assert user.totp_seed is None or user.totp_seed not in repr(user)


def test_the_rows_load_without_server_and_cryptography() -> None:
    code = (
        "import sys, console.practice.users, console.practice.clients;"
        "print([m for m in ('http.server','cryptography','jwt','pyotp','socket','asyncio')"
        " if m in sys.modules])"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert loaded.stdout.strip() == "[]"
