"""Who vouches for a server: the file that was named, else the operating system's authorities."""

from __future__ import annotations

import re
import ssl
import sys
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

# Where truststore looks on a system whose OpenSSL has nothing at its own places.
PLACES: Final = (
    "/etc/ssl/cert.pem",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
    "/etc/pki/tls/cert.pem",
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/ssl/ca-bundle.pem",
)
_NATIVE: Final = ("win32", "darwin")  # their stores are asked, and are never empty
_HASHED: Final = re.compile(r"[0-9a-fA-F]{8}\.[0-9]")
_MARK: Final = b"-----BEGIN "


class Trust(StrEnum):
    """Whose authorities count; its value is the word for it."""

    FILE = "file"  # named by the profile, by AWS's ca_bundle or by REQUESTS_CA_BUNDLE
    SYSTEM = "system"
    BUNDLED = "bundled"  # those that come with botocore: the system has none at all


def trust_in_use(verify: bool | str) -> Trust:
    """What `verify`, a file of certificates or True, comes to on this machine."""
    if isinstance(verify, str):
        return Trust.FILE
    return Trust.BUNDLED if _system_has_none() else Trust.SYSTEM


def new_context(trust: Trust) -> ssl.SSLContext:
    """For one connection and no other: truststore changes its context in each handshake.

    A shared one would also make each handshake wait for the one that hangs. Keys of the session
    are written nowhere, whatever SSLKEYLOGFILE says. The authorities of a file are still to be
    loaded.
    """
    context = _of_system() if trust is Trust.SYSTEM else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _of_system() -> ssl.SSLContext:
    import truststore

    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _system_has_none() -> bool:
    """As on a small Linux without its package of certificates."""
    if sys.platform in _NATIVE:
        return False
    defaults: Any = ssl.get_default_verify_paths()  # both may be None, whatever the stubs say
    if defaults.cafile is not None and _has_certificates(Path(defaults.cafile)):
        return False
    if defaults.capath is not None and _has_hashed(Path(defaults.capath)):
        return False
    # Where there is such a file, be it empty, truststore looks no further.
    return defaults.cafile is not None or not any(_has_certificates(Path(p)) for p in PLACES)


def _has_certificates(file: Path) -> bool:
    try:
        return _MARK in file.read_bytes()
    except OSError:
        return False


def _has_hashed(folder: Path) -> bool:
    try:
        return any(_HASHED.fullmatch(each.name) for each in folder.iterdir())
    except OSError:
        return False
