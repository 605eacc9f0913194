"""SECRET_HASH: base64(HMAC-SHA256(key = client secret, message = user name + client id))."""

from __future__ import annotations

import base64
import hashlib
import hmac

from console.core.secret import Secret
from console.core.text import visible


def secret_hash(*, client_secret: Secret, username: str, client_id: str) -> Secret:
    """The hash that Cognito asks of a confidential client, over exactly the name given."""
    digest = hmac.new(
        client_secret.reveal().encode("utf-8"),
        (username + client_id).encode("utf-8", "surrogatepass"),
        hashlib.sha256,
    ).digest()
    return Secret(base64.b64encode(digest).decode("ascii"))


def secret_hash_line(username: str | None, *, on_refresh: bool = False) -> str:
    """The sentence under the form that says over which name the hash is made."""
    if not username:
        return "SECRET_HASH will be computed over the user name: type one."
    shown = visible(username, 60)
    if on_refresh:
        return (
            f"SECRET_HASH is computed over “{shown}”. On a refresh it must be the real user name "
            "(the sub where e-mail or phone is the user name)."
        )
    return f"SECRET_HASH is computed over “{shown}”."
