"""Rows that fail for a cause which the refusal alone does not tell, and what tells it."""
# ruff: noqa: S106 - nothing here opens anything but the practice pool

from __future__ import annotations

from typing import Final

from console.practice.rows import CHOICE, CUSTOM, PARAMETER, REFUSED, SRP, VERIFIER, prefers, row
from console.practice.seeds_causes import SHARED_EMAIL
from console.practice.seeds_refresh import EXPIRED, OF_OTHER_CLIENT, REVOKED, WITHOUT_DEVICE
from console.practice.users import ADMIN_USER_PASSWORD_AUTH

ALICES_SUB: Final = "05209161-9b1f-54a5-b633-b84e33b81126"
_WRONG: Final = ("NA01", REFUSED)
_UNKNOWN: Final = ("UN01", "UserNotFoundException")
_HIDING: Final = "hidden-users"

_NAMES: Final = (
    row(
        "nobody",
        SRP,
        "unknown user with SRP on the admin path, on a client that hides it",
        VERIFIER,
        client=_HIDING,
        fails=_WRONG,
        finding="user_unknown_hidden",
    ),
    row(
        "Luisa",
        ADMIN_USER_PASSWORD_AUTH,
        "the name with a capital letter, in a pool that tells them from small ones",
        client=_HIDING,
        password="Lilac-Cellar-41!",
        fails=_WRONG,
        finding="letter_case",
    ),
    row(
        "basil@example.com",
        ADMIN_USER_PASSWORD_AUTH,
        "an e-mail address that was never verified, as the name",
        client=_HIDING,
        password="Birch-Cellar-42!",
        fails=_WRONG,
        finding="alias_not_verified",
    ),
    row(
        "0012025550199",
        ADMIN_USER_PASSWORD_AUTH,
        "a phone number with two zeros in place of the plus sign",
        client=_HIDING,
        password="Zinnia-Cellar-49!",
        fails=_WRONG,
        finding="phone_form",
    ),
    row(
        "+12025550199",
        ADMIN_USER_PASSWORD_AUTH,
        "the same number in its international form",
        password="Zinnia-Cellar-49!",
    ),
    row(
        SHARED_EMAIL,
        ADMIN_USER_PASSWORD_AUTH,
        "an e-mail address that now belongs to another profile, with the old one's password",
        password="Thyme-Cellar-43!",
        fails=_WRONG,
        finding="alias_moved",
    ),
    row(
        "tina-again",
        ADMIN_USER_PASSWORD_AUTH,
        "the profile that the address belongs to now",
    ),
    row(
        "olga",
        ADMIN_USER_PASSWORD_AUTH,
        "a user of another pool of the account",
        client=_HIDING,
        fails=_WRONG,
        finding="other_pool",
    ),
    row("olga", ADMIN_USER_PASSWORD_AUTH, "the same user in the right pool", client="other-pool"),
    row(
        ALICES_SUB,
        ADMIN_USER_PASSWORD_AUTH,
        "the user's sub as the name",
        password="Amber-Kettle-41!",
        fails=_UNKNOWN,
        finding="sub_as_name",
    ),
)

_OTHERS: Final = (
    row(
        "corp_emil",
        ADMIN_USER_PASSWORD_AUTH,
        "a user of an external identity provider, who has no password here",
        fails=_WRONG,
        finding="external_provider",
    ),
    row(
        "pia",
        ADMIN_USER_PASSWORD_AUTH,
        "the right password with a blank at its end, as copied from a mail",
        password="Plume-Cellar-47! ",
        fails=_WRONG,
        finding="padded_input",
    ),
    row("pia", ADMIN_USER_PASSWORD_AUTH, "the same password typed by hand"),
    row(
        "alice",
        CUSTOM,
        "the DefineAuthChallenge trigger ends the custom sign-in without a question",
        fails=_WRONG,
        finding="custom_challenge_refused",
    ),
    row("lars", ADMIN_USER_PASSWORD_AUTH, "signs in with the password itself"),
    row(
        "lars",
        SRP,
        "SRP whose proof is refused though the password is right",
        VERIFIER,
        fails=_WRONG,
        finding="srp_proof",
    ),
    row(
        "bob",
        ADMIN_USER_PASSWORD_AUTH,
        "a client secret that was exchanged since",
        client="exchanged-secret",
        fails=("NA04", REFUSED),
        finding="client_secret_wrong",
    ),
    row(
        "bob",
        ADMIN_USER_PASSWORD_AUTH,
        "a client that has a secret, which nobody gave to the app",
        client="secret-not-given",
        fails=("NA05", REFUSED),
        finding="client_secret_missing",
    ),
    row(
        "nobody",
        CHOICE,
        "a code that was never sent, since the user does not exist and the client hides it",
        "EMAIL_OTP",
        client=_HIDING,
        parameters=prefers("EMAIL_OTP"),
        answers={"EMAIL_OTP": ({"EMAIL_OTP_CODE": "00000000"},)},
        fails=("CM01", "CodeMismatchException"),
        explained="simulated_delivery",
    ),
)

_REFRESHES: Final = tuple(
    row(
        old.username,
        "REFRESH_TOKEN_AUTH",
        purpose,
        client=client,
        parameters={"REFRESH_TOKEN": old.token},
        fails=fails,
        finding=finding,
        explained=explained,
    )
    for old, client, purpose, fails, finding, explained in (
        (
            EXPIRED,
            "public",
            "a refresh token that has expired",
            ("NA14", REFUSED),
            None,
            "refresh_expired",
        ),
        (
            REVOKED,
            "revocable",
            "a refresh token that was revoked",
            ("NA15", REFUSED),
            None,
            "refresh_revoked",
        ),
        (
            OF_OTHER_CLIENT,
            "public",
            "a refresh token that another app client won",
            ("NA13", REFUSED),
            None,
            "refresh_other_client",
        ),
        (
            WITHOUT_DEVICE,
            "device-always",
            "a refresh without the key of a device, in a pool that tracks devices",
            ("NA13", REFUSED),
            None,
            "refresh_device_key_missing",
        ),
        (
            OF_OTHER_CLIENT,
            "rotating",
            "the older refresh flow on an app client that rotates its refresh tokens",
            ("IP08", PARAMETER),
            "refresh_rotation",
            None,
        ),
    )
)

CAUSE_ROWS: Final = (*_NAMES, *_OTHERS, *_REFRESHES)
