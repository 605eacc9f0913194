"""Who issued a certificate that nobody trusts, directly and through a proxy."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.services.certificates import issuer_in, presented_issuer
from tests.core.doctor.station import at
from tests.services.fault_server import Certificate, FaultServer, answer, http, make_certificate
from tests.services.interception import HOST, closed_gate, intercepting

ISSUER = "Test Authority / Test Root"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return make_certificate(tmp_path_factory.mktemp("tls"), name=HOST)


def test_the_issuer_is_learnt_and_nothing_is_sent(certificate: Certificate) -> None:
    with FaultServer(answer(http()), tls=certificate.context) as server:
        assert presented_issuer(at(server.url), None, 5) == ISSUER
    assert server.requests == []


@pytest.mark.parametrize("scheme", ["http://", ""])
def test_through_a_proxy(certificate: Certificate, scheme: str) -> None:
    with FaultServer(intercepting(certificate.context)) as server:
        proxy = f"{scheme}us%40er:pass@127.0.0.1:{server.port}"
        assert presented_issuer(at(), proxy, 5) == ISSUER
    (request,) = server.requests
    assert request.first_line.startswith(f"CONNECT {HOST}:443 ")
    assert request.header("Proxy-Authorization") == "Basic dXNAZXI6cGFzcw=="


def test_a_proxy_without_a_password(certificate: Certificate) -> None:
    with FaultServer(intercepting(certificate.context)) as server:
        assert presented_issuer(at(), server.url, 5) == ISSUER
    assert server.requests[0].header("Proxy-Authorization") == ""


def test_what_shows_no_certificate() -> None:
    with FaultServer(answer(http())) as server:
        assert presented_issuer(at(server.url.replace("http:", "https:")), None, 0.2) is None
    with FaultServer(closed_gate) as gate:
        assert presented_issuer(at(), gate.url, 5) is None
    assert presented_issuer(at(f"https://127.0.0.1:{server.port}"), None, 5) is None


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_not(data: bytes) -> None:
    assert issuer_in(data) is None


def test_a_certificate_by_itself(certificate: Certificate) -> None:
    import ssl

    data = ssl.PEM_cert_to_DER_cert(Path(certificate.file).read_text())
    assert issuer_in(data) == ISSUER
