"""Judges the way to Cognito: proxy, look-up, connection, TLS, answer, and the clock."""

from __future__ import annotations

import re
from typing import Final

from console.core.call import CallRecord
from console.core.diagnosis.connection_check import CheckStatus, ConnectionCheck, check
from console.core.doctor import issuers
from console.core.doctor.address import Address
from console.core.doctor.facts import Bundle, LookUpFacts, ProxyFacts, RouteFacts
from console.core.doctor.names import CLOCK, DNS, HTTP, PROXY, TCP, TLS
from console.core.facts import clock_skew_s
from console.core.text import visible

SKEW_WORTH_S: Final = 60.0
SKEW_LIMIT_S: Final = 300.0  # beyond it AWS refuses a signature
_SHOWN: Final = 200
_BEFORE_TLS: Final = ("start", "dns", "connect", "proxy")
_FAILED_BEFORE: Final = {
    "start": "the request could not be begun",
    "dns": "the name could not be looked up",
    "connect": "no connection came about",
    "proxy": "the proxy opened no tunnel",
    "tls": "TLS failed",
}
_SET_TIME: Final = "Have the clock of this machine set automatically."


def proxy(facts: ProxyFacts, route: RouteFacts | None) -> ConnectionCheck:
    """Which proxy the calls take, and whether it lets them through."""
    if facts.shown is None:
        return check(PROXY, CheckStatus.OK, "None is set for this address.")
    words = f"{visible(facts.shown, _SHOWN)}, set by {visible(facts.named_by, _SHOWN)}"
    if facts.problem is not None:
        hint = "Set one like http://proxy.example:3128, or take the setting out."
        return check(PROXY, CheckStatus.FAIL, f"{words}: {facts.problem}", hint)
    if facts.bypassed:
        return check(PROXY, CheckStatus.OK, f"{words}, but this address is an exception to it.")
    if route is not None and failed_in(route) == "proxy":
        return _no_tunnel(words, route.proxy_status)
    return check(PROXY, CheckStatus.OK, f"{words}.")


def _no_tunnel(words: str, status: int | None) -> ConnectionCheck:
    if status == 407:
        hint = (
            "The proxy wants a user and password: put them into HTTPS_PROXY, or have this address "
            "let through without."
        )
    else:
        hint = "Have the proxy’s administrators let this address through."
    told = f" (HTTP {status})" if status is not None else ""
    return check(PROXY, CheckStatus.FAIL, f"{words}. It opened no tunnel{told}.", hint)


def look_up(facts: LookUpFacts | None, address: Address, via: ProxyFacts | None) -> ConnectionCheck:
    """Whether the name has addresses; None: it was not looked up, since it is none."""
    proxied = via is not None and via.shown is not None and not via.bypassed
    whose = "The proxy’s name" if proxied else visible(address.host, _SHOWN)
    if facts is None:
        return check(DNS, CheckStatus.SKIPPED, f"{whose} needs no look-up.")
    if facts.error is not None:
        hint = (
            "Check the network connection, VPN and DNS server of this machine. Where only a proxy "
            "reaches the internet, set it in the profile or in HTTPS_PROXY."
        )
        return check(DNS, CheckStatus.FAIL, f"{whose} was not found: {facts.error}.", hint)
    count = f"{facts.addresses} {'address' if facts.addresses == 1 else 'addresses'}"
    if proxied:
        return check(DNS, CheckStatus.OK, f"{whose} has {count}; it looks up the rest.")
    if not facts.private or not address.of_aws:
        return check(DNS, CheckStatus.OK, f"{whose} has {count}.")
    return check(
        DNS,
        CheckStatus.WARN,
        f"{whose} has {count}, {facts.private} of them private: a VPC endpoint, or a DNS server "
        "that answers otherwise than the public ones (split DNS).",
        "If that is not meant, ask the network’s administrators. Where it is a VPC endpoint, its "
        "policy and security group decide who gets through.",
    )


def connection(route: RouteFacts, address: Address) -> ConnectionCheck:
    """Whether TCP came about, to the proxy where there is one."""
    where = failed_in(route)
    proxied = any(each.proxied for each in route.record.tries)
    whose = "the proxy" if proxied else f"port {address.port}"
    if where in ("start", "dns"):
        return check(TCP, CheckStatus.SKIPPED, f"Not tried: {_FAILED_BEFORE[where]}.")
    if where == "connect":
        timed_out = "Timeout" in (route.failure.code if route.failure else "")
        how = "Nothing answered in time" if timed_out else "It was refused or cut off"
        hint = (
            "Look whether the proxy runs and is named rightly."
            if proxied
            else f"Have the firewall let TCP port {address.port} to {visible(address.host, _SHOWN)}"
            " pass, or set the proxy that this network needs."
        )
        return check(TCP, CheckStatus.FAIL, f"No connection to {whose}. {how}.", hint)
    taken = next((each.phases.connect_ms for each in route.record.tries), None)
    words = f" in {taken:.0f} ms" if taken is not None and not proxied else ""
    return check(TCP, CheckStatus.OK, f"Connected to {whose}{words}.")


def secure(route: RouteFacts, address: Address, bundle: Bundle | None) -> ConnectionCheck:
    """Whether TLS came about, and with whom."""
    where = failed_in(route)
    if not address.secure:
        return check(TLS, CheckStatus.SKIPPED, "None: the endpoint is one of plain HTTP.")
    if where in _BEFORE_TLS:
        return check(TLS, CheckStatus.SKIPPED, f"Not tried: {_FAILED_BEFORE[where]}.")
    if where == "tls":
        return issuers.refused(route, address, bundle)
    return issuers.accepted(route, address)


def answer(route: RouteFacts, address: Address) -> ConnectionCheck:
    """Whether something answered, and whether it can be AWS."""
    where, record = failed_in(route), route.record
    if where in _FAILED_BEFORE:
        return check(HTTP, CheckStatus.SKIPPED, f"Not tried: {_FAILED_BEFORE[where]}.")
    status = record.http_status
    if status is None or where is not None:
        hint = "Try again; where it stays so, ask who runs the network, VPN or proxy."
        return check(HTTP, CheckStatus.FAIL, "The request left, and no whole answer came.", hint)
    if not address.of_aws or record.request_id is not None:
        who = "AWS" if address.of_aws else "The endpoint"
        return check(HTTP, CheckStatus.OK, f"{who} answered (HTTP {status}).")
    if 300 <= status < 400 or status in (407, 511) or record.content_type == "text/html":
        return check(
            HTTP,
            CheckStatus.FAIL,
            f"Something else than AWS answered (HTTP {status}).",
            "Open any web page in a browser and sign in to this network, then run again.",
        )
    return check(HTTP, CheckStatus.OK, f"It was answered (HTTP {status}), without a request id.")


def clock(route: RouteFacts) -> ConnectionCheck:
    """How far this machine’s clock is off, by the Date of the answer."""
    skew = clock_skew_s(route.record)
    if skew is None:
        return check(CLOCK, CheckStatus.SKIPPED, "No answer told the time.")
    size = abs(skew)
    words = f"This machine is {size:.0f} s {'ahead of' if skew > 0 else 'behind'} the service."
    if size >= SKEW_LIMIT_S:
        hint = (
            f"{_SET_TIME} AWS refuses every signed call that is more than 5 minutes off "
            "(InvalidSignatureException, RequestExpired), and codes of an authenticator app fail."
        )
        return check(CLOCK, CheckStatus.FAIL, words, hint)
    if size >= SKEW_WORTH_S:
        hint = f"{_SET_TIME} Codes of an authenticator app that are made here may not fit."
        return check(CLOCK, CheckStatus.WARN, words, hint)
    return check(CLOCK, CheckStatus.OK, words if size > 1 else "Within a second of the service.")


def failed_in(route: RouteFacts) -> str | None:
    """The phase in which the request failed, as dns or tls; None where it was answered."""
    if route.failure is None:
        return None
    return _phase(route.record)


def _phase(record: CallRecord) -> str:
    error = record.tries[-1].error if record.tries else None
    found = re.search(r" in (\w+)\Z", error or "")
    return found[1] if found else "start"
