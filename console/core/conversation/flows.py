"""What each AuthFlow takes and sends: one table, read by builder, recipe and conversation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class AuthFlow(StrEnum):
    """AuthFlowType of the API model."""

    ADMIN_USER_PASSWORD_AUTH = "ADMIN_USER_PASSWORD_AUTH"  # noqa: S105  # a flow's name
    ADMIN_NO_SRP_AUTH = "ADMIN_NO_SRP_AUTH"
    USER_SRP_AUTH = "USER_SRP_AUTH"
    USER_PASSWORD_AUTH = "USER_PASSWORD_AUTH"  # noqa: S105
    CUSTOM_AUTH = "CUSTOM_AUTH"
    USER_AUTH = "USER_AUTH"
    REFRESH_TOKEN_AUTH = "REFRESH_TOKEN_AUTH"  # noqa: S105
    REFRESH_TOKEN = "REFRESH_TOKEN"  # noqa: S105


PREFERRED = "PREFERRED_CHALLENGE"
SRP_FIRST = "CHALLENGE_NAME"  # CUSTOM_AUTH begins with SRP where this is SRP_A
PREFERENCES = ("PASSWORD", "PASSWORD_SRP", "EMAIL_OTP", "SMS_OTP", "WEB_AUTHN")


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowRules:
    """Parameters by Cognito's own keys, without USERNAME and SECRET_HASH.

    PASSWORD is asked for also where only its proof is sent. `choices` are the values that a
    parameter may have.
    """

    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    choices: Mapping[str, tuple[str, ...]] | None = None
    sends_username: bool = True
    admin_only: bool = False
    public_only: bool = False

    def takes(self, key: str) -> bool:
        """Whether the flow has a use for the parameter."""
        return key in self.required or key in self.optional


_PASSWORD = FlowRules(required=("PASSWORD",), optional=("DEVICE_KEY",))
_REFRESH = FlowRules(required=("REFRESH_TOKEN",), optional=("DEVICE_KEY",), sends_username=False)
FLOWS: Mapping[AuthFlow, FlowRules] = {
    AuthFlow.ADMIN_USER_PASSWORD_AUTH: FlowRules(
        required=("PASSWORD",), optional=("DEVICE_KEY",), admin_only=True
    ),
    AuthFlow.ADMIN_NO_SRP_AUTH: FlowRules(
        required=("PASSWORD",), optional=("DEVICE_KEY",), admin_only=True
    ),
    AuthFlow.USER_SRP_AUTH: _PASSWORD,
    AuthFlow.USER_PASSWORD_AUTH: FlowRules(
        required=("PASSWORD",), optional=("DEVICE_KEY",), public_only=True
    ),
    AuthFlow.CUSTOM_AUTH: FlowRules(
        optional=(SRP_FIRST, "PASSWORD", "DEVICE_KEY"), choices={SRP_FIRST: ("SRP_A",)}
    ),
    AuthFlow.USER_AUTH: FlowRules(
        optional=(PREFERRED, "PASSWORD"), choices={PREFERRED: PREFERENCES}
    ),
    AuthFlow.REFRESH_TOKEN_AUTH: _REFRESH,
    AuthFlow.REFRESH_TOKEN: _REFRESH,
}


def needs_password(flow: AuthFlow, parameters: Mapping[str, object]) -> bool:
    """Whether the flow cannot begin without the password, given its other parameters."""
    if flow is AuthFlow.CUSTOM_AUTH:
        return parameters.get(SRP_FIRST) == "SRP_A"
    if flow is AuthFlow.USER_AUTH:
        return parameters.get(PREFERRED) in ("PASSWORD", "PASSWORD_SRP")
    return "PASSWORD" in FLOWS[flow].required


def begins_with_srp(flow: AuthFlow, parameters: Mapping[str, object]) -> bool:
    """Whether SRP_A goes with the first call, in place of the password."""
    return (
        flow is AuthFlow.USER_SRP_AUTH
        or (flow is AuthFlow.CUSTOM_AUTH and parameters.get(SRP_FIRST) == "SRP_A")
        or (flow is AuthFlow.USER_AUTH and parameters.get(PREFERRED) == "PASSWORD_SRP")
    )


def sends_password(flow: AuthFlow, parameters: Mapping[str, object]) -> bool:
    """Whether the password itself goes with the first call."""
    if flow is AuthFlow.USER_AUTH:
        return parameters.get(PREFERRED) == "PASSWORD"
    return flow not in (AuthFlow.USER_SRP_AUTH, AuthFlow.CUSTOM_AUTH)
