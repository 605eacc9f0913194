from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from console.core.call import Path
from console.core.diagnosis.evidence import Probe, ProbeStatus
from console.core.diagnosis.situation import Situation
from tests.core.diagnosis.rules.refusals import first, found, lacking, refused
from tests.core.diagnosis.situations import situation
from tests.fakes import profile


def failing(code: str, status: ProbeStatus = ProbeStatus.FAILED) -> Situation:
    probe = Probe(operation="GetCallerIdentity", status=status, code=code)
    return replace(
        situation(pool=None, client=None, user=None),
        evidence=replace(situation(pool=None, client=None, user=None).evidence, probes=(probe,)),
    )


def test_a_pool_and_a_client_that_are_not_there() -> None:
    no_pool = situation(pool=None, client=None, user=None, evidence={"pool_missing": True})
    assert first(no_pool) == ("pool_not_found", True)
    assert first(refused(situation(pool=None), "RN02")) == ("pool_not_found", True)
    assert found(replace(no_pool, path=Path.PUBLIC), "pool_not_found") is None
    no_client = situation(client=None, evidence={"client_missing": True, "pool_clients": ("c",)})
    assert first(no_client) == ("client_not_found", True)
    finding = found(no_client, "client_not_found")
    assert finding is not None
    assert len(finding.for_) == 2
    assert first(refused(situation(client=None), "RN01")) == ("client_not_found", True)
    assert found(situation(), "client_not_found") is None
    assert found(refused(no_client, "NA01"), "client_not_found") is None


def test_a_pool_id_of_another_region() -> None:
    elsewhere = profile(region="eu-central-1")
    gone = situation(
        pool=None, user=None, client=None, profile=elsewhere, evidence={"pool_missing": True}
    )
    assert first(gone) == ("region_mismatch", True)
    unread = lacking(
        situation(pool=None, user=None, client=None, profile=elsewhere), "DescribeUserPool"
    )
    assert first(unread) == ("region_mismatch", False)
    assert found(situation(profile=elsewhere), "region_mismatch") is None  # it was found
    assert found(situation(pool=None), "region_mismatch") is None


@pytest.mark.parametrize(
    ("code", "cause"),
    [
        ("ExpiredTokenException", "credentials_expired"),
        ("UnauthorizedSSOTokenError", "credentials_expired"),
        ("UnrecognizedClientException", "credentials_refused"),
        ("NoCredentialsError", "credentials_missing"),
    ],
)
def test_credentials_that_the_read_only_calls_met(code: str, cause: str) -> None:
    assert first(failing(code)) == (cause, True)
    assert found(failing(code, ProbeStatus.TIMEOUT), cause) is None
    assert found(refused(failing(code), "NA01"), cause) is None
    assert found(failing("InternalErrorException"), cause) is None


@pytest.mark.parametrize("skew", [301.0, -301.0])
def test_a_clock_that_is_minutes_off(skew: float) -> None:
    unread: dict[str, Any] = {"pool": None, "client": None, "user": None}
    assert first(situation(skew_s=skew, **unread)) == ("clock_skew", True)
    known = {"clock_skew_s": skew}
    assert first(situation(evidence=known, **unread)) == ("clock_skew", True)
    assert found(situation(skew_s=skew / 2), "clock_skew") is None
    assert found(refused(situation(skew_s=skew), "NA01"), "clock_skew") is None


@pytest.mark.parametrize(
    ("entry", "cause"),
    [
        ("AC01", "permission_missing"),
        ("AC03", "credentials_expired"),
        ("BC14", "credentials_expired"),
        ("AC04", "credentials_refused"),
        ("BC01", "credentials_missing"),
        ("BC12", "credentials_missing"),
        ("AC50", "clock_skew"),
        ("TM01", "throttled"),
        ("AC12", "throttled"),
        ("IE01", "service_fault"),
        ("BC24", "network_unreachable"),
        ("BC30", "network_unreachable"),
        ("NC04", "network_unreachable"),
        ("BC52", "tls_not_trusted"),
        ("NC01", "proxy_between"),
        ("BC32", "proxy_between"),
        ("FB01", "waf_blocked"),
    ],
)
def test_words_that_settle_it(entry: str, cause: str) -> None:
    assert first(refused(situation(), entry)) == (cause, True)
    assert found(situation(), cause) is None
