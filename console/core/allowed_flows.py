"""Which flows an app client refuses by its own settings, as far as those were read."""

from __future__ import annotations

from collections.abc import Mapping

from console.core.conversation.flows import ROTATED_REFRESH, AuthFlow
from console.core.pool_settings import PoolSettings

# ExplicitAuthFlows, as the API has them today.
_SETTINGS: Mapping[str, str] = {
    AuthFlow.ADMIN_USER_PASSWORD_AUTH: "ALLOW_ADMIN_USER_PASSWORD_AUTH",
    AuthFlow.ADMIN_NO_SRP_AUTH: "ALLOW_ADMIN_USER_PASSWORD_AUTH",
    AuthFlow.USER_SRP_AUTH: "ALLOW_USER_SRP_AUTH",
    AuthFlow.USER_PASSWORD_AUTH: "ALLOW_USER_PASSWORD_AUTH",
    AuthFlow.CUSTOM_AUTH: "ALLOW_CUSTOM_AUTH",
    AuthFlow.USER_AUTH: "ALLOW_USER_AUTH",
    AuthFlow.REFRESH_TOKEN_AUTH: "ALLOW_REFRESH_TOKEN_AUTH",
    AuthFlow.REFRESH_TOKEN: "ALLOW_REFRESH_TOKEN_AUTH",
}
# The older values, which cannot be mixed with those: refresh is always allowed, SRP by default.
_OLDER: Mapping[str, str] = {
    AuthFlow.ADMIN_USER_PASSWORD_AUTH: "ADMIN_NO_SRP_AUTH",
    AuthFlow.ADMIN_NO_SRP_AUTH: "ADMIN_NO_SRP_AUTH",
    AuthFlow.USER_PASSWORD_AUTH: "USER_PASSWORD_AUTH",
    AuthFlow.USER_AUTH: "ALLOW_USER_AUTH",
}
_CUSTOM_ONLY = "CUSTOM_AUTH_FLOW_ONLY"
_REFRESHES = (AuthFlow.REFRESH_TOKEN_AUTH, AuthFlow.REFRESH_TOKEN)


def why_refused(settings: PoolSettings | None, flow: str) -> str:
    """A sentence that says why the client refuses `flow`; empty where it does not, or may not."""
    if settings is None:
        return ""
    if settings.rotates_refresh and flow in _REFRESHES:
        return f"This app client rotates its refresh tokens: it takes {ROTATED_REFRESH} only."
    missing = _missing_setting(settings.auth_flows, flow)
    if missing:
        return f"This app client does not allow it: {missing} is not among its flows."
    if flow == AuthFlow.USER_SRP_AUTH and _CUSTOM_ONLY in settings.auth_flows:
        return f"This app client does not allow it: its flows are {_CUSTOM_ONLY}."
    return ""


def _missing_setting(allowed: tuple[str, ...], flow: str) -> str:
    """The value that `flow` needs and that is not there. An empty list: none was read."""
    if not allowed:
        return ""
    current = any(name.startswith("ALLOW_") for name in allowed)
    needed = (_SETTINGS if current else _OLDER).get(flow, "")
    return "" if needed in allowed else needed
