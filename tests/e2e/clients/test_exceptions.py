"""Every exception of the API's model, raised by botocore's own classes from the pool's replies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import boto3
import botocore.session
import pyotp
import pytest
from pycognito.aws_srp import AWSSRP  # type: ignore[import-untyped]

from console.core.practice_keys import PRACTICE_USER_POOL_ID
from console.practice.clients import CLIENTS
from console.practice.later_users import LATER_USERS
from console.practice.server import PracticeServer
from console.practice.users import USERS, User

# pycognito 2024.5 asks for the time in a way that Python 3.12 and later warn about.
pytestmark = pytest.mark.filterwarnings("ignore:datetime.datetime.utcnow:DeprecationWarning")

ROWS = tuple(user for user in (*USERS, *LATER_USERS) if user.expect.outcome == "failed")
PASSWORD_FLOWS = frozenset({"ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH", "USER_PASSWORD_AUTH"})


def modelled() -> list[str]:
    model = botocore.session.Session().get_service_model("cognito-idp")
    operations = ("AdminInitiateAuth", "AdminRespondToAuthChallenge")
    names = {
        shape.name for name in operations for shape in model.operation_model(name).error_shapes
    }
    return sorted(names)


MODELLED = modelled()


def row(code: str) -> User:
    """The shortest row that ends with that exception; one on the admin path, if there is one."""
    found = [user for user in ROWS if user.expect.code == code and not user.context_data]
    assert found, f"no row of the practice pool ends with {code}"
    return min(found, key=lambda user: (user.path != "admin", len(user.expect.challenges)))


@pytest.fixture
def client(boto: boto3.Session) -> Iterator[Any]:
    made: Any = boto.client("cognito-idp")
    yield made
    made.close()


class BareSignIn:
    """One row through plain boto3 calls; pycognito has the arithmetic where SRP is asked for."""

    def __init__(self, client: Any, server: PracticeServer, user: User) -> None:
        own = CLIENTS[user.client]
        self.challenges: list[str] = []
        self._client = client
        self._server = server
        self._user = user
        self._where = {"ClientId": own.id}
        if user.path == "admin":
            self._where["UserPoolId"] = PRACTICE_USER_POOL_ID
        self._srp = AWSSRP(
            username=user.username,
            password=user.password,
            pool_id=PRACTICE_USER_POOL_ID,
            client_id=own.id,
            client=client,
            client_secret=own.secret,
        )
        self._known: Mapping[str, str] = self._srp.get_auth_params()
        self._given = {name: list(rounds) for name, rounds in user.answers.items()}

    def run(self) -> None:
        """To its end; raises what boto3 raises."""
        reply = self._begin()
        while "ChallengeName" in reply:
            self.challenges.append(reply["ChallengeName"])
            reply = self._respond(reply)

    def _begin(self) -> dict[str, Any]:
        user = self._user
        parameters = {**self._known, **user.parameters}
        if user.auth_flow in PASSWORD_FLOWS:
            del parameters["SRP_A"]
            parameters["PASSWORD"] = user.password
        call = "admin_initiate_auth" if user.path == "admin" else "initiate_auth"
        made: dict[str, Any] = getattr(self._client, call)(
            AuthFlow=user.auth_flow, AuthParameters=parameters, **self._where
        )
        return made

    def _respond(self, reply: Mapping[str, Any]) -> dict[str, Any]:
        name = reply["ChallengeName"]
        if name == "PASSWORD_VERIFIER":
            answer = self._srp.process_challenge(reply["ChallengeParameters"], self._known)
        else:
            known = {key: self._known[key] for key in self._known.keys() - {"SRP_A"}}
            answer = {**known, **self._answer(name)}
        session = {"Session": reply["Session"]} if "Session" in reply else {}
        admin = self._user.path == "admin"
        call = "admin_respond_to_auth_challenge" if admin else "respond_to_auth_challenge"
        made: dict[str, Any] = getattr(self._client, call)(
            ChallengeName=name, ChallengeResponses=answer, **session, **self._where
        )
        return made

    def _answer(self, name: str) -> Mapping[str, str]:
        """As the row says, else the right code."""
        if self._given.get(name):
            return self._given[name].pop(0)
        if name == "SOFTWARE_TOKEN_MFA":
            assert self._user.totp_seed is not None
            return {f"{name}_CODE": pyotp.TOTP(self._user.totp_seed).now()}
        if name == "NEW_PASSWORD_REQUIRED":
            return {"NEW_PASSWORD": "Fresh-Copper-71!", "userAttributes.name": "Alex"}
        sent = [m for m in self._server.pool.outbox() if m["to"] == self._user.username]
        return {f"{name}_CODE": sent[-1]["code"]}


def test_the_model_has_as_many_as_the_pool_was_made_for() -> None:
    assert len(MODELLED) == 25
    assert set(MODELLED) - {user.expect.code for user in ROWS} == set()


@pytest.mark.parametrize("code", MODELLED)
def test_botocore_raises_its_own_class(client: Any, server: PracticeServer, code: str) -> None:
    user = row(code)
    sign_in = BareSignIn(client, server, user)
    with pytest.raises(getattr(client.exceptions, code)) as caught:
        sign_in.run()
    said = caught.value.response
    assert tuple(sign_in.challenges) == user.expect.challenges
    assert said["Error"]["Code"] == code
    assert said["Error"]["Message"]
    status = 500 if code == "InternalErrorException" else 400
    assert said["ResponseMetadata"]["HTTPStatusCode"] == status
    assert said["ResponseMetadata"]["RetryAttempts"] == 0
    assert len(said["ResponseMetadata"]["RequestId"]) == 36
