from __future__ import annotations

import re

from console.practice.clients import CLIENTS, REFRESH, client_by_id


def test_ids_look_like_cognitos_and_stay_the_same() -> None:
    ids = {name: client.id for name, client in CLIENTS.items()}
    assert (
        ids.items()
        >= {
            "public": "gvu04upzcdqo6mxguy2i5o7nes",
            "confidential": "uayac1b50a6b7nqs69pzs40g95",
            "no-password-flow": "sijmtcqix41h0dmt43z8oi82yb",
        }.items()
    )
    assert len(set(ids.values())) == len(ids)
    assert all(re.fullmatch("[0-9a-z]{26}", client_id) for client_id in ids.values())


def test_only_confidential_clients_have_a_secret_and_repr_hides_it() -> None:
    confidential = [client for client in CLIENTS.values() if client.secret]
    assert [client.name for client in confidential] == [
        "confidential",
        "rotating-confidential",
        "exchanged-secret",
    ]
    for client in confidential:
        secret = client.secret or ""
        assert re.fullmatch("[0-9a-z]{24,64}", secret)
        assert secret not in repr(client)


def test_a_secret_that_nobody_was_told_of_is_the_pool_s_own_and_is_not_shown() -> None:
    for name in ("exchanged-secret", "secret-not-given"):
        client = CLIENTS[name]
        own = client.own_secret or ""
        assert re.fullmatch("[0-9a-z]{24,64}", own)
        assert own != client.secret
        assert own not in repr(client) + str(client.to_json())
    assert "secret" not in CLIENTS["secret-not-given"].to_json()
    assert CLIENTS["confidential"].own_secret == CLIENTS["confidential"].secret
    assert CLIENTS["public"].own_secret is None


def test_rotation_and_the_older_refresh_exclude_each_other() -> None:
    for client in CLIENTS.values():
        assert not (client.rotates_refresh and REFRESH in client.auth_flows)


def test_json_leaves_the_secret_of_a_public_client_out() -> None:
    assert CLIENTS["public"].to_json() == {
        "id": "gvu04upzcdqo6mxguy2i5o7nes",
        "auth_flows": [
            "ALLOW_ADMIN_USER_PASSWORD_AUTH",
            "ALLOW_USER_PASSWORD_AUTH",
            "ALLOW_USER_SRP_AUTH",
            "ALLOW_CUSTOM_AUTH",
            "ALLOW_USER_AUTH",
            "ALLOW_REFRESH_TOKEN_AUTH",
        ],
    }
    assert CLIENTS["confidential"].to_json()["secret"] == CLIENTS["confidential"].secret
    assert CLIENTS["no-password-flow"].to_json()["auth_flows"] == ["ALLOW_REFRESH_TOKEN_AUTH"]


def test_json_names_the_pool_of_a_client_that_stands_for_another() -> None:
    assert CLIENTS["lite"].to_json()["user_pool_id"] == "eu-west-1_PRACTICE2"
    assert "user_pool_id" not in CLIENTS["public"].to_json()


def test_lookup_by_id() -> None:
    assert client_by_id(CLIENTS["public"].id) is CLIENTS["public"]
    assert client_by_id("public") is None
    assert client_by_id(CLIENTS["deleted"].id) is None
