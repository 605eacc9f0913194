"""The input of the sign-in operations, held against the constraints of Cognito's model."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from console.practice.errors import invalid_parameter, unreadable


class Path(StrEnum):
    """Through which pair of operations a sign-in goes."""

    ADMIN = "admin"  # signed, names the pool
    PUBLIC = "public"  # unsigned; the client id finds the pool


AUTH_FLOWS: Final = (
    "USER_SRP_AUTH",
    "REFRESH_TOKEN_AUTH",
    "REFRESH_TOKEN",
    "CUSTOM_AUTH",
    "ADMIN_NO_SRP_AUTH",
    "USER_PASSWORD_AUTH",
    "ADMIN_USER_PASSWORD_AUTH",
    "USER_AUTH",
)
CHALLENGE_NAMES: Final = (
    "SMS_MFA",
    "EMAIL_OTP",
    "SOFTWARE_TOKEN_MFA",
    "SELECT_MFA_TYPE",
    "MFA_SETUP",
    "PASSWORD_VERIFIER",
    "CUSTOM_CHALLENGE",
    "SELECT_CHALLENGE",
    "DEVICE_SRP_AUTH",
    "DEVICE_PASSWORD_VERIFIER",
    "ADMIN_NO_SRP_AUTH",
    "NEW_PASSWORD_REQUIRED",
    "SMS_OTP",
    "PASSWORD",
    "WEB_AUTHN",
    "PASSWORD_SRP",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One text member of an input shape and what the model says of it."""

    name: str
    required: bool = True
    min_length: int = 0
    max_length: int | None = None
    pattern: str | None = None
    values: tuple[str, ...] = ()
    sensitive: bool = False  # its value is then left out of the complaint

    def complaint(self, value: str | None) -> str | None:
        """The clause of a validation error against `value`, or None."""
        if value is None:
            return self._clause("Value null", "not be null") if self.required else None
        shown = "Value" if self.sensitive else f"Value '{value}'"
        if self.values and value not in self.values:
            return self._clause(shown, f"satisfy enum value set: [{', '.join(self.values)}]")
        if self.max_length is not None and len(value) > self.max_length:
            return self._clause(shown, f"have length less than or equal to {self.max_length}")
        if len(value) < self.min_length:
            return self._clause(shown, f"have length greater than or equal to {self.min_length}")
        if self.pattern is not None and not re.fullmatch(self.pattern, value, re.ASCII):
            return self._clause(shown, f"satisfy regular expression pattern: {self.pattern}")
        return None

    def _clause(self, shown: str, must: str) -> str:
        member = self.name[0].lower() + self.name[1:]
        return f"{shown} at '{member}' failed to satisfy constraint: Member must {must}"


USER_POOL_ID: Final = Member(
    name="UserPoolId", min_length=1, max_length=55, pattern=r"[\w-]+_[0-9a-zA-Z]+"
)
CLIENT_ID: Final = Member(
    name="ClientId", min_length=1, max_length=128, pattern=r"[\w+]+", sensitive=True
)
AUTH_FLOW: Final = Member(name="AuthFlow", values=AUTH_FLOWS)
CHALLENGE_NAME: Final = Member(name="ChallengeName", values=CHALLENGE_NAMES)
SESSION: Final = Member(
    name="Session", required=False, min_length=20, max_length=4096, sensitive=True
)
DEVICE_KEY: Final = Member(
    name="DeviceKey", min_length=1, max_length=55, pattern=r"[\w-]+_[0-9a-f-]+"
)
_POOL: Final[Mapping[Path, tuple[Member, ...]]] = {Path.ADMIN: (USER_POOL_ID,), Path.PUBLIC: ()}


@dataclass(frozen=True, slots=True, kw_only=True)
class InitiateCall:
    """What AdminInitiateAuth or InitiateAuth was asked; the latter names no pool."""

    user_pool_id: str | None
    client_id: str
    auth_flow: str
    parameters: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RespondCall:
    """What AdminRespondToAuthChallenge or RespondToAuthChallenge was told."""

    user_pool_id: str | None
    client_id: str
    challenge_name: str
    responses: Mapping[str, str] = field(repr=False)
    session: str | None = field(repr=False)


def initiate_call(body: Mapping[str, object], path: Path) -> InitiateCall:
    """Read the input of that path's first call, or say what the model forbids about it."""
    texts = read_texts(body, *_POOL[path], CLIENT_ID, AUTH_FLOW, SESSION)
    return InitiateCall(
        user_pool_id=texts.get("UserPoolId"),
        client_id=texts["ClientId"],
        auth_flow=texts["AuthFlow"],
        parameters=_text_map(body, "AuthParameters"),
    )


def respond_call(body: Mapping[str, object], path: Path) -> RespondCall:
    """Read the input of that path's second call, or say what the model forbids about it."""
    texts = read_texts(body, *_POOL[path], CLIENT_ID, CHALLENGE_NAME, SESSION)
    return RespondCall(
        user_pool_id=texts.get("UserPoolId"),
        client_id=texts["ClientId"],
        challenge_name=texts["ChallengeName"],
        responses=_text_map(body, "ChallengeResponses"),
        session=texts.get("Session"),
    )


def read_texts(body: Mapping[str, object], *members: Member) -> dict[str, str]:
    """The given members that are there; all complaints together in one validation error."""
    found: dict[str, str] = {}
    complaints: list[str] = []
    for member in members:
        value = body.get(member.name)
        if value is not None and not isinstance(value, str):
            raise unreadable(f"{member.name} must be a string.")
        complaint = member.complaint(value)
        if complaint is not None:
            complaints.append(complaint)
        elif value is not None:
            found[member.name] = value
    if complaints:
        errors = "error" if len(complaints) == 1 else "errors"
        raise invalid_parameter(
            f"{len(complaints)} validation {errors} detected: {'; '.join(complaints)}"
        )
    return found


def _text_map(body: Mapping[str, object], name: str) -> dict[str, str]:
    value = body.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise unreadable(f"{name} must be a map of strings.")
    texts = {key: text for key, text in value.items() if text is not None}
    if not all(isinstance(text, str) for text in texts.values()):
        raise unreadable(f"{name} must be a map of strings.")
    return texts
