"""The practice command as a process, and independent clients against it."""

from __future__ import annotations

import json
import socket
import urllib.request
from pathlib import Path

import boto3
from botocore.config import Config

from tests.e2e.programs import environment, finish, practice


def test_the_line_has_what_the_interface_promises(tmp_path: Path) -> None:
    with practice(tmp_path) as line:
        assert set(line) == {
            "endpoint_url",
            "jwks_uri",
            "region",
            "user_pool_id",
            "aws_access_key_id",
            "aws_secret_access_key",
            "clients",
            "users",
        }
        alice = line["users"][0]
        client = boto3.client(
            "cognito-idp",
            region_name=line["region"],
            endpoint_url=line["endpoint_url"],
            aws_access_key_id=line["aws_access_key_id"],
            aws_secret_access_key=line["aws_secret_access_key"],
            config=Config(retries={"total_max_attempts": 1}),
        )
        reply = client.admin_initiate_auth(
            UserPoolId=line["user_pool_id"],
            ClientId=line["clients"][alice["client"]]["id"],
            AuthFlow=alice["auth_flow"],
            AuthParameters={"USERNAME": alice["username"], "PASSWORD": alice["password"]},
        )
        assert reply["AuthenticationResult"]["AccessToken"].count(".") == 2
        client.close()
        for url in (line["jwks_uri"], f"{line['endpoint_url']}/outbox"):
            with urllib.request.urlopen(url) as answer:  # noqa: S310  # loopback
                assert json.loads(answer.read()) is not None


def test_the_list_needs_no_server(tmp_path: Path) -> None:
    env = environment(tmp_path)
    done = finish("practice", "--list", "--json", env=env)
    assert done.status == 0
    users = done.json["users"]
    table = finish("practice", "--list", env=env)
    assert table.status == 0
    assert len(table.stdout.splitlines()) == len(users) + 1
    assert all(user["for"] in table.stdout for user in users)


def test_a_taken_port_is_said(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = finish("practice", "--port", port, "--json", env=environment(tmp_path))
    assert done.status == 2
    assert port in done.json["error"]["title"]
