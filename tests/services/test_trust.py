"""Whose authorities count on this machine, and contexts of one connection each."""

from __future__ import annotations

import ssl
import sys
from pathlib import Path

import pytest
import truststore
from truststore import _openssl

from console.services import trust
from console.services.trust import PLACES, Trust, new_context, trust_in_use
from tests.services.fault_server import make_certificate


@pytest.fixture
def nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small Linux without a package of certificates; the folder that OpenSSL looks into."""
    folder = tmp_path / "certs"
    folder.mkdir()
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "missing.pem"))
    monkeypatch.setenv("SSL_CERT_DIR", str(folder))
    monkeypatch.setattr(trust, "PLACES", (str(tmp_path / "place.pem"),))
    return folder


def test_a_file_that_is_named_goes_before_everything(nothing: Path) -> None:
    assert trust_in_use(str(nothing / "mine.pem")) is Trust.FILE


def test_a_system_that_has_none_takes_those_of_botocore(nothing: Path) -> None:
    assert trust_in_use(True) is Trust.BUNDLED
    (nothing / "README").write_text("-----BEGIN CERTIFICATE-----")
    assert trust_in_use(True) is Trust.BUNDLED


def test_openssls_folder_of_hashed_names_counts(nothing: Path) -> None:
    (nothing / "0a1b2c3d.0").write_text("-----BEGIN CERTIFICATE-----")
    assert trust_in_use(True) is Trust.SYSTEM


def test_openssls_file_counts_where_a_certificate_is_in_it(
    nothing: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make_certificate(nothing.parent)
    monkeypatch.setenv("SSL_CERT_FILE", str(made.file))
    assert trust_in_use(True) is Trust.SYSTEM
    empty = nothing.parent / "empty.pem"
    empty.write_text("# none\n")
    monkeypatch.setenv("SSL_CERT_FILE", str(empty))
    assert trust_in_use(True) is Trust.BUNDLED
    make_certificate(nothing.parent).file.rename(nothing.parent / "place.pem")
    assert trust_in_use(True) is Trust.BUNDLED, "truststore looks no further than the empty file"


def test_the_places_of_other_systems_count(nothing: Path) -> None:
    make_certificate(nothing.parent).file.rename(nothing.parent / "place.pem")
    assert trust_in_use(True) is Trust.SYSTEM


@pytest.mark.parametrize("platform", ["win32", "darwin"])
@pytest.mark.usefixtures("nothing")
def test_windows_and_macos_have_stores_of_their_own(
    platform: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    assert trust_in_use(True) is Trust.SYSTEM


def test_the_places_are_those_of_truststore() -> None:
    assert list(PLACES) == _openssl._CA_FILE_CANDIDATES


@pytest.mark.parametrize("kind", Trust)
def test_each_context_is_new_checks_names_and_writes_no_keys(
    kind: Trust, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SSLKEYLOGFILE", str(tmp_path / "keys"))
    context = new_context(kind)
    assert context is not new_context(kind)
    assert isinstance(context, truststore.SSLContext) is (kind is Trust.SYSTEM)
    assert context.minimum_version == ssl.TLSVersion.TLSv1_2
    assert context.verify_mode == ssl.CERT_REQUIRED
    assert context.check_hostname
    assert context.keylog_filename is None


def test_ssl_itself_is_left_alone() -> None:
    new_context(Trust.SYSTEM)
    assert ssl.SSLContext.__module__ == "ssl"
