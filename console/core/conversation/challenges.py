"""What each challenge asks for: one table from challenge name to the fields of its answer."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from console.core.call import ADMIN_RESPOND, Failure
from console.core.text import visible

CODE_CHALLENGES = {
    "SMS_MFA": "SMS_MFA_CODE",
    "EMAIL_OTP": "EMAIL_OTP_CODE",
    "SMS_OTP": "SMS_OTP_CODE",
    "SOFTWARE_TOKEN_MFA": "SOFTWARE_TOKEN_MFA_CODE",
}
SELECT_CHALLENGE = "SELECT_CHALLENGE"
CUSTOM_CHALLENGE = "CUSTOM_CHALLENGE"
PASSWORD_VERIFIER = "PASSWORD_VERIFIER"  # noqa: S105
PASSWORD_CHALLENGES = ("PASSWORD", "PASSWORD_SRP")
NEW_PASSWORD_REQUIRED = "NEW_PASSWORD_REQUIRED"  # noqa: S105  # a challenge's name
SELECT_MFA_TYPE = "SELECT_MFA_TYPE"
ANSWERED = (
    *CODE_CHALLENGES,
    *PASSWORD_CHALLENGES,
    PASSWORD_VERIFIER,
    NEW_PASSWORD_REQUIRED,
    SELECT_MFA_TYPE,
    SELECT_CHALLENGE,
    CUSTOM_CHALLENGE,
)
ATTRIBUTE_PREFIX = "userAttributes."
_SHOWN_LIMIT = 120
_LIST_LIMIT = 64
_VALUE_LIMIT = 1000


class FieldKind(StrEnum):
    """How an answer's field is typed."""

    CODE = "code"
    PASSWORD = "password"  # noqa: S105  # a kind of field
    TEXT = "text"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerField:
    """One field of an answer; `key` is Cognito's own key in ChallengeResponses."""

    key: str
    label: str
    kind: FieldKind
    choices: tuple[str, ...] = ()

    @property
    def secret(self) -> bool:
        """Whether the value must be a Secret. Attributes are personal, so they count too."""
        return self.kind is not FieldKind.CHOICE


@dataclass(frozen=True, slots=True, kw_only=True)
class Challenge:
    """A question that Cognito asked, ready to be shown. The Session stays in the conversation."""

    name: str
    fields: tuple[AnswerField, ...]
    number: int  # which challenge of the attempt, from 1
    operation: str = ADMIN_RESPOND  # the call that answers it
    try_number: int = 1
    medium: str | None = None  # SMS, EMAIL
    destination: str | None = None  # masked by Cognito
    device_name: str | None = None
    parameters: tuple[tuple[str, str], ...] = ()  # of a custom challenge: what the pool shows
    session_life_s: float = 180.0  # AuthSessionValidity's default; the client's own may differ
    asked_at: float = 0.0  # monotonic seconds when the session was issued
    refusal: Failure | None = None  # why the answer before this one was not taken

    @property
    def supported(self) -> bool:
        """Whether this version can answer it."""
        return bool(self.fields)

    @property
    def changes_user(self) -> bool:
        """Whether a right answer changes the user's account."""
        return self.name == NEW_PASSWORD_REQUIRED

    @property
    def takes_totp(self) -> bool:
        """Whether a code made from a TOTP seed answers it."""
        return self.name == "SOFTWARE_TOKEN_MFA"


_LABELS = {
    "SMS_MFA": "Code from the text message",
    "EMAIL_OTP": "Code from the e-mail",
    "SMS_OTP": "Code from the text message",
    "SOFTWARE_TOKEN_MFA": "Six-digit code from the authenticator app",
}


def answer_fields(
    name: str, parameters: Mapping[str, str], available: tuple[str, ...] = ()
) -> tuple[AnswerField, ...]:
    """The fields to fill for challenge `name`; empty where this version cannot answer it.

    `available` is AvailableChallenges, for SELECT_CHALLENGE.
    """
    if name in CODE_CHALLENGES:
        return (AnswerField(key=CODE_CHALLENGES[name], label=_LABELS[name], kind=FieldKind.CODE),)
    if name in PASSWORD_CHALLENGES:
        return (AnswerField(key="PASSWORD", label="Password", kind=FieldKind.PASSWORD),)
    if name == CUSTOM_CHALLENGE:
        return (AnswerField(key="ANSWER", label="Answer", kind=FieldKind.TEXT),)
    if name == NEW_PASSWORD_REQUIRED:
        return _new_password_fields(parameters)
    if name == SELECT_MFA_TYPE:
        return _choice("Second factor", _string_list(parameters.get("MFAS_CAN_CHOOSE", "")))
    return _choice("How to sign in", available) if name == SELECT_CHALLENGE else ()


def _choice(label: str, choices: tuple[str, ...]) -> tuple[AnswerField, ...]:
    """One field; none where there is nothing to choose from."""
    if not choices:
        return ()
    kind = FieldKind.CHOICE
    return (AnswerField(key="ANSWER", label=label, kind=kind, choices=choices[:_LIST_LIMIT]),)


# What Cognito itself puts among the parameters; the rest is the pool's own.
_COGNITO_S = frozenset({"USERNAME", "USER_ID_FOR_SRP"})


def shown_parameters(name: str, parameters: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The public parameters of a custom challenge, safe to show."""
    if name != CUSTOM_CHALLENGE:
        return ()
    return tuple(
        (visible(key, _SHOWN_LIMIT), visible(value, _VALUE_LIMIT))
        for key, value in list(parameters.items())[:_LIST_LIMIT]
        if key not in _COGNITO_S
    )


def _new_password_fields(parameters: Mapping[str, str]) -> tuple[AnswerField, ...]:
    password = AnswerField(key="NEW_PASSWORD", label="New password", kind=FieldKind.PASSWORD)
    attributes = tuple(
        AnswerField(
            key=_with_prefix(name),
            label=f"Attribute {visible(name.removeprefix(ATTRIBUTE_PREFIX), _SHOWN_LIMIT)}",
            kind=FieldKind.TEXT,
        )
        for name in _string_list(parameters.get("requiredAttributes", ""))
    )
    return (password, *attributes)


def _with_prefix(name: str) -> str:
    return name if name.startswith(ATTRIBUTE_PREFIX) else ATTRIBUTE_PREFIX + name


def _string_list(text: str) -> tuple[str, ...]:
    """A JSON list in a string, as Cognito writes it; anything else counts as empty."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return ()
    if not isinstance(value, list):
        return ()
    return tuple(item for item in value[:_LIST_LIMIT] if isinstance(item, str) and item)


def delivery(parameters: Mapping[str, str]) -> tuple[str | None, str | None]:
    """Medium and masked destination of a code, as Cognito told them, safe to show."""
    medium = parameters.get("CODE_DELIVERY_DELIVERY_MEDIUM")
    destination = parameters.get("CODE_DELIVERY_DESTINATION")
    return (
        visible(medium, 20) if medium else None,
        visible(destination, _SHOWN_LIMIT) if destination else None,
    )


def clean_code(text: str) -> str:
    """A pasted code without the blanks and dashes that people and mails put into it."""
    return re.sub(r"[\s\u00a0\u200b\-]", "", text)
