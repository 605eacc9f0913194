from __future__ import annotations

from urllib.parse import parse_qs, unquote, urlsplit

import pyotp
import pytest

from console.core.conversation.app_setup import otpauth_uri
from console.core.secret import Secret

SEED = Secret("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")


@pytest.mark.parametrize("account", ["alice", "a:b/ü@example.com", "x?secret=y&issuer=z"])
def test_an_authenticator_reads_the_uri(account: str) -> None:
    uri = otpauth_uri(SEED, issuer="Pool 1", account=account).reveal()
    parts = urlsplit(uri)
    assert (parts.scheme, parts.netloc) == ("otpauth", "totp")
    assert unquote(parts.path) == f"/Pool 1:{account}"
    assert parse_qs(parts.query) == {"secret": [SEED.reveal()], "issuer": ["Pool 1"]}
    assert pyotp.parse_uri(uri).secret == SEED.reveal()
