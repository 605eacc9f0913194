"""Threat protection: addresses that are always blocked, and sign-ins that it thinks risky."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from typing import Final

from console.practice.accounts import SOFTWARE_TOKEN_MFA, Risk
from console.practice.calls import Path
from console.practice.clients import Client
from console.practice.errors import PracticeError, not_authorized, unreadable
from console.practice.signin import SignIn

# Ranges that are kept free for documentation.
BLOCKED_RANGES: Final = ("203.0.113.0/24", "2001:db8:bad::/48")
SOCKET_ADDRESS: Final = "127.0.0.1"
ADD_ON_MISSING: Final = "UserPoolAddOnNotEnabledException"
_NETWORKS: Final = tuple(ipaddress.ip_network(text) for text in BLOCKED_RANGES)
_CONTEXTS: Final = {Path.ADMIN: "ContextData", Path.PUBLIC: "UserContextData"}


def judged_address(client: Client, body: Mapping[str, object], path: Path) -> str:
    """The address that threat protection judges.

    The admin call names it; the app's own call is judged by its socket, unless the client has a
    secret and passes the address on.
    """
    context = body.get(_CONTEXTS[path])
    if context is None:
        return SOCKET_ADDRESS
    if not isinstance(context, dict):
        raise unreadable(f"{_CONTEXTS[path]} must be a structure.")
    if path is Path.PUBLIC and not (client.propagates_context and client.own_secret is not None):
        return SOCKET_ADDRESS
    address = context.get("IpAddress")
    return address if isinstance(address, str) else SOCKET_ADDRESS


def refuse_barred(client: Client, address: str) -> None:
    """Refuse an address on the always-block list, whoever signs in."""
    if not client.judges_risk:
        return
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return
    if any(known in network for network in _NETWORKS):
        raise not_authorized("Request not allowed due to security reasons.")


def refuse_risky(sign_in: SignIn) -> None:
    """Refuse a user whose sign-ins are thought to be an attack, whatever the password."""
    if sign_in.client.judges_risk and sign_in.account.risk is Risk.BLOCK:
        raise _blocked()


def demanded_factor(sign_in: SignIn) -> str | None:
    """The second factor that the risk demands of a user who does without one, if any.

    Blocked is who has registered none.
    """
    account = sign_in.account
    if not sign_in.client.judges_risk or account.risk is not Risk.TAKEOVER:
        return None
    if account.totp_seed is None:
        raise _blocked()
    return SOFTWARE_TOKEN_MFA


def require_add_on(client: Client) -> None:
    """Refuse what a pool without threat protection cannot tell."""
    if not client.judges_risk:
        # No text of Cognito's own is known for this code.
        raise PracticeError(ADD_ON_MISSING, "Threat protection is not enabled for the user pool.")


def _blocked() -> PracticeError:
    return not_authorized("Unable to login because of security reasons.")
