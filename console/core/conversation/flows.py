"""What each AuthFlow takes and sends: one table, read by builder, recipe and conversation."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from console.core.call import GET_TOKENS_FROM_REFRESH_TOKEN, Path


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


# Not an AuthFlow but a call of its own, for clients with refresh-token rotation.
ROTATED_REFRESH = GET_TOKENS_FROM_REFRESH_TOKEN
PREFERRED = "PREFERRED_CHALLENGE"
SRP_FIRST = "CHALLENGE_NAME"  # CUSTOM_AUTH begins with SRP where this is SRP_A
PREFERENCES = ("PASSWORD", "PASSWORD_SRP", "EMAIL_OTP", "SMS_OTP", "WEB_AUTHN")
_FLOW_NAME = re.compile(r"[A-Z][A-Z0-9_]{2,63}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowRules:
    """Parameters by Cognito's own keys, without USERNAME and SECRET_HASH.

    PASSWORD is asked for also where only its proof is sent. `choices` are the values that a
    parameter may have. `any_key` is for flows of a newer model: they take what is given.
    """

    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    choices: Mapping[str, tuple[str, ...]] | None = None
    sends_username: bool = True
    admin_only: bool = False
    public_only: bool = False
    any_key: bool = False
    takes_session: bool = False  # of ConfirmSignUp, to sign in straight after it
    takes_context: bool = True  # ContextData and AnalyticsMetadata

    def takes(self, key: str) -> bool:
        """Whether the flow has a use for the parameter."""
        return self.any_key or key in self.required or key in self.optional


_PASSWORD = FlowRules(required=("PASSWORD",), optional=("DEVICE_KEY",))
_ADMIN_PASSWORD = FlowRules(required=("PASSWORD",), optional=("DEVICE_KEY",), admin_only=True)
_REFRESH = FlowRules(required=("REFRESH_TOKEN",), optional=("DEVICE_KEY",), sends_username=False)
FLOWS: Mapping[str, FlowRules] = {
    AuthFlow.ADMIN_USER_PASSWORD_AUTH: _ADMIN_PASSWORD,
    AuthFlow.ADMIN_NO_SRP_AUTH: _ADMIN_PASSWORD,
    AuthFlow.USER_SRP_AUTH: _PASSWORD,
    AuthFlow.USER_PASSWORD_AUTH: FlowRules(
        required=("PASSWORD",), optional=("DEVICE_KEY",), public_only=True
    ),
    AuthFlow.CUSTOM_AUTH: FlowRules(
        optional=(SRP_FIRST, "PASSWORD", "DEVICE_KEY"), choices={SRP_FIRST: ("SRP_A",)}
    ),
    AuthFlow.USER_AUTH: FlowRules(
        optional=(PREFERRED, "PASSWORD"),
        choices={PREFERRED: PREFERENCES},
        takes_session=True,
    ),
    AuthFlow.REFRESH_TOKEN_AUTH: _REFRESH,
    AuthFlow.REFRESH_TOKEN: _REFRESH,
    ROTATED_REFRESH: FlowRules(
        required=("REFRESH_TOKEN",),
        optional=("DEVICE_KEY",),
        sends_username=False,
        takes_context=False,
    ),
}
REFRESH_FLOWS = frozenset({AuthFlow.REFRESH_TOKEN_AUTH, AuthFlow.REFRESH_TOKEN, ROTATED_REFRESH})
_OF_A_NEWER_MODEL = FlowRules(any_key=True, takes_session=True)
_TWINS: Mapping[tuple[str, Path], str] = {
    (AuthFlow.ADMIN_USER_PASSWORD_AUTH, Path.PUBLIC): AuthFlow.USER_PASSWORD_AUTH,
    (AuthFlow.ADMIN_NO_SRP_AUTH, Path.PUBLIC): AuthFlow.USER_PASSWORD_AUTH,
    (AuthFlow.USER_PASSWORD_AUTH, Path.ADMIN): AuthFlow.ADMIN_USER_PASSWORD_AUTH,
}


def rules_of(flow: str) -> FlowRules:
    """The flow's rules; one that the table does not know takes any parameter."""
    return FLOWS.get(flow, _OF_A_NEWER_MODEL)


def is_flow_name(text: str) -> bool:
    """Whether `text` is a flow that can be sent: one of ours, or one shaped as Cognito's are."""
    return text in FLOWS or _FLOW_NAME.fullmatch(text) is not None


def on_path(flow: str, path: Path) -> str:
    """The flow that asks the same on `path`: the password flows have a name on each."""
    return _TWINS.get((flow, path), flow)


def needs_password(flow: str, parameters: Mapping[str, object]) -> bool:
    """Whether the flow cannot begin without the password, given its other parameters."""
    if flow == AuthFlow.CUSTOM_AUTH:
        return parameters.get(SRP_FIRST) == "SRP_A"
    if flow == AuthFlow.USER_AUTH:
        return parameters.get(PREFERRED) in ("PASSWORD", "PASSWORD_SRP")
    return "PASSWORD" in rules_of(flow).required


def begins_with_srp(flow: str, parameters: Mapping[str, object]) -> bool:
    """Whether SRP_A goes with the first call, in place of the password."""
    return (
        flow == AuthFlow.USER_SRP_AUTH
        or (flow == AuthFlow.CUSTOM_AUTH and parameters.get(SRP_FIRST) == "SRP_A")
        or (flow == AuthFlow.USER_AUTH and parameters.get(PREFERRED) == "PASSWORD_SRP")
    )


def sends_password(flow: str, parameters: Mapping[str, object]) -> bool:
    """Whether the password itself goes with the first call."""
    if flow == AuthFlow.USER_AUTH:
        return parameters.get(PREFERRED) == "PASSWORD"
    return flow not in (AuthFlow.USER_SRP_AUTH, AuthFlow.CUSTOM_AUTH)


def sends_device(flow: str, parameters: Mapping[str, object]) -> bool:
    """Whether the key of a remembered device goes along by itself: where Cognito looks at it."""
    goes_with = flow in REFRESH_FLOWS or begins_with_srp(flow, parameters)
    return goes_with and "DEVICE_KEY" in rules_of(flow).optional
