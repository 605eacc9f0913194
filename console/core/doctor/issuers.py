"""Judges a TLS connection by who issued the certificate, and one that failed by why."""

from __future__ import annotations

import re
from typing import Final

from console.core.diagnosis.connection_check import CheckStatus, ConnectionCheck, check
from console.core.doctor.address import Address
from console.core.doctor.facts import Bundle, RouteFacts
from console.core.doctor.names import TLS
from console.core.text import visible

_SHOWN: Final = 200
# Amazon Trust Services, its root of earlier years, and who certified AWS before it had its own.
_OF_AMAZON: Final = re.compile(
    r"amazon(?: trust services)?|(?:starfield technologies|digicert)(?:,? inc\.?)?", re.IGNORECASE
)
_REASON: Final = re.compile(r"certificate verify failed: ([^()]{1,120}?) \(_ssl")
_NOT_VOUCHED: Final = "the operating system does not vouch for it"
_DATES: Final = ("expired", "not yet valid")
_NAMES: Final = ("hostname mismatch", "ip address mismatch")
_UNUSABLE: Final = "names a file of certificates that cannot be used."
_BUNDLE: Final = (
    "and install it in the operating system, or name it as a PEM file in the profile (ca_bundle) "
    "or in AWS_CA_BUNDLE."
)


def accepted(route: RouteFacts, address: Address) -> ConnectionCheck:
    """Trusted; but a certificate of AWS's hosts that Amazon did not issue was made on the way."""
    wire = route.record.tries[-1]
    version = wire.tls_version or "TLS"
    issuer = visible(wire.tls_issuer or "somebody unnamed", _SHOWN)
    if not address.of_aws or _is_amazons(wire.tls_issuer):
        return check(TLS, CheckStatus.OK, f"{version}, certificate issued by {issuer}.")
    return check(
        TLS,
        CheckStatus.WARN,
        f"{version}, intercepted: the issuer is {issuer}, not one that Amazon uses. Whoever runs "
        "that proxy or scanner reads the passwords and tokens of every sign-in.",
        f"Have {visible(address.host, _SHOWN)} exempted from inspection, or be sure that customers’"
        " passwords may be read there.",
    )


def refused(route: RouteFacts, address: Address, bundle: Bundle | None) -> ConnectionCheck:
    """Why TLS failed, and which certificate it was."""
    if bundle is not None and bundle.problem is not None:
        words = f"There is nothing to trust: {visible(bundle.named_by, _SHOWN)} {_UNUSABLE}"
        return check(TLS, CheckStatus.FAIL, words, "See the check of the AWS configuration.")
    message = route.failure.message if route.failure is not None else ""
    found = _REASON.search(message)
    if not route.untrusted:
        return _without_certificate(route)
    reason = found[1].lower() if found is not None else _NOT_VOUCHED
    issuer = visible(route.presented, _SHOWN) if route.presented is not None else None
    issued = f" It was issued by {issuer}." if issuer else " Who issued it could not be learnt."
    words = f"The certificate is not trusted: {visible(reason, _SHOWN)}.{issued}"
    return check(TLS, CheckStatus.FAIL, words, _advice(reason, route.presented, address))


def _advice(reason: str, issuer: str | None, address: Address) -> str:
    if any(each in reason for each in _DATES):
        return "Check date and time of this machine first; then who issued the certificate."
    if any(each in reason for each in _NAMES):
        return "Something else answers at this address: check DNS, proxy and endpoint_url."
    if _is_amazons(issuer):
        return "The root certificates here are too few: take out ca_bundle and AWS_CA_BUNDLE."
    if not address.of_aws:
        return f"Get the certificate of the endpoint’s authority {_BUNDLE}"
    return (
        "A proxy or scanner intercepts TLS, it seems. Ask the network’s administrators to exempt "
        f"this address; or get their root certificate {_BUNDLE}"
    )


def _without_certificate(route: RouteFacts) -> ConnectionCheck:
    code = route.failure.code if route.failure is not None else ""
    timed_out = "Timeout" in code
    how = (
        "nothing came back in time" if timed_out else "what answered does not speak TLS 1.2 or 1.3"
    )
    words = f"TLS failed before a certificate was seen: {how}."
    hint = "Ask who runs the network, VPN or proxy whether it lets TLS to this address pass."
    return check(TLS, CheckStatus.FAIL, words, hint)


def _is_amazons(issuer: str | None) -> bool:
    """By the organisation, which stands before the slash; who intercepts names himself there."""
    return _OF_AMAZON.fullmatch((issuer or "").partition(" / ")[0].strip()) is not None
