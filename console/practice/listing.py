"""The rows that the practice line, its table and the practice screen show."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from console.practice.held_rows import MADE
from console.practice.later_users import LATER_USERS
from console.practice.users import USERS, User

# What is answered with the row's own password, seed and device, the newest message in the outbox,
# or a new password.
_PLAIN: Final = frozenset(
    {
        "PASSWORD_VERIFIER",
        "SMS_MFA",
        "SMS_OTP",
        "EMAIL_OTP",
        "SOFTWARE_TOKEN_MFA",
        "NEW_PASSWORD_REQUIRED",
        "DEVICE_SRP_AUTH",
        "DEVICE_PASSWORD_VERIFIER",
    }
)


def _told_by_client_and_flow(user: User) -> bool:
    """Whether name, password, seed, client and flow are all that a reader needs to try the row."""
    asked = frozenset(user.expect.challenges)
    return (
        user.path == "admin"
        and not user.parameters
        and not user.answers
        and not user.context_data
        and asked <= _PLAIN
        and ("SOFTWARE_TOKEN_MFA" not in asked or user.totp_seed is not None)
    )


LISTED: Final = (*USERS, *(user for user in LATER_USERS if _told_by_client_and_flow(user)))

# What the window's form can be filled with: path and choices besides, and answers told in words.
_CHOSEN: Final = frozenset({"PREFERRED_CHALLENGE", "CHALLENGE_NAME"})


def _told_with_choices(user: User) -> bool:
    return not user.context_data and _CHOSEN.issuperset(user.parameters)


def _with_answers(user: User) -> User:
    """The row with its answers in the words on what it shows."""
    said = [
        f"{challenge}: {', '.join(f'{key} = {value}' for key, value in answer.items())}"
        for challenge, answers in user.answers.items()
        for answer in answers
        if answer != MADE and all(len(value) <= _ANSWER_LIMIT for value in answer.values())
    ]
    return replace(user, purpose=f"{user.purpose} ({'; '.join(said)})") if said else user


_ANSWER_LIMIT: Final = 60
SHOWN: Final = (
    *LISTED,
    *(
        _with_answers(user)
        for user in LATER_USERS
        if not _told_by_client_and_flow(user) and _told_with_choices(user)
    ),
)


def listing() -> dict[str, object]:
    """The `users` of the practice line."""
    return {"users": [user.to_json() for user in LISTED]}
