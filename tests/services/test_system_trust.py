"""Connections that trust what the operating system trusts, and what becomes of a hanging one."""

from __future__ import annotations

import inspect
import ssl
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore import httpsession
from botocore.httpsession import URLLib3Session

from console.core.call import Origin, Sent
from console.services import trust, wire
from console.services.trust import Trust
from console.services.wire_notes import Phase, WireNotes, note_tls
from tests.fakes import FakeClock
from tests.services.authorities import trust_by_file, trust_by_folder, trust_nobody
from tests.services.fault_server import (
    Certificate,
    Connection,
    FaultServer,
    answer,
    http,
    make_certificate,
)
from tests.services.lab import (
    TOKENS,
    failed,
    lab,
    only_try,
    open_gateways,
    permitted,
    practice,
    replied,
    send,
    sign_in,
    until_phase,
)

Trusting = Callable[[pytest.MonkeyPatch, Certificate], None]


@pytest.fixture
def certificate(tmp_path: Path) -> Certificate:
    folder = tmp_path / "tls"
    folder.mkdir()
    return make_certificate(folder)


@pytest.fixture(autouse=True)
def no_bundle(aws_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (aws_home / "credentials").write_text("[default]\naws_access_key_id=K\naws_secret_access_key=s")
    monkeypatch.delenv("REQUESTS_CA_BUNDLE", raising=False)


@pytest.mark.parametrize("place", [trust_by_file, trust_by_folder])
async def test_an_authority_of_the_system_is_trusted(
    place: Trusting, certificate: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    place(monkeypatch, certificate)
    with FaultServer(answer(http(TOKENS)), tls=certificate.context) as server:
        one = only_try(replied(await send(lab(server.url))))
    assert one.tls_issuer == "Test Authority / Test Root"
    assert one.tls_version in ("TLSv1.2", "TLSv1.3")


async def test_any_other_is_not(
    certificate: Certificate, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    trust_by_file(monkeypatch, make_certificate(other))
    with FaultServer(answer(http(TOKENS)), tls=certificate.context) as server:
        failure = failed(await send(lab(server.url)))
    assert (failure.origin, failure.code) == (Origin.CLIENT, "SSLError")
    assert "certificate verify failed" in failure.message
    assert (failure.record.sent, only_try(failure).error) == (Sent.NO, "SSLError in tls")
    assert server.requests == []


async def test_a_name_that_is_not_the_certificates_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = make_certificate(tmp_path, address="127.0.0.2")
    trust_by_file(monkeypatch, other)
    with FaultServer(answer(http(TOKENS)), tls=other.context) as server:
        failure = failed(await send(lab(server.url)))
    assert failure.code == "SSLError"
    assert server.requests == []


@pytest.mark.parametrize("by", ["profile", "variable", "config"])
async def test_a_file_that_is_named_counts_alone(
    by: str,
    certificate: Certificate,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    aws_home: Path,
) -> None:
    """The system trusts the server, but the file that is named holds somebody else."""
    trust_by_file(monkeypatch, certificate)
    folder = tmp_path / "other"
    folder.mkdir()
    other = str(make_certificate(folder).file)
    if by == "variable":
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", other)
    if by == "config":
        (aws_home / "config").write_text(f"[default]\nca_bundle = {other}\n")
    with FaultServer(answer(http(TOKENS)), tls=certificate.context) as server:
        profile = lab(server.url, ca_bundle=other if by == "profile" else None)
        assert failed(await send(profile)).code == "SSLError"
    assert server.requests == []


async def test_where_the_system_has_none_botocores_own_are_trusted(
    certificate: Certificate, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    trust_nobody(monkeypatch, tmp_path)
    monkeypatch.setattr(trust, "PLACES", ())
    monkeypatch.setattr(wire, "DEFAULT_CA_BUNDLE", str(certificate.file))
    with FaultServer(answer(http(TOKENS)), tls=certificate.context) as server:
        replied(await send(lab(server.url)))


def test_botocores_own_are_a_file_of_its_own_package() -> None:
    file = Path(httpsession.DEFAULT_CA_BUNDLE)
    assert file == Path(httpsession.__file__).with_name("cacert.pem")
    assert file.is_file()


async def test_the_keys_are_not_written(
    certificate: Certificate, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    trust_by_file(monkeypatch, certificate)
    monkeypatch.setenv("SSLKEYLOGFILE", str(tmp_path / "keys"))
    with FaultServer(answer(http(TOKENS)), tls=certificate.context) as server:
        replied(await send(lab(server.url)))
    assert not (tmp_path / "keys").exists()


async def test_a_handshake_that_hangs_holds_up_no_other(
    certificate: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    trust_by_file(monkeypatch, certificate)

    def first_mute(connection: Connection) -> None:
        if connection.server.connections == 1:
            connection.wait_until_gone()
        else:
            connection.start_tls(certificate.context)
            answer(http(TOKENS))(connection)

    with FaultServer(first_mute) as server, open_gateways() as gateways:
        gateway = gateways.open(lab(server.url.replace("http:", "https:")))
        hanging = gateway.begin(*permitted(sign_in()))
        until_phase(hanging, Phase.TLS)
        replied(await gateway.begin(*permitted(sign_in())).result())
        hanging.stop()
        assert failed(await hanging.result()).code == "CallCancelled"


class Unread:
    """A connection that the operating system has verified: ssl read no certificate."""

    def __init__(self, der: bytes | None) -> None:
        self._der = der

    def version(self) -> str:
        return "TLSv1.3"

    def getpeercert(self, binary_form: bool = False) -> object:
        return self._der if binary_form else {}


@pytest.mark.parametrize("known", [True, False])
def test_the_issuer_is_read_where_ssl_read_none(known: bool, certificate: Certificate) -> None:
    der = ssl.PEM_cert_to_DER_cert(certificate.file.read_text()) if known else None
    notes = WireNotes(number=1, clock=FakeClock(), call_started=0.0)
    note_tls(Unread(der), notes)
    assert notes.tls_version == "TLSv1.3"
    assert notes.tls_issuer == ("Test Authority / Test Root" if known else None)


# --- the clients that botocore makes to fetch credentials

ROLE = """
[profile support]
role_arn = arn:aws:iam::123456789012:role/support
source_profile = source
[profile source]
aws_access_key_id = SOURCE
aws_secret_access_key = s
"""
ASSUMED = b"""<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
<AssumeRoleResult><Credentials><AccessKeyId>ASSUMED</AccessKeyId>
<SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>
<Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult>
<ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></AssumeRoleResponse>"""


@pytest.fixture
def sts(certificate: Certificate) -> Iterator[FaultServer]:
    reply = http(ASSUMED, headers={"Content-Type": "text/xml"})
    with FaultServer(answer(reply), tls=certificate.context) as server:
        yield server


@pytest.mark.parametrize("trusted", [True, False])
async def test_credentials_are_fetched_from_whom_the_system_trusts(
    trusted: bool,
    sts: FaultServer,
    certificate: Certificate,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    aws_home: Path,
) -> None:
    if trusted:
        trust_by_folder(monkeypatch, certificate)
    else:
        other = tmp_path / "other"
        other.mkdir()
        trust_by_file(monkeypatch, make_certificate(other))
    (aws_home / "config").write_text(ROLE)
    monkeypatch.setenv("AWS_ENDPOINT_URL_STS", sts.url)
    with FaultServer(answer(http(TOKENS))) as server:
        result = await send(lab(server.url, aws_profile="support"))
    if trusted:
        assert only_try(replied(result)).error is None
        assert "Credential=ASSUMED/" in server.requests[0].header("Authorization")
        assert len(sts.requests) == 1
    else:
        assert failed(result).code == "SSLError"
        assert (sts.requests, server.requests) == ([], [])


# --- the names of others that are not public


def test_the_private_names_of_botocore_are_still_there() -> None:
    session: Any = URLLib3Session()
    assert list(inspect.signature(session._setup_ssl_cert).parameters) == ["conn", "url", "verify"]
    assert "_setup_ssl_cert" in inspect.getsource(URLLib3Session.send)
    assert isinstance(session._proxy_managers, dict)


def test_trust_is_one_word_for_each() -> None:
    assert [str(each) for each in Trust] == ["file", "system", "bundled"]


async def test_a_practice_pool_needs_none(certificate: Certificate) -> None:
    with FaultServer(answer(http(TOKENS)), tls=certificate.context) as server:
        profile = practice(server.url, ca_bundle=str(certificate.file))
        replied(await send(profile))
