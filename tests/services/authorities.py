"""An authority of one's own in the places where OpenSSL looks for the operating system's."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from tests.services.fault_server import Certificate

_NAMES = ((b"\x55\x04\x0a", b"test authority"), (b"\x55\x04\x03", b"test root"))


def trust_by_file(monkeypatch: pytest.MonkeyPatch, certificate: Certificate) -> None:
    """SSL_CERT_FILE is the authority, and there is no folder."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.file))
    monkeypatch.setenv("SSL_CERT_DIR", str(certificate.file.parent / "none"))


def trust_by_folder(monkeypatch: pytest.MonkeyPatch, certificate: Certificate) -> None:
    """SSL_CERT_DIR holds the authority under the hash of its name, and there is no file."""
    folder = certificate.file.parent / "hashed"
    folder.mkdir(exist_ok=True)
    (folder / f"{_subject_hash()}.0").write_bytes(certificate.file.read_bytes())
    monkeypatch.setenv("SSL_CERT_FILE", str(folder / "missing.pem"))
    monkeypatch.setenv("SSL_CERT_DIR", str(folder))


def trust_nobody(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Nothing of OpenSSL's own."""
    monkeypatch.setenv("SSL_CERT_FILE", str(folder / "missing.pem"))
    monkeypatch.setenv("SSL_CERT_DIR", str(folder / "none"))


def _subject_hash() -> str:
    """OpenSSL's, of the subject that `make_certificate` gives: SHA-1 over its canonical form."""
    parts = b"".join(
        _tagged(0x31, _tagged(0x30, _oid(kind) + _utf8(text))) for kind, text in _NAMES
    )
    return hashlib.sha1(parts, usedforsecurity=False).digest()[:4][::-1].hex()


def _tagged(tag: int, content: bytes) -> bytes:
    return bytes((tag, len(content))) + content


def _oid(content: bytes) -> bytes:
    return _tagged(0x06, content)


def _utf8(content: bytes) -> bytes:
    return _tagged(0x0C, content)
