"""Learns who issued a certificate that is not trusted. Nothing is sent over such a connection."""

from __future__ import annotations

import base64
import http.client
import ssl
from typing import Final
from urllib.parse import unquote, urlsplit

from console.core.doctor.address import Address

_LIMIT: Final = 128


def presented_issuer(address: Address, proxy_url: str | None, timeout_s: float) -> str | None:
    """Organisation and common name, or None where no certificate came; through a proxy of HTTP."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE  # to read it; the connection is closed at once
    connection = _connection(address, proxy_url, context, timeout_s)
    try:
        connection.connect()
        data = connection.sock.getpeercert(binary_form=True)
    except (OSError, http.client.HTTPException, ValueError):
        return None
    finally:
        connection.close()
    return None if data is None else issuer_in(data)


def issuer_in(certificate: bytes) -> str | None:
    """The issuer's names in a certificate in DER; None where it cannot be read."""
    from cryptography import x509
    from cryptography.x509.oid import NameOID

    try:
        issuer = x509.load_der_x509_certificate(certificate).issuer
        found = [
            str(each.value)
            for oid in (NameOID.ORGANIZATION_NAME, NameOID.COMMON_NAME)
            for each in issuer.get_attributes_for_oid(oid)[:1]
        ]
    except ValueError:
        return None
    return " / ".join(found)[:_LIMIT] or None


def _connection(
    address: Address, proxy_url: str | None, context: ssl.SSLContext, timeout_s: float
) -> http.client.HTTPSConnection:
    if proxy_url is None:
        return http.client.HTTPSConnection(
            address.host, address.port, timeout=timeout_s, context=context
        )
    proxy = urlsplit(proxy_url if "://" in proxy_url else f"http://{proxy_url}")
    through = http.client.HTTPSConnection(
        proxy.hostname or "", proxy.port or 80, timeout=timeout_s, context=context
    )
    header = authorization_of(proxy.username, proxy.password)
    through.set_tunnel(
        address.host, address.port, {} if header is None else {"Proxy-Authorization": header}
    )
    return through


def authorization_of(user: str | None, password: str | None) -> str | None:
    """The header's value for a proxy's user and password as they stand in a URL."""
    if user is None:
        return None
    pair = f"{unquote(user)}:{unquote(password or '')}".encode()
    return f"Basic {base64.b64encode(pair).decode('ascii')}"
