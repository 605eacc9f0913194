from __future__ import annotations

import json
import re

import pytest

from console.practice.announce import announcement
from console.practice.clients import CLIENTS
from console.practice.listing import listing
from console.practice.server import PracticeServer


def test_the_line_has_all_that_a_client_needs(server: PracticeServer) -> None:
    line = announcement(server)
    assert json.loads(json.dumps(line)) == line
    assert list(line) == [
        "endpoint_url",
        "jwks_uri",
        "region",
        "user_pool_id",
        "aws_access_key_id",
        "aws_secret_access_key",
        "clients",
        "users",
    ]
    assert line["endpoint_url"] == server.endpoint_url
    assert line["jwks_uri"] == f"{server.endpoint_url}/{line['user_pool_id']}/.well-known/jwks.json"
    assert str(line["user_pool_id"]).startswith(f"{line['region']}_")
    assert line["clients"] == {name: client.to_json() for name, client in CLIENTS.items()}
    assert line["users"] == listing()["users"]


def test_the_key_is_taken_for_a_key_but_not_for_one_of_aws(server: PracticeServer) -> None:
    key = str(announcement(server)["aws_access_key_id"])
    assert re.fullmatch(r"\w{16,128}", key)
    assert not key.startswith(("AKIA", "ASIA"))


def test_a_server_that_does_not_run_has_no_address() -> None:
    with pytest.raises(RuntimeError, match="does not run"):
        announcement(PracticeServer())
