"""Certificates and server contexts of every kind that a client may meet, made once a session."""

from __future__ import annotations

import datetime as dt
import ipaddress
import ssl
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

FAR_NAME: Final = "cognito.lab.invalid"
_DAY: Final = dt.timedelta(days=1)


class Certificates:
    """`bundle` is the file of the one authority that the profiles trust."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known = _Authority("Known Authority")
        self._unknown = _Authority("Inspecting Proxy")
        self.bundle = folder / "bundle.pem"
        self.bundle.write_bytes(_pem(self._known.certificate))

    def context(self, kind: str) -> ssl.SSLContext:
        """A server's context; `kind` is a key of KINDS."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        certificate, key = KINDS[kind](self._known, self._unknown)
        place = self._folder / f"{kind}.pem"
        place.write_bytes(_pem(certificate) + _key_pem(key))
        context.load_cert_chain(place)
        if kind == "old version":
            with warnings.catch_warnings():  # it is meant
                warnings.simplefilter("ignore", DeprecationWarning)
                context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_1
            context.set_ciphers("ALL:@SECLEVEL=0")
        elif kind == "no common cipher":
            context.maximum_version = ssl.TLSVersion.TLSv1_2
            context.set_ciphers("PSK")
        elif kind == "asks for a certificate":
            context.maximum_version = ssl.TLSVersion.TLSv1_2  # so that it fails in the handshake
            context.verify_mode = ssl.CERT_REQUIRED
            context.load_verify_locations(self.bundle)
        elif kind == "asks late for a certificate":
            context.verify_mode = ssl.CERT_REQUIRED  # TLS 1.3: the client is through by then
            context.load_verify_locations(self.bundle)
        return context


class _Authority:
    """Signs certificates, its own too."""

    def __init__(self, name: str) -> None:
        self._name = x509.Name(
            [
                x509.NameAttribute(NameOID.ORGANIZATION_NAME, name),
                x509.NameAttribute(NameOID.COMMON_NAME, f"{name} Root"),
            ]
        )
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.certificate = self.signed(self._name, self.key, days=(-1, 30), authority=True)

    def signed(
        self,
        subject: x509.Name,
        key: ec.EllipticCurvePrivateKey,
        *,
        days: tuple[int, int],
        host: str = FAR_NAME,
        address: str = "127.0.0.1",
        authority: bool = False,
    ) -> x509.Certificate:
        now = dt.datetime.now(dt.UTC)
        names = [x509.DNSName(host), x509.IPAddress(ipaddress.ip_address(address))]
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now + days[0] * _DAY)
            .not_valid_after(now + days[1] * _DAY)
            .add_extension(x509.SubjectAlternativeName(names), critical=False)
            .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
            .sign(self.key, hashes.SHA256())
        )


_Made = tuple[x509.Certificate, ec.EllipticCurvePrivateKey]
_SERVER = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "server")])


def _by(
    authority: _Authority,
    days: tuple[int, int] = (-1, 30),
    *,
    host: str = FAR_NAME,
    address: str = "127.0.0.1",
) -> _Made:
    key = ec.generate_private_key(ec.SECP256R1())
    return authority.signed(_SERVER, key, days=days, host=host, address=address), key


def _own(authority: _Authority) -> _Made:
    return authority.certificate, authority.key


KINDS: Final[Mapping[str, Callable[[_Authority, _Authority], _Made]]] = {
    "good": lambda known, _: _by(known),
    "unknown authority": lambda _, unknown: _by(unknown),
    "self-signed": lambda _, unknown: _own(unknown),
    "expired": lambda known, _: _by(known, (-30, -2)),
    "not yet valid": lambda known, _: _by(known, (2, 30)),
    "other host": lambda known, _: _by(known, host="portal.invalid", address="127.0.0.9"),
    "old version": lambda known, _: _by(known),
    "no common cipher": lambda known, _: _by(known),
    "asks for a certificate": lambda known, _: _by(known),
    "asks late for a certificate": lambda known, _: _by(known),
}


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _key_pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
