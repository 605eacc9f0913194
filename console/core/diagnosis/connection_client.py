"""Checks of what the app client is set to: its flows, and its secret."""

from __future__ import annotations

from typing import Final

from console.core.allowed_flows import why_refused
from console.core.conversation.flows import FLOWS, ROTATED_REFRESH, AuthFlow
from console.core.diagnosis.connection_check import CheckStatus, ConnectionCheck, check
from console.core.diagnosis.evidence import ClientFacts, Evidence
from console.core.pool_settings import PoolSettings
from console.core.profile import Profile

# Each flow by one name: ADMIN_NO_SRP_AUTH and REFRESH_TOKEN are older words for two of them.
_SHOWN: Final = (
    AuthFlow.ADMIN_USER_PASSWORD_AUTH,
    AuthFlow.USER_SRP_AUTH,
    AuthFlow.USER_AUTH,
    AuthFlow.CUSTOM_AUTH,
    AuthFlow.USER_PASSWORD_AUTH,
    AuthFlow.REFRESH_TOKEN_AUTH,
)
# A client that never had any set.
_BY_DEFAULT: Final = ("ALLOW_USER_SRP_AUTH", "ALLOW_CUSTOM_AUTH", "ALLOW_REFRESH_TOKEN_AUTH")


def flows(evidence: Evidence) -> ConnectionCheck:
    """Which flows the client allows, and whether one of them can sign in on the admin path."""
    name, client = "Flows", evidence.client
    if client is None:
        return check(name, CheckStatus.SKIPPED, "Not known: the app client was not read.")
    allowed, refused = _sorted_out(client)
    words = f"Allowed: {', '.join(allowed) or 'none'}. Not allowed: {', '.join(refused) or 'none'}."
    if not client.auth_flows:
        words = f"None is set, so the defaults hold. {words}"
    if not any(_signs_in_as_admin(each) for each in allowed):
        hint = "Try the public path, or another app client of this pool."
        return check(name, CheckStatus.FAIL, f"No flow of the admin path is allowed. {words}", hint)
    if AuthFlow.ADMIN_USER_PASSWORD_AUTH not in allowed:
        hint = "With name and password choose another of the allowed flows."
        return check(name, CheckStatus.WARN, words, hint)
    return check(name, CheckStatus.OK, words)


def _sorted_out(client: ClientFacts) -> tuple[list[str], list[str]]:
    settings = PoolSettings(
        auth_flows=client.auth_flows or _BY_DEFAULT, rotates_refresh=client.rotates_refresh
    )
    allowed = [str(flow) for flow in _SHOWN if not why_refused(settings, flow)]
    refused = [str(flow) for flow in _SHOWN if str(flow) not in allowed]
    if client.rotates_refresh:
        allowed.append(ROTATED_REFRESH)
    return allowed, refused


def _signs_in_as_admin(flow: str) -> bool:
    rules = FLOWS.get(flow)
    refreshes = flow in (AuthFlow.REFRESH_TOKEN_AUTH, ROTATED_REFRESH)
    return rules is not None and not rules.public_only and not refreshes


def secret(profile: Profile, evidence: Evidence, *, known: bool) -> ConnectionCheck:
    """Whether the secret at hand is the client's; `known`: there is one at hand."""
    name, client = "Client secret", evidence.client
    if profile.has_client_secret and not known:
        return check(
            name,
            CheckStatus.FAIL,
            "The profile has one, but it is not in the vault.",
            "Edit the profile and type the secret again.",
        )
    if client is None:
        return check(name, CheckStatus.SKIPPED, "Not compared: the app client was not read.")
    return _with(name, client, known=known) if client.has_secret else _without(name, known=known)


def _with(name: str, client: ClientFacts, *, known: bool) -> ConnectionCheck:
    if not known:
        return check(
            name,
            CheckStatus.FAIL,
            "The app client has a secret, and the profile gives none.",
            "Edit the profile and type the secret: Cognito refuses every call without its hash.",
        )
    if client.secret_matches is None:
        return check(name, CheckStatus.SKIPPED, "It could not be compared.")
    if client.secret_matches:
        return check(name, CheckStatus.OK, "The profile’s secret is the app client’s.")
    return check(
        name,
        CheckStatus.FAIL,
        "The profile’s secret is not the app client’s.",
        "Client id and secret must be of the same client, and the secret the current one.",
    )


def _without(name: str, *, known: bool) -> ConnectionCheck:
    if not known:
        return check(name, CheckStatus.OK, "The app client has none, and none is given.")
    return check(
        name,
        CheckStatus.WARN,
        "The app client has none, but the profile gives one.",
        "Take the secret out of the profile, or check the client id.",
    )
