"""The way to Cognito, judged by values: what failed is named, what comes after it is skipped."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from console.core.diagnosis.connection_check import CheckStatus
from console.core.doctor import network
from console.core.doctor.facts import LookUpFacts, ProxyFacts, RouteFacts
from tests.core.doctor.station import HOST, answered, at, failed
from tests.fakes import START, wire

OK, WARN, FAIL, SKIPPED = CheckStatus
VIA = ProxyFacts(shown="http://proxy.example:3128", host="proxy.example", named_by="HTTPS_PROXY")


# --- proxy


def test_proxies() -> None:
    assert network.proxy(ProxyFacts(), answered()).detail == "None is set for this address."
    told = network.proxy(VIA, answered())
    assert (told.name, told.status) == ("proxy", OK)
    assert told.detail == "http://proxy.example:3128, set by HTTPS_PROXY."
    assert "an exception" in network.proxy(replace(VIA, bypassed=True), None).detail
    wrong = network.proxy(replace(VIA, problem="it cannot be read."), None)
    assert (wrong.status, bool(wrong.hint)) == (FAIL, True)


@pytest.mark.parametrize(
    ("status", "words", "hint"),
    [
        (407, "no tunnel (HTTP 407)", "user and password"),
        (403, "no tunnel (HTTP 403)", "administrators"),
        (None, "no tunnel.", "administrators"),
    ],
)
def test_a_proxy_that_lets_nothing_through(status: int | None, words: str, hint: str) -> None:
    route = replace(failed("proxy", "ProxyConnectionError"), proxy_status=status)
    told = network.proxy(VIA, route)
    assert told.status is FAIL
    assert words in told.detail
    assert hint in told.hint


# --- DNS


def test_look_ups() -> None:
    told = network.look_up(LookUpFacts(addresses=3), at(), None)
    assert (told.name, told.status, told.detail) == ("DNS", OK, f"{HOST} has 3 addresses.")
    assert network.look_up(LookUpFacts(addresses=1), at(), None).detail.endswith("1 address.")
    lost = network.look_up(LookUpFacts(error="no DNS server answered"), at(), ProxyFacts())
    assert lost.status is FAIL
    assert lost.detail == f"{HOST} was not found: no DNS server answered."
    assert "HTTPS_PROXY" in lost.hint
    none = network.look_up(None, at("http://127.0.0.1:9"), None)
    assert (none.status, none.detail) == (SKIPPED, "127.0.0.1 needs no look-up.")


def test_private_addresses_are_named() -> None:
    facts = LookUpFacts(addresses=2, private=2)
    told = network.look_up(facts, at(), None)
    assert told.status is WARN
    assert "VPC endpoint" in told.detail
    assert "split DNS" in told.detail
    assert network.look_up(facts, at("https://lab.example"), None).status is OK


def test_with_a_proxy_only_its_name_is_looked_up() -> None:
    told = network.look_up(LookUpFacts(addresses=1, private=1), at(), VIA)
    assert told.status is OK
    assert told.detail.startswith("The proxy’s name has 1 address")
    lost = network.look_up(LookUpFacts(error="there is no such name"), at(), VIA)
    assert lost.detail == "The proxy’s name was not found: there is no such name."
    around = network.look_up(LookUpFacts(addresses=1), at(), replace(VIA, bypassed=True))
    assert around.detail.startswith(HOST)


# --- TCP


def test_connections() -> None:
    told = network.connection(answered(), at())
    assert (told.name, told.status, told.detail) == ("TCP", OK, "Connected to port 443 in 10 ms.")
    refused = network.connection(failed("connect"), at())
    assert refused.status is FAIL
    assert "refused or cut off" in refused.detail
    assert HOST in refused.hint
    silent = network.connection(failed("connect", "ConnectTimeoutError"), at())
    assert "Nothing answered in time" in silent.detail


def test_a_connection_to_a_proxy() -> None:
    def proxied(route: RouteFacts) -> RouteFacts:
        tries = tuple(replace(each, proxied=True) for each in route.record.tries)
        return replace(route, record=replace(route.record, tries=tries))

    assert network.connection(proxied(answered()), at()).detail == "Connected to the proxy."
    assert network.connection(proxied(failed("proxy")), at()).status is OK
    told = network.connection(proxied(failed("connect")), at())
    assert told.detail.startswith("No connection to the proxy")
    assert "proxy" in told.hint


# --- what comes after a failure


@pytest.mark.parametrize(
    ("phase", "statuses"),
    [
        ("start", (SKIPPED, SKIPPED, SKIPPED, SKIPPED)),
        ("dns", (SKIPPED, SKIPPED, SKIPPED, SKIPPED)),
        ("connect", (FAIL, SKIPPED, SKIPPED, SKIPPED)),
        ("proxy", (OK, SKIPPED, SKIPPED, SKIPPED)),
        ("tls", (OK, FAIL, SKIPPED, SKIPPED)),
        ("send", (OK, OK, FAIL, SKIPPED)),
        ("wait", (OK, OK, FAIL, SKIPPED)),
        ("read", (OK, OK, FAIL, SKIPPED)),
    ],
)
def test_the_phase_that_failed_decides(phase: str, statuses: tuple[CheckStatus, ...]) -> None:
    route = failed(phase)
    if phase in ("send", "wait", "read"):
        tries = tuple(replace(each, tls_issuer="Amazon / X") for each in route.record.tries)
        route = replace(route, record=replace(route.record, tries=tries))
    found = (
        network.connection(route, at()),
        network.secure(route, at(), None),
        network.answer(route, at()),
        network.clock(route),
    )
    assert tuple(each.status for each in found) == statuses
    assert all(each.hint for each in found if each.status is FAIL)


def test_a_request_that_was_never_begun() -> None:
    route = failed("dns")
    record = replace(route.record, tries=())
    assert network.failed_in(replace(route, record=record)) == "start"
    assert network.failed_in(answered()) is None


def test_plain_http_has_no_tls() -> None:
    told = network.secure(answered(), at("http://127.0.0.1:9"), None)
    assert told.status is SKIPPED
    assert "plain HTTP" in told.detail


# --- HTTP


def test_answers() -> None:
    told = network.answer(answered(http_status=400), at())
    assert (told.name, told.status, told.detail) == ("HTTP", OK, "AWS answered (HTTP 400).")
    lab = network.answer(answered(http_status=200, request_id=None), at("http://127.0.0.1:9"))
    assert lab.detail == "The endpoint answered (HTTP 200)."
    unnamed = network.answer(answered(http_status=404, request_id=None), at())
    assert unnamed.status is OK
    assert "without a request id" in unnamed.detail


@pytest.mark.parametrize(
    "changes",
    [
        {"http_status": 302},
        {"http_status": 511},
        {"http_status": 200, "content_type": "text/html"},
    ],
)
def test_a_page_of_the_network_is_not_aws(changes: dict[str, Any]) -> None:
    told = network.answer(answered(request_id=None, **changes), at())
    assert told.status is FAIL
    assert "Something else than AWS" in told.detail
    assert "browser" in told.hint


# --- clock


@pytest.mark.parametrize(
    ("skew_s", "status", "words"),
    [
        (0.4, OK, "Within a second"),
        (59, OK, "59 s ahead of"),
        (60, WARN, "60 s ahead of"),
        (-90, WARN, "90 s behind"),
        (299, WARN, "299 s ahead of"),
        (300, FAIL, "300 s ahead of"),
        (-7200, FAIL, "7200 s behind"),
    ],
)
def test_clocks(skew_s: float, status: CheckStatus, words: str) -> None:
    told = network.clock(answered(received_at=START + timedelta(seconds=skew_s)))
    assert (told.name, told.status) == ("clock", status)
    assert words in told.detail
    assert bool(told.hint) == (status is not OK)
    assert ("AWS refuses" in told.hint) == (status is FAIL)


def test_without_an_answer_the_clock_is_not_known() -> None:
    assert network.clock(answered(server_date=None)).status is SKIPPED


def test_the_wire_of_the_fakes_is_amazons() -> None:
    assert network.secure(answered(wire().tls_issuer), at(), None).status is WARN, "no organisation"
