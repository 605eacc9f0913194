from __future__ import annotations

import re

from console.practice.clients import CLIENTS, client_by_id


def test_ids_look_like_cognitos_and_stay_the_same() -> None:
    ids = {name: client.id for name, client in CLIENTS.items()}
    assert ids == {
        "public": "gvu04upzcdqo6mxguy2i5o7nes",
        "confidential": "uayac1b50a6b7nqs69pzs40g95",
        "no-password-flow": "sijmtcqix41h0dmt43z8oi82yb",
    }
    assert all(re.fullmatch("[0-9a-z]{26}", client_id) for client_id in ids.values())


def test_only_the_confidential_client_has_a_secret_and_repr_hides_it() -> None:
    assert [name for name, client in CLIENTS.items() if client.secret] == ["confidential"]
    secret = CLIENTS["confidential"].secret
    assert secret is not None
    assert secret not in repr(CLIENTS["confidential"])


def test_json_leaves_the_secret_of_a_public_client_out() -> None:
    assert CLIENTS["public"].to_json() == {
        "id": "gvu04upzcdqo6mxguy2i5o7nes",
        "auth_flows": ["ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
    }
    assert CLIENTS["confidential"].to_json()["secret"] == CLIENTS["confidential"].secret
    assert CLIENTS["no-password-flow"].to_json()["auth_flows"] == ["ALLOW_REFRESH_TOKEN_AUTH"]


def test_lookup_by_id() -> None:
    assert client_by_id(CLIENTS["public"].id) is CLIENTS["public"]
    assert client_by_id("public") is None
