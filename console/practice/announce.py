"""The one line that the practice command prints once it listens."""

from __future__ import annotations

from console.core.practice_keys import (
    PRACTICE_ACCESS_KEY_ID,
    PRACTICE_REGION,
    PRACTICE_SECRET_ACCESS_KEY,
    PRACTICE_USER_POOL_ID,
)
from console.practice.clients import CLIENTS
from console.practice.listing import listing
from console.practice.server import PracticeServer


def announcement(server: PracticeServer) -> dict[str, object]:
    """All that is needed to sign in against `server`, which must be running."""
    return {
        "endpoint_url": server.endpoint_url,
        "jwks_uri": server.jwks_uri,
        "region": PRACTICE_REGION,
        "user_pool_id": PRACTICE_USER_POOL_ID,
        "aws_access_key_id": PRACTICE_ACCESS_KEY_ID,
        "aws_secret_access_key": PRACTICE_SECRET_ACCESS_KEY,
        "clients": {name: client.to_json() for name, client in CLIENTS.items()},
    } | listing()
